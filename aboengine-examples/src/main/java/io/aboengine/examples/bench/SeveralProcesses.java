package io.aboengine.examples.bench;

import io.aboengine.AboEngine;
import io.aboengine.RunProgress.Stage;
import io.aboengine.RunReport;
import io.aboengine.examples.SettableClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** One month billed and collected by one process and by several, each a JVM that is told what to do line by line. */
final class SeveralProcesses {
    private static final String READY = "ready";

    private SeveralProcesses() {}

    /**
     * What the processes did together.
     *
     * @param nanosToLastDocument from beginning until its last document was committed, of the one that took longest
     * @param nanosToLastPayment from telling them to begin until the last of them was done
     */
    private record Took(long nanosToLastDocument, long nanosToLastPayment) {}

    static Figures measure(Server server, int accounts, int processes, int rounds, Billing.Way way) throws Exception {
        long begun = System.nanoTime();
        BenchCommand.filled(server, "filled", accounts, 1);
        // All are copies, so that none is in the server's memory while another has to be read first.
        for (int round = 1; round <= rounds; round++) {
            server.copy("filled", "one_" + round);
            server.copy("filled", "several_" + round);
        }
        List<Took> ones = new ArrayList<>();
        List<Took> severals = new ArrayList<>();
        long deadlocks = 0;
        try (Team one = Team.warm(server, "one", accounts, 1, way);
                Team several = Team.warm(server, "several", accounts, processes, way)) {
            for (int round = 1; round <= rounds; round++) {
                ones.add(one.bill(server, "one_" + round, accounts));
                severals.add(several.bill(server, "several_" + round, accounts));
                for (String database : List.of("one_" + round, "several_" + round)) {
                    deadlocks += server.deadlocks(database);
                    server.drop(database); // else it would be vacuumed while others are measured
                }
            }
        }
        return new Figures()
                .with("accounts", accounts)
                .with("processes", processes)
                .with("workersOfEach", way.workers() / processes)
                .with("batch", way.batchSize())
                .with("rounds", rounds)
                .with("renewalsPerSecondOfOneProcess", rate(ones, accounts, Took::nanosToLastDocument))
                .with("renewalsPerSecond", rate(severals, accounts, Took::nanosToLastDocument))
                .with("ratioToOneProcess", ratio(ones, severals, Took::nanosToLastDocument))
                .with("renewalsWithCollectionPerSecondOfOneProcess", rate(ones, accounts, Took::nanosToLastPayment))
                .with("renewalsWithCollectionPerSecond", rate(severals, accounts, Took::nanosToLastPayment))
                .with("ratioToOneProcessWithCollection", ratio(ones, severals, Took::nanosToLastPayment))
                .with("deadlocks", deadlocks)
                .with("seconds", Figures.seconds(System.nanoTime() - begun));
    }

    private static long rate(List<Took> took, int accounts, Function<Took, Long> nanos) {
        return Figures.perSecond(
                accounts, Figures.middle(took.stream().map(nanos).toList()));
    }

    /** How fast several were, measured by one in the same round. */
    private static BigDecimal ratio(List<Took> ones, List<Took> severals, Function<Took, Long> nanos) {
        List<BigDecimal> ratios = new ArrayList<>();
        for (int round = 0; round < ones.size(); round++) {
            ratios.add(Figures.ratio(nanos.apply(ones.get(round)), nanos.apply(severals.get(round))));
        }
        return Figures.middle(ratios);
    }

    /** Processes that share the work on a database. */
    private record Team(List<Told> processes) implements AutoCloseable {

        /** Each is warmed by a database of its own, all at the same time. */
        static Team warm(Server server, String name, int accounts, int processes, Billing.Way way) throws Exception {
            Team team = new Team(new ArrayList<>());
            try {
                int warm = Math.min(BenchCommand.WarmUp.ACCOUNTS, accounts);
                for (int i = 0; i < processes; i++) {
                    BenchCommand.filled(server, "warm_" + name + i, warm, 1);
                    team.processes.add(Told.start(way.workers() / processes, way.batchSize()));
                }
                for (int i = 0; i < processes; i++) {
                    team.processes.get(i).say("warm " + warm + " " + server.url("warm_" + name + i));
                }
                for (int i = 0; i < processes; i++) {
                    team.processes.get(i).hears(READY);
                }
                for (int i = 0; i < processes; i++) {
                    server.drop("warm_" + name + i);
                }
                return team;
            } catch (Exception e) {
                team.close();
                throw e;
            }
        }

