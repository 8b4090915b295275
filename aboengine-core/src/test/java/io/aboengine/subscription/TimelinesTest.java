package io.aboengine.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.calendar.BillingGrid;
import io.aboengine.calendar.BillingInterval;
import io.aboengine.calendar.CalendarAnchor;
import io.aboengine.calendar.ServicePeriod;
import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Discount.Reduction;
import io.aboengine.catalog.Phase;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.PriceNotation;
import io.aboengine.catalog.Product;
import io.aboengine.catalog.ProductKind;
import io.aboengine.catalog.StubPolicy;
import io.aboengine.money.Currency;
import io.aboengine.money.UnitPrice;
import io.aboengine.subscription.Timelines.AgreedPrice;
import io.aboengine.subscription.Timelines.Choice;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
        assertThat(written(Timelines.starting(choice(plan), from, trial, anchors(anchor))))
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
        Timeline before = Timelines.starting(choice(was), from, true, Timelines.Anchors.own());
        Segment running = before.at(day).orElseThrow();
        assertThat(written(Timelines.changing(
                        choice(becomes), day, running, before, false, true, Timelines.Anchors.own())))
                .isEqualTo(later);
    }

    @Test
    void a_price_of_ones_own_is_asked_for_in_every_phase_that_is_not_free() {
        Choice own = new Choice(
                PAPER,
                plan("tried-intro"),
                1,
                BigDecimal.ONE,
                Optional.of(AgreedPrice.of(UnitPrice.of("7", Currency.EUR))));

        assertThat(written(Timelines.starting(own, LocalDate.of(2026, 1, 17), true, Timelines.Anchors.own())))
                .isEqualTo("trial 2026-01-17..2026-01-31 0.00 @2026-01-31,"
                        + " intro 2026-01-31..2026-03-31 7.00 @2026-01-31,"
                        + " regular 2026-03-31.. 7.00 @2026-01-31");
    }

    @Test
    void the_terms_are_pinned() {
        Terms terms = Timelines.starting(choice("monthly"), LocalDate.of(2026, 1, 31), true, Timelines.Anchors.own())
                .segments()
                .get(0)
                .terms();

        assertThat(terms)
                .isEqualTo(Terms.of(
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

    // --- boundaries that others fix ----------------------------------------------------------------------------------

    /** {@code whole} marks a stub that costs as much as a whole period. */
    @ParameterizedTest(name = "{0} from {1}, boundaries {2}, stub {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # plan      | from       | boundaries | stub    | timeline
            monthly     | 2026-04-10 | day 1      | PRORATE | regular 2026-04-10.. 10.00 @2026-05-01
            monthly     | 2026-04-10 | day 1      | FULL    | regular 2026-04-10..2026-05-01 10.00 @2026-05-01 whole, regular 2026-05-01.. 10.00 @2026-05-01
            monthly     | 2026-04-10 | day 1      | FREE    | regular 2026-04-10..2026-05-01 0.00 @2026-05-01 whole, regular 2026-05-01.. 10.00 @2026-05-01
            # on a boundary there is no stub, whatever it would cost
            monthly     | 2026-05-01 | day 1      | FREE    | regular 2026-05-01.. 10.00 @2026-05-01
            # the anchor of the last of the month lies in a long one, so that no boundary is cut
            monthly     | 2026-02-10 | day 31     | FREE    | regular 2026-02-10..2026-02-28 0.00 @2026-01-31 whole, regular 2026-02-28.. 10.00 @2026-01-31
            # the stub follows the trial: paid days are cut, not free ones
            tried       | 2026-04-10 | day 1      | FULL    | trial 2026-04-10..2026-04-24 0.00 @2026-05-01, regular 2026-04-24..2026-05-01 10.00 @2026-05-01 whole, regular 2026-05-01.. 10.00 @2026-05-01
            # a trial that ends on the boundary leaves none
            tried       | 2026-04-17 | day 1      | FULL    | trial 2026-04-17..2026-05-01 0.00 @2026-05-01, regular 2026-05-01.. 10.00 @2026-05-01
            # an introductory price counts from the first day, the stub is at its price
            intro       | 2026-04-10 | day 1      | FULL    | intro 2026-04-10..2026-05-01 5.00 @2026-05-01 whole, intro 2026-05-01..2026-06-10 5.00 @2026-05-01, regular 2026-06-10.. 10.00 @2026-05-01
            yearly      | 2026-04-10 | JANUARY 1  | PRORATE | regular 2026-04-10.. 100.00 @2027-01-01
            weekly      | 2026-04-10 | MONDAY     | FREE    | regular 2026-04-10..2026-04-13 0.00 @2026-04-13 whole, regular 2026-04-13.. 3.00 @2026-04-13
            """)
    void boundaries_of_the_calendar_make_a_stub(
            String plan, LocalDate from, String boundaries, StubPolicy stub, String timeline) {
        Choice choice = new Choice(PAPER, plan(plan).withStub(stub), 1, BigDecimal.ONE, Optional.empty());

        assertThat(written(Timelines.starting(choice, from, true, calendar(boundaries))))
                .isEqualTo(timeline);
    }

    @ParameterizedTest(name = "{0} from {1} with {2} becomes {4} on {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # was       | from       | day of the account | change     | becomes | from that day on
            # the account's boundaries hold for both plans
            monthly     | 2026-01-20 | day 15             | 2026-02-20 | team    | regular 2026-02-20.. 40.00 @2026-03-15
            # another interval goes on from the account's next boundary, not from the day of the change
            monthly     | 2026-01-20 | day 15             | 2026-02-20 | yearly  | regular 2026-02-20.. 100.00 @2026-03-15
            # what is left of a trial stays free
            tried       | 2026-01-20 | day 15             | 2026-01-25 | team    | trial 2026-01-25..2026-02-03 0.00 @2026-02-15, regular 2026-02-03.. 40.00 @2026-02-15
            """)
    void boundaries_of_the_account_stay_after_a_change(
            String was, LocalDate from, String boundaries, LocalDate day, String becomes, String later) {
        Timeline before = Timelines.starting(choice(was), from, true, calendar(boundaries));
        Segment running = before.at(day).orElseThrow();

        assertThat(written(
                        Timelines.changing(choice(becomes), day, running, before, false, false, calendar(boundaries))))
                .isEqualTo(later);
    }

    @Test
    void periods_that_were_moved_by_a_rest_stay_moved_after_a_change() {
        Timeline rested = Timelines.starting(
                        choice("monthly"), LocalDate.of(2026, 1, 15), true, Timelines.Anchors.own())
                .resting(new ServicePeriod(LocalDate.of(2026, 2, 20), LocalDate.of(2026, 3, 2)));
        LocalDate day = LocalDate.of(2026, 3, 10);
        Timeline changed = Timelines.changing(
                choice("team"), day, rested.at(day).orElseThrow(), rested, false, true, Timelines.Anchors.own());

        assertThat(changed.at(day).orElseThrow().terms().grid().periodAt(day))
                .isEqualTo(new ServicePeriod(LocalDate.of(2026, 2, 25), LocalDate.of(2026, 3, 25)));
    }

    @Test
    void periods_begin_anew_where_that_is_wished() {
        Timeline before =
                Timelines.starting(choice("monthly"), LocalDate.of(2026, 1, 31), true, Timelines.Anchors.own());
        LocalDate day = LocalDate.of(2026, 2, 15);

        assertThat(written(Timelines.changing(
                        choice("team"),
                        day,
                        before.at(day).orElseThrow(),
                        before,
                        false,
                        false,
                        Timelines.Anchors.own())))
                .isEqualTo("regular 2026-02-15.. 40.00 @2026-02-15");
    }

    // --- phases with periods of their own ----------------------------------------------------------------------------

    /** Phases are written as name, length, price and interval; a dash takes the plan's: monthly at 10.00. */
    @ParameterizedTest(name = "{0} from {1}, boundaries {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # phases                                       | from       | boundaries | timeline
            # other periods begin with their phase, and so do those that come back
            weeks P4W 3 P1W, regular - - -                 | 2026-01-31 | own        | weeks 2026-01-31..2026-02-28 3.00 @2026-01-31 P1W, regular 2026-02-28.. 10.00 @2026-02-28 P1M
            a P1M 5 -, year P1Y 100 P1Y, regular - - -     | 2026-01-31 | own        | a 2026-01-31..2026-02-28 5.00 @2026-01-31 P1M, year 2026-02-28..2027-02-28 100.00 @2026-02-28 P1Y, regular 2027-02-28.. 10.00 @2027-02-28 P1M
            # of the same interval they go on as they are
            a P1M 5 P1M, regular - - -                     | 2026-01-31 | own        | a 2026-01-31..2026-02-28 5.00 @2026-01-31 P1M, regular 2026-02-28.. 10.00 @2026-01-31 P1M
            # a trial takes the periods of what follows it
            trial P14D 0 -, weeks P4W 3 P1W, regular - - - | 2026-01-31 | own        | trial 2026-01-31..2026-02-14 0.00 @2026-02-14 P1M, weeks 2026-02-14..2026-03-14 3.00 @2026-02-14 P1W, regular 2026-03-14.. 10.00 @2026-03-14 P1M
            # the calendar fixes each interval's boundaries
            a P1M 5 -, year P1Y 100 P1Y, regular - - -     | 2026-01-20 | day 1      | a 2026-01-20..2026-02-20 5.00 @2026-02-01 P1M, year 2026-02-20..2027-02-20 100.00 @2026-03-01 P1Y, regular 2027-02-20.. 10.00 @2027-03-01 P1M
            """)
    void a_phase_with_another_interval_begins_its_own_periods(
            String phases, LocalDate from, String boundaries, String timeline) {
        Choice choice =
                new Choice(PAPER, plan("monthly").withPhases(phases(phases)), 1, BigDecimal.ONE, Optional.empty());

        assertThat(Timelines.starting(choice, from, true, calendar(boundaries)).segments().stream()
                        .map(s -> written(s) + " " + s.terms().interval())
                        .collect(Collectors.joining(", ")))
                .isEqualTo(timeline);
    }

    // --- discounts ---------------------------------------------------------------------------------------------------

    /** A discount is granted for a number of periods, until a day, for both or for ever; reduced days are marked. */
    @ParameterizedTest(name = "{0} from {1}, granted on {2} for {3} periods, until {4}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # plan      | from       | granted    | periods | until      | timeline
            monthly     | 2026-01-31 | 2026-01-31 | -       | -          | regular 2026-01-31.. 10.00 @2026-01-31 less 20%
            # three whole periods: to 30 April
            monthly     | 2026-01-31 | 2026-01-31 | 3       | -          | regular 2026-01-31..2026-04-30 10.00 @2026-01-31 less 20%, regular 2026-04-30.. 10.00 @2026-01-31
            # granted within a period: that one in part and then whole ones
            monthly     | 2026-01-31 | 2026-02-10 | 1       | -          | regular 2026-01-31..2026-02-10 10.00 @2026-01-31, regular 2026-02-10..2026-03-31 10.00 @2026-01-31 less 20%, regular 2026-03-31.. 10.00 @2026-01-31
            # free days are not counted
            tried       | 2026-01-17 | 2026-01-17 | 1       | -          | trial 2026-01-17..2026-01-31 0.00 @2026-01-31, regular 2026-01-31..2026-02-28 10.00 @2026-01-31 less 20%, regular 2026-02-28.. 10.00 @2026-01-31
            # the earlier of the two ends it
            monthly     | 2026-01-31 | 2026-01-31 | 3       | 2026-03-10 | regular 2026-01-31..2026-03-10 10.00 @2026-01-31 less 20%, regular 2026-03-10.. 10.00 @2026-01-31
            monthly     | 2026-01-31 | 2026-01-31 | 1       | 2026-03-10 | regular 2026-01-31..2026-02-28 10.00 @2026-01-31 less 20%, regular 2026-02-28.. 10.00 @2026-01-31
            # over before the first paid day: nothing is reduced
            tried       | 2026-01-17 | 2026-01-17 | -       | 2026-01-31 | trial 2026-01-17..2026-01-31 0.00 @2026-01-31, regular 2026-01-31.. 10.00 @2026-01-31
            # through other phases
            intro       | 2026-01-31 | 2026-01-31 | 3       | -          | intro 2026-01-31..2026-03-31 5.00 @2026-01-31 less 20%, regular 2026-03-31..2026-04-30 10.00 @2026-01-31 less 20%, regular 2026-04-30.. 10.00 @2026-01-31
            yearly      | 2024-02-29 | 2024-02-29 | 1       | -          | regular 2024-02-29..2025-02-28 100.00 @2024-02-29 less 20%, regular 2025-02-28.. 100.00 @2024-02-29
            """)
    void a_discount_holds_for_whole_periods_or_until_a_day(
            String plan,
            LocalDate from,
            LocalDate granted,
            @Nullable Integer periods,
            @Nullable LocalDate until,
            String timeline) {
        Discount discount = Discount.of("spring", Reduction.percent("20"));
        discount = periods == null ? discount : discount.forPeriods(periods);
        discount = until == null ? discount : discount.until(until);
        Timeline laid = Timelines.starting(choice(plan), from, true, Timelines.Anchors.own());

        assertThat(written(Timelines.discounted(laid, discount, granted))).isEqualTo(timeline);
    }

    @Test
    void whole_periods_are_counted_behind_a_stub() {
        Timeline laid = Timelines.starting(choice("monthly"), LocalDate.of(2026, 4, 10), true, calendar("day 1"));

        assertThat(written(Timelines.discounted(
                        laid, Discount.of("spring", Reduction.percent("20")).forPeriods(2), LocalDate.of(2026, 4, 10))))
                .isEqualTo("regular 2026-04-10..2026-07-01 10.00 @2026-05-01 less 20%,"
                        + " regular 2026-07-01.. 10.00 @2026-05-01");
    }

    /** A discount of three periods from 31 January, and a change on 15 February. */
    @ParameterizedTest(name = "for {0}: {1}")
    @CsvSource(delimiter = '|', nullValues = "all plans", textBlock = """
            # for     | from the change on
            # it keeps its days, whatever the new plan's periods are
            all plans | regular 2026-02-15..2026-04-30 100.00 @2026-02-15 less 20%, regular 2026-04-30.. 100.00 @2026-02-15
            yearly    | regular 2026-02-15..2026-04-30 100.00 @2026-02-15 less 20%, regular 2026-04-30.. 100.00 @2026-02-15
            # it goes where it does not fit
            monthly   | regular 2026-02-15.. 100.00 @2026-02-15
            """)
    void a_discount_is_kept_over_a_change_if_it_fits_the_new_plan(@Nullable String plan, String later) {
        Discount discount = Discount.of("spring", Reduction.percent("20")).forPeriods(3);
        Timeline before = Timelines.discounted(
                Timelines.starting(choice("monthly"), LocalDate.of(2026, 1, 31), true, Timelines.Anchors.own()),
                plan == null ? discount : discount.forPlans(PlanId.of(plan)),
                LocalDate.of(2026, 1, 31));
        LocalDate day = LocalDate.of(2026, 2, 15);

        assertThat(written(Timelines.changing(
                        choice("yearly"),
                        day,
                        before.at(day).orElseThrow(),
                        before,
                        false,
                        true,
                        Timelines.Anchors.own())))
                .isEqualTo(later);
    }

    @Test
    void prices_of_single_phases_may_be_agreed() {
        Choice own = new Choice(
                PAPER,
                plan("tried-intro"),
                1,
                BigDecimal.ONE,
                Optional.of(new AgreedPrice(
                        Optional.of(UnitPrice.of("9", Currency.EUR)),
                        Map.of("trial", UnitPrice.of("1", Currency.EUR), "intro", UnitPrice.of("4", Currency.EUR)))));

        assertThat(written(Timelines.starting(own, LocalDate.of(2026, 1, 17), true, Timelines.Anchors.own())))
                .isEqualTo("trial 2026-01-17..2026-01-31 1.00 @2026-01-31,"
                        + " intro 2026-01-31..2026-03-31 4.00 @2026-01-31,"
                        + " regular 2026-03-31.. 9.00 @2026-01-31");
    }

    // --- a fixed number of payments ----------------------------------------------------------------------------------

    @ParameterizedTest(name = "{2} payments of {1} from {0}, paid from {3}: over on {4}")
    @CsvSource(delimiter = '|', textBlock = """
            # anchor    | every | payments | paid from  | over on
            2026-01-31  | P1M   | 1        | 2026-01-31 | 2026-02-28
            2026-01-31  | P1M   | 12       | 2026-01-31 | 2027-01-31
            2024-02-29  | P1Y   | 4        | 2024-02-29 | 2028-02-29
            # a stub is no payment: one period follows it
            2026-05-01  | P1M   | 1        | 2026-04-10 | 2026-06-01
            2026-05-01  | P1M   | 1        | 2026-05-01 | 2026-06-01
            """)
    void a_contract_is_over_after_so_many_whole_periods(
            LocalDate anchor, String interval, int payments, LocalDate paidFrom, LocalDate over) {
        assertThat(Timelines.endAfter(new BillingGrid(anchor, BillingInterval.parse(interval)), paidFrom, payments))
                .isEqualTo(over);
    }

    private static Timelines.Anchors calendar(String boundaries) {
        if (boundaries.equals("own")) {
            return Timelines.Anchors.own();
        }
        String[] words = boundaries.split(" ", -1);
        CalendarAnchor anchor = words.length == 1
                ? CalendarAnchor.on(DayOfWeek.valueOf(boundaries))
                : words[0].equals("day")
                        ? CalendarAnchor.onDay(Integer.parseInt(words[1]))
                        : CalendarAnchor.on(Month.valueOf(words[0]), Integer.parseInt(words[1]));
        return (firstPaid, interval) -> new Timelines.Anchor(anchor.anchorFor(firstPaid, interval), 0);
    }

    private static List<Phase> phases(String text) {
        List<Phase> phases = new ArrayList<>();
        for (String phase : text.split(", ", -1)) {
            String[] words = phase.split(" ", -1);
            Phase made = Phase.lasting(words[0]);
            made = words[1].equals("-") ? made : made.lasting(Period.parse(words[1]));
            made = words[2].equals("-") ? made : made.price(PriceNotation.price(words[2], Currency.EUR));
            made = words[3].equals("-") ? made : made.billedEvery(BillingInterval.parse(words[3]));
            phases.add(made);
        }
        return phases;
    }

    private static Plan plan(String id, String interval, String price) {
        return Plan.of(id, "paper", BillingInterval.parse(interval), "EUR " + price);
    }

    /** Two months at 5.00 first. */
    private static Plan withIntro(Plan plan) {
        return plan.withPhases(
                List.of(Phase.of("intro", Period.ofMonths(2), UnitPrice.of("5", Currency.EUR)), Phase.regular()));
    }

    private static Timelines.Anchors anchors(@Nullable LocalDate anchor) {
        return anchor == null ? Timelines.Anchors.own() : (firstPaid, interval) -> new Timelines.Anchor(anchor, 0);
    }

    private static Plan plan(String id) {
        return PLANS.stream().filter(p -> p.id().value().equals(id)).findFirst().orElseThrow();
    }

    private static Choice choice(String plan) {
        return new Choice(PAPER, plan(plan), 1, BigDecimal.ONE, Optional.empty());
    }

    private static String written(Timeline timeline) {
        return timeline.segments().stream().map(TimelinesTest::written).collect(Collectors.joining(", "));
    }

    private static String written(Segment s) {
        return s.terms().phase() + " " + s.from() + ".."
                + s.to().map(LocalDate::toString).orElse("") + " "
                + s.terms().unitPrice().toPlainString() + " @" + s.terms().anchor()
                + s.terms().whole().map(days -> " whole").orElse("")
                + s.terms().discounts().stream()
                        .map(d -> " less " + d.reduction().text())
                        .collect(Collectors.joining());
    }
}
