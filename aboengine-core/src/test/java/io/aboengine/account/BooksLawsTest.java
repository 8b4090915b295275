package io.aboengine.account;

import io.aboengine.Tries;
import io.aboengine.account.AccountLawsTest.Billed;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** What is written of an account adds up, whatever is done with it. */
@AddLifecycleHook(Tries.class)
class BooksLawsTest {
    @Provide
    Arbitrary<List<Step>> steps() {
        return Step.lives(12);
    }

    @Provide
    Arbitrary<Billed> billed() {
        return Billed.any();
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void books_balance_and_nothing_is_given_back_twice(
            @ForAll("steps") List<Step> steps, @ForAll("billed") Billed billed) {
        Life life = new Life(Shop.ADA, billed.rules());
        life.telling(() -> {
            for (Step step : steps) {
                life.live(step);
                life.ledger().assertNumbered();
                life.ledger().assertBooksBalance();
                life.ledger().assertDocumentsAddUp();
                life.ledger().assertNothingIsTakenBackTwice();
                life.ledger().assertNothingIsOwedForCancelledInvoices();
            }
        });
    }
}
