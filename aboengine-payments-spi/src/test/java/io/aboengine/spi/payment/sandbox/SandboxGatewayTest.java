package io.aboengine.spi.payment.sandbox;

import static io.aboengine.spi.payment.PaymentMethodKind.CARD;
import static io.aboengine.spi.payment.PaymentMethodKind.DIRECT_DEBIT;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.AUTHENTICATE;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.DECLINE_HARD;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.DECLINE_RETRY;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.DECLINE_UPDATE_METHOD;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.PEND;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.SETTLE;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.SETTLE_THEN_RETURN;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.TECHNICAL;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.TIMEOUT;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.TIMEOUT_SETTLED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.payment.ChargeRequest;
import io.aboengine.spi.payment.ChargeResult;
import io.aboengine.spi.payment.ChargeResult.Declined;
import io.aboengine.spi.payment.ChargeResult.Pending;
import io.aboengine.spi.payment.ChargeResult.Settled;
import io.aboengine.spi.payment.ChargeResult.Unknown;
import io.aboengine.spi.payment.DeclineAdvice;
import io.aboengine.spi.payment.GatewayNotice;
import io.aboengine.spi.payment.GatewayNotice.Outcome;
import io.aboengine.spi.payment.GatewayReference;
import io.aboengine.spi.payment.IdempotencyKey;
import io.aboengine.spi.payment.LookupResult.Found;
import io.aboengine.spi.payment.LookupResult.NotFound;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.RefundRequest;
import io.aboengine.spi.payment.RefundResult;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SandboxGatewayTest {
    private static final GatewayReference FIRST = new GatewayReference("sandbox-charge-1");

    private final SandboxGateway gateway = SandboxGateway.create();

    // --- outcomes ---------------------------------------------------------------------------------------------------

    @Test
    void everything_settles_unless_told_otherwise() {
        assertThat(charge("k1", "ada", CARD, "EUR 12.90", "2026-03-02")).isEqualTo(new Settled(FIRST));
        assertCaptured("ada", "EUR 12.90");
        assertThat(gateway.lastKeyOf("ada")).contains(key("k1"));
        assertThat(gateway.lastKeyOf("ben")).isEmpty();
    }

    @Test
    void each_new_key_takes_the_next_planned_outcome_and_then_the_default() {
        gateway.byDefault(DECLINE_HARD).next("ada", DECLINE_RETRY, SETTLE);

        assertThat(chargeCard("k1", "ada"))
                .isEqualTo(declined(new DeclineAdvice.RetryLater(Optional.empty()), "insufficient_funds"));
        assertThat(chargeCard("k1", "ada")).isInstanceOf(Declined.class);
        assertThat(chargeCard("k2", "ada")).isInstanceOf(Settled.class);
        assertThat(chargeCard("k3", "ada")).isEqualTo(declined(new DeclineAdvice.HardStop(), "do_not_try_again"));
        assertThat(chargeCard("k4", "ben")).isInstanceOf(Declined.class);
        assertCaptured("ada", "EUR 12.90");
        assertCaptured("ben", "EUR 0.00");
    }

    @Test
    void a_new_plan_replaces_the_old_and_an_empty_one_returns_to_the_default() {
        gateway.next("ada", DECLINE_HARD, DECLINE_HARD).next("ada", PEND);
        assertThat(chargeCard("k1", "ada")).isInstanceOf(Pending.class);

        gateway.next("ada", DECLINE_HARD).next("ada");
        assertThat(chargeCard("k2", "ada")).isInstanceOf(Settled.class);
    }

    @Test
    void each_decline_has_its_advice() {
        gateway.next("ada", DECLINE_UPDATE_METHOD, TECHNICAL, AUTHENTICATE);

        assertThat(chargeCard("k1", "ada")).isEqualTo(declined(new DeclineAdvice.UpdateMethod(), "method_expired"));
        assertThat(chargeCard("k2", "ada")).isEqualTo(declined(new DeclineAdvice.Technical(), "technical_error"));
        assertThat(((Declined) chargeCard("k3", "ada")).advice()).isInstanceOf(DeclineAdvice.Authenticate.class);
        assertCaptured("ada", "EUR 0.00");
    }

    @Test
    void a_lost_request_leaves_the_key_as_if_never_used() {
        gateway.next("ada", TIMEOUT, SETTLE);

        assertThat(chargeCard("k1", "ada")).isInstanceOf(Unknown.class);
        assertThat(gateway.lookup(key("k1"))).isEqualTo(new NotFound());
        assertThat(gateway.lastKeyOf("ada")).contains(key("k1"));
        assertCaptured("ada", "EUR 0.00");

        assertThat(chargeCard("k1", "ada")).isInstanceOf(Settled.class);
        assertCaptured("ada", "EUR 12.90");
    }

    @Test
    void a_lost_answer_is_found_later() {
        gateway.next("ada", TIMEOUT_SETTLED);

        assertThat(chargeCard("k1", "ada")).isInstanceOf(Unknown.class);
        assertCaptured("ada", "EUR 12.90");
        assertThat(gateway.lookup(key("k1"))).isEqualTo(new Found(new Settled(FIRST)));
        assertThat(chargeCard("k1", "ada")).isEqualTo(new Settled(FIRST));
        assertCaptured("ada", "EUR 12.90");
    }

    // --- days -------------------------------------------------------------------------------------------------------

    @Test
    void a_direct_debit_is_pending_until_its_collection_day() {
        gateway.moveTo(day("2026-03-02"));

        Pending pending = new Pending(FIRST, Optional.of(day("2026-03-05")));
        assertThat(charge("k1", "ada", DIRECT_DEBIT, "EUR 10.00", "2026-03-05")).isEqualTo(pending);
        gateway.moveTo(day("2026-03-04"));
        assertThat(gateway.lookup(key("k1"))).isEqualTo(new Found(pending));
        assertCaptured("ada", "EUR 0.00");

        assertThat(gateway.moveTo(day("2026-03-05"))).isEmpty();
        assertThat(gateway.lookup(key("k1"))).isEqualTo(new Found(new Settled(FIRST)));
        assertCaptured("ada", "EUR 10.00");
    }

    @Test
    void without_a_day_the_collection_day_is_today() {
        assertThat(charge("k1", "ada", DIRECT_DEBIT, "EUR 10.00", "2026-03-05")).isInstanceOf(Settled.class);
        assertThat(gateway.settle(key("k1")).occurredAt()).isEqualTo(Instant.parse("2026-03-05T12:00:00Z"));
    }

    @Test
    void a_card_is_charged_at_once_whatever_the_collection_day() {
        gateway.moveTo(day("2026-03-02"));

        assertThat(charge("k1", "ada", CARD, "EUR 10.00", "2026-03-05")).isInstanceOf(Settled.class);
    }

    @Test
    void money_planned_to_come_back_comes_back_eight_days_after_it_was_taken() {
        gateway.next("ada", SETTLE_THEN_RETURN).moveTo(day("2026-03-02"));
        charge("k1", "ada", DIRECT_DEBIT, "EUR 10.00", "2026-03-05");

        assertThat(gateway.moveTo(day("2026-03-12"))).isEmpty();
        assertThat(gateway.moveTo(day("2026-03-13")))
                .containsExactly(new GatewayNotice(
                        "sandbox",
                        "sandbox-notice-1",
                        key("k1"),
                        new Outcome.Returned("AM04"),
                        Money.parse("EUR 10.00"),
                        Instant.parse("2026-03-13T12:00:00Z")));
        assertThat(gateway.moveTo(day("2026-03-13"))).isEmpty();
        assertThat(gateway.returned("ada", Currency.EUR)).isEqualTo(Money.parse("EUR 10.00"));
        assertCaptured("ada", "EUR 10.00");
    }

    @Test
    void one_long_move_settles_and_returns_in_the_order_of_the_days() {
        gateway.byDefault(SETTLE_THEN_RETURN).returnAfterDays(3).moveTo(day("2026-03-02"));
        charge("k1", "ada", DIRECT_DEBIT, "EUR 10.00", "2026-03-09");
        charge("k2", "ben", DIRECT_DEBIT, "EUR 20.00", "2026-03-05");

        List<GatewayNotice> notices = gateway.moveTo(day("2026-04-30"));

        assertThat(notices).extracting(GatewayNotice::charge).containsExactly(key("k2"), key("k1"));
        assertThat(notices)
                .extracting(GatewayNotice::occurredAt)
                .containsExactly(Instant.parse("2026-03-08T12:00:00Z"), Instant.parse("2026-03-12T12:00:00Z"));
    }

    @Test
    void what_was_refunded_does_not_come_back_a_second_time() {
        gateway.next("ada", SETTLE_THEN_RETURN, SETTLE_THEN_RETURN);
        charge("k1", "ada", CARD, "EUR 10.00", "2026-03-02");
        charge("k2", "ada", CARD, "EUR 10.00", "2026-03-02");
        refund("r1", "ada", "sandbox-charge-1", "EUR 4.00");
        refund("r2", "ada", "sandbox-charge-2", "EUR 10.00");

        assertThat(gateway.moveTo(day("2026-03-10")))
                .extracting(GatewayNotice::amount)
                .containsExactly(Money.parse("EUR 6.00"));
    }

    @Test
    void the_day_does_not_move_backwards() {
        gateway.moveTo(day("2026-03-02"));

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> gateway.moveTo(day("2026-03-01")))
                .withMessage("day: must not be before 2026-03-02, was 2026-03-01");
    }

    // --- notices ----------------------------------------------------------------------------------------------------

    @Test
    void a_pending_charge_settles_when_told_to_and_each_notice_is_new() {
        gateway.byDefault(PEND).moveTo(day("2026-03-04"));
        assertThat(charge("k1", "ada", CARD, "EUR 10.00", "2026-03-02"))
                .isEqualTo(new Pending(FIRST, Optional.empty()));

        GatewayNotice first = gateway.settle(key("k1"));
        GatewayNotice second = gateway.settle(key("k1"));

        assertThat(first)
                .isEqualTo(new GatewayNotice(
                        "sandbox",
                        "sandbox-notice-1",
                        key("k1"),
                        new Outcome.Settled(FIRST),
                        Money.parse("EUR 10.00"),
                        Instant.parse("2026-03-04T12:00:00Z")));
        assertThat(second.noticeId()).isEqualTo("sandbox-notice-2");
        assertThat(second.outcome()).isEqualTo(first.outcome());
        assertCaptured("ada", "EUR 10.00");
    }

    @Test
    void a_pending_charge_fails_when_told_to_and_cannot_settle_any_more() {
        gateway.next("ada", PEND);
        chargeCard("k1", "ada");

        assertThat(gateway.fail(key("k1")).outcome())
                .isEqualTo(new Outcome.Failed(new DeclineAdvice.RetryLater(Optional.empty()), "insufficient_funds"));
        assertThat(gateway.lookup(key("k1")))
                .isInstanceOfSatisfying(
                        Found.class, found -> assertThat(found.result()).isInstanceOf(Declined.class));
        assertRefused(() -> gateway.settle(key("k1")));
        assertCaptured("ada", "EUR 0.00");
    }

    @Test
    void a_direct_debit_that_failed_before_its_day_does_not_settle_on_it() {
        gateway.moveTo(day("2026-03-02"));
        charge("k1", "ada", DIRECT_DEBIT, "EUR 10.00", "2026-03-05");
        gateway.fail(key("k1"));

        gateway.moveTo(day("2026-03-05"));

        assertCaptured("ada", "EUR 0.00");
    }

    @Test
    void a_settled_charge_is_given_back_in_parts_but_never_more_than_is_left() {
        chargeCard("k1", "ada");
        refund("r1", "ada", "sandbox-charge-1", "EUR 2.90");

        GatewayNotice part = gateway.giveBack(key("k1"), Money.parse("EUR 4.00"), "MD06");
        assertThat(part.outcome()).isEqualTo(new Outcome.Returned("MD06"));
        assertRefused(() -> gateway.giveBack(key("k1"), Money.parse("EUR 6.01"), "MD06"));
        GatewayNotice rest = gateway.chargeBack(key("k1"), "fraud");
        assertThat(rest.outcome()).isEqualTo(new Outcome.ChargedBack("fraud"));
        assertThat(rest.amount()).isEqualTo(Money.parse("EUR 6.00"));
        assertRefused(() -> gateway.giveBack(key("k1"), "AM04"));

        assertThat(gateway.returned("ada", Currency.EUR)).isEqualTo(Money.parse("EUR 10.00"));
        assertThat(gateway.refunded("ada", Currency.EUR)).isEqualTo(Money.parse("EUR 2.90"));
    }

    @Test
    void nothing_is_told_of_a_charge_the_sandbox_never_saw() {
        gateway.next("ada", TIMEOUT);
        chargeCard("k1", "ada");

        assertRefused(() -> gateway.settle(key("k1")));
        assertRefused(() -> gateway.fail(key("k1")));
        assertRefused(() -> gateway.giveBack(key("k1"), "AM04"));
    }

    @Test
    void a_settled_charge_does_not_fail_and_a_declined_one_is_not_given_back() {
        gateway.next("ada", SETTLE, DECLINE_HARD);
        chargeCard("k1", "ada");
        chargeCard("k2", "ada");

        assertRefused(() -> gateway.fail(key("k1")));
        assertRefused(() -> gateway.giveBack(key("k2"), "AM04"));
    }

    // --- refunds ----------------------------------------------------------------------------------------------------

    @Test
    void a_refund_needs_a_settled_charge_of_the_same_account_and_currency() {
        gateway.next("ada", SETTLE, PEND);
        chargeCard("k1", "ada");
        chargeCard("k2", "ada");

        assertThat(refund("r1", "ada", "nowhere", "EUR 1.00")).isEqualTo(new RefundResult.Refused("unknown_charge"));
        assertThat(refund("r2", "ben", "sandbox-charge-1", "EUR 1.00"))
                .isEqualTo(new RefundResult.Refused("unknown_charge"));
        assertThat(refund("r3", "ada", "sandbox-charge-1", "USD 1.00"))
                .isEqualTo(new RefundResult.Refused("wrong_currency"));
        assertThat(refund("r4", "ada", "sandbox-charge-2", "EUR 1.00"))
                .isEqualTo(new RefundResult.Refused("more_than_captured"));
        assertThat(refund("r5", "ada", "sandbox-charge-1", "EUR 1.00"))
                .isEqualTo(new RefundResult.Refunded(new GatewayReference("sandbox-refund-1")));
        assertThat(gateway.refunded("ada", Currency.EUR)).isEqualTo(Money.parse("EUR 1.00"));
        assertThat(gateway.refunded("ada", Currency.USD)).isEqualTo(Money.parse("USD 0.00"));
    }

    // ----------------------------------------------------------------------------------------------------------------

    private ChargeResult chargeCard(String key, String account) {
        return charge(key, account, CARD, "EUR 12.90", "2026-03-02");
    }

    private ChargeResult charge(String key, String account, PaymentMethodKind method, String amount, String collectOn) {
        return gateway.charge(new ChargeRequest(
                key(key),
                account,
                Money.parse(amount),
                method,
                Optional.empty(),
                "Invoice 1",
                day(collectOn),
                Optional.empty()));
    }

    private RefundResult refund(String key, String account, String charge, String amount) {
        return gateway.refund(new RefundRequest(
                key(key), account, new GatewayReference(charge), Money.parse(amount), "Refund of invoice 1"));
    }

    private static Declined declined(DeclineAdvice advice, String code) {
        return new Declined(advice, code);
    }

    private static IdempotencyKey key(String value) {
        return new IdempotencyKey(value);
    }

    private static LocalDate day(String date) {
        return LocalDate.parse(date);
    }

    private void assertCaptured(String account, String amount) {
        assertThat(gateway.captured(account, Currency.EUR)).isEqualTo(Money.parse(amount));
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(call);
    }
}
