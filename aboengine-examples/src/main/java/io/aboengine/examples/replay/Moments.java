package io.aboengine.examples.replay;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** Reads times of day, in the shop's time zone. */
final class Moments {
    private static final LocalTime USUAL_TIME = LocalTime.NOON;
    private static final Pattern TIME = Pattern.compile("[0-9]{2}:[0-9]{2}(:[0-9]{2})?");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private final ZoneId zone;

    Moments(ZoneId zone) {
        this.zone = zone;
    }

    /** Noon. */
    Instant usual(LocalDate on) {
        return on.atTime(USUAL_TIME).atZone(zone).toInstant();
    }

    /** A time of this day, or a moment with its offset that belongs to it. */
    Instant at(Place place, LocalDate on) {
        Instant at = moment(place, on);
        if (!at.atZone(zone).toLocalDate().equals(on)) {
            throw place.wrong("a moment on " + on + " in " + zone);
        }
        return at;
    }

    /** Any day, which means its noon, or any moment; a time alone is one of this day. */
    Instant dayOrMoment(Place place, LocalDate on) {
        return DAY.matcher(place.text()).matches() ? usual(place.date()) : moment(place, on);
    }

    private Instant moment(Place place, LocalDate on) {
        String text = place.text();
        try {
            return TIME.matcher(text).matches()
                    ? on.atTime(LocalTime.parse(text)).atZone(zone).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw place.wrong("a time such as \"09:30\" or \"" + on + "T09:30:00Z\"");
        }
    }
}
