package io.aboengine.sepa;

import io.aboengine.check.Require;
import io.aboengine.spi.InvalidRequestException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A bank account number of ISO 13616 in one of the countries of the single euro payments area. Checked are the country,
 * its length and the check digits; whether the account exists only its bank knows.
 *
 * <p>Personal data: {@link #toString} shows the country and the last four characters.
 *
 * @param value in capitals without blanks; blanks and small letters are accepted on the way in
 */
public record Iban(String value) {
    private static final Pattern SHAPE = Pattern.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}");
    private static final Map<String, Integer> LENGTHS = lengths();

    public Iban {
        value = CheckDigits.normalised(Require.present("iban", value));
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidRequestException(
                    "iban",
                    "a text of " + value.length() + " characters",
                    "must be a country, two check digits and 11 to 30 letters or digits");
        }
        String country = value.substring(0, 2);
        Integer length = LENGTHS.get(country);
        if (length == null) {
            throw new InvalidRequestException("iban", masked(value), "is not of a country in the euro payments area");
        }
        Require.that(
                value.length() == length,
                "iban",
                masked(value) + " with " + value.length(),
                "must have " + length + " characters in " + country);
        Require.that(
                CheckDigits.confirm(value.substring(2, 4), value.substring(4), country),
                "iban",
                masked(value),
                "has wrong check digits; look for a slip of the pen");
    }

    /** ISO 3166-1 code of the bank's country. */
    public String country() {
        return value.substring(0, 2);
    }

    /** All of it in groups of four, as printed on paper. For the account holder's eyes, not for logs. */
    public String printed() {
        return CheckDigits.inGroups(value);
    }

    /** {@code "DE** **** 3000"}. */
    @Override
    public String toString() {
        return masked(value);
    }

    private static String masked(String iban) {
        return iban.substring(0, 2) + "** **** " + iban.substring(iban.length() - 4);
    }

    /** From the IBAN registry: the countries whose banks the European Payments Council admits to its schemes. */
    private static Map<String, Integer> lengths() {
        Map<String, Integer> lengths = new HashMap<>();
        String table = """
                AD24 AL28 AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GI23 GR27 HR21 HU28 IE22
                IS26 IT27 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MT31 NL18 NO15 PL28 PT25 RO24 RS22 SE24 SI19 SK24
                SM27 VA22""";
        for (String entry : table.split("\\s+", -1)) {
            lengths.put(entry.substring(0, 2), Integer.valueOf(entry.substring(2)));
        }
        return Map.copyOf(lengths);
    }
}
