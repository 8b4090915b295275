/**
 * Payment: attempts to collect, what becomes of them, and the books of what came in. A {@link
 * io.aboengine.payment.PaymentAttempt} is written before a gateway is asked; a {@link io.aboengine.payment.Posting} is one
 * movement of money, of a document's open amount or of customer credit. Never calls a gateway itself.
 */
@NullMarked
package io.aboengine.payment;

import org.jspecify.annotations.NullMarked;
