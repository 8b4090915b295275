package io.aboengine.scenario;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.calendar.BillingInterval.YEARLY;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Offer.plan;
import static io.aboengine.spi.payment.PaymentMethodKind.CARD;
import static io.aboengine.spi.payment.PaymentMethodKind.DIRECT_DEBIT;
import static io.aboengine.spi.payment.PaymentMethodKind.INVOICE;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.AUTHENTICATE;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.DECLINE_HARD;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.DECLINE_RETRY;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.DECLINE_UPDATE_METHOD;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.PEND;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.SETTLE;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.SETTLE_THEN_RETURN;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.TIMEOUT;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.TIMEOUT_SETTLED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.aboengine.AboEngine;
import io.aboengine.RunReport;
import io.aboengine.RunReport.PaymentOutcome;
import io.aboengine.RunRequest;
import io.aboengine.account.Command;
import io.aboengine.account.Command.PaidDays;
import io.aboengine.account.Timing;
import io.aboengine.dunning.DunningLevel;
import io.aboengine.dunning.DunningPolicy;
import io.aboengine.event.EventType;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.payment.AttemptState;
import io.aboengine.spi.payment.ChargeRequest;
import io.aboengine.spi.payment.DeclineAdvice;
import io.aboengine.spi.payment.GatewayCapabilities;
import io.aboengine.spi.payment.GatewayNotice;
import io.aboengine.spi.payment.GatewayNotice.Outcome;
import io.aboengine.spi.payment.GatewayReference;
import io.aboengine.spi.payment.IdempotencyKey;
import io.aboengine.spi.payment.sandbox.SandboxGateway;
import io.aboengine.spi.payment.sandbox.SandboxOutcome;
import io.aboengine.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How documents become money, and what happens on the way. */
public abstract class CollectionScenarios extends Scenarios {
    private static final Offer BASIC = plan("basic", "EUR 10.00", MONTHLY);
    private static final Offer TEAM = plan("team", "EUR 40.00", MONTHLY);
    private static final Offer YEAR = plan("year", "EUR 120.00", YEARLY);
    private static final DunningPolicy REMINDERS =
            DunningPolicy.of(DunningLevel.after(3, "friendly"), DunningLevel.after(14, "first"));
    private static final Duration CALL = Duration.ofSeconds(121);
    private static final GatewayCapabilities BARE = GatewayCapabilities.of(CARD);

    /** Ada has a yearly contract since 1 April 2025, to be paid by card, and nobody has asked the gateway yet. */
    private Scenario adaPaysByCard() {
        return scenario("Europe/Berlin")
                .given(YEAR)
                .given(customer("ada").payingBy(CARD))
                .on("2025-04-01")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-04-01..2026-04-01 EUR 120.00");
    }

    // --- cards -----------------------------------------------------------------------------------------------------

    @Test
    void a_card_is_charged_by_the_next_run() {
        adaPaysByCard()
                .owes("EUR 120.00")
                .runsBilling()
                .isCollected("EUR 120.00")
                .tells(EventType.PAYMENT_SETTLED, EventType.DOCUMENT_PAID)
                .reports(payments -> assertThat(payments).singleElement().isInstanceOf(PaymentOutcome.Paid.class))
                .owes("EUR 0.00")
                .hasPaidThroughGateway("EUR 120.00")
                .runsEachDayThrough("2025-04-30")
                .andNothingElseHappened();
    }

    @Test
    void a_renewal_is_billed_and_collected_in_one_run() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .given(customer("ada").payingBy(CARD))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .runsBilling()
                .isCollected("EUR 10.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .isCollected("EUR 10.00")
                .hasPaidThroughGateway("EUR 20.00")
                .owes("EUR 0.00")
                .andNothingElseHappened();
    }

