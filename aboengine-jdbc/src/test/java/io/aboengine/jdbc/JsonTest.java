package io.aboengine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import io.aboengine.account.CreditPolicy;
import io.aboengine.account.DocumentDiscount;
import io.aboengine.account.Hold;
import io.aboengine.account.Settings;
import io.aboengine.account.ZeroInvoices;
import io.aboengine.calendar.BillingInterval;
import io.aboengine.calendar.CalendarAnchor;
import io.aboengine.calendar.Renewal;
import io.aboengine.calendar.ServicePeriod;
import io.aboengine.calendar.TermRule;
import io.aboengine.catalog.Alignment;
import io.aboengine.catalog.BillingMode;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Phase;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.Price;
import io.aboengine.catalog.PriceModel;
import io.aboengine.catalog.Product;
import io.aboengine.catalog.ProductId;
import io.aboengine.catalog.ProductKind;
import io.aboengine.catalog.StubPolicy;
import io.aboengine.catalog.Tier;
import io.aboengine.catalog.UsagePrice;
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
import io.aboengine.subscription.OneTime;
import io.aboengine.subscription.Pause;
import io.aboengine.subscription.ScheduledChange;
import io.aboengine.subscription.Segment;
import io.aboengine.subscription.Terms;
import io.aboengine.subscription.Timeline;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.TaxCategory;
import io.aboengine.tax.TaxRate;
import io.aboengine.tax.TaxTable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Month;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is stored as JSON stays readable for years, so its form is written down here. */
class JsonTest {
    private static final Currency EUR = Currency.EUR;

