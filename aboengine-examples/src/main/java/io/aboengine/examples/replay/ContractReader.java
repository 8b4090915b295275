package io.aboengine.examples.replay;

import io.aboengine.account.Command;
import io.aboengine.account.Timing;
import io.aboengine.catalog.Phase;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.PlanId;
import io.aboengine.money.Currency;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.AccountId;
import io.aboengine.party.SelfService;
import io.aboengine.subscription.Timelines.AgreedPrice;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the steps that conclude, change, rest and end contracts. */
final class ContractReader {
    private static final int MOST_PAYMENTS = 1200;

    private final Known known;
    private final Currency currency;
    private final Moments moments;

    ContractReader(Known known, Currency currency, Moments moments) {
        this.known = known;
        this.currency = currency;
        this.moments = moments;
    }

    Deed subscribe(Place place) {
        Fields fields = place.fields(
                "account",
                "subscription",
                "plan",
                "quantity",
                "price",
                "startOn",
                "billedUntil",
                "billingAnchor",
                "discounts",
                "addOnTo",
                "beneficiary",
                "endOn",
                "payments",
                "selfService");
        AccountId account = known.account(fields.required("account"));
        Plan plan = known.plan(fields.required("plan"));
        Optional<AgreedPrice> price = fields.optional("price").map(p -> price(p, Optional.of(plan)));
        List<String> discounts = known.discounts(fields);
        Optional<String> base = fields.optional("addOnTo").map(b -> base(b, account));
        Optional<AccountId> beneficiary = fields.optional("beneficiary").map(b -> b.as(AccountId::of));
        Optional<Integer> payments = fields.optional("payments").map(p -> p.wholeNumber(1, MOST_PAYMENTS));
        Optional<SelfService> selfService = fields.optional("selfService").map(SettingsReader::selfService);
        String name = known.newSubscription(fields.required("subscription"), account);
        return place.checked(() -> new Deed.Subscribe(
                name,
                new Command.Subscribe(
                        account,
                        plan.id(),
                        fields.optional("quantity").map(Place::number).orElse(BigDecimal.ONE),
                        price,
                        fields.optional("startOn").map(Place::date),
                        fields.optional("billedUntil").map(Place::date),
                        fields.optional("billingAnchor").map(Place::date),
                        Command.Trial.IF_FIRST,
                        discounts,
                        Optional.empty(),
                        beneficiary,
                        fields.optional("endOn").map(Place::date),
                        payments,
                        Optional.empty(),
                        Optional.of(name),
                        selfService),
                base));
    }

    private String base(Place place, AccountId account) {
        String base = known.subscription(place);
        if (!known.accountOf(base).equals(account)) {
            throw place.wrong("a subscription of " + account + ", who pays for both");
        }
        return base;
    }

    /** One amount for every phase that is not free, or an amount for each of some phases. */
    private AgreedPrice price(Place place, Optional<Plan> plan) {
        if (!place.isObject()) {
            return AgreedPrice.of(place.price(currency));
        }
        Map<String, UnitPrice> byPhase = new LinkedHashMap<>();
        for (Place.Named entry : place.entries()) {
            plan.map(p -> p.phases().stream().map(Phase::name).toList())
                    .filter(phases -> !phases.contains(entry.name()))
                    .ifPresent(phases -> {
                        throw entry.wrongName("one of the phases " + phases);
                    });
            byPhase.put(entry.name(), entry.place().price(currency));
        }
        if (byPhase.isEmpty()) {
            throw place.wrong("an amount, or an amount for a phase");
        }
        return new AgreedPrice(Optional.empty(), byPhase);
    }

    Deed.Change change(Place place, Optional<String> about) {
        Fields fields = place.fields(
                "subscription", "plan", "quantity", "price", "discounts", "when", "settle", "collect", "resetAnchor");
        String subscription = subscription(place, fields, about);
        Optional<Plan> plan = fields.optional("plan").map(known::plan);
        Optional<PlanId> planId = plan.map(Plan::id);
        Optional<BigDecimal> quantity = fields.optional("quantity").map(Place::number);
        Optional<AgreedPrice> price = fields.optional("price").map(p -> price(p, plan));
        List<String> discounts = known.discounts(fields);
        boolean resetAnchor = fields.optional("resetAnchor").map(Place::flag).orElse(false);
        if (plan.isEmpty() && quantity.isEmpty() && price.isEmpty() && discounts.isEmpty() && !resetAnchor) {
            throw place.wrong("a change with one of the keys plan, quantity, price, discounts, resetAnchor");
        }
        if (quantity.map(q -> q.signum() <= 0).orElse(false)) {
            throw fields.required("quantity").wrong("a quantity above zero");
        }
        return new Deed.Change(
                subscription,
                known.accountOf(subscription),
                planId,
                quantity,
                price,
                discounts,
                fields.optional("when").map(this::timing).orElse(Timing.now()),
                fields.optional("settle")
                        .map(settle -> settle.choice(Command.Settlement.class))
                        .orElse(Command.Settlement.PRORATE),
                fields.optional("collect")
                        .map(collect -> collect.choice(Command.Settling.class))
                        .orElse(Command.Settling.NOW),
                resetAnchor);
    }

