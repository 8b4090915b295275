package io.aboengine.fulfilment;

import io.aboengine.catalog.ProductId;
import io.aboengine.invoice.DocumentId;
import io.aboengine.party.AccountId;
import io.aboengine.subscription.SubscriptionId;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Whether one contract gives its customer the product, and why.
 *
 * @param beneficiary who uses what the account pays for; empty: the account itself
 * @param released the first payment came in, or was not waited for
 * @param waitsFor the document whose payment releases the product
 * @param since the day the reason became this one
 * @param until the first day without it, once known
 */
public record Access(
        SubscriptionId subscription,
        ProductId product,
        Optional<AccountId> beneficiary,
        ReleasePolicy policy,
        boolean released,
        Optional<DocumentId> waitsFor,
        AccessReason reason,
        LocalDate since,
        Optional<LocalDate> until) {

    /** Who may use the product. */
    public AccountId user() {
        return beneficiary.orElse(subscription.account());
    }

    /** Whether the product may be used on this day; the end counts even if no run has looked at it yet. */
    public boolean isGrantedOn(LocalDate day) {
        return reason.granted() && until.map(day::isBefore).orElse(true);
    }
}
