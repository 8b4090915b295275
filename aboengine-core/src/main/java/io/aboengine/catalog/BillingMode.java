package io.aboengine.catalog;

/** When the days of a billing period are billed. */
public enum BillingMode {
    /** On the first day of the period that is paid for. */
    IN_ADVANCE,
    /** On the day after its last one. */
    IN_ARREARS
}
