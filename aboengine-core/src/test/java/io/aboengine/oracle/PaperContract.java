package io.aboengine.oracle;

import io.aboengine.calendar.LegalPeriods;
import io.aboengine.calendar.Renewal;
import io.aboengine.calendar.TermRule;
import io.aboengine.catalog.Alignment;
import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.UsagePrice;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One contract on paper: what was agreed, a row for each day, and up to where it has been billed by now. */
final class PaperContract {
    final int number;
    final Optional<PaperContract> base;
    final LocalDate start;
    final Optional<LocalDate> billedElsewhereUntil;

    /** As agreed, before rests and the end are taken out. */
    Rows agreed;

    /** Days behind the end that stay billed, with their rows. */
    Rows kept = new Rows();

    /** What is billed now, with the rows it was billed on: also what is to be given back on a later day. */
    private Rows paid = new Rows();

    private @Nullable Wanted lastWanted;
    private Rows rowsWanted = new Rows();

    /** Where a cancellation gives nothing back: the end of the days that were paid for when it was made. */
    private Optional<LocalDate> paidTo = Optional.empty();

    Optional<Scheduled> scheduled = Optional.empty();
    Optional<Rest> rest = Optional.empty();
    Optional<LocalDate> end;

    /** The end that needs no cancellation. */
    Optional<LocalDate> expiry;

    /** The end the customer asked for. */
    Optional<LocalDate> wished = Optional.empty();

    /** A rest whose days were to come later and, since the contract was cancelled, never do: they go back at the latest in the end. */
    Optional<Rest> noLongerLater = Optional.empty();

    /** A rest that is over, whose paid days neither come later nor go back, as long as the cancellation stands. */
    Optional<Rest> forgone = Optional.empty();

    /** A rest that was over while nothing was billed: what it means for paid days comes with the next billing. */
    Optional<Rest> overUnbilled = Optional.empty();

    TermRule terms;
    long termPutOff;
    final LocalDate termStart;
    boolean notStarted;
    boolean resting;
    boolean cancelled;
    boolean endsWithBase;
    boolean over;

    /** Whether it was withdrawn from, so that everything paid once goes back. */
    boolean withdrawn;

    /** The first day that is not billed as it should be in the end. */
    LocalDate billedTo;

    /** The last day of which everything is settled. */
    LocalDate settledOn = LocalDate.MIN;

    List<Once> once;
    final List<Once> paidOnce = new ArrayList<>();

    /** Something that was used. */
    record Use(String unit, BigDecimal quantity, LocalDateTime at, Span span, UsagePrice price) {}

    final List<Use> uses = new ArrayList<>();

    /** Whether days got other terms after it was told what was used on them. */
    boolean usesInDoubt;

    /** What was charged for use until now, in cents. */
    final Map<String, Long> usedSoFar = new HashMap<>();

    /** Every row that was due at some time, by its day: lines for it may be left over until they are looked at. */
    final Map<LocalDate, Set<Row>> wasDue = new TreeMap<>();

    PaperContract(
            int number,
            Optional<PaperContract> base,
            LocalDate start,
            Optional<LocalDate> billedElsewhereUntil,
            LocalDate termStart,
            TermRule terms,
            Rows agreed,
            List<Once> once,
            Optional<LocalDate> expiry,
            LocalDate today) {
        this.number = number;
        this.base = base;
        this.start = start;
        this.billedElsewhereUntil = billedElsewhereUntil;
        this.termStart = termStart;
        this.terms = terms;
        this.agreed = agreed;
        this.once = once;
        this.expiry = expiry;
        this.end = expiry;
        this.notStarted = start.isAfter(today);
        this.billedTo = agreed.nextFrom(LocalDate.MIN).orElse(start);
    }

    // --- what is wanted ----------------------------------------------------------------------------------------------

    /** The rows of the days that the contract runs. */
    Rows wanted() {
        Wanted now = new Wanted(agreed, resting(), endOn());
        if (!now.equals(lastWanted)) { // worked out once for each state of the contract
            Rows rested = now.rest().map(r -> r.on(agreed)).orElse(agreed);
            rowsWanted = now.end().map(rested::until).orElse(rested);
            lastWanted = now;
        }
        return rowsWanted;
    }

    private record Wanted(Rows agreed, Optional<Rest> rest, Optional<LocalDate> end) {}

    /** The rows of the days that are to be billed in the end. */
    Rows owed() {
        return kept.isEmpty() ? wanted() : wanted().and(kept);
    }

