package io.aboengine.scenario;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.calendar.BillingInterval.YEARLY;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Offer.plan;
import static io.aboengine.spi.payment.PaymentMethodKind.CARD;
import static io.aboengine.spi.payment.PaymentMethodKind.DIRECT_DEBIT;
import static io.aboengine.spi.payment.PaymentMethodKind.INVOICE;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.DECLINE_HARD;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.DECLINE_RETRY;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.PEND;
import static io.aboengine.spi.payment.sandbox.SandboxOutcome.SETTLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.AccessDesk;
import io.aboengine.account.Command.PaidDays;
import io.aboengine.account.CreditPolicy;
import io.aboengine.account.Timing;
import io.aboengine.dunning.DunningAction;
import io.aboengine.dunning.DunningLevel;
import io.aboengine.dunning.DunningPolicy;
import io.aboengine.event.EventType;
import io.aboengine.fulfilment.AccessReason;
import io.aboengine.fulfilment.ReleasePolicy;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.payment.RetryPolicy;
import io.aboengine.spi.credit.CreditDecision;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is reminded when, and who may use what. */
public abstract class DunningScenarios extends Scenarios {
    private static final Offer BASIC = plan("basic", "EUR 10.00", MONTHLY);
    private static final Offer YEAR = plan("year", "EUR 120.00", YEARLY);
    private static final DunningPolicy LADDER = DunningPolicy.of(
            DunningLevel.after(3, "friendly"),
            DunningLevel.after(14, "first", DunningAction.NOTIFY),
            DunningLevel.after(28, "last", DunningAction.WARN, DunningAction.SUSPEND)
                    .withFee(Money.parse("EUR 1.00")));
    private static final List<AccessDesk.Answer> NOTHING =
            List.of(new AccessDesk.Answer(false, Optional.empty(), Optional.empty()));

    /** Ada has a yearly contract since 1 April 2025, to be paid by 15 April. */
    private Scenario adaOwes() {
        return scenario("Europe/Berlin")
                .given(YEAR, BASIC)
                .with(settings -> settings.withDunning(LADDER))
                .on("2025-04-01")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-04-01..2026-04-01 EUR 120.00")
                .dueOn("2025-04-15");
    }

    // --- the ladder ------------------------------------------------------------------------------------------------

    @Test
    void the_levels_are_taken_on_their_days() {
        adaOwes()
                .runsEachDayThrough("2025-04-17")
                .nothingHappens()
                .runsEachDayThrough("2025-04-18")
                .isReminded("RE-2025-000001 level 1 friendly EUR 120.00")
                .withoutFee()
                .numbered("MA-2025-000001")
                .tells(EventType.REMINDED)
                .runsEachDayThrough("2025-04-28")
                .nothingHappens()
                .runsEachDayThrough("2025-04-29")
                .isReminded("RE-2025-000001 level 2 first EUR 120.00")
                .withoutFee()
                .numbered("MA-2025-000002")
                .runsEachDayThrough("2025-05-12")
                .nothingHappens()
                .runsEachDayThrough("2025-05-13")
                .isReminded("RE-2025-000001 level 3 last EUR 120.00")
                .withFee("EUR 1.00")
                .owes("EUR 121.00")
                .runsEachDayThrough("2025-07-31")
                .andNothingElseHappened();
    }

    @Test
    void the_event_of_a_reminder_says_what_the_shop_is_to_do() {
        adaOwes()
                .runsEachDayThrough("2025-05-13")
                .isReminded("RE-2025-000001 level 1 friendly EUR 120.00")
                .isReminded("RE-2025-000001 level 2 first EUR 120.00")
                .isReminded("RE-2025-000001 level 3 last EUR 120.00")
                .sees(engine -> assertThat(engine.events().list(AccountId.of("ada")).stream()
                                .filter(e -> e.type() == EventType.REMINDED)
                                .map(e -> e.details().get("level") + " "
                                        + e.details().get("actions") + " "
                                        + e.amount().orElseThrow()))
                        .containsExactly("1  EUR 120.00", "2 NOTIFY EUR 120.00", "3 WARN SUSPEND EUR 120.00"))
                .andNothingElseHappened();
    }

