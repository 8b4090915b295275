package io.aboengine.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.charge.ChargeKey;
import io.aboengine.charge.LineId;
import io.aboengine.charge.LineKind;
import io.aboengine.charge.UsageRecord;
import io.aboengine.charge.UsageTally;
import io.aboengine.event.Event;
import io.aboengine.fulfilment.Access;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentState;
import io.aboengine.invoice.Line;
import io.aboengine.invoice.Placement;
import io.aboengine.money.Money;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.payment.Posting;
import io.aboengine.spi.payment.IdempotencyKey;
import io.aboengine.subscription.Pause;
import io.aboengine.subscription.Segment;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.Timeline;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Everything that was ever written of one account, and the snapshots a store would give of it. Refuses what a store
 * would refuse: a second row where there may be one only, and a change of what is final.
 */
final class Ledger {
    private Account account;
    private final TreeMap<Long, Subscription> subscriptions = new TreeMap<>();
    private final TreeMap<Long, Line> lines = new TreeMap<>();
    private final TreeMap<Long, Document> documents = new TreeMap<>();
    private final TreeMap<Long, PaymentAttempt> attempts = new TreeMap<>();
    private final TreeMap<Long, Posting> postings = new TreeMap<>();
    private final TreeMap<Long, Access> access = new TreeMap<>();
    private final Map<String, UsageTally> usage = new TreeMap<>();
    private final Map<String, UsageRecord> usageRecords = new TreeMap<>();
    private final TreeMap<Long, Event> events = new TreeMap<>();
    private final Map<ChargeKey, LineId> keys = new HashMap<>();
    private final Map<IdempotencyKey, Long> paymentKeys = new HashMap<>();
    private final List<AccountChange.NumberWish> numbers = new ArrayList<>();
    private final Set<Long> taken = new HashSet<>();

    Ledger(Account account) {
        this.account = account;
    }

    /** A copy that is written separately. */
    Ledger(Ledger other) {
        account = other.account;
        subscriptions.putAll(other.subscriptions);
        lines.putAll(other.lines);
        documents.putAll(other.documents);
        attempts.putAll(other.attempts);
        postings.putAll(other.postings);
        access.putAll(other.access);
        usage.putAll(other.usage);
        usageRecords.putAll(other.usageRecords);
        events.putAll(other.events);
        keys.putAll(other.keys);
        paymentKeys.putAll(other.paymentKeys);
        numbers.addAll(other.numbers);
        taken.addAll(other.taken);
    }

    Account account() {
        return account;
    }

    Collection<Subscription> subscriptions() {
        return subscriptions.values();
    }

    Subscription subscription(SubscriptionId id) {
        return subscriptions.get(id.ordinal());
    }

    Collection<Line> lines() {
        return lines.values();
    }

    Line line(LineId id) {
        return lines.get(id.ordinal());
    }

    Collection<Document> documents() {
        return documents.values();
    }

    Document document(DocumentId id) {
        return documents.get(id.ordinal());
    }

    Collection<PaymentAttempt> attempts() {
        return attempts.values();
    }

    Collection<Posting> postings() {
        return postings.values();
    }

    Collection<Event> events() {
        return events.values();
    }

    Collection<UsageRecord> usageRecords() {
        return usageRecords.values();
    }

    Collection<UsageTally> usage() {
        return usage.values();
    }

    Access access(SubscriptionId id) {
        return access.get(id.ordinal());
    }

    // --- snapshots ---------------------------------------------------------------------------------------------------

    /** What is alive, and no more. */
    AccountSnapshot alive(LocalDate today) {
        return reaching(Reach.nothing(), today);
    }

