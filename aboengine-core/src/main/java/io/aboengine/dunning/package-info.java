/**
 * Dunning: reminding who has not paid. A {@link io.aboengine.dunning.DunningPolicy} is a ladder of levels; {@link
 * io.aboengine.dunning.Dunning} says which claims take their next step today and when the next one falls due. Knows what
 * is owed as {@link io.aboengine.dunning.Claim}s and nothing of invoices, gateways or access.
 */
@NullMarked
package io.aboengine.dunning;

import org.jspecify.annotations.NullMarked;
