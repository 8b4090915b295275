package io.aboengine.spi.payment.sandbox;

import io.aboengine.spi.payment.contract.GatewayFixture;
import io.aboengine.spi.payment.contract.PaymentGatewayContract;
import io.aboengine.spi.payment.contract.SandboxFixture;

/** The sandbox with every capability keeps every rule. */
class SandboxGatewayContractTest extends PaymentGatewayContract {
    @Override
    protected GatewayFixture freshGateway() {
        return SandboxFixture.of(SandboxGateway.create());
    }
}
