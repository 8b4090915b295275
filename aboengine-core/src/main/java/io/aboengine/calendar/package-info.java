/**
 * Calendar: days, periods and the grids on which contracts are billed. Everything is a civil date in the merchant's
 * time zone; no clock time, no clock. Enter at {@link io.aboengine.calendar.BillingGrid} for the boundaries of billing
 * periods and at {@link io.aboengine.calendar.BankDays} for the days on which European banks settle.
 */
@NullMarked
package io.aboengine.calendar;

import org.jspecify.annotations.NullMarked;
