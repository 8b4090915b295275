package io.aboengine.spi.payment;

import io.aboengine.check.Require;
import io.aboengine.money.Money;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * A wish to give back a part or all of one settled charge, once.
 *
 * @param key of this refund, not of the charge; the same for every repetition, never used for another
 * @param account the account that was charged, at most 255 characters
 * @param charge the provider's reference of the charge
 * @param amount more than zero, in the currency of the charge
 * @param purpose what the customer reads on the bank statement, at most 255 characters
 */
public record RefundRequest(
        @NotNull IdempotencyKey key,
        @NotBlank @Size(max = 255) String account,
        @NotNull GatewayReference charge,
        @NotNull Money amount,
        @NotBlank @Size(max = 255) String purpose) {
    public RefundRequest {
        Require.present("key", key);
        Require.text("account", account, 255);
        Require.present("charge", charge);
        Require.present("amount", amount);
        Require.that(amount.isPositive(), "amount", amount, "must be more than zero");
        Require.text("purpose", purpose, 255);
    }
}
