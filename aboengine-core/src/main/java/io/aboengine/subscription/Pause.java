package io.aboengine.subscription;

import io.aboengine.calendar.ServicePeriod;
import io.aboengine.spi.InvalidRequestException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Days for which a contract rests, agreed and not over yet.
 *
 * @param from the first day of rest
 * @param until the day on which it goes on; empty: until somebody resumes it
 * @param billing false: only the service stops, billing goes on
 * @param extend true: everything that comes after is as many days later as it rested
 */
public record Pause(LocalDate from, Optional<LocalDate> until, boolean billing, boolean extend) {
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

    /** Nothing comes later because of it, and of its days only those from {@code day} on are not billed. */
    Optional<Pause> withoutDelay(Optional<LocalDate> day) {
        LocalDate first = day.filter(from::isBefore).orElse(from);
        return until.map(first::isBefore).orElse(true)
                ? Optional.of(new Pause(first, until, billing, false))
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
