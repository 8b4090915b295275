package io.aboengine.engine;

import io.aboengine.Operations;
import io.aboengine.party.AccountId;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.store.BrokenAccount;
import io.aboengine.store.Store;
import io.aboengine.store.StoreQueries;
import java.util.List;
import java.util.Optional;

/** What an operator looks after, straight from the store. */
public final class OperatorDesk implements Operations {
    private final Store store;

    public OperatorDesk(Store store) {
        this.store = store;
    }

    @Override
    public List<BrokenAccount> brokenAccounts(Optional<AccountId> after, int limit) {
        return store.inTransaction(tx -> tx.brokenAccounts(after, limit));
    }

    @Override
    public void retry(AccountId account) {
        store.inTransaction(tx -> {
            tx.release(account);
            return account;
        });
    }

    @Override
    public List<PaymentAttempt> unresolvedAttempts(int limit) {
        return store.inTransaction(tx -> tx.unresolvedAttempts(limit));
    }

    @Override
    public List<StoreQueries.ParkedEvent> parkedEvents(String subscriber, int limit) {
        return store.inTransaction(tx -> tx.parkedEvents(subscriber, limit));
    }
}
