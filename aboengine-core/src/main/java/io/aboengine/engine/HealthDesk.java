package io.aboengine.engine;

import io.aboengine.Health;
import io.aboengine.account.Moment;
import io.aboengine.party.AccountId;
import io.aboengine.payment.AttemptId;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.store.Due;
import io.aboengine.store.NumberGap;
import io.aboengine.store.OverdueAccount;
import io.aboengine.store.StoreQueries;
import io.aboengine.store.StoreQueries.ParkedEvent;
import io.aboengine.store.UndeliveredEvents;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Asks the store what earlier days have left undone. */
public final class HealthDesk implements Health {
    private final Shell shell;

    public HealthDesk(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Summary summary() {
        return read(store -> {
            Map<String, UndeliveredEvents> undelivered = new TreeMap<>();
            Map<String, ParkedEvent> parked = new TreeMap<>();
            for (String subscriber : shell.subscribers().keySet()) {
                first(store.undeliveredEvents(subscriber, aDayAgo(), Optional.empty(), 1))
                        .ifPresent(found -> undelivered.put(subscriber, found));
                first(store.parkedEvents(subscriber, Optional.empty(), 1))
                        .ifPresent(found -> parked.put(subscriber, found));
            }
            return new Summary(
                    first(store.overdueAccounts(billing(), Optional.empty(), 1)),
                    first(store.overdueAccounts(reminders(), Optional.empty(), 1)),
                    first(store.overdueAttempts(beforeYesterday(), Optional.empty(), 1)),
                    first(store.brokenAccounts(Optional.empty(), 1)),
                    first(store.unresolvedAttempts(Optional.empty(), 1)),
                    undelivered,
                    parked,
                    shell.blocked());
        });
    }

    @Override
    public List<OverdueAccount> overdueForBilling(Optional<OverdueAccount> after, int limit) {
        return read(store -> store.overdueAccounts(billing(), after, Pages.of(limit)));
    }

    @Override
    public List<OverdueAccount> overdueForReminders(Optional<OverdueAccount> after, int limit) {
        return read(store -> store.overdueAccounts(reminders(), after, Pages.of(limit)));
    }

    @Override
    public List<PaymentAttempt> overdueAttempts(Optional<PaymentAttempt> after, int limit) {
        return read(store -> store.overdueAttempts(beforeYesterday(), after, Pages.of(limit)));
    }

    @Override
    public List<PaymentAttempt> pendingAttempts(LocalDate collectOnBefore, Optional<AttemptId> after, int limit) {
        return read(store -> store.pendingAttempts(collectOnBefore, after, Pages.of(limit)));
    }

    @Override
    public List<UndeliveredEvents> undeliveredEvents(String subscriber, Optional<AccountId> after, int limit) {
        return read(store -> store.undeliveredEvents(subscriber, aDayAgo(), after, Pages.of(limit)));
    }

    @Override
    public List<NumberGap> numberGaps(Optional<NumberGap> after, int limit) {
        return read(store -> store.numberGaps(after, Pages.of(limit)));
    }

    private <T> T read(Function<StoreQueries, T> question) {
        return shell.store().inTransaction(question::apply);
    }

    private static <T> Optional<T> first(List<T> found) {
        return found.stream().findFirst();
    }

    private Due.OfDay billing() {
        Moment now = shell.now();
        return new Due.Billing(now.day().minusDays(1), now.at());
    }

    private Due.OfDay reminders() {
        Moment now = shell.now();
        return new Due.Reminders(now.day().minusDays(1), now.at());
    }

    /** Whoever runs at noon each day may run 24 hours apart or at the same time by the clock on the wall: the longer of both. */
    private Instant aDayAgo() {
        Moment now = shell.now();
        Instant hours = now.at().minus(Duration.ofDays(1));
        Instant civil = now.at().atZone(now.zone()).minusDays(1).toInstant();
        return hours.isBefore(civil) ? hours : civil;
    }

    /**
     * An attempt that a customer made due in the afternoon counts from the beginning of that day. As no store tells when it
     * was made, all of the day that follows is left for it. Stores keep whole microseconds.
     */
    private Instant beforeYesterday() {
        Moment now = shell.now();
        return now.startOf(now.day().minusDays(1)).minusNanos(1_000);
    }
}
