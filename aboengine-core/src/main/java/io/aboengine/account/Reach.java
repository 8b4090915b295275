package io.aboengine.account;

import io.aboengine.invoice.DocumentId;
import io.aboengine.subscription.SubscriptionId;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;

/**
 * What a command needs to see beyond what is alive.
 *
 * @param linesFrom for a subscription: its segments and recurring lines that have days on or after this day, and what was
 *     taken back of those lines; an ended subscription named here is loaded too
 * @param documents documents with their attempts, whatever their state
 */
public record Reach(Map<SubscriptionId, LocalDate> linesFrom, Set<DocumentId> documents) {
    public Reach {
        linesFrom = Map.copyOf(linesFrom);
        documents = Set.copyOf(documents);
    }

    public static Reach nothing() {
        return new Reach(Map.of(), Set.of());
    }

    public static Reach lines(SubscriptionId subscription, LocalDate from) {
        return new Reach(Map.of(subscription, from), Set.of());
    }

    public static Reach document(DocumentId document) {
        return new Reach(Map.of(), Set.of(document));
    }

    public boolean isNothing() {
        return linesFrom.isEmpty() && documents.isEmpty();
    }
}
