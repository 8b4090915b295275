package io.aboengine.tax;

import java.time.LocalDate;

/** The tax table has no row for a supply. Publish settings with the rate; what waits for it is then billed. */
public final class TaxRateMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String category;
    private final String country;
    private final LocalDate suppliedOn;

    public TaxRateMissingException(TaxCategory category, String country, LocalDate suppliedOn) {
        super("No tax rate for category '%s' in %s on %s: add it to the settings' tax table and publish them"
                .formatted(category, country, suppliedOn));
        this.category = category.value();
        this.country = country;
        this.suppliedOn = suppliedOn;
    }

    public String category() {
        return category;
    }

    public String country() {
        return country;
    }

    public LocalDate suppliedOn() {
        return suppliedOn;
    }
}
