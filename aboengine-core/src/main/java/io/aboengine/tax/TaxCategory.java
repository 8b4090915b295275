package io.aboengine.tax;

import io.aboengine.spi.PlainText;

/** The kind of supply that decides the rate, by a name of the shop's choosing: {@code standard}, {@code reduced}. */
public record TaxCategory(String value) implements Comparable<TaxCategory> {
    public TaxCategory {
        PlainText.require("taxCategory", value, 40);
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
