package io.aboengine.charge;

import io.aboengine.calendar.ServicePeriod;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A set of days as ordered runs that neither overlap nor touch. */
record Days(List<ServicePeriod> runs) {
    static final Days NONE = new Days(List.of());

    Days {
        runs = List.copyOf(runs);
    }

    static Days of(ServicePeriod run) {
        return new Days(List.of(run));
    }

    int count() {
        return runs.stream().mapToInt(ServicePeriod::days).sum();
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    Days and(ServicePeriod period) {
        List<ServicePeriod> kept = new ArrayList<>();
        for (ServicePeriod run : runs) {
            run.intersect(period).ifPresent(kept::add);
        }
        return new Days(kept);
    }

    Days minus(ServicePeriod period) {
        List<ServicePeriod> kept = new ArrayList<>();
        for (ServicePeriod run : runs) {
            if (run.intersect(period).isEmpty()) {
                kept.add(run);
                continue;
            }
            if (run.start().isBefore(period.start())) {
                kept.add(new ServicePeriod(run.start(), period.start()));
            }
            if (run.end().isAfter(period.end())) {
                kept.add(new ServicePeriod(period.end(), run.end()));
            }
        }
        return new Days(kept);
    }

    Days minus(Days other) {
        Days left = this;
        for (ServicePeriod run : other.runs) {
            left = left.minus(run);
        }
        return left;
    }

    /** The days on or after {@code day}. */
    Days from(LocalDate day) {
        List<ServicePeriod> kept = new ArrayList<>();
        for (ServicePeriod run : runs) {
            if (run.end().isAfter(day)) {
                kept.add(run.start().isBefore(day) ? new ServicePeriod(day, run.end()) : run);
            }
        }
        return new Days(kept);
    }

    Optional<LocalDate> first() {
        return runs.isEmpty() ? Optional.empty() : Optional.of(runs.get(0).start());
    }
}
