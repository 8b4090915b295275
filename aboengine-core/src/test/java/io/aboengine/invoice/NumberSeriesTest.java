package io.aboengine.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.account.AccountChange.NumberWish;
import io.aboengine.party.AccountId;
import io.aboengine.spi.InvalidRequestException;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberSeriesTest {

    @ParameterizedTest(name = "{0} on {1}, the {2}. document is {5}")
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            # pattern             | issued on  | counter | series    | digits | printed
            RE-{year}-{000000}    | 2026-12-31 |       1 | RE-2026-  |      6 | RE-2026-000001
            RE-{year}-{000000}    | 2027-01-01 |       1 | RE-2027-  |      6 | RE-2027-000001
            RE-{year}-{000000}    | 2026-05-01 | 1000000 | RE-2026-  |      6 | RE-2026-1000000
            RE-{year}-{000000}    | 2026-05-01 |  999999 | RE-2026-  |      6 | RE-2026-999999
            R{0}                  | 2026-05-01 |      17 | R         |      1 | R17
            {0000}                | 2026-05-01 |      17 | ''        |      4 | 0017
            {year}/{00}           | 2026-05-01 |       7 | 2026/     |      2 | 2026/07
            {year}-{year}-{00}    | 2026-05-01 |       7 | 2026-2026-|      2 | 2026-2026-07
            RE-{year}-{000000}    | 0987-05-01 |       1 | RE-0987-  |      6 | RE-0987-000001
            """)
    void a_number_is_the_series_and_the_counter(
            String pattern, LocalDate issuedOn, long counter, String series, int digits, String printed) {
        NumberSeries numbers = new NumberSeries(pattern);

        assertThat(numbers.seriesOn(issuedOn)).isEqualTo(series);
        assertThat(numbers.digits()).isEqualTo(digits);
        DocumentId document = new DocumentId(AccountId.of("ada"), 1);
        assertThat(new NumberWish(document, numbers.seriesOn(issuedOn), numbers.digits()).format(counter))
                .isEqualTo(printed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "RE-2026",
                "RE-{year}",
                "RE-{}",
                "RE-{0",
                "RE-0}",
                "RE-{000000}-",
                "RE-{000000}{year}",
                "RE-{0x0}",
                "{"
            })
    void a_pattern_ends_with_its_counter(String pattern) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new NumberSeries(pattern))
                .withMessageContaining("RE-{year}-{000000}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RE-{YEAR}-{000}", "RE-{month}-{000}", "RE-{-{0}"})
    void only_the_year_and_the_counter_are_known(String pattern) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new NumberSeries(pattern))
                .withMessageContaining("{year}");
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            X-{0}             | X-1{0}            | true
            X-{0}             | X-{year}{000}     | true
            {0000}            | 7{0000}           | true
            RE-{year}-{000}   | RE-{year}-{0000}  | false
            RE-{year}-{000}   | RK-{year}-{000}   | false
            RE-{000}          | RE-{year}-{000}   | false
            RE-{000}          | RE-K{000}         | false
            """)
    void two_series_may_collide_where_one_beginning_is_the_other_with_more_digits(
            String one, String other, boolean collide) {
        assertThat(new NumberSeries(one).mayCollideWith(new NumberSeries(other)))
                .isEqualTo(collide);
        assertThat(new NumberSeries(other).mayCollideWith(new NumberSeries(one)))
                .isEqualTo(collide);
    }
}
