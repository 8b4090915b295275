package io.aboengine.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calling thread and those the host lends. Work that no thread was lent for is not waited for: the caller does it. */
final class Threads {
    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

    private final Optional<Executor> lent;
    private volatile boolean interrupted;

    Threads(Optional<Executor> lent) {
        this.lent = lent;
    }

    boolean areLent() {
        return lent.isPresent();
    }

    /**
     * Whether the thread that asks, or one that asked before, or one that waited for others was interrupted: somebody wants
     * the work to end. Once it is so, it stays so. The threads stay interrupted.
     */
    boolean wereInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            interrupted = true;
        }
        return interrupted;
    }

    /** This thread was interrupted, and whoever found out by an exception tells it here. */
    void interrupted() {
        Thread.currentThread().interrupt();
        interrupted = true;
    }

    /** Something that an interrupt must not cut short, although it may wait. */
    @FunctionalInterface
    interface Untouched {
        void run() throws InterruptedException;
    }

    /**
     * Does it as if nobody had interrupted this thread, and interrupts it again afterwards. What is ended by an interrupt on
     * the way is begun anew.
     */
    static void untouched(Untouched work) {
        boolean before = Thread.interrupted();
        try {
            while (true) {
                try {
                    work.run();
                    return;
                } catch (InterruptedException e) {
                    before = true;
                }
            }
        } finally {
            if (before) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Has the same work, which takes its portions from somewhere until none is left, done by up to so many threads at
     * once, and returns when all that began have ended.
     *
     * @throws RuntimeException what the caller's own work threw; what others threw is logged, as the caller did their share
     */
    void together(int threads, Runnable work) {
        List<Hand> hands = new ArrayList<>();
        try {
            while (lent.isPresent() && hands.size() < threads - 1) {
                Hand hand = new Hand(work);
                hands.add(hand); // it may have begun whatever the executor says
                if (!isLent(lent.get(), hand)) {
                    break;
                }
            }
            work.run();
        } finally {
            hands.forEach(this::end);
        }
    }

    /** Executors are the host's: one that finds no memory for a thread, or is not ready yet, lends none. */
    private static boolean isLent(Executor executor, Hand hand) {
        try {
            executor.execute(hand);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("The host lends no more threads", e);
        } catch (Throwable e) {
            LOG.warn("The executor of the host failed; this work goes on with the threads it has", e);
        }
        return false;
    }

    /** Waits until it has ended, if it ever began; it never begins afterwards. */
    private void end(Hand hand) {
        untouched(() -> {
            try {
                hand.end();
            } catch (InterruptedException e) {
                interrupted = true;
                throw e;
            }
        });
    }

    /** The host may keep it for ever, in the queue of a pool: whoever takes the work leaves nothing of it behind. */
    private static final class Hand implements Runnable {
        private final AtomicReference<Optional<Runnable>> work;
        private final CountDownLatch ended = new CountDownLatch(1);

        Hand(Runnable work) {
            this.work = new AtomicReference<>(Optional.of(work));
        }

        @Override
        public void run() {
            Optional<Runnable> mine = take();
            if (mine.isEmpty()) {
                return;
            }
            try {
                mine.get().run();
            } catch (RuntimeException e) {
                LOG.warn("A worker of the run failed and stops; the others go on", e);
            } finally {
                ended.countDown();
            }
        }

        void end() throws InterruptedException {
            if (take().isPresent()) {
                ended.countDown();
            }
            ended.await();
        }

        private Optional<Runnable> take() {
            return work.getAndSet(Optional.empty());
        }
    }
}
