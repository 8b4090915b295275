package io.aboengine.subscription;

/** Where a contract stands. */
public enum SubscriptionState {
    /** Concluded; its first day has not come. */
    NOT_STARTED,
    /** Running. */
    ACTIVE,
    /** Running until the day that a cancellation fixed. */
    CANCELLED,
    /** Over. */
    ENDED
}
