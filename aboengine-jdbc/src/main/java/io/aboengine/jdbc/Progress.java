package io.aboengine.jdbc;

import java.util.Optional;

/** What a transaction has claimed and whether it did something about it. Until both are true, and committed, nothing is done. */
final class Progress {
    private Optional<Runnable> reached = Optional.empty();
    private boolean written;

    void claimed(Runnable reached) {
        this.reached = Optional.of(reached);
    }

    void written() {
        written = true;
    }

    void committed() {
        if (written) {
            reached.ifPresent(Runnable::run);
        }
    }
}
