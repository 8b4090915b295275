package io.aboengine.account;

import io.aboengine.dunning.DunningPosition;
import io.aboengine.event.EventType;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.Line;
import io.aboengine.invoice.PayOut;
import io.aboengine.invoice.Placement;
import io.aboengine.money.Money;
import io.aboengine.payment.AttemptId;
import io.aboengine.payment.AttemptState;
import io.aboengine.payment.Posting;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came in, what was given back, and to which document it went. */
final class Books {
    private Books() {}

    /** Uses customer credit for a document that is being finalised, as far as both reach; it is printed on it. */
    static void applyCredit(AccountBook book, DocumentId id) {
        Document document = book.document(id).orElseThrow();
        Money used = book.account().credit().min(document.open());
        if (used.isPositive()) {
            book.put(document.withCreditApplied(used));
            useCredit(book, id, used);
        }
    }

    /**
     * Customer credit that came about pays what is owed and not under way, in order of due days, so that nobody is reminded
     * who has paid enough. The documents are final: what stands on them does not change.
     */
    private static void payFromCredit(AccountBook book) {
        for (Document owed : payable(book)) {
            Document document = book.document(owed.id()).orElseThrow();
            Money used = book.account().credit().min(document.open());
            if (used.isPositive() && !isUnderWay(book, document)) {
                book.put(document.withPaid(document.paid().plus(used)));
                useCredit(book, document.id(), used);
            }
        }
    }

    private static void useCredit(AccountBook book, DocumentId id, Money used) {
        book.post(Posting.Kind.CREDIT_APPLIED, Optional.of(id), Optional.empty(), book.zero(), used, used.negate());
        settled(book, id);
    }

    /**
     * Money that came in for a document: it lowers what is open, the rest becomes customer credit and pays what else is owed
     * (§ 366 (2) BGB: without another purpose, what is due). What was to be paid out while it was under way goes back then.
     */
    static void receive(AccountBook book, DocumentId id, Money amount, Posting.Kind kind, Optional<AttemptId> attempt) {
        Document document = book.document(id).orElseThrow();
        Money lowered = amount.min(document.open().max(book.zero()));
        Money rest = amount.minus(lowered);
        book.put(document.withPaid(document.paid().plus(lowered))
                .withReceived(document.received().plus(amount)));
        book.post(kind, Optional.of(id), attempt, amount, lowered, rest);
        book.tell(EventType.PAYMENT_SETTLED, book.today(), id, Optional.of(amount), Map.of("kind", kind.name()));
        if (rest.isPositive()) {
            book.tell(EventType.CREDIT_GRANTED, book.today(), book.account().id(), Optional.of(rest), Map.of());
        }
        settled(book, id);
        if (rest.isPositive()) {
            payFromCredit(book);
            if (document.payOut() == PayOut.REFUND) {
                Money wanted = document.credited().minus(document.refunded()).max(book.zero());
                Refunds.payOut(book, List.of(id), rest.min(wanted));
            }
        }
    }

    /** Money that came in for nothing that is open: customer credit. */
    static void receiveAsCredit(AccountBook book, Money amount) {
        book.post(Posting.Kind.TRANSFER, Optional.empty(), Optional.empty(), amount, book.zero(), amount);
        book.tell(EventType.CREDIT_GRANTED, book.today(), book.account().id(), Optional.of(amount), Map.of());
    }

    /** Credit that the customer brings along or is given. It pays what is owed at once. */
    static void grantCredit(AccountBook book, Money amount, String description) {
        book.post(Posting.Kind.CREDIT_GRANTED, Optional.empty(), Optional.empty(), book.zero(), book.zero(), amount);
        book.tell(
                EventType.CREDIT_GRANTED,
                book.today(),
                book.account().id(),
                Optional.of(amount),
                Map.of("description", description));
        payFromCredit(book);
    }

    /**
     * Money that was settled and went back: customer credit makes up for it as far as it reaches; for the rest the
     * document is open again and climbs a new ladder from today.
     */
    static void takeBack(AccountBook book, DocumentId id, Money amount, AttemptId attempt) {
        Document document = book.document(id).orElseThrow();
        Money fromCredit = amount.min(book.account().credit());
        Money raised = amount.minus(fromCredit);
        document = document.withReceived(document.received().minus(amount));
        book.put(document);
        if (raised.isPositive()) {
            Document lowered = document.withPaid(document.paid().minus(raised));
            book.put(lowered.isOpen() ? lowered.withPaidOn(Optional.empty()) : lowered);
            restartLadder(book, id);
        }
        book.post(
                Posting.Kind.RETURNED,
                Optional.of(id),
                Optional.of(attempt),
                amount.negate(),
                raised.negate(),
                fromCredit.negate());
    }

    /** An open document climbs a new ladder from today. */
    static void restartLadder(AccountBook book, DocumentId id) {
        book.document(id)
                .filter(Document::isOpen)
                .ifPresent(open -> book.put(open.withDunning(DunningPosition.startingOn(book.today()))));
    }

