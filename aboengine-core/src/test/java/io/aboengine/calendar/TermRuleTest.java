package io.aboengine.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aboengine.Tries;
import io.aboengine.spi.InvalidRequestException;
import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@AddLifecycleHook(Tries.class)
class TermRuleTest {

    /**
     * Terms by sections 187 (2) and 188 BGB, notice by sections 187 (1) and 188 BGB. The first two blocks are clauses as
     * section 309 No 9 BGB allows them with consumers, in its wording until 28 February 2022 and since 1 March 2022.
     */
    @ParameterizedTest(name = "{0}, {1} notice, then {2}, from {3} on: received {4}, ends with {5}")
    @CsvSource(delimiter = '|', textBlock = """
            # minimum | notice | renewal    | first day  | received   | last day
            # concluded until 28 February 2022: two years, three months' notice, a year more each time
            P24M      | P3M    | P12M       | 2020-05-15 | 2022-02-14 | 2022-05-14
            P24M      | P3M    | P12M       | 2020-05-15 | 2022-02-15 | 2023-05-14
            P24M      | P3M    | P12M       | 2020-05-15 | 2023-02-14 | 2023-05-14
            P24M      | P3M    | P12M       | 2020-05-15 | 2023-02-15 | 2024-05-14
            P24M      | P3M    | P12M       | 2022-02-28 | 2023-11-27 | 2024-02-27
            P24M      | P3M    | P12M       | 2022-02-28 | 2023-11-28 | 2025-02-27
            # concluded since 1 March 2022: two years, a month's notice, then indefinite with a month
            P24M      | P1M    | INDEFINITE | 2022-03-01 | 2024-01-31 | 2024-02-29
            P24M      | P1M    | INDEFINITE | 2022-03-01 | 2024-02-01 | 2024-03-01
            P24M      | P1M    | INDEFINITE | 2022-03-01 | 2025-01-31 | 2025-02-28
            P12M      | P1M    | INDEFINITE | 2026-01-01 | 2026-11-30 | 2026-12-31
            P12M      | P1M    | INDEFINITE | 2026-01-01 | 2026-12-01 | 2027-01-01
            P12M      | P1M    | INDEFINITE | 2026-01-01 | 2026-12-31 | 2027-01-31
            P12M      | P1M    | INDEFINITE | 2026-01-15 | 2026-12-14 | 2027-01-14
            P12M      | P1M    | INDEFINITE | 2026-01-15 | 2026-12-15 | 2027-01-15
            P12M      | P1M    | INDEFINITE | 2025-03-01 | 2026-01-31 | 2026-02-28
            P12M      | P1M    | INDEFINITE | 2025-03-01 | 2026-03-15 | 2026-04-15
            # notice long before its time changes nothing, nor does notice before the contract begins
            P12M      | P1M    | INDEFINITE | 2026-01-01 | 2026-01-01 | 2026-12-31
            P12M      | P1M    | INDEFINITE | 2026-01-01 | 2025-06-30 | 2026-12-31
            P1M       | P3M    | INDEFINITE | 2026-01-01 | 2025-10-31 | 2026-01-31
            P1M       | P3M    | INDEFINITE | 2026-01-01 | 2025-11-01 | 2026-02-01
            # no notice period: on the last day of the term, and after it from day to day
            P12M      |        | INDEFINITE | 2026-01-31 | 2027-01-30 | 2027-01-30
            P12M      |        | INDEFINITE | 2026-01-31 | 2027-01-31 | 2027-01-31
            P12M      |        | P12M       | 2026-01-31 | 2027-01-31 | 2028-01-30
            # between businesses: terms are counted from the first day, so the 31st and the leap day come back
            P1M       | P14D   | P1M        | 2026-01-31 | 2026-02-14 | 2026-02-28
            P1M       | P14D   | P1M        | 2026-01-31 | 2026-02-15 | 2026-03-30
            P1M       | P14D   | P1M        | 2026-01-31 | 2026-03-16 | 2026-03-30
            P1M       | P14D   | P1M        | 2026-01-31 | 2026-03-17 | 2026-04-30
            P1Y       | P1M    | P1Y        | 2024-02-29 | 2025-01-31 | 2025-02-28
            P1Y       | P1M    | P1Y        | 2024-02-29 | 2025-02-01 | 2026-02-28
            P1Y       | P1M    | P1Y        | 2024-02-29 | 2028-01-28 | 2028-02-28
            P1Y       | P1M    | P1Y        | 2024-02-29 | 2028-01-29 | 2029-02-28
            P24M      | P6W    | P12M       | 2024-07-01 | 2026-05-19 | 2026-06-30
            P24M      | P6W    | P12M       | 2024-07-01 | 2026-05-20 | 2027-06-30
            # notice longer than the renewal reaches over several of them
            P3M       | P3M    | P1M        | 2026-01-01 | 2026-01-15 | 2026-04-30
            # ends by itself, whatever is received and when
            P6M       |        | NONE       | 2026-01-31 | 2026-02-01 | 2026-07-30
            P6M       | P1M    | NONE       | 2026-01-31 | 2026-07-25 | 2026-07-30
            # no minimum
                      | P1M    | INDEFINITE | 2026-01-01 | 2026-01-31 | 2026-02-28
                      | P1M    | INDEFINITE | 2026-01-01 | 2026-03-15 | 2026-04-15
                      | P2W    | INDEFINITE | 2026-01-01 | 2026-03-15 | 2026-03-29
                      |        | INDEFINITE | 2026-01-01 | 2026-03-15 | 2026-03-15
            # not earlier than the first day
                      | P1M    | INDEFINITE | 2026-06-01 | 2026-01-15 | 2026-06-01
                      |        | INDEFINITE | 2026-06-01 | 2026-01-15 | 2026-06-01
            """)
    void a_contract_ends_at_the_earliest_with(
            Period minimum, Period notice, String renewal, LocalDate firstDay, LocalDate receipt, LocalDate lastDay) {
        assertThat(rule(minimum, notice, renewal).earliestLastDay(firstDay, receipt, 0))
                .isEqualTo(lastDay);
    }

