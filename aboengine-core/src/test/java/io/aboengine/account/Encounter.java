package io.aboengine.account;

import io.aboengine.calendar.ServicePeriod;
import io.aboengine.subscription.Pause;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What makes lives hard to bill: things that meet in one billing period, or reach over the end of one. */
enum Encounter {
    TWO_CHANGES_IN_A_PERIOD,
    /** A change or a cancellation for a day in a paid period that is over. */
    BACK_DATED_OVER_A_PAID_PERIOD,
    REST_OVER_A_BOUNDARY;

    static Set<Encounter> of(Life life) {
        Set<Encounter> met = EnumSet.noneOf(Encounter.class);
        List<Life.Done> all = life.commands();
        for (int i = 0; i < all.size(); i++) {
            Life.Done done = all.get(i);
            if (done.before().isEmpty()) {
                continue;
            }
            Subscription before = done.before().get();
            Optional<LocalDate> on = holdsFrom(done);
            Optional<ServicePeriod> period = on.flatMap(day -> periodAt(before, day));
            if (done.command() instanceof Command.ChangePlan && period.isPresent()) {
                for (Life.Done other : all.subList(0, i)) {
                    boolean same = other.command() instanceof Command.ChangePlan change
                            && change.subscription().equals(before.id())
                            && holdsFrom(other).filter(period.get()::contains).isPresent();
                    if (same) {
                        met.add(TWO_CHANGES_IN_A_PERIOD);
                    }
                }
            }
            boolean reachesBack = period.filter(
                            p -> !p.end().isAfter(done.on()) && !p.end().isAfter(before.chargedThrough()))
                    .isPresent();
            if (reachesBack) {
                met.add(BACK_DATED_OVER_A_PAID_PERIOD);
            }
            boolean rests = done.command() instanceof Command.Pause pause
                    && pause.billing()
                    && pause.until()
                            .filter(until -> isOverBoundary(before, from(pause, done.on()), until))
                            .isPresent();
            boolean rested = done.command() instanceof Command.Resume
                    && before.pause()
                            .filter(p -> p.billing() && isOverBoundary(before, p.from(), done.on()))
                            .isPresent();
            if (rests || rested) {
                met.add(REST_OVER_A_BOUNDARY);
            }
        }
        for (SubscriptionId id : life.contracts()) {
            Subscription contract = life.ledger().subscription(id);
            boolean rests = contract.pause()
                    .filter(Pause::billing)
                    .filter(p -> isOverBoundary(contract, p.from(), life.today()))
                    .isPresent();
            if (rests) {
                met.add(REST_OVER_A_BOUNDARY);
            }
        }
        return met;
    }

    private static LocalDate from(Command.Pause pause, LocalDate today) {
        return pause.when() instanceof Timing.On on ? on.day() : today;
    }

    private static boolean isOverBoundary(Subscription contract, LocalDate from, LocalDate until) {
        return contract.agreed()
                .at(from)
                .filter(s -> s.terms().periodAt(from).end().isBefore(until))
                .isPresent();
    }

    /** The day of a change or a cancellation, where it is plain without more ado. */
    private static Optional<LocalDate> holdsFrom(Life.Done done) {
        Optional<Timing> when = done.command() instanceof Command.ChangePlan change
                ? Optional.of(change.when())
                : done.command() instanceof Command.Cancel cancel ? Optional.of(cancel.when()) : Optional.empty();
        return when.flatMap(w -> w instanceof Timing.On on
                ? Optional.of(on.day())
                : w instanceof Timing.Now ? Optional.of(done.on()) : Optional.empty());
    }

    private static Optional<ServicePeriod> periodAt(Subscription contract, LocalDate day) {
        return contract.timeline().at(day).map(s -> s.terms().periodAt(day));
    }
}
