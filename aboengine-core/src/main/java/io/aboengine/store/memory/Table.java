package io.aboengine.store.memory;

import java.util.Comparator;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Rows that were committed, by key. Whoever reads or changes them holds the database's mutex. Rows are immutable. */
final class Table<K, V> {
    private final NavigableMap<K, V> rows;

    private Table(Comparator<? super K> order) {
        rows = new TreeMap<>(order);
    }

    static <K extends Comparable<K>, V> Table<K, V> sorted() {
        return new Table<>(Comparator.<K>naturalOrder());
    }

    static <K, V> Table<K, V> sortedBy(Comparator<K> order) {
        return new Table<>(order);
    }

    NavigableMap<K, V> rows() {
        return rows;
    }
}
