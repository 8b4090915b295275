package io.aboengine.account;

/** What an operator may stop for an account, and start again. */
public enum Hold {
    /**
     * No run bills what falls due, and no command does so before it: that is billed when the hold ends, each day on its own
     * document. What else falls due by the calendar waits with it: beginnings and ends of contracts and of rests, and with them
     * access, unless a command on the account comes first. What a command bills at once is billed nevertheless: a new contract, a change, an end, a single charge.
     */
    BILLING,
    /** Nothing new is sent to a gateway; what was sent is still asked about. */
    COLLECTION,
    /** Nobody is reminded. */
    DUNNING
}
