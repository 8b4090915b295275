package io.aboengine.calendar;

import io.aboengine.spi.InvalidRequestException;
import java.time.Period;
import java.time.format.DateTimeParseException;

/** What becomes of a contract whose minimum term ends without notice. Written {@code INDEFINITE}, {@code NONE}, {@code P12M}. */
public sealed interface Renewal {

    /**
     * It runs on until notice is given. The only tacit renewal that general terms may agree with consumers, with a notice
     * period of one month at most, for contracts concluded since 1 March 2022 (section 309 No 9 BGB).
     */
    record Indefinite() implements Renewal {
        @Override
        public String toString() {
            return "INDEFINITE";
        }
    }

    /** It ends by itself. */
    record None() implements Renewal {
        @Override
        public String toString() {
            return "NONE";
        }
    }

    /** It runs on for another fixed term, and another, until notice is received in time for the end of one. */
    record Fixed(Period length) implements Renewal {
        public Fixed {
            LegalPeriods.requireLength("renewal", length);
        }

        @Override
        public String toString() {
            return length.toString();
        }
    }

    /** Reads what {@link Object#toString} writes: {@code INDEFINITE}, {@code NONE}, or a length like {@code P12M}. */
    static Renewal parse(String text) {
        if (text.equals("INDEFINITE")) {
            return new Indefinite();
        }
        if (text.equals("NONE")) {
            return new None();
        }
        try {
            return new Fixed(Period.parse(text));
        } catch (DateTimeParseException e) {
            throw new InvalidRequestException("renewal", text, "must be INDEFINITE, NONE or a length like P12M");
        }
    }
}
