package io.aboengine.engine;

import io.aboengine.Metrics;
import io.aboengine.RunReport;
import io.aboengine.RunReport.PaymentOutcome;
import io.aboengine.account.AccountChange;
import io.aboengine.account.AccountSnapshot;
import io.aboengine.account.Moment;
import io.aboengine.account.Reach;
import io.aboengine.party.AccountId;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.store.StoreTransaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what gateways answered. Answers that cannot be recorded together are recorded in halves, down to the one that is
 * to blame. Where the store answers nothing at all, again and again, none of them is: then they are left, and the next run
 * asks for these answers again. An interrupt waits until all is recorded, as only this thread knows the answers.
 */
final class Recording {
    private static final Logger LOG = LoggerFactory.getLogger(Recording.class);

    /** So often in a row the store may be gone before what is left is not tried any more. */
    private static final int IN_VAIN = 3;

    private final Shell shell;
    private final Moment now;
    private final Tally tally;
    private final Tally.Share share;
    private int inVain;

    Recording(Shell shell, Moment now, Tally tally, Tally.Share share) {
        this.shell = shell;
        this.now = now;
        this.tally = tally;
        this.share = share;
    }

    /** An attempt and what the gateway answered about it. */
    record Answered(PaymentAttempt attempt, GatewayCalls.Answer answer) {
        AccountId account() {
            return attempt.id().account();
        }
    }

    /** Records answers about different accounts: first those that nobody else works on, then those that become free. */
    void record(List<Answered> answered) {
        Threads.untouched(() -> {
            List<Answered> busy = recordFree(answered);
            while (!busy.isEmpty()) {
                busy = recordAwaited(busy);
            }
        });
    }

    /** @return those whose account somebody else works on */
    private List<Answered> recordFree(List<Answered> answered) {
        return recordLocked(answered, answered, tx -> tx.lockFree(accountsOf(answered)));
    }

    /**
     * Waits for the first account only: whoever worked on it gives back others with it.
     *
     * @return those whose account somebody else still works on
     */
    private List<Answered> recordAwaited(List<Answered> busy) {
        AccountId first = busy.get(0).account();
        List<Answered> others = busy.subList(1, busy.size());
        return recordLocked(busy, busy.subList(0, 1), tx -> {
            tx.lock(first, shell.lockWait());
            List<AccountId> locked = new ArrayList<>(List.of(first));
            locked.addAll(tx.lockFree(accountsOf(others)));
            return locked;
        });
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
            List<Answered> answered, List<Answered> suspects, Function<StoreTransaction, List<AccountId>> lock) {
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
            if (Thread.currentThread().isInterrupted()) {
                List<Answered> busy = new ArrayList<>();
                Threads.untouched(() -> busy.addAll(recordLocked(answered, suspects, lock)));
                return busy;
            }
            inVain = tried.isEmpty() && isStoreGone() ? inVain + 1 : 0;
            if (inVain >= IN_VAIN) {
                LOG.warn(
                        "The store is gone: {} answers are not recorded and will be asked for again",
                        answered.size(),
                        e);
                answered.forEach(answer -> notRecorded(answer, e));
                return List.of();
            }
            if (tried.isEmpty()) {
                tried.addAll(suspects);
                unlocked.keySet().removeAll(accountsOf(suspects));
            }
            List<Answered> busy = new ArrayList<>(unlocked.values());
            busy.addAll(recordInHalves(tried, e));
            return busy;
        }
        inVain = 0;
        tried.forEach(this::recorded);
        return List.copyOf(unlocked.values());
    }

    private boolean isStoreGone() {
        try {
            shell.store().asked(tx -> tx.accountsAfter(Optional.empty(), 1));
            return false;
        } catch (RuntimeException e) {
            return true;
        }
    }

    private List<Answered> recordInHalves(List<Answered> failed, RuntimeException failure) {
        if (failed.size() == 1) {
            LOG.warn(
                    "The answer to attempt {} could not be recorded and will be asked for again",
                    failed.get(0).attempt().id(),
                    failure);
            notRecorded(failed.get(0), failure);
            return List.of();
        }
        int half = failed.size() / 2;
        List<Answered> busy = new ArrayList<>(recordFree(failed.subList(0, half)));
        busy.addAll(recordFree(failed.subList(half, failed.size())));
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

    private void recorded(Answered answered) {
        PaymentAttempt attempt = answered.attempt();
        PaymentOutcome outcome = answered.answer().outcome(attempt.document());
        share.payments.add(outcome);
        if (outcome instanceof PaymentOutcome.Paid && !attempt.isRefund()) {
            share.add(attempt.amount());
        }
    }

    private void notRecorded(Answered answered, RuntimeException failure) {
        PaymentAttempt attempt = answered.attempt();
        tally.addBroken(new RunReport.Broken(answered.account(), Batches.errorOf(failure)));
        share.payments.add(new PaymentOutcome.Pending(attempt.document()));
        shell.metrics().failure(Metrics.Failure.ANSWER_NOT_RECORDED);
    }
}
