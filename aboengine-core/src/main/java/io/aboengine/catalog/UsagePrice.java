package io.aboengine.catalog;

import io.aboengine.spi.InvalidRequestException;
import java.math.BigDecimal;

/**
 * What is asked for the use of something within a billing period, billed when the period is over.
 *
 * @param unit what is counted, such as {@code api-call}
 * @param included units of each period that are not charged
 * @param price of what is used above that
 */
public record UsagePrice(String unit, Aggregate aggregate, BigDecimal included, Price price) {
    /** What of the records of a period counts. */
    public enum Aggregate {
        /** All of them together. */
        SUM,
        /** The greatest. */
        MAX,
        /** The latest. */
        LAST
    }

    public UsagePrice {
        CatalogNames.require("usage.unit", unit);
        if (included.signum() < 0) {
            throw new InvalidRequestException("usage.included", included.toPlainString(), "must not be negative");
        }
        included = Tier.plain(included);
    }

    public static UsagePrice of(String unit, Aggregate aggregate, Price price) {
        return new UsagePrice(unit, aggregate, BigDecimal.ZERO, price);
    }

    public UsagePrice including(String units) {
        return new UsagePrice(unit, aggregate, new BigDecimal(units), price);
    }

    /** The quantity that is charged of what was used: what is included taken off, never below zero. */
    public BigDecimal charged(BigDecimal used) {
        return Tier.plain(used.subtract(included).max(BigDecimal.ZERO));
    }
}
