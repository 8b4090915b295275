package io.aboengine.examples.bench;

import io.aboengine.AboEngine;
import io.aboengine.Metrics;
import io.aboengine.RunProgress.Stage;
import io.aboengine.RunReport;
import io.aboengine.examples.SettableClock;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What runs cost when almost nothing is due: in a process that has just been started (cold), and in one that runs all the
 * time (warm), as a shop's does.
 */
final class Idleness {
    /**
     * So many warm runs are measured; the one in the middle counts. A run a day, all within a month, else the accounts of
     * the first day would be due again.
     */
    private static final int RUNS = 15;

    /** For each connection to meet each statement often enough that the server keeps its plan. */
    private static final int WARM_UP = 12;

    private Idleness() {}

    /** When a run's last batch was billed, its beginning if none was: the clock of the engine stands still. */
    private static final class Billed implements Metrics {
        private final AtomicLong at = new AtomicLong();

        @Override
        public void batch(Batch batch) {
            if (batch.stage() == Stage.BILLING) {
                at.set(System.nanoTime());
            }
        }
    }

    /** A run, the run that finds nothing after it, and a question that asks nothing. */
    private record Day(Run run, Run empty, long tripNanos) {}

    private record Run(
            long nanos, long billingNanos, long statements, long buffers, long clientCpuNanos, long serverCpuNanos) {}

    /** The runs of one engine over one database. */
    private record Runs(
            Server server, String name, Server.Pool database, AboEngine engine, Billed billed, Billing.Way way) {

        /** @param ran happens after the run that finds what is due */
        Day day(int due, Billing.Between ran) throws Exception {
            Run busy = run(due);
            ran.happens();
            Run empty = run(0);
            return new Day(busy, empty, roundTrip(database));
        }

        private Run run(int expected) throws SQLException {
            server.forget();
            long serverCpu = server.cpuNanos();
            long clientCpu = Server.ownCpuNanos();
            long begun = System.nanoTime();
            billed.at.set(begun);
            RunReport report = engine.run(way.request());
            long nanos = System.nanoTime() - begun;
            clientCpu = Server.ownCpuNanos() - clientCpu;
            serverCpu = server.cpuNanos() - serverCpu;
            if (report.documents() != expected || report.paymentCounts().paid() != expected) {
                throw new IllegalStateException("Expected " + expected + " documents, but the run made "
                        + report.documents() + " and was paid " + report.paymentCounts());
            }
            long billing = billed.at.get() - begun;
            return new Run(nanos, billing, server.statements(name), server.buffers(name), clientCpu, serverCpu);
        }
    }

    /**
     * Measures on a database whose accounts are all due after one month.
     *
     * @param warm makes the JVM warm with accounts of another database, between the first run and the others
     * @param last happens after the last run that had something to do, before its statements are forgotten
     */
    static Figures measure(
            Server server,
            String name,
            int accounts,
            int due,
            Billing.Way way,
            Billing.Between warm,
            Billing.Between last)
            throws Exception {
        long begun = System.nanoTime();
        try (Server.Pool database = server.pool(name, way.workers() + 1)) {
            // Every day some accounts are due: those that the day before were left out.
            Population.due(
                    database,
                    "date '" + Shop.after(1) + "' + case when " + due
                            + " = 0 then 100000 else substr(account_id, 3)::int / greatest(" + due + ", 1) end");
            database.execute("vacuum (analyze)");
            SettableClock clock = Shop.clock();
            clock.set(Shop.after(1), 8);
            Billed billed = new Billed();
            AboEngine engine = Shop.engine(database.connections(), clock, billed);
            Runs runs = new Runs(server, name, database, engine, billed, way);
            Day cold = runs.day(due(0, due, accounts), () -> {});
            warm.happens();
            List<Day> days = new ArrayList<>();
            for (int run = 1; run < WARM_UP + RUNS; run++) {
                clock.set(Shop.after(1).plusDays(run), 8);
                boolean isLast = run == WARM_UP + RUNS - 1;
                Day day = runs.day(due(run, due, accounts), isLast ? last : () -> {});
                if (run >= WARM_UP) {
                    days.add(day);
                }
            }
            long trip = Figures.middle(days.stream().map(Day::tripNanos).toList());
            long run = Figures.middle(days.stream().map(d -> d.run.nanos).toList());
            long empty = Figures.middle(days.stream().map(d -> d.empty.nanos).toList());
            return new Figures()
                    .with("accounts", accounts)
                    .with("due", due)
                    .with("workers", way.workers())
                    .with("roundTripMillis", Figures.millis(trip))
                    .with("emptyRunMillis", Figures.millis(empty))
                    .with("runMillis", Figures.millis(run))
                    .with(
                            "billingMillis",
                            Figures.millis(Figures.middle(
                                    days.stream().map(d -> d.run.billingNanos).toList())))
                    .with("millisAboveRoundTrip", Figures.millis(run - trip))
                    .with("emptyMillisAboveRoundTrip", Figures.millis(empty - trip))
                    .with(
                            "fastestEmptyRunMillis",
                            Figures.millis(fastest(
                                    days.stream().map(d -> d.empty.nanos).toList())))
                    .with(
                            "fastestRunMillis",
                            Figures.millis(
                                    fastest(days.stream().map(d -> d.run.nanos).toList())))
                    .with(
                            "statementsPerEmptyRun",
                            Figures.middle(
                                    days.stream().map(d -> d.empty.statements).toList()))
                    .with(
                            "statementsPerRun",
                            Figures.middle(
                                    days.stream().map(d -> d.run.statements).toList()))
                    .with(
                            "buffersPerEmptyRun",
                            Figures.middle(
                                    days.stream().map(d -> d.empty.buffers).toList()))
                    .with(
                            "buffersPerRun",
                            Figures.middle(days.stream().map(d -> d.run.buffers).toList()))
                    .with(
                            "clientCpuMillis",
                            Figures.millis(Figures.middle(
                                    days.stream().map(d -> d.run.clientCpuNanos).toList())))
                    .with(
                            "serverCpuMillis",
                            Figures.millis(Figures.middle(
                                    days.stream().map(d -> d.run.serverCpuNanos).toList())))
                    .with("coldEmptyRunMillis", Figures.millis(cold.empty.nanos))
                    .with("coldRunMillis", Figures.millis(cold.run.nanos))
                    .with("seconds", Figures.seconds(System.nanoTime() - begun));
        }
    }

    private static int due(int run, int each, int accounts) {
        return Math.min(each, Math.max(0, accounts - run * each));
    }

    private static long roundTrip(Server.Pool database) throws SQLException {
        database.number("select 1");
        long begun = System.nanoTime();
        database.number("select 1");
        return System.nanoTime() - begun;
    }

    private static long fastest(List<Long> nanos) {
        return Collections.min(nanos);
    }
}
