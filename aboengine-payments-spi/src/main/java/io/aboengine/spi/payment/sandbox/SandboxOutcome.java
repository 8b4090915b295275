package io.aboengine.spi.payment.sandbox;

/** How one charge at a {@link SandboxGateway} ends. */
public enum SandboxOutcome {
    /** The money is taken: at once, or for a direct debit on its collection day, with {@code Pending} until then. */
    SETTLE,
    /** {@code Pending} until {@link SandboxGateway#settle} or {@link SandboxGateway#fail} says otherwise. */
    PEND,
    /** Declined for now, as if there were no funds. */
    DECLINE_RETRY,
    /** Declined until the customer names another card or account. */
    DECLINE_UPDATE_METHOD,
    /** Declined for ever. */
    DECLINE_HARD,
    /** Declined until the customer has authenticated, with a link to do so. */
    AUTHENTICATE,
    /** Declined because of us, not of the customer. */
    TECHNICAL,
    /**
     * The request is lost on its way: {@code Unknown}, no money moves, and the key stays as if it had never been used.
     * Repeating the request is a new try with the next outcome.
     */
    TIMEOUT,
    /** Like {@link #SETTLE}, but the answer is lost: {@code Unknown} once; a lookup or a repetition tells the truth. */
    TIMEOUT_SETTLED,
    /** Like {@link #SETTLE}; some days later the money goes back to the customer, as {@code moveTo} will tell. */
    SETTLE_THEN_RETURN
}
