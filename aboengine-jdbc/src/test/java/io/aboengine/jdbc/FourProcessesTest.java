package io.aboengine.jdbc;

import static io.aboengine.scenario.Customer.customer;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.aboengine.AboEngine;
import io.aboengine.RunRequest;
import io.aboengine.account.Command.Subscribe;
import io.aboengine.scenario.Audit;
import io.aboengine.scenario.Shop;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.sandbox.SandboxGateway;
import io.aboengine.store.Store;
import io.aboengine.store.memory.MemoryStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * Four processes bill a year together on one database, all on the same days: every document, line and payment is that of
 * one process alone. Only who got which number first differs; numbers are unique, without gaps, and ascend with the days.
 */
class FourProcessesTest {
    private static final int PROCESSES = 4;
    private static final LocalDate FIRST = LocalDate.of(2025, 1, 31);
    private static final List<String> PLANS = List.of("monthly", "quarterly", "weekly");

    /** A process that bills, and what it has to say. */
    private record Biller(Process process, PrintWriter told, BufferedReader tells) {
        static Biller start(String url) throws IOException {
            Process process = OtherProcess.builder(YearEngine.class, url).start();
            return new Biller(
                    process,
                    new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8),
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
        }

        String answer() throws IOException {
            String line = tells.readLine();
            assertThat(line).as("a process that bills").isNotNull();
            return line;
        }
    }

    @Test
    void four_processes_come_to_what_one_comes_to() throws IOException {
        int accounts = Longer.orInTheBuild(1000, 24);
        List<String> days = days();
        DataSource database = PostgresServer.database();
        TableGateway gateway = TableGateway.of(database);
        gateway.createTable();
        Store store = JdbcStore.on(database);
        open(YearEngine.shop(store, gateway), accounts);

        List<Biller> billers = new ArrayList<>();
        int[] shares = new int[PROCESSES];
        try {
            for (int i = 0; i < PROCESSES; i++) {
                billers.add(Biller.start(((HikariDataSource) database).getJdbcUrl()));
            }
            for (Biller biller : billers) {
                assertThat(biller.answer()).isEqualTo("ready");
            }
            for (String day : days) {
                billers.forEach(biller -> biller.told.println(day));
                for (int i = 0; i < PROCESSES; i++) {
                    String[] answer = billers.get(i).answer().split(" ");
                    assertThat(answer[3]).as("broken on %s", day).isEqualTo("0");
                    shares[i] += Integer.parseInt(answer[5]);
                }
            }
        } finally {
            billers.forEach(biller -> biller.process.destroyForcibly());
        }

        assertThat(Arrays.stream(shares).filter(share -> share > 0).count())
                .as("processes that billed something: %s", Arrays.toString(shares))
                .isGreaterThan(1);
        assertThat(Told.by(store)).isEqualTo(Told.by(alone(accounts, days)));
        assertThat(Audit.of(store)).isEmpty();
        AboEngine engine =
                YearEngine.shop(store, gateway).on(days.get(days.size() - 1)).engine();
        assertThat(engine.health().numberGaps(Optional.empty(), 9)).isEmpty();
        assertThat(engine.health().summary().isWell()).isTrue();
        assertThat(TestDatabase.rows(database, """
                        select a.number
                        from (
                            select n.number, d.issued_on,
                                max(d.issued_on) over (partition by n.series order by n.counter) as latest
                            from abo_document_number n
                            join abo_document d on d.tenant_id = n.tenant_id and d.account_id = n.account_id
                                and d.ordinal = n.document
                        ) a
                        where a.issued_on < a.latest"""))
                .as("numbers that are above those of a later day")
                .isEmpty();
        assertThat(TestDatabase.rows(
                        database, "select deadlocks from pg_stat_database where datname = current_database()"))
                .containsExactly("0");
        System.out.printf(
                "%d accounts, %d days, documents of each process: %s%n",
                accounts, days.size(), Arrays.toString(shares));
    }

    /** For a year the last of each month and, in the longer tests, a day of every week, too. */
    private static List<String> days() {
        return FIRST.plusDays(1)
                .datesUntil(FIRST.plusYears(1).plusDays(1))
                .filter(day -> day.plusDays(1).getDayOfMonth() == 1 || Longer.isWanted() && day.toEpochDay() % 7 == 0)
                .map(LocalDate::toString)
                .toList();
    }

    private static Store alone(int accounts, List<String> days) {
        Store store = new MemoryStore();
        Shop shop = YearEngine.shop(store, SandboxGateway.create("table", TableGateway.openCapabilities()));
        open(shop, accounts);
        AboEngine engine = shop.engine();
        days.forEach(day -> {
            shop.on(day);
            engine.run(RunRequest.all());
        });
        return store;
    }

    private static void open(Shop shop, int accounts) {
        AboEngine engine = shop.on(FIRST.toString()).engine();
        for (int i = 0; i < accounts; i++) {
            String id = "customer-%04d".formatted(i);
            PaymentMethodKind method = i % 5 == 0 ? PaymentMethodKind.INVOICE : PaymentMethodKind.CARD;
            engine.accounts().open(customer(id).payingBy(method).account());
            engine.subscriptions().subscribe(Subscribe.to(id, PLANS.get(i % PLANS.size())));
        }
    }
}
