package io.aboengine.examples;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.catalog.ProductKind.ACCESS;
import static io.aboengine.money.Currency.EUR;
import static io.aboengine.party.Language.EN;
import static io.aboengine.spi.payment.PaymentMethodKind.CARD;

import io.aboengine.AboEngine;
import io.aboengine.Metrics;
import io.aboengine.OpenAccount;
import io.aboengine.RunReport;
import io.aboengine.RunRequest;
import io.aboengine.account.Command.Subscribe;
import io.aboengine.account.PaymentMethod;
import io.aboengine.account.Settings;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.Product;
import io.aboengine.invoice.SellerProfile;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.spi.payment.sandbox.SandboxGateway;
import io.aboengine.spi.payment.sandbox.SandboxOutcome;
import io.aboengine.store.memory.MemoryStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells Micrometer what runs do. {@link Meters} is all there is to it: copy it into the shop and hand it its registry. What
 * is left undone comes from {@code engine.health()}, best asked by the shop's own health check.
 */
public final class MicrometerExample {
    private MicrometerExample() {}

    /** Counts and times by kind of work, gateway and answer; never by customer, so that the number of meters stays small. */
    static final class Meters implements Metrics {
        private final MeterRegistry registry;

        Meters(MeterRegistry registry) {
            this.registry = registry;
        }

        @Override
        public void batch(Batch batch) {
            Tags stage = Tags.of("stage", name(batch.stage()));
            registry.timer("aboengine.batch", stage).record(batch.took());
            registry.counter("aboengine.accounts", stage).increment(batch.decided());
            registry.counter("aboengine.documents", stage).increment((double) batch.documents());
            // A meter is a measurement, not the books: only here an amount becomes a double, and it never counts back.
            batch.money()
                    .forEach((currency, amount) -> registry.counter(
                                    "aboengine.money.minor", stage.and("currency", currency.code()))
                            .increment((double) Math.max(0, amount.minorUnits())));
        }

        @Override
        public void gatewayCall(GatewayCall call) {
            registry.timer(
                            "aboengine.gateway.call",
                            Tags.of("gateway", call.gateway())
                                    .and("operation", name(call.operation()))
                                    .and("answer", name(call.answer())))
                    .record(call.took());
        }

        @Override
        public void delivery(Delivery delivery) {
            registry.counter("aboengine.events", "subscriber", delivery.subscriber())
                    .increment(delivery.events());
        }

        @Override
        public void failure(Failure failure) {
            registry.counter("aboengine.failures", "kind", name(failure)).increment();
        }

        @Override
        public void run(RunReport report, Duration took) {
            registry.timer("aboengine.run").record(took);
        }

        private static String name(Enum<?> value) {
            return value.name().toLowerCase(Locale.ROOT);
        }
    }

    public static void main(String[] args) {
        MeterRegistry registry = new SimpleMeterRegistry();
        AboEngine engine = AboEngine.builder()
                .store(new MemoryStore())
                .catalog(Catalog.of(
                        List.of(Product.untaxed("news", "The Lindental News", ACCESS)),
                        List.of(Plan.of("news-monthly", "news", MONTHLY, "EUR 9.90"))))
                .settings(Settings.of(ZoneId.of("Europe/Berlin"), EUR, seller()))
                .paymentGateway(SandboxGateway.create().next("bob", SandboxOutcome.DECLINE_RETRY))
                .environment("micrometer")
                .metrics(new Meters(registry))
                .build();
        for (String customer : List.of("ada", "bob", "eve")) {
            engine.accounts()
                    .open(OpenAccount.of(customer, seller().party(), PaymentMethod.of(CARD, "card-of-" + customer)));
            engine.subscriptions().subscribe(Subscribe.to(customer, "news-monthly"));
        }
        engine.run(RunRequest.all());
        registry.getMeters().stream()
                .map(Meter::getId)
                .sorted(Comparator.comparing(Meter.Id::getName)
                        .thenComparing(id -> id.getTags().toString()))
                .map(id -> id.getName() + " " + id.getTags() + " " + (long) count(registry, id))
                .forEach(System.out::println);
        System.out.println("well: " + engine.health().summary().isWell());
    }

    private static double count(MeterRegistry registry, Meter.Id id) {
        Timer timer = registry.find(id.getName()).tags(id.getTags()).timer();
        Counter counter = registry.find(id.getName()).tags(id.getTags()).counter();
        return timer != null
                ? timer.count()
                : Optional.ofNullable(counter).map(Counter::count).orElse(0.0);
    }

    private static SellerProfile seller() {
        Party press = new Party("Lindental Press", new PostalAddress("Mühlgasse 4", "72070", "Tübingen", "DE"), EN);
        return new SellerProfile(press, Optional.of("86123/45678"), Optional.empty(), Optional.empty());
    }
}
