package io.aboengine.jdbc;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Offer.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.AboEngine;
import io.aboengine.RunRequest;
import io.aboengine.Session;
import io.aboengine.Subscriptions;
import io.aboengine.account.Command.Cancel;
import io.aboengine.account.Command.Subscribe;
import io.aboengine.account.CommandRefusedException;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentState;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.scenario.Audit;
import io.aboengine.scenario.Inventory;
import io.aboengine.scenario.Shop;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.store.AccountBusyException;
import io.aboengine.store.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands inside the shop's own transaction, together with a row of the shop. */
class JoiningTest {
    private static final AccountId ADA = AccountId.of("ada");
    private static final AccountId BOB = AccountId.of("bob");
    private static final AtomicInteger TENANTS = new AtomicInteger();

    /** Where the shop keeps its orders and we keep ours. */
    enum Database {
        H2(H2Databases.inMemory("joining")),
        POSTGRESQL(PostgresServer.database());

        private final DataSource source;

        Database(DataSource source) {
            this.source = source;
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table shop_order (tenant varchar(64), item varchar(64))");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final String tenant = "tenant " + TENANTS.incrementAndGet();

    private Shop shop(Database database) {
        Store store = JdbcStore.on(database.source, tenant);
        return Shop.over(store, "Europe/Berlin", "2025-04-01")
                .offers(plan("basic", "EUR 10.00", MONTHLY), plan("yen", "JPY 900", MONTHLY));
    }

    private AboEngine opened(Shop shop) {
        AboEngine engine = shop.engine();
        engine.accounts().open(customer("ada").payingBy(PaymentMethodKind.CARD).account());
        engine.accounts().open(customer("bob").account());
        return engine;
    }

    private void order(Connection connection, String item) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into shop_order values (?, ?)")) {
            insert.setString(1, tenant);
            insert.setString(2, item);
            insert.executeUpdate();
        }
    }

