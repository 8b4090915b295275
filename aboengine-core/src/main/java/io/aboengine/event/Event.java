package io.aboengine.event;

import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One moment the shop may act on. Numbered by the account's ordinal, so the events of one account are in order.
 *
 * @param on the civil day in the merchant's zone to which the event belongs (for a missed day: that day)
 * @param at the moment it was recorded
 * @param about the text form of what it tells of ({@code ada/17}), or the account's id
 * @param amount the amount that moved, where one did
 * @param details further ids, dates and codes by name, sorted; no personal data
 */
public record Event(
        AccountId account,
        long ordinal,
        EventType type,
        LocalDate on,
        Instant at,
        String about,
        Optional<Money> amount,
        Map<String, String> details,
        Actor actor) {
    public Event {
        details = Collections.unmodifiableMap(new TreeMap<>(details));
    }
}
