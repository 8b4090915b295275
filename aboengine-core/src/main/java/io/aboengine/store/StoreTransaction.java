package io.aboengine.store;

import io.aboengine.account.Account;
import io.aboengine.account.AccountChange;
import io.aboengine.account.AccountPayments;
import io.aboengine.account.AccountSnapshot;
import io.aboengine.account.CreditAssessment;
import io.aboengine.account.Reach;
import io.aboengine.account.Settings;
import io.aboengine.catalog.Catalog;
import io.aboengine.charge.UsageRecord;
import io.aboengine.invoice.DocumentId;
import io.aboengine.party.AccountId;
import io.aboengine.party.Party;
import io.aboengine.subscription.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What may be done inside one transaction. Not thread-safe. In normal work none of its statements fails; a failure rolls
 * the whole transaction back.
 */
public interface StoreTransaction extends StoreQueries {

    /**
     * Adds an account with its first printed name and address, and locks it.
     *
     * @return false if there is one of this id already; nothing is changed then
     */
    boolean open(Account account, Party party);

    /**
     * Replaces the living name and address and adds {@code account.buyerVersion()} to the printed ones. The account's
     * own row is left to {@link #write}.
     *
     * @throws StaleWriteException if that version was printed already; what is printed is never replaced
     */
    void writeParty(Account account, Party party);

    /**
     * Locks up to {@code limit} accounts that are due and not locked by others, in order of their ids (ASCII).
     *
     * @param only if present, no others than these
     * @param except none of these, though they are due
     */
    List<AccountId> claim(Due due, int limit, Optional<Set<AccountId>> only, Set<AccountId> except);

    /** {@link #claim(Due, int, Optional, Set)} without exception. */
    default List<AccountId> claim(Due due, int limit, Optional<Set<AccountId>> only) {
        return claim(due, limit, only, Set.of());
    }

    /** How many accounts are due, locked or not, those set aside left out. */
    long countDue(Due due, Optional<Set<AccountId>> only);

    /**
     * Looks whether there may be work for a run, at the first of each kind and at no other: it takes one statement, and
     * the same time for any number of accounts.
     *
     * @param settingsVersion accounts with an older one are outdated
     */
    Outlook outlook(LocalDate today, Instant now, int settingsVersion);

    /**
     * Locks the account, waiting at most this long.
     *
     * @throws UnknownAccountException if there is none
     * @throws AccountBusyException if others keep it locked
     */
    void lock(AccountId account, Duration wait);

    /** Locks those of the accounts that nobody else keeps locked, without waiting, and answers them in order of their ids. */
    List<AccountId> lockFree(Collection<AccountId> accounts);

    /**
     * What is alive of these accounts, in the order asked for, and no more; see {@link AccountSnapshot}. Unknown ids
     * are left out. Of a contract that has not ended: the segments that end on or after {@link Subscription#aliveFrom};
     * and if it is under review its recurring lines whose days end after {@code reviewFrom}. Lines that wait and those of
     * drafts. With the lines under review, and with those that a credit that waits or stands on a draft takes back, all
     * their credits, and the documents on which those lines stand. What was used in periods that are not closed today, or
     * was not charged. Everything is in order of ordinals, assessments in order of {@code PaymentMethodKind}.
     */
    List<AccountSnapshot> load(Collection<AccountId> accounts, LocalDate today);

    /** Of these accounts what it takes to send and to ask, in the order asked for. Unknown ids are left out. */
    List<AccountPayments> loadPayments(Collection<AccountId> accounts);

    /**
     * The snapshot, as it was loaded, with what {@code reach} asks for added to it: for a contract its row even if it
     * has ended, the segments and recurring lines that end after the day, what was charged once on it or later, and its
     * access; for a document its attempts, its lines and those that they take back; with all these lines their credits; for
     * records of use those that were told before, and all that was used of their
     * contract. What is not there, or of another account, is left out.
     */
    AccountSnapshot deepen(AccountSnapshot snapshot, Reach reach);

