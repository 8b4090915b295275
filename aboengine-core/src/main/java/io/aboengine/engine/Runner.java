package io.aboengine.engine;

import io.aboengine.EventHandler;
import io.aboengine.Metrics;
import io.aboengine.RunProgress.Stage;
import io.aboengine.RunReport;
import io.aboengine.RunRequest;
import io.aboengine.account.AccountChange;
import io.aboengine.account.AccountSnapshot;
import io.aboengine.account.Advance;
import io.aboengine.account.Moment;
import io.aboengine.account.Reach;
import io.aboengine.account.Remind;
import io.aboengine.event.Event;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentType;
import io.aboengine.party.AccountId;
import io.aboengine.store.ClaimedDeliveries;
import io.aboengine.store.Delivery;
import io.aboengine.store.Due;
import io.aboengine.store.Outlook;
import io.aboengine.store.StoreTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run: bill, collect and record, remind, deliver. Each stage claims a batch of accounts, decides and writes it in one
 * transaction; a lock dies with its transaction, so whatever kills a run leaves nothing half-done and the next run goes
 * on from there. Gateways and subscribers are called between transactions.
 */
public final class Runner {
    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

    /** For whom this thread is just giving events to subscribers. */
    private static final ThreadLocal<Shell> DELIVERING = new ThreadLocal<>();

    private static final int EVENTS_PER_ACCOUNT = 100;
    private static final int FAILURES_BEFORE_PARKING = 5;
    private static final int WAKE_BATCH = 1000;

    /** How many accounts go into the first batch of a worker, when nobody knows yet how long one takes. */
    private static final int FIRST_BATCH = 250;

    /** The same where gateways are called. */
    private static final int FIRST_CALLS = 100;

    /** Of so many accounts events are claimed together: nobody else delivers theirs until these are done. */
    private static final int DELIVERIES = 100;

    private static final Outlook EVERYTHING = new Outlook(true, true, true, true, true);

    private final Shell shell;
    private final RunRequest request;
    private final Moment now;
    private final Optional<Set<AccountId>> only;
    private final Bounds bounds;
    private final Threads threads;
    private final Tally tally;
    private final Batches batches;
    private final Collecting collecting;
    private final Bounds.Allowance toBill;
    private final Bounds.Allowance toCollect;
    private final Bounds.Allowance toRemind;

    public Runner(Shell shell, RunRequest request) {
        this.shell = shell;
        this.request = request;
        this.now = shell.now();
        this.only = request.account().map(Set::of);
        this.bounds = new Bounds(request, shell.clock(), now.at());
        this.threads = new Threads(request.crew().threads());
        this.tally = new Tally(shell.clock(), request.progress());
        this.batches = new Batches(shell, now, tally);
        this.collecting = new Collecting(
                shell,
                now,
                batches,
                new GatewayCalls(
                        shell, request.returnUrl(), threads, request.crew().callsPerGateway()),
                tally);
        this.toBill = new Bounds.Allowance(request.accounts());
        this.toCollect = new Bounds.Allowance(request.accounts());
        this.toRemind = new Bounds.Allowance(request.accounts());
    }

    public RunReport run() {
        Outlook outlook = outlook();
        if (outlook.setAside()) {
            batches.mindBroken();
        }
        if (outlook.outdated()) {
            wake();
        }
        stages(outlook);
        boolean nothingLeft = !bounds.isOver() && (isNothing(outlook) || left() == 0);
        long busy = 0;
        if (!nothingLeft && !bounds.isOver()) {
            if (outlook.outdated()) {
                wake(); // those that others kept locked
            }
            stages(EVERYTHING);
            boolean all = !bounds.isOver() && !toBill.isUsedUp() && !toCollect.isUsedUp() && !toRemind.isUsedUp();
            busy = all ? left() : 0;
        }
        deliver();
        // What subscribers did may have made something due.
        long due = nothingLeft && shell.subscribers().isEmpty() ? 0 : left();
        RunReport report = tally.report(now.day(), busy, due, shell.blocked());
        shell.metrics().run(report, since(now.at()));
        return report;
    }

    private Duration since(Instant begun) {
        return Duration.between(begun, shell.clock().instant());
    }

    /** Makes accounts due whose agenda was computed with older settings, as far as nobody else works on them. */
    private void wake() {
        int version = shell.rules().settingsVersion();
        int woken = WAKE_BATCH;
        while (woken == WAKE_BATCH && !bounds.isOver()) {
            woken = shell.store().inTransaction(tx -> tx.wake(version, now.day(), WAKE_BATCH, only));
        }
    }

