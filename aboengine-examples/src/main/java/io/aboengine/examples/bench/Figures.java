package io.aboengine.examples.bench;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Named figures in the order in which they were told. */
final class Figures {
    private static final long NANOS = 1_000_000_000L;

    private final Map<String, String> values = new LinkedHashMap<>();

    Figures with(String name, long value) {
        values.put(name, Long.toString(value));
        return this;
    }

    Figures with(String name, BigDecimal value) {
        values.put(name, value.toPlainString());
        return this;
    }

    /** So many in so much time make so many a second, rounded down. */
    static long perSecond(long count, long nanos) {
        return BigDecimal.valueOf(count)
                .multiply(BigDecimal.valueOf(NANOS))
                .divide(BigDecimal.valueOf(Math.max(1, nanos)), 0, RoundingMode.DOWN)
                .longValueExact();
    }

    static BigDecimal ratio(long part, long whole) {
        return BigDecimal.valueOf(part).divide(BigDecimal.valueOf(Math.max(1, whole)), 2, RoundingMode.HALF_UP);
    }

    /** The one in the middle; of an even number the larger of two. */
    static <T extends Comparable<? super T>> T middle(Collection<T> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    static BigDecimal seconds(long nanos) {
        return BigDecimal.valueOf(nanos, 9).setScale(1, RoundingMode.HALF_UP);
    }

    static BigDecimal millis(long nanos) {
        return BigDecimal.valueOf(nanos, 6).setScale(2, RoundingMode.HALF_UP);
    }

    String json() {
        return values.entrySet().stream()
                .map(e -> "\"" + e.getKey() + "\": " + e.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    String table() {
        int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
        return values.entrySet().stream()
                .map(e -> e.getKey() + " ".repeat(width - e.getKey().length() + 2) + e.getValue())
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
