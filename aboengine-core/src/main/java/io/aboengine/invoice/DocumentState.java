package io.aboengine.invoice;

/** Whether a document may still change. */
public enum DocumentState {
    /** Without number and date; waits to be finalised. */
    DRAFT,
    /** Numbered and final. */
    FINALIZED,
    /** Final, and taken back by a cancelling document. */
    CANCELLED
}