    /** A pause of ten days puts off every end, and with it the day by which notice is to be received. */
    @ParameterizedTest(name = "{0}, {1} notice, then {2}, from {3} on, 10 days later: received {4}, ends with {5}")
    @CsvSource(delimiter = '|', textBlock = """
            # minimum | notice | renewal    | first day  | received   | last day
            P12M      | P1M    | INDEFINITE | 2026-01-01 | 2026-12-10 | 2027-01-10
            P12M      | P1M    | INDEFINITE | 2026-01-01 | 2026-12-11 | 2027-01-11
            P12M      | P1M    | P12M       | 2026-01-01 | 2026-12-11 | 2028-01-10
            P6M       |        | NONE       | 2026-01-01 | 2026-02-01 | 2026-07-10
                      | P1M    | INDEFINITE | 2026-01-01 | 2026-02-01 | 2026-03-01
            """)
    void paused_days_put_off_the_end_of_every_term(
            Period minimum, Period notice, String renewal, LocalDate firstDay, LocalDate receipt, LocalDate lastDay) {
        assertThat(rule(minimum, notice, renewal).earliestLastDay(firstDay, receipt, 10))
                .isEqualTo(lastDay);
    }

    @ParameterizedTest(name = "{0}, {1} notice, then {2}, from {3} on: on {4} notice is possible until {6}")
    @CsvSource(delimiter = '|', textBlock = """
            # minimum | notice | renewal    | first day  | day        | shifted | latest receipt
            P12M      | P1M    | INDEFINITE | 2026-01-01 | 2026-01-01 |       0 | 2026-11-30
            P12M      | P1M    | INDEFINITE | 2026-01-01 | 2025-06-01 |       0 | 2026-11-30
            P12M      | P1M    | INDEFINITE | 2026-01-01 | 2026-12-31 |       0 | 2026-11-30
            P12M      | P1M    | INDEFINITE | 2026-01-01 | 2027-01-01 |       0 |
            P12M      | P1M    | INDEFINITE | 2026-01-01 | 2027-01-01 |      10 | 2026-12-10
            P12M      | P1M    | INDEFINITE | 2025-03-01 | 2026-02-01 |       0 | 2026-01-31
            P24M      | P3M    | P12M       | 2020-05-15 | 2022-05-14 |       0 | 2022-02-14
            P24M      | P3M    | P12M       | 2020-05-15 | 2022-05-15 |       0 | 2023-02-14
            P24M      | P3M    | P12M       | 2020-05-15 | 2024-05-14 |       0 | 2024-02-14
            P12M      |        | P12M       | 2026-01-31 | 2026-05-05 |       0 | 2027-01-30
            P1M       | P14D   | P1M        | 2026-01-31 | 2026-03-01 |       0 | 2026-03-16
            # longer than the term itself: before it began
            P1M       | P3M    | P1M        | 2026-01-01 | 2026-05-15 |       0 | 2026-02-28
            # there is no such day
                      | P1M    | INDEFINITE | 2026-01-01 | 2026-05-15 |       0 |
                      |        | INDEFINITE | 2026-01-01 | 2026-05-15 |       0 |
            P6M       | P1M    | NONE       | 2026-01-01 | 2026-05-15 |       0 |
            """)
    void notice_still_ends_the_running_term_until(
            Period minimum,
            Period notice,
            String renewal,
            LocalDate firstDay,
            LocalDate day,
            int shiftedDays,
            LocalDate latest) {
        assertThat(rule(minimum, notice, renewal).latestReceiptForTermAt(firstDay, day, shiftedDays))
                .isEqualTo(Optional.ofNullable(latest));
    }

