/**
 * Calendar: days, periods and the grids on which contracts are billed, and the days on which German law lets periods end.
 * Everything is a civil date in the merchant's time zone; no clock time, no clock. Enter at
 * {@link io.aboengine.calendar.BillingGrid} for the boundaries of billing periods, with
 * {@link io.aboengine.calendar.CalendarAnchor} to put them on wished days; at {@link io.aboengine.calendar.TermRule} for
 * minimum terms and notice, on top of {@link io.aboengine.calendar.LegalPeriods}; at
 * {@link io.aboengine.calendar.WorkingDays} for due dates and default and {@link io.aboengine.calendar.Withdrawal} for
 * consumers' change of mind; at {@link io.aboengine.calendar.BankDays} for the days on which European banks settle.
 */
@NullMarked
package io.aboengine.calendar;

import org.jspecify.annotations.NullMarked;
