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
     * Runs the work in the transaction of the caller's connection and neither commits nor rolls back.
     *
     * @throws UnsupportedOperationException where the store does not live in a database
     */
    <T> T joining(Connection connection, Function<StoreTransaction, T> work);
}
