package io.aboengine.charge;

/** What a line of a document is for. */
public enum LineKind {
    /** Days of a contract. */
    RECURRING,
    /** The set-up fee of a contract. */
    SETUP,
    /** Something charged once. */
    ONE_TIME,
    /** Days of an earlier line that are given back. */
    PRORATION_CREDIT,
    /** A fee of a reminder. */
    FEE
}
