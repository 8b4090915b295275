package io.aboengine.fulfilment;

/** Why a customer may or may not have a product. */
public enum AccessReason {
    /** The contract runs and nothing stands against it. */
    RUNNING(true),
    /** The contract was cancelled and runs until its end. */
    RUNNING_UNTIL_END(true),
    /** The first day has not come. */
    NOT_STARTED(false),
    /** Waits for the first payment. */
    AWAITING_PAYMENT(false),
    /** Stopped by a reminder that was not heeded. */
    SUSPENDED(false),
    /** The contract rests. */
    PAUSED(false),
    /** The contract is over. */
    ENDED(false);

    private final boolean granted;

    AccessReason(boolean granted) {
        this.granted = granted;
    }

    public boolean granted() {
        return granted;
    }
}
