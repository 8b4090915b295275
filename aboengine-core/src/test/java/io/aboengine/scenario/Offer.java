package io.aboengine.scenario;

import io.aboengine.calendar.BillingInterval;
import io.aboengine.catalog.Phase;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.Product;
import io.aboengine.catalog.ProductId;
import io.aboengine.catalog.ProductKind;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.SelfService;
import io.aboengine.party.SelfServiceAction;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A plan together with the product it is for. Unless said otherwise the product has the plan's id and no tax. */
public record Offer(Plan plan, Product product) {

    public static Offer plan(String id, String price, BillingInterval interval) {
        return new Offer(Plan.of(id, id, interval, price), Product.untaxed(id, id, ProductKind.ACCESS));
    }

    /** For a product of this id. Offers of one product agree on its tax. */
    public Offer ofProduct(String id) {
        return new Offer(
                new Plan(
                        plan.id(),
                        ProductId.of(id),
                        plan.name(),
                        plan.interval(),
                        plan.price(),
                        plan.setupFee(),
                        plan.phases(),
                        plan.selfService()),
                new Product(ProductId.of(id), id, product.kind(), product.taxCategory()));
    }

    public Offer taxed(String category) {
        return new Offer(plan, Product.of(product.id().value(), product.name(), product.kind(), category));
    }

    public Offer withSetupFee(String fee) {
        return new Offer(plan.withSetupFee(fee), product);
    }

    /** Free at first, for a length such as {@code P14D}. */
    public Offer withTrial(String length) {
        return new Offer(plan.withTrial(Period.parse(length)), product);
    }

    /** For a length such as {@code P3M} at another price, before whatever else the plan has. */
    public Offer beginningWith(String phase, String length, String price) {
        List<Phase> phases = new ArrayList<>();
        phases.add(new Phase(phase, Optional.of(Period.parse(length)), Optional.of(UnitPrice.of(Money.parse(price)))));
        phases.addAll(plan.phases());
        return withPhases(phases);
    }

    /** The contract ends by itself after this length. */
    public Offer endingAfter(String length) {
        return withPhases(List.of(new Phase("only", Optional.of(Period.parse(length)), Optional.empty())));
    }

    /** What customers of this plan may do by themselves. */
    public Offer allowing(SelfServiceAction... actions) {
        return new Offer(
                new Plan(
                        plan.id(),
                        plan.product(),
                        plan.name(),
                        plan.interval(),
                        plan.price(),
                        plan.setupFee(),
                        plan.phases(),
                        Optional.of(SelfService.allow(actions))),
                product);
    }

    private Offer withPhases(List<Phase> phases) {
        return new Offer(
                new Plan(
                        plan.id(),
                        plan.product(),
                        plan.name(),
                        plan.interval(),
                        plan.price(),
                        plan.setupFee(),
                        phases,
                        plan.selfService()),
                product);
    }
}
