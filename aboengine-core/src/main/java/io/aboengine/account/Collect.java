package io.aboengine.account;

import io.aboengine.calendar.BankDays;
import io.aboengine.event.EventType;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.money.Money;
import io.aboengine.payment.AttemptId;
import io.aboengine.payment.AttemptState;
import io.aboengine.payment.CollectionDays;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.payment.Posting;
import io.aboengine.spi.payment.ChargeResult;
import io.aboengine.spi.payment.DeclineAdvice;
import io.aboengine.spi.payment.GatewayNotice;
import io.aboengine.spi.payment.GatewayReference;
import io.aboengine.spi.payment.LookupResult;
import io.aboengine.spi.payment.PaymentMethodKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collecting, as far as it is decided and not done: which attempts are to be sent or asked about now, and what an answer
 * means. Money moves between the two, in nobody's transaction. An attempt is marked as sent before the gateway hears of
 * it; while it is live no other is made for its document; an answer that got lost is asked for and never replaced by a new
 * attempt.
 */
public final class Collect {
    /** How long nobody knowing what became of an attempt is borne before it is left to a person. */
    private static final Duration GIVE_UP_ASKING = Duration.ofDays(3);

    private static final Duration ASK_AGAIN = Duration.ofHours(1);

    /** The return reason that a later try may cure: the account was not covered (EPC173-14). */
    private static final String INSUFFICIENT_FUNDS = "AM04";

    private Collect() {}

    /** Something to ask a gateway, once the change it came with is committed. */
    public sealed interface Call {
        PaymentAttempt attempt();

        /** Charge, for the first time. */
        record Charge(PaymentAttempt attempt) implements Call {}

        /** Give money back. */
        record Refund(PaymentAttempt attempt) implements Call {}

        /** Find out what became of a charge whose answer was lost, and repeat it where that is safe. */
        record Resolve(PaymentAttempt attempt) implements Call {}

        /** Ask how a charge stands that the gateway was still working on. */
        record Ask(PaymentAttempt attempt) implements Call {}
    }

    /**
     * A change and what is to be done after it.
     *
     * @param leavesSome something is due for which there is no gateway here: it stays as it is and due, for those that have it
     */
    public record Claimed(AccountChange change, List<Call> calls, boolean leavesSome) {}

    /**
     * Marks what is to be sent or asked now, so that nobody else does it before {@code callUntil}. What there is no gateway
     * for is left as it is.
     */
    public static Claimed claim(AccountPayments payments, Rules rules, Moment now, Instant callUntil) {
        List<PaymentAttempt> marked = new ArrayList<>();
        List<Call> calls = new ArrayList<>();
        boolean leavesSome = false;
        for (PaymentAttempt attempt : payments.attempts()) {
            if (attempt.nextAt().isEmpty() || attempt.nextAt().get().isAfter(now.at())) {
                continue;
            }
            if (rules.leadOf(attempt.method()).isEmpty()) {
                leavesSome = true;
                continue;
            }
            if (attempt.state() == AttemptState.INTENDED && mustWait(payments, attempt)) {
                marked.add(became(attempt, AttemptState.INTENDED, now.day(), askTomorrow(now)));
            } else if (attempt.state() == AttemptState.INTENDED) {
                PaymentAttempt sent = inTime(rules, attempt, now.day()).sent(now.at(), callUntil);
                marked.add(sent);
                calls.add(sent.isRefund() ? new Call.Refund(sent) : new Call.Charge(sent));
            } else if (attempt.state() == AttemptState.SENT) {
                PaymentAttempt sent = attempt.sent(now.at(), callUntil);
                marked.add(sent);
                calls.add(new Call.Resolve(sent));
            } else if (attempt.state() == AttemptState.PENDING) {
                PaymentAttempt asked = became(
                        attempt, AttemptState.PENDING, attempt.outcomeOn().orElse(now.day()), Optional.of(callUntil));
                marked.add(asked);
                calls.add(new Call.Ask(asked));
            }
        }
        return new Claimed(AccountChange.ofAttempts(payments.account(), marked), calls, leavesSome);
    }

    /** Nothing is sent while collection is held, and no money goes back while an attempt to collect is on its way. */
    private static boolean mustWait(AccountPayments payments, PaymentAttempt attempt) {
        return payments.account().isHeld(Hold.COLLECTION)
                || (attempt.isRefund()
                        && payments.attempts().stream()
                                .anyMatch(a -> a.isLive()
                                        && !a.isRefund()
                                        && a.document().equals(attempt.document())));
    }

