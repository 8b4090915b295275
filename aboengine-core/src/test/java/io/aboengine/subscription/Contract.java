package io.aboengine.subscription;

import io.aboengine.calendar.TermRule;
import io.aboengine.catalog.ProductId;
import io.aboengine.party.SelfService;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Plain contracts for tests of other rooms. */
public final class Contract {
    private Contract() {}

    /** Concluded on its first day, nothing billed, nothing special. */
    public static Subscription of(
            SubscriptionId id,
            ProductId product,
            SubscriptionState state,
            LocalDate start,
            Optional<LocalDate> end,
            Optional<SelfService> selfService,
            Timeline timeline) {
        return new Subscription(
                id,
                Optional.empty(),
                product,
                state,
                start,
                start,
                Optional.empty(),
                start,
                Optional.empty(),
                start,
                start,
                Optional.empty(),
                end,
                end,
                end,
                Optional.empty(),
                false,
                List.of(),
                selfService,
                new Term(TermRule.none(), start, 0),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                timeline);
    }
}
