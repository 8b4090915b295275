package io.aboengine.engine;

import io.aboengine.CreditChecks;
import io.aboengine.account.CreditAssessment;
import io.aboengine.account.CreditAssessment.Verdict;
import io.aboengine.account.Moment;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.party.Party;
import io.aboengine.spi.credit.CreditCheckRequest;
import io.aboengine.spi.credit.CreditDecision;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.store.UnknownAccountException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the provider between two transactions and keeps what it said. */
public final class CreditDesk implements CreditChecks {
    private static final Logger LOG = LoggerFactory.getLogger(CreditDesk.class);

    private final Shell shell;

    public CreditDesk(Shell shell) {
        this.shell = shell;
    }

    @Override
    public CreditAssessment ask(AccountId account, Money amount, PaymentMethodKind method) {
        Party party = shell.store()
                .inTransaction(tx -> tx.party(account))
                .orElseThrow(() -> new UnknownAccountException(account));
        Moment now = shell.now();
        CreditAssessment assessment = kept(account, method, decision(account, party, amount, method, now), now);
        shell.store().inTransaction(tx -> {
            tx.record(assessment);
            return assessment;
        });
        return assessment;
    }

    private CreditDecision decision(
            AccountId account, Party party, Money amount, PaymentMethodKind method, Moment now) {
        if (shell.creditCheck().isEmpty()) {
            return new CreditDecision.Unavailable("no provider");
        }
        try {
            return shell.creditCheck()
                    .get()
                    .check(new CreditCheckRequest(
                            account + "/" + method + "/" + now.at(),
                            account.value(),
                            amount,
                            method,
                            new CreditCheckRequest.Subject(
                                    party.name(),
                                    party.address().street(),
                                    party.address().postalCode(),
                                    party.address().city(),
                                    party.address().country())));
        } catch (Throwable e) {
            LOG.warn("The credit check of account {} failed", account, e);
            return new CreditDecision.Unavailable("provider failed");
        }
    }

    private CreditAssessment kept(AccountId account, PaymentMethodKind method, CreditDecision decision, Moment now) {
        LocalDate until =
                now.day().plusDays(shell.rules().settings().creditPolicy().validDays() - 1L);
        if (decision instanceof CreditDecision.Approved) {
            return new CreditAssessment(
                    account, method, Verdict.APPROVED, List.of(), Optional.empty(), List.of(), now.day(), until);
        }
        if (decision instanceof CreditDecision.Restricted restricted) {
            return new CreditAssessment(
                    account,
                    method,
                    Verdict.RESTRICTED,
                    List.copyOf(restricted.methods()),
                    restricted.limit(),
                    List.of(),
                    now.day(),
                    until);
        }
        if (decision instanceof CreditDecision.Review review) {
            return coded(account, method, Verdict.REVIEW, review.reasonCodes(), now, until);
        }
        if (decision instanceof CreditDecision.Refused refused) {
            return coded(account, method, Verdict.REFUSED, refused.reasonCodes(), now, until);
        }
        return coded(account, method, Verdict.UNAVAILABLE, List.of(), now, now.day());
    }

    private static CreditAssessment coded(
            AccountId account,
            PaymentMethodKind method,
            Verdict verdict,
            List<String> reasonCodes,
            Moment now,
            LocalDate until) {
        return new CreditAssessment(
                account, method, verdict, List.of(), Optional.empty(), reasonCodes, now.day(), until);
    }
}
