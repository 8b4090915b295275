package io.aboengine.store.memory;

import io.aboengine.store.StaleWriteException;

/** What may exist once only. */
final class Once {
    private Once() {}

    /** There is one already. */
    static StaleWriteException stale(String what) {
        return new StaleWriteException(what + " is there already: somebody else was faster");
    }
}
