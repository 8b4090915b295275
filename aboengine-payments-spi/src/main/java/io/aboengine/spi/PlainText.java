package io.aboengine.spi;

import java.util.Optional;

/**
 * Texts of one line that every database can keep: without control characters (line breaks and tabs are some), and without
 * half a character, which is one of a pair of surrogates whose other is missing.
 */
public final class PlainText {
    private static final char BLANK = ' ';
    private static final char REPLACEMENT = '\uFFFD';

    private PlainText() {}

    /** Why the text is not plain, as the end of a sentence that begins with the name of its field; empty if it is. */
    public static Optional<String> fault(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return Optional.of("must not hold control characters");
            }
            if (isHalf(text, i)) {
                return Optional.of("must not hold half a character (a surrogate without its other)");
            }
        }
        return Optional.empty();
    }

    /**
     * The text, if it is plain and has something to read in it.
     *
     * @param field what the caller knows it by
     * @param maxLength in UTF-16 units
     * @throws InvalidRequestException if it is not; it shows the text, made plain
     */
    public static String require(String field, String text, int maxLength) {
        return require(field, text, text, maxLength);
    }

    /** The same for what is secret or personal: the text is not shown. */
    public static String requireUnshown(String field, String text, int maxLength) {
        return require(field, text, "(not shown)", maxLength);
    }

    private static String require(String field, String text, String shown, int maxLength) {
        if (text.isBlank() || text.length() > maxLength) {
            throw new InvalidRequestException(field, shown, "must have 1 to " + maxLength + " characters");
        }
        fault(text).ifPresent(fault -> {
            throw new InvalidRequestException(field, of(shown, shown.length()), fault);
        });
        return text;
    }

    /**
     * The text made plain, such as the message of an exception: a blank for each control character, U+FFFD for each half a
     * character.
     *
     * @param maxLength of what is kept, in UTF-16 units; the rest is cut off, with the whole of a pair of surrogates
     */
    public static String of(String text, int maxLength) {
        int length = Math.min(text.length(), maxLength);
        if (length < text.length()
                && length > 0
                && Character.isSurrogatePair(text.charAt(length - 1), text.charAt(length))) {
            length--;
        }
        StringBuilder plain = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            plain.append(Character.isISOControl(c) ? BLANK : isHalf(text, i) ? REPLACEMENT : c);
        }
        return plain.toString();
    }

    private static boolean isHalf(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
