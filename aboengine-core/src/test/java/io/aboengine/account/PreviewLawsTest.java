package io.aboengine.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.Tries;
import io.aboengine.account.AccountLawsTest.Billed;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.statistics.Statistics;

/** What a customer is shown before is what comes after. */
@AddLifecycleHook(Tries.class)
class PreviewLawsTest {
    /** For how many days nothing may be made where nothing was shown. */
    private static final int NOTHING_FOR = 400;

    @Provide
    Arbitrary<List<Step>> steps() {
        return Step.lives(9);
    }

    @Provide
    Arbitrary<Billed> billed() {
        return Billed.any();
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void a_command_makes_what_its_preview_showed_and_so_does_the_next_day(
            @ForAll("steps") List<Step> steps, @ForAll("billed") Billed billed) {
        Life life = new Life(Shop.ADA, billed.rules());
        life.telling(() -> {
            Optional<Preview> last = Optional.empty();
            for (Step step : steps) {
                LocalDate day = life.today().plusDays(step.after());
                if (step.ran() && step.after() > 0) {
                    life.waitUntil(day.minusDays(1));
                    life.advance();
                }
                life.waitUntil(day);
                last = assertMakesWhatItShows(life, step);
            }
            if (last.isPresent()) {
                assertNextDayMakes(life, last.get());
            }
            Statistics.label("something is shown for a later day")
                    .collect(last.map(p -> !p.next().isEmpty()).orElse(false));
        });
    }

    /** Returns what was shown, if the command was not refused. */
    static Optional<Preview> assertMakesWhatItShows(Life life, Step step) {
        life.prepare(step);
        Optional<Preview> shown = life.preview(step);
        long from = life.ledger().account().nextOrdinal();
        assertThat(life.give(step)).as("%s", step).isEqualTo(shown.isPresent());
        if (shown.isPresent()) {
            assertThat(shown.get().now()).as("what is made at once").isEqualTo(life.sheetsFrom(from));
            Optional<LocalDate> end = shown.get()
                    .subscription()
                    .flatMap(s -> life.ledger().subscription(s.id()).endOn());
            assertThat(shown.get().endOn()).as("the end").isEqualTo(end);
            Statistics.label("something is shown at once")
                    .collect(!shown.get().now().isEmpty());
        }
        return shown;
    }

    static void assertNextDayMakes(Life life, Preview shown) {
        long from = life.ledger().account().nextOrdinal();
        Optional<LocalDate> due = life.ledger().account().dueOn();
        Optional<LocalDate> madeOn = Optional.empty();
        LocalDate farthest = shown.nextOn().orElse(life.today().plusDays(NOTHING_FOR));
        while (due.isPresent() && !due.get().isAfter(farthest) && madeOn.isEmpty()) {
            LocalDate day = due.get().isBefore(life.today()) ? life.today() : due.get();
            life.waitUntil(day);
            life.advance();
            if (!life.sheetsFrom(from).isEmpty()) {
                madeOn = Optional.of(day);
            }
            due = life.ledger().account().dueOn().filter(next -> next.isAfter(day));
        }
        assertThat(shown.nextOn()).as("the next day").isEqualTo(madeOn);
        assertThat(shown.next()).as("what is made on the next day").isEqualTo(life.sheetsFrom(from));
    }

    /** With a run on every day; that a late run bills the same is a law of its own. */
    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void what_is_shown_up_to_a_day_is_made_by_then(
            @ForAll("steps") List<Step> steps, @ForAll("billed") Billed billed, @ForAll @IntRange(max = 80) int days) {
        Life life = new Life(Shop.ADA, billed.rules());
        life.telling(() -> {
            steps.forEach(life::live);
            long from = life.ledger().account().nextOrdinal();
            LocalDate day = life.today().plusDays(days);
            List<Preview.Sheet> shown = life.previewThrough(day);
            life.runEveryDayBefore(day.plusDays(1));
            assertThat(life.sheetsFrom(from)).isEqualTo(shown);
            Statistics.label("something is shown").collect(!shown.isEmpty());
        });
    }
}
