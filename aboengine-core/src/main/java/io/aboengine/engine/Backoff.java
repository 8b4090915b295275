package io.aboengine.engine;

import java.time.Duration;

/** How long to wait after failures in a row: one hour, doubled each time, at most a day. */
final class Backoff {
    private static final Duration FIRST = Duration.ofHours(1);
    private static final Duration MOST = Duration.ofDays(1);

    private Backoff() {}

    static Duration after(int failures) {
        int doublings = Math.min(failures - 1, 10);
        Duration wait = FIRST.multipliedBy(1L << Math.max(doublings, 0));
        return wait.compareTo(MOST) > 0 ? MOST : wait;
    }
}
