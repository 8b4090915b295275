package io.aboengine.spi.payment;

import io.aboengine.check.Require;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * Names one intended movement of money, for ever. Who repeats a request repeats its key, and the money moves once.
 *
 * @param value 1 to 255 characters of printable ASCII, not blank at either end; compared exactly
 */
public record IdempotencyKey(@NotBlank @Size(max = 255) String value) {
    public IdempotencyKey {
        Require.printableAscii("idempotencyKey", value, 255);
    }

    @Override
    public String toString() {
        return value;
    }
}
