package io.aboengine.account;

import io.aboengine.account.CommandRefusedException.Refusal;
import io.aboengine.catalog.Plan;
import io.aboengine.charge.Rating;
import io.aboengine.event.EventType;
import io.aboengine.fulfilment.ReleasePolicy;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentState;
import io.aboengine.money.Money;
import io.aboengine.party.Actor;
import io.aboengine.payment.AttemptState;
import io.aboengine.payment.Posting;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.subscription.Segment;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.SubscriptionState;
import io.aboengine.subscription.Terms;
import io.aboengine.subscription.Timeline;
import io.aboengine.subscription.Timelines;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a command changes. Pure, and the only door for commands: first whatever the calendar asked for until yesterday,
 * then the permission, then the command; today's renewals come after it.
 */
public final class Decide {
    /** How far back a contract may be made to begin. */
    public static final int MAX_BACKDATE_DAYS = 400;

    private Decide() {}

    /**
     * Who gives a command and how.
     *
     * @param reason kept with the events
     * @param joined the caller's transaction goes on: documents stay drafts for the next run unless the settings say
     *     otherwise
     */
    public record Given(Actor actor, Optional<String> reason, boolean joined) {}

    /**
     * What a command leads to.
     *
     * @param subscription the contract it was about or has made
     * @param documents made by it, drafts included
     */
    public record Decision(AccountChange change, Optional<SubscriptionId> subscription, List<DocumentId> documents) {}

    /** What the command needs to see besides what is alive. */
    public static Reach reach(AccountSnapshot account, Command command, LocalDate today) {
        if (command instanceof Command.ChangePlan change) {
            return lines(account, change.subscription(), today);
        }
        if (command instanceof Command.Cancel cancel) {
            return lines(account, cancel.subscription(), today);
        }
        if (command instanceof Command.ReceivePayment payment) {
            return payment.document().map(Reach::document).orElse(Reach.nothing());
        }
        return Reach.nothing();
    }

    /** A change on the first day of a stretch may join the stretch before it, so that one is looked at, too. */
    private static Reach lines(AccountSnapshot account, SubscriptionId id, LocalDate today) {
        return account.subscriptions().stream()
                .filter(s -> s.id().equals(id))
                .findFirst()
                .map(s -> {
                    LocalDate start = Rating.stretchStart(s.timeline(), today);
                    return start.isBefore(today) ? start : Rating.stretchStart(s.timeline(), today.minusDays(1));
                })
                .map(from -> Reach.lines(id, from))
                .orElse(Reach.nothing());
    }

    /**
     * @param account deepened by {@link #reach}
     * @throws CommandRefusedException if the state of the account, or the actor's rights, do not allow it
     * @throws InvalidRequestException if it names something that is not there
     */
    public static Decision decide(AccountSnapshot account, Rules rules, Command command, Given given, Moment now) {
        Permission permission = Permission.permits(rules, account, given.actor(), command, now.day());
        if (!permission.allowed()) {
            boolean foreign = given.actor() instanceof Actor.Customer customer
                    && !customer.account().equals(command.account());
            throw new CommandRefusedException(
                    foreign ? Refusal.FOREIGN_ACCOUNT : Refusal.NOT_PERMITTED,
                    command.account().value(),
                    "Not permitted on account " + command.account() + ": " + permission.because());
        }
        boolean draft = given.joined() && !rules.settings().finalizeJoined();
        AccountBook book = new AccountBook(
                account, rules, now, draft ? Billing.Finalizing.BY_NEXT_RUN : Billing.Finalizing.BY_SETTINGS);
        Advance.run(book, now.day().minusDays(1));
        book.actsFor(given.actor(), given.reason());
        Outcome outcome = apply(book, command);
        return new Decision(book.change(), outcome.subscription(), outcome.documents());
    }

    private record Outcome(Optional<SubscriptionId> subscription, List<DocumentId> documents) {
        static Outcome nothing() {
            return new Outcome(Optional.empty(), List.of());
        }
    }

    private static Outcome apply(AccountBook book, Command command) {
        if (command instanceof Command.Subscribe subscribe) {
            return subscribe(book, subscribe);
        }
        if (command instanceof Command.ChangePlan change) {
            return changePlan(book, change);
        }
        if (command instanceof Command.Cancel cancel) {
            return cancel(book, cancel);
        }
        if (command instanceof Command.ReceivePayment payment) {
            return receive(book, payment);
        }
        if (command instanceof Command.GrantCredit credit) {
            return grantCredit(book, credit);
        }
        if (command instanceof Command.ChangePaymentMethod change) {
            return changePaymentMethod(book, change);
        }
        throw new IllegalStateException("No rule for " + command);
    }

