package io.aboengine.charge;

import io.aboengine.catalog.Discount;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Takes discounts off an amount: percentages one after the other, then fixed amounts, never below zero. */
public final class Reductions {
    private Reductions() {}

    /** Percentages before fixed amounts, each in the order granted. */
    public static List<Discount.Granted> inOrder(List<Discount.Granted> granted) {
        return granted.stream()
                .sorted(Comparator.comparing(d -> d.reduction().amount().isPresent()))
                .toList();
    }

    /**
     * What each discount takes off an amount, as positive amounts, in the order of {@link #inOrder}. A percentage is of what
     * those before it have left; each is rounded once, HALF_UP.
     *
     * @param amount for {@code days} of a period; zero or more
     * @param days for which a fixed amount is taken by days; zero or more
     * @param ofDays length of the whole period, above zero
     */
    public static List<Money> of(Money amount, List<Discount.Granted> granted, int days, int ofDays) {
        List<Money> off = new ArrayList<>();
        Money left = amount;
        for (Discount.Granted discount : inOrder(granted)) {
            Money taken = discount.reduction()
                    .percent()
                    .map(left::percent)
                    .orElseGet(() -> discount.reduction().amount().orElseThrow().timesFraction(days, ofDays))
                    .min(left);
            off.add(taken);
            left = left.minus(taken);
        }
        return off;
    }

    /** The charge of a contract's discount that follows the charge it lowers. */
    public static Charge line(Charge lowered, Discount.Granted discount, Money off) {
        return line(lowered, discount, off, lowered.termsKey());
    }

    /** The share of a discount for a whole document that a charge on it gets; it is no part of the charge's terms. */
    public static Charge ofDocument(Charge lowered, Discount.Granted discount, Money off) {
        return line(lowered, discount, off, "");
    }

    private static Charge line(Charge lowered, Discount.Granted discount, Money off, String termsKey) {
        return new Charge(
                LineKind.DISCOUNT,
                lowered.subscription(),
                discount.name(),
                lowered.plan(),
                lowered.phase(),
                lowered.period(),
                lowered.periodDays(),
                BigDecimal.ONE.negate(),
                UnitPrice.of(off.abs()),
                off.negate(),
                lowered.taxCategory(),
                lowered.suppliedOn(),
                termsKey,
                Optional.empty(),
                Optional.empty(),
                "discount " + discount.id() + ", " + discount.reduction().text());
    }
}
