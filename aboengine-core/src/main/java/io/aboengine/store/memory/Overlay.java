package io.aboengine.store.memory;

import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A table as one transaction sees it: the committed rows, and over them its own. */
final class Overlay<K, V> {
    private final Table<K, V> table;
    private final NavigableMap<K, Optional<V>> own;

    Overlay(Table<K, V> table) {
        this.table = table;
        own = new TreeMap<>(table.rows().comparator());
    }

    Table<K, V> table() {
        return table;
    }

    Optional<V> get(K key) {
        Optional<V> mine = own.get(key);
        return mine == null ? Optional.ofNullable(table.rows().get(key)) : mine;
    }

    void put(K key, V row) {
        own.put(key, Optional.of(row));
    }

    void remove(K key) {
        own.put(key, Optional.empty());
    }

    /** Whether the transaction changed or removed the row. */
    boolean hasOwn(K key) {
        return own.containsKey(key);
    }

    /** All rows in order of their keys. */
    NavigableMap<K, V> rows() {
        if (own.isEmpty()) {
            return table.rows();
        }
        NavigableMap<K, V> all = new TreeMap<>(table.rows());
        own.forEach((key, row) -> row.ifPresentOrElse(r -> all.put(key, r), () -> all.remove(key)));
        return all;
    }

    void commit() {
        own.forEach((key, row) -> row.ifPresentOrElse(
                r -> table.rows().put(key, r), () -> table.rows().remove(key)));
    }
}
