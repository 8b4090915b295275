package io.aboengine.examples.replay;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The keys of one object, none of them unknown. */
final class Fields {
    private final Place place;

    Fields(Place place) {
        this.place = place;
    }

    Place required(String key) {
        return place.key(key).orElseThrow(() -> place.wrong("the key " + key));
    }

    Optional<Place> optional(String key) {
        return place.key(key);
    }

    /** The items of a list; none where the key is not there. */
    List<Place> list(String key) {
        return optional(key).map(Place::items).orElse(List.of());
    }

    boolean has(String key) {
        return place.key(key).isPresent();
    }

    /** Keys of the format that the engine cannot follow. */
    void notYet(String... keys) {
        for (String key : keys) {
            notYetUnless(value -> false, key);
        }
    }

    /** A key of the format that the engine cannot follow, unless its value asks for nothing special. */
    void notYetUnless(Predicate<Place> neutral, String... keys) {
        for (String key : keys) {
            optional(key).filter(neutral.negate()).ifPresent(value -> {
                throw value.notYet(key);
            });
        }
    }
}
