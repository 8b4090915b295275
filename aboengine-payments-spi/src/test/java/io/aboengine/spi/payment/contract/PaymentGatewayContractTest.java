package io.aboengine.spi.payment.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.money.Money;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.contract.ContractRun;
import io.aboengine.spi.payment.ChargeRequest;
import io.aboengine.spi.payment.ChargeResult;
import io.aboengine.spi.payment.ChargeResult.Declined;
import io.aboengine.spi.payment.ChargeResult.Unknown;
import io.aboengine.spi.payment.DeclineAdvice;
import io.aboengine.spi.payment.GatewayCapabilities;
import io.aboengine.spi.payment.GatewayReference;
import io.aboengine.spi.payment.IdempotencyKey;
import io.aboengine.spi.payment.LookupResult;
import io.aboengine.spi.payment.PaymentGateway;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.RefundRequest;
import io.aboengine.spi.payment.RefundResult;
import io.aboengine.spi.payment.sandbox.SandboxGateway;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The contract has teeth: each gateway below is wrong in one way, and breaks exactly the rules that forbid it. Together
 * they break every rule, so none is a rule that anything passes.
 */
class PaymentGatewayContractTest {
    private static final List<WrongGateway> WRONG_GATEWAYS = List.of(
            wrong(
                    ChargesAgainUnderTheSameKey.class,
                    "g1_same_key_charges_once",
                    "g1_same_key_stays_declined",
                    "g1_same_key_after_a_lost_answer_charges_once",
                    "g1_same_key_after_a_lost_request_charges_once",
                    "g8_concurrent_calls_with_the_same_key_charge_once"),
            wrong(ChargesEachToken.class, "g1_same_key_with_another_token_and_no_return_link_charges_once"),
            wrong(ComparesWholeRequests.class, "g1_same_key_with_another_token_and_no_return_link_charges_once"),
            wrong(ForgetsItsDeclines.class, "g1_same_key_stays_declined", "g4_lookup_finds_a_decline"),
            wrong(
                    ThrowsOnDecline.class,
                    "g1_same_key_stays_declined",
                    "g2_a_decline_is_an_answer_and_moves_nothing",
                    "g4_lookup_finds_a_decline",
                    "g9_no_secret_stands_in_an_answer"),
            wrong(ReportsTimeOutAsDeclined.class, "g3_a_lost_answer_is_unknown", "g3_a_lost_request_is_unknown"),
            wrong(
                    FindsNothing.class,
                    "g4_lookup_finds_a_charge",
                    "g4_lookup_finds_a_decline",
                    "g4_lookup_finds_what_a_lost_answer_did"),
            wrong(
                    FindsEverythingDeclined.class,
                    "g4_lookup_finds_a_charge",
                    "g4_lookup_finds_nothing_of_a_key_never_used",
                    "g4_lookup_finds_nothing_of_a_lost_request",
                    "g4_lookup_finds_what_a_lost_answer_did"),
            wrong(ChargesWhenLookedUp.class, "g4_lookup_moves_nothing_however_often"),
            wrong(LooksUpUndeclared.class, "g4_without_the_capability_lookup_cannot_tell"),
            wrong(DropsTheCents.class, "g5_the_amount_is_taken_exactly"),
            wrong(
                    AnswersAnyRequestUnderAKnownKey.class,
                    "g6_the_same_key_for_another_account_is_refused",
                    "g6_the_same_key_with_another_amount_is_refused",
                    "g9_no_secret_stands_in_an_exception"),
            wrong(
                    RefundsTheWholeCharge.class,
                    "g7_a_refund_gives_back_exactly_its_amount",
                    "g7_the_same_refund_key_gives_back_once",
                    "g7_the_same_refund_key_with_another_amount_is_refused",
                    "g7_refunds_together_never_exceed_the_charge"),
            wrong(
                    RefundsAgainUnderTheSameKey.class,
                    "g7_the_same_refund_key_gives_back_once",
                    "g7_the_same_refund_key_with_another_amount_is_refused"),
            wrong(SaysItRefundedMore.class, "g7_refunds_together_never_exceed_the_charge"),
            wrong(SaysItRefundedUndeclared.class, "g7_without_the_capability_refunds_are_refused"),
            wrong(LooksBeforeItLocks.class, "g8_concurrent_calls_with_the_same_key_charge_once"),
            wrong(ChargesOneAtATimeOnly.class, "g8_concurrent_calls_with_different_keys_charge_each"),
            wrong(PrintsTheToken.class, "g9_no_secret_stands_in_an_answer"),
            wrong(ChangesItsId.class, "g10_id_and_capabilities_never_change"),
            wrong(ChargesByAnyMethod.class, "g10_a_method_not_offered_is_refused"));

