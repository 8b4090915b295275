package io.aboengine.engine;

import io.aboengine.account.AccountChange;
import io.aboengine.account.AccountPayments;
import io.aboengine.account.Collect;
import io.aboengine.account.Moment;
import io.aboengine.engine.Recording.Answered;
import io.aboengine.invoice.DocumentId;
import io.aboengine.party.AccountId;
import io.aboengine.store.Due;
import io.aboengine.store.StoreTransaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Collecting in batches: a transaction that marks what is to be sent, the calls in nobody's transaction, a transaction
 * that records the answers ({@link Recording}). Whoever loses its life between the two leaves attempts that were sent, and
 * the next run asks what became of them.
 */
final class Collecting {
    private static final Batches.Done NOTHING = new Batches.Done(0, 0);

    private final Shell shell;
    private final Moment now;
    private final Batches batches;
    private final GatewayCalls calls;
    private final Tally tally;

    /** Accounts of which something is due that there is no gateway for here: others do it, so this run claims them once only. */
    private final Set<AccountId> leftToOthers = ConcurrentHashMap.newKeySet();

    Collecting(Shell shell, Moment now, Batches batches, GatewayCalls calls, Tally tally) {
        this.shell = shell;
        this.now = now;
        this.batches = batches;
        this.calls = calls;
        this.tally = tally;
    }

    /** A batch that has something to do, or nothing if nothing is left but what others have to do. */
    Batches.Done work(Due due, int limit, Optional<Set<AccountId>> among, Tally.Share share) {
        if (shell.gateways().isEmpty()) {
            return NOTHING;
        }
        while (!calls.isOver()) {
            Set<AccountId> idle = new HashSet<>();
            Batches.Done done = work(due, limit, among, share, idle);
            if (done.claimed() == 0 || done.claimed() > idle.size()) {
                return new Batches.Done(done.claimed() - idle.size(), done.decided() - idle.size());
            }
        }
        return NOTHING;
    }

    /** @param idle told of the accounts that have nothing due but what others have to do */
    private Batches.Done work(
            Due due, int limit, Optional<Set<AccountId>> among, Tally.Share share, Set<AccountId> idle) {
        // A clock that was set back must not make due in this run what the run has just called.
        Instant lastCall = shell.inRunOf(now).plus(shell.callTimeout());
        // The call that begins last has its time, too: all answers are recorded before others ask.
        // As a store keeps it, so that it is known again.
        Instant callUntil = lastCall.plus(shell.callTimeout()).truncatedTo(ChronoUnit.MICROS);
        List<GatewayCalls.Order> orders = new ArrayList<>();
        try {
            return batches.work(due, limit, among, () -> new Marking(callUntil, orders, idle), share);
        } finally {
            // What was marked is called, even where the rest of the batch could not be.
            call(orders, lastCall, share);
        }
    }

    private void call(List<GatewayCalls.Order> orders, Instant lastCall, Tally.Share share) {
        List<GatewayCalls.Answer> answers = calls.make(orders, lastCall);
        List<Answered> answered = new ArrayList<>(orders.size());
        for (int i = 0; i < orders.size(); i++) {
            answered.add(new Answered(orders.get(i).attempt(), answers.get(i)));
        }
        Recording recording = new Recording(shell, now, tally, share);
        rounds(answered).forEach(round -> recording.record(List.copyOf(round.values())));
    }

    private record Marked(AccountPayments account, Collect.Call call) {
        DocumentId document() {
            return call.attempt().document();
        }
    }

    /** One try of the transaction that marks what is to be sent. */
    private final class Marking implements Batches.Try<AccountPayments> {
        private final Instant callUntil;
        private final List<GatewayCalls.Order> orders;
        private final Set<AccountId> idle;
        private final List<Marked> marked = new ArrayList<>();
        private final Set<AccountId> left = new HashSet<>();
        private final Set<AccountId> leftAlone = new HashSet<>();
        private Map<DocumentId, String> numbers = Map.of();

        Marking(Instant callUntil, List<GatewayCalls.Order> orders, Set<AccountId> idle) {
            this.callUntil = callUntil;
            this.orders = orders;
            this.idle = idle;
        }

        @Override
        public Set<AccountId> passedOver() {
            return leftToOthers;
        }

        @Override
        public List<AccountPayments> load(StoreTransaction tx, List<AccountId> claimed) {
            return tx.loadPayments(claimed);
        }

        @Override
        public AccountId idOf(AccountPayments account) {
            return account.account().id();
        }

        @Override
        public AccountChange decide(StoreTransaction tx, AccountPayments account, Tally.Share share) {
            Collect.Claimed claimed = Collect.claim(account, shell.rules(), now, callUntil);
            claimed.calls().forEach(call -> marked.add(new Marked(account, call)));
            if (claimed.leavesSome()) {
                left.add(idOf(account));
                if (claimed.calls().isEmpty()) {
                    leftAlone.add(idOf(account));
                }
            }
            return claimed.change();
        }

        @Override
        public void written(StoreTransaction tx) {
            numbers = tx.numbers(marked.stream().map(Marked::document).toList());
        }

        @Override
        public void committed() {
            leftToOthers.addAll(left);
            idle.addAll(leftAlone);
            marked.forEach(m -> orders.add(new GatewayCalls.Order(
                    m.account,
                    m.call,
                    numbers.getOrDefault(m.document(), m.document().toString()))));
        }
    }

    /** In each round one answer for each account at most, as one change for each can be written at a time. */
    private static List<Map<AccountId, Answered>> rounds(List<Answered> answered) {
        List<Map<AccountId, Answered>> rounds = new ArrayList<>();
        Map<AccountId, Integer> seen = new HashMap<>();
        for (Answered answer : answered) {
            int round = seen.merge(answer.account(), 1, Integer::sum) - 1;
            if (round == rounds.size()) {
                rounds.add(new LinkedHashMap<>());
            }
            rounds.get(round).put(answer.account(), answer);
        }
        return rounds;
    }
}
