package io.aboengine.fulfilment;

/** When a customer gets what was ordered. */
public enum ReleasePolicy {
    /** On the first day of the contract. */
    AT_PURCHASE,
    /** When the first document of the contract that asks for money is paid; at once if the start costs nothing. */
    ON_PAYMENT
}
