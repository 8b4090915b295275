package io.aboengine.examples.bench;

import io.aboengine.AboEngine;
import io.aboengine.RunProgress.Stage;
import io.aboengine.RunReport;
import io.aboengine.RunRequest;
import io.aboengine.examples.SettableClock;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/** One month billed and collected, measured, and audited. */
final class Billing {
    private static final long MIB = 1024L * 1024L;

    private Billing() {}

    /** How the runs of a benchmark are asked for. */
    record Way(int workers, int batchSize, ExecutorService threads) {
        RunRequest request() {
            return RunRequest.all().batchSize(batchSize).workers(workers, threads);
        }
    }

    /**
     * What one part of the work cost.
     *
     * @param clientCpuNanos of the JVM, its compiler included; grows slower than time does where the machine has other work
     * @param compilerNanos of that JVM's compiler: what a process that has been running for longer would not spend
     * @param serverCpuNanos of PostgreSQL
     * @param buffers pages that statements touched
     * @param fullPages pages that were written to the WAL whole, because they were changed for the first time since a
     *     checkpoint
     */
    record Cost(
            long nanos,
            long clientCpuNanos,
            long compilerNanos,
            long serverCpuNanos,
            long walBytes,
            long buffers,
            long fullPages) {}

    /**
     * What was measured.
     *
     * @param bill from asking for the run until the last document was committed
     * @param collect of the run that followed, until it had recorded the last payment and looked for what is left
     */
    record Measured(Cost bill, Cost collect, long peakHeapMiB) {}

    /** A part of the work while it is done. */
    private static final class Meter {
        private final Server server;
        private final String database;
        private final long wal;
        private final long serverCpu;
        private final long clientCpu;
        private final long compiler;
        private final long begun;

        Meter(Server server, String database) throws SQLException {
            server.settle();
            System.gc();
            this.server = server;
            this.database = database;
            wal = server.walBytes();
            serverCpu = server.cpuNanos();
            clientCpu = Server.ownCpuNanos();
            compiler = Server.ownCompilerNanos();
            begun = System.nanoTime();
        }

        Cost until(long ended) throws SQLException {
            long client = Server.ownCpuNanos() - clientCpu;
            return new Cost(
                    ended - begun,
                    client,
                    Server.ownCompilerNanos() - compiler,
                    server.cpuNanos() - serverCpu,
                    server.walBytes() - wal,
                    server.buffers(database),
                    server.fullPages(database));
        }
    }

    /** What is done between billing and collecting, unmeasured. */
    interface Between {
        void happens() throws Exception;
    }

    static Measured measure(Server server, String name, int accounts, int months, Way way, Between between)
            throws Exception {
        return measure(server, name, accounts, 0, months, way, between);
    }

    /** @param sleeping accounts that are there too, as old as the others, but not due */
    static Measured measure(
            Server server, String name, int accounts, int sleeping, int months, Way way, Between between)
            throws Exception {
        try (Server.Pool database = server.pool(name, way.workers() + 1)) {
            SettableClock clock = Shop.clock();
            clock.set(Shop.after(months), 8);
            AboEngine engine = Shop.engine(database.connections(), clock);
            List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .toList();
            AtomicLong done = new AtomicLong();
            AtomicLong billed = new AtomicLong();
            Meter billing = new Meter(server, name);
            heap.forEach(MemoryPoolMXBean::resetPeakUsage);
            engine.run(way.request()
                    .telling(step -> {
                        if (step.stage() == Stage.BILLING) {
                            done.set(step.done());
                            billed.set(System.nanoTime());
                        }
                    })
                    .until(() -> done.get() >= accounts));
            Cost bill = billing.until(billed.get());
            long peakOfBilling = peak(heap);
            between.happens();

            Meter collecting = new Meter(server, name);
            heap.forEach(MemoryPoolMXBean::resetPeakUsage);
            RunReport report = engine.run(way.request());
            Cost collect = collecting.until(System.nanoTime());
            if (report.paymentCounts().paid() != accounts) {
                throw new IllegalStateException("Of " + accounts + " accounts paid "
                        + report.paymentCounts().paid() + ", set aside: " + report.broken());
            }
            List<String> differences = differences(database, (long) accounts * (months + 1) + (long) sleeping * months);
            if (!differences.isEmpty()) {
                throw new IllegalStateException("The books do not add up: " + String.join("; ", differences));
            }
            return new Measured(bill, collect, Math.max(peakOfBilling, peak(heap)));
        }
    }

    private static long peak(List<MemoryPoolMXBean> heap) {
        return heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() / MIB;
    }

    /** What is wrong with the books of a database that was billed for so many months after the first. */
    static List<String> differences(Server.Pool database, int accounts, int months) throws SQLException {
        return differences(database, (long) accounts * (months + 1));
    }

    private static List<String> differences(Server.Pool database, long documents) throws SQLException {
        List<String> found = new ArrayList<>();
        expect(found, database, "documents", documents, "select count(*) from abo_document where state = 'FINALIZED'");
        expect(
                found,
                database,
                "gross amounts",
                documents * Shop.PRICE_MINOR,
                "select sum(gross_minor) from abo_document");
        expect(found, database, "lines", documents * Shop.PRICE_MINOR, "select sum(gross_minor) from abo_line");
        expect(found, database, "money", documents * Shop.PRICE_MINOR, "select sum(money_minor) from abo_posting");
        expect(found, database, "open documents", 0, "select count(*) from abo_document where is_open");
        expect(
                found,
                database,
                "settled attempts",
                documents,
                "select count(*) from abo_attempt where state = 'SETTLED'");
        expect(
                found,
                database,
                "documents with a number",
                documents,
                "select count(*) from abo_document d join abo_document_number n"
                        + " on n.account_id = d.account_id and n.document = d.ordinal");
        expect(
                found,
                database,
                "gaps in numbers",
                0,
                "select count(*) from (select series, max(counter) - count(distinct counter) as gaps"
                        + " from abo_document_number group by series) s where gaps <> 0");
        return found;
    }

    private static void expect(List<String> found, Server.Pool database, String what, long expected, String sql)
            throws SQLException {
        long is = database.number(sql);
        if (is != expected) {
            found.add(what + ": " + is + " instead of " + expected);
        }
    }
}
