package io.aboengine.engine;

import io.aboengine.account.AccountChange;
import io.aboengine.account.AccountSnapshot;
import io.aboengine.account.Command;
import io.aboengine.account.CommandRefusedException;
import io.aboengine.account.Decide;
import io.aboengine.account.Moment;
import io.aboengine.account.PaymentMethod;
import io.aboengine.account.Permission;
import io.aboengine.account.Preview;
import io.aboengine.account.Reach;
import io.aboengine.invoice.DocumentId;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import io.aboengine.spi.payment.PaymentMethodToken;
import io.aboengine.store.RecordedRequest;
import io.aboengine.store.StoreTransaction;
import io.aboengine.store.UnknownAccountException;
import io.aboengine.subscription.SubscriptionId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one door for commands: lock, load, decide, write. Calls nothing outside the database. */
final class CommandDoor {
    private final Shell shell;
    private final Optional<Connection> joined;
    private final Actor actor;
    private final Optional<String> key;
    private final Optional<String> reason;

    CommandDoor(Shell shell, Optional<Connection> joined, Actor actor, Optional<String> key, Optional<String> reason) {
        this.shell = shell;
        this.joined = joined;
        this.actor = actor;
        this.key = key;
        this.reason = reason;
    }

    /** What a command led to, also when it is told a second time. */
    record Answer(Optional<SubscriptionId> subscription, List<DocumentId> documents) {

        /** A line for the contract, which may be empty, and one for each document: no id holds a line break. */
        private String text() {
            return Stream.concat(
                            Stream.of(subscription.map(SubscriptionId::toString).orElse("")),
                            documents.stream().map(DocumentId::toString))
                    .collect(Collectors.joining("\n"));
        }

        private static Answer parse(String text) {
            List<String> lines = List.of(text.split("\n", -1));
            return new Answer(
                    Optional.of(lines.get(0)).filter(id -> !id.isEmpty()).map(SubscriptionId::parse),
                    lines.stream().skip(1).map(DocumentId::parse).toList());
        }
    }

    <T> T within(Function<StoreTransaction, T> work) {
        return joined.isPresent()
                ? shell.store().joining(joined.get(), work)
                : shell.store().inTransaction(work);
    }

    Answer give(Command command) {
        refuseForeign(command);
        return within(tx -> {
            tx.lock(command.account(), shell.lockWait());
            return once(tx, command.account(), command + token(command), Answer::text, Answer::parse, () -> {
                Decide.Decision decision = decide(tx, command);
                redeem(tx, command);
                tx.write(List.of(decision.change()));
                return new Answer(decision.subscription(), decision.documents());
            });
        });
    }

    /**
     * Does the deed and answers with its result. Told again with this session's request key, if it has one, it is not done
     * again but answered as the first time. The account must be locked.
     *
     * @param what tells it from every other deed; only a hash of it is kept
     */
    String once(StoreTransaction tx, AccountId account, String what, Supplier<String> deed) {
        return once(tx, account, what, Function.identity(), Function.identity(), deed);
    }

    private <T> T once(
            StoreTransaction tx,
            AccountId account,
            String what,
            Function<T, String> text,
            Function<String, T> parse,
            Supplier<T> deed) {
        if (key.isEmpty()) {
            return deed.get();
        }
        String fingerprint = fingerprint(what);
        Optional<RecordedRequest> first = tx.request(account, key.get());
        if (first.isEmpty()) {
            T result = deed.get();
            tx.record(account, new RecordedRequest(key.get(), fingerprint, text.apply(result)));
            return result;
        }
        if (!first.get().fingerprint().equals(fingerprint)) {
            throw new CommandRefusedException(
                    CommandRefusedException.Refusal.REQUEST_KEY_USED,
                    account.value(),
                    "Request key '" + key.get() + "' was used for another command on account " + account
                            + ": take a new key for a new command");
        }
        return parse.apply(first.get().result());
    }

