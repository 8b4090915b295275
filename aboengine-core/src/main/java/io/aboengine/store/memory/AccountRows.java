package io.aboengine.store.memory;

import io.aboengine.account.Account;
import io.aboengine.account.AccountChange;
import io.aboengine.account.CreditAssessment;
import io.aboengine.charge.ChargeKey;
import io.aboengine.charge.LineId;
import io.aboengine.charge.UsageRecord;
import io.aboengine.charge.UsageTally;
import io.aboengine.event.Event;
import io.aboengine.fulfilment.Access;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.Line;
import io.aboengine.party.Party;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.payment.Posting;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.store.RecordedRequest;
import io.aboengine.subscription.Segment;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.Timeline;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Everything that is kept of one account, by ordinal. A transaction changes its own copy; once committed it is never
 * changed again.
 */
final class AccountRows {
    private Account account;
    private Party party;
    private Optional<Instant> nextAttemptAt;
    private final Map<Integer, Party> buyers;
    /** Without their timelines: those are rows of their own. */
    private final NavigableMap<Long, Subscription> subscriptions;

    private final Map<Long, List<Segment>> segments;
    private final Map<String, Long> references;
    private final NavigableMap<Long, Line> lines;
    private final Map<ChargeKey, LineId> chargeKeys;
    private final NavigableMap<Long, Document> documents;
    private final Map<Long, String> numbers;
    private final NavigableMap<Long, PaymentAttempt> attempts;
    private final NavigableMap<Long, Posting> postings;
    private final NavigableMap<Long, Access> access;
    private final NavigableMap<Long, Event> events;
    private final Map<PaymentMethodKind, CreditAssessment> assessments;
    private final Map<String, RecordedRequest> requests;
    private final Map<UsageKey, UsageTally> usage;
    private final Map<RecordKey, UsageRecord> usageRecords;

    /** One for each contract, unit and period. */
    private record UsageKey(SubscriptionId subscription, String unit, LocalDate from) {}

    private record RecordKey(SubscriptionId subscription, String id) {}

    AccountRows(Account account, Party party) {
        this.account = account;
        this.party = party;
        nextAttemptAt = Optional.empty();
        buyers = new HashMap<>(Map.of(account.buyerVersion(), party));
        subscriptions = new TreeMap<>();
        segments = new HashMap<>();
        references = new HashMap<>();
        lines = new TreeMap<>();
        chargeKeys = new HashMap<>();
        documents = new TreeMap<>();
        numbers = new HashMap<>();
        attempts = new TreeMap<>();
        postings = new TreeMap<>();
        access = new TreeMap<>();
        events = new TreeMap<>();
        assessments = new EnumMap<>(PaymentMethodKind.class);
        requests = new HashMap<>();
        usage = new LinkedHashMap<>();
        usageRecords = new HashMap<>();
    }

    AccountRows(AccountRows from) {
        account = from.account;
        party = from.party;
        nextAttemptAt = from.nextAttemptAt;
        buyers = new HashMap<>(from.buyers);
        subscriptions = new TreeMap<>(from.subscriptions);
        segments = new HashMap<>(from.segments);
        references = new HashMap<>(from.references);
        lines = new TreeMap<>(from.lines);
        chargeKeys = new HashMap<>(from.chargeKeys);
        documents = new TreeMap<>(from.documents);
        numbers = new HashMap<>(from.numbers);
        attempts = new TreeMap<>(from.attempts);
        postings = new TreeMap<>(from.postings);
        access = new TreeMap<>(from.access);
        events = new TreeMap<>(from.events);
        assessments = new EnumMap<>(from.assessments);
        requests = new HashMap<>(from.requests);
        usage = new LinkedHashMap<>(from.usage);
        usageRecords = new HashMap<>(from.usageRecords);
    }

    Account account() {
        return account;
    }

    Party party() {
        return party;
    }

    Optional<Party> buyer(int version) {
        return Optional.ofNullable(buyers.get(version));
    }

    /** With their whole timelines. */
    List<Subscription> subscriptions() {
        return subscriptions.values().stream()
                .map(subscription -> with(subscription, segment -> true))
                .toList();
    }

    /** With the segments that end after a day, which may hang on the contract. */
    List<Subscription> alive(Function<Subscription, LocalDate> endingAfter) {
        return subscriptions.values().stream()
                .filter(Subscription::isLive)
                .map(subscription -> endingAfter(endingAfter.apply(subscription), subscription))
                .toList();
    }

    /** The contract, ended or not, with the segments that end after the day; empty if there is none of this account. */
    Optional<Subscription> subscription(SubscriptionId id, LocalDate endingAfter) {
        return id.account().equals(account.id())
                ? Optional.ofNullable(subscriptions.get(id.ordinal())).map(s -> endingAfter(endingAfter, s))
                : Optional.empty();
    }

    private Subscription endingAfter(LocalDate day, Subscription subscription) {
        return with(subscription, segment -> segment.to().map(day::isBefore).orElse(true));
    }

    private Subscription with(Subscription subscription, Predicate<Segment> which) {
        return subscription.withAgreed(
                new Timeline(segments.getOrDefault(subscription.id().ordinal(), List.of()).stream()
                        .filter(which)
                        .toList()));
    }

    NavigableMap<Long, Line> lines() {
        return lines;
    }

    NavigableMap<Long, Document> documents() {
        return documents;
    }

    Optional<String> number(DocumentId document) {
        return Optional.ofNullable(numbers.get(document.ordinal()));
    }

    NavigableMap<Long, PaymentAttempt> attempts() {
        return attempts;
    }

