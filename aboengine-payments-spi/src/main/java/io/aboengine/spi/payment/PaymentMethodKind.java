package io.aboengine.spi.payment;

/** How a customer pays. */
public enum PaymentMethodKind {
    /** We collect from the customer's bank account; the money may come back weeks later. */
    DIRECT_DEBIT,
    /** We charge a card, usually without the customer present. */
    CARD,
    /** The customer transfers the money. Nothing is collected, so no gateway is ever asked for it. */
    INVOICE,
    /** We charge an account the customer holds with a wallet provider. */
    WALLET
}
