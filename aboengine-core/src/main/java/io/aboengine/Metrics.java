package io.aboengine;

import io.aboengine.RunProgress.Stage;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import java.time.Duration;
import java.util.Map;

/**
 * Told what runs do and how long it takes, for a host that counts such things. Called by any of a run's threads, several at
 * once, after what it tells of is done, outside any transaction: whoever takes long here makes the run take longer. What it
 * throws is logged and does the run no harm. Nothing it is told names a customer.
 */
public interface Metrics {

    /** A batch was committed; in {@link Stage#COLLECTION} its answers, too, are recorded. */
    default void batch(Batch batch) {}

    /** A gateway was called. */
    default void gatewayCall(GatewayCall call) {}

    /** A subscriber took events of one account. */
    default void delivery(Delivery delivery) {}

    /** Something went wrong that a later run, or an operator, sets right. */
    default void failure(Failure failure) {}

    /** A run ended. */
    default void run(RunReport report, Duration took) {}

    /**
     * A batch of accounts.
     *
     * @param claimed accounts it took
     * @param decided accounts it worked on; the others were set aside, or could not be written because others keep something
     *     locked
     * @param documents documents that were finalised, dunning notices included
     * @param money what came of it by currency, as in {@link RunProgress.Step#money}
     */
    record Batch(Stage stage, int claimed, int decided, long documents, Map<Currency, Money> money, Duration took) {
        public Batch {
            money = Map.copyOf(money);
        }
    }

    /** What a gateway is asked to do. */
    enum Operation {
        CHARGE,
        REFUND,
        LOOKUP
    }

    /** What it answered. {@code FAILED}: it threw an exception; {@code UNKNOWN}: the answer got lost, or it cannot tell. */
    enum Answer {
        SETTLED,
        PENDING,
        DECLINED,
        NOT_FOUND,
        UNKNOWN,
        FAILED
    }

    /** @param gateway its id */
    record GatewayCall(String gateway, Operation operation, Answer answer, Duration took) {}

    record Delivery(String subscriber, int events, Duration took) {}

    /** What went wrong. */
    enum Failure {
        /** An account could not be worked on and was set aside. */
        ACCOUNT_SET_ASIDE,
        /** A batch could not be written and was tried in halves. */
        BATCH_HALVED,
        /** A gateway's answer could not be recorded; the attempt will be asked about. */
        ANSWER_NOT_RECORDED,
        /** A subscriber threw an exception; the event comes again. */
        SUBSCRIBER_FAILED,
        /** A subscriber failed at an event too often, and it was put aside. */
        EVENT_PARKED,
        /** The store could not give a subscriber's events, or note that it took them; they come again. */
        EVENTS_NOT_GIVEN
    }
}
