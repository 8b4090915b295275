package io.aboengine.oracle;

import io.aboengine.catalog.Price;
import io.aboengine.catalog.PriceModel;
import io.aboengine.catalog.Tier;
import io.aboengine.money.UnitPrice;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A price list: steps of a quantity, each with a price for one or for a package, and perhaps a fee. */
record Tariff(PriceModel model, List<Level> levels) {
    /** @param upTo empty on the last one */
    record Level(Optional<BigDecimal> upTo, BigDecimal price, BigDecimal fee, Optional<BigDecimal> packageOf) {
        Fraction of(BigDecimal units) {
            BigDecimal counted = packageOf
                    .map(size -> units.divide(size, 0, RoundingMode.UP))
                    .orElse(units);
            return Fraction.of(price).times(Fraction.of(counted)).plus(Fraction.of(fee));
        }
    }

    static Tariff of(Price price) {
        List<Level> levels = new ArrayList<>();
        for (Tier tier : price.tiers()) {
            levels.add(new Level(
                    tier.upTo().map(BigDecimal::stripTrailingZeros),
                    tier.unitPrice().amount().stripTrailingZeros(),
                    tier.flatFee()
                            .map(UnitPrice::amount)
                            .orElse(BigDecimal.ZERO)
                            .stripTrailingZeros(),
                    tier.packageSize()));
        }
        return new Tariff(price.model(), List.copyOf(levels));
    }

    static Tariff each(UnitPrice price) {
        return of(Price.perUnit(price));
    }

    static Tariff nothing() {
        return new Tariff(
                PriceModel.PER_UNIT,
                List.of(new Level(Optional.empty(), BigDecimal.ZERO, BigDecimal.ZERO, Optional.empty())));
    }

    boolean isFree() {
        return levels.stream().allMatch(l -> l.price().signum() == 0 && l.fee().signum() == 0);
    }

    /** In cents. */
    Fraction of(BigDecimal quantity) {
        Fraction sum = Fraction.ZERO;
        BigDecimal from = BigDecimal.ZERO;
        for (Level level : levels) {
            boolean last =
                    level.upTo().map(limit -> quantity.compareTo(limit) <= 0).orElse(true);
            if (model == PriceModel.GRADUATED) {
                BigDecimal to = last ? quantity : level.upTo().orElseThrow();
                sum = sum.plus(level.of(to.subtract(from)));
                from = to;
            } else if (last) {
                sum = level.of(quantity);
            }
            if (last) {
                break;
            }
        }
        return sum.times(100);
    }
}
