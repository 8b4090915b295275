package io.aboengine.subscription;

import io.aboengine.money.Money;
import java.time.LocalDate;

/**
 * Something a contract will be charged once.
 *
 * @param item {@link #SETUP}, or the name of the phase whose first day it falls on
 */
public record OneTime(String item, LocalDate on, Money amount) {
    /** The set-up fee. */
    public static final String SETUP = "setup";

    public boolean isSetup() {
        return item.equals(SETUP);
    }

    /** The same, on another day. */
    public OneTime on(LocalDate day) {
        return new OneTime(item, day, amount);
    }
}
