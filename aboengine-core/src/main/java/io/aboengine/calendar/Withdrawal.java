package io.aboengine.calendar;

import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;

/**
 * Until when a consumer may withdraw from a contract made at a distance (sections 355 and 356 BGB). The day from which
 * the period runs is that of conclusion for services and digital content, that of receipt for goods, and that of the first
 * receipt where goods are delivered regularly (section 356 (2) BGB); it is not counted. Both days returned are the last
 * one, inclusive: it is enough to send the declaration on it (section 355 (1) BGB). A last day that is a Saturday, Sunday
 * or holiday in the state where the declaration is to be made gives way to the next working day (section 193 BGB).
 */
public final class Withdrawal {
    private static final Period WITH_INSTRUCTION = Period.ofDays(14);
    private static final Period WITHOUT_INSTRUCTION = Period.of(0, 12, 14);

    private Withdrawal() {}

    /** Fourteen days, if the consumer was properly instructed by then (section 355 (2) BGB). */
    public static LocalDate lastDay(LocalDate concludedOrReceived, Optional<GermanState> state) {
        return lastDay(concludedOrReceived, WITH_INSTRUCTION, state);
    }

    /** Twelve months and fourteen days, if the consumer was never or wrongly instructed (section 356 (3) BGB). */
    public static LocalDate lastDayWithoutInstruction(LocalDate concludedOrReceived, Optional<GermanState> state) {
        return lastDay(concludedOrReceived, WITHOUT_INSTRUCTION, state);
    }

    private static LocalDate lastDay(LocalDate from, Period length, Optional<GermanState> state) {
        return WorkingDays.nextWorkingDay(LegalPeriods.endOfEventPeriod(from, length), state);
    }
}
