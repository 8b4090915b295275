package io.aboengine.party;

import io.aboengine.spi.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * Names a billing account: the shop's own customer id, so that no mapping table is needed. 1 to 64 printable ASCII
 * characters; a blank, {@code /} or {@code @} is refused, because ids stand in logs, events and keys and must not be
 * personal data such as an e-mail address.
 */
public record AccountId(String value) implements Comparable<AccountId> {
    private static final int MAX_LENGTH = 64;

    public AccountId {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new InvalidRequestException("account", value, "must have 1 to " + MAX_LENGTH + " characters");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c > '~' || c == '/' || c == '@') {
                throw new InvalidRequestException(
                        "account",
                        value,
                        "must be printable ASCII without blank, '/' and '@' (no personal data in ids)");
            }
        }
    }

    public static AccountId of(String value) {
        return new AccountId(value);
    }

    // As a record does it, but told to the compiler in so many words: ids are looked up dozens of times for each
    // renewal.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AccountId that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public int compareTo(AccountId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
