package io.aboengine.store;

/** A node with older rules tried to publish over newer ones. Bring it up to date. */
public final class OutdatedRulesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OutdatedRulesException(String what, int version, int latest) {
        super("These %s are version %d, but version %d was published since: bring this node up to date"
                .formatted(what, version, latest));
    }
}
