package io.aboengine.store;

import io.aboengine.account.Account;
import io.aboengine.account.AccountChange;
import io.aboengine.account.AccountSnapshot;
import io.aboengine.account.CreditAssessment;
import io.aboengine.account.Reach;
import io.aboengine.account.Settings;
import io.aboengine.catalog.Catalog;
import io.aboengine.invoice.DocumentId;
import io.aboengine.party.AccountId;
import io.aboengine.party.Party;
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

    /** Replaces the living name and address and adds {@code account.buyerVersion()} to the printed ones. */
    void writeParty(Account account, Party party);

    /**
     * Locks up to {@code limit} accounts that are due and not locked by others, in order of their ids.
     *
     * @param only if present, no others than these
     */
    List<AccountId> claim(Due due, int limit, Optional<Set<AccountId>> only);

    /** How many accounts are due, locked or not, those set aside left out. */
    long countDue(Due due, Optional<Set<AccountId>> only);

    /**
     * Locks the account, waiting at most this long.
     *
     * @throws UnknownAccountException if there is none
     * @throws AccountBusyException if others keep it locked
     */
    void lock(AccountId account, Duration wait);

    /** What is alive of these accounts, in the order asked for; see {@link AccountSnapshot}. Unknown ids are left out. */
    List<AccountSnapshot> load(Collection<AccountId> accounts, LocalDate today);

    /** The snapshot with what {@code reach} asks for added to it. */
    AccountSnapshot deepen(AccountSnapshot snapshot, Reach reach);

    /**
     * Writes what changed. Events are kept, numbers given as the last statement.
     *
     * @return the full printed number of every document that got one
     * @throws StaleWriteException if something that may exist once only is there already
     */
    Map<DocumentId, String> write(List<AccountChange> changes);

    /** The command recorded under this key, if any. */
    Optional<RecordedRequest> request(AccountId account, String key);

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
     * after {@code now}, are left out.
     */
    List<Delivery> claimDeliveries(String subscriber, Instant now, Instant claimedUntil, int limit, int perAccount);

    /** The subscriber has seen the events up to this ordinal; ends the claim and forgets failures. */
    void delivered(String subscriber, AccountId account, long throughOrdinal);

    /** The subscriber failed at the next event; ends the claim. @return how often it has failed at it in a row */
    int deliveryFailed(String subscriber, AccountId account, Instant nextTry);

    /** Puts an event that failed too often aside for the subscriber and moves on behind it. */
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
     * @return how many; at most {@code limit} at a time
     */
    int wake(int settingsVersion, LocalDate today, int limit);

    /** The environment this database belongs to; the first who asks decides it. */
    String environment(String ifNone);
}
