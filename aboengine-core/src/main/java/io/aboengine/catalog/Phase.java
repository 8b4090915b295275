package io.aboengine.catalog;

import io.aboengine.calendar.BillingInterval;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.spi.InvalidRequestException;
import java.time.Period;
import java.util.List;
import java.util.Optional;

/**
 * A stretch of a plan's life. What it does not say it takes from its plan.
 *
 * @param length empty: it lasts
 * @param price per billing interval, prorated by days where the phase covers only a part of one
 * @param oneTimePrice charged once, on its first day
 * @param interval of its billing periods; another one than the plan's begins its periods on the first day of the phase
 * @param usage instead of the plan's; an empty list charges none
 */
public record Phase(
        String name,
        Optional<Period> length,
        Optional<Price> price,
        Optional<Money> oneTimePrice,
        Optional<BillingInterval> interval,
        Optional<List<UsagePrice>> usage) {
    /** The name of the phase of a plan that names none. */
    public static final String REGULAR = "regular";

    public Phase {
        CatalogNames.require("phase", name);
        length.ifPresent(l -> {
            if (l.isZero() || l.isNegative()) {
                throw new InvalidRequestException("phase.length", l.toString(), "must be longer than nothing");
            }
        });
        oneTimePrice.filter(Money::isNegative).ifPresent(amount -> {
            throw new InvalidRequestException("phase.oneTimePrice", amount.toString(), "must not be negative");
        });
        oneTimePrice = oneTimePrice.filter(amount -> !amount.isZero());
        usage = usage.map(List::copyOf);
    }

    public static Phase lasting(String name) {
        return new Phase(
                name, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Phase of(String name, Period length, UnitPrice price) {
        return lasting(name).lasting(length).price(Price.perUnit(price));
    }

    /**
     * An introductory price that lasts so many times the interval, counted from the first day of the phase. These are as many
     * billing periods where periods begin on that day; where they are aligned to another, the phase ends inside one.
     */
    public static Phase forPeriods(String name, int periods, BillingInterval interval, UnitPrice price) {
        return of(name, interval.times(periods), price);
    }

    /** A free phase at the start, such as {@code trial("P14D")}. */
    public static Phase trial(Period length, UnitPrice free) {
        return of("trial", length, free);
    }

    public static Phase regular() {
        return lasting(REGULAR);
    }

    public Phase lasting(Period length) {
        return new Phase(name, Optional.of(length), price, oneTimePrice, interval, usage);
    }

    public Phase price(Price price) {
        return new Phase(name, length, Optional.of(price), oneTimePrice, interval, usage);
    }

    public Phase oneTimePrice(Money amount) {
        return new Phase(name, length, price, Optional.of(amount), interval, usage);
    }

    public Phase billedEvery(BillingInterval interval) {
        return new Phase(name, length, price, oneTimePrice, Optional.of(interval), usage);
    }

    public Phase usage(List<UsagePrice> usage) {
        return new Phase(name, length, price, oneTimePrice, interval, Optional.of(usage));
    }

    boolean isFree() {
        return price.isPresent() && price.get().isFree();
    }
}
