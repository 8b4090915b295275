package io.aboengine.charge;

import io.aboengine.spi.PlainText;
import io.aboengine.subscription.SubscriptionId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * That something was used.
 *
 * @param id the shop's own; the same one again changes nothing
 * @param quantity zero or more, kept without trailing zeros
 * @param at when, kept in whole microseconds; its civil day in the merchant's zone decides the period
 * @param closesOn until when it is kept: the first day on which records of its period are refused
 */
public record UsageRecord(
        SubscriptionId subscription, String id, String unit, BigDecimal quantity, Instant at, LocalDate closesOn) {
    public UsageRecord {
        PlainText.require("usage.id", id, 100);
        quantity = UsageTally.plain(quantity);
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Periods that closed before this day are closed for certain once this is told: nothing is told of a day to come, and
     * no zone is a whole day behind UTC.
     */
    public LocalDate closedBefore() {
        return at.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** Whether it tells the same as another of its id. */
    public boolean sameAs(String unit, BigDecimal quantity, Instant at) {
        return this.unit.equals(unit)
                && this.quantity.compareTo(quantity) == 0
                && this.at.equals(at.truncatedTo(ChronoUnit.MICROS));
    }
}
