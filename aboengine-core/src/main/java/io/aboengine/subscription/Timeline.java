package io.aboengine.subscription;

import io.aboengine.calendar.BillingGrid;
import io.aboengine.calendar.ServicePeriod;
import io.aboengine.spi.InvalidRequestException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

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
            if (last.to().equals(Optional.of(segment.from())) && last.terms().sameAs(segment.terms())) {
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
        for (Segment segment : segments) {
            if (segment.contains(day)) {
                return Optional.of(segment);
            }
        }
        return Optional.empty();
    }

    /** The first segment that has a day on or after this one. */
    public Optional<Segment> atOrAfter(LocalDate day) {
        for (Segment segment : segments) {
            if (segment.endsAfter(day)) {
                return Optional.of(segment);
            }
        }
        return Optional.empty();
    }

    /** The first day of a segment after {@code day}, if one begins later. */
    public Optional<LocalDate> nextStartAfter(LocalDate day) {
        for (Segment segment : segments) {
            if (segment.from().isAfter(day)) {
                return Optional.of(segment.from());
            }
        }
        return Optional.empty();
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

    /** The terms of every segment that begins on or after {@code day} changed; one that holds the day is cut there. */
    public Timeline changedFrom(LocalDate day, UnaryOperator<Segment> change) {
        List<Segment> all = new ArrayList<>(until(day).segments);
        from(day).segments.forEach(segment -> all.add(change.apply(segment)));
        return new Timeline(all);
    }

    /** Without the days of the gap. */
    public Timeline without(ServicePeriod gap) {
        List<Segment> all = new ArrayList<>(until(gap.start()).segments);
        all.addAll(from(gap.end()).segments);
        return new Timeline(all);
    }

    /**
     * How days from the first of a gap on come later because of it. Where it leaves out whole billing periods, they come as
     * many periods later, so boundaries stay on their days of the month; else every day comes later by the days of the gap.
     */
    public UnaryOperator<LocalDate> putOffBy(ServicePeriod gap) {
        Optional<BillingGrid> grid = at(gap.start()).map(s -> s.terms().grid()).filter(g -> isWhole(g, gap));
        if (grid.isEmpty()) {
            return day -> day.plusDays(gap.days());
        }
        BillingGrid periods = grid.get();
        long left = periods.indexOf(gap.end()) - periods.indexOf(gap.start());
        return day -> {
            long k = periods.indexOf(day);
            return day.plusDays(ChronoUnit.DAYS.between(periods.boundary(k), periods.boundary(k + left)));
        };
    }

    private static boolean isWhole(BillingGrid grid, ServicePeriod gap) {
        return grid.boundaryOnOrAfter(gap.start()).equals(gap.start())
                && grid.boundaryOnOrAfter(gap.end()).equals(gap.end());
    }

    /** Resting for the days of the gap, after which everything goes on later. */
    public Timeline resting(ServicePeriod gap) {
        Optional<BillingGrid> grid = at(gap.start()).map(s -> s.terms().grid());
        boolean whole = grid.map(g -> isWhole(g, gap)).orElse(false);
        UnaryOperator<LocalDate> later = putOffBy(gap);
        List<Segment> all = new ArrayList<>(until(gap.start()).segments);
        for (Segment segment : from(gap.start()).segments) {
            Terms terms = segment.terms();
            boolean stays = whole && terms.grid().equals(grid.get());
            Terms moved = stays
                    ? terms
                    : whole
                            ? terms.anchoredAt(later.apply(terms.anchor()), terms.shiftDays())
                            : terms.shifted(gap.days());
            all.add(new Segment(later.apply(segment.from()), segment.to().map(later), moved));
        }
        return new Timeline(all);
    }

    /** The end of the free days at the beginning, if this is one of them and they end. */
    public Optional<LocalDate> freeUntil(LocalDate day) {
        Optional<Segment> running = at(day);
        Optional<LocalDate> end = Optional.empty();
        while (running.filter(s -> s.terms().freeStart()).isPresent()) { // what is served may change in between
            end = running.get().to();
            running = end.flatMap(this::at);
        }
        return end;
    }

    boolean goesBeyond(LocalDate day) {
        return !segments.isEmpty() && segments.get(segments.size() - 1).endsAfter(day);
    }

    /**
     * The day on which a day is billed: in advance that day itself, in arrears when its billing period is over, or earlier
     * if the contract ends or goes on in other periods before.
     *
     * @param day one that has terms
     */
    public LocalDate billedOn(LocalDate day) {
        int i = 0;
        while (!segments.get(i).contains(day)) {
            i++;
        }
        Terms terms = segments.get(i).terms();
        if (!terms.inArrears()) {
            return day;
        }
        LocalDate periodEnd = terms.grid().periodAt(day).end();
        Optional<LocalDate> to = segments.get(i).to();
        while (to.isPresent() && to.get().isBefore(periodEnd) && goesOnInArrears(i, terms)) {
            i++;
            to = segments.get(i).to();
        }
        return to.filter(end -> end.isBefore(periodEnd)).orElse(periodEnd);
    }

    private boolean goesOnInArrears(int i, Terms terms) {
        return i + 1 < segments.size()
                && segments.get(i).to().equals(Optional.of(segments.get(i + 1).from()))
                && segments.get(i + 1).terms().inArrears()
                && segments.get(i + 1).terms().grid().equals(terms.grid());
    }

    public boolean isEmpty() {
        return segments.isEmpty();
    }

    public LocalDate start() {
        return segments.get(0).from();
    }

    /** This timeline before {@code day} and the other one from there on. */
    public Timeline followedBy(LocalDate day, Timeline later) {
        List<Segment> all = new ArrayList<>(until(day).segments);
        all.addAll(later.from(day).segments);
        return new Timeline(all);
    }
}
