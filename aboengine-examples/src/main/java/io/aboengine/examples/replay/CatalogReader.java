package io.aboengine.examples.replay;

import io.aboengine.catalog.Alignment;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.Product;
import io.aboengine.catalog.ProductId;
import io.aboengine.catalog.ProductKind;
import io.aboengine.money.Currency;
import io.aboengine.tax.TaxCategory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what the shop of a story sells. Products, plans and discounts go by their ids on documents too. */
final class CatalogReader {
    private static final int MOST_PERIODS = 1200;
    private static final int MOST_REDEMPTIONS = 1_000_000;

    private final Currency currency;
    private final PlanReader planReader;

    /** @param alignment of plans that do not say theirs */
    CatalogReader(Currency currency, Alignment alignment) {
        this.currency = currency;
        this.planReader = new PlanReader(currency, alignment);
    }

    Catalog read(Place place) {
        Fields fields = place.fields("products", "plans", "discounts");
        List<Product> products = new ArrayList<>();
        Set<ProductId> productIds = new LinkedHashSet<>();
        for (Place item : fields.list("products")) {
            products.add(product(item, productIds));
        }
        List<Plan> plans = new ArrayList<>();
        Set<PlanId> planIds = new LinkedHashSet<>();
        for (Place item : fields.list("plans")) {
            plans.add(planReader.read(item, productIds, planIds));
        }
        List<Discount> discounts = new ArrayList<>();
        Set<String> discountIds = new HashSet<>();
        for (Place item : fields.list("discounts")) {
            discounts.add(discount(item, productIds, planIds, discountIds));
        }
        return place.checked(() -> new Catalog(products, plans, discounts));
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

    private Discount discount(Place place, Set<ProductId> products, Set<PlanId> plans, Set<String> seen) {
        Fields fields = place.fields(
                "id", "percent", "amount", "scope", "plans", "products", "periods", "until", "redemptions");
        Place idPlace = fields.required("id");
        String id = idPlace.text();
        if (!seen.add(id)) {
            throw idPlace.wrong("an id that no other discount has");
        }
        if (fields.has("percent") == fields.has("amount")) {
            throw place.wrong("either the key percent or the key amount");
        }
        Discount.Reduction reduction = place.checked(() -> new Discount.Reduction(
                fields.optional("percent").map(Place::number),
                fields.optional("amount").map(amount -> amount.amount(currency))));
        return place.checked(() -> new Discount(
                id,
                id,
                reduction,
                fields.optional("scope")
                        .map(scope -> scope.choice(Discount.Scope.class))
                        .orElse(Discount.Scope.SUBSCRIPTION),
                fields.list("plans").stream()
                        .map(item -> oneOf(item, item.as(PlanId::of), plans, "plans"))
                        .toList(),
                fields.list("products").stream()
                        .map(item -> oneOf(item, item.as(ProductId::of), products, "products"))
                        .toList(),
                fields.optional("periods").map(periods -> periods.wholeNumber(1, MOST_PERIODS)),
                fields.optional("until").map(Place::date),
                fields.optional("redemptions").map(times -> times.wholeNumber(1, MOST_REDEMPTIONS))));
    }

    /** The id, if it is among those that the catalogue has. */
    static <I> I oneOf(Place place, I id, Set<I> known, String what) {
        if (!known.contains(id)) {
            throw place.wrong("one of the " + what + " " + known);
        }
        return id;
    }
}
