package io.aboengine.examples.replay;

import io.aboengine.OpenAccount;
import io.aboengine.account.Command;
import io.aboengine.account.Settings;
import io.aboengine.account.Timing;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.PlanId;
import io.aboengine.examples.replay.Story.Deed;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import io.aboengine.party.SelfService;
import io.aboengine.spi.payment.PaymentMethodKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the steps of a story, in the order in which they happen, so that each may name what came before it. */
final class StepReader {
    private static final List<String> COMMANDS =
            List.of("subscribe", "change", "cancel", "paymentMethod", "pay", "credit");
    private static final List<String> OTHERS =
            List.of("gatewayNext", "gatewayEvent", "publish", "outage", "show", "note");
    private static final List<String> NOT_YET = List.of(
            "revokeCancellation",
            "pause",
            "resume",
            "skip",
            "withdraw",
            "billingDay",
            "charge",
            "usage",
            "creditNote",
            "cancelInvoice",
            "writeOff",
            "refund",
            "preview",
            "hold",
            "finalize",
            "discard");
    private static final LocalTime USUAL_TIME = LocalTime.NOON;
    private static final Pattern TIME = Pattern.compile("[0-9]{2}:[0-9]{2}(:[0-9]{2})?");
    private static final Pattern REF = Pattern.compile("([^/]+)/([1-9][0-9]{0,8})");

    private final Settings settings;
    private final CatalogReader catalogs;
    private final Map<AccountId, OpenAccount> accounts;
    private final LocalDate until;
    private final Map<String, AccountId> subscriptions = new HashMap<>();
    private Catalog catalog;

    StepReader(
            Settings settings,
            CatalogReader catalogs,
            Catalog catalog,
            Map<AccountId, OpenAccount> accounts,
            LocalDate until) {
        this.settings = settings;
        this.catalogs = catalogs;
        this.catalog = catalog;
        this.accounts = accounts;
        this.until = until;
    }

    private record Dated(int number, LocalDate on, Fields fields, Place place) {}

    List<Story.Step> read(Place place) {
        List<Dated> dated = new ArrayList<>();
        for (Place item : place.items()) {
            dated.add(dated(item, dated));
        }
        if (dated.isEmpty()) {
            throw place.wrong("at least one step");
        }
        dated.sort(Comparator.comparing(Dated::on));
        return dated.stream().map(this::step).toList();
    }

    private Dated dated(Place place, List<Dated> before) {
        List<String> keys = new ArrayList<>(List.of("on", "at", "by"));
        keys.addAll(COMMANDS);
        keys.addAll(OTHERS);
        keys.addAll(NOT_YET);
        Fields fields = place.fields(keys.toArray(new String[0]));
        Place onPlace = fields.required("on");
        LocalDate on = onPlace.date();
        if (!before.isEmpty() && on.isBefore(before.get(0).on())) {
            throw onPlace.wrong("a day not before the first step, which is on "
                    + before.get(0).on());
        }
        if (on.isAfter(until)) {
            throw onPlace.wrong("a day not after the end of the story, " + until);
        }
        return new Dated(before.size() + 1, on, fields, place);
    }

    private Story.Step step(Dated dated) {
        String key = key(dated);
        Instant at = dated.fields()
                .optional("at")
                .map(place -> moment(place, dated.on()))
                .orElse(dated.on().atTime(USUAL_TIME).atZone(settings.zone()).toInstant());
        Optional<Place> by = dated.fields().optional("by");
        if (by.isPresent() && !COMMANDS.contains(key)) {
            throw by.get().wrong("no key by beside " + key + ", which nobody in particular does");
        }
        Actor actor = by.map(this::actor).orElse(Actor.operator("shop"));
        return new Story.Step(
                dated.number(),
                dated.on(),
                at,
                actor,
                key,
                deed(key, dated.fields().required(key)));
    }

    private static String key(Dated dated) {
        List<String> found = new ArrayList<>();
        for (String key : concat(COMMANDS, OTHERS, NOT_YET)) {
            if (dated.fields().has(key)) {
                found.add(key);
            }
        }
        if (found.size() != 1) {
            throw dated.place()
                    .wrong("one of the keys " + String.join(", ", concat(COMMANDS, OTHERS))
                            + (found.isEmpty() ? "" : ", not " + String.join(" and ", found) + " together"));
        }
        dated.fields().notYet(NOT_YET.toArray(new String[0]));
        return found.get(0);
    }

    @SafeVarargs
    private static List<String> concat(List<String>... lists) {
        List<String> all = new ArrayList<>();
        for (List<String> list : lists) {
            all.addAll(list);
        }
        return all;
    }

