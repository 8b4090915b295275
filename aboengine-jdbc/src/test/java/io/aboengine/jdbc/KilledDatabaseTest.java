package io.aboengine.jdbc;

import static io.aboengine.scenario.Customer.customer;
import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.AboEngine;
import io.aboengine.RunReport;
import io.aboengine.RunRequest;
import io.aboengine.account.Command;
import io.aboengine.calendar.BillingInterval;
import io.aboengine.payment.AttemptState;
import io.aboengine.scenario.Audit;
import io.aboengine.scenario.Offer;
import io.aboengine.scenario.Shop;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.store.Store;
import io.aboengine.store.memory.MemoryStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * PostgreSQL itself is killed in the middle of a run, at a random statement, and started again on what it had written by
 * then. A new engine completes the run, and the result is that of a run nobody disturbed. The gateway lives on meanwhile
 * and knows what it was asked.
 *
 * <p>In the build this happens three times, in the longer tests {@value #LONGER} times: see CONTRIBUTING.md.
 */
class KilledDatabaseTest {
    private static final int ACCOUNTS = 40;
    private static final int LONGER = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Map<AttemptState, Integer> leftBehind = new EnumMap<>(AttemptState.class);

    @TempDir
    private Path folder;

    private static Shop shop(Store store) {
        return Shop.over(store, "Europe/Berlin", "2025-01-15")
                .offers(Offer.plan("basic", "EUR 10.00", BillingInterval.MONTHLY));
    }

    @Test
    void a_database_that_is_killed_in_the_middle_of_a_run_loses_nothing() throws Exception {
        Path data = folder.resolve("data");
        EmbeddedPostgres server = start(data);
        try {
            DataSource database = database(server.getPort());
            SchemaMigrator.on(database).migrate();
            FaultyDatabase counting = new FaultyDatabase(database);
            Shop shop = shop(JdbcStore.on(counting.source()));
            Shop undisturbed = shop(new MemoryStore());
            begin(shop);
            begin(undisturbed);
            month(undisturbed, 0).engine().run(RunRequest.all());
            AboEngine first = month(shop, 0).engine();
            counting.failAt(FaultyDatabase.Fault.REFUSED, Long.MAX_VALUE);
            first.run(RunRequest.all());
            counting.calm();
            int statements = counting.seen().size();

            int kills = Longer.orInTheBuild(LONGER, 3);
            int struck = 0;
            for (int kill = 1; kill <= kills; kill++) {
                FaultyDatabase doomed = new FaultyDatabase(database);
                AboEngine engine = month(shop, kill).engine(builder -> builder.store(JdbcStore.on(doomed.source())));
                ProcessHandle postmaster = postmaster(data);
                List<String> command = command(postmaster);
                AtomicInteger strikes = new AtomicInteger();
                Thread killer = new Thread(() -> {
                    LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(3)));
                    killAll(postmaster);
                    strikes.incrementAndGet();
                });
                doomed.callAt(1 + random.nextInt(statements), killer::start);
                Optional<RunReport> report = attempt(engine);
                if (killer.getState() == Thread.State.NEW) {
                    killer.start(); // this run has fewer statements
                }
                killer.join(PATIENCE.toMillis());
                assertThat(strikes).hasValue(1);
                struck += report.map(r -> r.left() > 0 || !r.broken().isEmpty()).orElse(true) ? 1 : 0;

                startAgain(command, database);
                count(database);
                recover(database, shop, undisturbed, kill);
            }
            assertThat(struck).as("runs that noticed").isGreaterThan(kills / 3);
            System.out.printf(
                    "PostgreSQL killed %d times, in %d of them the run noticed: left behind %s%n",
                    kills, struck, leftBehind);
        } finally {
            // Not by closing it: the one that was started again is not known to the one who started the first.
            killAll(postmaster(data));
        }
    }

    private void recover(DataSource database, Shop shop, Shop undisturbed, int month) {
        Store store = JdbcStore.on(database);
        month(shop, month).clock().advance(Duration.ofHours(2));
        AboEngine engine = shop.engine(builder -> builder.store(store));
        RunReport last = engine.run(RunRequest.all());
        assertThat(last.broken()).as("set aside, with seed %s", seed).isEmpty();
        assertThat(last.left()).isZero();
        assertThat(engine.run(RunRequest.all()).documents()).isZero();
        assertThat(Audit.of(store)).as("the books, with seed %s", seed).isEmpty();
        assertThat(Audit.of(store, shop.sandbox()))
                .as("the money, with seed %s", seed)
                .isEmpty();
        assertThat(engine.health().summary().isWell()).isTrue();
        assertThat(engine.health().numberGaps(Optional.empty(), 9)).isEmpty();
        month(undisturbed, month).engine().run(RunRequest.all());
        assertThat(Told.by(store))
                .as("all accounts in month %s, with seed %s", month, seed)
                .isEqualTo(Told.by(undisturbed.store()));
    }

    private static void begin(Shop shop) {
        AboEngine engine = shop.on("2025-01-15").engine();
        for (int i = 0; i < ACCOUNTS; i++) {
            String id = "customer-" + i;
            engine.accounts().open(customer(id).payingBy(PaymentMethodKind.CARD).account());
            engine.subscriptions().subscribe(Command.Subscribe.to(id, "basic"));
        }
    }

    private static Shop month(Shop shop, int month) {
        return shop.on(LocalDate.of(2025, 2, 20).plusMonths(month).toString());
    }

    private static Optional<RunReport> attempt(AboEngine engine) {
        try {
            return Optional.of(engine.run(RunRequest.all().batchSize(20)));
        } catch (DatabaseException failed) {
            return Optional.empty();
        }
    }

    private void count(DataSource database) {
        TestDatabase.rows(database, "select state from abo_attempt where state <> 'SETTLED'")
                .forEach(state -> leftBehind.merge(AttemptState.valueOf(state), 1, Integer::sum));
    }

    private static DataSource database(int port) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setPortNumbers(new int[] {port});
        database.setDatabaseName("postgres");
        database.setUser("postgres");
        return database;
    }

    /** One that keeps what it says it has committed. */
    private static EmbeddedPostgres start(Path data) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setRegisterShutdownHook(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    /** How the server was started: as a user who is not root, as it insists on. */
    private static List<String> command(ProcessHandle postmaster) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(postmaster.info().command().orElseThrow());
        command.addAll(List.of(postmaster.info().arguments().orElseThrow()));
        return command;
    }

    private static boolean isRoot() {
        return ProcessHandle.current().info().user().equals(Optional.of("root"));
    }

    /** On what the killed server had written; not before the last of its processes is gone. */
    private void startAgain(List<String> command, DataSource database) throws IOException {
        Path log = folder.resolve("server.log");
        ProcessBuilder server =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        Process process = server.start();
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true) {
            try (Connection connection = database.getConnection()) {
                assertThat(connection.isValid(1)).isTrue();
                return;
            } catch (SQLException notYet) {
                assertThat(Instant.now())
                        .as("the server does not come back:\n%s", Files.readString(log))
                        .isBefore(deadline);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                if (!process.isAlive()) {
                    process = server.start();
                }
            }
        }
    }

    private static ProcessHandle postmaster(Path data) throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
        return ProcessHandle.of(pid).orElseThrow();
    }

    /** With all of its children, so that none of them writes on. */
    private static void killAll(ProcessHandle postmaster) {
        ProcessHandle[] children = postmaster.descendants().toArray(ProcessHandle[]::new);
        postmaster.destroyForcibly();
        for (ProcessHandle child : children) {
            child.destroyForcibly();
        }
        Instant deadline = Instant.now().plus(PATIENCE);
        while (postmaster.isAlive() && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
