package io.aboengine.catalog;

import io.aboengine.spi.PlainText;
import io.aboengine.tax.TaxCategory;
import java.util.Optional;

/** A thing the shop sells. Without a tax category it is untaxed. {@code name} is printed on documents. */
public record Product(ProductId id, String name, ProductKind kind, Optional<TaxCategory> taxCategory) {
    public Product {
        PlainText.require("product.name", name, 200);
    }

    public static Product of(String id, String name, ProductKind kind, String taxCategory) {
        return new Product(ProductId.of(id), name, kind, Optional.of(new TaxCategory(taxCategory)));
    }

    public static Product untaxed(String id, String name, ProductKind kind) {
        return new Product(ProductId.of(id), name, kind, Optional.empty());
    }
}
