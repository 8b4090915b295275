package io.aboengine.account;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * One step of a life. Its numbers mean something whatever went before: the contract is the one at {@code which} modulo
 * their number, from {@link #NEWEST} on counted backwards among those that run, and so on.
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

    static final int NEWEST = 60;

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

    /** What takes part in longer stories seldom happens by itself, and what is often refused happens more often. */
    private static final Map<What, Integer> EVENTFUL = new EnumMap<>(Map.ofEntries(
            Map.entry(What.NOTHING, 3),
            Map.entry(What.ADD_ON, 9),
            Map.entry(What.BILLING_DAY, 9),
            Map.entry(What.CHARGE, 7),
            Map.entry(What.PAY, 6),
            Map.entry(What.PAUSE, 4),
            Map.entry(What.PAUSE_UNTIL, 5),
            Map.entry(What.PAUSE_EXTENDING, 5),
            Map.entry(What.SUBSCRIBE, 1),
            Map.entry(What.SUBSCRIBE_FOR_LESS, 1),
            Map.entry(What.SKIP, 8),
            Map.entry(What.BILL_NOW, 7),
            Map.entry(What.DISCOUNT_DOCUMENTS, 8),
            Map.entry(What.GRANT, 6),
            Map.entry(What.PAY_ANOTHER_WAY, 8),
            Map.entry(What.CHANGE_BACK, 1),
            Map.entry(What.CALL_OFF, 1),
            Map.entry(What.CHANGE_QUANTITY, 7),
            Map.entry(What.CHANGE_DISCOUNTS, 12),
            Map.entry(What.WITHDRAW_CHANGE, 1),
            Map.entry(What.MIGRATE_PRICE, 14),
            Map.entry(What.PAUSE_SERVICE, 4),
            Map.entry(What.RESUME, 2),
            Map.entry(What.SKIP_DELIVERY, 11),
            Map.entry(What.CANCEL, 3),
            Map.entry(What.CANCEL_REFUNDING, 3),
            Map.entry(What.CANCEL_KEEPING, 3),
            Map.entry(What.REVOKE, 1),
            Map.entry(What.USE, 3),
            Map.entry(What.USE_LATE, 3),
            Map.entry(What.CREDIT_PART, 12),
            Map.entry(What.CREDIT_LINE, 22),
            Map.entry(What.CREDIT_WHOLE, 10),
            Map.entry(What.CANCEL_DOCUMENT, 10),
            Map.entry(What.REISSUE, 13),
            Map.entry(What.WRITE_OFF, 12),
            Map.entry(What.REFUND, 2),
            Map.entry(What.FINALISE_DRAFT, 8),
            Map.entry(What.DISCARD_DRAFT, 8),
            Map.entry(What.HOLD_BILLING, 1),
            Map.entry(What.RELEASE, 1)));

    /**
     * Lives of single steps and of stories: what can only follow something else, such as revoking a cancellation, mostly
     * does, a few days later and on the same contract.
     */
    static Arbitrary<List<Step>> eventfulLives(int mostStories, Map<What, Integer> favoured) {
        Map<What, Integer> often = new EnumMap<>(EVENTFUL);
        often.putAll(favoured);
        return Combinators.combine(
                        one(beginning()), story(often).list().ofMinSize(1).ofMaxSize(mostStories))
                .as((first, later) -> {
                    List<Step> all = new ArrayList<>();
                    all.add(first);
                    later.forEach(story -> story.forEach(step -> all.add(step.which(NEWEST + step.which))));
                    return all;
                });
    }

    private static Arbitrary<List<Step>> story(Map<What, Integer> often) {
        Arbitrary<Step> any = one(anything(often));
        return Arbitraries.frequencyOf(
                Tuple.of(20, any.map(List::of)),
                Tuple.of(
                        2,
                        then(
                                one(What.CANCEL, What.CANCEL_REFUNDING, What.CANCEL_KEEPING),
                                one(What.REVOKE),
                                (cancel, revoke) -> List.of(later(cancel), revoke.soonAfter(cancel)))),
                Tuple.of(
                        2,
                        then(
                                one(What.PAUSE, What.PAUSE_UNTIL, What.PAUSE_EXTENDING, What.PAUSE_SERVICE),
                                one(What.RESUME),
                                (pause, resume) -> List.of(pause, resume.soonAfter(pause)))),
                Tuple.of(
                        2,
                        then(
                                one(What.CHANGE_PLAN, What.CHANGE_QUANTITY, What.CHANGE_PRICE),
                                one(What.WITHDRAW_CHANGE),
                                (change, withdraw) -> List.of(later(change), withdraw.soonAfter(change)))),
                Tuple.of(
                        3,
                        then(
                                one(What.CHANGE_PLAN),
                                one(What.CHANGE_BACK),
                                (change, back) -> List.of(change.at(When.NOW), back.soonAfter(change)))),
                Tuple.of(
                        4,
                        one(What.CHANGE_PLAN, What.CHANGE_QUANTITY, What.CHANGE_PRICE, What.CANCEL)
                                .map(step -> List.of(step.farBack()))),
                Tuple.of(
                        2,
                        then(
                                one(What.CHANGE_PLAN),
                                one(What.CALL_OFF),
                                (change, callOff) -> List.of(later(change), callOff.soonAfter(change)))),
                Tuple.of(
                        1,
                        then(
                                one(What.HOLD_BILLING),
                                any,
                                one(What.RELEASE),
                                (hold, meanwhile, release) -> List.of(hold, meanwhile, release.soonAfter(hold)))),
                Tuple.of(
                        3,
                        then(
                                one(What.SUBSCRIBE, What.SUBSCRIBE_FOR_LESS, What.SUBSCRIBE_BACKDATED),
                                one(What.USE),
                                one(What.USE_LATE),
                                (subscribe, use, late) -> List.of(
                                        subscribe
                                                .of(subscribe.together ? "used" : "metered")
                                                .offset(30 + subscribe.offset % 20),
                                        use.which(0),
                                        late.which(0)))),
                Tuple.of(
                        2,
                        then(
                                one(What.PAY_DOCUMENT),
                                one(What.REFUND),
                                (pay, refund) -> List.of(pay.number(5), refund.soonAfter(pay)))),
                Tuple.of(
                        1,
                        then(
                                one(What.SUBSCRIBE, What.SUBSCRIBE_FOR_LESS),
                                any,
                                one(What.WITHDRAW),
                                (subscribe, meanwhile, withdraw) -> List.of(
                                        subscribe,
                                        meanwhile.soonAfter(subscribe),
                                        withdraw.soonAfter(subscribe).which(0)))),
                Tuple.of(
                        2,
                        then(
                                one(What.SUBSCRIBE),
                                one(What.FINALISE_DRAFT, What.DISCARD_DRAFT),
                                (subscribe, draft) -> List.of(subscribe, draft.soonAfter(subscribe)))));
    }

    private static Arbitrary<List<Step>> then(
            Arbitrary<Step> first, Arbitrary<Step> second, BiFunction<Step, Step, List<Step>> together) {
        return Combinators.combine(first, second).as(together::apply);
    }

    private static Arbitrary<List<Step>> then(
            Arbitrary<Step> first,
            Arbitrary<Step> second,
            Arbitrary<Step> third,
            Combinators.F3<Step, Step, Step, List<Step>> together) {
        return Combinators.combine(first, second, third).as(together);
    }

    private static Step later(Step step) {
        return step.at(step.ran ? When.PERIOD_END : When.LATER).offset(8 + step.offset);
    }

    /** For a day some weeks ago, after some weeks. */
    private Step farBack() {
        return new Step(
                35 + after % 20,
                ran,
                what,
                which,
                plan,
                number,
                When.EARLIER,
                35 + offset % 20,
                together,
                settle,
                resets,
                joined);
    }

    /** On the contract, or the document, of another step, and few days after it. */
    private Step soonAfter(Step other) {
        return new Step(
                after % 6, ran, what, other.which, plan, number, when, offset, together, settle, resets, joined);
    }

    private Step which(int which) {
        return new Step(after, ran, what, which, plan, number, when, offset, together, settle, resets, joined);
    }

    private Step at(When when) {
        return new Step(after, ran, what, which, plan, number, when, offset, together, settle, resets, joined);
    }

    private Step of(String plan) {
        int index = Shop.PLANS.stream().map(p -> p.id().value()).toList().indexOf(plan);
        return new Step(after, ran, what, which, index, number, when, offset, together, settle, resets, joined);
    }

    private Step offset(int offset) {
        return new Step(after, ran, what, which, plan, number, when, offset, together, settle, resets, joined);
    }

    private Step number(int number) {
        return new Step(after, ran, what, which, plan, number, when, offset, together, settle, resets, joined);
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

    private static Arbitrary<Step> one(What... kinds) {
        return one(Arbitraries.of(kinds));
    }

    private static Arbitrary<Step> one(Arbitrary<What> what) {
        Arbitrary<Step> given = Combinators.combine(
                        Arbitraries.oneOf(
                                Arbitraries.integers().between(0, 3),
                                Arbitraries.integers().between(0, 12),
                                Arbitraries.integers().between(0, 45)),
                        Arbitraries.of(true, false),
                        what,
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, Shop.PLANS.size() - 1),
                        Arbitraries.integers().between(0, 11))
                .as((after, ran, kind, which, plan, number) -> new Step(
                        after,
                        ran,
                        kind,
                        which,
                        plan,
                        number,
                        When.NOW,
                        0,
                        false,
                        Command.Settlement.PRORATE,
                        false,
                        false));
        return Combinators.combine(given, HOW)
                .as((step, how) -> new Step(
                        step.after,
                        step.ran,
                        step.what,
                        step.which,
                        step.plan,
                        step.number,
                        how.when,
                        how.offset,
                        how.together,
                        how.settle,
                        how.resets,
                        how.joined));
    }

    private record How(
            When when, int offset, boolean together, Command.Settlement settle, boolean resets, boolean joined) {}

    private static final Arbitrary<How> HOW = Combinators.combine(
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
            .as(How::new);

    private static Arbitrary<Boolean> seldom(int one) {
        return Arbitraries.frequency(Tuple.of(one - 1, false), Tuple.of(1, true));
    }
}
