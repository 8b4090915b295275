package io.aboengine.charge;

import io.aboengine.calendar.ServicePeriod;
import io.aboengine.money.Money;
import java.util.List;

/**
 * A recurring line that was billed, on a document or waiting for one, and what was given back of it since.
 *
 * @param discounted what the contract's discounts took off it; zero or more
 * @param documentDiscounted its share of what discounts for whole documents took off; zero or more. Days are priced and
 *     compared without it, and what is given back is net of it
 * @param adjusted what the shop gave back of it without days; zero or more
 */
public record Billed(
        LineId id,
        Charge charge,
        Money discounted,
        Money documentDiscounted,
        Money adjusted,
        List<GivenBack> givenBack) {
    /** Days of a line that were given back, and the amount, which is positive. */
    public record GivenBack(ServicePeriod days, Money amount) {}

    public Billed {
        if (charge.period().isEmpty()) {
            throw new IllegalArgumentException("Line " + id + " has no days, so none can be given back");
        }
        givenBack = List.copyOf(givenBack);
    }

    public Billed(LineId id, Charge charge, List<GivenBack> givenBack) {
        this(
                id,
                charge,
                Money.zero(charge.amount().currency()),
                Money.zero(charge.amount().currency()),
                Money.zero(charge.amount().currency()),
                givenBack);
    }

    /** What was billed in the beginning, the contract's discounts taken off. */
    Money amount() {
        return charge.amount().minus(discounted);
    }

    /** The days that are still billed. */
    Days standing() {
        Days days = Days.of(charge.period().orElseThrow());
        for (GivenBack back : givenBack) {
            days = days.minus(back.days());
        }
        return days;
    }

    /** The days that are still billed, as runs in order. */
    public List<ServicePeriod> standingRuns() {
        return standing().runs();
    }

    /**
     * What is still billed for them, whatever the shop gave back without days; before discounts for whole documents, and
     * then to a cent, as these were shared out in whole cents.
     */
    Money standingAmount() {
        if (documentDiscounted.isZero()) {
            return standingNet();
        }
        if (net().isZero()) {
            return amount().timesFraction(
                            standing().count(), charge.period().orElseThrow().days());
        }
        return standingNet().timesFraction(amount().minorUnits(), net().minorUnits());
    }

    /** What is still billed for them, all discounts taken off. */
    Money standingNet() {
        Money net = net();
        for (GivenBack back : givenBack) {
            net = net.minus(back.amount());
        }
        return net;
    }

    /** What is to be given back, all discounts taken off, if this much, before those for documents, is to stay. */
    Money backFor(Money stays) {
        Money netStays = documentDiscounted.isZero() || amount().isZero()
                ? stays
                : stays.timesFraction(net().minorUnits(), amount().minorUnits());
        return standingNet().minus(netStays).min(mostBack());
    }

    private Money net() {
        return amount().minus(documentDiscounted);
    }

    /** What can still be given back: together never more than was billed. */
    private Money mostBack() {
        return standingNet().minus(adjusted).max(Money.zero(adjusted.currency()));
    }
}
