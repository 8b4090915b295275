package io.aboengine.store.contract;

import io.aboengine.account.Account;
import io.aboengine.account.AccountChange;
import io.aboengine.account.AccountChange.NumberWish;
import io.aboengine.account.CreditAssessment;
import io.aboengine.account.CreditAssessment.Verdict;
import io.aboengine.account.CreditPolicy;
import io.aboengine.account.DocumentDiscount;
import io.aboengine.account.Hold;
import io.aboengine.account.PaymentMethod;
import io.aboengine.account.Settings;
import io.aboengine.account.ZeroInvoices;
import io.aboengine.calendar.BillingInterval;
import io.aboengine.calendar.CalendarAnchor;
import io.aboengine.calendar.GermanState;
import io.aboengine.calendar.Renewal;
import io.aboengine.calendar.ServicePeriod;
import io.aboengine.calendar.TermRule;
import io.aboengine.catalog.Alignment;
import io.aboengine.catalog.BillingMode;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Discount.Reduction;
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
import io.aboengine.charge.Charge;
import io.aboengine.charge.ChargeKey;
import io.aboengine.charge.LineId;
import io.aboengine.charge.LineKind;
import io.aboengine.charge.UsageRecord;
import io.aboengine.charge.UsageTally;
import io.aboengine.dunning.DunningAction;
import io.aboengine.dunning.DunningLevel;
import io.aboengine.dunning.DunningPolicy;
import io.aboengine.dunning.DunningPosition;
import io.aboengine.event.Event;
import io.aboengine.event.EventType;
import io.aboengine.fulfilment.Access;
import io.aboengine.fulfilment.AccessReason;
import io.aboengine.fulfilment.ReleasePolicy;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentState;
import io.aboengine.invoice.DocumentType;
import io.aboengine.invoice.Line;
import io.aboengine.invoice.NumberSeries;
import io.aboengine.invoice.PayOut;
import io.aboengine.invoice.Placement;
import io.aboengine.invoice.SellerProfile;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import io.aboengine.party.Language;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.party.SelfService;
import io.aboengine.party.SelfServiceAction;
import io.aboengine.payment.AttemptId;
import io.aboengine.payment.AttemptState;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.payment.Posting;
import io.aboengine.payment.RetryPolicy;
import io.aboengine.spi.payment.GatewayReference;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.subscription.OneTime;
import io.aboengine.subscription.Pause;
import io.aboengine.subscription.ScheduledChange;
import io.aboengine.subscription.Segment;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.SubscriptionState;
import io.aboengine.subscription.Term;
import io.aboengine.subscription.Terms;
import io.aboengine.subscription.Timeline;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.TaxCategory;
import io.aboengine.tax.TaxRate;
import io.aboengine.tax.TaxStatus;
import io.aboengine.tax.TaxTable;
import io.aboengine.tax.TaxTreatment;
import io.aboengine.tax.VatId;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows to store. The short ones leave out everything optional; the {@code full} ones have all of it, with values a careless
 * store would change: umlauts, emoji, many decimals, empty texts, days far away, moments on an hour that does not exist in
 * some zones.
 */
final class Rows {
    static final AccountId ADA = AccountId.of("ada");
    static final AccountId BOB = AccountId.of("bob");
    static final AccountId EVE = AccountId.of("eve");

    /** 02:30 in New York on the night the clocks go forward: there is no such time on the wall. */
    static final Instant NOW = Instant.parse("2026-03-08T07:30:00.123456Z");

    static final LocalDate FAR = LocalDate.of(9999, 12, 31);
    static final LocalDate LONG_AGO = LocalDate.of(1583, 1, 1);
    static final String NASTY_LINE = "Jürgen \"O'Größe\" \\ %_;-- Ⅷ 🎻 ıİ\u00a0ß fin ";
    static final String NASTY = NASTY_LINE + "\n\tfin ";
    static final int MANY = 1000;

    private static final Currency EUR = Currency.EUR;

    private Rows() {}

    static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    static Money eur(String decimal) {
        return Money.of(decimal, EUR);
    }

    // --- accounts --------------------------------------------------------------------------------------------------

    static Account account(AccountId id) {
        return new Account(
                id,
                EUR,
                "DE",
                Optional.empty(),
                Language.DE,
                TaxStatus.consumer(),
                1,
                PaymentMethod.invoice(),
                Optional.empty(),
                Money.zero(EUR),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                MANY,
                Optional.empty(),
                Optional.empty(),
                1,
                1);
    }

    static Account fullAccount(AccountId id) {
        Currency bhd = Currency.of("BHD");
        return new Account(
                id,
                bhd,
                "CH",
                Optional.of(GermanState.TH),
                Language.EN,
                TaxStatus.business(new VatId("CHE123456789")).withExemption(),
                7,
                PaymentMethod.of(PaymentMethodKind.DIRECT_DEBIT, "t".repeat(2048)),
                Optional.of(SelfService.allow(SelfServiceAction.values())),
                Money.of("9000000000000.001", bhd),
                List.of(ProductId.of("paper"), ProductId.of("Kurs_1.0")),
                Optional.of(31),
                List.of(
                        new DocumentDiscount(fullDiscount().granted(), LONG_AGO, Optional.of(FAR)),
                        new DocumentDiscount(
                                Discount.of("once", Reduction.amount(Money.of("0.001", bhd)))
                                        .granted(),
                                FAR,
                                Optional.empty())),
                List.of(Hold.values()),
                9_000_000_000_000_000L,
                Optional.of(FAR),
                Optional.of(LONG_AGO),
                2_000_000_000,
                2_000_000_001);
    }

