package io.aboengine.catalog;

/** What a first period costs that is shorter than its interval, because boundaries are fixed by a calendar. */
public enum StubPolicy {
    /** By its days. */
    PRORATE,
    /** As much as a whole one. */
    FULL,
    /** Nothing. */
    FREE
}
