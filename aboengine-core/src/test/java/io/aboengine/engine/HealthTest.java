package io.aboengine.engine;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Offer.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.AboEngine;
import io.aboengine.Health;
import io.aboengine.RunRequest;
import io.aboengine.account.Command.Subscribe;
import io.aboengine.dunning.DunningAction;
import io.aboengine.dunning.DunningLevel;
import io.aboengine.dunning.DunningPolicy;
import io.aboengine.party.AccountId;
import io.aboengine.payment.AttemptState;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.scenario.Shop;
import io.aboengine.spi.payment.GatewayCapabilities;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.sandbox.SandboxGateway;
import io.aboengine.spi.payment.sandbox.SandboxOutcome;
import io.aboengine.store.OverdueAccount;
import io.aboengine.store.StoreQueries.ParkedEvent;
import io.aboengine.store.memory.MemoryStore;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator is told when something should have happened and has not. */
class HealthTest {
    private static final AccountId ADA = AccountId.of("ada");
    private static final AccountId BOB = AccountId.of("bob");

    private final SandboxGateway forgetful = SandboxGateway.create(
            "forgetful", GatewayCapabilities.of(PaymentMethodKind.CARD).withLookup());

    private final Shop shop = Shop.over(new MemoryStore(), "Europe/Berlin", "2025-04-01")
            .offers(plan("basic", "EUR 10.00", MONTHLY))
            .through(forgetful)
            .with(settings ->
                    settings.withDunning(DunningPolicy.of(DunningLevel.after(5, "Reminder", DunningAction.NOTIFY))));

    private AboEngine begun() {
        AboEngine engine = shop.engine();
        engine.accounts().open(customer("ada").payingBy(PaymentMethodKind.CARD).account());
        engine.accounts().open(customer("bob").account());
        engine.subscriptions().subscribe(Subscribe.to("ada", "basic"));
        engine.subscriptions().subscribe(Subscribe.to("bob", "basic"));
        return engine;
    }

    @Test
    void a_shop_that_runs_every_day_is_well_at_any_hour() {
        AboEngine engine = begun();
        assertThat(engine.health().summary().isWell()).isTrue();

        for (LocalDate day = LocalDate.of(2025, 4, 1); day.isBefore(LocalDate.of(2025, 6, 10)); day = day.plusDays(1)) {
            shop.at(day.atTime(0, 0));
            assertThat(engine.health().summary())
                    .as("before the run of %s", day)
                    .matches(Health.Summary::isWell);
            shop.at(day.atTime(23, 59));
            engine.run(RunRequest.all());
            assertThat(engine.health().summary()).as("after the run of %s", day).matches(Health.Summary::isWell);
        }
        assertThat(engine.health().numberGaps(Optional.empty(), 9)).isEmpty();
    }

    /** The clocks of Berlin are put back on 26 October 2025 and forward on 29 March 2026. */
    @ParameterizedTest
    @ValueSource(strings = {"2025-04-01", "2025-10-25", "2026-03-28"})
    void a_shop_that_runs_at_noon_is_well_at_any_hour_though_customers_come_after_the_run(LocalDate day) {
        Shop noon = Shop.over(new MemoryStore(), "Europe/Berlin", day.toString())
                .offers(plan("basic", "EUR 10.00", MONTHLY))
                .subscriber("mail", event -> {});
        AboEngine engine = noon.engine();
        engine.run(RunRequest.all());
        noon.at(day.atTime(12, 1));
        engine.accounts().open(customer("ada").payingBy(PaymentMethodKind.CARD).account());
        engine.subscriptions().subscribe(Subscribe.to("ada", "basic"));

        for (int hour : List.of(13, 23, 24, 27, 35, 36)) {
            noon.at(day.atStartOfDay().plusHours(hour));
            assertThat(engine.health().summary())
                    .as("%s hours after the day began", hour)
                    .matches(Health.Summary::isWell);
        }
        engine.run(RunRequest.all());
        assertThat(engine.health().summary()).as("after the next run").matches(Health.Summary::isWell);
    }

    @Test
    void what_has_waited_for_a_day_is_not_overdue_and_a_moment_later_it_is() {
        shop.subscriber("mail", event -> {});
        AboEngine engine = shop.engine();
        engine.run(RunRequest.all());
        shop.at(LocalDate.of(2025, 4, 1).atTime(15, 0));
        engine.accounts().open(customer("ada").payingBy(PaymentMethodKind.CARD).account());
        engine.subscriptions().subscribe(Subscribe.to("ada", "basic"));

        shop.at(LocalDate.of(2025, 4, 2).atTime(15, 0));
        assertThat(engine.health().undeliveredEvents("mail", Optional.empty(), 9))
                .isEmpty();
        assertThat(engine.health().summary().undelivered()).isEmpty();

        shop.clock().advance(Duration.ofNanos(1_000));
        assertThat(engine.health().undeliveredEvents("mail", Optional.empty(), 9))
                .hasSize(1);
        assertThat(engine.health().summary().undelivered()).containsOnlyKeys("mail");
        assertThat(engine.health().summary().isWell()).isFalse();
    }

