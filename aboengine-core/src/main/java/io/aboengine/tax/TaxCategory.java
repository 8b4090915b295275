package io.aboengine.tax;

import io.aboengine.spi.InvalidRequestException;

/** The kind of supply that decides the rate, by a name of the shop's choosing: {@code standard}, {@code reduced}. */
public record TaxCategory(String value) implements Comparable<TaxCategory> {
    public TaxCategory {
        if (value.isBlank() || value.length() > 40) {
            throw new InvalidRequestException("taxCategory", value, "must have 1 to 40 characters");
        }
    }

    @Override
    public int compareTo(TaxCategory other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