    private static Outcome subscribe(AccountBook book, Command.Subscribe command) {
        LocalDate today = book.today();
        LocalDate startOn = command.startOn().orElse(today);
        boolean takenOver = command.billedUntil().isPresent();
        if (!takenOver && startOn.isBefore(today.minusDays(MAX_BACKDATE_DAYS))) {
            throw new CommandRefusedException(
                    Refusal.TOO_FAR_BACK,
                    command.account().value(),
                    "Cannot begin a contract on " + startOn + ": that is more than " + MAX_BACKDATE_DAYS
                            + " days ago; say with billedUntil which days were billed elsewhere");
        }
        command.reference().ifPresent(reference -> requireFree(book, reference));
        Timelines.Choice choice = choice(book, command);
        boolean trial = command.trial()
                && !book.account().trialsUsed().contains(choice.product().id());
        Timeline whole = Timelines.starting(choice, startOn, trial, command.billingAnchor());
        Timeline timeline = command.billedUntil().map(whole::from).orElse(whole);
        if (timeline.segments().isEmpty()) {
            throw new InvalidRequestException(
                    "billedUntil",
                    String.valueOf(command.billedUntil().orElse(startOn)),
                    "lies behind the end of the plan");
        }
        LocalDate first = timeline.segments().get(0).from();
        SubscriptionId id = new SubscriptionId(book.account().id(), book.takeOrdinal());
        Subscription subscription = new Subscription(
                id,
                command.reference(),
                choice.product().id(),
                startOn.isAfter(today) ? SubscriptionState.NOT_STARTED : SubscriptionState.ACTIVE,
                today,
                startOn,
                command.billedUntil(),
                first,
                Optional.empty(),
                first.isAfter(today) ? first : today,
                timeline.end(),
                takenOver ? Optional.empty() : choice.plan().setupFee(),
                command.selfService(),
                timeline);
        book.put(subscription);
        book.put(Releases.open(
                subscription,
                takenOver ? ReleasePolicy.AT_PURCHASE : release(book, firstPrice(timeline, subscription)),
                today));
        if (trial && choice.plan().phasesFrom(startOn, true).get(0).freeStart()) {
            book.put(AccountWith.trialUsed(book.account(), choice.product().id()));
        }
        book.tell(
                EventType.SUBSCRIBED,
                today,
                id,
                Optional.empty(),
                Map.of("plan", choice.plan().id().value(), "startOn", startOn.toString()));
        List<DocumentId> documents =
                takenOver ? List.of() : Billing.issue(book, today, Advance.settle(book, subscription, today));
        Releases.refresh(book, book.subscription(id), today);
        return new Outcome(Optional.of(id), documents);
    }

    private static Money firstPrice(Timeline timeline, Subscription subscription) {
        Terms dearest = timeline.segments().stream()
                .map(Segment::terms)
                .max(Comparator.comparing((Terms t) -> t.unitPrice().times(t.quantity())))
                .orElseThrow();
        Money price = dearest.unitPrice().times(dearest.quantity());
        return subscription.setupFee().map(price::plus).orElse(price);
    }

    private static void requireFree(AccountBook book, String reference) {
        for (Subscription other : book.subscriptions()) {
            if (other.reference().equals(Optional.of(reference))) {
                throw new CommandRefusedException(
                        Refusal.REFERENCE_TAKEN,
                        other.id().toString(),
                        "Cannot subscribe under the reference '" + reference + "': subscription " + other.id()
                                + " has it; give another one");
            }
        }
    }

    private static Timelines.Choice choice(AccountBook book, Command.Subscribe command) {
        Plan plan = book.rules().catalog().plan(command.plan());
        requireCurrency(book, plan);
        command.price().ifPresent(price -> {
            if (!price.currency().equals(plan.currency())) {
                throw new InvalidRequestException(
                        "price", price.toString(), "plan " + plan.id() + " is priced in " + plan.currency());
            }
        });
        return new Timelines.Choice(
                book.rules().catalog().product(plan.product()),
                plan,
                book.rules().catalogVersion(),
                command.quantity(),
                command.price());
    }

    private static void requireCurrency(AccountBook book, Plan plan) {
        if (!plan.currency().equals(book.currency())) {
            throw new CommandRefusedException(
                    Refusal.OTHER_CURRENCY,
                    book.account().id().value(),
                    "Plan " + plan.id() + " is priced in " + plan.currency() + ", account "
                            + book.account().id() + " pays in " + book.currency() + ": choose a plan in that currency");
        }
    }

