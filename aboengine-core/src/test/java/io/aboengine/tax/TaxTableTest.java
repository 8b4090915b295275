package io.aboengine.tax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.calendar.ServicePeriod;
import io.aboengine.spi.InvalidRequestException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaxTableTest {
    private static final TaxCategory STANDARD = new TaxCategory("standard");

    /** Section 12 UStG with section 28 (1) and (2) UStG for the second half of 2020; Finland from 1 September 2024. */
    private static final TaxTable TABLE = new TaxTable(List.of(
            rate("standard", "DE", "19", "2007-01-01"),
            rate("reduced", "DE", "7", "1983-07-01"),
            rate("standard", "DE", "16", "2020-07-01"),
            rate("reduced", "DE", "5", "2020-07-01"),
            rate("standard", "DE", "19", "2021-01-01"),
            rate("reduced", "DE", "7", "2021-01-01"),
            rate("standard", "FI", "24", "2013-01-01"),
            rate("standard", "FI", "25.5", "2024-09-01")));

    @ParameterizedTest(name = "{0} in {1} on {2}: {3} percent")
    @CsvSource(delimiter = '|', textBlock = """
            # category | country | supplied on | percent
            standard   | DE      | 2020-06-30  | 19
            standard   | DE      | 2020-07-01  | 16
            standard   | DE      | 2020-12-31  | 16
            standard   | DE      | 2021-01-01  | 19
            standard   | DE      | 2007-01-01  | 19
            reduced    | DE      | 2020-06-30  | 7
            reduced    | DE      | 2020-07-01  | 5
            reduced    | DE      | 2020-12-31  | 5
            reduced    | DE      | 2021-01-01  | 7
            standard   | FI      | 2024-08-31  | 24
            standard   | FI      | 2024-09-01  | 25.5
            """)
    void the_rate_is_that_of_the_day_of_supply(
            String category, String country, LocalDate suppliedOn, BigDecimal percent) {
        assertThat(TABLE.rate(new TaxCategory(category), country, suppliedOn)).isEqualTo(percent);
    }

    /** Services agreed by periods are supplied at the end of each (section 13 (1) no. 1 and section 27 (1) UStG). */
    @ParameterizedTest(name = "{0} to {1}: {2} percent")
    @CsvSource(delimiter = '|', textBlock = """
            # from     | to         | percent
            2020-03-01 | 2021-03-01 | 19
            2020-01-01 | 2021-01-01 | 16
            2019-07-02 | 2020-07-02 | 16
            2019-07-01 | 2020-07-01 | 19
            2020-06-15 | 2020-07-15 | 16
            2020-06-01 | 2020-07-01 | 19
            2020-12-01 | 2021-01-01 | 16
            2020-12-02 | 2021-01-02 | 19
            """)
    void a_period_is_taxed_by_its_last_day(LocalDate from, LocalDate to, BigDecimal percent) {
        assertThat(TABLE.rate(STANDARD, "DE", new ServicePeriod(from, to).lastDay()))
                .isEqualTo(percent);
    }

    @Test
    void the_order_of_the_rows_does_not_matter() {
        List<TaxRate> backwards = new ArrayList<>(TABLE.rates());
        Collections.reverse(backwards);
        TaxTable reversed = new TaxTable(backwards);

        LocalDate.of(2019, 12, 1)
                .datesUntil(LocalDate.of(2021, 2, 1))
                .forEach(day -> assertThat(reversed.rate(STANDARD, "DE", day))
                        .as(day.toString())
                        .isEqualTo(TABLE.rate(STANDARD, "DE", day)));
    }

    @ParameterizedTest(name = "{0} in {1} on {2}")
    @CsvSource({
        "standard, DE, 2006-12-31",
        "standard, AT, 2026-01-01",
        "luxury, DE, 2026-01-01",
        "Standard, DE, 2026-01-01"
    })
    void a_supply_without_a_rate_is_refused_by_name(String category, String country, LocalDate suppliedOn) {
        assertThatExceptionOfType(TaxRateMissingException.class)
                .isThrownBy(() -> TABLE.rate(new TaxCategory(category), country, suppliedOn))
                .withMessageContaining("'" + category + "' in " + country + " on " + suppliedOn)
                .satisfies(missing -> {
                    assertThat(missing.category()).isEqualTo(category);
                    assertThat(missing.country()).isEqualTo(country);
                    assertThat(missing.suppliedOn()).isEqualTo(suppliedOn);
                });
    }

    @ParameterizedTest
    @CsvSource({"19.0, 19", "19, 19", "25.50, 25.5", "0, 0", "0.000, 0", "100, 100", "1E+1, 10", "8.125, 8.125"})
    void equal_rates_are_written_alike(BigDecimal given, String kept) {
        TaxRate rate = new TaxRate(STANDARD, "de", given, LocalDate.EPOCH);

        assertThat(rate.percent().toPlainString()).isEqualTo(kept);
        assertThat(rate.percent().scale()).isNotNegative();
        assertThat(rate.country()).isEqualTo("DE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "100.1", "7.1234"})
    void a_rate_lies_between_0_and_100_percent(BigDecimal percent) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new TaxRate(STANDARD, "DE", percent, LocalDate.EPOCH));
    }

    private static TaxRate rate(String category, String country, String percent, String from) {
        return new TaxRate(new TaxCategory(category), country, new BigDecimal(percent), LocalDate.parse(from));
    }
}
