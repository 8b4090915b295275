package io.aboengine.tax;

import io.aboengine.party.PostalAddress;
import io.aboengine.spi.InvalidRequestException;
import java.math.BigDecimal;
import java.time.LocalDate;

/** A rate in percent for supplies of a category in a country from a day on, until a later row replaces it. */
public record TaxRate(TaxCategory category, String country, BigDecimal percent, LocalDate from) {
    public TaxRate {
        country = PostalAddress.requireCountry("country", country);
        percent = normalised(percent);
    }

    /** A rate of 0 to 100 percent with at most three decimals, without trailing zeros: {@code 19}, {@code 25.5}. */
    static BigDecimal normalised(BigDecimal percent) {
        BigDecimal stripped = percent.stripTrailingZeros();
        BigDecimal plain = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        if (plain.signum() < 0 || plain.compareTo(BigDecimal.valueOf(100)) > 0 || plain.scale() > 3) {
            throw new InvalidRequestException(
                    "rate", percent.toPlainString(), "must be 0 to 100 percent with at most three decimals");
        }
        return plain;
    }
}
