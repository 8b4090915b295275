package io.aboengine;

import io.aboengine.event.Event;
import io.aboengine.party.AccountId;
import java.util.List;

/** The trail of what happened. */
public interface Events {

    /** Up to {@code limit} events of the account with ordinals above {@code afterOrdinal}, oldest first. */
    List<Event> list(AccountId account, long afterOrdinal, int limit);

    /** All events of the account, oldest first. */
    List<Event> list(AccountId account);
}
