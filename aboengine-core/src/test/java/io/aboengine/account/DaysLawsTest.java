package io.aboengine.account;

import io.aboengine.Tries;
import io.aboengine.account.AccountLawsTest.Billed;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.statistics.Statistics;

/**
 * Whatever is done with an account, what was billed agrees with a bookkeeper who was told in words what was agreed, and
 * keeps a row for every day.
 */
@AddLifecycleHook(Tries.class)
class DaysLawsTest {
    private static final int TRIES = 2000;

    /** Long enough for everything that was agreed for a later day to have come. */
    private static final int AFTERWARDS = 130;

    @Provide
    Arbitrary<List<Step>> steps() {
        return Step.eventfulLives(11, Map.of());
    }

    @Provide
    Arbitrary<Billed> billed() {
        return Billed.any();
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void every_day_is_billed_once_at_its_price(@ForAll("steps") List<Step> steps, @ForAll("billed") Billed billed) {
        Narrator narrator = new Narrator();
        Life life = new Life(Shop.ADA, billed.rules(), Optional.of(narrator));
        life.telling(() -> {
            for (Step step : steps) {
                life.live(step);
                narrator.audit(life).check();
            }
            LocalDate end = life.today().plusDays(AFTERWARDS);
            life.waitUntil(end);
            life.advance();
            narrator.audit(life).check();
        });
        count(life);
    }

    /** Every command is given and not refused, and what is hard to bill is met, in more than a few lives. */
    private static void count(Life life) {
        for (Step.What what : Step.What.values()) {
            if (what != Step.What.NOTHING) {
                count(what.name(), life.done().contains(what));
            }
        }
        Set<Encounter> met = Encounter.of(life);
        for (Encounter encounter : Encounter.values()) {
            count(encounter.name(), met.contains(encounter));
        }
    }

    /** One life in twenty, at least; fewer lives than in the build prove nothing. */
    private static void count(String what, boolean seen) {
        int tries = Integer.getInteger("aboengine.tries", TRIES);
        double least = tries >= TRIES ? 5 : 0;
        Statistics.label(what)
                .collect(seen)
                .coverage(coverage -> coverage.check(true).percentage(share -> share >= least));
    }
}
