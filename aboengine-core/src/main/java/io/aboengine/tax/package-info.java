/**
 * Tax: how a charge is treated ({@link io.aboengine.tax.TaxRules}, a port with the rules of the Union as its standard),
 * which rate applies, by category, country and date of supply ({@link io.aboengine.tax.TaxTable}), and how an amount splits into net and tax ({@link io.aboengine.tax.TaxSplit}): per rate group, rounded once, every line's share
 * by largest remainder so that the lines add up to the group.
 */
@NullMarked
package io.aboengine.tax;

import org.jspecify.annotations.NullMarked;