    /** What is alive and what a command wants to see besides. */
    AccountSnapshot reaching(Reach reach, LocalDate today) {
        Map<Long, LocalDate> segmentsFrom = new TreeMap<>();
        Set<Long> takenBackOf = new HashSet<>();
        for (Subscription subscription : subscriptions.values()) {
            if (subscription.isLive()) {
                LocalDate day = earlier(subscription.chargedThrough(), today);
                day = earlier(subscription.announcedThrough(), day);
                day = earlier(subscription.reviewFrom().orElse(day), day);
                day = earlier(subscription.usageFrom().orElse(day), day);
                day = earlier(subscription.pause().map(Pause::from).orElse(day), day);
                segmentsFrom.put(subscription.id().ordinal(), day);
                subscription.reviewFrom().ifPresent(from -> takenBackOf.addAll(recurring(subscription.id(), from)));
            }
        }
        reach.linesFrom().forEach((id, from) -> {
            segmentsFrom.merge(id.ordinal(), from, Ledger::earlier);
            takenBackOf.addAll(recurring(id, from));
            takenBackOf.addAll(ordinals(line -> isOnceFrom(line, id, from)));
        });
        Set<Long> wantedLines = ordinals(line -> line.isWaiting() || isOnDraft(line));
        for (Long ordinal : wantedLines) {
            lines.get(ordinal).charge().takesBack().ifPresent(original -> takenBackOf.add(original.ordinal()));
        }
        Set<Long> wantedDocuments = new TreeSet<>();
        for (Document document : documents.values()) {
            if (document.state() == DocumentState.DRAFT || document.isOpen()) {
                wantedDocuments.add(document.id().ordinal());
            }
        }
        for (PaymentAttempt attempt : attempts.values()) {
            if (attempt.isLive()) {
                wantedDocuments.add(attempt.document().ordinal());
            }
        }
        for (DocumentId id : reach.documents()) {
            wantedDocuments.add(id.ordinal());
            for (Long ordinal : ordinals(line -> line.placement()
                    .filter(placement -> placement.document().equals(id))
                    .isPresent())) {
                takenBackOf.add(ordinal);
                lines.get(ordinal).charge().takesBack().ifPresent(original -> takenBackOf.add(original.ordinal()));
            }
        }
        for (Long ordinal : takenBackOf) {
            lines.get(ordinal)
                    .placement()
                    .ifPresent(p -> wantedDocuments.add(p.document().ordinal()));
        }
        wantedLines.addAll(takenBackOf);
        wantedLines.addAll(ordinals(line -> line.charge()
                .takesBack()
                .filter(original -> takenBackOf.contains(original.ordinal()))
                .isPresent()));
        List<Subscription> loaded = new ArrayList<>();
        segmentsFrom.forEach((ordinal, from) -> {
            Subscription subscription = subscriptions.get(ordinal);
            loaded.add(subscription.withAgreed(new Timeline(subscription.agreed().segments().stream()
                    .filter(segment ->
                            segment.to().isEmpty() || !segment.to().get().isBefore(from))
                    .toList())));
        });
        return snapshot(loaded, wantedLines, wantedDocuments, reach, today);
    }

    /** The whole history of what is alive: no decision may depend on more than a store loads. */
    AccountSnapshot everything(Reach reach) {
        return snapshot(
                subscriptions.values().stream()
                        .filter(s -> s.isLive() || reach.linesFrom().containsKey(s.id()))
                        .toList(),
                lines.keySet(),
                documents.keySet(),
                reach,
                LocalDate.MIN);
    }

    private AccountSnapshot snapshot(
            List<Subscription> loaded, Set<Long> wantedLines, Set<Long> wantedDocuments, Reach reach, LocalDate today) {
        return new AccountSnapshot(
                account,
                loaded,
                new TreeSet<>(wantedLines).stream().map(lines::get).toList(),
                wantedDocuments.stream().map(documents::get).toList(),
                attempts.values().stream()
                        .filter(attempt ->
                                wantedDocuments.contains(attempt.document().ordinal()))
                        .toList(),
                loaded.stream().map(s -> access.get(s.id().ordinal())).toList(),
                usage.values().stream()
                        .filter(tally -> tally.closesOn().isAfter(today)
                                || !tally.settled()
                                || reach.usageRecords().containsKey(tally.subscription()))
                        .toList(),
                usageRecords.values().stream()
                        .filter(r -> reach.usageRecords()
                                .getOrDefault(r.subscription(), Set.of())
                                .contains(r.id()))
                        .toList(),
                List.of());
    }

    private boolean isOnDraft(Line line) {
        return line.placement()
                .filter(placement -> document(placement.document()).state() == DocumentState.DRAFT)
                .isPresent();
    }

    private Set<Long> recurring(SubscriptionId subscription, LocalDate from) {
        return ordinals(line -> line.charge().kind() == LineKind.RECURRING
                && line.charge().subscription().equals(Optional.of(subscription))
                && line.charge().period().orElseThrow().end().isAfter(from));
    }

    private static boolean isOnceFrom(Line line, SubscriptionId subscription, LocalDate from) {
        boolean once = line.charge().kind() == LineKind.SETUP || line.charge().kind() == LineKind.ONE_TIME;
        return once
                && line.charge()
                        .key()
                        .filter(key -> key.subscription().equals(subscription)
                                && !key.firstDay().isBefore(from))
                        .isPresent();
    }