    private static boolean isWithin(CreditAssessment restricted, Money first) {
        return restricted.methods().contains(restricted.method())
                && restricted
                        .limit()
                        .map(limit -> limit.currency().equals(first.currency()) && first.compareTo(limit) <= 0)
                        .orElse(true);
    }

    /**
     * At once or on payment, after the credit check on file.
     *
     * @param first what a whole period at its dearest and the set-up fee cost, in the price basis of the settings
     */
    private static ReleasePolicy release(AccountBook book, Money first) {
        Settings settings = book.settings();
        var method = book.account().paymentMethod().kind();
        if (!settings.creditPolicy().methods().contains(method)) {
            return settings.release();
        }
        Optional<CreditAssessment> onFile = book.assessments().stream()
                .filter(a -> a.method() == method && !a.validUntil().isBefore(book.today()))
                .findFirst();
        CreditAssessment.Verdict verdict =
                onFile.map(CreditAssessment::verdict).orElse(CreditAssessment.Verdict.UNAVAILABLE);
        return switch (verdict) {
            case APPROVED -> settings.release();
            case RESTRICTED -> isWithin(onFile.orElseThrow(), first) ? settings.release() : ReleasePolicy.ON_PAYMENT;
            case REVIEW, REFUSED -> ReleasePolicy.ON_PAYMENT;
            case UNAVAILABLE -> settings.creditPolicy().open() ? settings.release() : ReleasePolicy.ON_PAYMENT;
        };
    }

    private static Subscription running(AccountBook book, SubscriptionId id) {
        Subscription found = book.subscription(id);
        if (!found.isLive()) {
            throw new CommandRefusedException(
                    Refusal.ALREADY_CANCELLED,
                    id.toString(),
                    "Subscription " + id + " ended on "
                            + found.endOn().map(LocalDate::toString).orElse("a day before this one")
                            + ": subscribe the customer anew");
        }
        return found;
    }

    private static Outcome changePlan(AccountBook book, Command.ChangePlan command) {
        Subscription before = running(book, command.subscription());
        LocalDate day = afterDaysBilledElsewhere(before, dayOf(book, before, command.when()));
        Segment running = before.timeline()
                .at(day)
                .orElseThrow(() -> new CommandRefusedException(
                        Refusal.ALREADY_CANCELLED,
                        before.id().toString(),
                        "Cannot change subscription " + before.id() + " on " + day + ": it runs from "
                                + before.startOn()
                                + before.endOn().map(end -> " to " + end).orElse("")
                                + "; choose a day in between or subscribe the customer anew"));
        Terms terms = running.terms();
        BigDecimal quantity = command.quantity().orElse(terms.quantity());
        boolean samePlan = command.plan().map(terms.plan()::equals).orElse(true);
        if (samePlan && quantity.compareTo(terms.quantity()) == 0) {
            throw new CommandRefusedException(
                    Refusal.NOTHING_CHANGES,
                    before.id().toString(),
                    "Subscription " + before.id() + " already has plan " + terms.plan() + " with quantity "
                            + terms.quantity().toPlainString() + " on " + day + ": name another plan or quantity");
        }
        Timeline later = samePlan
                ? requantified(before.timeline().from(day), quantity)
                : Timelines.changing(choice(book, command, quantity), day, running);
        Timeline timeline = before.timeline().followedBy(day, later);
        timeline = before.endOn()
                .filter(end -> before.state() == SubscriptionState.CANCELLED)
                .map(timeline::until)
                .orElse(timeline);
        Subscription changed = before.withTimeline(timeline);
        if (before.state() != SubscriptionState.CANCELLED) {
            changed = changed.ending(timeline.end());
        }
        book.tell(
                EventType.PLAN_CHANGE_AGREED,
                book.today(),
                before.id(),
                Optional.empty(),
                Map.of(
                        "from", day.toString(),
                        "plan", later.segments().get(0).terms().plan().value()));
        if (day.isAfter(book.today())) {
            if (day.equals(before.startOn())) {
                changed = changed.withProduct(later.segments().get(0).terms().product());
            }
            book.put(reviewedOn(before, changed, day));
            return new Outcome(Optional.of(before.id()), List.of());
        }
        changed = changed.withProduct(later.segments().get(0).terms().product()).announcedThrough(day);
        book.put(changed);
        book.tell(
                EventType.PLAN_CHANGED,
                day,
                before.id(),
                Optional.empty(),
                Map.of(
                        "plan", later.segments().get(0).terms().plan().value(),
                        "phase", later.segments().get(0).terms().phase()));
        List<DocumentId> documents = settle(book, before, changed, command.collect());
        Releases.refresh(book, book.subscription(before.id()), book.today());
        return new Outcome(Optional.of(before.id()), documents);
    }

