package io.aboengine.jdbc;

import java.util.function.Function;

/**
 * What texts mean, each read once: many rows hold the same text, the terms of the same plan above all. For values that
 * never change. Thread-safe.
 */
final class Texts<T> {
    private final Remembered<String, T> meanings;

    Texts(Function<String, T> read) {
        meanings = new Remembered<>(read);
    }

    T meaningOf(String text) {
        return meanings.apply(text);
    }
}
