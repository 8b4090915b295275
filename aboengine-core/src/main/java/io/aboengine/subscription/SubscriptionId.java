package io.aboengine.subscription;

import io.aboengine.party.AccountId;
import io.aboengine.spi.InvalidRequestException;

/** Names a subscription: its account and the account's ordinal. Text form {@code ada/17}. */
public record SubscriptionId(AccountId account, long ordinal) implements Comparable<SubscriptionId> {

    /** Reads the text form. */
    public static SubscriptionId parse(String text) {
        int slash = text.lastIndexOf('/');
        try {
            return new SubscriptionId(
                    new AccountId(text.substring(0, Math.max(slash, 0))), Long.parseLong(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw new InvalidRequestException("subscription", text, "must look like ada/17");
        }
    }

    @Override
    public int compareTo(SubscriptionId other) {
        int byAccount = account.compareTo(other.account);
        return byAccount != 0 ? byAccount : Long.compare(ordinal, other.ordinal);
    }

    @Override
    public String toString() {
        return account + "/" + ordinal;
    }
}
