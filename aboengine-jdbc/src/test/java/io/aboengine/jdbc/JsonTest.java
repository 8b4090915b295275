package io.aboengine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.account.CreditPolicy;
import io.aboengine.account.Settings;
import io.aboengine.account.ZeroInvoices;
import io.aboengine.calendar.BillingInterval;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Phase;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.Product;
import io.aboengine.catalog.ProductId;
import io.aboengine.catalog.ProductKind;
import io.aboengine.dunning.DunningAction;
import io.aboengine.dunning.DunningLevel;
import io.aboengine.dunning.DunningPolicy;
import io.aboengine.fulfilment.ReleasePolicy;
import io.aboengine.invoice.NumberSeries;
import io.aboengine.invoice.SellerProfile;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.Language;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.party.SelfService;
import io.aboengine.party.SelfServiceAction;
import io.aboengine.payment.RetryPolicy;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.subscription.Terms;
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
import org.junit.jupiter.api.Test;

/** What is stored as JSON stays readable for years, so its form is written down here. */
class JsonTest {
    private static final Currency EUR = Currency.EUR;

    private static final Terms TERMS = new Terms(
            PlanId.of("paper-monthly"),
            ProductId.of("paper"),
            3,
            "Zeitung \"täglich\"",
            "trial",
            BillingInterval.MONTHLY,
            LocalDate.of(2024, 2, 29),
            UnitPrice.of("0.0004", EUR),
            new BigDecimal("0.5"),
            Optional.of(new TaxCategory("ermäßigt")));

    private static Settings plainSettings() {
        return Settings.of(
                ZoneId.of("Europe/Berlin"),
                EUR,
                new SellerProfile(
                        new Party("Verlag GmbH", new PostalAddress("Am Markt 1", "10115", "Berlin", "DE"), Language.DE),
                        Optional.empty(),
                        Optional.of("DE123"),
                        Optional.empty()));
    }

    private static Settings fullSettings() {
        return plainSettings()
                .withPriceBasis(PriceBasis.GROSS)
                .withTaxes(new TaxTable(List.of(
                        new TaxRate(new TaxCategory("standard"), "DE", new BigDecimal("19"), LocalDate.of(2007, 1, 1)),
                        new TaxRate(
                                new TaxCategory("ermäßigt"), "AT", new BigDecimal("5.5"), LocalDate.of(2024, 2, 29)))))
                .withPaymentTermDays(30)
                .withDirectDebitNoticeDays(14)
                .withZeroInvoices(ZeroInvoices.ISSUE)
                .withDraftDays(2)
                .withFinalizeJoined(true)
                .withRetries(new RetryPolicy(List.of(Period.ofDays(3), Period.of(0, 1, 2))))
                .withDunning(DunningPolicy.of(
                        DunningLevel.after(7, "Erinnerung"),
                        DunningLevel.after(14, "Mahnung", DunningAction.SUSPEND, DunningAction.WARN)
                                .withFee(Money.of("2.50", EUR))))
                .withRelease(ReleasePolicy.ON_PAYMENT)
                .withCreditPolicy(CreditPolicy.closed(List.of(PaymentMethodKind.INVOICE, PaymentMethodKind.CARD)))
                .withSelfService(SelfService.allow(SelfServiceAction.CANCEL, SelfServiceAction.SKIP))
                .withInvoiceNumbers(new NumberSeries("R{000}"))
                .withCreditNoteNumbers(new NumberSeries("G-{year}-{0000}"))
                .withCancellationNumbers(new NumberSeries("S{0}"))
                .withNoticeNumbers(new NumberSeries("M{0}"));
    }

