package io.aboengine.spi.payment;

import io.aboengine.check.Require;

/** What became of a refund, as far as the gateway knows now. */
public sealed interface RefundResult {
    /** The money left for the customer. */
    record Refunded(GatewayReference reference) implements RefundResult {
        public Refunded {
            Require.present("reference", reference);
        }
    }

    /** The provider accepted the refund and will send the money. */
    record Pending(GatewayReference reference) implements RefundResult {
        public Pending {
            Require.present("reference", reference);
        }
    }

    /**
     * No money was given back and none will be for this key.
     *
     * @param gatewayCode the provider's own code, for support; no personal data
     */
    record Refused(String gatewayCode) implements RefundResult {
        public Refused {
            Require.text("gatewayCode", gatewayCode, 255);
        }
    }

    /**
     * The answer was lost: the money may have been given back or not. Repeat with the same key where the gateway allows.
     *
     * @param detail what happened on the way, for the operator; no secrets
     */
    record Unknown(String detail) implements RefundResult {
        public Unknown {
            Require.text("detail", detail, 2000);
        }
    }
}
