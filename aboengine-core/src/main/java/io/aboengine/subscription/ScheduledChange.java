package io.aboengine.subscription;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A change that was agreed and has not begun: what is needed to withdraw it, and to let it begin.
 *
 * @param on the day on which it begins
 * @param billedFrom the day from which the new terms are billed: that day, an earlier one, or the end of its period
 * @param otherwise how the contract would go on from there without it
 * @param plan what the new plan brings besides its terms; empty: it stays on its plan
 * @param becomes the timeline from an earlier day on that only holds when the change begins: it is billed as if it had held
 *     since then; empty: the agreed timeline has the change already
 * @param waits whether what it costs in the middle of a billing period waits for the next invoice
 */
public record ScheduledChange(
        LocalDate on,
        LocalDate billedFrom,
        Timeline otherwise,
        Optional<OfPlan> plan,
        Optional<Timeline> becomes,
        boolean waits) {
    /** What holds from the day on which a contract takes another plan: what is charged once, the term, and the end. */
    public record OfPlan(List<OneTime> once, Term term, Optional<LocalDate> expiresOn) {
        public OfPlan {
            once = List.copyOf(once);
        }
    }

    /** A change on the same plan that the agreed timeline has, settled at once when it begins. */
    public static ScheduledChange of(LocalDate on, Timeline otherwise) {
        return new ScheduledChange(on, on, otherwise, Optional.empty(), Optional.empty(), false);
    }
}
