package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.TEXT;

import io.aboengine.account.Account;
import io.aboengine.account.AccountChange;
import io.aboengine.account.AccountPayments;
import io.aboengine.account.AccountSnapshot;
import io.aboengine.account.CreditAssessment;
import io.aboengine.account.Reach;
import io.aboengine.account.Settings;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.ProductId;
import io.aboengine.charge.LineId;
import io.aboengine.event.Event;
import io.aboengine.fulfilment.Access;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.Line;
import io.aboengine.party.AccountId;
import io.aboengine.party.Party;
import io.aboengine.payment.AttemptId;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.payment.Posting;
import io.aboengine.spi.payment.IdempotencyKey;
import io.aboengine.store.BrokenAccount;
import io.aboengine.store.ClaimedDeliveries;
import io.aboengine.store.Due;
import io.aboengine.store.NumberGap;
import io.aboengine.store.Outlook;
import io.aboengine.store.OverdueAccount;
import io.aboengine.store.RecordedRequest;
import io.aboengine.store.StaleWriteException;
import io.aboengine.store.StoreTransaction;
import io.aboengine.store.UndeliveredEvents;
import io.aboengine.subscription.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The table of contents: who does what inside a transaction. */
final class JdbcTransaction implements StoreTransaction {
    private static final Table<String> ENVIRONMENT =
            Table.<String>named("abo_environment").column("environment", TEXT, Function.identity());

    private final Session session;
    private final Deliveries deliveries;

    JdbcTransaction(Session session) {
        this.session = session;
        this.deliveries = new Deliveries(session);
    }

    // --- accounts --------------------------------------------------------------------------------------------------

    @Override
    public boolean open(Account account, Party party) {
        if (!Failures.busy(account.id(), () -> session.insertIfAbsent(AccountRows.TABLE, account))) {
            return false;
        }
        session.known().locked(account);
        AgendaRows.add(session, account);
        PartyRows.Entry entry = new PartyRows.Entry(account.id(), account.buyerVersion(), party);
        session.insert(PartyRows.LIVING, List.of(entry));
        session.insert(PartyRows.PRINTED, List.of(entry));
        return true;
    }

    @Override
    public void writeParty(Account account, Party party) {
        PartyRows.Entry entry = new PartyRows.Entry(account.id(), account.buyerVersion(), party);
        if (!session.insertIfAbsent(PartyRows.PRINTED, entry)) {
            throw new StaleWriteException("Account %s has a printed name of version %d already"
                    .formatted(account.id(), account.buyerVersion()));
        }
        session.put(PartyRows.LIVING, entry);
    }

    @Override
    public Optional<Account> account(AccountId id) {
        return AccountRows.of(session, id);
    }

    @Override
    public Optional<Party> party(AccountId id) {
        return PartyRows.living(session, id);
    }

    @Override
    public Optional<Party> buyer(AccountId account, int buyerVersion) {
        return PartyRows.printed(session, account, buyerVersion);
    }

    @Override
    public List<AccountId> accountsAfter(Optional<AccountId> after, int limit) {
        return AccountRows.after(session, after, limit);
    }

    // --- locking, loading, writing ---------------------------------------------------------------------------------

    @Override
    public List<AccountId> claim(Due due, int limit, Optional<Set<AccountId>> only, Set<AccountId> except) {
        return Claims.claim(session, due, limit, only, except);
    }

    @Override
    public long countDue(Due due, Optional<Set<AccountId>> only) {
        return Claims.count(session, due, only);
    }

    @Override
    public Outlook outlook(LocalDate today, Instant now, int settingsVersion) {
        return Claims.outlook(session, today, now, settingsVersion);
    }

    @Override
    public void lock(AccountId account, Duration wait) {
        Claims.lock(session, account, wait);
    }

    @Override
    public List<AccountId> lockFree(Collection<AccountId> accounts) {
        if (accounts.size() > 1) {
            session.beginsMany();
        }
        return Claims.lockFree(session, accounts);
    }

    @Override
    public List<AccountSnapshot> load(Collection<AccountId> accounts, LocalDate today) {
        List<AccountSnapshot> snapshots = Snapshots.load(session, accounts, today);
        snapshots.forEach(session.known()::read);
        return snapshots;
    }

    @Override
    public List<AccountPayments> loadPayments(Collection<AccountId> accounts) {
        List<AccountPayments> payments = Snapshots.payments(session, accounts);
        payments.forEach(session.known()::read);
        return payments;
    }

    @Override
    public AccountSnapshot deepen(AccountSnapshot snapshot, Reach reach) {
        return Snapshots.deepen(session, snapshot, reach);
    }

