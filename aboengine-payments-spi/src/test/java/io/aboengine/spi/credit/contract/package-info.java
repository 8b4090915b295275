/**
 * The rules of {@link io.aboengine.spi.credit.CreditCheckProvider} as tests, published for authors of providers: extend
 * {@link CreditCheckContract}, hand it your provider as a {@link CreditCheckFixture}, and read off which rules it
 * keeps.
 */
@NullMarked
package io.aboengine.spi.credit.contract;

import org.jspecify.annotations.NullMarked;
