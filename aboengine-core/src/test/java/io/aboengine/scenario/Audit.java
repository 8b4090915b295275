package io.aboengine.scenario;

import io.aboengine.account.Account;
import io.aboengine.calendar.ServicePeriod;
import io.aboengine.charge.Charge;
import io.aboengine.charge.LineId;
import io.aboengine.charge.LineKind;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentType;
import io.aboengine.invoice.Line;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.payment.AttemptState;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.payment.Posting;
import io.aboengine.spi.payment.sandbox.SandboxGateway;
import io.aboengine.store.Store;
import io.aboengine.store.StoreQueries;
import io.aboengine.subscription.Subscription;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.TaxSplit;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What an auditor looks for in the books, whatever the story was: totals that are the sums of their parts, no day
 * billed twice, numbers without gaps, no cent out of nowhere, and no money at the gateway that the books do not know.
 */
public final class Audit {
    private final StoreQueries store;
    private final List<String> findings = new ArrayList<>();
    private final Map<String, TreeSet<Long>> numbers = new TreeMap<>();
    private final Set<String> keys = new HashSet<>();

    private Audit(StoreQueries store) {
        this.store = store;
    }

    /** What is wrong; nothing if all is well. */
    public static List<String> of(Store store) {
        return store.inTransaction(tx -> new Audit(tx).all());
    }

    /** What is wrong between the books and the money that a sandbox moved. */
    public static List<String> of(Store store, SandboxGateway sandbox) {
        return store.inTransaction(tx -> {
            List<String> findings = new ArrayList<>();
            for (AccountId id : Inventory.accounts(tx)) {
                Account account = tx.account(id).orElseThrow();
                boolean unknown = tx.attempts(id).stream()
                        .anyMatch(a -> a.isRefund() && a.state() == AttemptState.INTENDED
                                || a.state() == AttemptState.SENT
                                || a.state() == AttemptState.PENDING
                                || a.state() == AttemptState.UNRESOLVED);
                Money booked = sum(account, tx.postings(id), p -> p.attempt().isPresent(), Posting::money);
                Money moved = sandbox.captured(id.value(), account.currency())
                        .minus(sandbox.returned(id.value(), account.currency()))
                        .minus(sandbox.refunded(id.value(), account.currency()));
                if (!unknown && !booked.equals(moved)) {
                    findings.add(id + ": the gateway moved " + moved + ", the books say " + booked);
                }
            }
            return findings;
        });
    }

    private List<String> all() {
        for (AccountId id : Inventory.accounts(store)) {
            account(store.account(id).orElseThrow());
        }
        numbers.forEach((series, taken) -> {
            if (taken.first() != 1 || taken.last() != taken.size()) {
                findings.add("numbers of series " + series + " have gaps: " + taken);
            }
        });
        return findings;
    }

    private void account(Account account) {
        List<Document> documents = Inventory.documents(store, account.id());
        List<Posting> postings = store.postings(account.id());
        List<Line> lines = new ArrayList<>(store.waitingLines(account.id()));
        for (Document document : documents) {
            List<Line> own = store.lines(document.id());
            document(document, own);
            lines.addAll(own);
            payment(account, document, postings);
        }
        books(account, documents, postings);
        takenBack(lines);
        for (Subscription subscription : store.subscriptions(account.id())) {
            days(subscription, lines);
        }
        attempts(account);
    }

    private void document(Document document, List<Line> lines) {
        String name = document.type() + " " + document.id();
        Money zero = Money.zero(document.currency());
        Money net = zero;
        Money tax = zero;
        Money gross = zero;
        Money charged = zero;
        for (Line line : lines) {
            var placement = line.placement().orElseThrow();
            net = net.plus(placement.net());
            tax = tax.plus(placement.tax());
            gross = gross.plus(placement.gross());
            charged = charged.plus(line.charge().amount());
        }
        expect(name + ": net", document.net(), net);
        expect(name + ": tax", document.tax(), tax);
        expect(name + ": gross", document.gross(), gross);
        expect(name + ": gross of net and tax", document.gross(), document.net().plus(document.tax()));
        expect(
                name + ": lines",
                document.basis() == PriceBasis.GROSS && document.type() != DocumentType.DUNNING_NOTICE
                        ? document.gross()
                        : document.net(),
                charged);
        Money groups = Money.sum(
                document.currency(),
                document.taxes().stream().map(Document.TaxGroup::tax).toList());
        expect(name + ": tax by groups", document.tax(), groups);
        Optional<String> number = store.number(document.id());
        if (!isIssued(document)) {
            require(number.isEmpty(), name + " was not issued and has number " + number);
            return;
        }
        require(number.isPresent(), name + " is final and has no number");
        number.ifPresent(text -> {
            int digits = text.length();
            while (digits > 0 && Character.isDigit(text.charAt(digits - 1))) {
                digits--;
            }
            boolean isNew = numbers.computeIfAbsent(text.substring(0, digits), s -> new TreeSet<>())
                    .add(Long.parseLong(text.substring(digits)));
            require(isNew, "number " + text + " was given twice");
            expect("document " + text, Optional.of(document.id()), store.byNumber(text));
        });
    }

    /** Neither a draft nor one that was given up. */
    private static boolean isIssued(Document document) {
        return document.issuedOn().isPresent();
    }

