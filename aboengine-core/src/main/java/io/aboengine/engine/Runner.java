package io.aboengine.engine;

import io.aboengine.EventHandler;
import io.aboengine.RunReport;
import io.aboengine.RunReport.PaymentOutcome;
import io.aboengine.RunRequest;
import io.aboengine.account.AccountChange;
import io.aboengine.account.AccountSnapshot;
import io.aboengine.account.Advance;
import io.aboengine.account.Collect;
import io.aboengine.account.Moment;
import io.aboengine.account.Reach;
import io.aboengine.account.Remind;
import io.aboengine.event.Event;
import io.aboengine.invoice.DocumentType;
import io.aboengine.party.AccountId;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.store.BrokenAccount;
import io.aboengine.store.Delivery;
import io.aboengine.store.Due;
import io.aboengine.store.StoreTransaction;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run: bill, collect and record, remind, deliver. Each stage claims a batch of accounts, decides and writes it in one
 * transaction; a lock dies with its transaction, so whatever kills a run leaves nothing half-done and the next run goes
 * on from there. Gateways and subscribers are called between transactions.
 */
public final class Runner {
    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
    private static final int EVENTS_PER_ACCOUNT = 100;
    private static final int FAILURES_BEFORE_PARKING = 5;
    private static final int BROKEN_PAGE = 1000;
    private static final int WAKE_BATCH = 1000;

    private final Shell shell;
    private final RunRequest request;
    private final Moment now;
    private final Optional<Set<AccountId>> only;
    private final GatewayCalls calls;
    private final Map<AccountId, Integer> failures = new HashMap<>();
    private final List<RunReport.Broken> broken = new ArrayList<>();
    private final List<PaymentOutcome> payments = new ArrayList<>();
    private long accountsBilled;
    private long documents;
    private long reminders;
    private long delivered;

    public Runner(Shell shell, RunRequest request) {
        this.shell = shell;
        this.request = request;
        this.now = shell.now();
        this.only = request.account().map(Set::of);
        this.calls = new GatewayCalls(shell, request.returnUrl());
    }

    public RunReport run() {
        rememberBroken();
        wake(shell, now.day());
        stages();
        if (left() > 0) {
            stages();
        }
        shell.subscribers().forEach(this::deliver);
        long due = left();
        boolean inTime = !timeIsOver();
        return new RunReport(
                now.day(),
                accountsBilled,
                documents,
                List.copyOf(payments),
                reminders,
                delivered,
                List.copyOf(broken),
                inTime ? due : 0,
                due,
                shell.blocked());
    }

    /** Makes accounts due whose agenda was computed with older settings, as far as nobody else works on them. */
    public static void wake(Shell shell, LocalDate today) {
        int version = shell.rules().settingsVersion();
        int woken = WAKE_BATCH;
        while (woken == WAKE_BATCH) {
            woken = shell.store().inTransaction(tx -> tx.wake(version, today, WAKE_BATCH));
        }
    }

    private void stages() {
        batches(billing(), this::bill);
        if (shell.blocked().isEmpty()) {
            batches(collection(), this::collect);
        }
        batches(reminders(), this::remind);
    }

    private Due billing() {
        return new Due.Billing(now.day(), now.at());
    }

    private Due collection() {
        return new Due.Collection(now.at());
    }

    private Due reminders() {
        return new Due.Reminders(now.day(), now.at());
    }

    /** Accounts that are still due, once for each kind of work. */
    private long left() {
        return shell.store()
                .inTransaction(tx -> tx.countDue(billing(), only)
                        + (shell.blocked().isEmpty() ? tx.countDue(collection(), only) : 0)
                        + tx.countDue(reminders(), only));
    }