    /** Of a contract that was cancelled nothing comes later, and if nothing is given back, paid days of a rest stay. */
    private Optional<Rest> resting() {
        return rest.flatMap(r -> cancelled && r.later() ? r.withoutDelay().since(paidTo) : rest);
    }

    /** @param keeping nothing is given back */
    void cancel(LocalDate last, boolean keeping) {
        kept = keeping ? paid.since(last) : new Rows();
        if (!keeping) {
            giveBackForgone();
        }
        paidTo = keeping
                ? paidTo.or(() ->
                        Optional.of(paid.end().map(to -> later(to, billedTo)).orElse(billedTo)))
                : Optional.empty();
        end = Optional.of(last);
        cancelled = true;
    }

    /** Terms came back: where everything that is due is paid on their rows, there is nothing to look at again. */
    void lookNoMoreIfPaid(LocalDate today) {
        Rows rows = owed();
        LocalDate to = billedTo;
        while (true) {
            Optional<LocalDate> next = rows.nextFrom(to);
            if (next.isEmpty() || dueOn(rows, next.get()).isAfter(today)) {
                break;
            }
            to = rows.lotEnd(next.get());
        }
        for (LocalDate day = billedTo; day.isBefore(to); day = day.plusDays(1)) {
            if (!paid.on(day).equals(rows.on(day))) {
                return;
            }
        }
        billedTo = to;
    }

    /** Whether it was cancelled so that nothing is given back. */
    boolean keeps() {
        return paidTo.isPresent();
    }

    /** Paid days of a rest that was over and kept them go back after all. */
    void giveBackForgone() {
        forgone.ifPresent(r -> {
            takeOut(r.withoutDelay());
            lookAgainFrom(r.from());
            overUnbilled = Optional.of(r);
        });
        if (paidTo.isPresent()) {
            rest.filter(Rest::later).ifPresent(r -> lookAgainFrom(r.from()));
        }
        forgone = Optional.empty();
    }

    void revoke() {
        giveBackForgone();
        end = expiry;
        kept = new Rows();
        paidTo = Optional.empty();
        cancelled = false;
    }

    /** The first day without service, as far as it is known. */
    Optional<LocalDate> endOn() {
        Optional<Rest> putsOff = resting()
                .filter(Rest::later)
                .filter(r -> end.map(e -> e.isAfter(r.from())).orElse(false));
        if (putsOff.isEmpty()) {
            return end;
        }
        return putsOff.get().until().isEmpty()
                ? Optional.empty()
                : end.map(e -> putsOff.get().putOff(agreed, e));
    }

    /** The day of a {@link When}. */
    LocalDate day(When when, LocalDate today) {
        if (when.day().isPresent()) {
            return when.day().get();
        }
        boolean bound = terms.minimum().isPresent() || terms.notice().isPresent();
        if (when.isTermEnd() && bound) {
            return terms.earliestLastDay(termStart, today, (int) termPutOff).plusDays(1);
        }
        if (notStarted) {
            return start;
        }
        if (when.isNow()) {
            return today;
        }
        if (billedElsewhereUntil.map(today::isBefore).orElse(false)) {
            return billedElsewhereUntil.get();
        }
        boolean rests = rest.filter(r -> !today.isBefore(r.from())
                        && r.until().map(today::isBefore).orElse(true))
                .isPresent();
        Rows rows = rests ? agreed : wanted();
        Optional<Row> running = rows.on(today);
        if (running.isEmpty()) {
            return today;
        }
        LocalDate ends = running.get().freeStart()
                ? rows.endOfFree(today)
                : running.get().periodOn(today).to();
        return rows.end().filter(ends::isAfter).orElse(ends);
    }

    // --- time passes -------------------------------------------------------------------------------------------------

    /** Everything that a day brings. Doing it again brings nothing more. */
    void live(LocalDate day) {
        if (over) {
            return;
        }
        if (notStarted && !start.isAfter(day)) {
            notStarted = false;
        }
        if (endOn().map(last -> !last.isAfter(day)).orElse(false)) {
            finish(day);
            return;
        }
        boolean looks = false;
        if (rest.isPresent()) {
            Rest now = rest.get();
            Optional<Rest> over = takeOutOverBy(day);
            if (rest.isEmpty()) {
                looks = over.filter(Rest::later).isPresent();
            } else if (!resting && !notStarted && !now.from().isAfter(day)) {
                resting = true;
                looks = now.billing() && !now.later();
            }
        }
        beginBy(day);
        bill(day, looks);
    }

