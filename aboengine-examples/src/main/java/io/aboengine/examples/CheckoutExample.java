package io.aboengine.examples;

import io.aboengine.AboEngine;
import io.aboengine.AccessDesk;
import io.aboengine.OpenAccount;
import io.aboengine.RunReport;
import io.aboengine.RunReport.PaymentOutcome;
import io.aboengine.RunRequest;
import io.aboengine.Subscriptions.Done;
import io.aboengine.account.Command.Subscribe;
import io.aboengine.account.CreditAssessment;
import io.aboengine.account.CreditPolicy;
import io.aboengine.account.PaymentMethod;
import io.aboengine.account.Settings;
import io.aboengine.calendar.BillingInterval;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.Product;
import io.aboengine.catalog.ProductKind;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.SellerProfile;
import io.aboengine.jdbc.JdbcStore;
import io.aboengine.jdbc.SchemaMigrator;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import io.aboengine.party.Language;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.party.SelfService;
import io.aboengine.party.SelfServiceAction;
import io.aboengine.spi.credit.CreditDecision;
import io.aboengine.spi.credit.sandbox.SandboxCreditCheck;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.sandbox.SandboxGateway;
import io.aboengine.spi.payment.sandbox.SandboxOutcome;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.TaxCategory;
import io.aboengine.tax.TaxRate;
import io.aboengine.tax.TaxTable;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * A checkout is three calls: ask about credit, conclude the contract in the transaction of the shop's own order, collect
 * after the commit. Here each goes well once and fails once.
 */
public final class CheckoutExample {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final LocalDate TODAY = LocalDate.of(2025, 4, 1);
    private static final URI THANK_YOU = URI.create("https://shop.invalid/thank-you");
    private static final Money PRICE = Money.parse("EUR 29.90");

    private final SettableClock clock = new SettableClock(TODAY, ZONE);
    private final SandboxGateway gateway = SandboxGateway.create();
    private final SandboxCreditCheck agency = SandboxCreditCheck.create();
    private final JdbcConnectionPool database;
    private final AboEngine engine;
    private final PrintStream out;

