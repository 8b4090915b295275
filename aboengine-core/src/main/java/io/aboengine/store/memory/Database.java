package io.aboengine.store.memory;

import io.aboengine.account.Settings;
import io.aboengine.catalog.Catalog;
import io.aboengine.invoice.DocumentId;
import io.aboengine.party.AccountId;
import io.aboengine.payment.AttemptId;
import io.aboengine.spi.payment.IdempotencyKey;
import io.aboengine.store.BrokenAccount;
import io.aboengine.subscription.SubscriptionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What all transactions share: the committed rows and who has which row locked. Everything here is touched with the
 * mutex held, for a moment at a time; a row stays locked from its first change to the end of the transaction.
 */
final class Database {

    /** A notice of a gateway. */
    record NoticeKey(String gateway, String notice) {
        static final Comparator<NoticeKey> ORDER =
                Comparator.comparing(NoticeKey::gateway).thenComparing(NoticeKey::notice);
    }

    /** When a notice came, and whom it was about. */
    record Notice(AccountId account, Instant at) {}

    /** A subscriber's place in the events of an account. */
    record CursorKey(String subscriber, AccountId account) {
        static final Comparator<CursorKey> ORDER =
                Comparator.comparing(CursorKey::subscriber).thenComparing(CursorKey::account);
    }

    /** How far a subscriber has come. */
    record Cursor(long position, Optional<Instant> claimedUntil, Optional<Instant> nextTry, int failures) {
        static final Cursor BEFORE_THE_FIRST = new Cursor(0, Optional.empty(), Optional.empty(), 0);

        boolean isFree(Instant now) {
            return claimedUntil.filter(now::isBefore).isEmpty()
                    && nextTry.filter(now::isBefore).isEmpty();
        }

        boolean isClaimedUntil(Instant until) {
            return claimedUntil.equals(Optional.of(until));
        }

        Cursor seen(long through) {
            return through > position ? new Cursor(through, claimedUntil, nextTry, 0) : this;
        }

        Cursor free() {
            return new Cursor(position, Optional.empty(), Optional.empty(), 0);
        }
    }

    /** An event that was put aside for a subscriber. */
    record ParkedKey(String subscriber, AccountId account, long ordinal) {
        static final Comparator<ParkedKey> ORDER = Comparator.comparing(ParkedKey::subscriber)
                .thenComparing(ParkedKey::account)
                .thenComparing(ParkedKey::ordinal);
    }

    /** A printed number: the document that bears it, and where it stands in its series. */
    record Printed(DocumentId document, String series, long counter) {}

    /** A row, or the place where one may come to be. */
    private record Lock(Table<?, ?> table, Object key) {}

    /** The key of tables with one row. */
    static final String ONLY = "only";

    final Table<AccountId, AccountRows> accounts = Table.sorted();
    final Table<AccountId, BrokenAccount> broken = Table.sorted();
    final Table<IdempotencyKey, AttemptId> attempts = Table.sortedBy(Comparator.comparing(IdempotencyKey::value));
    final Table<String, Printed> numbers = Table.sorted();
    final Table<String, Long> series = Table.sorted();
    final Table<String, Integer> redemptions = Table.sorted();
    final Table<AccountId, List<SubscriptionId>> beneficiaries = Table.sorted();
    final Table<NoticeKey, Notice> notices = Table.sortedBy(NoticeKey.ORDER);
    final Table<CursorKey, Cursor> cursors = Table.sortedBy(CursorKey.ORDER);
    final Table<ParkedKey, String> parked = Table.sortedBy(ParkedKey.ORDER);
    final Table<Integer, Catalog> catalogs = Table.sorted();
    final Table<Integer, Settings> settings = Table.sorted();
    final Table<String, String> environment = Table.sorted();

    final ReentrantLock mutex = new ReentrantLock();
    private final Condition someLockIsFree = mutex.newCondition();
    private final Map<Lock, MemoryTransaction> locks = new HashMap<>();

    boolean tryLock(Table<?, ?> table, Object key, MemoryTransaction owner) {
        MemoryTransaction found = locks.putIfAbsent(new Lock(table, key), owner);
        return found == null || found == owner;
    }

    /** Waits at most this long, without the mutex. */
    boolean lock(Table<?, ?> table, Object key, MemoryTransaction owner, Duration wait) throws InterruptedException {
        long left = wait.toNanos();
        while (!tryLock(table, key, owner)) {
            if (left <= 0) {
                return false;
            }
            left = someLockIsFree.awaitNanos(left);
        }
        return true;
    }

    void unlockAll(MemoryTransaction owner) {
        locks.values().removeIf(owner::equals);
        someLockIsFree.signalAll();
    }
}