    /** A rest that is over by the day puts off what comes behind it, although nothing may be billed. */
    Optional<Rest> takeOutOverBy(LocalDate day) {
        boolean isOver =
                rest.flatMap(Rest::until).filter(until -> !until.isAfter(day)).isPresent();
        if (over || !isOver) {
            return Optional.empty();
        }
        Optional<Rest> counts = resting();
        if (cancelled && paidTo.isPresent()) {
            LocalDate to = paidTo.get();
            forgone = rest.filter(r -> r.later() && r.from().isBefore(to));
        }
        rest = Optional.empty();
        counts.ifPresent(this::takeOut);
        resting = false;
        return counts;
    }

    /** Lets a change begin whose day has come, although nothing may be billed. */
    void beginBy(LocalDate day) {
        scheduled.filter(s -> !s.on().isAfter(day) && !comesLater(s.on())).ifPresent(this::begin);
    }

    private void begin(Scheduled change) {
        scheduled = Optional.empty();
        Optional<LocalDate> endBefore = end;
        change.brings().ifPresent(this::take);
        if (!end.equals(endBefore)) { // a period that was cut by it may go on
            lookAgainFrom(change.on());
        }
        change.becomes().ifPresent(b -> {
            agreed = agreed.followedBy(b.from(), b.rows());
            lookAgainFrom(b.from());
        });
    }

    /** What another plan brings takes the place of what the one before would have brought. */
    void take(Scheduled.Brings brings) {
        List<Once> all = new ArrayList<>(once.stream()
                .filter(o -> o.on().isBefore(brings.from()) || o.item().equals("setup"))
                .toList());
        brings.once().stream().filter(o -> !paidOnce.contains(o)).forEach(all::add);
        once = all;
        terms = brings.terms();
        expiry = brings.expiry();
        if (!cancelled && !endsWithBase) {
            end = expiry;
        }
    }

    void finish(LocalDate day) {
        payOnce(day);
        settledOn = later(settledOn, day);
        agreed = wanted();
        end = Optional.empty();
        rest = Optional.empty();
        scheduled = Optional.empty();
        once = List.of();
        over = true;
        resting = false;
        noteDue(owed(), LocalDate.MIN, Rows.END);
        billedTo = Rows.END;
    }

    /** Bills what is due by the day: in advance with its first day, in arrears when its period is over. */
    private void bill(LocalDate day, boolean looks) {
        overUnbilled = Optional.empty();
        payOnce(day);
        settledOn = later(settledOn, day);
        Rows rows = owed();
        LocalDate from = billedTo;
        while (true) {
            Optional<LocalDate> next = rows.nextFrom(billedTo);
            if (next.isEmpty() || dueOn(rows, next.get()).isAfter(day)) {
                break;
            }
            billedTo = rows.lotEnd(next.get());
        }
        noteDue(rows, from, billedTo);
        if (looks || billedTo.isAfter(from)) {
            Rows before = paid;
            Rows later = rows.since(billedTo)
                    .where((each, row) -> before.on(each)
                            .filter(r -> r.lotOn(each).equals(row.lotOn(each)))
                            .isPresent());
            paid = paid.until(from).and(rows.since(from).until(billedTo)).and(later);
        }
        Usage.billEnded(this, wanted(), day);
    }

    /** Bills what is due by the day; of days that belong together all, if the first of them is due. */
    void settle(LocalDate day) {
        billedTo = owed().lotStart(earlier(billedTo, day));
        bill(day, true);
    }

    private void noteDue(Rows rows, LocalDate from, LocalDate to) {
        Optional<LocalDate> day = rows.nextFrom(from);
        while (day.isPresent() && day.get().isBefore(to)) {
            Set<Row> due = wasDue.computeIfAbsent(day.get(), d -> new LinkedHashSet<>());
            Row row = rows.on(day.get()).orElseThrow();
            due.remove(row); // the latest is the last
            due.add(row);
            day = rows.nextFrom(day.get().plusDays(1));
        }
    }

    /** When a day is billed. */
    private static LocalDate dueOn(Rows rows, LocalDate day) {
        Row row = rows.on(day).orElseThrow();
        if (!row.arrears()) {
            return day;
        }
        LocalDate periodEnd = row.boundaries().periodAt(day).to();
        LocalDate each = day;
        while (each.isBefore(periodEnd)
                && rows.on(each)
                        .filter(r -> r == row || (r.arrears() && r.boundaries().equals(row.boundaries())))
                        .isPresent()) {
            each = each.plusDays(1);
        }
        return each;
    }

    /** Bills the days in arrears before this one although their period is not over. */
    void billUntil(LocalDate day) {
        Rows rows = wanted();
        boolean arrears = rows.on(day.minusDays(1)).map(Row::arrears).orElse(false);
        if (arrears && billedTo.isBefore(day)) {
            noteDue(rows, billedTo, day);
            paid = paid.until(billedTo).and(rows.since(billedTo).until(day));
            billedTo = day;
        }
    }

