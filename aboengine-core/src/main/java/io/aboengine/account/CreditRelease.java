package io.aboengine.account;

import io.aboengine.fulfilment.ReleasePolicy;
import io.aboengine.money.Money;
import java.util.Optional;

/** Whether goods are released at once or on payment, after the credit check on file. */
final class CreditRelease {
    private CreditRelease() {}

    /** @param first what a whole period at its dearest and the set-up fee cost, in the price basis of the settings */
    static ReleasePolicy policy(AccountBook book, Money first) {
        Settings settings = book.settings();
        var method = book.account().paymentMethod().kind();
        if (!settings.creditPolicy().methods().contains(method)) {
            return settings.release();
        }
        Optional<CreditAssessment> onFile = book.assessments().stream()
                .filter(a -> a.method() == method && !a.validUntil().isBefore(book.today()))
                .findFirst();
        CreditAssessment.Verdict verdict =
                onFile.map(CreditAssessment::verdict).orElse(CreditAssessment.Verdict.UNAVAILABLE);
        return switch (verdict) {
            case APPROVED -> settings.release();
            case RESTRICTED -> isWithin(onFile.orElseThrow(), first) ? settings.release() : ReleasePolicy.ON_PAYMENT;
            case REVIEW, REFUSED -> ReleasePolicy.ON_PAYMENT;
            case UNAVAILABLE -> settings.creditPolicy().open() ? settings.release() : ReleasePolicy.ON_PAYMENT;
        };
    }

    private static boolean isWithin(CreditAssessment restricted, Money first) {
        return restricted.methods().contains(restricted.method())
                && restricted
                        .limit()
                        .map(limit -> limit.currency().equals(first.currency()) && first.compareTo(limit) <= 0)
                        .orElse(true);
    }
}
