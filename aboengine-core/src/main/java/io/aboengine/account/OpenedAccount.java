package io.aboengine.account;

import io.aboengine.calendar.GermanState;
import io.aboengine.event.EventType;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import io.aboengine.party.Party;
import io.aboengine.party.SelfService;
import io.aboengine.tax.TaxStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accounts when they begin, and when their name or address changes. */
public final class OpenedAccount {
    private OpenedAccount() {}

    public static Account of(
            AccountId id,
            Currency currency,
            Party party,
            PaymentMethod paymentMethod,
            Optional<SelfService> selfService,
            Optional<GermanState> state,
            TaxStatus taxStatus,
            Optional<Integer> billingDay,
            Rules rules) {
        return new Account(
                id,
                currency,
                party.address().country(),
                state,
                party.language(),
                taxStatus,
                1,
                paymentMethod,
                selfService,
                Money.zero(currency),
                List.of(),
                billingDay,
                List.of(),
                List.of(),
                1,
                Optional.empty(),
                Optional.empty(),
                rules.catalogVersion(),
                rules.settingsVersion());
    }

    /** What is written with the first row: that it was opened. */
    public static AccountChange opened(Account account, Rules rules, Actor actor, Moment now) {
        AccountBook book = AccountBook.of(AccountSnapshot.empty(account), rules, now);
        book.actsFor(actor, Optional.empty());
        book.tell(EventType.ACCOUNT_OPENED, account.id());
        return book.change();
    }

    /** The account with another name or address, which new documents will show; its country decides the tax. */
    public static Account withParty(Account account, Party party) {
        return account.withBuyer(party.address().country(), party.language());
    }

    /** The account with another position in tax, for new documents. */
    public static Account withTaxStatus(Account account, TaxStatus status) {
        return account.withTaxStatus(status);
    }

    /** A change of the account row alone. */
    public static AccountChange rowOnly(Account account) {
        return new AccountChange(
                account, List.of(), Map.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                List.of(), List.of(), List.of());
    }
}
