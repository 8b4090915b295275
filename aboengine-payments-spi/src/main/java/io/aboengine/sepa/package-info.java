/**
 * Identifiers of the single euro payments area, checked on the way in: an {@link Iban} names a bank account, a
 * {@link CreditorId} names who may collect direct debits, a {@link CreditorReference} names what a transfer pays for.
 * Each knows its check digits, so a slip of the pen is found here and not by the bank. All arithmetic, no lookups.
 */
@NullMarked
package io.aboengine.sepa;

import org.jspecify.annotations.NullMarked;
