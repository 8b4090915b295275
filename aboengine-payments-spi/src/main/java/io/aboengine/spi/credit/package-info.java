/**
 * Credit checks: the port to whoever judges whether a customer may pay later. A {@link CreditCheckProvider} gets a
 * {@link CreditCheckRequest} and answers a {@link CreditDecision}; a bad score and a silent agency are answers too. The
 * numbered rules stand at the provider and are proven by {@code CreditCheckContract}, published with this module's
 * tests. Names and addresses pass through here and are never printed.
 */
@NullMarked
package io.aboengine.spi.credit;

import org.jspecify.annotations.NullMarked;
