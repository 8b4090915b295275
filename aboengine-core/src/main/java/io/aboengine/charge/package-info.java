/**
 * Charge: what is owed for which days. {@link io.aboengine.charge.Rating} lays a contract's timeline on its billing
 * periods and subtracts what is billed from what is desired; {@link io.aboengine.charge.Proration} is the arithmetic
 * alone. Every {@link io.aboengine.charge.Charge} carries its trace, so any amount can be recomputed by hand.
 */
@NullMarked
package io.aboengine.charge;

import org.jspecify.annotations.NullMarked;
