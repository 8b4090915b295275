/**
 * Money: exact amounts in one currency. A {@link Money} counts minor units (cents) in a {@code long} and is the only
 * place where amounts are added, split and rounded; a {@link UnitPrice} may be finer than a cent and becomes
 * {@code Money} once, when it is multiplied by what was sold. Rounding is commercial throughout: half a minor unit goes
 * away from zero, for credits as for charges.
 *
 * <p>Nothing here knows a locale, a clock or an exchange rate. Everything is immutable.
 */
@NullMarked
package io.aboengine.money;

import org.jspecify.annotations.NullMarked;
