package io.aboengine.jdbc;

import io.aboengine.scenario.BillingScenarios;
import io.aboengine.store.Store;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

class H2MemoryBillingScenariosTest extends BillingScenarios {
    private static final DataSource DATABASE = H2Databases.inMemory("billing");
    private static final AtomicInteger TENANTS = new AtomicInteger();

    @Override
    protected Store newStore() {
        return JdbcStore.on(DATABASE, "tenant " + TENANTS.incrementAndGet());
    }
}