    private static Catalog fullCatalog() {
        Plan phased = new Plan(
                PlanId.of("course.2"),
                ProductId.of("course"),
                "Kurs – 2",
                BillingInterval.parse("P14D"),
                UnitPrice.of("12.3456", EUR),
                Optional.of(Money.of("5", EUR)),
                List.of(
                        Phase.trial(Period.parse("P1M14D"), UnitPrice.of("0", EUR)),
                        new Phase("start", Optional.of(Period.ofMonths(3)), Optional.of(UnitPrice.of("9.9", EUR))),
                        Phase.regular()),
                Optional.of(SelfService.nothing()));
        return Catalog.of(
                List.of(
                        Product.of("paper", "Zeitung 🗞", ProductKind.PHYSICAL, "reduced"),
                        Product.untaxed("course", "Kurs", ProductKind.ACCESS)),
                List.of(
                        phased,
                        Plan.of("paper-monthly", "paper", BillingInterval.MONTHLY, "EUR 10.00")
                                .withSetupFee("EUR 3.00")));
    }

    @Test
    void terms_are_written_like_this() {
        String json = """
                {"anchor":"2024-02-29","catalogVersion":3,"interval":"P1M","phase":"trial","plan":"paper-monthly",\
                "planName":"Zeitung \\"täglich\\"","product":"paper","quantity":"0.5","taxCategory":"ermäßigt",\
                "unitPrice":"EUR 0.0004"}""";

        assertThat(Json.write(TERMS)).isEqualTo(json);
        assertThat(Json.read(json, Terms.class)).isEqualTo(TERMS);
    }

    @Test
    void settings_are_written_like_this() {
        String json = """
                {"cancellationNumbers":"ST-{year}-{000000}","creditNoteNumbers":"RK-{year}-{000000}",\
                "creditPolicy":{"methods":[],"open":true,"validDays":30},"currency":"EUR","directDebitNoticeDays":1,\
                "draftDays":0,"dunning":{"levels":[]},"finalizeJoined":false,"invoiceNumbers":"RE-{year}-{000000}",\
                "noticeNumbers":"MA-{year}-{000000}","paymentTermDays":14,"priceBasis":"NET","release":"AT_PURCHASE",\
                "retries":{"delays":["P3D","P5D","P7D"]},"selfService":{"allowed":[]},"seller":{"party":{"address":{\
                "city":"Berlin","country":"DE","postalCode":"10115","street":"Am Markt 1"},"language":"DE",\
                "name":"Verlag GmbH"},"vatId":"DE123"},"taxes":{"rates":[]},"zeroInvoices":"SKIP","zone":"Europe/Berlin"}""";

        assertThat(Json.write(plainSettings())).isEqualTo(json);
        assertThat(Json.read(json, Settings.class)).isEqualTo(plainSettings());
    }

    @Test
    void every_setting_comes_back_as_it_went() {
        assertThat(Json.read(Json.write(fullSettings()), Settings.class)).isEqualTo(fullSettings());
    }

    @Test
    void a_catalogue_comes_back_as_it_went() {
        assertThat(Json.read(Json.write(fullCatalog()), Catalog.class)).isEqualTo(fullCatalog());
    }

    @Test
    void equal_values_are_equal_texts() {
        assertThat(Json.write(fullSettings())).isEqualTo(Json.write(fullSettings()));
        assertThat(Json.write(fullCatalog())).isEqualTo(Json.write(fullCatalog()));
        assertThat(Json.write(fullSettings().withPaymentTermDays(31))).isNotEqualTo(Json.write(fullSettings()));
    }

    @Test
    void what_a_newer_version_has_added_is_not_dropped_in_silence() {
        String json = Json.write(TERMS).replace("{\"anchor\"", "{\"alignment\":\"BASE\",\"anchor\"");

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Json.read(json, Terms.class))
                .withMessageContaining("alignment");
    }

    @Test
    void what_cannot_be_read_is_not_quoted() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Json.read("{\"planName\":\"Jürgen Größe\", oops", Terms.class))
                .satisfies(e -> assertThat(e).hasStackTraceContaining("Terms").hasNoCause())
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("Jürgen"));
    }
}
