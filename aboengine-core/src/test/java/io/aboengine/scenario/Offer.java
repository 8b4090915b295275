package io.aboengine.scenario;

import io.aboengine.calendar.BillingInterval;
import io.aboengine.calendar.Renewal;
import io.aboengine.calendar.TermRule;
import io.aboengine.catalog.Alignment;
import io.aboengine.catalog.BillingMode;
import io.aboengine.catalog.Phase;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.PriceNotation;
import io.aboengine.catalog.Product;
import io.aboengine.catalog.ProductId;
import io.aboengine.catalog.ProductKind;
import io.aboengine.catalog.StubPolicy;
import io.aboengine.catalog.UsagePrice;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.SelfService;
import io.aboengine.party.SelfServiceAction;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

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
                        plan.currency(),
                        plan.interval(),
                        plan.billing(),
                        plan.price(),
                        plan.setupFee(),
                        plan.phases(),
                        plan.alignment(),
                        plan.stub(),
                        plan.terms(),
                        plan.usage(),
                        plan.payments(),
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
        phases.add(Phase.of(phase, Period.parse(length), UnitPrice.of(Money.parse(price))));
        phases.addAll(plan.phases());
        return withPhases(phases);
    }

    /** The contract ends by itself after this length. */
    public Offer endingAfter(String length) {
        return withPhases(List.of(Phase.lasting("only").lasting(Period.parse(length))));
    }

    /** At another price, written as {@link PriceNotation} says. */
    public Offer priced(String price) {
        return with(p -> p.withPrice(PriceNotation.price(price, p.currency())));
    }

    /** Each period is billed when it is over. */
    public Offer inArrears() {
        return with(p -> p.withBilling(BillingMode.IN_ARREARS));
    }

    public Offer aligned(Alignment alignment) {
        return with(p -> p.withAlignment(alignment));
    }

    public Offer stub(StubPolicy policy) {
        return with(p -> p.withStub(policy));
    }

    /** What is used of a unit is charged at a price, written as {@link PriceNotation} says. */
    public Offer charging(String unit, String price) {
        return charging(unit, UsagePrice.Aggregate.SUM, "0", price);
    }

    public Offer charging(String unit, UsagePrice.Aggregate aggregate, String included, String price) {
        return with(p -> with(
                p,
                UsagePrice.of(unit, aggregate, PriceNotation.price(price, p.currency()))
                        .including(included)));
    }

    public Offer charging(UsagePrice price) {
        return with(p -> with(p, price));
    }

    private static Plan with(Plan plan, UsagePrice price) {
        List<UsagePrice> usage = new ArrayList<>(plan.usage());
        usage.add(price);
        return plan.withUsage(usage.toArray(UsagePrice[]::new));
    }

    /** Minimum term, notice and what follows, such as {@code P12M}, {@code P1M} and {@code INDEFINITE}. */
    public Offer binding(String minimum, String notice, String renewal) {
        return with(p -> p.withTerms(TermRule.of(Period.parse(minimum), Period.parse(notice), Renewal.parse(renewal))));
    }

    /** What customers of this plan may do by themselves. */
    public Offer allowing(SelfServiceAction... actions) {
        return with(p -> p.withSelfService(SelfService.allow(actions)));
    }

    /** The phases in their order, instead of those it had. */
    public Offer withPhases(Phase... phases) {
        return withPhases(List.of(phases));
    }

    private Offer withPhases(List<Phase> phases) {
        return with(p -> p.withPhases(phases));
    }

    /** The same offer with the plan changed. */
    public Offer with(UnaryOperator<Plan> change) {
        return new Offer(change.apply(plan), product);
    }

    /** The same offer of another kind of product. */
    public Offer ofKind(ProductKind kind) {
        return new Offer(plan, new Product(product.id(), product.name(), kind, product.taxCategory()));
    }
}
