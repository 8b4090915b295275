package io.aboengine.tax;

import io.aboengine.party.PostalAddress;
import java.time.LocalDate;
import java.util.Optional;

/**
 * All that decides how one charge is taxed.
 *
 * @param category empty for an untaxed product
 * @param sellerCountry ISO 3166-1 alpha-2
 * @param buyerCountry ISO 3166-1 alpha-2; for a consumer where the service is used (section 3a (5) UStG)
 * @param suppliedOn the date of supply; for a service agreed by periods the last day of the period
 */
public record TaxQuestion(
        Optional<TaxCategory> category,
        String sellerCountry,
        String buyerCountry,
        TaxStatus buyer,
        LocalDate suppliedOn) {
    public TaxQuestion {
        sellerCountry = PostalAddress.requireCountry("sellerCountry", sellerCountry);
        buyerCountry = PostalAddress.requireCountry("buyerCountry", buyerCountry);
    }
}
