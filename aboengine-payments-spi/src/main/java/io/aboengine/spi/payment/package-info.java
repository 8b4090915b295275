/**
 * Payments: the port to whoever moves the money. An adapter implements {@link PaymentGateway} against one provider;
 * everything else here is what is said through it. A {@link ChargeRequest} carries an {@link IdempotencyKey} and is
 * answered by a {@link ChargeResult}; what the provider tells later arrives as a {@link GatewayNotice}.
 *
 * <p>A decline is an answer, a lost answer is {@link ChargeResult.Unknown}, and an exception means a bug or a broken
 * set-up. The numbered rules stand at {@link PaymentGateway}; {@code PaymentGatewayContract}, published with this
 * module's tests, has a method for each.
 */
@NullMarked
package io.aboengine.spi.payment;

import org.jspecify.annotations.NullMarked;
