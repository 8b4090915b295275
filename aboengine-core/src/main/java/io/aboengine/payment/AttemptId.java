package io.aboengine.payment;

import io.aboengine.party.AccountId;

/** Names an attempt: its account and the account's ordinal. Text form {@code ada/17}. */
public record AttemptId(AccountId account, long ordinal) {
    @Override
    public String toString() {
        return account + "/" + ordinal;
    }
}
