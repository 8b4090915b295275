package io.aboengine.fulfilment;

import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionState;
import java.time.LocalDate;

/** Decides about access. Later reasons in {@link #decide} give way to earlier ones. */
public final class Fulfilment {
    private Fulfilment() {}

    /**
     * @param awaitsPayment the document it waits for is not paid
     * @param suspended an unpaid document of this contract took a level that stops the service
     */
    public static Access decide(
            Access before, Subscription subscription, boolean awaitsPayment, boolean suspended, LocalDate today) {
        boolean begun = !today.isBefore(subscription.startOn());
        boolean released = before.released() || (begun && !awaitsPayment);
        AccessReason reason = reason(subscription, released, suspended, today);
        return new Access(
                before.subscription(),
                subscription.product(),
                before.beneficiary(),
                before.policy(),
                released,
                before.waitsFor(),
                reason,
                reason == before.reason() ? before.since() : today,
                subscription.endOn());
    }

    private static AccessReason reason(
            Subscription subscription, boolean released, boolean suspended, LocalDate today) {
        if (subscription.state() == SubscriptionState.ENDED
                || subscription.endOn().map(end -> !today.isBefore(end)).orElse(false)) {
            return AccessReason.ENDED;
        }
        if (today.isBefore(subscription.startOn())) {
            return AccessReason.NOT_STARTED;
        }
        if (subscription.restsOn(today)) {
            return AccessReason.PAUSED;
        }
        if (!released) {
            return AccessReason.AWAITING_PAYMENT;
        }
        if (suspended) {
            return AccessReason.SUSPENDED;
        }
        return subscription.endOn().isPresent() ? AccessReason.RUNNING_UNTIL_END : AccessReason.RUNNING;
    }
}
