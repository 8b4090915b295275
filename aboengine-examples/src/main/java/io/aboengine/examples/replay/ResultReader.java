package io.aboengine.examples.replay;

import io.aboengine.AboEngine;
import io.aboengine.OpenAccount;
import io.aboengine.event.Event;
import io.aboengine.event.EventType;
import io.aboengine.examples.replay.Result.AccessRow;
import io.aboengine.examples.replay.Result.AccountRow;
import io.aboengine.examples.replay.Result.EventRow;
import io.aboengine.examples.replay.Result.PaymentRow;
import io.aboengine.examples.replay.Result.PreviewRow;
import io.aboengine.examples.replay.Result.PreviewedDocument;
import io.aboengine.examples.replay.Result.PrintedDocument;
import io.aboengine.examples.replay.Result.Rejection;
import io.aboengine.examples.replay.Result.Shown;
import io.aboengine.examples.replay.Result.ShownDocument;
import io.aboengine.examples.replay.Result.ShownSubscription;
import io.aboengine.examples.replay.Result.SubscriptionRow;
import io.aboengine.invoice.Document;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.payment.AttemptState;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.payment.Posting;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionState;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads back from an engine what came of a story. */
final class ResultReader {
    private final Story story;
    private final AboEngine engine;
    private final Names names = new Names();
    private final Map<AccountId, Integer> order = new HashMap<>();
    private final Map<AccountId, Books> books = new HashMap<>();
    private final List<Event> trail = new ArrayList<>();

    /** What one account has, its documents in the order in which a story counts them. */
    private record Books(
            List<Document> documents,
            List<Subscription> subscriptions,
            List<PaymentAttempt> attempts,
            List<Posting> postings) {

        static Books of(AboEngine engine, AccountId account) {
            return new Books(
                    Names.counted(engine.documents().list(account)),
                    engine.subscriptions().list(account),
                    engine.payments().attempts(account),
                    engine.payments().postings(account));
        }

        /** The engine's word for how far a document is paid, unless all that is open is on its way. */
        String paymentState(Document document) {
            boolean onItsWay = document.isOpen()
                    && attempts.stream()
                            .anyMatch(a -> a.document().equals(document.id())
                                    && a.isLive()
                                    && a.state() != AttemptState.INTENDED
                                    && a.amount().compareTo(document.open()) >= 0);
            return onItsWay ? "IN_FLIGHT" : document.paymentState().name();
        }
    }

    ResultReader(Story story, AboEngine engine) {
        this.story = story;
        this.engine = engine;
    }

    Told read(List<PreviewRow> previews, List<Shown> shown, List<Replay.Refusal> refusals) {
        for (OpenAccount opened : story.accounts()) {
            AccountId account = opened.id();
            Books ofAccount = Books.of(engine, account);
            order.put(account, order.size());
            books.put(account, ofAccount);
            names.add(ofAccount.documents(), ofAccount.subscriptions());
            trail.addAll(engine.events().list(account));
        }
        trail.sort(Comparator.comparing(Event::at).thenComparing(this::orderOf).thenComparing(Event::ordinal));
        List<Event> byDay = new ArrayList<>(trail);
        byDay.sort(Comparator.comparing(Event::on));
        Result result = new Result(
                story.title(),
                documents(),
                payments(byDay),
                subscriptions(),
                accounts(),
                access(byDay),
                events(byDay),
                previews,
                shown,
                refusals.stream().map(this::rejection).toList());
        return new Told(story, result, trail, names);
    }

    private Rejection rejection(Replay.Refusal refusal) {
        return new Rejection(
                refusal.step(),
                refusal.on().toString(),
                refusal.error(),
                refusal.ids() ? names.in(refusal.message()) : refusal.message());
    }

    private Integer orderOf(Event event) {
        return Optional.ofNullable(order.get(event.account())).orElseThrow();
    }

    private Books booksOf(AccountId account) {
        return Optional.ofNullable(books.get(account)).orElseThrow();
    }

