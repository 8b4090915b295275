package io.aboengine.account;

import io.aboengine.payment.PaymentAttempt;
import java.util.List;

/**
 * What of one account it takes to send and to ask, and no more: collecting looks at many accounts twice, and the first time
 * at their attempts only.
 *
 * @param attempts all of the documents that have a live one, in order of ordinals
 */
public record AccountPayments(Account account, List<PaymentAttempt> attempts) {
    public AccountPayments {
        attempts = List.copyOf(attempts);
    }
}
