package io.aboengine.subscription;

import io.aboengine.catalog.Plan;
import io.aboengine.catalog.Product;
import io.aboengine.money.UnitPrice;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lays a plan on the calendar. */
public final class Timelines {
    private Timelines() {}

    /**
     * What a customer gets of a plan.
     *
     * @param price instead of the plan's, for every phase that is not free
     */
    public record Choice(
            Product product, Plan plan, int catalogVersion, BigDecimal quantity, Optional<UnitPrice> price) {}

    /**
     * The timeline of a new contract. Billing periods are anchored where the free start ends, so a trial is followed by
     * whole periods; another anchor may be given, which makes the days before its first boundary a stub.
     *
     * @param withFreeStart false leaves the free phases at the beginning out
     */
    public static Timeline starting(
            Choice choice, LocalDate startOn, boolean withFreeStart, Optional<LocalDate> anchor) {
        List<Plan.DatedPhase> phases = choice.plan().phasesFrom(startOn, withFreeStart);
        LocalDate firstPaid = phases.stream()
                .filter(p -> !p.freeStart())
                .map(Plan.DatedPhase::from)
                .findFirst()
                .orElse(startOn);
        return laid(choice, phases, anchor.orElse(firstPaid));
    }

    /**
     * The timeline from the day on which a running contract takes another plan. A free start that is still running goes
     * on to its end; there is no second one. The anchor is kept while the interval stays the same; else the new periods
     * begin on the day of the change.
     *
     * @param running the terms of that day so far
     */
    public static Timeline changing(Choice choice, LocalDate day, Segment running) {
        boolean stillFree = running.terms().unitPrice().isZero() && running.to().isPresent();
        LocalDate paidFrom = stillFree ? running.to().orElseThrow() : day;
        boolean sameInterval = running.terms().interval().equals(choice.plan().interval());
        LocalDate anchor = sameInterval ? running.terms().anchor() : paidFrom;
        List<Segment> segments = new ArrayList<>();
        if (stillFree) {
            segments.add(new Segment(
                    day,
                    Optional.of(paidFrom),
                    terms(choice, running.terms().phase(), running.terms().unitPrice(), anchor)));
        }
        segments.addAll(
                laid(choice, choice.plan().phasesFrom(paidFrom, false), anchor).segments());
        return new Timeline(segments);
    }

    private static Timeline laid(Choice choice, List<Plan.DatedPhase> phases, LocalDate anchor) {
        List<Segment> segments = new ArrayList<>();
        for (Plan.DatedPhase phase : phases) {
            UnitPrice price =
                    phase.price().isZero() ? phase.price() : choice.price().orElse(phase.price());
            segments.add(new Segment(phase.from(), phase.to(), terms(choice, phase.name(), price, anchor)));
        }
        return new Timeline(segments);
    }

    private static Terms terms(Choice choice, String phase, UnitPrice price, LocalDate anchor) {
        return new Terms(
                choice.plan().id(),
                choice.product().id(),
                choice.catalogVersion(),
                choice.plan().name(),
                phase,
                choice.plan().interval(),
                anchor,
                price,
                choice.quantity(),
                choice.product().taxCategory());
    }
}
