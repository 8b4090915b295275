package io.aboengine.catalog;

import io.aboengine.spi.InvalidRequestException;

/** What the shop may call its products, plans and phases. */
final class CatalogNames {
    private static final int MAX_LENGTH = 64;

    private CatalogNames() {}

    static void require(String field, String value) {
        boolean valid = !value.isEmpty() && value.length() <= MAX_LENGTH;
        for (int i = 0; valid && i < value.length(); i++) {
            char c = value.charAt(i);
            valid = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_'
                    || c == '.';
        }
        if (!valid) {
            throw new InvalidRequestException(
                    field, value, "must have 1 to " + MAX_LENGTH + " letters, digits, '-', '_' or '.'");
        }
    }
}