    @Test
    void an_attempt_is_overdue_when_the_day_after_its_own_is_over() {
        AboEngine engine = shop.engine();
        shop.at(LocalDate.of(2025, 4, 1).atTime(15, 0));
        engine.accounts().open(customer("ada").payingBy(PaymentMethodKind.CARD).account());
        engine.subscriptions().subscribe(Subscribe.to("ada", "basic"));

        shop.at(LocalDate.of(2025, 4, 2).atTime(23, 59));
        assertThat(engine.health().overdueAttempts(Optional.empty(), 9)).isEmpty();
        assertThat(engine.health().summary().collection()).isEmpty();

        shop.at(LocalDate.of(2025, 4, 3).atTime(0, 0));
        assertThat(engine.health().overdueAttempts(Optional.empty(), 9)).hasSize(1);
        assertThat(engine.health().summary().collection()).isPresent();
    }

    @Test
    void runs_that_did_not_come_are_noticed_with_the_day_they_are_missed_since() {
        AboEngine engine = begun();
        shop.on("2025-05-03");

        Health.Summary found = engine.health().summary();

        assertThat(found.isWell()).isFalse();
        assertThat(found.billing()).contains(new OverdueAccount(ADA, LocalDate.of(2025, 5, 1)));
        assertThat(found.reminders()).isPresent();
        assertThat(found.collection().map(PaymentAttempt::state)).contains(AttemptState.INTENDED);
        assertThat(engine.health().overdueForBilling(found.billing(), 9))
                .containsExactly(new OverdueAccount(BOB, LocalDate.of(2025, 5, 1)));
        assertThat(engine.health().overdueForReminders(Optional.empty(), 9))
                .extracting(OverdueAccount::account)
                .containsExactly(ADA, BOB);
        assertThat(engine.health().overdueAttempts(Optional.empty(), 9)).hasSize(1);
        assertThat(engine.health().overdueAttempts(found.collection(), 9)).isEmpty();

        engine.run(RunRequest.all());
        assertThat(engine.health().summary().isWell()).isTrue();
    }

    @Test
    void an_attempt_that_nobody_can_tell_of_is_listed_with_its_reason() {
        AboEngine engine = begun();
        forgetful.next("ada", SandboxOutcome.TIMEOUT);
        engine.run(RunRequest.all());
        shop.on("2025-04-02");
        engine.run(RunRequest.all());

        PaymentAttempt found = engine.health().summary().unresolved().orElseThrow();

        assertThat(found.id().account()).isEqualTo(ADA);
        assertThat(found.code()).contains("NOT_FOUND");
        assertThat(engine.operations().unresolvedAttempts(Optional.empty(), 9)).containsExactly(found);
        assertThat(engine.operations().unresolvedAttempts(Optional.of(found.id()), 9))
                .isEmpty();
    }

    @Test
    void money_that_was_to_come_and_of_which_nobody_tells_is_found() {
        AboEngine engine = begun();
        forgetful.next("ada", SandboxOutcome.PEND);
        engine.run(RunRequest.all());

        assertThat(engine.health().pendingAttempts(LocalDate.of(2025, 4, 2), Optional.empty(), 9))
                .extracting(attempt -> attempt.id().account())
                .containsExactly(ADA);
        assertThat(engine.health().pendingAttempts(LocalDate.of(2025, 4, 1), Optional.empty(), 9))
                .isEmpty();
        assertThat(engine.health().summary().isWell()).isTrue();
    }

    @Test
    void a_subscriber_that_does_not_take_its_events_is_named() {
        shop.subscriber("mail", event -> {
            if (event.account().equals(BOB)) {
                throw new IllegalStateException("no such mailbox");
            }
        });
        AboEngine engine = begun();
        engine.run(RunRequest.all());
        assertThat(engine.health().summary().undelivered()).as("of today").isEmpty();

        shop.at(LocalDate.of(2025, 4, 2).atTime(23, 0));
        assertThat(engine.health().summary().undelivered()).containsOnlyKeys("mail");
        assertThat(engine.health().undeliveredEvents("mail", Optional.empty(), 9))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.account()).isEqualTo(BOB);
                    assertThat(found.seen()).isZero();
                    assertThat(found.failures()).isEqualTo(1);
                });

        for (int i = 3; i < 7; i++) {
            shop.on("2025-04-0" + i);
            engine.run(RunRequest.all());
        }
        List<ParkedEvent> parked = engine.operations().parkedEvents("mail", Optional.empty(), 9);
        assertThat(parked).isNotEmpty();
        assertThat(engine.health().summary().parked()).containsEntry("mail", parked.get(0));
        assertThat(engine.operations().parkedEvents("mail", Optional.of(parked.get(0)), 9))
                .doesNotContain(parked.get(0));
    }

    @Test
    void what_waits_for_an_operator_is_told() {
        AboEngine engine = begun();
        shop.store().inTransaction(tx -> {
            tx.setAside(ADA, "broken", shop.clock().instant());
            return ADA;
        });
        assertThat(engine.health().summary().broken().orElseThrow().error()).isEqualTo("broken");

        assertThat(shop.in("elsewhere").engine().health().summary().collectionBlocked())
                .hasValueSatisfying(why -> assertThat(why).contains("elsewhere"));
    }
}
