package io.aboengine.catalog;

import io.aboengine.calendar.CalendarAnchor;
import java.util.Optional;

/**
 * What the billing periods of a contract are counted from.
 *
 * @param calendar present for {@link Kind#CALENDAR} and only there
 */
public record Alignment(Kind kind, Optional<CalendarAnchor> calendar) {
    /** Who says where the boundaries lie. */
    public enum Kind {
        /** The contract itself: its first day that is paid for. */
        SUBSCRIPTION,
        /** The account's billing day. */
        ACCOUNT,
        /** The contract it is an add-on of. */
        BASE,
        /** The calendar: a day of the month, a weekday, a month. */
        CALENDAR
    }

    public Alignment {
        if (calendar.isPresent() != (kind == Kind.CALENDAR)) {
            throw new IllegalArgumentException("An alignment of kind " + kind + " cannot have " + calendar);
        }
    }

    public static Alignment subscription() {
        return new Alignment(Kind.SUBSCRIPTION, Optional.empty());
    }

    public static Alignment account() {
        return new Alignment(Kind.ACCOUNT, Optional.empty());
    }

    public static Alignment base() {
        return new Alignment(Kind.BASE, Optional.empty());
    }

    public static Alignment calendar(CalendarAnchor anchor) {
        return new Alignment(Kind.CALENDAR, Optional.of(anchor));
    }
}