        Took bill(Server server, String database, int accounts) throws IOException, SQLException {
            for (Told process : processes) {
                process.say("month " + server.url(database));
                process.hears(READY);
            }
            server.settle();
            long begun = System.nanoTime();
            for (Told process : processes) {
                process.say("go");
            }
            long toLastDocument = 0;
            long paid = 0;
            for (Told process : processes) {
                String[] done = process.hears("done").split(" ", -1);
                paid += Long.parseLong(done[1]);
                toLastDocument = Math.max(toLastDocument, Long.parseLong(done[2]));
            }
            Took took = new Took(toLastDocument, System.nanoTime() - begun);
            requireRight(server, database, accounts, paid);
            return took;
        }

        @Override
        public void close() {
            processes.forEach(Told::close);
        }
    }

    private static void requireRight(Server server, String database, int accounts, long paid) throws SQLException {
        if (paid != accounts) {
            throw new IllegalStateException("Of " + accounts + " accounts paid " + paid);
        }
        try (Server.Pool pool = server.pool(database, 1)) {
            List<String> differences = Billing.differences(pool, accounts, 1);
            if (!differences.isEmpty()) {
                throw new IllegalStateException("The books do not add up: " + String.join("; ", differences));
            }
        }
    }

    /** A process, seen from the one that tells it what to do. */
    private record Told(Process process, PrintWriter in, BufferedReader out) {
        static Told start(int workers, int batch) throws IOException {
            List<String> command = BenchCommand.Bench.smallJvm();
            command.addAll(List.of("bench", "process", "--workers", "" + workers, "--batch", "" + batch));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Told(
                    process,
                    new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8),
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
        }

        void say(String line) {
            in.println(line);
        }

        String hears(String word) throws IOException {
            String line = out.readLine();
            if (line == null || !line.startsWith(word)) {
                throw new IllegalStateException("A process said " + line + " instead of " + word);
            }
            return line;
        }

        void close() {
            in.close(); // that is what ends it
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                process.destroy();
                Thread.currentThread().interrupt();
            }
        }
    }

    // --- the process -------------------------------------------------------------------------------------------------

    /** Does what it is told until nothing more is said. */
    static void obey(Billing.Way way, PrintWriter out) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("warm")) {
                int accounts = Integer.parseInt(words[1]);
                try (Server.Pool database = Server.Pool.of(words[2], way.workers() + 1)) {
                    BenchCommand.WarmUp.from(
                            1, accounts, months -> engine(database, months).run(way.request()));
                }
                say(out, READY);
            } else {
                try (Server.Pool database = Server.Pool.of(words[1], way.workers() + 1)) {
                    say(out, READY);
                    in.readLine();
                    say(out, billed(engine(database, 1), way));
                }
            }
        }
    }

    private static AboEngine engine(Server.Pool database, int months) {
        SettableClock clock = Shop.clock();
        clock.set(Shop.after(months), 8);
        return Shop.engine(database.connections(), clock);
    }

    /** How many paid, and after how many nanoseconds the last document was there. */
    private static String billed(AboEngine engine, Billing.Way way) {
        long begun = System.nanoTime();
        AtomicLong toLastDocument = new AtomicLong();
        AtomicLong billed = new AtomicLong();
        RunReport report = engine.run(way.request().telling(step -> {
            if (step.stage() == Stage.BILLING && step.done() > billed.getAndSet(step.done())) {
                toLastDocument.set(System.nanoTime() - begun);
            }
        }));
        return "done " + report.paymentCounts().paid() + " " + toLastDocument.get();
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}
