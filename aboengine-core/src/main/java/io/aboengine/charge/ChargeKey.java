package io.aboengine.charge;

import io.aboengine.subscription.SubscriptionId;
import java.time.LocalDate;

/**
 * What may be billed once only. {@code generation} counts the earlier charges of the same contract and first day, so
 * billing again after it was given back is possible and billing twice is not: two who compute the same charge at the same
 * time compute the same key.
 */
public record ChargeKey(SubscriptionId subscription, LocalDate firstDay, int generation) {}
