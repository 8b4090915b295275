package io.aboengine.subscription;

import io.aboengine.calendar.ServicePeriod;
import io.aboengine.spi.InvalidRequestException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Days for which a contract rests.
 *
 * @param from the first day of rest
 * @param until the day on which it goes on; empty: until somebody resumes it
 * @param billing false: only the service stops, billing goes on
 * @param extend true: everything that comes after is as many days later as it rested
 * @param stage how far it has come, as the shop was told
 */
public record Pause(LocalDate from, Optional<LocalDate> until, boolean billing, boolean extend, Stage stage) {
    public enum Stage {
        /** Agreed; its first day has not come. */
        AHEAD,
        /** The contract rests. */
        RUNNING,
        /**
         * Over, of a contract that was cancelled and whose paid days stay: they did not come later, and go back if the
         * cancellation is revoked.
         */
        OVER
    }

    /** Agreed, and not begun. */
    public Pause(LocalDate from, Optional<LocalDate> until, boolean billing, boolean extend) {
        this(from, until, billing, extend, Stage.AHEAD);
    }

    public Pause {
        until.filter(day -> !day.isAfter(from)).ifPresent(day -> {
            throw new InvalidRequestException("until", day.toString(), "must be after the first day of rest, " + from);
        });
        if (!billing && extend) {
            throw new InvalidRequestException("extend", "true", "needs billing to stop, or days would be paid twice");
        }
    }

    public boolean holdsOn(LocalDate day) {
        return !day.isBefore(from) && until.map(day::isBefore).orElse(true);
    }

    public boolean isOver() {
        return stage == Stage.OVER;
    }

    public Pause in(Stage stage) {
        return new Pause(from, until, billing, extend, stage);
    }

    /** Goes on until this day, exclusive. */
    public Pause until(LocalDate day) {
        return new Pause(from, Optional.of(day), billing, extend, stage);
    }

    /** Nothing comes later because of it. */
    public Pause withoutDelay() {
        return new Pause(from, until, billing, false, stage);
    }

    /** Nothing comes later because of it, and of its days only those from {@code day} on are not billed. */
    Optional<Pause> withoutDelay(Optional<LocalDate> day) {
        LocalDate first = day.filter(from::isBefore).orElse(from);
        return until.map(first::isBefore).orElse(true)
                ? Optional.of(new Pause(first, until, billing, false, stage))
                : Optional.empty();
    }

    /** The days of rest; they go on for ever where no end is known. */
    Optional<ServicePeriod> days() {
        return until.map(end -> new ServicePeriod(from, end));
    }

    /** The timeline with the days of rest taken out. */
    Timeline on(Timeline agreed) {
        if (!billing) {
            return agreed;
        }
        if (until.isEmpty()) {
            return agreed.until(from);
        }
        ServicePeriod gap = new ServicePeriod(from, until.get());
        return extend ? agreed.resting(gap) : agreed.without(gap);
    }
}
