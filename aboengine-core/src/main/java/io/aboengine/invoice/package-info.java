/**
 * Invoice: documents. {@link io.aboengine.invoice.Drafting} puts charges on a {@link io.aboengine.invoice.Document} and
 * computes its tax and totals by what {@link io.aboengine.tax.TaxRules} decided; a finalised document never changes, it is corrected by others with numbers of their own.
 * {@link io.aboengine.invoice.DocumentView} is everything section 14 (4) UStG asks for, as data and, by {@link
 * io.aboengine.invoice.DocumentText}, as plain text.
 */
@NullMarked
package io.aboengine.invoice;

import org.jspecify.annotations.NullMarked;
