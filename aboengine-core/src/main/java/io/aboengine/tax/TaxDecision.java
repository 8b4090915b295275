package io.aboengine.tax;

import io.aboengine.spi.InvalidRequestException;
import java.math.BigDecimal;

/**
 * How a charge is treated, and at which rate.
 *
 * @param percent 0 to 100 with at most three decimals, without trailing zeros; 0 for every treatment but TAXED
 */
public record TaxDecision(TaxTreatment treatment, BigDecimal percent) {
    public TaxDecision {
        percent = TaxRate.normalised(percent);
        if (treatment != TaxTreatment.TAXED && percent.signum() != 0) {
            throw new InvalidRequestException("rate", percent.toPlainString(), "must be 0 for " + treatment);
        }
    }

    public static TaxDecision taxed(BigDecimal percent) {
        return new TaxDecision(TaxTreatment.TAXED, percent);
    }

    /** A treatment that bears no tax. */
    public static TaxDecision without(TaxTreatment treatment) {
        return new TaxDecision(treatment, BigDecimal.ZERO);
    }
}