    private record WrongGateway(Class<?> contract, Set<String> breaks) {}

    @TestFactory
    Stream<DynamicTest> a_wrong_gateway_breaks_the_rules_that_forbid_it() {
        return WRONG_GATEWAYS.stream()
                .map(wrong -> DynamicTest.dynamicTest(
                        wrong.contract().getSimpleName(),
                        () -> assertThat(ContractRun.of(wrong.contract()).broken())
                                .containsExactlyInAnyOrderElementsOf(wrong.breaks())));
    }

    @Test
    void every_rule_is_broken_by_some_wrong_gateway() {
        Set<String> broken = new TreeSet<>();
        WRONG_GATEWAYS.forEach(wrong -> broken.addAll(wrong.breaks()));

        assertThat(broken).isEqualTo(ContractRun.rulesOf(PaymentGatewayContract.class));
    }

    @Test
    void a_rule_that_needs_a_capability_the_gateway_lacks_is_skipped_and_names_it() {
        ContractRun run = ContractRun.of(CardsAndNothingElse.class);

        assertThat(run.broken()).isEmpty();
        assertThat(run.skipped())
                .containsEntry(
                        "g1_same_key_charges_once",
                        "Assumption failed: Skipped: the gateway does not declare the capability repeatableFor")
                .containsEntry(
                        "g4_lookup_finds_a_charge",
                        "Assumption failed: Skipped: the gateway does not declare the capability lookup")
                .containsEntry(
                        "g7_a_refund_gives_back_exactly_its_amount",
                        "Assumption failed: Skipped: the gateway does not declare the capability refunds");
        assertThat(run.kept()).contains("g2_a_decline_is_an_answer_and_moves_nothing", "g3_a_lost_answer_is_unknown");
    }

    private static WrongGateway wrong(Class<? extends PaymentGatewayContract> contract, String... breaks) {
        return new WrongGateway(contract, Set.of(breaks));
    }

    // --- the gateways ----------------------------------------------------------------------------------------------

    /** Passes everything on to the sandbox; each wrong gateway gets one thing wrong on the way. */
    private static class InFront implements PaymentGateway {
        final SandboxGateway provider;

        InFront(SandboxGateway provider) {
            this.provider = provider;
        }

        @Override
        public String id() {
            return provider.id();
        }

        @Override
        public GatewayCapabilities capabilities() {
            return provider.capabilities();
        }

        @Override
        public ChargeResult charge(ChargeRequest request) {
            return provider.charge(request);
        }

        @Override
        public RefundResult refund(RefundRequest request) {
            return provider.refund(request);
        }

        @Override
        public LookupResult lookup(IdempotencyKey key) {
            return provider.lookup(key);
        }
    }

    /** Runs the contract for a gateway in front of a sandbox. */
    private abstract static class Wrong extends PaymentGatewayContract {
        private final Function<SandboxGateway, PaymentGateway> gateway;
        private final SandboxGateway provider;

        Wrong(Function<SandboxGateway, PaymentGateway> gateway) {
            this(gateway, SandboxGateway.create());
        }

        Wrong(Function<SandboxGateway, PaymentGateway> gateway, SandboxGateway provider) {
            this.gateway = gateway;
            this.provider = provider;
        }

        @Override
        protected GatewayFixture freshGateway() {
            return new SandboxFixture(gateway.apply(provider), provider);
        }
    }

    static class CardsAndNothingElse extends Wrong {
        CardsAndNothingElse() {
            super(InFront::new, bare());
        }
    }

    static class ChargesAgainUnderTheSameKey extends Wrong {
        ChargesAgainUnderTheSameKey() {
            super(provider -> new InFront(provider) {
                private final Set<ChargeRequest> seen = ConcurrentHashMap.newKeySet();

                @Override
                public ChargeResult charge(ChargeRequest request) {
                    return seen.add(request) ? provider.charge(request) : provider.charge(underFreshKey(request));
                }
            });
        }
    }

    static class ChargesEachToken extends Wrong {
        ChargesEachToken() {
            super(provider -> new InFront(provider) {
                private final Map<IdempotencyKey, ChargeRequest> first = new ConcurrentHashMap<>();

                @Override
                public ChargeResult charge(ChargeRequest request) {
                    ChargeRequest before = first.putIfAbsent(request.key(), request);
                    return before == null || before.token().equals(request.token())
                            ? provider.charge(request)
                            : provider.charge(underFreshKey(request));
                }
            });
        }
    }

