package io.aboengine.subscription;

import static io.aboengine.money.Currency.EUR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.calendar.BillingInterval;
import io.aboengine.calendar.ServicePeriod;
import io.aboengine.calendar.TermRule;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.ProductId;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.AccountId;
import io.aboengine.spi.InvalidRequestException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Days of rest. A timeline is written as plan, days of 2026 and, after {@code @}, interval and anchor of its periods: {@code
 * a 01-31.. @P1M 01-31}. Periods behind a rest that left out whole ones stay on their days of the month; else every day
 * comes later by the days of the rest.
 */
class RestingTest {
    private static final SubscriptionId CONTRACT = new SubscriptionId(AccountId.of("ada"), 1);

    @ParameterizedTest(name = "{0} rests {1}: {3} comes on {4}")
    @CsvSource(delimiter = '|', textBlock = """
            # periods    | rest         | is whole | day   | comes on | because
            P1M 01-31    | 02-28..03-31 | true     | 02-28 | 03-31    | one period later
            P1M 01-31    | 02-28..03-31 | true     | 03-31 | 04-30    | a boundary stays a boundary
            P1M 01-31    | 02-28..03-31 | true     | 04-30 | 05-31    | and on the last of the month
            P1M 01-31    | 02-28..03-31 | true     | 04-15 | 05-15    | 15 days behind its boundary
            P1M 01-31    | 02-28..04-30 | true     | 03-31 | 05-31    | two periods later
            P1M 01-15    | 02-15..03-15 | true     | 03-15 | 04-15    | 28 days of rest, 31 days later
            P1M 01-15    | 02-15..03-15 | true     | 12-01 | 12-31    | from 15 November to 15 December are 30 days
            P1W 01-05    | 01-12..01-26 | true     | 02-03 | 02-17    | two weeks
            # not from boundary to boundary: by days
            P1M 01-15    | 02-15..03-14 | false    | 03-15 | 04-11    | 27 days
            P1M 01-15    | 02-16..03-16 | false    | 03-15 | 04-12    | 28 days
            P1M 01-15    | 02-20..03-02 | false    | 03-15 | 03-25    | 10 days
            P1M 01-15    | 02-20..02-21 | false    | 12-31 | 01-01    | one day
            P1Y 01-01    | 02-01..05-01 | false    | 12-31 | 03-30    | 89 days
            """)
    void days_come_later_by_whole_periods_or_by_days(
            String periods, String rest, boolean whole, String day, String comesOn, String because) {
        Timeline timeline = timeline("a 01-01.. @" + periods);
        LocalDate found = timeline.putOffBy(days(rest)).apply(day(day));

        assertThat(found.toString().substring(5)).as(because).isEqualTo(comesOn);
        assertThat(timeline.resting(days(rest))
                                .at(days(rest).end())
                                .orElseThrow()
                                .terms()
                                .shiftDays()
                        == 0)
                .isEqualTo(whole);
    }

