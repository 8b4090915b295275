package io.aboengine.store;

import io.aboengine.party.AccountId;

/** There is no account of this id. Open it first. */
public final class UnknownAccountException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String account;

    public UnknownAccountException(AccountId account) {
        super("There is no account " + account + "; open it first");
        this.account = account.value();
    }

    public AccountId account() {
        return new AccountId(account);
    }
}