    private int orders(Database database) throws SQLException {
        try (Connection connection = database.source.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("select count(*) from shop_order where tenant = ?")) {
            query.setString(1, tenant);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static Connection begun(Database database) throws SQLException {
        Connection connection = database.source.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    @ParameterizedTest
    @EnumSource
    void what_the_shop_rolls_back_never_was(Database database) throws SQLException {
        Shop shop = shop(database);
        AboEngine engine = opened(shop);
        List<String> before = Inventory.of(shop.store());

        try (Connection connection = begun(database)) {
            order(connection, "basic");
            engine.joining(connection).subscriptions().subscribe(Subscribe.to("ada", "basic"));
            connection.rollback();
        }

        assertThat(orders(database)).isZero();
        assertThat(Inventory.of(shop.store())).isEqualTo(before);
        assertThat(engine.run(RunRequest.all()).documents()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void what_the_shop_commits_is_a_draft_until_the_next_run(Database database) throws SQLException {
        Shop shop = shop(database);
        AboEngine engine = opened(shop);
        Subscriptions.Done done;

        try (Connection connection = begun(database)) {
            order(connection, "basic");
            done = engine.joining(connection).subscriptions().subscribe(Subscribe.to("ada", "basic"));
            connection.commit();
        }

        assertThat(orders(database)).isEqualTo(1);
        Document draft = engine.documents().find(done.documents().get(0)).orElseThrow();
        assertThat(draft.state()).isEqualTo(DocumentState.DRAFT);
        assertThat(engine.documents().number(draft.id())).isEmpty();
        assertThat(engine.access().check("ada", "basic").granted()).isTrue();

        engine.run(RunRequest.account(ADA));

        assertThat(engine.documents().find(draft.id()).orElseThrow().state()).isEqualTo(DocumentState.FINALIZED);
        assertThat(engine.documents().number(draft.id())).contains("RE-2025-000001");
        assertThat(shop.sandbox().captured("ada", Currency.EUR)).isEqualTo(Money.parse("EUR 10.00"));
        assertThat(Audit.of(shop.store())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void an_order_that_stays_open_holds_nobody_up(Database database) throws SQLException {
        Shop shop = shop(database).lockWait(Duration.ofMillis(50));
        AboEngine engine = opened(shop);

        try (Connection connection = begun(database)) {
            engine.joining(connection).subscriptions().subscribe(Subscribe.to("ada", "basic"));

            engine.subscriptions().subscribe(Subscribe.to("bob", "basic"));
            assertThat(engine.documents().byNumber("RE-2025-000001")).isPresent();
            assertThat(engine.run(RunRequest.all()).broken()).isEmpty();
            assertThatExceptionOfType(AccountBusyException.class)
                    .isThrownBy(() -> engine.accounts().grantCredit(ADA, Money.parse("EUR 1.00"), "a present"));
            connection.commit();
        }

        engine.run(RunRequest.all());
        assertThat(engine.documents().list(ADA))
                .singleElement()
                .satisfies(d -> assertThat(engine.documents().number(d.id())).contains("RE-2025-000002"));
    }

    @ParameterizedTest
    @EnumSource
    void where_the_settings_want_it_the_document_is_final_at_once(Database database) throws SQLException {
        Shop shop = shop(database).with(settings -> settings.withFinalizeJoined(true));
        AboEngine engine = opened(shop);

        try (Connection connection = begun(database)) {
            Session session = engine.joining(connection);
            Subscriptions.Done done = session.subscriptions().subscribe(Subscribe.to("ada", "basic"));
            assertThat(session.documents().number(done.documents().get(0))).contains("RE-2025-000001");
            connection.rollback();
        }
        try (Connection connection = begun(database)) {
            engine.joining(connection).subscriptions().subscribe(Subscribe.to("bob", "basic"));
            connection.commit();
        }

        assertThat(engine.documents().byNumber("RE-2025-000001").orElseThrow().account())
                .isEqualTo(BOB);
        assertThat(Audit.of(shop.store())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_new_customer_and_the_first_contract_are_one_transaction(Database database) throws SQLException {
        Shop shop = shop(database);
        AboEngine engine = shop.engine();

        for (boolean commit : new boolean[] {false, true}) {
            try (Connection connection = begun(database)) {
                Session session = engine.joining(connection);
                session.accounts().open(customer("eve").account());
                session.subscriptions().subscribe(Subscribe.to("eve", "basic"));
                assertThat(session.subscriptions().list(AccountId.of("eve"))).hasSize(1);
                if (commit) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
            }
            assertThat(engine.accounts().find(AccountId.of("eve")).isPresent()).isEqualTo(commit);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_refusal_leaves_the_transaction_of_the_shop_usable(Database database) throws SQLException {
        Shop shop = shop(database);
        AboEngine engine = opened(shop);

        try (Connection connection = begun(database)) {
            Session session = engine.joining(connection);
            session.accounts().open(customer("ada").account()); // is open already
            assertThatExceptionOfType(CommandRefusedException.class)
                    .isThrownBy(() -> session.subscriptions().subscribe(Subscribe.to("ada", "yen")));
            assertThatExceptionOfType(InvalidRequestException.class)
                    .isThrownBy(() -> session.subscriptions().subscribe(Subscribe.to("ada", "gold")));
            order(connection, "something else");
            session.withKey("order-1").subscriptions().subscribe(Subscribe.to("ada", "basic"));
            Subscriptions.Done again =
                    session.withKey("order-1").subscriptions().subscribe(Subscribe.to("ada", "basic"));
            assertThat(again.documents()).hasSize(1);
            connection.commit();
        }

        assertThat(orders(database)).isEqualTo(1);
        assertThat(engine.subscriptions().list(ADA)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_cancellation_that_joined_lowers_what_is_open_by_the_next_run(Database database) throws SQLException {
        Shop shop = shop(database);
        AboEngine engine = opened(shop);
        var contract =
                engine.subscriptions().subscribe(Subscribe.to("bob", "basic")).subscription();
        shop.on("2025-04-16");

        try (Connection connection = begun(database)) {
            engine.joining(connection).subscriptions().cancel(Cancel.now(contract));
            connection.commit();
        }
        engine.run(RunRequest.all());

        Document invoice = engine.documents().list(BOB).get(0);
        assertThat(invoice.open()).isEqualTo(Money.parse("EUR 5.00"));
        assertThat(engine.accounts().find(BOB).orElseThrow().credit()).isEqualTo(Money.parse("EUR 0.00"));
        assertThat(Audit.of(shop.store())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_that_commits_by_itself_is_refused(Database database) throws SQLException {
        AboEngine engine = opened(shop(database));

        try (Connection connection = database.source.getConnection()) {
            Session session = engine.joining(connection);
            assertThatExceptionOfType(InvalidRequestException.class)
                    .isThrownBy(() -> session.subscriptions().subscribe(Subscribe.to("ada", "basic")))
                    .withMessageContaining("connection")
                    .withMessageContaining("setAutoCommit(false)");
        }
        assertThat(engine.subscriptions().list(ADA)).isEmpty();
    }
}
