package io.aboengine.jdbc;

import io.aboengine.account.Account;
import io.aboengine.account.AccountChange;
import io.aboengine.account.AccountChange.NumberWish;
import io.aboengine.event.Event;
import io.aboengine.invoice.DocumentId;
import io.aboengine.party.AccountId;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.store.StaleWriteException;
import io.aboengine.store.UnknownAccountException;
import io.aboengine.subscription.Segment;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes changes of accounts: table by table, all accounts at once. Ordinals that the account has not reached belong to
 * new rows; of the others, those that are there are replaced. Numbers come last, because from then on others wait for the
 * series.
 */
final class Changes {
    private final Session session;
    private final List<AccountChange> changes;
    private final Map<AccountId, Account> stored;

    private Changes(Session session, List<AccountChange> changes, Map<AccountId, Account> stored) {
        this.session = session;
        this.changes = changes;
        this.stored = stored;
    }

    static Map<DocumentId, String> write(Session session, List<AccountChange> changes) {
        return new Changes(session, changes, stored(session, changes)).write();
    }

    private Map<DocumentId, String> write() {
        writeAccounts();
        writeSubscriptions();
        session.write(
                DocumentRows.TABLE, all(AccountChange::documents), d -> isNew(d.id().account(), d.id().ordinal()));
        session.write(LineRows.TABLE, all(AccountChange::lines), l -> isNew(l.id().account(), l.id().ordinal()));
        writeAttempts();
        session.insert(PostingRows.TABLE, all(AccountChange::postings));
        session.write(
                AccessRows.TABLE,
                all(AccountChange::access),
                a -> isNew(a.subscription().account(), a.subscription().ordinal()));
        session.write(UsageRows.TABLE, all(AccountChange::usage), tally -> false);
        UsageRecordRows.add(session, all(AccountChange::usageRecords));
        List<Event> events = all(AccountChange::events);
        session.insert(EventRows.TABLE, events);
        Deliveries.mark(session, events);
        List<NumberWish> wishes = all(AccountChange::numbers);
        return wishes.isEmpty() ? Map.of() : NumberRows.give(session, wishes);
    }

    /** The accounts as they are stored; those that were read and are locked are known. */
    private static Map<AccountId, Account> stored(Session session, List<AccountChange> changes) {
        Map<AccountId, Account> stored = new HashMap<>();
        List<AccountId> unknown = new ArrayList<>();
        for (AccountChange change : changes) {
            session.known()
                    .stored(AccountRows.TABLE, change.account())
                    .ifPresentOrElse(account -> stored.put(change.id(), account), () -> unknown.add(change.id()));
        }
        AccountRows.of(session, unknown).forEach(account -> stored.put(account.id(), account));
        return stored;
    }

    private boolean isNew(AccountId account, long ordinal) {
        Account before = stored.get(account);
        return before != null && ordinal >= before.nextOrdinal();
    }

    private void writeAccounts() {
        List<Account> accounts = all(change -> List.of(change.account()));
        for (Account account : accounts) {
            if (!stored.containsKey(account.id())) {
                throw new UnknownAccountException(account.id());
            }
        }
        for (Account account : session.update(AccountRows.TABLE, accounts)) {
            throw new StaleWriteException("Account " + account.id() + " has counted beyond " + account.nextOrdinal()
                    + " meanwhile: somebody else was faster");
        }
        AgendaRows.follow(session, stored, accounts);
    }

    /** A new contract is stored with its whole timeline, an old one keeps what was not rewritten. */
    private void writeSubscriptions() {
        List<Subscription> subscriptions = all(AccountChange::subscriptions);
        Set<SubscriptionId> added = new HashSet<>();
        session.write(SubscriptionRows.TABLE, subscriptions, s -> isNew(s.id().account(), s.id().ordinal()))
                .forEach(s -> added.add(s.id()));

        Map<SubscriptionId, LocalDate> rewritten = new LinkedHashMap<>();
        changes.forEach(change -> rewritten.putAll(change.rewrittenFrom()));
        rewritten.keySet().removeAll(added);
        SegmentRows.deleteFrom(session, rewritten);

        List<SegmentRows.Entry> segments = new ArrayList<>();
        for (Subscription subscription : subscriptions) {
            SubscriptionId id = subscription.id();
            LocalDate from = added.contains(id) ? LocalDate.MIN : rewritten.getOrDefault(id, LocalDate.MAX);
            for (Segment segment : subscription.agreed().segments()) {
                if (!segment.from().isBefore(from)) {
                    segments.add(new SegmentRows.Entry(id, segment));
                }
            }
        }
        session.insert(SegmentRows.TABLE, segments);
    }

    /** Attempts that end make room for live ones of the same document, so they go first. */
    private void writeAttempts() {
        Map<Boolean, List<PaymentAttempt>> byLife =
                all(AccountChange::attempts).stream().collect(Collectors.partitioningBy(PaymentAttempt::isLive));
        for (boolean live : new boolean[] {false, true}) {
            session.write(
                    AttemptRows.TABLE,
                    byLife.getOrDefault(live, List.of()),
                    a -> isNew(a.id().account(), a.id().ordinal()));
        }
    }

    private <T> List<T> all(Function<AccountChange, Collection<T>> rows) {
        List<T> all = new ArrayList<>();
        changes.forEach(change -> all.addAll(rows.apply(change)));
        return all;
    }
}
