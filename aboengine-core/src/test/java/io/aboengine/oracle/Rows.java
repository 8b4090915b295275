package io.aboengine.oracle;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The rows of a contract, one for each day; days without a row are not to be billed. Ends on the last line of the sheet. */
final class Rows {
    private static final LocalDate FIRST = LocalDate.of(2023, 7, 1);
    static final LocalDate END = LocalDate.of(2029, 1, 1);

    private final @Nullable Row[] rows;

    Rows() {
        this(new Row[(int) ChronoUnit.DAYS.between(FIRST, END)]);
    }

    private Rows(@Nullable Row[] rows) {
        this.rows = rows;
    }

    private static int line(LocalDate day) {
        return (int) Math.max(0, Math.min(ChronoUnit.DAYS.between(FIRST, day), ChronoUnit.DAYS.between(FIRST, END)));
    }

    Optional<Row> on(LocalDate day) {
        boolean onSheet = !day.isBefore(FIRST) && day.isBefore(END);
        return onSheet ? Optional.ofNullable(rows[line(day)]) : Optional.empty();
    }

    boolean isEmpty() {
        return nextFrom(FIRST).isEmpty();
    }

    /** The first day on or after this one that has a row. */
    Optional<LocalDate> nextFrom(LocalDate day) {
        for (int i = line(day); i < rows.length; i++) {
            if (rows[i] != null) {
                return Optional.of(FIRST.plusDays(i));
            }
        }
        return Optional.empty();
    }

    /** The day after the last row; empty if the rows go to the end of the sheet. */
    Optional<LocalDate> end() {
        int i = rows.length;
        while (i > 0 && rows[i - 1] == null) {
            i--;
        }
        return i == rows.length ? Optional.empty() : Optional.of(FIRST.plusDays(i));
    }

    /** The day on which a run of days ends that cost the same and belong to one period; the day has a row. */
    LocalDate lotEnd(LocalDate day) {
        int i = line(day);
        Row here = rows[i];
        Object lot = here.lotOn(day);
        int periodEnd = line(here.periodOn(day).to());
        while (i < rows.length && rows[i] != null) {
            boolean same = rows[i] == here && i < periodEnd;
            if (!same && !rows[i].lotOn(FIRST.plusDays(i)).equals(lot)) {
                break;
            }
            i++;
        }
        return FIRST.plusDays(i);
    }

    /** The first day of the run of days that cost the same and belong to one period; the day itself without a row. */
    LocalDate lotStart(LocalDate day) {
        LocalDate first = day;
        while (on(day).isPresent()
                && on(first.minusDays(1)).isPresent()
                && on(first.minusDays(1))
                        .get()
                        .lotOn(first.minusDays(1))
                        .equals(on(day).get().lotOn(day))) {
            first = first.minusDays(1);
        }
        return first;
    }

    /** The day on which the phase ends that holds this one, which has a row. */
    LocalDate endOfPhase(LocalDate day) {
        int i = line(day);
        Row here = rows[i];
        while (i < rows.length
                && rows[i] != null
                && rows[i].plan().equals(here.plan())
                && rows[i].phase().equals(here.phase())) {
            i++;
        }
        return FIRST.plusDays(i);
    }

    /** The day on which the free days end that hold this one, which is one of them. */
    LocalDate endOfFree(LocalDate day) {
        int i = line(day);
        while (i < rows.length && rows[i] != null && rows[i].freeStart()) {
            i++;
        }
        return FIRST.plusDays(i);
    }

    Rows until(LocalDate day) {
        @Nullable Row[] all = rows.clone();
        Arrays.fill(all, line(day), all.length, null);
        return new Rows(all);
    }

    Rows since(LocalDate day) {
        @Nullable Row[] all = rows.clone();
        Arrays.fill(all, 0, line(day), null);
        return new Rows(all);
    }

    Rows without(LocalDate from, LocalDate to) {
        return until(from).and(since(to));
    }

    /** These rows before the day, the other ones from there on. */
    Rows followedBy(LocalDate day, Rows other) {
        return until(day).and(other.since(day));
    }

    /** These rows, and where they have none the other ones. */
    Rows and(Rows other) {
        @Nullable Row[] all = rows.clone();
        for (int i = 0; i < all.length; i++) {
            if (all[i] == null) {
                all[i] = other.rows[i];
            }
        }
        return new Rows(all);
    }

    /** The same row on each of the days. */
    static Rows of(Row row, LocalDate from, LocalDate to) {
        Rows all = new Rows();
        Arrays.fill(all.rows, line(from), line(to), row);
        return all;
    }

    Rows changed(LocalDate from, LocalDate to, UnaryOperator<Row> change) {
        Map<Row, Row> done = new IdentityHashMap<>(); // what was one row for many days stays one
        return changed(from, to, (day, row) -> done.computeIfAbsent(row, change));
    }

    /** How a row of a day becomes another one. */
    interface Change {
        Row of(LocalDate day, Row row);
    }

    Rows changed(LocalDate from, LocalDate to, Change change) {
        @Nullable Row[] all = rows.clone();
        for (int i = line(from); i < line(to); i++) {
            if (all[i] != null) {
                all[i] = change.of(FIRST.plusDays(i), all[i]);
            }
        }
        return new Rows(all);
    }

    /** The rows of those days for which it holds. */
    Rows where(BiPredicate<LocalDate, Row> holds) {
        @Nullable Row[] all = rows.clone();
        for (int i = 0; i < all.length; i++) {
            if (all[i] != null && !holds.test(FIRST.plusDays(i), all[i])) {
                all[i] = null;
            }
        }
        return new Rows(all);
    }

    /** On each of the days what stands on another day. */
    static Rows from(LocalDate from, LocalDate to, Rows source, UnaryOperator<LocalDate> sourceDay) {
        Rows all = new Rows();
        for (int i = line(from); i < line(to); i++) {
            all.rows[i] = source.on(sourceDay.apply(FIRST.plusDays(i))).orElse(null);
        }
        return all;
    }
}
