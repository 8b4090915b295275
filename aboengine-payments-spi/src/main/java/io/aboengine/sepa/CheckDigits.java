package io.aboengine.sepa;

import java.util.Locale;
import java.util.regex.Pattern;

/** The check digits of ISO/IEC 7064, MOD 97-10, as IBAN, creditor identifier and RF reference use them. */
final class CheckDigits {
    private static final int MODULUS = 97;
    private static final int FIRST_LETTER_VALUE = 10;
    private static final Pattern GAP = Pattern.compile("[\\s\\u00a0\\u202f]");
    private static final Pattern GROUP_OF_FOUR = Pattern.compile("(.{4})(?=.)");

    private CheckDigits() {}

    /** Without blanks and in capitals. Only ASCII letters are raised: a Turkish dotless i is not an I. */
    static String normalised(String text) {
        String dense = GAP.matcher(text).replaceAll("");
        return dense.chars().allMatch(c -> c < 128) ? dense.toUpperCase(Locale.ROOT) : dense;
    }

    /** In groups of four, as printed on paper. */
    static String inGroups(String dense) {
        return GROUP_OF_FOUR.matcher(dense).replaceAll("$1 ");
    }

    /**
     * Whether {@code digits} is what {@link #of} computes. The remainder alone would also accept 00, 01 and 99, which
     * nobody issues.
     */
    static boolean confirm(String digits, String payload, String prefix) {
        return of(payload, prefix).equals(digits);
    }

    /** Two digits, 02 to 98, for a number whose payload moves in front of its prefix: {@code 98 - (… prefix 00) mod 97}. */
    static String of(String payload, String prefix) {
        int digits = MODULUS + 1 - remainder(payload + prefix + "00");
        return digits < 10 ? "0" + digits : Integer.toString(digits);
    }

    /** The text read as a decimal number, A as 10 to Z as 35, modulo 97. */
    private static int remainder(String text) {
        int remainder = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            remainder = c <= '9'
                    ? (remainder * 10 + c - '0') % MODULUS
                    : (remainder * 100 + c - 'A' + FIRST_LETTER_VALUE) % MODULUS;
        }
        return remainder;
    }
}
