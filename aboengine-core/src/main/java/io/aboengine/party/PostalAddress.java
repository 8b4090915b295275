package io.aboengine.party;

import io.aboengine.spi.InvalidRequestException;
import java.util.Locale;

/** Where somebody lives or works, as it is printed on a document. {@code country} is ISO 3166-1 alpha-2. */
public record PostalAddress(String street, String postalCode, String city, String country) {
    public PostalAddress {
        requireText("street", street);
        requireText("postalCode", postalCode);
        requireText("city", city);
        country = requireCountry("country", country);
    }

    private static void requireText(String field, String value) {
        if (value.isBlank() || value.length() > 200) {
            throw new InvalidRequestException(
                    field, "(not shown)", "must have 1 to 200 characters (section 14 (4) no. 1 UStG)");
        }
    }

    /** Two letters of A to Z, upper-cased. */
    public static String requireCountry(String field, String country) {
        String upper = country.toUpperCase(Locale.ROOT);
        if (upper.length() != 2 || !upper.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
            throw new InvalidRequestException(field, country, "must be an ISO 3166-1 code of two letters");
        }
        return upper;
    }

    @Override
    public String toString() {
        return "PostalAddress[" + country + "]";
    }
}
