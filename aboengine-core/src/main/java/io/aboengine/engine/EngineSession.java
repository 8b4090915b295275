package io.aboengine.engine;

import io.aboengine.AccessDesk;
import io.aboengine.Accounts;
import io.aboengine.CancellationReceipt;
import io.aboengine.Documents;
import io.aboengine.Events;
import io.aboengine.OpenAccount;
import io.aboengine.Payments;
import io.aboengine.Session;
import io.aboengine.Subscriptions;
import io.aboengine.account.Account;
import io.aboengine.account.AccountSnapshot;
import io.aboengine.account.Advance;
import io.aboengine.account.Collect;
import io.aboengine.account.Command;
import io.aboengine.account.CommandRefusedException;
import io.aboengine.account.Hold;
import io.aboengine.account.Moment;
import io.aboengine.account.OpenedAccount;
import io.aboengine.account.PaymentMethod;
import io.aboengine.account.Permission;
import io.aboengine.account.Preview;
import io.aboengine.account.Reach;
import io.aboengine.account.Settings;
import io.aboengine.catalog.ProductId;
import io.aboengine.event.Event;
import io.aboengine.fulfilment.Access;
import io.aboengine.fulfilment.AccessReason;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentText;
import io.aboengine.invoice.DocumentView;
import io.aboengine.invoice.Line;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import io.aboengine.party.Language;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.payment.Posting;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.PlainText;
import io.aboengine.spi.payment.GatewayNotice;
import io.aboengine.store.StoreQueries;
import io.aboengine.store.StoreTransaction;
import io.aboengine.store.UnknownAccountException;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.tax.TaxStatus;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Desks for one actor, over transactions of their own or the caller's. */
public final class EngineSession implements Session {
    private static final int PAGE = 500;

    /** What is kept of a command that answers nothing. */
    private static final String NO_RESULT = "";

    private final Shell shell;
    private final Optional<Connection> joined;
    private final Actor actor;
    private final Optional<String> key;
    private final Optional<String> reason;
    private final CommandDoor door;

    public EngineSession(Shell shell, Optional<Connection> joined, Actor actor) {
        this(shell, joined, actor, Optional.empty(), Optional.empty());
    }

    private EngineSession(
            Shell shell, Optional<Connection> joined, Actor actor, Optional<String> key, Optional<String> reason) {
        this.shell = shell;
        this.joined = joined;
        this.actor = actor;
        this.key = key;
        this.reason = reason;
        this.door = new CommandDoor(shell, joined, actor, key, reason);
    }

    @Override
    public Session as(Actor actor) {
        return new EngineSession(shell, joined, actor, key, reason);
    }

    @Override
    public Session withKey(String requestKey) {
        PlainText.require("requestKey", requestKey, 255);
        return new EngineSession(shell, joined, actor, Optional.of(requestKey), reason);
    }

    @Override
    public Session because(String reason) {
        return new EngineSession(shell, joined, actor, key, Optional.of(reason));
    }

    private <T> T read(Function<StoreQueries, T> question) {
        return door.within(question::apply);
    }

    @Override
    public Accounts accounts() {
        return new AccountsDesk();
    }

    @Override
    public Subscriptions subscriptions() {
        return new SubscriptionsDesk();
    }

    @Override
    public Payments payments() {
        return new PaymentsDesk();
    }

    @Override
    public Documents documents() {
        return new DocumentsDesk();
    }

    @Override
    public AccessDesk access() {
        return new AccessRows();
    }

    @Override
    public Events events() {
        return new EventTrail();
    }

    private final class AccountsDesk implements Accounts {
        @Override
        public Account open(OpenAccount request) {
            refuseCustomers("open an account");
            Moment now = shell.now();
            Settings settings = shell.rules().settings();
            return door.within(tx -> {
                Account account = OpenedAccount.of(
                        request.id(),
                        request.currency().orElse(settings.currency()),
                        request.party(),
                        request.paymentMethod(),
                        request.selfService(),
                        request.state(),
                        request.taxStatus(),
                        request.billingDay(),
                        shell.rules());
                boolean isNew = tx.open(account, request.party());
                if (!isNew && door.hasKey()) {
                    tx.lock(request.id(), shell.lockWait());
                }
                String what = request + CommandDoor.token(request.paymentMethod()) + inFull(request.party());
                door.once(tx, request.id(), what, () -> {
                    if (isNew) {
                        tx.write(List.of(OpenedAccount.opened(account, shell.rules(), actor, now)));
                    }
                    return NO_RESULT;
                });
                return tx.account(request.id()).orElseThrow();
            });
        }

