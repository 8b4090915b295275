package io.aboengine.spi.payment;

import io.aboengine.check.Require;
import io.aboengine.money.Money;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A wish to take exactly this amount from a customer, once.
 *
 * @param key the same for every repetition of this wish, never used for another
 * @param account the paying customer's account in the shop, at most 255 characters
 * @param amount more than zero
 * @param method how to take it; never INVOICE
 * @param token the customer's stored card, mandate or wallet at the provider, as the shop knows it now: when the wish is
 *     repeated it may be another. Empty where the provider finds it by the account
 * @param purpose what the customer reads on the bank statement, at most 255 characters; the gateway shortens it to what
 *     its rail carries
 * @param collectOn the civil day, in the shop's zone, on which the money is to be taken. A direct debit is handed in
 *     {@link GatewayCapabilities#leadBankDays} before; other methods are charged at once
 * @param returnUrl present when the customer is: where to send the browser after an authentication. Absolute.
 *     Absent when the wish is repeated without the customer
 */
public record ChargeRequest(
        @NotNull IdempotencyKey key,
        @NotBlank @Size(max = 255) String account,
        @NotNull Money amount,
        @NotNull PaymentMethodKind method,
        @NotNull Optional<PaymentMethodToken> token,
        @NotBlank @Size(max = 255) String purpose,
        @NotNull LocalDate collectOn,
        @NotNull Optional<URI> returnUrl) {
    public ChargeRequest {
        Require.present("key", key);
        Require.text("account", account, 255);
        Require.present("amount", amount);
        Require.that(amount.isPositive(), "amount", amount, "must be more than zero");
        Require.present("method", method);
        Require.that(method != PaymentMethodKind.INVOICE, "method", method, "is paid by the customer, not collected");
        Require.present("token", token);
        Require.text("purpose", purpose, 255);
        Require.present("collectOn", collectOn);
        Require.present("returnUrl", returnUrl);
        returnUrl.ifPresent(
                url -> Require.that(url.isAbsolute(), "returnUrl", Masked.link(url), "must be an absolute link"));
    }

    /** Whether the customer is at the screen and can be asked to authenticate. */
    public boolean customerPresent() {
        return returnUrl.isPresent();
    }

    /** Without the token and without the path of the return link. */
    @Override
    public String toString() {
        return "ChargeRequest[key=" + key + ", account=" + account + ", amount=" + amount + ", method=" + method
                + ", token=" + token + ", purpose=" + purpose + ", collectOn=" + collectOn + ", returnUrl="
                + returnUrl.map(Masked::link) + "]";
    }
}
