package io.aboengine.store;

import java.time.Instant;
import java.time.LocalDate;

/** Which accounts have work of one kind. Accounts that are set aside have none until their next try. */
public sealed interface Due {
    /** The moment by which a set-aside account may be tried again. */
    Instant now();

    /** Work that waits for a day. */
    sealed interface OfDay extends Due {
        LocalDate today();
    }

    /** {@code due_on} is on or before the day. */
    record Billing(LocalDate today, Instant now) implements OfDay {}

    /** An attempt's {@code nextAt} is at or before now. */
    record Collection(Instant now) implements Due {}

    /** {@code dun_on} is on or before the day. */
    record Reminders(LocalDate today, Instant now) implements OfDay {}
}
