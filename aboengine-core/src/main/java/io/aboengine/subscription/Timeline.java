package io.aboengine.subscription;

import io.aboengine.spi.InvalidRequestException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The segments of a contract in order of time, without overlap; days between two segments are not billed. Neighbours on
 * the same terms are one segment. A timeline read from a store may begin later than the contract did: what lies before is
 * history.
 */
public record Timeline(List<Segment> segments) {
    public Timeline {
        List<Segment> merged = new ArrayList<>(segments.size());
        for (Segment segment : segments) {
            if (merged.isEmpty()) {
                merged.add(segment);
                continue;
            }
            Segment last = merged.get(merged.size() - 1);
            if (last.endsAfter(segment.from())) {
                throw new InvalidRequestException(
                        "timeline", segment.from().toString(), "segment starts before the one before it ends");
            }
            if (last.to().equals(Optional.of(segment.from()))
                    && last.terms().key().equals(segment.terms().key())) {
                merged.set(merged.size() - 1, new Segment(last.from(), segment.to(), last.terms()));
            } else {
                merged.add(segment);
            }
        }
        segments = List.copyOf(merged);
    }

    public static Timeline empty() {
        return new Timeline(List.of());
    }

    public Optional<Segment> at(LocalDate day) {
        return segments.stream().filter(s -> s.contains(day)).findFirst();
    }

    /** The first segment that has a day on or after this one. */
    public Optional<Segment> atOrAfter(LocalDate day) {
        return segments.stream().filter(s -> s.endsAfter(day)).findFirst();
    }

    /** The first day of a segment after {@code day}, if one begins later. */
    public Optional<LocalDate> nextStartAfter(LocalDate day) {
        return segments.stream().map(Segment::from).filter(f -> f.isAfter(day)).findFirst();
    }

    /** The first day after the last segment; empty if it has no end. An empty timeline ended before all time. */
    public Optional<LocalDate> end() {
        return segments.isEmpty()
                ? Optional.of(LocalDate.MIN)
                : segments.get(segments.size() - 1).to();
    }

    /** Only the days before {@code day}. */
    public Timeline until(LocalDate day) {
        List<Segment> kept = new ArrayList<>();
        for (Segment segment : segments) {
            if (segment.from().isBefore(day)) {
                kept.add(
                        segment.endsAfter(day)
                                ? new Segment(segment.from(), Optional.of(day), segment.terms())
                                : segment);
            }
        }
        return new Timeline(kept);
    }

    /** Only the days from {@code day} on. */
    public Timeline from(LocalDate day) {
        List<Segment> kept = new ArrayList<>();
        for (Segment segment : segments) {
            if (segment.endsAfter(day)) {
                kept.add(segment.from().isBefore(day) ? new Segment(day, segment.to(), segment.terms()) : segment);
            }
        }
        return new Timeline(kept);
    }

    /** This timeline before {@code day} and the other one from there on. */
    public Timeline followedBy(LocalDate day, Timeline later) {
        List<Segment> all = new ArrayList<>(until(day).segments);
        all.addAll(later.from(day).segments);
        return new Timeline(all);
    }
}
