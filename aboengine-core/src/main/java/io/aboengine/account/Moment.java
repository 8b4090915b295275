package io.aboengine.account;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Now, as a parameter: the civil day in the merchant's zone that decides, and the instant that is written down. Taken
 * once per run or command.
 */
public record Moment(LocalDate day, Instant at, ZoneId zone) {
    public static Moment of(Instant at, ZoneId zone) {
        return new Moment(at.atZone(zone).toLocalDate(), at, zone);
    }

    /** The first instant of a day in the merchant's zone. */
    public Instant startOf(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    /** The civil day of another moment, in the same zone. */
    public LocalDate dayOf(Instant moment) {
        return moment.atZone(zone).toLocalDate();
    }

    /** The same moment, looked at on another day. */
    Moment on(LocalDate day) {
        return new Moment(day, at, zone);
    }
}
