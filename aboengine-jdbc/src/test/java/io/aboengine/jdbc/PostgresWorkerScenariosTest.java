package io.aboengine.jdbc;

import io.aboengine.scenario.WorkerScenarios;
import io.aboengine.store.Store;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

class PostgresWorkerScenariosTest extends WorkerScenarios {
    private static final DataSource DATABASE = PostgresServer.database();
    private static final AtomicInteger TENANTS = new AtomicInteger();

    @Override
    protected Store newStore() {
        return JdbcStore.on(DATABASE, "tenant " + TENANTS.incrementAndGet());
    }
}