    private void rememberBroken() {
        Optional<AccountId> after = Optional.empty();
        while (true) {
            Optional<AccountId> last = after;
            List<BrokenAccount> page = shell.store().inTransaction(tx -> tx.brokenAccounts(last, BROKEN_PAGE));
            page.forEach(b -> failures.put(b.account(), b.failures()));
            if (page.size() < BROKEN_PAGE) {
                return;
            }
            after = Optional.of(page.get(page.size() - 1).account());
        }
    }

    private boolean timeIsOver() {
        return request.within()
                .map(time -> shell.clock().instant().isAfter(now.at().plus(time)))
                .orElse(false);
    }

    /** Decides about one account. May add to what is done after the commit. */
    private interface Decision {
        AccountChange decide(AccountSnapshot account, List<Runnable> afterCommit);
    }

    private void batches(Due due, Decision decision) {
        while (!timeIsOver()) {
            if (batch(due, request.batchSize(), only, decision) == 0) {
                return;
            }
        }
    }

    /** One transaction. What cannot be written is tried in halves, down to the one account that is to blame. */
    private int batch(Due due, int limit, Optional<Set<AccountId>> among, Decision decision) {
        List<AccountId> claimed = new ArrayList<>();
        List<Runnable> afterCommit = new ArrayList<>();
        try {
            shell.store().inTransaction(tx -> {
                claimed.addAll(tx.claim(due, limit, among));
                work(tx, claimed, decision, afterCommit);
                return claimed;
            });
        } catch (RuntimeException e) {
            if (claimed.isEmpty()) {
                throw e;
            }
            apart(due, claimed, decision, e);
            return claimed.size();
        }
        afterCommit.forEach(Runnable::run);
        return claimed.size();
    }

    private void apart(Due due, List<AccountId> claimed, Decision decision, RuntimeException failure) {
        if (claimed.size() == 1) {
            AccountId account = claimed.get(0);
            shell.store().inTransaction(tx -> {
                setAside(tx, account, failure);
                return account;
            });
            noteBroken(account, failure);
            return;
        }
        int half = claimed.size() / 2;
        for (List<AccountId> part : List.of(claimed.subList(0, half), claimed.subList(half, claimed.size()))) {
            batch(due, part.size(), Optional.of(new TreeSet<>(part)), decision);
        }
    }

    private void work(StoreTransaction tx, List<AccountId> claimed, Decision decision, List<Runnable> afterCommit) {
        if (claimed.isEmpty()) {
            return;
        }
        List<AccountChange> changes = new ArrayList<>();
        for (AccountSnapshot snapshot : tx.load(claimed, now.day())) {
            AccountId id = snapshot.account().id();
            List<Runnable> after = new ArrayList<>();
            try {
                changes.add(decision.decide(snapshot, after));
                afterCommit.addAll(after);
                if (failures.containsKey(id)) {
                    tx.release(id);
                }
            } catch (RuntimeException e) {
                setAside(tx, id, e);
                afterCommit.add(() -> noteBroken(id, e));
            }
        }
        tx.write(changes);
    }

    private void setAside(StoreTransaction tx, AccountId account, RuntimeException failure) {
        int before = failures.getOrDefault(account, 0);
        tx.setAside(account, errorOf(failure), now.at().plus(Backoff.after(before + 1)));
    }

    private static String errorOf(RuntimeException failure) {
        String message = String.valueOf(failure.getMessage());
        String text = failure.getClass().getSimpleName() + ": " + message;
        return text.length() > 1000 ? text.substring(0, 1000) : text;
    }

    private void noteBroken(AccountId account, RuntimeException failure) {
        LOG.warn("Account {} was set aside: {}", account, errorOf(failure));
        broken.add(new RunReport.Broken(account, errorOf(failure)));
    }

    private AccountChange bill(AccountSnapshot account, List<Runnable> afterCommit) {
        AccountChange change = Advance.advance(account, shell.rules(), now);
        change.account().dueOn().filter(day -> !day.isAfter(now.day())).ifPresent(day -> {
            throw new IllegalStateException(
                    "Account " + account.account().id() + " is still due on " + day + " after it was advanced");
        });
        afterCommit.add(() -> {
            accountsBilled++;
            documents += change.numbers().size();
        });
        return change;
    }

