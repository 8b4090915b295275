package io.aboengine.oracle;

import java.time.LocalDate;
import java.util.Optional;

/** From when something is to hold. */
public record When(Kind kind, Optional<LocalDate> day) {
    private enum Kind {
        NOW,
        PERIOD_END,
        TERM_END,
        ON
    }

    public static final When NOW = new When(Kind.NOW, Optional.empty());
    public static final When PERIOD_END = new When(Kind.PERIOD_END, Optional.empty());
    public static final When TERM_END = new When(Kind.TERM_END, Optional.empty());

    public static When on(LocalDate day) {
        return new When(Kind.ON, Optional.of(day));
    }

    boolean isNow() {
        return kind == Kind.NOW;
    }

    boolean isTermEnd() {
        return kind == Kind.TERM_END;
    }
}
