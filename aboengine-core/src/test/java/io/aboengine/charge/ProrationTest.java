package io.aboengine.charge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProrationTest {

    /** Exact quotients are in the last column, so the rounding can be checked by eye. */
    @ParameterizedTest(name = "{1} × {0} for {2} of {3} days is {4}")
    @CsvSource(delimiter = '|', textBlock = """
            # price          | quantity | days |  of | amount      | exactly
            EUR 30.00        | 1        |   10 |  31 | EUR 9.68    |  9.6774
            EUR 29.99        | 1        |   17 |  30 | EUR 16.99   | 16.9943
            EUR 120.00       | 1        |  184 | 365 | EUR 60.49   | 60.4932
            EUR 120.00       | 1        |  184 | 366 | EUR 60.33   | 60.3279
            EUR 14.99        | 1        |   15 |  31 | EUR 7.25    |  7.2532
            EUR 10.00        | 1        |   15 |  30 | EUR 5.00    |  5
            # the whole period at its price, no day at nothing
            EUR 29.99        | 1        |   31 |  31 | EUR 29.99   | 29.99
            EUR 29.99        | 1        |    0 |  31 | EUR 0.00    |  0
            EUR 0.00         | 1        |   10 |  31 | EUR 0.00    |  0
            # exact halves go up
            EUR 0.01         | 1        |   15 |  30 | EUR 0.01    |  0.005
            EUR 0.05         | 1        |   15 |  30 | EUR 0.03    |  0.025
            EUR 0.03         | 1        |    7 |  14 | EUR 0.02    |  0.015
            EUR 0.01         | 1        |   14 |  30 | EUR 0.00    |  0.0047
            # quantities are multiplied before anything is rounded
            EUR 9.99         | 3        |   10 |  31 | EUR 9.67    |  9.6677
            EUR 9.99         | 2.5      |   10 |  30 | EUR 8.33    |  8.325
            EUR 0.0125       | 3        |   30 |  30 | EUR 0.04    |  0.0375
            EUR 0.0004       | 1000     |   15 |  30 | EUR 0.20    |  0.2
            EUR 10.00        | 0.333333 |   30 |  30 | EUR 3.33    |  3.33333
            # other minor units
            JPY 1000         | 1        |   10 |  31 | JPY 323     | 322.58
            JPY 1            | 1        |   15 |  30 | JPY 1       |   0.5
            KWD 1.000        | 1        |   10 |  30 | KWD 0.333   |   0.33333
            # a thousand million units of EUR 999999.99 for 364 of 365 days
            EUR 999999.99    | 999999999 | 364 | 365 | EUR 997260263002739.74 | 997260263002739.736
            """)
    void days_are_priced_exactly_and_rounded_once(
            String price, BigDecimal quantity, int days, int ofDays, String amount, String exactly) {
        assertThat(Proration.of(priced(price), quantity, days, ofDays))
                .as("exactly %s", exactly)
                .isEqualTo(Money.parse(amount));
    }

    /**
     * What was used until a withdrawal is compensated for by days of the agreed total price (section 357a (2) BGB; CJEU
     * C-641/19, PE Digital); the rest goes back.
     */
    @ParameterizedTest(name = "{0} for {2} days, {1} used: {3} stay, {4} go back")
    @CsvSource(delimiter = '|', textBlock = """
            # price    | used | of  | stay     | go back    | exactly
            EUR 120.00 | 10   | 365 | EUR 3.29 | EUR 116.71 | 3.2877
            EUR 240.00 | 14   | 366 | EUR 9.18 | EUR 230.82 | 9.1803
            EUR 29.90  | 14   | 30  | EUR 13.95 | EUR 15.95 | 13.9533
            EUR 29.90  | 14   | 31  | EUR 13.50 | EUR 16.40 | 13.5032
            # nothing used, nothing stays
            EUR 120.00 | 0    | 365 | EUR 0.00 | EUR 120.00 | 0
            # no discount for a long term is taken away again: a year at 120.00 is not priced as months at 12.00
            EUR 120.00 | 1    | 365 | EUR 0.33 | EUR 119.67 | 0.3288
            """)
    void what_was_used_until_a_withdrawal_is_compensated_for_by_days(
            String price, int used, int ofDays, String stays, String goesBack, String exactly) {
        Money compensation = Proration.of(priced(price), BigDecimal.ONE, used, ofDays);

        assertThat(compensation).as("exactly %s", exactly).isEqualTo(Money.parse(stays));
        assertThat(Money.parse(price).minus(compensation)).isEqualTo(Money.parse(goesBack));
    }

    @ParameterizedTest(name = "a credit of {1} × {0} for {2} of {3} days mirrors the charge: {4}")
    @CsvSource(delimiter = '|', textBlock = """
            EUR 0.05  | -1 | 15 | 30 | EUR -0.03
            EUR 30.00 | -1 | 10 | 31 | EUR -9.68
            """)
    void a_negative_quantity_rounds_like_a_positive_one(
            String price, BigDecimal quantity, int days, int ofDays, String amount) {
        assertThat(Proration.of(priced(price), quantity, days, ofDays)).isEqualTo(Money.parse(amount));
    }

    @ParameterizedTest(name = "{0} of {1} days")
    @CsvSource({"-1, 31", "32, 31", "0, 0", "1, 0", "0, -1"})
    void days_that_do_not_fit_the_period_are_refused(int days, int ofDays) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Proration.of(priced("EUR 10.00"), BigDecimal.ONE, days, ofDays))
                .withMessageContaining(days + " of " + ofDays);
    }

    private static UnitPrice priced(String text) {
        return UnitPrice.of(text.substring(4), Currency.of(text.substring(0, 3)));
    }
}
