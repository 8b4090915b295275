package io.aboengine.examples.demo;

import io.aboengine.AboEngine;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.ProductId;
import io.aboengine.event.Event;
import io.aboengine.event.EventType;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.party.AccountId;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What happened to one customer, told from the trail of events. */
final class Story {
    private final AboEngine engine;
    private final Catalog catalog;

    Story(AboEngine engine, Catalog catalog) {
        this.engine = engine;
        this.catalog = catalog;
    }

    String of(AccountId account) {
        StringBuilder text = new StringBuilder();
        row(text, "day", "by", "what happened", "EUR");
        Set<String> paid = new HashSet<>();
        for (Event event : engine.events().list(account)) {
            if (event.type() == EventType.PAYMENT_SETTLED) {
                paid.add(event.about());
            }
            if (event.type() == EventType.DOCUMENT_PAID && !paid.contains(event.about())) {
                row(text, event.on().toString(), actor(event), "nothing is left to pay of " + number(event), "");
            }
            told(event)
                    .ifPresent(what -> row(
                            text,
                            event.on().toString(),
                            actor(event),
                            what,
                            event.amount().map(MonthTable::amount).orElse("")));
        }
        return text.toString();
    }

    private static void row(StringBuilder text, Object... cells) {
        text.append(String.format(Locale.ROOT, "%-10s  %-8s  %-64s %10s", cells).stripTrailing())
                .append('\n');
    }

    /** {@code customer}, {@code shop} or {@code engine}. */
    private static String actor(Event event) {
        String actor = event.actor().toString();
        if (actor.startsWith("operator:")) {
            return actor.substring("operator:".length());
        }
        return actor.startsWith("customer:") ? "customer" : actor;
    }

    /** Empty for what another event tells already. */
    private Optional<String> told(Event event) {
        return switch (event.type()) {
            case ACCOUNT_OPENED -> Optional.of("account opened");
            case SUBSCRIBED -> Optional.of("orders " + plan(event) + startsLater(event));
            case PLAN_CHANGE_AGREED ->
                Optional.of("changes to " + plan(event)
                        + (detail(event, "from").equals(event.on().toString())
                                ? ", from today"
                                : ", from " + detail(event, "from")));
            case PLAN_CHANGED -> Optional.empty();
            case PHASE_STARTED -> Optional.of("the free start is over");
            case CANCELLED -> Optional.of("cancels; first day without service: " + detail(event, "endOn"));
            case ENDED -> Optional.of("the contract ends");
            case INVOICE_FINALIZED -> Optional.of("invoice " + number(event));
            case CREDIT_NOTE_FINALIZED -> Optional.of("credit note " + number(event));
            case PAYMENT_PENDING -> Optional.of("collection of " + number(event) + " handed in");
            case PAYMENT_SETTLED ->
                Optional.of((detail(event, "kind").equals("TRANSFER") ? "pays " : "collected: ") + number(event));
            case PAYMENT_DECLINED ->
                Optional.of("collection of " + number(event) + " declined: " + words(detail(event, "advice")));
            case PAYMENT_ACTION_REQUIRED -> Optional.of("has to confirm the payment of " + number(event));
            case PAYMENT_UNRESOLVED -> Optional.of("nobody knows whether " + number(event) + " was collected");
            case PAYMENT_RETURNED -> Optional.of("the bank takes the money for " + number(event) + " back");
            case CREDIT_GRANTED -> Optional.of("customer credit");
            case DOCUMENT_PAID -> Optional.empty();
            case REMINDED -> Optional.of(reminder(event));
            case ACCESS_GRANTED -> Optional.of("may use: " + product(event));
            case ACCESS_STOPPED ->
                Optional.of("may no longer use: " + product(event) + " (" + words(detail(event, "reason")) + ")");
            case PAYMENT_METHOD_CHANGED -> Optional.of("names another " + words(detail(event, "method")));
            case PLAN_CHANGE_WITHDRAWN -> Optional.of("takes the change from " + detail(event, "from") + " back");
            case PRICE_CHANGE_ANNOUNCED ->
                Optional.of("new price from " + detail(event, "from") + ": " + detail(event, "newPrice"));
            case CANCELLATION_REVOKED -> Optional.of("takes the cancellation back");
            case WITHDRAWN -> Optional.of("withdraws from the contract");
            case PAUSE_AGREED -> Optional.of("rests from " + detail(event, "from"));
            case PAUSE_WITHDRAWN -> Optional.of("will not rest after all");
            case PAUSED, RESUMED -> Optional.empty();
            case PERIOD_SKIPPED -> Optional.of("leaves out the period from " + detail(event, "from"));
            case DELIVERY_SKIPPED -> Optional.of("leaves out the delivery of " + detail(event, "from"));
            case BILLING_DAY_CHANGED -> Optional.of("is billed on day " + detail(event, "day") + " from now on");
            case DISCOUNT_GRANTED -> Optional.of("gets the discount " + detail(event, "discount"));
            case CANCELLATION_FINALIZED -> Optional.of("cancelling document " + number(event));
            case DRAFT_DISCARDED -> Optional.of("a draft is given up");
            case WRITTEN_OFF -> Optional.of("what is open of " + number(event) + " is given up");
            case REFUND_AGREED -> Optional.of("money for " + number(event) + " goes back");
            case REFUNDED -> Optional.of("money for " + number(event) + " was given back");
            case REFUND_FAILED -> Optional.of("money for " + number(event) + " could not be given back");
            case HOLDS_CHANGED -> Optional.of("stopped by hand: " + detail(event, "holds"));
        };
    }

    private static String startsLater(Event event) {
        LocalDate start = LocalDate.parse(detail(event, "startOn"));
        return start.isAfter(event.on()) ? ", from " + start : "";
    }

    private static String detail(Event event, String name) {
        return Optional.ofNullable(event.details().get(name))
                .orElseThrow(() -> new IllegalStateException(event.type() + " without " + name));
    }

    private String plan(Event event) {
        return catalog.plan(PlanId.of(detail(event, "plan"))).name();
    }

    private String product(Event event) {
        return catalog.product(ProductId.of(detail(event, "product"))).name();
    }

    private String number(Event event) {
        return number(DocumentId.parse(event.about()));
    }

    private String number(DocumentId document) {
        return engine.documents().number(document).orElse(document.toString());
    }

    private String reminder(Event event) {
        Document notice =
                engine.documents().find(DocumentId.parse(event.about())).orElseThrow();
        String levels = notice.reminded().stream()
                .map(r -> r.levelName() + " for " + number(r.document()))
                .distinct()
                .collect(Collectors.joining(", "));
        return notice.gross().isPositive() ? levels + ", fee " + MonthTable.amount(notice.gross()) : levels;
    }

    private static String words(String code) {
        return code.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The first document that a change of a running contract has made: it gives days back and charges others. */
    static Optional<Document> changed(AboEngine engine, AccountId account) {
        List<LocalDate> changes = engine.events().list(account).stream()
                .filter(e -> e.type() == EventType.PLAN_CHANGE_AGREED)
                .map(e -> LocalDate.parse(detail(e, "from")))
                .toList();
        return engine.documents().list(account).stream()
                .filter(d -> changes.contains(d.plannedOn()))
                .findFirst();
    }
}
