package io.aboengine.tax;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** Dated rates. The rate of a supply is the latest row of its category and country that began on or before its date. */
public record TaxTable(List<TaxRate> rates) {
    public TaxTable {
        rates = List.copyOf(rates);
    }

    public static TaxTable none() {
        return new TaxTable(List.of());
    }

    /** Whether supplies in that country were taxed on that day: whether some category has a rate. */
    public boolean covers(String country, LocalDate suppliedOn) {
        return rates.stream()
                .anyMatch(rate -> rate.country().equals(country) && !rate.from().isAfter(suppliedOn));
    }

    /**
     * @param suppliedOn the date of supply; for a service agreed by periods the last day of the period (section 13 and 27
     *     UStG)
     * @return percent
     * @throws TaxRateMissingException if no row covers the supply
     */
    public BigDecimal rate(TaxCategory category, String country, LocalDate suppliedOn) {
        TaxRate latest = null;
        for (TaxRate rate : rates) {
            if (rate.category().equals(category)
                    && rate.country().equals(country)
                    && !rate.from().isAfter(suppliedOn)
                    && (latest == null || rate.from().isAfter(latest.from()))) {
                latest = rate;
            }
        }
        if (latest == null) {
            throw new TaxRateMissingException(category, country, suppliedOn);
        }
        return latest.percent();
    }
}
