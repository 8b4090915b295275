package io.aboengine.charge;

import io.aboengine.calendar.ServicePeriod;
import io.aboengine.money.Money;
import java.util.List;

/** A recurring line that was billed, on a document or waiting for one, and what was given back of it since. */
public record Billed(LineId id, Charge charge, List<GivenBack> givenBack) {

    /** Days of a line that were given back, and the amount, which is positive. */
    public record GivenBack(ServicePeriod days, Money amount) {}

    public Billed {
        if (charge.period().isEmpty()) {
            throw new IllegalArgumentException("Line " + id + " has no days, so none can be given back");
        }
        givenBack = List.copyOf(givenBack);
    }

    /** The days that are still billed. */
    Days standing() {
        Days days = Days.of(charge.period().orElseThrow());
        for (GivenBack back : givenBack) {
            days = days.minus(back.days());
        }
        return days;
    }

    /** What is still billed for them. */
    Money standingAmount() {
        Money amount = charge.amount();
        for (GivenBack back : givenBack) {
            amount = amount.minus(back.amount());
        }
        return amount;
    }
}