    @ParameterizedTest(name = "{0}, then {1}, from {2} on: ends by itself with {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # minimum | renewal    | first day  | last day
            P6M       | NONE       | 2026-01-31 | 2026-07-30
            P1M       | NONE       | 2026-01-31 | 2026-02-28
            P6M       | INDEFINITE | 2026-01-31 |
            P6M       | P6M        | 2026-01-31 |
                      | INDEFINITE | 2026-01-31 |
            """)
    void only_a_contract_without_renewal_ends_by_itself(
            Period minimum, String renewal, LocalDate firstDay, LocalDate lastDay) {
        assertThat(rule(minimum, null, renewal).lastDayByItself(firstDay)).isEqualTo(Optional.ofNullable(lastDay));
    }

    @Test
    void the_short_ways_to_a_rule_give_the_same_as_the_long_one() {
        assertThat(TermRule.none()).isEqualTo(rule(null, null, "INDEFINITE"));
        assertThat(TermRule.cancellableWith(Period.ofMonths(1)))
                .isEqualTo(rule(null, Period.ofMonths(1), "INDEFINITE"));
        assertThat(TermRule.fixed(Period.ofMonths(6))).isEqualTo(rule(Period.ofMonths(6), null, "NONE"));
        assertThat(TermRule.of(Period.ofMonths(12), Period.ofMonths(1), Renewal.parse("P12M")))
                .isEqualTo(rule(Period.ofMonths(12), Period.ofMonths(1), "P12M"));
        assertThat(TermRule.cancellableWith(Period.ZERO))
                .as("a notice period of nothing is none")
                .isEqualTo(TermRule.none());
    }

    @ParameterizedTest
    @CsvSource({"INDEFINITE", "NONE", "P12M", "P1Y", "P1Y6M", "P14D"})
    void a_renewal_is_read_as_it_is_written(String text) {
        assertThat(Renewal.parse(text)).hasToString(text);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @CsvSource(delimiter = '|', textBlock = """
            indefinite | renewal: must be INDEFINITE, NONE or a length like P12M, was indefinite
            12M        | renewal: must be INDEFINITE, NONE or a length like P12M, was 12M
            P0M        | renewal: must be longer than nothing, was P0D
            P-1M       | renewal: must have no negative part, was P-1M
            """)
    void a_renewal_that_is_none_is_refused(String text, String message) {
        assertThatThrownBy(() -> Renewal.parse(text))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(message);
    }

    @ParameterizedTest(name = "{0}, {1} notice, then {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
                 |       | NONE       | renewal: must be INDEFINITE without a minimum term, there is no term that ends, was NONE
                 | P1M   | P12M       | renewal: must be INDEFINITE without a minimum term, there is no term that ends, was P12M
            P0D  | P1M   | INDEFINITE | minimum: must be longer than nothing, was P0D
            P-1M | P1M   | INDEFINITE | minimum: must have no negative part, was P-1M
            P12M | P1M-1D| INDEFINITE | notice: must have no negative part, was P1M-1D
            """)
    void a_rule_that_contradicts_itself_is_refused(Period minimum, Period notice, String renewal, String message) {
        assertThatThrownBy(() -> rule(minimum, notice, renewal))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(message);
    }

