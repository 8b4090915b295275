package io.aboengine.scenario;

import io.aboengine.store.Store;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Tests that tell stories over a store. Extend one of its children and say which store. */
public abstract class Scenarios {
    private final List<Store> stores = new ArrayList<>();

    /** An empty store. */
    protected abstract Store newStore();

    /** The test is over; close what {@link #newStore} opened. */
    protected void dispose(Store store) {}

    @AfterEach
    void disposeAll() {
        stores.forEach(this::dispose);
    }

    /** An empty store that is disposed of after the test. */
    protected final Store emptyStore() {
        Store store = newStore();
        stores.add(store);
        return store;
    }

    /** A new story in a shop of this time zone. */
    protected final Scenario scenario(String zone) {
        return Scenario.over(emptyStore(), zone);
    }

    protected static LocalDate day(String text) {
        return LocalDate.parse(text);
    }
}
