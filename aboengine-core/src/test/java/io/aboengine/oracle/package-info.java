/**
 * A bookkeeper with a sheet of paper. {@link io.aboengine.oracle.Paper} is told in words what was agreed with a customer
 * and keeps, for every contract, one row for each day; an {@link io.aboengine.oracle.Audit} holds what was billed against
 * it. Nothing here knows how the engine computes: of the library it uses dates, money and the descriptions in the
 * catalogue, and works out boundaries, periods, prices and discounts by itself, in exact fractions.
 */
package io.aboengine.oracle;
