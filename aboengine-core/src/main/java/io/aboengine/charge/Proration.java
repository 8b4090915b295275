package io.aboengine.charge;

import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import java.math.BigDecimal;

/**
 * The price of some days of a period: {@code unit price x quantity x days / days of the period}, exact, rounded once,
 * HALF_UP, to the minor unit. The days of the period are those of the whole interval, also for a first period that is
 * shorter.
 */
public final class Proration {
    private Proration() {}

    /**
     * @param days 0 to {@code periodDays}
     * @throws IllegalArgumentException if the days do not fit the period
     */
    public static Money of(UnitPrice unitPrice, BigDecimal quantity, int days, int periodDays) {
        if (days < 0 || periodDays < 1 || days > periodDays) {
            throw new IllegalArgumentException(days + " of " + periodDays + " days is no part of a period");
        }
        return unitPrice.prorated(quantity, days, periodDays);
    }
}
