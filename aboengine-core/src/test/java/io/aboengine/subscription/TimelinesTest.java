package io.aboengine.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.calendar.BillingInterval;
import io.aboengine.catalog.Phase;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.Product;
import io.aboengine.catalog.ProductKind;
import io.aboengine.money.Currency;
import io.aboengine.money.UnitPrice;
import io.aboengine.subscription.Timelines.Choice;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A timeline is written as phase, days, price and anchor of each segment. */
class TimelinesTest {
    private static final Product PAPER = Product.of("paper", "The paper", ProductKind.PHYSICAL, "reduced");

    private static final List<Plan> PLANS = List.of(
            plan("monthly", "P1M", "10"),
            plan("team", "P1M", "40"),
            plan("yearly", "P1Y", "100"),
            plan("free", "P1M", "0"),
            plan("weekly", "P1W", "3"),
            plan("tried", "P1M", "10").withTrial(Period.ofDays(14)),
            plan("tried-yearly", "P1Y", "100").withTrial(Period.ofDays(14)),
            withIntro(plan("intro", "P1M", "10")),
            withIntro(plan("tried-intro", "P1M", "10")).withTrial(Period.ofDays(14)));

    @ParameterizedTest(name = "{0} from {1}, trial {2}, anchor {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # plan      | from       | trial | anchor     | timeline
            monthly     | 2026-01-31 | true  | -          | regular 2026-01-31.. 10.00 @2026-01-31
            # a trial is followed by whole periods
            tried       | 2026-01-17 | true  | -          | trial 2026-01-17..2026-01-31 0.00 @2026-01-31, regular 2026-01-31.. 10.00 @2026-01-31
            tried       | 2026-01-17 | false | -          | regular 2026-01-17.. 10.00 @2026-01-17
            tried-intro | 2026-01-17 | true  | -          | trial 2026-01-17..2026-01-31 0.00 @2026-01-31, intro 2026-01-31..2026-03-31 5.00 @2026-01-31, regular 2026-03-31.. 10.00 @2026-01-31
            intro       | 2026-01-31 | true  | -          | intro 2026-01-31..2026-03-31 5.00 @2026-01-31, regular 2026-03-31.. 10.00 @2026-01-31
            # another anchor leaves a stub at the beginning
            monthly     | 2026-04-10 | true  | 2026-05-01 | regular 2026-04-10.. 10.00 @2026-05-01
            tried       | 2026-04-10 | true  | 2026-01-01 | trial 2026-04-10..2026-04-24 0.00 @2026-01-01, regular 2026-04-24.. 10.00 @2026-01-01
            """)
    void a_new_contract(String plan, LocalDate from, boolean trial, LocalDate anchor, String timeline) {
        assertThat(written(Timelines.starting(choice(plan), from, trial, Optional.ofNullable(anchor))))
                .isEqualTo(timeline);
    }

    @ParameterizedTest(name = "{0} from {1} becomes {3} on {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # was       | from       | change on  | becomes      | from that day on
            # the same interval keeps the anchor
            monthly     | 2026-01-31 | 2026-02-15 | team         | regular 2026-02-15.. 40.00 @2026-01-31
            monthly     | 2026-01-31 | 2026-02-28 | team         | regular 2026-02-28.. 40.00 @2026-01-31
            team        | 2026-01-31 | 2026-02-15 | monthly      | regular 2026-02-15.. 10.00 @2026-01-31
            # another one begins its periods on the day of the change
            monthly     | 2026-01-31 | 2026-02-15 | yearly       | regular 2026-02-15.. 100.00 @2026-02-15
            yearly      | 2024-02-29 | 2025-02-28 | monthly      | regular 2025-02-28.. 10.00 @2025-02-28
            yearly      | 2026-01-01 | 2026-04-16 | weekly       | regular 2026-04-16.. 3.00 @2026-04-16
            # there is no second trial
            monthly     | 2026-01-31 | 2026-02-15 | tried        | regular 2026-02-15.. 10.00 @2026-01-31
            monthly     | 2026-01-31 | 2026-02-15 | tried-yearly | regular 2026-02-15.. 100.00 @2026-02-15
            # an introductory price counts from the change
            monthly     | 2026-01-31 | 2026-02-15 | intro        | intro 2026-02-15..2026-04-15 5.00 @2026-01-31, regular 2026-04-15.. 10.00 @2026-01-31
            # what is left of a trial stays free, then come whole periods of the new plan
            tried       | 2026-01-17 | 2026-01-20 | team         | trial 2026-01-20..2026-01-31 0.00 @2026-01-31, regular 2026-01-31.. 40.00 @2026-01-31
            tried       | 2026-01-17 | 2026-01-17 | team         | trial 2026-01-17..2026-01-31 0.00 @2026-01-31, regular 2026-01-31.. 40.00 @2026-01-31
            tried       | 2026-01-17 | 2026-01-30 | yearly       | trial 2026-01-30..2026-01-31 0.00 @2026-01-31, regular 2026-01-31.. 100.00 @2026-01-31
            tried       | 2026-01-17 | 2026-01-20 | tried-intro  | trial 2026-01-20..2026-01-31 0.00 @2026-01-31, intro 2026-01-31..2026-03-31 5.00 @2026-01-31, regular 2026-03-31.. 10.00 @2026-01-31
            # on its last morning the trial is over
            tried       | 2026-01-17 | 2026-01-31 | team         | regular 2026-01-31.. 40.00 @2026-01-31
            tried       | 2026-01-17 | 2026-02-15 | team         | regular 2026-02-15.. 40.00 @2026-01-31
            # a plan that is free for ever is no trial
            free        | 2026-01-17 | 2026-02-15 | team         | regular 2026-02-15.. 40.00 @2026-01-17
            """)
    void a_contract_that_changes(String was, LocalDate from, LocalDate day, String becomes, String later) {
        Segment running = Timelines.starting(choice(was), from, true, Optional.empty())
                .at(day)
                .orElseThrow();

        assertThat(written(Timelines.changing(choice(becomes), day, running))).isEqualTo(later);
    }

