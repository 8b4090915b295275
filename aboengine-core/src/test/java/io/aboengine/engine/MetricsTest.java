package io.aboengine.engine;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Offer.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.AboEngine;
import io.aboengine.Metrics;
import io.aboengine.RunProgress.Stage;
import io.aboengine.RunReport;
import io.aboengine.RunRequest;
import io.aboengine.account.Command.Subscribe;
import io.aboengine.dunning.DunningAction;
import io.aboengine.dunning.DunningLevel;
import io.aboengine.dunning.DunningPolicy;
import io.aboengine.event.EventType;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.scenario.Shop;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.sandbox.SandboxOutcome;
import io.aboengine.store.memory.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever counts is told everything once, and can do no harm. */
class MetricsTest {
    private final List<Metrics.Batch> batches = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final List<Metrics.Delivery> deliveries = new ArrayList<>();
    private final List<Metrics.Failure> failures = new ArrayList<>();
    private final List<RunReport> runs = new ArrayList<>();

    private final Metrics all = new Metrics() {
        @Override
        public void batch(Batch batch) {
            batches.add(batch);
        }

        @Override
        public void gatewayCall(GatewayCall call) {
            assertThat(call.took()).isGreaterThanOrEqualTo(Duration.ZERO);
            calls.add(call.gateway() + " " + call.operation() + " " + call.answer());
        }

        @Override
        public void delivery(Delivery delivery) {
            deliveries.add(delivery);
        }

        @Override
        public void failure(Failure failure) {
            failures.add(failure);
        }

        @Override
        public void run(RunReport report, Duration took) {
            runs.add(report);
        }
    };

    private final Shop shop = Shop.over(new MemoryStore(), "Europe/Berlin", "2025-04-01")
            .offers(plan("basic", "EUR 10.00", MONTHLY))
            .with(settings ->
                    settings.withDunning(DunningPolicy.of(DunningLevel.after(5, "Reminder", DunningAction.NOTIFY))));

    private AboEngine begun(Metrics metrics) {
        AboEngine engine = shop.engine(builder -> builder.metrics(metrics));
        for (String id : List.of("ada", "bob", "eve")) {
            engine.accounts().open(customer(id).payingBy(PaymentMethodKind.CARD).account());
            engine.subscriptions().subscribe(Subscribe.to(id, "basic"));
        }
        return engine;
    }

    @Test
    void batches_add_up_to_the_report() {
        AboEngine engine = begun(all);
        engine.accounts().open(customer("joe").account());
        engine.subscriptions().subscribe(Subscribe.to("joe", "basic"));
        shop.on("2025-05-20");

        RunReport report = engine.run(RunRequest.all().batchSize(2));

        assertThat(batches)
                .filteredOn(b -> b.stage() == Stage.BILLING)
                .hasSize(2)
                .allSatisfy(batch -> {
                    assertThat(batch.claimed()).isEqualTo(2);
                    assertThat(batch.decided()).isEqualTo(2);
                    assertThat(batch.documents()).isEqualTo(2);
                    assertThat(batch.money()).isEqualTo(Map.of(Currency.EUR, Money.parse("EUR 20.00")));
                    assertThat(batch.took()).isGreaterThanOrEqualTo(Duration.ZERO);
                });
        assertThat(batches)
                .filteredOn(b -> b.stage() == Stage.REMINDERS)
                .extracting(Metrics.Batch::documents)
                .contains(1L);
        Money collected = Money.sum(
                Currency.EUR,
                batches.stream()
                        .filter(b -> b.stage() == Stage.COLLECTION)
                        .flatMap(b -> b.money().values().stream())
                        .toList());
        assertThat(collected).isEqualTo(Money.parse("EUR 60.00"));
        assertThat(batches.stream().mapToLong(Metrics.Batch::documents).sum()).isEqualTo(report.documents());
        assertThat(runs).containsExactly(report);
        assertThat(failures).isEmpty();
    }

    @Test
    void calls_of_gateways_are_told_with_their_answers() {
        AboEngine engine = begun(all);
        shop.sandbox()
                .next("ada", SandboxOutcome.DECLINE_HARD)
                .next("bob", SandboxOutcome.TIMEOUT_SETTLED)
                .next("eve", SandboxOutcome.PEND);

        engine.run(RunRequest.all());

        assertThat(calls)
                .containsExactlyInAnyOrder(
                        "sandbox CHARGE DECLINED", "sandbox CHARGE UNKNOWN", "sandbox CHARGE PENDING");

        calls.clear();
        shop.clock().advance(Duration.ofHours(1));
        engine.run(RunRequest.all());
        assertThat(calls).containsExactly("sandbox LOOKUP SETTLED");
    }

    @Test
    void what_a_subscriber_took_before_it_failed_is_told_too() {
        shop.subscriber("mail", event -> {
            if (event.type() == EventType.INVOICE_FINALIZED) {
                throw new IllegalStateException("no such mailbox");
            }
        });
        AboEngine engine = begun(all);

        RunReport report = engine.run(RunRequest.all());

        assertThat(report.eventsDelivered()).isPositive();
        assertThat(deliveries.stream().mapToInt(Metrics.Delivery::events).sum())
                .isEqualTo((int) report.eventsDelivered());
    }

    @Test
    void what_a_subscriber_takes_and_where_it_fails_is_told() {
        shop.subscriber("mail", event -> {
            if (event.account().value().equals("bob")) {
                throw new IllegalStateException("no such mailbox");
            }
        });
        AboEngine engine = begun(all);

        RunReport report = engine.run(RunRequest.all());

        assertThat(deliveries).extracting(Metrics.Delivery::subscriber).containsOnly("mail");
        assertThat(deliveries.stream().mapToInt(Metrics.Delivery::events).sum())
                .isEqualTo((int) report.eventsDelivered());
        assertThat(failures).containsExactly(Metrics.Failure.SUBSCRIBER_FAILED);

        for (int day = 2; day < 6; day++) {
            shop.on("2025-04-0" + day);
            engine.run(RunRequest.all());
        }
        assertThat(failures).contains(Metrics.Failure.EVENT_PARKED);
    }

    @Test
    void metrics_that_throw_do_no_harm() {
        AboEngine engine = begun(new Metrics() {
            @Override
            public void batch(Batch batch) {
                throw new IllegalStateException("disk full");
            }

            @Override
            public void gatewayCall(GatewayCall call) {
                throw new IllegalStateException("disk full");
            }

            @Override
            public void run(RunReport report, Duration took) {
                throw new IllegalStateException("disk full");
            }
        });

        assertThat(engine.run(RunRequest.all()).paymentCounts().paid()).isEqualTo(3);
    }
}
