package io.aboengine.spi.credit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.money.Money;
import io.aboengine.spi.contract.ContractRun;
import io.aboengine.spi.credit.CreditCheckProvider;
import io.aboengine.spi.credit.CreditCheckRequest;
import io.aboengine.spi.credit.CreditDecision;
import io.aboengine.spi.credit.CreditDecision.Refused;
import io.aboengine.spi.credit.CreditDecision.Unavailable;
import io.aboengine.spi.credit.sandbox.SandboxCreditCheck;
import java.util.List;
import java.util.Map;
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
 * The contract has teeth: each provider below is wrong in one way, and breaks exactly the rules that forbid it. Together
 * they break every rule.
 */
class CreditCheckContractTest {
    private static final List<WrongProvider> WRONG_PROVIDERS = List.of(
            wrong(ThrowsOnBadScore.class, "c1_a_bad_score_is_an_answer", "c5_no_personal_data_stands_in_an_answer"),
            wrong(
                    ReportsTimeOutAsRefused.class,
                    "c2_no_answer_is_unavailable",
                    "c3_after_no_answer_the_same_key_may_be_decided"),
            wrong(
                    AsksAgainUnderTheSameKey.class,
                    "c3_the_same_key_repeats_the_decision_and_asks_once",
                    "c6_concurrent_calls_with_the_same_key_ask_once"),
            wrong(
                    AnswersAnyRequestUnderAKnownKey.class,
                    "c4_the_same_key_for_another_amount_is_refused",
                    "c4_the_same_key_for_another_subject_is_refused",
                    "c5_no_personal_data_stands_in_an_exception"),
            wrong(NamesTheSubject.class, "c5_no_personal_data_stands_in_an_answer"),
            wrong(LooksBeforeItLocks.class, "c6_concurrent_calls_with_the_same_key_ask_once"),
            wrong(ChangesItsId.class, "c7_the_id_never_changes_and_asks_nobody"));

    private record WrongProvider(Class<?> contract, Set<String> breaks) {}

    @TestFactory
    Stream<DynamicTest> a_wrong_provider_breaks_the_rules_that_forbid_it() {
        return WRONG_PROVIDERS.stream()
                .map(wrong -> DynamicTest.dynamicTest(
                        wrong.contract().getSimpleName(),
                        () -> assertThat(ContractRun.of(wrong.contract()).broken())
                                .containsExactlyInAnyOrderElementsOf(wrong.breaks())));
    }

    @Test
    void every_rule_is_broken_by_some_wrong_provider() {
        Set<String> broken = new TreeSet<>();
        WRONG_PROVIDERS.forEach(wrong -> broken.addAll(wrong.breaks()));

        assertThat(broken).isEqualTo(ContractRun.rulesOf(CreditCheckContract.class));
    }

    private static WrongProvider wrong(Class<? extends CreditCheckContract> contract, String... breaks) {
        return new WrongProvider(contract, Set.of(breaks));
    }

    // --- the providers ---------------------------------------------------------------------------------------------

    /** Passes everything on to the sandbox; each wrong provider gets one thing wrong on the way. */
    private static class InFront implements CreditCheckProvider {
        final SandboxCreditCheck agency;

        InFront(SandboxCreditCheck agency) {
            this.agency = agency;
        }

        @Override
        public String id() {
            return agency.id();
        }

        @Override
        public CreditDecision check(CreditCheckRequest request) {
            return agency.check(request);
        }
    }

    /** Runs the contract for a provider in front of a sandbox. */
    private abstract static class Wrong extends CreditCheckContract {
        private final Function<SandboxCreditCheck, CreditCheckProvider> provider;

        Wrong(Function<SandboxCreditCheck, CreditCheckProvider> provider) {
            this.provider = provider;
        }

        @Override
        protected CreditCheckFixture freshProvider() {
            SandboxCreditCheck agency = SandboxCreditCheck.create();
            return new SandboxCreditCheckFixture(provider.apply(agency), agency);
        }
    }

    static class ThrowsOnBadScore extends Wrong {
        ThrowsOnBadScore() {
            super(agency -> new InFront(agency) {
                @Override
                public CreditDecision check(CreditCheckRequest request) {
                    CreditDecision decision = agency.check(request);
                    if (decision instanceof Refused) {
                        throw new IllegalStateException("refused");
                    }
                    return decision;
                }
            });
        }
    }

    static class ReportsTimeOutAsRefused extends Wrong {
        ReportsTimeOutAsRefused() {
            super(agency -> new InFront(agency) {
                private final Set<String> gaveUp = ConcurrentHashMap.newKeySet();

                @Override
                public CreditDecision check(CreditCheckRequest request) {
                    boolean refused = gaveUp.contains(request.key()) || agency.check(request) instanceof Unavailable;
                    if (refused) {
                        gaveUp.add(request.key());
                        return new Refused(List.of("time_out"));
                    }
                    return agency.check(request);
                }
            });
        }
    }

    static class AsksAgainUnderTheSameKey extends Wrong {
        AsksAgainUnderTheSameKey() {
            super(agency -> new InFront(agency) {
                private final Set<CreditCheckRequest> seen = ConcurrentHashMap.newKeySet();

                @Override
                public CreditDecision check(CreditCheckRequest request) {
                    return seen.add(request) ? agency.check(request) : agency.check(underFreshKey(request));
                }
            });
        }
    }

    static class AnswersAnyRequestUnderAKnownKey extends Wrong {
        AnswersAnyRequestUnderAKnownKey() {
            super(agency -> new InFront(agency) {
                private final Map<String, CreditCheckRequest> first = new ConcurrentHashMap<>();

                @Override
                public CreditDecision check(CreditCheckRequest request) {
                    return agency.check(first.computeIfAbsent(request.key(), key -> request));
                }
            });
        }
    }

    static class NamesTheSubject extends Wrong {
        NamesTheSubject() {
            super(agency -> new InFront(agency) {
                @Override
                public CreditDecision check(CreditCheckRequest request) {
                    CreditDecision decision = agency.check(request);
                    return decision instanceof Unavailable
                            ? new Unavailable(
                                    "No answer about " + request.subject().name())
                            : decision;
                }
            });
        }
    }

    static class LooksBeforeItLocks extends Wrong {
        LooksBeforeItLocks() {
            super(agency -> new InFront(agency) {
                private final Map<CreditCheckRequest, CreditDecision> known = new ConcurrentHashMap<>();

                @Override
                public CreditDecision check(CreditCheckRequest request) {
                    CreditDecision before = known.get(request);
                    if (before != null && !(before instanceof Unavailable)) {
                        return before;
                    }
                    sleepForAMoment(); // long enough for the others to look, too
                    CreditDecision decision = agency.check(sameKeyAgain(request) ? underFreshKey(request) : request);
                    known.put(request, decision);
                    return decision;
                }

                private final Set<CreditCheckRequest> sent = ConcurrentHashMap.newKeySet();

                private boolean sameKeyAgain(CreditCheckRequest request) {
                    return !sent.add(request);
                }
            });
        }
    }

    static class ChangesItsId extends Wrong {
        ChangesItsId() {
            super(agency -> new InFront(agency) {
                private final AtomicLong asked = new AtomicLong();

                @Override
                public String id() {
                    return agency.id() + asked.incrementAndGet();
                }
            });
        }
    }

    private static final AtomicLong FRESH = new AtomicLong();

    private static CreditCheckRequest underFreshKey(CreditCheckRequest request) {
        Money amount = request.amount();
        return new CreditCheckRequest(
                "fresh/" + FRESH.incrementAndGet(), request.account(), amount, request.method(), request.subject());
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
