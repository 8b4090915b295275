package io.aboengine.account;

import io.aboengine.account.CommandRefusedException.Refusal;
import io.aboengine.calendar.ServicePeriod;
import io.aboengine.charge.LineId;
import io.aboengine.charge.LineKind;
import io.aboengine.charge.Rating;
import io.aboengine.event.EventType;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.Line;
import io.aboengine.invoice.PayOut;
import io.aboengine.invoice.Placement;
import io.aboengine.money.Money;
import io.aboengine.party.Actor;
import io.aboengine.payment.Posting;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a command changes. Pure, and the only door for commands: first whatever the calendar asked for until yesterday,
 * then the permission, then the command; today's renewals come after it.
 */
public final class Decide {
    private Decide() {}

    /**
     * Who gives a command and how.
     *
     * @param reason kept with the events
     * @param joined the caller's transaction goes on: documents stay drafts for the next run unless the settings say
     *     otherwise
     */
    public record Given(Actor actor, Optional<String> reason, boolean joined) {}

    /**
     * What a command leads to.
     *
     * @param subscription the contract it was about or has made
     * @param documents made by it, drafts included
     * @param after the account as it stands then
     */
    public record Decision(
            AccountChange change,
            Optional<SubscriptionId> subscription,
            List<DocumentId> documents,
            AccountSnapshot after) {}

    /**
     * What the command, and what fell due before it, needs to see besides what is alive. Asked again with what was found it
     * may name more: the beginning of a stretch that was not there to see, or the documents of lines.
     */
    public static Reach reach(AccountSnapshot account, Command command, Moment now) {
        return reachOf(account, command, now).and(Rests.reach(account, now)).and(Advance.reach(account));
    }

    private static Reach reachOf(AccountSnapshot account, Command command, Moment now) {
        if (command instanceof Command.OfDocument document) {
            return reach(account, document);
        }
        if (command instanceof Command.ReceivePayment payment) {
            return payment.document().map(Reach::document).orElse(Reach.nothing());
        }
        if (command instanceof Command.RecordUsage usage) {
            return reach(account, usage, now);
        }
        if (command instanceof Command.OfContract contract) {
            return reach(account, contract, now.day());
        }
        if (command instanceof Command.Subscribe subscribe) {
            LocalDate from = subscribe.startOn().filter(now.day()::isAfter).orElse(now.day());
            return subscribe.addOnTo().map(base -> Reach.lines(base, from)).orElse(Reach.nothing());
        }
        if (command instanceof Command.BillNow) {
            Map<SubscriptionId, LocalDate> running = new HashMap<>();
            account.subscriptions().stream()
                    .filter(s -> !s.chargedThrough().isAfter(now.day()))
                    .forEach(s -> running.put(s.id(), Rating.stretchStart(s.timeline(), s.chargedThrough())));
            return Reach.lines(running);
        }
        return Reach.nothing();
    }

    /** What is billed anew must not take a key that another line has. */
    private static Reach reach(AccountSnapshot account, Command.OfDocument command) {
        boolean anew = command instanceof Command.CancelDocument cancel && cancel.reissue();
        Map<SubscriptionId, LocalDate> days = new HashMap<>();
        Map<SubscriptionId, Set<String>> usage = new HashMap<>();
        for (Line line : anew ? account.lines() : List.<Line>of()) {
            boolean there = line.placement()
                    .map(Placement::document)
                    .filter(command.document()::equals)
                    .isPresent();
            if (there && line.charge().kind() == LineKind.RECURRING) {
                days.merge(
                        line.charge().subscription().orElseThrow(),
                        line.charge().period().orElseThrow().start(),
                        Contracts::earliest);
            }
            if (there && line.charge().kind() == LineKind.USAGE) {
                usage.put(line.charge().subscription().orElseThrow(), Set.of());
            }
        }
        Set<DocumentId> documents = new HashSet<>(
                paysOut(command) ? Refunds.reach(account, command.document()) : Set.of(command.document()));
        if (command instanceof Command.CancelDocument) {
            documents.addAll(against(account, command.document()));
        }
        return new Reach(days, documents, usage);
    }

