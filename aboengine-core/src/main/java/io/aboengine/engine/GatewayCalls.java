package io.aboengine.engine;

import io.aboengine.Metrics;
import io.aboengine.Metrics.Operation;
import io.aboengine.RunReport.PaymentOutcome;
import io.aboengine.account.AccountChange;
import io.aboengine.account.AccountPayments;
import io.aboengine.account.AccountSnapshot;
import io.aboengine.account.Collect;
import io.aboengine.account.Moment;
import io.aboengine.account.PaymentMethod;
import io.aboengine.account.Rules;
import io.aboengine.invoice.DocumentId;
import io.aboengine.payment.AttemptId;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.spi.payment.ChargeRequest;
import io.aboengine.spi.payment.ChargeResult;
import io.aboengine.spi.payment.DeclineAdvice;
import io.aboengine.spi.payment.LookupResult;
import io.aboengine.spi.payment.PaymentGateway;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.RefundRequest;
import io.aboengine.spi.payment.RefundResult;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Talks to gateways. Whatever goes wrong there becomes an answer, so that it harms its own attempt only. */
final class GatewayCalls {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayCalls.class);

    /** The answer to a call that may have reached the gateway, should its thread die or the gateway throw what nobody expects. */
    private static final Answer BEGUN = new Answer.Charged(new ChargeResult.Unknown("the call did not end"));

    private final Shell shell;
    private final Optional<URI> returnUrl;
    private final Threads threads;
    private final int callsPerGateway;
    private final GatewayPlaces places;

    GatewayCalls(Shell shell, Optional<URI> returnUrl, Threads threads, int callsPerGateway) {
        this.shell = shell;
        this.returnUrl = returnUrl;
        this.threads = threads;
        this.callsPerGateway = callsPerGateway;
        this.places = new GatewayPlaces(callsPerGateway);
    }

    /**
     * A call that is to be made.
     *
     * @param account as it was when the attempt was marked
     * @param purpose what the customer reads: the document's number
     */
    record Order(AccountPayments account, Collect.Call call, String purpose) {
        PaymentAttempt attempt() {
            return call.attempt();
        }
    }

    /**
     * Makes the calls, several at once where the host lends threads, and waits for all answers.
     *
     * @param last from then on no call is begun, as others would ask what became of the attempt before it has ended; and none
     *     once a thread was interrupted
     * @return the answers in the order of the orders
     */
    List<Answer> make(List<Order> orders, Instant last) {
        Answer[] answers =
                orders.stream().map(order -> new Answer.NotCalled(order.call())).toArray(Answer[]::new);
        GatewayPlaces.Queue queue = new GatewayPlaces.Queue(
                orders.stream().map(order -> gatewayOf(order).id()).toList());
        int wanted =
                threads.areLent() ? Math.min(callsPerGateway * shell.gateways().count(), orders.size()) : 1;
        threads.together(wanted, () -> {
            for (Optional<GatewayPlaces.Place> place = next(queue); place.isPresent(); place = next(queue)) {
                int order = place.get().order();
                try {
                    if (!isOver() && shell.clock().instant().isBefore(last)) {
                        answers[order] = BEGUN;
                        answers[order] = answered(orders.get(order));
                    }
                } finally {
                    places.giveBack(place.get());
                }
            }
        });
        return List.of(answers);
    }

    /** Empty once nothing is left to be called, or nothing may be called any more. */
    private Optional<GatewayPlaces.Place> next(GatewayPlaces.Queue queue) {
        if (isOver()) {
            return Optional.empty();
        }
        try {
            return places.take(queue);
        } catch (InterruptedException e) {
            threads.interrupted();
            return Optional.empty();
        }
    }

    private PaymentGateway gatewayOf(Order order) {
        PaymentMethodKind method = order.attempt().method();
        return shell.gateways().of(method).orElseThrow(() -> new IllegalStateException("No gateway for " + method));
    }

    /** Whether no more calls are made in this run: gateways' libraries break off what an interrupted thread begins. */
    boolean isOver() {
        return threads.wereInterrupted();
    }

    /** What a gateway answered, to a charge or to the question what became of one. */
    sealed interface Answer {

        AccountChange record(AccountSnapshot account, Rules rules, Moment now, AttemptId attempt);

        PaymentOutcome outcome(DocumentId document);

        /** The result of a charge. */
        record Charged(ChargeResult result) implements Answer {
            @Override
            public AccountChange record(AccountSnapshot account, Rules rules, Moment now, AttemptId attempt) {
                return Collect.record(account, rules, now, attempt, result);
            }

            @Override
            public PaymentOutcome outcome(DocumentId document) {
                return outcomeOf(document, result);
            }
        }

        /** There was no time for it, or the run was interrupted before. */
        record NotCalled(Collect.Call call) implements Answer {
            @Override
            public AccountChange record(AccountSnapshot account, Rules rules, Moment now, AttemptId attempt) {
                return Collect.recordNotCalled(account, rules, now, call);
            }

            @Override
            public PaymentOutcome outcome(DocumentId document) {
                return new PaymentOutcome.Pending(document);
            }
        }

        /** What the gateway knows, where the charge cannot be repeated. */
        record LookedUp(LookupResult result) implements Answer {
            @Override
            public AccountChange record(AccountSnapshot account, Rules rules, Moment now, AttemptId attempt) {
                return Collect.recordLookup(account, rules, now, attempt, result);
            }

            @Override
            public PaymentOutcome outcome(DocumentId document) {
                return result instanceof LookupResult.Found found
                        ? outcomeOf(document, found.result())
                        : new PaymentOutcome.Pending(document);
            }
        }
    }

    private static PaymentOutcome outcomeOf(DocumentId document, ChargeResult result) {
        if (result instanceof ChargeResult.Settled) {
            return new PaymentOutcome.Paid(document);
        }
        if (result instanceof ChargeResult.Declined declined) {
            DeclineAdvice advice = declined.advice();
            return advice instanceof DeclineAdvice.Authenticate authenticate
                    ? new PaymentOutcome.ActionRequired(document, authenticate.link())
                    : new PaymentOutcome.Refused(document, Collect.nameOf(advice));
        }
        return new PaymentOutcome.Pending(document);
    }

    /** Gateways are the host's: whatever they throw, errors included, must not take the answers of others with it. */
    private Answer answered(Order order) {
        try {
            return make(order, gatewayOf(order));
        } catch (Throwable e) {
            LOG.warn("The gateway for attempt {} failed", order.attempt().id(), e);
            return BEGUN;
        }
    }

    private Answer make(Order order, PaymentGateway gateway) {
        if (order.call() instanceof Collect.Call.Charge) {
            return new Answer.Charged(charge(gateway, order));
        }
        if (order.call() instanceof Collect.Call.Refund) {
            return new Answer.Charged(refund(gateway, order));
        }
        if (order.call() instanceof Collect.Call.Ask) {
            return new Answer.LookedUp(lookup(gateway, order.attempt()));
        }
        return resolve(gateway, order);
    }

    /** Asks what became of the attempt; where the gateway never heard of it, repeats it as long as that is safe. */
    private Answer resolve(PaymentGateway gateway, Order order) {
        PaymentAttempt attempt = order.attempt();
        if (gateway.capabilities().lookup()) {
            LookupResult found = lookup(gateway, attempt);
            if (!(found instanceof LookupResult.NotFound)) {
                return new Answer.LookedUp(found);
            }
        }
        return isRepeatable(gateway, attempt)
                ? new Answer.Charged(attempt.isRefund() ? refund(gateway, order) : charge(gateway, order))
                : new Answer.LookedUp(new LookupResult.NotFound());
    }

    private boolean isRepeatable(PaymentGateway gateway, PaymentAttempt attempt) {
        Instant now = shell.clock().instant();
        return gateway.capabilities()
                .repeatableFor()
                .flatMap(time -> attempt.sentAt().map(sent -> now.isBefore(sent.plus(time))))
                .orElse(false);
    }

    private LookupResult lookup(PaymentGateway gateway, PaymentAttempt attempt) {
        if (!gateway.capabilities().lookup()) {
            return new LookupResult.CannotTell("gateway " + gateway.id() + " cannot be asked");
        }
        Instant begun = shell.clock().instant();
        try {
            LookupResult result = gateway.lookup(attempt.key());
            told(gateway, Operation.LOOKUP, answerOf(result), begun);
            return result;
        } catch (Throwable e) {
            told(gateway, Operation.LOOKUP, Metrics.Answer.FAILED, begun);
            LOG.warn("Gateway {} failed to look up attempt {}", gateway.id(), attempt.id(), e);
            return new LookupResult.CannotTell("gateway " + gateway.id() + " failed");
        }
    }

    /** Gives money back. The answer is told in the words of a charge: it moves money the other way, with the same states. */
    private ChargeResult refund(PaymentGateway gateway, Order order) {
        PaymentAttempt attempt = order.attempt();
        Instant begun = shell.clock().instant();
        try {
            PaymentAttempt charge = order.account().attempts().stream()
                    .filter(a -> Optional.of(a.id()).equals(attempt.refunds()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("Refund " + attempt.id() + " has no charge"));
            RefundResult result = gateway.refund(new RefundRequest(
                    attempt.key(),
                    attempt.id().account().value(),
                    charge.reference().orElseThrow(),
                    attempt.amount(),
                    order.purpose()));
            ChargeResult told = inWordsOfACharge(result);
            told(gateway, Operation.REFUND, answerOf(told), begun);
            return told;
        } catch (Throwable e) {
            told(gateway, Operation.REFUND, Metrics.Answer.FAILED, begun);
            LOG.warn("Gateway {} failed to refund attempt {}", gateway.id(), attempt.id(), e);
            return new ChargeResult.Unknown("gateway " + gateway.id() + " failed");
        }
    }

    private static ChargeResult inWordsOfACharge(RefundResult result) {
        if (result instanceof RefundResult.Refunded refunded) {
            return new ChargeResult.Settled(refunded.reference());
        }
        if (result instanceof RefundResult.Pending pending) {
            return new ChargeResult.Pending(pending.reference(), Optional.empty());
        }
        if (result instanceof RefundResult.Refused refused) {
            return new ChargeResult.Declined(new DeclineAdvice.HardStop(), refused.gatewayCode());
        }
        return new ChargeResult.Unknown("the answer to a refund was lost");
    }

    private void told(PaymentGateway gateway, Operation operation, Metrics.Answer answer, Instant begun) {
        Duration took = Duration.between(begun, shell.clock().instant());
        shell.metrics().gatewayCall(new Metrics.GatewayCall(gateway.id(), operation, answer, took));
    }

    private static Metrics.Answer answerOf(LookupResult result) {
        if (result instanceof LookupResult.Found found) {
            return answerOf(found.result());
        }
        return result instanceof LookupResult.NotFound ? Metrics.Answer.NOT_FOUND : Metrics.Answer.UNKNOWN;
    }

    private static Metrics.Answer answerOf(ChargeResult result) {
        if (result instanceof ChargeResult.Settled) {
            return Metrics.Answer.SETTLED;
        }
        if (result instanceof ChargeResult.Pending) {
            return Metrics.Answer.PENDING;
        }
        return result instanceof ChargeResult.Declined ? Metrics.Answer.DECLINED : Metrics.Answer.UNKNOWN;
    }

    private ChargeResult charge(PaymentGateway gateway, Order order) {
        PaymentAttempt attempt = order.attempt();
        Instant begun = shell.clock().instant();
        try {
            PaymentMethod method = order.account().account().paymentMethod();
            ChargeResult result = gateway.charge(new ChargeRequest(
                    attempt.key(),
                    attempt.id().account().value(),
                    attempt.amount(),
                    attempt.method(),
                    method.kind() == attempt.method() ? method.token() : Optional.empty(),
                    order.purpose(),
                    attempt.collectOn(),
                    returnUrl));
            told(gateway, Operation.CHARGE, answerOf(result), begun);
            return result;
        } catch (Throwable e) {
            told(gateway, Operation.CHARGE, Metrics.Answer.FAILED, begun);
            LOG.warn("Gateway {} failed to charge attempt {}", gateway.id(), attempt.id(), e);
            return new ChargeResult.Unknown("gateway " + gateway.id() + " failed");
        }
    }
}
