package io.aboengine.charge;

/** What a line of a document is for. */
public enum LineKind {
    /** Days of a contract. */
    RECURRING,
    /** The set-up fee of a contract. */
    SETUP,
    /** Something charged once. */
    ONE_TIME,
    /** What was used in a period. */
    USAGE,
    /** A reduction of the line before it. */
    DISCOUNT,
    /** Days of an earlier line that are given back. */
    PRORATION_CREDIT,
    /** An amount of an earlier line that the shop gives back; its days stay billed. */
    ADJUSTMENT,
    /** A fee of a reminder. */
    FEE
}
