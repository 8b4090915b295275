package io.aboengine.account;

/** What an operator may stop for an account, and start again. */
public enum Hold {
    /** Nothing is billed; what falls due meanwhile is billed when the hold ends, each day on its own document. */
    BILLING,
    /** Nothing new is sent to a gateway; what was sent is still asked about. */
    COLLECTION,
    /** Nobody is reminded. */
    DUNNING
}
