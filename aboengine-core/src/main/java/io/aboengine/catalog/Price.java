package io.aboengine.catalog;

import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.spi.InvalidRequestException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a quantity costs. Exact until it is asked for as {@link Money}, which rounds once, HALF_UP.
 *
 * @param tiers in rising order, the last one without a limit; one alone for {@link PriceModel#PER_UNIT} and {@link
 *     PriceModel#PACKAGE}
 */
public record Price(PriceModel model, List<Tier> tiers) {
    private static final int AVERAGE_DECIMALS = 6;

    public Price {
        tiers = List.copyOf(tiers);
        if (tiers.isEmpty()) {
            throw new InvalidRequestException("price.tiers", "(none)", "must have at least one tier");
        }
        requireModel(model, tiers);
        for (int i = 0; i < tiers.size(); i++) {
            Tier tier = tiers.get(i);
            boolean last = i == tiers.size() - 1;
            if (tier.upTo().isEmpty() != last) {
                throw new InvalidRequestException(
                        "tier.upTo", tier.toString(), "every tier but the last needs a limit, and the last has none");
            }
            if (i > 0
                    && !last
                    && tier.upTo().get().compareTo(tiers.get(i - 1).upTo().orElseThrow()) <= 0) {
                throw new InvalidRequestException(
                        "tier.upTo", tier.upTo().get().toPlainString(), "must be above the tier before it");
            }
            if (!tier.unitPrice().currency().equals(tiers.get(0).unitPrice().currency())) {
                throw new InvalidRequestException(
                        "tier.unitPrice",
                        tier.unitPrice().toString(),
                        "must be in " + tiers.get(0).unitPrice().currency() + " as the first tier is");
            }
        }
    }

    private static void requireModel(PriceModel model, List<Tier> tiers) {
        boolean single = model == PriceModel.PER_UNIT || model == PriceModel.PACKAGE;
        if (single && tiers.size() > 1) {
            throw new InvalidRequestException(
                    "price.tiers",
                    tiers.toString(),
                    "model " + model + " has one tier; take GRADUATED or VOLUME for more");
        }
        boolean packaged = tiers.get(0).packageSize().isPresent();
        if ((model == PriceModel.PACKAGE) != packaged && single) {
            throw new InvalidRequestException(
                    "tier.packageSize",
                    tiers.get(0).toString(),
                    model == PriceModel.PACKAGE ? "is required by model PACKAGE" : "needs the model PACKAGE");
        }
    }

    public static Price perUnit(UnitPrice unitPrice) {
        return new Price(PriceModel.PER_UNIT, List.of(Tier.of(unitPrice)));
    }

    public static Price graduated(Tier... tiers) {
        return new Price(PriceModel.GRADUATED, List.of(tiers));
    }

    public static Price volume(Tier... tiers) {
        return new Price(PriceModel.VOLUME, List.of(tiers));
    }

    public static Price packages(String size, UnitPrice perPackage) {
        return new Price(PriceModel.PACKAGE, List.of(Tier.packages(size, perPackage)));
    }

    public static Price free(Currency currency) {
        return perUnit(UnitPrice.of(Money.zero(currency)));
    }

    public Currency currency() {
        return tiers.get(0).unitPrice().currency();
    }

    /** Whether nothing is asked for, whatever the quantity. */
    public boolean isFree() {
        return tiers.stream().allMatch(Tier::isFree);
    }

    /**
     * The exact price of a quantity, in major units.
     *
     * @param quantity zero or more
     */
    public BigDecimal exact(BigDecimal quantity) {
        return switch (model) {
            case PER_UNIT, PACKAGE ->
                tiers.get(0).costOf(quantity).add(tiers.get(0).fee());
            case VOLUME -> {
                Tier tier = tiers.get(indexOf(quantity));
                yield tier.costOf(quantity).add(tier.fee());
            }
            case GRADUATED -> {
                BigDecimal sum = BigDecimal.ZERO;
                for (Part part : parts(quantity)) {
                    sum = sum.add(part.tier().costOf(part.units()))
                            .add(part.tier().fee());
                }
                yield sum;
            }
        };
    }

    /** The price of a quantity, rounded once. */
    public Money of(BigDecimal quantity) {
        return Money.round(exact(quantity), currency());
    }

    /**
     * The price of some days of a period, rounded once.
     *
     * @param days zero or more
     * @param ofDays length of the whole period, above zero
     */
    public Money prorated(BigDecimal quantity, long days, long ofDays) {
        return new UnitPrice(exact(quantity), currency()).prorated(BigDecimal.ONE, days, ofDays);
    }

    /** What one unit costs at this quantity: exact where all cost the same, else the average with six decimals. */
    public UnitPrice unitPriceAt(BigDecimal quantity) {
        if (model == PriceModel.PER_UNIT && tiers.get(0).flatFee().isEmpty()) {
            return tiers.get(0).unitPrice();
        }
        if (quantity.signum() == 0) {
            return new UnitPrice(exact(quantity), currency());
        }
        return new UnitPrice(exact(quantity).divide(quantity, AVERAGE_DECIMALS, RoundingMode.HALF_UP), currency());
    }

    /** The calculation in words and figures, for a trace: {@code 3 × 40.00}. */
    public String explain(BigDecimal quantity) {
        if (model == PriceModel.PER_UNIT && tiers.get(0).flatFee().isEmpty()) {
            String price = tiers.get(0).unitPrice().toPlainString();
            return quantity.compareTo(BigDecimal.ONE) == 0 ? price : quantity.toPlainString() + " × " + price;
        }
        List<Part> parts = model == PriceModel.GRADUATED
                ? parts(quantity)
                : List.of(new Part(tiers.get(model == PriceModel.VOLUME ? indexOf(quantity) : 0), quantity));
        return parts.stream().map(Price::explain).collect(Collectors.joining(" + ", "(", ")"));
    }

    private static String explain(Part part) {
        Tier tier = part.tier();
        String units = tier.packageSize()
                .map(size ->
                        packages(part.units().divide(size, 0, RoundingMode.CEILING)) + " of " + size.toPlainString())
                .orElse(part.units().toPlainString());
        return units + " × " + tier.unitPrice().toPlainString()
                + tier.flatFee()
                        .map(fee -> " + " + fee.toPlainString() + " flat")
                        .orElse("");
    }

    private static String packages(BigDecimal count) {
        return count.toPlainString() + (count.compareTo(BigDecimal.ONE) == 0 ? " package" : " packages");
    }

    private record Part(Tier tier, BigDecimal units) {}

    /** The quantity spread over the tiers; the first one is there even for nothing. */
    private List<Part> parts(BigDecimal quantity) {
        List<Part> parts = new ArrayList<>();
        BigDecimal from = BigDecimal.ZERO;
        for (Tier tier : tiers) {
            if (!parts.isEmpty() && quantity.compareTo(from) <= 0) {
                break;
            }
            BigDecimal to =
                    tier.upTo().filter(limit -> limit.compareTo(quantity) < 0).orElse(quantity);
            parts.add(new Part(tier, to.subtract(from)));
            from = to;
        }
        return parts;
    }

    private int indexOf(BigDecimal quantity) {
        for (int i = 0; i < tiers.size(); i++) {
            if (tiers.get(i).upTo().map(limit -> quantity.compareTo(limit) <= 0).orElse(true)) {
                return i;
            }
        }
        throw new IllegalStateException("The last tier of " + tiers + " has a limit");
    }

    /** Prices are the same if and only if their keys are. */
    public String key() {
        return model == PriceModel.PER_UNIT && tiers.get(0).flatFee().isEmpty()
                ? tiers.get(0).unitPrice().toPlainString()
                : model + tiers.stream().map(Tier::toString).collect(Collectors.joining(",", "[", "]"));
    }
}
