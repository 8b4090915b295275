package io.aboengine.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.calendar.Renewal;
import io.aboengine.calendar.TermRule;
import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The first day without service, which follows the last day that sections 187 and 188 BGB give. Rules are written as minimum
 * term, notice and renewal; notice and receipt are in the merchant's days.
 */
class TermTest {

    @ParameterizedTest(name = "{0} from {1}, put off {2} days, received {3}: out on {4}")
    @CsvSource(delimiter = '|', textBlock = """
            # rule                | first day  | put off | received   | out on     | because
            # nothing binds: service ends with the day of receipt
            - - INDEFINITE        | 2026-01-01 | 0       | 2026-03-10 | 2026-03-11 | no minimum, no notice
            - P1M INDEFINITE      | 2026-01-01 | 0       | 2026-01-31 | 2026-03-01 | a month from 31 January ends on 28 February
            - P1M INDEFINITE      | 2026-01-01 | 0       | 2026-03-15 | 2026-04-16 | section 188 (2): 15 April is the last day
            # a year, a month's notice: 30 November is in time for 31 December, 1 December is not
            P12M P1M INDEFINITE   | 2026-01-01 | 0       | 2026-11-30 | 2027-01-01 | in time
            P12M P1M INDEFINITE   | 2026-01-01 | 0       | 2026-12-01 | 2027-01-02 | a month from 1 December
            P12M P1M P12M         | 2026-01-01 | 0       | 2026-12-01 | 2028-01-01 | another year (business)
            # the term of 28 February: 31 January is in time, which plusMonths(-1) would not allow
            P12M P1M INDEFINITE   | 2025-03-01 | 0       | 2026-01-31 | 2026-03-01 | in time
            P12M P1M INDEFINITE   | 2025-03-01 | 0       | 2026-02-01 | 2026-03-02 | a month from 1 February
            P12M P1M INDEFINITE   | 2027-03-01 | 0       | 2028-01-31 | 2028-03-01 | 29 February is the last day
            P24M P3M INDEFINITE   | 2025-03-01 | 0       | 2026-11-30 | 2027-03-01 | three months before 28 February
            P24M P3M INDEFINITE   | 2025-03-01 | 0       | 2026-12-01 | 2027-03-02 | three months from 1 December
            # without notice the minimum term alone binds
            P6M - INDEFINITE      | 2026-01-31 | 0       | 2026-02-10 | 2026-07-31 | six months from 31 January end on 30 July
            P6M - INDEFINITE      | 2026-01-31 | 0       | 2026-09-10 | 2026-09-11 | over
            # pauses put the end off
            P12M P1M INDEFINITE   | 2026-01-01 | 10      | 2026-12-10 | 2027-01-11 | in time for 10 January
            P12M P1M INDEFINITE   | 2026-01-01 | 10      | 2026-12-11 | 2027-01-12 | a month from 11 December
            # ends by itself
            P6M - NONE            | 2026-01-01 | 0       | 2026-02-10 | 2026-07-01 | nothing is earlier
            """)
    void a_notice_ends_a_contract_as_early_as_its_term_allows(
            String rule, LocalDate startOn, int putOff, LocalDate received, LocalDate outOn, String because) {
        assertThat(new Term(rule(rule), startOn, putOff).earliestEnd(received))
                .as(because)
                .isEqualTo(outOn);
    }

    @ParameterizedTest(name = "{0} from {1}, put off {2} days: out on {3}")
    @CsvSource(delimiter = '|', nullValues = "never", textBlock = """
            P6M - NONE            | 2026-01-01 | 0  | 2026-07-01
            P6M - NONE            | 2025-08-31 | 0  | 2026-03-01
            P6M - NONE            | 2026-01-01 | 31 | 2026-08-01
            P12M P1M INDEFINITE   | 2026-01-01 | 0  | never
            P12M P1M P12M         | 2026-01-01 | 0  | never
            - - INDEFINITE        | 2026-01-01 | 0  | never
            """)
    void a_term_that_nothing_follows_ends_by_itself(String rule, LocalDate startOn, int putOff, LocalDate outOn) {
        assertThat(new Term(rule(rule), startOn, putOff).endByItself()).isEqualTo(Optional.ofNullable(outOn));
    }

    @ParameterizedTest(name = "{0} is free: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            - - INDEFINITE        | true
            - P1M INDEFINITE      | false
            P6M - INDEFINITE      | false
            P6M - NONE            | false
            """)
    void a_term_is_free_if_neither_minimum_nor_notice_binds(String rule, boolean free) {
        assertThat(new Term(rule(rule), LocalDate.of(2026, 1, 1), 0).isFree()).isEqualTo(free);
    }

    private static TermRule rule(String text) {
        String[] words = text.split(" ", -1);
        return new TermRule(length(words[0]), length(words[1]), Renewal.parse(words[2]));
    }

    private static Optional<Period> length(String text) {
        return text.equals("-") ? Optional.empty() : Optional.of(Period.parse(text));
    }
}
