package io.aboengine.spi.payment;

import io.aboengine.check.Require;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * Stands for a card, mandate or wallet account that the provider keeps. Whoever holds it may be able to charge it, so
 * it is never printed: {@link #toString} shows nothing of it. Never a card number.
 *
 * @param value 1 to 2048 characters of printable ASCII, as the provider issued it
 */
public record PaymentMethodToken(@NotBlank @Size(max = 2048) String value) {
    public PaymentMethodToken {
        Require.printableAscii("paymentMethodToken", value, 2048);
    }

    @Override
    public String toString() {
        return "PaymentMethodToken[****]";
    }
}
