package io.aboengine.store;

/**
 * What may wait for a run. A no is certain: there is no work of that kind. A yes may turn out to be nothing, such as an
 * account that is set aside.
 *
 * @param outdated accounts whose agenda was computed with older settings
 * @param billing accounts that are due
 * @param collection attempts that are due
 * @param reminders accounts that are to be reminded
 * @param setAside accounts that were set aside, whether they may be tried again or not
 */
public record Outlook(boolean outdated, boolean billing, boolean collection, boolean reminders, boolean setAside) {}
