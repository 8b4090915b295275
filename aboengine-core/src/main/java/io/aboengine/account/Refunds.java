package io.aboengine.account;

import io.aboengine.event.EventType;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.money.Money;
import io.aboengine.payment.AttemptId;
import io.aboengine.payment.AttemptState;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.payment.Posting;
import io.aboengine.spi.payment.IdempotencyKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Money that goes back: to the payments it came by, the newest first, through the gateway where that can give back; what
 * came as a transfer the shop sends back itself. Never more than came in for the document and did not go back before. It
 * leaves customer credit when it is agreed, and returns to it if the gateway refuses.
 */
final class Refunds {
    private Refunds() {}

    /** Pays customer credit out as money that came in for these documents. Returns how much that is. */
    static Money payOut(AccountBook book, Collection<DocumentId> documents, Money most) {
        Money left = most.min(book.account().credit());
        Money paid = book.zero();
        for (DocumentId id : documents) {
            Optional<Document> document = book.document(id);
            if (document.isPresent()) {
                Money part = payOut(book, document.get(), left);
                paid = paid.plus(part);
                left = left.minus(part);
            }
        }
        return paid;
    }

    private static Money payOut(AccountBook book, Document document, Money most) {
        Money amount = document.refundable().min(most);
        if (!amount.isPositive()) {
            return book.zero();
        }
        book.put(document.withRefunded(document.refunded().plus(amount)));
        Money left = amount;
        List<PaymentAttempt> newestFirst = book.attemptsFor(document.id()).stream()
                .filter(a -> a.state() == AttemptState.SETTLED
                        && !a.isRefund()
                        && a.reference().isPresent()
                        && book.rules().refundable().contains(a.method()))
                .sorted(Comparator.comparing(PaymentAttempt::number).reversed())
                .toList();
        for (PaymentAttempt charge : newestFirst) {
            Money part = leftOf(book, charge).min(left);
            if (part.isPositive()) {
                left = left.minus(part);
                throughGateway(book, charge, part);
            }
        }
        if (left.isPositive()) {
            pay(book, document.id(), Optional.empty(), left, "TRANSFER");
        }
        return amount;
    }

    private static Money leftOf(AccountBook book, PaymentAttempt charge) {
        Money left = charge.amount();
        for (PaymentAttempt other : book.attemptsFor(charge.document())) {
            boolean failed = other.state() == AttemptState.DECLINED || other.state() == AttemptState.WITHDRAWN;
            if (other.refunds().equals(Optional.of(charge.id())) && !failed) {
                left = left.minus(other.amount());
            }
        }
        return left.max(book.zero());
    }

    private static void throughGateway(AccountBook book, PaymentAttempt charge, Money amount) {
        AttemptId id = new AttemptId(book.account().id(), book.takeOrdinal());
        int number = Collect.nextNumber(book, charge.document());
        book.put(new PaymentAttempt(
                id,
                charge.document(),
                number,
                Optional.of(charge.id()),
                charge.method(),
                amount,
                new IdempotencyKey(book.rules().environment() + "/" + charge.document() + "/" + number),
                AttemptState.INTENDED,
                book.today(),
                book.today(),
                Optional.of(book.now().startOf(book.today())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        pay(book, charge.document(), Optional.of(id), amount, "GATEWAY");
    }

    private static void pay(
            AccountBook book, DocumentId document, Optional<AttemptId> attempt, Money amount, String by) {
        book.post(Posting.Kind.REFUNDED, Optional.of(document), attempt, amount.negate(), book.zero(), amount.negate());
        book.tell(EventType.REFUND_AGREED, book.today(), document, Optional.of(amount), Map.of("by", by));
    }

    /** The gateway would not give the money back: it is customer credit again. */
    static void failed(AccountBook book, PaymentAttempt refund) {
        book.document(refund.document())
                .ifPresent(document ->
                        book.put(document.withRefunded(document.refunded().minus(refund.amount()))));
        book.post(
                Posting.Kind.REFUND_FAILED,
                Optional.of(refund.document()),
                Optional.of(refund.id()),
                refund.amount(),
                book.zero(),
                refund.amount());
        book.tell(EventType.REFUND_FAILED, book.today(), refund.document(), Optional.of(refund.amount()), Map.of());
    }
}
