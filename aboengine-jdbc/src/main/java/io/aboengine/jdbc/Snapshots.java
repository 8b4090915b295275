package io.aboengine.jdbc;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import io.aboengine.account.Account;
import io.aboengine.account.AccountPayments;
import io.aboengine.account.AccountSnapshot;
import io.aboengine.account.CreditAssessment;
import io.aboengine.account.Reach;
import io.aboengine.charge.LineId;
import io.aboengine.charge.UsageRecord;
import io.aboengine.charge.UsageTally;
import io.aboengine.fulfilment.Access;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentState;
import io.aboengine.invoice.Line;
import io.aboengine.invoice.Placement;
import io.aboengine.party.AccountId;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.subscription.Segment;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Loads what is alive of accounts: each table is asked once for all of them, and only where there can be something. */
final class Snapshots {
    private static final Comparator<Line> LINES =
            comparingLong(line -> line.id().ordinal());
    private static final Comparator<Document> DOCUMENTS =
            comparingLong(document -> document.id().ordinal());
    private static final Comparator<PaymentAttempt> ATTEMPTS =
            comparingLong(attempt -> attempt.id().ordinal());
    private static final Comparator<UsageTally> TALLIES = comparing(UsageTally::subscription)
            .thenComparing(UsageTally::unit)
            .thenComparing(tally -> tally.period().start());
    private static final Comparator<UsageRecord> RECORDS =
            comparing(UsageRecord::subscription).thenComparing(UsageRecord::id);

    private Snapshots() {}

    static List<AccountSnapshot> load(Session session, Collection<AccountId> asked, LocalDate today) {
        Map<AccountId, Account> accounts = byId(AccountRows.known(session, asked), Account::id);
        Set<AccountId> ids = accounts.keySet();

        List<Subscription> alive = SubscriptionRows.alive(session, ids);
        Map<AccountId, List<Subscription>> subscriptions = byAccount(
                SegmentRows.endingAfter(
                        session, ids, alive, s -> s.aliveFrom(today).minusDays(1)),
                s -> s.id().account(),
                comparing(Subscription::id));
        List<Document> documentsAlive = documents(session, ids);
        Lines linesAlive = lines(session, ids, alive, documentsAlive);
        Map<AccountId, List<Line>> lines = byAccount(linesAlive.all.values(), l -> l.id().account(), LINES);
        Map<DocumentId, Document> withOriginals = byId(documentsAlive, Document::id);
        Set<DocumentId> behind = documentsOf(linesAlive.originals);
        behind.removeAll(withOriginals.keySet());
        withOriginals.putAll(byId(DocumentRows.of(session, behind), Document::id));
        Map<AccountId, List<Document>> documents = byAccount(withOriginals.values(), d -> d.id().account(), DOCUMENTS);
        Map<AccountId, List<PaymentAttempt>> attempts =
                byAccount(AttemptRows.ofDocuments(session, withOriginals.keySet()), a -> a.id().account(), ATTEMPTS);
        Map<AccountId, List<Access>> access = byAccount(
                access(session, ids, alive), a -> a.subscription().account(), comparing(Access::subscription));
        Map<AccountId, List<UsageTally>> usage = byAccount(
                UsageRows.readOn(session, ids, today), t -> t.subscription().account(), TALLIES);
        Map<AccountId, List<CreditAssessment>> assessments = byAccount(
                AssessmentRows.of(session, ids), CreditAssessment::account, comparing(CreditAssessment::method));

        List<AccountSnapshot> snapshots = new ArrayList<>(accounts.size());
        for (AccountId id : new LinkedHashSet<>(asked)) {
            Account account = accounts.get(id);
            if (account != null) {
                snapshots.add(new AccountSnapshot(
                        account,
                        subscriptions.getOrDefault(id, List.of()),
                        lines.getOrDefault(id, List.of()),
                        documents.getOrDefault(id, List.of()),
                        attempts.getOrDefault(id, List.of()),
                        access.getOrDefault(id, List.of()),
                        usage.getOrDefault(id, List.of()),
                        List.of(),
                        assessments.getOrDefault(id, List.of())));
            }
        }
        return snapshots;
    }