    static class ComparesWholeRequests extends Wrong {
        ComparesWholeRequests() {
            super(provider -> new InFront(provider) {
                private final Map<IdempotencyKey, ChargeRequest> first = new ConcurrentHashMap<>();

                @Override
                public ChargeResult charge(ChargeRequest request) {
                    ChargeRequest before = first.putIfAbsent(request.key(), request);
                    if (before != null && !before.equals(request)) {
                        throw new InvalidRequestException("key", request.key(), "was used before for another charge");
                    }
                    return provider.charge(request);
                }
            });
        }
    }

    static class ForgetsItsDeclines extends Wrong {
        ForgetsItsDeclines() {
            super(provider -> new InFront(provider) {
                @Override
                public ChargeResult charge(ChargeRequest request) {
                    return provider.lookup(request.key()) instanceof LookupResult.Found found
                                    && found.result() instanceof Declined
                            ? provider.charge(underFreshKey(request))
                            : provider.charge(request);
                }

                @Override
                public LookupResult lookup(IdempotencyKey key) {
                    LookupResult result = provider.lookup(key);
                    return result instanceof LookupResult.Found found && found.result() instanceof Declined
                            ? new LookupResult.NotFound()
                            : result;
                }
            });
        }
    }

    static class ThrowsOnDecline extends Wrong {
        ThrowsOnDecline() {
            super(provider -> new InFront(provider) {
                @Override
                public ChargeResult charge(ChargeRequest request) {
                    ChargeResult result = provider.charge(request);
                    if (result instanceof Declined declined) {
                        throw new IllegalStateException(declined.gatewayCode());
                    }
                    return result;
                }
            });
        }
    }

    static class ReportsTimeOutAsDeclined extends Wrong {
        ReportsTimeOutAsDeclined() {
            super(provider -> new InFront(provider) {
                @Override
                public ChargeResult charge(ChargeRequest request) {
                    ChargeResult result = provider.charge(request);
                    return result instanceof Unknown
                            ? new Declined(new DeclineAdvice.RetryLater(Optional.empty()), "time_out")
                            : result;
                }
            });
        }
    }

    static class FindsNothing extends Wrong {
        FindsNothing() {
            super(provider -> new InFront(provider) {
                @Override
                public LookupResult lookup(IdempotencyKey key) {
                    return new LookupResult.NotFound();
                }
            });
        }
    }

    static class FindsEverythingDeclined extends Wrong {
        FindsEverythingDeclined() {
            super(provider -> new InFront(provider) {
                @Override
                public LookupResult lookup(IdempotencyKey key) {
                    return new LookupResult.Found(new Declined(new DeclineAdvice.Technical(), "not_paid"));
                }
            });
        }
    }

    static class ChargesWhenLookedUp extends Wrong {
        ChargesWhenLookedUp() {
            super(provider -> new InFront(provider) {
                private final Map<IdempotencyKey, ChargeRequest> requests = new ConcurrentHashMap<>();

                @Override
                public ChargeResult charge(ChargeRequest request) {
                    requests.put(request.key(), request);
                    return provider.charge(request);
                }

                @Override
                public LookupResult lookup(IdempotencyKey key) {
                    LookupResult result = provider.lookup(key);
                    if (result instanceof LookupResult.Found) {
                        provider.charge(underFreshKey(requests.get(key)));
                    }
                    return result;
                }
            });
        }
    }

    static class LooksUpUndeclared extends Wrong {
        LooksUpUndeclared() {
            super(
                    provider -> new InFront(provider) {
                        @Override
                        public LookupResult lookup(IdempotencyKey key) {
                            return new LookupResult.NotFound();
                        }
                    },
                    bare());
        }
    }

    static class DropsTheCents extends Wrong {
        DropsTheCents() {
            super(provider -> new InFront(provider) {
                @Override
                public ChargeResult charge(ChargeRequest request) {
                    long whole = Math.max(100, request.amount().minorUnits() / 100 * 100);
                    return provider.charge(withAmount(
                            request, Money.ofMinor(whole, request.amount().currency())));
                }
            });
        }
    }

    static class AnswersAnyRequestUnderAKnownKey extends Wrong {
        AnswersAnyRequestUnderAKnownKey() {
            super(provider -> new InFront(provider) {
                @Override
                public ChargeResult charge(ChargeRequest request) {
                    return provider.lookup(request.key()) instanceof LookupResult.Found found
                            ? found.result()
                            : provider.charge(request);
                }
            });
        }
    }

