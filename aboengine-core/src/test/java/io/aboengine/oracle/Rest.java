package io.aboengine.oracle;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Days for which a contract rests.
 *
 * @param until empty: nobody knows yet
 * @param billing whether nothing is billed for them
 * @param later whether everything that comes after comes later
 */
record Rest(LocalDate from, Optional<LocalDate> until, boolean billing, boolean later) {
    Rest until(LocalDate day) {
        return new Rest(from, Optional.of(day), billing, later);
    }

    Rest withoutDelay() {
        return new Rest(from, until, billing, false);
    }

    /** Only its days from this one on; empty if there are none. */
    Optional<Rest> since(Optional<LocalDate> day) {
        LocalDate first = day.filter(from::isBefore).orElse(from);
        return until.map(first::isBefore).orElse(true)
                ? Optional.of(new Rest(first, until, billing, later))
                : Optional.empty();
    }

    /** The rows with the rest taken out. */
    Rows on(Rows rows) {
        if (!billing) {
            return rows;
        }
        if (until.isEmpty()) {
            return rows.until(from);
        }
        if (!later) {
            return rows.without(from, until.get());
        }
        Optional<Boundaries> periods = wholePeriods(rows);
        Rows after = periods.map(p -> byPeriods(rows, p)).orElseGet(() -> byDays(rows));
        return rows.until(from).and(after);
    }

    /** The rows with the rest taken out, and everything behind it so many days later as it lasts. */
    Rows onByDays(Rows rows) {
        return rows.until(from).and(byDays(rows));
    }

    LocalDate putOffByDays(LocalDate day) {
        return later && day.isAfter(from) ? day.plusDays(length()) : day;
    }

    /** The rests that are over: days without a row, with rows before and behind. */
    static List<Rest> over(Rows rows, LocalDate from) {
        List<Rest> all = new ArrayList<>();
        LocalDate day = from;
        while (rows.on(day).isPresent()) {
            while (rows.on(day).isPresent()) {
                day = rows.lotEnd(day);
            }
            Optional<LocalDate> next = rows.nextFrom(day);
            if (next.isEmpty()) {
                break;
            }
            long put = rows.on(next.get()).orElseThrow().boundaries().later()
                    - rows.on(day.minusDays(1)).orElseThrow().boundaries().later();
            all.add(new Rest(day, next, true, put == ChronoUnit.DAYS.between(day, next.get())));
            day = next.get();
        }
        return all;
    }

    /** How a day after the first one of the rest is put off. */
    LocalDate putOff(Rows rows, LocalDate day) {
        if (!day.isAfter(from)) {
            return day;
        }
        return putOffOf(rows).apply(day);
    }

    private UnaryOperator<LocalDate> putOffOf(Rows rows) {
        Optional<Boundaries> periods = wholePeriods(rows);
        if (periods.isEmpty()) {
            return day -> day.plusDays(length());
        }
        Boundaries p = periods.get();
        long leftOut = leftOut(p);
        return day -> {
            long k = p.numberOfPeriodAt(day);
            return day.plusDays(ChronoUnit.DAYS.between(p.number(k), p.number(k + leftOut)));
        };
    }

    /** By how many days the first day of the rest is put off. */
    long delay(Rows rows) {
        return ChronoUnit.DAYS.between(from, putOffOf(rows).apply(from));
    }

    long length() {
        return ChronoUnit.DAYS.between(from, until.orElseThrow());
    }

    private long leftOut(Boundaries periods) {
        return periods.numberOfPeriodAt(until.orElseThrow()) - periods.numberOfPeriodAt(from);
    }

    private Optional<Boundaries> wholePeriods(Rows rows) {
        return rows.on(from)
                .map(Row::boundaries)
                .filter(b -> b.nextFrom(from).equals(from)
                        && b.nextFrom(until.orElseThrow()).equals(until.orElseThrow()));
    }

    private Rows byDays(Rows rows) {
        LocalDate to = until.orElseThrow();
        return Rows.from(to, Rows.END, rows, day -> day.minusDays(length()))
                .changed(to, Rows.END, row -> row.laterBy(length()));
    }

    /** A day takes what stood on the same day of the period that is put off to its own, or on that period's last day. */
    private Rows byPeriods(Rows rows, Boundaries periods) {
        LocalDate to = until.orElseThrow();
        long leftOut = leftOut(periods);
        UnaryOperator<LocalDate> later = putOffOf(rows);
        return Rows.from(to, Rows.END, rows, day -> {
                    long k = periods.numberOfPeriodAt(day);
                    Span source = new Span(periods.number(k - leftOut), periods.number(k - leftOut + 1));
                    LocalDate same = source.from().plusDays(ChronoUnit.DAYS.between(periods.number(k), day));
                    return same.isBefore(source.to()) ? same : source.to().minusDays(1);
                })
                .changed(
                        to,
                        Rows.END,
                        row -> row.boundaries().equals(periods)
                                ? row
                                : row.on(row.boundaries()
                                        .from(
                                                later.apply(row.boundaries().anchor()),
                                                row.boundaries().later())));
    }
}