    @Test
    void a_pause_cannot_shorten_a_term() {
        LocalDate day = LocalDate.of(2026, 1, 1);

        assertThatThrownBy(() -> TermRule.none().earliestLastDay(day, day, -1))
                .hasMessage("shiftedDays: must be zero or more, was -1");
        assertThatThrownBy(() -> TermRule.none().latestReceiptForTermAt(day, day, -1))
                .hasMessage("shiftedDays: must be zero or more, was -1");
    }

    @Property
    void later_notice_never_ends_a_contract_earlier(
            @ForAll("rules") TermRule rule,
            @ForAll("days") LocalDate firstDay,
            @ForAll @IntRange(min = -400, max = 3000) int received,
            @ForAll @IntRange(max = 60) int shiftedDays) {
        LocalDate receipt = firstDay.plusDays(received);
        LocalDate end = rule.earliestLastDay(firstDay, receipt, shiftedDays);

        assertThat(rule.earliestLastDay(firstDay, receipt.plusDays(1), shiftedDays))
                .isAfterOrEqualTo(end);
        assertThat(end).isAfterOrEqualTo(firstDay);
    }

    @Property
    void notice_is_kept_unless_the_contract_ends_by_itself(
            @ForAll("rules") TermRule rule,
            @ForAll("days") LocalDate firstDay,
            @ForAll @IntRange(min = -400, max = 3000) int received) {
        LocalDate receipt = firstDay.plusDays(received);
        LocalDate end = rule.earliestLastDay(firstDay, receipt, 0);

        if (!(rule.renewal() instanceof Renewal.None)) {
            assertThat(LegalPeriods.endOfEventPeriod(receipt, rule.notice().orElse(Period.ZERO)))
                    .isBeforeOrEqualTo(end);
        }
    }

    @Property
    void notice_on_the_latest_day_ends_the_running_term_and_a_day_later_does_not(
            @ForAll("rules") TermRule rule,
            @ForAll("days") LocalDate firstDay,
            @ForAll @IntRange(max = 3000) int running,
            @ForAll @IntRange(max = 60) int shiftedDays) {
        LocalDate day = firstDay.plusDays(running);

        rule.latestReceiptForTermAt(firstDay, day, shiftedDays).ifPresent(latest -> {
            LocalDate end = rule.earliestLastDay(firstDay, latest, shiftedDays);
            assertThat(end).isAfterOrEqualTo(day);
            assertThat(rule.earliestLastDay(firstDay, latest.plusDays(1), shiftedDays))
                    .isAfter(end);
            assertThat(rule.latestReceiptForTermAt(firstDay, end, shiftedDays)).contains(latest);
        });
    }

    @Provide
    Arbitrary<TermRule> rules() {
        Arbitrary<Optional<Period>> minimum = lengths().optional();
        Arbitrary<Optional<Period>> notice = lengths().optional();
        Arbitrary<Renewal> renewal = Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(new Renewal.Indefinite())),
                Tuple.of(1, Arbitraries.just(new Renewal.None())),
                Tuple.of(3, lengths().map(Renewal.Fixed::new)));
        return Combinators.combine(minimum, notice, renewal)
                .as((binds, before, then) -> binds.isEmpty()
                        ? new TermRule(binds, before, new Renewal.Indefinite())
                        : new TermRule(binds, before, then))
                .withoutEdgeCases();
    }

    private static Arbitrary<Period> lengths() {
        return Arbitraries.of("P1M", "P2M", "P3M", "P6M", "P12M", "P1Y", "P24M", "P14D", "P6W", "P1M15D")
                .map(Period::parse);
    }

    @Provide
    Arbitrary<LocalDate> days() {
        Arbitrary<LocalDate> any = Arbitraries.integers().between(0, 10_000).map(LocalDate.of(2015, 1, 1)::plusDays);
        return Arbitraries.oneOf(any, any.map(day -> day.withDayOfMonth(day.lengthOfMonth())));
    }

    private static TermRule rule(Period minimum, Period notice, String renewal) {
        return new TermRule(Optional.ofNullable(minimum), Optional.ofNullable(notice), Renewal.parse(renewal));
    }
}