    @Test
    void after_an_outage_one_step_is_taken_and_the_others_keep_their_distance() {
        adaOwes()
                .on("2025-06-30")
                .runsBilling()
                .isReminded("RE-2025-000001 level 1 friendly EUR 120.00")
                .runsEachDayThrough("2025-07-10")
                .nothingHappens()
                .runsEachDayThrough("2025-07-11")
                .isReminded("RE-2025-000001 level 2 first EUR 120.00")
                .runsEachDayThrough("2025-07-24")
                .nothingHappens()
                .runsEachDayThrough("2025-07-25")
                .isReminded("RE-2025-000001 level 3 last EUR 120.00")
                .withFee("EUR 1.00")
                .andNothingElseHappened();
    }

    @Test
    void documents_that_take_a_level_on_one_day_stand_on_one_notice_with_one_fee() {
        adaOwes()
                .subscribes("ada", "year")
                .isInvoiced("year 2025-04-01..2026-04-01 EUR 120.00")
                .runsEachDayThrough("2025-05-13")
                .isReminded("RE-2025-000001 level 1 friendly EUR 120.00", "RE-2025-000002 level 1 friendly EUR 120.00")
                .isReminded("RE-2025-000001 level 2 first EUR 120.00", "RE-2025-000002 level 2 first EUR 120.00")
                .isReminded("RE-2025-000001 level 3 last EUR 120.00", "RE-2025-000002 level 3 last EUR 120.00")
                .withFee("EUR 1.00")
                .owes("EUR 241.00")
                .andNothingElseHappened();
    }

    @Test
    void documents_at_different_levels_may_share_a_notice() {
        adaOwes() // due on 15 and 26 April, a Saturday: 14 and 3 days later is the 29th for both
                .with(settings -> settings.withDueOnWorkingDays(false))
                .runsEachDayThrough("2025-04-12")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-04-12..2026-04-12 EUR 120.00")
                .runsEachDayThrough("2025-04-29")
                .isReminded("RE-2025-000001 level 1 friendly EUR 120.00")
                .issuedOn("2025-04-18")
                .isReminded("RE-2025-000001 level 2 first EUR 120.00", "RE-2025-000002 level 1 friendly EUR 120.00")
                .issuedOn("2025-04-29")
                .andNothingElseHappened();
    }

    @Test
    void what_is_paid_is_not_reminded_of_and_what_is_paid_in_part_with_the_rest() {
        adaOwes()
                .subscribes("bob", "year")
                .isInvoiced("year 2025-04-01..2026-04-01 EUR 120.00")
                .on("2025-04-17")
                .transfers("ada", "EUR 120.00")
                .transfers("bob", "EUR 50.00")
                .runsEachDayThrough("2025-04-25")
                .isReminded("RE-2025-000002 level 1 friendly EUR 70.00")
                .transfers("bob", "EUR 70.00")
                .runsEachDayThrough("2025-06-30")
                .andNothingElseHappened();
    }