    @Override
    public Map<DocumentId, String> write(List<AccountChange> changes) {
        if (changes.isEmpty()) {
            return Map.of();
        }
        session.progress().written();
        Map<DocumentId, String> numbers = Failures.busy(changes.get(0).id(), () -> Changes.write(session, changes));
        session.known().forgetRows();
        return numbers;
    }

    // --- once only -------------------------------------------------------------------------------------------------

    @Override
    public boolean redeem(String discount, int most) {
        return RedemptionRows.redeem(session, discount, most);
    }

    @Override
    public boolean isRedeemable(String discount, int most) {
        return RedemptionRows.isRedeemable(session, discount, most);
    }

    @Override
    public Optional<RecordedRequest> request(AccountId account, String key) {
        return RequestRows.of(session, account, key);
    }

    @Override
    public void record(AccountId account, RecordedRequest request) {
        if (!session.insertIfAbsent(RequestRows.TABLE, new RequestRows.Entry(account, request))) {
            throw new StaleWriteException("Account %s has a request with this key already".formatted(account));
        }
    }

    @Override
    public boolean noteNotice(String gateway, String noticeId, AccountId account, Instant at) {
        return session.insertIfAbsent(NoticeRows.TABLE, new NoticeRows.Entry(gateway, noticeId, account, at));
    }

    @Override
    public void record(CreditAssessment assessment) {
        session.put(AssessmentRows.TABLE, assessment);
    }

    // --- set aside -------------------------------------------------------------------------------------------------

    @Override
    public void setAside(AccountId account, String error, Instant nextTry) {
        BrokenAccountRows.add(session, new BrokenAccount(account, error, 1, nextTry));
    }

    @Override
    public void release(AccountId account) {
        BrokenAccountRows.delete(session, account);
    }

    @Override
    public List<BrokenAccount> brokenAccounts(Optional<AccountId> after, int limit) {
        return BrokenAccountRows.after(session, after, limit);
    }

    @Override
    public List<BrokenAccount> brokenAmong(Collection<AccountId> accounts) {
        return BrokenAccountRows.among(session, accounts);
    }

    // --- events ----------------------------------------------------------------------------------------------------

    @Override
    public List<Event> events(AccountId account, long afterOrdinal, int limit) {
        return EventRows.after(session, account, afterOrdinal, limit);
    }

    @Override
    public ClaimedDeliveries claimDeliveries(
            String subscriber,
            Instant now,
            Instant claimedUntil,
            int limit,
            int perAccount,
            Optional<Set<AccountId>> only) {
        return deliveries.claim(subscriber, now, claimedUntil, limit, perAccount, only);
    }

    @Override
    public void delivered(String subscriber, AccountId account, Instant claimedUntil, long throughOrdinal) {
        deliveries.moveOn(subscriber, account, claimedUntil, throughOrdinal);
    }

    @Override
    public int deliveryFailed(
            String subscriber, AccountId account, Instant claimedUntil, long throughOrdinal, Instant nextTry) {
        return deliveries.fail(subscriber, account, claimedUntil, throughOrdinal, nextTry);
    }

    @Override
    public void park(String subscriber, AccountId account, long ordinal, String error) {
        deliveries.park(subscriber, new ParkedEvent(account, ordinal, error));
    }

    @Override
    public List<ParkedEvent> parkedEvents(String subscriber, Optional<ParkedEvent> after, int limit) {
        return deliveries.parked(subscriber, after, limit);
    }

    // --- what should have happened and has not -----------------------------------------------------------------------

    @Override
    public List<OverdueAccount> overdueAccounts(Due.OfDay due, Optional<OverdueAccount> after, int limit) {
        return Overdue.accounts(session, due, after, limit);
    }

    @Override
    public List<PaymentAttempt> overdueAttempts(Instant before, Optional<PaymentAttempt> after, int limit) {
        return AttemptRows.overdue(session, before, after, limit);
    }

    @Override
    public List<PaymentAttempt> pendingAttempts(LocalDate collectOnBefore, Optional<AttemptId> after, int limit) {
        return AttemptRows.pending(session, collectOnBefore, after, limit);
    }

    @Override
    public List<PaymentAttempt> unresolvedAttempts(Optional<AttemptId> after, int limit) {
        return AttemptRows.unresolved(session, after, limit);
    }

    @Override
    public List<UndeliveredEvents> undeliveredEvents(
            String subscriber, Instant recordedBefore, Optional<AccountId> after, int limit) {
        return deliveries.undelivered(subscriber, recordedBefore, after, limit);
    }

    @Override
    public List<NumberGap> numberGaps(Optional<NumberGap> after, int limit) {
        return NumberRows.gaps(session, after, limit);
    }

