package io.aboengine.account;

import io.aboengine.charge.Billed;
import io.aboengine.charge.ChargeKey;
import io.aboengine.charge.LineId;
import io.aboengine.charge.LineKind;
import io.aboengine.charge.Metering;
import io.aboengine.charge.UsageRecord;
import io.aboengine.charge.UsageTally;
import io.aboengine.event.Event;
import io.aboengine.event.EventType;
import io.aboengine.fulfilment.Access;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentState;
import io.aboengine.invoice.Line;
import io.aboengine.invoice.Placement;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.party.Actor;
import io.aboengine.payment.AttemptId;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.payment.Posting;
import io.aboengine.subscription.Segment;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An account while a decision is made about it: what was loaded, and what has become different since. Lives for one
 * decision; what leaves it is an {@link AccountChange}.
 */
final class AccountBook {
    private final AccountSnapshot before;
    private final Rules rules;
    private final Moment now;
    private final Billing.Finalizing finalizing;
    private Actor actor = Actor.engine();
    private Optional<String> reason = Optional.empty();
    private Account account;
    private final TreeMap<Long, Subscription> subscriptions = new TreeMap<>();
    private final TreeMap<Long, Line> lines = new TreeMap<>();
    private final TreeMap<Long, Document> documents = new TreeMap<>();
    private final TreeMap<Long, PaymentAttempt> attempts = new TreeMap<>();
    private final TreeMap<Long, Access> access = new TreeMap<>();
    private final Map<TallyKey, UsageTally> usage = new LinkedHashMap<>();
    private final Map<Long, Subscription> changedSubscriptions = new LinkedHashMap<>();
    private final Map<Long, Line> changedLines = new LinkedHashMap<>();
    private final Map<Long, Document> changedDocuments = new LinkedHashMap<>();
    private final Map<Long, PaymentAttempt> changedAttempts = new LinkedHashMap<>();
    private final Map<Long, Access> changedAccess = new LinkedHashMap<>();
    private final Map<TallyKey, UsageTally> changedUsage = new LinkedHashMap<>();
    private final List<UsageRecord> usageRecords = new ArrayList<>();
    private final List<Posting> postings = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<AccountChange.NumberWish> numbers = new ArrayList<>();

    AccountBook(AccountSnapshot snapshot, Rules rules, Moment now, Billing.Finalizing finalizing) {
        this.before = snapshot;
        this.rules = rules;
        this.now = now;
        this.finalizing = finalizing;
        this.account = snapshot.account();
        snapshot.subscriptions().forEach(s -> subscriptions.put(s.id().ordinal(), s));
        snapshot.lines().forEach(l -> lines.put(l.id().ordinal(), l));
        snapshot.documents().forEach(d -> documents.put(d.id().ordinal(), d));
        snapshot.attempts().forEach(a -> attempts.put(a.id().ordinal(), a));
        snapshot.access().forEach(a -> access.put(a.subscription().ordinal(), a));
        snapshot.usage().forEach(u -> usage.put(TallyKey.of(u), u));
    }

    /** One for each contract, unit and period. */
    private record TallyKey(SubscriptionId subscription, String unit, LocalDate from) {
        static TallyKey of(UsageTally tally) {
            return new TallyKey(
                    tally.subscription(), tally.unit(), tally.period().start());
        }
    }

    static AccountBook of(AccountSnapshot snapshot, Rules rules, Moment now) {
        return new AccountBook(snapshot, rules, now, Billing.Finalizing.BY_SETTINGS);
    }

    /** Who is told of from here on. */
    void actsFor(Actor actor, Optional<String> reason) {
        this.actor = actor;
        this.reason = reason;
    }

    /** Whether a customer gave the command, and not the shop. */
    boolean isCustomers() {
        return actor instanceof Actor.Customer;
    }

    Billing.Finalizing finalizing() {
        return finalizing;
    }

    Rules rules() {
        return rules;
    }

    Settings settings() {
        return rules.settings();
    }

    Moment now() {
        return now;
    }

    LocalDate today() {
        return now.day();
    }

    Account account() {
        return account;
    }

    Currency currency() {
        return account.currency();
    }

    Money zero() {
        return Money.zero(account.currency());
    }

    Collection<Subscription> subscriptions() {
        return List.copyOf(subscriptions.values());
    }

    Subscription subscription(SubscriptionId id) {
        Subscription found = subscriptions.get(id.ordinal());
        if (found == null || !id.account().equals(account.id())) {
            throw new UnknownSubscriptionException(id);
        }
        return found;
    }

    /** The contract to which this one is added, unless that is over: then it leads nowhere any more. */
    Optional<Subscription> baseOf(Subscription addOn) {
        return addOn.addOnTo()
                .flatMap(id -> Optional.ofNullable(subscriptions.get(id.ordinal())))
                .filter(Subscription::isLive);
    }

    Collection<Document> documents() {
        return List.copyOf(documents.values());
    }

    Optional<Document> document(DocumentId id) {
        return Optional.ofNullable(documents.get(id.ordinal()));
    }

