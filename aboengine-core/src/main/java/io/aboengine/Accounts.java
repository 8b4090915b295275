package io.aboengine;

import io.aboengine.account.Account;
import io.aboengine.account.Hold;
import io.aboengine.account.PaymentMethod;
import io.aboengine.account.Preview;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.party.Party;
import io.aboengine.tax.TaxStatus;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    /** Changes what decides the tax on new documents: consumer or business, VAT id, exemption. */
    void changeTaxStatus(AccountId id, TaxStatus status);

    /** Bills contracts aligned to the account on another day of the month, from where their paid days end. */
    void changeBillingDay(AccountId id, int day);

    /** Grants a discount for everything on the account's documents, by its id in the catalogue. */
    void grantDiscount(AccountId id, String discount);

    /** Stops exactly this for the account, and starts again what was stopped before. */
    void hold(AccountId id, Set<Hold> holds);

    /**
     * The documents that would be made until a day, that day included, if nothing else happened: exactly as they will be,
     * without numbers. If nobody runs the engine on those days, the same is billed later, with later days of issue and
     * payment. Nothing is written.
     */
    List<Preview.Sheet> preview(AccountId id, LocalDate through);

    /** What is billed on the next day on which something is, if nothing else happens. Nothing is written. */
    Preview previewNext(AccountId id);

    /** What the account owes: the sum of what is open, less its credit; negative where the shop owes. */
    Money balance(AccountId id);
}
