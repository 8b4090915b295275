package io.aboengine.oracle;

import io.aboengine.calendar.BillingInterval;
import io.aboengine.calendar.LegalPeriods;
import io.aboengine.catalog.Alignment;
import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.Price;
import io.aboengine.catalog.UsagePrice;
import io.aboengine.money.UnitPrice;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What was agreed with one customer, told in words. Every day first what was agreed is written down, then the day is lived. */
public final class Paper {
    private final Map<Integer, PaperContract> contracts = new TreeMap<>();
    private final Set<String> triedProducts = new HashSet<>();
    private final List<OnDocuments> onDocuments = new ArrayList<>();
    private Optional<Integer> billingDay = Optional.empty();
    private boolean held;
    private long chargedOnce;
    private final Set<Long> seenDocuments = new HashSet<>();

    /** A discount for everything on the account's documents. */
    record OnDocuments(Discount discount, LocalDate from, Optional<LocalDate> until) {}

    /** Whether a contract begins with its plan's free days. */
    public enum Free {
        IF_NEVER_HAD,
        YES,
        NO
    }

    /** What a customer wants; everything that is empty is as the plan says, and begins today. */
    public record Order(
            Plan plan,
            BigDecimal quantity,
            Optional<UnitPrice> price,
            Optional<LocalDate> start,
            Optional<LocalDate> billedElsewhereUntil,
            Optional<LocalDate> boundary,
            Free free,
            List<Discount> discounts,
            Optional<Integer> addedTo,
            Optional<LocalDate> end,
            Optional<Integer> payments) {}

    /** What is to be different. */
    public record Change(
            Optional<Plan> plan,
            Optional<BigDecimal> quantity,
            Optional<UnitPrice> price,
            List<Discount> discounts,
            When when,
            Settle settle,
            boolean newBoundaries) {}

    Map<Integer, PaperContract> contracts() {
        return contracts;
    }

    List<OnDocuments> onDocuments() {
        return onDocuments;
    }

    /** Whether the document is new; what is granted later does not concern it. */
    boolean isNew(long document) {
        return seenDocuments.add(document);
    }

    long chargedOnce() {
        return chargedOnce;
    }

    // --- days --------------------------------------------------------------------------------------------------------

    /** Somebody bills everything that is due by the day. */
    public void bill(LocalDate day) {
        if (held) {
            return;
        }
        Map<PaperContract, LocalDate> firsts = new LinkedHashMap<>();
        for (PaperContract contract : contracts.values()) {
            firsts.put(contract, contract.settledOn.equals(LocalDate.MIN) ? contract.start : contract.settledOn);
        }
        LocalDate first = firsts.values().stream().min(LocalDate::compareTo).orElse(day);
        for (LocalDate each = first; !each.isAfter(day); each = each.plusDays(1)) {
            for (Map.Entry<PaperContract, LocalDate> contract : firsts.entrySet()) {
                if (!each.isBefore(contract.getValue())) {
                    live(contract.getKey(), each);
                }
            }
        }
    }

    /** Somebody is going to agree on something: everything until yesterday has happened. */
    public void bringUpTo(LocalDate today) {
        LocalDate yesterday = today.minusDays(1);
        bill(yesterday);
        if (held) { // rests are over all the same
            for (PaperContract contract : contracts.values()) {
                contract.takeOutOverBy(yesterday).ifPresent(rest -> {
                    contract.lookAgainFrom(rest.from());
                    contract.overUnbilled = Optional.of(rest);
                    followRested(contract, rest, today);
                });
            }
        }
    }

    private void live(PaperContract contract, LocalDate day) {
        Optional<Rest> rest = contract.rest;
        followWhatBegins(contract, day, () -> contract.live(day));
        rest.filter(r -> contract.rest.isEmpty() && !contract.over).ifPresent(r -> followRested(contract, r, day));
    }

    private void begin(PaperContract contract, LocalDate today) {
        followWhatBegins(contract, today, () -> contract.beginBy(today));
    }

    /** Another plan may become that of the contract on a day, which was agreed long before. */
    private void followWhatBegins(PaperContract contract, LocalDate day, Runnable happens) {
        boolean waits = contract.scheduled.isPresent();
        boolean becomes = contract.scheduled.flatMap(Scheduled::becomes).isPresent();
        Rows before = contract.agreed;
        happens.run();
        if (waits && contract.scheduled.isEmpty() && !contract.over) {
            followEnds(contract);
        }
        if (becomes && contract.scheduled.isEmpty() && !contract.over) {
            follow(contract, before, day, day);
        }
    }

    /** A base that is over leads nowhere. */
    private static Optional<PaperContract> baseOf(PaperContract contract) {
        return contract.base.filter(base -> !base.over);
    }

