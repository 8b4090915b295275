package io.aboengine.account;

import io.aboengine.catalog.Catalog;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.tax.TaxRules;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What decisions are made by: one version of the catalogue and one of the settings, and what the gateways said of
 * themselves. Immutable.
 *
 * @param environment the fingerprint of the database, which begins every idempotency key
 * @param leadBankDays for each way of paying that has a gateway: the bank days it needs before a collection
 * @param refundable the ways of paying whose gateway gives money back
 * @param taxRules says how a supply is taxed
 */
public record Rules(
        Catalog catalog,
        int catalogVersion,
        Settings settings,
        int settingsVersion,
        String environment,
        Map<PaymentMethodKind, Integer> leadBankDays,
        Set<PaymentMethodKind> refundable,
        TaxRules taxRules) {
    public Rules {
        leadBankDays = Map.copyOf(leadBankDays);
        refundable = Set.copyOf(refundable);
    }

    /** The lead time of the gateway for this way of paying; empty: there is none, so nothing is collected by itself. */
    public Optional<Integer> leadOf(PaymentMethodKind method) {
        return Optional.ofNullable(leadBankDays.get(method));
    }
}
