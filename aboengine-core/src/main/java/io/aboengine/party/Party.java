package io.aboengine.party;

import io.aboengine.spi.PlainText;

/**
 * Name and address of a customer or a seller. Personal data: {@code toString} shows none of it.
 *
 * @param name 1 to 200 characters in one line, {@linkplain PlainText plain}: a line break is refused, since the name also
 *     stands in mandates, exports and mails, where it would end the line; join a second line to the first
 */
public record Party(String name, PostalAddress address, Language language) {
    public Party {
        PlainText.requireUnshown("name", name, 200);
    }

    @Override
    public String toString() {
        return "Party[" + address.country() + "]";
    }
}