    static Account dueOn(Account account, String day) {
        return planned(account, Optional.of(day(day)), account.dunOn(), account.settingsVersion());
    }

    static Account dunOn(Account account, String day) {
        return planned(account, account.dueOn(), Optional.of(day(day)), account.settingsVersion());
    }

    static Account planned(Account account, Optional<LocalDate> dueOn, Optional<LocalDate> dunOn, int settingsVersion) {
        return like(
                account,
                account.buyerVersion(),
                account.paymentMethod(),
                account.nextOrdinal(),
                dueOn,
                dunOn,
                settingsVersion);
    }

    static Account counted(Account account, int buyerVersion, long nextOrdinal) {
        return like(
                account,
                buyerVersion,
                account.paymentMethod(),
                nextOrdinal,
                account.dueOn(),
                account.dunOn(),
                account.settingsVersion());
    }

    static Account paying(Account account, PaymentMethod method) {
        return like(
                account,
                account.buyerVersion(),
                method,
                account.nextOrdinal(),
                account.dueOn(),
                account.dunOn(),
                account.settingsVersion());
    }

    private static Account like(
            Account account,
            int buyerVersion,
            PaymentMethod method,
            long nextOrdinal,
            Optional<LocalDate> dueOn,
            Optional<LocalDate> dunOn,
            int settingsVersion) {
        return new Account(
                account.id(),
                account.currency(),
                account.country(),
                account.state(),
                account.language(),
                account.taxStatus(),
                buyerVersion,
                method,
                account.selfService(),
                account.credit(),
                account.trialsUsed(),
                account.billingDay(),
                account.discounts(),
                account.holds(),
                nextOrdinal,
                dueOn,
                dunOn,
                account.catalogVersion(),
                settingsVersion);
    }

    static Discount fullDiscount() {
        return new Discount(
                "Winter_1.0-x",
                NASTY_LINE,
                Reduction.percent("12.345"),
                Discount.Scope.DOCUMENT,
                List.of(PlanId.of("Plan_1.0-x"), PlanId.of("days")),
                List.of(ProductId.of("Kurs_1.0")),
                Optional.of(2_000_000_000),
                Optional.of(FAR),
                Optional.of(2_000_000_001));
    }

    static Party party(String name) {
        return new Party(name, new PostalAddress("Weg 1", "10115", "Berlin", "DE"), Language.DE);
    }

    static Party nastyParty() {
        return new Party(NASTY_LINE, new PostalAddress("Straße der Öfen 3½ 🏠", "0 ½", "Łódź", "PL"), Language.EN);
    }

    static CreditAssessment assessment(AccountId account, PaymentMethodKind method, Verdict verdict) {
        return new CreditAssessment(
                account, method, verdict, List.of(), Optional.empty(), List.of(), day("2026-04-01"), day("2026-04-30"));
    }

    static CreditAssessment fullAssessment(AccountId account) {
        return new CreditAssessment(
                account,
                PaymentMethodKind.DIRECT_DEBIT,
                Verdict.RESTRICTED,
                List.of(PaymentMethodKind.WALLET, PaymentMethodKind.CARD),
                Optional.of(Money.of("100000", Currency.JPY)),
                List.of("R2 ü", "R1", "R2, too"),
                LONG_AGO,
                FAR);
    }

    // --- contracts -------------------------------------------------------------------------------------------------

    static Terms terms(String price) {
        return Terms.of(
                PlanId.of("paper-monthly"),
                ProductId.of("paper"),
                1,
                "Paper",
                "regular",
                BillingInterval.MONTHLY,
                day("2026-01-01"),
                UnitPrice.of(price, EUR),
                BigDecimal.ONE,
                Optional.empty());
    }

    static Terms fullTerms() {
        return new Terms(
                PlanId.of("Plan_1.0-x"),
                ProductId.of("Kurs_1.0"),
                2_000_000_000,
                NASTY_LINE,
                "trial.2",
                BillingInterval.parse("P10Y"),
                LocalDate.of(2024, 2, 29),
                36_500,
                Alignment.calendar(CalendarAnchor.on(Month.FEBRUARY, 31)),
                BillingMode.IN_ARREARS,
                fullPrice(Currency.JPY),
                true,
                true,
                new BigDecimal("0.5"),
                Optional.of(new TaxCategory("ermäßigt")),
                Optional.of(new ServicePeriod(LONG_AGO, FAR)),
                List.of(
                        Discount.of("fixed", Reduction.amount(Money.of("3", Currency.JPY)))
                                .granted(),
                        fullDiscount().granted()),
                List.of(
                        UsagePrice.of(
                                "api-call",
                                UsagePrice.Aggregate.MAX,
                                Price.volume(Tier.of(UnitPrice.of("1", Currency.JPY)))),
                        UsagePrice.of(
                                        "GB_1.0",
                                        UsagePrice.Aggregate.LAST,
                                        Price.packages("0.000001", UnitPrice.of("0.5", Currency.JPY)))
                                .including("123456789012345678.5")));
    }

