package io.aboengine.jdbc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What texts mean, each read once: many rows hold the same text, the terms of the same plan above all. For values that
 * never change. Thread-safe.
 */
final class Texts<T> {
    /** When so many are known, all are forgotten: more different ones than that are not worth remembering. */
    private static final int MOST = 5000;

    private final Function<String, T> read;
    private final Map<String, T> known = new ConcurrentHashMap<>();

    Texts(Function<String, T> read) {
        this.read = read;
    }

    T meaningOf(String text) {
        T meaning = known.get(text);
        if (meaning == null) {
            meaning = read.apply(text);
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(text, meaning);
        }
        return meaning;
    }
}