    private void followEnds(PaperContract contract) {
        baseOf(contract).ifPresent(base -> followEnd(contract, base));
        followEnd(contract);
    }

    /** Nothing is billed until further notice. */
    public void hold(boolean held) {
        this.held = held;
    }

    // --- concluding --------------------------------------------------------------------------------------------------

    public void order(int number, Order order, LocalDate today) {
        Plan plan = order.plan();
        LocalDate start = order.start().orElse(today);
        Optional<PaperContract> base = order.addedTo().map(contracts::get);
        boolean free = order.free() == Free.YES
                || (order.free() == Free.IF_NEVER_HAD
                        && !triedProducts.contains(plan.product().value()));
        Layout.Counting counting = order.boundary()
                .<Layout.Counting>map(day -> (first, interval) -> new Boundaries(day, interval, 0))
                .orElse(counting(plan, base));
        Layout layout = Layout.of(plan, order.quantity(), order.price().map(Tariff::each), start, free, counting)
                .withStub(plan.stub());
        Rows rows = order.boundary().isPresent() ? layout.rows() : led(layout.rows(), base, LocalDate.MIN);
        for (Discount discount : order.discounts()) {
            if (discount.scope() == Discount.Scope.DOCUMENT) {
                onDocuments.add(
                        new OnDocuments(discount, start, PaperContract.endOf(rows, discount, layout.firstPaid())));
            } else {
                rows = PaperContract.granted(rows, discount, start);
            }
        }
        Optional<LocalDate> expiry = PaperContract.earliest(List.of(
                rows.end(),
                order.end(),
                PaperContract.endAfter(rows, start, order.payments().or(plan::payments)),
                plan.terms().lastDayByItself(start).map(last -> last.plusDays(1))));
        boolean takenOver = order.billedElsewhereUntil().isPresent();
        Rows own = order.billedElsewhereUntil().map(rows::since).orElse(rows);
        LocalDate first = own.nextFrom(LocalDate.MIN).orElse(start);
        List<Once> once = new ArrayList<>();
        if (!takenOver) {
            plan.setupFee().ifPresent(fee -> once.add(new Once("setup", start, fee.minorUnits())));
        }
        layout.once().stream()
                .filter(o -> !takenOver || !o.on().isBefore(first))
                .forEach(once::add);
        PaperContract contract = new PaperContract(
                number, base, start, order.billedElsewhereUntil(), start, plan.terms(), own, once, expiry, today);
        contract.wished =
                PaperContract.earliest(List.of(order.end(), PaperContract.endAfter(rows, start, order.payments())));
        Optional<LocalDate> baseEnd = base.flatMap(PaperContract::endOn);
        if (baseEnd.isPresent() && expiry.map(baseEnd.get()::isBefore).orElse(true)) {
            contract.end = baseEnd;
            contract.endsWithBase = true;
        }
        contracts.put(number, contract);
        if (layout.rows().on(start).map(Row::freeStart).orElse(false)) {
            triedProducts.add(plan.product().value());
        }
        if (!takenOver) {
            contract.settle(today);
        }
        base.flatMap(b -> b.rest)
                .filter(rest -> rest.from().isAfter(today) && rest.from().isAfter(first) && mayRest(contract, rest))
                .ifPresent(rest -> pause(contract, rest, today));
    }

    private static boolean mayRest(PaperContract addOn, Rest rest) {
        return !addOn.notStarted
                && !addOn.cancelled
                && addOn.rest.isEmpty()
                && addOn.wanted().on(rest.from()).isPresent();
    }

    private Layout.Counting counting(Plan plan, Optional<PaperContract> base) {
        return (first, interval) -> switch (plan.alignment().kind()) {
            case SUBSCRIPTION -> Layout.own(first, interval);
            case CALENDAR -> {
                var wish = plan.alignment().calendar().orElseThrow();
                yield wish.weekday().isPresent()
                        ? Layout.own(next(wish.weekday().get(), first), interval)
                        : onDay(wish.dayOfMonth().orElseThrow(), first, interval);
            }
            case ACCOUNT -> {
                billingDay = billingDay.or(() -> Optional.of(first.getDayOfMonth()));
                yield onDay(billingDay.orElseThrow(), first, interval);
            }
            case BASE -> {
                Row leading = leading(base.orElseThrow(), first);
                yield new Boundaries(
                        leading.boundaries().anchor(),
                        interval,
                        leading.boundaries().later());
            }
        };
    }

    /** The base's row of the day, or of the first one after it, or of its last one. */
    private static Row leading(PaperContract base, LocalDate day) {
        return base.agreed
                .nextFrom(day)
                .flatMap(base.agreed::on)
                .or(() -> base.agreed.on(base.agreed.end().orElseThrow().minusDays(1)))
                .orElseThrow();
    }