    /** Of no line more is taken back than it charged: in net, tax and gross. */
    private void takenBack(List<Line> lines) {
        Map<LineId, TaxSplit> left = new HashMap<>();
        for (Line line : lines) {
            if (line.placement().isPresent() && line.charge().takesBack().isEmpty()) {
                left.put(line.id(), line.placement().get().split());
            }
        }
        for (Line line : lines) {
            LineId origin = line.charge().takesBack().orElse(line.id());
            if (!origin.equals(line.id()) && line.placement().isPresent()) {
                left.computeIfPresent(
                        origin, (id, split) -> split.plus(line.placement().get().split()));
            }
        }
        left.forEach((id, split) -> require(
                lines.stream()
                                .anyMatch(l ->
                                        l.id().equals(id) && l.charge().amount().isNegative())
                        || !split.net().isNegative()
                                && !split.tax().isNegative()
                                && !split.gross().isNegative(),
                "more was taken back of line " + id + " than it charged: " + split + " is left"));
    }

    /** The document's own sums are those of its postings. */
    private void payment(Account account, Document document, List<Posting> postings) {
        DocumentId id = document.id();
        Money settled = openLowered(account, postings, id, Posting.Kind.COLLECTED)
                .plus(openLowered(account, postings, id, Posting.Kind.TRANSFER))
                .plus(openLowered(account, postings, id, Posting.Kind.RETURNED))
                .plus(openLowered(account, postings, id, Posting.Kind.CREDIT_APPLIED));
        expect("paid on " + id, settled, document.paid().plus(document.creditApplied()));
        expect("credited on " + id, openLowered(account, postings, id, Posting.Kind.CREDITED), document.credited());
        require(!document.open().isNegative(), id + " has a negative open amount, " + document.open());
        expect(
                "written off of " + id,
                openLowered(account, postings, id, Posting.Kind.WRITTEN_OFF),
                document.writtenOff());
        if (isIssued(document) && document.gross().isPositive()) {
            expect("paid on a day: " + id, document.isOpen(), document.paidOn().isEmpty());
        }
    }

    private static Money openLowered(Account account, List<Posting> postings, DocumentId id, Posting.Kind kind) {
        return sum(
                account, postings, p -> p.kind() == kind && p.document().equals(Optional.of(id)), Posting::openLowered);
    }

    /** Asked for = received + granted + still owed: nothing appears or vanishes. */
    private void books(Account account, List<Document> documents, List<Posting> postings) {
        for (Posting posting : postings) {
            boolean withoutMoney = posting.kind() == Posting.Kind.CREDITED
                    || posting.kind() == Posting.Kind.CREDIT_GRANTED
                    || posting.kind() == Posting.Kind.WRITTEN_OFF;
            if (!withoutMoney) {
                expect(
                        "posting " + posting,
                        posting.money(),
                        posting.openLowered().plus(posting.creditRaised()));
            }
        }
        Money credit = sum(account, postings, p -> true, Posting::creditRaised);
        expect("credit of " + account.id(), account.credit(), credit);
        require(!account.credit().isNegative(), account.id() + " has a negative credit, " + account.credit());
        Money asked = Money.zero(account.currency());
        Money owed = account.credit().negate();
        for (Document document : documents) {
            if (isIssued(document)) {
                asked = asked.plus(document.gross());
                owed = owed.plus(document.open());
            }
        }
        Money money = sum(account, postings, p -> true, Posting::money);
        Money granted = sum(account, postings, p -> p.kind() == Posting.Kind.CREDIT_GRANTED, Posting::creditRaised);
        Money writtenOff = sum(account, postings, p -> p.kind() == Posting.Kind.WRITTEN_OFF, Posting::openLowered);
        expect("balance of " + account.id(), asked.minus(money).minus(granted).minus(writtenOff), owed);
    }

    private static Money sum(
            Account account, List<Posting> postings, Predicate<Posting> which, Function<Posting, Money> amount) {
        return Money.sum(
                account.currency(), postings.stream().filter(which).map(amount).toList());
    }

    /** Every day of a contract stands billed at most once, and none before it began or that was billed elsewhere. */
    private void days(Subscription subscription, List<Line> lines) {
        Map<LocalDate, Integer> billed = new HashMap<>();
        for (Line line : lines) {
            Charge charge = line.charge();
            if (!charge.subscription().equals(Optional.of(subscription.id()))
                    || charge.period().isEmpty()) {
                continue;
            }
            ServicePeriod period = charge.period().get();
            charge.key().ifPresent(key -> require(keys.add(key.toString()), "charge key " + key + " stands twice"));
            if (charge.kind() != LineKind.RECURRING && charge.kind() != LineKind.PRORATION_CREDIT) {
                continue;
            }
            int sign = charge.kind() == LineKind.PRORATION_CREDIT ? -1 : 1;
            period.start().datesUntil(period.end()).forEach(day -> billed.merge(day, sign, Integer::sum));
            LocalDate first = subscription.billedUntil().orElse(subscription.startOn());
            require(
                    !period.start().isBefore(first),
                    subscription.id() + " is billed from " + period.start() + ", before " + first);
        }
        billed.forEach((day, times) ->
                require(times == 0 || times == 1, subscription.id() + " has " + day + " billed " + times + " times"));
    }

    private void attempts(Account account) {
        Map<DocumentId, Integer> live = new HashMap<>();
        for (PaymentAttempt attempt : store.attempts(account.id())) {
            require(keys.add(attempt.key().value()), "idempotency key " + attempt.key() + " stands twice");
            expect("attempt by key", Optional.of(attempt), store.attempt(attempt.key()));
            if (attempt.isLive()) {
                live.merge(attempt.document(), 1, Integer::sum);
            }
        }
        live.forEach((document, count) -> require(count == 1, document + " has " + count + " live attempts"));
    }

    private void require(boolean fine, String otherwise) {
        if (!fine) {
            findings.add(otherwise);
        }
    }

    private void expect(String what, Object expected, Object found) {
        require(expected.equals(found), what + " should be " + expected + ", is " + found);
    }
}
