package io.aboengine.account;

import io.aboengine.calendar.BillingInterval;
import io.aboengine.calendar.CalendarAnchor;
import io.aboengine.calendar.Renewal;
import io.aboengine.calendar.TermRule;
import io.aboengine.catalog.Alignment;
import io.aboengine.catalog.BillingMode;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Phase;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.Price;
import io.aboengine.catalog.Product;
import io.aboengine.catalog.ProductId;
import io.aboengine.catalog.ProductKind;
import io.aboengine.catalog.StubPolicy;
import io.aboengine.catalog.Tier;
import io.aboengine.catalog.UsagePrice;
import io.aboengine.invoice.SellerProfile;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import io.aboengine.party.Language;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.tax.TaxCategory;
import io.aboengine.tax.TaxRate;
import io.aboengine.tax.TaxRules;
import io.aboengine.tax.TaxStatus;
import io.aboengine.tax.TaxTable;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A shop in Berlin with something of everything: intervals, trials, introductory prices, courses that end, a free plan. */
final class Shop {
    static final AccountId ADA = AccountId.of("ada");
    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    static final Decide.Given BY_OPERATOR = new Decide.Given(Actor.operator("op-1"), Optional.empty(), false);

    static final List<Plan> PLANS = List.of(
            Plan.of("monthly", "paper", BillingInterval.MONTHLY, "EUR 10.00"),
            Plan.of("team", "paper", BillingInterval.MONTHLY, "EUR 39.99"),
            Plan.of("yearly", "paper", BillingInterval.YEARLY, "EUR 99.00"),
            Plan.of("weekly", "course", BillingInterval.WEEKLY, "EUR 2.99"),
            Plan.of("tried", "course", BillingInterval.MONTHLY, "EUR 14.99").withTrial(Period.ofDays(14)),
            Plan.of("tried-yearly", "paper", BillingInterval.YEARLY, "EUR 120.00")
                    .withTrial(Period.ofMonths(1))
                    .withSetupFee("EUR 9.90"),
            introduced(Plan.of("introduced", "paper", BillingInterval.MONTHLY, "EUR 12.00")
                    .withSetupFee("EUR 4.90")),
            ending(Plan.of("ending", "course", BillingInterval.MONTHLY, "EUR 29.90")),
            Plan.of("quarterly", "gift", BillingInterval.QUARTERLY, "EUR 29.99"),
            Plan.of("free", "course", BillingInterval.MONTHLY, "EUR 0.00"),
            Plan.of("tiny", "gift", BillingInterval.MONTHLY, "EUR 0.01"),
            Plan.of("ten-days", "course", BillingInterval.parse("P10D"), "EUR 3.33"),
            inArrears(Plan.of("afterwards", "course", BillingInterval.MONTHLY, "EUR 20.00")),
            inArrears(Plan.of("afterwards-weekly", "paper", BillingInterval.WEEKLY, "EUR 7.77")),
            Plan.of("first-of-month", "paper", BillingInterval.MONTHLY, "EUR 31.00")
                    .withAlignment(onDay(1)),
            Plan.of("whole-stub", "course", BillingInterval.MONTHLY, "EUR 17.00")
                    .withAlignment(onDay(31))
                    .withStub(StubPolicy.FULL),
            Plan.of("free-stub", "paper", BillingInterval.WEEKLY, "EUR 6.50")
                    .withAlignment(Alignment.calendar(CalendarAnchor.on(DayOfWeek.MONDAY)))
                    .withStub(StubPolicy.FREE),
            Plan.of("with-account", "paper", BillingInterval.MONTHLY, "EUR 15.00")
                    .withAlignment(Alignment.account()),
            inArrears(Plan.of("with-account-afterwards", "course", BillingInterval.QUARTERLY, "EUR 60.00"))
                    .withAlignment(Alignment.account()),
            Plan.of("extra", "course", BillingInterval.MONTHLY, "EUR 5.00").withAlignment(Alignment.base()),
            Plan.of("own-extra", "gift", BillingInterval.MONTHLY, "EUR 2.50"),
            phased(Plan.of("phased", "course", BillingInterval.MONTHLY, "EUR 25.00")),
            Plan.usageOnly("seats", "course", BillingInterval.MONTHLY, Currency.EUR)
                    .withPrice(graduated()),
            Plan.usageOnly("volume", "gift", BillingInterval.MONTHLY, Currency.EUR)
                    .withPrice(volume()),
            Plan.of("three-payments", "gift", BillingInterval.MONTHLY, "EUR 8.00")
                    .withPayments(3),
            Plan.of("bound", "paper", BillingInterval.MONTHLY, "EUR 11.00")
                    .withTerms(TermRule.of(Period.ofMonths(2), Period.ofDays(14), new Renewal.Indefinite())),
            Plan.of("metered", "course", BillingInterval.MONTHLY, "EUR 9.00")
                    .withUsage(
                            UsagePrice.of("call", UsagePrice.Aggregate.SUM, perUnit("0.07"))
                                    .including("10"),
                            UsagePrice.of("peak", UsagePrice.Aggregate.MAX, perUnit("1.50"))),
            inArrears(Plan.usageOnly("used", "course", BillingInterval.WEEKLY, Currency.EUR))
                    .withUsage(
                            UsagePrice.of("call", UsagePrice.Aggregate.SUM, graduated())
                                    .including("3"),
                            UsagePrice.of("level", UsagePrice.Aggregate.LAST, Price.packages("4", unit("0.99")))));

