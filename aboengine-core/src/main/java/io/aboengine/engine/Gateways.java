package io.aboengine.engine;

import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.payment.PaymentGateway;
import io.aboengine.spi.payment.PaymentMethodKind;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The gateways the host plugged in, each way of paying with at most one. */
public final class Gateways {
    private final Map<PaymentMethodKind, PaymentGateway> byMethod = new EnumMap<>(PaymentMethodKind.class);

    public Gateways(List<PaymentGateway> gateways) {
        Set<String> ids = new HashSet<>();
        for (PaymentGateway gateway : gateways) {
            if (!ids.add(gateway.id())) {
                throw new InvalidRequestException("paymentGateway", gateway.id(), "is registered twice");
            }
            for (PaymentMethodKind method : gateway.capabilities().methods()) {
                PaymentGateway other = byMethod.putIfAbsent(method, gateway);
                if (other != null) {
                    throw new InvalidRequestException(
                            "paymentGateway", gateway.id(), method + " is already collected by gateway " + other.id());
                }
            }
        }
    }

    Optional<PaymentGateway> of(PaymentMethodKind method) {
        return Optional.ofNullable(byMethod.get(method));
    }

    int count() {
        return (int) byMethod.values().stream().distinct().count();
    }

    public boolean isEmpty() {
        return byMethod.isEmpty();
    }

    /** The ways of paying whose gateway gives money back. */
    public Set<PaymentMethodKind> refundable() {
        Set<PaymentMethodKind> refundable = EnumSet.noneOf(PaymentMethodKind.class);
        byMethod.forEach((method, gateway) -> {
            if (gateway.capabilities().refunds()) {
                refundable.add(method);
            }
        });
        return refundable;
    }

    /** The bank days each way of paying needs before its collection. */
    public Map<PaymentMethodKind, Integer> leadBankDays() {
        Map<PaymentMethodKind, Integer> lead = new EnumMap<>(PaymentMethodKind.class);
        byMethod.forEach((method, gateway) -> lead.put(
                method,
                method == PaymentMethodKind.DIRECT_DEBIT
                        ? gateway.capabilities().leadBankDays()
                        : 0));
        return lead;
    }
}
