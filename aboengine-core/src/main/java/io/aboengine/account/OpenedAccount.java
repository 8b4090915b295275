package io.aboengine.account;

import io.aboengine.event.EventType;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import io.aboengine.party.Party;
import io.aboengine.party.SelfService;
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
            Rules rules) {
        return new Account(
                id,
                currency,
                party.address().country(),
                party.language(),
                1,
                paymentMethod,
                selfService,
                Money.zero(currency),
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
    public static Account withParty(Account a, Party party) {
        return new Account(
                a.id(),
                a.currency(),
                party.address().country(),
                party.language(),
                a.buyerVersion() + 1,
                a.paymentMethod(),
                a.selfService(),
                a.credit(),
                a.trialsUsed(),
                a.nextOrdinal(),
                a.dueOn(),
                a.dunOn(),
                a.catalogVersion(),
                a.settingsVersion());
    }

    /** A change of the account row alone. */
    public static AccountChange rowOnly(Account account) {
        return new AccountChange(
                account, List.of(), Map.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                List.of());
    }
}
