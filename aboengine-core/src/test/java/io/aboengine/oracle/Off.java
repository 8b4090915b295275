package io.aboengine.oracle;

import io.aboengine.catalog.Discount;
import io.aboengine.money.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A discount somebody was granted. */
record Off(String id, Optional<BigDecimal> percent, Optional<Money> amount, List<String> plans, List<String> products) {
    static Off of(Discount discount) {
        return new Off(
                discount.id(),
                discount.reduction().percent(),
                discount.reduction().amount(),
                discount.plans().stream().map(p -> p.value()).toList(),
                discount.products().stream().map(p -> p.value()).toList());
    }

    boolean fits(String plan, String product) {
        return (plans.isEmpty() || plans.contains(plan)) && (products.isEmpty() || products.contains(product));
    }

    private static List<Off> percentagesFirst(List<Off> offs) {
        List<Off> ordered = new ArrayList<>(
                offs.stream().filter(o -> o.percent().isPresent()).toList());
        offs.stream().filter(o -> o.amount().isPresent()).forEach(ordered::add);
        return ordered;
    }

    /** What is left of an amount in cents that pays for some of the days of a period; no rounding. */
    static Fraction leftOf(Fraction cents, List<Off> offs, long days, long ofDays) {
        Fraction left = cents;
        for (Off off : percentagesFirst(offs)) {
            Fraction taken = off.percent()
                    .map(Fraction::of)
                    .map(left.over(100)::times)
                    .orElseGet(() -> Fraction.of(off.amount().orElseThrow().minorUnits())
                            .times(days)
                            .over(ofDays));
            left = left.minus(taken.min(left));
        }
        return left;
    }

    /** The same in whole cents: what is taken off is rounded, discount by discount. */
    static long leftOf(long cents, List<Off> offs, long days, long ofDays) {
        long left = cents;
        for (Off off : percentagesFirst(offs)) {
            long before = left;
            long taken = off.percent()
                    .map(p -> Fraction.of(p).times(before).over(100).rounded())
                    .orElseGet(() -> Fraction.of(off.amount().orElseThrow().minorUnits())
                            .times(days)
                            .over(ofDays)
                            .rounded());
            left -= Math.min(taken, left);
        }
        return left;
    }
}
