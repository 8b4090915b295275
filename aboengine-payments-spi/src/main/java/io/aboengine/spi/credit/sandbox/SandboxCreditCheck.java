package io.aboengine.spi.credit.sandbox;

import io.aboengine.check.Require;
import io.aboengine.money.Money;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.credit.CreditCheckProvider;
import io.aboengine.spi.credit.CreditCheckRequest;
import io.aboengine.spi.credit.CreditDecision;
import io.aboengine.spi.credit.CreditDecision.Unavailable;
import io.aboengine.spi.payment.PaymentMethodKind;
import java.util.HashMap;
import java.util.Map;

/**
 * Decides as it was told, by account or by default ({@code Approved}), and keeps every rule of
 * {@link CreditCheckProvider}: a key that was decided stays decided, whatever it is told later.
 *
 * <p>In memory, thread-safe. It keeps no name and no address.
 */
public final class SandboxCreditCheck implements CreditCheckProvider {
    private final String id;
    private final Map<String, CreditDecision> byAccount = new HashMap<>();
    private final Map<String, Enquiry> enquiries = new HashMap<>();
    private CreditDecision byDefault = new CreditDecision.Approved();
    private long enquiryCount;

    /** What was asked under a key. The subject is kept as its hash only. */
    private record Enquiry(
            String account, Money amount, PaymentMethodKind method, int subjectHash, CreditDecision decision) {
        static Enquiry of(CreditCheckRequest request, CreditDecision decision) {
            return new Enquiry(
                    request.account(),
                    request.amount(),
                    request.method(),
                    request.subject().hashCode(),
                    decision);
        }
    }

    private SandboxCreditCheck(String id) {
        this.id = Require.printableAscii("id", id, 255);
    }

    /** The provider {@code "sandbox"}, which approves everybody until told otherwise. */
    public static SandboxCreditCheck create() {
        return create("sandbox");
    }

    public static SandboxCreditCheck create(String id) {
        return new SandboxCreditCheck(id);
    }

    /** The decision for accounts nothing else was said about. */
    public synchronized SandboxCreditCheck byDefault(CreditDecision decision) {
        byDefault = Require.present("decision", decision);
        return this;
    }

    /** The decision for this account's new enquiries, until another is set. */
    public synchronized SandboxCreditCheck on(String account, CreditDecision decision) {
        byAccount.put(Require.text("account", account, 255), Require.present("decision", decision));
        return this;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public synchronized CreditDecision check(CreditCheckRequest request) {
        Enquiry known = enquiries.get(request.key());
        if (known != null) {
            if (!known.equals(Enquiry.of(request, known.decision()))) {
                throw new InvalidRequestException("key", request.key(), "was used before for another enquiry");
            }
            return known.decision();
        }
        CreditDecision decision = byAccount.getOrDefault(request.account(), byDefault);
        enquiryCount++;
        if (!(decision instanceof Unavailable)) { // no answer: the same key may be asked again
            enquiries.put(request.key(), Enquiry.of(request, decision));
        }
        return decision;
    }

    /** Enquiries that reached the sandbox; repetitions of a decided key are not counted. */
    public synchronized long enquiries() {
        return enquiryCount;
    }
}
