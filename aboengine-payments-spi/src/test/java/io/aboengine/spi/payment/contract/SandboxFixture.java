package io.aboengine.spi.payment.contract;

import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.spi.payment.ChargeRequest;
import io.aboengine.spi.payment.PaymentGateway;
import io.aboengine.spi.payment.sandbox.SandboxGateway;
import io.aboengine.spi.payment.sandbox.SandboxOutcome;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The sandbox as the provider; the gateway under test is the sandbox itself or something that stands before it. */
public record SandboxFixture(PaymentGateway gateway, SandboxGateway provider) implements GatewayFixture {
    private static final Map<Ending, SandboxOutcome> OUTCOMES = Map.of(
            Ending.SETTLED, SandboxOutcome.SETTLE,
            Ending.DECLINED, SandboxOutcome.DECLINE_RETRY,
            Ending.ANSWER_LOST, SandboxOutcome.TIMEOUT_SETTLED,
            Ending.REQUEST_LOST, SandboxOutcome.TIMEOUT);

    public static SandboxFixture of(SandboxGateway sandbox) {
        return new SandboxFixture(sandbox, sandbox);
    }

    @Override
    public Set<Ending> arrangeable() {
        return EnumSet.allOf(Ending.class);
    }

    @Override
    public ChargeRequest arrange(Ending ending, ChargeRequest request) {
        provider.byDefault(OUTCOMES.get(ending));
        return request;
    }

    @Override
    public Money moneyMoved(String account, Currency currency) {
        return provider.captured(account, currency).minus(provider.refunded(account, currency));
    }

    @Override
    public LocalDate today() {
        return LocalDate.of(2026, 3, 2);
    }
}
