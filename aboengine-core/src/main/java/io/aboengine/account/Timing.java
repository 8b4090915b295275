package io.aboengine.account;

import java.time.LocalDate;

/** From which day a change holds. That day belongs to the new terms. */
public sealed interface Timing {
    /** Today. */
    record Now() implements Timing {}

    /** The end of the billing period that today belongs to. */
    record PeriodEnd() implements Timing {}

    /** A day, not in the past. */
    record On(LocalDate day) implements Timing {}

    static Timing now() {
        return new Now();
    }

    static Timing periodEnd() {
        return new PeriodEnd();
    }

    static Timing on(LocalDate day) {
        return new On(day);
    }
}
