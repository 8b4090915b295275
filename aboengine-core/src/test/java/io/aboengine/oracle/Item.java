package io.aboengine.oracle;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * One line of what was billed, as a reader of documents sees it.
 *
 * @param contract its number; empty where no contract is behind it
 * @param name what was used or is paid once, or the discount that lowers
 * @param cents without tax or with it, as the shop's prices are
 * @param takesBack the id of the line that this one lowers
 * @param document empty while it waits for one
 * @param plannedOn the day for which the document was made
 * @param givenUp whether the document was discarded before it was final, so that nothing of it is asked for
 * @param anew whether the document repeats another one, which was cancelled
 */
public record Item(
        long id,
        Kind kind,
        Optional<Integer> contract,
        String plan,
        String phase,
        String name,
        Optional<Span> days,
        BigDecimal quantity,
        long cents,
        LocalDate on,
        Optional<Long> takesBack,
        Optional<Long> document,
        Optional<LocalDate> plannedOn,
        boolean anew,
        boolean givenUp) {
    /** What it is for. */
    public enum Kind {
        DAYS,
        ONCE,
        USE,
        OFF,
        DAYS_BACK,
        AMOUNT_BACK,
        /** Taken back to be invoiced once more as it stands. */
        INVOICED_ANEW
    }
}
