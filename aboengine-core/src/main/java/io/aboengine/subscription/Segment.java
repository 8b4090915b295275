package io.aboengine.subscription;

import io.aboengine.spi.InvalidRequestException;
import java.time.LocalDate;
import java.util.Optional;

/** Days that run on the same terms: {@code from} inclusive, {@code to} exclusive; an empty {@code to} has no end. */
public record Segment(LocalDate from, Optional<LocalDate> to, Terms terms) {
    public Segment {
        if (to.isPresent() && !to.get().isAfter(from)) {
            throw new InvalidRequestException("segment", from + ".." + to.get(), "must end after it starts");
        }
    }

    public Segment on(Terms terms) {
        return new Segment(from, to, terms);
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(from) && (to.isEmpty() || day.isBefore(to.get()));
    }

    boolean endsAfter(LocalDate day) {
        return to.isEmpty() || to.get().isAfter(day);
    }
}