    private AccountChange remind(AccountSnapshot account, List<Runnable> afterCommit) {
        AccountChange change = Remind.remind(account, shell.rules(), now);
        change.account().dunOn().filter(day -> !day.isAfter(now.day())).ifPresent(day -> {
            throw new IllegalStateException(
                    "Account " + account.account().id() + " is still to be reminded on " + day + " after it was");
        });
        afterCommit.add(() -> {
            long notices = change.documents().stream()
                    .filter(d -> d.type() == DocumentType.DUNNING_NOTICE)
                    .count();
            reminders += notices;
            documents += notices;
        });
        return change;
    }

    private AccountChange collect(AccountSnapshot account, List<Runnable> afterCommit) {
        Collect.Claimed claimed =
                Collect.claim(account, shell.rules(), now, now.at().plus(shell.callTimeout()));
        claimed.calls().forEach(call -> afterCommit.add(() -> ask(account, call)));
        return claimed.change();
    }

    /** Calls the gateway, in nobody's transaction, and records the answer in one of its own. */
    private void ask(AccountSnapshot account, Collect.Call call) {
        PaymentAttempt attempt = call.attempt();
        GatewayCalls.Answer answer = calls.make(account, call);
        try {
            shell.store().inTransaction(tx -> {
                tx.lock(attempt.id().account(), shell.lockWait());
                AccountSnapshot snapshot = tx.deepen(
                        tx.load(List.of(attempt.id().account()), now.day()).get(0), Reach.document(attempt.document()));
                tx.write(List.of(answer.record(snapshot, shell.rules(), now, attempt.id())));
                return attempt;
            });
            payments.add(answer.outcome(attempt.document()));
        } catch (RuntimeException e) {
            LOG.warn("The answer to attempt {} could not be recorded and will be asked for again", attempt.id(), e);
            broken.add(new RunReport.Broken(attempt.id().account(), errorOf(e)));
            payments.add(new PaymentOutcome.Pending(attempt.document()));
        }
    }

    private void deliver(String subscriber, EventHandler handler) {
        Instant lease = now.at().plus(shell.callTimeout());
        while (!timeIsOver()) {
            List<Delivery> claimed = shell.store()
                    .inTransaction(tx -> tx.claimDeliveries(
                            subscriber, now.at(), lease, request.batchSize(), EVENTS_PER_ACCOUNT, only));
            if (claimed.isEmpty()) {
                return;
            }
            for (Delivery delivery : claimed) {
                deliver(delivery, handler);
            }
        }
    }

    private void deliver(Delivery delivery, EventHandler handler) {
        long through = 0;
        for (Event event : delivery.events()) {
            try {
                handler.on(event);
            } catch (Exception e) {
                failed(delivery, through, event, e);
                return;
            }
            through = event.ordinal();
            delivered++;
        }
        long last = through;
        shell.store().inTransaction(tx -> {
            tx.delivered(delivery.subscriber(), delivery.account(), last);
            return last;
        });
    }

    private void failed(Delivery delivery, long through, Event event, Exception failure) {
        LOG.warn(
                "Subscriber {} failed at event {}/{}",
                delivery.subscriber(),
                event.account(),
                event.ordinal(),
                failure);
        shell.store().inTransaction(tx -> {
            if (through > 0) {
                tx.delivered(delivery.subscriber(), delivery.account(), through);
            }
            int failures = tx.deliveryFailed(
                    delivery.subscriber(), delivery.account(), now.at().plus(Backoff.after(1)));
            if (failures >= FAILURES_BEFORE_PARKING) {
                tx.park(
                        delivery.subscriber(),
                        delivery.account(),
                        event.ordinal(),
                        failure.getClass().getSimpleName());
            }
            return failures;
        });
    }
}
