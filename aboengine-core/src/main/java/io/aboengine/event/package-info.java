/**
 * Event: what happened, for the shop to act on. An {@link io.aboengine.event.Event} is written in the transaction of
 * what it tells of, carries ids and amounts and never names, addresses or account numbers, and is kept as the trail of
 * who did what.
 */
@NullMarked
package io.aboengine.event;

import org.jspecify.annotations.NullMarked;
