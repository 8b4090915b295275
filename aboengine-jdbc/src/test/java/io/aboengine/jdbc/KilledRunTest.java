package io.aboengine.jdbc;

import static io.aboengine.scenario.Customer.customer;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.aboengine.AboEngine;
import io.aboengine.RunReport;
import io.aboengine.RunRequest;
import io.aboengine.account.Command;
import io.aboengine.party.AccountId;
import io.aboengine.payment.AttemptState;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.scenario.Audit;
import io.aboengine.scenario.Shop;
import io.aboengine.spi.payment.GatewayNotice;
import io.aboengine.spi.payment.GatewayReference;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.sandbox.SandboxGateway;
import io.aboengine.store.Store;
import io.aboengine.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run in another process is killed three times, wherever it happens to be; whatever that leaves behind, the next run of
 * a new engine completes. The result is that of a run nobody disturbed. Where a gateway can be asked, all money is taken
 * once; where it cannot, what nobody can tell is listed with its reason, and never taken twice.
 *
 * <p>In the build one month is billed so, in the longer tests {@value #LONGER} months: see CONTRIBUTING.md.
 */
class KilledRunTest {
    private static final int ACCOUNTS = 160;
    private static final int KILLS = 3;
    private static final int LONGER = 17;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Map<AttemptState, Integer> leftBehind = new EnumMap<>(AttemptState.class);

    @TempDir
    private Path folder;

    @Test
    void a_run_that_is_killed_again_and_again_bills_and_collects_everything_once() throws Exception {
        DataSource database = PostgresServer.database();
        TableGateway.of(database).createTable();
        Store store = JdbcStore.on(database);
        begin(KilledEngine.shop(store, TableGateway.of(database), TableGateway.silent(database)));
        Shop undisturbed = KilledEngine.shop(
                new MemoryStore(),
                SandboxGateway.create("table", TableGateway.openCapabilities()),
                SandboxGateway.create("silent", TableGateway.silentCapabilities()));
        begin(undisturbed);

        int months = Longer.orInTheBuild(LONGER, 1);
        int unresolved = 0;
        for (int month = 1; month <= months; month++) {
            LocalDate day = LocalDate.of(2025, 1, 20).plusMonths(month);
            // The first month finds the documents of the beginning uncollected, too.
            int work = ACCOUNTS * (month == 1 ? 3 : 2);
            int from = progress(database);
            int perKill = work * 9 / 10 / KILLS;
            for (int kill = 0; kill < KILLS; kill++) {
                // two minutes apart, so that calls which a killed process left open are overdue for the next
                killAt(database, from + kill * perKill + random.nextInt(perKill), day + "T12:0" + 2 * kill);
                count(database);
            }
            unresolved += recover(database, day);
            undisturbed.on(day.toString()).engine().run(RunRequest.all());
            assertThat(Told.withoutOrdinals(store))
                    .as("all accounts in month %s, with seed %s", month, seed)
                    .isEqualTo(Told.withoutOrdinals(undisturbed.store()));
        }
        System.out.printf(
                "Killed %d times: left behind %s, of which %d could not be told%n",
                months * KILLS, leftBehind, unresolved);
    }

    /**
     * A new engine takes over, and what nobody could tell is told by notices.
     *
     * @return how many those were
     */
    private int recover(DataSource database, LocalDate day) {
        // As another process would: nothing is left of the store and the engine that there were.
        Store store = JdbcStore.on(database);
        TableGateway silent = TableGateway.silent(database);
        Shop shop = KilledEngine.shop(store, TableGateway.of(database), silent).on(day.toString());
        shop.clock().advance(Duration.ofMinutes(30));
        AboEngine engine = shop.engine();
        RunReport last = engine.run(RunRequest.all());
        assertThat(last.broken()).as("set aside, with seed %s", seed).isEmpty();
        assertThat(last.left()).isZero();

        List<PaymentAttempt> unresolved = engine.operations().unresolvedAttempts(Optional.empty(), 1000);
        Set<PaymentAttempt> open = new HashSet<>(unresolved);
        for (PaymentAttempt attempt : unresolved) {
            assertThat(attempt.method()).isEqualTo(PaymentMethodKind.WALLET);
            assertThat(attempt.code()).contains("NOT_FOUND");
        }
        for (AccountId account : engine.accounts().list(Optional.empty(), 1000)) {
            for (PaymentAttempt attempt : engine.payments().attempts(account)) {
                assertThat(attempt.state() == AttemptState.SETTLED || open.contains(attempt))
                        .as("%s is settled or listed, with seed %s", attempt, seed)
                        .isTrue();
                assertThat(silent.took(attempt.key()) || open.contains(attempt))
                        .as("money was taken for %s, with seed %s", attempt, seed)
                        .isTrue();
            }
        }
        // The provider's people look it up; what never reached them is paid by the customer through their page.
        for (PaymentAttempt attempt : unresolved) {
            if (!silent.took(attempt.key())) {
                silent.payAtThePage(attempt.key(), attempt.amount());
            }
            engine.payments()
                    .notice(new GatewayNotice(
                            "silent",
                            "told-" + attempt.id(),
                            attempt.key(),
                            new GatewayNotice.Outcome.Settled(
                                    new GatewayReference(attempt.key().value())),
                            attempt.amount(),
                            shop.clock().instant()));
        }

        RunReport nothing = engine.run(RunRequest.all());
        assertThat(nothing.documents() + nothing.payments().size()).isZero();
        assertThat(Audit.of(store)).as("the books, with seed %s", seed).isEmpty();
        assertThat(engine.health().numberGaps(Optional.empty(), 9)).isEmpty();
        assertThat(engine.health().summary().isWell()).isTrue();
        int documents = number(database, "select count(*) from abo_document_number");
        assertThat(silent.counted())
                .as("money taken, with seed %s", seed)
                .isEqualTo(new TableGateway.Counted(documents, documents * 1000L));
        return unresolved.size();
    }

    private static void begin(Shop shop) {
        AboEngine engine = shop.on("2025-01-15").engine();
        for (int i = 0; i < ACCOUNTS; i++) {
            String id = "customer-" + i;
            PaymentMethodKind method = i % 4 == 0 ? PaymentMethodKind.WALLET : PaymentMethodKind.CARD;
            engine.accounts().open(customer(id).payingBy(method).account());
            engine.subscriptions().subscribe(Command.Subscribe.to(id, "basic"));
        }
    }

    /** Starts a run in another process and kills it once it has come so far, and a little later still. */
    private void killAt(DataSource database, int progress, String time) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        String url = ((HikariDataSource) database).getJdbcUrl();
        Process process = OtherProcess.start(KilledEngine.class, output, url, time);
        try {
            Instant deadline = Instant.now().plus(PATIENCE);
            while (progress(database) < progress) {
                assertThat(process.isAlive())
                        .as("the run ended by itself before it came to %s:\n%s", progress, Files.readString(output))
                        .isTrue();
                assertThat(Instant.now()).isBefore(deadline);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(10)));
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("exit code of a killed process").isNotZero();
    }

    /** Documents with a number and charges that took money. */
    private static int progress(DataSource database) {
        return number(
                database, "select (select count(*) from abo_document_number) + (select count(*) from counted_charge)");
    }

    /** What a killed process left behind on its way to a gateway. */
    private void count(DataSource database) {
        TestDatabase.rows(database, "select state from abo_attempt where state <> 'SETTLED'")
                .forEach(state -> leftBehind.merge(AttemptState.valueOf(state), 1, Integer::sum));
    }

    private static int number(DataSource database, String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
