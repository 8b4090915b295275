package io.aboengine.tax;

import io.aboengine.spi.InvalidRequestException;
import java.util.Optional;

/**
 * What a buyer is to the tax office.
 *
 * @param business whether the buyer is a taxable person who buys for the business
 * @param vatId the id under which a business buys; whoever states one has checked it
 * @param exempt whether supplies to this buyer are free of tax, as those to embassies are
 */
public record TaxStatus(boolean business, Optional<VatId> vatId, boolean exempt) {
    public TaxStatus {
        if (!business && vatId.isPresent()) {
            throw new InvalidRequestException(
                    "vatId", vatId.get().value(), "is for a business: state that the buyer is one, or leave it out");
        }
    }

    public static TaxStatus consumer() {
        return new TaxStatus(false, Optional.empty(), false);
    }

    /** A business that named no VAT id. */
    public static TaxStatus businessWithoutVatId() {
        return new TaxStatus(true, Optional.empty(), false);
    }

    public static TaxStatus business(VatId vatId) {
        return new TaxStatus(true, Optional.of(vatId), false);
    }

    /** The same buyer, whose supplies are free of tax. */
    public TaxStatus withExemption() {
        return new TaxStatus(business, vatId, true);
    }
}
