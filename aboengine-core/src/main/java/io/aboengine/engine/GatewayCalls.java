package io.aboengine.engine;

import io.aboengine.RunReport.PaymentOutcome;
import io.aboengine.account.AccountChange;
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
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Talks to gateways. Whatever goes wrong there becomes an answer, so that it harms its own attempt only. */
final class GatewayCalls {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayCalls.class);

    private final Shell shell;
    private final Optional<URI> returnUrl;

    GatewayCalls(Shell shell, Optional<URI> returnUrl) {
        this.shell = shell;
        this.returnUrl = returnUrl;
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

    Answer make(AccountSnapshot account, Collect.Call call) {
        PaymentAttempt attempt = call.attempt();
        Optional<PaymentGateway> gateway = shell.gateways().of(attempt.method());
        if (gateway.isEmpty()) {
            return new Answer.LookedUp(new LookupResult.CannotTell("no gateway for " + attempt.method()));
        }
        if (call instanceof Collect.Call.Charge) {
            return new Answer.Charged(charge(gateway.get(), account, attempt));
        }
        if (call instanceof Collect.Call.Ask) {
            return new Answer.LookedUp(lookup(gateway.get(), attempt));
        }
        return resolve(gateway.get(), account, attempt);
    }

    /** Asks what became of the attempt; where the gateway never heard of it, repeats it as long as that is safe. */
    private Answer resolve(PaymentGateway gateway, AccountSnapshot account, PaymentAttempt attempt) {
        if (gateway.capabilities().lookup()) {
            LookupResult found = lookup(gateway, attempt);
            if (!(found instanceof LookupResult.NotFound)) {
                return new Answer.LookedUp(found);
            }
        }
        return isRepeatable(gateway, attempt)
                ? new Answer.Charged(charge(gateway, account, attempt))
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
        try {
            return gateway.capabilities().lookup()
                    ? gateway.lookup(attempt.key())
                    : new LookupResult.CannotTell("gateway " + gateway.id() + " cannot be asked");
        } catch (RuntimeException e) {
            LOG.warn("Gateway {} failed to look up attempt {}", gateway.id(), attempt.id(), e);
            return new LookupResult.CannotTell("gateway " + gateway.id() + " failed");
        }
    }

    private ChargeResult charge(PaymentGateway gateway, AccountSnapshot account, PaymentAttempt attempt) {
        try {
            String purpose = shell.store()
                    .inTransaction(tx -> tx.number(attempt.document()))
                    .orElse(attempt.document().toString());
            PaymentMethod method = account.account().paymentMethod();
            return gateway.charge(new ChargeRequest(
                    attempt.key(),
                    attempt.id().account().value(),
                    attempt.amount(),
                    attempt.method(),
                    method.kind() == attempt.method() ? method.token() : Optional.empty(),
                    purpose,
                    attempt.collectOn(),
                    returnUrl));
        } catch (RuntimeException e) {
            LOG.warn("Gateway {} failed to charge attempt {}", gateway.id(), attempt.id(), e);
            return new ChargeResult.Unknown("gateway " + gateway.id() + " failed");
        }
    }
}
