package io.aboengine.account;

import io.aboengine.catalog.Discount;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A discount an account was granted for everything on its documents.
 *
 * @param from the first planned day of a document that is reduced
 * @param until the first one that is not any more; empty: none
 */
public record DocumentDiscount(Discount.Granted discount, LocalDate from, Optional<LocalDate> until) {
    public boolean holdsOn(LocalDate plannedOn) {
        return !plannedOn.isBefore(from) && until.map(plannedOn::isBefore).orElse(true);
    }
}
