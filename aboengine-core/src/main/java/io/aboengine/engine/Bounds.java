package io.aboengine.engine;

import io.aboengine.RunRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a run stops before all is done: out of time, told to, or a thread that asks here interrupted. Thread-safe. */
final class Bounds {
    private final Clock clock;
    private final Optional<Instant> end;
    private final RunRequest.Cancellation cancellation;
    private volatile boolean over;

    Bounds(RunRequest request, Clock clock, Instant start) {
        this.clock = clock;
        this.end = request.within().map(start::plus);
        this.cancellation = request.cancellation();
    }

    /** Once it is, it stays so. */
    boolean isOver() {
        if (!over) {
            over = Thread.currentThread().isInterrupted()
                    || cancellation.isRequested()
                    || end.map(last -> !clock.instant().isBefore(last)).orElse(false);
        }
        return over;
    }

    /** How many accounts of one kind of work may still be begun. Thread-safe. */
    static final class Allowance {
        private long left;

        Allowance(Optional<Long> most) {
            this.left = most.orElse(Long.MAX_VALUE);
        }

        /** Takes up to so many. */
        synchronized int take(int wanted) {
            int taken = (int) Math.min(wanted, left);
            left -= taken;
            return taken;
        }

        synchronized void giveBack(int unused) {
            left += unused;
        }

        synchronized boolean isUsedUp() {
            return left == 0;
        }
    }

    /** How many accounts the next batch of one worker takes, so that it takes about as long as it should. */
    static final class Pace {
        private final int most;
        private final Duration wanted;
        private int size;

        Pace(int first, int most, Duration wanted) {
            this.size = Math.min(first, most);
            this.most = most;
            this.wanted = wanted;
        }

        int size() {
            return size;
        }

        /** A batch of so many took so long. Grows to the double at most, as the first ones of a kind may be the cheap ones. */
        void took(int accounts, Duration time) {
            if (accounts == 0) {
                return;
            }
            long nanos = Math.max(1, time.toNanos());
            long fitting = Math.min(most, wanted.toNanos() / Math.max(1, nanos / accounts));
            size = (int) Math.max(1, Math.min(fitting, 2L * size));
        }
    }
}