    private static final Terms TERMS = Terms.of(
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

    private static final UsagePrice CALLS = UsagePrice.of(
                    "api-call",
                    UsagePrice.Aggregate.SUM,
                    Price.graduated(Tier.upTo("1000", UnitPrice.of("0.01", EUR)), Tier.of(UnitPrice.of("0.005", EUR))))
            .including("100");

    private static final Discount WINTER = Discount.of("winter", Discount.Reduction.percent("12.5"))
            .named("Winter ❄")
            .forPlans(PlanId.of("paper-monthly"))
            .forPeriods(3)
            .redeemable(100);

    private static final Terms FULL_TERMS = new Terms(
            PlanId.of("paper-monthly"),
            ProductId.of("paper"),
            3,
            "Zeitung",
            "regular",
            BillingInterval.MONTHLY,
            LocalDate.of(2024, 2, 29),
            14,
            Alignment.calendar(CalendarAnchor.on(Month.FEBRUARY, 31)),
            BillingMode.IN_ARREARS,
            new Price(
                    PriceModel.PACKAGE,
                    List.of(Tier.packages("10", UnitPrice.of("4", EUR)).withFlatFee(UnitPrice.of("0.5", EUR)))),
            true,
            true,
            BigDecimal.ONE,
            Optional.empty(),
            Optional.of(new ServicePeriod(LocalDate.of(2024, 2, 10), LocalDate.of(2024, 2, 29))),
            List.of(WINTER.granted()),
            List.of(CALLS));

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
                .withDueOnWorkingDays(false)
                .withDirectDebitNoticeDays(14)
                .withLateUsageDays(7)
                .withMaxBackdateDays(31)
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
        Plan phased = Plan.usageOnly("course.2", "course", BillingInterval.parse("P14D"), EUR)
                .named("Kurs – 2")
                .withPrice(Price.perUnit(UnitPrice.of("12.3456", EUR)))
                .withSetupFee("EUR 5.00")
                .withPhases(List.of(
                        Phase.trial(Period.parse("P1M14D"), UnitPrice.of("0", EUR)),
                        Phase.of("start", Period.ofMonths(3), UnitPrice.of("9.9", EUR))
                                .oneTimePrice(Money.of("1", EUR))
                                .billedEvery(BillingInterval.MONTHLY),
                        Phase.lasting("free-use").lasting(Period.ofMonths(1)).usage(List.of()),
                        Phase.regular()))
                .withBilling(BillingMode.IN_ARREARS)
                .withTerms(TermRule.of(Period.ofYears(2), Period.ofMonths(3), new Renewal.Fixed(Period.ofMonths(12))))
                .withUsage(CALLS)
                .withPayments(24)
                .withSelfService(SelfService.nothing());
        return Catalog.of(
                        List.of(
                                Product.of("paper", "Zeitung 🗞", ProductKind.PHYSICAL, "reduced"),
                                Product.untaxed("course", "Kurs", ProductKind.ACCESS)),
                        List.of(
                                phased,
                                Plan.of("paper-monthly", "paper", BillingInterval.MONTHLY, "EUR 10.00")
                                        .withAlignment(Alignment.calendar(CalendarAnchor.onDay(1)))
                                        .withStub(StubPolicy.FREE)
                                        .withSetupFee("EUR 3.00")))
                .withDiscounts(List.of(
                        WINTER,
                        Discount.of("five", Discount.Reduction.amount(Money.of("5", EUR)))
                                .forProducts(ProductId.of("paper"))
                                .until(LocalDate.of(2026, 1, 1))
                                .onDocuments()));
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
    void terms_that_differ_from_plain_ones_in_everything_are_written_like_this() {
        String json = """
                {"alignment":{"calendar":{"dayOfMonth":31,"month":"FEBRUARY"},"kind":"CALENDAR"},"anchor":"2024-02-29",\
                "billing":"IN_ARREARS","catalogVersion":3,"discounts":[{"id":"winter","name":"Winter ❄",\
                "plans":["paper-monthly"],"products":[],"reduction":{"percent":"12.5"}}],"freeStart":true,\
                "interval":"P1M","overridden":true,"phase":"regular","plan":"paper-monthly","planName":"Zeitung",\
                "price":{"model":"PACKAGE","tiers":[{"flatFee":"EUR 0.50","packageSize":"10","unitPrice":"EUR 4.00"}]},\
                "product":"paper","quantity":"1","shiftDays":14,"usage":[{"aggregate":"SUM","included":"100",\
                "price":{"model":"GRADUATED","tiers":[{"unitPrice":"EUR 0.01","upTo":"1000"},\
                {"unitPrice":"EUR 0.005"}]},"unit":"api-call"}],"whole":{"end":"2024-02-29","start":"2024-02-10"}}""";

        assertThat(Json.write(FULL_TERMS)).isEqualTo(json);
        assertThat(Json.read(json, Terms.class)).isEqualTo(FULL_TERMS);
    }

    @Test
    void what_was_agreed_of_a_contract_is_written_like_this() {
        LocalDate may = LocalDate.of(2026, 5, 1);
        Timeline otherwise = new Timeline(List.of(new Segment(may, Optional.of(may.plusMonths(1)), TERMS)));

        assertWritten(ScheduledChange.of(may, otherwise), ScheduledChange.class, """
                {"billedFrom":"2026-05-01","on":"2026-05-01","otherwise":{"segments":[{"from":"2026-05-01","terms":%s,"to":"2026-06-01"}]},"waits":false}""".formatted(Json.write(TERMS)));
        assertWritten(new Pause(may, Optional.of(may.plusDays(9)), true, false), Pause.class, """
                {"billing":true,"extend":false,"from":"2026-05-01","stage":"AHEAD","until":"2026-05-10"}""");
        assertWritten(new Pause(may, Optional.empty(), true, true), Pause.class, """
                {"billing":true,"extend":true,"from":"2026-05-01","stage":"AHEAD"}""");
        assertWritten(new OneTime(OneTime.SETUP, may, Money.of("4.90", EUR)), OneTime.class, """
                {"amount":"EUR 4.90","item":"setup","on":"2026-05-01"}""");
    }

    @Test
    void for_how_long_a_contract_binds_is_written_like_this() {
        assertWritten(
                TermRule.of(Period.ofYears(1), Period.ofMonths(1), new Renewal.Indefinite()), TermRule.class, """
                {"minimum":"P1Y","notice":"P1M","renewal":"INDEFINITE"}""");
        assertWritten(TermRule.fixed(Period.ofDays(90)), TermRule.class, """
                {"minimum":"P90D","renewal":"NONE"}""");
        assertWritten(
                TermRule.of(Period.ofYears(2), Period.ofMonths(3), new Renewal.Fixed(Period.ofMonths(12))),
                TermRule.class,
                """
                {"minimum":"P2Y","notice":"P3M","renewal":"P12M"}""");
    }

    @Test
    void what_was_agreed_with_an_account_is_written_like_this() {
        LocalDate may = LocalDate.of(2026, 5, 1);

        assertWritten(new DocumentDiscount(WINTER.granted(), may, Optional.empty()), DocumentDiscount.class, """
                {"discount":{"id":"winter","name":"Winter ❄","plans":["paper-monthly"],"products":[],\
                "reduction":{"percent":"12.5"}},"from":"2026-05-01"}""");
        assertWritten(Hold.BILLING, Hold.class, "\"BILLING\"");
    }

    private static <T> void assertWritten(T value, Class<T> type, String json) {
        assertThat(Json.write(value)).isEqualTo(json);
        assertThat(Json.read(json, type)).isEqualTo(value);
    }

    @Test
    void an_empty_list_is_nothing_to_read() {
        TypeReference<List<Hold>> holds = new TypeReference<>() {};

        assertThat(Json.writeUnlessEmpty(List.of())).isEmpty();
        assertThat(Json.readList(Optional.empty(), holds)).isEmpty();
        assertThat(Json.writeUnlessEmpty(List.of(Hold.DUNNING))).contains("[\"DUNNING\"]");
        assertThat(Json.readList(Optional.of("[\"DUNNING\"]"), holds)).containsExactly(Hold.DUNNING);
    }

    @Test
    void settings_are_written_like_this() {
        String json = """
                {"cancellationNumbers":"ST-{year}-{000000}","creditNoteNumbers":"RK-{year}-{000000}",\
                "creditPolicy":{"methods":[],"open":true,"validDays":30},"currency":"EUR","directDebitNoticeDays":1,\
                "draftDays":0,"dueOnWorkingDays":true,"dunning":{"levels":[]},"finalizeJoined":false,\
                "invoiceNumbers":"RE-{year}-{000000}","lateUsageDays":35,"maxBackdateDays":400,\
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
        String json = Json.write(TERMS).replace("{\"anchor\"", "{\"adjustment\":\"BASE\",\"anchor\"");

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Json.read(json, Terms.class))
                .withMessageContaining("adjustment");
    }

    @Test
    void what_is_missing_is_named() {
        String json = Json.write(TERMS).replace("\"plan\":\"paper-monthly\",", "");

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Json.read(json, Terms.class))
                .withMessageContaining("no plan");
    }

    @Test
    void what_cannot_be_read_is_not_quoted() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Json.read("{\"planName\":\"Jürgen Größe\", oops", Terms.class))
                .satisfies(e -> assertThat(e).hasStackTraceContaining("Terms").hasNoCause())
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("Jürgen"));
    }
}
