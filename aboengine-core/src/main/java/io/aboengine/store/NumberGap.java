package io.aboengine.store;

/** Numbers of a series that no document bears, though the series has counted them: {@code first} to {@code last}, both included. */
public record NumberGap(String series, long first, long last) {}
