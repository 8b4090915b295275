package io.aboengine.jdbc;

import io.aboengine.account.Account;
import io.aboengine.account.AccountSnapshot;
import io.aboengine.account.CreditAssessment;
import io.aboengine.account.Reach;
import io.aboengine.charge.LineId;
import io.aboengine.fulfilment.Access;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentState;
import io.aboengine.invoice.Line;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Loads what is alive of accounts: each table is asked once for all of them, and only where there can be something. */
final class Snapshots {
    private Snapshots() {}

    static List<AccountSnapshot> load(Session session, Collection<AccountId> asked, LocalDate today) {
        Map<AccountId, Account> accounts = byId(AccountRows.of(session, asked), Account::id);
        Set<AccountId> ids = accounts.keySet();

        List<Subscription> alive = SubscriptionRows.alive(session, ids);
        Map<AccountId, List<Subscription>> subscriptions = byAccount(
                SegmentRows.endingAfter(session, alive, s -> historyUntil(s, today)),
                s -> s.id().account(),
                s -> s.id().ordinal());
        List<Document> found = documents(session, ids);
        Map<AccountId, List<Line>> lines =
                byAccount(lines(session, ids, alive, found), l -> l.id().account(), l -> l.id().ordinal());
        Map<AccountId, List<Document>> documents = byAccount(found, d -> d.id().account(), d -> d.id().ordinal());
        Map<AccountId, List<PaymentAttempt>> attempts = byAccount(
                AttemptRows.ofDocuments(session, map(found, Document::id)),
                a -> a.id().account(),
                a -> a.id().ordinal());
        Map<AccountId, List<Access>> access = byAccount(
                AccessRows.of(session, map(alive, Subscription::id)),
                a -> a.subscription().account(),
                a -> a.subscription().ordinal());
        Map<AccountId, List<CreditAssessment>> assessments =
                byAccount(AssessmentRows.of(session, ids), CreditAssessment::account, CreditAssessment::method);

        return new LinkedHashSet<>(asked)
                .stream()
                        .flatMap(id -> Optional.ofNullable(accounts.get(id)).stream())
                        .map(account -> new AccountSnapshot(
                                account,
                                subscriptions.getOrDefault(account.id(), List.of()),
                                lines.getOrDefault(account.id(), List.of()),
                                documents.getOrDefault(account.id(), List.of()),
                                attempts.getOrDefault(account.id(), List.of()),
                                access.getOrDefault(account.id(), List.of()),
                                assessments.getOrDefault(account.id(), List.of())))
                        .toList();
    }

    /** Segments that end by this day are history. The one that has just ended is not: it tells what begins now. */
    private static LocalDate historyUntil(Subscription subscription, LocalDate today) {
        return Stream.concat(Stream.of(subscription.chargedThrough(), today), subscription.reviewFrom().stream())
                .min(Comparator.naturalOrder())
                .orElse(today)
                .minusDays(1);
    }

    /**
     * Those that wait or stand on a draft, those under review, those that a credit of the former takes back, and all
     * credits of all of them.
     */
    private static Collection<Line> lines(
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
        lines.putAll(byId(LineRows.recurringAfter(session, reviewed), Line::id));
        Set<LineId> takenBack = new HashSet<>();
        waiting.forEach(line -> line.charge().takesBack().ifPresent(takenBack::add));
        takenBack.removeAll(lines.keySet());
        lines.putAll(byId(LineRows.of(session, takenBack), Line::id));
        lines.putAll(byId(LineRows.takingBack(session, lines.keySet()), Line::id));
        return lines.values();
    }

    /** Drafts, those with an open amount, and those with a live attempt. */
    private static List<Document> documents(Session session, Collection<AccountId> accounts) {
        List<Document> documents = new ArrayList<>(DocumentRows.open(session, accounts));
        Set<DocumentId> others = new HashSet<>(map(AttemptRows.live(session, accounts), PaymentAttempt::document));
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

        List<Line> reached = new ArrayList<>(LineRows.recurringAfter(session, days));
        reached.addAll(LineRows.ofDocuments(session, asked));
        reached.addAll(LineRows.takingBack(session, new HashSet<>(map(reached, Line::id))));
        List<Document> documents = DocumentRows.of(session, asked);

        return new AccountSnapshot(
                snapshot.account(),
                together(
                        snapshot.subscriptions(),
                        subscriptions(session, snapshot, days),
                        Subscription::id,
                        s -> s.id().ordinal()),
                together(snapshot.lines(), reached, Line::id, l -> l.id().ordinal()),
                together(snapshot.documents(), documents, Document::id, d -> d.id().ordinal()),
                together(
                        snapshot.attempts(),
                        AttemptRows.ofDocuments(session, map(documents, Document::id)),
                        PaymentAttempt::id,
                        a -> a.id().ordinal()),
                together(
                        snapshot.access(),
                        AccessRows.of(session, days.keySet()),
                        Access::subscription,
                        a -> a.subscription().ordinal()),
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
            return s.timeline().segments().stream()
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

    private static <T, K extends Comparable<? super K>> Map<AccountId, List<T>> byAccount(
            Collection<T> things, Function<T, AccountId> account, Function<T, K> order) {
        return things.stream().sorted(Comparator.comparing(order)).collect(Collectors.groupingBy(account));
    }

    /** All of both, each once, in order of time; the later ones replace the earlier ones. */
    private static <T, K> List<T> together(
            List<T> earlier, List<T> later, Function<T, K> id, ToLongFunction<T> ordinal) {
        Map<K, T> all = byId(earlier, id);
        all.putAll(byId(later, id));
        return all.values().stream().sorted(Comparator.comparingLong(ordinal)).toList();
    }
}
