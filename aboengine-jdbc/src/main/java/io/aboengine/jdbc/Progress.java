package io.aboengine.jdbc;

/** What a transaction has claimed and whether it did something about it. Unless both are true, and committed, nothing is done. */
final class Progress {
    private Runnable goBack = () -> {};
    private boolean written;
    private boolean committed;

    /** @param goBack what is to happen if nothing comes of it */
    void claimed(Runnable goBack) {
        this.goBack = goBack;
    }

    void written() {
        written = true;
    }

    void committed() {
        committed = true;
    }

    /** To be called when the transaction is over, or given back to whom it belongs. */
    void over() {
        if (!written || !committed) {
            goBack.run();
        }
    }
}
