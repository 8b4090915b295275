package io.aboengine.account;

import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.PaymentMethodToken;
import java.util.Optional;

/** How an account pays. {@code token} is what the gateway knows it by; never a card or account number. */
public record PaymentMethod(PaymentMethodKind kind, Optional<PaymentMethodToken> token) {
    public static PaymentMethod invoice() {
        return new PaymentMethod(PaymentMethodKind.INVOICE, Optional.empty());
    }

    public static PaymentMethod of(PaymentMethodKind kind) {
        return new PaymentMethod(kind, Optional.empty());
    }

    public static PaymentMethod of(PaymentMethodKind kind, String token) {
        return new PaymentMethod(kind, Optional.of(new PaymentMethodToken(token)));
    }
}
