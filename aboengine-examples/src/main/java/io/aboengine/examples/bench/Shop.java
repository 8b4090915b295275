package io.aboengine.examples.bench;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.catalog.ProductKind.ACCESS;
import static io.aboengine.spi.payment.PaymentMethodKind.CARD;

import io.aboengine.AboEngine;
import io.aboengine.Metrics;
import io.aboengine.OpenAccount;
import io.aboengine.account.Command.Subscribe;
import io.aboengine.account.PaymentMethod;
import io.aboengine.account.Settings;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.Product;
import io.aboengine.examples.SettableClock;
import io.aboengine.invoice.SellerProfile;
import io.aboengine.jdbc.JdbcStore;
import io.aboengine.money.Currency;
import io.aboengine.party.Language;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.spi.payment.ChargeRequest;
import io.aboengine.spi.payment.ChargeResult;
import io.aboengine.spi.payment.GatewayCapabilities;
import io.aboengine.spi.payment.GatewayReference;
import io.aboengine.spi.payment.PaymentGateway;
import io.aboengine.spi.payment.RefundRequest;
import io.aboengine.spi.payment.RefundResult;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.TaxCategory;
import io.aboengine.tax.TaxRate;
import io.aboengine.tax.TaxTable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The shop that is billed: one plan, a month in advance, a price with tax at one rate, paid by card. */
final class Shop {
    static final LocalDate CONCLUDED_ON = LocalDate.of(2015, 1, 15);
    static final long PRICE_MINOR = 1190;

    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private Shop() {}

    static SettableClock clock() {
        return new SettableClock(CONCLUDED_ON, ZONE);
    }

    /** The day on which so many months are over, counted from the first. */
    static LocalDate after(int months) {
        return CONCLUDED_ON.plusMonths(months);
    }

    static AboEngine engine(DataSource database, SettableClock clock) {
        return engine(database, clock, new Metrics() {});
    }

    static AboEngine engine(DataSource database, SettableClock clock, Metrics metrics) {
        Party seller =
                new Party("Lindental Press", new PostalAddress("Mühlgasse 4", "72070", "Tübingen", "DE"), Language.EN);
        TaxRate rate = new TaxRate(new TaxCategory("standard"), "DE", BigDecimal.valueOf(19), LocalDate.of(2007, 1, 1));
        return AboEngine.builder()
                .store(JdbcStore.on(database))
                .catalog(Catalog.of(
                        List.of(Product.of("paper", "The Lindental Paper", ACCESS, "standard")),
                        List.of(Plan.of("paper-monthly", "paper", MONTHLY, "EUR 11.90")
                                .named("The Lindental Paper"))))
                .settings(Settings.of(
                                ZONE,
                                Currency.EUR,
                                new SellerProfile(
                                        seller, Optional.of("86123/45678"), Optional.empty(), Optional.empty()))
                        .withPriceBasis(PriceBasis.GROSS)
                        .withTaxes(new TaxTable(List.of(rate))))
                .paymentGateway(new InstantGateway())
                .environment("bench")
                .metrics(metrics)
                .clock(clock)
                .build();
    }

    static void subscribe(AboEngine engine, String account) {
        Party customer =
                new Party("Ada Byron", new PostalAddress("Hauptstraße 1", "10115", "Berlin", "DE"), Language.EN);
        engine.accounts().open(OpenAccount.of(account, customer, PaymentMethod.of(CARD, "token-of-a-card")));
        engine.subscriptions().subscribe(Subscribe.to(account, "paper-monthly"));
    }

    /** Takes any money at once, and remembers nothing: what a run costs is the engine and the database. */
    private static final class InstantGateway implements PaymentGateway {
        @Override
        public String id() {
            return "instant";
        }

        @Override
        public GatewayCapabilities capabilities() {
            return GatewayCapabilities.of(CARD);
        }

        @Override
        public ChargeResult charge(ChargeRequest request) {
            return new ChargeResult.Settled(
                    new GatewayReference("i-" + request.key().value()));
        }

        @Override
        public RefundResult refund(RefundRequest request) {
            return new RefundResult.Refused("no-refunds");
        }
    }
}
