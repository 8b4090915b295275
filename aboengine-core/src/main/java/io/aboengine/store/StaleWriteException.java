package io.aboengine.store;

/** What was to be written once only is there already: somebody else was faster. Nothing was written; load and decide anew. */
public final class StaleWriteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StaleWriteException(String message) {
        super(message);
    }

    public StaleWriteException(String message, Throwable cause) {
        super(message, cause);
    }
}
