package io.aboengine.calendar;

import io.aboengine.spi.InvalidRequestException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The days one charge pays for: {@code start} inclusive, {@code end} exclusive, so consecutive periods share a boundary
 * and neither overlap nor leave a gap. Civil days in the merchant's zone; never empty.
 */
public record ServicePeriod(LocalDate start, LocalDate end) {
    public ServicePeriod {
        if (!end.isAfter(start)) {
            throw new InvalidRequestException("period", start + ".." + end, "must end after it starts");
        }
    }

    public int days() {
        return Math.toIntExact(ChronoUnit.DAYS.between(start, end));
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(start) && day.isBefore(end);
    }

    /** The last day that belongs to the period: the date of supply of a service agreed by periods. */
    public LocalDate lastDay() {
        return end.minusDays(1);
    }

    /** The days that both have, if any. */
    public Optional<ServicePeriod> intersect(ServicePeriod other) {
        LocalDate from = start.isAfter(other.start) ? start : other.start;
        LocalDate to = end.isBefore(other.end) ? end : other.end;
        return to.isAfter(from) ? Optional.of(new ServicePeriod(from, to)) : Optional.empty();
    }

    @Override
    public String toString() {
        return start + ".." + end;
    }
}