    // --- rules -----------------------------------------------------------------------------------------------------

    @Override
    public int publish(Catalog catalog, LocalDate validFrom) {
        return RuleRows.CATALOG.publish(session, Json.write(catalog), validFrom);
    }

    @Override
    public int publish(Settings settings, LocalDate validFrom) {
        return RuleRows.SETTINGS.publish(session, Json.write(settings), validFrom);
    }

    @Override
    public Optional<Catalog> catalog(int version) {
        return RuleRows.CATALOG.content(session, version).map(json -> Json.read(json, Catalog.class));
    }

    @Override
    public Optional<Settings> settings(int version) {
        return RuleRows.SETTINGS.content(session, version).map(json -> Json.read(json, Settings.class));
    }

    @Override
    public int wake(int settingsVersion, LocalDate today, int limit, Optional<Set<AccountId>> only) {
        session.known().forgetRows();
        return Claims.wake(session, settingsVersion, today, limit, only);
    }

    @Override
    public long countOutdated(int settingsVersion, Optional<Set<AccountId>> only) {
        return Claims.countOutdated(session, settingsVersion, only);
    }

    @Override
    public String environment(String ifNone) {
        Optional<String> decided = environment();
        if (decided.isEmpty()) {
            session.insertIfAbsent(ENVIRONMENT, ifNone);
        }
        return decided.or(this::environment).orElse(ifNone);
    }

    private Optional<String> environment() {
        return session.query("select environment from abo_environment where tenant_id = :tenant")
                .mapTo(String.class)
                .findFirst();
    }

    // --- reading ---------------------------------------------------------------------------------------------------

    @Override
    public List<Subscription> subscriptions(AccountId account) {
        return SegmentRows.endingAfter(
                session, SubscriptionRows.all(session, account), subscription -> SegmentRows.BEFORE_ALL);
    }

    @Override
    public List<Subscription> subscriptions(AccountId account, long afterOrdinal, int limit) {
        return SegmentRows.endingAfter(
                session,
                SubscriptionRows.after(session, account, afterOrdinal, limit),
                subscription -> SegmentRows.BEFORE_ALL);
    }

    @Override
    public Optional<Document> document(DocumentId id) {
        return DocumentRows.of(session, List.of(id)).stream().findFirst();
    }

    @Override
    public List<Document> documents(AccountId account, long afterOrdinal, int limit) {
        return DocumentRows.after(session, account, afterOrdinal, limit);
    }

    @Override
    public Optional<String> number(DocumentId id) {
        return NumberRows.of(session, id);
    }

    @Override
    public Map<DocumentId, String> numbers(Collection<DocumentId> ids) {
        return NumberRows.of(session, ids);
    }

    @Override
    public Optional<DocumentId> byNumber(String number) {
        return NumberRows.document(session, number);
    }

    @Override
    public List<Line> lines(DocumentId id) {
        return LineRows.ofDocuments(session, List.of(id));
    }

    @Override
    public List<Line> linesTakenBackBy(DocumentId id) {
        Set<LineId> takenBack = new TreeSet<>(Comparator.comparing(LineId::ordinal));
        lines(id).forEach(line -> line.charge().takesBack().ifPresent(takenBack::add));
        return LineRows.of(session, takenBack).stream()
                .sorted(Comparator.comparing(line -> line.id().ordinal()))
                .toList();
    }

    @Override
    public List<Line> waitingLines(AccountId account) {
        return LineRows.waiting(session, List.of(account));
    }

    @Override
    public List<PaymentAttempt> attempts(AccountId account) {
        return AttemptRows.all(session, account);
    }

    @Override
    public List<PaymentAttempt> attempts(AccountId account, long afterOrdinal, int limit) {
        return AttemptRows.after(session, account, afterOrdinal, limit);
    }

    @Override
    public Optional<PaymentAttempt> attempt(IdempotencyKey key) {
        return AttemptRows.byKey(session, key);
    }

    @Override
    public List<Posting> postings(AccountId account) {
        return PostingRows.all(session, account);
    }

    @Override
    public List<Posting> postings(AccountId account, long afterOrdinal, int limit) {
        return PostingRows.after(session, account, afterOrdinal, limit);
    }

    @Override
    public List<Access> access(AccountId account, ProductId product) {
        return AccessRows.ofProduct(session, account, product);
    }

    @Override
    public List<Access> access(AccountId account, Optional<Access> after, int limit) {
        return AccessRows.after(session, account, after, limit);
    }

    @Override
    public List<Access> access(AccountId account) {
        return AccessRows.all(session, account);
    }
}
