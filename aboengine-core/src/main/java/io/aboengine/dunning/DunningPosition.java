package io.aboengine.dunning;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Where one document stands on the reminder ladder.
 *
 * @param from the day the ladder counts from: the due date, or the day settled money went back
 * @param level how many levels were taken; 0: none
 * @param lastNoticeOn the day of the latest reminder
 * @param suspended a level that stops the service was taken
 */
public record DunningPosition(LocalDate from, int level, Optional<LocalDate> lastNoticeOn, boolean suspended) {
    public static DunningPosition startingOn(LocalDate from) {
        return new DunningPosition(from, 0, Optional.empty(), false);
    }
}