    @ParameterizedTest(name = "{0} rests {1}")
    @CsvSource(delimiter = '|', textBlock = """
            # timeline                                    | rest         | goes on                                                   | boundaries from the rest's end on
            # by whole periods the anchor stays
            a 01-31.. @P1M 01-31                          | 02-28..03-31 | a 01-31..02-28, a 03-31..                                 | 03-31, 04-30, 05-31
            a 01-31.. @P1M 01-31                          | 02-28..04-30 | a 01-31..02-28, a 04-30..                                 | 04-30, 05-31, 06-30
            # by days the boundaries move along: what was left of the period is left still
            a 01-15.. @P1M 01-15                          | 02-20..03-02 | a 01-15..02-20, a 03-02..                                 | 03-25, 04-25, 05-25
            a 01-31.. @P1M 01-31                          | 02-10..02-20 | a 01-31..02-10, a 02-20..                                 | 03-10, 04-10, 05-10
            # what comes after comes later, too: by one period, or by the days
            a 01-15..03-15 @P1M 01-15, b 03-15.. @P1M 01-15 | 02-15..03-15 | a 01-15..02-15, a 03-15..04-15, b 04-15..               | 03-15, 04-15, 05-15
            a 01-15..03-15 @P1M 01-15, b 03-15.. @P1M 01-15 | 02-20..03-02 | a 01-15..02-20, a 03-02..03-25, b 03-25..               | 03-25, 04-25, 05-25
            # the end as well
            a 01-15..04-15 @P1M 01-15                     | 02-15..03-15 | a 01-15..02-15, a 03-15..05-15                            | 03-15, 04-15, 05-15
            # other periods behind it begin as much later
            a 01-15..03-15 @P1M 01-15, b 03-15.. @P1Y 03-15 | 02-15..03-15 | a 01-15..02-15, a 03-15..04-15, b 04-15..               | 03-15, 04-15, 05-15
            # a rest that begins with other terms
            a 01-15..02-15 @P1M 01-15, b 02-15.. @P1M 01-15 | 02-15..03-15 | a 01-15..02-15, b 03-15..                               | 03-15, 04-15, 05-15
            """)
    void everything_behind_a_rest_comes_later(String timeline, String rest, String goesOn, String boundaries) {
        Timeline rested = timeline(timeline).resting(days(rest));
        var grid = rested.at(days(rest).end()).orElseThrow().terms().grid();
        LocalDate first = grid.boundaryOnOrAfter(days(rest).end());

        assertThat(written(rested)).isEqualTo(goesOn);
        assertThat(List.of(0, 1, 2).stream()
                        .map(k -> grid.boundary(grid.indexOf(first) + k)
                                .toString()
                                .substring(5))
                        .collect(Collectors.joining(", ")))
                .isEqualTo(boundaries);
    }

    @Test
    void other_periods_behind_a_rest_of_whole_ones_are_counted_from_their_later_beginning() {
        Timeline rested =
                timeline("a 01-15..03-15 @P1M 01-15, b 03-15.. @P1Y 03-15").resting(days("02-15..03-15"));

        assertThat(rested.at(day("04-15")).orElseThrow().terms().grid().periodAt(day("04-15")))
                .isEqualTo(new ServicePeriod(LocalDate.of(2026, 4, 15), LocalDate.of(2027, 4, 15)));
    }

    @Test
    void two_rests_by_days_add_up() {
        Timeline rested =
                timeline("a 01-15.. @P1M 01-15").resting(days("01-20..01-25")).resting(days("02-01..02-04"));

        assertThat(written(rested)).isEqualTo("a 01-15..01-20, a 01-25..02-01, a 02-04..");
        assertThat(rested.at(day("02-10")).orElseThrow().terms().shiftDays()).isEqualTo(8);
        assertThat(rested.at(day("02-10")).orElseThrow().terms().periodAt(day("02-10")))
                .isEqualTo(days("01-23..02-23"));
    }

