/**
 * Subscription: one contract of one account. Its {@link io.aboengine.subscription.Timeline} says for every day on which
 * {@link io.aboengine.subscription.Terms} it runs, the future included: a scheduled change is a later segment, a
 * cancellation the end of the last one. What is owed for those days is the business of the room {@code charge}.
 */
@NullMarked
package io.aboengine.subscription;

import org.jspecify.annotations.NullMarked;
