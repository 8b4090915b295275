package io.aboengine.examples;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.catalog.ProductKind.PHYSICAL;
import static io.aboengine.money.Currency.EUR;
import static io.aboengine.party.Language.EN;
import static io.aboengine.spi.payment.PaymentMethodKind.CARD;
import static io.aboengine.tax.PriceBasis.GROSS;

import io.aboengine.AboEngine;
import io.aboengine.OpenAccount;
import io.aboengine.RunRequest;
import io.aboengine.account.Command.Subscribe;
import io.aboengine.account.PaymentMethod;
import io.aboengine.account.Settings;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.Product;
import io.aboengine.invoice.SellerProfile;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.spi.payment.sandbox.SandboxGateway;
import io.aboengine.store.memory.MemoryStore;
import io.aboengine.tax.TaxCategory;
import io.aboengine.tax.TaxRate;
import io.aboengine.tax.TaxTable;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** From nothing to a paid invoice. The README shows the lines of {@code main} and what they print. */
public final class TenLines {
    private TenLines() {}

    public static void main(String[] args) {
        var zone = ZoneId.of("Europe/Berlin");
        var press = new Party("Lindental Press", new PostalAddress("Mühlgasse 4", "72070", "Tübingen", "DE"), EN);
        var vat = new TaxRate(new TaxCategory("reduced"), "DE", new BigDecimal("7"), LocalDate.of(2021, 1, 1));
        var seller = new SellerProfile(press, Optional.of("86123/45678"), Optional.empty(), Optional.empty());
        var engine = AboEngine.builder()
                .store(new MemoryStore())
                .catalog(Catalog.of(
                        List.of(Product.of("paper", "The Lindental Paper", PHYSICAL, "reduced")),
                        List.of(Plan.of("paper-monthly", "paper", MONTHLY, "EUR 29.90")
                                .named("The Lindental Paper"))))
                .settings(Settings.of(zone, EUR, seller).withPriceBasis(GROSS).withTaxes(new TaxTable(List.of(vat))))
                .paymentGateway(SandboxGateway.create())
                .environment("ten-lines")
                .clock(Clock.fixed(Instant.parse("2025-04-01T08:00:00Z"), zone))
                .build();
        var ada = new Party("Ada Byron", new PostalAddress("Hauptstraße 1", "10115", "Berlin", "DE"), EN);
        engine.accounts().open(OpenAccount.of("ada", ada, PaymentMethod.of(CARD, "token-of-her-card")));
        var order = engine.subscriptions().subscribe(Subscribe.to("ada", "paper-monthly"));
        engine.run(RunRequest.all()).payments().forEach(System.out::println);
        System.out.println(engine.documents().text(order.documents().get(0), EN));
    }
}
