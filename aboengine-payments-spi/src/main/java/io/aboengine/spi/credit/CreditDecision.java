package io.aboengine.spi.credit;

import io.aboengine.check.Require;
import io.aboengine.money.Money;
import io.aboengine.spi.payment.PaymentMethodKind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a credit check found. Reason codes are the agency's or the shop's own; they hold no personal data. */
public sealed interface CreditDecision {
    /** The customer may pay as wished. */
    record Approved() implements CreditDecision {}

    /**
     * The customer may pay, but only so.
     *
     * @param methods the methods allowed, at least one
     * @param limit most that may be owed at a time, zero or more; empty for no limit
     */
    record Restricted(Set<PaymentMethodKind> methods, Optional<Money> limit) implements CreditDecision {
        public Restricted {
            Require.present("methods", methods);
            Require.present("limit", limit);
            Require.that(!methods.isEmpty(), "methods", methods, "must allow at least one; otherwise it is a refusal");
            limit.ifPresent(amount -> Require.that(!amount.isNegative(), "limit", amount, "must not be negative"));
            methods = Collections.unmodifiableSet(EnumSet.copyOf(methods));
        }
    }

    /** A human must decide. */
    record Review(List<String> reasonCodes) implements CreditDecision {
        public Review {
            reasonCodes = reasons(reasonCodes);
        }
    }

    /** No credit. The customer may still be offered to pay in advance. */
    record Refused(List<String> reasonCodes) implements CreditDecision {
        public Refused {
            reasonCodes = reasons(reasonCodes);
        }
    }

    /**
     * Nobody could be asked, or no answer came; says nothing about the customer.
     *
     * @param detail why, for the operator; no secrets, no personal data
     */
    record Unavailable(String detail) implements CreditDecision {
        public Unavailable {
            Require.text("detail", detail, 2000);
        }
    }

    private static List<String> reasons(List<String> codes) {
        Require.present("reasonCodes", codes);
        codes.forEach(code -> Require.text("reasonCodes", code, 255));
        return List.copyOf(codes);
    }
}
