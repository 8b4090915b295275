package io.aboengine.party;

import io.aboengine.spi.InvalidRequestException;

/** Name and address of a customer or a seller. Personal data: {@code toString} shows none of it. */
public record Party(String name, PostalAddress address, Language language) {
    public Party {
        if (name.isBlank() || name.length() > 200) {
            throw new InvalidRequestException("name", "(not shown)", "must have 1 to 200 characters");
        }
    }

    @Override
    public String toString() {
        return "Party[" + address.country() + "]";
    }
}
