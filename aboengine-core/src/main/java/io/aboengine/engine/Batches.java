package io.aboengine.engine;

import io.aboengine.Metrics;
import io.aboengine.RunReport;
import io.aboengine.account.AccountChange;
import io.aboengine.account.Moment;
import io.aboengine.party.AccountId;
import io.aboengine.spi.PlainText;
import io.aboengine.store.AccountBusyException;
import io.aboengine.store.BrokenAccount;
import io.aboengine.store.Due;
import io.aboengine.store.StoreTransaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches of accounts: claimed, loaded, decided about and written in one transaction. An account that cannot be decided
 * about is set aside; what cannot be written is tried in halves, down to the one account that is to blame. Thread-safe:
 * several workers have batches of their own, as what one has locked the others pass over.
 */
final class Batches {
    private static final Logger LOG = LoggerFactory.getLogger(Batches.class);
    private static final int LONGEST_ERROR = 1000;

    /**
     * So often in a row a part of a batch may find something locked by others before parts are not halved any more: what is
     * locked is then a row that each of them needs. More often than it takes to come from the largest batch to one account.
     */
    private static final int IN_VAIN = 16;

    private final Shell shell;
    private final Moment now;
    private final Tally tally;
    private volatile boolean someAreBroken;

    /** Accounts that could not be written because others keep something locked: not claimed again, left to the next run. */
    private final Set<AccountId> busy = ConcurrentHashMap.newKeySet();

    Batches(Shell shell, Moment now, Tally tally) {
        this.shell = shell;
        this.now = now;
        this.tally = tally;
    }

    /** How many accounts a batch claimed, and about how many of them was decided. */
    record Done(int claimed, int decided) {
        Done plus(Done other) {
            return new Done(claimed + other.claimed, decided + other.decided);
        }
    }

    /**
     * One try of a batch. Made anew for each, as a try that fails leaves nothing behind.
     *
     * @param <S> what is loaded of an account
     */
    interface Try<S> {
        /** Accounts that are not wanted though they are due. */
        default Set<AccountId> passedOver() {
            return Set.of();
        }

        List<S> load(StoreTransaction tx, List<AccountId> claimed);

        AccountId idOf(S account);

        /** Decides about one account, and counts what comes of it. */
        AccountChange decide(StoreTransaction tx, S account, Tally.Share share);

        /** Once all changes are written, in their transaction. */
        default void written(StoreTransaction tx) {}

        default void committed() {}
    }

    /** Some accounts are set aside: whoever is met of them has failed before. */
    void mindBroken() {
        someAreBroken = true;
    }

    /** How often in a row parts of one batch found something locked by others. */
    private static final class Patience {
        private int inVain;

        boolean isOver() {
            return inVain >= IN_VAIN;
        }
    }

    <S> Done work(Due due, int limit, Optional<Set<AccountId>> among, Supplier<Try<S>> tries, Tally.Share share) {
        return work(due, limit, among, tries, share, new Patience(), false);
    }

    private <S> Done work(
            Due due,
            int limit,
            Optional<Set<AccountId>> among,
            Supplier<Try<S>> tries,
            Tally.Share share,
            Patience patience,
            boolean again) {
        List<AccountId> claimed = new ArrayList<>();
        SortedMap<AccountId, Throwable> refused = new TreeMap<>();
        Tally.Share mine = new Tally.Share();
        Try<S> attempt = tries.get();
        try {
            shell.store().inTransaction(tx -> {
                claimed.addAll(tx.claim(due, limit, among, unwanted(attempt)));
                write(tx, claimed, attempt, mine, refused);
                attempt.written(tx);
                return claimed;
            });
        } catch (Throwable e) {
            if (claimed.isEmpty()) {
                throw e;
            }
            patience.inVain = e instanceof AccountBusyException ? patience.inVain + 1 : 0;
            // Where deciding failed in the database, what failed afterwards is not what was wrong.
            Throwable first = claimed.size() == 1 ? refused.getOrDefault(claimed.get(0), e) : e;
            return apart(due, claimed, tries, share, first, patience, again);
        }
        patience.inVain = 0;
        attempt.committed();
        share.add(mine);
        setAside(refused);
        return new Done(claimed.size(), claimed.size() - refused.size());
    }

