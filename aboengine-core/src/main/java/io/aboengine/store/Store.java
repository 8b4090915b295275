package io.aboengine.store;

import java.sql.Connection;
import java.util.function.Function;

/** Where the engine's data lives. Thread-safe. */
public interface Store {

    /**
     * Runs the work in one transaction of its own: committed when it returns, rolled back when it throws. Locks taken
     * inside end with it, also when the process dies.
     */
    <T> T inTransaction(Function<StoreTransaction, T> work);

    /**
     * Has a single question answered, which neither locks nor changes anything: where it can, without the trip to the
     * database that ends a transaction.
     */
    default <T> T asked(Function<StoreTransaction, T> question) {
        return inTransaction(question);
    }

    /**
     * Runs the work in the transaction of the caller's connection and neither commits nor rolls back.
     *
     * @throws UnsupportedOperationException where the store does not live in a database
     */
    <T> T joining(Connection connection, Function<StoreTransaction, T> work);
}
