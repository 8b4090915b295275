package io.aboengine.jdbc;

import io.aboengine.AboEngine;
import io.aboengine.RunReport;
import io.aboengine.RunRequest;
import io.aboengine.calendar.BillingInterval;
import io.aboengine.dunning.DunningAction;
import io.aboengine.dunning.DunningLevel;
import io.aboengine.dunning.DunningPolicy;
import io.aboengine.scenario.Offer;
import io.aboengine.scenario.Shop;
import io.aboengine.spi.payment.PaymentGateway;
import io.aboengine.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.postgresql.ds.PGSimpleDataSource;

/** One of the processes of {@link FourProcessesTest}: runs on every day it is told, and tells what is left. */
final class YearEngine {
    private YearEngine() {}

    /** The shop that is in all processes. */
    static Shop shop(Store store, PaymentGateway gateway) {
        return Shop.over(store, "Europe/Berlin", "2025-01-31")
                .offers(
                        Offer.plan("monthly", "EUR 10.00", BillingInterval.MONTHLY)
                                .withTrial("P14D"),
                        Offer.plan("quarterly", "EUR 27.00", BillingInterval.QUARTERLY),
                        Offer.plan("weekly", "EUR 3.00", BillingInterval.WEEKLY).inArrears())
                .with(settings ->
                        settings.withDunning(DunningPolicy.of(DunningLevel.after(7, "Reminder", DunningAction.NOTIFY))))
                .in("year-test")
                .through(gateway);
    }

    /** @param arguments the address of the database */
    public static void main(String[] arguments) throws IOException {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(arguments[0]);
        Shop shop = shop(JdbcStore.on(database), TableGateway.of(database));
        AboEngine engine = shop.engine();
        BufferedReader days = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String day = days.readLine(); day != null; day = days.readLine()) {
            shop.on(day);
            RunReport report = engine.run(RunRequest.all().batchSize(7));
            System.out.println(
                    "left " + report.left() + " broken " + report.broken().size() + " documents " + report.documents());
        }
    }
}