    /** Whether a rest puts off what was agreed for the day. */
    private boolean comesLater(LocalDate day) {
        return resting().filter(r -> r.later() && day.isAfter(r.from())).isPresent();
    }

    private void payOnce(LocalDate day) {
        List<Once> waiting = new ArrayList<>();
        for (Once one : once) {
            boolean never = endOn().map(last -> !one.on().isBefore(last)).orElse(false);
            if (one.on().isAfter(day) || comesLater(one.on()) || never) {
                waiting.add(one);
            } else {
                paidOnce.add(one);
            }
        }
        once = waiting;
    }

    /** What was billed from this day on has to be looked at again. */
    void lookAgainFrom(LocalDate day) {
        billedTo = earlier(billedTo, day);
        Rows rows = wanted();
        usesInDoubt |= uses.stream()
                .anyMatch(use -> Usage.at(rows, use.unit(), use.at().toLocalDate())
                        .filter(found -> found.price().equals(use.price())
                                && found.span().from().equals(use.span().from()))
                        .isEmpty());
    }

    // --- what is agreed ----------------------------------------------------------------------------------------------

    /** A rest is over, or was agreed for days that all lie behind or before: everything takes it into account. */
    void takeOut(Rest over) {
        if (!over.billing()) {
            return;
        }
        Rows before = agreed;
        agreed = over.on(agreed);
        reshapeScheduled(over::on);
        if (!over.later()) {
            return;
        }
        UnaryOperator<LocalDate> putOff = day -> over.putOff(before, day);
        LocalDate termEnd = endOfTermAt(over.from());
        termPutOff += ChronoUnit.DAYS.between(
                termEnd,
                termEnd.equals(over.from()) ? over.from().plusDays(over.delay(before)) : putOff.apply(termEnd));
        end = end.map(putOff);
        expiry = expiry.map(putOff);
        wished = wished.map(putOff);
        scheduled = scheduled.map(s -> new Scheduled(
                putOff.apply(s.on()),
                s.otherwise(),
                s.brings()
                        .map(b -> new Scheduled.Brings(
                                putOff.apply(b.from()),
                                putOff(b.once(), putOff),
                                b.terms(),
                                b.expiry().map(putOff))),
                s.becomes()));
        once = putOff(once, putOff);
    }

    /** The day after the last one of the term of this day; the day itself if nothing binds then. */
    private LocalDate endOfTermAt(LocalDate day) {
        if (terms.minimum().isEmpty()) {
            return day;
        }
        Period bound = terms.minimum().get();
        LocalDate end = LegalPeriods.endOfPeriodFrom(termStart, bound).plusDays(1 + termPutOff);
        while (!end.isAfter(day) && terms.renewal() instanceof Renewal.Fixed renewed) {
            bound = bound.plus(renewed.length());
            end = LegalPeriods.endOfPeriodFrom(termStart, bound).plusDays(1 + termPutOff);
        }
        return end.isAfter(day) ? end : day;
    }

    private static List<Once> putOff(List<Once> once, UnaryOperator<LocalDate> putOff) {
        return once.stream()
                .map(o -> new Once(o.item(), putOff.apply(o.on()), o.cents()))
                .toList();
    }

    void reshapeScheduled(UnaryOperator<Rows> shape) {
        scheduled = scheduled.map(s -> new Scheduled(
                s.on(),
                shape.apply(s.otherwise()),
                s.brings(),
                s.becomes().map(b -> new Scheduled.Becoming(b.from(), shape.apply(b.rows())))));
    }

    /** The rows as they would be without the change that has not begun. */
    Rows unscheduled() {
        return scheduled.map(s -> agreed.followedBy(s.on(), s.otherwise())).orElse(agreed);
    }

    /** The rows as they will be once a change has begun that is billed from an earlier day on. */
    Rows promised() {
        return scheduled
                .flatMap(Scheduled::becomes)
                .map(b -> agreed.followedBy(b.from(), b.rows()))
                .orElse(agreed);
    }

    /** From which day on a change is billed that the service takes on {@code day}. */
    LocalDate billedFrom(LocalDate day, Settle settle) {
        Rows rows = wanted();
        Optional<Row> running = rows.on(day);
        if (settle == Settle.BY_DAYS || running.isEmpty()) {
            return day;
        }
        Span period = running.get().periodOn(day);
        if (settle == Settle.WHOLE_PERIOD) {
            LocalDate first = later(
                    beginOfPeriod(rows, running.get(), day),
                    billedElsewhereUntil.filter(start::isBefore).orElse(start));
            return rows.nextFrom(first).orElse(first);
        }
        boolean begun = day.isAfter(period.from()) || day.isBefore(billedTo);
        LocalDate ends = rows.end().filter(period.to()::isAfter).orElse(period.to());
        return begun ? ends : day;
    }

