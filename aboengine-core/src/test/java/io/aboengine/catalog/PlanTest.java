package io.aboengine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.calendar.BillingInterval;
import io.aboengine.money.Currency;
import io.aboengine.money.UnitPrice;
import io.aboengine.spi.InvalidRequestException;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
                                + p.price().toPlainString())
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
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new Phase(name, Optional.empty(), Optional.empty()));
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

    private static Plan plan(String phases) {
        List<Phase> list = new ArrayList<>();
        for (String phase : phases.split(", ")) {
            List<String> words = Arrays.asList(phase.split(" "));
            list.add(new Phase(
                    words.get(0),
                    Optional.of(words.get(1)).filter(w -> !w.equals("-")).map(Period::parse),
                    Optional.of(words.get(2)).filter(w -> !w.equals("-")).map(w -> UnitPrice.of(w, Currency.EUR))));
        }
        return new Plan(
                PlanId.of("plan"),
                ProductId.of("paper"),
                "Plan",
                BillingInterval.MONTHLY,
                UnitPrice.of("10", Currency.EUR),
                Optional.empty(),
                list,
                Optional.empty());
    }
}
