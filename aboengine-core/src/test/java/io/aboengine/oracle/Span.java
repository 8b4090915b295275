package io.aboengine.oracle;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** Days from the first, included, to the last, excluded. */
public record Span(LocalDate from, LocalDate to) {
    boolean contains(LocalDate day) {
        return !day.isBefore(from) && day.isBefore(to);
    }

    long days() {
        return ChronoUnit.DAYS.between(from, to);
    }

    @Override
    public String toString() {
        return from + ".." + to;
    }
}