    /** Days of a contract taken over that were billed elsewhere stay as they are: a change holds from the first after them. */
    private static LocalDate afterDaysBilledElsewhere(Subscription subscription, LocalDate day) {
        return subscription.billedUntil().filter(day::isBefore).orElse(day);
    }

    private static Timelines.Choice choice(AccountBook book, Command.ChangePlan command, BigDecimal quantity) {
        Plan plan = book.rules().catalog().plan(command.plan().orElseThrow());
        requireCurrency(book, plan);
        return new Timelines.Choice(
                book.rules().catalog().product(plan.product()),
                plan,
                book.rules().catalogVersion(),
                quantity,
                Optional.empty());
    }

    private static Timeline requantified(Timeline timeline, BigDecimal quantity) {
        return new Timeline(timeline.segments().stream()
                .map(s -> new Segment(s.from(), s.to(), s.terms().withQuantity(quantity)))
                .toList());
    }

    private static Outcome cancel(AccountBook book, Command.Cancel command) {
        Subscription before = running(book, command.subscription());
        LocalDate today = book.today();
        LocalDate asked = dayOf(book, before, command.when());
        LocalDate end = asked.isBefore(before.startOn()) ? before.startOn() : asked;
        if (before.endOn().isPresent() && !end.isBefore(before.endOn().get())) {
            throw new CommandRefusedException(
                    Refusal.ALREADY_CANCELLED,
                    before.id().toString(),
                    "Subscription " + before.id() + " already ends on "
                            + before.endOn().get() + ": only an earlier day would change that");
        }
        LocalDate billedTo = command.settle() == Command.PaidDays.NONE
                        && before.chargedThrough().isAfter(end)
                ? before.chargedThrough()
                : end;
        Subscription ending =
                before.withTimeline(before.timeline().until(billedTo)).ending(Optional.of(end));
        book.tell(EventType.CANCELLED, today, before.id(), Optional.empty(), Map.of("endOn", end.toString()));
        boolean endsNow = !end.isAfter(today) || end.equals(before.startOn());
        if (!endsNow) {
            SubscriptionState state =
                    before.state() == SubscriptionState.NOT_STARTED ? before.state() : SubscriptionState.CANCELLED;
            book.put(reviewedOn(before, ending.in(state), end));
            Releases.refresh(book, book.subscription(before.id()), today);
            return new Outcome(Optional.of(before.id()), List.of());
        }
        book.put(ending);
        List<DocumentId> documents = command.settle() == Command.PaidDays.NONE
                ? Billing.issueWithWaiting(book, today, List.of())
                : settle(book, before, ending, Command.Settling.NOW);
        book.put(book.subscription(before.id()).in(SubscriptionState.ENDED));
        book.tell(EventType.ENDED, today, before.id(), Optional.empty(), Map.of());
        Releases.refresh(book, book.subscription(before.id()), today);
        return new Outcome(Optional.of(before.id()), documents);
    }

    /** Bills what is different since the day's stretch began, now or with the next document. */
    private static List<DocumentId> settle(
            AccountBook book, Subscription before, Subscription changed, Command.Settling collect) {
        LocalDate today = book.today();
        LocalDate from = earliest(
                before.chargedThrough(),
                earliest(
                        Rating.stretchStart(before.timeline(), today), Rating.stretchStart(changed.timeline(), today)));
        Rating.Difference difference = Rating.desiredMinusBilled(changed, book.billed(changed.id()), from, today);
        List<DocumentId> documents = List.of();
        if (collect == Command.Settling.NEXT_INVOICE) {
            Billing.keepWaiting(book, difference.charges());
        } else if (changed.endOn().map(end -> !end.isAfter(today)).orElse(false)) {
            documents = Billing.issueWithWaiting(book, today, difference.charges());
        } else {
            documents = Billing.issue(book, today, difference.charges());
        }
        book.put(Advance.billedThrough(book, changed, difference));
        return documents;
    }

    private static LocalDate earliest(LocalDate a, LocalDate b) {
        return a.isBefore(b) ? a : b;
    }

    /**
     * A later day on which the timeline becomes another: what is billed beyond it is looked at then, and so is a stretch
     * that now goes on where the billed days end.
     */
    private static Subscription reviewedOn(Subscription before, Subscription changed, LocalDate day) {
        LocalDate through = earliest(day, before.chargedThrough());
        LocalDate from = earliest(
                Rating.stretchStart(before.timeline(), through), Rating.stretchStart(changed.timeline(), through));
        if (through.equals(before.chargedThrough()) && from.equals(through)) {
            return changed;
        }
        return changed.chargedThrough(
                through, Optional.of(before.reviewFrom().filter(from::isAfter).orElse(from)));
    }

