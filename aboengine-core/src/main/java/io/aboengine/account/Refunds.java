package io.aboengine.account;

import io.aboengine.charge.LineId;
import io.aboengine.event.EventType;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentState;
import io.aboengine.invoice.Line;
import io.aboengine.invoice.PayOut;
import io.aboengine.invoice.Placement;
import io.aboengine.money.Money;
import io.aboengine.payment.AttemptId;
import io.aboengine.payment.AttemptState;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.payment.Posting;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Money that goes back: to the payments it came by, the newest first, through the gateway where that can give back; what
 * came as a transfer the shop sends back itself. Never more than came in for the document and did not go back before. It
 * leaves customer credit when it is agreed, and returns to it if the gateway refuses.
 *
 * <p>The money for a line need not have come with its document: a change charges the new terms less what it gives back of
 * the old ones, which were paid before. So money goes back to the payments of the documents that are corrected, then to those
 * of the documents that these gave back from, for the same contracts, and so on. What was paid with customer credit becomes
 * customer credit again.
 */
final class Refunds {
    private Refunds() {}

    /** The documents whose payments a credit note gives back: those it corrects, then those behind them; the newest first. */
    static List<DocumentId> paidBy(Collection<Line> lines, Document credit, Set<DocumentId> corrected) {
        Set<DocumentId> all = behind(lines, corrected, credit.subscriptions());
        return Stream.concat(
                        corrected.stream().sorted(Comparator.reverseOrder()),
                        all.stream().filter(id -> !corrected.contains(id)).sorted(Comparator.reverseOrder()))
                .toList();
    }

    /** The documents that must be there to see to pay out what is to be given back as money: by drafts, and at an end. */
    static Set<DocumentId> reach(AccountSnapshot account) {
        Set<DocumentId> reached = new HashSet<>();
        for (Document document : account.documents()) {
            if (document.state() == DocumentState.DRAFT && document.payOut() == PayOut.REFUND) {
                reached.addAll(behind(account.lines(), Set.of(document.id()), document.subscriptions()));
                reached.remove(document.id());
            }
        }
        for (Subscription subscription : account.subscriptions()) {
            if (subscription.isLive() && subscription.refunding()) {
                reached.addAll(reach(account, Set.of(subscription.id())));
            }
        }
        return reached;
    }

    /** The documents that charged these contracts and those behind them, as far as they are there to see. */
    static Set<DocumentId> reach(AccountSnapshot account, Collection<SubscriptionId> contracts) {
        Set<DocumentId> charged = new HashSet<>();
        for (Line line : account.lines()) {
            if (isOf(line, contracts)) {
                line.placement().ifPresent(p -> charged.add(p.document()));
            }
        }
        return behind(account.lines(), charged, contracts);
    }

    /** This document and those behind it, as far as they are there to see. */
    static Set<DocumentId> reach(AccountSnapshot account, DocumentId document) {
        Set<SubscriptionId> contracts = new HashSet<>();
        for (Line line : account.lines()) {
            if (line.placement().map(Placement::document).equals(Optional.of(document))) {
                line.charge().subscription().ifPresent(contracts::add);
            }
        }
        return behind(account.lines(), Set.of(document), contracts);
    }

    private static Set<DocumentId> behind(
            Collection<Line> lines, Set<DocumentId> first, Collection<SubscriptionId> contracts) {
        Map<LineId, Line> byId = new HashMap<>();
        lines.forEach(line -> byId.put(line.id(), line));
        Set<DocumentId> all = new HashSet<>(first);
        int before;
        do {
            before = all.size();
            for (Line line : lines) {
                boolean there = line.placement()
                        .map(Placement::document)
                        .filter(all::contains)
                        .isPresent();
                if (there && isOf(line, contracts)) {
                    line.charge()
                            .takesBack()
                            .flatMap(original -> Optional.ofNullable(byId.get(original)))
                            .flatMap(Line::placement)
                            .ifPresent(p -> all.add(p.document()));
                }
            }
        } while (all.size() > before);
        return all;
    }

    private static boolean isOf(Line line, Collection<SubscriptionId> contracts) {
        return line.charge().subscription().filter(contracts::contains).isPresent();
    }

    /**
     * Pays out what came in for a contract that never was to be, but for what it is still charged: also what was given back
     * before and is customer credit since, as far as that is there. Money for documents that charge other contracts too stays
     * as it is.
     */
    static void payOutAll(AccountBook book, SubscriptionId contract) {
        Set<DocumentId> own = new HashSet<>();
        Money most = book.zero();
        for (Document document : book.documents()) {
            if (document.subscriptions().equals(List.of(contract))) {
                own.add(document.id());
                most = most.plus(document.refundable());
            }
        }
        for (Line line : book.lines()) {
            boolean charges = line.charge().takesBack().isEmpty()
                    && line.placement()
                            .map(Placement::document)
                            .filter(own::contains)
                            .isPresent();
            if (charges) {
                most = most.minus(Billing.leftOf(book, line.id())
                        .map(origin -> origin.left().gross())
                        .orElse(book.zero()));
            }
        }
        if (most.isPositive()) {
            payOut(book, own.stream().sorted(Comparator.reverseOrder()).toList(), most);
        }
    }

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
                new PaymentAttempt.Name(charge.document(), number)
                        .keyIn(book.rules().environment()),
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
