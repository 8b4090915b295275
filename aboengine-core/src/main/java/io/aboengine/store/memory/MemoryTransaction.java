package io.aboengine.store.memory;

import io.aboengine.account.Account;
import io.aboengine.account.AccountChange;
import io.aboengine.account.AccountChange.NumberWish;
import io.aboengine.account.AccountPayments;
import io.aboengine.account.AccountSnapshot;
import io.aboengine.account.CreditAssessment;
import io.aboengine.account.Reach;
import io.aboengine.account.Settings;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.ProductId;
import io.aboengine.event.Event;
import io.aboengine.fulfilment.Access;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.Line;
import io.aboengine.party.AccountId;
import io.aboengine.party.Party;
import io.aboengine.payment.AttemptId;
import io.aboengine.payment.AttemptState;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.payment.Posting;
import io.aboengine.spi.payment.IdempotencyKey;
import io.aboengine.store.AccountBusyException;
import io.aboengine.store.BrokenAccount;
import io.aboengine.store.ClaimedDeliveries;
import io.aboengine.store.Delivery;
import io.aboengine.store.Due;
import io.aboengine.store.NumberGap;
import io.aboengine.store.OutdatedRulesException;
import io.aboengine.store.Outlook;
import io.aboengine.store.OverdueAccount;
import io.aboengine.store.RecordedRequest;
import io.aboengine.store.StaleWriteException;
import io.aboengine.store.StoreTransaction;
import io.aboengine.store.UndeliveredEvents;
import io.aboengine.store.UnknownAccountException;
import io.aboengine.store.memory.Database.Cursor;
import io.aboengine.store.memory.Database.CursorKey;
import io.aboengine.store.memory.Database.Notice;
import io.aboengine.store.memory.Database.NoticeKey;
import io.aboengine.store.memory.Database.ParkedKey;
import io.aboengine.store.memory.Database.Printed;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One transaction: sees what is committed and its own work; its work is seen by others when it is committed. */
final class MemoryTransaction implements StoreTransaction {
    /** How long a row is waited for where the port names no time. Longer than any transaction should take. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Comparator<AttemptId> BY_ID =
            Comparator.comparing(AttemptId::account).thenComparing(AttemptId::ordinal);
    private static final Comparator<PaymentAttempt> BY_DAY = Comparator.comparing(
                    (PaymentAttempt attempt) -> attempt.claimOn().orElseThrow())
            .thenComparing(PaymentAttempt::id, BY_ID);
    private static final Comparator<OverdueAccount> LONGEST_FIRST =
            Comparator.comparing(OverdueAccount::since).thenComparing(OverdueAccount::account);
    private static final Comparator<NumberGap> BY_NUMBER =
            Comparator.comparing(NumberGap::series).thenComparing(NumberGap::first);

    private enum State {
        OPEN,
        FAILED,
        OVER
    }

    private final Database database;
    private final Overlay<AccountId, AccountRows> accounts;
    private final Overlay<AccountId, BrokenAccount> broken;
    private final Overlay<IdempotencyKey, AttemptId> attempts;
    private final Overlay<String, Printed> numbers;
    private final Overlay<String, Long> series;
    private final Overlay<String, Integer> redemptions;
    private final Overlay<AccountId, List<SubscriptionId>> beneficiaries;
    private final Overlay<NoticeKey, Notice> notices;
    private final Overlay<CursorKey, Cursor> cursors;
    private final Overlay<ParkedKey, String> parked;
    private final Overlay<Integer, Catalog> catalogs;
    private final Overlay<Integer, Settings> settings;
    private final Overlay<String, String> environment;
    private State state = State.OPEN;

    MemoryTransaction(Database database) {
        this.database = database;
        accounts = new Overlay<>(database.accounts);
        broken = new Overlay<>(database.broken);
        attempts = new Overlay<>(database.attempts);
        numbers = new Overlay<>(database.numbers);
        series = new Overlay<>(database.series);
        redemptions = new Overlay<>(database.redemptions);
        beneficiaries = new Overlay<>(database.beneficiaries);
        notices = new Overlay<>(database.notices);
        cursors = new Overlay<>(database.cursors);
        parked = new Overlay<>(database.parked);
        catalogs = new Overlay<>(database.catalogs);
        settings = new Overlay<>(database.settings);
        environment = new Overlay<>(database.environment);
    }

    // --- the transaction itself ------------------------------------------------------------------------------------

    void commit() {
        inside(() -> {
            List.of(
                            accounts,
                            broken,
                            attempts,
                            numbers,
                            series,
                            redemptions,
                            beneficiaries,
                            notices,
                            cursors,
                            parked,
                            catalogs,
                            settings,
                            environment)
                    .forEach(Overlay::commit);
            return state;
        });
    }

    /** Gives the locks back. What was not committed is forgotten. */
    void end() {
        database.mutex.lock();
        try {
            state = State.OVER;
            database.unlockAll(this);
        } finally {
            database.mutex.unlock();
        }
    }