    Deed.Cancel cancel(Place place, Optional<String> about) {
        Fields fields = place.fields("subscription", "when", "settle");
        String subscription = subscription(place, fields, about);
        return new Deed.Cancel(
                subscription,
                known.accountOf(subscription),
                fields.optional("when").map(this::timing).orElse(Timing.periodEnd()),
                fields.optional("settle")
                        .map(settle -> settle.choice(Command.PaidDays.class))
                        .orElse(Command.PaidDays.CREDIT));
    }

    /** The contract the step is about, which a preview may name beside it. */
    private String subscription(Place place, Fields fields, Optional<String> about) {
        Optional<Place> named = fields.optional("subscription");
        Optional<String> subscription = named.map(known::subscription).or(() -> about);
        if (named.isPresent() && about.isPresent() && !about.equals(subscription)) {
            throw named.get().wrong(about.get() + ", as beside it");
        }
        return subscription.orElseThrow(() -> place.wrong("the key subscription"));
    }

    Deed withdrawChange(Place place) {
        String subscription = only(place);
        return new Deed.WithdrawChange(subscription, known.accountOf(subscription));
    }

    Deed withdraw(Place place) {
        String subscription = only(place);
        return new Deed.Withdraw(subscription, known.accountOf(subscription));
    }

    private String only(Place place) {
        return known.subscription(place.fields("subscription").required("subscription"));
    }

    Deed revokeCancellation(Place place) {
        Fields fields = place.fields("subscription", "when");
        fields.optional("when").ifPresent(when -> when.only("NOW"));
        String subscription = known.subscription(fields.required("subscription"));
        return new Deed.RevokeCancellation(subscription, known.accountOf(subscription));
    }

    private enum Bill {
        STOP,
        CONTINUE
    }

    Deed pause(Place place) {
        Fields fields = place.fields("subscription", "when", "until", "bill", "extend");
        String subscription = known.subscription(fields.required("subscription"));
        Bill bill = fields.optional("bill").map(b -> b.choice(Bill.class)).orElse(Bill.STOP);
        boolean extend = fields.optional("extend").map(Place::flag).orElse(false);
        if (extend && bill == Bill.CONTINUE) {
            throw fields.required("extend").wrong("false beside \"bill\": \"CONTINUE\", or days would be paid twice");
        }
        return new Deed.Pause(
                subscription,
                known.accountOf(subscription),
                fields.optional("when").map(this::timing).orElse(Timing.now()),
                fields.optional("until").map(Place::date),
                bill == Bill.STOP,
                extend);
    }

    Deed resume(Place place) {
        Fields fields = place.fields("subscription", "when");
        String subscription = known.subscription(fields.required("subscription"));
        return new Deed.Resume(
                subscription,
                known.accountOf(subscription),
                fields.optional("when").map(ContractReader::nowOrOn).orElse(Timing.now()));
    }

    private static Timing nowOrOn(Place place) {
        if (startsWithDigit(place)) {
            return Timing.on(place.date());
        }
        place.only("NOW");
        return Timing.now();
    }

    Deed skip(Place place) {
        Fields fields = place.fields("subscription", "what");
        String subscription = known.subscription(fields.required("subscription"));
        return new Deed.Skip(
                subscription,
                known.accountOf(subscription),
                fields.optional("what")
                        .map(what -> what.choice(Command.Skipped.class))
                        .orElse(Command.Skipped.PERIOD));
    }

    /**
     * @param at of the step, for a record that says no moment
     * @param step its number, which gives the record its id where the story gives none
     */
    Deed usage(Place place, LocalDate on, Instant at, int step) {
        Fields fields = place.fields("subscription", "unit", "quantity", "at", "id");
        String subscription = known.subscription(fields.required("subscription"));
        String id = fields.optional("id").map(Place::text).orElse("step-" + step);
        String unit = fields.required("unit").text();
        BigDecimal quantity = fields.required("quantity").number();
        return place.checked(() -> new Deed.Use(
                subscription,
                known.accountOf(subscription),
                new Command.Usage(
                        id,
                        unit,
                        quantity,
                        fields.optional("at")
                                .map(used -> moments.dayOrMoment(used, on))
                                .orElse(at))));
    }

    private enum When {
        NOW,
        PERIOD_END,
        TERM_END
    }

    private Timing timing(Place place) {
        if (startsWithDigit(place)) {
            return Timing.on(place.date());
        }
        return switch (place.choice(When.class)) {
            case NOW -> Timing.now();
            case PERIOD_END -> Timing.periodEnd();
            case TERM_END -> Timing.termEnd();
        };
    }

    private static boolean startsWithDigit(Place place) {
        return place.isText()
                && !place.text().isEmpty()
                && Character.isDigit(place.text().charAt(0));
    }
}