    private Set<Long> ordinals(Predicate<Line> which) {
        Set<Long> found = new TreeSet<>();
        lines.forEach((ordinal, line) -> {
            if (which.test(line)) {
                found.add(ordinal);
            }
        });
        return found;
    }

    private static LocalDate earlier(LocalDate a, LocalDate b) {
        return a.isBefore(b) ? a : b;
    }

    // --- writing -----------------------------------------------------------------------------------------------------

    void apply(AccountChange change) {
        assertThat(change.account().id()).isEqualTo(account.id());
        assertThat(change.account().nextOrdinal()).isGreaterThanOrEqualTo(account.nextOrdinal());
        assertThat(change.account().credit().isNegative())
                .as("credit below zero")
                .isFalse();
        long next = change.account().nextOrdinal();
        account = change.account();
        change.subscriptions()
                .forEach(
                        s -> write(s, Optional.ofNullable(change.rewrittenFrom().get(s.id())), next));
        change.lines().forEach(line -> write(line, next));
        change.documents().forEach(document -> write(document, next));
        change.attempts().forEach(attempt -> write(attempt, next));
        for (Posting posting : change.postings()) {
            once(postings.put(posting.ordinal(), posting) == null, "posting", posting);
            take(posting.ordinal(), next);
        }
        change.usage()
                .forEach(t -> usage.put(t.subscription() + t.unit() + t.period().start(), t));
        for (UsageRecord record : change.usageRecords()) {
            once(usageRecords.put(record.subscription() + record.id(), record) == null, "usage record", record);
        }
        change.access().forEach(row -> access.put(row.subscription().ordinal(), row));
        for (Event event : change.events()) {
            once(events.put(event.ordinal(), event) == null, "event", event);
            take(event.ordinal(), next);
        }
        for (AccountChange.NumberWish wish : change.numbers()) {
            once(numbers.stream().noneMatch(w -> w.document().equals(wish.document())), "number", wish);
            numbers.add(wish);
        }
        Set<DocumentId> collecting = new HashSet<>();
        for (PaymentAttempt attempt : attempts.values()) {
            if (attempt.isLive() && !attempt.isRefund()) {
                once(collecting.add(attempt.document()), "live attempt", attempt);
            }
        }
    }

    private void write(Subscription subscription, Optional<LocalDate> rewrittenFrom, long next) {
        Subscription stored = subscriptions.get(subscription.id().ordinal());
        if (stored == null) {
            take(subscription.id().ordinal(), next);
            subscriptions.put(subscription.id().ordinal(), subscription);
            return;
        }
        List<Segment> segments = new ArrayList<>();
        for (Segment segment : stored.agreed().segments()) {
            if (rewrittenFrom.map(segment.from()::isBefore).orElse(true)) {
                segments.add(segment);
            }
        }
        for (Segment segment : subscription.agreed().segments()) {
            if (rewrittenFrom.map(day -> !segment.from().isBefore(day)).orElse(false)) {
                segments.add(segment);
            }
        }
        subscriptions.put(subscription.id().ordinal(), subscription.withAgreed(new Timeline(segments)));
    }

    private void write(Line line, long next) {
        Line stored = lines.put(line.id().ordinal(), line);
        if (stored == null) {
            take(line.id().ordinal(), next);
            line.charge().key().ifPresent(key -> once(keys.put(key, line.id()) == null, "charge", line));
        } else {
            assertThat(stored.isWaiting()).as("line %s is final", stored).isTrue();
            assertThat(line.charge()).isEqualTo(stored.charge());
        }
    }

    private void write(Document document, long next) {
        Document stored = documents.put(document.id().ordinal(), document);
        if (stored == null) {
            take(document.id().ordinal(), next);
        } else {
            assertThat(text(document))
                    .as("what document %s says", document.id())
                    .isEqualTo(text(stored));
            if (stored.state() == DocumentState.FINALIZED) {
                assertThat(document.state()).isNotEqualTo(DocumentState.DRAFT);
                assertThat(document.method()).isEqualTo(stored.method());
                assertThat(document.issuedOn()).isEqualTo(stored.issuedOn());
                assertThat(document.dueOn()).isEqualTo(stored.dueOn());
            }
        }
    }

    /** What never changes, not even of a draft. */
    private static List<Object> text(Document d) {
        return List.of(
                d.type(),
                d.basis(),
                d.plannedOn(),
                d.finalizeOn(),
                d.buyerVersion(),
                d.corrects(),
                d.subscriptions(),
                d.taxes(),
                d.net(),
                d.tax(),
                d.gross(),
                d.reminded());
    }

