package io.aboengine.examples.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench}: measures runs on this machine. Exit status 0: measured, and the books are right. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures runs on an own PostgreSQL that writes to the disk as a real one does (fsync on).",
            "Only figures taken on the same idle machine can be compared."
        },
        subcommands = {
            BenchCommand.Renew.class,
            BenchCommand.Idle.class,
            BenchCommand.History.class,
            BenchCommand.Processes.class,
            BenchCommand.Child.class
        })
public final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what to measure: renew, idle, history or processes");
    }

    /** What all benchmarks have in common. */
    abstract static class Bench implements Callable<Integer> {
        /** More heap than this is not needed for any number of accounts, so no benchmark is given more. */
        private static final String HEAP = "-Xmx440m";

        /** Most of what a batch makes dies with it, so a collector does best with much room for what is young. */
        private static final List<String> COLLECTOR = List.of("-XX:+UseParallelGC", "-XX:NewRatio=1");

        private static final long HEAP_BYTES = 448L * 1024 * 1024;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Option(names = "--workers", paramLabel = "<n>", description = "Workers of a run. Default: ${DEFAULT-VALUE}")
        private int workers = 2;

        @Option(
                names = "--batch",
                paramLabel = "<n>",
                description = "Accounts in one transaction at most. Default: ${DEFAULT-VALUE}")
        private int batch = 2000;

        @Option(names = "--json", description = "Print the figures as one line of JSON.")
        private boolean json;

        @Option(names = "--statements", description = "Show which statements took longest.")
        private boolean statements;

        @Option(names = "--this-jvm", hidden = true, description = "Measure here, whatever the heap.")
        private boolean thisJvm;

        abstract Figures measure(Server server, Billing.Way way) throws Exception;

        @Override
        public Integer call() throws Exception {
            if (!thisJvm && Runtime.getRuntime().maxMemory() > HEAP_BYTES) {
                return inSmallJvm();
            }
            ExecutorService threads = Executors.newFixedThreadPool(workers);
            try (Server server = Server.start()) {
                Figures figures = measure(server, new Billing.Way(workers, batch, threads));
                PrintWriter out = spec.commandLine().getOut();
                out.println(json ? figures.json() : figures.table());
                out.flush();
            } finally {
                threads.shutdownNow();
            }
            return 0;
        }

        void showStatements(Server server, String database) throws Exception {
            if (statements) {
                PrintWriter err = spec.commandLine().getErr();
                server.longest(database).forEach(err::println);
                err.flush();
            }
        }

        void requireAccounts(int accounts) {
            require(accounts >= 1 && accounts <= 9_999_999, "--accounts must be 1 to 9999999");
        }

        void require(boolean condition, String wanted) {
            if (!condition) {
                throw new ParameterException(spec.commandLine(), wanted);
            }
        }

        /** The same in a JVM with a small heap, so that what is told of the heap is proved. */
        private int inSmallJvm() throws IOException, InterruptedException {
            List<String> command = smallJvm();
            command.addAll(spec.commandLine().getParseResult().originalArgs());
            command.add("--this-jvm");
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        }

        /** The command that starts this program with a small heap; its arguments are to follow. */
        static List<String> smallJvm() {
            List<String> command = new ArrayList<>(
                    List.of(ProcessHandle.current().info().command().orElse("java"), HEAP));
            command.addAll(COLLECTOR);
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(argument -> argument.startsWith("-D")
                            || argument.startsWith("-XX:Flight")
                            || argument.startsWith("-XX:Start"))
                    .forEach(command::add);
            command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), "io.aboengine.examples.Main"));
            return command;
        }
    }

    @Command(
            name = "renew",
            mixinStandardHelpOptions = true,
            description = "One due month of many accounts, billed and collected; and the same rows written raw.")
    static final class Renew extends Bench {
        private static final int RAW_AT_MOST = 100_000;

        /** Copying databases of more accounts than this takes longer than the rounds themselves. */
        private static final int ROUNDS_AT_MOST = 100_000;

        @Option(names = "--accounts", paramLabel = "<n>", description = "Default: ${DEFAULT-VALUE}")
        private int accounts = 50_000;

        @Option(
                names = "--rounds",
                paramLabel = "<n>",
                description = {
                    "How often the month is billed, collected and written raw, each time in databases of their own. Of each",
                    "figure the one in the middle counts, of the heap the largest. Default: 3, with more than 100000 accounts"
                            + " 1"
                })
        private int rounds;

        @Override
        Figures measure(Server server, Billing.Way way) throws Exception {
            requireAccounts(accounts);
            require(rounds >= 0 && rounds <= 9, "--rounds must be 1 to 9");
            if (rounds == 0) {
                rounds = accounts > ROUNDS_AT_MOST ? 1 : 3;
            }
            long begun = System.nanoTime();
            int warm = Math.min(WarmUp.ACCOUNTS, accounts);
            prepared(server, "before", accounts, rounds);
            prepared(server, "warm", warm, 1);
            round(server, "warm", 1, warm, way);
            WarmUp.from(
                    2,
                    warm,
                    server,
                    months -> Billing.measure(server, renewed("warm", 1), warm, months, way, () -> {}));
            // Else they would be vacuumed while others are measured.
            dropped(server, "warm", 1);
            server.drop("warm");

            List<Round> all = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                all.add(round(server, "before", round, accounts, way));
                dropped(server, "before", round);
            }
            long rowsPerSecond = middle(all, Round::rowsPerSecond);
            return new Figures()
                    .with("accounts", accounts)
                    .with("workers", way.workers())
                    .with("batch", way.batchSize())
                    .with("rounds", rounds)
                    .with("renewalsPerSecond", middle(all, r -> Figures.perSecond(accounts, r.bill.nanos())))
                    .with(
                            "renewalsWithCollectionPerSecond",
                            middle(all, r -> Figures.perSecond(accounts, r.bill.nanos() + r.collect.nanos())))
                    .with("rowsPerSecond", rowsPerSecond)
                    .with("rawRowsPerSecond", middle(all, Round::rawRowsPerSecond))
                    .with("ratioToRaw", middleRatio(all, r -> Figures.ratio(r.rowsPerSecond(), r.rawRowsPerSecond())))
                    .with("rowsPerRenewal", middleRatio(all, r -> Figures.ratio(r.rows(), accounts)))
                    .with("walBytesPerRenewal", middle(all, r -> r.bill.walBytes() / accounts))
                    .with("fullPagesPerRenewal", middleRatio(all, r -> Figures.ratio(r.bill.fullPages(), accounts)))
                    .with("buffersPerRenewal", middleRatio(all, r -> Figures.ratio(r.bill.buffers(), accounts)))
                    .with("clientCpuMicrosPerRenewal", middle(all, r -> r.bill.clientCpuNanos() / 1000 / accounts))
                    .with("compilerMicrosPerRenewal", middle(all, r -> r.bill.compilerNanos() / 1000 / accounts))
                    .with("serverCpuMicrosPerRenewal", middle(all, r -> r.bill.serverCpuNanos() / 1000 / accounts))
                    .with("rawCpuMicrosPerRenewal", middle(all, r -> r.raw.cpuNanos() / 1000 / r.raw.accounts()))
                    .with("walBytesPerCollection", middle(all, r -> r.collect.walBytes() / accounts))
                    .with("buffersPerCollection", middleRatio(all, r -> Figures.ratio(r.collect.buffers(), accounts)))
                    .with(
                            "clientCpuMicrosPerCollection",
                            middle(all, r -> r.collect.clientCpuNanos() / 1000 / accounts))
                    .with("compilerMicrosPerCollection", middle(all, r -> r.collect.compilerNanos() / 1000 / accounts))
                    .with(
                            "serverCpuMicrosPerCollection",
                            middle(all, r -> r.collect.serverCpuNanos() / 1000 / accounts))
                    .with(
                            "peakHeapMiB",
                            all.stream().mapToLong(Round::peakHeapMiB).max().orElse(0))
                    .with("seconds", Figures.seconds(System.nanoTime() - begun));
        }

        private static long middle(List<Round> rounds, Function<Round, Long> figure) {
            return Figures.middle(rounds.stream().map(figure).toList());
        }

        private static BigDecimal middleRatio(List<Round> rounds, Function<Round, BigDecimal> ratio) {
            return Figures.middle(rounds.stream().map(ratio).toList());
        }

        /** The same rows written raw, or those of the first accounts where there are many. */
        private record Raw(int accounts, long rows, long nanos, long cpuNanos) {}

        private record Round(int accounts, Billing.Cost bill, Billing.Cost collect, Raw raw, long peakHeapMiB) {
            long rows() {
                return raw.rows * accounts / raw.accounts;
            }

            long rowsPerSecond() {
                return Figures.perSecond(rows(), bill.nanos());
            }

            long rawRowsPerSecond() {
                return Figures.perSecond(raw.rows, raw.nanos);
            }
        }

        /**
         * A database that is due, and for each round two copies of it: one to bill, and one to write the same rows raw into, so
         * that neither finds in the server's memory what the other has to read first.
         */
        private static void prepared(Server server, String before, int accounts, int rounds) throws Exception {
            filled(server, before, accounts, 1);
            for (int round = 1; round <= rounds; round++) {
                server.copy(before, renewed(before, round));
                server.copy(before, raw(before, round));
            }
        }

        private static void dropped(Server server, String before, int round) throws SQLException {
            server.drop(renewed(before, round));
            server.drop(raw(before, round));
        }

        private static String renewed(String before, int round) {
            return before + "_renewed_" + round;
        }

        private static String raw(String before, int round) {
            return before + "_raw_" + round;
        }

        /** The rows are written raw between billing and collecting, so that the machine is as fast as it was for billing. */
        private Round round(Server server, String before, int round, int accounts, Billing.Way way) throws Exception {
            String renewed = renewed(before, round);
            Raw[] raw = new Raw[1];
            Billing.Measured measured = Billing.measure(server, renewed, accounts, 1, way, () -> {
                showStatements(server, renewed);
                raw[0] = raw(server, before, round, Math.min(accounts, RAW_AT_MOST), way);
            });
            showStatements(server, renewed);
            return new Round(accounts, measured.bill(), measured.collect(), raw[0], measured.peakHeapMiB());
        }

        private Raw raw(Server server, String before, int round, int accounts, Billing.Way way) throws Exception {
            RawWrites writes;
            try (Server.Pool then = server.pool(before, 1);
                    Server.Pool now = server.pool(renewed(before, round), 1)) {
                writes = RawWrites.of(then, now, accounts, way.batchSize());
            }
            String written = raw(before, round);
            try (Server.Pool database = server.pool(written, way.workers())) {
                server.settle();
                long cpu = server.cpuNanos() + Server.ownCpuNanos();
                long begun = System.nanoTime();
                writes.write(database, way.workers(), way.threads());
                long nanos = System.nanoTime() - begun;
                cpu = server.cpuNanos() + Server.ownCpuNanos() - cpu;
                showStatements(server, written);
                return new Raw(accounts, writes.rows(), nanos, cpu);
            }
        }
    }

    /**
     * Months that are billed before anything is measured, until the compiler has little to do: what is measured is a process
     * that has been running for a while. At most 24 months. What is measured has to be filled before: filling runs through
     * the same code with other accounts, after which the compiler would begin anew.
     */
    static final class WarmUp {
        static final int ACCOUNTS = 20_000;
        private static final int MONTHS = 24;
        private static final long LITTLE_PERCENT = 5;

        private WarmUp() {}

        interface Month {
            void bill(int months) throws Exception;
        }

        /**
         * In each month a database is made and dropped, too, as is between warming up and measuring: else that would be new
         * to the driver, and its method that reads all results would be compiled again just when measuring begins.
         */
        static void from(int first, int accounts, Server server, Month month) throws Exception {
            from(first, accounts, months -> {
                month.bill(months);
                server.create("passing");
                server.drop("passing");
            });
        }

        static void from(int first, int accounts, Month month) throws Exception {
            boolean warmed = accounts < ACCOUNTS; // so few that no rate means anything
            for (int months = first; months <= MONTHS && !warmed; months++) {
                long compiled = Server.ownCompilerNanos();
                long begun = System.nanoTime();
                month.bill(months);
                long took = System.nanoTime() - begun;
                warmed = 100 * (Server.ownCompilerNanos() - compiled) < LITTLE_PERCENT * took;
            }
        }
    }

    /** A database whose accounts have so many months of history, and of which the next one is due. */
    static void filled(Server server, String database, int accounts, int months) throws Exception {
        server.create(database);
        try (Server.Pool pool = server.pool(database, 2)) {
            Population.fill(pool, accounts, months);
        }
    }

    @Command(
            name = "history",
            mixinStandardHelpOptions = true,
            description = "The same month after 1 month of history and after many.")
    static final class History extends Bench {
        @Option(names = "--accounts", paramLabel = "<n>", description = "Default: ${DEFAULT-VALUE}")
        private int accounts = 20_000;

        @Option(names = "--months", paramLabel = "<n>", description = "Default: ${DEFAULT-VALUE}")
        private int months = 120;

        @Option(
                names = "--same-size",
                description = {
                    "Compares, too, with a shop whose tables are as large because it has many accounts of one month,",
                    "of which as many are due: what is left then is what age itself costs."
                })
        private boolean sameSize;

        @Override
        Figures measure(Server server, Billing.Way way) throws Exception {
            requireAccounts(accounts);
            require(months >= 1 && months <= 240, "--months must be 1 to 240");
            long begun = System.nanoTime();
            int wide = accounts * (months - 1);
            filled(server, "young", accounts, 1);
            filled(server, "old", accounts, months);
            if (sameSize) {
                filled(server, "wide", accounts + wide, 1);
                letSleep(server, "wide", wide);
            }
            int warm = Math.min(WarmUp.ACCOUNTS, accounts);
            filled(server, "warm", warm, 1);
            WarmUp.from(1, warm, server, month -> Billing.measure(server, "warm", warm, month, way, () -> {}));
            server.drop("warm");
            Billing.Measured young = measured(server, "young", 0, 1, way);
            Billing.Measured old = measured(server, "old", 0, months, way);
            long youngRate = Figures.perSecond(accounts, young.bill().nanos());
            long oldRate = Figures.perSecond(accounts, old.bill().nanos());
            Figures figures = new Figures()
                    .with("accounts", accounts)
                    .with("months", months)
                    .with("workers", way.workers())
                    .with("batch", way.batchSize())
                    .with("renewalsPerSecondAfterOneMonth", youngRate)
                    .with("renewalsPerSecond", oldRate)
                    .with("ratioToOneMonth", Figures.ratio(oldRate, youngRate))
                    .with(
                            "buffersPerRenewalAfterOneMonth",
                            Figures.ratio(young.bill().buffers(), accounts))
                    .with("buffersPerRenewal", Figures.ratio(old.bill().buffers(), accounts))
                    .with(
                            "ratioOfBuffers",
                            Figures.ratio(old.bill().buffers(), young.bill().buffers()))
                    .with("walBytesPerRenewalAfterOneMonth", young.bill().walBytes() / accounts)
                    .with("walBytesPerRenewal", old.bill().walBytes() / accounts)
                    .with(
                            "fullPagesPerRenewalAfterOneMonth",
                            Figures.ratio(young.bill().fullPages(), accounts))
                    .with("fullPagesPerRenewal", Figures.ratio(old.bill().fullPages(), accounts));
            if (sameSize) {
                Billing.Measured large = measured(server, "wide", wide, 1, way);
                figures.with(
                                "buffersPerRenewalOfSameSize",
                                Figures.ratio(large.bill().buffers(), accounts))
                        .with(
                                "ratioOfBuffersToSameSize",
                                Figures.ratio(old.bill().buffers(), large.bill().buffers()))
                        .with(
                                "fullPagesPerRenewalOfSameSize",
                                Figures.ratio(large.bill().fullPages(), accounts))
                        .with("walBytesPerRenewalOfSameSize", large.bill().walBytes() / accounts);
            }
            return figures.with("peakHeapMiB", Math.max(young.peakHeapMiB(), old.peakHeapMiB()))
                    .with("seconds", Figures.seconds(System.nanoTime() - begun));
        }

        /** So many of the accounts are not due, and among them lie scattered those that are. */
        private void letSleep(Server server, String database, int sleeping) throws Exception {
            try (Server.Pool pool = server.pool(database, 1)) {
                Population.due(
                        pool,
                        "due_on + case when substr(account_id, 3)::int % " + (accounts + sleeping) / accounts
                                + " = 0 then 0 else 100000 end");
                pool.execute("vacuum (analyze)");
            }
        }

        /** @param sleeping accounts that are there too, but not due */
        private Billing.Measured measured(Server server, String database, int sleeping, int months, Billing.Way way)
                throws Exception {
            Billing.Measured measured = Billing.measure(
                    server, database, accounts, sleeping, months, way, () -> showStatements(server, database));
            server.drop(database);
            return measured;
        }
    }

    @Command(
            name = "idle",
            mixinStandardHelpOptions = true,
            description = {
                "Runs over many accounts of which few are due, or none: medians in a process that has been running for a"
                        + " while (as a shop's is), and the first run of a process (cold), which loads classes and meets"
                        + " each statement for the first time."
            })
    static final class Idle extends Bench {
        @Option(names = "--accounts", paramLabel = "<n>", description = "Default: ${DEFAULT-VALUE}")
        private int accounts = 1_000_000;

        @Option(names = "--due", paramLabel = "<n>", description = "Default: ${DEFAULT-VALUE}")
        private int due = 100;

        @Override
        Figures measure(Server server, Billing.Way way) throws Exception {
            requireAccounts(accounts);
            require(due >= 0 && due <= accounts, "--due must be 0 to --accounts");
            filled(server, "idle", accounts, 1);
            filled(server, "warm", Math.min(WarmUp.ACCOUNTS, accounts), 1);
            return Idleness.measure(
                    server,
                    "idle",
                    accounts,
                    due,
                    way,
                    () -> warmUp(server, way),
                    () -> showStatements(server, "idle"));
        }

        /** In batches as small as those that are measured. */
        private void warmUp(Server server, Billing.Way way) throws Exception {
            int warm = Math.min(WarmUp.ACCOUNTS, accounts);
            Billing.Way small =
                    new Billing.Way(way.workers(), Math.max(1, Math.min(way.batchSize(), due)), way.threads());
            WarmUp.from(1, warm, server, months -> Billing.measure(server, "warm", warm, months, small, () -> {}));
        }
    }

    @Command(
            name = "processes",
            mixinStandardHelpOptions = true,
            description = {
                "One due month of many accounts, by one process with all workers and by several that share them: each a JVM"
                        + " of its own, warm before anything is measured, all on one database."
            })
    static final class Processes extends Bench {
        @Option(names = "--accounts", paramLabel = "<n>", description = "Default: ${DEFAULT-VALUE}")
        private int accounts = 50_000;

        @Option(
                names = "--rounds",
                paramLabel = "<n>",
                description = {
                    "How often both are measured, in turns, each time in databases of their own. Of each figure the one in the",
                    "middle counts. Default: ${DEFAULT-VALUE}"
                })
        private int rounds = 3;

        @Option(names = "--processes", paramLabel = "<n>", description = "Default: ${DEFAULT-VALUE}")
        private int processes = 2;

        @Override
        Figures measure(Server server, Billing.Way way) throws Exception {
            requireAccounts(accounts);
            require(processes >= 2 && processes <= way.workers(), "--processes must be 2 to --workers");
            require(way.workers() % processes == 0, "--workers must be a multiple of --processes");
            require(rounds >= 1 && rounds <= 9, "--rounds must be 1 to 9");
            return SeveralProcesses.measure(server, accounts, processes, rounds, way);
        }
    }

    @Command(name = "process", hidden = true, description = "One of several processes; told what to do line by line.")
    static final class Child implements Callable<Integer> {
        @Option(names = "--workers", required = true)
        private int workers;

        @Option(names = "--batch", required = true)
        private int batch;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(workers);
            try {
                SeveralProcesses.obey(
                        new Billing.Way(workers, batch, threads),
                        spec.commandLine().getOut());
            } finally {
                threads.shutdownNow();
            }
            return 0;
        }
    }
}
