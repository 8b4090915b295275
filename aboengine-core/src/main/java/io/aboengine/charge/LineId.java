package io.aboengine.charge;

import io.aboengine.party.AccountId;

/** Names a line: its account and the account's ordinal. Text form {@code ada/17}. */
public record LineId(AccountId account, long ordinal) {
    @Override
    public String toString() {
        return account + "/" + ordinal;
    }
}