    private List<PrintedDocument> documents() {
        List<Document> all = new ArrayList<>();
        for (OpenAccount opened : story.accounts()) {
            all.addAll(booksOf(opened.id()).documents());
        }
        all.sort(Comparator.comparing(d -> d.issuedOn().orElse(LocalDate.MAX)));
        return all.stream().map(this::printed).toList();
    }

    private PrintedDocument printed(Document document) {
        PreviewedDocument printed = Printing.of(
                names,
                document,
                engine.documents().lines(document.id()),
                booksOf(document.id().account()).paymentState(document));
        return new PrintedDocument(
                names.of(document.id()),
                printed.type(),
                engine.documents().number(document.id()),
                printed.account(),
                printed.issuedOn(),
                printed.plannedOn(),
                printed.dueOn(),
                printed.currency(),
                printed.corrects(),
                printed.lines(),
                printed.taxes(),
                printed.net(),
                printed.tax(),
                printed.gross(),
                printed.creditApplied(),
                printed.amountDue(),
                printed.state(),
                printed.paymentState(),
                printed.paidOn());
    }

    private List<PaymentRow> payments(List<Event> byDay) {
        List<PaymentRow> rows = new ArrayList<>();
        for (Event event : byDay) {
            payment(event).ifPresent(rows::add);
        }
        return rows;
    }

    private Optional<PaymentRow> payment(Event event) {
        return switch (event.type()) {
            case PAYMENT_PENDING -> asked(event, "PENDING");
            case PAYMENT_DECLINED -> asked(event, "DECLINED");
            case PAYMENT_ACTION_REQUIRED -> asked(event, "ACTION_REQUIRED");
            case PAYMENT_UNRESOLVED -> asked(event, "UNRESOLVED");
            case PAYMENT_RETURNED -> asked(event, "RETURNED");
            case PAYMENT_SETTLED ->
                Optional.of(row(event, Optional.of(names.of(event.about())), settledAttempt(event), "SETTLED"));
            case CREDIT_GRANTED ->
                postingBefore(event)
                        .filter(p -> p.kind() == Posting.Kind.TRANSFER
                                && p.document().isEmpty())
                        .map(p -> row(event, Optional.empty(), Optional.empty(), "SETTLED"));
            case REFUNDED -> asked(event, "REFUNDED").map(PaymentRow::back);
            case REFUND_FAILED ->
                Optional.of(row(event, Optional.of(names.of(event.about())), settledAttempt(event), "REFUND_FAILED")
                        .back());
            case REFUND_AGREED ->
                Optional.of("TRANSFER")
                        .filter(by -> by.equals(event.details().get("by")))
                        .map(by -> row(event, Optional.of(names.of(event.about())), Optional.empty(), "REFUNDED")
                                .back());
            default -> Optional.empty();
        };
    }

    private Optional<PaymentRow> asked(Event event, String outcome) {
        Optional<Integer> attempt =
                Optional.ofNullable(event.details().get("attempt")).map(Integer::valueOf);
        return Optional.of(row(event, Optional.of(names.of(event.about())), attempt, outcome));
    }

    private static PaymentRow row(Event event, Optional<String> invoice, Optional<Integer> attempt, String outcome) {
        return new PaymentRow(
                event.on().toString(),
                event.account().value(),
                invoice,
                attempt,
                event.amount().map(Money::toPlainString).orElseThrow(),
                outcome);
    }

    /** The books say by which attempt money came in. */
    private Optional<Integer> settledAttempt(Event event) {
        return postingBefore(event)
                .flatMap(Posting::attempt)
                .flatMap(id -> booksOf(event.account()).attempts().stream()
                        .filter(a -> a.id().equals(id))
                        .map(PaymentAttempt::number)
                        .findFirst());
    }

    /** The entry in the books that an event of money tells of: the one written just before it. */
    private Optional<Posting> postingBefore(Event event) {
        return booksOf(event.account()).postings().stream()
                .filter(p -> p.ordinal() == event.ordinal() - 1)
                .findFirst();
    }

