package io.aboengine.charge;

import io.aboengine.calendar.ServicePeriod;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.tax.TaxCategory;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * One amount that is owed or given back, before tax is looked at.
 *
 * @param description what is printed: the plan's name, or what the charge is for
 * @param plan id of the plan, where a contract is behind it
 * @param period the days paid for; empty for what is charged once
 * @param periodDays the days of the whole interval that holds the period; 0 for what is charged once
 * @param quantity negative for a credit, whose unit price stays positive (EN 16931, BR-27)
 * @param amount in the price basis of the settings; negative for a credit
 * @param suppliedOn the date of supply, which decides the tax rate: the last day of the period, or the day of the charge
 * @param termsKey the terms the days were billed on, empty text where there are none
 * @param trace how the amount came about, for a person with a calculator
 */
public record Charge(
        LineKind kind,
        Optional<SubscriptionId> subscription,
        String description,
        Optional<String> plan,
        Optional<String> phase,
        Optional<ServicePeriod> period,
        int periodDays,
        BigDecimal quantity,
        UnitPrice unitPrice,
        Money amount,
        Optional<TaxCategory> taxCategory,
        LocalDate suppliedOn,
        String termsKey,
        Optional<ChargeKey> key,
        Optional<LineId> takesBack,
        String trace) {

    /** The same, taking back from a line. */
    public Charge takingBack(LineId line) {
        return new Charge(
                kind,
                subscription,
                description,
                plan,
                phase,
                period,
                periodDays,
                quantity,
                unitPrice,
                amount,
                taxCategory,
                suppliedOn,
                termsKey,
                key,
                Optional.of(line),
                trace);
    }
}