    private void write(PaymentAttempt attempt, long next) {
        if (attempts.put(attempt.id().ordinal(), attempt) == null) {
            take(attempt.id().ordinal(), next);
            once(paymentKeys.put(attempt.key(), attempt.id().ordinal()) == null, "payment key", attempt);
        }
    }

    /** Each ordinal names one thing of the account. */
    private void take(long ordinal, long next) {
        assertThat(ordinal).isLessThan(next);
        once(taken.add(ordinal), "ordinal", ordinal);
    }

    private static void once(boolean first, String what, Object of) {
        if (!first) {
            throw new AssertionError("There is a " + what + " already: " + of);
        }
    }

    // --- what always holds -------------------------------------------------------------------------------------------

    /** No document is numbered twice, or left without a number once it is final. */
    void assertNumbered() {
        Set<DocumentId> numbered = new HashSet<>();
        numbers.forEach(wish -> numbered.add(wish.document()));
        for (Document document : documents.values()) {
            assertThat(numbered.contains(document.id()))
                    .as("%s %s is numbered", document.state(), document.id())
                    .isEqualTo(document.issuedOn().isPresent());
        }
    }

    /**
     * The books: what was asked for is open, paid, credited, given up or covered by credit, every posting says where it
     * went, and no more money goes back than came.
     */
    void assertBooksBalance() {
        Money zero = Money.zero(account.currency());
        Money credit = zero;
        Money moneyIn = zero;
        Money granted = zero;
        Money writtenOff = zero;
        Map<DocumentId, Map<Posting.Kind, Money>> lowered = new HashMap<>();
        Map<DocumentId, Money> received = new HashMap<>();
        Map<DocumentId, Money> refunded = new HashMap<>();
        for (Posting posting : postings.values()) {
            Money moved = posting.openLowered().plus(posting.creditRaised());
            Map<DocumentId, Money> money = received;
            switch (posting.kind()) {
                case COLLECTED, TRANSFER, RETURNED ->
                    assertThat(moved).as("%s", posting).isEqualTo(posting.money());
                case REFUNDED, REFUND_FAILED -> {
                    assertThat(moved).as("%s", posting).isEqualTo(posting.money());
                    assertThat(posting.openLowered()).isEqualTo(zero);
                    money = refunded;
                }
                case CREDIT_APPLIED -> {
                    assertThat(moved).as("%s", posting).isEqualTo(zero);
                    assertThat(posting.money()).isEqualTo(zero);
                }
                case CREDITED -> assertThat(posting.money()).isEqualTo(zero);
                case WRITTEN_OFF -> {
                    assertThat(posting.money()).isEqualTo(zero);
                    assertThat(posting.creditRaised()).isEqualTo(zero);
                    writtenOff = writtenOff.plus(posting.openLowered());
                }
                case CREDIT_GRANTED -> {
                    assertThat(posting.money()).isEqualTo(zero);
                    assertThat(posting.openLowered()).isEqualTo(zero);
                    granted = granted.plus(posting.creditRaised());
                }
            }
            credit = credit.plus(posting.creditRaised());
            assertThat(credit.isNegative())
                    .as("credit below zero by %s", posting)
                    .isFalse();
            moneyIn = moneyIn.plus(posting.money());
            if (posting.document().isPresent()) {
                DocumentId document = posting.document().get();
                lowered.computeIfAbsent(document, d -> new HashMap<>())
                        .merge(posting.kind(), posting.openLowered(), Money::plus);
                money.merge(document, posting.money(), Money::plus);
            }
        }
        assertThat(account.credit()).as("credit of the account").isEqualTo(credit);

        Money asked = zero;
        Money open = zero;
        for (Document document : documents.values()) {
            Money came = received.getOrDefault(document.id(), zero);
            Money went = refunded.getOrDefault(document.id(), zero).negate();
            assertThat(document.received()).as("came in for %s", document.id()).isEqualTo(came);
            assertThat(document.refunded()).as("went back of %s", document.id()).isEqualTo(went);
            assertThat(went).as("went back of %s", document.id()).isLessThanOrEqualTo(came);
            if (document.issuedOn().isEmpty()) {
                assertThat(lowered).doesNotContainKey(document.id());
                continue;
            }
            Map<Posting.Kind, Money> of = lowered.getOrDefault(document.id(), Map.of());
            Money paid = of.getOrDefault(Posting.Kind.COLLECTED, zero)
                    .plus(of.getOrDefault(Posting.Kind.TRANSFER, zero))
                    .plus(of.getOrDefault(Posting.Kind.RETURNED, zero))
                    .plus(of.getOrDefault(Posting.Kind.CREDIT_APPLIED, zero));
            assertThat(document.paid().plus(document.creditApplied()))
                    .as("paid for %s", document.id())
                    .isEqualTo(paid);
            assertThat(document.credited()).isEqualTo(of.getOrDefault(Posting.Kind.CREDITED, zero));
            assertThat(document.writtenOff()).isEqualTo(of.getOrDefault(Posting.Kind.WRITTEN_OFF, zero));
            assertThat(document.open().isNegative()).as("open of %s", document).isFalse();
            assertThat(document.net().plus(document.tax())).isEqualTo(document.gross());
            asked = asked.plus(document.gross());
            open = open.plus(document.open());
        }
        assertThat(asked)
                .as("asked for = open - credit + money in + granted + given up")
                .isEqualTo(
                        open.minus(account.credit()).plus(moneyIn).plus(granted).plus(writtenOff));
    }

