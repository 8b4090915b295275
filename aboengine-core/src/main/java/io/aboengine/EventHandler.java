package io.aboengine;

import io.aboengine.event.Event;

/**
 * A subscriber's part: acts on an event. Called outside any transaction, at least once for every event, in order for each
 * account. What it throws is taken as a failure: the event is given again later, and put aside after too many. An interrupt
 * is no failure: the run ends, and the event is given again by the next one.
 *
 * <p>It may give commands, and may run the engine: such a run does all but deliver, which is what the run it was called by
 * does.
 */
@FunctionalInterface
public interface EventHandler {
    void on(Event event) throws Exception;
}
