package io.aboengine.account;

import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.spi.payment.PaymentMethodKind;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What a credit check said about an account that wants to pay in one way: outcome and reason codes only, never a score.
 *
 * @param methods the ways of paying that remain allowed; meaningful for {@link Verdict#RESTRICTED}
 * @param limit up to which amount
 * @param validUntil the last day on which it may be used
 */
public record CreditAssessment(
        AccountId account,
        PaymentMethodKind method,
        Verdict verdict,
        List<PaymentMethodKind> methods,
        Optional<Money> limit,
        List<String> reasonCodes,
        LocalDate checkedOn,
        LocalDate validUntil) {
    public CreditAssessment {
        methods = methods.stream().sorted().distinct().toList();
        reasonCodes = List.copyOf(reasonCodes);
    }

    /** The outcome of a check. */
    public enum Verdict {
        APPROVED,
        RESTRICTED,
        REVIEW,
        REFUSED,
        UNAVAILABLE
    }
}
