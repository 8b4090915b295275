package io.aboengine;

import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import java.time.Duration;
import java.util.Map;

/**
 * Told how far a run has come, after each batch that was committed; never two at once, though by any of the run's
 * threads. What it throws is logged and does the run no harm.
 */
@FunctionalInterface
public interface RunProgress {

    void on(Step step);

    /** The kinds of work of which a run tells. */
    enum Stage {
        BILLING,
        COLLECTION,
        REMINDERS
    }

    /**
     * How far one kind of work has come.
     *
     * @param done accounts worked on since the run began
     * @param due accounts that were due when this kind of work began, those done since included; may turn out higher or
     *     lower where others work beside this run
     * @param elapsed since this kind of work began
     * @param money what came of it by currency: gross amounts of the documents that were finalised, credit notes
     *     lowering them; in {@link Stage#COLLECTION} what came in
     */
    record Step(Stage stage, long done, long due, Duration elapsed, Map<Currency, Money> money) {
        public Step {
            money = Map.copyOf(money);
        }

        /** Accounts per second, rounded down; 0 as long as no time has passed. */
        public long perSecond() {
            long millis = elapsed.toMillis();
            return millis == 0 ? 0 : done * 1000 / millis;
        }
    }
}
