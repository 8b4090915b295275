package io.aboengine;

import io.aboengine.catalog.PlanId;
import io.aboengine.spi.InvalidRequestException;
import java.time.LocalDate;
import java.util.List;

/**
 * A wish to take running contracts to the prices their plans have in the catalogue in force.
 *
 * @param plans whose contracts
 * @param on the earliest day; each contract changes at the first billing period that begins then or later, and not before
 *     its minimum term is over
 * @param noticeDays how many days before, at least, the customer is told: none changes earlier than so many days from today
 */
public record PriceMigration(List<PlanId> plans, LocalDate on, int noticeDays) {
    public PriceMigration {
        plans = List.copyOf(plans);
        if (plans.isEmpty()) {
            throw new InvalidRequestException("plans", "(none)", "must name at least one plan");
        }
        if (noticeDays < 0 || noticeDays > 366) {
            throw new InvalidRequestException("noticeDays", Integer.toString(noticeDays), "must be 0 to 366 days");
        }
    }

    public static PriceMigration of(LocalDate on, String... plans) {
        return new PriceMigration(List.of(plans).stream().map(PlanId::of).toList(), on, 0);
    }

    public PriceMigration withNotice(int days) {
        return new PriceMigration(plans, on, days);
    }
}
