package io.aboengine.tax;

import io.aboengine.spi.InvalidRequestException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A VAT identification number as it is printed: upper case, without blanks, the country's prefix (two letters; EL for
 * Greece, article 215 of directive 2006/112/EC) and 2 to 13 letters or digits. The form is checked, not whether the number
 * was given to anybody. Business data: {@code toString} shows it.
 */
public record VatId(String value) {
    private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0]+");
    private static final Pattern FORM = Pattern.compile("[A-Z]{2}[0-9A-Z]{2,13}");

    public VatId {
        String given = value;
        value = BLANKS.matcher(given).replaceAll("").toUpperCase(Locale.ROOT);
        if (!FORM.matcher(value).matches()) {
            throw new InvalidRequestException(
                    "vatId",
                    given,
                    "must be the country's two letters and 2 to 13 letters or digits, as in DE123456789");
        }
        if (value.startsWith("GR")) {
            throw new InvalidRequestException("vatId", given, "must begin with EL, the prefix of Greece");
        }
    }

    /** The country that gave it, ISO 3166-1 alpha-2: GR for the prefix EL. Northern Ireland's XI is given back as it is. */
    public String country() {
        String prefix = value.substring(0, 2);
        return prefix.equals("EL") ? "GR" : prefix;
    }

    @Override
    public String toString() {
        return value;
    }
}
