package io.aboengine.spi.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.money.Money;
import io.aboengine.spi.InvalidRequestException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the words of the port refuse, and what they do not print. */
class PaymentTypesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " a", "a ", "a\nb", "schlüssel", "\u007f"})
    void a_key_is_printable_ascii(String value) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new IdempotencyKey(value))
                .satisfies(refused -> assertThat(refused.field()).isEqualTo("idempotencyKey"));
    }

    @Test
    void a_key_has_at_most_255_characters() {
        assertThat(new IdempotencyKey("k".repeat(255)).value()).hasSize(255);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new IdempotencyKey("k".repeat(256)))
                .withMessage("idempotencyKey: may have at most 255 characters, was a text of 256 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR 0.00", "EUR -0.01"})
    void an_amount_is_more_than_zero(String text) {
        Money amount = Money.parse(text);
        assertRefused("amount", () -> charge(amount, PaymentMethodKind.CARD, "https://shop.example/back"));
        assertRefused(
                "amount",
                () -> new RefundRequest(new IdempotencyKey("r1"), "ada", new GatewayReference("c1"), amount, "Refund"));
        assertRefused(
                "amount",
                () -> new GatewayNotice(
                        "sandbox",
                        "n1",
                        new IdempotencyKey("k1"),
                        new GatewayNotice.Outcome.Returned("AM04"),
                        amount,
                        Instant.EPOCH));
    }

    @Test
    void an_invoice_is_not_charged() {
        assertRefused(
                "method",
                () -> charge(Money.parse("EUR 1.00"), PaymentMethodKind.INVOICE, "https://shop.example/back"));
    }

    @Test
    void a_return_link_is_absolute() {
        assertRefused("returnUrl", () -> charge(Money.parse("EUR 1.00"), PaymentMethodKind.CARD, "/back"));
        assertRefused("link", () -> new DeclineAdvice.Authenticate(URI.create("back")));
    }

    @Test
    void no_token_and_no_link_is_printed() {
        ChargeRequest request =
                charge(Money.parse("EUR 1.00"), PaymentMethodKind.CARD, "https://shop.example/back?session=4711");

        assertThat(request)
                .hasToString("ChargeRequest[key=k1, account=ada, amount=EUR 1.00, method=CARD, "
                        + "token=Optional[PaymentMethodToken[****]], purpose=Invoice 1, collectOn=2026-03-02, "
                        + "returnUrl=Optional[https://shop.example/****]]");
        assertThat(request.customerPresent()).isTrue();
        assertThat(new DeclineAdvice.Authenticate(URI.create("https://bank.example/3ds/4711")))
                .hasToString("Authenticate[link=https://bank.example/****]");
        assertThat(new DeclineAdvice.Authenticate(URI.create("bankapp:4711")))
                .hasToString("Authenticate[link=bankapp:****]");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new PaymentMethodToken("geheim-ü"))
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("geheim"));
    }

    @Test
    void a_lookup_never_finds_that_nothing_is_known() {
        assertRefused("result", () -> new LookupResult.Found(new ChargeResult.Unknown("time-out")));
    }

    @Test
    void capabilities_are_added_one_by_one() {
        GatewayCapabilities capabilities = GatewayCapabilities.of(PaymentMethodKind.CARD, PaymentMethodKind.WALLET)
                .withLookup()
                .withRepeatableFor(Duration.ofHours(24))
                .withRefunds()
                .withLeadBankDays(1);

        assertThat(capabilities.methods()).containsExactly(PaymentMethodKind.CARD, PaymentMethodKind.WALLET);
        assertThat(capabilities.lookup()).isTrue();
        assertThat(capabilities.repeatableFor()).contains(Duration.ofHours(24));
        assertThat(capabilities.refunds()).isTrue();
        assertThat(capabilities.leadBankDays()).isEqualTo(1);
        assertThat(GatewayCapabilities.of(PaymentMethodKind.CARD))
                .isEqualTo(new GatewayCapabilities(Set.of(PaymentMethodKind.CARD), false, Optional.empty(), false, 0));
    }

    @Test
    void impossible_capabilities_are_refused() {
        GatewayCapabilities cards = GatewayCapabilities.of(PaymentMethodKind.CARD);

        assertRefused("methods", GatewayCapabilities::of);
        assertRefused("methods", () -> GatewayCapabilities.of(PaymentMethodKind.INVOICE));
        assertRefused("repeatableFor", () -> cards.withRepeatableFor(Duration.ZERO));
        assertRefused("leadBankDays", () -> cards.withLeadBankDays(-1));
    }

    @Test
    void a_gateway_that_cannot_be_asked_says_so() {
        PaymentGateway mute = new PaymentGateway() {
            @Override
            public String id() {
                return "mute";
            }

            @Override
            public GatewayCapabilities capabilities() {
                return GatewayCapabilities.of(PaymentMethodKind.CARD);
            }

            @Override
            public ChargeResult charge(ChargeRequest request) {
                return new ChargeResult.Unknown("mute");
            }

            @Override
            public RefundResult refund(RefundRequest request) {
                return new RefundResult.Unknown("mute");
            }
        };

        assertThat(mute.lookup(new IdempotencyKey("k1")))
                .isEqualTo(new LookupResult.CannotTell("Gateway mute cannot look up charges"));
    }

    private static ChargeRequest charge(Money amount, PaymentMethodKind method, String returnUrl) {
        return new ChargeRequest(
                new IdempotencyKey("k1"),
                "ada",
                amount,
                method,
                Optional.of(new PaymentMethodToken("tok_4711")),
                "Invoice 1",
                DAY,
                Optional.of(URI.create(returnUrl)));
    }

    private static void assertRefused(String field, ThrowingCallable call) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(call)
                .satisfies(refused -> assertThat(refused.field()).isEqualTo(field));
    }
}
