package io.aboengine.store.memory;

import io.aboengine.account.AccountPayments;
import io.aboengine.account.AccountSnapshot;
import io.aboengine.account.Reach;
import io.aboengine.calendar.ServicePeriod;
import io.aboengine.charge.LineId;
import io.aboengine.charge.LineKind;
import io.aboengine.charge.UsageRecord;
import io.aboengine.charge.UsageTally;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentState;
import io.aboengine.invoice.Line;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.subscription.Segment;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Picks of an account's rows what is alive and what a {@link Reach} asks for, and never more. */
final class Snapshots {
    private static final Comparator<UsageRecord> RECORDS =
            Comparator.comparing(UsageRecord::subscription).thenComparing(UsageRecord::id);

    private Snapshots() {}

    static AccountSnapshot alive(AccountRows rows, LocalDate today) {
        Map<Long, Subscription> subscriptions = new TreeMap<>();
        Set<Long> takenBackOf = new HashSet<>();
        Set<Long> lines = new TreeSet<>();
        for (Subscription subscription : rows.alive(s -> s.aliveFrom(today).minusDays(1))) {
            subscriptions.put(subscription.id().ordinal(), subscription);
            subscription.reviewFrom().ifPresent(day -> takenBackOf.addAll(recurring(rows, subscription.id(), day)));
        }
        for (Line line : rows.lines().values()) {
            if (line.isWaiting() || isOnDraft(rows, line)) {
                lines.add(line.id().ordinal());
                line.charge().takesBack().map(LineId::ordinal).ifPresent(takenBackOf::add);
            }
        }
        addWithCredits(rows, takenBackOf, lines);

        Set<Long> documents = new TreeSet<>();
        for (Document document : rows.documents().values()) {
            if (document.state() == DocumentState.DRAFT || document.isOpen()) {
                documents.add(document.id().ordinal());
            }
        }
        for (PaymentAttempt attempt : rows.attempts().values()) {
            if (attempt.isLive()) {
                documents.add(attempt.document().ordinal());
            }
        }
        for (long line : takenBackOf) {
            Optional.ofNullable(rows.lines().get(line))
                    .flatMap(Line::placement)
                    .ifPresent(p -> documents.add(p.document().ordinal()));
        }
        List<UsageTally> usage = rows.usage(t -> t.closesOn().isAfter(today) || !t.settled());
        return snapshot(rows, subscriptions, lines, documents, usage, List.of());
    }

    static AccountPayments payments(AccountRows rows) {
        Set<DocumentId> live = new HashSet<>();
        for (PaymentAttempt attempt : rows.attempts().values()) {
            if (attempt.isLive()) {
                live.add(attempt.document());
            }
        }
        return new AccountPayments(
                rows.account(),
                rows.attempts().values().stream()
                        .filter(attempt -> live.contains(attempt.document()))
                        .toList());
    }

    private static boolean isOnDraft(AccountRows rows, Line line) {
        return line.placement()
                .map(p -> rows.documents().get(p.document().ordinal()))
                .filter(document -> document.state() == DocumentState.DRAFT)
                .isPresent();
    }

