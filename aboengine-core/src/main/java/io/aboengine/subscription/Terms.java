package io.aboengine.subscription;

import io.aboengine.calendar.BillingGrid;
import io.aboengine.calendar.BillingInterval;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.ProductId;
import io.aboengine.money.UnitPrice;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.tax.TaxCategory;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What one day of a contract runs on, pinned when it was agreed: later catalogues do not touch it.
 *
 * @param catalogVersion the catalogue the plan was taken from; told, but not compared
 * @param planName as printed on documents
 * @param anchor a boundary of the billing periods
 * @param unitPrice for one unit and one whole interval, in the price basis of the settings
 */
public record Terms(
        PlanId plan,
        ProductId product,
        int catalogVersion,
        String planName,
        String phase,
        BillingInterval interval,
        LocalDate anchor,
        UnitPrice unitPrice,
        BigDecimal quantity,
        Optional<TaxCategory> taxCategory) {
    public Terms {
        quantity = normalised(quantity);
    }

    private static BigDecimal normalised(BigDecimal quantity) {
        BigDecimal stripped = quantity.stripTrailingZeros();
        BigDecimal plain = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        if (plain.signum() <= 0 || plain.scale() > 6 || plain.precision() - plain.scale() > 9) {
            throw new InvalidRequestException(
                    "quantity",
                    quantity.toPlainString(),
                    "must be above zero, below a thousand million, with at most six decimals");
        }
        return plain;
    }

    public BillingGrid grid() {
        return new BillingGrid(anchor, interval);
    }

    public Terms withQuantity(BigDecimal quantity) {
        return new Terms(
                plan, product, catalogVersion, planName, phase, interval, anchor, unitPrice, quantity, taxCategory);
    }

    /** Whatever makes two days cost the same: days are billed on the same terms if and only if the keys are equal. */
    public String key() {
        return plan + "|" + phase + "|" + unitPrice.toPlainString() + " " + unitPrice.currency() + "|"
                + quantity.toPlainString() + "|"
                + taxCategory.map(TaxCategory::value).orElse("") + "|" + interval + "@"
                + anchor;
    }
}