    private static LocalDate next(DayOfWeek weekday, LocalDate from) {
        LocalDate day = from;
        while (day.getDayOfWeek() != weekday) {
            day = day.plusDays(1);
        }
        return day;
    }

    /** Boundaries on a day of the month, in shorter months on the last one, the first of them as early as possible. */
    private static Boundaries onDay(int day, LocalDate from, BillingInterval interval) {
        YearMonth month = YearMonth.from(from);
        while (in(month, day).isBefore(from)) {
            month = month.plusMonths(1);
        }
        int months = interval.count() * (interval.unit() == BillingInterval.Unit.YEARS ? 12 : 1);
        YearMonth longest = month;
        for (int k = 1; k <= 12; k++) { // counted from a long month, no boundary is cut that need not be
            YearMonth earlier = month.minusMonths((long) k * months);
            if (in(earlier, day).getDayOfMonth() > in(longest, day).getDayOfMonth()) {
                longest = earlier;
            }
        }
        return new Boundaries(in(longest, day), interval, 0);
    }

    private static LocalDate in(YearMonth month, int day) {
        return month.atDay(Math.min(day, month.lengthOfMonth()));
    }

    // --- changing ----------------------------------------------------------------------------------------------------

    public void change(int number, Change change, LocalDate today) {
        PaperContract contract = contracts.get(number);
        begin(contract, today);
        LocalDate day = PaperContract.later(
                PaperContract.later(contract.day(change.when(), today), contract.start),
                contract.billedElsewhereUntil.orElse(LocalDate.MIN));
        LocalDate from = contract.billedFrom(day, change.settle());
        Optional<Scheduled> promise =
                contract.scheduled.filter(s -> s.becomes().isPresent()).filter(s -> day.isAfter(today));
        Row running = promise.filter(s -> !s.on().isAfter(day))
                .flatMap(s -> contract.promised().on(day))
                .or(() -> contract.wanted().on(day))
                .orElseThrow();
        Rows unscheduled = contract.unscheduled();
        boolean newPlan = change.plan()
                .filter(p -> isOther(p, running) || isOtherOnSomeDay(p, unscheduled, day))
                .isPresent();
        Rows boundariesBefore = contract.agreed;
        Optional<LocalDate> last = day.isBefore(today) ? Optional.empty() : nextAgreement(unscheduled, day);
        Rows unsettled = last.map(until ->
                        forward(unscheduled, from, until, unscheduled.on(until).orElseThrow()))
                .orElse(unscheduled);
        Optional<LocalDate> scheduledOn = contract.scheduled.map(Scheduled::on);
        Rows served = last.filter(
                        until -> scheduledOn.map(on -> on.isAfter(day)).orElse(true))
                .map(until -> forward(
                        contract.agreed,
                        from,
                        scheduledOn.map(on -> PaperContract.earlier(on, until)).orElse(until),
                        unscheduled.on(until).orElseThrow()))
                .orElse(promise.isPresent() ? contract.promised() : contract.agreed);
        Optional<LocalDate> onAlready =
                last.filter(until -> scheduledOn.map(on -> on.isAfter(day)).orElse(false));
        Optional<Scheduled.Brings> brings = Optional.empty();
        Rows changed;
        if (newPlan) {
            OnPlan onPlan = layout(contract, change, from, unsettled);
            changed = onPlan.layout().rows();
            brings = Optional.of(brings(contract, change.plan().orElseThrow(), onPlan, from));
        } else {
            changed = reshaped(served, change, from);
        }
        if (!day.isAfter(today)) {
            contract.agreed = changed;
            if (newPlan) {
                contract.scheduled = Optional.empty();
                contract.take(brings.orElseThrow());
            } else {
                onAlready.ifPresent(until -> bringForward(contract, from, until, unscheduled));
                contract.reshapeScheduled(rows -> reshaped(rows, change, from));
            }
            contract.lookAgainFrom(from);
            follow(contract, boundariesBefore, from, today);
            followEnds(contract);
            contract.settle(today);
            return;
        }
        Optional<Scheduled> already = contract.scheduled.filter(s -> !newPlan);
        Optional<LocalDate> promisedFrom = already.flatMap(Scheduled::becomes).map(Scheduled.Becoming::from);
        if (from.isBefore(day)) { // agreed now, but nothing becomes another before its day
            contract.agreed = unscheduled;
            scheduledOn.ifPresent(contract::lookAgainFrom);
            LocalDate first = promisedFrom.filter(from::isAfter).orElse(from); // that one begins on the same day
            contract.scheduled = Optional.of(new Scheduled(
                    day,
                    unscheduled,
                    brings.or(() -> already.flatMap(Scheduled::brings)),
                    Optional.of(new Scheduled.Becoming(first, changed))));
        } else if (promisedFrom.isPresent()) { // agreed whether or not that comes true
            contract.agreed = reshaped(onAlready.isPresent() ? served : contract.agreed, change, from);
            onAlready.ifPresent(until -> bringForward(contract, from, until, unscheduled));
            contract.reshapeScheduled(rows -> reshaped(rows, change, from));
            contract.lookAgainFrom(day);
        } else {
            LocalDate first =
                    already.map(s -> PaperContract.earlier(day, s.on())).orElse(day);
            contract.agreed = changed;
            contract.scheduled = Optional.of(new Scheduled(
                    first, unscheduled, brings.or(() -> already.flatMap(Scheduled::brings)), Optional.empty()));
            contract.lookAgainFrom(day);
        }
        follow(contract, boundariesBefore, PaperContract.earlier(day, from), today);
    }