    private Instant moment(Place place, LocalDate on) {
        String text = place.text();
        try {
            if (TIME.matcher(text).matches()) {
                return on.atTime(LocalTime.parse(text)).atZone(settings.zone()).toInstant();
            }
            Instant at = OffsetDateTime.parse(text).toInstant();
            if (at.atZone(settings.zone()).toLocalDate().equals(on)) {
                return at;
            }
        } catch (DateTimeParseException e) {
            throw place.wrong("a time such as \"09:30\" or \"" + on + "T09:30:00Z\"");
        }
        throw place.wrong("a moment on " + on + " in " + settings.zone());
    }

    private Actor actor(Place place) {
        if (place.isText()) {
            place.only("OPERATOR");
            return Actor.operator("shop");
        }
        return Actor.customer(account(place.fields("customer").required("customer")));
    }

    private Deed deed(String key, Place place) {
        return switch (key) {
            case "subscribe" -> subscribe(place);
            case "change" -> change(place);
            case "cancel" -> cancel(place);
            case "paymentMethod" -> paymentMethod(place);
            case "pay" -> pay(place);
            case "credit" -> credit(place);
            case "gatewayNext" -> gatewayNext(place);
            case "gatewayEvent" -> gatewayEvent(place);
            case "publish" -> publish(place);
            case "outage" -> outage(place);
            case "show" -> new Deed.Show(account(place.fields("account").required("account")));
            case "note" -> new Deed.Note(place.fields("text").required("text").text());
            default -> throw new IllegalStateException("No way to read " + key);
        };
    }

    private Deed subscribe(Place place) {
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
        fields.notYetUnless(Place::isEmptyList, "discounts");
        fields.notYet("addOnTo", "beneficiary", "endOn", "payments");
        AccountId account = account(fields.required("account"));
        Plan plan = plan(fields.required("plan"));
        Optional<Place> price = fields.optional("price");
        fields.notYetUnless(Place::isText, "price");
        Optional<SelfService> selfService = fields.optional("selfService").map(SettingsReader::selfService);
        Place namePlace = fields.required("subscription");
        String name = namePlace.text();
        if (name.isBlank() || name.length() > 64) {
            throw namePlace.wrong("a name of 1 to 64 characters");
        }
        if (subscriptions.putIfAbsent(name, account) != null) {
            throw namePlace.wrong("a name that no other subscription has");
        }
        return place.checked(() -> new Deed.Subscribe(
                name,
                new Command.Subscribe(
                        account,
                        plan.id(),
                        fields.optional("quantity").map(Place::number).orElse(BigDecimal.ONE),
                        price.map(p -> p.price(settings.currency())),
                        fields.optional("startOn").map(Place::date),
                        fields.optional("billedUntil").map(Place::date),
                        fields.optional("billingAnchor").map(Place::date),
                        true,
                        Optional.of(name),
                        selfService)));
    }

    private Deed change(Place place) {
        Fields fields = place.fields(
                "subscription", "plan", "quantity", "price", "discounts", "when", "settle", "collect", "resetAnchor");
        fields.notYet("price");
        fields.notYetUnless(Place::isEmptyList, "discounts");
        fields.notYetUnless(reset -> !reset.flag(), "resetAnchor");
        fields.optional("settle").ifPresent(settle -> settle.only("PRORATE", "FULL", "NONE"));
        String subscription = subscription(fields.required("subscription"));
        Optional<PlanId> plan = fields.optional("plan").map(p -> plan(p).id());
        Optional<BigDecimal> quantity = fields.optional("quantity").map(Place::number);
        if (plan.isEmpty() && quantity.isEmpty()) {
            throw place.wrong("a change with the key plan or quantity");
        }
        if (quantity.map(q -> q.signum() <= 0).orElse(false)) {
            throw fields.required("quantity").wrong("a quantity above zero");
        }
        return new Deed.Change(
                subscription,
                accountOf(subscription),
                plan,
                quantity,
                fields.optional("when").map(this::timing).orElse(Timing.now()),
                fields.optional("collect")
                        .map(c -> c.choice(Command.Settling.class))
                        .orElse(Command.Settling.NOW));
    }

    private Deed cancel(Place place) {
        Fields fields = place.fields("subscription", "when", "settle");
        String subscription = subscription(fields.required("subscription"));
        return new Deed.Cancel(
                subscription,
                accountOf(subscription),
                fields.optional("when").map(this::timing).orElse(Timing.periodEnd()),
                fields.optional("settle")
                        .map(s -> s.choice(List.of(Command.PaidDays.values()), List.of("REFUND")))
                        .orElse(Command.PaidDays.CREDIT));
    }

