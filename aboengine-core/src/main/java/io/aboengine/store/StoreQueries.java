package io.aboengine.store;

import io.aboengine.account.Account;
import io.aboengine.account.Settings;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.ProductId;
import io.aboengine.event.Event;
import io.aboengine.fulfilment.Access;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.Line;
import io.aboengine.party.AccountId;
import io.aboengine.party.Party;
import io.aboengine.payment.AttemptId;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.payment.Posting;
import io.aboengine.spi.payment.IdempotencyKey;
import io.aboengine.subscription.Subscription;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reading for people and for tests: the whole history, in order of time. Listings are paged by key. */
public interface StoreQueries {

    /** A published version of the settings. */
    Optional<Settings> settings(int version);

    /** A published version of the catalogue. */
    Optional<Catalog> catalog(int version);

    Optional<Account> account(AccountId id);

    Optional<Party> party(AccountId id);

    /** Up to {@code limit} account ids after this one, ascending (ASCII). */
    List<AccountId> accountsAfter(Optional<AccountId> after, int limit);

    /** Up to {@code limit} subscriptions of the account with ordinals above this one, with their whole timelines. */
    List<Subscription> subscriptions(AccountId account, long afterOrdinal, int limit);

    /** All subscriptions of the account with their whole timelines. */
    List<Subscription> subscriptions(AccountId account);

    Optional<Document> document(DocumentId id);

    /** Up to {@code limit} documents of the account with ordinals above {@code afterOrdinal}, drafts included. */
    List<Document> documents(AccountId account, long afterOrdinal, int limit);

    /** The printed number; empty for a draft. */
    Optional<String> number(DocumentId id);

    /** The printed numbers of those of the documents that have one. */
    Map<DocumentId, String> numbers(Collection<DocumentId> ids);

    /** The document with this printed number. */
    Optional<DocumentId> byNumber(String number);

    /** The lines of a document in printed order. */
    List<Line> lines(DocumentId id);

    /** The lines, of this document or another, that lines of the document take back; in order of their ordinals. */
    List<Line> linesTakenBackBy(DocumentId id);

    /** The lines that wait for a document. */
    List<Line> waitingLines(AccountId account);

    /** The name and address that stand on documents of this buyer version. */
    Optional<Party> buyer(AccountId account, int buyerVersion);

    List<PaymentAttempt> attempts(AccountId account);

    /** Up to {@code limit} attempts of the account with ordinals above {@code afterOrdinal}. */
    List<PaymentAttempt> attempts(AccountId account, long afterOrdinal, int limit);

    /** The attempt with this key; it is found by what the key names. */
    Optional<PaymentAttempt> attempt(IdempotencyKey key);

    List<Posting> postings(AccountId account);

    /** Up to {@code limit} postings of the account with ordinals above {@code afterOrdinal}. */
    List<Posting> postings(AccountId account, long afterOrdinal, int limit);

    /** Up to {@code limit} events of the account with ordinals above {@code afterOrdinal}. */
    List<Event> events(AccountId account, long afterOrdinal, int limit);

    /**
     * The access rows of this customer for the product: of own contracts without beneficiary, then of those, whoever has
     * them, whose beneficiary it is.
     */
    List<Access> access(AccountId account, ProductId product);

    /** Up to {@code limit} access rows of this customer behind this one, in the order of {@link #access(AccountId)}. */
    List<Access> access(AccountId account, Optional<Access> after, int limit);

    /** All access rows of this customer: of own contracts, then of others', each in order of their contracts. */
    List<Access> access(AccountId account);

    /** Up to {@code limit} accounts that are set aside, ascending, after this one. */
    List<BrokenAccount> brokenAccounts(Optional<AccountId> after, int limit);

    /** Those of these accounts that are set aside, ascending. */
    List<BrokenAccount> brokenAmong(Collection<AccountId> accounts);

    /** Up to {@code limit} attempts that nobody can tell the outcome of, in order of their ids, after this one. */
    List<PaymentAttempt> unresolvedAttempts(Optional<AttemptId> after, int limit);

    /**
     * Events put aside for a subscriber that failed at them too often, with the last error, in order of their ids: up to
     * {@code limit} after this one.
     */
    List<ParkedEvent> parkedEvents(String subscriber, Optional<ParkedEvent> after, int limit);

    /** An event that was put aside. */
    record ParkedEvent(AccountId account, long ordinal, String error) {}

    /**
     * Up to {@code limit} accounts with this work, those that are due the longest first, then in order of their ids, after
     * this one. Accounts that are set aside until later than {@code due.now()} are left out. In a database it reads an
     * index, from the oldest on.
     */
    List<OverdueAccount> overdueAccounts(Due.OfDay due, Optional<OverdueAccount> after, int limit);

    /**
     * Up to {@code limit} attempts about which something was to be done at or before the moment, in order of the days by
     * which they are looked for ({@link PaymentAttempt#claimOn}) and of their ids, after this one. In a database it reads
     * an index, from the oldest on.
     */
    List<PaymentAttempt> overdueAttempts(Instant before, Optional<PaymentAttempt> after, int limit);

    /**
     * Up to {@code limit} attempts that a gateway took and whose money was to move before the day, in order of their ids,
     * after this one. In a database it looks at the attempts that are live, not at those that are over.
     */
    List<PaymentAttempt> pendingAttempts(LocalDate collectOnBefore, Optional<AttemptId> after, int limit);

    /**
     * Up to {@code limit} accounts with events that were recorded before the moment and that the subscriber has not seen,
     * ascending, after this one. In a database it looks at the accounts with events that wait for the subscriber; of one
     * that has not caught up yet, at all accounts.
     */
    List<UndeliveredEvents> undeliveredEvents(
            String subscriber, Instant recordedBefore, Optional<AccountId> after, int limit);

    /**
     * Up to {@code limit} gaps in the printed numbers, by series and number, after this one; there should be none. Reads
     * every number that was ever given: an audit, not for every minute.
     */
    List<NumberGap> numberGaps(Optional<NumberGap> after, int limit);
}