    /** What would be without the change that waits, with what was agreed last from an earlier day on. */
    private static void bringForward(PaperContract contract, LocalDate from, LocalDate until, Rows unscheduled) {
        contract.scheduled = contract.scheduled.map(s -> new Scheduled(
                s.on(),
                forward(s.otherwise(), from, until, unscheduled.on(until).orElseThrow()),
                s.brings(),
                s.becomes()));
    }

    private static boolean isOther(Plan plan, Row row) {
        return !plan.id().value().equals(row.plan());
    }

    private static boolean isOtherOnSomeDay(Plan plan, Rows rows, LocalDate from) {
        return rows.since(from)
                .where((each, row) -> isOther(plan, row))
                .nextFrom(from)
                .isPresent();
    }

    /** From when on a customer pays for what was agreed last, where it was not to be paid for at once. */
    private static Optional<LocalDate> nextAgreement(Rows rows, LocalDate day) {
        Optional<Row> paid = rows.on(day).filter(row -> !row.freeStart());
        return paid.flatMap(now -> rows.since(day)
                .where((each, row) -> row != now
                        && (!row.plan().equals(now.plan())
                                || row.quantity().compareTo(now.quantity()) != 0
                                || (row.agreed()
                                        && row.phase().equals(now.phase())
                                        && !row.tariff().equals(now.tariff()))))
                .nextFrom(day));
    }

    /** The row on all paid days between two, which keep what is taken off; before a rest that put it off, so much earlier. */
    private static Rows forward(Rows rows, LocalDate from, LocalDate until, Row row) {
        if (!until.isAfter(from)) {
            return rows;
        }
        List<Rest> rests = Rest.over(rows, from);
        Map<Long, Row> earlier = new HashMap<>();
        return rows.changed(from, until, (day, old) -> {
            long behind = rests.stream()
                    .filter(rest -> rest.later() && rest.from().isAfter(day))
                    .filter(rest -> !rest.until().orElseThrow().isAfter(until))
                    .mapToLong(Rest::length)
                    .sum();
            return old.freeStart()
                    ? old
                    : earlier.computeIfAbsent(behind, days -> row.laterBy(-days))
                            .inPlaceOf(old);
        });
    }

    /** The rows with another plan from a day on. */
    private record OnPlan(Layout layout, UnaryOperator<LocalDate> later) {}

    private static BigDecimal quantityInTheEnd(Rows rows) {
        LocalDate last = rows.end().orElse(Rows.END).minusDays(1);
        return rows.on(last).orElseThrow().quantity();
    }

