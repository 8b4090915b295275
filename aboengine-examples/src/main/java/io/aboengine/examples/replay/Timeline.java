package io.aboengine.examples.replay;

import io.aboengine.event.Event;
import io.aboengine.event.EventType;
import io.aboengine.examples.replay.Result.PreviewRow;
import io.aboengine.examples.replay.Result.PreviewedDocument;
import io.aboengine.examples.replay.Result.PrintedDocument;
import io.aboengine.examples.replay.Result.PrintedLine;
import io.aboengine.examples.replay.Result.Rejection;
import io.aboengine.examples.replay.Result.Shown;
import io.aboengine.examples.replay.Story.Step;
import io.aboengine.money.Money;
import io.aboengine.party.Actor;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happened, day by day, for a person to read. */
final class Timeline {
    private static final int WIDTH = 26;

    private final Told told;
    private final Result result;
    private final Map<String, PrintedDocument> documents = new HashMap<>();
    private final StringBuilder text = new StringBuilder();

    private Timeline(Told told) {
        this.told = told;
        this.result = told.result();
        result.documents().forEach(d -> documents.put(d.ref(), d));
    }

    static String of(Told told) {
        return new Timeline(told).written();
    }

    private String written() {
        if (!result.title().isEmpty()) {
            line(0, result.title());
        }
        List<Happening> happenings = new ArrayList<>();
        for (Step step : told.story().steps()) {
            happenings.add(new Happening(step.on(), step.at(), () -> told(step)));
        }
        for (Event event : told.trail()) {
            LocalDate day = event.at().atZone(told.story().settings().zone()).toLocalDate();
            happenings.add(new Happening(day, event.at(), () -> told(event)));
        }
        for (Rejection rejection : result.rejections()) {
            if (!ofAStep(rejection)) {
                happenings.add(new Happening(
                        LocalDate.parse(rejection.on()),
                        Instant.MAX,
                        () -> line(1, "SET ASIDE  " + rejection.error() + ": " + rejection.message())));
            }
        }
        happenings.sort(Comparator.comparing(Happening::day).thenComparing(Happening::at));
        Optional<LocalDate> day = Optional.empty();
        for (Happening happening : happenings) {
            if (!day.equals(Optional.of(happening.day()))) {
                day = Optional.of(happening.day());
                text.append('\n');
                line(0, happening.day().toString());
            }
            happening.tell().run();
        }
        end();
        return text.toString();
    }

    /** At one moment steps come before what follows from them. */
    private record Happening(LocalDate day, Instant at, Runnable tell) {}

    private boolean ofAStep(Rejection rejection) {
        return told.story().steps().stream()
                .anyMatch(
                        s -> s.number() == rejection.step() && s.on().toString().equals(rejection.on()));
    }

    private void line(int level, String words) {
        text.append("  ".repeat(level)).append(words).append('\n');
    }

    // --- what was told ---------------------------------------------------------------------------------------------

    private void told(Step step) {
        String who = step.by() instanceof Actor.Customer customer ? " (by customer " + customer.account() + ")" : "";
        line(1, step.number() + ". " + step.deed().words() + who);
        result.rejections().stream()
                .filter(r ->
                        r.step() == step.number() && r.on().equals(step.on().toString()))
                .forEach(r -> line(3, "REFUSED  " + r.error() + ": " + r.message()));
        result.previews().stream().filter(p -> p.step() == step.number()).forEach(this::preview);
        result.shown().stream().filter(s -> s.step() == step.number()).forEach(this::shown);
    }

    // --- what came of it -------------------------------------------------------------------------------------------

