package io.aboengine.account;

import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.payment.PaymentMethodKind;
import java.util.Collection;
import java.util.List;

/**
 * When a credit check is wanted and what happens without an answer. A check never refuses a contract: it decides whether
 * goods are released at once or on payment.
 *
 * @param methods the ways of paying that carry a credit risk and want a check, sorted; none: no check is wanted
 * @param open true: without a valid answer the shop's release policy stands; false: release waits for payment
 * @param validDays how long an answer may be used, the day of the check included
 */
public record CreditPolicy(List<PaymentMethodKind> methods, boolean open, int validDays) {
    private static final int DEFAULT_VALID_DAYS = 30;

    public CreditPolicy {
        methods = methods.stream().sorted().distinct().toList();
        if (validDays < 1 || validDays > 365) {
            throw new InvalidRequestException(
                    "creditPolicy.validDays", Integer.toString(validDays), "must be 1 to 365");
        }
    }

    public static CreditPolicy none() {
        return new CreditPolicy(List.of(), true, DEFAULT_VALID_DAYS);
    }

    /** A check is wanted for these; without an answer goods are released on payment. */
    public static CreditPolicy closed(Collection<PaymentMethodKind> methods) {
        return new CreditPolicy(List.copyOf(methods), false, DEFAULT_VALID_DAYS);
    }

    /** A check is wanted for these; without an answer goods are released as the shop's policy says. */
    public static CreditPolicy open(Collection<PaymentMethodKind> methods) {
        return new CreditPolicy(List.copyOf(methods), true, DEFAULT_VALID_DAYS);
    }
}
