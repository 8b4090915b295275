package io.aboengine.dunning;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The reminder ladder. A claim takes one level at a time, never two on one day; after an outage the levels keep their
 * distance from one another, so nobody gets five reminders in a night. Reminders wait for an attempt whose outcome is
 * not known, and those with a fee for a planned retry too.
 */
public final class Dunning {
    private Dunning() {}

    /** A claim that takes a level today. */
    public record Step(Claim claim, DunningLevel level, DunningPosition position) {}

    /** The steps of today, in the order of the claims. */
    public static List<Step> due(DunningPolicy policy, List<Claim> claims, LocalDate today) {
        List<Step> steps = new ArrayList<>();
        for (Claim claim : claims) {
            Optional<LocalDate> next = nextOn(policy, claim);
            if (next.isPresent() && !next.get().isAfter(today)) {
                DunningPosition at = claim.position();
                DunningLevel level = policy.levels().get(at.level());
                steps.add(new Step(
                        claim,
                        level,
                        new DunningPosition(
                                at.from(), at.level() + 1, Optional.of(today), at.suspended() || level.suspends())));
            }
        }
        return steps;
    }

    /** The first day on which the claim may take its next level; empty if there is none, or money is on its way. */
    public static Optional<LocalDate> nextOn(DunningPolicy policy, Claim claim) {
        DunningPosition at = claim.position();
        if (at.level() >= policy.levels().size() || claim.onItsWay() == Claim.OnItsWay.ATTEMPT_LIVE) {
            return Optional.empty();
        }
        DunningLevel next = policy.levels().get(at.level());
        if (claim.onItsWay() == Claim.OnItsWay.RETRY_PLANNED && next.fee().isPresent()) {
            return Optional.empty();
        }
        LocalDate planned = at.from().plusDays(next.afterDays());
        if (at.level() == 0 || at.lastNoticeOn().isEmpty()) {
            return Optional.of(planned);
        }
        int distance = next.afterDays() - policy.levels().get(at.level() - 1).afterDays();
        LocalDate spaced = at.lastNoticeOn().get().plus(distance, ChronoUnit.DAYS);
        return Optional.of(spaced.isAfter(planned) ? spaced : planned);
    }
}
