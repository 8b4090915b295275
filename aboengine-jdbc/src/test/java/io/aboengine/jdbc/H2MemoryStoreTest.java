package io.aboengine.jdbc;

import io.aboengine.store.Store;
import io.aboengine.store.contract.StoreContract;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

class H2MemoryStoreTest extends StoreContract {
    private static final DataSource DATABASE = H2Databases.inMemory("contract");
    private static final AtomicInteger TENANTS = new AtomicInteger();

    private String tenant = "";

    @Override
    protected Store newStore() {
        tenant = "tenant " + TENANTS.incrementAndGet();
        return JdbcStore.on(DATABASE, tenant);
    }

    @Override
    protected Store reopened(Store store) {
        return JdbcStore.on(DATABASE, tenant);
    }
}