    static List<AccountPayments> payments(Session session, Collection<AccountId> asked) {
        Map<AccountId, Account> accounts = byId(AccountRows.known(session, asked), Account::id);
        Set<DocumentId> live = new LinkedHashSet<>(AttemptRows.liveDocuments(session, accounts.keySet()));
        Map<AccountId, List<PaymentAttempt>> attempts =
                byAccount(AttemptRows.ofDocuments(session, live), a -> a.id().account(), ATTEMPTS);
        List<AccountPayments> payments = new ArrayList<>(accounts.size());
        for (AccountId id : new LinkedHashSet<>(asked)) {
            Account account = accounts.get(id);
            if (account != null) {
                payments.add(new AccountPayments(account, attempts.getOrDefault(id, List.of())));
            }
        }
        return payments;
    }

    /** The access rows of the contracts that have not ended. */
    private static List<Access> access(Session session, Collection<AccountId> accounts, List<Subscription> alive) {
        if (alive.isEmpty()) {
            return List.of();
        }
        Set<SubscriptionId> ids = new HashSet<>();
        alive.forEach(subscription -> ids.add(subscription.id()));
        List<Access> access = new ArrayList<>(AccessRows.ofAccounts(session, accounts));
        access.removeIf(row -> !ids.contains(row.subscription()));
        return access;
    }

    /** Lines, and which of them can be taken back or are being taken back. */
    private record Lines(Map<LineId, Line> all, Collection<Line> originals) {}

    /**
     * Those that wait or stand on a draft. The originals: those under review, and those that a credit of the former takes
     * back; with all their credits.
     */
    private static Lines lines(
            Session session,
            Collection<AccountId> accounts,
            List<Subscription> subscriptions,
            List<Document> documents) {
        Map<SubscriptionId, LocalDate> reviewed = new LinkedHashMap<>();
        subscriptions.forEach(s -> s.reviewFrom().ifPresent(day -> reviewed.put(s.id(), day)));

        List<Line> waiting = new ArrayList<>(LineRows.waiting(session, accounts));
        waiting.addAll(LineRows.ofDocuments(
                session,
                documents.stream()
                        .filter(d -> d.state() == DocumentState.DRAFT)
                        .map(Document::id)
                        .toList()));
        Map<LineId, Line> lines = byId(waiting, Line::id);

        Map<LineId, Line> originals = byId(LineRows.recurringAfter(session, reviewed), Line::id);
        Set<LineId> takenBack = new HashSet<>();
        waiting.forEach(line -> line.charge().takesBack().ifPresent(takenBack::add));
        takenBack.removeAll(originals.keySet());
        originals.putAll(byId(LineRows.of(session, takenBack), Line::id));
        lines.putAll(originals);
        lines.putAll(byId(LineRows.takingBack(session, originals.keySet()), Line::id));
        return new Lines(lines, originals.values());
    }

    private static Set<DocumentId> documentsOf(Collection<Line> lines) {
        return lines.stream()
                .flatMap(line -> line.placement().stream())
                .map(Placement::document)
                .collect(Collectors.toSet());
    }

    /** Drafts, those with an open amount, and those with a live attempt. */
    private static List<Document> documents(Session session, Collection<AccountId> accounts) {
        List<Document> documents = new ArrayList<>(DocumentRows.open(session, accounts));
        Set<DocumentId> others = new HashSet<>(AttemptRows.liveDocuments(session, accounts));
        documents.forEach(document -> others.remove(document.id()));
        documents.addAll(DocumentRows.of(session, others));
        return documents;
    }

