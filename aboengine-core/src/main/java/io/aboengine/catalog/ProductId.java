package io.aboengine.catalog;

/** Names a product. 1 to 64 letters, digits, {@code - _ .} */
public record ProductId(String value) implements Comparable<ProductId> {
    public ProductId {
        CatalogNames.require("product", value);
    }

    public static ProductId of(String value) {
        return new ProductId(value);
    }

    @Override
    public int compareTo(ProductId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
