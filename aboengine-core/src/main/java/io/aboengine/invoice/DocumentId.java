package io.aboengine.invoice;

import io.aboengine.party.AccountId;
import io.aboengine.spi.InvalidRequestException;

/** Names a document: its account and the account's ordinal. Text form {@code ada/17}. Not the printed number. */
public record DocumentId(AccountId account, long ordinal) implements Comparable<DocumentId> {

    /** Reads the text form. */
    public static DocumentId parse(String text) {
        int slash = text.lastIndexOf('/');
        try {
            return new DocumentId(
                    new AccountId(text.substring(0, Math.max(slash, 0))), Long.parseLong(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw new InvalidRequestException("document", text, "must look like ada/17");
        }
    }

    @Override
    public int compareTo(DocumentId other) {
        int byAccount = account.compareTo(other.account);
        return byAccount != 0 ? byAccount : Long.compare(ordinal, other.ordinal);
    }

    @Override
    public String toString() {
        return account + "/" + ordinal;
    }
}
