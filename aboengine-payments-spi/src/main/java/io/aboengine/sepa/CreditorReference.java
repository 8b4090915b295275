package io.aboengine.sepa;

import io.aboengine.check.Require;
import java.util.regex.Pattern;

/**
 * What a transfer pays for, in a form that a bank's form checks while the customer types: an RF reference of ISO 11649.
 * {@code RF}, two check digits and the creditor's own reference, such as an invoice number without its punctuation.
 *
 * @param value in capitals without blanks; blanks and small letters are accepted on the way in
 */
public record CreditorReference(String value) {
    private static final String PREFIX = "RF";
    private static final Pattern SHAPE = Pattern.compile("RF[0-9]{2}[A-Z0-9]{1,21}");
    private static final Pattern OWN_REFERENCE = Pattern.compile("[A-Z0-9]{1,21}");

    /** Checks a complete reference, as read from a statement. */
    public CreditorReference {
        value = CheckDigits.normalised(Require.present("creditorReference", value));
        Require.that(
                SHAPE.matcher(value).matches(),
                "creditorReference",
                value,
                "must be RF, two check digits and 1 to 21 letters or digits");
        Require.that(
                CheckDigits.confirm(value.substring(2, 4), value.substring(4), PREFIX),
                "creditorReference",
                value,
                "has wrong check digits; look for a slip of the pen");
    }

    /**
     * Puts prefix and check digits before one's own reference: {@code "INV2026000123"} becomes
     * {@code "RF98INV2026000123"}.
     *
     * @param reference 1 to 21 ASCII letters and digits, blanks ignored
     */
    public static CreditorReference of(String reference) {
        String own = CheckDigits.normalised(Require.present("reference", reference));
        Require.that(OWN_REFERENCE.matcher(own).matches(), "reference", reference, "must be 1 to 21 letters or digits");
        return new CreditorReference(PREFIX + CheckDigits.of(own, PREFIX) + own);
    }

    /** One's own reference, without prefix and check digits. */
    public String reference() {
        return value.substring(4);
    }

    /** In groups of four, as printed on paper. */
    public String printed() {
        return CheckDigits.inGroups(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