    /**
     * The value of a document that gives back. It lowers what is open on the documents it corrects, line by line, and what
     * was written off there; then what is open on other documents, in order of their due days. The rest becomes customer credit.
     */
    static void giveBack(AccountBook book, Document credit) {
        Money left = credit.gross().negate();
        Map<DocumentId, Money> shares = new LinkedHashMap<>();
        for (Line line : book.lines()) {
            Optional<Placement> placement = line.placement();
            if (placement.isEmpty() || !placement.get().document().equals(credit.id())) {
                continue;
            }
            line.charge()
                    .takesBack()
                    .flatMap(book::line)
                    .flatMap(Line::placement)
                    .ifPresent(origin -> shares.merge(
                            origin.document(), placement.get().gross().negate(), Money::plus));
        }
        for (Map.Entry<DocumentId, Money> share : shares.entrySet()) {
            Optional<Document> corrected = book.document(share.getKey());
            if (corrected.isEmpty()) {
                continue;
            }
            Money wanted = share.getValue().min(left);
            Money lowered = lower(book, corrected.get(), wanted);
            if (credit.payOut() == PayOut.REFUND && isUnderWay(book, corrected.get())) {
                book.put(book.document(share.getKey()).orElseThrow().payingOut());
            }
            lowered = lowered.plus(lowerWrittenOff(book, share.getKey(), wanted.minus(lowered)));
            left = left.minus(lowered);
        }
        for (Document owed : payable(book)) {
            if (!isUnderWay(book, owed)) {
                left = left.minus(lower(book, owed, left));
            }
        }
        if (left.isPositive()) {
            book.post(
                    Posting.Kind.CREDITED, Optional.of(credit.id()), Optional.empty(), book.zero(), book.zero(), left);
            Money refunded = credit.payOut() == PayOut.REFUND
                    ? Refunds.payOut(book, Refunds.paidBy(book.lines(), credit, shares.keySet()), left)
                    : book.zero();
            Money stays = left.minus(refunded);
            if (stays.isPositive()) {
                book.tell(EventType.CREDIT_GRANTED, book.today(), book.account().id(), Optional.of(stays), Map.of());
            }
        }
    }

    /** Final documents on which something is still to be paid, in order of their due days. */
    static List<Document> payable(AccountBook book) {
        return book.documents().stream()
                .filter(d -> d.isOpen() && d.issuedOn().isPresent())
                .sorted(Comparator.comparing((Document d) -> d.dueOn().orElse(LocalDate.MAX))
                        .thenComparing(Document::id))
                .toList();
    }

    /** Whether a payment was sent that may still pay it. */
    private static boolean isUnderWay(AccountBook book, Document document) {
        return book.liveAttempt(document.id())
                .filter(a -> a.state() != AttemptState.INTENDED)
                .isPresent();
    }

    /** Lowers what is open on a document, and returns by how much. */
    private static Money lower(AccountBook book, Document document, Money wanted) {
        Money lowered = wanted.min(document.open()).max(book.zero());
        if (lowered.isPositive()) {
            book.put(document.withCredited(document.credited().plus(lowered)));
            postCredited(book, document.id(), lowered);
            settled(book, document.id());
        }
        return lowered;
    }

    /** What was given up of a document is not given up but given back, as far as that goes. Returns by how much. */
    private static Money lowerWrittenOff(AccountBook book, DocumentId id, Money wanted) {
        Document document = book.document(id).orElseThrow();
        Money lowered = wanted.min(document.writtenOff()).max(book.zero());
        if (lowered.isPositive()) {
            book.put(document.withWrittenOff(document.writtenOff().minus(lowered))
                    .withCredited(document.credited().plus(lowered)));
            book.post(
                    Posting.Kind.WRITTEN_OFF,
                    Optional.of(id),
                    Optional.empty(),
                    book.zero(),
                    lowered.negate(),
                    book.zero());
            postCredited(book, id, lowered);
        }
        return lowered;
    }

    private static void postCredited(AccountBook book, DocumentId id, Money lowered) {
        book.post(Posting.Kind.CREDITED, Optional.of(id), Optional.empty(), book.zero(), lowered, book.zero());
    }

    /** A part of what is open that the shop gives up. */
    static void writeOff(AccountBook book, DocumentId id, Money amount) {
        Document document = book.document(id).orElseThrow();
        book.put(document.withWrittenOff(document.writtenOff().plus(amount)));
        book.post(Posting.Kind.WRITTEN_OFF, Optional.of(id), Optional.empty(), book.zero(), amount, book.zero());
        book.tell(EventType.WRITTEN_OFF, book.today(), id, Optional.of(amount), Map.of());
        settled(book, id);
    }

    /** What follows from a lower open amount: an attempt that was not sent yet shrinks or is withdrawn. */
    private static void settled(AccountBook book, DocumentId id) {
        Document document = book.document(id).orElseThrow();
        book.liveAttempt(id).filter(a -> a.state() == AttemptState.INTENDED).ifPresent(intended -> {
            if (!document.isOpen()) {
                book.put(intended.became(
                        AttemptState.WITHDRAWN, book.today(), Optional.empty(), Optional.empty(), Optional.empty()));
            } else if (document.open().compareTo(intended.amount()) < 0) {
                book.put(intended.withAmount(document.open()));
            }
        });
        if (!document.isOpen() && document.paidOn().isEmpty()) {
            book.put(document.withPaidOn(Optional.of(book.today())));
            if (document.writtenOff().isZero()) {
                book.tell(EventType.DOCUMENT_PAID, id);
            }
        }
        Releases.refresh(book, document);
    }
}
