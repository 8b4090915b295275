package io.aboengine.catalog;

import io.aboengine.calendar.BillingInterval;
import io.aboengine.calendar.TermRule;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.SelfService;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.PlainText;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A way of paying for a product. Prices are in the price basis of the settings (net or gross). Make one with {@link #of}
 * and the methods that change one thing.
 *
 * @param price per billing interval; empty: only usage is charged
 * @param setupFee once, with the first document
 * @param phases in order; only the last may be without a length; a last phase with a length ends the contract with it
 * @param alignment what the billing periods are counted from
 * @param stub what a first period costs that is shorter than its interval
 * @param terms minimum term, notice and renewal
 * @param usage charged after each billing period
 * @param payments after how many whole billing periods that are paid for the contract ends by itself; empty: it does not
 * @param selfService what customers of this plan may do by themselves; empty: as the settings say
 */
public record Plan(
        PlanId id,
        ProductId product,
        String name,
        Currency currency,
        BillingInterval interval,
        BillingMode billing,
        Optional<Price> price,
        Optional<Money> setupFee,
        List<Phase> phases,
        Alignment alignment,
        StubPolicy stub,
        TermRule terms,
        List<UsagePrice> usage,
        Optional<Integer> payments,
        Optional<SelfService> selfService) {
    public Plan {
        PlainText.require("plan.name", name, 200);
        phases = phases.isEmpty() ? List.of(Phase.regular()) : List.copyOf(phases);
        usage = List.copyOf(usage);
        price.ifPresent(p -> requireCurrency(id, "price", p.currency(), currency));
        requireUsage(id, usage, currency);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < phases.size(); i++) {
            Phase phase = phases.get(i);
            if (phase.length().isEmpty() && i < phases.size() - 1) {
                throw new InvalidRequestException(
                        "phase.length", "(none)", "only the last phase of plan " + id + " may be without a length");
            }
            if (!names.add(phase.name())) {
                throw new InvalidRequestException("phase", phase.name(), "stands twice in plan " + id);
            }
            phase.price().ifPresent(p -> requireCurrency(id, "phase.price", p.currency(), currency));
            phase.oneTimePrice().ifPresent(p -> requireCurrency(id, "phase.oneTimePrice", p.currency(), currency));
            phase.usage().ifPresent(u -> requireUsage(id, u, currency));
            requireBoundaries(alignment, phase.interval().orElse(interval));
        }
        setupFee.ifPresent(fee -> {
            requireCurrency(id, "setupFee", fee.currency(), currency);
            if (fee.isNegative()) {
                throw new InvalidRequestException("setupFee", fee.toString(), "must not be negative");
            }
        });
        setupFee = setupFee.filter(fee -> !fee.isZero());
        payments.filter(count -> count < 1).ifPresent(count -> {
            throw new InvalidRequestException("payments", Integer.toString(count), "must be at least 1");
        });
    }

    private static void requireUsage(PlanId plan, List<UsagePrice> usage, Currency currency) {
        Set<String> units = new HashSet<>();
        for (UsagePrice priced : usage) {
            requireCurrency(plan, "usage.price", priced.price().currency(), currency);
            if (!units.add(priced.unit())) {
                throw new InvalidRequestException("usage.unit", priced.unit(), "stands twice in plan " + plan);
            }
        }
    }

    private static void requireCurrency(PlanId plan, String field, Currency found, Currency expected) {
        if (!found.equals(expected)) {
            throw new InvalidRequestException(field, found.code(), "plan " + plan + " is priced in " + expected);
        }
    }

    /** Weeks have no day of the month, months no weekday: found out when the plan is made, not at a customer's order. */
    private static void requireBoundaries(Alignment alignment, BillingInterval interval) {
        LocalDate anyDay = LocalDate.of(2024, 1, 1);
        alignment.calendar().ifPresent(anchor -> anchor.anchorFor(anyDay, interval));
        if (alignment.kind() == Alignment.Kind.ACCOUNT
                && interval.unit() != BillingInterval.Unit.MONTHS
                && interval.unit() != BillingInterval.Unit.YEARS) {
            throw new InvalidRequestException(
                    "alignment", "ACCOUNT", "needs an interval of months or years, was " + interval);
        }
    }

    /** A plan with one price for ever, such as {@code Plan.of("paper-monthly", "paper", MONTHLY, "EUR 10.00")}. */
    public static Plan of(String id, String product, BillingInterval interval, String price) {
        Money amount = Money.parse(price);
        return usageOnly(id, product, interval, amount.currency()).withPrice(Price.perUnit(UnitPrice.of(amount)));
    }

    /** A plan without a recurring price. */
    public static Plan usageOnly(String id, String product, BillingInterval interval, Currency currency) {
        return new Plan(
                PlanId.of(id),
                ProductId.of(product),
                id,
                currency,
                interval,
                BillingMode.IN_ADVANCE,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Alignment.subscription(),
                StubPolicy.PRORATE,
                TermRule.none(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same plan under the name that is printed on documents. */
    public Plan named(String name) {
        return with(p -> p.name = name);
    }

    public Plan withPrice(Price price) {
        return with(p -> p.price = Optional.of(price));
    }

    public Plan withSetupFee(String fee) {
        return with(p -> p.setupFee = Optional.of(Money.parse(fee)));
    }

    /** The same plan with a free phase of this length before everything else. */
    public Plan withTrial(Period length) {
        List<Phase> withTrial = new ArrayList<>();
        withTrial.add(Phase.trial(length, UnitPrice.of(Money.zero(currency))));
        withTrial.addAll(phases);
        return withPhases(withTrial);
    }

    public Plan withPhases(List<Phase> phases) {
        return with(p -> p.phases = phases);
    }

    public Plan withBilling(BillingMode billing) {
        return with(p -> p.billing = billing);
    }

    public Plan withAlignment(Alignment alignment) {
        return with(p -> p.alignment = alignment);
    }

    public Plan withStub(StubPolicy stub) {
        return with(p -> p.stub = stub);
    }

    public Plan withTerms(TermRule terms) {
        return with(p -> p.terms = terms);
    }

    public Plan withUsage(UsagePrice... usage) {
        return with(p -> p.usage = List.of(usage));
    }

    public Plan withPayments(int payments) {
        return with(p -> p.payments = Optional.of(payments));
    }

    public Plan withSelfService(SelfService rights) {
        return with(p -> p.selfService = Optional.of(rights));
    }

    /** The parts that differ between one plan and another of the same id. */
    private static final class Parts {
        private String name;
        private Optional<Price> price;
        private Optional<Money> setupFee;
        private List<Phase> phases;
        private BillingMode billing;
        private Alignment alignment;
        private StubPolicy stub;
        private TermRule terms;
        private List<UsagePrice> usage;
        private Optional<Integer> payments;
        private Optional<SelfService> selfService;

        Parts(Plan plan) {
            name = plan.name;
            price = plan.price;
            setupFee = plan.setupFee;
            phases = plan.phases;
            billing = plan.billing;
            alignment = plan.alignment;
            stub = plan.stub;
            terms = plan.terms;
            usage = plan.usage;
            payments = plan.payments;
            selfService = plan.selfService;
        }
    }

    private interface Edit {
        void on(Parts parts);
    }

    private Plan with(Edit edit) {
        Parts p = new Parts(this);
        edit.on(p);
        return new Plan(
                id,
                product,
                p.name,
                currency,
                interval,
                p.billing,
                p.price,
                p.setupFee,
                p.phases,
                p.alignment,
                p.stub,
                p.terms,
                p.usage,
                p.payments,
                p.selfService);
    }

    /** What a unit costs where no phase says otherwise; nothing where only usage is charged. */
    public Price priceOrFree() {
        return price.orElseGet(() -> Price.free(currency));
    }

    /**
     * A phase laid on the calendar: {@code from} inclusive, {@code to} exclusive; empty: it lasts. {@code freeStart} marks
     * the free phases before the first one that is paid.
     */
    public record DatedPhase(
            String name,
            LocalDate from,
            Optional<LocalDate> to,
            BillingInterval interval,
            Price price,
            Optional<Money> oneTimePrice,
            List<UsagePrice> usage,
            boolean freeStart) {}

    /**
     * The phases from a day on. Lengths are added up and counted from the end of the free start, never from the phase
     * before, so that phases of whole intervals end on the boundaries of billing periods.
     *
     * @param withFreeStart false leaves out the free phases at the beginning
     */
    public List<DatedPhase> phasesFrom(LocalDate start, boolean withFreeStart) {
        List<DatedPhase> dated = new ArrayList<>();
        LocalDate base = start;
        Period sinceBase = Period.ZERO;
        boolean atStart = true;
        for (Phase phase : phases) {
            atStart = atStart && phase.isFree() && phase.length().isPresent();
            if (atStart && !withFreeStart) {
                continue;
            }
            LocalDate from = base.plus(sinceBase);
            Optional<LocalDate> to = Optional.empty();
            if (phase.length().isPresent()) {
                sinceBase = sinceBase.plus(phase.length().get());
                to = Optional.of(base.plus(sinceBase));
            }
            dated.add(new DatedPhase(
                    phase.name(),
                    from,
                    to,
                    phase.interval().orElse(interval),
                    phase.price().orElseGet(this::priceOrFree),
                    phase.oneTimePrice(),
                    phase.usage().orElse(usage),
                    atStart));
            if (atStart) {
                base = base.plus(sinceBase);
                sinceBase = Period.ZERO;
            }
        }
        if (dated.isEmpty()) {
            throw new InvalidRequestException(
                    "plan", id.value(), "has free phases only, so nothing is left without them");
        }
        return dated;
    }
}
