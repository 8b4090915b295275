package io.aboengine.jdbc;

import io.aboengine.scenario.CollectionScenarios;
import io.aboengine.store.Store;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

class H2MemoryCollectionScenariosTest extends CollectionScenarios {
    private static final DataSource DATABASE = H2Databases.inMemory("collection");
    private static final AtomicInteger TENANTS = new AtomicInteger();

    @Override
    protected Store newStore() {
        return JdbcStore.on(DATABASE, "tenant " + TENANTS.incrementAndGet());
    }
}