    private void told(Event event) {
        String about = told.names().of(event.about());
        switch (event.type()) {
            case INVOICE_FINALIZED, CREDIT_NOTE_FINALIZED, CANCELLATION_FINALIZED, REMINDED -> document(event, about);
            case PAYMENT_PENDING -> fact("payment", about + " " + amount(event) + " pending" + attempt(event));
            case PAYMENT_SETTLED ->
                fact(
                        "payment",
                        about + " " + amount(event)
                                + ("TRANSFER".equals(event.details().get("kind")) ? " received" : " collected"));
            case PAYMENT_DECLINED ->
                fact(
                        "payment",
                        about + " " + amount(event) + " DECLINED" + attempt(event) + detail(event, "advice", ", "));
            case PAYMENT_ACTION_REQUIRED ->
                fact("payment", about + " " + amount(event) + " waits for the customer" + attempt(event));
            case PAYMENT_UNRESOLVED -> fact("payment", about + " " + amount(event) + " UNRESOLVED" + attempt(event));
            case PAYMENT_RETURNED ->
                fact(
                        "payment",
                        about + " " + amount(event) + " RETURNED" + attempt(event) + detail(event, "code", ", "));
            case CREDIT_GRANTED -> fact("credit", about + " has " + amount(event) + " more");
            case DOCUMENT_PAID -> fact("paid", about);
            case ACCESS_GRANTED ->
                fact("access", event.account() + " may use" + detail(event, "product", " ") + because(event));
            case ACCESS_STOPPED ->
                fact("access", event.account() + " may NOT use" + detail(event, "product", " ") + because(event));
            case ACCOUNT_OPENED -> fact("account", about + " opened");
            case SUBSCRIBED -> fact("contract", about + " concluded" + detail(event, "startOn", ", from "));
            case PLAN_CHANGE_AGREED ->
                fact(
                        "contract",
                        about + " will change" + detail(event, "plan", " to ") + detail(event, "from", " on "));
            case PLAN_CHANGED -> fact("contract", about + " now on" + detail(event, "plan", " "));
            case PHASE_STARTED -> fact("contract", about + " now in phase" + detail(event, "phase", " "));
            case CANCELLED -> fact("contract", about + " cancelled" + detail(event, "endOn", ", ends on "));
            case ENDED -> fact("contract", about + " ended");
            case PLAN_CHANGE_WITHDRAWN -> fact("contract", about + " will not change");
            case PRICE_CHANGE_ANNOUNCED ->
                fact(
                        "contract",
                        about + " will cost" + detail(event, "newPrice", " ")
                                + detail(event, "oldPrice", " instead of ") + detail(event, "from", " from "));
            case CANCELLATION_REVOKED -> fact("contract", about + " goes on, not cancelled any more");
            case WITHDRAWN -> fact("contract", about + " withdrawn from");
            case PAUSE_AGREED ->
                fact(
                        "contract",
                        about + " will rest" + detail(event, "from", " from ") + detail(event, "until", " until "));
            case PAUSE_WITHDRAWN -> fact("contract", about + " will not rest");
            case PAUSED -> fact("contract", about + " rests");
            case RESUMED -> fact("contract", about + " goes on");
            case PERIOD_SKIPPED, DELIVERY_SKIPPED ->
                fact(
                        "contract",
                        about
                                + (event.type() == EventType.PERIOD_SKIPPED
                                        ? " leaves out a period"
                                        : " is not delivered")
                                + detail(event, "from", ", ")
                                + detail(event, "until", " until "));
            case BILLING_DAY_CHANGED -> fact("account", about + " billed on" + detail(event, "day", " day "));
            case DISCOUNT_GRANTED -> fact("discount", about + " gets" + detail(event, "discount", " "));
            case HOLDS_CHANGED ->
                fact(
                        "account",
                        "[]".equals(event.details().get("holds"))
                                ? about + ": nothing is stopped"
                                : about + detail(event, "holds", ": stopped "));
            case DRAFT_DISCARDED -> fact("draft", about + " discarded");
            case WRITTEN_OFF -> fact("given up", about + " " + amount(event));
            case REFUND_AGREED ->
                fact("payment", about + " " + amount(event) + " goes back" + detail(event, "by", ", by "));
            case REFUNDED -> fact("payment", about + " " + amount(event) + " refunded" + attempt(event));
            case REFUND_FAILED -> fact("payment", about + " " + amount(event) + " NOT REFUNDED");
            case PAYMENT_METHOD_CHANGED -> fact("account", about + " pays" + detail(event, "method", " by "));
        }
    }

    private void fact(String kind, String words) {
        line(2, (kind + " ".repeat(10)).substring(0, 10) + words);
    }

    private static String amount(Event event) {
        return event.amount().map(Money::toString).orElse("");
    }

    private static String attempt(Event event) {
        return detail(event, "attempt", ", attempt ");
    }

    private static String because(Event event) {
        return detail(event, "reason", " (") + ")";
    }

