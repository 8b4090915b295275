package io.aboengine.charge;

import io.aboengine.catalog.PlanId;
import io.aboengine.subscription.SubscriptionId;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What may be billed once only. {@code generation} counts the earlier charges of the same contract, item and first day,
 * so billing again after it was given back is possible and billing twice is not: two who compute the same charge at the
 * same time compute the same key.
 *
 * @param item {@link #DAYS} for the days of the contract; else what is charged once, or the unit that was used
 */
public record ChargeKey(SubscriptionId subscription, String item, LocalDate firstDay, int generation) {
    public static final String DAYS = "";

    private static final String USAGE = "usage:";

    /** The item of the set-up fee, which is charged once. */
    public static String once(String name) {
        return "once:" + name;
    }

    /** The item of what a phase of a plan charges once. */
    public static String once(PlanId plan, String phase) {
        return once(plan + "/" + phase);
    }

    /** The item of what was used of a unit. */
    public static String usage(String unit) {
        return USAGE + unit;
    }

    /** The key of days of the contract. */
    public ChargeKey(SubscriptionId subscription, LocalDate firstDay, int generation) {
        this(subscription, DAYS, firstDay, generation);
    }

    /** The key of the same item from another day on. */
    public ChargeKey from(LocalDate day) {
        return new ChargeKey(subscription, item, day, 0);
    }

    /** The unit that was used, of a charge for use. */
    public Optional<String> unit() {
        return item.startsWith(USAGE) ? Optional.of(item.substring(USAGE.length())) : Optional.empty();
    }
}