    /** Terms that differ from plain ones in one thing each. */
    static List<Terms> variousTerms() {
        UnitPrice ten = UnitPrice.of("10", EUR);
        List<Terms> various = new ArrayList<>(List.of(
                terms("10"),
                terms("0"),
                terms("10").shifted(14),
                terms("10").withQuantity(new BigDecimal("2.5")),
                terms("10")
                        .withDiscount(
                                Discount.of("winter", Reduction.percent("20")).granted()),
                terms("10")
                        .repriced(
                                2,
                                "Paper 2",
                                Price.perUnit(ten),
                                List.of(UsagePrice.of("api-call", UsagePrice.Aggregate.SUM, Price.perUnit(ten))))));
        for (Price price : List.of(
                Price.perUnit(ten),
                new Price(PriceModel.PER_UNIT, List.of(Tier.of(ten).withFlatFee(ten))),
                Price.packages("10", ten),
                Price.graduated(Tier.upTo("10", ten), Tier.of(ten)),
                Price.graduated(Tier.of(ten)),
                Price.volume(Tier.of(ten)))) {
            various.add(terms("10").withPrice(price));
        }
        for (Alignment alignment : List.of(
                Alignment.account(),
                Alignment.base(),
                Alignment.calendar(CalendarAnchor.onDay(31)),
                Alignment.calendar(CalendarAnchor.on(DayOfWeek.SUNDAY)))) {
            various.add(aligned(alignment, terms("10")));
        }
        various.add(fullTerms());
        return various;
    }

    private static Terms aligned(Alignment alignment, Terms t) {
        return new Terms(
                t.plan(),
                t.product(),
                t.catalogVersion(),
                t.planName(),
                t.phase(),
                t.interval(),
                t.anchor(),
                t.shiftDays(),
                alignment,
                t.billing(),
                t.price(),
                t.freeStart(),
                t.overridden(),
                t.quantity(),
                t.taxCategory(),
                t.whole(),
                t.discounts(),
                t.usage());
    }

    private static Price fullPrice(Currency currency) {
        return Price.graduated(
                Tier.upTo("0.5", UnitPrice.of("123456789012345678.000000000001", currency)),
                Tier.upTo("1000000", UnitPrice.of("0", currency)).withFlatFee(UnitPrice.of("0.25", currency)),
                Tier.packages("12.5", UnitPrice.of("7", currency)));
    }

    /** From this day on without end. */
    static Segment segment(String from, String price) {
        return new Segment(day(from), Optional.empty(), terms(price));
    }

    static Segment segment(String from, String to, String price) {
        return new Segment(day(from), Optional.of(day(to)), terms(price));
    }

    static Timeline timeline(Segment... segments) {
        return new Timeline(List.of(segments));
    }

    static SubscriptionId subscriptionId(AccountId account, long ordinal) {
        return new SubscriptionId(account, ordinal);
    }