    @ParameterizedTest(name = "rest {0}, billing stops {1}, later {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # rest         | billing stops | later | days that are billed
            02-20..03-02   | true          | false | a 01-15..02-20, a 03-02..04-15
            02-20..03-02   | true          | true  | a 01-15..02-20, a 03-02..04-25
            02-20..        | true          | false | a 01-15..02-20
            02-20..        | true          | true  | a 01-15..02-20
            02-20..03-02   | false         | false | a 01-15..04-15
            02-20..        | false         | false | a 01-15..04-15
            # from the first day on, and over the end
            01-15..02-15   | true          | false | a 02-15..04-15
            04-01..05-01   | true          | false | a 01-15..04-01
            04-01..05-01   | true          | true  | a 01-15..04-01, a 05-01..05-15
            """)
    void a_rest_takes_days_out_or_puts_them_off(String rest, boolean billing, boolean extend, String billed) {
        Timeline agreed = timeline("a 01-15..04-15 @P1M 01-15");

        assertThat(written(pause(rest, billing, extend).on(agreed))).isEqualTo(billed);
    }

    @Test
    void a_rest_holds_from_its_first_day_until_the_day_on_which_it_goes_on() {
        assertThat(pause("02-20..03-02", true, false).holdsOn(day("02-19"))).isFalse();
        assertThat(pause("02-20..03-02", true, false).holdsOn(day("02-20"))).isTrue();
        assertThat(pause("02-20..03-02", true, false).holdsOn(day("03-01"))).isTrue();
        assertThat(pause("02-20..03-02", true, false).holdsOn(day("03-02"))).isFalse();
        assertThat(pause("02-20..", true, false).holdsOn(day("12-31"))).isTrue();
    }

    @Test
    void a_rest_is_not_empty_and_is_not_paid_twice() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> pause("02-20..02-20", true, false))
                .satisfies(e -> assertThat(e.field()).isEqualTo("until"));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> pause("02-20..02-19", true, false));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> pause("02-20..03-02", false, true))
                .satisfies(e -> assertThat(e.field()).isEqualTo("extend"));
    }

    /** A contract from 15 January with six months' minimum term that is to end on a day. */
    @ParameterizedTest(name = "an end on {0}, rest {1}, later {2}: the end is {3} meanwhile and {4} afterwards")
    @CsvSource(delimiter = '|', nullValues = "unknown", textBlock = """
            # end   | rest         | later | meanwhile | afterwards
            04-15   | 02-15..03-15 | true  | 05-15     | 05-15
            04-15   | 02-20..03-02 | true  | 04-25     | 04-25
            04-15   | 02-20..03-02 | false | 04-15     | 04-15
            # an end before the rest, or on its first day, is not put off
            02-20   | 02-20..03-02 | true  | 02-20     | 02-20
            02-19   | 02-20..03-02 | true  | 02-19     | 02-19
            # an end within the rest is
            02-25   | 02-20..03-02 | true  | 03-07     | 03-07
            # nobody knows while nobody knows for how long
            04-15   | 02-20..      | true  | unknown   | unknown
            04-15   | 02-20..      | false | 04-15     | unknown
            """)
    void the_end_comes_later_with_the_rest(
            String end, String rest, boolean extend, String meanwhile, String afterwards) {
        Pause pause = pause(rest, true, extend);
        Subscription resting = contract(end).withPause(Optional.of(pause));

        assertThat(resting.endOn()).isEqualTo(Optional.ofNullable(meanwhile).map(RestingTest::day));
        if (afterwards != null) {
            Subscription rested = resting.rested(pause);

            assertThat(rested.endOn()).contains(day(afterwards));
            assertThat(rested.pause()).isEmpty();
            assertThat(rested.timeline()).isEqualTo(resting.timeline());
        }
    }

    @Test
    void with_a_rest_that_puts_off_come_later_term_expiry_kept_days_change_and_what_is_charged_once() {
        Subscription rested = everything("04-15").rested(pause("02-20..03-02", true, true));

        assertThat(rested.term().shiftedDays()).isEqualTo(10);
        assertThat(rested.expiresOn()).contains(day("05-25"));
        assertThat(rested.keptUntil()).contains(day("04-25"));
        assertThat(rested.scheduled().map(ScheduledChange::on)).contains(day("04-11"));
        assertThat(rested.once())
                .containsExactly(
                        new OneTime("past", day("02-10"), Money.parse("EUR 1.00")),
                        new OneTime("coming", day("03-25"), Money.parse("EUR 2.00")));
    }

    @Test
    void with_any_other_rest_they_stay() {
        Subscription contract = everything("04-15");
        for (Pause stays : List.of(pause("02-20..03-02", true, false), pause("02-20..03-02", false, false))) {
            Subscription rested = contract.rested(stays);

            assertThat(rested.term()).isEqualTo(contract.term());
            assertThat(rested.expiresOn()).isEqualTo(contract.expiresOn());
            assertThat(rested.keptUntil()).isEqualTo(contract.keptUntil());
            assertThat(rested.once()).isEqualTo(contract.once());
            assertThat(rested.scheduled().map(ScheduledChange::on))
                    .isEqualTo(contract.scheduled().map(ScheduledChange::on));
        }
    }

    @Test
    void days_behind_the_end_are_not_wanted_and_stay_as_they_are_only_where_nothing_is_given_back() {
        Subscription contract = contract("03-10");
        Subscription keeping = contract.ending(Optional.of(day("03-10")), Optional.of(day("03-15")), false);

        assertThat(written(contract.timeline())).isEqualTo("a 01-15..03-10");
        assertThat(contract.untouchedFrom()).isEmpty();
        assertThat(written(keeping.timeline())).isEqualTo("a 01-15..03-10");
        assertThat(keeping.untouchedFrom()).contains(day("03-10"));
    }

    @Test
    void nothing_comes_later_in_a_contract_that_was_cancelled_until_that_is_revoked() {
        Subscription contract = contract("03-10").withPause(Optional.of(pause("02-20..03-02", true, true)));
        Subscription cancelled = contract.in(SubscriptionState.CANCELLED);

        assertThat(contract.endOn()).contains(day("03-20"));
        assertThat(cancelled.endOn()).contains(day("03-10"));
        assertThat(written(cancelled.timeline())).isEqualTo("a 01-15..02-20, a 03-02..03-10");
        assertThat(cancelled.in(SubscriptionState.ACTIVE)).isEqualTo(contract);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            02-10 | 02-20..03-02 | a 01-15..02-20, a 03-02..03-10
            02-25 | 02-20..03-02 | a 01-15..02-25, a 03-02..03-10
            03-02 | 02-20..03-02 | a 01-15..03-10
            03-15 | 02-20..03-02 | a 01-15..03-10
            02-25 | 02-20..      | a 01-15..02-25
            03-15 | 02-20..      | a 01-15..03-10
            """)
    void where_nothing_is_given_back_a_rest_that_was_to_put_off_takes_out_only_what_is_not_paid(
            String paidUntil, String rest, String timeline) {
        Subscription cancelled = contract("03-10")
                .withPause(Optional.of(pause(rest, true, true)))
                .ending(Optional.of(day("03-10")), Optional.of(day(paidUntil)), false)
                .in(SubscriptionState.CANCELLED);

        assertThat(written(cancelled.timeline())).isEqualTo(timeline);
    }

