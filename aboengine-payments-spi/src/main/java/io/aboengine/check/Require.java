package io.aboengine.check;

import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.PlainText;
import org.jspecify.annotations.Nullable;

/** Refuses what a constructor must not accept, naming the field. */
public final class Require {
    private Require() {}

    /** The value itself. Written for callers whose compiler does not know our null annotations. */
    public static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new InvalidRequestException(field, "missing", "is required");
        }
        return value;
    }

    public static void that(boolean condition, String field, Object value, String reason) {
        if (!condition) {
            throw new InvalidRequestException(field, value, reason);
        }
    }

    /** A text with something to read in it, at most {@code maxLength} UTF-16 units long and {@linkplain PlainText plain}. */
    public static String text(String field, @Nullable String value, int maxLength) {
        String text = present(field, value);
        that(!text.isBlank(), field, "blank", "must not be blank");
        if (text.length() > maxLength) {
            throw refused(field, text, "may have at most " + maxLength + " characters");
        }
        PlainText.fault(text).ifPresent(fault -> {
            throw refused(field, text, fault);
        });
        return text;
    }

    /** 1 to {@code maxLength} printable ASCII characters; a blank inside is printable too, at either end it is refused. */
    public static String printableAscii(String field, @Nullable String value, int maxLength) {
        String text = text(field, value, maxLength);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                throw refused(field, text, "must be printable ASCII");
            }
        }
        if (text.charAt(0) == ' ' || text.charAt(text.length() - 1) == ' ') {
            throw refused(field, text, "must not begin or end with a blank");
        }
        return text;
    }

    /** Says how long a refused text was, not what it was: it may be a token or a name. */
    private static InvalidRequestException refused(String field, String text, String reason) {
        return new InvalidRequestException(field, "a text of " + text.length() + " characters", reason);
    }
}
