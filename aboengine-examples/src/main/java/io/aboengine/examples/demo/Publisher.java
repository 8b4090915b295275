package io.aboengine.examples.demo;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.calendar.BillingInterval.QUARTERLY;
import static io.aboengine.calendar.BillingInterval.WEEKLY;
import static io.aboengine.calendar.BillingInterval.YEARLY;
import static io.aboengine.catalog.ProductKind.ACCESS;
import static io.aboengine.catalog.ProductKind.DOWNLOAD;
import static io.aboengine.catalog.ProductKind.PHYSICAL;
import static io.aboengine.party.SelfServiceAction.CANCEL;
import static io.aboengine.party.SelfServiceAction.CHANGE_PAYMENT_METHOD;
import static io.aboengine.party.SelfServiceAction.CHANGE_PLAN;
import static io.aboengine.party.SelfServiceAction.SUBSCRIBE;

import io.aboengine.account.CreditPolicy;
import io.aboengine.account.Settings;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.Product;
import io.aboengine.dunning.DunningAction;
import io.aboengine.dunning.DunningLevel;
import io.aboengine.dunning.DunningPolicy;
import io.aboengine.invoice.SellerProfile;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.party.Language;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.party.SelfService;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.TaxCategory;
import io.aboengine.tax.TaxRate;
import io.aboengine.tax.TaxTable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** An invented publisher: what it sells, and how it does business. */
final class Publisher {
    static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    static final Currency CURRENCY = Currency.EUR;

    private static final Period TRIAL = Period.ofDays(14);
    private static final Money LETTER = Money.parse("EUR 1.20"); // print, envelope and stamp, no more

    private Publisher() {}

    /**
     * Printed newspapers and digital archives of them are taxed at the reduced rate (section 12 (2) nos. 1 and 14 UStG),
     * a course is not.
     */
    static Catalog catalog() {
        return Catalog.of(
                List.of(
                        Product.of("zeitung", "Lindentaler Anzeiger, gedruckt", PHYSICAL, "reduced"),
                        Product.of("kurs", "Online-Kurs Gartenplanung", ACCESS, "standard"),
                        Product.of("archiv", "Digitales Archiv 1949 bis heute", DOWNLOAD, "reduced")),
                List.of(
                        Plan.of("zeitung-woche", "zeitung", WEEKLY, "EUR 11.90")
                                .named("Lindentaler Anzeiger, Wochenabo"),
                        Plan.of("zeitung-monat", "zeitung", MONTHLY, "EUR 42.90")
                                .named("Lindentaler Anzeiger, Monatsabo"),
                        Plan.of("zeitung-jahr", "zeitung", YEARLY, "EUR 479.00")
                                .named("Lindentaler Anzeiger, Jahresabo"),
                        Plan.of("kurs-monat", "kurs", MONTHLY, "EUR 19.90")
                                .named("Online-Kurs Gartenplanung")
                                .withTrial(TRIAL),
                        Plan.of("kurs-quartal", "kurs", QUARTERLY, "EUR 49.90")
                                .named("Online-Kurs Gartenplanung, Quartal")
                                .withTrial(TRIAL),
                        Plan.of("kurs-plus-monat", "kurs", MONTHLY, "EUR 34.90")
                                .named("Online-Kurs Gartenplanung plus Beratung"),
                        Plan.of("archiv-jahr", "archiv", YEARLY, "EUR 59.00").named("Digitales Archiv, Jahreszugang")));
    }

    /** Consumers: prices with tax. Whoever pays later or by debit is checked first; who fails gets the goods on payment. */
    static Settings settings() {
        return Settings.of(ZONE, CURRENCY, seller())
                .withPriceBasis(PriceBasis.GROSS)
                .withTaxes(new TaxTable(List.of(rate("standard", 19), rate("reduced", 7))))
                .withPaymentTermDays(7)
                .withCreditPolicy(
                        CreditPolicy.closed(List.of(PaymentMethodKind.INVOICE, PaymentMethodKind.DIRECT_DEBIT)))
                .withDunning(DunningPolicy.of(
                        DunningLevel.after(5, "Zahlungserinnerung", DunningAction.NOTIFY),
                        DunningLevel.after(12, "1. Mahnung", DunningAction.NOTIFY, DunningAction.WARN)
                                .withFee(LETTER),
                        DunningLevel.after(19, "Letzte Mahnung", DunningAction.NOTIFY, DunningAction.SUSPEND)
                                .withFee(LETTER)))
                .withSelfService(SelfService.allow(SUBSCRIBE, CHANGE_PLAN, CANCEL, CHANGE_PAYMENT_METHOD));
    }

    private static SellerProfile seller() {
        return new SellerProfile(
                new Party(
                        "Lindentaler Verlag GmbH",
                        new PostalAddress("Alte Druckerei 1", "72070", "Tübingen", "DE"),
                        Language.DE),
                Optional.of("86123/45678"),
                Optional.of("DE123456789"),
                Optional.of("Bitte überweisen auf das Konto DE89 3704 0044 0532 0130 00."));
    }

    private static TaxRate rate(String category, long percent) {
        return new TaxRate(new TaxCategory(category), "DE", BigDecimal.valueOf(percent), LocalDate.of(2021, 1, 1));
    }
}
