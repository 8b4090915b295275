package io.aboengine.examples.bench;

import io.aboengine.AboEngine;
import io.aboengine.RunReport;
import io.aboengine.examples.SettableClock;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What runs cost when almost nothing is due. */
final class Idleness {
    /**
     * So many runs are measured; the one in the middle counts. The others before are for the JVM to warm up. A run a day,
     * all within a month, else the accounts of the first day would be due again.
     */
    private static final int RUNS = 15;

    private static final int WARM_UP = 12;

    private Idleness() {}

    static Figures measure(Server server, String name, int accounts, int due, Billing.Way way) throws SQLException {
        long begun = System.nanoTime();
        try (Server.Pool database = server.pool(name, way.workers() + 1)) {
            // Every day some accounts are due: those that the day before were left out.
            database.execute("update abo_account set due_on = date '" + Shop.after(1)
                    + "' + case when " + due + " = 0 then 100000 else substr(account_id, 3)::int / greatest(" + due
                    + ", 1) end");
            database.execute("vacuum (analyze)");
            SettableClock clock = Shop.clock();
            List<Long> empty = new ArrayList<>();
            List<Long> busy = new ArrayList<>();
            List<Long> roundTrips = new ArrayList<>();
            for (int run = 0; run < WARM_UP + RUNS; run++) {
                clock.set(Shop.after(1).plusDays(run), 8);
                AboEngine engine = Shop.engine(database.connections(), clock);
                long nanos = runOf(engine, way, Math.min(due, Math.max(0, accounts - run * due)));
                long nothing = runOf(engine, way, 0);
                long trip = roundTrip(database);
                if (run >= WARM_UP) {
                    busy.add(nanos);
                    empty.add(nothing);
                    roundTrips.add(trip);
                }
            }
            return new Figures()
                    .with("accounts", accounts)
                    .with("due", due)
                    .with("workers", way.workers())
                    .with("roundTripMillis", Figures.millis(middle(roundTrips)))
                    .with("emptyRunMillis", Figures.millis(middle(empty)))
                    .with("runMillis", Figures.millis(middle(busy)))
                    .with("millisAboveRoundTrip", Figures.millis(middle(busy) - middle(roundTrips)))
                    .with("emptyMillisAboveRoundTrip", Figures.millis(middle(empty) - middle(roundTrips)))
                    .with("seconds", Figures.seconds(System.nanoTime() - begun));
        }
    }

    private static long runOf(AboEngine engine, Billing.Way way, int expected) {
        long begun = System.nanoTime();
        RunReport report = engine.run(way.request());
        long nanos = System.nanoTime() - begun;
        if (report.documents() != expected || report.paymentCounts().paid() != expected) {
            throw new IllegalStateException("Expected " + expected + " documents, but the run made "
                    + report.documents() + " and was paid " + report.paymentCounts());
        }
        return nanos;
    }

    private static long roundTrip(Server.Pool database) throws SQLException {
        database.number("select 1");
        long begun = System.nanoTime();
        database.number("select 1");
        return System.nanoTime() - begun;
    }

    private static long middle(List<Long> nanos) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
