package io.aboengine.spi.credit.sandbox;

import io.aboengine.spi.credit.contract.CreditCheckContract;
import io.aboengine.spi.credit.contract.CreditCheckFixture;
import io.aboengine.spi.credit.contract.SandboxCreditCheckFixture;

/** The sandbox keeps every rule. */
class SandboxCreditCheckContractTest extends CreditCheckContract {
    @Override
    protected CreditCheckFixture freshProvider() {
        SandboxCreditCheck sandbox = SandboxCreditCheck.create();
        return new SandboxCreditCheckFixture(sandbox, sandbox);
    }
}