    private List<SubscriptionRow> subscriptions() {
        List<SubscriptionRow> rows = new ArrayList<>();
        for (Story.Step step : story.steps()) {
            if (step.deed() instanceof Deed.Subscribe subscribe) {
                booksOf(subscribe.command().account()).subscriptions().stream()
                        .filter(s -> s.reference().equals(Optional.of(subscribe.name())))
                        .map(s -> row(subscribe.name(), s))
                        .forEach(rows::add);
            }
        }
        return rows;
    }

    /** A contract that was cancelled is shown as it will be: ended, on the first day without service. */
    private SubscriptionRow row(String name, Subscription subscription) {
        SubscriptionState state =
                subscription.state() == SubscriptionState.CANCELLED ? SubscriptionState.ENDED : subscription.state();
        LocalDate since = switch (state) {
            case NOT_STARTED -> subscription.concludedOn();
            case ACTIVE -> resumedOn(subscription).orElse(subscription.startOn());
            case PAUSED -> subscription.pause().orElseThrow().from();
            case CANCELLED, ENDED -> subscription.endOn().orElseThrow();
        };
        return new SubscriptionRow(
                name,
                state.name(),
                since.toString(),
                subscription.nextBillingOn().map(LocalDate::toString),
                subscription.chargedThrough().toString());
    }

    /** The day its latest rest was over; a rest that was called off before it began was none. */
    private Optional<LocalDate> resumedOn(Subscription subscription) {
        Optional<LocalDate> resumed = Optional.empty();
        for (Event event : trail) {
            if (!event.about().equals(subscription.id().toString())) {
                continue;
            }
            if (event.type() == EventType.RESUMED) {
                resumed = Optional.of(event.on());
            }
        }
        return resumed;
    }

    private List<AccountRow> accounts() {
        return story.accounts().stream()
                .map(opened -> new AccountRow(
                        opened.id().value(),
                        engine.accounts().balance(opened.id()).toPlainString(),
                        engine.accounts()
                                .find(opened.id())
                                .orElseThrow()
                                .credit()
                                .toPlainString()))
                .toList();
    }

    private List<AccessRow> access(List<Event> byDay) {
        return byDay.stream()
                .filter(e -> e.type() == EventType.ACCESS_GRANTED || e.type() == EventType.ACCESS_STOPPED)
                .map(e -> new AccessRow(
                        e.on().toString(),
                        user(e).value(),
                        Optional.ofNullable(e.details().get("product")).orElseThrow(),
                        e.type() == EventType.ACCESS_GRANTED,
                        Optional.ofNullable(e.details().get("reason")).orElseThrow()))
                .toList();
    }

    /** Who may use the product: the beneficiary, where the account pays for somebody else. */
    private AccountId user(Event event) {
        return booksOf(event.account()).subscriptions().stream()
                .filter(s -> s.id().toString().equals(event.about()))
                .findFirst()
                .flatMap(Subscription::beneficiary)
                .orElse(event.account());
    }

    private List<EventRow> events(List<Event> byDay) {
        return byDay.stream()
                .map(e -> new EventRow(
                        e.on().toString(), e.type().text(), e.account().value(), names.of(e.about())))
                .toList();
    }

    /** How an account stands at this moment. */
    static Shown shown(AboEngine engine, Story.Step step, AccountId account) {
        Books books = Books.of(engine, account);
        Names names = new Names();
        names.add(books.documents(), books.subscriptions());
        return new Shown(
                step.number(),
                step.on().toString(),
                account.value(),
                engine.accounts().balance(account).toPlainString(),
                engine.accounts().find(account).orElseThrow().credit().toPlainString(),
                books.documents().stream()
                        .map(d -> new ShownDocument(
                                names.of(d.id()),
                                d.open().toPlainString(),
                                d.state().name(),
                                books.paymentState(d)))
                        .toList(),
                books.subscriptions().stream()
                        .map(s -> new ShownSubscription(
                                names.of(s.id()),
                                s.state().name(),
                                s.chargedThrough().toString()))
                        .toList());
    }
}
