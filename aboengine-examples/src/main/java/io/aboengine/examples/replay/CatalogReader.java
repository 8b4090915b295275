package io.aboengine.examples.replay;

import io.aboengine.calendar.BillingInterval;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Phase;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.Product;
import io.aboengine.catalog.ProductId;
import io.aboengine.catalog.ProductKind;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.SelfService;
import io.aboengine.tax.TaxCategory;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what the shop of a story sells. Products and plans go by their ids on documents too. */
final class CatalogReader {
    private final Currency currency;

    CatalogReader(Currency currency) {
        this.currency = currency;
    }

    Catalog read(Place place) {
        Fields fields = place.fields("products", "plans", "discounts");
        fields.notYetUnless(Place::isEmptyList, "discounts");
        List<Product> products = new ArrayList<>();
        Set<ProductId> productIds = new HashSet<>();
        for (Place item : fields.optional("products").map(Place::items).orElse(List.of())) {
            products.add(product(item, productIds));
        }
        List<Plan> plans = new ArrayList<>();
        Set<PlanId> planIds = new HashSet<>();
        for (Place item : fields.optional("plans").map(Place::items).orElse(List.of())) {
            plans.add(plan(item, productIds, planIds));
        }
        return place.checked(() -> Catalog.of(products, plans));
    }

    private static Product product(Place place, Set<ProductId> seen) {
        Fields fields = place.fields("id", "kind", "taxCategory");
        Place idPlace = fields.required("id");
        ProductId id = idPlace.as(ProductId::of);
        if (!seen.add(id)) {
            throw idPlace.wrong("an id that no other product has");
        }
        ProductKind kind =
                fields.optional("kind").map(k -> k.choice(ProductKind.class)).orElse(ProductKind.ACCESS);
        Optional<TaxCategory> category = fields.optional("taxCategory").map(c -> c.as(TaxCategory::new));
        return place.checked(() -> new Product(id, id.value(), kind, category));
    }

    private Plan plan(Place place, Set<ProductId> products, Set<PlanId> seen) {
        Fields fields = place.fields(
                "id",
                "product",
                "interval",
                "billing",
                "price",
                "setupFee",
                "alignment",
                "stub",
                "phases",
                "terms",
                "usage",
                "selfService");
        Place idPlace = fields.required("id");
        PlanId id = idPlace.as(PlanId::of);
        if (!seen.add(id)) {
            throw idPlace.wrong("an id that no other plan has");
        }
        Place productPlace = fields.required("product");
        ProductId product = productPlace.as(ProductId::of);
        if (!products.contains(product)) {
            throw productPlace.wrong("one of the products "
                    + products.stream().map(ProductId::value).sorted().toList());
        }
        fields.optional("billing").ifPresent(billing -> billing.only("IN_ADVANCE", "IN_ARREARS"));
        fields.notYetUnless(Place::isText, "alignment");
        fields.optional("alignment").ifPresent(alignment -> alignment.only("SUBSCRIPTION", "ACCOUNT", "BASE"));
        fields.optional("stub").ifPresent(stub -> stub.only("PRORATE", "FULL", "FREE"));
        fields.notYetUnless(CatalogReader::asksForNothing, "terms");
        fields.notYetUnless(Place::isEmptyList, "usage");
        BillingInterval interval = fields.required("interval").as(BillingInterval::parse);
        UnitPrice price = fields.optional("price")
                .map(p -> p.price(currency))
                .orElseThrow(() -> place.notYet("price (a plan without one charges usage only)"));
        Optional<Money> setupFee = fields.optional("setupFee").map(fee -> fee.amount(currency));
        List<Phase> phases = new ArrayList<>();
        for (Place item : fields.optional("phases").map(Place::items).orElse(List.of())) {
            phases.add(phase(item, interval));
        }
        Optional<SelfService> selfService = fields.optional("selfService").map(SettingsReader::selfService);
        return place.checked(() -> new Plan(id, product, id.value(), interval, price, setupFee, phases, selfService));
    }

    /** Terms as every contract has them: it runs until somebody cancels it, at once if wished. */
    private static boolean asksForNothing(Place terms) {
        Fields fields = terms.fields("minimum", "notice", "renewal");
        fields.notYet("minimum", "notice");
        fields.notYetUnless(renewal -> renewal.text().equals("INDEFINITE"), "renewal");
        return true;
    }

    private Phase phase(Place place, BillingInterval interval) {
        Fields fields = place.fields("name", "length", "price", "oneTimePrice", "interval", "usage");
        fields.notYetUnless(price -> price.amount(currency).isZero(), "oneTimePrice");
        fields.notYetUnless(own -> own.as(BillingInterval::parse).equals(interval), "interval");
        fields.notYetUnless(Place::isEmptyList, "usage");
        String name = fields.required("name").text();
        Optional<Period> length = fields.optional("length").map(SettingsReader::length);
        Optional<UnitPrice> price = fields.optional("price").map(p -> p.price(currency));
        return place.checked(() -> new Phase(name, length, price));
    }
}