    /** A direct debit that is handed in later than planned is collected later: it keeps its lead time. */
    private static PaymentAttempt inTime(Rules rules, PaymentAttempt attempt, LocalDate today) {
        if (attempt.method() != PaymentMethodKind.DIRECT_DEBIT || attempt.isRefund()) {
            return attempt;
        }
        LocalDate earliest = BankDays.plus(today, rules.leadOf(attempt.method()).orElse(0));
        return earliest.isAfter(attempt.collectOn()) ? attempt.withCollectOn(earliest) : attempt;
    }

    /** What the gateway answered to a charge. An answer to an attempt that is already settled otherwise changes nothing. */
    public static AccountChange record(
            AccountSnapshot account, Rules rules, Moment now, AttemptId id, ChargeResult result) {
        AccountBook book = AccountBook.of(account, rules, now);
        book.attempt(id).ifPresent(attempt -> answer(book, attempt, result));
        return book.change();
    }

    /**
     * The call was not made in its time. What was to be sent for the first time is intended again, unless others found it
     * meanwhile and ask about it; what was only to be asked about stays as it is.
     */
    public static AccountChange recordNotCalled(AccountSnapshot account, Rules rules, Moment now, Call call) {
        AccountBook book = AccountBook.of(account, rules, now);
        boolean first = call instanceof Call.Charge || call instanceof Call.Refund;
        book.attempt(call.attempt().id())
                .filter(attempt -> first && attempt.state() == AttemptState.SENT)
                .filter(attempt -> attempt.nextAt().equals(call.attempt().nextAt()))
                .ifPresent(attempt -> book.put(attempt.notSent()));
        return book.change();
    }

    /** What the gateway knows of a charge that cannot, or can no longer, be repeated with the same key. */
    public static AccountChange recordLookup(
            AccountSnapshot account, Rules rules, Moment now, AttemptId id, LookupResult result) {
        if (result instanceof LookupResult.Found found) {
            return record(account, rules, now, id, found.result());
        }
        AccountBook book = AccountBook.of(account, rules, now);
        book.attempt(id).filter(PaymentAttempt::isLive).ifPresent(attempt -> {
            Instant first = attempt.sentAt().orElse(now.at());
            boolean givenUp = first.plus(GIVE_UP_ASKING).isBefore(now.at());
            if (attempt.state() == AttemptState.PENDING) {
                book.put(became(
                        attempt, AttemptState.PENDING, attempt.outcomeOn().orElse(now.day()), askTomorrow(now)));
            } else if (result instanceof LookupResult.CannotTell && !givenUp) {
                book.put(became(
                        attempt,
                        AttemptState.SENT,
                        now.day(),
                        Optional.of(now.at().plus(ASK_AGAIN))));
            } else {
                unresolved(book, attempt, result instanceof LookupResult.NotFound ? "NOT_FOUND" : "CANNOT_TELL");
            }
        });
        return book.change();
    }

    /** What a gateway tells by itself. Told before, or in another order than it happened, it changes nothing. */
    public static AccountChange record(
            AccountSnapshot account, Rules rules, Moment now, AttemptId id, GatewayNotice notice) {
        AccountBook book = AccountBook.of(account, rules, now);
        book.attempt(id).ifPresent(attempt -> notice(book, attempt, notice));
        return book.change();
    }

    private static void notice(AccountBook book, PaymentAttempt attempt, GatewayNotice notice) {
        if (attempt.isRefund() && notice.outcome() instanceof GatewayNotice.Outcome.Returned) {
            return;
        }
        GatewayNotice.Outcome outcome = notice.outcome();
        if (outcome instanceof GatewayNotice.Outcome.Settled settled) {
            if (attempt.state() != AttemptState.SETTLED && attempt.state() != AttemptState.RETURNED) {
                settle(book, attempt, settled.reference());
            }
        } else if (outcome instanceof GatewayNotice.Outcome.Failed failed) {
            answer(book, attempt, new ChargeResult.Declined(failed.advice(), failed.code()));
        } else if (outcome instanceof GatewayNotice.Outcome.Returned returned) {
            givenBack(book, attempt, notice.amount(), returned.reasonCode());
        } else if (outcome instanceof GatewayNotice.Outcome.ChargedBack back) {
            givenBack(book, attempt, notice.amount(), back.reasonCode());
        } else {
            throw new IllegalStateException("No rule for a notice of " + outcome);
        }
    }

