package io.aboengine.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.catalog.ProductId;
import io.aboengine.invoice.DocumentId;
import io.aboengine.party.AccountId;
import io.aboengine.subscription.Contract;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.SubscriptionState;
import io.aboengine.subscription.Timeline;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FulfilmentTest {
    private static final AccountId ADA = AccountId.of("ada");
    private static final SubscriptionId CONTRACT = new SubscriptionId(ADA, 1);
    private static final LocalDate START = LocalDate.of(2026, 4, 1);
    private static final LocalDate TODAY = LocalDate.of(2026, 4, 16);

    /** Read downwards: what stands higher wins over what stands lower. */
    @ParameterizedTest(name = "{0} from {1} to {2}, released {3}, awaits payment {4}, suspended {5}: {6}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # state     | start      | end        | released | awaits | suspended | reason            | granted
            ENDED       | 2026-04-01 | 2026-04-16 | true     | false  | false     | ENDED             | false
            ENDED       | 2026-04-01 | 2026-05-01 | true     | false  | false     | ENDED             | false
            ENDED       | 2026-04-01 | -          | false    | true   | true      | ENDED             | false
            ACTIVE      | 2026-04-01 | 2026-04-16 | true     | false  | false     | ENDED             | false
            CANCELLED   | 2026-04-01 | 2026-04-15 | true     | false  | true      | ENDED             | false
            NOT_STARTED | 2026-04-17 | -          | true     | false  | false     | NOT_STARTED       | false
            NOT_STARTED | 2026-04-17 | 2026-05-01 | false    | true   | true      | NOT_STARTED       | false
            # the day decides, even if no run has looked at the contract yet
            NOT_STARTED | 2026-04-16 | -          | true     | false  | false     | RUNNING           | true
            ACTIVE      | 2026-04-01 | -          | false    | true   | false     | AWAITING_PAYMENT  | false
            ACTIVE      | 2026-04-01 | -          | false    | true   | true      | AWAITING_PAYMENT  | false
            CANCELLED   | 2026-04-01 | 2026-05-01 | false    | true   | false     | AWAITING_PAYMENT  | false
            # paid for once is released for good: later debts are the business of reminders
            ACTIVE      | 2026-04-01 | -          | false    | false  | false     | RUNNING           | true
            ACTIVE      | 2026-04-01 | -          | true     | true   | false     | RUNNING           | true
            ACTIVE      | 2026-04-01 | -          | true     | false  | true      | SUSPENDED         | false
            CANCELLED   | 2026-04-01 | 2026-05-01 | true     | false  | true      | SUSPENDED         | false
            CANCELLED   | 2026-04-01 | 2026-04-17 | true     | false  | false     | RUNNING_UNTIL_END | true
            ACTIVE      | 2026-04-01 | 2026-05-01 | true     | false  | false     | RUNNING_UNTIL_END | true
            ACTIVE      | 2026-04-16 | -          | true     | false  | false     | RUNNING           | true
            """)
    void access_follows_contract_payment_and_reminders(
            SubscriptionState state,
            LocalDate start,
            LocalDate end,
            boolean released,
            boolean awaitsPayment,
            boolean suspended,
            AccessReason reason,
            boolean granted) {
        Access before = access(released, AccessReason.NOT_STARTED, Optional.empty());

        Access after = Fulfilment.decide(
                before, contract(state, start, Optional.ofNullable(end)), awaitsPayment, suspended, TODAY);

        assertThat(after.reason()).isEqualTo(reason);
        assertThat(after.reason().granted()).isEqualTo(granted);
        assertThat(after.isGrantedOn(TODAY)).isEqualTo(granted);
        assertThat(after.until()).isEqualTo(Optional.ofNullable(end));
        assertThat(after.released()).isEqualTo(released || !awaitsPayment);
    }

    @Test
    void a_reason_keeps_the_day_it_began() {
        Access running = access(true, AccessReason.RUNNING, Optional.empty());
        Subscription contract = contract(SubscriptionState.ACTIVE, START, Optional.empty());

        Access stays = Fulfilment.decide(running, contract, false, false, TODAY);
        Access stops = Fulfilment.decide(running, contract, false, true, TODAY);

        assertThat(stays).isEqualTo(running);
        assertThat(stops.since()).isEqualTo(TODAY);
    }

    @Test
    void another_plan_may_give_another_product() {
        Subscription course =
                contract(SubscriptionState.ACTIVE, START, Optional.empty()).withProduct(ProductId.of("course"));

        assertThat(Fulfilment.decide(access(true, AccessReason.RUNNING, Optional.empty()), course, false, false, TODAY)
                        .product())
                .isEqualTo(ProductId.of("course"));
    }

    /** Nobody has to run for a contract to end. */
    @ParameterizedTest(name = "until {1}, looked at on {0}: {2}")
    @CsvSource(
            nullValues = "-",
            value = {"2026-04-30, 2026-05-01, true", "2026-05-01, 2026-05-01, false", "2030-01-01, -, true"})
    void access_ends_by_itself(LocalDate day, LocalDate until, boolean granted) {
        assertThat(access(true, AccessReason.RUNNING, Optional.ofNullable(until))
                        .isGrantedOn(day))
                .isEqualTo(granted);
    }

    private static Access access(boolean released, AccessReason reason, Optional<LocalDate> until) {
        return new Access(
                CONTRACT,
                ProductId.of("paper"),
                Optional.empty(),
                ReleasePolicy.ON_PAYMENT,
                released,
                Optional.of(new DocumentId(ADA, 2)),
                reason,
                START,
                until);
    }

    private static Subscription contract(SubscriptionState state, LocalDate start, Optional<LocalDate> end) {
        return Contract.of(CONTRACT, ProductId.of("paper"), state, start, end, Optional.empty(), Timeline.empty());
    }
}
