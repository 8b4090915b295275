package io.aboengine.invoice;

/** What becomes of the value of a document that gives back, above what it lowers on the documents it corrects. */
public enum PayOut {
    /** It becomes customer credit. */
    CREDIT,
    /** Money that was received for the corrected documents goes back, the newest first; the rest becomes customer credit. */
    REFUND
}
