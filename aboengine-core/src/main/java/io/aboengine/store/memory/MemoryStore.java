package io.aboengine.store.memory;

import io.aboengine.store.Store;
import io.aboengine.store.StoreTransaction;
import java.sql.Connection;
import java.util.function.Function;

/**
 * Keeps everything in memory and forgets it with the process. Otherwise it behaves like a store in a database:
 * transactions, locks and constraints are the same, and a transaction that failed once can only be rolled back.
 */
public final class MemoryStore implements Store {
    private final Database database = new Database();

    /** An empty store. */
    public MemoryStore() {}

    @Override
    public <T> T inTransaction(Function<StoreTransaction, T> work) {
        MemoryTransaction transaction = new MemoryTransaction(database);
        try {
            T answer = work.apply(transaction);
            transaction.commit();
            return answer;
        } finally {
            transaction.end();
        }
    }

    /** @throws UnsupportedOperationException always: no connection leads to this memory */
    @Override
    public <T> T joining(Connection connection, Function<StoreTransaction, T> work) {
        throw new UnsupportedOperationException(
                "A store in memory cannot join the transaction of a connection; keep the data in a database for that");
    }
}