    /** The documents that give back from this one, as far as they are there to see. */
    private static Set<DocumentId> against(AccountSnapshot account, DocumentId document) {
        Set<LineId> lines = new HashSet<>();
        for (Line line : account.lines()) {
            if (line.placement().map(Placement::document).equals(Optional.of(document))) {
                lines.add(line.id());
            }
        }
        Set<DocumentId> against = new HashSet<>();
        for (Line line : account.lines()) {
            if (line.charge().takesBack().filter(lines::contains).isPresent()) {
                line.placement().map(Placement::document).ifPresent(against::add);
            }
        }
        return against;
    }

    private static boolean paysOut(Command.OfDocument command) {
        return (command instanceof Command.CreditNote note && note.payOut() == PayOut.REFUND)
                || (command instanceof Command.CancelDocument cancel && cancel.payOut() == PayOut.REFUND);
    }

    private static Reach reach(AccountSnapshot account, Command.RecordUsage usage, Moment now) {
        LocalDate earliest = usage.records().stream()
                .map(record -> now.dayOf(record.at()))
                .min(LocalDate::compareTo)
                .orElseThrow();
        LocalDate from = find(account, usage.subscription())
                .flatMap(s -> s.timeline()
                        .at(earliest)
                        .map(segment ->
                                segment.terms().grid().periodAt(earliest).start()))
                .filter(earliest::isAfter)
                .orElse(earliest);
        return Reach.lines(usage.subscription(), from)
                .andUsage(
                        usage.subscription(),
                        usage.records().stream().map(Command.Usage::id).collect(Collectors.toSet()));
    }

    private static Reach reach(AccountSnapshot account, Command.OfContract command, LocalDate today) {
        SubscriptionId id = command.subscription();
        Map<SubscriptionId, LocalDate> days = new HashMap<>();
        for (Subscription subscription : account.subscriptions()) {
            if (subscription.id().equals(id) || subscription.addOnTo().equals(Optional.of(id))) {
                days.put(subscription.id(), Contracts.touchedFrom(subscription, command, today));
            }
        }
        days.putIfAbsent(id, today);
        if (command instanceof Command.ChangePlan) {
            find(account, id).flatMap(Subscription::addOnTo).ifPresent(base -> days.put(base, days.get(id)));
        }
        return Reach.lines(days).andDocuments(Refunds.reach(account, days.keySet()));
    }

    private static Optional<Subscription> find(AccountSnapshot account, SubscriptionId id) {
        return account.subscriptions().stream().filter(s -> s.id().equals(id)).findFirst();
    }

    /** The discounts a command would redeem, by their ids. */
    public static List<String> redeemed(Command command) {
        if (command instanceof Command.Subscribe subscribe) {
            return subscribe.discounts();
        }
        if (command instanceof Command.ChangePlan change) {
            return change.discounts();
        }
        return command instanceof Command.GrantDiscount grant ? List.of(grant.discount()) : List.of();
    }

    /**
     * The account with everything it needs to see for the command.
     *
     * @param deepen adds to the account as it was loaded what a reach asks for
     */
    public static AccountSnapshot reaching(
            AccountSnapshot loaded, Command command, Moment now, Function<Reach, AccountSnapshot> deepen) {
        return reaching(loaded, seen -> reach(seen, command, now), deepen);
    }

    /** What was reached for once is reached for again, so it ends: there are only so many days and documents. */
    static AccountSnapshot reaching(
            AccountSnapshot loaded, Function<AccountSnapshot, Reach> reach, Function<Reach, AccountSnapshot> deepen) {
        AccountSnapshot seen = loaded;
        Reach before = Reach.nothing();
        Reach wanted = toTheirBeginnings(seen, reach.apply(seen));
        while (!wanted.equals(before)) {
            seen = deepen.apply(wanted);
            before = wanted;
            wanted = toTheirBeginnings(seen, before.and(reach.apply(seen)));
        }
        return seen;
    }

    private static Reach toTheirBeginnings(AccountSnapshot seen, Reach reach) {
        return reach.linesFrom().isEmpty() ? reach : reach.and(Reach.lines(beginnings(seen, reach.linesFrom())));
    }

