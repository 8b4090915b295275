package io.aboengine.engine;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How many calls each gateway gets at once, from all batches of a run together. Thread-safe. */
final class GatewayPlaces {
    private final int atEach;
    private final Map<String, Integer> taken = new HashMap<>();

    GatewayPlaces(int atEach) {
        this.atEach = atEach;
    }

    /**
     * A place at a gateway, to be given back.
     *
     * @param order that is to be done there: its number in its batch
     */
    record Place(String gateway, int order) {}

    /** The orders of one batch that nobody has begun. Thread-safe, as they are taken by {@link #take} only. */
    static final class Queue {
        private final Map<String, Deque<Integer>> byGateway = new LinkedHashMap<>();

        /** @param gateways of each order the gateway it goes to */
        Queue(List<String> gateways) {
            for (int i = 0; i < gateways.size(); i++) {
                byGateway
                        .computeIfAbsent(gateways.get(i), id -> new ArrayDeque<>())
                        .add(i);
            }
        }
    }

    /**
     * Takes the next order of a gateway that has a free place, of the one with the fewest calls under way, so that one that
     * is slow does not get all threads. Waits only where all gateways of the batch are busy.
     *
     * @return empty: no order is left
     */
    synchronized Optional<Place> take(Queue queue) throws InterruptedException {
        while (!queue.byGateway.isEmpty()) {
            Optional<Map.Entry<String, Deque<Integer>>> free = queue.byGateway.entrySet().stream()
                    .filter(orders -> takenAt(orders.getKey()) < atEach)
                    .min(Comparator.<Map.Entry<String, Deque<Integer>>>comparingInt(orders -> takenAt(orders.getKey()))
                            .thenComparing(orders -> orders.getValue().element()));
            if (free.isPresent()) {
                Place place =
                        new Place(free.get().getKey(), free.get().getValue().remove());
                if (free.get().getValue().isEmpty()) {
                    queue.byGateway.remove(place.gateway());
                }
                taken.merge(place.gateway(), 1, Integer::sum);
                return Optional.of(place);
            }
            wait();
        }
        return Optional.empty();
    }

    synchronized void giveBack(Place place) {
        taken.merge(place.gateway(), -1, Integer::sum);
        notifyAll();
    }

    private int takenAt(String gateway) {
        return taken.getOrDefault(gateway, 0);
    }
}