    /** The first day of the period; a rest inside of it has moved the boundaries of the days behind it only. */
    private LocalDate beginOfPeriod(Rows rows, Row row, LocalDate day) {
        LocalDate begin = row.periodOn(day).from();
        LocalDate earliest = later(start, begin.minusDays(row.boundaries().later()));
        for (LocalDate each = day; !each.isBefore(earliest); each = each.minusDays(1)) {
            LocalDate then = each;
            Optional<Row> before = rows.on(each)
                    .filter(r -> r.boundaries().later() < row.boundaries().later())
                    .filter(r -> r.boundaries().anchor().equals(row.boundaries().anchor())
                            && r.boundaries().interval().equals(row.boundaries().interval())
                            && r.boundaries()
                                    .unmovedPeriodAt(then)
                                    .equals(row.boundaries().unmovedPeriodAt(day)));
            begin = before.map(r -> earlier(r.periodOn(then).from(), day))
                    .filter(begin::isAfter)
                    .orElse(begin);
        }
        return begin;
    }

    /** Grants a discount from a day on, to the end of the n-th whole period or to its last day. */
    static Rows granted(Rows rows, Discount discount, LocalDate from) {
        Optional<LocalDate> first = firstPaid(rows, from);
        if (first.isEmpty()) {
            return rows;
        }
        Optional<LocalDate> end = endOf(rows, discount, first.get());
        Off off = Off.of(discount);
        return end.filter(e -> !e.isAfter(first.get())).isPresent()
                ? rows
                : rows.changed(first.get(), end.orElse(Rows.END), row -> row.withOff(off));
    }

    private static Optional<LocalDate> firstPaid(Rows rows, LocalDate from) {
        Optional<LocalDate> day = rows.nextFrom(from);
        while (day.isPresent() && rows.on(day.get()).orElseThrow().freeStart()) {
            day = rows.nextFrom(day.get().plusDays(1));
        }
        return day;
    }

    /** When a discount ends that begins with a day that has a row. */
    static Optional<LocalDate> endOf(Rows rows, Discount discount, LocalDate first) {
        Optional<LocalDate> byPeriods = discount.periods()
                .map(n -> rows.on(first).orElseThrow().boundaries().endOfPeriods(first, n));
        return byPeriods.isEmpty()
                ? discount.until()
                : Optional.of(discount.until().filter(byPeriods.get()::isAfter).orElse(byPeriods.get()));
    }

    /** When a contract ends that is for so many payments. */
    static Optional<LocalDate> endAfter(Rows rows, LocalDate from, Optional<Integer> payments) {
        return payments.flatMap(n -> firstPaid(rows, from)
                .map(first -> rows.on(first).orElseThrow().boundaries().endOfPeriods(first, n)));
    }

    static Optional<LocalDate> earliest(List<Optional<LocalDate>> days) {
        return days.stream().flatMap(Optional::stream).min(LocalDate::compareTo);
    }

    Optional<LocalDate> endByTerm(Plan plan) {
        return plan.terms().lastDayByItself(termStart).map(last -> last.plusDays(1 + termPutOff));
    }

    boolean isAlignedTo(Alignment.Kind kind) {
        Optional<LocalDate> day = agreed.nextFrom(LocalDate.MIN);
        while (day.isPresent()) {
            if (agreed.on(day.get()).orElseThrow().alignment() == kind) {
                return true;
            }
            day = agreed.nextFrom(agreed.endOfPhase(day.get()));
        }
        return false;
    }

    /** Where the days end that are paid for; in arrears, where the period ends that is running. */
    LocalDate paidUntil(LocalDate today) {
        LocalDate now = later(today, start);
        Rows rows = wanted();
        Optional<Row> running = rows.on(now);
        if (running.filter(Row::arrears).isEmpty()) {
            LocalDate paidTo = paid.end().orElse(billedTo);
            LocalDate until = rows.end().filter(paidTo::isAfter).orElse(paidTo);
            return later(later(billedTo, until), start);
        }
        LocalDate ends = running.get().periodOn(now).to();
        return rows.end().filter(ends::isAfter).orElse(ends);
    }

    static LocalDate earlier(LocalDate a, LocalDate b) {
        return a.isBefore(b) ? a : b;
    }

    static LocalDate later(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }
}
