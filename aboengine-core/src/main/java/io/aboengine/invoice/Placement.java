package io.aboengine.invoice;

import io.aboengine.money.Money;
import io.aboengine.tax.TaxDecision;
import io.aboengine.tax.TaxSplit;
import io.aboengine.tax.TaxTreatment;
import java.math.BigDecimal;

/**
 * Where a charge stands and how it is taxed there.
 *
 * @param position counts from 1 in the printed order
 * @param treatment decided when it was drafted; what takes the line back keeps it
 * @param percent the tax rate; 0 for every treatment but TAXED
 */
public record Placement(
        DocumentId document,
        int position,
        TaxTreatment treatment,
        BigDecimal percent,
        Money net,
        Money tax,
        Money gross) {
    public TaxDecision taxDecision() {
        return new TaxDecision(treatment, percent);
    }

    public TaxSplit split() {
        return new TaxSplit(net, tax, gross);
    }
}
