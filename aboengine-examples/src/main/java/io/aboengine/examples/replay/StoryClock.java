package io.aboengine.examples.replay;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** Stands still until the story moves it. */
final class StoryClock extends Clock {
    private final ZoneId zone;
    private Instant now;

    StoryClock(Instant now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    void set(Instant now) {
        this.now = now;
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new StoryClock(now, zone);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