    static AccountSnapshot deeper(AccountRows rows, AccountSnapshot snapshot, Reach reach) {
        Map<Long, Subscription> subscriptions = new TreeMap<>();
        snapshot.subscriptions().forEach(s -> subscriptions.put(s.id().ordinal(), s));
        Set<Long> lines = new TreeSet<>();
        snapshot.lines().forEach(line -> lines.add(line.id().ordinal()));
        Set<Long> documents = new TreeSet<>();
        snapshot.documents().forEach(document -> documents.add(document.id().ordinal()));

        Set<Long> takenBackOf = new HashSet<>();
        reach.linesFrom()
                .forEach((id, day) -> rows.subscription(id, day).ifPresent(reached -> {
                    subscriptions.merge(id.ordinal(), reached, Snapshots::longer);
                    takenBackOf.addAll(recurring(rows, id, day));
                    takenBackOf.addAll(ordinals(rows, line -> isOnceFrom(line, id, day)));
                }));
        for (DocumentId id : reach.documents()) {
            if (id.account().equals(rows.account().id()) && rows.documents().containsKey(id.ordinal())) {
                documents.add(id.ordinal());
                for (long ordinal : ordinals(
                        rows,
                        line -> line.placement()
                                .filter(p -> p.document().equals(id))
                                .isPresent())) {
                    takenBackOf.add(ordinal);
                    Optional.ofNullable(rows.lines().get(ordinal))
                            .flatMap(line -> line.charge().takesBack())
                            .ifPresent(original -> takenBackOf.add(original.ordinal()));
                }
            }
        }
        addWithCredits(rows, takenBackOf, lines);
        Set<SubscriptionId> metered = reach.usageRecords().keySet();
        List<UsageTally> usage = rows.usage(t -> snapshot.usage().contains(t) || metered.contains(t.subscription()));
        Set<UsageRecord> records = new HashSet<>(snapshot.usageRecords());
        reach.usageRecords()
                .forEach((id, keys) ->
                        keys.forEach(key -> rows.usageRecord(id, key).ifPresent(records::add)));
        return snapshot(
                rows,
                subscriptions,
                lines,
                documents,
                usage,
                records.stream().sorted(RECORDS).toList());
    }

    private static AccountSnapshot snapshot(
            AccountRows rows,
            Map<Long, Subscription> subscriptions,
            Set<Long> lines,
            Set<Long> documents,
            List<UsageTally> usage,
            List<UsageRecord> records) {
        return new AccountSnapshot(
                rows.account(),
                List.copyOf(subscriptions.values()),
                lines.stream()
                        .flatMap(ordinal -> Optional.ofNullable(rows.lines().get(ordinal)).stream())
                        .toList(),
                documents.stream()
                        .flatMap(ordinal -> Optional.ofNullable(rows.documents().get(ordinal)).stream())
                        .toList(),
                rows.attempts().values().stream()
                        .filter(attempt -> documents.contains(attempt.document().ordinal()))
                        .toList(),
                subscriptions.keySet().stream()
                        .flatMap(ordinal -> Optional.ofNullable(rows.access().get(ordinal)).stream())
                        .toList(),
                usage,
                records,
                List.copyOf(rows.assessments().values()));
    }

    private static void addWithCredits(AccountRows rows, Set<Long> originals, Set<Long> lines) {
        lines.addAll(originals);
        lines.addAll(ordinals(
                rows,
                line -> line.charge()
                        .takesBack()
                        .filter(original -> originals.contains(original.ordinal()))
                        .isPresent()));
    }

    /** The lines of the contract's days from this one on. */
    private static Set<Long> recurring(AccountRows rows, SubscriptionId subscription, LocalDate from) {
        return ordinals(
                rows,
                line -> line.charge().kind() == LineKind.RECURRING
                        && line.charge().subscription().equals(Optional.of(subscription))
                        && line.charge()
                                .period()
                                .map(ServicePeriod::end)
                                .filter(from::isBefore)
                                .isPresent());
    }

    private static boolean isOnceFrom(Line line, SubscriptionId subscription, LocalDate from) {
        boolean once = line.charge().kind() == LineKind.SETUP || line.charge().kind() == LineKind.ONE_TIME;
        return once
                && line.charge()
                        .key()
                        .filter(key -> key.subscription().equals(subscription)
                                && !key.firstDay().isBefore(from))
                        .isPresent();
    }

    private static Set<Long> ordinals(AccountRows rows, Predicate<Line> which) {
        Set<Long> found = new TreeSet<>();
        rows.lines().forEach((ordinal, line) -> {
            if (which.test(line)) {
                found.add(ordinal);
            }
        });
        return found;
    }

    /** Of two ends of the same timeline. */
    private static Subscription longer(Subscription one, Subscription other) {
        return beginning(other).isBefore(beginning(one)) ? other : one;
    }

    private static LocalDate beginning(Subscription subscription) {
        return subscription.agreed().segments().stream()
                .map(Segment::from)
                .findFirst()
                .orElse(LocalDate.MAX);
    }
}