    static AccountSnapshot deepen(Session session, AccountSnapshot snapshot, Reach reach) {
        AccountId account = snapshot.account().id();
        Map<SubscriptionId, LocalDate> days = new HashMap<>(reach.linesFrom());
        days.keySet().removeIf(id -> !id.account().equals(account));
        Set<DocumentId> asked = new HashSet<>(reach.documents());
        asked.removeIf(id -> !id.account().equals(account));
        Map<SubscriptionId, Set<String>> metered = new HashMap<>(reach.usageRecords());
        metered.keySet().removeIf(id -> !id.account().equals(account));

        List<Line> reached = new ArrayList<>(LineRows.chargedFrom(session, days));
        List<Line> placed = LineRows.ofDocuments(session, asked);
        reached.addAll(placed);
        Set<LineId> originals = new HashSet<>();
        placed.forEach(line -> line.charge().takesBack().ifPresent(originals::add));
        reached.addAll(LineRows.of(session, originals));
        reached.addAll(LineRows.takingBack(session, new HashSet<>(map(reached, Line::id))));
        List<Document> documents = DocumentRows.of(session, asked);
        List<UsageRecord> records = new ArrayList<>();
        metered.forEach((contract, told) -> records.addAll(UsageRecordRows.of(session, contract, told)));

        return new AccountSnapshot(
                snapshot.account(),
                together(
                        snapshot.subscriptions(),
                        subscriptions(session, snapshot, days),
                        Subscription::id,
                        comparing(Subscription::id)),
                together(snapshot.lines(), reached, Line::id, LINES),
                together(snapshot.documents(), documents, Document::id, DOCUMENTS),
                together(
                        snapshot.attempts(),
                        AttemptRows.ofDocuments(session, map(documents, Document::id)),
                        PaymentAttempt::id,
                        ATTEMPTS),
                together(
                        snapshot.access(),
                        AccessRows.of(session, days.keySet()),
                        Access::subscription,
                        comparing(Access::subscription)),
                together(
                        snapshot.usage(),
                        UsageRows.of(session, metered.keySet()),
                        tally -> List.of(
                                tally.subscription(),
                                tally.unit(),
                                tally.period().start()),
                        TALLIES),
                together(snapshot.usageRecords(), records, r -> List.of(r.subscription(), r.id()), RECORDS),
                snapshot.assessments());
    }

    /** The contracts reached for, each with the segments it has in the snapshot and those that end after its day. */
    private static List<Subscription> subscriptions(
            Session session, AccountSnapshot snapshot, Map<SubscriptionId, LocalDate> days) {
        Map<SubscriptionId, Subscription> known = byId(snapshot.subscriptions(), Subscription::id);
        known.keySet().retainAll(days.keySet());
        Set<SubscriptionId> unknown = new HashSet<>(days.keySet());
        unknown.removeAll(known.keySet());
        List<Subscription> all = new ArrayList<>(known.values());
        all.addAll(SubscriptionRows.of(session, unknown));
        return SegmentRows.endingAfter(session, all, s -> {
            LocalDate day = days.getOrDefault(s.id(), LocalDate.EPOCH);
            return s.agreed().segments().stream()
                    .map(Segment::from)
                    .findFirst()
                    .filter(day::isAfter)
                    .orElse(day);
        });
    }

    private static <T, K> List<K> map(Collection<T> things, Function<T, K> id) {
        return things.stream().map(id).toList();
    }

    private static <T, K> Map<K, T> byId(Collection<T> things, Function<T, K> id) {
        Map<K, T> byId = new LinkedHashMap<>();
        things.forEach(thing -> byId.put(id.apply(thing), thing));
        return byId;
    }

    private static <T> Map<AccountId, List<T>> byAccount(
            Collection<T> things, Function<T, AccountId> account, Comparator<T> order) {
        Map<AccountId, List<T>> byAccount = new HashMap<>();
        for (T thing : things) {
            byAccount
                    .computeIfAbsent(account.apply(thing), id -> new ArrayList<>(1))
                    .add(thing);
        }
        for (List<T> together : byAccount.values()) {
            if (together.size() > 1) {
                together.sort(order);
            }
        }
        return byAccount;
    }

    /** All of both, each once, in order; the later ones replace the earlier ones. */
    private static <T, K> List<T> together(List<T> earlier, List<T> later, Function<T, K> id, Comparator<T> order) {
        Map<K, T> all = byId(earlier, id);
        all.putAll(byId(later, id));
        return all.values().stream().sorted(order).toList();
    }
}
