package io.aboengine.account;

import java.time.LocalDate;

/** From which day a change holds. That day belongs to the new terms. */
public sealed interface Timing {
    /** Today. */
    record Now() implements Timing {}

    /** The end of the billing period that today belongs to. */
    record PeriodEnd() implements Timing {}

    /** The earliest end that minimum term and notice allow; where there are neither, the end of the billing period. */
    record TermEnd() implements Timing {}

    /** A day; for a change it may have passed, as far back as the settings allow. */
    record On(LocalDate day) implements Timing {}

    static Timing now() {
        return new Now();
    }

    static Timing periodEnd() {
        return new PeriodEnd();
    }

    static Timing termEnd() {
        return new TermEnd();
    }

    static Timing on(LocalDate day) {
        return new On(day);
    }
}
