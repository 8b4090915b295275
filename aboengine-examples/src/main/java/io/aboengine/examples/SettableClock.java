package io.aboengine.examples;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** A clock that stands still until somebody sets it, so that an example shows the same on every day. Not thread-safe. */
public final class SettableClock extends Clock {
    private final ZoneId zone;
    private Instant now;

    /** Shows the first moment of the day. */
    public SettableClock(LocalDate day, ZoneId zone) {
        this.zone = zone;
        this.now = day.atStartOfDay(zone).toInstant();
    }

    /** @param hour 0 to 23 */
    public void set(LocalDate day, int hour) {
        now = day.atTime(hour, 0).atZone(zone).toInstant();
    }

    public LocalDate day() {
        return now.atZone(zone).toLocalDate();
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** The moment it shows now, for ever. */
    @Override
    public Clock withZone(ZoneId other) {
        return Clock.fixed(now, other);
    }
}
