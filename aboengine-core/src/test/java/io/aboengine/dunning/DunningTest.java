package io.aboengine.dunning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.dunning.Claim.OnItsWay;
import io.aboengine.money.Money;
import io.aboengine.spi.InvalidRequestException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DunningTest {
    private static final LocalDate DUE = LocalDate.of(2026, 3, 1);

    /** Three days after the due date, two weeks, four weeks (with a fee), eight weeks. */
    private static final DunningPolicy LADDER = DunningPolicy.of(
            DunningLevel.after(3, "reminder"),
            DunningLevel.after(14, "first", DunningAction.WARN),
            DunningLevel.after(28, "last", DunningAction.SUSPEND, DunningAction.NOTIFY)
                    .withFee(Money.parse("EUR 1.00")),
            DunningLevel.after(56, "end"));

    /** Due on 1 March. The second column tells on which days somebody ran. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # what happens                         | runs on                                  | steps taken
            every day, on time                     | 03-02..05-10                             | 03-04 03-15 03-29 04-26
            nothing before its day                 | 03-02..03-03                             | none
            a day late, later ones on their day    | 03-05..05-10                             | 03-05 03-16 03-30 04-27
            an outage over two levels: one step    | 03-20                                    | 03-20
            then the distance of 11, 14, 28 days   | 03-20..05-20                             | 03-20 03-31 04-14 05-12
            an outage after the first level        | 03-02..03-10 04-20..06-10                | 03-04 04-20 05-04 06-01
            an outage over the whole ladder        | 08-01..10-01                             | 08-01 08-12 08-26 09-23
            runs once a week                       | 03-07 03-14 03-21 03-28 04-04 04-11 05-02 | 03-07 03-21 04-04 05-02
            twice on one day is once               | 03-04 03-04 03-04                        | 03-04
            no level is left                       | 03-02..12-31                             | 03-04 03-15 03-29 04-26
            """)
    void the_ladder_is_climbed_one_step_at_a_time(String what, String runs, String taken) {
        List<String> steps = new ArrayList<>();
        DunningPosition position = DunningPosition.startingOn(DUE);
        for (LocalDate today : days(runs)) {
            for (Dunning.Step step : Dunning.due(LADDER, List.of(new Claim(1, position, OnItsWay.NONE)), today)) {
                assertThat(step.level()).isEqualTo(LADDER.levels().get(position.level()));
                assertThat(step.position().level()).isEqualTo(position.level() + 1);
                assertThat(step.position().lastNoticeOn()).contains(today);
                assertThat(step.position().from()).isEqualTo(DUE);
                position = step.position();
                steps.add(today.toString().substring(5));
            }
        }
        assertThat(steps.isEmpty() ? "none" : String.join(" ", steps)).isEqualTo(taken);
    }

    @ParameterizedTest(name = "level {0} last reminded on {1}, {2}: next on {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # levels taken | last notice | on its way    | next step on
            0              | -           | NONE          | 2026-03-04
            1              | 2026-03-04  | NONE          | 2026-03-15
            1              | 2026-03-10  | NONE          | 2026-03-21
            2              | 2026-03-15  | NONE          | 2026-03-29
            3              | 2026-03-29  | NONE          | 2026-04-26
            4              | 2026-04-26  | NONE          | -
            # nobody is reminded while it is not known whether money moved
            0              | -           | ATTEMPT_LIVE  | -
            1              | 2026-03-04  | ATTEMPT_LIVE  | -
            2              | 2026-03-15  | ATTEMPT_LIVE  | -
            # a planned try stops only the level that asks for a fee
            0              | -           | RETRY_PLANNED | 2026-03-04
            1              | 2026-03-04  | RETRY_PLANNED | 2026-03-15
            2              | 2026-03-15  | RETRY_PLANNED | -
            3              | 2026-03-29  | RETRY_PLANNED | 2026-04-26
            """)
    void the_next_step_waits_for_its_day_and_for_money_on_its_way(
            int level, LocalDate lastNotice, OnItsWay onItsWay, LocalDate next) {
        Claim claim = new Claim(1, new DunningPosition(DUE, level, Optional.ofNullable(lastNotice), false), onItsWay);

        assertThat(Dunning.nextOn(LADDER, claim)).isEqualTo(Optional.ofNullable(next));
        if (next == null) {
            assertThat(Dunning.due(LADDER, List.of(claim), LocalDate.of(2030, 1, 1)))
                    .isEmpty();
        } else {
            assertThat(Dunning.due(LADDER, List.of(claim), next.minusDays(1))).isEmpty();
            assertThat(Dunning.due(LADDER, List.of(claim), next)).hasSize(1);
        }
    }

    @Test
    void claims_are_reminded_in_their_order_each_on_its_own_level() {
        Claim late =
                new Claim(7, new DunningPosition(DUE, 1, Optional.of(LocalDate.of(2026, 3, 4)), false), OnItsWay.NONE);
        Claim notYet = new Claim(8, DunningPosition.startingOn(LocalDate.of(2026, 3, 20)), OnItsWay.NONE);
        Claim fresh = new Claim(9, DunningPosition.startingOn(LocalDate.of(2026, 3, 12)), OnItsWay.NONE);

        assertThat(Dunning.due(LADDER, List.of(late, notYet, fresh), LocalDate.of(2026, 3, 15)))
                .extracting(step -> step.claim().document() + " " + step.level().name())
                .containsExactly("7 first", "9 reminder");
    }

    @Test
    void service_stays_stopped_once_a_level_has_stopped_it() {
        DunningPosition position = new DunningPosition(DUE, 2, Optional.of(LocalDate.of(2026, 3, 15)), false);

        DunningPosition third = onlyStep(position, LocalDate.of(2026, 3, 29)).position();
        DunningPosition fourth = onlyStep(third, LocalDate.of(2026, 4, 26)).position();

        assertThat(third.suspended()).isTrue();
        assertThat(fourth.suspended()).isTrue();
    }

    @Test
    void without_levels_nobody_is_reminded() {
        Claim claim = new Claim(1, DunningPosition.startingOn(DUE), OnItsWay.NONE);

        assertThat(Dunning.nextOn(DunningPolicy.none(), claim)).isEmpty();
        assertThat(Dunning.due(DunningPolicy.none(), List.of(claim), DUE.plusYears(1)))
                .isEmpty();
    }

    /** The shop took levels away while the claim stood on one of them. */
    @Test
    void a_claim_above_a_shortened_ladder_rests() {
        Claim claim =
                new Claim(1, new DunningPosition(DUE, 4, Optional.of(LocalDate.of(2026, 4, 26)), true), OnItsWay.NONE);
        DunningPolicy shorter = DunningPolicy.of(DunningLevel.after(3, "reminder"));

        assertThat(Dunning.nextOn(shorter, claim)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"3 3", "14 3", "3 14 14"})
    void each_level_comes_later_than_the_one_before(String days) {
        DunningLevel[] levels = Arrays.stream(days.split(" "))
                .map(day -> DunningLevel.after(Integer.parseInt(day), "after " + day))
                .toArray(DunningLevel[]::new);

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> DunningPolicy.of(levels))
                .satisfies(refused -> assertThat(refused.field()).isEqualTo("dunning.afterDays"));
    }

    @Test
    void a_level_is_checked_when_it_is_made() {
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> DunningLevel.after(0, "now"));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> DunningLevel.after(1001, "late"));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> DunningLevel.after(3, " "));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> DunningLevel.after(3, "fee").withFee(Money.parse("EUR -1.00")));
        assertThat(DunningLevel.after(3, "free")
                        .withFee(Money.parse("EUR 0.00"))
                        .fee())
                .isEmpty();
        assertThat(DunningLevel.after(3, "a", DunningAction.SUSPEND, DunningAction.NOTIFY))
                .isEqualTo(DunningLevel.after(3, "a", DunningAction.NOTIFY, DunningAction.SUSPEND));
    }

    private static Dunning.Step onlyStep(DunningPosition position, LocalDate today) {
        List<Dunning.Step> steps = Dunning.due(LADDER, List.of(new Claim(1, position, OnItsWay.NONE)), today);
        assertThat(steps).hasSize(1);
        return steps.get(0);
    }

    private static List<LocalDate> days(String text) {
        List<LocalDate> days = new ArrayList<>();
        for (String part : text.split(" ")) {
            LocalDate first = LocalDate.parse("2026-" + part.substring(0, 5));
            LocalDate last = LocalDate.parse("2026-" + part.substring(part.length() - 5));
            first.datesUntil(last.plusDays(1)).forEach(days::add);
        }
        return days;
    }
}
