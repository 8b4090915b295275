package io.aboengine.invoice;

import io.aboengine.party.Party;
import io.aboengine.spi.InvalidRequestException;
import java.util.Optional;

/**
 * The merchant as every document names it.
 *
 * @param taxNumber the national tax number; this or the VAT id is required (section 14 (4) no. 2 UStG)
 * @param vatId the VAT identification number
 * @param paymentNote a line on how to pay, such as bank details, printed where a transfer is expected
 */
public record SellerProfile(
        Party party, Optional<String> taxNumber, Optional<String> vatId, Optional<String> paymentNote) {
    public SellerProfile {
        if (taxNumber.isEmpty() && vatId.isEmpty()) {
            throw new InvalidRequestException(
                    "seller", "(neither)", "must have a tax number or a VAT id (section 14 (4) no. 2 UStG)");
        }
    }
}
