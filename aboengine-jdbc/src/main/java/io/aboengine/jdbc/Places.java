package io.aboengine.jdbc;

import io.aboengine.party.AccountId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far the claims of a day have come. Who claims a batch begins behind what was claimed before and comes back to the
 * beginning when nothing is left there: else every claim would walk over all that was done that day, which stays in the
 * index until the table is vacuumed. A place is only where to look first, never what is found. Thread-safe.
 */
final class Places {

    /** An account that may be due, and where it stands in the order in which we look. */
    record Candidate(AccountId account, Object since) {}

    /**
     * What is looked for.
     *
     * @param source the table, and which of its rows
     * @param column by which it is due
     * @param until its highest value that is
     */
    record Search(String source, String column, Object until) {}

    private record Place(Object until, Candidate last) {}

    /** One for each column, so that no day of the past is kept. */
    private final Map<String, Place> places = new ConcurrentHashMap<>();

    Optional<Candidate> of(Search search) {
        return Optional.ofNullable(places.get(key(search)))
                .filter(place -> place.until.equals(search.until))
                .map(Place::last);
    }

    /** To be told as soon as it is claimed up to here, so that others begin behind it. */
    void remember(Search search, Candidate last) {
        places.put(key(search), new Place(search.until, last));
    }

    /** Nothing came of a claim that began behind this account: it is to be claimed again. */
    void goBack(Search search, Optional<Candidate> begun) {
        begun.ifPresentOrElse(last -> remember(search, last), () -> places.remove(key(search)));
    }

    private static String key(Search search) {
        return search.source + "." + search.column;
    }
}