    boolean hasKey() {
        return key.isPresent();
    }

    Permission permits(Command command) {
        return within(tx -> {
            List<AccountSnapshot> loaded =
                    tx.load(List.of(command.account()), shell.now().day());
            if (loaded.isEmpty()) {
                return new Permission(false, "there is no such account");
            }
            return Permission.permits(
                    shell.rules(), loaded.get(0), actor, command, shell.now().day());
        });
    }

    /** Locks the account, loads it deepened, decides and writes: for what comes from elsewhere than a command. */
    void change(
            StoreTransaction tx, AccountId account, Reach reach, Function<AccountSnapshot, AccountChange> decision) {
        tx.lock(account, shell.lockWait());
        AccountSnapshot snapshot = tx.load(List.of(account), shell.now().day()).get(0);
        tx.write(List.of(decision.apply(reach.isNothing() ? snapshot : tx.deepen(snapshot, reach))));
    }

    private Decide.Decision decide(StoreTransaction tx, Command command) {
        Moment now = shell.now();
        return Decide.decide(reaching(tx, command, now), shell.rules(), command, given(), now);
    }

    private Decide.Given given() {
        return new Decide.Given(actor, reason, joined.isPresent());
    }

    private AccountSnapshot reaching(StoreTransaction tx, Command command, Moment now) {
        List<AccountSnapshot> loaded = tx.load(List.of(command.account()), now.day());
        if (loaded.isEmpty()) {
            throw new UnknownAccountException(command.account());
        }
        return Decide.reaching(loaded.get(0), command, now, reach -> tx.deepen(loaded.get(0), reach));
    }

    /** What a command without a request key leads to, written or not. */
    Decide.Decision decided(Command command, boolean write) {
        refuseForeign(command);
        return within(tx -> {
            tx.lock(command.account(), shell.lockWait());
            Decide.Decision decision = decide(tx, command);
            if (write) {
                tx.write(List.of(decision.change()));
            }
            return decision;
        });
    }

    /** The same call as {@link #give}, without the write. */
    Preview preview(Command command) {
        refuseForeign(command);
        Moment now = shell.now();
        return within(tx -> {
            Preview preview = Decide.preview(
                    reaching(tx, command, now), shell.rules(), command, new Decide.Given(actor, reason, false), now);
            requireRedeemed(command, tx::isRedeemable);
            return preview;
        });
    }

    /** Counts discounts that may be granted so often only, before anything is written: whoever comes too late is refused. */
    private void redeem(StoreTransaction tx, Command command) {
        requireRedeemed(command, tx::redeem);
    }

    private void requireRedeemed(Command command, BiPredicate<String, Integer> redeemed) {
        for (String id : new TreeSet<>(Decide.redeemed(command))) {
            Optional<Integer> most = shell.rules().catalog().discount(id).redemptions();
            if (most.isPresent() && !redeemed.test(id, most.get())) {
                throw new CommandRefusedException(
                        CommandRefusedException.Refusal.DISCOUNT_NOT_AVAILABLE,
                        command.account().value(),
                        "Discount " + id + " was granted " + (most.get() == 1 ? "once" : most.get() + " times")
                                + " and is used up: leave it out");
            }
        }
    }

    /** A customer is refused on another's account before anything of it is read. */
    private void refuseForeign(Command command) {
        if (actor instanceof Actor.Customer customer && !customer.account().equals(command.account())) {
            throw new CommandRefusedException(
                    CommandRefusedException.Refusal.FOREIGN_ACCOUNT,
                    command.account().value(),
                    "Not permitted: a customer may act on the own account only");
        }
    }

    /** A token shows itself to nobody, but another one makes another command. */
    private static String token(Command command) {
        return command instanceof Command.ChangePaymentMethod change ? token(change.method()) : "";
    }

    static String token(PaymentMethod method) {
        return method.token().map(PaymentMethodToken::value).orElse("");
    }

    private static String fingerprint(String what) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
