package io.aboengine.invoice;

/** How far a document is paid; follows from its amounts alone. */
public enum PaymentState {
    UNPAID,
    PARTIALLY_PAID,
    PAID,
    /** What is still open was written off. */
    UNCOLLECTIBLE,
    /** There never was anything to pay. */
    NOTHING_DUE
}
