/**
 * Catalog: what the shop sells. A {@link io.aboengine.catalog.Product} is the thing, a {@link
 * io.aboengine.catalog.Plan} a way of paying for it; a {@link io.aboengine.catalog.Catalog} is one immutable version of
 * all of them. A published version never changes running contracts: they pin the terms they were concluded on.
 */
@NullMarked
package io.aboengine.catalog;

import org.jspecify.annotations.NullMarked;