    NavigableMap<Long, Posting> postings() {
        return postings;
    }

    NavigableMap<Long, Access> access() {
        return access;
    }

    NavigableMap<Long, Event> events() {
        return events;
    }

    Map<PaymentMethodKind, CreditAssessment> assessments() {
        return assessments;
    }

    /** What was used, in order of contracts, units and periods. */
    List<UsageTally> usage(Predicate<UsageTally> which) {
        return usage.values().stream()
                .filter(which)
                .sorted(Comparator.comparing(UsageTally::subscription)
                        .thenComparing(UsageTally::unit)
                        .thenComparing(tally -> tally.period().start()))
                .toList();
    }

    Optional<UsageRecord> usageRecord(SubscriptionId subscription, String id) {
        return Optional.ofNullable(usageRecords.get(new RecordKey(subscription, id)));
    }

    Optional<RecordedRequest> request(String key) {
        return Optional.ofNullable(requests.get(key));
    }

    /** The earliest moment at which one of the attempts wants to be looked at. */
    Optional<Instant> nextAttemptAt() {
        return nextAttemptAt;
    }

    void become(Account account) {
        this.account = account;
    }

    void rename(int buyerVersion, Party party) {
        once(buyers.putIfAbsent(buyerVersion, party) == null, "The printed name " + buyerVersion);
        this.party = party;
    }

    void record(RecordedRequest request) {
        once(requests.putIfAbsent(request.key(), request) == null, "The request key '" + request.key() + "'");
    }

    void record(CreditAssessment assessment) {
        assessments.put(assessment.method(), assessment);
    }

    void number(DocumentId document, String number) {
        once(numbers.putIfAbsent(document.ordinal(), number) == null, "The number of document " + document);
    }

    /** Everything but the numbers, and but what must be unique beyond this account. */
    void write(AccountChange change) {
        if (change.account().nextOrdinal() < account.nextOrdinal()) {
            throw Once.stale("Ordinal " + change.account().nextOrdinal() + " of account " + account.id());
        }
        account = change.account();
        change.subscriptions()
                .forEach(
                        s -> write(s, Optional.ofNullable(change.rewrittenFrom().get(s.id()))));
        change.lines().forEach(this::write);
        change.documents().forEach(document -> documents.put(document.id().ordinal(), document));
        write(change.attempts());
        change.postings()
                .forEach(posting -> once(
                        postings.putIfAbsent(posting.ordinal(), posting) == null,
                        "Posting " + account.id() + "/" + posting.ordinal()));
        change.access().forEach(a -> access.put(a.subscription().ordinal(), a));
        change.usage()
                .forEach(t -> usage.put(
                        new UsageKey(t.subscription(), t.unit(), t.period().start()), t));
        change.usageRecords().stream()
                .map(UsageRecord::closedBefore)
                .max(Comparator.naturalOrder())
                .ifPresent(
                        day -> usageRecords.values().removeIf(r -> r.closesOn().isBefore(day)));
        change.usageRecords()
                .forEach(record -> once(
                        usageRecords.putIfAbsent(new RecordKey(record.subscription(), record.id()), record) == null,
                        "Usage record '" + record.id() + "' of " + record.subscription()));
        change.events()
                .forEach(event -> once(
                        events.putIfAbsent(event.ordinal(), event) == null,
                        "Event " + account.id() + "/" + event.ordinal()));
    }

    private void write(Subscription subscription, Optional<LocalDate> rewrittenFrom) {
        long ordinal = subscription.id().ordinal();
        Subscription stored = subscriptions.get(ordinal);
        if (stored != null) {
            stored.reference().ifPresent(references::remove);
        }
        subscription
                .reference()
                .ifPresent(reference -> once(
                        references.putIfAbsent(reference, ordinal) == null,
                        "A contract of account " + account.id() + " called '" + reference + "'"));
        List<Segment> changed = subscription.agreed().segments();
        if (stored == null) {
            segments.put(ordinal, changed);
        } else {
            rewrittenFrom.ifPresent(day -> segments.compute(ordinal, (o, rows) -> rewritten(rows, day, changed)));
        }
        subscriptions.put(ordinal, subscription.withAgreed(Timeline.empty()));
    }

    private static List<Segment> rewritten(List<Segment> stored, LocalDate from, List<Segment> changed) {
        return Stream.concat(
                        stored.stream().filter(segment -> segment.from().isBefore(from)),
                        changed.stream().filter(segment -> !segment.from().isBefore(from)))
                .toList();
    }

    private void write(Line line) {
        Line stored = lines.put(line.id().ordinal(), line);
        if (stored != null) {
            stored.charge().key().ifPresent(chargeKeys::remove);
        }
        line.charge()
                .key()
                .ifPresent(key -> once(
                        chargeKeys.putIfAbsent(key, line.id()) == null,
                        "The charge of " + key.subscription() + " for " + key.firstDay() + key.item()));
    }

    private void write(List<PaymentAttempt> changed) {
        if (changed.isEmpty()) {
            return;
        }
        changed.forEach(attempt -> attempts.put(attempt.id().ordinal(), attempt));
        Set<DocumentId> collecting = new HashSet<>();
        for (PaymentAttempt attempt : attempts.values()) {
            if (attempt.isLive() && !attempt.isRefund()) {
                once(collecting.add(attempt.document()), "A live attempt for document " + attempt.document());
            }
        }
        nextAttemptAt = attempts.values().stream()
                .flatMap(attempt -> attempt.nextAt().stream())
                .min(Instant::compareTo);
    }

    private static void once(boolean isFirst, String what) {
        if (!isFirst) {
            throw Once.stale(what);
        }
    }
}
