package io.aboengine.subscription;

import io.aboengine.calendar.TermRule;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * For how long a contract binds.
 *
 * @param startOn the first day of the first term
 * @param shiftedDays by how many days pauses have put the end off
 */
public record Term(TermRule rule, LocalDate startOn, int shiftedDays) {
    /** Whether neither a minimum term nor a notice binds. */
    public boolean isFree() {
        return rule.minimum().isEmpty() && rule.notice().isEmpty();
    }

    /** The first day without service, if it is ended as early as a notice received on this day allows. */
    public LocalDate earliestEnd(LocalDate receipt) {
        return rule.earliestLastDay(startOn, receipt, shiftedDays).plusDays(1);
    }

    /** The first day without service, where the contract ends by itself. */
    public Optional<LocalDate> endByItself() {
        return rule.lastDayByItself(startOn).map(day -> day.plusDays(1 + (long) shiftedDays));
    }

    /** After a rest: the end of the term that runs on its first day comes as much later as any day does. */
    Term after(LocalDate rest, UnaryOperator<LocalDate> putOff) {
        LocalDate end = rule.endOfTermAt(startOn, rest, shiftedDays)
                .map(last -> last.plusDays(1))
                .orElse(rest);
        int days = Math.toIntExact(ChronoUnit.DAYS.between(end, putOff.apply(end)));
        return new Term(rule, startOn, shiftedDays + days);
    }
}