    @Test
    void what_a_credit_note_covers_is_not_reminded_of() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .with(settings -> settings.withDunning(LADDER))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .cancels("ada", Timing.now(), PaidDays.CREDIT)
                .isCredited("basic 2025-04-01..2025-05-01 EUR -10.00")
                .runsEachDayThrough("2025-05-31")
                .andNothingElseHappened();
    }

    @Test
    void a_fee_is_not_reminded_of_and_paid_by_transfer_even_where_there_is_a_card() {
        scenario("Europe/Berlin")
                .given(YEAR)
                .given(customer("ada").payingBy(CARD))
                .with(settings -> settings.withDunning(LADDER))
                .gatewayAnswers("ada", DECLINE_HARD)
                .on("2025-04-01")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-04-01..2026-04-01 EUR 120.00")
                .runsBilling()
                .isDeclined("EUR 120.00")
                .runsEachDayThrough("2025-05-13")
                .isReminded("RE-2025-000001 level 1 friendly EUR 120.00")
                .isReminded("RE-2025-000001 level 2 first EUR 120.00")
                .isReminded("RE-2025-000001 level 3 last EUR 120.00")
                .withFee("EUR 1.00")
                .dueOn("2025-05-27")
                .changesPaymentMethod("ada", CARD)
                .runsBilling()
                .isCollected("EUR 120.00")
                .owes("EUR 1.00")
                .runsEachDayThrough("2025-08-31")
                .transfers("ada", "EUR 1.00")
                .owes("EUR 0.00")
                .hasCredit("EUR 0.00")
                .andNothingElseHappened();
    }

    @Test
    void a_contract_that_has_ended_is_still_reminded_of() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .with(settings -> settings.withDunning(LADDER))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .cancels("ada", Timing.now(), PaidDays.NONE)
                .runsEachDayThrough("2025-04-18")
                .isReminded("RE-2025-000001 level 1 friendly EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void another_ladder_wakes_accounts_that_had_none() {
        adaOwes()
                .with(settings -> settings.withDunning(DunningPolicy.none()))
                .on("2025-05-20")
                .runsBilling()
                .nothingHappens()
                .with(settings -> settings.withDunning(DunningPolicy.of(DunningLevel.after(30, "late"))))
                .on("2025-05-21")
                .runsBilling()
                .isReminded("RE-2025-000001 level 1 late EUR 120.00")
                .andNothingElseHappened();
    }

    // --- stop of service -------------------------------------------------------------------------------------------

    @Test
    void the_last_level_stops_the_service_until_the_document_is_paid() {
        adaOwes()
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .transfersFor("RE-2025-000002", "EUR 10.00")
                .cancels("ada")
                .runsEachDayThrough("2025-04-30")
                .isReminded("RE-2025-000001 level 1 friendly EUR 120.00")
                .isReminded("RE-2025-000001 level 2 first EUR 120.00")
                .mayUse("year", AccessReason.RUNNING)
                .runsEachDayThrough("2025-05-13")
                .isReminded("RE-2025-000001 level 3 last EUR 120.00")
                .tells(EventType.REMINDED, EventType.ACCESS_STOPPED)
                .mayNotUse("year", AccessReason.SUSPENDED)
                .runsEachDayThrough("2025-05-20")
                .transfers("ada", "EUR 119.99")
                .mayNotUse("year", AccessReason.SUSPENDED)
                .transfers("ada", "EUR 0.01")
                .tells(EventType.DOCUMENT_PAID, EventType.ACCESS_GRANTED)
                .mayUse("year", AccessReason.RUNNING)
                .owes("EUR 1.00")
                .andNothingElseHappened();
    }

    @Test
    void only_the_contracts_on_the_unpaid_document_are_stopped() {
        adaOwes()
                .runsEachDayThrough("2025-05-01")
                .isReminded("RE-2025-000001 level 1 friendly EUR 120.00")
                .isReminded("RE-2025-000001 level 2 first EUR 120.00")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .runsEachDayThrough("2025-05-13")
                .isReminded("RE-2025-000001 level 3 last EUR 120.00")
                .mayNotUse("year", AccessReason.SUSPENDED)
                .mayUse("basic", AccessReason.RUNNING)
                .andNothingElseHappened();
    }

    @Test
    void a_suspended_contract_goes_on_being_billed() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .with(settings ->
                        settings.withDunning(DunningPolicy.of(DunningLevel.after(1, "only", DunningAction.SUSPEND))))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .runsEachDayThrough("2025-04-16")
                .isReminded("RE-2025-000001 level 1 only EUR 10.00")
                .mayNotUse("basic", AccessReason.SUSPENDED)
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .mayNotUse("basic", AccessReason.SUSPENDED)
                .transfersFor("RE-2025-000001", "EUR 10.00")
                .mayUse("basic", AccessReason.RUNNING)
                .andNothingElseHappened();
    }

    // --- reminders and attempts to collect -------------------------------------------------------------------------

    @Test
    void a_reminder_waits_for_an_attempt_that_nobody_knows_the_outcome_of() {
        scenario("Europe/Berlin")
                .given(YEAR)
                .given(customer("ada").payingBy(CARD))
                .with(settings -> settings.withDunning(LADDER))
                .gatewayAnswers("ada", PEND, DECLINE_HARD)
                .on("2025-04-01")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-04-01..2026-04-01 EUR 120.00")
                .dueOn("2025-04-15")
                .runsBilling()
                .isPending("EUR 120.00")
                .runsEachDayThrough("2025-05-02")
                .nothingHappens()
                .gatewayFails("ada")
                .isDeclined("EUR 120.00")
                .runsBilling() // a try is planned for the 5th; that does not hold back a reminder without fee
                .isReminded("RE-2025-000001 level 1 friendly EUR 120.00")
                .issuedOn("2025-05-02")
                .runsEachDayThrough("2025-05-05")
                .isDeclined("EUR 120.00")
                .runsEachDayThrough("2025-05-12")
                .nothingHappens()
                .runsEachDayThrough("2025-05-13")
                .isReminded("RE-2025-000001 level 2 first EUR 120.00")
                .andNothingElseHappened();
    }

    @Test
    void a_level_with_a_fee_waits_for_a_planned_try() {
        scenario("Europe/Berlin")
                .given(YEAR)
                .given(customer("ada").payingBy(CARD))
                .with(settings -> settings.withPaymentTermDays(0)
                        .withRetries(new RetryPolicy(List.of(Period.ofDays(20))))
                        .withDunning(
                                DunningPolicy.of(DunningLevel.after(3, "dear").withFee(Money.parse("EUR 2.50")))))
                .gatewayAnswers("ada", DECLINE_RETRY, DECLINE_RETRY)
                .on("2025-04-01")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-04-01..2026-04-01 EUR 120.00")
                .dueOn("2025-04-01")
                .runsBilling()
                .isDeclined("EUR 120.00")
                .runsEachDayThrough("2025-04-20")
                .nothingHappens()
                .runsEachDayThrough("2025-04-21")
                .isDeclined("EUR 120.00")
                .isReminded("RE-2025-000001 level 1 dear EUR 120.00")
                .withFee("EUR 2.50")
                .issuedOn("2025-04-21")
                .andNothingElseHappened();
    }

    @Test
    void a_level_without_a_fee_does_not_wait_for_a_planned_try() {
        scenario("Europe/Berlin")
                .given(YEAR)
                .given(customer("ada").payingBy(CARD))
                .with(settings -> settings.withPaymentTermDays(0)
                        .withRetries(new RetryPolicy(List.of(Period.ofDays(20))))
                        .withDunning(DunningPolicy.of(DunningLevel.after(3, "cheap"))))
                .gatewayAnswers("ada", DECLINE_RETRY, SETTLE)
                .on("2025-04-01")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-04-01..2026-04-01 EUR 120.00")
                .runsBilling()
                .isDeclined("EUR 120.00")
                .runsEachDayThrough("2025-04-04")
                .isReminded("RE-2025-000001 level 1 cheap EUR 120.00")
                .runsEachDayThrough("2025-04-21")
                .isCollected("EUR 120.00")
                .andNothingElseHappened();
    }

    @Test
    void money_that_goes_back_begins_a_new_ladder() {
        scenario("Europe/Berlin")
                .given(YEAR)
                .given(customer("ada").payingBy(DIRECT_DEBIT))
                .with(settings -> settings.withDunning(LADDER))
                .gatewayAnswers("ada", DECLINE_HARD, SETTLE)
                .on("2025-04-01")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-04-01..2026-04-01 EUR 120.00")
                .runsBilling()
                .isDeclined("EUR 120.00")
                .runsEachDayThrough("2025-05-13")
                .isReminded("RE-2025-000001 level 1 friendly EUR 120.00")
                .isReminded("RE-2025-000001 level 2 first EUR 120.00")
                .isReminded("RE-2025-000001 level 3 last EUR 120.00")
                .mayNotUse("year", AccessReason.SUSPENDED)
                .changesPaymentMethod("ada", DIRECT_DEBIT)
                .runsBilling()
                .isPending("EUR 120.00")
                .runsEachDayThrough("2025-05-14")
                .isCollected("EUR 120.00")
                .mayUse("year", AccessReason.RUNNING)
                .on("2025-06-01")
                .bankReturns("ada", "MD01")
                .isReturned("EUR 120.00")
                .mayUse("year", AccessReason.RUNNING)
                .runsEachDayThrough("2025-06-03")
                .nothingHappens()
                .runsEachDayThrough("2025-06-04")
                .isReminded("RE-2025-000001 level 1 friendly EUR 120.00")
                .andNothingElseHappened();
    }

    // --- release ---------------------------------------------------------------------------------------------------

    @Test
    void at_purchase_means_before_any_payment() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .tells(EventType.ACCESS_GRANTED)
                .mayUse("basic", AccessReason.RUNNING)
                .andNothingElseHappened();
    }

    @Test
    void on_payment_means_when_the_first_document_is_paid_in_full() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .with(settings -> settings.withRelease(ReleasePolicy.ON_PAYMENT))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .doesNotTell(EventType.ACCESS_GRANTED)
                .mayNotUse("basic", AccessReason.AWAITING_PAYMENT)
                .transfers("ada", "EUR 9.99")
                .mayNotUse("basic", AccessReason.AWAITING_PAYMENT)
                .transfers("ada", "EUR 0.01")
                .tells(EventType.DOCUMENT_PAID, EventType.ACCESS_GRANTED)
                .mayUse("basic", AccessReason.RUNNING)
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .mayUse("basic", AccessReason.RUNNING)
                .andNothingElseHappened();
    }

    @Test
    void on_payment_by_card_means_when_the_charge_went_through() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .given(customer("ada").payingBy(CARD))
                .with(settings -> settings.withRelease(ReleasePolicy.ON_PAYMENT))
                .gatewayAnswers("ada", DECLINE_RETRY, PEND)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .runsAtCheckoutOf("ada")
                .isDeclined("EUR 10.00")
                .mayNotUse("basic", AccessReason.AWAITING_PAYMENT)
                .on("2025-04-04")
                .runsBilling()
                .isPending("EUR 10.00")
                .mayNotUse("basic", AccessReason.AWAITING_PAYMENT)
                .gatewaySettles("ada")
                .isCollected("EUR 10.00")
                .tells(EventType.ACCESS_GRANTED)
                .mayUse("basic", AccessReason.RUNNING)
                .andNothingElseHappened();
    }

    @Test
    void on_payment_a_draft_is_waited_for_too() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .with(settings -> settings.withRelease(ReleasePolicy.ON_PAYMENT).withDraftDays(1))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isDrafted("basic 2025-04-01..2025-05-01 EUR 10.00")
                .mayNotUse("basic", AccessReason.AWAITING_PAYMENT)
                .on("2025-04-02")
                .runsBilling()
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .mayNotUse("basic", AccessReason.AWAITING_PAYMENT)
                .transfers("ada", "EUR 10.00")
                .mayUse("basic", AccessReason.RUNNING)
                .andNothingElseHappened();
    }

    @Test
    void on_payment_customer_credit_pays_too() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .with(settings -> settings.withRelease(ReleasePolicy.ON_PAYMENT))
                .on("2025-04-01")
                .isGivenCredit("ada", "EUR 10.00")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .mayUse("basic", AccessReason.RUNNING)
                .andNothingElseHappened();
    }

    @Test
    void on_payment_a_free_start_is_released_at_once() {
        scenario("Europe/Berlin")
                .given(BASIC.withTrial("P14D"))
                .with(settings -> settings.withRelease(ReleasePolicy.ON_PAYMENT))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .mayUse("basic", AccessReason.RUNNING)
                .andNothingElseHappened();
    }

    @Test
    void on_payment_a_contract_that_starts_later_waits_for_its_first_document() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .with(settings -> settings.withRelease(ReleasePolicy.ON_PAYMENT))
                .on("2025-04-01")
                .subscribes("ada", "basic", s -> s.startOn(day("2025-05-01")))
                .mayNotUse("basic", AccessReason.NOT_STARTED)
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .mayNotUse("basic", AccessReason.AWAITING_PAYMENT)
                .transfers("ada", "EUR 10.00")
                .mayUse("basic", AccessReason.RUNNING)
                .andNothingElseHappened();
    }

    // --- credit check ----------------------------------------------------------------------------------------------

    private Scenario careful() {
        return scenario("Europe/Berlin")
                .given(BASIC)
                .with(settings -> settings.withCreditPolicy(CreditPolicy.closed(List.of(INVOICE, DIRECT_DEBIT))))
                .on("2025-04-01");
    }

    @Test
    void who_is_approved_is_served_at_once() {
        careful()
                .asksCreditCheck("ada", "EUR 10.00", INVOICE)
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .mayUse("basic", AccessReason.RUNNING)
                .andNothingElseHappened();
    }

    @Test
    void who_is_refused_or_has_to_be_looked_at_is_served_on_payment() {
        careful()
                .creditCheckAnswers("ada", new CreditDecision.Refused(List.of("R1")))
                .creditCheckAnswers("bob", new CreditDecision.Review(List.of("R2")))
                .asksCreditCheck("ada", "EUR 10.00", INVOICE)
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .mayNotUse("basic", AccessReason.AWAITING_PAYMENT)
                .transfers("ada", "EUR 10.00")
                .mayUse("basic", AccessReason.RUNNING)
                .asksCreditCheck("bob", "EUR 10.00", INVOICE)
                .subscribes("bob", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .mayNotUse("basic", AccessReason.AWAITING_PAYMENT)
                .andNothingElseHappened();
    }

    @Test
    void a_restriction_holds_for_the_way_of_paying_and_up_to_its_limit() {
        careful()
                .given(plan("dear", "EUR 50.01", MONTHLY))
                .creditCheckAnswers(
                        "ada", new CreditDecision.Restricted(Set.of(INVOICE), Optional.of(Money.parse("EUR 50.00"))))
                .creditCheckAnswers("bob", new CreditDecision.Restricted(Set.of(CARD), Optional.empty()))
                .asksCreditCheck("ada", "EUR 10.00", INVOICE)
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .mayUse("basic", AccessReason.RUNNING)
                .subscribes("ada", "dear")
                .isInvoiced("dear 2025-04-01..2025-05-01 EUR 50.01")
                .mayNotUse("dear", AccessReason.AWAITING_PAYMENT)
                .asksCreditCheck("bob", "EUR 10.00", INVOICE)
                .subscribes("bob", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .mayNotUse("basic", AccessReason.AWAITING_PAYMENT)
                .andNothingElseHappened();
    }

    @Test
    void without_an_answer_the_policy_decides() {
        careful()
                .creditCheckAnswers("ada", new CreditDecision.Unavailable("down"))
                .creditCheckAnswers("bob", new CreditDecision.Unavailable("down"))
                .asksCreditCheck("ada", "EUR 10.00", INVOICE)
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .mayNotUse("basic", AccessReason.AWAITING_PAYMENT)
                .subscribes("eve", "basic") // was never asked about
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .mayNotUse("basic", AccessReason.AWAITING_PAYMENT)
                .with(settings -> settings.withCreditPolicy(CreditPolicy.open(List.of(INVOICE))))
                .asksCreditCheck("bob", "EUR 10.00", INVOICE)
                .subscribes("bob", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .mayUse("basic", AccessReason.RUNNING)
                .subscribes("kim", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .mayUse("basic", AccessReason.RUNNING)
                .andNothingElseHappened();
    }

    @Test
    void an_approval_is_good_for_thirty_days_and_its_way_of_paying() {
        careful()
                .given(customer("kim").payingBy(CARD))
                .asksCreditCheck("ada", "EUR 10.00", INVOICE)
                .asksCreditCheck("bob", "EUR 10.00", INVOICE)
                .asksCreditCheck("eve", "EUR 10.00", DIRECT_DEBIT)
                .subscribes("eve", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .mayNotUse("basic", AccessReason.AWAITING_PAYMENT)
                .subscribes("kim", "basic") // a card carries no risk here
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .mayUse("basic", AccessReason.RUNNING)
                .on("2025-04-30")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-30..2025-05-30 EUR 10.00")
                .mayUse("basic", AccessReason.RUNNING)
                .on("2025-05-01")
                .subscribes("bob", "basic")
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .mayNotUse("basic", AccessReason.AWAITING_PAYMENT)
                .andNothingElseHappened();
    }

    @Test
    void a_refusal_cannot_be_passed_by_by_asking_for_another_way_first() {
        careful()
                .creditCheckAnswers("ada", new CreditDecision.Refused(List.of("R1")))
                .asksCreditCheck("ada", "EUR 10.00", INVOICE)
                .creditCheckAnswers("ada", new CreditDecision.Approved())
                .asksCreditCheck("ada", "EUR 10.00", DIRECT_DEBIT)
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .mayNotUse("basic", AccessReason.AWAITING_PAYMENT)
                .andNothingElseHappened();
    }

    // --- answers about access --------------------------------------------------------------------------------------

    @Test
    void access_answers_with_reason_and_end() {
        scenario("Europe/Berlin")
                .given(BASIC.ofProduct("paper"), YEAR.ofProduct("paper"))
                .on("2025-04-01")
                .opens("ada")
                .sees(engine -> assertThat(List.of(engine.access().check("ada", "paper")))
                        .isEqualTo(NOTHING))
                .sees(engine -> assertThat(List.of(engine.access().check("nobody", "paper")))
                        .isEqualTo(NOTHING))
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .sees(engine -> assertThat(engine.access().check("ada", "paper"))
                        .isEqualTo(new AccessDesk.Answer(true, Optional.of(AccessReason.RUNNING), Optional.empty())))
                .cancels("ada")
                .sees(engine -> assertThat(engine.access().check("ada", "paper"))
                        .isEqualTo(new AccessDesk.Answer(
                                true, Optional.of(AccessReason.RUNNING_UNTIL_END), Optional.of(day("2025-05-01")))))
                .on("2025-05-01") // nobody has run yet
                .sees(engine -> assertThat(engine.access().check("ada", "paper"))
                        .isEqualTo(new AccessDesk.Answer(
                                false, Optional.of(AccessReason.ENDED), Optional.of(day("2025-05-01")))))
                .subscribes("ada", "year")
                .isInvoiced("year 2025-05-01..2026-05-01 EUR 120.00")
                .sees(engine -> assertThat(engine.access().check("ada", "paper"))
                        .isEqualTo(new AccessDesk.Answer(true, Optional.of(AccessReason.RUNNING), Optional.empty())))
                .andNothingElseHappened();
    }

    @Test
    void another_plan_of_the_same_product_keeps_access_and_one_of_another_moves_it() {
        scenario("Europe/Berlin")
                .given(
                        BASIC.ofProduct("paper"),
                        YEAR.ofProduct("paper"),
                        plan("course", "EUR 50.00", MONTHLY).ofProduct("course"))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .changesPlan("ada", "year")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR -10.00", "year 2025-04-01..2026-04-01 EUR 120.00")
                .mayUse("paper", AccessReason.RUNNING)
                .doesNotTell(EventType.ACCESS_STOPPED)
                .changesPlan("ada", "course")
                .isCredited("year 2025-04-01..2026-04-01 EUR -120.00", "course 2025-04-01..2025-05-01 EUR 50.00")
                .mayUse("course", AccessReason.RUNNING)
                .sees(engine -> assertThat(engine.access().check("ada", "paper").granted())
                        .isFalse())
                .andNothingElseHappened();
    }

    @Test
    void who_changes_to_another_product_is_told_to_lose_the_one_and_get_the_other() {
        scenario("Europe/Berlin")
                .given(BASIC, YEAR)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .changesPlan("ada", "year")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR -10.00", "year 2025-04-01..2026-04-01 EUR 120.00")
                .tells(EventType.ACCESS_STOPPED, EventType.ACCESS_GRANTED)
                .andNothingElseHappened();
    }
}
