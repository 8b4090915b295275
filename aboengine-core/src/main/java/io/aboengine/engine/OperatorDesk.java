package io.aboengine.engine;

import io.aboengine.Operations;
import io.aboengine.PriceMigration;
import io.aboengine.PriceMigrationReport;
import io.aboengine.account.AccountSnapshot;
import io.aboengine.account.Command;
import io.aboengine.account.CommandRefusedException;
import io.aboengine.event.Event;
import io.aboengine.event.EventType;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import io.aboengine.payment.AttemptId;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.store.AccountBusyException;
import io.aboengine.store.BrokenAccount;
import io.aboengine.store.Store;
import io.aboengine.store.StoreQueries;
import io.aboengine.subscription.Segment;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator looks after, straight from the store. */
public final class OperatorDesk implements Operations {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorDesk.class);
    private static final int PAGE = 500;

    private final Shell shell;
    private final Store store;
    private final Actor actor;

    public OperatorDesk(Shell shell, Actor actor) {
        this.shell = shell;
        this.store = shell.store();
        this.actor = actor;
    }

    @Override
    public List<BrokenAccount> brokenAccounts(Optional<AccountId> after, int limit) {
        return store.inTransaction(tx -> tx.brokenAccounts(after, Pages.of(limit)));
    }

    @Override
    public void retry(AccountId account) {
        store.inTransaction(tx -> {
            tx.release(account);
            return account;
        });
    }

    @Override
    public PriceMigrationReport migrate(PriceMigration migration) {
        return migrate(migration, true);
    }

    @Override
    public PriceMigrationReport previewMigration(PriceMigration migration) {
        return migrate(migration, false);
    }

    private PriceMigrationReport migrate(PriceMigration migration, boolean write) {
        LocalDate today = shell.now().day();
        migration.plans().forEach(shell.rules().catalog()::plan);
        if (migration.on().isBefore(today)) {
            throw new InvalidRequestException("on", migration.on().toString(), "must not be before today, " + today);
        }
        LocalDate notBefore = today.plusDays(migration.noticeDays());
        LocalDate on = migration.on().isBefore(notBefore) ? notBefore : migration.on();
        CommandDoor door = new CommandDoor(shell, Optional.empty(), actor, Optional.empty(), Optional.empty());
        List<PriceMigrationReport.Changed> changed = new ArrayList<>();
        List<PriceMigrationReport.Left> left = new ArrayList<>();
        Optional<AccountId> after = Optional.empty();
        List<AccountId> page;
        do {
            Optional<AccountId> from = after;
            page = store.inTransaction(tx -> tx.accountsAfter(from, PAGE));
            for (SubscriptionId id : on(migration, loaded(page, today, left), today)) {
                migrate(door, new Command.MigratePrice(id, on), write, changed, left);
            }
            after = page.isEmpty() ? after : Optional.of(page.get(page.size() - 1));
        } while (page.size() == PAGE);
        return new PriceMigrationReport(changed, left);
    }

    /** These accounts, without those that cannot be read: they are left. */
    private List<AccountSnapshot> loaded(
            List<AccountId> accounts, LocalDate today, List<PriceMigrationReport.Left> left) {
        try {
            return store.inTransaction(tx -> tx.load(accounts, today));
        } catch (RuntimeException e) {
            LOG.warn("Some of {} accounts cannot be read; each is read by itself", accounts.size(), e);
        }
        List<AccountSnapshot> loaded = new ArrayList<>();
        for (AccountId account : accounts) {
            try {
                loaded.addAll(store.inTransaction(tx -> tx.load(List.of(account), today)));
            } catch (RuntimeException e) {
                left.add(new PriceMigrationReport.Left(account, Optional.empty(), Batches.errorOf(e)));
            }
        }
        return loaded;
    }

    /** The contracts of these accounts that run on the plans, or rest on them. */
    private static List<SubscriptionId> on(PriceMigration migration, List<AccountSnapshot> accounts, LocalDate today) {
        List<SubscriptionId> found = new ArrayList<>();
        for (AccountSnapshot account : accounts) {
            for (Subscription subscription : account.subscriptions()) {
                boolean wanted = subscription
                        .timeline()
                        .atOrAfter(today)
                        .or(() -> resting(subscription, today))
                        .map(s -> migration.plans().contains(s.terms().plan()))
                        .orElse(false);
                if (wanted) {
                    found.add(subscription.id());
                }
            }
        }
        return found;
    }

    /** What a contract would be on that rests without an end, and so runs on no day to come. */
    private static Optional<Segment> resting(Subscription subscription, LocalDate today) {
        return subscription
                .pause()
                .filter(rest -> subscription.isLive())
                .flatMap(rest -> subscription.agreed().atOrAfter(today));
    }

    private static void migrate(
            CommandDoor door,
            Command.MigratePrice command,
            boolean write,
            List<PriceMigrationReport.Changed> changed,
            List<PriceMigrationReport.Left> left) {
        try {
            Event announced = door.decided(command, write).change().events().stream()
                    .filter(e -> e.type() == EventType.PRICE_CHANGE_ANNOUNCED)
                    .findFirst()
                    .orElseThrow();
            changed.add(new PriceMigrationReport.Changed(
                    command.subscription(),
                    LocalDate.parse(detail(announced, "from")),
                    Money.parse(detail(announced, "oldPrice")),
                    Money.parse(detail(announced, "newPrice"))));
        } catch (CommandRefusedException refused) {
            left.add(left(command, String.valueOf(refused.getMessage())));
        } catch (AccountBusyException busy) {
            left.add(left(command, "somebody else works on the account: migrate again later"));
        } catch (Throwable e) { // the host's tax rules may throw anything
            LOG.warn("Contract {} could not be taken to its new price", command.subscription(), e);
            left.add(left(command, Batches.errorOf(e)));
        }
    }

    private static PriceMigrationReport.Left left(Command.MigratePrice command, String because) {
        return new PriceMigrationReport.Left(command.account(), Optional.of(command.subscription()), because);
    }

    private static String detail(Event event, String name) {
        return Optional.ofNullable(event.details().get(name))
                .orElseThrow(() -> new IllegalStateException("Event " + event.ordinal() + " tells no " + name));
    }

    @Override
    public List<PaymentAttempt> unresolvedAttempts(Optional<AttemptId> after, int limit) {
        return store.inTransaction(tx -> tx.unresolvedAttempts(after, Pages.of(limit)));
    }

    @Override
    public List<StoreQueries.ParkedEvent> parkedEvents(
            String subscriber, Optional<StoreQueries.ParkedEvent> after, int limit) {
        return store.inTransaction(tx -> tx.parkedEvents(subscriber, after, Pages.of(limit)));
    }
}