        @Override
        public Optional<Account> find(AccountId id) {
            return read(q -> q.account(id));
        }

        @Override
        public List<AccountId> list(Optional<AccountId> after, int limit) {
            return read(q -> q.accountsAfter(after, Pages.of(limit)));
        }

        @Override
        public void changeParty(AccountId id, Party party) {
            refuseCustomers("change a name or address");
            door.within(tx -> {
                tx.lock(id, shell.lockWait());
                return door.once(tx, id, "ChangeParty" + inFull(party), () -> {
                    Account account = tx.account(id).orElseThrow(() -> new UnknownAccountException(id));
                    Account changed = OpenedAccount.withParty(account, party);
                    tx.write(List.of(OpenedAccount.rowOnly(changed)));
                    tx.writeParty(changed, party);
                    return NO_RESULT;
                });
            });
        }

        @Override
        public void changePaymentMethod(AccountId id, PaymentMethod method) {
            door.give(new Command.ChangePaymentMethod(id, method));
        }

        @Override
        public void grantCredit(AccountId id, Money amount, String description) {
            door.give(new Command.GrantCredit(id, amount, description));
        }

        @Override
        public Money balance(AccountId id) {
            return door.within(tx -> {
                List<AccountSnapshot> loaded = tx.load(List.of(id), shell.now().day());
                if (loaded.isEmpty()) {
                    throw new UnknownAccountException(id);
                }
                Account account = loaded.get(0).account();
                return Money.sum(
                                account.currency(),
                                loaded.get(0).documents().stream()
                                        .map(Document::open)
                                        .toList())
                        .minus(account.credit());
            });
        }

        @Override
        public void changeTaxStatus(AccountId id, TaxStatus status) {
            refuseCustomers("change what decides the tax");
            door.within(tx -> {
                tx.lock(id, shell.lockWait());
                return door.once(tx, id, "ChangeTaxStatus" + status, () -> {
                    Account account = tx.account(id).orElseThrow(() -> new UnknownAccountException(id));
                    tx.write(List.of(OpenedAccount.rowOnly(OpenedAccount.withTaxStatus(account, status))));
                    return NO_RESULT;
                });
            });
        }

        @Override
        public void changeBillingDay(AccountId id, int day) {
            door.give(new Command.SetBillingDay(id, day));
        }

        @Override
        public void grantDiscount(AccountId id, String discount) {
            door.give(new Command.GrantDiscount(id, discount));
        }

        @Override
        public void hold(AccountId id, Set<Hold> holds) {
            door.give(new Command.SetHolds(id, List.copyOf(holds)));
        }

        @Override
        public List<Preview.Sheet> preview(AccountId id, LocalDate through) {
            return ahead(id, account -> Preview.through(account, shell.rules(), shell.now(), through));
        }

        @Override
        public Preview previewNext(AccountId id) {
            return ahead(id, account -> Preview.next(account, shell.rules(), shell.now()));
        }

        private <T> T ahead(AccountId id, Function<AccountSnapshot, T> look) {
            return door.within(tx -> {
                List<AccountSnapshot> loaded = tx.load(List.of(id), shell.now().day());
                if (loaded.isEmpty()) {
                    throw new UnknownAccountException(id);
                }
                AccountSnapshot account = loaded.get(0);
                return look.apply(Advance.reaching(account, reach -> tx.deepen(account, reach)));
            });
        }

        /** A party shows itself to nobody, but another one makes another command. */
        private String inFull(Party party) {
            PostalAddress address = party.address();
            return List.of(
                            party.name(),
                            address.street(),
                            address.postalCode(),
                            address.city(),
                            address.country(),
                            party.language())
                    .toString();
        }

        private void refuseCustomers(String what) {
            if (actor instanceof Actor.Customer customer) {
                throw new CommandRefusedException(
                        CommandRefusedException.Refusal.NOT_PERMITTED,
                        customer.account().value(),
                        "Not permitted: only the shop may " + what);
            }
        }
    }

    private final class SubscriptionsDesk implements Subscriptions {
        @Override
        public Done subscribe(Command.Subscribe command) {
            return done(door.give(command));
        }

        @Override
        public Done changePlan(Command.ChangePlan command) {
            return done(door.give(command));
        }

        @Override
        public Done cancel(Command.Cancel command) {
            return done(door.give(command));
        }

