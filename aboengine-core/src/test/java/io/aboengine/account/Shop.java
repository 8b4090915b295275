package io.aboengine.account;

import io.aboengine.calendar.BillingInterval;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Phase;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.Product;
import io.aboengine.catalog.ProductKind;
import io.aboengine.invoice.SellerProfile;
import io.aboengine.money.Currency;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import io.aboengine.party.Language;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.tax.TaxCategory;
import io.aboengine.tax.TaxRate;
import io.aboengine.tax.TaxTable;
import java.math.BigDecimal;
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
            Plan.of("ten-days", "course", BillingInterval.parse("P10D"), "EUR 3.33"));

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
        return new Rules(Catalog.of(PRODUCTS, PLANS), 1, settings, 1, "test", leadBankDays);
    }

    static Rules rules() {
        return rules(settings(), Map.of());
    }

    static Moment noon(LocalDate day) {
        return Moment.of(day.atTime(LocalTime.NOON).atZone(BERLIN).toInstant(), BERLIN);
    }

    static Account account(AccountId id, PaymentMethod method, Rules rules) {
        Party ada = new Party("Ada", new PostalAddress("Allee 2", "20095", "Hamburg", "DE"), Language.DE);
        return OpenedAccount.of(id, Currency.EUR, ada, method, Optional.empty(), rules);
    }

    /** Two months at half the price. */
    private static Plan introduced(Plan plan) {
        return withPhases(
                plan,
                new Phase("intro", Optional.of(Period.ofMonths(2)), Optional.of(UnitPrice.of("6.00", Currency.EUR))),
                Phase.regular());
    }

    /** Ten weeks, and it is over. */
    private static Plan ending(Plan plan) {
        return withPhases(plan, new Phase("course", Optional.of(Period.ofWeeks(10)), Optional.empty()));
    }

    private static Plan withPhases(Plan plan, Phase... phases) {
        return new Plan(
                plan.id(),
                plan.product(),
                plan.name(),
                plan.interval(),
                plan.price(),
                plan.setupFee(),
                List.of(phases),
                plan.selfService());
    }
}