    private Set<AccountId> unwanted(Try<?> attempt) {
        Set<AccountId> unwanted = new HashSet<>(busy);
        unwanted.addAll(attempt.passedOver());
        return unwanted;
    }

    /** @param again a single account was tried a second time already: somebody else's write or a lost connection is no fault of it */
    private <S> Done apart(
            Due due,
            List<AccountId> claimed,
            Supplier<Try<S>> tries,
            Tally.Share share,
            Throwable failure,
            Patience patience,
            boolean again) {
        if (failure instanceof AccountBusyException && (claimed.size() == 1 || patience.isOver())) {
            busy.addAll(claimed);
            return new Done(claimed.size(), 0);
        }
        if (claimed.size() == 1) {
            AccountId account = claimed.get(0);
            if (!again) {
                return new Done(
                        1,
                        work(due, 1, Optional.of(Set.of(account)), tries, share, patience, true)
                                .decided());
            }
            setAside(new TreeMap<>(Map.of(account, failure)));
            return new Done(1, 0);
        }
        shell.metrics().failure(Metrics.Failure.BATCH_HALVED);
        int half = claimed.size() / 2;
        Done done = new Done(0, 0);
        for (List<AccountId> part : List.of(claimed.subList(0, half), claimed.subList(half, claimed.size()))) {
            done = done.plus(work(due, part.size(), Optional.of(new TreeSet<>(part)), tries, share, patience, false));
        }
        // What somebody else took meanwhile is no sign that nothing is left.
        return new Done(claimed.size(), done.decided());
    }

    private <S> void write(
            StoreTransaction tx,
            List<AccountId> claimed,
            Try<S> attempt,
            Tally.Share share,
            Map<AccountId, Throwable> refused) {
        if (claimed.isEmpty()) {
            return;
        }
        Set<AccountId> brokenBefore = someAreBroken ? brokenAmong(tx, claimed).keySet() : Set.of();
        List<AccountChange> changes = new ArrayList<>(claimed.size());
        for (S account : attempt.load(tx, claimed)) {
            AccountId id = attempt.idOf(account);
            Tally.Share one = new Tally.Share();
            try {
                changes.add(attempt.decide(tx, account, one));
                share.add(one);
                if (brokenBefore.contains(id)) {
                    tx.release(id);
                }
            } catch (Throwable e) { // the host's tax rules may throw anything
                refused.put(id, e);
            }
        }
        tx.write(changes);
    }

    /** In a transaction of its own: what went wrong may have spoilt the one it happened in. */
    private void setAside(SortedMap<AccountId, Throwable> failed) {
        if (failed.isEmpty()) {
            return;
        }
        shell.store().inTransaction(tx -> {
            Map<AccountId, Integer> before = brokenAmong(tx, failed.keySet());
            failed.forEach((account, failure) -> tx.setAside(
                    account,
                    errorOf(failure),
                    shell.inRunOf(now).plus(Backoff.after(before.getOrDefault(account, 0) + 1))));
            return failed;
        });
        failed.forEach(this::noteBroken);
    }

    /** How often in a row those of these failed that are set aside. */
    private static Map<AccountId, Integer> brokenAmong(StoreTransaction tx, Collection<AccountId> accounts) {
        return tx.brokenAmong(accounts).stream()
                .collect(Collectors.toMap(BrokenAccount::account, BrokenAccount::failures));
    }

    /** What went wrong in one line that every database can keep, whatever the message holds. */
    static String errorOf(Throwable failure) {
        return PlainText.of(failure.getClass().getSimpleName() + ": " + failure.getMessage(), LONGEST_ERROR);
    }

    private void noteBroken(AccountId account, Throwable failure) {
        LOG.warn("Account {} was set aside: {}", account, errorOf(failure));
        tally.addBroken(new RunReport.Broken(account, errorOf(failure)));
        shell.metrics().failure(Metrics.Failure.ACCOUNT_SET_ASIDE);
    }
}
