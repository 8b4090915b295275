package io.aboengine.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.Tries;
import io.aboengine.calendar.BillingInterval;
import io.aboengine.catalog.BillingMode;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.ProductId;
import io.aboengine.money.Currency;
import io.aboengine.money.UnitPrice;
import io.aboengine.spi.InvalidRequestException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    @ParameterizedTest(name = "{0}, from day {1} in capitals: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            a 0 10, b 10 20   | 10 | a 0 10, B 10 20
            a 0 10, b 10 20   | 0  | A 0 10, B 10 20
            a 0 10, b 10 20   | 20 | a 0 10, b 10 20
            # one that holds the day is cut there
            a 0 10, b 10 -    | 5  | a 0 5, A 5 10, B 10 -
            a 0 10, b 12 -    | 11 | a 0 10, B 12 -
            # what is the same afterwards is one again
            a 0 10, A 10 20   | 5  | a 0 5, A 5 20
            """)
    void terms_become_others_from_a_day_on(String given, int day, String changed) {
        Timeline timeline = timeline(given)
                .changedFrom(day(day), segment -> segment.on(terms(plan(segment).toUpperCase(Locale.ROOT))));

        assertThat(written(timeline)).isEqualTo(changed);
    }

    /**
     * Months from 1 January 2026; plans in capitals are billed in arrears, {@code X} in weeks from 1 January. Days are those
     * of January from 0, so that 31 is 1 February.
     */
    @ParameterizedTest(name = "{0}: day {1} is billed on day {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # in advance a day is billed as soon as it comes
            a 0 -             | 5  | 5
            # in arrears when its period is over
            A 0 -             | 0  | 31
            A 0 -             | 30 | 31
            A 0 -             | 31 | 59
            A 10 -            | 10 | 31
            # or the contract
            A 0 20            | 5  | 20
            A 0 20, b 25 -    | 5  | 20
            # other terms on the same periods do not end it
            A 0 10, B 10 -    | 5  | 31
            A 0 10, B 10 20, C 20 -  | 5  | 31
            A 0 10, B 10 20   | 5  | 20
            A 0 10, B 10 20   | 15 | 20
            # other periods do, and a contract that goes on in advance
            A 0 10, X 10 -    | 5  | 10
            A 0 10, X 10 -    | 10 | 14
            A 0 10, b 10 -    | 5  | 10
            a 0 10, B 10 -    | 5  | 5
            a 0 10, B 10 -    | 10 | 31
            # a rest does
            A 0 10, A 12 -    | 5  | 10
            A 0 10, A 12 -    | 12 | 31
            """)
    void days_are_billed_when_they_come_or_when_their_period_is_over(String timeline, int day, int billedOn) {
        Timeline arrears = timeline(timeline).changedFrom(DAY_0, segment -> segment.on(inArrears(segment.terms())));

        assertThat(arrears.billedOn(day(day))).isEqualTo(day(billedOn));
    }

    private static Terms inArrears(Terms terms) {
        String plan = terms.plan().value();
        boolean capital = plan.equals(plan.toUpperCase(Locale.ROOT));
        return new Terms(
                terms.plan(),
                terms.product(),
                terms.catalogVersion(),
                terms.planName(),
                terms.phase(),
                plan.equals("X") ? BillingInterval.WEEKLY : terms.interval(),
                terms.anchor(),
                terms.shiftDays(),
                terms.alignment(),
                capital ? BillingMode.IN_ARREARS : BillingMode.IN_ADVANCE,
                terms.price(),
                terms.freeStart(),
                terms.overridden(),
                terms.quantity(),
                terms.taxCategory(),
                terms.whole(),
                terms.discounts(),
                terms.usage());
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
        return Terms.of(
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
