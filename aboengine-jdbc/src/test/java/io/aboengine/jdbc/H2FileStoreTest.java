package io.aboengine.jdbc;

import io.aboengine.store.Store;
import io.aboengine.store.contract.StoreContract;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class H2FileStoreTest extends StoreContract {
    private static final AtomicInteger TENANTS = new AtomicInteger();

    private static DataSource database;
    private String tenant = "";

    @BeforeAll
    static void openDatabase(@TempDir Path folder) {
        database = H2Databases.inFile(folder.resolve("shop"));
    }

    @AfterAll
    static void closeDatabase() {
        H2Databases.shutDown(database);
    }

    @Override
    protected Store newStore() {
        tenant = "tenant " + TENANTS.incrementAndGet();
        return JdbcStore.on(database, tenant);
    }

    /** After a restart. */
    @Override
    protected Store reopened(Store store) {
        H2Databases.shutDown(database);
        return JdbcStore.on(database, tenant);
    }
}
