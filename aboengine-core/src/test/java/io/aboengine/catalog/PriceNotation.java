package io.aboengine.catalog;

import io.aboengine.money.Currency;
import io.aboengine.money.UnitPrice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Prices as tests write them: {@code 5.00} for each unit; {@code graduated 10: 5.00 + 2.00, *: 3.00} and {@code volume …} with
 * the limit of each tier, its unit price and its flat fee; {@code package 100: 0.50}. A tier may be in packages too: {@code
 * graduated 1000: 5.00 per 100, *: 3.00 per 100}.
 */
public final class PriceNotation {
    private PriceNotation() {}

    public static Price price(String text, Currency currency) {
        int blank = text.indexOf(' ');
        String model = blank < 0 ? "" : text.substring(0, blank);
        return switch (model) {
            case "graduated" -> new Price(PriceModel.GRADUATED, tiers(text.substring(blank + 1), currency));
            case "volume" -> new Price(PriceModel.VOLUME, tiers(text.substring(blank + 1), currency));
            case "package" -> packages(text.substring(blank + 1), currency);
            default -> new Price(PriceModel.PER_UNIT, List.of(tier("*: " + text, currency)));
        };
    }

    private static Price packages(String text, Currency currency) {
        String[] sizeAndPrice = text.split(": ", -1);
        Tier tier = tier("*: " + sizeAndPrice[1], currency);
        return new Price(
                PriceModel.PACKAGE,
                List.of(new Tier(
                        tier.upTo(), tier.unitPrice(), tier.flatFee(), Optional.of(new BigDecimal(sizeAndPrice[0])))));
    }

    private static List<Tier> tiers(String text, Currency currency) {
        List<Tier> tiers = new ArrayList<>();
        for (String tier : text.split(", ", -1)) {
            tiers.add(tier(tier, currency));
        }
        return tiers;
    }

    /** {@code "10: 5.00 per 100 + 2.00"}. */
    private static Tier tier(String text, Currency currency) {
        String[] limitAndRest = text.split(": ", -1);
        String[] restAndFee = limitAndRest[1].split(" \\+ ", -1);
        String[] priceAndSize = restAndFee[0].split(" per ", -1);
        return new Tier(
                limitAndRest[0].equals("*") ? Optional.empty() : Optional.of(new BigDecimal(limitAndRest[0])),
                UnitPrice.of(priceAndSize[0], currency),
                restAndFee.length > 1 ? Optional.of(UnitPrice.of(restAndFee[1], currency)) : Optional.empty(),
                priceAndSize.length > 1 ? Optional.of(new BigDecimal(priceAndSize[1])) : Optional.empty());
    }
}