    private enum When {
        NOW,
        PERIOD_END
    }

    private Timing timing(Place place) {
        if (place.isText()
                && !place.text().isEmpty()
                && Character.isDigit(place.text().charAt(0))) {
            return Timing.on(place.date());
        }
        return place.choice(List.of(When.values()), List.of("TERM_END")) == When.NOW
                ? Timing.now()
                : Timing.periodEnd();
    }

    private Deed paymentMethod(Place place) {
        Fields fields = place.fields("account", "paymentMethod");
        return new Deed.PayAnotherWay(
                account(fields.required("account")),
                fields.required("paymentMethod").choice(PaymentMethodKind.class));
    }

    private Deed pay(Place place) {
        Fields fields = place.fields("account", "invoice", "amount");
        if (fields.has("account") == fields.has("invoice")) {
            throw place.wrong("either the key account or the key invoice");
        }
        if (fields.has("invoice")) {
            Story.DocumentRef document = document(fields.required("invoice"));
            return new Deed.PayDocument(document, amount(fields, document.account()));
        }
        AccountId account = account(fields.required("account"));
        return new Deed.PayAccount(account, amount(fields, account));
    }

    private Deed credit(Place place) {
        Fields fields = place.fields("account", "amount", "description");
        AccountId account = account(fields.required("account"));
        return new Deed.Credit(
                account, amount(fields, account), fields.required("description").text());
    }

    private Money amount(Fields fields, AccountId account) {
        Currency currency = Optional.ofNullable(accounts.get(account))
                .flatMap(OpenAccount::currency)
                .orElse(settings.currency());
        return fields.required("amount").positiveAmount(currency);
    }

    private Deed gatewayNext(Place place) {
        Fields fields = place.fields("account", "outcomes");
        return new Deed.GatewayNext(
                account(fields.required("account")), StoryReader.outcomes(fields.required("outcomes")));
    }

    private Deed gatewayEvent(Place place) {
        Fields fields = place.fields("invoice", "event", "amount", "reason");
        fields.notYet("amount");
        Story.GatewayEvent event = fields.required("event")
                .choice(List.of(Story.GatewayEvent.values()), List.of("CHARGEBACK_WON", "MANDATE_REVOKED"));
        Optional<Place> reason = fields.optional("reason");
        if (reason.isPresent() && event == Story.GatewayEvent.SETTLED) {
            throw reason.get().wrong("no key reason beside the event SETTLED");
        }
        reason.filter(r -> r.text().isBlank() || r.text().length() > 100).ifPresent(r -> {
            throw r.wrong("a reason of 1 to 100 characters");
        });
        return new Deed.GatewayTells(document(fields.required("invoice")), event, reason.map(Place::text));
    }

    private Deed publish(Place place) {
        Fields fields = place.fields("catalog", "migrate");
        fields.notYetUnless(Place::isEmptyList, "migrate");
        catalog = catalogs.read(fields.required("catalog"));
        return new Deed.Publish(catalog);
    }

    private static Deed outage(Place place) {
        return new Deed.Outage(place.fields("until").required("until").date());
    }

    private AccountId account(Place place) {
        String name = place.text();
        return accounts.keySet().stream()
                .filter(id -> id.value().equals(name))
                .findFirst()
                .orElseThrow(() -> place.wrong("one of the accounts " + StoryReader.names(accounts.keySet())));
    }

    private Plan plan(Place place) {
        String name = place.text();
        return catalog.plans().stream()
                .filter(plan -> plan.id().value().equals(name))
                .findFirst()
                .orElseThrow(() -> place.wrong("one of the plans "
                        + catalog.plans().stream().map(Plan::id).toList()));
    }

    private String subscription(Place place) {
        String name = place.text();
        if (!subscriptions.containsKey(name)) {
            throw place.wrong("a subscription that an earlier step made: "
                    + subscriptions.keySet().stream().sorted().toList());
        }
        return name;
    }

    private AccountId accountOf(String subscription) {
        return Optional.ofNullable(subscriptions.get(subscription)).orElseThrow();
    }

    private Story.DocumentRef document(Place place) {
        var matcher = REF.matcher(place.text());
        if (!matcher.matches()) {
            throw place.wrong("a document such as \"ada/1\", the first one of ada");
        }
        String name = matcher.group(1);
        AccountId account = accounts.keySet().stream()
                .filter(id -> id.value().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> place.wrong("a document of one of the accounts " + StoryReader.names(accounts.keySet())));
        return new Story.DocumentRef(account, Integer.parseInt(matcher.group(2)));
    }
}