    // --- as it is written above --------------------------------------------------------------------------------------

    private static Subscription contract(String end) {
        return Contract.of(
                CONTRACT,
                ProductId.of("paper"),
                SubscriptionState.ACTIVE,
                day("01-15"),
                Optional.of(day(end)),
                Optional.empty(),
                timeline("a 01-15.. @P1M 01-15"));
    }

    private static Subscription everything(String end) {
        Timeline agreed = timeline("a 01-15..04-01 @P1M 01-15, b 04-01.. @P1M 01-15");
        return contract(end)
                .withAgreed(agreed)
                .withTerm(new Term(TermRule.fixed(Period.ofMonths(6)), day("01-15"), 0))
                .expiringOn(Optional.of(day("05-15")))
                .ending(Optional.of(day(end)), Optional.of(day("04-15")), false)
                .withScheduled(Optional.of(ScheduledChange.of(day("04-01"), timeline("a 04-01.. @P1M 01-15"))))
                .withOnce(List.of(
                        new OneTime("past", day("02-10"), Money.parse("EUR 1.00")),
                        new OneTime("coming", day("03-15"), Money.parse("EUR 2.00"))));
    }

    private static Pause pause(String rest, boolean billing, boolean extend) {
        String[] ends = rest.split("\\.\\.", -1);
        return new Pause(
                day(ends[0]), ends[1].isEmpty() ? Optional.empty() : Optional.of(day(ends[1])), billing, extend);
    }

    private static LocalDate day(String monthAndDay) {
        return LocalDate.parse("2026-" + monthAndDay);
    }

    private static ServicePeriod days(String text) {
        return new ServicePeriod(day(text.substring(0, 5)), day(text.substring(7)));
    }

    private static Timeline timeline(String text) {
        List<Segment> segments = new ArrayList<>();
        for (String segment : text.split(", ", -1)) {
            String[] words = segment.split(" ", -1);
            String[] ends = words[1].split("\\.\\.", -1);
            segments.add(new Segment(
                    day(ends[0]),
                    ends[1].isEmpty() ? Optional.empty() : Optional.of(day(ends[1])),
                    Terms.of(
                            PlanId.of(words[0]),
                            ProductId.of("paper"),
                            1,
                            words[0],
                            "regular",
                            BillingInterval.parse(words[2].substring(1)),
                            day(words[3]),
                            UnitPrice.of("10", EUR),
                            BigDecimal.ONE,
                            Optional.empty())));
        }
        return new Timeline(segments);
    }

    private static String written(Timeline timeline) {
        return timeline.segments().stream()
                .map(s -> s.terms().plan() + " " + s.from().toString().substring(5) + ".."
                        + s.to().map(to -> to.toString().substring(5)).orElse(""))
                .collect(Collectors.joining(", "));
    }
}