    /**
     * Writes what changed in accounts that this transaction has locked, at most one change for each. A new contract is
     * kept with its whole timeline; of others only what was rewritten. New records of use let those of their account be
     * forgotten that closed before the latest of {@link UsageRecord#closedBefore}. Events are kept, numbers given as the
     * last statement: each series counts from 1, in the order of the changes and of their wishes.
     *
     * @return the full printed number of every document that got one
     * @throws StaleWriteException if something that may exist once only is there already: a charge key, a live attempt
     *     that collects for a document, the number of an attempt for its document, a contract's reference in its account,
     *     a record of use of a contract, an event, a posting, a document's number, a printed number; or if the account's
     *     next ordinal would go back
     */
    Map<DocumentId, String> write(List<AccountChange> changes);

    /**
     * Counts one more grant of a discount that may be granted so often only. The row stays locked to the end of the
     * transaction, so that nobody takes the last one twice.
     *
     * @return false if it was granted that often already; nothing is changed then
     */
    boolean redeem(String discount, int most);

    /** Whether {@link #redeem} would count one more now; nothing is changed or locked. */
    boolean isRedeemable(String discount, int most);

    /** The command recorded under this key, if any. */
    Optional<RecordedRequest> request(AccountId account, String key);

    /** @throws StaleWriteException if a command is recorded under this key already */
    void record(AccountId account, RecordedRequest request);

    /** Keeps the latest assessment for its account and way of paying. */
    void record(CreditAssessment assessment);

    /** Notes a gateway's notice. @return false if it was noted before */
    boolean noteNotice(String gateway, String noticeId, AccountId account, Instant at);

    /** Sets an account aside until {@code nextTry}, counting the failures in a row. The account need not be locked. */
    void setAside(AccountId account, String error, Instant nextTry);

    /** The account is well again: forgets its failures. */
    void release(AccountId account);

    /**
     * Claims up to {@code limit} accounts with events the subscriber has not seen, each until {@code claimedUntil}, with at
     * most {@code perAccount} of their events. Claims of others that have not run out, and accounts whose next try lies
     * after {@code now}, are left out. A new subscriber starts at the first event. The locks of accounts do not matter.
     * Where very much is new, a claim looks at some of it only, so that nobody waits long for this transaction.
     *
     * @param claimedUntil tells this claim from others when it ends, to the microsecond
     * @param only if present, no others than these accounts
     */
    ClaimedDeliveries claimDeliveries(
            String subscriber,
            Instant now,
            Instant claimedUntil,
            int limit,
            int perAccount,
            Optional<Set<AccountId>> only);

    /**
     * The subscriber has seen the events up to this ordinal, or further; forgets failures at them. Ends the claim, unless it
     * is over: then others may have claimed the account, and theirs stays as it is.
     */
    void delivered(String subscriber, AccountId account, Instant claimedUntil, long throughOrdinal);

    /**
     * The subscriber has seen the events up to this ordinal, or further, and failed at the next one; ends the claim.
     *
     * @param throughOrdinal 0 if it has seen no further ones
     * @return how often it has failed at that event in a row; 0 if the claim is over or nothing is left to deliver, so that
     *     the failure does not count
     */
    int deliveryFailed(
            String subscriber, AccountId account, Instant claimedUntil, long throughOrdinal, Instant nextTry);

    /**
     * Puts an event that failed too often aside for the subscriber and moves on behind it, in the transaction that counted
     * the failure.
     */
    void park(String subscriber, AccountId account, long ordinal, String error);

    /**
     * Publishes the catalogue. The same content as the latest version is that version; else it becomes the next one.
     *
     * @throws OutdatedRulesException if the content equals an earlier version than the latest
     */
    int publish(Catalog catalog, LocalDate validFrom);

    /** Publishes the settings; like {@link #publish(Catalog, LocalDate)}. */
    int publish(Settings settings, LocalDate validFrom);

    /**
     * Makes accounts whose agenda was computed with older settings due on {@code today}, for reminders too.
     *
     * @param only if present, no others than these
     * @return how many; at most {@code limit} at a time. Those that others keep locked are left to a later call
     */
    int wake(int settingsVersion, LocalDate today, int limit, Optional<Set<AccountId>> only);

    /** How many accounts {@link #wake} would make due if nobody kept any locked. */
    long countOutdated(int settingsVersion, Optional<Set<AccountId>> only);

    /** {@link #wake(int, LocalDate, int, Optional)} among all accounts. */
    default int wake(int settingsVersion, LocalDate today, int limit) {
        return wake(settingsVersion, today, limit, Optional.empty());
    }

    /** The environment this database belongs to; the first who asks decides it. */
    String environment(String ifNone);
}
