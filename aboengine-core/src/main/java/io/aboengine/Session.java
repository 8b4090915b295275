package io.aboengine;

import io.aboengine.party.Actor;

/**
 * Desks with a given actor, key and reason. Immutable: each method answers with another session.
 *
 * <p>Lists that take a {@code limit} come in pages: up to so many things (1 or more, else {@link
 * io.aboengine.spi.InvalidRequestException}) behind the one given. A page that is not full is the last.
 */
public interface Session extends Desks {

    /** Commands are given by this actor; self-service rights are judged by it. */
    Session as(Actor actor);

    /**
     * The next command carries this key: given again with the same key it is not carried out again but answers as the
     * first time; another command under the same key is refused. A key belongs to the account that the command is about.
     */
    Session withKey(String requestKey);

    /** Kept with the events of the commands. */
    Session because(String reason);
}
