package io.aboengine.catalog;

import io.aboengine.money.UnitPrice;
import io.aboengine.spi.InvalidRequestException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * A step of a price.
 *
 * @param upTo the greatest quantity that belongs to it, inclusive; empty: no limit
 * @param unitPrice of one unit, or of one package where there is a package size
 * @param flatFee due once as soon as the tier is reached; the first tier is reached by any quantity, zero included
 * @param packageSize units of one package; every one begun is paid for
 */
public record Tier(
        Optional<BigDecimal> upTo, UnitPrice unitPrice, Optional<UnitPrice> flatFee, Optional<BigDecimal> packageSize) {
    public Tier {
        upTo = upTo.map(limit -> positive("tier.upTo", limit));
        packageSize = packageSize.map(size -> positive("tier.packageSize", size));
        flatFee.ifPresent(fee -> {
            if (!fee.currency().equals(unitPrice.currency())) {
                throw new InvalidRequestException(
                        "tier.flatFee", fee.toString(), "must be in " + unitPrice.currency() + " as the unit price is");
            }
        });
        flatFee = flatFee.filter(fee -> !fee.isZero());
    }

    private static BigDecimal positive(String field, BigDecimal value) {
        if (value.signum() <= 0) {
            throw new InvalidRequestException(field, value.toPlainString(), "must be above zero");
        }
        return plain(value);
    }

    static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** All units at one price. */
    public static Tier of(UnitPrice unitPrice) {
        return new Tier(Optional.empty(), unitPrice, Optional.empty(), Optional.empty());
    }

    public static Tier upTo(String limit, UnitPrice unitPrice) {
        return new Tier(Optional.of(new BigDecimal(limit)), unitPrice, Optional.empty(), Optional.empty());
    }

    public static Tier packages(String size, UnitPrice perPackage) {
        return new Tier(Optional.empty(), perPackage, Optional.empty(), Optional.of(new BigDecimal(size)));
    }

    public Tier withFlatFee(UnitPrice fee) {
        return new Tier(upTo, unitPrice, Optional.of(fee), packageSize);
    }

    /** What units in this tier cost, exact, in major units: by unit, or by packages begun. */
    BigDecimal costOf(BigDecimal units) {
        BigDecimal counted = packageSize
                .map(size -> units.divide(size, 0, RoundingMode.CEILING))
                .orElse(units);
        return unitPrice.amount().multiply(counted);
    }

    BigDecimal fee() {
        return flatFee.map(UnitPrice::amount).orElse(BigDecimal.ZERO);
    }

    boolean isFree() {
        return unitPrice.isZero() && flatFee.isEmpty();
    }

    private String key() {
        return upTo.map(BigDecimal::toPlainString).orElse("") + ":" + unitPrice.toPlainString()
                + packageSize.map(size -> "/" + size.toPlainString()).orElse("")
                + flatFee.map(fee -> "+" + fee.toPlainString()).orElse("");
    }

    @Override
    public String toString() {
        return key();
    }
}
