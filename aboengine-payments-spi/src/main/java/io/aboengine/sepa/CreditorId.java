package io.aboengine.sepa;

import io.aboengine.check.Require;
import java.util.regex.Pattern;

/**
 * The number under which somebody may collect SEPA direct debits: country, two check digits, a business code the creditor
 * chooses freely ({@code ZZZ} if none), and a national number, as the direct debit rulebooks of the European Payments
 * Council describe it. The check digits cover country and national number only, so they stay right when the business
 * code changes.
 *
 * <p>A German one ends in the 11 digits that the Deutsche Bundesbank assigned. Printed on every mandate; no secret.
 *
 * @param value in capitals without blanks; blanks and small letters are accepted on the way in
 */
public record CreditorId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{3}[A-Z0-9+?/:().,'-]{1,28}");
    private static final Pattern GERMAN_NUMBER = Pattern.compile("[0-9]{11}");
    private static final Pattern NOT_COUNTED = Pattern.compile("[^A-Z0-9]");
    private static final int NATIONAL_NUMBER_AT = 7;

    public CreditorId {
        value = CheckDigits.normalised(Require.present("creditorId", value));
        Require.that(
                SHAPE.matcher(value).matches(),
                "creditorId",
                value,
                "must be a country, two check digits, a business code of three and a national number");
        String country = value.substring(0, 2);
        String number = value.substring(NATIONAL_NUMBER_AT);
        Require.that(
                !country.equals("DE") || GERMAN_NUMBER.matcher(number).matches(),
                "creditorId",
                value,
                "must end in 11 digits in Germany");
        Require.that(
                CheckDigits.confirm(
                        value.substring(2, 4), NOT_COUNTED.matcher(number).replaceAll(""), country),
                "creditorId",
                value,
                "has wrong check digits; look for a slip of the pen");
    }

    /** ISO 3166-1 code of the country that assigned it. */
    public String country() {
        return value.substring(0, 2);
    }

    /** Three letters or digits, {@code "ZZZ"} if the creditor uses none. */
    public String businessCode() {
        return value.substring(4, NATIONAL_NUMBER_AT);
    }

    @Override
    public String toString() {
        return value;
    }
}
