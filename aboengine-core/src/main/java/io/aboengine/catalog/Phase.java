package io.aboengine.catalog;

import io.aboengine.money.UnitPrice;
import io.aboengine.spi.InvalidRequestException;
import java.time.Period;
import java.util.Optional;

/**
 * A stretch of a plan's life. Without a length it lasts; without a price it costs what the plan costs. A price is per
 * billing interval of the plan, prorated by days where the phase covers only a part of one.
 */
public record Phase(String name, Optional<Period> length, Optional<UnitPrice> price) {
    /** The name of the phase of a plan that names none. */
    public static final String REGULAR = "regular";

    public Phase {
        CatalogNames.require("phase", name);
        length.ifPresent(l -> {
            if (l.isZero() || l.isNegative()) {
                throw new InvalidRequestException("phase.length", l.toString(), "must be longer than nothing");
            }
        });
    }

    /** A free phase at the start, such as {@code trial("P14D")}. */
    public static Phase trial(Period length, UnitPrice free) {
        return new Phase("trial", Optional.of(length), Optional.of(free));
    }

    public static Phase regular() {
        return new Phase(REGULAR, Optional.empty(), Optional.empty());
    }

    boolean isFree() {
        return price.isPresent() && price.get().isZero();
    }
}