    private CheckoutExample(JdbcConnectionPool database, PrintStream out) throws SQLException {
        this.database = database;
        this.out = out;
        SchemaMigrator.on(database).migrate();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    create table shop_order (
                        order_no      integer primary key,
                        customer      varchar(64) not null,
                        voucher       varchar(40) unique,
                        subscription  varchar(80) not null
                    )""");
        }
        engine = AboEngine.builder()
                .store(JdbcStore.on(database))
                .catalog(Catalog.of(
                        List.of(Product.of("course", "Garden course", ProductKind.ACCESS, "standard")),
                        List.of(Plan.of("course-monthly", "course", BillingInterval.MONTHLY, "EUR 29.90"))))
                .settings(settings())
                .environment("checkout")
                .clock(clock)
                .paymentGateway(gateway)
                .creditCheck(agency)
                .build();
    }

    /** Who pays later is checked first; without an answer the goods are released on payment. */
    private static Settings settings() {
        Party press =
                new Party("Lindental Press", new PostalAddress("Mühlgasse 4", "72070", "Tübingen", "DE"), Language.EN);
        TaxRate vat = new TaxRate(new TaxCategory("standard"), "DE", new BigDecimal("19"), LocalDate.of(2021, 1, 1));
        return Settings.of(
                        ZONE,
                        Currency.EUR,
                        new SellerProfile(press, Optional.of("86123/45678"), Optional.empty(), Optional.empty()))
                .withPriceBasis(PriceBasis.GROSS)
                .withTaxes(new TaxTable(List.of(vat)))
                .withCreditPolicy(CreditPolicy.closed(List.of(PaymentMethodKind.INVOICE)))
                .withSelfService(
                        SelfService.allow(SelfServiceAction.SUBSCRIBE, SelfServiceAction.CHANGE_PAYMENT_METHOD));
    }

    public static void main(String[] args) throws SQLException {
        JdbcConnectionPool database = JdbcConnectionPool.create("jdbc:h2:mem:checkout", "sa", "");
        try (Connection keepsItAlive = database.getConnection()) {
            keepsItAlive.setAutoCommit(true);
            new CheckoutExample(database, System.out).show();
        } finally {
            database.dispose();
        }
    }

    private void show() throws SQLException {
        allGoesWell();
        nobodyCanSayHowTheyPay();
        theShopRollsBack();
        theThirdCallIsLost();
        theBankWantsToSeeTheCustomer();
    }

    // --- the three calls ---------------------------------------------------------------------------------------------

    /** The first call, outside any transaction: may this customer pay so? The answer is kept for the second one. */
    private CreditAssessment ask(String customer, PaymentMethodKind method) {
        return engine.creditChecks().ask(AccountId.of(customer), PRICE, method);
    }

    /**
     * The second call: order and contract are written in one transaction of the shop's, both or neither. The key makes a
     * double click harmless.
     */
    private Done order(int orderNo, String customer, Optional<String> voucher) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Done done = engine.joining(connection)
                        .as(Actor.customer(AccountId.of(customer)))
                        .withKey("order-" + orderNo)
                        .subscriptions()
                        .subscribe(Subscribe.to(customer, "course-monthly").reference("order-" + orderNo));
                insertOrder(connection, orderNo, customer, voucher, done);
                connection.commit();
                return done;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static void insertOrder(
            Connection connection, int orderNo, String customer, Optional<String> voucher, Done done)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into shop_order (order_no, customer, voucher, subscription)" + " values (?, ?, ?, ?)")) {
            insert.setInt(1, orderNo);
            insert.setString(2, customer);
            insert.setString(3, voucher.orElse(null));
            insert.setString(4, done.subscription().toString());
            insert.executeUpdate();
        }
    }

    /** The third call, after the commit, while the customer waits: the run of every night, for one account. */
    private RunReport collect(String customer) {
        return engine.run(RunRequest.account(AccountId.of(customer)).withCustomerPresent(THANK_YOU));
    }

    // --- what becomes of them ----------------------------------------------------------------------------------------

    private void allGoesWell() throws SQLException {
        title("1. All goes well: ada pays by card");
        open("ada", PaymentMethod.of(PaymentMethodKind.CARD, "token-ada"));
        say(
                "first call",
                "the credit agency says " + ask("ada", PaymentMethodKind.CARD).verdict());
        Done done = order(1, "ada", Optional.of("SPRING"));
        say("second call", "order 1 and contract " + done.subscription() + " are committed together");
        say("", "the invoice is a " + number(done.documents().get(0)) + ": the series is not held up");
        say("third call", told(collect("ada")));
        say("", "the invoice is " + number(done.documents().get(0)));
        say("access", access("ada"));
    }

    private void nobodyCanSayHowTheyPay() throws SQLException {
        title("2. The credit agency does not answer: bert wants to pay by transfer");
        open("bert", PaymentMethod.invoice());
        agency.on("bert", new CreditDecision.Unavailable("out of order"));
        say(
                "first call",
                "the credit agency says "
                        + ask("bert", PaymentMethodKind.INVOICE).verdict());
        Done done = order(2, "bert", Optional.empty());
        say("second call", "contract " + done.subscription() + " is concluded all the same: a check never refuses one");
        say(
                "third call",
                told(collect("bert")) + "; the invoice is "
                        + number(done.documents().get(0)));
        say("access", access("bert") + ": the shop's policy without an answer");
        engine.payments().receive(done.documents().get(0), PRICE);
        say("later", "bert's transfer of " + PRICE + " arrives");
        say("access", access("bert"));
    }

    private void theShopRollsBack() throws SQLException {
        title("3. The shop rolls back: cleo's voucher is used up");
        open("cleo", PaymentMethod.of(PaymentMethodKind.CARD, "token-cleo"));
        say(
                "first call",
                "the credit agency says " + ask("cleo", PaymentMethodKind.CARD).verdict());
        try {
            order(3, "cleo", Optional.of("SPRING"));
            throw new IllegalStateException("The voucher was accepted twice");
        } catch (SQLException e) {
            say("second call", "the shop's own insert fails, its transaction is rolled back");
        }
        say(
                "",
                "contracts of cleo: "
                        + engine.subscriptions().list(AccountId.of("cleo")).size() + ", documents: "
                        + engine.documents().list(AccountId.of("cleo")).size() + ", orders: " + orders("cleo"));
        Done done = order(3, "cleo", Optional.empty());
        say("again", "without the voucher, under the same key: contract " + done.subscription());
        say("third call", told(collect("cleo")));
        say("", "the invoice is " + number(done.documents().get(0)) + ": no number was lost");
    }

    private void theThirdCallIsLost() throws SQLException {
        title("4. The third call is lost: the shop dies after dora's order was committed");
        open("dora", PaymentMethod.of(PaymentMethodKind.CARD, "token-dora"));
        say(
                "first call",
                "the credit agency says " + ask("dora", PaymentMethodKind.CARD).verdict());
        Done done = order(4, "dora", Optional.empty());
        say("second call", "order 4 and contract " + done.subscription() + " are committed");
        say(
                "third call",
                "never happens; the invoice stays a " + number(done.documents().get(0)));
        clock.set(TODAY.plusDays(1), 5);
        say("at night", "the run for everybody: " + told(engine.run(RunRequest.all())));
        say("", "the invoice is " + number(done.documents().get(0)));
    }

    private void theBankWantsToSeeTheCustomer() throws SQLException {
        title("5. The bank wants to see the customer: emil must confirm");
        open("emil", PaymentMethod.of(PaymentMethodKind.CARD, "token-emil"));
        gateway.next("emil", SandboxOutcome.AUTHENTICATE);
        say(
                "first call",
                "the credit agency says " + ask("emil", PaymentMethodKind.CARD).verdict());
        Done done = order(5, "emil", Optional.empty());
        say("second call", "order 5 and contract " + done.subscription() + " are committed");
        say("third call", told(collect("emil")));
        engine.as(Actor.customer(AccountId.of("emil")))
                .accounts()
                .changePaymentMethod(
                        AccountId.of("emil"), PaymentMethod.of(PaymentMethodKind.CARD, "token-emil-confirmed"));
        say("later", "emil confirms there and comes back with the token of a confirmed card");
        say("third call", told(collect("emil")));
        say("", "the invoice is " + number(done.documents().get(0)));
    }

    // -----------------------------------------------------------------------------------------------------------------

    private void open(String customer, PaymentMethod method) {
        PostalAddress address = new PostalAddress("Hauptstraße 1", "10115", "Berlin", "DE");
        engine.accounts().open(OpenAccount.of(customer, new Party(customer, address, Language.EN), method));
    }

    private int orders(String customer) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select count(*) from shop_order where customer = ?")) {
            select.setString(1, customer);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private String number(DocumentId document) {
        return engine.documents().number(document).orElse("draft without a number");
    }

    private String access(String customer) {
        AccessDesk.Answer answer = engine.access().check(customer, "course");
        return (answer.granted() ? "granted, " : "not granted, ")
                + answer.reason().map(Enum::name).orElse("no contract");
    }

    private String told(RunReport report) {
        if (report.payments().isEmpty()) {
            return "nothing to collect";
        }
        return told(report.payments().get(0));
    }

    private String told(PaymentOutcome outcome) {
        if (outcome instanceof PaymentOutcome.Paid paid) {
            return "Paid, "
                    + engine.documents().find(paid.document()).orElseThrow().gross();
        }
        if (outcome instanceof PaymentOutcome.ActionRequired action) {
            return "ActionRequired, send the customer to\n" + " ".repeat(15) + action.link();
        }
        if (outcome instanceof PaymentOutcome.Refused refused) {
            return "Refused, " + refused.advice();
        }
        return "Pending";
    }

    private void title(String text) {
        out.println();
        out.println(text);
    }

    private void say(String when, String what) {
        out.printf(Locale.ROOT, "  %-12s %s%n", when, what);
    }
}
