package io.aboengine.engine;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.AboEngine;
import io.aboengine.RunRequest;
import io.aboengine.account.Settings;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.Product;
import io.aboengine.catalog.ProductKind;
import io.aboengine.money.Currency;
import io.aboengine.party.AccountId;
import io.aboengine.scenario.Shop;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.payment.GatewayCapabilities;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.sandbox.SandboxGateway;
import io.aboengine.store.memory.MemoryStore;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an engine needs, and what it says when that is missing. */
class BuilderTest {
    private static final Settings SETTINGS = Settings.of(ZoneId.of("Europe/Berlin"), Currency.EUR, Shop.seller());
    private static final Catalog CATALOG = Catalog.of(
            List.of(Product.untaxed("paper", "Paper", ProductKind.PHYSICAL)),
            List.of(Plan.of("basic", "paper", MONTHLY, "EUR 10.00")));

    private static AboEngine.Builder complete() {
        return AboEngine.builder().store(new MemoryStore()).catalog(CATALOG).settings(SETTINGS);
    }

    private static void refused(Supplier<?> deed, String field, String words) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(deed::get)
                .satisfies(e -> assertThat(e.field()).isEqualTo(field))
                .withMessageContaining(words);
    }

    @Test
    void three_things_are_enough() {
        AboEngine engine = complete().build();

        assertThat(engine.run(RunRequest.all()).accountsBilled()).isZero();
    }

    @Test
    void each_of_the_three_is_required() {
        refused(
                () -> AboEngine.builder().catalog(CATALOG).settings(SETTINGS).build(),
                "store",
                "is required to build an engine");
        refused(
                () -> AboEngine.builder()
                        .store(new MemoryStore())
                        .settings(SETTINGS)
                        .build(),
                "catalog",
                "is required to build an engine");
        refused(
                () -> AboEngine.builder()
                        .store(new MemoryStore())
                        .catalog(CATALOG)
                        .build(),
                "settings",
                "is required to build an engine");
    }

    @Test
    void a_gateway_needs_an_environment() {
        refused(
                () -> complete().paymentGateway(SandboxGateway.create()).build(),
                "environment",
                "is required with a payment gateway");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "live/eu", "live eu", "übung", "12345678901234567890123456789012345678901"})
    void an_environment_is_a_short_word_that_can_stand_in_a_key(String name) {
        refused(() -> complete().environment(name), "environment", "1 to 40 printable ASCII");
    }

    @Test
    void a_way_of_paying_has_one_gateway() {
        refused(
                () -> complete()
                        .environment("test")
                        .paymentGateway(SandboxGateway.create())
                        .paymentGateway(
                                SandboxGateway.create("other", GatewayCapabilities.of(PaymentMethodKind.WALLET)))
                        .build(),
                "paymentGateway",
                "WALLET is already collected by gateway sandbox");
        refused(
                () -> complete()
                        .environment("test")
                        .paymentGateway(SandboxGateway.create("a", GatewayCapabilities.of(PaymentMethodKind.CARD)))
                        .paymentGateway(SandboxGateway.create("a", GatewayCapabilities.of(PaymentMethodKind.WALLET)))
                        .build(),
                "paymentGateway",
                "is registered twice");
    }

    @Test
    void a_subscriber_has_a_name_of_its_own() {
        refused(() -> complete().subscriber(" ", event -> {}), "subscriber", "1 to 64 characters");
        refused(() -> complete().subscriber("x".repeat(65), event -> {}), "subscriber", "1 to 64 characters");
        refused(
                () -> complete().subscriber("mail", event -> {}).subscriber("mail", event -> {}),
                "subscriber",
                "is registered twice");
    }

    @Test
    void a_run_has_batches_of_a_sensible_size() {
        refused(() -> RunRequest.all().batchSize(0), "batchSize", "1 to 10000");
        refused(() -> RunRequest.all().batchSize(10_001), "batchSize", "1 to 10000");
    }

    @Test
    void calls_have_some_time() {
        refused(() -> complete().callTimeout(Duration.ZERO), "callTimeout", "longer than nothing");
        refused(() -> complete().callTimeout(Duration.ofDays(1).plusNanos(1)), "callTimeout", "at most a day");
    }

    @Test
    void commands_wait_a_day_at_most() {
        refused(() -> complete().lockWait(Duration.ofNanos(-1)), "lockWait", "nothing to a day");
        refused(() -> complete().lockWait(Duration.ofSeconds(Long.MAX_VALUE)), "lockWait", "nothing to a day");
        assertThat(complete().lockWait(Duration.ZERO).build()).isNotNull();
    }

    @Test
    void a_customer_is_present_for_one_account_only() {
        URI back = URI.create("https://shop.example/back");
        refused(() -> RunRequest.all().withCustomerPresent(back), "returnUrl", "one account");

        assertThat(RunRequest.account(AccountId.of("ada"))
                        .withCustomerPresent(back)
                        .returnUrl())
                .contains(back);
    }
}
