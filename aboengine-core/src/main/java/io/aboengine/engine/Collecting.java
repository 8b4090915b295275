package io.aboengine.engine;

import io.aboengine.Metrics;
import io.aboengine.RunReport;
import io.aboengine.RunReport.PaymentOutcome;
import io.aboengine.account.AccountChange;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        Instant callUntil = shell.clock().instant().plus(shell.callTimeout());
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

    private record Marked(AccountSnapshot account, Collect.Call call) {
        DocumentId document() {
            return call.attempt().document();
        }
    }

    /** One try of the transaction that marks what is to be sent. */
    private final class Marking implements Batches.Try {
        private final Instant callUntil;
        private final List<GatewayCalls.Order> orders;
        private final List<Marked> marked = new ArrayList<>();
        private Map<DocumentId, String> numbers = Map.of();

        Marking(Instant callUntil, List<GatewayCalls.Order> orders) {
            this.callUntil = callUntil;
            this.orders = orders;
        }

        @Override
        public AccountChange decide(AccountSnapshot account, Tally.Share share) {
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

    /** Records answers about different accounts. Accounts that somebody else works on are waited for one by one. */
    private void record(List<Answered> answered, Tally.Share share) {
        Map<AccountId, Answered> byAccount = new LinkedHashMap<>();
        answered.forEach(answer -> byAccount.put(answer.account(), answer));
        List<AccountId> free = new ArrayList<>();
        try {
            shell.store().inTransaction(tx -> {
                free.addAll(tx.lockFree(byAccount.keySet()));
                write(tx, free, byAccount);
                return free;
            });
        } catch (RuntimeException e) {
            if (answered.size() == 1) {
                notRecorded(answered.get(0), e, share);
                return;
            }
            int half = answered.size() / 2;
            record(answered.subList(0, half), share);
            record(answered.subList(half, answered.size()), share);
            return;
        }
        free.forEach(account -> recorded(Optional.ofNullable(byAccount.remove(account)), share));
        byAccount.values().forEach(busy -> recordAlone(busy, share));
    }

    private void recordAlone(Answered answered, Tally.Share share) {
        try {
            shell.store().inTransaction(tx -> {
                tx.lock(answered.account(), shell.lockWait());
                write(tx, List.of(answered.account()), Map.of(answered.account(), answered));
                return answered;
            });
            recorded(Optional.of(answered), share);
        } catch (RuntimeException e) {
            notRecorded(answered, e, share);
        }
    }

    private void write(StoreTransaction tx, List<AccountId> accounts, Map<AccountId, Answered> answers) {
        List<AccountChange> changes = new ArrayList<>(accounts.size());
        for (AccountSnapshot alive : tx.load(accounts, now.day())) {
            Answered answered =
                    Optional.ofNullable(answers.get(alive.account().id())).orElseThrow();
            PaymentAttempt attempt = answered.attempt();
            // Others may have settled it meanwhile; then it is not alive, but what is told now is to be held against
            // it.
            boolean isThere = alive.attempts().stream().anyMatch(a -> a.id().equals(attempt.id()));
            AccountSnapshot account = isThere ? alive : tx.deepen(alive, Reach.document(attempt.document()));
            changes.add(answered.answer().record(account, shell.rules(), now, attempt.id()));
        }
        tx.write(changes);
    }

    private static void recorded(Optional<Answered> recorded, Tally.Share share) {
        recorded.ifPresent(answered -> {
            PaymentAttempt attempt = answered.attempt();
            PaymentOutcome outcome = answered.answer().outcome(attempt.document());
            share.payments.add(outcome);
            if (outcome instanceof PaymentOutcome.Paid && !attempt.isRefund()) {
                share.add(attempt.amount());
            }
        });
    }

    private void notRecorded(Answered answered, RuntimeException failure, Tally.Share share) {
        PaymentAttempt attempt = answered.attempt();
        LOG.warn("The answer to attempt {} could not be recorded and will be asked for again", attempt.id(), failure);
        tally.addBroken(new RunReport.Broken(answered.account(), Batches.errorOf(failure)));
        share.payments.add(new PaymentOutcome.Pending(attempt.document()));
        shell.metrics().failure(Metrics.Failure.ANSWER_NOT_RECORDED);
    }
}
