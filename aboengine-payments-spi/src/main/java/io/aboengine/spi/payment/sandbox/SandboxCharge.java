package io.aboengine.spi.payment.sandbox;

import io.aboengine.money.Money;
import io.aboengine.spi.payment.ChargeRequest;
import io.aboengine.spi.payment.ChargeResult;
import io.aboengine.spi.payment.ChargeResult.Declined;
import io.aboengine.spi.payment.ChargeResult.Pending;
import io.aboengine.spi.payment.ChargeResult.Settled;
import io.aboengine.spi.payment.GatewayReference;

/** One charge as the sandbox keeps it. Not thread-safe: the gateway guards it. */
final class SandboxCharge {
    private final ChargeRequest request;
    private final GatewayReference reference;
    private final boolean comesBack;
    private ChargeResult result;
    private Money givenBack;

    SandboxCharge(ChargeRequest request, GatewayReference reference, boolean comesBack, ChargeResult result) {
        this.request = request;
        this.reference = reference;
        this.comesBack = comesBack;
        this.result = result;
        this.givenBack = Money.zero(request.amount().currency());
    }

    ChargeRequest request() {
        return request;
    }

    GatewayReference reference() {
        return reference;
    }

    /** Whether the money, once taken, shall go back by itself some days later. */
    boolean comesBack() {
        return comesBack;
    }

    ChargeResult result() {
        return result;
    }

    boolean isPending() {
        return result instanceof Pending;
    }

    boolean isSettled() {
        return result instanceof Settled;
    }

    void settle() {
        result = new Settled(reference);
    }

    void decline(Declined declined) {
        result = declined;
    }

    void giveBack(Money amount) {
        givenBack = givenBack.plus(amount);
    }

    /** What was taken and neither refunded nor returned yet. */
    Money kept() {
        return isSettled() ? request.amount().minus(givenBack) : Money.zero(givenBack.currency());
    }

    /** Whether a request under the same key is a repetition of this one. */
    boolean repeats(ChargeRequest other) {
        return request.account().equals(other.account())
                && request.amount().equals(other.amount())
                && request.method() == other.method();
    }
}
