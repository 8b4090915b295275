package io.aboengine.calendar;

import io.aboengine.spi.InvalidRequestException;
import java.time.LocalDate;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** How long one billing period lasts: a count of days, weeks, months or years. Written as in ISO 8601: {@code P3M}. */
public record BillingInterval(int count, Unit unit) {

    /** The calendar units a period may be counted in. */
    public enum Unit {
        DAYS('D', ChronoUnit.DAYS),
        WEEKS('W', ChronoUnit.WEEKS),
        MONTHS('M', ChronoUnit.MONTHS),
        YEARS('Y', ChronoUnit.YEARS);

        private final char letter;
        private final ChronoUnit chronoUnit;

        Unit(char letter, ChronoUnit chronoUnit) {
            this.letter = letter;
            this.chronoUnit = chronoUnit;
        }
    }

    /** The longest interval: ten years, in any unit. */
    private static final int MAX_DAYS = 3653;

    public static final BillingInterval WEEKLY = new BillingInterval(1, Unit.WEEKS);
    public static final BillingInterval MONTHLY = new BillingInterval(1, Unit.MONTHS);
    public static final BillingInterval QUARTERLY = new BillingInterval(3, Unit.MONTHS);
    public static final BillingInterval YEARLY = new BillingInterval(1, Unit.YEARS);

    public BillingInterval {
        int max = switch (unit) {
            case DAYS -> MAX_DAYS;
            case WEEKS -> MAX_DAYS / 7;
            case MONTHS -> 120;
            case YEARS -> 10;
        };
        if (count < 1 || count > max) {
            throw new InvalidRequestException("interval", count + " " + unit, "must be 1 to " + max + " " + unit);
        }
    }

    /** Reads {@code P14D}, {@code P2W}, {@code P1M} or {@code P1Y}; one unit only. */
    public static BillingInterval parse(String text) {
        if (text.length() >= 3 && text.charAt(0) == 'P') {
            for (Unit unit : Unit.values()) {
                if (text.charAt(text.length() - 1) == unit.letter) {
                    try {
                        return new BillingInterval(Integer.parseInt(text.substring(1, text.length() - 1)), unit);
                    } catch (NumberFormatException e) {
                        break;
                    }
                }
            }
        }
        throw new InvalidRequestException("interval", text, "must be a count of one unit like P14D, P2W, P3M or P1Y");
    }

    /** The day {@code k} intervals after {@code day} (before it, for a negative k); month ends are clamped. */
    public LocalDate addTo(LocalDate day, long k) {
        return day.plus(Math.multiplyExact(k, count), unit.chronoUnit);
    }

    /** The length of several intervals in a row. */
    public Period times(int intervals) {
        int all = Math.multiplyExact(count, intervals);
        return switch (unit) {
            case DAYS -> Period.ofDays(all);
            case WEEKS -> Period.ofWeeks(all);
            case MONTHS -> Period.ofMonths(all);
            case YEARS -> Period.ofYears(all);
        };
    }

    /** How many whole intervals lie between the two days; negative if {@code to} is earlier, rounded towards zero. */
    long wholeBetween(LocalDate from, LocalDate to) {
        return unit.chronoUnit.between(from, to) / count;
    }

    @Override
    public String toString() {
        return "P" + count + unit.letter;
    }

    /** Reads a length of time in the form of {@link Period}: {@code P14D}, {@code P3M}, {@code P1Y6M}; positive. */
    public static Period parseLength(String field, String text) {
        try {
            Period period = Period.parse(text);
            if (!period.isNegative() && !period.isZero()) {
                return period;
            }
        } catch (DateTimeParseException e) {
            throw new InvalidRequestException(field, text, "must be a length of time like P14D or P3M");
        }
        throw new InvalidRequestException(field, text, "must be longer than nothing");
    }
}
