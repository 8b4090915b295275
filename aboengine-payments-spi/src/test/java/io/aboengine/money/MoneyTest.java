package io.aboengine.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.spi.InvalidRequestException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
    private static final Money MOST = Money.ofMinor(Long.MAX_VALUE, Currency.EUR);
    private static final Money LEAST = Money.ofMinor(Long.MIN_VALUE, Currency.EUR);

    @ParameterizedTest(name = "{0} is {1} minor units")
    @CsvSource(delimiter = '|', textBlock = """
            EUR 12.90                  |                 1290
            EUR -0.05                  |                   -5
            JPY 1290                   |                 1290
            KWD 12.900                 |                12900
            CLF 0.0001                 |                    1
            EUR 92233720368547758.07   |  9223372036854775807
            EUR -92233720368547758.08  | -9223372036854775808
            """)
    void what_is_printed_can_be_read_back(String text, long minorUnits) {
        Money money = Money.parse(text);

        assertThat(money.minorUnits()).isEqualTo(minorUnits);
        assertThat(money).hasToString(text);
        assertThat(Money.of(money.toPlainString(), money.currency())).isEqualTo(money);
        assertThat(money.toDecimal().scale()).isEqualTo(money.currency().decimals());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            EUR | 12      | 12.00
            EUR | 12.5    | 12.50
            EUR | 007     | 7.00
            EUR | -0      | 0.00
            """)
    void fewer_decimals_than_the_currency_has_are_fine(String currency, String text, String printed) {
        assertThat(Money.of(text, Currency.of(currency)).toPlainString()).isEqualTo(printed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "12,90",
                "1.290,00",
                "12.",
                ".5",
                "+1",
                "1e3",
                "12.901",
                "12.900",
                "--1",
                "NaN",
                " 1",
                "1 ",
                "١٢",
                "0x1"
            })
    void other_ways_to_write_an_amount_are_refused(String text) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Money.of(text, Currency.EUR))
                .satisfies(refused -> assertThat(refused.field()).isEqualTo("amount"))
                .satisfies(refused -> assertThat(refused.value()).isEqualTo(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"EUR12.90", "12.90 EUR", "eur 12.90", "EUR  12.90", "EUR", "EUR -", "XYZ 1.00", "EUR 1.2.3"})
    void other_ways_to_write_money_are_refused(String text) {
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> Money.parse(text));
    }

    @Test
    void yen_has_no_decimals() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Money.of("12.5", Currency.JPY))
                .withMessage("amount: may have at most 0 decimals in JPY, was 12.5");
    }

    @Test
    void nothing_missing_is_accepted() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Money.ofMinor(1, null))
                .withMessage("currency: is required, was missing");
    }

    @Test
    void adds_subtracts_and_compares() {
        Money five = Money.parse("EUR 5.00");
        Money two = Money.parse("EUR 2.00");

        assertThat(five.plus(two)).isEqualTo(Money.parse("EUR 7.00"));
        assertThat(two.minus(five)).isEqualTo(Money.parse("EUR -3.00"));
        assertThat(two.minus(five).abs()).isEqualTo(Money.parse("EUR 3.00"));
        assertThat(two.times(-3)).isEqualTo(Money.parse("EUR -6.00"));
        assertThat(five.min(two)).isEqualTo(two);
        assertThat(five.max(two)).isEqualTo(five);
        assertThat(five).isGreaterThan(two);
        assertThat(Money.sum(Currency.EUR, List.of(five, two, two))).isEqualTo(Money.parse("EUR 9.00"));
        assertThat(Money.sum(Currency.JPY, List.of())).isEqualTo(Money.zero(Currency.JPY));
        assertThat(five.isPositive()).isTrue();
        assertThat(five.negate().isNegative()).isTrue();
        assertThat(five.minus(five).isZero()).isTrue();
    }

    @Test
    void two_currencies_do_not_mix() {
        Money euro = Money.parse("EUR 5.00");
        Money franc = Money.parse("CHF 5.00");

        assertThatExceptionOfType(CurrencyMismatchException.class)
                .isThrownBy(() -> euro.plus(franc))
                .withMessage("Cannot combine EUR 5.00 with CHF 5.00: the currencies differ")
                .satisfies(mixed -> assertThat(mixed.left()).isEqualTo(Currency.EUR))
                .satisfies(mixed -> assertThat(mixed.right()).isEqualTo(Currency.CHF));
        assertThatExceptionOfType(CurrencyMismatchException.class).isThrownBy(() -> euro.minus(franc));
        assertThatExceptionOfType(CurrencyMismatchException.class).isThrownBy(() -> euro.compareTo(franc));
        assertThatExceptionOfType(CurrencyMismatchException.class).isThrownBy(() -> euro.min(franc));
        assertThatExceptionOfType(CurrencyMismatchException.class)
                .isThrownBy(() -> Money.sum(Currency.EUR, List.of(franc)));
    }

    @Test
    void what_does_not_fit_is_an_error_not_another_amount() {
        Money cent = Money.ofMinor(1, Currency.EUR);

        assertOverflow(() -> MOST.plus(cent));
        assertOverflow(() -> LEAST.minus(cent));
        assertOverflow(LEAST::negate);
        assertOverflow(LEAST::abs);
        assertOverflow(() -> MOST.times(2));
        assertOverflow(() -> MOST.timesFraction(3, 2));
        assertOverflow(() -> MOST.percent(new BigDecimal("100.1")));
        assertOverflow(() -> Money.of("92233720368547758.08", Currency.EUR));
        assertOverflow(() -> Money.round(new BigDecimal("1E+30"), Currency.EUR));
        assertOverflow(() -> Money.round(new BigDecimal("1E+2000000000"), Currency.EUR));
    }

    @ParameterizedTest(name = "{0} rounds to {1}")
    @CsvSource(delimiter = '|', textBlock = """
            2.344             | EUR 2.34
            2.345             | EUR 2.35
            -2.345            | EUR -2.35
            -2.344999         | EUR -2.34
            0.005             | EUR 0.01
            -0.005            | EUR -0.01
            0.0049999         | EUR 0.00
            1E-2000000000     | EUR 0.00
            0E+2000000000     | EUR 0.00
            99.5              | JPY 100
            0.0005            | KWD 0.001
            """)
    void rounding_goes_to_the_nearest_and_at_the_half_away_from_zero(BigDecimal majorUnits, Money expected) {
        assertThat(Money.round(majorUnits, expected.currency())).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} x {1}/{2} = {3}")
    @CsvSource(delimiter = '|', textBlock = """
            EUR 30.00                 |                  10 |                  31 | EUR 9.68
            EUR 29.99                 |                  17 |                  30 | EUR 16.99
            EUR 120.00                |                 184 |                 365 | EUR 60.49
            EUR -120.00               |                 184 |                 365 | EUR -60.49
            EUR 120.00                |                -184 |                 365 | EUR -60.49
            EUR 0.01                  |                   1 |                   2 | EUR 0.01
            EUR -0.01                 |                   1 |                   2 | EUR -0.01
            EUR 0.01                  |                   1 |                   3 | EUR 0.00
            EUR 5.00                  |                   0 |                   7 | EUR 0.00
            JPY 1000                  |                   1 |                   3 | JPY 333
            EUR 92233720368547758.07  | 9223372036854775807 | 9223372036854775807 | EUR 92233720368547758.07
            EUR -92233720368547758.08 |                   1 |                   1 | EUR -92233720368547758.08
            EUR 92233720368547758.07  |                   1 | 9223372036854775807 | EUR 0.01
            EUR 0.01                  | 4611686018427387904 | 9223372036854775807 | EUR 0.01
            EUR 0.01                  | 4611686018427387903 | 9223372036854775807 | EUR 0.00
            """)
    void a_fraction_is_exact_and_rounded_once(Money amount, long numerator, long denominator, Money expected) {
        assertThat(amount.timesFraction(numerator, denominator)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void a_denominator_is_above_zero(long denominator) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Money.parse("EUR 1.00").timesFraction(1, denominator));
    }

    @ParameterizedTest(name = "{1} % of {0} = {2}")
    @CsvSource(delimiter = '|', textBlock = """
            EUR 9.99    | 19    | EUR 1.90
            EUR -9.99   | 19    | EUR -1.90
            EUR 100.00  | 2.27  | EUR 2.27
            EUR 0.50    | 1     | EUR 0.01
            EUR -0.50   | 1     | EUR -0.01
            EUR 0.49    | 1     | EUR 0.00
            EUR 10.00   | 33.333333333 | EUR 3.33
            JPY 999     | 10    | JPY 100
            EUR 10.00   | 0     | EUR 0.00
            EUR 10.00   | -5    | EUR -0.50
            """)
    void a_percentage_is_rounded_once(Money amount, BigDecimal percent, Money expected) {
        assertThat(amount.percent(percent)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} over {1} is {2}")
    @CsvSource(delimiter = '|', textBlock = """
            EUR 10.00   | 1:2:4   | 1.43 2.86 5.71
            EUR -10.00  | 1:2:4   | -1.43 -2.86 -5.71
            EUR 100.00  | 1:1:1   | 33.34 33.33 33.33
            EUR 0.05    | 1:1:1   | 0.02 0.02 0.01
            JPY 1000    | 1:1:1   | 334 333 333
            EUR 0.01    | 1:1     | 0.01 0.00
            EUR -0.01   | 1:1     | -0.01 0.00
            EUR 5.00    | 0:1:0   | 0.00 5.00 0.00
            EUR 0.02    | 0:1:1:1 | 0.00 0.01 0.01 0.00
            EUR 0.00    | 3:4     | 0.00 0.00
            EUR 7.77    | 5       | 7.77
            EUR 92233720368547758.07 | 9223372036854775807:9223372036854775807 | 46116860184273879.04 46116860184273879.03
            """)
    void an_allocation_gives_every_minor_unit_to_somebody(Money amount, String weights, String parts) {
        long[] weighed =
                Arrays.stream(weights.split(":")).mapToLong(Long::parseLong).toArray();

        assertThat(amount.allocate(weighed).stream().map(Money::toPlainString).collect(Collectors.joining(" ")))
                .isEqualTo(parts);
    }

    @Test
    void an_allocation_needs_somebody_to_give_to() {
        Money amount = Money.parse("EUR 1.00");

        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> amount.allocate());
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> amount.allocate(0, 0));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> amount.allocate(2, -1));
    }

    private static void assertOverflow(ThrowingCallable call) {
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(call);
    }
}
