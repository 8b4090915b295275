package io.aboengine.jdbc;

import static io.aboengine.scenario.Customer.customer;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.aboengine.AboEngine;
import io.aboengine.RunReport;
import io.aboengine.RunRequest;
import io.aboengine.account.Command;
import io.aboengine.invoice.Document;
import io.aboengine.party.AccountId;
import io.aboengine.scenario.Audit;
import io.aboengine.scenario.Shop;
import io.aboengine.spi.payment.GatewayCapabilities;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.sandbox.SandboxGateway;
import io.aboengine.store.Store;
import io.aboengine.store.memory.MemoryStore;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run in another process is killed three times, wherever it happens to be; whatever that leaves behind, the next run
 * completes. The result is that of a run nobody disturbed.
 */
class KilledRunTest {
    private static final int ACCOUNTS = 200;
    private static final int MONTHS_BEHIND = 1;
    private static final int DOCUMENTS = ACCOUNTS * (1 + MONTHS_BEHIND);
    private static final int KILLS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @TempDir
    private Path folder;

    @Test
    void a_run_that_is_killed_again_and_again_bills_and_collects_everything_once() throws Exception {
        DataSource database = PostgresServer.database();
        TableGateway gateway = new TableGateway(database);
        gateway.createTable();
        Store store = JdbcStore.on(database);
        Shop shop = KilledEngine.shop(store, gateway);
        begin(shop);

        int from = progress(database);
        int perKill = (2 * DOCUMENTS - from) * 9 / 10 / KILLS;
        for (int kill = 0; kill < KILLS; kill++) {
            // two minutes apart, so that calls which a killed process left open are overdue for the next
            killAt(database, from + kill * perKill + random.nextInt(perKill), "2025-02-20T12:0" + 2 * kill);
        }
        shop.on("2025-02-20").clock().advance(Duration.ofMinutes(30));
        RunReport last = shop.engine().run(RunRequest.all());
        RunReport nothing = shop.engine().run(RunRequest.all());

        assertThat(last.broken()).as("set aside, with seed %s", seed).isEmpty();
        assertThat(last.left()).isZero();
        assertThat(nothing.documents() + nothing.payments().size()).isZero();
        assertThat(Audit.of(store)).as("the books, with seed %s", seed).isEmpty();
        assertThat(gateway.counted())
                .as("money taken, with seed %s", seed)
                .isEqualTo(new TableGateway.Counted(DOCUMENTS, DOCUMENTS * 1000L));
        assertThat(told(store)).as("all accounts, with seed %s", seed).isEqualTo(undisturbed());
    }

    private static void begin(Shop shop) {
        AboEngine engine = shop.on("2025-01-15").engine();
        for (int i = 0; i < ACCOUNTS; i++) {
            String id = "customer-" + i;
            engine.accounts().open(customer(id).payingBy(PaymentMethodKind.CARD).account());
            engine.subscriptions().subscribe(Command.Subscribe.to(id, "basic"));
        }
    }

    private static Map<String, List<String>> undisturbed() {
        SandboxGateway gateway = SandboxGateway.create("table", GatewayCapabilities.of(PaymentMethodKind.CARD));
        Shop shop = KilledEngine.shop(new MemoryStore(), gateway);
        begin(shop);
        shop.on("2025-02-20").engine().run(RunRequest.all());
        return told(shop.store());
    }

    /** What every account was billed and has paid. The order in which accounts got their numbers does not matter. */
    private static Map<String, List<String>> told(Store store) {
        return store.inTransaction(tx -> {
            Map<String, List<String>> told = new TreeMap<>();
            for (AccountId account : tx.accountsAfter(Optional.empty(), 10_000)) {
                List<String> all = new ArrayList<>();
                for (Document document : tx.documents(account, 0, 1000)) {
                    all.add(document.toString());
                    tx.lines(document.id()).forEach(line -> all.add(line.toString()));
                }
                tx.attempts(account).forEach(a -> all.add(a.key() + " " + a.amount() + " " + a.state()));
                all.add(tx.account(account).orElseThrow().credit().toString());
                told.put(account.value(), all);
            }
            return told;
        });
    }

    /** Starts a run in another process and kills it once it has come so far. */
    private void killAt(DataSource database, int progress, String time) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        String url = ((HikariDataSource) database).getJdbcUrl();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Duser.timezone=America/New_York",
                        "-Duser.language=tr",
                        "-cp",
                        classPath(),
                        KilledEngine.class.getName(),
                        url,
                        time)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            Instant deadline = Instant.now().plus(PATIENCE);
            while (progress(database) < progress) {
                assertThat(process.isAlive())
                        .as("the run ended by itself before it came to %s:\n%s", progress, Files.readString(output))
                        .isTrue();
                assertThat(Instant.now()).isBefore(deadline);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("exit code of a killed process").isNotZero();
    }

    /** Documents with a number and charges that took money. */
    private static int progress(DataSource database) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select (select count(*) from abo_document_number) + (select count(*) from counted_charge)")) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything this process runs on: test classes, class path and module path. */
    private static String classPath() {
        List<String> parts = new ArrayList<>();
        parts.add(folderOf(KilledEngine.class).toString());
        for (String property : List.of("jdk.module.path", "java.class.path", "surefire.test.class.path")) {
            Optional.ofNullable(System.getProperty(property))
                    .filter(path -> !path.isEmpty())
                    .ifPresent(parts::add);
        }
        return String.join(File.pathSeparator, parts);
    }

    private static Path folderOf(Class<?> type) {
        try {
            String file = "/" + type.getName().replace('.', '/') + ".class";
            URI uri = type.getResource(file).toURI();
            Path folder = Path.of(uri);
            for (int i = 0; i < file.chars().filter(c -> c == '/').count(); i++) {
                folder = folder.getParent();
            }
            return folder;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