    @Test
    void a_run_for_one_account_leaves_the_others_alone() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .given(customer("ada").payingBy(CARD), customer("bob").payingBy(CARD))
                .on("2025-04-01")
                .subscribes("bob", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .runsFor("ada")
                .isCollected("EUR 10.00")
                .nothingHappens()
                .runsBilling()
                .account("bob")
                .isCollected("EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void a_decline_is_tried_again_after_three_five_and_seven_days_and_then_left_to_reminders() {
        adaPaysByCard()
                .with(settings -> settings.withDunning(REMINDERS))
                .gatewayAnswers("ada", DECLINE_RETRY, DECLINE_RETRY, DECLINE_RETRY, DECLINE_RETRY)
                .runsBilling()
                .isDeclined("EUR 120.00")
                .tells(EventType.PAYMENT_DECLINED)
                .reports(payments -> assertThat(payments)
                        .singleElement()
                        .satisfies(p -> assertThat(((PaymentOutcome.Refused) p).advice())
                                .isEqualTo("RETRY_LATER")))
                .runsEachDayThrough("2025-04-03")
                .nothingHappens()
                .runsEachDayThrough("2025-04-04")
                .isDeclined("EUR 120.00")
                .runsEachDayThrough("2025-04-08")
                .nothingHappens()
                .runsEachDayThrough("2025-04-09")
                .isDeclined("EUR 120.00")
                .runsEachDayThrough("2025-04-15")
                .nothingHappens()
                .runsEachDayThrough("2025-04-16")
                .isDeclined("EUR 120.00")
                .runsEachDayThrough("2025-04-17")
                .nothingHappens()
                .runsEachDayThrough("2025-04-28")
                .isReminded("RE-2025-000001 level 1 friendly EUR 120.00")
                .issuedOn("2025-04-18")
                .owes("EUR 120.00")
                .andNothingElseHappened();
    }

    @Test
    void a_later_try_may_succeed() {
        adaPaysByCard()
                .gatewayAnswers("ada", DECLINE_RETRY, SETTLE)
                .runsBilling()
                .isDeclined("EUR 120.00")
                .runsEachDayThrough("2025-04-30")
                .isCollected("EUR 120.00")
                .owes("EUR 0.00")
                .hasPaidThroughGateway("EUR 120.00")
                .andNothingElseHappened();
    }

    @Test
    void the_days_between_two_tries_count_from_the_try_before_also_after_an_outage() {
        adaPaysByCard()
                .gatewayAnswers("ada", DECLINE_RETRY, DECLINE_RETRY, SETTLE)
                .runsBilling()
                .isDeclined("EUR 120.00")
                .on("2025-04-20")
                .runsBilling()
                .isDeclined("EUR 120.00")
                .runsEachDayThrough("2025-04-24")
                .nothingHappens()
                .runsEachDayThrough("2025-04-25")
                .isCollected("EUR 120.00")
                .andNothingElseHappened();
    }

    @Test
    void a_card_that_is_of_no_use_is_not_tried_again() {
        adaPaysByCard()
                .gatewayAnswers("ada", DECLINE_HARD)
                .runsBilling()
                .isDeclined("EUR 120.00")
                .subscribes("bob", "year")
                .isInvoiced("year 2025-04-01..2026-04-01 EUR 120.00")
                .changesPaymentMethod("bob", CARD)
                .gatewayAnswers("bob", DECLINE_UPDATE_METHOD)
                .runsBilling()
                .isDeclined("EUR 120.00")
                .runsEachDayThrough("2025-05-31")
                .account("ada")
                .owes("EUR 120.00")
                .andNothingElseHappened();
    }

    @Test
    void a_customer_at_the_screen_gets_the_link_to_confirm_the_payment() {
        adaPaysByCard()
                .gatewayAnswers("ada", AUTHENTICATE)
                .runsAtCheckoutOf("ada")
                .isDeclined("EUR 120.00")
                .tells(EventType.PAYMENT_ACTION_REQUIRED)
                .doesNotTell(EventType.PAYMENT_DECLINED)
                .reports(payments -> assertThat(payments)
                        .singleElement()
                        .satisfies(p -> assertThat(((PaymentOutcome.ActionRequired) p).link())
                                .hasScheme("https")
                                .hasHost("sandbox.invalid")))
                .runsEachDayThrough("2025-04-30")
                .owes("EUR 120.00")
                .andNothingElseHappened();
    }

    @Test
    void the_gateway_hears_whether_the_customer_is_present_and_what_the_customer_reads() {
        WatchedGateway gateway = WatchedGateway.over(SandboxGateway.create());
        scenario("Europe/Berlin")
                .through(gateway)
                .given(BASIC)
                .given(customer("ada").payingBy(CARD), customer("bob").payingBy(CARD))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .subscribes("bob", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .runsAtCheckoutOf("ada")
                .isCollected("EUR 10.00")
                .runsBilling()
                .account("bob")
                .isCollected("EUR 10.00")
                .andNothingElseHappened();

        assertThat(gateway.charges())
                .extracting(
                        ChargeRequest::account,
                        ChargeRequest::customerPresent,
                        ChargeRequest::purpose,
                        r -> r.token().orElseThrow().value())
                .containsExactly(
                        tuple("ada", true, "RE-2025-000001", "token-of-ada"),
                        tuple("bob", false, "RE-2025-000002", "token-of-bob"));
        assertThat(gateway.keys()).allMatch(key -> key.value().startsWith("scenario/"));
    }

    @Test
    void a_payment_that_was_confirmed_after_all_is_booked_and_not_asked_for_again() {
        WatchedGateway gateway = WatchedGateway.over(SandboxGateway.create().next("ada", AUTHENTICATE));
        Scenario story =
                adaPaysByCard().through(gateway).runsAtCheckoutOf("ada").isDeclined("EUR 120.00");
        story.gives(notice("1", gateway.keys().get(0), new Outcome.Settled(new GatewayReference("later"))))
                .isCollected("EUR 120.00")
                .owes("EUR 0.00")
                .runsEachDayThrough("2025-04-30")
                .andNothingElseHappened();
        assertThat(gateway.charges()).hasSize(1);
    }

    private static GatewayNotice notice(String id, IdempotencyKey key, Outcome outcome) {
        return new GatewayNotice(
                "sandbox", id, key, outcome, Money.parse("EUR 120.00"), Instant.parse("2025-04-01T10:05:00Z"));
    }

    @Test
    void only_what_is_left_after_credit_is_collected() {
        scenario("Europe/Berlin")
                .given(BASIC, YEAR)
                .given(customer("ada").payingBy(CARD))
                .on("2025-04-01")
                .isGivenCredit("ada", "EUR 13.00")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .askingFor("EUR 0.00")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-04-01..2026-04-01 EUR 120.00")
                .askingFor("EUR 117.00")
                .runsBilling()
                .isCollected("EUR 117.00")
                .andNothingElseHappened();
    }

    @Test
    void a_credit_note_lowers_what_the_next_try_collects() {
        // 2 of 30 days of team stay, 2.67, and 28 days of basic come, 9.33
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .given(customer("ada").payingBy(CARD))
                .gatewayAnswers("ada", DECLINE_RETRY, SETTLE)
                .on("2025-04-01")
                .subscribes("ada", "team")
                .isInvoiced("team 2025-04-01..2025-05-01 EUR 40.00")
                .runsBilling()
                .isDeclined("EUR 40.00")
                .on("2025-04-03")
                .changesPlan("ada", "basic")
                .isCredited("team 2025-04-03..2025-05-01 EUR -37.33", "basic 2025-04-03..2025-05-01 EUR 9.33")
                .owes("EUR 12.00")
                .on("2025-04-04")
                .runsBilling()
                .isCollected("EUR 12.00")
                .owes("EUR 0.00")
                .andNothingElseHappened();
    }

    @Test
    void a_cancelled_contract_is_not_collected_for_the_days_given_back() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .given(customer("ada").payingBy(CARD))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .cancels("ada", Timing.now(), PaidDays.CREDIT)
                .isCredited("basic 2025-04-01..2025-05-01 EUR -10.00")
                .isWithdrawn("EUR 10.00")
                .runsBilling()
                .hasPaidThroughGateway("EUR 0.00")
                .andNothingElseHappened();
    }

    @Test
    void what_was_cancelled_while_it_was_a_draft_is_not_collected() {
        scenario("Europe/Berlin")
                .given(YEAR)
                .given(customer("ada").payingBy(CARD))
                .with(settings -> settings.withDraftDays(2))
                .on("2025-04-01")
                .subscribes("ada", "year")
                .isDrafted("year 2025-04-01..2026-04-01 EUR 120.00")
                .cancels("ada", Timing.now(), PaidDays.CREDIT)
                .on("2025-04-03")
                .runsBilling()
                .hasPaidThroughGateway("EUR 0.00");
    }

    // --- lost answers ----------------------------------------------------------------------------------------------

    @Test
    void a_request_that_was_lost_is_repeated_under_the_same_key() {
        WatchedGateway gateway = WatchedGateway.over(SandboxGateway.create().next("ada", TIMEOUT, SETTLE));
        adaPaysByCard()
                .through(gateway)
                .runsBilling()
                .isUnanswered("EUR 120.00")
                .reports(payments -> assertThat(payments).singleElement().isInstanceOf(PaymentOutcome.Pending.class))
                .after(Duration.ofSeconds(119))
                .runsBilling()
                .nothingHappens()
                .after(Duration.ofSeconds(2))
                .runsBilling()
                .isCollected("EUR 120.00")
                .owes("EUR 0.00")
                .andNothingElseHappened();

        IdempotencyKey key = gateway.keys().get(0);
        assertThat(gateway.keys()).containsExactly(key, key);
        assertThat(gateway.lookups()).containsExactly(key);
    }

    @Test
    void an_answer_that_was_lost_is_asked_for() {
        WatchedGateway gateway = WatchedGateway.over(SandboxGateway.create().next("ada", TIMEOUT_SETTLED));
        adaPaysByCard()
                .through(gateway)
                .runsBilling()
                .isUnanswered("EUR 120.00")
                .after(CALL)
                .runsBilling()
                .isCollected("EUR 120.00")
                .andNothingElseHappened();

        assertThat(gateway.charges()).hasSize(1);
        assertThat(gateway.lookups()).containsExactly(gateway.keys().get(0));
    }

    @Test
    void a_lost_answer_can_be_a_decline_too() {
        SandboxGateway sandbox = SandboxGateway.create().next("ada", DECLINE_HARD);
        WatchedGateway gateway = WatchedGateway.over(sandbox).beforeCharge(request -> {
            sandbox.charge(request);
            throw new IllegalStateException("the line went dead");
        });
        adaPaysByCard()
                .through(gateway)
                .runsBilling()
                .isUnanswered("EUR 120.00")
                .after(CALL)
                .runsBilling()
                .isDeclined("EUR 120.00")
                .runsEachDayThrough("2025-04-30")
                .andNothingElseHappened();
        assertThat(gateway.charges()).hasSize(1);
    }

    @Test
    void without_a_way_to_ask_the_same_key_is_repeated_as_long_as_it_is_known() {
        WatchedGateway gateway =
                WatchedGateway.over(SandboxGateway.create("bare", BARE.withRepeatableFor(Duration.ofHours(24)))
                        .next("ada", TIMEOUT_SETTLED));
        adaPaysByCard()
                .through(gateway)
                .runsBilling()
                .isUnanswered("EUR 120.00")
                .after(Duration.ofHours(23))
                .runsBilling()
                .isCollected("EUR 120.00")
                .andNothingElseHappened();

        IdempotencyKey key = gateway.keys().get(0);
        assertThat(gateway.keys()).containsExactly(key, key);
        assertThat(gateway.lookups()).isEmpty();
    }

    @Test
    void a_key_that_is_known_no_longer_is_not_repeated() {
        WatchedGateway gateway =
                WatchedGateway.over(SandboxGateway.create("bare", BARE.withRepeatableFor(Duration.ofHours(24)))
                        .next("ada", TIMEOUT_SETTLED));
        adaPaysByCard()
                .through(gateway)
                .runsBilling()
                .isUnanswered("EUR 120.00")
                .after(Duration.ofHours(25))
                .runsBilling()
                .isUnresolved("EUR 120.00")
                .tells(EventType.PAYMENT_UNRESOLVED)
                .runsEachDayThrough("2025-04-30")
                .andNothingElseHappened();
        assertThat(gateway.charges()).hasSize(1);
    }

    @Test
    void where_nobody_can_tell_nothing_is_tried_and_nobody_is_reminded_until_a_notice_comes() {
        SandboxGateway sandbox = SandboxGateway.create("bare", BARE).next("ada", TIMEOUT_SETTLED);
        WatchedGateway gateway = WatchedGateway.over(sandbox);
        Scenario story = adaPaysByCard()
                .through(gateway)
                .with(settings -> settings.withDunning(REMINDERS))
                .runsBilling()
                .isUnanswered("EUR 120.00")
                .after(CALL)
                .runsBilling()
                .isUnresolved("EUR 120.00")
                .runsEachDayThrough("2025-06-01")
                .changesPaymentMethod("ada", DIRECT_DEBIT)
                .runsEachDayThrough("2025-06-05")
                .nothingHappens()
                .sees(engine -> assertThat(engine.operations().unresolvedAttempts(Optional.empty(), 10))
                        .singleElement()
                        .satisfies(a ->
                                assertThat(a.key()).isEqualTo(gateway.keys().get(0))))
                .owes("EUR 120.00");
        assertThat(gateway.charges()).hasSize(1);

        story.gives(sandbox.settle(gateway.keys().get(0)))
                .isCollected("EUR 120.00")
                .owes("EUR 0.00")
                .sees(engine -> assertThat(engine.operations().unresolvedAttempts(Optional.empty(), 10))
                        .isEmpty())
                .runsEachDayThrough("2025-06-10")
                .andNothingElseHappened();
    }

    @Test
    void an_unresolved_attempt_that_failed_is_followed_by_another() {
        SandboxGateway sandbox = SandboxGateway.create("bare", BARE).next("ada", TIMEOUT);
        WatchedGateway gateway = WatchedGateway.over(sandbox);
        Scenario story = adaPaysByCard()
                .through(gateway)
                .runsBilling()
                .isUnanswered("EUR 120.00")
                .after(CALL)
                .runsBilling()
                .isUnresolved("EUR 120.00");
        story.gives(new GatewayNotice(
                        "bare",
                        "1",
                        gateway.keys().get(0),
                        new Outcome.Failed(new DeclineAdvice.RetryLater(Optional.empty()), "not_found"),
                        Money.parse("EUR 120.00"),
                        Instant.parse("2025-04-01T10:05:00Z")))
                .isDeclined("EUR 120.00")
                .on("2025-04-04")
                .runsBilling()
                .isCollected("EUR 120.00")
                .andNothingElseHappened();
        assertThat(gateway.keys()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void a_gateway_that_throws_harms_its_own_attempt_only() {
        SandboxGateway sandbox = SandboxGateway.create();
        WatchedGateway gateway = WatchedGateway.over(sandbox).beforeCharge(request -> {
            if (request.account().equals("bob")) {
                throw new IllegalStateException("no route to host");
            }
        });
        scenario("Europe/Berlin")
                .through(gateway)
                .given(BASIC)
                .given(
                        customer("ada").payingBy(CARD),
                        customer("bob").payingBy(CARD),
                        customer("eve").payingBy(CARD))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .subscribes("bob", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .subscribes("eve", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .runsBilling()
                .account("ada")
                .isCollected("EUR 10.00")
                .account("bob")
                .isUnanswered("EUR 10.00")
                .account("eve")
                .isCollected("EUR 10.00")
                .does("bob", "the line is up again", desks -> gateway.beforeCharge(request -> {}))
                .after(CALL)
                .runsBilling()
                .isCollected("EUR 10.00")
                .andNothingElseHappened();
        assertThat(sandbox.captured("bob", Currency.EUR)).isEqualTo(Money.parse("EUR 10.00"));
    }

    @Test
    void a_gateway_that_cannot_answer_questions_is_asked_again_until_a_person_is_needed() {
        WatchedGateway gateway = WatchedGateway.over(SandboxGateway.create().next("ada", TIMEOUT_SETTLED))
                .beforeLookup(key -> {
                    throw new IllegalStateException("out of order");
                });
        adaPaysByCard()
                .through(gateway)
                .runsBilling()
                .isUnanswered("EUR 120.00")
                .runsEachDayThrough("2025-04-03")
                .nothingHappens()
                .runsEachDayThrough("2025-04-10")
                .isUnresolved("EUR 120.00")
                .andNothingElseHappened();
        assertThat(gateway.charges()).hasSize(1);
        assertThat(gateway.lookups()).hasSizeGreaterThan(2);
    }

    @Test
    void a_pending_card_is_settled_or_fails_when_the_gateway_says_so() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .given(customer("ada").payingBy(CARD), customer("bob").payingBy(CARD))
                .gatewayAnswers("ada", PEND)
                .gatewayAnswers("bob", PEND, SETTLE)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .subscribes("bob", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .runsBilling()
                .account("ada")
                .isPending("EUR 10.00")
                .tells(EventType.PAYMENT_PENDING)
                .owes("EUR 10.00")
                .account("bob")
                .isPending("EUR 10.00")
                .runsEachDayThrough("2025-04-03")
                .gatewaySettles("ada")
                .isCollected("EUR 10.00")
                .owes("EUR 0.00")
                .gatewayFails("bob")
                .isDeclined("EUR 10.00")
                .runsEachDayThrough("2025-04-05")
                .nothingHappens()
                .runsEachDayThrough("2025-04-06")
                .isCollected("EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void a_pending_card_that_settles_unnoticed_is_found_by_asking() {
        SandboxGateway sandbox = SandboxGateway.create().next("ada", PEND);
        WatchedGateway gateway = WatchedGateway.over(sandbox);
        Scenario story = adaPaysByCard().through(gateway).runsBilling().isPending("EUR 120.00");
        sandbox.settle(gateway.keys().get(0));
        story.on("2025-04-02").runsBilling().isCollected("EUR 120.00").andNothingElseHappened();
    }

    // --- direct debit ----------------------------------------------------------------------------------------------

    @Test
    void a_direct_debit_over_easter_is_collected_on_the_tuesday() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .given(customer("ada").payingBy(DIRECT_DEBIT))
                .on("2026-04-02")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2026-04-02..2026-05-02 EUR 10.00")
                .dueOn("2026-04-16")
                .runsBilling()
                .isPending("EUR 10.00")
                .toBeCollectedOn("2026-04-07")
                .runsEachDayThrough("2026-04-06")
                .nothingHappens()
                .owes("EUR 10.00")
                .runsEachDayThrough("2026-04-07")
                .isCollected("EUR 10.00")
                .owes("EUR 0.00")
                .andNothingElseHappened();
    }

    @Test
    void a_direct_debit_is_announced_as_long_before_as_agreed_and_handed_in_as_late_as_possible() {
        scenario("Europe/Berlin")
                .given(YEAR)
                .given(customer("ada").payingBy(DIRECT_DEBIT))
                .with(settings -> settings.withDirectDebitNoticeDays(14).withPaymentTermDays(0))
                .on("2026-03-23")
                .subscribes("ada", "year")
                .isInvoiced("year 2026-03-23..2027-03-23 EUR 120.00")
                .dueOn("2026-04-07")
                .runsBilling()
                .runsEachDayThrough("2026-04-01")
                .nothingHappens()
                .runsEachDayThrough("2026-04-02")
                .isPending("EUR 120.00")
                .toBeCollectedOn("2026-04-07")
                .runsEachDayThrough("2026-04-07")
                .isCollected("EUR 120.00")
                .andNothingElseHappened();
    }

    @Test
    void a_direct_debit_that_nobody_handed_in_keeps_its_lead_time() {
        // nobody ran from Thursday the 2nd to Monday the 20th
        WatchedGateway gateway = WatchedGateway.over(SandboxGateway.create());
        scenario("Europe/Berlin")
                .through(gateway)
                .given(YEAR)
                .given(customer("ada").payingBy(DIRECT_DEBIT))
                .on("2026-04-02")
                .subscribes("ada", "year")
                .isInvoiced("year 2026-04-02..2027-04-02 EUR 120.00")
                .on("2026-04-20")
                .runsBilling();

        assertThat(gateway.charges())
                .singleElement()
                .satisfies(request -> assertThat(request.collectOn()).isEqualTo(day("2026-04-21")));
    }

    @Test
    void a_direct_debit_returned_for_lack_of_funds_is_tried_again() {
        // collected on Wednesday the 2nd, back on the 10th, tried on Sunday the 13th for Tuesday the 15th
        scenario("Europe/Berlin")
                .given(YEAR)
                .given(customer("ada").payingBy(DIRECT_DEBIT))
                .gatewayAnswers("ada", SETTLE_THEN_RETURN, SETTLE)
                .on("2025-04-01")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-04-01..2026-04-01 EUR 120.00")
                .runsBilling()
                .isPending("EUR 120.00")
                .on("2025-04-02")
                .runsBilling()
                .isCollected("EUR 120.00")
                .owes("EUR 0.00")
                .runsEachDayThrough("2025-04-10")
                .account("ada")
                .isReturned("EUR 120.00")
                .owes("EUR 120.00")
                .runsEachDayThrough("2025-04-12")
                .nothingHappens()
                .runsEachDayThrough("2025-04-13")
                .isPending("EUR 120.00")
                .toBeCollectedOn("2025-04-15")
                .runsEachDayThrough("2025-04-15")
                .isCollected("EUR 120.00")
                .owes("EUR 0.00")
                .hasPaidThroughGateway("EUR 120.00")
                .andNothingElseHappened();
    }

    @Test
    void a_direct_debit_that_keeps_coming_back_is_not_tried_for_ever() {
        Shop shop = Shop.over(emptyStore(), "Europe/Berlin", "2025-04-01").offers(YEAR);
        shop.sandbox().byDefault(SETTLE_THEN_RETURN).returnAfterDays(2);
        AboEngine engine = shop.engine();
        engine.accounts().open(customer("ada").payingBy(DIRECT_DEBIT).account());
        engine.subscriptions().subscribe(Command.Subscribe.to("ada", "year"));
        for (int day = 0; day < 180; day++) {
            shop.on(day("2025-04-01").plusDays(day).toString());
            shop.notices().forEach(notice -> engine.payments().notice(notice));
            engine.run(RunRequest.all());
        }

        assertThat(engine.payments().attempts(AccountId.of("ada"))).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void a_direct_debit_returned_for_another_reason_is_not_tried_again_and_climbs_a_new_ladder() {
        scenario("Europe/Berlin")
                .given(YEAR)
                .given(customer("ada").payingBy(DIRECT_DEBIT))
                .with(settings -> settings.withDunning(REMINDERS))
                .on("2025-04-01")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-04-01..2026-04-01 EUR 120.00")
                .dueOn("2025-04-15")
                .runsBilling()
                .isPending("EUR 120.00")
                .on("2025-04-02")
                .runsBilling()
                .isCollected("EUR 120.00")
                .on("2025-04-20")
                .bankReturns("ada", "MD01")
                .isReturned("EUR 120.00")
                .tells(EventType.PAYMENT_RETURNED)
                .owes("EUR 120.00")
                .runsEachDayThrough("2025-04-22")
                .nothingHappens()
                .runsEachDayThrough("2025-04-23")
                .isReminded("RE-2025-000001 level 1 friendly EUR 120.00")
                .runsEachDayThrough("2025-05-04")
                .isReminded("RE-2025-000001 level 2 first EUR 120.00")
                .issuedOn("2025-05-04")
                .andNothingElseHappened();
    }

    @Test
    void a_part_that_is_charged_back_opens_that_part_only() {
        Scenario story = adaPaysByCard().runsBilling().isCollected("EUR 120.00").on("2025-04-20");
        story.gives(new GatewayNotice(
                        "sandbox",
                        "complaint-1",
                        story.lastKeyOf("ada"),
                        new Outcome.ChargedBack("13.1"),
                        Money.parse("EUR 50.00"),
                        Instant.parse("2025-04-20T10:00:00Z")))
                .owes("EUR 50.00");
    }

    @Test
    void money_that_went_back_takes_customer_credit_with_it() {
        // ada paid by card and by transfer, so the transfer became credit; then the card's money goes back
        adaPaysByCard()
                .runsBilling()
                .isCollected("EUR 120.00")
                .transfers("ada", "EUR 120.00")
                .hasCredit("EUR 120.00")
                .on("2025-04-20")
                .bankReturns("ada", "4853")
                .isReturned("EUR 120.00")
                .owes("EUR 0.00")
                .andNothingElseHappened();
    }

    @Test
    void money_that_became_credit_and_went_back_takes_the_credit_and_not_the_payment() {
        // ada paid the document by transfer while the debit was on its way, so the debit became credit
        scenario("Europe/Berlin")
                .given(YEAR)
                .given(customer("ada").payingBy(DIRECT_DEBIT))
                .with(settings -> settings.withDunning(REMINDERS))
                .on("2025-04-01")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-04-01..2026-04-01 EUR 120.00")
                .runsBilling()
                .isPending("EUR 120.00")
                .transfers("ada", "EUR 120.00")
                .on("2025-04-02")
                .runsBilling()
                .isCollected("EUR 120.00")
                .hasCredit("EUR 120.00")
                .on("2025-04-20")
                .bankReturns("ada", "MD06")
                .isReturned("EUR 120.00")
                .owes("EUR 0.00")
                .hasCredit("EUR 0.00")
                .runsEachDayThrough("2025-05-31")
                .andNothingElseHappened();
    }

    @Test
    void a_document_that_was_credited_stays_settled_when_its_money_goes_back() {
        scenario("Europe/Berlin")
                .given(YEAR)
                .given(customer("ada").payingBy(DIRECT_DEBIT))
                .on("2025-04-01")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-04-01..2026-04-01 EUR 120.00")
                .runsBilling()
                .isPending("EUR 120.00")
                .cancels("ada", Timing.now(), PaidDays.CREDIT)
                .isCredited("year 2025-04-01..2026-04-01 EUR -120.00")
                .on("2025-04-02")
                .runsBilling()
                .isCollected("EUR 120.00")
                .hasCredit("EUR 120.00")
                .on("2025-04-20")
                .bankReturns("ada", "MD06")
                .isReturned("EUR 120.00")
                .hasCredit("EUR 0.00")
                .owes("EUR 0.00")
                .andNothingElseHappened();
    }

    @Test
    void credit_pays_a_document_that_is_open_again() {
        adaPaysByCard()
                .with(settings -> settings.withDunning(REMINDERS))
                .runsBilling()
                .isCollected("EUR 120.00")
                .isGivenCredit("ada", "EUR 200.00")
                .hasCredit("EUR 200.00")
                .on("2025-04-20")
                .bankReturns("ada", "4853")
                .isReturned("EUR 120.00")
                .owes("EUR -80.00")
                .runsEachDayThrough("2025-05-31")
                .hasCredit("EUR 80.00")
                .andNothingElseHappened();
    }

    @Test
    void notices_count_once_and_in_any_order() {
        Scenario story = scenario("Europe/Berlin")
                .given(YEAR)
                .given(customer("ada").payingBy(DIRECT_DEBIT))
                .gatewayAnswers("ada", PEND)
                .on("2025-04-01")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-04-01..2026-04-01 EUR 120.00")
                .runsBilling()
                .isPending("EUR 120.00");
        SandboxGateway sandbox = story.sandbox();
        GatewayNotice settled = sandbox.settle(story.lastKeyOf("ada"));
        GatewayNotice returned = sandbox.giveBack(story.lastKeyOf("ada"), "MD01");

        story.on("2025-04-12")
                .gives(returned)
                .isReturned("EUR 120.00")
                .owes("EUR 120.00")
                .givesAgain(returned)
                .gives(settled)
                .owes("EUR 120.00")
                .givesAgain(settled)
                .givesAgain(returned)
                .runsEachDayThrough("2025-04-30")
                .owes("EUR 120.00")
                .andNothingElseHappened();
    }

    @Test
    void the_same_event_under_another_notice_does_not_count_either() {
        Scenario story = adaPaysByCard()
                .gatewayAnswers("ada", PEND)
                .runsBilling()
                .isPending("EUR 120.00")
                .gatewaySettles("ada")
                .isCollected("EUR 120.00")
                .gatewaySettles("ada")
                .owes("EUR 0.00");
        story.on("2025-04-10")
                .bankReturns("ada", "MD06")
                .isReturned("EUR 120.00")
                .gives(new GatewayNotice(
                        "sandbox",
                        "another-id",
                        story.lastKeyOf("ada"),
                        new Outcome.Returned("MD06"),
                        Money.parse("EUR 120.00"),
                        Instant.parse("2025-04-10T12:00:00Z")))
                .owes("EUR 120.00")
                .andNothingElseHappened();
    }

    @Test
    void a_notice_for_an_unknown_charge_is_refused() {
        adaPaysByCard()
                .does(
                        "ada",
                        "somebody sends a notice of somebody else's charge",
                        desks -> desks.payments()
                                .notice(notice(
                                        "1",
                                        new IdempotencyKey("other/ada/1/1"),
                                        new Outcome.Settled(new GatewayReference("x")))))
                .isInvalid("charge", "no attempt has this key")
                .runsBilling()
                .isCollected("EUR 120.00")
                .andNothingElseHappened();
    }

    // --- customers who pay by themselves ---------------------------------------------------------------------------

    @Test
    void a_transfer_before_the_gateway_is_asked_withdraws_the_attempt() {
        adaPaysByCard()
                .transfers("ada", "EUR 120.00")
                .isWithdrawn("EUR 120.00")
                .owes("EUR 0.00")
                .runsBilling()
                .hasPaidThroughGateway("EUR 0.00")
                .andNothingElseHappened();
    }

    @Test
    void a_transfer_of_a_part_leaves_the_rest_to_be_collected() {
        adaPaysByCard()
                .transfers("ada", "EUR 45.50")
                .runsBilling()
                .isCollected("EUR 74.50")
                .owes("EUR 0.00")
                .andNothingElseHappened();
    }

    @Test
    void a_transfer_between_two_tries_withdraws_the_next() {
        adaPaysByCard()
                .gatewayAnswers("ada", DECLINE_RETRY)
                .runsBilling()
                .isDeclined("EUR 120.00")
                .on("2025-04-02")
                .transfers("ada", "EUR 120.00")
                .isWithdrawn("EUR 120.00")
                .runsEachDayThrough("2025-04-30")
                .hasPaidThroughGateway("EUR 0.00")
                .andNothingElseHappened();
    }

    @Test
    void a_transfer_while_the_gateway_works_makes_the_second_payment_customer_credit() {
        scenario("Europe/Berlin")
                .given(YEAR)
                .given(customer("ada").payingBy(DIRECT_DEBIT))
                .on("2025-04-01")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-04-01..2026-04-01 EUR 120.00")
                .runsBilling()
                .isPending("EUR 120.00")
                .transfers("ada", "EUR 120.00")
                .owes("EUR 0.00")
                .on("2025-04-02")
                .runsBilling()
                .isCollected("EUR 120.00")
                .tells(EventType.PAYMENT_SETTLED, EventType.CREDIT_GRANTED)
                .hasCredit("EUR 120.00")
                .owes("EUR -120.00")
                .andNothingElseHappened();
    }

    @Test
    void a_downgrade_while_the_gateway_works_makes_the_difference_customer_credit() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .given(customer("ada").payingBy(DIRECT_DEBIT))
                .on("2025-04-01")
                .subscribes("ada", "team")
                .isInvoiced("team 2025-04-01..2025-05-01 EUR 40.00")
                .runsBilling()
                .isPending("EUR 40.00")
                .changesPlan("ada", "basic")
                .isCredited("team 2025-04-01..2025-05-01 EUR -40.00", "basic 2025-04-01..2025-05-01 EUR 10.00")
                .owes("EUR 10.00")
                .on("2025-04-02")
                .runsBilling()
                .isCollected("EUR 40.00")
                .hasCredit("EUR 30.00")
                .owes("EUR -30.00")
                .andNothingElseHappened();
    }

    // --- another way of paying -------------------------------------------------------------------------------------

    @Test
    void who_paid_by_transfer_and_gives_a_card_is_charged_what_is_open() {
        scenario("Europe/Berlin")
                .given(YEAR)
                .on("2025-04-01")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-04-01..2026-04-01 EUR 120.00")
                .runsBilling()
                .nothingHappens()
                .on("2025-04-10")
                .changesPaymentMethod("ada", CARD)
                .runsBilling()
                .isCollected("EUR 120.00")
                .byWayOf(CARD)
                .andNothingElseHappened();
    }

    @Test
    void another_card_is_charged_after_the_first_was_refused() {
        WatchedGateway gateway = WatchedGateway.over(SandboxGateway.create().next("ada", DECLINE_HARD, SETTLE));
        adaPaysByCard()
                .through(gateway)
                .runsBilling()
                .isDeclined("EUR 120.00")
                .on("2025-04-10")
                .changesPaymentMethod("ada", CARD)
                .runsBilling()
                .isCollected("EUR 120.00")
                .andNothingElseHappened();
        assertThat(gateway.charges())
                .extracting(r -> r.token().orElseThrow().value())
                .containsExactly("token-of-ada", "new-token-of-ada");
    }

    @Test
    void a_direct_debit_that_was_not_handed_in_yet_gives_way_to_a_card() {
        scenario("Europe/Berlin")
                .given(YEAR)
                .given(customer("ada").payingBy(DIRECT_DEBIT))
                .with(settings -> settings.withDirectDebitNoticeDays(14))
                .on("2025-04-01")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-04-01..2026-04-01 EUR 120.00")
                .runsBilling()
                .changesPaymentMethod("ada", CARD)
                .isWithdrawn("EUR 120.00")
                .runsBilling()
                .isCollected("EUR 120.00")
                .byWayOf(CARD)
                .runsEachDayThrough("2025-04-30")
                .hasPaidThroughGateway("EUR 120.00")
                .andNothingElseHappened();
    }

    @Test
    void a_direct_debit_that_is_on_its_way_is_not_charged_to_the_card_as_well() {
        scenario("Europe/Berlin")
                .given(YEAR)
                .given(customer("ada").payingBy(DIRECT_DEBIT))
                .on("2025-04-01")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-04-01..2026-04-01 EUR 120.00")
                .runsBilling()
                .isPending("EUR 120.00")
                .changesPaymentMethod("ada", CARD)
                .runsBilling()
                .nothingHappens()
                .on("2025-04-02")
                .runsBilling()
                .isCollected("EUR 120.00")
                .byWayOf(DIRECT_DEBIT)
                .hasPaidThroughGateway("EUR 120.00")
                .andNothingElseHappened();
    }

    @Test
    void who_goes_back_to_paying_by_transfer_is_not_charged_any_more() {
        adaPaysByCard()
                .changesPaymentMethod("ada", INVOICE)
                .isWithdrawn("EUR 120.00")
                .runsEachDayThrough("2025-04-30")
                .owes("EUR 120.00")
                .hasPaidThroughGateway("EUR 0.00")
                .andNothingElseHappened();
    }

    @Test
    void a_document_that_was_a_draft_when_the_card_was_given_is_charged_to_it() {
        scenario("Europe/Berlin")
                .given(YEAR)
                .with(settings -> settings.withDraftDays(2))
                .on("2025-04-01")
                .subscribes("ada", "year")
                .isDrafted("year 2025-04-01..2026-04-01 EUR 120.00")
                .on("2025-04-02")
                .changesPaymentMethod("ada", CARD)
                .on("2025-04-03")
                .runsBilling()
                .isInvoiced("year 2025-04-01..2026-04-01 EUR 120.00")
                .isCollected("EUR 120.00")
                .byWayOf(CARD)
                .andNothingElseHappened();
    }

    // --- one database, one gateway, no double charges --------------------------------------------------------------

    @Test
    void a_copy_of_the_database_sends_nothing_and_says_so() {
        adaPaysByCard()
                .inEnvironment("staging")
                .runsBilling()
                .sendsNothing("'scenario'")
                .sees(engine -> assertThat(engine.run(RunRequest.all()).collectionBlocked())
                        .get()
                        .asString()
                        .contains("'staging'"))
                .hasPaidThroughGateway("EUR 0.00")
                .on("2026-04-01")
                .runsBilling()
                .sendsNothing("nothing is sent to gateways")
                .isInvoiced("year 2026-04-01..2027-04-01 EUR 120.00")
                .inEnvironment("scenario")
                .runsBilling()
                .isCollected("EUR 120.00")
                .isCollected("EUR 120.00")
                .hasPaidThroughGateway("EUR 240.00")
                .andNothingElseHappened();
    }

    @Test
    void an_engine_without_gateways_does_not_decide_which_environment_it_is() {
        Shop shop = Shop.over(emptyStore(), "Europe/Berlin", "2025-04-01").offers(YEAR);
        shop.through().withoutEnvironment().engine().run(RunRequest.all());

        shop.through(shop.sandbox()).in("production");
        AboEngine engine = shop.engine();
        engine.accounts().open(customer("ada").payingBy(CARD).account());
        engine.subscriptions().subscribe(Command.Subscribe.to("ada", "year"));

        RunReport report = engine.run(RunRequest.all());

        assertThat(report.collectionBlocked()).isEmpty();
        assertThat(shop.sandbox().captured("ada", Currency.EUR)).isEqualTo(Money.parse("EUR 120.00"));
    }

    @Test
    void engines_that_run_at_once_charge_everybody_once() throws Exception {
        int accounts = 40;
        int engines = 4;
        Store store = emptyStore();
        Shop shop = Shop.over(store, "Europe/Berlin", "2025-04-01").offers(BASIC);
        WatchedGateway gateway = WatchedGateway.over(shop.sandbox());
        shop.through(gateway);
        AboEngine first = shop.engine();
        for (int i = 0; i < accounts; i++) {
            String id = "customer-" + i;
            first.accounts().open(customer(id).payingBy(CARD).account());
            first.subscriptions().subscribe(Command.Subscribe.to(id, "basic"));
        }
        shop.on("2025-06-01");

        ExecutorService threads = Executors.newFixedThreadPool(engines);
        CyclicBarrier start = new CyclicBarrier(engines);
        List<Future<RunReport>> runs = new ArrayList<>();
        for (int i = 0; i < engines; i++) {
            AboEngine engine = shop.engine();
            runs.add(threads.submit(() -> {
                start.await(30, TimeUnit.SECONDS);
                return engine.run(RunRequest.all().batchSize(7));
            }));
        }
        long documents = 0;
        for (Future<RunReport> run : runs) {
            RunReport report = run.get(60, TimeUnit.SECONDS);
            documents += report.documents();
            assertThat(report.broken()).isEmpty();
        }
        threads.shutdown();
        shop.engine().run(RunRequest.all());

        assertThat(documents).isEqualTo(2L * accounts);
        assertThat(gateway.keys()).hasSize(3 * accounts).doesNotHaveDuplicates();
        for (int i = 0; i < accounts; i++) {
            assertThat(shop.sandbox().captured("customer-" + i, Currency.EUR)).isEqualTo(Money.parse("EUR 30.00"));
            assertThat(shop.engine().accounts().balance(AccountId.of("customer-" + i)))
                    .isEqualTo(Money.parse("EUR 0.00"));
        }
        assertThat(Audit.of(store)).isEmpty();
        assertThat(Audit.of(store, shop.sandbox())).isEmpty();
    }

    @Test
    void a_second_run_during_the_call_leaves_the_attempt_alone() throws Exception {
        Shop shop = Shop.over(emptyStore(), "Europe/Berlin", "2025-04-01").offers(BASIC);
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        WatchedGateway gateway = WatchedGateway.over(shop.sandbox()).beforeCharge(request -> {
            called.countDown();
            await(goOn);
        });
        shop.through(gateway);
        AboEngine engine = shop.engine();
        engine.accounts().open(customer("ada").payingBy(CARD).account());
        engine.subscriptions().subscribe(Command.Subscribe.to("ada", "basic"));

        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<RunReport> first = thread.submit(() -> engine.run(RunRequest.all()));
        await(called);
        RunReport second = shop.engine().run(RunRequest.all());
        engine.payments().receive(AccountId.of("ada"), Money.parse("EUR 10.00")); // nothing is locked during the call
        goOn.countDown();
        first.get(30, TimeUnit.SECONDS);
        thread.shutdown();

        assertThat(second.payments()).isEmpty();
        assertThat(gateway.charges()).hasSize(1);
        assertThat(shop.engine().accounts().balance(AccountId.of("ada"))).isEqualTo(Money.parse("EUR -10.00"));
        assertThat(Audit.of(shop.store(), shop.sandbox())).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void the_money_at_the_gateway_is_the_money_in_the_books() {
        Store store = emptyStore();
        Shop shop = Shop.over(store, "Europe/Berlin", "2025-01-01")
                .offers(BASIC, TEAM)
                .with(settings -> settings.withDunning(REMINDERS));
        List<String> accounts = IntStream.range(0, SandboxOutcome.values().length)
                .mapToObj(i -> "customer-" + i)
                .toList();
        for (String id : accounts) {
            SandboxOutcome one = SandboxOutcome.values()[accounts.indexOf(id)];
            SandboxOutcome other = SandboxOutcome.values()[(accounts.indexOf(id) * 3 + 1) % accounts.size()];
            shop.sandbox().next(id, one, other, one, SETTLE, other);
            shop.engine()
                    .accounts()
                    .open(customer(id)
                            .payingBy(accounts.indexOf(id) % 2 == 0 ? CARD : DIRECT_DEBIT)
                            .account());
            shop.engine().subscriptions().subscribe(Command.Subscribe.to(id, "team"));
        }
        for (int day = 1; day < 90; day++) {
            shop.on(day("2025-01-01").plusDays(day).toString());
            shop.notices().forEach(notice -> shop.engine().payments().notice(notice));
            RunReport report = shop.engine().run(RunRequest.all());
            assertThat(report.broken()).isEmpty();
            if (day == 40) {
                for (String id : accounts) {
                    var contract = shop.engine()
                            .subscriptions()
                            .list(AccountId.of(id))
                            .get(0)
                            .id();
                    shop.engine().subscriptions().changePlan(Command.ChangePlan.of(contract, "basic"));
                }
            }
        }
        for (String id : accounts) { // what still pends is told at last
            shop.engine().payments().attempts(AccountId.of(id)).stream()
                    .filter(a -> a.state() == AttemptState.PENDING)
                    .forEach(a -> shop.engine().payments().notice(shop.sandbox().settle(a.key())));
        }

        assertThat(Audit.of(store)).isEmpty();
        assertThat(Audit.of(store, shop.sandbox())).isEmpty();
        assertThat(accounts)
                .allSatisfy(id -> assertThat(shop.engine().payments().attempts(AccountId.of(id)))
                        .isNotEmpty());
    }
}