        @Override
        public Done withdrawChange(SubscriptionId subscription) {
            return done(door.give(new Command.WithdrawChange(subscription)));
        }

        @Override
        public Done revokeCancellation(SubscriptionId subscription) {
            return done(door.give(new Command.RevokeCancellation(subscription)));
        }

        @Override
        public Done withdraw(Command.Withdraw command) {
            return done(door.give(command));
        }

        @Override
        public Done pause(Command.Pause command) {
            return done(door.give(command));
        }

        @Override
        public Done resume(Command.Resume command) {
            return done(door.give(command));
        }

        @Override
        public Done skip(Command.Skip command) {
            return done(door.give(command));
        }

        @Override
        public Done recordUsage(Command.RecordUsage command) {
            return done(door.give(command));
        }

        @Override
        public Preview preview(Command command) {
            return door.preview(command);
        }

        @Override
        public Optional<CancellationReceipt> receipt(SubscriptionId id) {
            return read(q -> Receipts.of(q, id, shell.rules().settings().zone()));
        }

        private Done done(CommandDoor.Answer answer) {
            return new Done(answer.subscription().orElseThrow(), answer.documents());
        }

        @Override
        public Permission permits(Command command) {
            return door.permits(command);
        }

        @Override
        public Optional<Subscription> find(SubscriptionId id) {
            return read(q -> q.subscriptions(id.account(), id.ordinal() - 1, 1).stream()
                    .filter(s -> s.id().equals(id))
                    .findFirst());
        }

        @Override
        public List<Subscription> list(AccountId account, long afterOrdinal, int limit) {
            return read(q -> q.subscriptions(account, afterOrdinal, Pages.of(limit)));
        }

        @Override
        public List<Subscription> list(AccountId account) {
            return read(q -> q.subscriptions(account));
        }
    }

    private final class PaymentsDesk implements Payments {
        @Override
        public void receive(AccountId account, Money amount) {
            door.give(new Command.ReceivePayment(account, amount, Optional.empty()));
        }

        @Override
        public void receive(DocumentId document, Money amount) {
            door.give(new Command.ReceivePayment(document.account(), amount, Optional.of(document)));
        }

        @Override
        public List<DocumentId> refund(DocumentId document, Optional<Money> amount) {
            return door.give(new Command.Refund(document, amount)).documents();
        }

        @Override
        public void writeOff(DocumentId document, Optional<Money> amount) {
            door.give(new Command.WriteOff(document, amount));
        }

        @Override
        public boolean notice(GatewayNotice notice) {
            return door.within(tx -> {
                PaymentAttempt attempt = tx.attempt(notice.charge())
                        .orElseThrow(() -> new InvalidRequestException(
                                "charge", notice.charge().value(), "no attempt has this key"));
                AccountId account = attempt.id().account();
                tx.lock(account, shell.lockWait());
                return Boolean.parseBoolean(door.once(
                        tx, account, notice.toString(), () -> Boolean.toString(isTaken(tx, attempt, notice))));
            });
        }

        private boolean isTaken(StoreTransaction tx, PaymentAttempt attempt, GatewayNotice notice) {
            boolean isFirst = tx.noteNotice(
                    notice.gateway(),
                    notice.noticeId(),
                    attempt.id().account(),
                    shell.now().at());
            if (isFirst) {
                change(tx, attempt, notice);
            }
            return isFirst;
        }

        private void change(StoreTransaction tx, PaymentAttempt attempt, GatewayNotice notice) {
            door.change(
                    tx,
                    attempt.id().account(),
                    Reach.document(attempt.document()),
                    snapshot -> Collect.record(snapshot, shell.rules(), shell.now(), attempt.id(), notice));
        }

        @Override
        public List<PaymentAttempt> attempts(AccountId account, long afterOrdinal, int limit) {
            return read(q -> q.attempts(account, afterOrdinal, Pages.of(limit)));
        }

        @Override
        public List<PaymentAttempt> attempts(AccountId account) {
            return read(q -> q.attempts(account));
        }

        @Override
        public List<Posting> postings(AccountId account, long afterOrdinal, int limit) {
            return read(q -> q.postings(account, afterOrdinal, Pages.of(limit)));
        }

        @Override
        public List<Posting> postings(AccountId account) {
            return read(q -> q.postings(account));
        }
    }

    private final class DocumentsDesk implements Documents {
        @Override
        public Optional<Document> find(DocumentId id) {
            return read(q -> q.document(id));
        }

