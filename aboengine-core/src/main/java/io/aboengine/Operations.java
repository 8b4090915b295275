package io.aboengine;

import io.aboengine.party.AccountId;
import io.aboengine.payment.AttemptId;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.store.BrokenAccount;
import io.aboengine.store.StoreQueries;
import java.util.List;
import java.util.Optional;

/** What an operator looks after. */
public interface Operations {

    /** Up to {@code limit} accounts that could not be worked on, ascending after this one. */
    List<BrokenAccount> brokenAccounts(Optional<AccountId> after, int limit);

    /** Lets the next run try the account again. */
    void retry(AccountId account);

    /**
     * Takes running contracts to the prices their plans have now. Each is changed in a transaction of its own. A
     * contract that cannot be changed, such as that of an account somebody else keeps locked, keeps none behind it from being
     * changed: it is among what is {@linkplain PriceMigrationReport#left left}. Giving the same wish again changes only what
     * was left.
     */
    PriceMigrationReport migrate(PriceMigration migration);

    /** What {@link #migrate} would change: the same call without the writes. */
    PriceMigrationReport previewMigration(PriceMigration migration);

    /** Up to {@code limit} attempts of which nobody can tell the outcome, in order of their ids, after this one. */
    List<PaymentAttempt> unresolvedAttempts(Optional<AttemptId> after, int limit);

    /** Up to {@code limit} events a subscriber failed at too often, in order of their ids, after this one. */
    List<StoreQueries.ParkedEvent> parkedEvents(String subscriber, Optional<StoreQueries.ParkedEvent> after, int limit);
}
