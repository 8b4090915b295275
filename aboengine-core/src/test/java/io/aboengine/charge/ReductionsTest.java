package io.aboengine.charge;

import static io.aboengine.money.Currency.EUR;
import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Discount.Granted;
import io.aboengine.catalog.Discount.Reduction;
import io.aboengine.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What discounts take off, worked by hand from the rule that the discount is rounded and not the rest (DIN 1333 for the
 * rounding itself: half a cent away from zero).
 */
class ReductionsTest {

    /** Discounts are written in the order granted; what each takes off stands in the order in which they are taken off. */
    @ParameterizedTest(name = "{0} less {1} for {2} of {3} days: {4}")
    @CsvSource(delimiter = '|', textBlock = """
            # amount | granted           | days | of | taken off          | left   | because
            100.00   | 20%               | 30   | 30 | 20% 20.00          | 80.00  | a fifth
            # one after the other: the second is of what the first has left
            100.00   | 20%, 10%          | 30   | 30 | 20% 20.00, 10% 8.00 | 72.00 | 10% of 80.00
            100.00   | 10%, 20%          | 30   | 30 | 10% 10.00, 20% 18.00 | 72.00 | 20% of 90.00
            # percentages before amounts, whatever was granted first
            100.00   | 5.00, 20%         | 30   | 30 | 20% 20.00, 5.00 5.00 | 75.00 | not 20% of 95.00
            100.00   | 5.00, 20%, 3.00, 10% | 30 | 30 | 20% 20.00, 10% 8.00, 5.00 5.00, 3.00 3.00 | 64.00 | each kind in its order
            # never below zero
            4.00     | 5.00              | 30   | 30 | 5.00 4.00          | 0.00   | capped
            4.00     | 3.00, 3.00        | 30   | 30 | 3.00 3.00, 3.00 1.00 | 0.00 | the second finds one euro
            4.00     | 100%, 5.00        | 30   | 30 | 100% 4.00, 5.00 0.00 | 0.00 | nothing is left
            0.00     | 20%, 5.00         | 30   | 30 | 20% 0.00, 5.00 0.00 | 0.00  | nothing to lower
            # the discount is rounded, not the rest: 9.99 × 15% = 1.4985
            9.99     | 15%               | 30   | 30 | 15% 1.50           | 8.49   | the rest alone would be 8.4915 → 8.49
            0.05     | 50%               | 30   | 30 | 50% 0.03           | 0.02   | 0.025 goes up for the customer
            0.01     | 50%               | 30   | 30 | 50% 0.01           | 0.00   | 0.005 goes up
            33.33    | 33.333%           | 30   | 30 | 33.333% 11.11      | 22.22  | 11.1099
            # a percentage is of the amount of the days; a fixed amount comes by days
            50.00    | 20%               | 15   | 30 | 20% 10.00          | 40.00  | the 50.00 are half a month already
            50.00    | 5.00              | 15   | 30 | 5.00 2.50          | 47.50  | half of it
            33.33    | 5.00              | 10   | 31 | 5.00 1.61          | 31.72  | 5.00 × 10/31 = 1.6129
            16.99    | 10%, 5.00         | 17   | 30 | 10% 1.70, 5.00 2.83 | 12.46 | 1.699, then 5.00 × 17/30 = 2.8333
            50.00    | 5.00              | 0    | 30 | 5.00 0.00          | 50.00  | no day
            # a part of a period whose own price is less than the part of the amount
            1.00     | 5.00              | 15   | 30 | 5.00 1.00          | 0.00   | 2.50 would be too much
            """)
    void discounts_are_taken_off_one_after_the_other(
            String amount, String granted, int days, int ofDays, String takenOff, String left, String because) {
        List<Granted> all = granted(granted);
        List<Money> off = Reductions.of(eur(amount), all, days, ofDays);
        List<String> written = new ArrayList<>();
        for (int i = 0; i < off.size(); i++) {
            written.add(Reductions.inOrder(all).get(i).reduction().text() + " "
                    + off.get(i).toPlainString());
        }

        assertThat(String.join(", ", written)).as(because).isEqualTo(takenOff);
        assertThat(eur(amount).minus(Money.sum(EUR, off))).as(because).isEqualTo(eur(left));
    }

    @Test
    void nothing_granted_takes_nothing_off() {
        assertThat(Reductions.of(eur("10.00"), List.of(), 30, 30)).isEmpty();
    }

    @Test
    void amounts_may_have_no_decimals() {
        Granted amount = granted("welcome", Reduction.amount(Money.parse("JPY 500")));
        Granted percent = granted("spring", Reduction.percent("15"));

        assertThat(Reductions.of(Money.parse("JPY 999"), List.of(amount, percent), 10, 30))
                .containsExactly(Money.parse("JPY 150"), Money.parse("JPY 167")); // 149.85, 166.67
    }

    private static List<Granted> granted(String text) {
        return List.of(text.split(", ", -1)).stream()
                .map(word -> granted(
                        "d" + word.length(),
                        word.endsWith("%")
                                ? Reduction.percent(word.substring(0, word.length() - 1))
                                : Reduction.amount(eur(word))))
                .collect(Collectors.toList());
    }

    private static Granted granted(String id, Reduction reduction) {
        return Discount.of(id, reduction).granted();
    }

    private static Money eur(String amount) {
        return Money.of(amount, EUR);
    }
}
