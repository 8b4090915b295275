package io.aboengine.examples.replay;

import io.aboengine.event.Event;
import java.util.List;

/**
 * A story that was told to its end.
 *
 * @param trail all events, those recorded earlier first
 */
record Told(Story story, Result result, List<Event> trail, Names names) {}
