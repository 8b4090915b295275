package io.aboengine.oracle;

import io.aboengine.calendar.TermRule;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A change that was agreed and has not begun.
 *
 * @param otherwise the rows as they would be without it
 * @param brings what a new plan brings besides its rows
 * @param becomes the rows from an earlier day on that hold only when it begins
 */
record Scheduled(LocalDate on, Rows otherwise, Optional<Brings> brings, Optional<Becoming> becomes) {
    /** What is paid once, the term, and when the contract ends by itself; from a day on. */
    record Brings(LocalDate from, List<Once> once, TermRule terms, Optional<LocalDate> expiry) {}

    record Becoming(LocalDate from, Rows rows) {}

    Scheduled at(LocalDate on) {
        return new Scheduled(on, otherwise, brings, becomes);
    }
}
