package io.aboengine.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.spi.InvalidRequestException;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitPriceTest {
    @ParameterizedTest(name = "{0} units at {1} {2} cost {3}")
    @CsvSource(delimiter = '|', textBlock = """
            1000     | EUR | 0.0004        | EUR 0.40
            1        | EUR | 0.0004        | EUR 0.00
            12       | EUR | 0.000416667   | EUR 0.01
            -3       | EUR | 9.99          | EUR -29.97
            0.5      | EUR | 0.01          | EUR 0.01
            -0.5     | EUR | 0.01          | EUR -0.01
            3        | JPY | 0.5           | JPY 2
            0        | EUR | 5             | EUR 0.00
            1000000  | EUR | 0             | EUR 0.00
            """)
    void a_quantity_is_priced_exactly_and_rounded_once(
            BigDecimal quantity, String currency, String price, Money expected) {
        assertThat(UnitPrice.of(price, Currency.of(currency)).times(quantity)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{1} x {0} for {2} of {3} days is {4}")
    @CsvSource(delimiter = '|', textBlock = """
            30.00   | 1   | 10  | 31  | EUR 9.68
            29.99   | 1   | 17  | 30  | EUR 16.99
            120.00  | 1   | 184 | 365 | EUR 60.49
            10.005  | 2   | 30  | 30  | EUR 20.01
            10.00   | 3   | 1   | 3   | EUR 10.00
            10.00   | 1.5 | 0   | 31  | EUR 0.00
            0.015   | 1   | 31  | 31  | EUR 0.02
            """)
    void days_of_a_period_cost_their_share_rounded_once(
            String price, BigDecimal quantity, long days, long ofDays, Money expected) {
        assertThat(UnitPrice.of(price, Currency.EUR).prorated(quantity, days, ofDays))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} is kept as {1}")
    @CsvSource(delimiter = '|', textBlock = """
            12              | 12.00
            12.9            | 12.90
            12.900          | 12.90
            0.01250         | 0.0125
            0               | 0.00
            0.0000          | 0.00
            0.000000000001  | 0.000000000001
            999999999999999999 | 999999999999999999.00
            """)
    void equal_prices_are_equal_however_they_are_written(String written, String kept) {
        UnitPrice price = UnitPrice.of(written, Currency.EUR);

        assertThat(price.toPlainString()).isEqualTo(kept);
        assertThat(price).isEqualTo(UnitPrice.of(kept, Currency.EUR)).hasToString("EUR " + kept);
        assertThat(price).hasSameHashCodeAs(UnitPrice.of(kept, Currency.EUR));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-0.00", "0.0000000000001", "1000000000000000000", "1E5", "1,5", "", "free"})
    void other_prices_are_refused(String written) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> UnitPrice.of(written, Currency.EUR))
                .satisfies(refused -> assertThat(refused.field()).isEqualTo("unitPrice"));
    }

    @Test
    void a_price_too_large_to_write_out_is_refused_not_written_out() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new UnitPrice(new BigDecimal("1E+2000000000"), Currency.EUR));
    }

    @Test
    void a_price_may_be_made_of_money_that_is_not_negative() {
        assertThat(UnitPrice.of(Money.parse("JPY 500"))).hasToString("JPY 500");
        assertThat(UnitPrice.of(Money.zero(Currency.EUR)).isZero()).isTrue();
        assertThat(UnitPrice.of("0.01", Currency.EUR).isZero()).isFalse();
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> UnitPrice.of(Money.parse("EUR -0.01")));
    }

    @Test
    void days_are_counted_forwards_in_a_period_that_has_some() {
        UnitPrice price = UnitPrice.of("1.00", Currency.EUR);

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> price.prorated(BigDecimal.ONE, -1, 30));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> price.prorated(BigDecimal.ONE, 1, 0));
    }
}
