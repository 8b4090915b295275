package io.aboengine.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.Tries;
import io.aboengine.calendar.BillingInterval;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.ProductId;
import io.aboengine.money.Currency;
import io.aboengine.money.UnitPrice;
import io.aboengine.spi.InvalidRequestException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Segments are written as plan, first day and day after the last; the days are counted from the first of January 2026. */
@AddLifecycleHook(Tries.class)
class TimelineTest {
    private static final LocalDate DAY_0 = LocalDate.of(2026, 1, 1);
    private static final int DAYS = 40;

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', textBlock = """
            a 0 10, b 10 20   | a 0 10, b 10 20
            # neighbours on the same terms are one
            a 0 10, a 10 20   | a 0 20
            a 0 10, a 10 -    | a 0 -
            # a gap keeps them apart
            a 0 10, a 11 20   | a 0 10, a 11 20
            a 0 5, a 5 7, a 7 9, b 9 - | a 0 9, b 9 -
            """)
    void neighbours_on_the_same_terms_are_one_segment(String given, String kept) {
        assertThat(timeline(given)).isEqualTo(timeline(kept));
        assertThat(written(timeline(given))).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a 0 10, b 9 20
            a 0 -, b 10 20
            b 10 20, a 0 10
            a 5 5
            a 5 4
            """)
    void segments_do_not_overlap_and_are_not_empty(String segments) {
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> timeline(segments));
    }

    @Test
    void an_end_is_known_or_there_is_none() {
        assertThat(timeline("a 0 10, b 12 20").end()).contains(day(20));
        assertThat(timeline("a 0 10, b 12 -").end()).isEmpty();
        assertThat(Timeline.empty().end()).contains(LocalDate.MIN);
    }

    @ParameterizedTest(name = "day {0}: at {1}, at or after {2}, next start {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # of: a from 5 to 10, b from 10 to 15, c from 20 on
             4 | - | a | 5
             5 | a | a | 10
             9 | a | a | 10
            10 | b | b | 20
            15 | - | c | 20
            19 | - | c | 20
            20 | c | c | -
            99 | c | c | -
            """)
    void days_are_looked_up(int day, String at, String atOrAfter, Integer nextStart) {
        Timeline timeline = timeline("a 5 10, b 10 15, c 20 -");

        assertThat(timeline.at(day(day)).map(TimelineTest::plan)).isEqualTo(Optional.ofNullable(at));
        assertThat(timeline.atOrAfter(day(day)).map(TimelineTest::plan)).isEqualTo(Optional.ofNullable(atOrAfter));
        assertThat(timeline.nextStartAfter(day(day)))
                .isEqualTo(Optional.ofNullable(nextStart).map(TimelineTest::day));
    }

    @Provide
    Arbitrary<List<Integer>> terms() {
        return Arbitraries.integers().between(0, 3).list().ofSize(DAYS);
    }

    @Property(tries = 500)
    void a_timeline_cut_and_joined_is_its_days_cut_and_joined(
            @ForAll("terms") List<Integer> early,
            @ForAll("terms") List<Integer> late,
            @ForAll @IntRange(max = DAYS) int cut) {
        Timeline one = ofDays(early);
        Timeline other = ofDays(late);

        for (int i = 0; i < DAYS; i++) {
            Optional<String> before = planOn(early, i);
            Optional<String> after = planOn(late, i);
            assertThat(one.at(day(i)).map(TimelineTest::plan)).isEqualTo(before);
            assertThat(one.until(day(cut)).at(day(i)).map(TimelineTest::plan))
                    .isEqualTo(i < cut ? before : Optional.empty());
            assertThat(other.from(day(cut)).at(day(i)).map(TimelineTest::plan))
                    .isEqualTo(i < cut ? Optional.empty() : after);
            assertThat(one.followedBy(day(cut), other).at(day(i)).map(TimelineTest::plan))
                    .isEqualTo(i < cut ? before : after);
        }
        assertThat(one.followedBy(day(cut), one)).isEqualTo(one);
    }

    /** One number for each day; 0 is a day without terms. */
    private static Timeline ofDays(List<Integer> days) {
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < days.size(); i++) {
            Optional<String> plan = planOn(days, i);
            if (plan.isPresent()) {
                segments.add(new Segment(day(i), Optional.of(day(i + 1)), terms(plan.get())));
            }
        }
        return new Timeline(segments);
    }

    private static Optional<String> planOn(List<Integer> days, int i) {
        return days.get(i) == 0 ? Optional.empty() : Optional.of("p" + days.get(i));
    }

    private static Timeline timeline(String text) {
        List<Segment> segments = new ArrayList<>();
        for (String part : text.split(", ")) {
            String[] words = part.split(" ");
            segments.add(new Segment(
                    day(Integer.parseInt(words[1])),
                    words[2].equals("-") ? Optional.empty() : Optional.of(day(Integer.parseInt(words[2]))),
                    terms(words[0])));
        }
        return new Timeline(segments);
    }

    private static String written(Timeline timeline) {
        List<String> parts = new ArrayList<>();
        for (Segment segment : timeline.segments()) {
            parts.add(plan(segment) + " " + (segment.from().toEpochDay() - DAY_0.toEpochDay()) + " "
                    + segment.to()
                            .map(to -> Long.toString(to.toEpochDay() - DAY_0.toEpochDay()))
                            .orElse("-"));
        }
        return String.join(", ", parts);
    }

    private static String plan(Segment segment) {
        return segment.terms().plan().value();
    }

    private static LocalDate day(int number) {
        return DAY_0.plusDays(number);
    }

    private static Terms terms(String plan) {
        return new Terms(
                PlanId.of(plan),
                ProductId.of("paper"),
                1,
                plan,
                "regular",
                BillingInterval.MONTHLY,
                DAY_0,
                UnitPrice.of("10", Currency.EUR),
                BigDecimal.ONE,
                Optional.empty());
    }
}
