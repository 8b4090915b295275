package io.aboengine;

import io.aboengine.account.CreditAssessment;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.spi.payment.PaymentMethodKind;

/** Asking how sure it is that a customer will pay; outside any transaction, before the contract is concluded. */
public interface CreditChecks {

    /**
     * Asks the provider and keeps outcome and reason codes for the next command. A provider that throws or is not there
     * counts as unavailable.
     *
     * @throws io.aboengine.store.UnknownAccountException if there is no such account
     */
    CreditAssessment ask(AccountId account, Money amount, PaymentMethodKind method);
}
