package io.aboengine.catalog;

/** What a customer gets. */
public enum ProductKind {
    /** Something to use while the contract runs, such as an online course. */
    ACCESS,
    /** Something to fetch. */
    DOWNLOAD,
    /** Something that is sent, such as a printed paper. */
    PHYSICAL,
    /** Something that is done. */
    SERVICE
}
