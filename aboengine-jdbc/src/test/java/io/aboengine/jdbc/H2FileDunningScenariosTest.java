package io.aboengine.jdbc;

import io.aboengine.scenario.DunningScenarios;
import io.aboengine.store.Store;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class H2FileDunningScenariosTest extends DunningScenarios {
    private static final AtomicInteger TENANTS = new AtomicInteger();

    private static DataSource database;

    @BeforeAll
    static void openDatabase(@TempDir Path folder) {
        database = H2Databases.inFile(folder.resolve("dunning"));
    }

    @AfterAll
    static void closeDatabase() {
        H2Databases.shutDown(database);
    }

    @Override
    protected Store newStore() {
        return JdbcStore.on(database, "tenant " + TENANTS.incrementAndGet());
    }
}
