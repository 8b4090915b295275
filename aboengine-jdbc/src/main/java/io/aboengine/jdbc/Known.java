package io.aboengine.jdbc;

import io.aboengine.account.Account;
import io.aboengine.account.AccountPayments;
import io.aboengine.account.AccountSnapshot;
import io.aboengine.party.AccountId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a transaction knows of rows: as long as it has the account locked, what it read is what is stored. So a row that
 * did not change need not be written, and of one that did only the columns that are different.
 */
final class Known {
    private final Set<AccountId> locked = new HashSet<>();
    private final Map<Table<?>, Map<Object, Object>> rows = new HashMap<>();
    private final Map<Table<?>, Map<Object, String>> places = new HashMap<>();

    /** An account that was locked, as it was read then. */
    void locked(Account account) {
        locked.add(account.id());
        put(AccountRows.TABLE, account);
    }

    /** What was read of an account; if it is not locked, others may have changed it since. */
    void read(AccountSnapshot snapshot) {
        if (!locked.contains(snapshot.account().id())) {
            return;
        }
        put(AccountRows.TABLE, snapshot.account());
        snapshot.subscriptions().forEach(row -> put(SubscriptionRows.TABLE, row));
        snapshot.documents().forEach(row -> put(DocumentRows.TABLE, row));
        snapshot.attempts().forEach(row -> put(AttemptRows.TABLE, row));
        snapshot.access().forEach(row -> put(AccessRows.TABLE, row));
    }

    void read(AccountPayments payments) {
        if (locked.contains(payments.account().id())) {
            put(AccountRows.TABLE, payments.account());
            payments.attempts().forEach(row -> put(AttemptRows.TABLE, row));
        }
    }

    private <R> void put(Table<R> table, R row) {
        rows.computeIfAbsent(table, t -> new HashMap<>()).put(table.keyOf(row), row);
    }

    /** Where a row that was read lies; it lies there as long as it is known. */
    <R> void readAt(Table<R> table, R row, String place) {
        places.computeIfAbsent(table, t -> new HashMap<>()).put(table.keyOf(row), place);
    }

    /**
     * A row that was seen before its account was locked: where to look for it first. Who changes it looks for it by its key if
     * it is not there any more.
     */
    <R> void sawAt(Table<R> table, R row, String place) {
        put(table, row);
        readAt(table, row, place);
    }

    /** Something was written: what is stored must be read anew. */
    void forgetRows() {
        rows.clear();
        places.clear();
    }

    /** The stored row with the key of this one, if it is known. */
    <R> Optional<R> stored(Table<R> table, R row) {
        return storedBy(table, table.keyOf(row));
    }

    /** The stored row with this key, if it is known. */
    @SuppressWarnings("unchecked") // a table's rows are put by the table's own type only
    <R> Optional<R> storedBy(Table<R> table, Object key) {
        Map<Object, Object> known = rows.get(table);
        return known == null ? Optional.empty() : Optional.ofNullable((R) known.get(key));
    }

    /** Where a row lies that is {@link #stored}, if that was told when it was read. */
    <R> Optional<String> placeOf(Table<R> table, R row) {
        return Optional.ofNullable(places.getOrDefault(table, Map.of()).get(table.keyOf(row)));
    }
}
