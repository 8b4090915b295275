package io.aboengine.account;

/** What becomes of a document on which every line is zero, such as that of a free trial. */
public enum ZeroInvoices {
    /** It is not made. */
    SKIP,
    /** It is issued like any other. */
    ISSUE
}
