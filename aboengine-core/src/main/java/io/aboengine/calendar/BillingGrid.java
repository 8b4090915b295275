package io.aboengine.calendar;

import java.time.LocalDate;

/**
 * The boundaries of a contract's billing periods: boundary k is {@code anchor + k intervals}, clamped to the month's
 * length and always counted from the anchor, never from the previous boundary, so that 31 January goes on with 28
 * February and comes back to 31 March. k may be negative; period k is {@code [boundary k, boundary k + 1)}.
 *
 * @param shiftDays by how many days every boundary was moved since, because the contract rested for so long; zero or more
 */
public record BillingGrid(LocalDate anchor, BillingInterval interval, int shiftDays) {
    public BillingGrid(LocalDate anchor, BillingInterval interval) {
        this(anchor, interval, 0);
    }

    public LocalDate boundary(long k) {
        return interval.addTo(anchor, k).plusDays(shiftDays);
    }

    /** The number of the period that contains the day. */
    public long indexOf(LocalDate day) {
        LocalDate unshifted = day.minusDays(shiftDays);
        long k = interval.wholeBetween(anchor, unshifted);
        while (boundary(k).isAfter(day)) {
            k--;
        }
        while (!boundary(k + 1).isAfter(day)) {
            k++;
        }
        return k;
    }

    /** The whole period that contains the day. */
    public ServicePeriod periodAt(LocalDate day) {
        long k = indexOf(day);
        return new ServicePeriod(boundary(k), boundary(k + 1));
    }

    /** The first boundary on or after the day. */
    public LocalDate boundaryOnOrAfter(LocalDate day) {
        long k = indexOf(day);
        return boundary(k).equals(day) ? day : boundary(k + 1);
    }
}