    /** One statement: alone with the database, and the end of the transaction if it fails like one in a database. */
    private <T> T inside(Supplier<T> statement) {
        database.mutex.lock();
        try {
            requireOpen();
            return statement.get();
        } catch (UnknownAccountException | OutdatedRulesException e) {
            throw e; // answers that changed nothing
        } catch (RuntimeException e) {
            state = state == State.OPEN ? State.FAILED : state;
            throw e;
        } finally {
            database.mutex.unlock();
        }
    }

    private void requireOpen() {
        if (state == State.FAILED) {
            throw new IllegalStateException("A statement of this transaction failed, so it can only be rolled back");
        }
        if (state == State.OVER) {
            throw new IllegalStateException("This transaction is over; begin another");
        }
    }

    private boolean locked(Table<?, ?> table, Object key, Duration wait) {
        try {
            return database.lock(table, key, this, wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Locks a row before it is changed. */
    private void lockRow(Overlay<?, ?> rows, Object key) {
        if (!locked(rows.table(), key, PATIENCE)) {
            throw new StaleWriteException("Another transaction keeps '" + key + "' locked");
        }
    }

    private <K, V> void put(Overlay<K, V> rows, K key, V row) {
        lockRow(rows, key);
        rows.put(key, row);
    }

    /** @return false if there is a row of this key already */
    private <K, V> boolean insert(Overlay<K, V> rows, K key, V row) {
        lockRow(rows, key);
        if (rows.get(key).isPresent()) {
            return false;
        }
        rows.put(key, row);
        return true;
    }

    /** The transaction's own copy of the account, locked. */
    private AccountRows mine(AccountId id) {
        lockRow(accounts, id);
        AccountRows found = accounts.get(id).orElseThrow(() -> new UnknownAccountException(id));
        if (accounts.hasOwn(id)) {
            return found;
        }
        AccountRows copy = new AccountRows(found);
        accounts.put(id, copy);
        return copy;
    }

    // --- accounts and their locks ----------------------------------------------------------------------------------

    @Override
    public boolean open(Account account, Party party) {
        return inside(() -> insert(accounts, account.id(), new AccountRows(account, party)));
    }

    @Override
    public void writeParty(Account account, Party party) {
        inside(() -> {
            mine(account.id()).rename(account.buyerVersion(), party);
            return party;
        });
    }

    @Override
    public void lock(AccountId account, Duration wait) {
        inside(() -> {
            if (accounts.get(account).isEmpty()) {
                throw new UnknownAccountException(account);
            }
            if (!locked(database.accounts, account, wait)) {
                throw new AccountBusyException(account);
            }
            return account;
        });
    }

    @Override
    public List<AccountId> lockFree(Collection<AccountId> asked) {
        return inside(() -> new TreeSet<>(asked)
                .stream()
                        .filter(id -> accounts.get(id).isPresent() && database.tryLock(database.accounts, id, this))
                        .toList());
    }

    @Override
    public List<AccountId> claim(Due due, int limit, Optional<Set<AccountId>> only, Set<AccountId> except) {
        return inside(() -> {
            List<AccountId> claimed = new ArrayList<>();
            for (Map.Entry<AccountId, AccountRows> row : candidates(only).entrySet()) {
                if (claimed.size() == limit) {
                    break;
                }
                if (isDue(row.getValue(), due)
                        && !except.contains(row.getKey())
                        && database.tryLock(database.accounts, row.getKey(), this)) {
                    claimed.add(row.getKey());
                }
            }
            return claimed;
        });
    }

    @Override
    public long countDue(Due due, Optional<Set<AccountId>> only) {
        return inside(() -> candidates(only).values().stream()
                .filter(rows -> isDue(rows, due))
                .count());
    }

    @Override
    public Outlook outlook(LocalDate today, Instant now, int settingsVersion) {
        return inside(() -> {
            Collection<AccountRows> all = accounts.rows().values();
            return new Outlook(
                    all.stream().anyMatch(rows -> rows.account().settingsVersion() < settingsVersion),
                    all.stream().anyMatch(rows -> hasWork(rows, new Due.Billing(today, now))),
                    all.stream().anyMatch(rows -> hasWork(rows, new Due.Collection(now))),
                    all.stream().anyMatch(rows -> hasWork(rows, new Due.Reminders(today, now))),
                    !broken.rows().isEmpty());
        });
    }

    private Map<AccountId, AccountRows> candidates(Optional<Set<AccountId>> only) {
        if (only.isEmpty()) {
            return accounts.rows();
        }
        Map<AccountId, AccountRows> narrowed = new TreeMap<>();
        only.get().forEach(id -> accounts.get(id).ifPresent(rows -> narrowed.put(id, rows)));
        return narrowed;
    }

    private boolean isDue(AccountRows rows, Due due) {
        return hasWork(rows, due)
                && broken.get(rows.account().id())
                        .map(BrokenAccount::nextTry)
                        .filter(due.now()::isBefore)
                        .isEmpty();
    }

    private static boolean hasWork(AccountRows rows, Due due) {
        if (due instanceof Due.Billing billing) {
            return rows.account()
                    .dueOn()
                    .filter(day -> !day.isAfter(billing.today()))
                    .isPresent();
        }
        if (due instanceof Due.Reminders reminders) {
            return rows.account()
                    .dunOn()
                    .filter(day -> !day.isAfter(reminders.today()))
                    .isPresent();
        }
        return rows.nextAttemptAt().filter(at -> !at.isAfter(due.now())).isPresent();
    }

    @Override
    public void setAside(AccountId account, String error, Instant nextTry) {
        inside(() -> {
            lockRow(broken, account);
            int failures = broken.get(account).map(BrokenAccount::failures).orElse(0) + 1;
            broken.put(account, new BrokenAccount(account, error, failures, nextTry));
            return failures;
        });
    }

    @Override
    public void release(AccountId account) {
        inside(() -> {
            if (broken.get(account).isPresent()) {
                lockRow(broken, account);
                broken.remove(account);
            }
            return account;
        });
    }

    @Override
    public int wake(int settingsVersion, LocalDate today, int limit, Optional<Set<AccountId>> only) {
        return inside(() -> {
            List<AccountId> older = new ArrayList<>();
            for (Map.Entry<AccountId, AccountRows> row : candidates(only).entrySet()) {
                if (older.size() == limit) {
                    break;
                }
                if (row.getValue().account().settingsVersion() < settingsVersion
                        && database.tryLock(database.accounts, row.getKey(), this)) {
                    older.add(row.getKey());
                }
            }
            for (AccountId id : older) {
                AccountRows rows = mine(id);
                rows.become(woken(rows.account(), settingsVersion, today));
            }
            return older.size();
        });
    }

    @Override
    public long countOutdated(int settingsVersion, Optional<Set<AccountId>> only) {
        return inside(() -> candidates(only).values().stream()
                .filter(rows -> rows.account().settingsVersion() < settingsVersion)
                .count());
    }

    private static Account woken(Account account, int settingsVersion, LocalDate today) {
        return account.woken(settingsVersion, today);
    }

    // --- loading and writing ---------------------------------------------------------------------------------------

    @Override
    public List<AccountSnapshot> load(Collection<AccountId> ids, LocalDate today) {
        return inside(() -> new LinkedHashSet<>(ids)
                .stream()
                        .flatMap(id -> accounts.get(id).stream())
                        .map(rows -> Snapshots.alive(rows, today))
                        .toList());
    }

    @Override
    public List<AccountPayments> loadPayments(Collection<AccountId> ids) {
        return inside(() -> new LinkedHashSet<>(ids)
                .stream()
                        .flatMap(id -> accounts.get(id).stream())
                        .map(Snapshots::payments)
                        .toList());
    }

    @Override
    public AccountSnapshot deepen(AccountSnapshot snapshot, Reach reach) {
        return inside(() -> accounts.get(snapshot.account().id())
                .map(rows -> Snapshots.deeper(rows, snapshot, reach))
                .orElseThrow(
                        () -> new UnknownAccountException(snapshot.account().id())));
    }

    @Override
    public Map<DocumentId, String> write(List<AccountChange> changes) {
        return inside(() -> {
            for (AccountChange change : changes) {
                AccountRows rows = mine(change.id());
                rows.write(change);
                for (PaymentAttempt attempt : change.attempts()) {
                    takeKey(attempt);
                }
                change.access().forEach(this::note);
            }
            return numbered(changes);
        });
    }

    private void takeKey(PaymentAttempt attempt) {
        if (!insert(attempts, attempt.key(), attempt.id())
                && !attempts.get(attempt.key()).equals(Optional.of(attempt.id()))) {
            throw Once.stale("The idempotency key " + attempt.key());
        }
    }

    /** Notes who may use what others pay for. */
    private void note(Access row) {
        row.beneficiary().ifPresent(user -> {
            List<SubscriptionId> known = beneficiaries.get(user).orElse(List.of());
            if (!known.contains(row.subscription())) {
                List<SubscriptionId> all = new ArrayList<>(known);
                all.add(row.subscription());
                put(beneficiaries, user, List.copyOf(all));
            }
        });
    }

    @Override
    public boolean redeem(String discount, int most) {
        return inside(() -> {
            lockRow(redemptions, discount);
            int used = redemptions.get(discount).orElse(0);
            if (used >= most) {
                return false;
            }
            redemptions.put(discount, used + 1);
            return true;
        });
    }

    @Override
    public boolean isRedeemable(String discount, int most) {
        return inside(() -> redemptions.get(discount).orElse(0) < most);
    }

    /** Counts up the series, locked in order of their names so that two transactions never wait for each other. */
    private Map<DocumentId, String> numbered(List<AccountChange> changes) {
        Set<String> wanted = new TreeSet<>();
        for (AccountChange change : changes) {
            change.numbers().forEach(wish -> wanted.add(wish.series()));
        }
        wanted.forEach(name -> lockRow(series, name));
        Map<DocumentId, String> given = new LinkedHashMap<>();
        for (AccountChange change : changes) {
            for (NumberWish wish : change.numbers()) {
                long counter = series.get(wish.series()).orElse(0L) + 1;
                series.put(wish.series(), counter);
                String number = wish.format(counter);
                if (!insert(numbers, number, new Printed(wish.document(), wish.series(), counter))) {
                    throw Once.stale("The number " + number);
                }
                mine(change.id()).number(wish.document(), number);
                given.put(wish.document(), number);
            }
        }
        return given;
    }

    @Override
    public Optional<RecordedRequest> request(AccountId account, String key) {
        return one(account, rows -> rows.request(key));
    }

    @Override
    public void record(AccountId account, RecordedRequest request) {
        inside(() -> {
            mine(account).record(request);
            return request;
        });
    }

    @Override
    public void record(CreditAssessment assessment) {
        inside(() -> {
            mine(assessment.account()).record(assessment);
            return assessment;
        });
    }

    @Override
    public boolean noteNotice(String gateway, String noticeId, AccountId account, Instant at) {
        return inside(() -> insert(notices, new NoticeKey(gateway, noticeId), new Notice(account, at)));
    }

    // --- deliveries ------------------------------------------------------------------------------------------------

    @Override
    public ClaimedDeliveries claimDeliveries(
            String subscriber,
            Instant now,
            Instant claimedUntil,
            int limit,
            int perAccount,
            Optional<Set<AccountId>> only) {
        return inside(() -> {
            List<Delivery> claimed = new ArrayList<>();
            for (Map.Entry<AccountId, AccountRows> row : accounts.rows().entrySet()) {
                if (claimed.size() == limit) {
                    break;
                }
                if (only.isPresent() && !only.get().contains(row.getKey())) {
                    continue;
                }
                CursorKey key = new CursorKey(subscriber, row.getKey());
                Cursor cursor = cursor(key);
                NavigableMap<Long, Event> unseen = row.getValue().events().tailMap(cursor.position(), false);
                if (!unseen.isEmpty() && cursor.isFree(now) && database.tryLock(database.cursors, key, this)) {
                    cursors.put(
                            key,
                            new Cursor(
                                    cursor.position(), Optional.of(claimedUntil), cursor.nextTry(), cursor.failures()));
                    claimed.add(new Delivery(
                            subscriber,
                            row.getKey(),
                            unseen.values().stream().limit(perAccount).toList()));
                }
            }
            return new ClaimedDeliveries(claimed, false);
        });
    }

    @Override
    public void delivered(String subscriber, AccountId account, Instant claimedUntil, long throughOrdinal) {
        inside(() -> {
            CursorKey key = new CursorKey(subscriber, account);
            Cursor cursor = seen(key, throughOrdinal);
            if (cursor.isClaimedUntil(claimedUntil)) {
                cursors.put(key, cursor.free());
            }
            return cursor;
        });
    }

    @Override
    public int deliveryFailed(
            String subscriber, AccountId account, Instant claimedUntil, long throughOrdinal, Instant nextTry) {
        return inside(() -> {
            CursorKey key = new CursorKey(subscriber, account);
            Cursor cursor = seen(key, throughOrdinal);
            if (!cursor.isClaimedUntil(claimedUntil)) {
                return 0;
            }
            boolean isOver = accounts.get(account)
                    .map(rows -> rows.events().tailMap(cursor.position(), false).isEmpty())
                    .orElse(true);
            if (isOver) {
                cursors.put(key, cursor.free());
                return 0;
            }
            int failures = cursor.failures() + 1;
            cursors.put(key, new Cursor(cursor.position(), Optional.empty(), Optional.of(nextTry), failures));
            return failures;
        });
    }

    @Override
    public void park(String subscriber, AccountId account, long ordinal, String error) {
        inside(() -> {
            put(parked, new ParkedKey(subscriber, account, ordinal), error);
            CursorKey key = new CursorKey(subscriber, account);
            Cursor cursor = seen(key, ordinal).free();
            cursors.put(key, cursor);
            return cursor;
        });
    }

    private Cursor cursor(CursorKey key) {
        return cursors.get(key).orElse(Cursor.BEFORE_THE_FIRST);
    }

    private Cursor seen(CursorKey key, long through) {
        lockRow(cursors, key);
        Cursor cursor = cursor(key).seen(through);
        cursors.put(key, cursor);
        return cursor;
    }

    // --- rules -----------------------------------------------------------------------------------------------------

    @Override
    public int publish(Catalog catalog, LocalDate validFrom) {
        return inside(() -> published("catalogues", catalogs, catalog));
    }

    @Override
    public int publish(Settings settings, LocalDate validFrom) {
        return inside(() -> published("settings", this.settings, settings));
    }

    private <V> int published(String what, Overlay<Integer, V> versions, V content) {
        lockRow(versions, 0);
        NavigableMap<Integer, V> known = versions.rows();
        int latest = known.isEmpty() ? 0 : known.lastKey();
        for (Map.Entry<Integer, V> version : known.descendingMap().entrySet()) {
            if (version.getValue().equals(content)) {
                if (version.getKey() < latest) {
                    throw new OutdatedRulesException(what, version.getKey(), latest);
                }
                return latest;
            }
        }
        versions.put(latest + 1, content);
        return latest + 1;
    }

    @Override
    public Optional<Catalog> catalog(int version) {
        return inside(() -> catalogs.get(version));
    }

    @Override
    public Optional<Settings> settings(int version) {
        return inside(() -> settings.get(version));
    }

    @Override
    public String environment(String ifNone) {
        return inside(() -> {
            if (environment.get(Database.ONLY).isEmpty()) {
                insert(environment, Database.ONLY, ifNone);
            }
            return environment.get(Database.ONLY).orElseThrow();
        });
    }

    // --- reading for people ----------------------------------------------------------------------------------------

    private <T> Optional<T> one(AccountId account, Function<AccountRows, Optional<T>> which) {
        return inside(() -> accounts.get(account).flatMap(which));
    }

    private <T> List<T> many(AccountId account, Function<AccountRows, List<T>> which) {
        return inside(() -> accounts.get(account).map(which).orElse(List.of()));
    }

    @Override
    public Optional<Account> account(AccountId id) {
        return one(id, rows -> Optional.of(rows.account()));
    }

    @Override
    public Optional<Party> party(AccountId id) {
        return one(id, rows -> Optional.of(rows.party()));
    }

    @Override
    public List<AccountId> accountsAfter(Optional<AccountId> after, int limit) {
        return inside(() ->
                following(accounts.rows(), after).keySet().stream().limit(limit).toList());
    }

    private static <K, V> NavigableMap<K, V> following(NavigableMap<K, V> rows, Optional<K> after) {
        return after.map(key -> rows.tailMap(key, false)).orElse(rows);
    }

    private static <K, V> List<V> page(NavigableMap<K, V> rows, Optional<K> after, int limit) {
        return following(rows, after).values().stream().limit(limit).toList();
    }

    @Override
    public List<Subscription> subscriptions(AccountId account) {
        return many(account, AccountRows::subscriptions);
    }

    @Override
    public List<Subscription> subscriptions(AccountId account, long afterOrdinal, int limit) {
        return subscriptions(account).stream()
                .filter(subscription -> subscription.id().ordinal() > afterOrdinal)
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<Document> document(DocumentId id) {
        return one(id.account(), rows -> Optional.ofNullable(rows.documents().get(id.ordinal())));
    }

    @Override
    public List<Document> documents(AccountId account, long afterOrdinal, int limit) {
        return many(account, rows -> page(rows.documents(), Optional.of(afterOrdinal), limit));
    }

    @Override
    public Optional<String> number(DocumentId id) {
        return one(id.account(), rows -> rows.number(id));
    }

    @Override
    public Map<DocumentId, String> numbers(Collection<DocumentId> ids) {
        Map<DocumentId, String> found = new LinkedHashMap<>();
        ids.forEach(id -> number(id).ifPresent(number -> found.put(id, number)));
        return found;
    }

    @Override
    public Optional<DocumentId> byNumber(String number) {
        return inside(() -> numbers.get(number).map(Printed::document));
    }

    @Override
    public List<Line> lines(DocumentId id) {
        return many(
                id.account(),
                rows -> rows.lines().values().stream()
                        .filter(line -> line.placement()
                                .filter(p -> p.document().equals(id))
                                .isPresent())
                        .sorted(Comparator.comparingInt(
                                line -> line.placement().orElseThrow().position()))
                        .toList());
    }

    @Override
    public List<Line> linesTakenBackBy(DocumentId id) {
        List<Line> lines = lines(id);
        return many(
                id.account(),
                rows -> rows.lines().values().stream()
                        .filter(line -> lines.stream()
                                .anyMatch(l -> l.charge().takesBack().equals(Optional.of(line.id()))))
                        .toList());
    }

    @Override
    public List<Line> waitingLines(AccountId account) {
        return many(
                account,
                rows -> rows.lines().values().stream().filter(Line::isWaiting).toList());
    }

    @Override
    public Optional<Party> buyer(AccountId account, int buyerVersion) {
        return one(account, rows -> rows.buyer(buyerVersion));
    }

    @Override
    public List<PaymentAttempt> attempts(AccountId account) {
        return many(account, rows -> List.copyOf(rows.attempts().values()));
    }

    @Override
    public List<PaymentAttempt> attempts(AccountId account, long afterOrdinal, int limit) {
        return many(account, rows -> page(rows.attempts(), Optional.of(afterOrdinal), limit));
    }

    @Override
    public Optional<PaymentAttempt> attempt(IdempotencyKey key) {
        return inside(() -> attempts.get(key)
                .flatMap(id -> accounts.get(id.account())
                        .flatMap(rows -> Optional.ofNullable(rows.attempts().get(id.ordinal())))));
    }

    @Override
    public List<Posting> postings(AccountId account) {
        return many(account, rows -> List.copyOf(rows.postings().values()));
    }

    @Override
    public List<Posting> postings(AccountId account, long afterOrdinal, int limit) {
        return many(account, rows -> page(rows.postings(), Optional.of(afterOrdinal), limit));
    }

    @Override
    public List<Event> events(AccountId account, long afterOrdinal, int limit) {
        return many(account, rows -> page(rows.events(), Optional.of(afterOrdinal), limit));
    }

    @Override
    public List<Access> access(AccountId account, ProductId product) {
        return access(account).stream()
                .filter(row -> row.product().equals(product))
                .toList();
    }

    @Override
    public List<Access> access(AccountId account, Optional<Access> after, int limit) {
        Comparator<Access> order = Comparator.comparing(
                        (Access row) -> row.beneficiary().isPresent())
                .thenComparing(Access::subscription);
        return access(account).stream()
                .filter(row -> after.isEmpty() || order.compare(row, after.get()) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public List<Access> access(AccountId account) {
        return inside(() -> {
            List<Access> found = new ArrayList<>();
            accounts.get(account)
                    .ifPresent(rows -> rows.access().values().stream()
                            .filter(row -> row.beneficiary().isEmpty())
                            .forEach(found::add));
            beneficiaries.get(account).orElse(List.of()).stream()
                    .sorted()
                    .forEach(id -> accounts.get(id.account())
                            .flatMap(rows -> Optional.ofNullable(rows.access().get(id.ordinal())))
                            .ifPresent(found::add));
            return found;
        });
    }

    @Override
    public List<BrokenAccount> brokenAccounts(Optional<AccountId> after, int limit) {
        return inside(() -> page(broken.rows(), after, limit));
    }

    @Override
    public List<BrokenAccount> brokenAmong(Collection<AccountId> ids) {
        return inside(() -> new TreeSet<>(ids)
                .stream().flatMap(id -> broken.get(id).stream()).toList());
    }

    @Override
    public List<PaymentAttempt> unresolvedAttempts(Optional<AttemptId> after, int limit) {
        return attemptsAfter(after, limit, attempt -> attempt.state() == AttemptState.UNRESOLVED);
    }

    @Override
    public List<PaymentAttempt> pendingAttempts(LocalDate collectOnBefore, Optional<AttemptId> after, int limit) {
        return attemptsAfter(
                after,
                limit,
                attempt -> attempt.state() == AttemptState.PENDING
                        && attempt.collectOn().isBefore(collectOnBefore));
    }

    private List<PaymentAttempt> attemptsAfter(Optional<AttemptId> after, int limit, Predicate<PaymentAttempt> which) {
        return inside(() -> allAttempts()
                .filter(which)
                .filter(attempt -> after.filter(last -> BY_ID.compare(attempt.id(), last) <= 0)
                        .isEmpty())
                .limit(limit)
                .toList());
    }

    @Override
    public List<PaymentAttempt> overdueAttempts(Instant before, Optional<PaymentAttempt> after, int limit) {
        return inside(() -> allAttempts()
                .filter(attempt ->
                        attempt.nextAt().filter(at -> !at.isAfter(before)).isPresent())
                .sorted(BY_DAY)
                .filter(attempt ->
                        after.filter(last -> BY_DAY.compare(attempt, last) <= 0).isEmpty())
                .limit(limit)
                .toList());
    }

    private Stream<PaymentAttempt> allAttempts() {
        return accounts.rows().values().stream().flatMap(rows -> rows.attempts().values().stream());
    }

    @Override
    public List<ParkedEvent> parkedEvents(String subscriber, Optional<ParkedEvent> after, int limit) {
        return inside(() ->
                following(parked.rows(), after.map(last -> new ParkedKey(subscriber, last.account(), last.ordinal())))
                        .entrySet()
                        .stream()
                        .filter(row -> row.getKey().subscriber().equals(subscriber))
                        .limit(limit)
                        .map(row -> new ParkedEvent(
                                row.getKey().account(), row.getKey().ordinal(), row.getValue()))
                        .toList());
    }

    @Override
    public List<OverdueAccount> overdueAccounts(Due.OfDay due, Optional<OverdueAccount> after, int limit) {
        return inside(() -> accounts.rows().values().stream()
                .filter(rows -> isDue(rows, due))
                .map(rows -> new OverdueAccount(rows.account().id(), since(rows, due)))
                .sorted(LONGEST_FIRST)
                .filter(found -> after.filter(last -> LONGEST_FIRST.compare(found, last) <= 0)
                        .isEmpty())
                .limit(limit)
                .toList());
    }

    private static LocalDate since(AccountRows rows, Due.OfDay due) {
        Account account = rows.account();
        return (due instanceof Due.Billing ? account.dueOn() : account.dunOn()).orElseThrow();
    }

    @Override
    public List<UndeliveredEvents> undeliveredEvents(
            String subscriber, Instant recordedBefore, Optional<AccountId> after, int limit) {
        return inside(() -> {
            List<UndeliveredEvents> found = new ArrayList<>();
            for (Map.Entry<AccountId, AccountRows> row :
                    following(accounts.rows(), after).entrySet()) {
                Cursor cursor = cursor(new CursorKey(subscriber, row.getKey()));
                NavigableMap<Long, Event> unseen = row.getValue().events().tailMap(cursor.position(), false);
                if (found.size() < limit
                        && !unseen.isEmpty()
                        && unseen.firstEntry().getValue().at().isBefore(recordedBefore)) {
                    found.add(new UndeliveredEvents(
                            row.getKey(),
                            cursor.position(),
                            unseen.lastKey(),
                            unseen.firstEntry().getValue().at(),
                            cursor.failures()));
                }
            }
            return found;
        });
    }

    @Override
    public List<NumberGap> numberGaps(Optional<NumberGap> after, int limit) {
        return inside(() -> {
            Map<String, TreeSet<Long>> given = new TreeMap<>();
            series.rows().forEach((name, last) -> given.put(name, new TreeSet<>(List.of(last + 1))));
            numbers.rows()
                    .values()
                    .forEach(number -> given.computeIfAbsent(number.series(), s -> new TreeSet<>())
                            .add(number.counter()));
            List<NumberGap> gaps = new ArrayList<>();
            given.forEach((name, counters) -> {
                long before = 0;
                for (long counter : counters) {
                    if (counter > before + 1) {
                        gaps.add(new NumberGap(name, before + 1, counter - 1));
                    }
                    before = counter;
                }
            });
            return gaps.stream()
                    .filter(gap -> after.filter(last -> BY_NUMBER.compare(gap, last) <= 0)
                            .isEmpty())
                    .limit(limit)
                    .toList();
        });
    }
}
