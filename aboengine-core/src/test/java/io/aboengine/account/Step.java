package io.aboengine.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * One step of a life. Its numbers mean something whatever went before: the contract is the one at {@code which} modulo
 * their number, and so on.
 *
 * @param after days since the step before
 * @param ran somebody ran the engine since, on the last day before this step
 * @param together what a change costs waits for the next document
 * @param settle what a change costs for days of a period that has begun
 * @param resets billing periods begin anew with the change
 * @param joined the caller's transaction goes on
 */
record Step(
        int after,
        boolean ran,
        What what,
        int which,
        int plan,
        int number,
        When when,
        int offset,
        boolean together,
        Command.Settlement settle,
        boolean resets,
        boolean joined) {

    /** From when a change holds. */
    enum When {
        NOW,
        PERIOD_END,
        TERM_END,
        LATER,
        /** A day that has passed. */
        EARLIER
    }

    /** What may be done with an account. */
    enum What {
        NOTHING(5),

        SUBSCRIBE(2),
        SUBSCRIBE_LATER(1),
        SUBSCRIBE_BACKDATED(1),
        SUBSCRIBE_ANCHORED(1),
        /** With discounts. */
        SUBSCRIBE_FOR_LESS(2),
        /** Until a day, or for some payments. */
        SUBSCRIBE_FOR_A_TIME(1),
        TAKE_OVER(1),
        ADD_ON(4),

        CHANGE_PLAN(10),
        /** Today, to the plan before the present one. */
        CHANGE_BACK(3),
        /** To the present plan, on the day on which the next one was to begin. */
        CALL_OFF(2),
        CHANGE_QUANTITY(6),
        CHANGE_PRICE(4),
        /** Discounts besides those it has. */
        CHANGE_DISCOUNTS(4),
        WITHDRAW_CHANGE(4),
        MIGRATE_PRICE(2),

        PAUSE(3),
        PAUSE_UNTIL(4),
        PAUSE_EXTENDING(4),
        /** The service rests, billing goes on. */
        PAUSE_SERVICE(2),
        RESUME(6),
        SKIP(4),
        SKIP_DELIVERY(1),
        BILLING_DAY(3),

        CANCEL(2),
        CANCEL_REFUNDING(2),
        CANCEL_KEEPING(2),
        REVOKE(5),
        WITHDRAW(2),

        USE(6),
        USE_LATE(4),

        CHARGE(3),
        BILL_NOW(3),
        CREDIT_PART(2),
        CREDIT_LINE(2),
        CREDIT_WHOLE(2),
        CANCEL_DOCUMENT(2),
        REISSUE(2),
        WRITE_OFF(3),
        REFUND(4),
        FINALISE_DRAFT(5),
        DISCARD_DRAFT(5),
        HOLD_BILLING(2),
        RELEASE(2),
        DISCOUNT_DOCUMENTS(2),

        PAY(4),
        PAY_DOCUMENT(4),
        GRANT(2),
        PAY_ANOTHER_WAY(2);

        private final int often;

        What(int often) {
            this.often = often;
        }

        /** Whether it is about a document, which somebody must have made before. */
        boolean needsDocument() {
            return switch (this) {
                case CREDIT_PART,
                        CREDIT_LINE,
                        CREDIT_WHOLE,
                        CANCEL_DOCUMENT,
                        REISSUE,
                        WRITE_OFF,
                        REFUND,
                        FINALISE_DRAFT,
                        DISCARD_DRAFT,
                        PAY,
                        HOLD_BILLING,
                        PAY_DOCUMENT -> true;
                default -> false;
            };
        }
    }

    Step as(What what) {
        return new Step(after, ran, what, which, plan, number, when, offset, together, settle, resets, joined);
    }

    /** Lives in which anything may happen, some things more often than they would. */
    static Arbitrary<List<Step>> lives(int most, Map<What, Integer> favoured) {
        return Combinators.combine(
                        one(beginning()),
                        one(anything(favoured)).list().ofMinSize(1).ofMaxSize(most))
                .as((first, later) -> {
                    List<Step> all = new ArrayList<>(later);
                    all.add(0, first);
                    return all;
                });
    }

    static Arbitrary<List<Step>> lives(int most) {
        return lives(most, Map.of());
    }

    private static Arbitrary<What> beginning() {
        return Arbitraries.frequency(
                Tuple.of(6, What.SUBSCRIBE),
                Tuple.of(2, What.SUBSCRIBE_FOR_LESS),
                Tuple.of(1, What.SUBSCRIBE_LATER),
                Tuple.of(1, What.SUBSCRIBE_BACKDATED),
                Tuple.of(1, What.SUBSCRIBE_ANCHORED),
                Tuple.of(1, What.SUBSCRIBE_FOR_A_TIME),
                Tuple.of(1, What.TAKE_OVER));
    }

    private static Arbitrary<What> anything(Map<What, Integer> favoured) {
        List<Tuple.Tuple2<Integer, What>> often = new ArrayList<>();
        for (What what : What.values()) {
            int times = favoured.getOrDefault(what, what.often);
            if (times > 0) {
                often.add(Tuple.of(times, what));
            }
        }
        return Arbitraries.frequency(often);
    }

    private static Arbitrary<Step> one(Arbitrary<What> what) {
        return Combinators.combine(
                        Arbitraries.oneOf(
                                Arbitraries.integers().between(0, 3),
                                Arbitraries.integers().between(0, 12),
                                Arbitraries.integers().between(0, 45)),
                        Arbitraries.of(true, false),
                        what,
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, Shop.PLANS.size() - 1),
                        Arbitraries.integers().between(0, 11))
                .flatAs((after, ran, kind, which, plan, number) -> Combinators.combine(
                                Arbitraries.frequency(
                                        Tuple.of(8, When.NOW),
                                        Tuple.of(3, When.PERIOD_END),
                                        Tuple.of(1, When.TERM_END),
                                        Tuple.of(4, When.LATER),
                                        Tuple.of(3, When.EARLIER)),
                                Arbitraries.oneOf(
                                        Arbitraries.integers().between(0, 12),
                                        Arbitraries.integers().between(0, 50)),
                                seldom(5),
                                Arbitraries.frequency(
                                        Tuple.of(4, Command.Settlement.PRORATE),
                                        Tuple.of(1, Command.Settlement.FULL),
                                        Tuple.of(1, Command.Settlement.NONE)),
                                seldom(8),
                                seldom(10))
                        .as((when, offset, together, settle, resets, joined) -> new Step(
                                after, ran, kind, which, plan, number, when, offset, together, settle, resets,
                                joined)));
    }

    private static Arbitrary<Boolean> seldom(int one) {
        return Arbitraries.frequency(Tuple.of(one - 1, false), Tuple.of(1, true));
    }
}
