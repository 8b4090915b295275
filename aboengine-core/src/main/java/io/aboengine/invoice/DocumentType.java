package io.aboengine.invoice;

/** The kinds of documents, each with a number series of its own. */
public enum DocumentType {
    INVOICE,
    /** Gives back a part of what was invoiced; negative amounts. In German text never called "Gutschrift". */
    CREDIT_NOTE,
    /** Takes a whole document back. */
    CANCELLATION,
    /** A reminder; its fee is no supply and carries no tax. */
    DUNNING_NOTICE
}
