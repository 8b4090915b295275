package io.aboengine.oracle;

import io.aboengine.calendar.BillingInterval;
import io.aboengine.catalog.Alignment;
import io.aboengine.catalog.BillingMode;
import io.aboengine.catalog.Phase;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.Price;
import io.aboengine.catalog.StubPolicy;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A plan laid on the calendar.
 *
 * @param firstPaid the first day that is not free because the contract is new
 * @param boundaries from that day on
 */
record Layout(Rows rows, List<Once> once, LocalDate firstPaid, Boundaries boundaries) {
    /** Says from which boundaries the periods of an interval are counted, if these begin to hold on this day. */
    interface Counting {
        Boundaries from(LocalDate day, BillingInterval interval);
    }

    /**
     * Phases follow each other; their lengths are added up and counted from where the free ones at the beginning end.
     *
     * @param agreed a price instead of the plan's, for all phases that are not free
     */
    static Layout of(
            Plan plan, BigDecimal quantity, Optional<Tariff> agreed, LocalDate start, boolean free, Counting counting) {
        List<Span> spans = new ArrayList<>();
        List<Phase> phases = new ArrayList<>();
        LocalDate base = start;
        Period since = Period.ZERO;
        boolean beginning = true;
        int freeOnes = 0;
        for (Phase phase : plan.phases()) {
            beginning = beginning
                    && phase.length().isPresent()
                    && phase.price().map(p -> Tariff.of(p).isFree()).orElse(false);
            if (beginning && !free) {
                continue;
            }
            LocalDate from = base.plus(since);
            since = since.plus(phase.length().orElse(Period.ZERO));
            spans.add(new Span(from, phase.length().isPresent() ? base.plus(since) : Rows.END));
            phases.add(phase);
            if (beginning) {
                freeOnes++;
                base = base.plus(since);
                since = Period.ZERO;
            }
        }
        int first = freeOnes < phases.size() ? freeOnes : 0;
        LocalDate firstPaid = spans.get(first).from();
        BillingInterval interval = phases.get(first).interval().orElse(plan.interval());
        Boundaries boundaries = counting.from(firstPaid, interval);
        Boundaries current = boundaries;
        Rows rows = new Rows();
        List<Once> once = new ArrayList<>();
        for (int i = 0; i < phases.size(); i++) {
            Phase phase = phases.get(i);
            BillingInterval own = phase.interval().orElse(plan.interval());
            if (i >= freeOnes && !own.equals(current.interval())) {
                current = counting.from(spans.get(i).from(), own);
            }
            Row row = row(plan, phase, quantity, agreed, current, i < freeOnes);
            rows = rows.and(Rows.of(row, spans.get(i).from(), spans.get(i).to()));
            LocalDate on = spans.get(i).from();
            phase.oneTimePrice()
                    .ifPresent(price -> once.add(new Once(plan.id() + "/" + phase.name(), on, price.minorUnits())));
        }
        return new Layout(rows, once, firstPaid, boundaries);
    }

    private static Row row(
            Plan plan,
            Phase phase,
            BigDecimal quantity,
            Optional<Tariff> agreed,
            Boundaries boundaries,
            boolean freeStart) {
        Price price = phase.price().or(plan::price).orElse(Price.free(plan.currency()));
        Optional<Tariff> instead = Tariff.of(price).isFree() ? Optional.empty() : agreed;
        return new Row(
                plan.id().value(),
                phase.name(),
                plan.product().value(),
                instead.orElse(Tariff.of(price)),
                quantity,
                List.of(),
                boundaries,
                plan.alignment().kind(),
                plan.billing() == BillingMode.IN_ARREARS,
                freeStart,
                instead.isPresent(),
                Optional.empty(),
                phase.usage().orElse(plan.usage()));
    }

    /** What the plan says about a first period that is shorter than its interval. */
    Layout withStub(StubPolicy policy) {
        LocalDate end = boundaries.nextFrom(firstPaid);
        LocalDate phaseEnd = rows.endOfPhase(firstPaid);
        LocalDate to = phaseEnd.isBefore(end) ? phaseEnd : end;
        if (policy == StubPolicy.PRORATE || !to.isAfter(firstPaid)) {
            return this;
        }
        Span days = new Span(firstPaid, to);
        Rows stubbed = rows.changed(
                firstPaid,
                to,
                row -> policy == StubPolicy.FREE
                        ? row.stub(Tariff.nothing(), Optional.of(days))
                        : row.stub(
                                row.tariff(),
                                Optional.of(days).filter(d -> !row.tariff().isFree())));
        return new Layout(stubbed, once, firstPaid, boundaries);
    }

    static Boundaries own(LocalDate day, BillingInterval interval) {
        return new Boundaries(day, interval, 0);
    }

    static boolean isAligned(Plan plan) {
        return plan.alignment().kind() != Alignment.Kind.SUBSCRIPTION;
    }
}
