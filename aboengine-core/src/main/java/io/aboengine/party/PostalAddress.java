package io.aboengine.party;

import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.PlainText;
import java.util.Locale;

/**
 * Where somebody lives or works, as it is printed on a document (section 14 (4) no. 1 UStG). Street, postal code and city
 * have 1 to 200 characters in one line each, {@linkplain PlainText plain}: a line break is refused, as in a name.
 *
 * @param street with the number of the house and whatever else helps to find the door
 * @param country ISO 3166-1 alpha-2
 */
public record PostalAddress(String street, String postalCode, String city, String country) {
    public PostalAddress {
        PlainText.requireUnshown("street", street, 200);
        PlainText.requireUnshown("postalCode", postalCode, 200);
        PlainText.requireUnshown("city", city, 200);
        country = requireCountry("country", country);
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
