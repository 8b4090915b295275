package io.aboengine.jdbc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What a function answers, worked out once for each value: many rows hold the same. For values and answers that never
 * change. Thread-safe.
 */
final class Remembered<K, V> implements Function<K, V> {
    /** When so many are known, all are forgotten: more different ones than that are not worth remembering. */
    private static final int MOST = 5000;

    private final Function<K, V> function;
    private final Map<K, V> known = new ConcurrentHashMap<>();

    Remembered(Function<K, V> function) {
        this.function = function;
    }

    @Override
    public V apply(K value) {
        V answer = known.get(value);
        if (answer == null) {
            answer = function.apply(value);
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(value, answer);
        }
        return answer;
    }
}