    Collection<Line> lines() {
        return List.copyOf(lines.values());
    }

    Optional<Line> line(LineId id) {
        return Optional.ofNullable(lines.get(id.ordinal()));
    }

    Collection<PaymentAttempt> attemptsFor(DocumentId document) {
        List<PaymentAttempt> all = new ArrayList<>();
        for (PaymentAttempt attempt : attempts.values()) {
            if (attempt.document().equals(document)) {
                all.add(attempt);
            }
        }
        return all;
    }

    Collection<PaymentAttempt> attempts() {
        return List.copyOf(attempts.values());
    }

    Optional<PaymentAttempt> attempt(AttemptId id) {
        return Optional.ofNullable(attempts.get(id.ordinal()));
    }

    Optional<PaymentAttempt> liveAttempt(DocumentId document) {
        for (PaymentAttempt attempt : attempts.values()) {
            if (attempt.isLive() && !attempt.isRefund() && attempt.document().equals(document)) {
                return Optional.of(attempt);
            }
        }
        return Optional.empty();
    }

    Optional<Access> access(SubscriptionId subscription) {
        return Optional.ofNullable(access.get(subscription.ordinal()));
    }

    Optional<UsageTally> usage(SubscriptionId subscription, String unit, LocalDate from) {
        return Optional.ofNullable(usage.get(new TallyKey(subscription, unit, from)));
    }

    List<UsageTally> usage(SubscriptionId subscription) {
        return usage.values().stream()
                .filter(tally -> tally.subscription().equals(subscription))
                .toList();
    }

    /** What a charge for use was made for, as long as its period is not closed. */
    Optional<UsageTally> usageOf(ChargeKey key) {
        return key.unit().flatMap(unit -> usage(key.subscription(), unit, key.firstDay()));
    }

    /** The record of this id, if it was told before. */
    Optional<UsageRecord> usageRecord(SubscriptionId subscription, String id) {
        return before.usageRecords().stream()
                .filter(r -> r.subscription().equals(subscription) && r.id().equals(id))
                .findFirst();
    }

    List<CreditAssessment> assessments() {
        return before.assessments();
    }

    /** The lines that take back from this one, or lower it. */
    List<Line> against(LineId line) {
        return lines.values().stream()
                .filter(l -> l.charge().takesBack().equals(Optional.of(line)))
                .toList();
    }

    /** The lines of a contract that can be taken back, with what was taken back of them. */
    List<Billed> billed(SubscriptionId subscription) {
        Map<LineId, List<Line>> against = new HashMap<>();
        for (Line line : lines.values()) {
            line.charge()
                    .takesBack()
                    .ifPresent(taken -> against.computeIfAbsent(taken, id -> new ArrayList<>())
                            .add(line));
        }
        List<Billed> billed = new ArrayList<>();
        for (Line line : lines.values()) {
            if (line.charge().kind() == LineKind.RECURRING
                    && line.charge().subscription().equals(Optional.of(subscription))) {
                billed.add(billed(line, against.getOrDefault(line.id(), List.of())));
            }
        }
        return billed;
    }

    /** What stands on a draft that was given up was never charged, so nothing of it can be given back. */
    private boolean isGivenUp(Line line) {
        return line.placement()
                .flatMap(p -> document(p.document()))
                .map(d -> d.state() == DocumentState.CANCELLED && d.issuedOn().isEmpty())
                .orElse(false);
    }

    private static Optional<DocumentId> documentOf(Line line) {
        return line.placement().map(Placement::document);
    }

    private Billed billed(Line line, List<Line> against) {
        Money discounted = zero();
        Money documentDiscounted = zero();
        Money adjusted = isGivenUp(line) ? line.charge().amount() : zero();
        List<Billed.GivenBack> givenBack = new ArrayList<>();
        for (Line other : against) {
            Money amount = other.charge().amount().negate();
            switch (other.charge().kind()) {
                case DISCOUNT -> {
                    if (other.charge().termsKey().isEmpty()) {
                        documentDiscounted = documentDiscounted.plus(amount);
                    } else {
                        discounted = discounted.plus(amount);
                    }
                }
                case PRORATION_CREDIT ->
                    givenBack.add(new Billed.GivenBack(
                            other.charge().period().orElseThrow(),
                            amount,
                            documentOf(other).equals(documentOf(line))));
                case ADJUSTMENT -> adjusted = adjusted.plus(amount);
                default ->
                    throw new IllegalStateException(
                            "Line " + other.id() + " of kind " + other.charge().kind() + " takes back " + line.id());
            }
        }
        return new Billed(line.id(), line.charge(), discounted, documentDiscounted, adjusted, givenBack);
    }

    long takeOrdinal() {
        long ordinal = account.nextOrdinal();
        account = account.withNextOrdinal(ordinal + 1);
        return ordinal;
    }

    void put(Account account) {
        this.account = account;
    }

    void put(Subscription subscription) {
        subscriptions.put(subscription.id().ordinal(), subscription);
        changedSubscriptions.put(subscription.id().ordinal(), subscription);
    }