    /** A glance at what there may be to do: where it is nothing, a run is over with this one question. */
    private Outlook outlook() {
        return only.isPresent()
                ? EVERYTHING
                : shell.store()
                        .asked(tx ->
                                tx.outlook(now.day(), now.at(), shell.rules().settingsVersion()));
    }

    private boolean isNothing(Outlook outlook) {
        return !outlook.outdated()
                && !outlook.billing()
                && !(outlook.collection() && shell.blocked().isEmpty())
                && !outlook.reminders();
    }

    /** What a stage does may be work for those that follow. */
    private void stages(Outlook outlook) {
        boolean follows = outlook.outdated();
        if (outlook.billing() || follows) {
            follows = true;
            stage(
                    Stage.BILLING,
                    billing(),
                    toBill,
                    FIRST_BATCH,
                    (limit, share) -> batches.work(billing(), limit, only, () -> new Alive(this::bill), share));
        }
        if (shell.blocked().isEmpty() && (outlook.collection() || follows)) {
            follows = true;
            stage(
                    Stage.COLLECTION,
                    collection(),
                    toCollect,
                    FIRST_CALLS,
                    (limit, share) -> collecting.work(collection(), limit, only, share));
        }
        if (outlook.reminders() || follows) {
            stage(
                    Stage.REMINDERS,
                    reminders(),
                    toRemind,
                    FIRST_BATCH,
                    (limit, share) -> batches.work(
                            reminders(),
                            limit,
                            only,
                            () -> new Alive((account, deepen, own) -> remind(account, own)),
                            share));
        }
    }

    /** A batch of up to so many accounts. Answers how many it claimed, and how many of these it did. */
    private interface Batch {
        Batches.Done work(int limit, Tally.Share share);
    }

