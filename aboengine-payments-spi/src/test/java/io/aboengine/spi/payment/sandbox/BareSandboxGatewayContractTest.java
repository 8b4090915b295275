package io.aboengine.spi.payment.sandbox;

import io.aboengine.spi.payment.GatewayCapabilities;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.contract.GatewayFixture;
import io.aboengine.spi.payment.contract.PaymentGatewayContract;
import io.aboengine.spi.payment.contract.SandboxFixture;

/** A sandbox with no capability but one method keeps the rules that are left. */
class BareSandboxGatewayContractTest extends PaymentGatewayContract {
    @Override
    protected GatewayFixture freshGateway() {
        return SandboxFixture.of(SandboxGateway.create("bare", GatewayCapabilities.of(PaymentMethodKind.DIRECT_DEBIT)));
    }
}