    void put(Line line) {
        lines.put(line.id().ordinal(), line);
        changedLines.put(line.id().ordinal(), line);
    }

    void put(Document document) {
        documents.put(document.id().ordinal(), document);
        changedDocuments.put(document.id().ordinal(), document);
    }

    void put(PaymentAttempt attempt) {
        attempts.put(attempt.id().ordinal(), attempt);
        changedAttempts.put(attempt.id().ordinal(), attempt);
    }

    void put(Access row) {
        access.put(row.subscription().ordinal(), row);
        changedAccess.put(row.subscription().ordinal(), row);
    }

    void put(UsageTally tally) {
        usage.put(TallyKey.of(tally), tally);
        changedUsage.put(TallyKey.of(tally), tally);
    }

    void put(UsageRecord record) {
        usageRecords.add(record);
    }

    void post(
            Posting.Kind kind,
            Optional<DocumentId> document,
            Optional<AttemptId> attempt,
            Money money,
            Money openLowered,
            Money creditRaised) {
        postings.add(new Posting(
                account.id(), takeOrdinal(), kind, today(), document, attempt, money, openLowered, creditRaised));
        if (!creditRaised.isZero()) {
            account = account.withCredit(account.credit().plus(creditRaised));
        }
    }

    void number(AccountChange.NumberWish wish) {
        numbers.add(wish);
    }

    void tell(EventType type, LocalDate on, Object about, Optional<Money> amount, Map<String, String> details) {
        Map<String, String> all = new HashMap<>(details);
        reason.ifPresent(text -> all.put("reason", text));
        events.add(new Event(account.id(), takeOrdinal(), type, on, now.at(), about.toString(), amount, all, actor));
    }

    void tell(EventType type, Object about) {
        tell(type, today(), about, Optional.empty(), Map.of());
    }

    /** What changed. The agenda is computed anew and the account row is written only if something is different. */
    AccountChange change() {
        changedSubscriptions.replaceAll((ordinal, s) -> {
            Subscription counted = s.usageFrom(countedNext(s));
            subscriptions.put(ordinal, counted);
            return counted;
        });
        usage.values().stream().filter(this::goesOn).toList().forEach(tally -> put(tally.goingOn()));
        account = Agenda.of(this);
        Map<SubscriptionId, LocalDate> rewritten = new HashMap<>();
        for (Subscription subscription : changedSubscriptions.values()) {
            firstDifference(subscription).ifPresent(day -> rewritten.put(subscription.id(), day));
        }
        return new AccountChange(
                account,
                List.copyOf(changedSubscriptions.values()),
                rewritten,
                List.copyOf(changedLines.values()),
                List.copyOf(changedDocuments.values()),
                List.copyOf(changedAttempts.values()),
                postings,
                List.copyOf(changedAccess.values()),
                List.copyOf(changedUsage.values()),
                usageRecords,
                events,
                numbers);
    }

    /** Whether a count was charged before its days are over, and is charged again when they are. */
    private boolean goesOn(UsageTally tally) {
        Subscription counting = subscriptions.get(tally.subscription().ordinal());
        return tally.settled()
                && counting != null
                && counting.usageFrom()
                        .filter(from -> !tally.period().start().isBefore(from))
                        .isPresent();
    }

    /** Where the next count began; of a contract that rests also the one that goes on if it goes on in its period. */
    private static Optional<LocalDate> countedNext(Subscription subscription) {
        Optional<LocalDate> next = Metering.nextStart(subscription.timeline(), subscription.usageThrough());
        Optional<LocalDate> unrested = subscription
                .pause()
                .flatMap(rest -> Metering.nextStart(subscription.agreed(), subscription.usageThrough()));
        return unrested.filter(day -> next.map(day::isBefore).orElse(true)).or(() -> next);
    }

    private Optional<LocalDate> firstDifference(Subscription changed) {
        List<Segment> old = List.of();
        for (Subscription subscription : before.subscriptions()) {
            if (subscription.id().equals(changed.id())) {
                old = subscription.agreed().segments();
            }
        }
        List<Segment> now = changed.agreed().segments();
        for (int i = 0; i < Math.max(old.size(), now.size()); i++) {
            if (i >= old.size()) {
                return Optional.of(now.get(i).from());
            }
            if (i >= now.size()) {
                return Optional.of(old.get(i).from());
            }
            if (!old.get(i).equals(now.get(i))) {
                LocalDate a = old.get(i).from();
                LocalDate b = now.get(i).from();
                return Optional.of(a.isBefore(b) ? a : b);
            }
        }
        return Optional.empty();
    }

    /** The account as it stands after the change, ended subscriptions and settled documents included. */
    AccountSnapshot after() {
        return new AccountSnapshot(
                account,
                List.copyOf(subscriptions.values()),
                List.copyOf(lines.values()),
                List.copyOf(documents.values()),
                List.copyOf(attempts.values()),
                List.copyOf(access.values()),
                List.copyOf(usage.values()),
                List.of(),
                before.assessments());
    }
}
