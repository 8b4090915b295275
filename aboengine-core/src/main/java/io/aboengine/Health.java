package io.aboengine;

import io.aboengine.party.AccountId;
import io.aboengine.payment.AttemptId;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.store.BrokenAccount;
import io.aboengine.store.NumberGap;
import io.aboengine.store.OverdueAccount;
import io.aboengine.store.StoreQueries.ParkedEvent;
import io.aboengine.store.UndeliveredEvents;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What should have happened and has not. Reads only, locks nothing.
 *
 * <p>Days are those of the merchant's zone. An account is overdue from the beginning of the day after the one on which it fell
 * due. An attempt is overdue from the beginning of the second day after: what a customer buys in the afternoon is due since
 * the morning, and the next day's run is in time for it. Events are overdue once they were recorded more than a day ago: 24
 * hours, and 25 on the day that has so many; those of exactly that time are not overdue yet. So a shop whose run comes once a
 * day, always at the same hour, is well at any hour.
 *
 * <p>{@link #summary} is for every minute: it looks for the first finding of each kind in an index. What waits and is not overdue
 * yet is passed over one by one there. The lists are paged and read no more than their page and what they pass over, except
 * where they say otherwise. {@link #numberGaps} reads every number that was given.
 */
public interface Health {

    /**
     * The first finding of each kind. Costs a few look-ups, however many accounts there are, and in addition one for each
     * account with events that a subscriber has not seen yet, until one is found that is overdue, and a shorter one for
     * each attempt that waits and is not (ADR 50 has figures). Of a subscriber that has not caught up it looks
     * at all accounts.
     */
    Summary summary();

    /** Up to {@code limit} accounts that were not billed, overdue the longest first, after this one. */
    List<OverdueAccount> overdueForBilling(Optional<OverdueAccount> after, int limit);

    /** Up to {@code limit} accounts that were not reminded, overdue the longest first, after this one. */
    List<OverdueAccount> overdueForReminders(Optional<OverdueAccount> after, int limit);

    /**
     * Up to {@code limit} attempts that nobody sent (INTENDED), of which the answer never came back (SENT), or about which
     * nobody asked the gateway again (PENDING), though that was due ({@link PaymentAttempt#nextAt}) before yesterday
     * began, after this one: by the days of {@link PaymentAttempt#claimOn}, the earliest first, then in order of their ids.
     * Passes over those that fell due since then.
     */
    List<PaymentAttempt> overdueAttempts(Optional<PaymentAttempt> after, int limit);

    /**
     * Up to {@code limit} attempts that a gateway took, whose money was to move before the day and of which it has told no
     * outcome, in order of their ids, after this one. Reads the attempts that are live, a page at a time.
     */
    List<PaymentAttempt> pendingAttempts(LocalDate collectOnBefore, Optional<AttemptId> after, int limit);

    /**
     * Up to {@code limit} accounts with events that were recorded more than a day ago and that the subscriber has not seen,
     * ascending, after this one. Reads all that waits for the subscriber, what is younger as well; of one that has not
     * caught up since it was added, all accounts.
     */
    List<UndeliveredEvents> undeliveredEvents(String subscriber, Optional<AccountId> after, int limit);

    /**
     * Up to {@code limit} gaps in the printed numbers, by series and number, after this one; there should be none.
     * <b>Slow</b>: reads every number that was ever given. An audit for once a month, not for a monitor.
     */
    List<NumberGap> numberGaps(Optional<NumberGap> after, int limit);

    /**
     * The first finding of each kind.
     *
     * @param billing of {@link Health#overdueForBilling}
     * @param reminders of {@link Health#overdueForReminders}
     * @param collection of {@link Health#overdueAttempts}
     * @param broken of {@link Operations#brokenAccounts}
     * @param unresolved of {@link Operations#unresolvedAttempts}
     * @param undelivered of {@link Health#undeliveredEvents}, by subscriber of this engine
     * @param parked of {@link Operations#parkedEvents}, by subscriber of this engine
     * @param collectionBlocked why nothing is sent to any gateway, if so
     */
    record Summary(
            Optional<OverdueAccount> billing,
            Optional<OverdueAccount> reminders,
            Optional<PaymentAttempt> collection,
            Optional<BrokenAccount> broken,
            Optional<PaymentAttempt> unresolved,
            Map<String, UndeliveredEvents> undelivered,
            Map<String, ParkedEvent> parked,
            Optional<String> collectionBlocked) {
        public Summary {
            undelivered = new TreeMap<>(undelivered);
            parked = new TreeMap<>(parked);
        }

        /** Nothing is overdue and nothing waits for an operator. */
        public boolean isWell() {
            return billing.isEmpty()
                    && reminders.isEmpty()
                    && collection.isEmpty()
                    && broken.isEmpty()
                    && unresolved.isEmpty()
                    && undelivered.isEmpty()
                    && parked.isEmpty()
                    && collectionBlocked.isEmpty();
        }
    }
}
