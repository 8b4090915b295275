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
}
