package io.aboengine.spi.payment;

import io.aboengine.check.Require;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a gateway can do, declared once. It decides how a lost answer is resolved: by {@link PaymentGateway#lookup},
 * else by repeating the request while the provider still knows the key, else only by a notice or a human.
 *
 * <pre>{@code
 * GatewayCapabilities.of(CARD, DIRECT_DEBIT).withLookup().withRepeatableFor(Duration.ofHours(24)).withRefunds()
 * }</pre>
 *
 * @param methods what can be charged, at least one and never INVOICE
 * @param lookup whether {@link PaymentGateway#lookup} can tell {@code Found} from {@code NotFound}
 * @param repeatableFor how long after the first request the same key is recognised and does not charge again; empty
 *     where repeating may charge twice
 * @param refunds whether {@link PaymentGateway#refund} is supported, in full and in parts
 * @param leadBankDays bank days (TARGET calendar) before its collection day on which a direct debit must be handed in;
 *     0 for the same day
 */
public record GatewayCapabilities(
        Set<PaymentMethodKind> methods,
        boolean lookup,
        Optional<Duration> repeatableFor,
        boolean refunds,
        int leadBankDays) {
    private static final int MAX_LEAD_BANK_DAYS = 30;

    public GatewayCapabilities {
        Require.present("methods", methods);
        Require.present("repeatableFor", repeatableFor);
        Require.that(!methods.isEmpty(), "methods", methods, "must name at least one method");
        Require.that(
                !methods.contains(PaymentMethodKind.INVOICE),
                "methods",
                methods,
                "must not hold INVOICE, which no gateway collects");
        repeatableFor.ifPresent(time -> Require.that(
                !time.isNegative() && !time.isZero(), "repeatableFor", time, "must be longer than nothing"));
        Require.that(
                leadBankDays >= 0 && leadBankDays <= MAX_LEAD_BANK_DAYS,
                "leadBankDays",
                leadBankDays,
                "must be from 0 to " + MAX_LEAD_BANK_DAYS);
        methods = Collections.unmodifiableSet(EnumSet.copyOf(methods));
    }

    /** Charges these methods and can do nothing else yet; add the rest by the {@code with} methods. */
    public static GatewayCapabilities of(PaymentMethodKind... methods) {
        Set<PaymentMethodKind> kinds = EnumSet.noneOf(PaymentMethodKind.class);
        kinds.addAll(Arrays.asList(methods));
        return new GatewayCapabilities(kinds, false, Optional.empty(), false, 0);
    }

    public GatewayCapabilities withLookup() {
        return new GatewayCapabilities(methods, true, repeatableFor, refunds, leadBankDays);
    }

    public GatewayCapabilities withRepeatableFor(Duration time) {
        return new GatewayCapabilities(methods, lookup, Optional.of(time), refunds, leadBankDays);
    }

    public GatewayCapabilities withRefunds() {
        return new GatewayCapabilities(methods, lookup, repeatableFor, true, leadBankDays);
    }

    public GatewayCapabilities withLeadBankDays(int days) {
        return new GatewayCapabilities(methods, lookup, repeatableFor, refunds, days);
    }
}
