package io.aboengine.catalog;

import io.aboengine.money.Money;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.PlainText;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A reduction that a contract or an account may be granted.
 *
 * @param id also the code a customer enters
 * @param name printed on documents
 * @param reduction of each billing period; a fixed amount is prorated where a period is
 * @param scope what it may be granted for
 * @param plans for which it may be granted; none named: for all
 * @param products for which it may be granted; none named: for all
 * @param periods for how many billing periods of the plan it is granted with, counted whole ones; empty: no such limit
 * @param until the first day that is no longer reduced; empty: no such limit
 * @param redemptions how often it may be granted in all; empty: as often as wished
 */
public record Discount(
        String id,
        String name,
        Reduction reduction,
        Scope scope,
        List<PlanId> plans,
        List<ProductId> products,
        Optional<Integer> periods,
        Optional<LocalDate> until,
        Optional<Integer> redemptions) {
    /** What a discount lowers. */
    public enum Scope {
        /** The recurring price and the usage of one contract. */
        SUBSCRIPTION,
        /** Everything an account is charged on a document. */
        DOCUMENT
    }

    /**
     * By how much.
     *
     * @param percent above 0, at most 100, with at most three decimals
     */
    public record Reduction(Optional<BigDecimal> percent, Optional<Money> amount) {
        public Reduction {
            if (percent.isPresent() == amount.isPresent()) {
                throw new InvalidRequestException(
                        "discount", percent + " and " + amount, "must have either a percentage or an amount");
            }
            percent = percent.map(Tier::plain);
            percent.ifPresent(p -> {
                if (p.signum() <= 0 || p.compareTo(BigDecimal.valueOf(100)) > 0 || p.scale() > 3) {
                    throw new InvalidRequestException(
                            "discount.percent",
                            p.toPlainString(),
                            "must be above 0 and at most 100, with at most three decimals");
                }
            });
            amount.ifPresent(a -> {
                if (!a.isPositive()) {
                    throw new InvalidRequestException("discount.amount", a.toString(), "must be above zero");
                }
            });
        }

        public static Reduction percent(String percent) {
            return new Reduction(Optional.of(new BigDecimal(percent)), Optional.empty());
        }

        public static Reduction amount(Money amount) {
            return new Reduction(Optional.empty(), Optional.of(amount));
        }

        /** {@code 20%} or {@code 5.00}. */
        public String text() {
            return percent.map(p -> p.toPlainString() + "%")
                    .orElseGet(() -> amount.orElseThrow().toPlainString());
        }
    }

    /** A discount as it was granted: later catalogues do not touch it. */
    public record Granted(String id, String name, Reduction reduction, List<PlanId> plans, List<ProductId> products) {
        public Granted {
            plans = List.copyOf(plans);
            products = List.copyOf(products);
        }

        /** Whether it still holds if the contract takes this plan. */
        public boolean fits(PlanId plan, ProductId product) {
            return (plans.isEmpty() || plans.contains(plan)) && (products.isEmpty() || products.contains(product));
        }
    }

    public Discount {
        CatalogNames.require("discount", id);
        PlainText.require("discount.name", name, 200);
        plans = List.copyOf(plans);
        products = List.copyOf(products);
        requirePositive("discount.periods", periods);
        requirePositive("discount.redemptions", redemptions);
    }

    private static void requirePositive(String field, Optional<Integer> count) {
        count.filter(c -> c < 1).ifPresent(c -> {
            throw new InvalidRequestException(field, Integer.toString(c), "must be at least 1");
        });
    }

    /** For ever, on any plan. */
    public static Discount of(String id, Reduction reduction) {
        return new Discount(
                id,
                id,
                reduction,
                Scope.SUBSCRIPTION,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public Discount named(String name) {
        return new Discount(id, name, reduction, scope, plans, products, periods, until, redemptions);
    }

    public Discount onDocuments() {
        return new Discount(id, name, reduction, Scope.DOCUMENT, plans, products, periods, until, redemptions);
    }

    public Discount forPlans(PlanId... plans) {
        return new Discount(id, name, reduction, scope, List.of(plans), products, periods, until, redemptions);
    }

    public Discount forProducts(ProductId... products) {
        return new Discount(id, name, reduction, scope, plans, List.of(products), periods, until, redemptions);
    }

    public Discount forPeriods(int periods) {
        return new Discount(id, name, reduction, scope, plans, products, Optional.of(periods), until, redemptions);
    }

    public Discount until(LocalDate day) {
        return new Discount(id, name, reduction, scope, plans, products, periods, Optional.of(day), redemptions);
    }

    public Discount redeemable(int times) {
        return new Discount(id, name, reduction, scope, plans, products, periods, until, Optional.of(times));
    }

    public Granted granted() {
        return new Granted(id, name, reduction, plans, products);
    }
}