    private static String detail(Event event, String key, String before) {
        return Optional.ofNullable(event.details().get(key))
                .map(value -> before + value)
                .orElse("");
    }

    private void document(Event event, String ref) {
        PrintedDocument document = Optional.ofNullable(documents.get(ref)).orElseThrow();
        fact(
                switch (document.type()) {
                    case "DUNNING_NOTICE" -> "reminder";
                    case "CREDIT_NOTE" -> "credit";
                    case "CANCELLATION" -> "cancels";
                    default -> "invoice";
                },
                ref + "  " + document.number().orElse("") + "  " + document.currency() + " " + document.gross()
                        + document.corrects().map(d -> ", corrects " + d).orElse("")
                        + document.dueOn().map(d -> ", due " + d).orElse("")
                        + (document.issuedOn().equals(Optional.of(document.plannedOn()))
                                ? ""
                                : ", planned for " + document.plannedOn()));
        document.lines().forEach(this::line);
        document.taxes()
                .forEach(t -> line(8, "net " + t.net() + " + " + t.rate() + " % " + t.category() + " " + t.tax()));
        if (event.details().containsKey("level")) {
            line(8, "level " + event.details().get("level") + " for " + remindedOf(event) + actions(event));
        }
        if (new BigDecimal(document.creditApplied()).signum() != 0) {
            line(8, "customer credit " + document.creditApplied() + ", left to pay " + document.amountDue());
        }
    }

    private String remindedOf(Event event) {
        return told.names().in(detail(event, "documents", ""));
    }

    private static String actions(Event event) {
        String actions = detail(event, "actions", "");
        return actions.isEmpty() ? "" : " (" + actions + ")";
    }

    private void line(PrintedLine line) {
        String days = line.from()
                .map(from ->
                        from + " to " + LocalDate.parse(line.to().orElseThrow()).minusDays(1))
                .orElse("once");
        String what = line.plan().orElse("") + line.phase().map(p -> " " + p).orElse("");
        String kind = line.kind().equals("RECURRING") ? "" : line.kind() + " ";
        line(8, pad(kind + what) + pad(days) + line.amount() + "   " + line.trace());
    }

    private static String pad(String words) {
        return words.length() >= WIDTH ? words + "  " : (words + " ".repeat(WIDTH)).substring(0, WIDTH);
    }

    private void preview(PreviewRow preview) {
        sheets("would make", preview.documents());
        line(
                3,
                "to be paid then " + preview.dueNow()
                        + preview.endOn().map(d -> ", ends on " + d).orElse(""));
        preview.nextOn().ifPresent(day -> sheets("next on " + day, preview.next()));
    }

    private void sheets(String what, List<PreviewedDocument> documents) {
        for (PreviewedDocument document : documents) {
            line(
                    3,
                    what + ": " + document.type() + "  " + document.currency() + " " + document.gross()
                            + document.corrects().map(d -> ", corrects " + d).orElse("")
                            + ", planned for " + document.plannedOn());
            document.lines().forEach(this::line);
        }
        if (documents.isEmpty()) {
            line(3, what + ": nothing");
        }
    }

    private void shown(Shown shown) {
        line(3, "balance " + shown.balance() + ", credit " + shown.credit());
        shown.documents()
                .forEach(d -> line(3, d.ref() + " open " + d.open() + ", " + d.state() + ", " + d.paymentState()));
        shown.subscriptions()
                .forEach(s -> line(3, s.subscription() + " " + s.state() + ", charged through " + s.chargedThrough()));
    }

    private void end() {
        text.append('\n');
        line(0, "At the end of " + told.story().until());
        result.accounts().forEach(a -> line(1, a.account() + ": balance " + a.balance() + ", credit " + a.credit()));
        result.subscriptions()
                .forEach(s -> line(
                        1,
                        s.subscription() + ": " + since(s) + s.on() + ", charged through " + s.chargedThrough()
                                + s.nextBillingOn()
                                        .map(d -> ", billed again on " + d)
                                        .orElse("")));
    }

    private String since(Result.SubscriptionRow row) {
        if (!row.state().equals("ENDED")) {
            return row.state() + " since ";
        }
        return LocalDate.parse(row.on()).isAfter(told.story().until()) ? "ends on " : "ended on ";
    }
}
