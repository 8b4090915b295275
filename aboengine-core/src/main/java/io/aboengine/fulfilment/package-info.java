/**
 * Fulfilment: may this customer have the product today? {@link io.aboengine.fulfilment.Fulfilment} decides from the
 * contract, the payment it waits for and the reminders it ignored; {@link io.aboengine.fulfilment.Access} is the answer as
 * it is kept, one row for each contract.
 */
@NullMarked
package io.aboengine.fulfilment;

import org.jspecify.annotations.NullMarked;
