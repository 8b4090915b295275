package io.aboengine.account;

/** What an operator may stop for an account, and start again. */
public enum Hold {
    /**
     * No run bills what falls due, and no command does so before it: that is billed when the hold ends, each day on its own
     * document. Access follows the calendar all the same: it stops and comes back with a rest and stops with the end, by the
     * run of that day. What else falls due waits with the billing: the beginning of contracts, with their access, and the
     * states and events of rests and ends. What a command bills at once is billed nevertheless: a new contract, a change, an
     * end, a single charge.
     */
    BILLING,
    /** Nothing new is sent to a gateway; what was sent is still asked about. */
    COLLECTION,
    /** Nobody is reminded. */
    DUNNING
}