    private static LocalDate dayOf(AccountBook book, Subscription subscription, Timing when) {
        LocalDate today = book.today();
        if (when instanceof Timing.On on) {
            if (on.day().isBefore(today)) {
                throw new CommandRefusedException(
                        Refusal.DAY_IN_THE_PAST,
                        subscription.id().toString(),
                        "Cannot act on " + on.day() + ", which has passed: choose today, " + today + ", or later");
            }
            return on.day();
        }
        if (subscription.state() == SubscriptionState.NOT_STARTED) {
            return subscription.startOn();
        }
        if (when instanceof Timing.PeriodEnd
                && subscription.billedUntil().map(today::isBefore).orElse(false)) {
            return subscription.billedUntil().orElseThrow();
        }
        if (!(when instanceof Timing.PeriodEnd)) {
            return today;
        }
        Optional<LocalDate> freeUntil = subscription
                .timeline()
                .at(today)
                .filter(s -> s.terms().unitPrice().isZero())
                .flatMap(Segment::to);
        return freeUntil.orElseGet(() -> Rating.periodEnd(subscription.timeline(), today));
    }

    private static Outcome receive(AccountBook book, Command.ReceivePayment command) {
        requireCurrency(book, command.amount());
        if (command.document().isPresent()) {
            DocumentId id = command.document().get();
            Document document = book.document(id)
                    .orElseThrow(() -> new InvalidRequestException("document", id.toString(), "is not there"));
            if (document.state() == DocumentState.DRAFT || !document.gross().isPositive()) {
                throw new CommandRefusedException(
                        Refusal.NOT_PAYABLE,
                        id.toString(),
                        "Nothing can be paid on " + document.type() + " " + id + " in state " + document.state()
                                + ": book the money for the account");
            }
            Books.receive(book, id, command.amount(), Posting.Kind.TRANSFER, Optional.empty());
            return Outcome.nothing();
        }
        Money left = command.amount();
        for (Document document : oldestFirst(book)) {
            Money part = left.min(document.open());
            if (part.isPositive()) {
                Books.receive(book, document.id(), part, Posting.Kind.TRANSFER, Optional.empty());
                left = left.minus(part);
            }
        }
        if (left.isPositive()) {
            Books.receiveAsCredit(book, left);
        }
        return Outcome.nothing();
    }

    private static List<Document> oldestFirst(AccountBook book) {
        return book.documents().stream()
                .filter(Document::isOpen)
                .sorted(Comparator.comparing((Document d) -> d.dueOn().orElse(d.plannedOn()))
                        .thenComparing(Document::id))
                .toList();
    }

    private static void requireCurrency(AccountBook book, Money amount) {
        if (!amount.currency().equals(book.currency())) {
            throw new CommandRefusedException(
                    Refusal.OTHER_CURRENCY,
                    book.account().id().value(),
                    "Account " + book.account().id() + " pays in " + book.currency() + ", not in " + amount.currency());
        }
    }

    private static Outcome grantCredit(AccountBook book, Command.GrantCredit command) {
        requireCurrency(book, command.amount());
        Books.grantCredit(book, command.amount(), command.description());
        for (Document document : oldestFirst(book)) {
            boolean asked = book.liveAttempt(document.id())
                    .filter(a -> a.state() != AttemptState.INTENDED)
                    .isPresent();
            if (!asked) {
                Books.payFromCredit(book, document.id());
            }
        }
        return Outcome.nothing();
    }

    private static Outcome changePaymentMethod(AccountBook book, Command.ChangePaymentMethod command) {
        if (command.method().equals(book.account().paymentMethod())) {
            throw new CommandRefusedException(
                    Refusal.NOTHING_CHANGES,
                    book.account().id().value(),
                    "Account " + book.account().id() + " already pays this way: "
                            + command.method().kind());
        }
        book.put(AccountWith.paymentMethod(book.account(), command.method()));
        book.tell(
                EventType.PAYMENT_METHOD_CHANGED,
                book.today(),
                book.account().id(),
                Optional.empty(),
                Map.of("method", command.method().kind().name()));
        for (Document document : oldestFirst(book)) {
            if (document.dunning().isPresent()) {
                Collect.intendAnew(book, document, command.method().kind());
            }
        }
        return Outcome.nothing();
    }
}
