package io.aboengine.spi.payment;

import io.aboengine.check.Require;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * The provider's own name for a charge or a refund, as it stands in the provider's back office and statements.
 *
 * @param value 1 to 255 characters of printable ASCII; no secret, it is printed and logged
 */
public record GatewayReference(@NotBlank @Size(max = 255) String value) {
    public GatewayReference {
        Require.printableAscii("gatewayReference", value, 255);
    }

    @Override
    public String toString() {
        return value;
    }
}