    /** What contracts and accounts may be granted. */
    static final List<Discount> DISCOUNTS = List.of(
            Discount.of("tenth", Discount.Reduction.percent("10")),
            Discount.of("third", Discount.Reduction.percent("33.333")).forPeriods(2),
            Discount.of("five", Discount.Reduction.amount(Money.parse("EUR 5.00")))
                    .forPeriods(3),
            Discount.of("penny", Discount.Reduction.amount(Money.parse("EUR 0.07"))),
            Discount.of("spring", Discount.Reduction.percent("50")).until(LocalDate.of(2024, 4, 10)),
            Discount.of("papers", Discount.Reduction.percent("25")).forProducts(ProductId.of("paper")),
            Discount.of("nothing-left", Discount.Reduction.percent("100")).forPeriods(1),
            Discount.of("loyal", Discount.Reduction.percent("5")).onDocuments(),
            Discount.of("summer", Discount.Reduction.amount(Money.parse("EUR 3.00")))
                    .onDocuments()
                    .until(LocalDate.of(2024, 6, 1)));

    private static final List<Product> PRODUCTS = List.of(
            Product.of("paper", "The paper", ProductKind.PHYSICAL, "reduced"),
            Product.of("course", "The course", ProductKind.ACCESS, "standard"),
            Product.untaxed("gift", "The gift", ProductKind.PHYSICAL));

    private static final TaxTable TAXES = new TaxTable(List.of(
            new TaxRate(new TaxCategory("standard"), "DE", BigDecimal.valueOf(19), LocalDate.of(2007, 1, 1)),
            new TaxRate(new TaxCategory("reduced"), "DE", BigDecimal.valueOf(7), LocalDate.of(1983, 7, 1))));

    private Shop() {}

    /** Nothing is collected by itself, nobody is reminded. */
    static Settings settings() {
        Party seller = new Party("Shop", new PostalAddress("Weg 1", "10115", "Berlin", "DE"), Language.DE);
        return Settings.of(
                        BERLIN,
                        Currency.EUR,
                        new SellerProfile(seller, Optional.of("12/345/67890"), Optional.empty(), Optional.empty()))
                .withTaxes(TAXES);
    }

    static Rules rules(Settings settings, Map<PaymentMethodKind, Integer> leadBankDays) {
        return new Rules(
                Catalog.of(PRODUCTS, PLANS).withDiscounts(DISCOUNTS),
                1,
                settings,
                1,
                "test",
                leadBankDays,
                leadBankDays.keySet(),
                TaxRules.standard());
    }

    static Rules rules() {
        return rules(settings(), Map.of());
    }

    /** The same shop with a later catalogue in which every plan with a price costs a euro more. */
    static Rules repriced(Rules rules) {
        List<Plan> plans = rules.catalog().plans().stream()
                .map(plan -> plan.price().isPresent() && !plan.priceOrFree().isFree()
                        ? plan.withPrice(Price.perUnit(new UnitPrice(
                                plan.priceOrFree().exact(BigDecimal.ONE).add(BigDecimal.ONE), Currency.EUR)))
                        : plan)
                .toList();
        return new Rules(
                Catalog.of(rules.catalog().products(), plans)
                        .withDiscounts(rules.catalog().discounts()),
                rules.catalogVersion() + 1,
                rules.settings(),
                rules.settingsVersion(),
                rules.environment(),
                rules.leadBankDays(),
                rules.refundable(),
                rules.taxRules());
    }

    static Moment noon(LocalDate day) {
        return Moment.of(day.atTime(LocalTime.NOON).atZone(BERLIN).toInstant(), BERLIN);
    }

    static Account account(AccountId id, PaymentMethod method, Rules rules) {
        Party ada = new Party("Ada", new PostalAddress("Allee 2", "20095", "Hamburg", "DE"), Language.DE);
        return OpenedAccount.of(
                id,
                Currency.EUR,
                ada,
                method,
                Optional.empty(),
                Optional.empty(),
                TaxStatus.consumer(),
                Optional.empty(),
                rules);
    }

    /** Two months at half the price. */
    private static Plan introduced(Plan plan) {
        return withPhases(
                plan, Phase.of("intro", Period.ofMonths(2), UnitPrice.of("6.00", Currency.EUR)), Phase.regular());
    }

    /** Ten weeks, and it is over. */
    private static Plan ending(Plan plan) {
        return withPhases(plan, Phase.lasting("course").lasting(Period.ofWeeks(10)));
    }

    /** Weeks that begin with a fee, then a month at half the price that begins with another, then the price. */
    private static Plan phased(Plan plan) {
        return withPhases(
                plan,
                Phase.of("kick-off", Period.ofWeeks(3), unit("4.00"))
                        .billedEvery(BillingInterval.WEEKLY)
                        .oneTimePrice(Money.parse("EUR 30.00")),
                Phase.of("half", Period.ofMonths(1), unit("12.50")).oneTimePrice(Money.parse("EUR 3.00")),
                Phase.regular());
    }

    private static Plan inArrears(Plan plan) {
        return plan.withBilling(BillingMode.IN_ARREARS);
    }

    private static Alignment onDay(int day) {
        return Alignment.calendar(CalendarAnchor.onDay(day));
    }

    private static UnitPrice unit(String price) {
        return UnitPrice.of(price, Currency.EUR);
    }

    private static Price perUnit(String price) {
        return Price.perUnit(unit(price));
    }

    /** Two at nine, three more at seven, the rest at five and two for it once. */
    private static Price graduated() {
        return Price.graduated(
                Tier.upTo("2", unit("9.00")),
                Tier.upTo("5", unit("7.00")),
                Tier.of(unit("5.00")).withFlatFee(unit("2.00")));
    }

    private static Price volume() {
        return Price.volume(Tier.upTo("2", unit("4.00")), Tier.of(unit("3.105")));
    }

    private static Plan withPhases(Plan plan, Phase... phases) {
        return plan.withPhases(List.of(phases));
    }
}
