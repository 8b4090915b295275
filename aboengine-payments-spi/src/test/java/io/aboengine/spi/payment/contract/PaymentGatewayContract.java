package io.aboengine.spi.payment.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aboengine.money.Money;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.payment.ChargeRequest;
import io.aboengine.spi.payment.ChargeResult;
import io.aboengine.spi.payment.ChargeResult.Declined;
import io.aboengine.spi.payment.ChargeResult.Pending;
import io.aboengine.spi.payment.ChargeResult.Settled;
import io.aboengine.spi.payment.ChargeResult.Unknown;
import io.aboengine.spi.payment.GatewayReference;
import io.aboengine.spi.payment.IdempotencyKey;
import io.aboengine.spi.payment.LookupResult;
import io.aboengine.spi.payment.PaymentGateway;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.PaymentMethodToken;
import io.aboengine.spi.payment.RefundRequest;
import io.aboengine.spi.payment.RefundResult;
import io.aboengine.spi.payment.contract.GatewayFixture.Ending;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The rules G1 to G10 of {@link PaymentGateway}, a method or several for each, named after it. Extend it and answer
 * {@link #freshGateway}:
 *
 * <pre>{@code
 * class AcmeGatewayTest extends PaymentGatewayContract {
 *     @Override
 *     protected GatewayFixture freshGateway() {
 *         return new AcmeAtLocalServer();
 *     }
 * }
 * }</pre>
 *
 * <p>A rule that asks for a capability the gateway does not declare, or an ending the fixture cannot arrange, is skipped
 * and names what was missing. Money is judged by {@link GatewayFixture#moneyMoved} alone, never by what the gateway
 * says of itself.
 */
public abstract class PaymentGatewayContract {
    private static final int THREADS = 8;

    private GatewayFixture fixture;
    private PaymentGateway gateway;

    /** A gateway that has not been charged yet, at a provider that has no money moved for the accounts used here. */
    protected abstract GatewayFixture freshGateway();

    @BeforeEach
    void begin() {
        fixture = freshGateway();
        gateway = fixture.gateway();
    }

    // --- G1: the same key moves money at most once -----------------------------------------------------------------

    @Test
    void g1_same_key_charges_once() {
        needsRepeating();
        ChargeRequest request = arrange(Ending.SETTLED);

        ChargeResult first = gateway.charge(request);
        ChargeResult second = gateway.charge(request);

        assertTaken(first);
        assertTaken(second);
        assertMoved(request, request.amount());
    }

    @Test
    void g1_same_key_stays_declined() {
        needsRepeating();
        ChargeRequest request = arrange(Ending.DECLINED);
        gateway.charge(request);
        needs(Ending.SETTLED);
        fixture.arrange(Ending.SETTLED, request);

        assertThat(gateway.charge(request)).isInstanceOf(Declined.class);
        assertNothingMoved(request);
    }

    @Test
    void g1_same_key_after_a_lost_answer_charges_once() {
        needsRepeating();
        ChargeRequest request = arrange(Ending.ANSWER_LOST);
        gateway.charge(request);

        assertThat(gateway.charge(request)).isNotInstanceOf(Declined.class);
        assertMoved(request, request.amount());
    }

    @Test
    void g1_same_key_after_a_lost_request_charges_once() {
        needsRepeating();
        ChargeRequest request = arrange(Ending.REQUEST_LOST);
        gateway.charge(request);
        needs(Ending.SETTLED);
        fixture.arrange(Ending.SETTLED, request);
        gateway.charge(request);

        assertTaken(gateway.charge(request));
        assertMoved(request, request.amount());
    }

    @Test
    void g1_same_key_with_another_token_and_no_return_link_charges_once() {
        needsRepeating();
        ChargeRequest request = arrange(Ending.SETTLED);
        gateway.charge(request);

        assertTaken(gateway.charge(new ChargeRequest(
                request.key(),
                request.account(),
                request.amount(),
                request.method(),
                Optional.of(new PaymentMethodToken("secret-token-4712")),
                request.purpose(),
                request.collectOn(),
                Optional.empty())));
        assertMoved(request, request.amount());
    }

    // --- G2: a decline is an answer --------------------------------------------------------------------------------

    @Test
    void g2_a_decline_is_an_answer_and_moves_nothing() {
        ChargeRequest request = arrange(Ending.DECLINED);

        assertThat(gateway.charge(request)).isInstanceOf(Declined.class);
        assertNothingMoved(request);
    }

    // --- G3: a lost answer is unknown, not a decline ---------------------------------------------------------------

    @Test
    void g3_a_lost_answer_is_unknown() {
        ChargeRequest request = arrange(Ending.ANSWER_LOST);

        assertThat(gateway.charge(request)).isInstanceOf(Unknown.class);
        assertMoved(request, request.amount());
    }

    @Test
    void g3_a_lost_request_is_unknown() {
        ChargeRequest request = arrange(Ending.REQUEST_LOST);

        assertThat(gateway.charge(request)).isInstanceOf(Unknown.class);
        assertNothingMoved(request);
    }

    // --- G4: lookup ------------------------------------------------------------------------------------------------

    @Test
    void g4_lookup_finds_a_charge() {
        needsLookup();
        ChargeRequest request = arrange(Ending.SETTLED);
        gateway.charge(request);

        assertTaken(found(request.key()));
    }

    @Test
    void g4_lookup_finds_a_decline() {
        needsLookup();
        ChargeRequest request = arrange(Ending.DECLINED);
        gateway.charge(request);

        assertThat(found(request.key())).isInstanceOf(Declined.class);
    }

    @Test
    void g4_lookup_finds_what_a_lost_answer_did() {
        needsLookup();
        ChargeRequest request = arrange(Ending.ANSWER_LOST);
        gateway.charge(request);

        assertTaken(found(request.key()));
    }

    @Test
    void g4_lookup_finds_nothing_of_a_lost_request() {
        needsLookup();
        ChargeRequest request = arrange(Ending.REQUEST_LOST);
        gateway.charge(request);

        assertThat(gateway.lookup(request.key())).isNotInstanceOf(LookupResult.Found.class);
    }

    @Test
    void g4_lookup_finds_nothing_of_a_key_never_used() {
        needsLookup();

        assertThat(gateway.lookup(newKey())).isEqualTo(new LookupResult.NotFound());
    }

    @Test
    void g4_lookup_moves_nothing_however_often() {
        needsLookup();
        ChargeRequest request = arrange(Ending.SETTLED);
        gateway.charge(request);

        for (int i = 0; i < 3; i++) {
            gateway.lookup(request.key());
        }

        assertMoved(request, request.amount());
    }

    @Test
    void g4_without_the_capability_lookup_cannot_tell() {
        assumeFalse(gateway.capabilities().lookup(), "Only for gateways without the capability lookup");

        assertThat(gateway.lookup(newKey())).isInstanceOf(LookupResult.CannotTell.class);
    }

    // --- G5: exactly the amount ------------------------------------------------------------------------------------

    @Test
    void g5_the_amount_is_taken_exactly() {
        for (Money amount : fixture.amounts()) {
            ChargeRequest request = arrange(Ending.SETTLED, amount);
            Money before = moved(request);

            assertTaken(gateway.charge(request));

            assertThat(moved(request).minus(before)).as("money moved").isEqualTo(amount);
        }
    }

    // --- G6: a key stands for one request --------------------------------------------------------------------------

    @Test
    void g6_the_same_key_with_another_amount_is_refused() {
        needsRepeating();
        ChargeRequest request = arrange(Ending.SETTLED);
        gateway.charge(request);
        ChargeRequest dearer = with(request, request.account(), request.amount().times(2));

        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> gateway.charge(dearer));
        assertMoved(request, request.amount());
    }

    @Test
    void g6_the_same_key_for_another_account_is_refused() {
        needsRepeating();
        ChargeRequest request = arrange(Ending.SETTLED);
        gateway.charge(request);
        ChargeRequest other = with(request, request.account() + "-other", request.amount());

        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> gateway.charge(other));
        assertNothingMoved(other);
        assertMoved(request, request.amount());
    }

    // --- G7: refunds -----------------------------------------------------------------------------------------------

    @Test
    void g7_a_refund_gives_back_exactly_its_amount() {
        ChargeRequest request = refundable();
        GatewayReference charge = settledReference(request);
        Money tenth = request.amount().timesFraction(1, 10);

        assertGivenBack(gateway.refund(refund(request, charge, newKey(), tenth)));
        assertMoved(request, request.amount().minus(tenth));
    }

    @Test
    void g7_the_same_refund_key_gives_back_once() {
        ChargeRequest request = refundable();
        GatewayReference charge = settledReference(request);
        Money tenth = request.amount().timesFraction(1, 10);
        RefundRequest refund = refund(request, charge, newKey(), tenth);

        assertGivenBack(gateway.refund(refund));
        assertGivenBack(gateway.refund(refund));
        assertMoved(request, request.amount().minus(tenth));
    }

    @Test
    void g7_the_same_refund_key_with_another_amount_is_refused() {
        ChargeRequest request = refundable();
        GatewayReference charge = settledReference(request);
        Money tenth = request.amount().timesFraction(1, 10);
        IdempotencyKey key = newKey();
        gateway.refund(refund(request, charge, key, tenth));

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> gateway.refund(refund(request, charge, key, tenth.times(2))));
        assertMoved(request, request.amount().minus(tenth));
    }

    @Test
    void g7_refunds_together_never_exceed_the_charge() {
        ChargeRequest request = refundable();
        GatewayReference charge = settledReference(request);
        Money most = request.amount().timesFraction(6, 10);
        assertGivenBack(gateway.refund(refund(request, charge, newKey(), most)));

        assertThat(gateway.refund(refund(request, charge, newKey(), most))).isInstanceOf(RefundResult.Refused.class);
        assertMoved(request, request.amount().minus(most));
    }

    @Test
    void g7_without_the_capability_refunds_are_refused() {
        assumeFalse(gateway.capabilities().refunds(), "Only for gateways without the capability refunds");
        ChargeRequest request = arrange(Ending.SETTLED);
        GatewayReference charge = settledReference(request);

        assertThat(gateway.refund(refund(request, charge, newKey(), request.amount())))
                .isInstanceOf(RefundResult.Refused.class);
        assertMoved(request, request.amount());
    }

    // --- G8: many threads ------------------------------------------------------------------------------------------

    @Test
    void g8_concurrent_calls_with_the_same_key_charge_once() throws Exception {
        needsRepeating();
        ChargeRequest request = arrange(Ending.SETTLED);

        List<ChargeResult> results = atOnce(() -> gateway.charge(request));

        assertThat(results).doesNotHaveAnyElementsOfTypes(Declined.class);
        assertMoved(request, request.amount());
    }

    @Test
    void g8_concurrent_calls_with_different_keys_charge_each() throws Exception {
        ChargeRequest request = arrange(Ending.SETTLED);
        for (int i = 1; i < THREADS; i++) {
            fixture.arrange(Ending.SETTLED, request);
        }

        List<ChargeResult> results = atOnce(() -> gateway.charge(withKey(request, newKey())));

        assertThat(results).allSatisfy(PaymentGatewayContract::assertTaken);
        assertMoved(request, request.amount().times(THREADS));
    }

    // --- G9: no secrets in texts -----------------------------------------------------------------------------------

    @Test
    void g9_no_secret_stands_in_an_answer() {
        Set<Ending> endings = EnumSet.copyOf(fixture.arrangeable());
        for (Ending ending : endings) {
            ChargeRequest request = arrange(ending);
            assertNoSecrets(request, gateway.charge(request).toString());
        }
    }

    @Test
    void g9_no_secret_stands_in_an_exception() {
        needsRepeating();
        ChargeRequest request = arrange(Ending.SETTLED);
        gateway.charge(request);
        ChargeRequest dearer = with(request, request.account(), request.amount().times(2));

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> gateway.charge(dearer))
                .satisfies(refused -> assertNoSecrets(request, refused.toString()));
    }

    // --- G10: what a gateway says of itself ------------------------------------------------------------------------

    @Test
    void g10_id_and_capabilities_never_change() {
        assertThat(gateway.id()).isNotBlank().hasSizeLessThanOrEqualTo(255).matches("[ -~]+");
        String id = gateway.id();
        var capabilities = gateway.capabilities();
        gateway.charge(arrange(Ending.SETTLED));

        assertThat(gateway.id()).isEqualTo(id);
        assertThat(gateway.capabilities()).isEqualTo(capabilities);
    }

    @Test
    void g10_a_method_not_offered_is_refused() {
        Set<PaymentMethodKind> others = EnumSet.complementOf(EnumSet.of(PaymentMethodKind.INVOICE));
        others.removeAll(gateway.capabilities().methods());
        assumeFalse(others.isEmpty(), "Only for gateways whose capability methods leaves one out");
        ChargeRequest plain = arrange(Ending.SETTLED);
        ChargeRequest request = new ChargeRequest(
                plain.key(),
                plain.account(),
                plain.amount(),
                others.iterator().next(),
                plain.token(),
                plain.purpose(),
                plain.collectOn(),
                plain.returnUrl());

        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> gateway.charge(request));
        assertNothingMoved(request);
    }

    // ---------------------------------------------------------------------------------------------------------------

    private void needs(Ending ending) {
        assumeTrue(fixture.arrangeable().contains(ending), "Skipped: the fixture cannot arrange " + ending);
    }

    private void needsRepeating() {
        assumeTrue(
                gateway.capabilities().repeatableFor().isPresent(),
                "Skipped: the gateway does not declare the capability repeatableFor");
    }

    private void needsLookup() {
        assumeTrue(gateway.capabilities().lookup(), "Skipped: the gateway does not declare the capability lookup");
    }

    private ChargeRequest refundable() {
        assumeTrue(gateway.capabilities().refunds(), "Skipped: the gateway does not declare the capability refunds");
        return arrange(Ending.SETTLED);
    }

    private ChargeRequest arrange(Ending ending) {
        return arrange(ending, fixture.amounts().get(0));
    }

    private ChargeRequest arrange(Ending ending, Money amount) {
        needs(ending);
        return fixture.arrange(
                ending,
                new ChargeRequest(
                        newKey(),
                        "contract-ada",
                        amount,
                        fixture.method(),
                        Optional.of(new PaymentMethodToken("secret-token-4711")),
                        "Invoice 4711",
                        fixture.today(),
                        Optional.of(URI.create("https://shop.example/return/secret-session-0815"))));
    }

    private static IdempotencyKey newKey() {
        return new IdempotencyKey("contract/" + UUID.randomUUID());
    }

    private static ChargeRequest with(ChargeRequest request, String account, Money amount) {
        return new ChargeRequest(
                request.key(),
                account,
                amount,
                request.method(),
                request.token(),
                request.purpose(),
                request.collectOn(),
                request.returnUrl());
    }

    private static ChargeRequest withKey(ChargeRequest request, IdempotencyKey key) {
        return new ChargeRequest(
                key,
                request.account(),
                request.amount(),
                request.method(),
                request.token(),
                request.purpose(),
                request.collectOn(),
                request.returnUrl());
    }

    private static RefundRequest refund(
            ChargeRequest charged, GatewayReference charge, IdempotencyKey key, Money amount) {
        return new RefundRequest(key, charged.account(), charge, amount, "Refund of invoice 4711");
    }

    private GatewayReference settledReference(ChargeRequest request) {
        ChargeResult result = gateway.charge(request);
        assumeTrue(result instanceof Settled, "Skipped: a charge of the fixture does not settle at once");
        return ((Settled) result).reference();
    }

    private ChargeResult found(IdempotencyKey key) {
        LookupResult lookup = gateway.lookup(key);
        assertThat(lookup).isInstanceOf(LookupResult.Found.class);
        return ((LookupResult.Found) lookup).result();
    }

    private static void assertTaken(ChargeResult result) {
        assertThat(result).isInstanceOfAny(Settled.class, Pending.class);
    }

    private static void assertGivenBack(RefundResult result) {
        assertThat(result).isInstanceOfAny(RefundResult.Refunded.class, RefundResult.Pending.class);
    }

    private Money moved(ChargeRequest request) {
        return fixture.moneyMoved(request.account(), request.amount().currency());
    }

    private void assertMoved(ChargeRequest request, Money expected) {
        assertThat(moved(request)).as("money moved").isEqualTo(expected);
    }

    private void assertNothingMoved(ChargeRequest request) {
        assertMoved(request, Money.zero(request.amount().currency()));
    }

    private static void assertNoSecrets(ChargeRequest request, String text) {
        request.token().ifPresent(token -> assertThat(text).doesNotContain(token.value()));
        request.returnUrl().ifPresent(link -> assertThat(text).doesNotContain(link.toString()));
    }

    private static <T> List<T> atOnce(Callable<T> call) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<T>> calls = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                calls.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> one : calls) {
                results.add(one.get(1, TimeUnit.MINUTES));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
