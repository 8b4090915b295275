package io.aboengine.subscription;

/** Where a contract stands. */
public enum SubscriptionState {
    /** Concluded; its first day has not come. */
    NOT_STARTED,
    /** Running. */
    ACTIVE,
    /** Resting for a while: no service, and no billing unless that was agreed. */
    PAUSED,
    /** Running until the day that a cancellation fixed. */
    CANCELLED,
    /** Over. */
    ENDED
}
