package io.aboengine.charge;

import io.aboengine.calendar.ServicePeriod;
import io.aboengine.catalog.UsagePrice;
import io.aboengine.money.Money;
import io.aboengine.subscription.SubscriptionId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * What was used of one unit within one period of a contract: a running row, so that rating reads no records.
 *
 * @param quantity all records taken together as the price says: their sum, the greatest or the latest; without trailing
 *     zeros
 * @param lastAt the moment of the latest record, in whole microseconds
 * @param billed what was charged for it, before discounts
 * @param discounted what discounts took off that; zero or more
 * @param ratings how often something was charged
 * @param closesOn the first day on which records of the period are refused
 * @param settled whether everything known was charged, and nothing is to be charged when the days are over
 */
public record UsageTally(
        SubscriptionId subscription,
        String unit,
        ServicePeriod period,
        BigDecimal quantity,
        Instant lastAt,
        Money billed,
        Money discounted,
        int ratings,
        LocalDate closesOn,
        boolean settled) {
    public UsageTally {
        quantity = plain(quantity);
        lastAt = lastAt.truncatedTo(ChronoUnit.MICROS);
    }

    static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** With one more record. */
    UsageTally with(UsagePrice.Aggregate aggregate, BigDecimal more, Instant at) {
        boolean later = !at.isBefore(lastAt);
        BigDecimal all = switch (aggregate) {
            case SUM -> quantity.add(more);
            case MAX -> quantity.max(more);
            case LAST -> later ? more : quantity;
        };
        return new UsageTally(
                subscription,
                unit,
                period,
                all,
                later ? at : lastAt,
                billed,
                discounted,
                ratings,
                closesOn,
                settled && all.compareTo(quantity) == 0);
    }

    /** Together with another count, whose days belong to this one now, and with what was charged for it. */
    public UsageTally taking(UsagePrice.Aggregate aggregate, UsageTally other) {
        UsageTally all = with(aggregate, other.quantity, other.lastAt);
        return new UsageTally(
                subscription,
                unit,
                period,
                all.quantity,
                all.lastAt,
                billed.plus(other.billed),
                discounted.plus(other.discounted),
                ratings,
                other.closesOn.isAfter(closesOn) ? other.closesOn : closesOn,
                false);
    }

    /** After another count has taken it over. */
    public UsageTally takenOver() {
        Money none = Money.zero(billed.currency());
        return new UsageTally(subscription, unit, period, BigDecimal.ZERO, lastAt, none, none, ratings, closesOn, true);
    }

    /** Whether it holds nothing, neither use nor charges. */
    public boolean isEmpty() {
        return quantity.signum() == 0 && billed.isZero() && discounted.isZero();
    }

    /** What was charged for it was charged once more, as it stood. */
    public UsageTally chargedAnew() {
        return new UsageTally(
                subscription, unit, period, quantity, lastAt, billed, discounted, ratings + 1, closesOn, settled);
    }

    /** A count whose days have become others: it goes on after a rest, or ends earlier. It closes no earlier than it would have. */
    public UsageTally over(ServicePeriod days, LocalDate closes) {
        return new UsageTally(
                subscription,
                unit,
                days,
                quantity,
                lastAt,
                billed,
                discounted,
                ratings,
                closes.isAfter(closesOn) ? closes : closesOn,
                settled);
    }

    /** A count that was charged, and is charged again when its days are over. */
    public UsageTally goingOn() {
        return new UsageTally(
                subscription, unit, period, quantity, lastAt, billed, discounted, ratings, closesOn, false);
    }

    UsageTally rated(Money billed, Money discounted, boolean charged) {
        return new UsageTally(
                subscription,
                unit,
                period,
                quantity,
                lastAt,
                billed,
                discounted,
                ratings + (charged ? 1 : 0),
                closesOn,
                true);
    }
}