    private OnPlan layout(PaperContract contract, Change change, LocalDate from, Rows unscheduled) {
        Plan plan = change.plan().orElseThrow();
        Row replaced =
                contract.wanted().on(from).or(() -> contract.agreed.on(from)).orElseThrow();
        boolean aligned = Layout.isAligned(plan);
        LocalDate freeUntil = unscheduled.endOfFree(from);
        boolean stillFree = replaced.freeStart() && freeUntil.isBefore(Rows.END);
        LocalDate paidFrom = stillFree ? freeUntil : from;
        Layout.Counting counting = change.newBoundaries()
                ? Layout::own
                : aligned ? counting(plan, baseOf(contract)) : (first, interval) -> Layout.own(first, interval);
        List<Rest> rests = Rest.over(unscheduled, from);
        long putOff = rests.stream()
                .filter(r -> r.later() && r.from().isBefore(paidFrom))
                .mapToLong(r -> r.until().orElseThrow().toEpochDay() - r.from().toEpochDay())
                .sum();
        boolean keeps = !aligned && !change.newBoundaries();
        Layout.Counting goingOn = (first, interval) -> keeps
                        && first.equals(paidFrom)
                        && interval.equals(replaced.boundaries().interval())
                ? replaced.boundaries().laterBy(putOff)
                : counting.from(first, interval);
        Layout layout = Layout.of(
                plan,
                change.quantity().orElse(quantityInTheEnd(unscheduled)),
                change.price().map(Tariff::each),
                paidFrom,
                false,
                goingOn);
        boolean nothingPaid = from.equals(contract.start) || replaced.freeStart();
        layout = nothingPaid ? layout.withStub(plan.stub()) : layout;
        Rows rows = layout.rows();
        if (stillFree) {
            Row free = rows.on(paidFrom).orElseThrow().freeAs(replaced);
            rows = rows.and(Rows.of(free, from, paidFrom));
        }
        Optional<Span> stub = replaced.whole();
        if (stub.isPresent() && !nothingPaid) {
            LocalDate end = stub.get().to();
            rows = rows.changed(
                    from,
                    end,
                    (day, row) -> !row.freeStart()
                                    && row.boundaries()
                                            .interval()
                                            .equals(replaced.boundaries().interval())
                                    && row.boundaries().nextFrom(day).equals(end)
                            ? replaced.isFreeStub()
                                    ? row.stub(Tariff.nothing(), stub)
                                    : row.stub(
                                            row.tariff(),
                                            stub.filter(days -> !row.tariff().isFree()))
                            : row);
        }
        UnaryOperator<LocalDate> later = UnaryOperator.identity();
        for (Rest rest : rests) {
            if (rest.later() && !rest.from().isBefore(paidFrom)) {
                rows = rest.onByDays(rows);
                UnaryOperator<LocalDate> before = later;
                later = day -> rest.putOffByDays(before.apply(day));
            } else {
                rows = rows.without(rest.from(), rest.until().orElseThrow());
            }
        }
        rows = rows.changed(LocalDate.MIN, Rows.END, (day, row) -> {
            Row kept = change.quantity().isPresent()
                    ? row
                    : unscheduled
                            .on(day)
                            .filter(r -> r.quantity().compareTo(row.quantity()) != 0)
                            .map(r -> row.withQuantity(r.quantity()))
                            .orElse(row);
            for (Off off : unscheduled.on(day).map(Row::offs).orElse(List.of())) {
                kept = off.fits(row.plan(), row.product()) ? kept.withOff(off) : kept;
            }
            return kept;
        });
        rows = unscheduled.followedBy(from, change.newBoundaries() ? rows : led(rows, baseOf(contract), from));
        for (Discount discount : change.discounts()) {
            rows = PaperContract.granted(rows, discount, from);
        }
        UnaryOperator<LocalDate> putOffTo = later;
        List<Once> once = layout.once().stream()
                .map(o -> new Once(o.item(), putOffTo.apply(o.on()), o.cents()))
                .toList();
        return new OnPlan(new Layout(rows, once, paidFrom, layout.boundaries()), later);
    }

    private static Scheduled.Brings brings(PaperContract contract, Plan plan, OnPlan onPlan, LocalDate from) {
        Layout layout = onPlan.layout();
        return new Scheduled.Brings(
                from,
                layout.once(),
                plan.terms(),
                PaperContract.earliest(List.of(
                        layout.rows().end(),
                        contract.wished,
                        PaperContract.endAfter(layout.rows(), layout.firstPaid(), plan.payments())
                                .map(onPlan.later()),
                        contract.endByTerm(plan))));
    }

    private static Rows reshaped(Rows rows, Change change, LocalDate from) {
        Optional<LocalDate> first = rows.nextFrom(from);
        if (first.isEmpty()) {
            return rows;
        }
        String plan = rows.on(first.get()).orElseThrow().plan();
        Rows shaped = rows.changed(from, Rows.END, row -> {
            Row other = change.quantity().map(row::withQuantity).orElse(row);
            boolean priced = change.price().isPresent()
                    && row.plan().equals(plan)
                    && !row.tariff().isFree();
            if (priced) {
                other = other.agreedAt(Tariff.each(change.price().orElseThrow()));
            }
            return change.newBoundaries()
                    ? other.on(other.boundaries().from(PaperContract.later(from, firstDay(rows)), 0))
                    : other;
        });
        for (Discount discount : change.discounts()) {
            shaped = PaperContract.granted(shaped, discount, PaperContract.later(from, firstDay(rows)));
        }
        return shaped;
    }

    private static LocalDate firstDay(Rows rows) {
        return rows.nextFrom(LocalDate.MIN).orElseThrow();
    }

