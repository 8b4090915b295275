package io.aboengine.account;

import io.aboengine.subscription.SubscriptionId;

/** The account has no contract of this id that is alive. Subscribe the customer again. */
public final class UnknownSubscriptionException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String subscription;

    public UnknownSubscriptionException(SubscriptionId subscription) {
        super("There is no running subscription " + subscription
                + ": it never was or has ended; subscribe the customer anew");
        this.subscription = subscription.toString();
    }

    public SubscriptionId subscription() {
        return SubscriptionId.parse(subscription);
    }
}
