package io.aboengine.charge;

import io.aboengine.calendar.ServicePeriod;
import io.aboengine.catalog.Price;
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
    /**
     * Days of a line that were given back.
     *
     * @param amount positive
     * @param onSameDocument whether they were given back where the line was first asked for: discounts for that document
     *     were taken off the rest only
     */
    public record GivenBack(ServicePeriod days, Money amount, boolean onSameDocument) {}

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

    /**
     * What so many of its days cost, as far as the line tells: at its unit price if that is what it was charged at, else as a
     * share of its amount. Rounded once.
     */
    Money priceOf(int days) {
        int all = charge.period().orElseThrow().days();
        Price price = Price.perUnit(charge.unitPrice());
        boolean tells = charge.periodDays() > 0
                && price.prorated(charge.quantity(), all, charge.periodDays()).equals(amount());
        return tells ? price.prorated(charge.quantity(), days, charge.periodDays()) : amount().timesFraction(days, all);
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
        return documentDiscounted.isZero() || discountable().compareTo(documentDiscounted) > 0
                ? beforeDocumentDiscounts(standingNet())
                : amount().timesFraction(
                                standing().count(),
                                charge.period().orElseThrow().days());
    }

    /** What a part of the line, all discounts taken off, was before those for whole documents; to a cent. */
    public Money beforeDocumentDiscounts(Money part) {
        Money whole = discountable();
        Money left = whole.minus(documentDiscounted);
        return documentDiscounted.isZero() || !left.isPositive()
                ? part
                : part.timesFraction(whole.minorUnits(), left.minorUnits());
    }

    /** Whether something else than days and the contract's discounts has lowered it. */
    boolean isLowered() {
        return adjusted.isPositive() || documentDiscounted.isPositive();
    }

    /** What is still billed for them, all discounts taken off. */
    Money standingNet() {
        Money net = amount().minus(documentDiscounted);
        for (GivenBack back : givenBack) {
            net = net.minus(back.amount());
        }
        return net;
    }

    /** What is to be given back, all discounts taken off, if this much, before those for documents, is to stay. */
    Money backFor(Money stays) {
        Money whole = discountable();
        Money netStays = documentDiscounted.isZero() || !whole.isPositive()
                ? stays
                : stays.timesFraction(whole.minus(documentDiscounted).minorUnits(), whole.minorUnits());
        return standingNet().minus(netStays).min(mostBack());
    }

    /** How an amount that is given back came about, with what the shop gave back before without days. */
    String explain(Money back) {
        Money kept = standingNet().minus(back);
        if (back.isZero() && kept.isPositive() && adjusted.compareTo(kept) >= 0) {
            return "nothing is left of what was billed";
        }
        String billed = standingNet().toPlainString() + " billed − " + kept.toPlainString();
        if (!adjusted.isPositive()) {
            return billed + " kept";
        }
        return kept.compareTo(adjusted) <= 0
                ? billed + " given back before"
                : billed + " kept, of which " + adjusted.toPlainString() + " was given back before";
    }

    /** What discounts for the document were taken off. */
    private Money discountable() {
        Money left = amount();
        for (GivenBack back : givenBack) {
            left = back.onSameDocument() ? left.minus(back.amount()) : left;
        }
        return left;
    }

    /** What can still be given back: together never more than was billed. */
    private Money mostBack() {
        return standingNet().minus(adjusted).max(Money.zero(adjusted.currency()));
    }
}
