package io.aboengine.jdbc;

import io.aboengine.RunRequest;
import io.aboengine.calendar.BillingInterval;
import io.aboengine.scenario.Offer;
import io.aboengine.scenario.Shop;
import io.aboengine.spi.payment.PaymentGateway;
import io.aboengine.store.Store;
import java.time.LocalDateTime;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A run in a process of its own, for {@link KilledRunTest} to kill. */
final class KilledEngine {
    private KilledEngine() {}

    /** The shop that is in both processes. */
    static Shop shop(Store store, PaymentGateway... gateways) {
        return Shop.over(store, "Europe/Berlin", "2025-01-15")
                .offers(Offer.plan("basic", "EUR 10.00", BillingInterval.MONTHLY))
                .in("kill-test")
                .through(gateways);
    }

    /** @param arguments the address of the database, and the time on the shop's wall */
    public static void main(String[] arguments) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(arguments[0]);
        DataSource shared = database;
        Shop shop = shop(JdbcStore.on(shared), TableGateway.of(shared), TableGateway.silent(shared))
                .at(LocalDateTime.parse(arguments[1]));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        shop.engine().run(RunRequest.all().batchSize(20).workers(2, threads).callsPerGateway(1));
        threads.shutdown();
    }
}