        @Override
        public Optional<DocumentId> byNumber(String number) {
            return read(q -> q.byNumber(number));
        }

        @Override
        public List<Document> list(AccountId account, long afterOrdinal, int limit) {
            return read(q -> q.documents(account, afterOrdinal, Pages.of(limit)));
        }

        @Override
        public List<Document> list(AccountId account) {
            return read(q -> all(after -> q.documents(account, after, PAGE), d -> d.id().ordinal()));
        }

        @Override
        public List<Line> lines(DocumentId id) {
            return read(q -> q.lines(id));
        }

        @Override
        public Optional<String> number(DocumentId id) {
            return read(q -> q.number(id));
        }

        @Override
        public DocumentView view(DocumentId id) {
            return read(q -> {
                Document document = q.document(id)
                        .orElseThrow(() -> new InvalidRequestException("document", id.toString(), "is not there"));
                List<Line> lines = new ArrayList<>(q.lines(id));
                q.linesTakenBackBy(id).stream()
                        .filter(taken -> lines.stream().noneMatch(l -> l.id().equals(taken.id())))
                        .toList()
                        .forEach(lines::add);
                return DocumentView.of(
                        document,
                        lines,
                        q.number(id),
                        q.settings(document.settingsVersion()).orElseThrow().seller(),
                        q.buyer(id.account(), document.buyerVersion()).orElseThrow(),
                        document.buyerVatId(),
                        id.account().value(),
                        q::number,
                        q::document,
                        q.attempts(id.account()).stream()
                                .filter(a -> a.document().equals(id) && !a.isRefund())
                                .findFirst()
                                .map(PaymentAttempt::collectOn),
                        document.buyerVatId().isEmpty());
            });
        }

        @Override
        public List<DocumentId> charge(Command.Charge command) {
            return door.give(command).documents();
        }

        @Override
        public List<DocumentId> billNow(AccountId account) {
            return door.give(new Command.BillNow(account)).documents();
        }

        @Override
        public List<DocumentId> credit(Command.CreditNote command) {
            return door.give(command).documents();
        }

        @Override
        public List<DocumentId> cancel(Command.CancelDocument command) {
            return door.give(command).documents();
        }

        @Override
        public void finalizeDraft(DocumentId draft) {
            door.give(new Command.SettleDraft(draft, false));
        }

        @Override
        public void discardDraft(DocumentId draft) {
            door.give(new Command.SettleDraft(draft, true));
        }

        @Override
        public String text(DocumentId id, Language language) {
            return DocumentText.render(view(id), language);
        }
    }

    private final class AccessRows implements AccessDesk {
        @Override
        public Answer check(AccountId account, ProductId product) {
            LocalDate today = shell.now().day();
            List<Access> rows = read(q -> q.access(account, product));
            return rows.stream()
                    .max(Comparator.comparing((Access row) -> row.isGrantedOn(today))
                            .thenComparing(Access::subscription))
                    .map(row -> {
                        boolean granted = row.isGrantedOn(today);
                        AccessReason reason = row.reason().granted() && !granted ? AccessReason.ENDED : row.reason();
                        return new Answer(granted, Optional.of(reason), row.until());
                    })
                    .orElse(new Answer(false, Optional.empty(), Optional.empty()));
        }

        @Override
        public Answer check(String account, String product) {
            return check(AccountId.of(account), ProductId.of(product));
        }

        @Override
        public List<Access> list(AccountId account, Optional<Access> after, int limit) {
            return read(q -> q.access(account, after, Pages.of(limit)));
        }

        @Override
        public List<Access> list(AccountId account) {
            return read(q -> q.access(account));
        }
    }

    private final class EventTrail implements Events {
        @Override
        public List<Event> list(AccountId account, long afterOrdinal, int limit) {
            return read(q -> q.events(account, afterOrdinal, Pages.of(limit)));
        }

        @Override
        public List<Event> list(AccountId account) {
            return read(q -> all(after -> q.events(account, after, PAGE), Event::ordinal));
        }
    }

    private static <T> List<T> all(Function<Long, List<T>> page, Function<T, Long> ordinal) {
        List<T> all = new ArrayList<>();
        long after = 0;
        while (true) {
            List<T> next = page.apply(after);
            all.addAll(next);
            if (next.size() < PAGE) {
                return all;
            }
            after = ordinal.apply(next.get(next.size() - 1));
        }
    }
}
