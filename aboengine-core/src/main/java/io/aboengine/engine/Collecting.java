package io.aboengine.engine;

import io.aboengine.Metrics;
import io.aboengine.RunReport;
import io.aboengine.RunReport.PaymentOutcome;
import io.aboengine.account.AccountChange;
import io.aboengine.account.AccountPayments;
import io.aboengine.account.AccountSnapshot;
import io.aboengine.account.Collect;
import io.aboengine.account.Moment;
import io.aboengine.account.Reach;
import io.aboengine.invoice.DocumentId;
import io.aboengine.party.AccountId;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.store.Due;
import io.aboengine.store.StoreTransaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collecting in batches: a transaction that marks what is to be sent, the calls in nobody's transaction, a transaction
 * that records the answers. Whoever loses its life between the two leaves attempts that were sent, and the next run asks
 * what became of them. Answers that cannot be recorded together are recorded in halves, down to the one that is to blame.
 */
final class Collecting {
    private static final Logger LOG = LoggerFactory.getLogger(Collecting.class);

    private final Shell shell;
    private final Moment now;
    private final Batches batches;
    private final GatewayCalls calls;
    private final Tally tally;

    Collecting(Shell shell, Moment now, Batches batches, GatewayCalls calls, Tally tally) {
        this.shell = shell;
        this.now = now;
        this.batches = batches;
        this.calls = calls;
        this.tally = tally;
    }

    /** An attempt and what the gateway answered about it. */
    private record Answered(PaymentAttempt attempt, GatewayCalls.Answer answer) {
        AccountId account() {
            return attempt.id().account();
        }
    }

    Batches.Done work(Due due, int limit, Optional<Set<AccountId>> among, Tally.Share share) {
        // As a store keeps it, so that it is known again.
        Instant callUntil = shell.clock().instant().plus(shell.callTimeout()).truncatedTo(ChronoUnit.MICROS);
        List<GatewayCalls.Order> orders = new ArrayList<>();
        Batches.Done done = batches.work(due, limit, among, () -> new Marking(callUntil, orders), share);
        List<GatewayCalls.Answer> answers = calls.make(orders, callUntil);
        List<Answered> answered = new ArrayList<>(orders.size());
        for (int i = 0; i < orders.size(); i++) {
            answered.add(new Answered(orders.get(i).attempt(), answers.get(i)));
        }
        rounds(answered).forEach(round -> record(List.copyOf(round.values()), share));
        return done;
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
        private final List<Marked> marked = new ArrayList<>();
        private Map<DocumentId, String> numbers = Map.of();

        Marking(Instant callUntil, List<GatewayCalls.Order> orders) {
            this.callUntil = callUntil;
            this.orders = orders;
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
            return claimed.change();
        }

        @Override
        public void written(StoreTransaction tx) {
            numbers = tx.numbers(marked.stream().map(Marked::document).toList());
        }

        @Override
        public void committed() {
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

    /** Records answers about different accounts: first those that nobody else works on, then those that become free. */
    private void record(List<Answered> answered, Tally.Share share) {
        List<Answered> busy = recordFree(answered, share);
        while (!busy.isEmpty()) {
            busy = recordAwaited(busy, share);
        }
    }

    /** @return those whose account somebody else works on */
    private List<Answered> recordFree(List<Answered> answered, Tally.Share share) {
        return recordLocked(answered, answered, tx -> tx.lockFree(accountsOf(answered)), share);
    }

    /**
     * Waits for the first account only: whoever worked on it gives back others with it.
     *
     * @return those whose account somebody else still works on
     */
    private List<Answered> recordAwaited(List<Answered> busy, Tally.Share share) {
        AccountId first = busy.get(0).account();
        List<Answered> others = busy.subList(1, busy.size());
        return recordLocked(
                busy,
                busy.subList(0, 1),
                tx -> {
                    tx.lock(first, shell.lockWait());
                    List<AccountId> locked = new ArrayList<>(List.of(first));
                    locked.addAll(tx.lockFree(accountsOf(others)));
                    return locked;
                },
                share);
    }

    private static List<AccountId> accountsOf(List<Answered> answered) {
        return answered.stream().map(Answered::account).toList();
    }

    /**
     * Records together what {@code lock} locks. If that fails it is tried in halves, down to the one to blame.
     *
     * @param suspects those to blame if nothing could be locked
     * @return those that were not locked
     */
    private List<Answered> recordLocked(
            List<Answered> answered,
            List<Answered> suspects,
            Function<StoreTransaction, List<AccountId>> lock,
            Tally.Share share) {
        Map<AccountId, Answered> unlocked = new LinkedHashMap<>();
        answered.forEach(answer -> unlocked.put(answer.account(), answer));
        List<Answered> tried = new ArrayList<>();
        try {
            shell.store().inTransaction(tx -> {
                for (AccountId account : lock.apply(tx)) {
                    tried.add(Optional.ofNullable(unlocked.remove(account)).orElseThrow());
                }
                write(tx, tried);
                return tried;
            });
        } catch (RuntimeException e) {
            if (tried.isEmpty()) {
                tried.addAll(suspects);
                unlocked.keySet().removeAll(accountsOf(suspects));
            }
            List<Answered> busy = new ArrayList<>(unlocked.values());
            busy.addAll(recordInHalves(tried, e, share));
            return busy;
        }
        tried.forEach(answer -> recorded(answer, share));
        return List.copyOf(unlocked.values());
    }

    private List<Answered> recordInHalves(List<Answered> failed, RuntimeException failure, Tally.Share share) {
        if (failed.size() == 1) {
            notRecorded(failed.get(0), failure, share);
            return List.of();
        }
        int half = failed.size() / 2;
        List<Answered> busy = new ArrayList<>(recordFree(failed.subList(0, half), share));
        busy.addAll(recordFree(failed.subList(half, failed.size()), share));
        return busy;
    }

    private void write(StoreTransaction tx, List<Answered> answered) {
        Map<AccountId, Answered> answers = new HashMap<>();
        answered.forEach(answer -> answers.put(answer.account(), answer));
        List<AccountChange> changes = new ArrayList<>(answered.size());
        for (AccountSnapshot alive : tx.load(accountsOf(answered), now.day())) {
            Answered answer =
                    Optional.ofNullable(answers.get(alive.account().id())).orElseThrow();
            PaymentAttempt attempt = answer.attempt();
            // Others may have settled it meanwhile; then it is not alive, but what is told now is held against it.
            boolean isThere = alive.attempts().stream().anyMatch(a -> a.id().equals(attempt.id()));
            AccountSnapshot account = isThere ? alive : tx.deepen(alive, Reach.document(attempt.document()));
            changes.add(answer.answer().record(account, shell.rules(), now, attempt.id()));
        }
        tx.write(changes);
    }

    private static void recorded(Answered answered, Tally.Share share) {
        PaymentAttempt attempt = answered.attempt();
        PaymentOutcome outcome = answered.answer().outcome(attempt.document());
        share.payments.add(outcome);
        if (outcome instanceof PaymentOutcome.Paid && !attempt.isRefund()) {
            share.add(attempt.amount());
        }
    }

    private void notRecorded(Answered answered, RuntimeException failure, Tally.Share share) {
        PaymentAttempt attempt = answered.attempt();
        LOG.warn("The answer to attempt {} could not be recorded and will be asked for again", attempt.id(), failure);
        tally.addBroken(new RunReport.Broken(answered.account(), Batches.errorOf(failure)));
        share.payments.add(new PaymentOutcome.Pending(attempt.document()));
        shell.metrics().failure(Metrics.Failure.ANSWER_NOT_RECORDED);
    }
}
