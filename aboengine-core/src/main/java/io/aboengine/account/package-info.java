/**
 * Account: the heart. One account is the unit of everything: of locking, of claiming work, of grouping on a document.
 * {@link io.aboengine.account.Advance} does what falls due by the calendar, {@link io.aboengine.account.Remind} what
 * follows from reminders, {@link io.aboengine.account.Collect} what follows from gateways, {@link
 * io.aboengine.account.Decide} what somebody commands: each a pure function from an {@link
 * io.aboengine.account.AccountSnapshot} and {@link io.aboengine.account.Rules} to an {@link
 * io.aboengine.account.AccountChange}.
 */
@NullMarked
package io.aboengine.account;

import org.jspecify.annotations.NullMarked;