    /** A document is the sum of its lines, its tax that of its groups. */
    void assertDocumentsAddUp() {
        Map<DocumentId, Money[]> sums = new HashMap<>();
        for (Line line : lines.values()) {
            line.placement().ifPresent(p -> {
                add(sums.computeIfAbsent(p.document(), d -> zeros()), p.net(), p.tax(), p.gross());
                assertThat(p.net().plus(p.tax())).isEqualTo(p.gross());
            });
        }
        for (Document document : documents.values()) {
            Money[] sum = sums.getOrDefault(document.id(), zeros());
            assertThat(sum).containsExactly(document.net(), document.tax(), document.gross());
            Money tax = Money.sum(
                    account.currency(),
                    document.taxes().stream().map(Document.TaxGroup::tax).toList());
            assertThat(tax).isEqualTo(document.tax());
        }
    }

    /** Nobody owes anything for an invoice that is void, unless money that had come in for it went back. */
    void assertNothingIsOwedForCancelledInvoices() {
        for (Document document : documents.values()) {
            boolean returned = postings.values().stream()
                    .anyMatch(p ->
                            p.kind() == Posting.Kind.RETURNED && p.document().equals(Optional.of(document.id())));
            if (document.state() == DocumentState.CANCELLED && !returned) {
                assertThat(document.isOpen())
                        .as("cancelled and open: %s", document)
                        .isFalse();
            }
        }
    }

    /**
     * What takes back from a line, or lowers it, never comes to more than the line: not in its amount, and not in net, tax
     * or gross either, but for the cent that may go to another line where credits stand beside charges and tax is
     * rounded for all of them together.
     */
    void assertNothingIsTakenBackTwice() {
        Map<LineId, Money> left = new HashMap<>();
        Map<LineId, Money[]> placed = new HashMap<>();
        Set<DocumentId> charging = new HashSet<>();
        for (Line line : lines.values()) {
            if (line.charge().takesBack().isEmpty()) {
                line.placement().ifPresent(p -> charging.add(p.document()));
            }
        }
        for (Line line : lines.values()) {
            LineId head = line.charge().takesBack().orElse(line.id());
            left.merge(head, line.charge().amount(), Money::plus);
            if (line.placement().isPresent()) {
                Placement p = line.placement().get();
                Money cent = Money.ofMinor(charging.contains(p.document()) ? 1 : 0, account.currency());
                add(
                        placed.computeIfAbsent(head, d -> zeros()),
                        p.net().plus(cent),
                        p.tax().plus(cent),
                        p.gross().plus(cent));
            }
        }
        for (Line line : lines.values()) {
            boolean charges = line.charge().takesBack().isEmpty()
                    && !line.charge().amount().isNegative();
            if (charges) {
                assertThat(left.get(line.id()).isNegative())
                        .as("left is %s of %s", left.get(line.id()), line)
                        .isFalse();
                for (Money part : placed.getOrDefault(line.id(), zeros())) {
                    assertThat(part.isNegative())
                            .as("left, with its tax, is %s of %s", part, line)
                            .isFalse();
                }
            }
        }
    }

    private Money[] zeros() {
        Money zero = Money.zero(account.currency());
        return new Money[] {zero, zero, zero};
    }

    private static void add(Money[] sums, Money... amounts) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] = sums[i].plus(amounts[i]);
        }
    }
}