    private void stage(Stage stage, Due due, Bounds.Allowance allowance, int firstSize, Batch batch) {
        if (tally.isTold()) {
            tally.begin(stage, shell.store().inTransaction(tx -> tx.countDue(due, only)));
        }
        threads.together(request.crew().workers(), () -> {
            Bounds.Pace pace = new Bounds.Pace(firstSize, request.batchSize(), request.batchTime());
            while (!bounds.isOver()) {
                int limit = allowance.take(pace.size());
                if (limit == 0) {
                    return;
                }
                Instant begun = shell.clock().instant();
                Tally.Share share = new Tally.Share();
                Batches.Done done = batch.work(limit, share);
                allowance.giveBack(limit - done.claimed());
                if (done.claimed() == 0) {
                    return;
                }
                Duration took = since(begun);
                pace.took(done.claimed(), took);
                tally.add(stage, done.decided(), share);
                shell.metrics()
                        .batch(new Metrics.Batch(
                                stage, done.claimed(), done.decided(), share.documents, share.money, took));
                // What was collected may be due again at once; what was billed or reminded never is.
                if (done.claimed() < limit && stage != Stage.COLLECTION) {
                    return;
                }
            }
        });
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

    /** Accounts that are still due, once for each kind of work, and those that could not be woken. */
    private long left() {
        Outlook outlook = outlook();
        if (isNothing(outlook)) {
            return 0;
        }
        int version = shell.rules().settingsVersion();
        return shell.store()
                .inTransaction(tx -> (outlook.outdated() ? tx.countOutdated(version, only) : 0)
                        + tx.countDue(billing(), only)
                        + (shell.blocked().isEmpty() ? tx.countDue(collection(), only) : 0)
                        + tx.countDue(reminders(), only));
    }

    /** Decides by all that is alive of an account. */
    private final class Alive implements Batches.Try<AccountSnapshot> {
        private final Rule rule;

        Alive(Rule rule) {
            this.rule = rule;
        }

        @Override
        public List<AccountSnapshot> load(StoreTransaction tx, List<AccountId> claimed) {
            return tx.load(claimed, now.day());
        }

        @Override
        public AccountId idOf(AccountSnapshot account) {
            return account.account().id();
        }

        @Override
        public AccountChange decide(StoreTransaction tx, AccountSnapshot account, Tally.Share share) {
            return rule.decide(account, reach -> tx.deepen(account, reach), share);
        }
    }

    private interface Rule {
        AccountChange decide(AccountSnapshot account, Function<Reach, AccountSnapshot> deepen, Tally.Share share);
    }

    private AccountChange bill(AccountSnapshot loaded, Function<Reach, AccountSnapshot> deepen, Tally.Share share) {
        AccountSnapshot account = Advance.reaching(loaded, deepen);
        AccountChange change = Advance.advance(account, shell.rules(), now);
        change.account().dueOn().filter(day -> !day.isAfter(now.day())).ifPresent(day -> {
            throw new IllegalStateException(
                    "Account " + account.account().id() + " is still due on " + day + " after it was advanced");
        });
        share.documents += change.numbers().size();
        Set<DocumentId> finalised = new HashSet<>();
        change.numbers().forEach(wish -> finalised.add(wish.document()));
        change.documents().stream().filter(d -> finalised.contains(d.id())).forEach(d -> share.add(d.gross()));
        return change;
    }

    private AccountChange remind(AccountSnapshot account, Tally.Share share) {
        AccountChange change = Remind.remind(account, shell.rules(), now);
        change.account().dunOn().filter(day -> !day.isAfter(now.day())).ifPresent(day -> {
            throw new IllegalStateException(
                    "Account " + account.account().id() + " is still to be reminded on " + day + " after it was");
        });
        change.documents().stream()
                .filter(d -> d.type() == DocumentType.DUNNING_NOTICE)
                .forEach(notice -> {
                    share.reminders++;
                    share.documents++;
                    share.add(notice.gross());
                });
        return change;
    }

    /** Not where a subscriber began this run: it is given what happens here by the run that called it. */
    private void deliver() {
        if (shell.equals(DELIVERING.get())) {
            return;
        }
        Optional<Shell> outer =
                Optional.ofNullable(DELIVERING.get()); // a subscriber of another engine may have begun this run
        DELIVERING.set(shell);
        try {
            shell.subscribers().forEach((subscriber, handler) -> {
                try {
                    deliver(subscriber, handler);
                } catch (RuntimeException e) {
                    // What else the run did is done and wants to be told, and other subscribers may fare better.
                    LOG.error("Events could not be given to subscriber {}", subscriber, e);
                    shell.metrics().failure(Metrics.Failure.EVENTS_NOT_GIVEN);
                }
            });
        } finally {
            outer.ifPresentOrElse(DELIVERING::set, DELIVERING::remove);
        }
    }

    private void deliver(String subscriber, EventHandler handler) {
        while (!bounds.isOver()) {
            Instant lease = shell.clock().instant().plus(shell.callTimeout());
            ClaimedDeliveries claimed = shell.store()
                    .inTransaction(tx -> tx.claimDeliveries(
                            subscriber,
                            shell.clock().instant(), // what a lease that has run out left is claimed again
                            lease,
                            Math.min(DELIVERIES, request.batchSize()),
                            EVENTS_PER_ACCOUNT,
                            only));
            if (claimed.deliveries().isEmpty() && !claimed.more()) {
                return;
            }
            for (Delivery delivery : claimed.deliveries()) {
                if (bounds.isOver() || !isOurs(lease)) {
                    break; // what is left is claimed again once the lease has run out
                }
                deliver(delivery, handler, lease);
            }
        }
    }

    private boolean isOurs(Instant lease) {
        return shell.clock().instant().isBefore(lease);
    }

    private void deliver(Delivery delivery, EventHandler handler, Instant lease) {
        Instant begun = shell.clock().instant();
        int taken = 0;
        long through = 0;
        for (Event event : delivery.events()) {
            if (taken > 0 && !isOurs(lease)) {
                break; // others may deliver the rest by now
            }
            try {
                handler.on(event);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break; // no fault of the subscriber
            } catch (Throwable e) {
                failed(delivery, lease, through, event, e);
                tellTaken(delivery, taken, begun);
                return;
            }
            through = event.ordinal();
            taken++;
            tally.addDelivered(1);
        }
        long last = through;
        shell.store().inTransaction(tx -> {
            tx.delivered(delivery.subscriber(), delivery.account(), lease, last);
            return last;
        });
        tellTaken(delivery, taken, begun);
    }

    private void tellTaken(Delivery delivery, int taken, Instant begun) {
        if (taken > 0) {
            shell.metrics().delivery(new Metrics.Delivery(delivery.subscriber(), taken, since(begun)));
        }
    }

    private void failed(Delivery delivery, Instant lease, long through, Event event, Throwable failure) {
        LOG.warn(
                "Subscriber {} failed at event {}/{}",
                delivery.subscriber(),
                event.account(),
                event.ordinal(),
                failure);
        boolean parked = shell.store().inTransaction(tx -> {
            int failures = tx.deliveryFailed(
                    delivery.subscriber(),
                    delivery.account(),
                    lease,
                    through,
                    shell.clock().instant().plus(Backoff.after(1)));
            boolean tooOften = failures >= FAILURES_BEFORE_PARKING;
            if (tooOften) {
                tx.park(
                        delivery.subscriber(),
                        delivery.account(),
                        event.ordinal(),
                        failure.getClass().getSimpleName());
            }
            return tooOften;
        });
        shell.metrics().failure(parked ? Metrics.Failure.EVENT_PARKED : Metrics.Failure.SUBSCRIBER_FAILED);
    }
}
