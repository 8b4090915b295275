package io.aboengine.oracle;

/** What a change costs for days of a billing period that has begun. */
public enum Settle {
    BY_DAYS,
    WHOLE_PERIOD,
    FROM_NEXT_PERIOD
}