    private static void answer(AccountBook book, PaymentAttempt attempt, ChargeResult result) {
        if (!attempt.isLive()) {
            return;
        }
        if (attempt.isRefund() && result instanceof ChargeResult.Declined declined) {
            book.put(attempt.became(
                    AttemptState.DECLINED,
                    book.today(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(declined.gatewayCode())));
            Refunds.failed(book, attempt);
            return;
        }
        if (result instanceof ChargeResult.Settled settled) {
            settle(book, attempt, settled.reference());
        } else if (result instanceof ChargeResult.Pending pending) {
            pend(book, attempt, pending);
        } else if (result instanceof ChargeResult.Declined declined) {
            decline(book, attempt, declined);
        } else if (result instanceof ChargeResult.Unknown) {
            // stays as it is: sent, to be resolved once the time for the call is over
            return;
        } else {
            throw new IllegalStateException("No rule for an answer of " + result);
        }
    }

    private static void settle(AccountBook book, PaymentAttempt attempt, GatewayReference reference) {
        book.put(attempt.became(
                AttemptState.SETTLED, book.today(), Optional.empty(), Optional.of(reference), Optional.empty()));
        if (attempt.isRefund()) {
            book.tell(
                    EventType.REFUNDED,
                    book.today(),
                    attempt.document(),
                    Optional.of(attempt.amount()),
                    about(attempt));
            return;
        }
        Books.receive(book, attempt.document(), attempt.amount(), Posting.Kind.COLLECTED, Optional.of(attempt.id()));
    }

    private static void pend(AccountBook book, PaymentAttempt attempt, ChargeResult.Pending pending) {
        Optional<Instant> next = pending.expectedOn()
                .filter(day -> day.isAfter(book.today()))
                .map(book.now()::startOf)
                .or(() -> askTomorrow(book.now()));
        boolean news = attempt.state() != AttemptState.PENDING;
        book.put(attempt.became(
                AttemptState.PENDING,
                news ? book.today() : attempt.outcomeOn().orElse(book.today()),
                next,
                Optional.of(pending.reference()),
                Optional.empty()));
        if (news && !attempt.isRefund()) {
            book.tell(
                    EventType.PAYMENT_PENDING,
                    book.today(),
                    attempt.document(),
                    Optional.of(attempt.amount()),
                    about(attempt));
        }
    }

    private static void decline(AccountBook book, PaymentAttempt attempt, ChargeResult.Declined declined) {
        book.put(attempt.became(
                AttemptState.DECLINED,
                book.today(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(declined.gatewayCode())));
        Map<String, String> details = about(attempt);
        details.put("advice", nameOf(declined.advice()));
        if (declined.advice() instanceof DeclineAdvice.Authenticate authenticate) {
            details.put("link", authenticate.link().toString());
            book.tell(
                    EventType.PAYMENT_ACTION_REQUIRED,
                    book.today(),
                    attempt.document(),
                    Optional.of(attempt.amount()),
                    details);
        } else {
            book.tell(
                    EventType.PAYMENT_DECLINED,
                    book.today(),
                    attempt.document(),
                    Optional.of(attempt.amount()),
                    details);
        }
        retry(book, attempt.document(), declined.advice());
    }

    /** Money that went back. Told before anybody told that it had come, there is nothing to take out of the books. */
    private static void givenBack(AccountBook book, PaymentAttempt attempt, Money told, String reasonCode) {
        boolean booked = attempt.state() == AttemptState.SETTLED;
        if (!booked && !attempt.isLive()) {
            return;
        }
        Money amount = told.min(attempt.amount());
        boolean whole = amount.equals(attempt.amount());
        book.put(attempt.became(
                whole ? AttemptState.RETURNED : attempt.state(),
                book.today(),
                whole ? Optional.empty() : attempt.nextAt(),
                Optional.empty(),
                Optional.of(reasonCode)));
        if (booked) {
            Books.takeBack(book, attempt.document(), amount, attempt.id());
        } else {
            Books.restartLadder(book, attempt.document());
        }
        Map<String, String> details = about(attempt);
        details.put("code", reasonCode);
        book.tell(EventType.PAYMENT_RETURNED, book.today(), attempt.document(), Optional.of(amount), details);
        if (reasonCode.equals(INSUFFICIENT_FUNDS)) {
            retry(book, attempt.document(), new DeclineAdvice.RetryLater(Optional.empty()));
        }
    }

    /** @param reason the gateway never heard of it, but may not be asked to repeat it; or it has not told for too long */
    private static void unresolved(AccountBook book, PaymentAttempt attempt, String reason) {
        book.put(attempt.became(
                AttemptState.UNRESOLVED, book.today(), Optional.empty(), Optional.empty(), Optional.of(reason)));
        Map<String, String> details = about(attempt);
        details.put("reason", reason);
        book.tell(
                EventType.PAYMENT_UNRESOLVED, book.today(), attempt.document(), Optional.of(attempt.amount()), details);
    }

    private static PaymentAttempt became(
            PaymentAttempt attempt, AttemptState state, LocalDate on, Optional<Instant> nextAt) {
        return attempt.became(state, on, nextAt, Optional.empty(), Optional.empty());
    }

    private static Optional<Instant> askTomorrow(Moment now) {
        return Optional.of(now.startOf(now.day().plusDays(1)));
    }

    private static Map<String, String> about(PaymentAttempt attempt) {
        Map<String, String> details = new HashMap<>();
        details.put("attempt", Integer.toString(attempt.number()));
        return details;
    }

    /** The name under which an advice is told. */
    public static String nameOf(DeclineAdvice advice) {
        if (advice instanceof DeclineAdvice.RetryLater) {
            return "RETRY_LATER";
        }
        if (advice instanceof DeclineAdvice.UpdateMethod) {
            return "UPDATE_METHOD";
        }
        if (advice instanceof DeclineAdvice.Authenticate) {
            return "AUTHENTICATE";
        }
        return advice instanceof DeclineAdvice.HardStop ? "HARD_STOP" : "TECHNICAL";
    }

    /** Writes down the first attempt of a document that was just finalised, if its way of paying collects. */
    static void intendFirst(AccountBook book, Document document, CollectionDays days) {
        if (book.rules().leadOf(document.method()).isPresent()) {
            intend(book, document.id(), document.method(), days.sendOn(), days.collectOn());
        }
    }

    /** Collects what is open in another way from today on: an attempt that was not sent yet is replaced. */
    static void intendAnew(AccountBook book, Document document, PaymentMethodKind method) {
        Optional<PaymentAttempt> live = book.liveAttempt(document.id());
        if (live.isPresent() && live.get().state() != AttemptState.INTENDED) {
            return;
        }
        live.ifPresent(intended -> book.put(became(intended, AttemptState.WITHDRAWN, book.today(), Optional.empty())));
        book.rules().leadOf(method).ifPresent(lead -> {
            CollectionDays days =
                    CollectionDays.of(method, book.today(), 0, book.settings().directDebitNoticeDays(), lead);
            intend(book, document.id(), method, days.sendOn(), days.collectOn());
        });
    }

    private static void retry(AccountBook book, DocumentId id, DeclineAdvice advice) {
        Optional<Document> document = book.document(id).filter(Document::isOpen);
        PaymentMethodKind method = book.account().paymentMethod().kind();
        Optional<LocalDate> next = book.settings().retries().next(advice, failures(book, id), book.today());
        if (document.isEmpty() || next.isEmpty() || book.rules().leadOf(method).isEmpty()) {
            return;
        }
        LocalDate sendOn = next.get();
        LocalDate collectOn = method == PaymentMethodKind.DIRECT_DEBIT
                ? BankDays.plus(sendOn, book.rules().leadOf(method).orElse(0))
                : sendOn;
        intend(book, id, method, sendOn, collectOn);
    }

    /** How often collecting the document has failed, returns included: a return is no reason to begin anew. */
    private static int failures(AccountBook book, DocumentId id) {
        return (int) book.attemptsFor(id).stream()
                .filter(a -> !a.isRefund())
                .filter(a -> a.state() == AttemptState.DECLINED || a.state() == AttemptState.RETURNED)
                .count();
    }

    private static void intend(
            AccountBook book, DocumentId id, PaymentMethodKind method, LocalDate sendOn, LocalDate collectOn) {
        Document document = book.document(id).orElseThrow();
        int number = nextNumber(book, id);
        book.put(new PaymentAttempt(
                new AttemptId(book.account().id(), book.takeOrdinal()),
                id,
                number,
                Optional.empty(),
                method,
                document.open(),
                new PaymentAttempt.Name(id, number).keyIn(book.rules().environment()),
                AttemptState.INTENDED,
                sendOn,
                collectOn,
                Optional.of(book.now().startOf(sendOn)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    static int nextNumber(AccountBook book, DocumentId document) {
        return 1
                + book.attemptsFor(document).stream()
                        .mapToInt(PaymentAttempt::number)
                        .max()
                        .orElse(0);
    }
}
