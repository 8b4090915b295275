package io.aboengine;

import io.aboengine.account.Account;
import io.aboengine.account.PaymentMethod;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.party.Party;
import java.util.List;
import java.util.Optional;

/** Customers' billing accounts. */
public interface Accounts {

    /**
     * Opens an account. Opening one that is open already changes nothing and answers with it as it is.
     *
     * @return the account
     */
    Account open(OpenAccount request);

    Optional<Account> find(AccountId id);

    /** Up to {@code limit} ids after this one, ascending. */
    List<AccountId> list(Optional<AccountId> after, int limit);

    /** Changes name and address; documents that were made keep what stands on them. */
    void changeParty(AccountId id, Party party);

    /** Changes how the account pays; what is open is collected the new way from today on. */
    void changePaymentMethod(AccountId id, PaymentMethod method);

    /** Gives customer credit: it pays what is open, the oldest first, and then what comes. */
    void grantCredit(AccountId id, Money amount, String description);

    /** What the account owes: the sum of what is open, less its credit; negative where the shop owes. */
    Money balance(AccountId id);
}
