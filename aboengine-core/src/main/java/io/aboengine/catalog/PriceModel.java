package io.aboengine.catalog;

/** How a price grows with the quantity. */
public enum PriceModel {
    /** Every unit costs the same. */
    PER_UNIT,
    /** Each unit costs what the tier it falls into says. */
    GRADUATED,
    /** All units cost what the tier of the whole quantity says. */
    VOLUME,
    /** Units are sold in packages; each one begun is paid for. */
    PACKAGE
}
