package io.aboengine.store;

import io.aboengine.party.AccountId;
import java.time.Instant;

/**
 * Events of an account that a subscriber has not seen.
 *
 * @param seen the ordinal of the last event it has seen; 0 if none
 * @param last the ordinal of the account's last event
 * @param since when the first of them was recorded
 * @param failures how often it failed at that one in a row
 */
public record UndeliveredEvents(AccountId account, long seen, long last, Instant since, int failures) {}
