package io.aboengine.payment;

/** Where an attempt to collect stands. */
public enum AttemptState {
    /** Written down; no gateway has heard of it. */
    INTENDED,
    /** May have reached the gateway; only the process that sent it may touch it until its answer is overdue. */
    SENT,
    /** The gateway took it and will tell later. */
    PENDING,
    /** Money came in. */
    SETTLED,
    /** The gateway said no. */
    DECLINED,
    /** Nobody can tell; a notice or an operator must resolve it. */
    UNRESOLVED,
    /** Money came in and went back. */
    RETURNED,
    /** Given up before it was sent, because nothing was left to collect or the way of paying changed. */
    WITHDRAWN;

    /** While an attempt is live there is no other for its document. */
    public boolean isLive() {
        return this == INTENDED || this == SENT || this == PENDING || this == UNRESOLVED;
    }
}