    public void withdrawChange(int number, LocalDate today) {
        PaperContract contract = contracts.get(number);
        begin(contract, today);
        if (contract.scheduled.isEmpty()) {
            return;
        }
        Rows before = contract.agreed;
        LocalDate on = contract.scheduled.get().on();
        contract.agreed = contract.unscheduled();
        contract.scheduled = Optional.empty();
        contract.lookAgainFrom(on);
        if (contract.rest.isEmpty()) {
            contract.lookNoMoreIfPaid(today);
        }
        follow(contract, before, on, today);
    }

    /** The contract takes the prices its plan has now, from the first period on that begins on the day or later. */
    public void reprice(int number, LocalDate on, Function<String, Plan> plans) {
        PaperContract contract = contracts.get(number);
        LocalDate earliest = PaperContract.later(
                PaperContract.later(on, contract.start),
                contract.terms
                        .minimum()
                        .map(m -> LegalPeriods.endOfPeriodFrom(contract.termStart, m)
                                .plusDays(1 + contract.termPutOff))
                        .orElse(on));
        Row there = contract.wanted().on(earliest).orElseThrow();
        LocalDate from = PaperContract.later(there.boundaries().nextFrom(earliest), contract.billedTo);
        Plan plan = plans.apply(contract.wanted().on(from).orElseThrow().plan());
        UnaryOperator<Row> repriced = row -> {
            Optional<Price> price = plan.phases().stream()
                    .filter(p -> p.name().equals(row.phase()))
                    .findFirst()
                    .map(p -> p.price().or(plan::price).orElse(Price.free(plan.currency())));
            Optional<List<UsagePrice>> uses = plan.phases().stream()
                    .filter(p -> p.name().equals(row.phase()))
                    .findFirst()
                    .map(p -> p.usage().orElse(plan.usage()));
            return row.agreed() || !row.plan().equals(plan.id().value()) || price.isEmpty()
                    ? row
                    : row.repriced(Tariff.of(price.get()), uses.orElseThrow());
        };
        contract.agreed = contract.agreed.changed(from, Rows.END, repriced);
        contract.reshapeScheduled(rows -> rows.changed(from, Rows.END, repriced));
        contract.lookAgainFrom(from);
    }

    // --- ending ------------------------------------------------------------------------------------------------------

    /** @param keeping nothing is given back of what was billed behind the end */
    public void cancel(int number, When when, boolean keeping, LocalDate today) {
        PaperContract contract = contracts.get(number);
        LocalDate end = PaperContract.later(contract.day(when, today), contract.start);
        cancel(contract, end, keeping, false, today);
        for (PaperContract addOn : addOnsOf(contract)) {
            if (addOn.endOn().map(end::isBefore).orElse(true)) {
                boolean withBase = addOn.endsWithBase || !addOn.cancelled;
                cancel(addOn, PaperContract.later(end, addOn.start), keeping, withBase, today);
            }
        }
    }

    private void cancel(PaperContract contract, LocalDate end, boolean keeping, boolean withBase, LocalDate today) {
        contract.noLongerLater = contract.rest
                .filter(r -> r.later() && !end.isBefore(r.from()))
                .or(() -> contract.noLongerLater.filter(r -> contract.rest.isEmpty()));
        if (contract.notStarted
                && end.equals(contract.start)
                && contract.agreed.on(contract.start).map(Row::freeStart).orElse(false)) {
            triedProducts.remove(
                    contract.agreed.on(contract.start).orElseThrow().product());
        }
        contract.cancel(end, keeping);
        contract.cancelled = !withBase || !contract.notStarted; // else it ends with its base, as if added later
        contract.endsWithBase = withBase;
        contract.lookAgainFrom(end);
        if (!end.isAfter(today) || end.equals(contract.start)) {
            contract.settle(today);
            contract.finish(today);
        }
    }

    public void revoke(int number, LocalDate today) {
        PaperContract contract = contracts.get(number);
        revoke(contract, today);
        baseOf(contract).ifPresent(base -> endWithCancelled(contract, base, today));
        addOnsOf(contract).stream()
                .filter(a -> a.endsWithBase && a.expiry.map(today::isBefore).orElse(true))
                .forEach(a -> revoke(a, today));
        followEnd(contract);
    }

    private void endWithCancelled(PaperContract addOn, PaperContract base, LocalDate today) {
        Optional<LocalDate> end = endOf(base, addOn);
        if (base.cancelled
                && end.isPresent()
                && addOn.expiry.map(end.get()::isBefore).orElse(true)) {
            cancel(addOn, end.get(), base.keeps(), true, today);
        } else {
            followEnd(addOn, base);
        }
    }

