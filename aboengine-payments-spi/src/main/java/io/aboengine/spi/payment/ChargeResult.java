package io.aboengine.spi.payment;

import io.aboengine.check.Require;
import java.time.LocalDate;
import java.util.Optional;

/** What became of a charge, as far as the gateway knows now. */
public sealed interface ChargeResult {
    /** The money was taken. It may still come back later: a return or charge-back is a {@link GatewayNotice}. */
    record Settled(GatewayReference reference) implements ChargeResult {
        public Settled {
            Require.present("reference", reference);
        }
    }

    /**
     * The provider accepted the charge and is working on it; no money has been taken for certain. A notice will tell.
     *
     * @param expectedOn civil day on which the provider expects to know, where it says so
     */
    record Pending(GatewayReference reference, Optional<LocalDate> expectedOn) implements ChargeResult {
        public Pending {
            Require.present("reference", reference);
            Require.present("expectedOn", expectedOn);
        }
    }

    /**
     * No money was taken and none will be for this key.
     *
     * @param advice what may help, translated from the provider's words
     * @param gatewayCode the provider's own code, for support; no personal data
     */
    record Declined(DeclineAdvice advice, String gatewayCode) implements ChargeResult {
        public Declined {
            Require.present("advice", advice);
            Require.text("gatewayCode", gatewayCode, 255);
        }
    }

    /**
     * The answer was lost: the money may have been taken or not. Nobody may charge under another key before it is known.
     *
     * @param detail what happened on the way, for the operator; no secrets
     */
    record Unknown(String detail) implements ChargeResult {
        public Unknown {
            Require.text("detail", detail, 2000);
        }
    }
}
