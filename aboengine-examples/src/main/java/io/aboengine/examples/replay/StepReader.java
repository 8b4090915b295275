package io.aboengine.examples.replay;

import io.aboengine.OpenAccount;
import io.aboengine.account.Settings;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.PlanId;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the steps of a story, in the order in which they happen, so that each may name what came before it. */
final class StepReader {
    private static final List<String> COMMANDS = List.of(
            "subscribe",
            "change",
            "withdrawChange",
            "cancel",
            "revokeCancellation",
            "pause",
            "resume",
            "skip",
            "withdraw",
            "billingDay",
            "charge",
            "credit",
            "usage",
            "paymentMethod",
            "pay",
            "creditNote",
            "cancelInvoice",
            "writeOff",
            "refund",
            "finalize",
            "discard",
            "hold",
            "preview");
    private static final List<String> OTHERS =
            List.of("gatewayNext", "gatewayEvent", "publish", "outage", "show", "note");
    private static final int MOST_NOTICE_DAYS = 366;

    private final Moments moments;
    private final CatalogReader catalogs;
    private final LocalDate until;
    private final Known known;
    private final ContractReader contracts;
    private final AccountReader accounts;

    StepReader(
            Settings settings,
            CatalogReader catalogs,
            Catalog catalog,
            Map<AccountId, OpenAccount> accounts,
            LocalDate until) {
        this.moments = new Moments(settings.zone());
        this.catalogs = catalogs;
        this.until = until;
        this.known = new Known(settings.currency(), accounts, catalog);
        this.contracts = new ContractReader(known, settings.currency(), moments);
        this.accounts = new AccountReader(known);
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

    private static List<String> keys() {
        List<String> keys = new ArrayList<>(COMMANDS);
        keys.addAll(OTHERS);
        return keys;
    }

    private Dated dated(Place place, List<Dated> before) {
        List<String> keys = new ArrayList<>(List.of("on", "at", "by"));
        keys.addAll(keys());
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
                .map(place -> moments.at(place, dated.on()))
                .orElse(moments.usual(dated.on()));
        Optional<Place> by = dated.fields().optional("by");
        if (by.isPresent() && !COMMANDS.contains(key)) {
            throw by.get().wrong("no key by beside " + key + ", which nobody in particular does");
        }
        Actor actor = by.map(this::actor).orElse(Actor.operator("shop"));
        return new Story.Step(dated.number(), dated.on(), at, actor, key, deed(key, dated, at));
    }

    private static String key(Dated dated) {
        List<String> found = keys().stream().filter(dated.fields()::has).toList();
        if (found.size() != 1) {
            throw dated.place()
                    .wrong("one of the keys " + String.join(", ", keys())
                            + (found.isEmpty() ? "" : ", not " + String.join(" and ", found) + " together"));
        }
        return found.get(0);
    }

    private Actor actor(Place place) {
        if (place.isText()) {
            place.only("OPERATOR");
            return Actor.operator("shop");
        }
        return Actor.customer(known.account(place.fields("customer").required("customer")));
    }

    private Deed deed(String key, Dated dated, Instant at) {
        Place place = dated.fields().required(key);
        return switch (key) {
            case "subscribe" -> contracts.subscribe(place);
            case "change" -> contracts.change(place, Optional.empty());
            case "withdrawChange" -> contracts.withdrawChange(place);
            case "cancel" -> contracts.cancel(place, Optional.empty());
            case "revokeCancellation" -> contracts.revokeCancellation(place);
            case "pause" -> contracts.pause(place);
            case "resume" -> contracts.resume(place);
            case "skip" -> contracts.skip(place);
            case "withdraw" -> contracts.withdraw(place);
            case "usage" -> contracts.usage(place, dated.on(), at, dated.number());
            case "billingDay" -> accounts.billingDay(place);
            case "charge" -> accounts.charge(place);
            case "credit" -> accounts.credit(place);
            case "paymentMethod" -> accounts.paymentMethod(place, dated.number());
            case "pay" -> accounts.pay(place);
            case "hold" -> accounts.hold(place);
            case "creditNote" -> accounts.creditNote(place);
            case "cancelInvoice" -> accounts.cancelInvoice(place);
            case "writeOff" -> accounts.writeOff(place);
            case "refund" -> accounts.refund(place);
            case "finalize" -> accounts.draft(place, false);
            case "discard" -> accounts.draft(place, true);
            case "preview" -> preview(place);
            case "gatewayNext" -> accounts.gatewayNext(place);
            case "gatewayEvent" -> accounts.gatewayEvent(place);
            case "publish" -> publish(place);
            case "outage" -> outage(place);
            case "show" -> new Deed.Show(known.account(place.fields("account").required("account")));
            case "note" -> new Deed.Note(place.fields("text").required("text").text());
            default -> throw new IllegalStateException("No way to read " + key);
        };
    }

    private Deed preview(Place place) {
        Fields fields = place.fields("subscription", "change", "cancel", "account", "through");
        if (fields.has("account")) {
            if (fields.has("subscription") || fields.has("change") || fields.has("cancel")) {
                throw place.wrong("an account alone, or a subscription with change or cancel");
            }
            return new Deed.PreviewAccount(
                    known.account(fields.required("account")),
                    fields.optional("through").map(Place::date));
        }
        fields.optional("through").ifPresent(through -> {
            throw through.wrong("no key through without an account");
        });
        if (fields.has("change") == fields.has("cancel")) {
            throw place.wrong("either the key change or the key cancel beside subscription");
        }
        Optional<String> subscription = fields.optional("subscription").map(known::subscription);
        return new Deed.PreviewCommand(
                fields.has("change")
                        ? contracts.change(fields.required("change"), subscription)
                        : contracts.cancel(fields.required("cancel"), subscription));
    }

    private Deed publish(Place place) {
        Fields fields = place.fields("catalog", "migrate", "noticeDays");
        Catalog catalog = catalogs.read(fields.required("catalog"));
        known.publish(catalog);
        List<PlanId> migrate = fields.list("migrate").stream()
                .map(known::plan)
                .map(plan -> plan.id())
                .toList();
        if (migrate.isEmpty()) {
            fields.optional("noticeDays").ifPresent(days -> {
                throw days.wrong("no key noticeDays without plans to migrate");
            });
        }
        int noticeDays = fields.optional("noticeDays")
                .map(days -> days.wholeNumber(0, MOST_NOTICE_DAYS))
                .orElse(0);
        return new Deed.Publish(catalog, migrate, noticeDays);
    }

    private static Deed outage(Place place) {
        return new Deed.Outage(place.fields("until").required("until").date());
    }
}
