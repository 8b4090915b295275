package io.aboengine.spi.credit.contract;

import io.aboengine.spi.credit.CreditCheckProvider;
import io.aboengine.spi.credit.CreditCheckRequest;
import io.aboengine.spi.credit.CreditDecision;
import io.aboengine.spi.credit.sandbox.SandboxCreditCheck;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sandbox as the agency; the provider under test is the sandbox itself or something that stands before it. */
public record SandboxCreditCheckFixture(CreditCheckProvider provider, SandboxCreditCheck agency)
        implements CreditCheckFixture {
    private static final Map<Ending, CreditDecision> DECISIONS = Map.of(
            Ending.GOOD_SCORE, new CreditDecision.Approved(),
            Ending.BAD_SCORE, new CreditDecision.Refused(List.of("insolvency")),
            Ending.NO_ANSWER, new CreditDecision.Unavailable("The sandbox does not answer"));

    @Override
    public Set<Ending> arrangeable() {
        return EnumSet.allOf(Ending.class);
    }

    @Override
    public CreditCheckRequest arrange(Ending ending, CreditCheckRequest request) {
        agency.on(request.account(), DECISIONS.get(ending));
        return request;
    }

    @Override
    public long enquiries() {
        return agency.enquiries();
    }
}
