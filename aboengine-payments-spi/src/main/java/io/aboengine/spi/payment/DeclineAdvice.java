package io.aboengine.spi.payment;

import io.aboengine.check.Require;
import java.net.URI;
import java.time.LocalDate;
import java.util.Optional;

/** What may help after a decline. The adapter translates its provider's many codes into one of these. */
public sealed interface DeclineAdvice {
    /**
     * It may work another day with nothing changed: no funds, a limit reached, the issuer out of order.
     *
     * @param notBefore first civil day on which trying again is allowed, where the provider names one
     */
    record RetryLater(Optional<LocalDate> notBefore) implements DeclineAdvice {
        public RetryLater {
            Require.present("notBefore", notBefore);
        }
    }

    /** This card or account is of no use any more: expired, closed. The customer must name another. */
    record UpdateMethod() implements DeclineAdvice {}

    /**
     * The customer must confirm the payment first (strong customer authentication, directive (EU) 2015/2366).
     *
     * @param link where the customer does so, absolute; good for this one payment and not printed in full
     */
    record Authenticate(URI link) implements DeclineAdvice {
        public Authenticate {
            Require.present("link", link);
            Require.that(link.isAbsolute(), "link", "a relative link", "must be an absolute link");
        }

        @Override
        public String toString() {
            return "Authenticate[link=" + Masked.link(link) + "]";
        }
    }

    /** Never try this card or account again: stolen, revoked, forbidden. Trying costs a fee or the right to try. */
    record HardStop() implements DeclineAdvice {}

    /** Our request or set-up is at fault, not the customer: a developer must look. Says nothing about solvency. */
    record Technical() implements DeclineAdvice {}
}
