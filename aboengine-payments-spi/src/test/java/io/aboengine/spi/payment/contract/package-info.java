/**
 * The rules of {@link io.aboengine.spi.payment.PaymentGateway} as tests, published for authors of gateways: extend
 * {@link PaymentGatewayContract}, hand it your gateway as a {@link GatewayFixture}, and read off which rules it keeps.
 */
@NullMarked
package io.aboengine.spi.payment.contract;

import org.jspecify.annotations.NullMarked;