    static class RefundsTheWholeCharge extends Wrong {
        RefundsTheWholeCharge() {
            super(provider -> new InFront(provider) {
                @Override
                public RefundResult refund(RefundRequest request) {
                    return provider.refund(new RefundRequest(
                            request.key(),
                            request.account(),
                            request.charge(),
                            provider.captured(
                                    request.account(), request.amount().currency()),
                            request.purpose()));
                }
            });
        }
    }

    static class RefundsAgainUnderTheSameKey extends Wrong {
        RefundsAgainUnderTheSameKey() {
            super(provider -> new InFront(provider) {
                @Override
                public RefundResult refund(RefundRequest request) {
                    return provider.refund(new RefundRequest(
                            freshKey(), request.account(), request.charge(), request.amount(), request.purpose()));
                }
            });
        }
    }

    static class SaysItRefundedMore extends Wrong {
        SaysItRefundedMore() {
            super(provider -> new InFront(provider) {
                @Override
                public RefundResult refund(RefundRequest request) {
                    RefundResult result = provider.refund(request);
                    return result instanceof RefundResult.Refused
                            ? new RefundResult.Pending(new GatewayReference("never"))
                            : result;
                }
            });
        }
    }

    static class SaysItRefundedUndeclared extends Wrong {
        SaysItRefundedUndeclared() {
            super(
                    provider -> new InFront(provider) {
                        @Override
                        public RefundResult refund(RefundRequest request) {
                            return new RefundResult.Pending(new GatewayReference("never"));
                        }
                    },
                    bare());
        }
    }

    static class LooksBeforeItLocks extends Wrong {
        LooksBeforeItLocks() {
            super(provider -> new InFront(provider) {
                private final Map<IdempotencyKey, IdempotencyKey> firstKeys = new ConcurrentHashMap<>();

                @Override
                public ChargeResult charge(ChargeRequest request) {
                    IdempotencyKey known = firstKeys.get(request.key());
                    if (known != null) {
                        return provider.charge(withKey(request, known));
                    }
                    IdempotencyKey own = freshKey();
                    sleepForAMoment(); // long enough for the others to look, too
                    ChargeResult result = provider.charge(withKey(request, own));
                    firstKeys.put(request.key(), own);
                    return result;
                }

                @Override
                public LookupResult lookup(IdempotencyKey key) {
                    return provider.lookup(firstKeys.getOrDefault(key, key));
                }
            });
        }
    }

    static class ChargesOneAtATimeOnly extends Wrong {
        ChargesOneAtATimeOnly() {
            super(provider -> new InFront(provider) {
                private final Set<IdempotencyKey> underway = ConcurrentHashMap.newKeySet();

                @Override
                public ChargeResult charge(ChargeRequest request) {
                    underway.add(request.key());
                    try {
                        sleepForAMoment();
                        return underway.size() > 1 ? new Unknown("Too busy") : provider.charge(request);
                    } finally {
                        underway.remove(request.key());
                    }
                }
            });
        }
    }

    static class PrintsTheToken extends Wrong {
        PrintsTheToken() {
            super(provider -> new InFront(provider) {
                @Override
                public ChargeResult charge(ChargeRequest request) {
                    ChargeResult result = provider.charge(request);
                    return result instanceof Unknown
                            ? new Unknown("No answer for "
                                    + request.token().orElseThrow().value())
                            : result;
                }
            });
        }
    }

    static class ChangesItsId extends Wrong {
        ChangesItsId() {
            super(provider -> new InFront(provider) {
                private final AtomicLong asked = new AtomicLong();

                @Override
                public String id() {
                    return provider.id() + asked.incrementAndGet();
                }
            });
        }
    }

    static class ChargesByAnyMethod extends Wrong {
        ChargesByAnyMethod() {
            super(provider -> new InFront(provider) {
                @Override
                public GatewayCapabilities capabilities() {
                    return GatewayCapabilities.of(PaymentMethodKind.CARD)
                            .withLookup()
                            .withRepeatableFor(Duration.ofHours(24))
                            .withRefunds();
                }
            });
        }
    }

    private static SandboxGateway bare() {
        return SandboxGateway.create("bare", GatewayCapabilities.of(PaymentMethodKind.CARD));
    }

    private static final AtomicLong FRESH = new AtomicLong();

    private static IdempotencyKey freshKey() {
        return new IdempotencyKey("fresh/" + FRESH.incrementAndGet());
    }

    private static ChargeRequest underFreshKey(ChargeRequest request) {
        return withKey(request, freshKey());
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

    private static ChargeRequest withAmount(ChargeRequest request, Money amount) {
        return new ChargeRequest(
                request.key(),
                request.account(),
                amount,
                request.method(),
                request.token(),
                request.purpose(),
                request.collectOn(),
                request.returnUrl());
    }

    private static void sleepForAMoment() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
