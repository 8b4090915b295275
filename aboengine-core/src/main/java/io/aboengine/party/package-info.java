/**
 * Party: who takes part. An {@link io.aboengine.party.AccountId} names a customer's billing account by the shop's own
 * customer id; a {@link io.aboengine.party.Party} is the person or company behind it and the only place of the core's
 * living data that holds a name or an address; an {@link io.aboengine.party.Actor} is who gives a command, and {@link
 * io.aboengine.party.SelfService} what customers may do by themselves.
 */
@NullMarked
package io.aboengine.party;

import org.jspecify.annotations.NullMarked;
