package io.aboengine.account;

import io.aboengine.invoice.DocumentId;
import io.aboengine.subscription.SubscriptionId;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a command needs to see beyond what is alive.
 *
 * @param linesFrom for a subscription: its segments and recurring lines that have days on or after this day, what was
 *     charged once on this day or later, and what was taken back of those lines; an ended subscription named here is loaded
 *     too
 * @param documents documents with their attempts, whatever their state, their lines, and the lines that these take back
 * @param usageRecords for a subscription: the ids of records that may have been told before; its usage rows come along
 */
public record Reach(
        Map<SubscriptionId, LocalDate> linesFrom,
        Set<DocumentId> documents,
        Map<SubscriptionId, Set<String>> usageRecords) {
    public Reach {
        linesFrom = Map.copyOf(linesFrom);
        documents = Set.copyOf(documents);
        usageRecords = Map.copyOf(usageRecords);
    }

    public static Reach nothing() {
        return new Reach(Map.of(), Set.of(), Map.of());
    }

    public static Reach lines(SubscriptionId subscription, LocalDate from) {
        return new Reach(Map.of(subscription, from), Set.of(), Map.of());
    }

    public static Reach lines(Map<SubscriptionId, LocalDate> from) {
        return new Reach(from, Set.of(), Map.of());
    }

    public static Reach document(DocumentId document) {
        return new Reach(Map.of(), Set.of(document), Map.of());
    }

    /** This one and these documents. */
    public Reach andDocuments(Set<DocumentId> more) {
        return documents.containsAll(more) ? this : new Reach(linesFrom, union(documents, more), usageRecords);
    }

    /** This one and another. */
    public Reach and(Reach other) {
        Map<SubscriptionId, LocalDate> from = new HashMap<>(linesFrom);
        other.linesFrom.forEach((id, day) -> from.merge(id, day, (a, b) -> b.isBefore(a) ? b : a));
        Map<SubscriptionId, Set<String>> records = new HashMap<>(usageRecords);
        other.usageRecords.forEach((id, keys) -> records.merge(id, keys, Reach::union));
        return new Reach(from, union(documents, other.documents), records);
    }

    private static <T> Set<T> union(Set<T> one, Set<T> other) {
        Set<T> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }

    /** This one and what is needed to tell whether records are new. */
    public Reach andUsage(SubscriptionId subscription, Set<String> ids) {
        return new Reach(linesFrom, documents, Map.of(subscription, ids));
    }

    public boolean isNothing() {
        return linesFrom.isEmpty() && documents.isEmpty() && usageRecords.isEmpty();
    }
}
