package io.aboengine.account;

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
import net.jqwik.api.lifecycle.AddLifecycleHook;

/**
 * Whatever is done with an account, what was billed agrees with a bookkeeper who was told in words what was agreed, and
 * keeps a row for every day.
 */
@AddLifecycleHook(Tries.class)
class DaysLawsTest {
    /** Long enough for everything that was agreed for a later day to have come. */
    private static final int AFTERWARDS = 130;

    @Provide
    Arbitrary<List<Step>> steps() {
        return Step.lives(9);
    }

    @Provide
    Arbitrary<Billed> billed() {
        return Billed.any();
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
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
    }
}
