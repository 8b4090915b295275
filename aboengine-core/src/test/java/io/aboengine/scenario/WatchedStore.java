package io.aboengine.scenario;

import io.aboengine.account.AccountChange;
import io.aboengine.party.AccountId;
import io.aboengine.store.Store;
import io.aboengine.store.StoreTransaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Passes everything on to another store. Locking, loading and writing can be watched, and fail if the watcher throws. */
public final class WatchedStore implements Store {
    private final Store inner;
    private volatile Consumer<List<AccountId>> beforeLock = accounts -> {};
    private volatile Consumer<List<AccountId>> beforeLoad = accounts -> {};
    private volatile Consumer<List<AccountId>> beforeWrite = accounts -> {};
    private volatile Consumer<String> beforeDelivering = subscriber -> {};

    private WatchedStore(Store inner) {
        this.inner = inner;
    }

    public static WatchedStore over(Store inner) {
        return new WatchedStore(inner);
    }

    /** Told which accounts are about to be locked as far as they are free. */
    public WatchedStore beforeLock(Consumer<List<AccountId>> deed) {
        beforeLock = deed;
        return this;
    }

    /** Told which accounts are about to be loaded. */
    public WatchedStore beforeLoad(Consumer<List<AccountId>> deed) {
        beforeLoad = deed;
        return this;
    }

    /** Told which accounts are about to be written together. */
    public WatchedStore beforeWrite(Consumer<List<AccountId>> deed) {
        beforeWrite = deed;
        return this;
    }

    /** Told to which subscriber events are about to be given. */
    public WatchedStore beforeDelivering(Consumer<String> deed) {
        beforeDelivering = deed;
        return this;
    }

    @Override
    public <T> T inTransaction(Function<StoreTransaction, T> work) {
        return inner.inTransaction(tx -> work.apply(watched(tx)));
    }

    @Override
    public <T> T joining(Connection connection, Function<StoreTransaction, T> work) {
        return inner.joining(connection, tx -> work.apply(watched(tx)));
    }

    private StoreTransaction watched(StoreTransaction transaction) {
        return (StoreTransaction) Proxy.newProxyInstance(
                StoreTransaction.class.getClassLoader(),
                new Class<?>[] {StoreTransaction.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("lockFree")) {
                        beforeLock.accept(accounts(arguments[0]));
                    } else if (method.getName().equals("load")) {
                        beforeLoad.accept(accounts(arguments[0]));
                    } else if (method.getName().equals("claimDeliveries")) {
                        beforeDelivering.accept((String) arguments[0]);
                    } else if (method.getName().equals("write")) {
                        beforeWrite.accept(((Collection<?>) arguments[0])
                                .stream()
                                        .map(AccountChange.class::cast)
                                        .map(AccountChange::id)
                                        .toList());
                    }
                    try {
                        return method.invoke(transaction, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static List<AccountId> accounts(Object argument) {
        return ((Collection<?>) argument).stream().map(AccountId.class::cast).toList();
    }
}
