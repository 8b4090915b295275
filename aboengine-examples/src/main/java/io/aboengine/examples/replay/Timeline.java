package io.aboengine.examples.replay;

import io.aboengine.account.Command;
import io.aboengine.account.Timing;
import io.aboengine.event.Event;
import io.aboengine.examples.replay.Result.PrintedDocument;
import io.aboengine.examples.replay.Result.PrintedLine;
import io.aboengine.examples.replay.Result.Rejection;
import io.aboengine.examples.replay.Result.Shown;
import io.aboengine.examples.replay.Story.Deed;
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
        line(1, step.number() + ". " + words(step.deed()) + who);
        result.rejections().stream()
                .filter(r ->
                        r.step() == step.number() && r.on().equals(step.on().toString()))
                .forEach(r -> line(3, "REFUSED  " + r.error() + ": " + r.message()));
        result.shown().stream().filter(s -> s.step() == step.number()).forEach(this::shown);
    }

    private static String words(Deed deed) {
        if (deed instanceof Deed.Subscribe subscribe) {
            return subscribeWords(subscribe);
        }
        if (deed instanceof Deed.Change change) {
            return "change " + change.subscription()
                    + change.plan().map(plan -> " to " + plan).orElse("")
                    + change.quantity()
                            .map(q -> " to quantity " + q.toPlainString())
                            .orElse("") + when(change.when())
                    + (change.collect() == Command.Settling.NEXT_INVOICE ? ", settled with the next invoice" : "");
        }
        if (deed instanceof Deed.Cancel cancel) {
            return "cancel " + cancel.subscription() + when(cancel.when())
                    + (cancel.settle() == Command.PaidDays.NONE ? ", nothing given back" : "");
        }
        if (deed instanceof Deed.PayAnotherWay another) {
            return another.account() + " pays by " + another.method() + " from now on";
        }
        if (deed instanceof Deed.PayAccount pay) {
            return pay.account() + " transfers " + pay.amount();
        }
        if (deed instanceof Deed.PayDocument pay) {
            return pay.document().account() + " transfers " + pay.amount() + " for " + pay.document();
        }
        if (deed instanceof Deed.Credit credit) {
            return credit.account() + " is given a credit of " + credit.amount() + ": " + credit.description();
        }
        return otherWords(deed);
    }

    private static String otherWords(Deed deed) {
        if (deed instanceof Deed.GatewayNext next) {
            return "gateway: the next charges of " + next.account() + " end as " + next.outcomes();
        }
        if (deed instanceof Deed.GatewayTells tells) {
            return "gateway: " + tells.document() + " " + tells.event()
                    + tells.reason().map(r -> ", " + r).orElse("");
        }
        if (deed instanceof Deed.Publish) {
            return "a new catalogue is published";
        }
        if (deed instanceof Deed.Outage outage) {
            return "no runs until " + outage.until();
        }
        if (deed instanceof Deed.Show show) {
            return "show " + show.account();
        }
        if (deed instanceof Deed.Note note) {
            return "note: " + note.text();
        }
        throw new IllegalStateException("No words for " + deed);
    }

    private static String subscribeWords(Deed.Subscribe subscribe) {
        Command.Subscribe command = subscribe.command();
        return command.account() + " subscribes to " + command.plan() + " as " + subscribe.name()
                + (command.quantity().compareTo(BigDecimal.ONE) == 0
                        ? ""
                        : ", quantity " + command.quantity().toPlainString())
                + command.price().map(p -> ", at " + p).orElse("")
                + command.startOn().map(d -> ", from " + d).orElse("")
                + command.billedUntil()
                        .map(d -> ", billed elsewhere until " + d)
                        .orElse("")
                + command.billingAnchor().map(d -> ", anchored at " + d).orElse("");
    }

    private static String when(Timing when) {
        if (when instanceof Timing.Now) {
            return " now";
        }
        return when instanceof Timing.On on ? " on " + on.day() : " at the end of the period";
    }

    // --- what came of it -------------------------------------------------------------------------------------------

    private void told(Event event) {
        String about = told.names().of(event.about());
        switch (event.type()) {
            case INVOICE_FINALIZED, CREDIT_NOTE_FINALIZED, REMINDED -> document(event, about);
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
