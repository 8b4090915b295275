package io.aboengine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.calendar.BillingInterval;
import io.aboengine.calendar.CalendarAnchor;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.spi.InvalidRequestException;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {

    /** A plan at 10.00. Phases are written as name, length, price; a dash stands for none. */
    @ParameterizedTest(name = "{0}, from {1}, free start {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # phases                                  | from       | free start | laid on the calendar
            regular - -                               | 2026-01-17 | true       | regular 2026-01-17.. 10.00
            # the trial's end is where counting begins: three months from 31 January
            trial P14D 0, intro P3M 5, regular - -    | 2026-01-17 | true       | trial 2026-01-17..2026-01-31 0.00, intro 2026-01-31..2026-04-30 5.00, regular 2026-04-30.. 10.00
            trial P14D 0, intro P3M 5, regular - -    | 2026-01-17 | false      | intro 2026-01-17..2026-04-17 5.00, regular 2026-04-17.. 10.00
            # lengths are added up: the second phase ends on the 31st again, not on the 28th
            a P1M 1, b P1M 2, c - 3                   | 2026-01-31 | true       | a 2026-01-31..2026-02-28 1.00, b 2026-02-28..2026-03-31 2.00, c 2026-03-31.. 3.00
            a P1Y 1, b - 2                            | 2024-02-29 | true       | a 2024-02-29..2025-02-28 1.00, b 2025-02-28.. 2.00
            # two free phases at the start are one free start
            trial P1M 0, gift P14D 0, regular - -     | 2026-01-31 | true       | trial 2026-01-31..2026-02-28 0.00, gift 2026-02-28..2026-03-14 0.00, regular 2026-03-14.. 10.00
            trial P1M 0, gift P14D 0, regular - -     | 2026-01-31 | false      | regular 2026-01-31.. 10.00
            # a free phase later on is no free start
            intro P1M 5, gift P1M 0, regular - -      | 2026-01-31 | false      | intro 2026-01-31..2026-02-28 5.00, gift 2026-02-28..2026-03-31 0.00, regular 2026-03-31.. 10.00
            # a free plan without end is no free start either
            free - 0                                  | 2026-01-31 | false      | free 2026-01-31.. 0.00
            # a last phase with a length ends the contract
            only P6M -                                | 2025-08-31 | true       | only 2025-08-31..2026-02-28 10.00
            trial P1W 0, course P10W 99               | 2026-03-25 | true       | trial 2026-03-25..2026-04-01 0.00, course 2026-04-01..2026-06-10 99.00
            # 29 February inside the trial
            trial P14D 0, regular - -                 | 2024-02-20 | true       | trial 2024-02-20..2024-03-05 0.00, regular 2024-03-05.. 10.00
            """)
    void phases_follow_one_another_without_gap(String phases, LocalDate from, boolean freeStart, String laid) {
        assertThat(plan(phases).phasesFrom(from, freeStart).stream()
                        .map(p -> p.name() + " " + p.from() + ".."
                                + p.to().map(LocalDate::toString).orElse("") + " "
                                + p.price().unitPriceAt(BigDecimal.ONE).toPlainString())
                        .collect(Collectors.joining(", ")))
                .isEqualTo(laid);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            trial P14D 0, intro P3M 5, regular - - | true false false
            trial P14D 0, gift P1M 0, regular - -  | true true false
            intro P1M 5, gift P1M 0, regular - -   | false false false
            free - 0                               | false
            """)
    void only_free_phases_before_the_first_paid_one_are_the_free_start(String phases, String marks) {
        assertThat(plan(phases).phasesFrom(LocalDate.of(2026, 1, 1), true).stream()
                        .map(p -> Boolean.toString(p.freeStart()))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(marks);
    }

    @Test
    void a_plan_that_is_only_free_for_a_while_cannot_go_without_its_free_start() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> plan("trial P14D 0").phasesFrom(LocalDate.of(2026, 1, 1), false));
    }

    @Test
    void a_plan_without_phases_has_one_regular_phase() {
        Plan plan = Plan.of("paper", "paper", BillingInterval.MONTHLY, "EUR 10.00");

        assertThat(plan.phases()).containsExactly(Phase.regular());
        assertThat(plan.withTrial(Period.ofDays(14)).phases())
                .extracting(Phase::name)
                .containsExactly("trial", "regular");
    }

    @Test
    void a_set_up_fee_of_nothing_is_none() {
        Plan plan = Plan.of("paper", "paper", BillingInterval.MONTHLY, "EUR 10.00");

        assertThat(plan.withSetupFee("EUR 0.00").setupFee()).isEmpty();
        assertThat(plan.withSetupFee("EUR 4.90").setupFee()).isPresent();
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> plan.withSetupFee("EUR -1.00"));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> plan.withSetupFee("CHF 4.90"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a - 5, b - 6", "a - 0, b P1M 6"})
    void only_the_last_phase_may_be_without_a_length(String phases) {
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> plan(phases));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ä", "a/b", "a@b", "a|b", "\u0131", "a\n"})
    void names_are_plain(String name) {
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> PlanId.of(name));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> ProductId.of(name));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> Phase.lasting(name));
    }

    @Test
    void a_catalogue_is_whole() {
        Product paper = Product.untaxed("paper", "The paper", ProductKind.PHYSICAL);
        Plan monthly = Plan.of("monthly", "paper", BillingInterval.MONTHLY, "EUR 10.00");
        Plan orphan = Plan.of("orphan", "course", BillingInterval.MONTHLY, "EUR 10.00");

        assertThat(Catalog.of(List.of(paper), List.of(monthly)).plan(PlanId.of("monthly")))
                .isEqualTo(monthly);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Catalog.of(List.of(paper), List.of(monthly, orphan)))
                .withMessageContaining("orphan");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Catalog.of(List.of(paper), List.of(monthly, monthly)));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Catalog.of(List.of(paper, paper), List.of()));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Catalog.of(List.of(paper), List.of(monthly)).plan(PlanId.of("yearly")))
                .withMessageContaining("monthly");
    }

    /** Written as name, length, price, one-time price and interval; a dash stands for none. */
    @ParameterizedTest(name = "{0}, from {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # phases                                     | from       | laid on the calendar
            regular - - - -                              | 2026-01-17 | regular 2026-01-17.. 10.00 P1M
            # a phase that names no price takes the plan's; what is charged once stands beside it
            start P1M - 25 -, regular - - - -            | 2026-01-31 | start 2026-01-31..2026-02-28 10.00 P1M once EUR 25.00, regular 2026-02-28.. 10.00 P1M
            start P1M 5 25 -, regular - - 3 -            | 2026-01-31 | start 2026-01-31..2026-02-28 5.00 P1M once EUR 25.00, regular 2026-02-28.. 10.00 P1M once EUR 3.00
            # nothing, once, is nothing
            start P1M 5 0 -, regular - - - -             | 2026-01-31 | start 2026-01-31..2026-02-28 5.00 P1M, regular 2026-02-28.. 10.00 P1M
            # weeks first, then the plan's months
            weeks P4W 3 - P1W, regular - - - -           | 2026-01-31 | weeks 2026-01-31..2026-02-28 3.00 P1W, regular 2026-02-28.. 10.00 P1M
            """)
    void a_phase_may_have_an_interval_and_a_price_of_its_own(String phases, LocalDate from, String laid) {
        assertThat(Plan.of("plan", "paper", BillingInterval.MONTHLY, "EUR 10.00")
                        .withPhases(phases(phases))
                        .phasesFrom(from, true)
                        .stream()
                        .map(p -> p.name() + " " + p.from() + ".."
                                + p.to().map(LocalDate::toString).orElse("") + " "
                                + p.price().unitPriceAt(BigDecimal.ONE).toPlainString() + " " + p.interval()
                                + p.oneTimePrice().map(once -> " once " + once).orElse(""))
                        .collect(Collectors.joining(", ")))
                .isEqualTo(laid);
    }

    @Test
    void a_number_of_periods_is_a_length() {
        UnitPrice five = UnitPrice.of("5.00", Currency.EUR);

        assertThat(Phase.forPeriods("intro", 3, BillingInterval.MONTHLY, five).length())
                .contains(Period.ofMonths(3));
        assertThat(Phase.forPeriods("intro", 2, BillingInterval.parse("P2W"), five)
                        .length())
                .contains(Period.ofWeeks(4));
        assertThat(Phase.forPeriods("intro", 1, BillingInterval.QUARTERLY, five).length())
                .contains(Period.ofMonths(3));
    }

    @Test
    void a_phase_may_charge_other_use_than_its_plan_or_none() {
        UsagePrice calls = usage("call", "EUR");
        UsagePrice bytes = usage("byte", "EUR");
        Plan plan = Plan.usageOnly("api", "paper", BillingInterval.MONTHLY, Currency.EUR)
                .withUsage(calls)
                .withPhases(List.of(
                        Phase.lasting("free").lasting(Period.ofMonths(1)).usage(List.of()),
                        Phase.lasting("bytes").lasting(Period.ofMonths(1)).usage(List.of(bytes)),
                        Phase.regular()));

        assertThat(plan.phasesFrom(LocalDate.of(2026, 1, 1), true).stream().map(Plan.DatedPhase::usage))
                .containsExactly(List.of(), List.of(bytes), List.of(calls));
        assertThat(plan.priceOrFree().isFree()).isTrue();
    }

    private interface Making {
        Object make(Plan plan);
    }

    private static UsagePrice usage(String unit, String currency) {
        return UsagePrice.of(
                unit, UsagePrice.Aggregate.SUM, Price.perUnit(UnitPrice.of("0.01", Currency.of(currency))));
    }

    private static void assertRefused(String field, String words, Making making) {
        Plan plan = Plan.of("paper", "paper", BillingInterval.MONTHLY, "EUR 10.00");

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> making.make(plan))
                .withMessageContaining(words)
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }

    @Test
    void names_of_phases_and_units_stand_once() {
        assertRefused("phase", "stands twice in plan paper", p -> p.withPhases(phases("a P1M 5 - -, a - 6 - -")));
        assertRefused(
                "phase",
                "stands twice in plan paper",
                p -> p.withTrial(Period.ofDays(14)).withTrial(Period.ofDays(14)));
        assertRefused(
                "usage.unit",
                "stands twice in plan paper",
                p -> p.withUsage(usage("call", "EUR"), usage("call", "EUR")));
        assertRefused(
                "usage.unit",
                "stands twice in plan paper",
                p -> p.withPhases(List.of(Phase.regular().usage(List.of(usage("call", "EUR"), usage("call", "EUR"))))));
    }

    @Test
    void everything_a_plan_asks_for_is_in_its_currency() {
        Price franc = PriceNotation.price("5.00", Currency.of("CHF"));

        assertRefused("price", "priced in EUR", p -> p.withPrice(franc));
        assertRefused("setupFee", "priced in EUR", p -> p.withSetupFee("CHF 5.00"));
        assertRefused(
                "phase.price",
                "priced in EUR",
                p -> p.withPhases(List.of(Phase.regular().price(franc))));
        assertRefused(
                "phase.oneTimePrice",
                "priced in EUR",
                p -> p.withPhases(List.of(Phase.regular().oneTimePrice(Money.parse("CHF 5.00")))));
        assertRefused("usage.price", "priced in EUR", p -> p.withUsage(usage("call", "CHF")));
        assertRefused(
                "usage.price",
                "priced in EUR",
                p -> p.withPhases(List.of(Phase.regular().usage(List.of(usage("call", "CHF"))))));
    }

    @Test
    void counts_and_amounts_are_above_zero() {
        assertRefused("payments", "at least 1", p -> p.withPayments(0));
        assertRefused("payments", "at least 1", p -> p.withPayments(-3));
        assertRefused("setupFee", "must not be negative", p -> p.withSetupFee("EUR -0.01"));
        assertRefused(
                "phase.oneTimePrice",
                "must not be negative",
                p -> Phase.regular().oneTimePrice(Money.parse("EUR -0.01")));
        assertRefused(
                "phase.length", "longer than nothing", p -> Phase.regular().lasting(Period.ZERO));
        assertRefused(
                "phase.length", "longer than nothing", p -> Phase.regular().lasting(Period.ofDays(-1)));
        assertRefused("plan.name", "1 to 200 characters", p -> p.named(" "));
        assertRefused("plan.name", "1 to 200 characters", p -> p.named("x".repeat(201)));
    }

    /** Found out when the plan is made, not when a customer orders. */
    @ParameterizedTest(name = "{0} every {1}, a phase every {2}: {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # boundaries     | plan | phase | fits
            account          | P1M  | -     | true
            account          | P3M  | -     | true
            account          | P1Y  | -     | true
            account          | P1W  | -     | false
            account          | P10D | -     | false
            account          | P1M  | P1W   | false
            day 1            | P1M  | -     | true
            day 31           | P1Y  | -     | true
            day 1            | P1W  | -     | false
            day 1            | P10D | -     | false
            day 1            | P1M  | P1W   | false
            MONDAY           | P1W  | -     | true
            MONDAY           | P2W  | -     | true
            MONDAY           | P1M  | -     | false
            MONDAY           | P7D  | -     | false
            MONDAY           | P1W  | P1M   | false
            # the contract's own boundaries, or those of another contract, fit any interval
            own              | P10D | P1W   | true
            base             | P10D | P1W   | true
            """)
    void boundaries_that_cannot_be_are_refused(String boundaries, String interval, String phase, boolean fits) {
        Plan plan = Plan.of("paper", "paper", BillingInterval.parse(interval), "EUR 10.00")
                .withPhases(
                        phase == null
                                ? List.of()
                                : List.of(
                                        Phase.lasting("first")
                                                .lasting(Period.ofMonths(3))
                                                .billedEvery(BillingInterval.parse(phase)),
                                        Phase.regular()));

        if (fits) {
            assertThat(plan.withAlignment(alignment(boundaries)).alignment()).isEqualTo(alignment(boundaries));
        } else {
            assertThatExceptionOfType(InvalidRequestException.class)
                    .isThrownBy(() -> plan.withAlignment(alignment(boundaries)));
        }
    }

    private static Alignment alignment(String text) {
        return switch (text) {
            case "account" -> Alignment.account();
            case "own" -> Alignment.subscription();
            case "base" -> Alignment.base();
            default ->
                Alignment.calendar(
                        text.startsWith("day ")
                                ? CalendarAnchor.onDay(Integer.parseInt(text.substring(4)))
                                : CalendarAnchor.on(DayOfWeek.valueOf(text)));
        };
    }

    @Test
    void a_catalogue_has_each_discount_once() {
        Product paper = Product.untaxed("paper", "The paper", ProductKind.PHYSICAL);
        Plan monthly = Plan.of("monthly", "paper", BillingInterval.MONTHLY, "EUR 10.00");
        Discount welcome = Discount.of("welcome", Discount.Reduction.percent("20"));
        Catalog catalog = Catalog.of(List.of(paper), List.of(monthly)).withDiscounts(List.of(welcome));

        assertThat(catalog.discount("welcome")).isEqualTo(welcome);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> catalog.discount("farewell"))
                .withMessageContaining("[welcome]");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> catalog.withDiscounts(List.of(welcome, welcome)))
                .withMessageContaining("stands twice");
    }

    /** Name, length, price, one-time price, interval. */
    private static List<Phase> phases(String text) {
        List<Phase> list = new ArrayList<>();
        for (String phase : text.split(", ", -1)) {
            List<String> words = Arrays.asList(phase.split(" ", -1));
            Phase made = Phase.lasting(words.get(0));
            made = words.get(1).equals("-") ? made : made.lasting(Period.parse(words.get(1)));
            made = words.get(2).equals("-") ? made : made.price(PriceNotation.price(words.get(2), Currency.EUR));
            made = words.get(3).equals("-") ? made : made.oneTimePrice(Money.of(words.get(3), Currency.EUR));
            made = words.get(4).equals("-") ? made : made.billedEvery(BillingInterval.parse(words.get(4)));
            list.add(made);
        }
        return list;
    }

    private static Plan plan(String phases) {
        List<Phase> list = new ArrayList<>();
        for (String phase : phases.split(", ")) {
            List<String> words = Arrays.asList(phase.split(" "));
            Phase named = Phase.lasting(words.get(0));
            Phase lasting = words.get(1).equals("-") ? named : named.lasting(Period.parse(words.get(1)));
            list.add(
                    words.get(2).equals("-")
                            ? lasting
                            : lasting.price(Price.perUnit(UnitPrice.of(words.get(2), Currency.EUR))));
        }
        return Plan.of("plan", "paper", BillingInterval.MONTHLY, "EUR 10.00").withPhases(list);
    }
}
