package io.aboengine.store;

import java.util.List;

/**
 * What was claimed for a subscriber.
 *
 * @param more whether it is worth asking again: not everything that is new was looked at yet
 */
public record ClaimedDeliveries(List<Delivery> deliveries, boolean more) {
    public ClaimedDeliveries {
        deliveries = List.copyOf(deliveries);
    }
}