    /** A running contract that is charged through 1 April 2026, of whose terms everything was told. */
    static Subscription subscription(AccountId account, long ordinal, Segment... segments) {
        return new Subscription(
                subscriptionId(account, ordinal),
                Optional.empty(),
                ProductId.of("paper"),
                SubscriptionState.ACTIVE,
                day("2026-01-01"),
                day("2026-01-01"),
                Optional.empty(),
                day("2026-04-01"),
                Optional.empty(),
                FAR,
                day("2026-01-01"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(),
                Optional.empty(),
                new Term(TermRule.none(), day("2026-01-01"), 0),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                timeline(segments));
    }

    static Subscription fullSubscription(AccountId account, long ordinal) {
        return new Subscription(
                subscriptionId(account, ordinal),
                Optional.of("Auftrag Nr. 4711/ü🎻"),
                ProductId.of("Kurs_1.0"),
                SubscriptionState.CANCELLED,
                LONG_AGO,
                day("2024-02-29"),
                Optional.of(day("2025-12-31")),
                day("2026-03-29"),
                Optional.of(day("2026-03-08")),
                day("2026-10-25"),
                day("2026-03-09"),
                Optional.of(day("2026-03-10")),
                Optional.of(FAR),
                Optional.of(day("2026-10-26")),
                Optional.of(day("2026-10-28")),
                Optional.of(day("2026-10-27")),
                true,
                List.of(
                        new OneTime(OneTime.SETUP, LONG_AGO, Money.of("0", Currency.JPY)),
                        new OneTime("trial.2", FAR, Money.of("9000000000000.001", Currency.of("BHD")))),
                Optional.of(SelfService.nothing()),
                new Term(
                        TermRule.of(Period.of(1, 2, 3), Period.ofMonths(3), new Renewal.Fixed(Period.of(0, 12, 1))),
                        LONG_AGO,
                        36_500),
                Optional.of(subscriptionId(account, 9_000_000_000_000_000L)),
                true,
                Optional.of(EVE),
                Optional.of(new Pause(day("2026-03-29"), Optional.of(FAR), true, true, Pause.Stage.RUNNING)),
                Optional.of(ScheduledChange.of(
                        day("2026-04-01"),
                        timeline(
                                new Segment(day("2026-04-01"), Optional.of(day("2026-05-01")), fullTerms()),
                                new Segment(day("2026-06-01"), Optional.empty(), terms("7"))))),
                timeline(
                        new Segment(LONG_AGO, Optional.of(day("2024-02-29")), terms("10")),
                        new Segment(day("2024-02-29"), Optional.of(day("2026-03-29")), fullTerms()),
                        new Segment(day("2026-04-01"), Optional.empty(), terms("0.000000000001"))));
    }

    /** A contract that an account pays for another one. */
    static Subscription benefiting(AccountId beneficiary, Subscription s) {
        return with(s, s.reference(), Optional.of(beneficiary));
    }

    static Subscription referenced(Subscription s, String reference) {
        return with(s, Optional.of(reference), s.beneficiary());
    }

    private static Subscription with(Subscription s, Optional<String> reference, Optional<AccountId> beneficiary) {
        return new Subscription(
                s.id(),
                reference,
                s.product(),
                s.state(),
                s.concludedOn(),
                s.startOn(),
                s.billedUntil(),
                s.chargedThrough(),
                s.reviewFrom(),
                s.announcedThrough(),
                s.usageThrough(),
                s.usageFrom(),
                s.end(),
                s.expiresOn(),
                s.agreedEnd(),
                s.keptUntil(),
                s.refunding(),
                s.once(),
                s.selfService(),
                s.term(),
                s.addOnTo(),
                s.endsWithBase(),
                beneficiary,
                s.pause(),
                s.scheduled(),
                s.agreed());
    }

    static Access access(SubscriptionId subscription) {
        return access(subscription, Optional.empty());
    }

    static Access access(SubscriptionId subscription, Optional<AccountId> beneficiary) {
        return new Access(
                subscription,
                ProductId.of("paper"),
                beneficiary,
                ReleasePolicy.AT_PURCHASE,
                false,
                Optional.empty(),
                AccessReason.NOT_STARTED,
                day("2026-01-01"),
                Optional.empty());
    }

    static Access fullAccess(SubscriptionId subscription, DocumentId waitsFor) {
        return fullAccess(subscription, waitsFor, Optional.empty());
    }

    static Access fullAccess(SubscriptionId subscription, DocumentId waitsFor, Optional<AccountId> beneficiary) {
        return new Access(
                subscription,
                ProductId.of("Kurs_1.0"),
                beneficiary,
                ReleasePolicy.ON_PAYMENT,
                true,
                Optional.of(waitsFor),
                AccessReason.RUNNING_UNTIL_END,
                LONG_AGO,
                Optional.of(FAR));
    }

    // --- lines and documents ---------------------------------------------------------------------------------------

    static DocumentId documentId(AccountId account, long ordinal) {
        return new DocumentId(account, ordinal);
    }

    /** Days of a contract, EUR 10.00, waiting for a document. */
    static Line recurring(long ordinal, SubscriptionId subscription, String from, String to) {
        return keyed(ordinal, subscription, from, to, 0);
    }

    static Line keyed(long ordinal, SubscriptionId subscription, String from, String to, int generation) {
        ServicePeriod period = new ServicePeriod(day(from), day(to));
        return new Line(
                new LineId(subscription.account(), ordinal),
                new Charge(
                        LineKind.RECURRING,
                        Optional.of(subscription),
                        "Paper",
                        Optional.of("paper-monthly"),
                        Optional.of("regular"),
                        Optional.of(period),
                        30,
                        BigDecimal.ONE,
                        UnitPrice.of("10", EUR),
                        eur("10.00"),
                        Optional.empty(),
                        period.lastDay(),
                        terms("10").keyOn(period.start()),
                        Optional.of(new ChargeKey(subscription, period.start(), generation)),
                        Optional.empty(),
                        "30/30"),
                Optional.empty());
    }

    /** Gives the whole line back; waiting for a document. */
    static Line credit(long ordinal, Line back) {
        Charge charge = back.charge();
        return new Line(
                new LineId(back.id().account(), ordinal),
                new Charge(
                        LineKind.PRORATION_CREDIT,
                        charge.subscription(),
                        charge.description(),
                        charge.plan(),
                        charge.phase(),
                        charge.period(),
                        charge.periodDays(),
                        charge.quantity().negate(),
                        charge.unitPrice(),
                        charge.amount().negate(),
                        charge.taxCategory(),
                        charge.suppliedOn(),
                        charge.termsKey(),
                        Optional.empty(),
                        Optional.of(back.id()),
                        "all of " + back.id()),
                Optional.empty());
    }

    /** Something without a contract, waiting for a document; every text that may be empty is. */
    static Line oneTime(AccountId account, long ordinal) {
        return new Line(
                new LineId(account, ordinal),
                new Charge(
                        LineKind.ONE_TIME,
                        Optional.empty(),
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        BigDecimal.ONE,
                        UnitPrice.of("0", Currency.JPY),
                        Money.zero(Currency.JPY),
                        Optional.empty(),
                        day("2026-04-01"),
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        ""),
                Optional.empty());
    }

    static Line fullLine(long ordinal, SubscriptionId subscription, LineId takesBack, DocumentId document) {
        Currency bhd = Currency.of("BHD");
        return new Line(
                new LineId(subscription.account(), ordinal),
                new Charge(
                        LineKind.PRORATION_CREDIT,
                        Optional.of(subscription),
                        NASTY_LINE,
                        Optional.of("Plan_1.0-x"),
                        Optional.of("trial.2"),
                        Optional.of(new ServicePeriod(LONG_AGO, FAR)),
                        3653,
                        new BigDecimal("-999999999.000001"),
                        UnitPrice.of("123456789012345678.000000000001", bhd),
                        Money.of("-9000000000000.001", bhd),
                        Optional.of(new TaxCategory("ermäßigt")),
                        FAR.minusDays(1),
                        "k|" + "ö".repeat(500),
                        Optional.of(new ChargeKey(subscription, ChargeKey.usage("GB_1.0"), LONG_AGO, 3)),
                        Optional.of(takesBack),
                        NASTY + "=".repeat(3000)),
                Optional.of(new Placement(
                        document,
                        2,
                        TaxTreatment.EXEMPT,
                        new BigDecimal("25.125"),
                        Money.of("-7192807192807.194", bhd),
                        Money.of("-1807192807192.807", bhd),
                        Money.of("-9000000000000.001", bhd))));
    }

    /** The same line as one of another kind. */
    static Line of(LineKind kind, Line line) {
        return of(kind, line.charge().key(), line);
    }

    /** The same line for something else than days. */
    static Line of(LineKind kind, String item, Line line) {
        ChargeKey key = line.charge().key().orElseThrow();
        return of(kind, Optional.of(new ChargeKey(key.subscription(), item, key.firstDay(), key.generation())), line);
    }

    private static Line of(LineKind kind, Optional<ChargeKey> key, Line line) {
        Charge c = line.charge();
        return new Line(
                line.id(),
                new Charge(
                        kind,
                        c.subscription(),
                        c.description(),
                        c.plan(),
                        c.phase(),
                        c.period(),
                        c.periodDays(),
                        c.quantity(),
                        c.unitPrice(),
                        c.amount(),
                        c.taxCategory(),
                        c.suppliedOn(),
                        c.termsKey(),
                        key,
                        c.takesBack(),
                        c.trace()),
                line.placement());
    }

    static Line on(Line line, DocumentId document, int position) {
        return on(line, document, position, TaxTreatment.UNTAXED);
    }

    static Line on(Line line, DocumentId document, int position, TaxTreatment treatment) {
        Money net = line.charge().amount();
        return new Line(
                line.id(),
                line.charge(),
                Optional.of(new Placement(
                        document, position, treatment, BigDecimal.ZERO, net, Money.zero(net.currency()), net)));
    }

    /** EUR 10.00, finalised, of which so much is paid. */
    static Document document(AccountId account, long ordinal, String paid) {
        return document(account, ordinal, DocumentType.INVOICE, DocumentState.FINALIZED, "10.00", paid);
    }

    static Document draft(AccountId account, long ordinal) {
        return document(account, ordinal, DocumentType.INVOICE, DocumentState.DRAFT, "10.00", "0");
    }

    static Document document(
            AccountId account, long ordinal, DocumentType type, DocumentState state, String gross, String paid) {
        Optional<LocalDate> issuedOn = state == DocumentState.DRAFT ? Optional.empty() : Optional.of(day("2026-04-01"));
        return new Document(
                documentId(account, ordinal),
                type,
                state,
                PaymentMethodKind.INVOICE,
                PriceBasis.NET,
                day("2026-04-01"),
                day("2026-04-01"),
                issuedOn,
                issuedOn.map(d -> d.plusDays(14)),
                1,
                1,
                1,
                Optional.empty(),
                Optional.empty(),
                PayOut.CREDIT,
                List.of(),
                List.of(),
                eur(gross),
                eur("0"),
                eur(gross),
                eur("0"),
                eur(paid),
                eur("0"),
                eur("0"),
                eur("0"),
                eur("0"),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    static Document fullDocument(AccountId account, long ordinal, DocumentId corrects, SubscriptionId... behind) {
        Currency bhd = Currency.of("BHD");
        return new Document(
                documentId(account, ordinal),
                DocumentType.CANCELLATION,
                DocumentState.CANCELLED,
                PaymentMethodKind.WALLET,
                PriceBasis.GROSS,
                LONG_AGO,
                day("2026-03-08"),
                Optional.of(day("2026-03-29")),
                Optional.of(FAR),
                2_000_000_000,
                2_000_000_001,
                7,
                Optional.of(new VatId("EL123456789")),
                Optional.of(corrects),
                PayOut.REFUND,
                List.of(behind),
                List.of(
                        new Document.TaxGroup(
                                "ermäßigt",
                                TaxTreatment.TAXED,
                                new BigDecimal("7"),
                                Money.of("0.001", bhd),
                                Money.of("-0.001", bhd)),
                        new Document.TaxGroup(
                                "", TaxTreatment.REVERSE_CHARGE, BigDecimal.ZERO, Money.of("5", bhd), Money.zero(bhd)),
                        new Document.TaxGroup(
                                "a, \"b\" {c}",
                                TaxTreatment.TAXED,
                                new BigDecimal("25.125"),
                                Money.zero(bhd),
                                Money.zero(bhd))),
                Money.of("9000000000000.001", bhd),
                Money.of("-0.001", bhd),
                Money.of("9000000000000", bhd),
                Money.of("1.001", bhd),
                Money.of("2.002", bhd),
                Money.of("3.003", bhd),
                Money.of("8999999999993.994", bhd),
                Money.of("4.004", bhd),
                Money.of("0.005", bhd),
                Optional.of(FAR),
                Optional.of(new DunningPosition(day("2026-03-08"), 3, Optional.of(day("2026-03-29")), true)),
                List.of(
                        new Document.Reminded(corrects, 3, NASTY_LINE, Money.of("9000000000000.001", bhd)),
                        new Document.Reminded(documentId(account, ordinal), 1, "", Money.zero(Currency.JPY))));
    }

    // --- money -----------------------------------------------------------------------------------------------------

    static PaymentAttempt attempt(DocumentId document, long ordinal, int number, AttemptState state) {
        return new PaymentAttempt(
                new AttemptId(document.account(), ordinal),
                document,
                number,
                Optional.empty(),
                PaymentMethodKind.CARD,
                eur("10.00"),
                new PaymentAttempt.Name(document, number).keyIn("test"),
                state,
                day("2026-04-01"),
                day("2026-04-01"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static PaymentAttempt waitingUntil(Instant nextAt, PaymentAttempt a) {
        return with(a, a.refunds(), Optional.of(nextAt));
    }

    /** An attempt that gives back what another one collected. */
    static PaymentAttempt refunding(PaymentAttempt collected, PaymentAttempt a) {
        return with(a, Optional.of(collected.id()), a.nextAt());
    }

    private static PaymentAttempt with(PaymentAttempt a, Optional<AttemptId> refunds, Optional<Instant> nextAt) {
        return new PaymentAttempt(
                a.id(),
                a.document(),
                a.number(),
                refunds,
                a.method(),
                a.amount(),
                a.key(),
                a.state(),
                a.sendOn(),
                a.collectOn(),
                nextAt,
                a.sentAt(),
                a.outcomeOn(),
                a.reference(),
                a.code());
    }

    static PaymentAttempt fullAttempt(DocumentId document, long ordinal) {
        return new PaymentAttempt(
                new AttemptId(document.account(), ordinal),
                document,
                2_000_000_000,
                Optional.of(new AttemptId(document.account(), 9_000_000_000_000_000L)),
                PaymentMethodKind.DIRECT_DEBIT,
                Money.of("-9000000000000.001", Currency.of("BHD")),
                new PaymentAttempt.Name(document, 2_000_000_000).keyIn("K\"'\\%_/ k".repeat(20)),
                AttemptState.RETURNED,
                LONG_AGO,
                FAR,
                Optional.of(NOW),
                Optional.of(Instant.parse("9999-12-31T23:59:59.999999Z")),
                Optional.of(day("2026-03-08")),
                Optional.of(new GatewayReference("r".repeat(255))),
                Optional.of(NASTY_LINE));
    }

    static Posting posting(AccountId account, long ordinal) {
        return new Posting(
                account,
                ordinal,
                Posting.Kind.CREDIT_GRANTED,
                day("2026-04-01"),
                Optional.empty(),
                Optional.empty(),
                eur("0"),
                eur("0"),
                eur("0"));
    }

    static Posting fullPosting(long ordinal, Posting.Kind kind, DocumentId document, AttemptId attempt) {
        Currency bhd = Currency.of("BHD");
        return new Posting(
                document.account(),
                ordinal,
                kind,
                FAR,
                Optional.of(document),
                Optional.of(attempt),
                Money.of("-9000000000000.001", bhd),
                Money.of("9000000000000.001", bhd),
                Money.of("0.001", bhd));
    }

    // --- use -------------------------------------------------------------------------------------------------------

    /** Three calls in a month, charged; closed for records five weeks later. */
    static UsageTally tally(SubscriptionId subscription, String from, String to) {
        return new UsageTally(
                subscription,
                "api-call",
                new ServicePeriod(day(from), day(to)),
                new BigDecimal("3"),
                NOW,
                eur("0.30"),
                eur("0"),
                1,
                day(to).plusDays(35),
                true);
    }

    /** The same, of which something is not charged. */
    static UsageTally unsettled(UsageTally t) {
        return new UsageTally(
                t.subscription(),
                t.unit(),
                t.period(),
                t.quantity().add(BigDecimal.ONE),
                t.lastAt(),
                t.billed(),
                t.discounted(),
                t.ratings(),
                t.closesOn(),
                false);
    }

    static UsageTally fullTally(SubscriptionId subscription) {
        Currency bhd = Currency.of("BHD");
        return new UsageTally(
                subscription,
                "GB_1.0",
                new ServicePeriod(LONG_AGO, FAR),
                new BigDecimal("123456789012345678.000000000001"),
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                Money.of("-9000000000000.001", bhd),
                Money.of("9000000000000.001", bhd),
                2_000_000_000,
                FAR,
                false);
    }

    static UsageRecord record(SubscriptionId subscription, String id, Instant at, String closesOn) {
        return new UsageRecord(subscription, id, "api-call", BigDecimal.ONE, at, day(closesOn));
    }

    static UsageRecord fullRecord(SubscriptionId subscription) {
        return new UsageRecord(
                subscription,
                NASTY_LINE,
                "GB_1.0",
                new BigDecimal("123456789012345678.000000000001"),
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                FAR);
    }

    // --- events ----------------------------------------------------------------------------------------------------

    static Event event(AccountId account, long ordinal) {
        return new Event(
                account,
                ordinal,
                EventType.SUBSCRIBED,
                day("2026-04-01"),
                NOW,
                account.value(),
                Optional.empty(),
                Map.of(),
                Actor.engine());
    }

    static Event fullEvent(AccountId account, long ordinal, EventType type, Actor actor) {
        return new Event(
                account,
                ordinal,
                type,
                LONG_AGO,
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                account + "/" + ordinal,
                Optional.of(Money.of("-9000000000000.001", Currency.of("BHD"))),
                Map.of("z", NASTY, "a \"quoted\"", "", "from", "2026-04-01"),
                actor);
    }

    // --- rules -----------------------------------------------------------------------------------------------------

    static Catalog catalog(String price) {
        return Catalog.of(
                List.of(Product.of("paper", "Zeitung 🗞", ProductKind.PHYSICAL, "reduced")),
                List.of(Plan.of("paper-monthly", "paper", BillingInterval.MONTHLY, price)));
    }

    static Settings settings(int paymentTermDays) {
        return Settings.of(
                        ZoneId.of("Europe/Berlin"),
                        EUR,
                        new SellerProfile(
                                new Party(
                                        "Verlag GmbH",
                                        new PostalAddress("Am Markt 1", "10115", "Berlin", "DE"),
                                        Language.DE),
                                Optional.of("11/222/33333"),
                                Optional.empty(),
                                Optional.empty()))
                .withPaymentTermDays(paymentTermDays);
    }

    static Catalog fullCatalog() {
        Currency bhd = Currency.of("BHD");
        ProductId course = ProductId.of("Kurs_1.0");
        UsagePrice gigabytes = UsagePrice.of("GB_1.0", UsagePrice.Aggregate.LAST, fullPrice(bhd))
                .including("0.5");
        return Catalog.of(
                        List.of(
                                new Product(
                                        course,
                                        NASTY_LINE,
                                        ProductKind.ACCESS,
                                        Optional.of(new TaxCategory("ermäßigt"))),
                                Product.untaxed("paper", "Zeitung", ProductKind.DOWNLOAD),
                                Product.untaxed("Z", "Z", ProductKind.PHYSICAL),
                                Product.untaxed("a", "a", ProductKind.SERVICE)),
                        List.of(
                                new Plan(
                                        PlanId.of("Plan_1.0-x"),
                                        course,
                                        NASTY_LINE,
                                        bhd,
                                        BillingInterval.parse("P10Y"),
                                        BillingMode.IN_ARREARS,
                                        Optional.of(fullPrice(bhd)),
                                        Optional.of(Money.of("9000000000000.001", bhd)),
                                        List.of(
                                                Phase.trial(Period.of(1, 2, 3), UnitPrice.of("0", bhd)),
                                                Phase.lasting("intro")
                                                        .lasting(Period.ofWeeks(2))
                                                        .usage(List.of()),
                                                Phase.of("half", Period.ofMonths(6), UnitPrice.of("0.5", bhd))
                                                        .oneTimePrice(Money.of("0.001", bhd))
                                                        .billedEvery(BillingInterval.YEARLY),
                                                Phase.lasting("late").usage(List.of(gigabytes))),
                                        Alignment.calendar(CalendarAnchor.on(Month.FEBRUARY, 31)),
                                        StubPolicy.FULL,
                                        TermRule.of(
                                                Period.of(1, 2, 3),
                                                Period.ofMonths(3),
                                                new Renewal.Fixed(Period.ofYears(1))),
                                        List.of(
                                                gigabytes,
                                                UsagePrice.of("api-call", UsagePrice.Aggregate.SUM, Price.free(bhd))),
                                        Optional.of(2_000_000_000),
                                        Optional.of(SelfService.nothing())),
                                Plan.of("weekly", "paper", BillingInterval.WEEKLY, "JPY 0")
                                        .withAlignment(Alignment.calendar(CalendarAnchor.on(DayOfWeek.SUNDAY)))
                                        .withStub(StubPolicy.FREE)
                                        .withTerms(TermRule.fixed(Period.ofYears(2))),
                                Plan.of("monthly", "paper", BillingInterval.MONTHLY, "EUR 1")
                                        .withAlignment(Alignment.account())
                                        .withTerms(TermRule.cancellableWith(Period.ofDays(14))),
                                Plan.usageOnly("days", course.value(), BillingInterval.parse("P3653D"), EUR)
                                        .withAlignment(Alignment.base())
                                        .withSelfService(SelfService.allow(SelfServiceAction.values()))))
                .withDiscounts(List.of(fullDiscount(), Discount.of("plain", Reduction.amount(eur("5")))));
    }

    static Settings fullSettings() {
        return new Settings(
                ZoneId.of("Pacific/Apia"),
                Currency.of("BHD"),
                PriceBasis.GROSS,
                new SellerProfile(
                        new Party(NASTY_LINE, new PostalAddress("Straße 1", "10115", "Łódź", "PL"), Language.EN),
                        Optional.of("11/222/33333"),
                        Optional.of("DE 123"),
                        Optional.of(NASTY_LINE)),
                new TaxTable(List.of(
                        new TaxRate(new TaxCategory("ermäßigt"), "DE", new BigDecimal("25.125"), LONG_AGO),
                        new TaxRate(new TaxCategory("ermäßigt"), "DE", new BigDecimal("0"), FAR),
                        new TaxRate(new TaxCategory("standard"), "AT", new BigDecimal("100"), day("2026-03-29")))),
                365,
                true,
                60,
                ZeroInvoices.ISSUE,
                60,
                true,
                365,
                3660,
                new RetryPolicy(List.of(Period.of(1, 2, 3), Period.ofDays(5))),
                DunningPolicy.of(
                        DunningLevel.after(1, NASTY_LINE),
                        DunningLevel.after(1000, "last", DunningAction.values())
                                .withFee(Money.of("0.001", Currency.of("BHD")))),
                ReleasePolicy.ON_PAYMENT,
                CreditPolicy.closed(List.of(PaymentMethodKind.values())),
                SelfService.allow(SelfServiceAction.values()),
                new NumberSeries("Ü-{year}-{0}"),
                new NumberSeries("RK{000000000000}"),
                new NumberSeries("N{000}"),
                new NumberSeries("{year}{year}M{00}"));
    }

    // --- changes ---------------------------------------------------------------------------------------------------

    /** A change of nothing but the account's row, to put more into. */
    static Changing change(Account account) {
        return new Changing(account);
    }

    static Changing change(AccountId account) {
        return new Changing(account(account));
    }

    /** A change in the making. */
    static final class Changing {
        private final Account account;
        private final List<Subscription> subscriptions = new ArrayList<>();
        private final Map<SubscriptionId, LocalDate> rewrittenFrom = new HashMap<>();
        private final List<Line> lines = new ArrayList<>();
        private final List<Document> documents = new ArrayList<>();
        private final List<PaymentAttempt> attempts = new ArrayList<>();
        private final List<Posting> postings = new ArrayList<>();
        private final List<Access> access = new ArrayList<>();
        private final List<UsageTally> usage = new ArrayList<>();
        private final List<UsageRecord> usageRecords = new ArrayList<>();
        private final List<Event> events = new ArrayList<>();
        private final List<NumberWish> numbers = new ArrayList<>();

        private Changing(Account account) {
            this.account = account;
        }

        Changing with(Subscription... rows) {
            subscriptions.addAll(Arrays.asList(rows));
            return this;
        }

        Changing rewriting(SubscriptionId subscription, String from) {
            rewrittenFrom.put(subscription, day(from));
            return this;
        }

        Changing with(Line... rows) {
            lines.addAll(Arrays.asList(rows));
            return this;
        }

        Changing with(Document... rows) {
            documents.addAll(Arrays.asList(rows));
            return this;
        }

        Changing with(PaymentAttempt... rows) {
            attempts.addAll(Arrays.asList(rows));
            return this;
        }

        Changing with(Posting... rows) {
            postings.addAll(Arrays.asList(rows));
            return this;
        }

        Changing with(Access... rows) {
            access.addAll(Arrays.asList(rows));
            return this;
        }

        Changing with(UsageTally... rows) {
            usage.addAll(Arrays.asList(rows));
            return this;
        }

        Changing with(UsageRecord... rows) {
            usageRecords.addAll(Arrays.asList(rows));
            return this;
        }

        Changing with(Event... rows) {
            events.addAll(Arrays.asList(rows));
            return this;
        }

        Changing withEvents(Collection<Event> rows) {
            events.addAll(rows);
            return this;
        }

        Changing withPostings(Collection<Posting> rows) {
            postings.addAll(rows);
            return this;
        }

        Changing numbering(DocumentId document, String series, int digits) {
            numbers.add(new NumberWish(document, series, digits));
            return this;
        }

        AccountChange done() {
            return new AccountChange(
                    account,
                    subscriptions,
                    rewrittenFrom,
                    lines,
                    documents,
                    attempts,
                    postings,
                    access,
                    usage,
                    usageRecords,
                    events,
                    numbers);
        }
    }
}
