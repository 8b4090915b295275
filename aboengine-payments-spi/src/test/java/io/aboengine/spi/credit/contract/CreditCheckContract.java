package io.aboengine.spi.credit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aboengine.money.Money;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.credit.CreditCheckProvider;
import io.aboengine.spi.credit.CreditCheckRequest;
import io.aboengine.spi.credit.CreditCheckRequest.Subject;
import io.aboengine.spi.credit.CreditDecision;
import io.aboengine.spi.credit.CreditDecision.Approved;
import io.aboengine.spi.credit.CreditDecision.Unavailable;
import io.aboengine.spi.credit.contract.CreditCheckFixture.Ending;
import io.aboengine.spi.payment.PaymentMethodKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The rules C1 to C7 of {@link CreditCheckProvider}, a method or several for each, named after it. Extend it and answer
 * {@link #freshProvider}. A rule that needs an ending the fixture cannot arrange is skipped and names it.
 */
public abstract class CreditCheckContract {
    private static final int THREADS = 8;

    private CreditCheckFixture fixture;
    private CreditCheckProvider provider;

    /** A provider that has not been asked yet. */
    protected abstract CreditCheckFixture freshProvider();

    @BeforeEach
    void begin() {
        fixture = freshProvider();
        provider = fixture.provider();
    }

    @Test
    void c1_a_bad_score_is_an_answer() {
        CreditCheckRequest request = arrange(Ending.BAD_SCORE);

        assertThat(provider.check(request)).isNotInstanceOfAny(Approved.class, Unavailable.class);
    }

    @Test
    void c2_no_answer_is_unavailable() {
        CreditCheckRequest request = arrange(Ending.NO_ANSWER);

        assertThat(provider.check(request)).isInstanceOf(Unavailable.class);
    }

    @Test
    void c3_the_same_key_repeats_the_decision_and_asks_once() {
        CreditCheckRequest request = arrange(Ending.GOOD_SCORE);
        CreditDecision first = provider.check(request);
        needs(Ending.BAD_SCORE);
        fixture.arrange(Ending.BAD_SCORE, request);

        assertThat(provider.check(request)).isEqualTo(first);
        assertThat(fixture.enquiries()).isEqualTo(1);
    }

    @Test
    void c3_after_no_answer_the_same_key_may_be_decided() {
        CreditCheckRequest request = arrange(Ending.NO_ANSWER);
        provider.check(request);
        needs(Ending.GOOD_SCORE);
        fixture.arrange(Ending.GOOD_SCORE, request);

        assertThat(provider.check(request)).isInstanceOfAny(Approved.class, Unavailable.class);
    }

    @Test
    void c4_the_same_key_for_another_amount_is_refused() {
        CreditCheckRequest request = arrange(Ending.GOOD_SCORE);
        provider.check(request);
        CreditCheckRequest dearer = new CreditCheckRequest(
                request.key(), request.account(), request.amount().times(2), request.method(), request.subject());

        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> provider.check(dearer));
    }

    @Test
    void c4_the_same_key_for_another_subject_is_refused() {
        CreditCheckRequest request = arrange(Ending.GOOD_SCORE);
        provider.check(request);
        Subject other = new Subject("Ben Beispiel", "Nebenweg 2", "80331", "München", "DE");
        CreditCheckRequest aboutAnother =
                new CreditCheckRequest(request.key(), request.account(), request.amount(), request.method(), other);

        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> provider.check(aboutAnother));
    }

    @Test
    void c5_no_personal_data_stands_in_an_answer() {
        for (Ending ending : EnumSet.copyOf(fixture.arrangeable())) {
            CreditCheckRequest request = arrange(ending);
            assertNothingPersonal(request, provider.check(request).toString());
        }
    }

    @Test
    void c5_no_personal_data_stands_in_an_exception() {
        CreditCheckRequest request = arrange(Ending.GOOD_SCORE);
        provider.check(request);
        CreditCheckRequest dearer = new CreditCheckRequest(
                request.key(), request.account(), request.amount().times(2), request.method(), request.subject());

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> provider.check(dearer))
                .satisfies(refused -> assertNothingPersonal(request, refused.toString()));
    }

    @Test
    void c6_concurrent_calls_with_the_same_key_ask_once() throws Exception {
        CreditCheckRequest request = arrange(Ending.GOOD_SCORE);
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<CreditDecision>> calls = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                calls.add(threads.submit(() -> {
                    start.await();
                    return provider.check(request);
                }));
            }
            start.countDown();
            for (Future<CreditDecision> call : calls) {
                assertThat(call.get(1, TimeUnit.MINUTES)).isInstanceOf(Approved.class);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(fixture.enquiries()).isEqualTo(1);
    }

    @Test
    void c7_the_id_never_changes_and_asks_nobody() {
        String id = provider.id();

        assertThat(id).isNotBlank().hasSizeLessThanOrEqualTo(255).matches("[ -~]+");
        assertThat(provider.id()).isEqualTo(id);
        assertThat(fixture.enquiries()).isZero();
    }

    private void needs(Ending ending) {
        assumeTrue(fixture.arrangeable().contains(ending), "Skipped: the fixture cannot arrange " + ending);
    }

    private CreditCheckRequest arrange(Ending ending) {
        needs(ending);
        return fixture.arrange(
                ending,
                new CreditCheckRequest(
                        "contract/" + UUID.randomUUID(),
                        "contract-ada",
                        Money.parse("EUR 120.00"),
                        PaymentMethodKind.INVOICE,
                        new Subject("Ada Muster", "Hauptstraße 1", "10115", "Berlin", "DE")));
    }

    private static void assertNothingPersonal(CreditCheckRequest request, String text) {
        Subject subject = request.subject();
        assertThat(text).doesNotContain(subject.name(), subject.street(), subject.postalCode(), subject.city());
    }
}