    @Test
    void a_price_of_ones_own_is_asked_for_in_every_phase_that_is_not_free() {
        Choice own =
                new Choice(PAPER, plan("tried-intro"), 1, BigDecimal.ONE, Optional.of(UnitPrice.of("7", Currency.EUR)));

        assertThat(written(Timelines.starting(own, LocalDate.of(2026, 1, 17), true, Optional.empty())))
                .isEqualTo("trial 2026-01-17..2026-01-31 0.00 @2026-01-31,"
                        + " intro 2026-01-31..2026-03-31 7.00 @2026-01-31,"
                        + " regular 2026-03-31.. 7.00 @2026-01-31");
    }

    @Test
    void the_terms_are_pinned() {
        Terms terms = Timelines.starting(choice("monthly"), LocalDate.of(2026, 1, 31), true, Optional.empty())
                .segments()
                .get(0)
                .terms();

        assertThat(terms)
                .isEqualTo(new Terms(
                        PlanId.of("monthly"),
                        PAPER.id(),
                        1,
                        "monthly",
                        "regular",
                        BillingInterval.MONTHLY,
                        LocalDate.of(2026, 1, 31),
                        UnitPrice.of("10", Currency.EUR),
                        BigDecimal.ONE,
                        PAPER.taxCategory()));
    }

    private static Plan plan(String id, String interval, String price) {
        return Plan.of(id, "paper", BillingInterval.parse(interval), "EUR " + price);
    }

    /** Two months at 5.00 first. */
    private static Plan withIntro(Plan plan) {
        return new Plan(
                plan.id(),
                plan.product(),
                plan.name(),
                plan.interval(),
                plan.price(),
                plan.setupFee(),
                List.of(
                        new Phase(
                                "intro", Optional.of(Period.ofMonths(2)), Optional.of(UnitPrice.of("5", Currency.EUR))),
                        Phase.regular()),
                plan.selfService());
    }

    private static Plan plan(String id) {
        return PLANS.stream().filter(p -> p.id().value().equals(id)).findFirst().orElseThrow();
    }

    private static Choice choice(String plan) {
        return new Choice(PAPER, plan(plan), 1, BigDecimal.ONE, Optional.empty());
    }

    private static String written(Timeline timeline) {
        return timeline.segments().stream()
                .map(s -> s.terms().phase() + " " + s.from() + ".."
                        + s.to().map(LocalDate::toString).orElse("") + " "
                        + s.terms().unitPrice().toPlainString() + " @"
                        + s.terms().anchor())
                .collect(Collectors.joining(", "));
    }
}
