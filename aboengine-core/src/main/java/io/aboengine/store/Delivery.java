package io.aboengine.store;

import io.aboengine.event.Event;
import io.aboengine.party.AccountId;
import java.util.List;

/** Events of one account that a subscriber has not seen, oldest first, claimed for it. */
public record Delivery(String subscriber, AccountId account, List<Event> events) {
    public Delivery {
        events = List.copyOf(events);
    }
}