    /**
     * Where lines begin that hold days both before the given ones and from there on: what their earlier days cost, which stay, the
     * timeline tells.
     */
    static Map<SubscriptionId, LocalDate> beginnings(AccountSnapshot account, Map<SubscriptionId, LocalDate> days) {
        Map<SubscriptionId, LocalDate> beginnings = new HashMap<>();
        for (Line line : account.lines()) {
            if (line.charge().kind() == LineKind.RECURRING) {
                SubscriptionId id = line.charge().subscription().orElseThrow();
                ServicePeriod period = line.charge().period().orElseThrow();
                LocalDate from = days.getOrDefault(id, LocalDate.MIN);
                if (period.start().isBefore(from) && period.end().isAfter(from)) {
                    beginnings.merge(id, period.start(), Contracts::earliest);
                }
            }
        }
        return beginnings;
    }

    /**
     * @param account deepened by {@link #reach}
     * @throws CommandRefusedException if the state of the account, or the actor's rights, do not allow it
     * @throws InvalidRequestException if it names something that is not there
     */
    public static Decision decide(AccountSnapshot account, Rules rules, Command command, Given given, Moment now) {
        Permission permission = Permission.permits(rules, account, given.actor(), command, now.day());
        if (!permission.allowed()) {
            boolean foreign = given.actor() instanceof Actor.Customer customer
                    && !customer.account().equals(command.account());
            throw new CommandRefusedException(
                    foreign ? Refusal.FOREIGN_ACCOUNT : Refusal.NOT_PERMITTED,
                    command.account().value(),
                    "Not permitted on account " + command.account() + ": " + permission.because());
        }
        boolean draft = given.joined() && !rules.settings().finalizeJoined();
        AccountBook book = new AccountBook(
                account, rules, now, draft ? Billing.Finalizing.BY_NEXT_RUN : Billing.Finalizing.BY_SETTINGS);
        Advance.run(book, now.day().minusDays(1));
        if (book.account().isHeld(Hold.BILLING)) {
            Rests.endWhatIsOver(book);
        }
        book.actsFor(given.actor(), given.reason());
        Contracts.Outcome outcome = apply(book, command);
        AccountChange change = book.change();
        return new Decision(change, outcome.subscription(), outcome.documents(), book.after());
    }

    /** What the command would lead to; nothing is written. */
    public static Preview preview(AccountSnapshot account, Rules rules, Command command, Given given, Moment now) {
        return Preview.of(account, rules, now, decide(account, rules, command, given, now));
    }

    private static Contracts.Outcome apply(AccountBook book, Command command) {
        if (command instanceof Command.OfContract contract) {
            return applyToContract(book, contract);
        }
        if (command instanceof Command.OfDocument document) {
            return applyToDocument(book, document);
        }
        if (command instanceof Command.Subscribe subscribe) {
            return Conclusions.subscribe(book, subscribe);
        }
        if (command instanceof Command.ReceivePayment payment) {
            return receive(book, payment);
        }
        if (command instanceof Command.GrantCredit credit) {
            return grantCredit(book, credit);
        }
        if (command instanceof Command.ChangePaymentMethod change) {
            return changePaymentMethod(book, change);
        }
        if (command instanceof Command.SetBillingDay billingDay) {
            return Boundaries.setBillingDay(book, billingDay);
        }
        if (command instanceof Command.GrantDiscount grant) {
            return Contracts.grantDiscount(book, grant);
        }
        if (command instanceof Command.Charge charge) {
            return Corrections.charge(book, charge);
        }
        if (command instanceof Command.BillNow) {
            return Corrections.billNow(book);
        }
        if (command instanceof Command.SetHolds holds) {
            return Corrections.setHolds(book, holds);
        }
        throw new IllegalStateException("No rule for " + command);
    }

