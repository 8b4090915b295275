package io.aboengine.store;

import io.aboengine.party.AccountId;

/** The account was locked by somebody else for longer than the caller would wait. Try again. */
public final class AccountBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String account;

    public AccountBusyException(AccountId account) {
        super("Account " + account + " is being worked on elsewhere; try again");
        this.account = account.value();
    }

    public AccountId account() {
        return new AccountId(account);
    }
}