    private static Optional<LocalDate> endOf(PaperContract base, PaperContract addOn) {
        return addOn.rest.isPresent() ? base.end : base.endOn();
    }

    /** Nobody has an add-on for longer than what it is added to. */
    private void followEnd(PaperContract base) {
        addOnsOf(base).forEach(addOn -> followEnd(addOn, base));
    }

    private static void followEnd(PaperContract addOn, PaperContract base) {
        if (addOn.over) {
            return;
        }
        Optional<LocalDate> before = addOn.end;
        Optional<LocalDate> own = addOn.cancelled && !addOn.endsWithBase ? addOn.end : addOn.expiry;
        Optional<LocalDate> ofBase = endOf(base, addOn);
        addOn.endsWithBase =
                ofBase.isPresent() && own.map(ofBase.get()::isBefore).orElse(true);
        addOn.end = addOn.endsWithBase ? ofBase : own;
        if (!addOn.end.equals(before)) {
            addOn.lookAgainFrom(
                    PaperContract.earliest(List.of(before, addOn.end)).orElseThrow());
        }
    }

    private static void revoke(PaperContract contract, LocalDate today) {
        contract.lookAgainFrom(contract.end.orElseThrow());
        boolean givesBack = contract.forgone.isPresent();
        contract.revoke();
        if (givesBack) {
            contract.settle(today);
            baseOf(contract).ifPresent(base -> follow(contract, base, contract.paidUntil(today)));
        }
        contract.noLongerLater = contract.noLongerLater.filter(r -> contract.rest.isEmpty()); // or it comes later again
        contract.endsWithBase = false;
        if (!givesBack && contract.rest.isEmpty()) {
            contract.lookNoMoreIfPaid(today);
        }
        contract.rest.filter(r -> r.billing() && r.later()).ifPresent(r -> contract.lookAgainFrom(r.from()));
    }

    /** @param used those contracts whose days until today are to be paid for; an add-on is withdrawn from too */
    public void withdraw(int number, Set<Integer> used, LocalDate today) {
        PaperContract contract = contracts.get(number);
        List<PaperContract> all = new ArrayList<>(addOnsOf(contract));
        all.add(0, contract);
        all.forEach(one -> withdraw(one, used.contains(one.number), today));
    }

    private static void withdraw(PaperContract contract, boolean used, LocalDate today) {
        LocalDate end = used && today.isAfter(contract.start) ? today : contract.start;
        contract.withdrawn = true;
        contract.rest = contract.rest.map(Rest::withoutDelay);
        contract.giveBackForgone();
        contract.once = List.of();
        contract.kept = new Rows();
        contract.end = Optional.of(end);
        contract.lookAgainFrom(contract.start);
        contract.settle(today);
        contract.finish(today);
    }

    private List<PaperContract> addOnsOf(PaperContract base) {
        return contracts.values().stream()
                .filter(c -> !c.over && c.base.filter(b -> b == base).isPresent())
                .toList();
    }

    // --- resting -----------------------------------------------------------------------------------------------------

    public void pause(
            int number, When when, Optional<LocalDate> until, boolean billing, boolean later, LocalDate today) {
        PaperContract contract = contracts.get(number);
        pauseWithAddOns(contract, new Rest(contract.day(when, today), until, billing, later), today);
    }

    private void pauseWithAddOns(PaperContract contract, Rest rest, LocalDate today) {
        pause(contract, rest, today);
        for (PaperContract addOn : addOnsOf(contract)) {
            if (mayRest(addOn, rest)) {
                pause(addOn, rest, today);
            }
        }
    }

    private static void pause(PaperContract contract, Rest rest, LocalDate today) {
        contract.rest = Optional.of(rest);
        if (rest.billing()) {
            contract.lookAgainFrom(rest.from());
        }
        if (!rest.from().isAfter(today)) {
            contract.resting = true;
            if (rest.billing() && !rest.later()) {
                contract.settle(today);
            }
        }
    }

    public void resume(int number, When when, LocalDate today) {
        PaperContract contract = contracts.get(number);
        Rest rest = contract.rest.orElseThrow();
        LocalDate day = when.day().orElse(today);
        List<PaperContract> together = new ArrayList<>(addOnsOf(contract).stream()
                .filter(a -> a.rest.filter(
                                r -> r.from().equals(rest.from()) && r.until().equals(rest.until()))
                        .isPresent())
                .toList());
        together.add(0, contract);
        for (PaperContract one : together) {
            if (rest.billing()) {
                one.lookAgainFrom(rest.from());
            }
            if (!day.isAfter(rest.from())) {
                one.rest = Optional.empty();
                one.resting = false;
                one.settle(today);
            } else {
                one.rest = one.rest.map(r -> r.until(day));
                if (!day.isAfter(today)) {
                    live(one, today);
                } else if (one.resting && rest.billing() && !rest.later()) {
                    one.settle(today); // it may last longer than it was to
                }
            }
        }
    }

