package io.aboengine.catalog;

import io.aboengine.spi.InvalidRequestException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One version of everything the shop sells. Immutable; checked as a whole when made. */
public record Catalog(List<Product> products, List<Plan> plans, List<Discount> discounts) {
    public Catalog {
        discounts = List.copyOf(discounts);
        products = List.copyOf(products);
        plans = List.copyOf(plans);
        Set<ProductId> known = new HashSet<>();
        for (Product product : products) {
            if (!known.add(product.id())) {
                throw new InvalidRequestException("products", product.id().value(), "stands twice in the catalogue");
            }
        }
        Set<PlanId> seen = new HashSet<>();
        for (Plan plan : plans) {
            if (!seen.add(plan.id())) {
                throw new InvalidRequestException("plans", plan.id().value(), "stands twice in the catalogue");
            }
            if (!known.contains(plan.product())) {
                throw new InvalidRequestException(
                        "plan.product",
                        plan.product().value(),
                        "plan " + plan.id() + " is for a product that is not there");
            }
        }
        Set<String> discountIds = new HashSet<>();
        for (Discount discount : discounts) {
            if (!discountIds.add(discount.id())) {
                throw new InvalidRequestException("discounts", discount.id(), "stands twice in the catalogue");
            }
        }
    }

    public static Catalog of(List<Product> products, List<Plan> plans) {
        return new Catalog(products, plans, List.of());
    }

    public Catalog withDiscounts(List<Discount> discounts) {
        return new Catalog(products, plans, discounts);
    }

    /** @throws InvalidRequestException if there is none, naming those there are */
    public Discount discount(String id) {
        for (Discount discount : discounts) {
            if (discount.id().equals(id)) {
                return discount;
            }
        }
        throw new InvalidRequestException(
                "discount",
                id,
                "is not in the catalogue, which has "
                        + discounts.stream().map(Discount::id).toList());
    }

    /** @throws InvalidRequestException if there is none, naming those there are */
    public Plan plan(PlanId id) {
        for (Plan plan : plans) {
            if (plan.id().equals(id)) {
                return plan;
            }
        }
        throw new InvalidRequestException(
                "plan",
                id.value(),
                "is not in the catalogue, which has "
                        + plans.stream().map(Plan::id).toList());
    }

    /** @throws InvalidRequestException if there is none */
    public Product product(ProductId id) {
        for (Product product : products) {
            if (product.id().equals(id)) {
                return product;
            }
        }
        throw new InvalidRequestException("product", id.value(), "is not in the catalogue");
    }
}