    private static Contracts.Outcome applyToContract(AccountBook book, Command.OfContract command) {
        if (command instanceof Command.ChangePlan change) {
            return Changes.changePlan(book, change);
        }
        if (command instanceof Command.WithdrawChange withdraw) {
            return Changes.withdrawChange(book, withdraw);
        }
        if (command instanceof Command.MigratePrice migrate) {
            return Changes.migratePrice(book, migrate);
        }
        if (command instanceof Command.Cancel cancel) {
            return Endings.cancel(book, cancel);
        }
        if (command instanceof Command.RevokeCancellation revoke) {
            return Endings.revokeCancellation(book, revoke);
        }
        if (command instanceof Command.Withdraw withdraw) {
            return Endings.withdraw(book, withdraw);
        }
        if (command instanceof Command.Pause pause) {
            return Rests.pause(book, pause);
        }
        if (command instanceof Command.Resume resume) {
            return Rests.resume(book, resume);
        }
        if (command instanceof Command.Skip skip) {
            return Rests.skip(book, skip);
        }
        if (command instanceof Command.RecordUsage usage) {
            return Use.record(book, usage);
        }
        throw new IllegalStateException("No rule for " + command);
    }

    private static Contracts.Outcome applyToDocument(AccountBook book, Command.OfDocument command) {
        if (command instanceof Command.CreditNote note) {
            return Corrections.creditNote(book, note);
        }
        if (command instanceof Command.CancelDocument cancel) {
            return Corrections.cancelDocument(book, cancel);
        }
        if (command instanceof Command.WriteOff writeOff) {
            return Corrections.writeOff(book, writeOff);
        }
        if (command instanceof Command.Refund refund) {
            return Corrections.refund(book, refund);
        }
        if (command instanceof Command.SettleDraft draft) {
            return Corrections.settleDraft(book, draft);
        }
        throw new IllegalStateException("No rule for " + command);
    }

    private static Contracts.Outcome receive(AccountBook book, Command.ReceivePayment command) {
        requireCurrency(book, command.amount());
        if (command.document().isPresent()) {
            DocumentId id = command.document().get();
            Document document = book.document(id)
                    .orElseThrow(() -> new InvalidRequestException("document", id.toString(), "is not there"));
            if (document.issuedOn().isEmpty() || !document.gross().isPositive()) {
                throw new CommandRefusedException(
                        Refusal.NOT_PAYABLE,
                        id.toString(),
                        "Nothing can be paid on " + document.type() + " " + id + " in state " + document.state()
                                + ": book the money for the account");
            }
            Books.receive(book, id, command.amount(), Posting.Kind.TRANSFER, Optional.empty());
            return Contracts.Outcome.nothing();
        }
        Money left = command.amount();
        for (Document document : Books.payable(book)) {
            Money part = left.min(document.open());
            if (part.isPositive()) {
                Books.receive(book, document.id(), part, Posting.Kind.TRANSFER, Optional.empty());
                left = left.minus(part);
            }
        }
        if (left.isPositive()) {
            Books.receiveAsCredit(book, left);
        }
        return Contracts.Outcome.nothing();
    }

    private static void requireCurrency(AccountBook book, Money amount) {
        if (!amount.currency().equals(book.currency())) {
            throw new CommandRefusedException(
                    Refusal.OTHER_CURRENCY,
                    book.account().id().value(),
                    "Account " + book.account().id() + " pays in " + book.currency() + ", not in " + amount.currency());
        }
    }

    private static Contracts.Outcome grantCredit(AccountBook book, Command.GrantCredit command) {
        requireCurrency(book, command.amount());
        Books.grantCredit(book, command.amount(), command.description());
        return Contracts.Outcome.nothing();
    }

    private static Contracts.Outcome changePaymentMethod(AccountBook book, Command.ChangePaymentMethod command) {
        if (command.method().equals(book.account().paymentMethod())) {
            throw new CommandRefusedException(
                    Refusal.NOTHING_CHANGES,
                    book.account().id().value(),
                    "Account " + book.account().id() + " already pays this way: "
                            + command.method().kind());
        }
        book.put(book.account().withPaymentMethod(command.method()));
        book.tell(
                EventType.PAYMENT_METHOD_CHANGED,
                book.today(),
                book.account().id(),
                Optional.empty(),
                Map.of("method", command.method().kind().name()));
        for (Document document : Books.payable(book)) {
            if (document.dunning().isPresent()) {
                Collect.intendAnew(book, document, command.method().kind());
            }
        }
        return Contracts.Outcome.nothing();
    }
}