    public void skip(int number, LocalDate today) {
        PaperContract contract = contracts.get(number);
        LocalDate from = PaperContract.later(contract.day(When.PERIOD_END, today), contract.billedTo);
        LocalDate until =
                contract.wanted().on(from).orElseThrow().periodOn(from).to();
        pauseWithAddOns(contract, new Rest(from, Optional.of(until), true, true), today);
    }

    // --- boundaries that follow others -------------------------------------------------------------------------------

    public void setBillingDay(int day, LocalDate today) {
        billingDay = Optional.of(day);
        for (PaperContract contract : contracts.values()) {
            if (contract.over || !contract.isAlignedTo(Alignment.Kind.ACCOUNT)) {
                continue;
            }
            Rows before = contract.agreed;
            LocalDate from = contract.paidUntil(today);
            Map<Boundaries, Boundaries> aligned = new HashMap<>();
            UnaryOperator<Rows> realigned = rows -> rows.changed(
                    from,
                    Rows.END,
                    (each, row) -> row.alignment() == Alignment.Kind.ACCOUNT
                            ? row.on(aligned.computeIfAbsent(row.boundaries(), b -> onDay(day, each, b.interval())))
                            : row);
            contract.agreed = realigned.apply(contract.agreed);
            contract.reshapeScheduled(realigned);
            follow(contract, before, from, today);
        }
    }

    /** Add-ons that follow their base get its boundaries, from where they are paid for. */
    private void follow(PaperContract base, Rows before, LocalDate day, LocalDate today) {
        if (!boundariesDiffer(before, base.agreed, day)) {
            return;
        }
        addOnsOf(base).forEach(addOn -> follow(addOn, base, PaperContract.later(addOn.paidUntil(today), day)));
    }

    /** Add-ons that did not rest along with their base are led by it again when its days came later. */
    private void followRested(PaperContract base, Rest over, LocalDate today) {
        if (over.billing() && over.later() && !base.cancelled) {
            addOnsOf(base).stream().filter(addOn -> addOn.rest.isEmpty()).forEach(addOn -> {
                follow(addOn, base, addOn.paidUntil(today));
                followEnd(addOn, base);
            });
        }
    }

    private static void follow(PaperContract addOn, PaperContract base, LocalDate from) {
        addOn.agreed = led(addOn.agreed, Optional.of(base), from);
        addOn.reshapeScheduled(rows -> led(rows, Optional.of(base), from));
    }

    private static Rows led(Rows rows, Optional<PaperContract> base, LocalDate from) {
        if (base.isEmpty()) {
            return rows;
        }
        return rows.changed(from, Rows.END, (each, row) -> {
            if (row.alignment() != Alignment.Kind.BASE) {
                return row;
            }
            Boundaries leading = leading(base.get(), each).boundaries();
            Boundaries own = row.boundaries().from(leading.anchor(), leading.later());
            return own.equals(row.boundaries()) ? row : row.on(own);
        });
    }

    private static boolean boundariesDiffer(Rows before, Rows after, LocalDate from) {
        Optional<LocalDate> day = after.nextFrom(from);
        while (day.isPresent()) {
            LocalDate each = day.get();
            if (before.on(each)
                    .filter(row ->
                            row.boundaries().equals(after.on(each).orElseThrow().boundaries()))
                    .isEmpty()) {
                return true;
            }
            day = after.nextFrom(each.plusDays(1));
        }
        return false;
    }

    // --- other things ------------------------------------------------------------------------------------------------

    public void use(int number, String unit, BigDecimal quantity, LocalDateTime at) {
        PaperContract contract = contracts.get(number);
        Usage.Found found = Usage.at(contract.wanted(), unit, at.toLocalDate()).orElseThrow();
        contract.uses.add(new PaperContract.Use(unit, quantity, at, found.span(), found.price()));
        if (!found.span().to().isAfter(contract.settledOn)) {
            Usage.billLate(contract, found);
        }
    }

    /** Bills what runs in arrears and what was used, up to yesterday. */
    public void billNow(LocalDate today) {
        for (PaperContract contract : contracts.values()) {
            if (!contract.over) {
                contract.billUntil(today);
                Usage.billSoFar(contract, today.minusDays(1));
            }
        }
    }

    /** Something that is charged once, in cents. */
    public void charge(long cents) {
        chargedOnce += cents;
    }

    public void discountDocuments(Discount discount, LocalDate today) {
        onDocuments.add(new OnDocuments(discount, today, discount.until()));
    }
}
