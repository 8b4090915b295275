package io.aboengine.invoice;

import io.aboengine.money.Money;
import io.aboengine.tax.TaxSplit;
import java.math.BigDecimal;

/**
 * Where a charge stands and how it is taxed there.
 *
 * @param position counts from 1 in the printed order
 * @param percent the tax rate; 0 for an untaxed product
 */
public record Placement(DocumentId document, int position, BigDecimal percent, Money net, Money tax, Money gross) {
    public TaxSplit split() {
        return new TaxSplit(net, tax, gross);
    }
}
