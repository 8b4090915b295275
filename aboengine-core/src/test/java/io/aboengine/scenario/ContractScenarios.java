package io.aboengine.scenario;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.calendar.BillingInterval.QUARTERLY;
import static io.aboengine.calendar.BillingInterval.WEEKLY;
import static io.aboengine.calendar.BillingInterval.YEARLY;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Offer.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.PriceMigration;
import io.aboengine.account.Command;
import io.aboengine.account.Command.PaidDays;
import io.aboengine.account.Command.Settlement;
import io.aboengine.account.Command.Settling;
import io.aboengine.account.CommandRefusedException.Refusal;
import io.aboengine.account.Hold;
import io.aboengine.account.Timing;
import io.aboengine.account.ZeroInvoices;
import io.aboengine.calendar.CalendarAnchor;
import io.aboengine.calendar.TermRule;
import io.aboengine.catalog.Alignment;
import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Discount.Reduction;
import io.aboengine.catalog.Phase;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.Price;
import io.aboengine.catalog.ProductKind;
import io.aboengine.catalog.StubPolicy;
import io.aboengine.catalog.UsagePrice;
import io.aboengine.event.EventType;
import io.aboengine.fulfilment.AccessReason;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.AccountId;
import io.aboengine.party.Language;
import io.aboengine.party.SelfServiceAction;
import io.aboengine.payment.Posting;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.payment.GatewayCapabilities;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.sandbox.SandboxGateway;
import io.aboengine.subscription.SubscriptionState;
import io.aboengine.tax.TaxStatus;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.Period;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Contracts in depth: where their periods lie, what they cost, how they change, rest and end. */
public abstract class ContractScenarios extends Scenarios {
    private static final Offer BASIC = plan("basic", "EUR 10.00", MONTHLY);
    private static final Offer DAILY = plan("daily", "EUR 30.00", MONTHLY);
    private static final Offer TEAM = plan("team", "EUR 60.00", MONTHLY);

    private static Alignment day(int dayOfMonth) {
        return Alignment.calendar(CalendarAnchor.onDay(dayOfMonth));
    }

    private static UnitPrice eur(String amount) {
        return UnitPrice.of(amount, Currency.EUR);
    }

    // --- where periods lie -----------------------------------------------------------------------------------------

    @Test
    void boundaries_on_the_last_of_the_month_come_back_to_the_31st() {
        // 18 of the 28 days from 31 January to 28 February: 6.43
        scenario("Europe/Berlin")
                .given(BASIC.aligned(day(CalendarAnchor.LAST_DAY)))
                .on("2025-02-10")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-02-10..2025-02-28 EUR 6.43")
                .on("2025-02-28")
                .runsBilling()
                .isInvoiced("basic 2025-02-28..2025-03-31 EUR 10.00")
                .on("2025-03-31")
                .runsBilling()
                .isInvoiced("basic 2025-03-31..2025-04-30 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void weeks_may_begin_on_mondays() {
        // from Wednesday 2 April to Sunday: 5 of 7 days
        scenario("Europe/Berlin")
                .given(plan("weekly", "EUR 7.00", WEEKLY)
                        .aligned(Alignment.calendar(CalendarAnchor.on(DayOfWeek.MONDAY))))
                .on("2025-04-02")
                .subscribes("ada", "weekly")
                .isInvoiced("weekly 2025-04-02..2025-04-07 EUR 5.00")
                .on("2025-04-07")
                .runsBilling()
                .isInvoiced("weekly 2025-04-07..2025-04-14 EUR 7.00")
                .subscribes("bob", "weekly")
                .isInvoiced("weekly 2025-04-07..2025-04-14 EUR 7.00")
                .andNothingElseHappened();
    }

    @Test
    void a_quarter_may_be_one_of_the_calendar() {
        // from 15 February to the end of March: 45 of 90 days
        scenario("Europe/Berlin")
                .given(plan("quarter", "EUR 90.00", QUARTERLY)
                        .aligned(Alignment.calendar(CalendarAnchor.on(Month.JANUARY, 1))))
                .on("2025-02-15")
                .subscribes("ada", "quarter")
                .isInvoiced("quarter 2025-02-15..2025-04-01 EUR 45.00")
                .on("2025-03-31")
                .runsBilling()
                .nothingHappens()
                .on("2025-04-01")
                .runsBilling()
                .isInvoiced("quarter 2025-04-01..2025-07-01 EUR 90.00")
                .andNothingElseHappened();
    }

    @Test
    void a_year_may_be_one_of_the_calendar_and_begins_with_a_new_series_of_numbers() {
        // December is 31 of 365 days
        scenario("Europe/Berlin")
                .given(plan("year", "EUR 365.00", YEARLY)
                        .aligned(Alignment.calendar(CalendarAnchor.on(Month.JANUARY, 1))))
                .on("2025-12-01")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-12-01..2026-01-01 EUR 31.00")
                .numbered("RE-2025-000001")
                .on("2026-01-01")
                .runsBilling()
                .isInvoiced("year 2026-01-01..2027-01-01 EUR 365.00")
                .numbered("RE-2026-000001")
                .issuedOn("2026-01-01")
                .andNothingElseHappened();
    }

    @Test
    void contracts_aligned_to_the_account_renew_together() {
        // 26 of the 31 days from 15 January; 23 of the 28 days from 15 February
        scenario("Europe/Berlin")
                .given(
                        plan("paper", "EUR 31.00", MONTHLY).aligned(Alignment.account()),
                        plan("club", "EUR 28.00", MONTHLY).aligned(Alignment.account()))
                .given(customer("ada").billedOn(15))
                .on("2025-01-20")
                .subscribes("ada", "paper")
                .isInvoiced("paper 2025-01-20..2025-02-15 EUR 26.00")
                .on("2025-02-15")
                .runsBilling()
                .isInvoiced("paper 2025-02-15..2025-03-15 EUR 31.00")
                .on("2025-02-20")
                .subscribes("ada", "club")
                .isInvoiced("club 2025-02-20..2025-03-15 EUR 23.00")
                .on("2025-03-15")
                .runsBilling()
                .isInvoiced("paper 2025-03-15..2025-04-15 EUR 31.00", "club 2025-03-15..2025-04-15 EUR 28.00")
                .andNothingElseHappened();
    }

    @Test
    void an_account_gets_its_billing_day_from_its_first_aligned_contract() {
        scenario("Europe/Berlin")
                .given(
                        BASIC,
                        plan("paper", "EUR 31.00", MONTHLY).aligned(Alignment.account()),
                        plan("club", "EUR 28.00", MONTHLY).aligned(Alignment.account()))
                .on("2025-01-10")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-01-10..2025-02-10 EUR 10.00")
                .on("2025-01-31")
                .subscribes("ada", "paper")
                .isInvoiced("paper 2025-01-31..2025-02-28 EUR 31.00")
                .on("2025-02-10")
                .subscribes("ada", "club") // 18 of 28 days
                .isInvoiced("club 2025-02-10..2025-02-28 EUR 18.00")
                .runsBilling()
                .isInvoiced("basic 2025-02-10..2025-03-10 EUR 10.00")
                .on("2025-02-28")
                .runsBilling()
                .isInvoiced("paper 2025-02-28..2025-03-31 EUR 31.00", "club 2025-02-28..2025-03-31 EUR 28.00")
                .andNothingElseHappened();
    }

    @Test
    void a_trial_counts_as_no_beginning_for_the_billing_day() {
        scenario("Europe/Berlin")
                .given(plan("paper", "EUR 31.00", MONTHLY)
                        .aligned(Alignment.account())
                        .withTrial("P14D"))
                .on("2025-01-01")
                .subscribes("ada", "paper")
                .on("2025-01-15")
                .runsBilling()
                .isInvoiced("paper 2025-01-15..2025-02-15 EUR 31.00")
                .andNothingElseHappened();
    }

    @Test
    void a_new_billing_day_holds_from_where_the_paid_days_end() {
        // 1 to 15 May are 14 of the 30 days from 15 April
        scenario("Europe/Berlin")
                .given(plan("paper", "EUR 30.00", MONTHLY).aligned(Alignment.account()), BASIC)
                .on("2025-04-01")
                .subscribes("ada", "paper")
                .isInvoiced("paper 2025-04-01..2025-05-01 EUR 30.00")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-10")
                .changesBillingDay("ada", 15)
                .tells(EventType.BILLING_DAY_CHANGED)
                .changesBillingDay("ada", 15)
                .isRefused(Refusal.NOTHING_CHANGES, "already billed on day 15")
                .on("2025-04-15")
                .runsBilling()
                .nothingHappens()
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("paper 2025-05-01..2025-05-15 EUR 14.00", "basic 2025-05-01..2025-06-01 EUR 10.00")
                .on("2025-05-15")
                .runsBilling()
                .isInvoiced("paper 2025-05-15..2025-06-15 EUR 30.00")
                .andNothingElseHappened();
    }

    @Test
    void a_new_billing_day_of_a_contract_in_arrears_holds_from_where_the_running_period_ends() {
        // the running period is whole; 1 to 15 May are 14 of the 30 days from 15 April
        scenario("Europe/Berlin")
                .given(plan("paper", "EUR 30.00", MONTHLY)
                        .aligned(Alignment.account())
                        .inArrears())
                .on("2025-04-01")
                .subscribes("ada", "paper")
                .on("2025-04-10")
                .changesBillingDay("ada", 15)
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("paper 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-05-15")
                .runsBilling()
                .isInvoiced("paper 2025-05-01..2025-05-15 EUR 14.00")
                .on("2025-06-15")
                .runsBilling()
                .isInvoiced("paper 2025-05-15..2025-06-15 EUR 30.00")
                .andNothingElseHappened();
    }

    @Test
    void a_back_dated_start_is_billed_by_the_calendar_too() {
        // 15 to 28 February are half of it
        scenario("Europe/Berlin")
                .given(plan("paper", "EUR 28.00", MONTHLY).aligned(day(1)))
                .on("2025-04-10")
                .subscribes("ada", "paper", s -> s.startOn(day("2025-02-15")))
                .isInvoiced(
                        "paper 2025-02-15..2025-03-01 EUR 14.00",
                        "paper 2025-03-01..2025-04-01 EUR 28.00",
                        "paper 2025-04-01..2025-05-01 EUR 28.00")
                .andNothingElseHappened();
    }

    @Test
    void a_later_start_begins_with_a_stub() {
        scenario("Europe/Berlin")
                .given(plan("paper", "EUR 30.00", MONTHLY).aligned(day(1)))
                .on("2025-04-01")
                .subscribes("ada", "paper", s -> s.startOn(day("2025-04-21")))
                .on("2025-04-21")
                .runsBilling()
                .isInvoiced("paper 2025-04-21..2025-05-01 EUR 10.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("paper 2025-05-01..2025-06-01 EUR 30.00")
                .andNothingElseHappened();
    }

    @Test
    void a_stub_may_cost_as_much_as_a_whole_period_or_nothing() {
        scenario("Europe/Berlin")
                .given(
                        plan("whole", "EUR 30.00", MONTHLY).aligned(day(1)).stub(StubPolicy.FULL),
                        plan("gift", "EUR 30.00", MONTHLY).aligned(day(1)).stub(StubPolicy.FREE))
                .on("2025-04-21")
                .subscribes("ada", "whole")
                .isInvoiced("whole 2025-04-21..2025-05-01 EUR 30.00")
                .subscribes("bob", "gift")
                .nothingHappens()
                .mayUse("gift")
                .on("2025-05-01")
                .runsBilling()
                .account("ada")
                .isInvoiced("whole 2025-05-01..2025-06-01 EUR 30.00")
                .account("bob")
                .isInvoiced("gift 2025-05-01..2025-06-01 EUR 30.00")
                .andNothingElseHappened();
    }

    @Test
    void of_a_stub_that_cost_as_much_as_a_whole_period_its_own_days_are_given_back() {
        // the stub pays for 10 days; 5 of them are kept
        scenario("Europe/Berlin")
                .given(plan("whole", "EUR 30.00", MONTHLY).aligned(day(1)).stub(StubPolicy.FULL))
                .on("2025-04-21")
                .subscribes("ada", "whole")
                .isInvoiced("whole 2025-04-21..2025-05-01 EUR 30.00")
                .on("2025-04-26")
                .cancelsNow("ada")
                .isCredited("whole 2025-04-26..2025-05-01 EUR -15.00")
                .andNothingElseHappened();
    }

    @Test
    void another_plan_within_a_stub_that_cost_as_much_as_a_whole_period_pays_for_its_days() {
        // 9 of the 10 days, which cost 31.00 before and 62.00 afterwards, whatever the other plan takes for its own
        // stubs
        scenario("Europe/Berlin")
                .given(
                        plan("one", "EUR 31.00", MONTHLY).aligned(day(1)).stub(StubPolicy.FULL),
                        plan("two", "EUR 62.00", MONTHLY).aligned(day(1)).stub(StubPolicy.FULL),
                        plan("by-days", "EUR 62.00", MONTHLY).aligned(day(1)))
                .on("2025-04-21")
                .subscribes("ada", "one")
                .isInvoiced("one 2025-04-21..2025-05-01 EUR 31.00")
                .subscribes("bob", "one")
                .isInvoiced("one 2025-04-21..2025-05-01 EUR 31.00")
                .on("2025-04-22")
                .changesPlan("ada", "two")
                .isInvoiced("one 2025-04-22..2025-05-01 EUR -27.90", "two 2025-04-22..2025-05-01 EUR 55.80")
                .changesPlan("bob", "by-days")
                .isInvoiced("one 2025-04-22..2025-05-01 EUR -27.90", "by-days 2025-04-22..2025-05-01 EUR 55.80")
                .on("2025-05-01")
                .runsBilling()
                .account("ada")
                .isInvoiced("two 2025-05-01..2025-06-01 EUR 62.00")
                .account("bob")
                .isInvoiced("by-days 2025-05-01..2025-06-01 EUR 62.00")
                .andNothingElseHappened();
    }

    @Test
    void a_week_over_new_year_is_one_week() {
        scenario("Europe/Berlin")
                .given(plan("weekly", "EUR 7.00", WEEKLY)
                        .aligned(Alignment.calendar(CalendarAnchor.on(DayOfWeek.MONDAY))))
                .on("2025-12-29")
                .subscribes("ada", "weekly")
                .isInvoiced("weekly 2025-12-29..2026-01-05 EUR 7.00")
                .numbered("RE-2025-000001")
                .on("2026-01-05")
                .runsBilling()
                .isInvoiced("weekly 2026-01-05..2026-01-12 EUR 7.00")
                .numbered("RE-2026-000001")
                .andNothingElseHappened();
    }

    // --- phases ----------------------------------------------------------------------------------------------------

    @Test
    void a_trial_may_cost_something_once() {
        scenario("Europe/Berlin")
                .given(BASIC.withPhases(
                        Phase.trial(Period.ofDays(14), eur("0.00")).oneTimePrice(Money.parse("EUR 1.00")),
                        Phase.regular()))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic once trial EUR 1.00", "basic 2025-04-01..2025-04-15 EUR 0.00")
                .on("2025-04-15")
                .runsBilling()
                .isInvoiced("basic 2025-04-15..2025-05-15 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void a_trial_may_be_given_again() {
        scenario("Europe/Berlin")
                .given(BASIC.withTrial("P14D"))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .on("2025-04-03")
                .cancelsNow("ada")
                .nothingHappens()
                .subscribes("ada", "basic", s -> s.trialAgain())
                .nothingHappens()
                .on("2025-04-17")
                .runsBilling()
                .isInvoiced("basic 2025-04-17..2025-05-17 EUR 10.00")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-17..2025-05-17 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void an_introductory_price_may_hold_for_a_number_of_periods() {
        scenario("Europe/Berlin")
                .given(BASIC.withPhases(Phase.forPeriods("intro", 2, MONTHLY, eur("5.00")), Phase.regular()))
                .on("2025-12-31")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-12-31..2026-01-31 EUR 5.00")
                .on("2026-01-31")
                .runsBilling()
                .isInvoiced("basic 2026-01-31..2026-02-28 EUR 5.00")
                .on("2026-02-28")
                .runsBilling()
                .isInvoiced("basic 2026-02-28..2026-03-31 EUR 10.00")
                .tells(EventType.PHASE_STARTED)
                .andNothingElseHappened();
    }

    @Test
    void what_a_phase_costs_once_is_charged_on_its_first_day() {
        scenario("Europe/Berlin")
                .given(BASIC.withSetupFee("EUR 25.00")
                        .withPhases(
                                Phase.forPeriods("intro", 1, MONTHLY, eur("5.00"))
                                        .oneTimePrice(Money.parse("EUR 20.00")),
                                Phase.regular().oneTimePrice(Money.parse("EUR 3.00"))))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced(
                        "basic set-up EUR 25.00", "basic once intro EUR 20.00", "basic 2025-04-01..2025-05-01 EUR 5.00")
                .totalling("EUR 50.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic once regular EUR 3.00", "basic 2025-05-01..2025-06-01 EUR 10.00")
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced("basic 2025-06-01..2025-07-01 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void a_phase_that_ends_within_a_period_splits_it() {
        // 45 days from 1 April end with 15 May: 15 and 16 of 31 days
        scenario("Europe/Berlin")
                .given(BASIC.beginningWith("intro", "P45D", "EUR 5.00"))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 5.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-05-16 EUR 2.42")
                .on("2025-05-16")
                .runsBilling()
                .isInvoiced("basic 2025-05-16..2025-06-01 EUR 5.16")
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced("basic 2025-06-01..2025-07-01 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void a_phase_may_be_billed_in_other_periods() {
        scenario("Europe/Berlin")
                .given(BASIC.withPhases(
                        Phase.lasting("weeks")
                                .lasting(Period.ofWeeks(2))
                                .price(Price.perUnit(eur("3.00")))
                                .billedEvery(WEEKLY),
                        Phase.regular()))
                .on("2025-03-17")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-03-17..2025-03-24 EUR 3.00")
                .runsEachDayThrough("2025-03-31")
                .isInvoiced("basic 2025-03-24..2025-03-31 EUR 3.00")
                .isInvoiced("basic 2025-03-31..2025-04-30 EUR 10.00")
                .tells(EventType.PHASE_STARTED)
                .andNothingElseHappened();
    }

    @Test
    void a_fixed_term_ends_the_contract_by_itself() {
        scenario("Europe/Berlin")
                .given(BASIC.with(p -> p.withTerms(TermRule.fixed(Period.ofMonths(2)))))
                .on("2025-12-31")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-12-31..2026-01-31 EUR 10.00")
                .endsOn("ada", "2026-03-01") // two months from 31 December end on 28 February: section 188 (3) BGB
                .revokesCancellation("ada")
                .isRefused(Refusal.NOT_CANCELLED, "it ends by itself on 2026-03-01")
                .on("2026-01-31")
                .runsBilling()
                .isInvoiced("basic 2026-01-31..2026-02-28 EUR 10.00")
                .on("2026-02-28")
                .runsBilling()
                .isInvoiced("basic 2026-02-28..2026-03-01 EUR 0.32") // 1 of 31 days
                .on("2026-03-01")
                .runsBilling()
                .contractIs(SubscriptionState.ENDED)
                .tells(EventType.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void a_contract_may_be_for_a_time() {
        // 15 of 31 days of May
        scenario("Europe/Berlin")
                .given(plan("paper", "EUR 31.00", MONTHLY))
                .on("2025-04-01")
                .subscribes("ada", "paper", s -> s.endOn(day("2025-05-16")))
                .isInvoiced("paper 2025-04-01..2025-05-01 EUR 31.00")
                .mayUseUntil("paper", "2025-05-16")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("paper 2025-05-01..2025-05-16 EUR 15.00")
                .on("2025-05-16")
                .runsBilling()
                .contractIs(SubscriptionState.ENDED)
                .subscribes("bob", "paper", s -> s.endOn(day("2025-05-16")))
                .isInvalid("endOn", "no day of service")
                .andNothingElseHappened();
    }

    @Test
    void a_contract_ends_after_its_payments_and_a_stub_is_none() {
        scenario("Europe/Berlin")
                .given(
                        BASIC.with(p -> p.withPayments(2)),
                        plan("paper", "EUR 30.00", MONTHLY).aligned(day(1)))
                .on("2025-04-16")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-16..2025-05-16 EUR 10.00")
                .endsOn("ada", "2025-06-16")
                .subscribes("bob", "paper", s -> s.payments(1))
                .isInvoiced("paper 2025-04-16..2025-05-01 EUR 15.00")
                .endsOn("bob", "2025-06-01")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("paper 2025-05-01..2025-06-01 EUR 30.00")
                .on("2025-05-16")
                .runsBilling()
                .account("ada")
                .isInvoiced("basic 2025-05-16..2025-06-16 EUR 10.00")
                .on("2025-06-16")
                .runsBilling()
                .contractIs("ada", SubscriptionState.ENDED)
                .contractIs("bob", SubscriptionState.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void an_end_that_was_agreed_with_the_customer_outlives_the_plan() {
        // 15 of 30 days of either plan; the plan's own payments go with it
        scenario("Europe/Berlin")
                .given(DAILY, TEAM, plan("course", "EUR 30.00", MONTHLY).with(p -> p.withPayments(2)))
                .on("2025-04-01")
                .subscribes("ada", "daily", s -> s.endOn(day("2025-06-01")))
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .subscribes("bob", "daily", s -> s.payments(1))
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .subscribes("eve", "course")
                .isInvoiced("course 2025-04-01..2025-05-01 EUR 30.00")
                .endsOn("eve", "2025-06-01")
                .on("2025-04-16")
                .changesPlan("ada", "team")
                .isInvoiced("daily 2025-04-16..2025-05-01 EUR -15.00", "team 2025-04-16..2025-05-01 EUR 30.00")
                .endsOn("ada", "2025-06-01")
                .changesPlan("bob", "team")
                .isInvoiced("daily 2025-04-16..2025-05-01 EUR -15.00", "team 2025-04-16..2025-05-01 EUR 30.00")
                .endsOn("bob", "2025-05-01")
                .changesPlan("eve", "team")
                .isInvoiced("course 2025-04-16..2025-05-01 EUR -15.00", "team 2025-04-16..2025-05-01 EUR 30.00")
                .hasNoEnd("eve")
                .changesPlan("eve", "course")
                .isCredited("team 2025-04-16..2025-05-01 EUR -30.00", "course 2025-04-16..2025-05-01 EUR 15.00")
                .endsOn("eve", "2025-07-01")
                .on("2025-05-01")
                .runsBilling()
                .account("ada")
                .isInvoiced("team 2025-05-01..2025-06-01 EUR 60.00")
                .account("eve")
                .isInvoiced("course 2025-05-01..2025-06-01 EUR 30.00")
                .contractIs("bob", SubscriptionState.ENDED)
                .on("2025-06-01")
                .runsBilling()
                .account("eve")
                .isInvoiced("course 2025-06-01..2025-07-01 EUR 30.00")
                .contractIs("ada", SubscriptionState.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void a_trial_is_no_payment() {
        scenario("Europe/Berlin")
                .given(BASIC.withTrial("P14D").with(p -> p.withPayments(1)))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .endsOn("ada", "2025-05-15")
                .on("2025-04-15")
                .runsBilling()
                .isInvoiced("basic 2025-04-15..2025-05-15 EUR 10.00")
                .on("2025-05-15")
                .runsBilling()
                .contractIs(SubscriptionState.ENDED)
                .andNothingElseHappened();
    }

    // --- in arrears ------------------------------------------------------------------------------------------------

    @Test
    void in_arrears_a_period_is_billed_when_it_is_over() {
        scenario("Europe/Berlin")
                .given(BASIC.inArrears())
                .on("2025-01-31")
                .subscribes("ada", "basic")
                .nothingHappens()
                .mayUse("basic")
                .on("2025-02-27")
                .runsBilling()
                .nothingHappens()
                .on("2025-02-28")
                .runsBilling()
                .isInvoiced("basic 2025-01-31..2025-02-28 EUR 10.00")
                .on("2025-03-31")
                .runsBilling()
                .isInvoiced("basic 2025-02-28..2025-03-31 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void what_is_billed_in_advance_and_in_arrears_stands_on_one_invoice() {
        scenario("Europe/Berlin")
                .given(BASIC, plan("storage", "EUR 3.00", MONTHLY).inArrears())
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .subscribes("ada", "storage")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00", "storage 2025-04-01..2025-05-01 EUR 3.00")
                .andNothingElseHappened();
    }

    @Test
    void in_arrears_changes_within_a_period_are_billed_when_it_is_over() {
        scenario("Europe/Berlin")
                .given(DAILY.inArrears(), TEAM.inArrears())
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .on("2025-04-11")
                .changesQuantity("ada", "2")
                .nothingHappens()
                .on("2025-04-21")
                .changesPlan("ada", "team")
                .nothingHappens()
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced(
                        "daily 2025-04-01..2025-04-11 EUR 10.00",
                        "2 x daily 2025-04-11..2025-04-21 EUR 20.00",
                        "2 x team 2025-04-21..2025-05-01 EUR 40.00")
                .andNothingElseHappened();
    }

    @Test
    void in_arrears_the_last_days_are_billed_at_the_end() {
        scenario("Europe/Berlin")
                .given(DAILY.inArrears())
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .subscribes("bob", "daily")
                .cancels("bob", Timing.on(day("2025-04-11")), PaidDays.CREDIT)
                .on("2025-04-11")
                .runsBilling()
                .isInvoiced("daily 2025-04-01..2025-04-11 EUR 10.00")
                .contractIs(SubscriptionState.ENDED)
                .on("2025-04-16")
                .cancelsNow("ada")
                .isInvoiced("daily 2025-04-01..2025-04-16 EUR 15.00")
                .answeredWithIt()
                .contractIs(SubscriptionState.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void from_arrears_to_advance_what_was_used_and_what_comes_are_billed_on_the_day_of_the_change() {
        scenario("Europe/Berlin")
                .given(DAILY.inArrears(), TEAM)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .on("2025-04-16")
                .changesPlan("ada", "team")
                .isInvoiced("daily 2025-04-01..2025-04-16 EUR 15.00", "team 2025-04-16..2025-05-01 EUR 30.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("team 2025-05-01..2025-06-01 EUR 60.00")
                .andNothingElseHappened();
    }

    @Test
    void from_advance_to_arrears_the_paid_days_come_back_and_the_rest_follows_later() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM.inArrears())
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-16")
                .changesPlan("ada", "team")
                .isCredited("daily 2025-04-16..2025-05-01 EUR -15.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("team 2025-04-16..2025-05-01 EUR 30.00")
                .andNothingElseHappened();
    }

    // --- prices ----------------------------------------------------------------------------------------------------

    @Test
    void graduated_each_unit_costs_what_its_tier_says() {
        // 12: 10 x 5.00 + 2 x 3.00; 15: 10 x 5.00 + 5 x 3.00; half a month of each
        scenario("Europe/Berlin")
                .given(plan("seats", "EUR 0.00", MONTHLY).priced("graduated 10: 5.00, *: 3.00"))
                .on("2025-04-01")
                .subscribes("ada", "seats", s -> s.quantity(new BigDecimal("12")))
                .isInvoiced("12 x seats 2025-04-01..2025-05-01 EUR 56.00")
                .on("2025-04-16")
                .changesQuantity("ada", "15")
                .isInvoiced(
                        "-12 x seats 2025-04-16..2025-05-01 EUR -28.00", "15 x seats 2025-04-16..2025-05-01 EUR 32.50")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("15 x seats 2025-05-01..2025-06-01 EUR 65.00")
                .andNothingElseHappened();
    }

    @Test
    void by_volume_more_may_cost_less() {
        scenario("Europe/Berlin")
                .given(plan("seats", "EUR 0.00", MONTHLY).priced("volume 10: 5.00, *: 3.00"))
                .on("2025-04-01")
                .subscribes("ada", "seats", s -> s.quantity(new BigDecimal("10")))
                .isInvoiced("10 x seats 2025-04-01..2025-05-01 EUR 50.00")
                .on("2025-05-01")
                .changesQuantity("ada", "11")
                .isInvoiced("11 x seats 2025-05-01..2025-06-01 EUR 33.00")
                .andNothingElseHappened();
    }

    @Test
    void packages_are_paid_for_as_soon_as_they_are_begun() {
        scenario("Europe/Berlin")
                .given(plan("mails", "EUR 0.00", MONTHLY).priced("package 1000: 4.00 + 1.00"))
                .on("2025-04-01")
                .subscribes("ada", "mails", s -> s.quantity(new BigDecimal("1001")))
                .isInvoiced("1001 x mails 2025-04-01..2025-05-01 EUR 9.00")
                .on("2025-04-16")
                .changesQuantity("ada", "1000")
                .isCredited(
                        "-1001 x mails 2025-04-16..2025-05-01 EUR -4.50",
                        "1000 x mails 2025-04-16..2025-05-01 EUR 2.50")
                .andNothingElseHappened();
    }

    @Test
    void a_price_may_be_agreed_for_single_phases() {
        scenario("Europe/Berlin")
                .given(BASIC.beginningWith("intro", "P1M", "EUR 5.00"))
                .on("2025-04-01")
                .subscribes("ada", "basic", s -> s.price(Map.of("regular", eur("9.00"))))
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 5.00")
                .subscribes("bob", "basic", s -> s.price(Map.of("later", eur("9.00"))))
                .isInvalid("price", "is no phase of plan basic")
                .on("2025-05-01")
                .runsBilling()
                .account("ada")
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 9.00")
                .andNothingElseHappened();
    }

    @Test
    void a_price_may_be_agreed_later() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-16")
                .agreesOn("ada", "EUR 24.00", c -> c)
                .isCredited("daily 2025-04-16..2025-05-01 EUR -15.00", "daily 2025-04-16..2025-05-01 EUR 12.00")
                .agreesOn("ada", "EUR 24.00", c -> c)
                .isRefused(Refusal.NOTHING_CHANGES, "name another plan or quantity")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("daily 2025-05-01..2025-06-01 EUR 24.00")
                .changesPlan("ada", "team", c -> c.price(eur("50.00")).when(Timing.periodEnd()))
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced("team 2025-06-01..2025-07-01 EUR 50.00")
                .andNothingElseHappened();
    }

    @Test
    void prices_agreed_in_another_currency_are_refused() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .subscribes("ada", "basic", s -> s.price(UnitPrice.of("9.00", Currency.of("CHF"))))
                .isInvalid("price", "priced in EUR")
                .andNothingElseHappened();
    }

    // --- add-ons ---------------------------------------------------------------------------------------------------

    private static final Offer EXTRA = plan("extra", "EUR 10.00", MONTHLY).aligned(Alignment.base());

    @Test
    void an_add_on_renews_with_its_base() {
        // half of April
        scenario("Europe/Berlin")
                .given(DAILY, EXTRA)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-16")
                .adds("ada:1", "extra")
                .isInvoiced("extra 2025-04-16..2025-05-01 EUR 5.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("daily 2025-05-01..2025-06-01 EUR 30.00", "extra 2025-05-01..2025-06-01 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void an_add_on_rests_and_goes_on_with_its_base() {
        // 20 of 30 days of the add-on are kept: 6.67
        scenario("Europe/Berlin")
                .given(DAILY, EXTRA)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .adds("ada:1", "extra")
                .isInvoiced("extra 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-11")
                .pauses("ada:1", p -> p.until(day("2025-04-21")))
                .isCredited("daily 2025-04-11..2025-04-21 EUR -10.00")
                .isCredited("extra 2025-04-11..2025-04-21 EUR -3.33")
                .contractIs("ada:1", SubscriptionState.PAUSED)
                .contractIs("ada:2", SubscriptionState.PAUSED)
                .mayNotUse("extra", AccessReason.PAUSED)
                .on("2025-04-21")
                .runsBilling()
                .contractIs("ada:1", SubscriptionState.ACTIVE)
                .contractIs("ada:2", SubscriptionState.ACTIVE)
                .mayUse("extra")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("daily 2025-05-01..2025-06-01 EUR 30.00", "extra 2025-05-01..2025-06-01 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void an_add_on_ends_with_its_base_and_goes_on_if_that_is_revoked() {
        scenario("Europe/Berlin")
                .given(DAILY, EXTRA)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .adds("ada:1", "extra")
                .isInvoiced("extra 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-10")
                .cancels("ada:1")
                .endsOn("ada:2", "2025-05-01")
                .revokesCancellation("ada:2")
                .isRefused(Refusal.ADD_ON, "ends with its base")
                .revokesCancellation("ada:1")
                .hasNoEnd("ada:1")
                .hasNoEnd("ada:2")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("daily 2025-05-01..2025-06-01 EUR 30.00", "extra 2025-05-01..2025-06-01 EUR 10.00")
                .on("2025-05-11")
                .cancelsNow("ada:1")
                .isCredited("daily 2025-05-11..2025-06-01 EUR -20.32") // 10 of 31 days are kept: 9.68
                .isCredited("extra 2025-05-11..2025-06-01 EUR -6.77") // 3.23 are kept
                .contractIs("ada:2", SubscriptionState.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void an_add_on_that_was_cancelled_by_itself_ends_on_its_own_day() {
        scenario("Europe/Berlin")
                .given(DAILY, EXTRA)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .adds("ada:1", "extra")
                .isInvoiced("extra 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-05")
                .cancels("ada:2", Timing.on(day("2025-04-21")), PaidDays.CREDIT)
                .cancels("ada:1")
                .endsOn("ada:2", "2025-04-21")
                .revokesCancellation("ada:1")
                .endsOn("ada:2", "2025-04-21")
                .on("2025-04-21")
                .runsBilling()
                .isCredited("extra 2025-04-21..2025-05-01 EUR -3.33")
                .contractIs("ada:1", SubscriptionState.ACTIVE)
                .contractIs("ada:2", SubscriptionState.ENDED)
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("daily 2025-05-01..2025-06-01 EUR 30.00")
                .andNothingElseHappened();
    }

    @Test
    void an_add_on_follows_its_base_into_other_periods_from_where_its_paid_days_end() {
        // 1 to 16 May are half of the month from 16 April
        scenario("Europe/Berlin")
                .given(DAILY, EXTRA, plan("year", "EUR 365.00", YEARLY))
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .adds("ada:1", "extra")
                .isInvoiced("extra 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-16")
                .changesPlan("ada:1", "year")
                .isInvoiced("daily 2025-04-16..2025-05-01 EUR -15.00", "year 2025-04-16..2026-04-16 EUR 365.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("extra 2025-05-01..2025-05-16 EUR 5.00")
                .on("2025-05-16")
                .runsBilling()
                .isInvoiced("extra 2025-05-16..2025-06-16 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void an_add_on_needs_a_base_that_runs_and_is_none_itself() {
        scenario("Europe/Berlin")
                .given(DAILY, EXTRA)
                .on("2025-04-01")
                .subscribes("ada", "extra")
                .isInvalid("addOnTo", "say which it is added to")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .adds("ada:1", "extra")
                .isInvoiced("extra 2025-04-01..2025-05-01 EUR 10.00")
                .adds("ada:2", "extra")
                .isRefused(Refusal.ADD_ON, "it is an add-on itself")
                .cancelsNow("ada:1")
                .isCredited("daily 2025-04-01..2025-05-01 EUR -30.00")
                .isCredited("extra 2025-04-01..2025-05-01 EUR -10.00")
                .adds("ada:1", "extra")
                .isRefused(Refusal.ADD_ON, "it has ended")
                .andNothingElseHappened();
    }

    // --- what is used ----------------------------------------------------------------------------------------------

    private static final Offer API = plan("api", "EUR 10.00", MONTHLY)
            .charging("call", UsagePrice.Aggregate.SUM, "100", "graduated 1000: 0.10, *: 0.05");

    @Test
    void what_was_used_is_charged_after_its_period_without_what_is_included() {
        // 1150 calls, 100 of them included: 1000 x 0.10 + 50 x 0.05
        scenario("Europe/Berlin")
                .given(API)
                .on("2025-04-01")
                .subscribes("ada", "api")
                .isInvoiced("api 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-10")
                .uses("ada", "r1", "call", "650", "2025-04-10")
                .on("2025-04-20")
                .uses("ada", "r2", "call", "500", "2025-04-20")
                .nothingHappens()
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("api 2025-05-01..2025-06-01 EUR 10.00", "1050 x api call 2025-04-01..2025-05-01 EUR 102.50")
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced("api 2025-06-01..2025-07-01 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void a_late_record_rates_its_own_period_anew_until_that_is_closed() {
        // 35 days after 1 May are 5 June
        scenario("Europe/Berlin")
                .given(API)
                .on("2025-04-01")
                .subscribes("ada", "api")
                .isInvoiced("api 2025-04-01..2025-05-01 EUR 10.00")
                .uses("ada", "r1", "call", "150", "2025-04-01")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("api 2025-05-01..2025-06-01 EUR 10.00", "50 x api call 2025-04-01..2025-05-01 EUR 5.00")
                .on("2025-05-10")
                .uses("ada", "r2", "call", "20", "2025-04-20")
                .nothingHappens()
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced("api call 2025-04-01..2025-05-01 EUR 2.00", "api 2025-06-01..2025-07-01 EUR 10.00")
                .on("2025-06-04")
                .uses("ada", "r3", "call", "10", "2025-04-30")
                .on("2025-06-05")
                .uses("ada", "r4", "call", "10", "2025-04-30")
                .isRefused(Refusal.PERIOD_CLOSED, "2025-04-01..2025-05-01 that takes no more records since 2025-06-05")
                .on("2025-07-01")
                .runsBilling()
                .isInvoiced("api call 2025-04-01..2025-05-01 EUR 1.00", "api 2025-07-01..2025-08-01 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void records_that_cannot_be_are_refused() {
        scenario("Europe/Berlin")
                .given(API, BASIC)
                .on("2025-04-10")
                .subscribes("ada", "api")
                .isInvoiced("api 2025-04-10..2025-05-10 EUR 10.00")
                .uses("ada", "r1", "byte", "1", "2025-04-10")
                .isRefused(Refusal.UNKNOWN_UNIT, "its plan charges [call]")
                .uses("ada", "r1", "call", "1", "2025-04-09")
                .isRefused(Refusal.UNKNOWN_UNIT, "it does not run on that day")
                .uses("ada", "r1", "call", "1", "2025-04-11")
                .isRefused(Refusal.TOO_EARLY, "which has not come")
                .uses("ada", "r1", "call", "-1", "2025-04-10")
                .isInvalid("usage.quantity", "must not be negative")
                .uses("ada", " ", "call", "1", "2025-04-10")
                .isInvalid("usage.id", "1 to 100 characters")
                .subscribes("bob", "basic")
                .isInvoiced("basic 2025-04-10..2025-05-10 EUR 10.00")
                .uses("bob", "r1", "call", "1", "2025-04-10")
                .isRefused(Refusal.UNKNOWN_UNIT, "its plan charges no use")
                .andNothingElseHappened();
    }

    @Test
    void a_record_told_twice_counts_once() {
        scenario("Europe/Berlin")
                .given(API)
                .on("2025-04-01")
                .subscribes("ada", "api")
                .isInvoiced("api 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-10")
                .uses("ada", "r1", "call", "150", "2025-04-10")
                .uses("ada", "r1", "call", "150.0", "2025-04-10")
                .uses("ada", "r1", "call", "151", "2025-04-10")
                .isRefused(Refusal.USAGE_ID_USED, "told something else before")
                .uses("ada", "r1", "call", "150", "2025-04-09")
                .isRefused(Refusal.USAGE_ID_USED, "take a new id")
                .on("2025-05-02")
                .runsBilling()
                .isInvoiced("api 2025-05-01..2025-06-01 EUR 10.00", "50 x api call 2025-04-01..2025-05-01 EUR 5.00")
                .uses("ada", "r1", "call", "150", "2025-04-10")
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced("api 2025-06-01..2025-07-01 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void of_several_records_all_are_taken_or_none() {
        Scenario story = scenario("Europe/Berlin")
                .given(API)
                .on("2025-04-10")
                .subscribes("ada", "api")
                .isInvoiced("api 2025-04-10..2025-05-10 EUR 10.00");
        story.uses("ada", story.usage("r1", "call", "120", "2025-04-10"), story.usage("r2", "byte", "1", "2025-04-10"))
                .isRefused(Refusal.UNKNOWN_UNIT, "byte")
                .uses(
                        "ada",
                        story.usage("r1", "call", "120", "2025-04-10"),
                        story.usage("r1", "call", "121", "2025-04-10"))
                .isRefused(Refusal.USAGE_ID_USED, "stands there twice")
                .uses(
                        "ada",
                        story.usage("r1", "call", "120", "2025-04-10"),
                        story.usage("r1", "call", "120", "2025-04-10"),
                        story.usage("r2", "call", "10", "2025-04-10"))
                .on("2025-05-10")
                .runsBilling()
                .isInvoiced("api 2025-05-10..2025-06-10 EUR 10.00", "30 x api call 2025-04-10..2025-05-10 EUR 3.00")
                .andNothingElseHappened();
    }

    @Test
    void at_the_end_of_a_contract_what_was_used_is_charged_and_a_late_record_makes_an_invoice() {
        scenario("Europe/Berlin")
                .given(API)
                .on("2025-04-01")
                .subscribes("ada", "api")
                .isInvoiced("api 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-10")
                .uses("ada", "r1", "call", "130", "2025-04-10")
                .on("2025-04-16")
                .cancelsNow("ada")
                .isCredited("api 2025-04-16..2025-05-01 EUR -5.00", "30 x api call 2025-04-01..2025-04-16 EUR 3.00")
                .on("2025-04-20")
                .uses("ada", "r2", "call", "20", "2025-04-15")
                .isInvoiced("api call 2025-04-01..2025-04-16 EUR 2.00")
                .uses("ada", "r3", "call", "20", "2025-04-16")
                .isRefused(Refusal.UNKNOWN_UNIT, "it does not run on that day")
                .andNothingElseHappened();
    }

    @Test
    void the_greatest_or_the_latest_of_the_records_may_count() {
        scenario("Europe/Berlin")
                .given(plan("team", "EUR 10.00", MONTHLY)
                        .charging("seat", UsagePrice.Aggregate.MAX, "5", "2.00")
                        .charging("gigabyte", UsagePrice.Aggregate.LAST, "0", "0.50"))
                .on("2025-04-01")
                .subscribes("ada", "team")
                .isInvoiced("team 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-30")
                .uses("ada", "s1", "seat", "6", "2025-04-03")
                .uses("ada", "s2", "seat", "8", "2025-04-10")
                .uses("ada", "s3", "seat", "4", "2025-04-20")
                .uses("ada", "g1", "gigabyte", "30", "2025-04-20")
                .uses("ada", "g2", "gigabyte", "50", "2025-04-10")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced(
                        "team 2025-05-01..2025-06-01 EUR 10.00",
                        "3 x team seat 2025-04-01..2025-05-01 EUR 6.00",
                        "30 x team gigabyte 2025-04-01..2025-05-01 EUR 15.00")
                .andNothingElseHappened();
    }

    @Test
    void another_price_of_use_begins_a_count_of_its_own_and_another_quantity_does_not() {
        scenario("Europe/Berlin")
                .given(
                        plan("small", "EUR 30.00", MONTHLY).charging("call", UsagePrice.Aggregate.SUM, "10", "0.10"),
                        plan("large", "EUR 60.00", MONTHLY).charging("call", UsagePrice.Aggregate.SUM, "10", "0.20"))
                .on("2025-04-01")
                .subscribes("ada", "small")
                .isInvoiced("small 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-05")
                .uses("ada", "r1", "call", "15", "2025-04-05")
                .on("2025-04-11")
                .changesQuantity("ada", "2")
                .isInvoiced("small 2025-04-11..2025-05-01 EUR -20.00", "2 x small 2025-04-11..2025-05-01 EUR 40.00")
                .uses("ada", "r2", "call", "15", "2025-04-11")
                .on("2025-04-21")
                .changesPlan("ada", "large")
                .isInvoiced(
                        "-2 x small 2025-04-21..2025-05-01 EUR -20.00",
                        "2 x large 2025-04-21..2025-05-01 EUR 40.00",
                        "20 x small call 2025-04-01..2025-04-21 EUR 2.00")
                .uses("ada", "r3", "call", "15", "2025-04-21")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced(
                        "2 x large 2025-05-01..2025-06-01 EUR 120.00", "5 x large call 2025-04-21..2025-05-01 EUR 1.00")
                .andNothingElseHappened();
    }

    @Test
    void a_moment_of_use_belongs_to_its_day_in_the_shop() {
        scenario("Europe/Berlin")
                .given(API)
                .on("2025-04-01")
                .subscribes("ada", "api")
                .isInvoiced("api 2025-04-01..2025-05-01 EUR 10.00")
                .at("2025-04-30T23:59")
                .uses("ada", "r1", "call", "110", "2025-04-30T23:59") // 21:59 UTC
                .on("2025-05-01")
                .uses("ada", "r2", "call", "120", "2025-05-01T00:01") // 22:01 UTC of 30 April
                .runsBilling()
                .isInvoiced("api 2025-05-01..2025-06-01 EUR 10.00", "10 x api call 2025-04-01..2025-05-01 EUR 1.00")
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced("api 2025-06-01..2025-07-01 EUR 10.00", "20 x api call 2025-05-01..2025-06-01 EUR 2.00")
                .andNothingElseHappened();
    }

    @Test
    void a_flat_fee_of_use_is_due_without_any_use() {
        scenario("Europe/Berlin")
                .given(plan("api", "EUR 10.00", MONTHLY).charging("call", "0.10 + 4.00"))
                .on("2025-04-01")
                .subscribes("ada", "api")
                .isInvoiced("api 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("api 2025-05-01..2025-06-01 EUR 10.00", "api call 2025-04-01..2025-05-01 EUR 4.00")
                .andNothingElseHappened();
    }

    @Test
    void by_volume_a_late_record_may_give_money_back() {
        // 10 calls at 5.00, 11 at 3.00: 17.00 come back
        scenario("Europe/Berlin")
                .given(plan("api", "EUR 20.00", MONTHLY).charging("call", "volume 10: 5.00, *: 3.00"))
                .on("2025-04-01")
                .subscribes("ada", "api")
                .isInvoiced("api 2025-04-01..2025-05-01 EUR 20.00")
                .uses("ada", "r1", "call", "10", "2025-04-01")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("api 2025-05-01..2025-06-01 EUR 20.00", "10 x api call 2025-04-01..2025-05-01 EUR 50.00")
                .on("2025-05-02")
                .uses("ada", "r2", "call", "1", "2025-04-30")
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced("api call 2025-04-01..2025-05-01 EUR -17.00", "api 2025-06-01..2025-07-01 EUR 20.00")
                .totalling("EUR 3.00")
                .andNothingElseHappened();
    }

    @Test
    void a_plan_may_charge_use_only() {
        scenario("Europe/Berlin")
                .given(plan("meter", "EUR 0.00", MONTHLY)
                        .with(p -> Plan.usageOnly("meter", "meter", MONTHLY, Currency.EUR))
                        .charging("kilowatt-hour", "0.3215"))
                .on("2025-04-01")
                .subscribes("ada", "meter")
                .nothingHappens()
                .on("2025-04-30")
                .uses("ada", "r1", "kilowatt-hour", "123.4", "2025-04-30") // 39.6731
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("123.4 x meter kilowatt-hour 2025-04-01..2025-05-01 EUR 39.67")
                .on("2025-06-01")
                .runsBilling()
                .andNothingElseHappened();
    }

    // --- changes: settled by days, in full, not at all ---------------------------------------------------------------

    @Test
    void in_full_the_new_terms_hold_as_if_they_had_since_the_period_began() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-16")
                .changesPlan("ada", "team", c -> c.settle(Settlement.FULL))
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR -30.00", "team 2025-04-01..2025-05-01 EUR 60.00")
                .totalling("EUR 30.00")
                .mayUse("team")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("team 2025-05-01..2025-06-01 EUR 60.00")
                .andNothingElseHappened();
    }

    @Test
    void in_full_a_smaller_plan_gives_back_for_the_whole_period() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "team")
                .isInvoiced("team 2025-04-01..2025-05-01 EUR 60.00")
                .transfers("ada", "EUR 60.00")
                .on("2025-04-30")
                .changesPlan("ada", "daily", c -> c.settle(Settlement.FULL))
                .isCredited("team 2025-04-01..2025-05-01 EUR -60.00", "daily 2025-04-01..2025-05-01 EUR 30.00")
                .hasCredit("EUR 30.00")
                .andNothingElseHappened();
    }

    @Test
    void in_full_with_the_next_invoice_it_waits() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-16")
                .changesPlan("ada", "team", c -> c.settle(Settlement.FULL).collect(Settling.NEXT_INVOICE))
                .nothingHappens()
                .mayUse("team")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced(
                        "daily 2025-04-01..2025-05-01 EUR -30.00",
                        "team 2025-04-01..2025-05-01 EUR 60.00",
                        "team 2025-05-01..2025-06-01 EUR 60.00")
                .totalling("EUR 90.00")
                .andNothingElseHappened();
    }

    @Test
    void not_at_all_the_service_changes_now_and_the_price_with_the_next_period() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-16")
                .changesPlan("ada", "team", c -> c.settle(Settlement.NONE))
                .tells(EventType.PLAN_CHANGED, EventType.ACCESS_STOPPED, EventType.ACCESS_GRANTED)
                .nothingHappens()
                .mayUse("team")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("team 2025-05-01..2025-06-01 EUR 60.00")
                .mayUse("team")
                .andNothingElseHappened();
    }

    @Test
    void not_at_all_on_the_first_day_of_a_period_that_is_not_billed_yet_the_price_changes_too() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-05-01")
                .changesPlan("ada", "team", c -> c.settle(Settlement.NONE))
                .isInvoiced("team 2025-05-01..2025-06-01 EUR 60.00")
                .andNothingElseHappened();
    }

    @Test
    void not_at_all_holds_for_quantities_and_prices_too() {
        scenario("Europe/Berlin")
                .given(DAILY)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-11")
                .changesQuantity("ada", "2", c -> c.settle(Settlement.NONE))
                .nothingHappens()
                .on("2025-04-21")
                .agreesOn("ada", "EUR 24.00", c -> c.settle(Settlement.NONE))
                .nothingHappens()
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("2 x daily 2025-05-01..2025-06-01 EUR 48.00")
                .andNothingElseHappened();
    }

    @Test
    void back_dated_by_days_every_invoiced_period_since_is_settled() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("daily 2025-05-01..2025-06-01 EUR 30.00")
                .on("2025-05-16")
                .changesPlan("ada", "team", c -> c.when(Timing.on(day("2025-04-16"))))
                .isInvoiced(
                        "daily 2025-04-16..2025-05-01 EUR -15.00",
                        "daily 2025-05-01..2025-06-01 EUR -30.00",
                        "team 2025-04-16..2025-05-01 EUR 30.00",
                        "team 2025-05-01..2025-06-01 EUR 60.00")
                .totalling("EUR 45.00")
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced("team 2025-06-01..2025-07-01 EUR 60.00")
                .andNothingElseHappened();
    }

    @Test
    void back_dated_in_full_the_period_of_that_day_changes_as_a_whole() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("daily 2025-05-01..2025-06-01 EUR 30.00")
                .on("2025-05-16")
                .changesPlan(
                        "ada", "team", c -> c.when(Timing.on(day("2025-04-16"))).settle(Settlement.FULL))
                .isInvoiced(
                        "daily 2025-04-01..2025-05-01 EUR -30.00",
                        "daily 2025-05-01..2025-06-01 EUR -30.00",
                        "team 2025-04-01..2025-05-01 EUR 60.00",
                        "team 2025-05-01..2025-06-01 EUR 60.00")
                .andNothingElseHappened();
    }

    @Test
    void back_dated_and_not_settled_only_the_period_of_that_day_keeps_its_price() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("daily 2025-05-01..2025-06-01 EUR 30.00")
                .on("2025-05-16")
                .changesPlan(
                        "ada", "team", c -> c.when(Timing.on(day("2025-04-16"))).settle(Settlement.NONE))
                .isInvoiced("daily 2025-05-01..2025-06-01 EUR -30.00", "team 2025-05-01..2025-06-01 EUR 60.00")
                .andNothingElseHappened();
    }

    @Test
    void after_a_change_that_was_not_settled_the_customer_is_on_the_plan_that_was_agreed_last() {
        scenario("Europe/Berlin")
                .given(BASIC, DAILY, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .subscribes("bob", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .subscribes("eve", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-10")
                .changesPlan("ada", "team", c -> c.settle(Settlement.NONE))
                .nothingHappens()
                .changesPlan("bob", "team", c -> c.settle(Settlement.NONE))
                .nothingHappens()
                .changesQuantity("eve", "2", c -> c.settle(Settlement.NONE))
                .nothingHappens()
                .on("2025-04-16")
                .changesPlan("ada", "basic") // back before anything of the other plan was billed
                .nothingHappens()
                .changesQuantity("bob", "3") // 15 of 30 days of three places in the team
                .isInvoiced("daily 2025-04-16..2025-05-01 EUR -15.00", "3 x team 2025-04-16..2025-05-01 EUR 90.00")
                .changesPlan("eve", "team") // the two that were agreed
                .isInvoiced("daily 2025-04-16..2025-05-01 EUR -15.00", "2 x team 2025-04-16..2025-05-01 EUR 60.00")
                .on("2025-05-01")
                .runsBilling()
                .account("ada")
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .account("bob")
                .isInvoiced("3 x team 2025-05-01..2025-06-01 EUR 180.00")
                .account("eve")
                .isInvoiced("2 x team 2025-05-01..2025-06-01 EUR 120.00")
                .andNothingElseHappened();
    }

    @Test
    void back_dated_before_a_rest_its_days_stay_unpaid() {
        // in March a day costs one euro and two
        scenario("Europe/Berlin")
                .given(plan("one", "EUR 31.00", MONTHLY), plan("two", "EUR 62.00", MONTHLY))
                .on("2025-03-01")
                .subscribes("ada", "one")
                .isInvoiced("one 2025-03-01..2025-04-01 EUR 31.00")
                .on("2025-03-10")
                .pauses("ada", p -> p.until(day("2025-03-20")))
                .isCredited("one 2025-03-10..2025-03-20 EUR -10.00")
                .on("2025-03-20")
                .runsBilling()
                .nothingHappens()
                .on("2025-03-25")
                .changesPlan("ada", "two", c -> c.when(Timing.on(day("2025-03-15"))))
                .isRefused(Refusal.PAUSED, "it rested then, and went on on 2025-03-20")
                .changesPlan("ada", "two", c -> c.when(Timing.on(day("2025-03-05"))))
                .isInvoiced(
                        "one 2025-03-05..2025-03-10 EUR -5.00",
                        "one 2025-03-20..2025-04-01 EUR -12.00",
                        "two 2025-03-05..2025-03-10 EUR 10.00",
                        "two 2025-03-20..2025-04-01 EUR 24.00")
                .on("2025-04-01")
                .runsBilling()
                .isInvoiced("two 2025-04-01..2025-05-01 EUR 62.00")
                .andNothingElseHappened();
    }

    @Test
    void back_dated_before_a_rest_what_it_put_off_stays_put_off() {
        // ten days of March are paid for in April, and from then on it is billed on the 11th
        scenario("Europe/Berlin")
                .given(plan("one", "EUR 31.00", MONTHLY), plan("two", "EUR 62.00", MONTHLY))
                .on("2025-03-01")
                .subscribes("ada", "one")
                .isInvoiced("one 2025-03-01..2025-04-01 EUR 31.00")
                .on("2025-03-10")
                .pauses("ada", p -> p.until(day("2025-03-20")).extending())
                .nothingHappens()
                .on("2025-03-20")
                .runsBilling()
                .nothingHappens()
                .on("2025-03-25")
                .changesPlan("ada", "two", c -> c.when(Timing.on(day("2025-03-05"))))
                .isInvoiced(
                        "one 2025-03-10..2025-03-20 EUR -10.00",
                        "one 2025-04-01..2025-04-11 EUR 10.00",
                        "one 2025-03-05..2025-03-10 EUR -5.00",
                        "one 2025-03-20..2025-04-01 EUR -12.00",
                        "one 2025-04-01..2025-04-11 EUR -10.00",
                        "two 2025-03-05..2025-03-10 EUR 10.00",
                        "two 2025-03-20..2025-04-11 EUR 44.00")
                .on("2025-04-11")
                .runsBilling()
                .isInvoiced("two 2025-04-11..2025-05-11 EUR 62.00")
                .andNothingElseHappened();
    }

    @Test
    void back_dated_another_plan_takes_the_quantities_that_were_agreed_since() {
        scenario("Europe/Berlin")
                .given(plan("one", "EUR 31.00", MONTHLY), plan("two", "EUR 62.00", MONTHLY))
                .on("2025-03-01")
                .subscribes("ada", "one")
                .isInvoiced("one 2025-03-01..2025-04-01 EUR 31.00")
                .on("2025-03-10")
                .changesQuantity("ada", "3")
                .isInvoiced("one 2025-03-10..2025-04-01 EUR -22.00", "3 x one 2025-03-10..2025-04-01 EUR 66.00")
                .on("2025-03-25")
                .changesPlan("ada", "two", c -> c.when(Timing.on(day("2025-03-05"))))
                .isInvoiced(
                        "one 2025-03-05..2025-03-10 EUR -5.00",
                        "-3 x one 2025-03-10..2025-04-01 EUR -66.00",
                        "two 2025-03-05..2025-03-10 EUR 10.00",
                        "3 x two 2025-03-10..2025-04-01 EUR 132.00")
                .on("2025-04-01")
                .runsBilling()
                .isInvoiced("3 x two 2025-04-01..2025-05-01 EUR 186.00")
                .andNothingElseHappened();
    }

    @Test
    void back_dated_with_the_next_invoice_it_waits() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("daily 2025-05-01..2025-06-01 EUR 30.00")
                .on("2025-05-16")
                .changesPlan(
                        "ada", "team", c -> c.when(Timing.on(day("2025-04-21"))).collect(Settling.NEXT_INVOICE))
                .nothingHappens()
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced(
                        "daily 2025-04-21..2025-05-01 EUR -10.00",
                        "daily 2025-05-01..2025-06-01 EUR -30.00",
                        "team 2025-04-21..2025-05-01 EUR 20.00",
                        "team 2025-05-01..2025-06-01 EUR 60.00",
                        "team 2025-06-01..2025-07-01 EUR 60.00")
                .andNothingElseHappened();
    }

    @Test
    void back_dated_within_arrears_nothing_was_billed_and_nothing_comes_back() {
        scenario("Europe/Berlin")
                .given(DAILY.inArrears(), TEAM.inArrears())
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .on("2025-04-20")
                .changesPlan("ada", "team", c -> c.when(Timing.on(day("2025-04-11"))))
                .nothingHappens()
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("daily 2025-04-01..2025-04-11 EUR 10.00", "team 2025-04-11..2025-05-01 EUR 40.00")
                .andNothingElseHappened();
    }

    @Test
    void in_arrears_in_full_and_not_at_all_decide_what_the_whole_period_costs() {
        scenario("Europe/Berlin")
                .given(DAILY.inArrears(), TEAM.inArrears())
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .subscribes("bob", "daily")
                .on("2025-04-16")
                .changesPlan("ada", "team", c -> c.settle(Settlement.FULL))
                .changesPlan("bob", "team", c -> c.settle(Settlement.NONE))
                .nothingHappens()
                .on("2025-05-01")
                .runsBilling()
                .account("ada")
                .isInvoiced("team 2025-04-01..2025-05-01 EUR 60.00")
                .account("bob")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-06-01")
                .runsBilling()
                .account("ada")
                .isInvoiced("team 2025-05-01..2025-06-01 EUR 60.00")
                .account("bob")
                .isInvoiced("team 2025-05-01..2025-06-01 EUR 60.00")
                .andNothingElseHappened();
    }

    @Test
    void a_planned_change_in_full_is_settled_on_its_day() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-10")
                .changesPlan(
                        "ada", "team", c -> c.when(Timing.on(day("2025-04-21"))).settle(Settlement.FULL))
                .nothingHappens()
                .on("2025-04-20")
                .runsBilling()
                .nothingHappens()
                .mayUse("daily")
                .on("2025-04-21")
                .runsBilling()
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR -30.00", "team 2025-04-01..2025-05-01 EUR 60.00")
                .tells(EventType.PLAN_CHANGED)
                .mayUse("team")
                .andNothingElseHappened();
    }

    @Test
    void a_planned_change_in_full_may_be_withdrawn_until_its_day() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-10")
                .changesPlan(
                        "ada", "team", c -> c.when(Timing.on(day("2025-04-21"))).settle(Settlement.FULL))
                .on("2025-04-20")
                .runsBilling()
                .withdrawsChange("ada")
                .on("2025-04-21")
                .runsBilling()
                .nothingHappens()
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("daily 2025-05-01..2025-06-01 EUR 30.00")
                .andNothingElseHappened();
    }

    @Test
    void a_planned_change_that_is_not_settled_changes_the_service_on_its_day() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-10")
                .changesPlan(
                        "ada", "team", c -> c.when(Timing.on(day("2025-04-21"))).settle(Settlement.NONE))
                .on("2025-04-20")
                .runsBilling()
                .nothingHappens()
                .mayUse("daily")
                .on("2025-04-21")
                .runsBilling()
                .mayUse("team")
                .nothingHappens()
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("team 2025-05-01..2025-06-01 EUR 60.00")
                .andNothingElseHappened();
    }

    @Test
    void a_change_in_full_within_the_next_period_is_settled_on_its_day_from_where_that_begins() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-10")
                .changesPlan(
                        "ada", "team", c -> c.when(Timing.on(day("2025-05-11"))).settle(Settlement.FULL))
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("daily 2025-05-01..2025-06-01 EUR 30.00")
                .mayUse("daily")
                .on("2025-05-11")
                .runsBilling()
                .isInvoiced("daily 2025-05-01..2025-06-01 EUR -30.00", "team 2025-05-01..2025-06-01 EUR 60.00")
                .mayUse("team")
                .andNothingElseHappened();
    }

    @Test
    void two_changes_in_one_period_may_be_settled_differently() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-11")
                .changesPlan("ada", "team", c -> c.settle(Settlement.FULL))
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR -30.00", "team 2025-04-01..2025-05-01 EUR 60.00")
                .on("2025-04-21")
                .changesPlan("ada", "daily")
                .isCredited("team 2025-04-21..2025-05-01 EUR -20.00", "daily 2025-04-21..2025-05-01 EUR 10.00")
                .owes("EUR 50.00") // 20 days of team, 10 of daily
                .andNothingElseHappened();
    }

    @Test
    void three_changes_in_one_period_in_three_ways_come_to_the_price_of_the_days() {
        // not settled, then by days with the next invoice, then in full at once
        scenario("Europe/Berlin")
                .given(DAILY, TEAM, plan("pro", "EUR 90.00", MONTHLY))
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-06")
                .changesPlan("ada", "team", c -> c.settle(Settlement.NONE))
                .nothingHappens()
                .on("2025-04-11")
                .changesPlan("ada", "pro", c -> c.collect(Settling.NEXT_INVOICE))
                .nothingHappens()
                .on("2025-04-21")
                .changesQuantity("ada", "2", c -> c.settle(Settlement.FULL))
                .isInvoiced(
                        "daily 2025-04-11..2025-05-01 EUR -20.00",
                        "pro 2025-04-11..2025-05-01 EUR 60.00",
                        "daily 2025-04-01..2025-04-11 EUR -10.00",
                        "pro 2025-04-11..2025-05-01 EUR -60.00",
                        "2 x daily 2025-04-01..2025-04-11 EUR 20.00",
                        "2 x pro 2025-04-11..2025-05-01 EUR 120.00")
                .owes("EUR 140.00") // a third of 2 x 30.00, two thirds of 2 x 90.00
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("2 x pro 2025-05-01..2025-06-01 EUR 180.00")
                .andNothingElseHappened();
    }

    @Test
    void a_planned_change_gives_way_to_another_planned_one_and_both_can_be_withdrawn() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM, plan("pro", "EUR 90.00", MONTHLY))
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .changesPlan("ada", "team", c -> c.when(Timing.periodEnd()))
                .on("2025-04-10")
                .changesPlan("ada", "pro", c -> c.when(Timing.periodEnd()))
                .withdrawsChange("ada")
                .tells(EventType.PLAN_CHANGE_WITHDRAWN)
                .withdrawsChange("ada")
                .isRefused(Refusal.NOTHING_SCHEDULED, "change it back instead")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("daily 2025-05-01..2025-06-01 EUR 30.00")
                .changesPlan("ada", "team", c -> c.when(Timing.periodEnd()))
                .changesPlan("ada", "pro", c -> c.when(Timing.periodEnd()))
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced("pro 2025-06-01..2025-07-01 EUR 90.00")
                .withdrawsChange("ada")
                .isRefused(Refusal.NOTHING_SCHEDULED, "has no change that could be withdrawn")
                .andNothingElseHappened();
    }

    @Test
    void a_change_of_quantity_leaves_a_planned_change_of_plan() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .subscribes("bob", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .changesPlan("ada", "team", c -> c.when(Timing.periodEnd()))
                .changesPlan("bob", "team", c -> c.when(Timing.periodEnd()))
                .on("2025-04-16")
                .changesQuantity("ada", "2")
                .isInvoiced("daily 2025-04-16..2025-05-01 EUR -15.00", "2 x daily 2025-04-16..2025-05-01 EUR 30.00")
                .changesQuantity("bob", "2")
                .isInvoiced("daily 2025-04-16..2025-05-01 EUR -15.00", "2 x daily 2025-04-16..2025-05-01 EUR 30.00")
                .withdrawsChange("bob")
                .on("2025-05-01")
                .runsBilling()
                .account("ada")
                .isInvoiced("2 x team 2025-05-01..2025-06-01 EUR 120.00")
                .account("bob")
                .isInvoiced("2 x daily 2025-05-01..2025-06-01 EUR 60.00")
                .andNothingElseHappened();
    }

    @Test
    void a_contract_that_has_not_started_may_change_and_change_back() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "daily", s -> s.startOn(day("2025-05-01")))
                .on("2025-04-10")
                .changesPlan("ada", "team")
                .withdrawsChange("ada")
                .changesPlan("ada", "team")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("team 2025-05-01..2025-06-01 EUR 60.00")
                .on("2025-05-11")
                .withdrawsChange("ada")
                .isRefused(Refusal.NOTHING_SCHEDULED, "change it back instead")
                .on("2025-05-17") // 16 of 31 days are kept: 30.97; 15 of 31 are 14.52
                .changesPlan("ada", "daily")
                .isCredited("team 2025-05-17..2025-06-01 EUR -29.03", "daily 2025-05-17..2025-06-01 EUR 14.52")
                .andNothingElseHappened();
    }

    @Test
    void periods_may_begin_anew_on_the_day_of_a_change() {
        // 10 of 30 days are kept; the new month begins on the 11th
        scenario("Europe/Berlin")
                .given(DAILY, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-11")
                .changesPlan("ada", "team", c -> c.resettingAnchor())
                .isInvoiced("daily 2025-04-11..2025-05-01 EUR -20.00", "team 2025-04-11..2025-05-11 EUR 60.00")
                .on("2025-05-01")
                .runsBilling()
                .nothingHappens()
                .on("2025-05-11")
                .runsBilling()
                .isInvoiced("team 2025-05-11..2025-06-11 EUR 60.00")
                .andNothingElseHappened();
    }

    @Test
    void another_interval_may_begin_at_the_end_of_the_period() {
        scenario("Europe/Berlin")
                .given(DAILY, plan("year", "EUR 365.00", YEARLY))
                .on("2025-01-31")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-01-31..2025-02-28 EUR 30.00")
                .on("2025-02-10")
                .changesPlan("ada", "year", c -> c.when(Timing.periodEnd()))
                .on("2025-02-28")
                .runsBilling()
                .isInvoiced("year 2025-02-28..2026-02-28 EUR 365.00")
                .andNothingElseHappened();
    }

    @Test
    void a_contract_aligned_to_the_account_stays_so_after_a_change() {
        scenario("Europe/Berlin")
                .given(
                        plan("paper", "EUR 30.00", MONTHLY).aligned(Alignment.account()),
                        plan("years", "EUR 365.00", YEARLY).aligned(Alignment.account()))
                .given(customer("ada").billedOn(1))
                .on("2025-04-01")
                .subscribes("ada", "paper")
                .isInvoiced("paper 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-16")
                .changesPlan("ada", "years") // 15 days to the boundary on 1 May
                .isInvoiced("paper 2025-04-16..2025-05-01 EUR -15.00", "years 2025-04-16..2025-05-01 EUR 15.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("years 2025-05-01..2026-05-01 EUR 365.00")
                .andNothingElseHappened();
    }

    @Test
    void a_change_at_the_end_of_the_term_waits_for_it() {
        scenario("Europe/Berlin")
                .given(
                        plan("bound", "EUR 10.00", MONTHLY).binding("P3M", "P1M", "INDEFINITE"),
                        plan("other", "EUR 20.00", MONTHLY))
                .on("2025-04-01")
                .subscribes("ada", "bound")
                .isInvoiced("bound 2025-04-01..2025-05-01 EUR 10.00")
                .changesPlan("ada", "other", c -> c.when(Timing.termEnd()))
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("bound 2025-05-01..2025-06-01 EUR 10.00")
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced("bound 2025-06-01..2025-07-01 EUR 10.00")
                .on("2025-07-01")
                .runsBilling()
                .isInvoiced("other 2025-07-01..2025-08-01 EUR 20.00")
                .andNothingElseHappened();
    }

    @Test
    void customers_do_not_change_the_past() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM)
                .given(customer("ada").allowed(SelfServiceAction.CHANGE_PLAN, SelfServiceAction.CANCEL))
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-16")
                .asCustomer("ada")
                .changesPlan("ada", "team", c -> c.when(Timing.on(day("2025-04-15"))))
                .isRefused(Refusal.DAY_IN_THE_PAST, "choose today, 2025-04-16, or later")
                .asCustomer("ada")
                .cancels("ada", Timing.on(day("2025-04-15")), PaidDays.CREDIT)
                .isRefused(Refusal.DAY_IN_THE_PAST, "which has passed")
                .asCustomer("ada")
                .changesPlan("ada", "team", c -> c.when(Timing.on(day("2025-04-16"))))
                .isInvoiced("daily 2025-04-16..2025-05-01 EUR -15.00", "team 2025-04-16..2025-05-01 EUR 30.00")
                .andNothingElseHappened();
    }

    @Test
    void a_change_that_says_nothing_is_none() {
        scenario("Europe/Berlin")
                .given(DAILY)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .changesPlan("ada", "daily")
                .isRefused(Refusal.NOTHING_CHANGES, "name another plan or quantity")
                .changesQuantity("ada", "0")
                .isInvalid("quantity", "must be above zero")
                .changesPlan("ada", "weekly")
                .isInvalid("plan", "[daily]")
                .andNothingElseHappened();
    }

    // --- resting ---------------------------------------------------------------------------------------------------

    @Test
    void a_rest_gives_back_its_paid_days_and_leaves_the_boundaries() {
        scenario("Europe/Berlin")
                .given(DAILY)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-11")
                .pauses("ada", p -> p.until(day("2025-04-21")))
                .isCredited("daily 2025-04-11..2025-04-21 EUR -10.00")
                .answeredWithIt()
                .tells(EventType.PAUSE_AGREED, EventType.PAUSED, EventType.ACCESS_STOPPED)
                .contractIs(SubscriptionState.PAUSED)
                .mayNotUse("daily", AccessReason.PAUSED)
                .on("2025-04-20")
                .runsBilling()
                .nothingHappens()
                .on("2025-04-21")
                .runsBilling()
                .nothingHappens()
                .tells(EventType.RESUMED, EventType.ACCESS_GRANTED)
                .contractIs(SubscriptionState.ACTIVE)
                .mayUse("daily")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("daily 2025-05-01..2025-06-01 EUR 30.00")
                .owes("EUR 50.00")
                .andNothingElseHappened();
    }

    @Test
    void access_follows_the_calendar_while_billing_is_held() {
        scenario("Europe/Berlin")
                .given(DAILY)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .pauses("ada", p -> p.when(Timing.on(day("2025-04-11"))).until(day("2025-04-21")))
                .nothingHappens()
                .on("2025-04-10")
                .holds("ada", Hold.BILLING)
                .on("2025-04-11")
                .runsBilling()
                .nothingHappens()
                .tells(EventType.ACCESS_STOPPED)
                .mayNotUse("daily", AccessReason.PAUSED)
                .runsBilling()
                .nothingHappens()
                .on("2025-04-21")
                .runsBilling()
                .nothingHappens()
                .tells(EventType.ACCESS_GRANTED)
                .mayUse("daily")
                .on("2025-05-05")
                .runsBilling()
                .nothingHappens()
                .holds("ada")
                .runsBilling()
                .isCredited("daily 2025-04-11..2025-04-21 EUR -10.00")
                .isInvoiced("daily 2025-05-01..2025-06-01 EUR 30.00")
                .mayUse("daily")
                .owes("EUR 50.00")
                .andNothingElseHappened();
    }

    @Test
    void the_end_stops_access_also_while_billing_is_held() {
        scenario("Europe/Berlin")
                .given(DAILY)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-10")
                .cancels("ada")
                .nothingHappens()
                .on("2025-04-20")
                .holds("ada", Hold.BILLING)
                .on("2025-05-02")
                .runsBilling()
                .nothingHappens()
                .tells(EventType.ACCESS_STOPPED)
                .mayNotUse("daily", AccessReason.ENDED)
                .on("2025-05-05")
                .holds("ada")
                .runsBilling()
                .nothingHappens()
                .contractIs(SubscriptionState.ENDED)
                .mayNotUse("daily", AccessReason.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void a_rest_without_end_gives_back_all_paid_days_and_is_over_when_it_is_resumed() {
        scenario("Europe/Berlin")
                .given(plan("may", "EUR 31.00", MONTHLY))
                .on("2025-04-01")
                .subscribes("ada", "may")
                .isInvoiced("may 2025-04-01..2025-05-01 EUR 31.00")
                .on("2025-04-16")
                .pauses("ada")
                .isCredited("may 2025-04-16..2025-05-01 EUR -15.50")
                .on("2025-05-01")
                .runsBilling()
                .nothingHappens()
                .on("2025-05-12") // 20 of 31 days
                .resumes("ada")
                .isInvoiced("may 2025-05-12..2025-06-01 EUR 20.00")
                .tells(EventType.RESUMED)
                .mayUse("may")
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced("may 2025-06-01..2025-07-01 EUR 31.00")
                .andNothingElseHappened();
    }

    @Test
    void a_rest_may_be_resumed_earlier_than_was_agreed() {
        scenario("Europe/Berlin")
                .given(DAILY)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-11")
                .pauses("ada", p -> p.until(day("2025-04-21")))
                .isCredited("daily 2025-04-11..2025-04-21 EUR -10.00")
                .on("2025-04-16")
                .resumes("ada")
                .isInvoiced("daily 2025-04-16..2025-04-21 EUR 5.00")
                .contractIs(SubscriptionState.ACTIVE)
                .owes("EUR 25.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("daily 2025-05-01..2025-06-01 EUR 30.00")
                .andNothingElseHappened();
    }

    @Test
    void a_rest_that_has_not_begun_may_be_called_off() {
        scenario("Europe/Berlin")
                .given(DAILY)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .pauses("ada", p -> p.when(Timing.on(day("2025-04-21"))).until(day("2025-05-11")))
                .tells(EventType.PAUSE_AGREED)
                .nothingHappens()
                .on("2025-04-15")
                .resumes("ada")
                .nothingHappens()
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("daily 2025-05-01..2025-06-01 EUR 30.00")
                .andNothingElseHappened();
    }

    @Test
    void a_rest_on_a_later_day_gives_back_on_that_day_and_splits_the_next_period() {
        // 21 of 31 days of May
        scenario("Europe/Berlin")
                .given(plan("may", "EUR 31.00", MONTHLY), DAILY)
                .on("2025-04-01")
                .subscribes("ada", "may")
                .isInvoiced("may 2025-04-01..2025-05-01 EUR 31.00")
                .on("2025-04-10")
                .pauses("ada", p -> p.when(Timing.on(day("2025-04-16"))).until(day("2025-05-11")))
                .nothingHappens()
                .mayUse("may")
                .on("2025-04-16")
                .runsBilling()
                .isCredited("may 2025-04-16..2025-05-01 EUR -15.50")
                .mayNotUse("may", AccessReason.PAUSED)
                .on("2025-05-11")
                .runsBilling()
                .isInvoiced("may 2025-05-11..2025-06-01 EUR 21.00")
                .mayUse("may")
                .andNothingElseHappened();
    }

    @Test
    void a_rest_may_begin_at_the_end_of_the_period_and_be_resumed_on_a_later_day() {
        scenario("Europe/Berlin")
                .given(DAILY)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-10")
                .pauses("ada", p -> p.when(Timing.periodEnd()))
                .mayUse("daily")
                .on("2025-05-01")
                .runsBilling()
                .contractIs(SubscriptionState.PAUSED)
                .on("2025-05-20")
                .resumes("ada", Timing.on(day("2025-06-21")))
                .contractIs(SubscriptionState.PAUSED)
                .on("2025-06-21")
                .runsBilling()
                .isInvoiced("daily 2025-06-21..2025-07-01 EUR 10.00")
                .contractIs(SubscriptionState.ACTIVE)
                .andNothingElseHappened();
    }

    @Test
    void the_service_may_rest_while_billing_goes_on() {
        scenario("Europe/Berlin")
                .given(DAILY)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-11")
                .pauses("ada", p -> p.until(day("2025-05-11")).withBillingGoingOn())
                .nothingHappens()
                .mayNotUse("daily", AccessReason.PAUSED)
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("daily 2025-05-01..2025-06-01 EUR 30.00")
                .on("2025-05-11")
                .runsBilling()
                .nothingHappens()
                .mayUse("daily")
                .andNothingElseHappened();
    }

    @Test
    void a_rest_of_some_days_puts_everything_off_by_as_many() {
        // ten of the paid days come later: what goes back and what is charged for it cancel out
        scenario("Europe/Berlin")
                .given(DAILY)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-11")
                .pauses("ada", p -> p.until(day("2025-04-21")).extending())
                .nothingHappens()
                .mayNotUse("daily", AccessReason.PAUSED)
                .on("2025-04-21")
                .runsBilling()
                .nothingHappens()
                .mayUse("daily")
                .on("2025-05-01")
                .runsBilling()
                .nothingHappens()
                .on("2025-05-11")
                .runsBilling()
                .isInvoiced(
                        "daily 2025-04-11..2025-04-21 EUR -10.00",
                        "daily 2025-05-01..2025-05-11 EUR 10.00",
                        "daily 2025-05-11..2025-06-11 EUR 30.00")
                .totalling("EUR 30.00")
                .on("2025-06-11")
                .runsBilling()
                .isInvoiced("daily 2025-06-11..2025-07-11 EUR 30.00")
                .andNothingElseHappened();
    }

    @Test
    void a_rest_that_was_over_while_the_contract_was_cancelled_is_given_back_when_that_is_revoked() {
        scenario("Europe/Berlin")
                .given(DAILY)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-11")
                .pauses("ada", p -> p.until(day("2025-04-21")).extending())
                .contractIs(SubscriptionState.PAUSED)
                .on("2025-04-12")
                .cancels("ada", Timing.periodEnd(), PaidDays.NONE)
                .contractIs(SubscriptionState.CANCELLED)
                .endsOn("ada", "2025-05-01")
                .on("2025-04-22")
                .runsBilling()
                .revokesCancellation("ada")
                .contractIs(SubscriptionState.ACTIVE)
                .isCredited("daily 2025-04-11..2025-04-21 EUR -10.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("daily 2025-05-01..2025-06-01 EUR 30.00")
                .andNothingElseHappened();
    }

    @Test
    void a_rest_of_a_whole_period_puts_everything_off_by_one_period() {
        scenario("Europe/Berlin")
                .given(DAILY)
                .on("2025-01-31")
                .subscribes("ada", "daily", s -> s.endOn(day("2025-04-30")))
                .isInvoiced("daily 2025-01-31..2025-02-28 EUR 30.00")
                .on("2025-02-10")
                .pauses(
                        "ada",
                        p -> p.when(Timing.periodEnd()).until(day("2025-03-31")).extending())
                .endsOn("ada", "2025-05-31")
                .on("2025-02-28")
                .runsBilling()
                .contractIs(SubscriptionState.PAUSED)
                .on("2025-03-31")
                .runsBilling()
                .isInvoiced("daily 2025-03-31..2025-04-30 EUR 30.00")
                .on("2025-04-30")
                .runsBilling()
                .isInvoiced("daily 2025-04-30..2025-05-31 EUR 30.00")
                .on("2025-05-31")
                .runsBilling()
                .contractIs(SubscriptionState.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void a_rest_that_puts_off_moves_phases_discounts_and_what_is_charged_once() {
        scenario("Europe/Berlin")
                .given(DAILY.withPhases(
                        Phase.forPeriods("intro", 2, MONTHLY, eur("15.00")),
                        Phase.regular().oneTimePrice(Money.parse("EUR 5.00"))))
                .given(Discount.of("spring", Reduction.percent("20")).forPeriods(2))
                .on("2025-04-01")
                .subscribes("ada", "daily", s -> s.discounts("spring"))
                .isInvoiced(
                        "daily 2025-04-01..2025-05-01 EUR 15.00", "daily less spring 2025-04-01..2025-05-01 EUR -3.00")
                .pauses(
                        "ada",
                        p -> p.when(Timing.periodEnd()).until(day("2025-06-01")).extending())
                .on("2025-05-01")
                .runsBilling()
                .nothingHappens()
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced(
                        "daily 2025-06-01..2025-07-01 EUR 15.00", "daily less spring 2025-06-01..2025-07-01 EUR -3.00")
                .on("2025-07-01")
                .runsBilling()
                .isInvoiced("daily once regular EUR 5.00", "daily 2025-07-01..2025-08-01 EUR 30.00")
                .andNothingElseHappened();
    }

    @Test
    void a_rest_without_end_that_puts_off_decides_when_it_is_over() {
        scenario("Europe/Berlin")
                .given(DAILY)
                .on("2025-04-01")
                .subscribes("ada", "daily", s -> s.endOn(day("2025-06-01")))
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-11")
                .pauses("ada", p -> p.extending())
                .nothingHappens()
                .hasNoEnd("ada")
                .on("2025-05-01")
                .runsBilling()
                .nothingHappens()
                .on("2025-05-11")
                .resumes("ada")
                .endsOn("ada", "2025-07-01") // thirty days later
                .nothingHappens()
                .on("2025-05-31")
                .runsBilling()
                .isInvoiced(
                        "daily 2025-04-11..2025-05-01 EUR -20.00",
                        "daily 2025-05-11..2025-05-31 EUR 20.00",
                        "daily 2025-05-31..2025-07-01 EUR 30.00")
                .on("2025-07-01")
                .runsBilling()
                .contractIs(SubscriptionState.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void in_arrears_the_days_before_a_rest_are_billed_when_it_begins() {
        scenario("Europe/Berlin")
                .given(DAILY.inArrears())
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .on("2025-04-11")
                .pauses("ada", p -> p.until(day("2025-04-21")))
                .isInvoiced("daily 2025-04-01..2025-04-11 EUR 10.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("daily 2025-04-21..2025-05-01 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void of_a_discounted_period_a_rest_gives_back_what_was_paid() {
        // 30.00 less 20% and less 3.00: 21.00; ten of thirty days are 7.00
        scenario("Europe/Berlin")
                .given(DAILY)
                .given(
                        Discount.of("spring", Reduction.percent("20")),
                        Discount.of("friend", Reduction.amount(Money.parse("EUR 3.00"))))
                .on("2025-04-01")
                .subscribes("ada", "daily", s -> s.discounts("spring", "friend"))
                .isInvoiced(
                        "daily 2025-04-01..2025-05-01 EUR 30.00",
                        "daily less spring 2025-04-01..2025-05-01 EUR -6.00",
                        "daily less friend 2025-04-01..2025-05-01 EUR -3.00")
                .on("2025-04-11")
                .pauses("ada", p -> p.until(day("2025-04-21")))
                .isCredited("daily 2025-04-11..2025-04-21 EUR -7.00")
                .andNothingElseHappened();
    }

    @Test
    void a_cancellation_ends_a_rest() {
        scenario("Europe/Berlin")
                .given(DAILY)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-11")
                .pauses("ada")
                .isCredited("daily 2025-04-11..2025-05-01 EUR -20.00")
                .on("2025-04-16")
                .cancelsNow("ada")
                .nothingHappens()
                .contractIs(SubscriptionState.ENDED)
                .mayNotUse("daily", AccessReason.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void what_a_rest_does_not_allow_is_refused() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .resumes("ada")
                .isRefused(Refusal.NOT_PAUSED, "there is nothing to resume")
                .on("2025-04-11")
                .pauses("ada", p -> p.until(day("2025-04-11")))
                .isInvalid("until", "must be after the first day of rest")
                .pauses("ada", p -> p.when(Timing.on(day("2025-04-10"))))
                .isRefused(Refusal.DAY_IN_THE_PAST, "choose today")
                .pauses("ada", p -> p.withBillingGoingOn().extending())
                .isInvalid("extend", "days would be paid twice")
                .pauses("ada")
                .isCredited("daily 2025-04-11..2025-05-01 EUR -20.00")
                .pauses("ada")
                .isRefused(Refusal.PAUSED, "it rests from 2025-04-11; resume it first")
                .changesPlan("ada", "team")
                .isRefused(Refusal.PAUSED, "resume it first")
                .changesQuantity("ada", "2")
                .isRefused(Refusal.PAUSED, "resume it first")
                .skips("ada")
                .isRefused(Refusal.PAUSED, "resume it first")
                .resumes("ada", Timing.on(day("2025-04-10")))
                .isRefused(Refusal.DAY_IN_THE_PAST, "choose today")
                .subscribes("bob", "daily", s -> s.startOn(day("2025-05-01")))
                .pauses("bob", p -> p.when(Timing.on(day("2025-04-20"))))
                .isRefused(
                        Refusal.NOT_STARTED, "has not begun: it can rest once it has, with the billing of 2025-05-01")
                .skips("bob")
                .isRefused(Refusal.NOT_STARTED, "with the billing of 2025-05-01")
                .subscribes("eve", "daily")
                .isInvoiced("daily 2025-04-11..2025-05-11 EUR 30.00")
                .cancels("eve")
                .pauses("eve")
                .isRefused(Refusal.ALREADY_CANCELLED, "revoke the cancellation")
                .andNothingElseHappened();
    }

    @Test
    void a_second_agreement_waits_until_a_planned_rest_is_over_or_called_off() {
        scenario("Europe/Berlin")
                .given(BASIC.aligned(Alignment.account()), TEAM)
                .given(customer("ada").billedOn(1).allowed(SelfServiceAction.CHANGE_PLAN))
                .on("2025-01-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-01-01..2025-02-01 EUR 10.00")
                .on("2025-01-10")
                .skips("ada")
                .changesPlan("ada", "team", c -> c.when(Timing.on(day("2025-03-01"))))
                .isRefused(
                        Refusal.PAUSED,
                        "Cannot change subscription ada/2: it is to rest from 2025-02-01 until 2025-03-01; that is possible"
                                + " once the rest is over or called off (resume), or for a day before it")
                .pauses("ada", p -> p.when(Timing.on(day("2025-04-01"))))
                .isRefused(
                        Refusal.PAUSED,
                        "Cannot let subscription ada/2 rest a second time: it is to rest from 2025-02-01 until 2025-03-01;"
                                + " that is possible once the rest is over or called off (resume)")
                .changesBillingDay("ada", 15)
                .isRefused(
                        Refusal.PAUSED,
                        "Cannot bill account ada on day 15: its subscription ada/2 is to rest from 2025-02-01 until"
                                + " 2025-03-01; that is possible once the rest is over or called off (resume)")
                .on("2025-02-03")
                .runsBilling()
                .asCustomer("ada")
                .changesPlan("ada", "team")
                .isRefused(Refusal.PAUSED, "it rests from 2025-02-01 until 2025-03-01; resume it first")
                .andNothingElseHappened();
    }

    @Test
    void a_contract_that_has_not_begun_ends_on_its_first_day_at_the_earliest() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-01-10")
                .subscribes("ada", "basic", s -> s.startOn(day("2025-02-01")))
                .cancels("ada", Timing.on(day("2025-01-20")), PaidDays.CREDIT)
                .isRefused(
                        Refusal.TOO_EARLY,
                        "cannot end on 2025-01-20: the first possible day is 2025-02-01, with which it is not served at all")
                .cancels("ada", Timing.on(day("2025-02-01")), PaidDays.CREDIT)
                .contractIs(SubscriptionState.ENDED)
                .revokesCancellation("ada")
                .isRefused(Refusal.ALREADY_CANCELLED, "was called off and does not begin on 2025-02-01")
                .andNothingElseHappened();
    }

    @Test
    void a_skipped_period_is_not_billed_and_everything_comes_one_period_later() {
        scenario("Europe/Berlin")
                .given(DAILY.beginningWith("intro", "P2M", "EUR 15.00"))
                .on("2025-01-31")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-01-31..2025-02-28 EUR 15.00")
                .on("2025-02-10")
                .skips("ada")
                .tells(EventType.PERIOD_SKIPPED)
                .mayUse("daily")
                .skips("ada")
                .isRefused(
                        Refusal.PAUSED,
                        "it is to rest from 2025-02-28 until 2025-03-31; that is possible once the rest is over")
                .on("2025-02-28")
                .runsBilling()
                .nothingHappens()
                .on("2025-03-31")
                .runsBilling()
                .isInvoiced("daily 2025-03-31..2025-04-30 EUR 15.00")
                .on("2025-04-30")
                .runsBilling()
                .isInvoiced("daily 2025-04-30..2025-05-31 EUR 30.00")
                .andNothingElseHappened();
    }

    @Test
    void a_skipped_period_puts_off_the_end_and_the_add_on() {
        scenario("Europe/Berlin")
                .given(DAILY, EXTRA)
                .on("2025-04-01")
                .subscribes("ada", "daily", s -> s.endOn(day("2025-06-01")))
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .adds("ada:1", "extra")
                .isInvoiced("extra 2025-04-01..2025-05-01 EUR 10.00")
                .endsOn("ada:2", "2025-06-01")
                .skips("ada:1")
                .endsOn("ada:1", "2025-07-01")
                .endsOn("ada:2", "2025-07-01")
                .on("2025-05-01")
                .runsBilling()
                .nothingHappens()
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced("daily 2025-06-01..2025-07-01 EUR 30.00", "extra 2025-06-01..2025-07-01 EUR 10.00")
                .on("2025-07-01")
                .runsBilling()
                .contractIs("ada:2", SubscriptionState.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void a_skipped_delivery_stays_billed() {
        scenario("Europe/Berlin")
                .given(plan("box", "EUR 30.00", MONTHLY).ofKind(ProductKind.PHYSICAL))
                .on("2025-04-01")
                .subscribes("ada", "box")
                .isInvoiced("box 2025-04-01..2025-05-01 EUR 30.00")
                .skipsDelivery("ada")
                .tells(EventType.DELIVERY_SKIPPED)
                .doesNotTell(EventType.PERIOD_SKIPPED)
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("box 2025-05-01..2025-06-01 EUR 30.00")
                .andNothingElseHappened();
    }

    @Test
    void a_customer_may_rest_and_skip_if_she_is_allowed_to() {
        scenario("Europe/Berlin")
                .given(DAILY)
                .given(customer("ada").allowed(SelfServiceAction.PAUSE))
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .asCustomer("ada")
                .skips("ada")
                .isRefused(Refusal.NOT_PERMITTED, "SKIP is not allowed")
                .asCustomer("ada")
                .pauses("ada", p -> p.when(Timing.on(day("2025-04-21"))))
                .asCustomer("ada")
                .resumes("ada")
                .asCustomer("ada")
                .uses("ada", "r1", "call", "1", "2025-04-01")
                .isRefused(Refusal.NOT_PERMITTED, "only the shop")
                .asCustomer("ada")
                .changesBillingDay("ada", 15)
                .isRefused(Refusal.NOT_PERMITTED, "only the shop")
                .andNothingElseHappened();
    }

    // --- the end ---------------------------------------------------------------------------------------------------

    private static final Offer BOUND = plan("bound", "EUR 31.00", MONTHLY).binding("P12M", "P1M", "INDEFINITE");

    @Test
    void a_customer_is_bound_by_minimum_term_and_notice_and_the_shop_may_let_go() {
        // half of July is given back
        scenario("Europe/Berlin")
                .given(BOUND)
                .given(customer("ada").allowed(SelfServiceAction.CANCEL))
                .on("2025-07-01")
                .subscribes("ada", "bound")
                .isInvoiced("bound 2025-07-01..2025-08-01 EUR 31.00")
                .asCustomer("ada")
                .cancels("ada")
                .isRefused(Refusal.TOO_EARLY, "the first day without service is 2026-07-01 at the earliest")
                .asCustomer("ada")
                .cancels("ada", Timing.on(day("2026-06-30")), PaidDays.CREDIT)
                .isRefused(Refusal.TOO_EARLY, "cannot end on 2026-06-30")
                .imagines("ada", Command.Cancel::atTermEnd)
                .wouldEndOn("2026-07-01")
                .asCustomer("ada")
                .cancels("ada", Timing.termEnd(), PaidDays.CREDIT)
                .endsOn("ada", "2026-07-01")
                .on("2025-07-17")
                .cancelsNow("ada")
                .isCredited("bound 2025-07-17..2025-08-01 EUR -15.00")
                .contractIs(SubscriptionState.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void notice_on_31_january_ends_a_term_of_28_february_and_a_day_later_a_month_from_then() {
        // section 188 BGB: a month before 28 February is 31 January; a month from 1 February is 1 March
        scenario("Europe/Berlin")
                .given(plan("bound", "EUR 31.00", QUARTERLY).binding("P12M", "P1M", "INDEFINITE"))
                .on("2025-03-01")
                .subscribes("ada", "bound")
                .isInvoiced("bound 2025-03-01..2025-06-01 EUR 31.00")
                .subscribes("bob", "bound")
                .isInvoiced("bound 2025-03-01..2025-06-01 EUR 31.00")
                .on("2025-12-01")
                .runsBilling()
                .account("ada")
                .isInvoiced("bound 2025-06-01..2025-09-01 EUR 31.00")
                .isInvoiced("bound 2025-09-01..2025-12-01 EUR 31.00")
                .isInvoiced("bound 2025-12-01..2026-03-01 EUR 31.00")
                .account("bob")
                .isInvoiced("bound 2025-06-01..2025-09-01 EUR 31.00")
                .isInvoiced("bound 2025-09-01..2025-12-01 EUR 31.00")
                .isInvoiced("bound 2025-12-01..2026-03-01 EUR 31.00")
                .on("2026-01-31")
                .cancels("ada", Timing.termEnd(), PaidDays.CREDIT)
                .endsOn("ada", "2026-03-01")
                .on("2026-02-01")
                .cancels("bob", Timing.termEnd(), PaidDays.CREDIT)
                .endsOn("bob", "2026-03-02")
                .on("2026-03-01")
                .runsBilling()
                .contractIs("ada", SubscriptionState.ENDED)
                .account("bob")
                .isInvoiced("bound 2026-03-01..2026-03-02 EUR 0.34") // 1 of 92 days
                .on("2026-03-02")
                .runsBilling()
                .contractIs("bob", SubscriptionState.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void a_term_that_renews_by_a_year_binds_for_another_one() {
        scenario("Europe/Berlin")
                .given(plan("business", "EUR 365.00", YEARLY).binding("P12M", "P3M", "P12M"))
                .on("2025-01-01")
                .subscribes("ada", "business")
                .isInvoiced("business 2025-01-01..2026-01-01 EUR 365.00")
                .on("2025-09-30")
                .imagines("ada", Command.Cancel::atTermEnd)
                .wouldEndOn("2026-01-01")
                .on("2025-10-01")
                .cancels("ada", Timing.termEnd(), PaidDays.CREDIT)
                .endsOn("ada", "2027-01-01")
                .on("2026-01-01")
                .runsBilling()
                .isInvoiced("business 2026-01-01..2027-01-01 EUR 365.00")
                .on("2027-01-01")
                .runsBilling()
                .contractIs(SubscriptionState.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void without_a_minimum_term_notice_counts_from_its_receipt() {
        // a month from 31 January ends on 28 February
        scenario("Europe/Berlin")
                .given(plan("paper", "EUR 31.00", MONTHLY)
                        .with(p -> p.withTerms(TermRule.cancellableWith(Period.ofMonths(1)))))
                .given(customer("ada").allowed(SelfServiceAction.CANCEL))
                .on("2025-01-15")
                .subscribes("ada", "paper")
                .isInvoiced("paper 2025-01-15..2025-02-15 EUR 31.00")
                .on("2025-01-31")
                .asCustomer("ada")
                .cancels("ada")
                .isRefused(Refusal.TOO_EARLY, "2025-03-01 at the earliest")
                .asCustomer("ada")
                .cancels("ada", Timing.termEnd(), PaidDays.CREDIT)
                .endsOn("ada", "2025-03-01")
                .on("2025-02-15")
                .runsBilling()
                .isInvoiced("paper 2025-02-15..2025-03-01 EUR 15.50") // 14 of 28 days
                .on("2025-03-01")
                .runsBilling()
                .contractIs(SubscriptionState.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void a_rest_that_puts_off_lengthens_the_minimum_term() {
        scenario("Europe/Berlin")
                .given(BOUND)
                .on("2025-01-01")
                .subscribes("ada", "bound")
                .isInvoiced("bound 2025-01-01..2025-02-01 EUR 31.00")
                .pauses(
                        "ada",
                        p -> p.when(Timing.periodEnd()).until(day("2025-03-01")).extending())
                .on("2025-03-01")
                .runsBilling()
                .isInvoiced("bound 2025-03-01..2025-04-01 EUR 31.00")
                .imagines("ada", Command.Cancel::atTermEnd)
                .wouldEndOn("2026-02-01") // a period after 1 January
                .andNothingElseHappened();
    }

    @Test
    void a_refund_goes_back_the_way_the_money_came() {
        scenario("Europe/Berlin")
                .given(DAILY)
                .given(customer("ada").payingBy(PaymentMethodKind.CARD))
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .runsBilling()
                .isCollected("EUR 30.00")
                .on("2025-04-16")
                .cancels("ada", Timing.now(), PaidDays.REFUND)
                .isCredited("daily 2025-04-16..2025-05-01 EUR -15.00")
                .tells(EventType.CANCELLED, EventType.CREDIT_NOTE_FINALIZED, EventType.REFUND_AGREED)
                .hasCredit("EUR 0.00")
                .runsBilling()
                .isRefunded("EUR 15.00")
                .tells(EventType.REFUNDED)
                .hasPaidThroughGateway("EUR 15.00")
                .owes("EUR 0.00")
                .andNothingElseHappened();
    }

    @Test
    void what_came_by_transfer_the_shop_sends_back() {
        // of 20.00 that were paid, 10.00 is what the open part of the invoice does not need
        scenario("Europe/Berlin")
                .given(DAILY)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .transfers("ada", "EUR 25.00")
                .on("2025-04-16")
                .cancels("ada", Timing.now(), PaidDays.REFUND)
                .isCredited("daily 2025-04-16..2025-05-01 EUR -15.00")
                .tells(EventType.REFUND_AGREED)
                .hasCredit("EUR 0.00")
                .owes("EUR 0.00")
                .sees(engine -> assertThat(engine.payments().postings(AccountId.of("ada")).stream()
                                .filter(p -> p.kind() == Posting.Kind.REFUNDED)
                                .map(p -> p.money().toString()))
                        .containsExactly("EUR -10.00"))
                .andNothingElseHappened();
    }

    @Test
    void a_refund_of_a_later_end_is_made_on_its_day() {
        scenario("Europe/Berlin")
                .given(DAILY)
                .given(customer("ada").payingBy(PaymentMethodKind.CARD))
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .runsBilling()
                .isCollected("EUR 30.00")
                .cancels("ada", Timing.on(day("2025-04-21")), PaidDays.REFUND)
                .on("2025-04-20")
                .runsBilling()
                .nothingHappens()
                .on("2025-04-21")
                .runsBilling()
                .isCredited("daily 2025-04-21..2025-05-01 EUR -10.00")
                .isRefunded("EUR 10.00")
                .hasPaidThroughGateway("EUR 20.00")
                .andNothingElseHappened();
    }

    @Test
    void a_gateway_that_gives_nothing_back_leaves_the_refund_to_the_shop() {
        scenario("Europe/Berlin")
                .given(DAILY)
                .given(customer("ada").payingBy(PaymentMethodKind.CARD))
                .through(SandboxGateway.create("plain", GatewayCapabilities.of(PaymentMethodKind.CARD)))
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .runsBilling()
                .isCollected("EUR 30.00")
                .on("2025-04-16")
                .cancels("ada", Timing.now(), PaidDays.REFUND)
                .isCredited("daily 2025-04-16..2025-05-01 EUR -15.00")
                .tells(EventType.REFUND_AGREED)
                .hasCredit("EUR 0.00")
                .runsBilling()
                .andNothingElseHappened();
    }

    @Test
    void a_refund_the_gateway_refuses_becomes_customer_credit() {
        // the bank had given the money back before, and nobody knew
        scenario("Europe/Berlin")
                .given(DAILY)
                .given(customer("ada").payingBy(PaymentMethodKind.CARD))
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .runsBilling()
                .isCollected("EUR 30.00")
                .on("2025-04-16")
                .cancels("ada", Timing.now(), PaidDays.REFUND)
                .isCredited("daily 2025-04-16..2025-05-01 EUR -15.00")
                .beforeTheGatewayTells(story -> story.sandbox().chargeBack(story.lastKeyOf("ada"), "fraud"))
                .runsBilling()
                .isNotRefunded("EUR 15.00")
                .tells(EventType.REFUND_FAILED)
                .hasCredit("EUR 15.00");
    }

    @Test
    void a_revoked_cancellation_leaves_the_contract_as_it_was() {
        scenario("Europe/Berlin")
                .given(DAILY)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .revokesCancellation("ada")
                .isRefused(Refusal.NOT_CANCELLED, "was not cancelled")
                .cancels("ada")
                .contractIs(SubscriptionState.CANCELLED)
                .on("2025-04-20")
                .revokesCancellation("ada")
                .tells(EventType.CANCELLATION_REVOKED)
                .contractIs(SubscriptionState.ACTIVE)
                .hasNoEnd("ada")
                .mayUse("daily", AccessReason.RUNNING)
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("daily 2025-05-01..2025-06-01 EUR 30.00")
                .cancelsNow("ada")
                .isCredited("daily 2025-05-01..2025-06-01 EUR -30.00")
                .revokesCancellation("ada")
                .isRefused(Refusal.ALREADY_CANCELLED, "subscribe the customer anew")
                .andNothingElseHappened();
    }

    @Test
    void a_revoked_cancellation_bills_the_rest_of_the_period() {
        scenario("Europe/Berlin")
                .given(plan("may", "EUR 31.00", MONTHLY))
                .on("2025-04-01")
                .subscribes("ada", "may")
                .isInvoiced("may 2025-04-01..2025-05-01 EUR 31.00")
                .cancels("ada", Timing.on(day("2025-05-11")), PaidDays.CREDIT)
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("may 2025-05-01..2025-05-11 EUR 10.00")
                .on("2025-05-05")
                .revokesCancellation("ada")
                .on("2025-05-11")
                .runsBilling()
                .isInvoiced("may 2025-05-11..2025-06-01 EUR 21.00")
                .andNothingElseHappened();
    }

    @Test
    void a_revoked_cancellation_keeps_the_end_that_was_agreed_in_the_beginning() {
        scenario("Europe/Berlin")
                .given(DAILY)
                .on("2025-04-01")
                .subscribes("ada", "daily", s -> s.endOn(day("2025-07-01")))
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .cancels("ada")
                .endsOn("ada", "2025-05-01")
                .revokesCancellation("ada")
                .endsOn("ada", "2025-07-01")
                .cancels("ada", Timing.on(day("2025-07-01")), PaidDays.CREDIT)
                .isRefused(Refusal.ALREADY_CANCELLED, "already ends on 2025-07-01")
                .andNothingElseHappened();
    }

    @Test
    void the_customer_is_told_what_she_declared_and_when() {
        scenario("Europe/Berlin")
                .given(BOUND.with(p -> p.named("The Paper")))
                .on("2025-07-01")
                .subscribes("ada", "bound", s -> s.reference("A-17"))
                .isInvoiced("bound 2025-07-01..2025-08-01 EUR 31.00")
                .hasNoReceipt("ada")
                .at("2025-07-10T09:30")
                .because("too little time")
                .cancels("ada", Timing.termEnd(), PaidDays.CREDIT)
                .isConfirmed("ada", Language.DE, """
                        Bestätigung Ihrer Kündigung

                        Vertrag:      The Paper (A-17)
                        Eingegangen:  10.07.2025, 09:30:00 Uhr (Europe/Berlin)
                        Letzter Tag:  30.06.2026
                        Grund:        too little time
                        """)
                .isConfirmed("ada", Language.EN, """
                        Confirmation of your cancellation

                        Contract:     The Paper (A-17)
                        Received:     2025-07-10 09:30:00 (Europe/Berlin)
                        Last day:     2026-06-30
                        Reason:       too little time
                        """)
                .revokesCancellation("ada")
                .hasNoReceipt("ada")
                .andNothingElseHappened();
    }

    // --- withdrawing from a contract ---------------------------------------------------------------------------------

    @Test
    void who_withdraws_pays_for_the_days_of_a_service_that_was_demanded() {
        // section 357a (2) BGB: 120.00 x 10/365 = 3.29; what was charged once goes back whole
        scenario("Europe/Berlin")
                .given(plan("year", "EUR 120.00", YEARLY).withSetupFee("EUR 20.00"))
                .on("2025-03-03")
                .subscribes("ada", "year")
                .isInvoiced("year set-up EUR 20.00", "year 2025-03-03..2026-03-03 EUR 120.00")
                .transfers("ada", "EUR 140.00")
                .on("2025-03-13")
                .withdraws("ada")
                .isCredited("year given back EUR -20.00", "year 2025-03-13..2026-03-03 EUR -116.71")
                .answeredWithIt()
                .tells(EventType.REFUND_AGREED, EventType.WITHDRAWN, EventType.ENDED)
                .contractIs(SubscriptionState.ENDED)
                .mayNotUse("year", AccessReason.ENDED)
                .hasCredit("EUR 0.00")
                .owes("EUR 0.00")
                .andNothingElseHappened();
    }

    @Test
    void who_withdraws_gets_everything_back_for_goods_and_for_a_service_not_demanded() {
        scenario("Europe/Berlin")
                .given(
                        plan("box", "EUR 120.00", YEARLY).ofKind(ProductKind.PHYSICAL),
                        plan("course", "EUR 120.00", YEARLY).ofKind(ProductKind.DOWNLOAD),
                        plan("club", "EUR 120.00", YEARLY).ofKind(ProductKind.SERVICE))
                .on("2025-03-03")
                .subscribes("ada", "box")
                .isInvoiced("box 2025-03-03..2026-03-03 EUR 120.00")
                .subscribes("bob", "course")
                .isInvoiced("course 2025-03-03..2026-03-03 EUR 120.00")
                .subscribes("eve", "club")
                .isInvoiced("club 2025-03-03..2026-03-03 EUR 120.00")
                .on("2025-03-13")
                .withdraws("ada")
                .isCredited("box 2025-03-03..2026-03-03 EUR -120.00")
                .withdraws("bob")
                .isCredited("course 2025-03-03..2026-03-03 EUR -120.00")
                .withdrawsWithoutHavingDemandedTheService("eve")
                .isCredited("club 2025-03-03..2026-03-03 EUR -120.00")
                .andNothingElseHappened();
    }

    @Test
    void a_business_may_not_withdraw_by_itself_but_the_shop_may_grant_it() {
        scenario("Europe/Berlin")
                .given(plan("year", "EUR 120.00", YEARLY))
                .given(customer("ada").taxedAs(TaxStatus.businessWithoutVatId()))
                .on("2025-03-03")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-03-03..2026-03-03 EUR 120.00")
                .on("2025-03-13")
                .asCustomer("ada")
                .withdraws("ada")
                .isRefused(Refusal.NOT_PERMITTED, "this account is a business; cancel the contract instead")
                .withdraws("ada")
                .isCredited("year 2025-03-13..2026-03-03 EUR -116.71")
                .andNothingElseHappened();
    }

    @Test
    void the_last_day_to_withdraw_moves_over_easter() {
        // 14 days from 20 March 2026 end on Good Friday; section 193 BGB moves that to 7 April
        scenario("Europe/Berlin")
                .given(plan("year", "EUR 120.00", YEARLY))
                .on("2026-03-20")
                .subscribes("ada", "year")
                .isInvoiced("year 2026-03-20..2027-03-20 EUR 120.00")
                .subscribes("bob", "year")
                .isInvoiced("year 2026-03-20..2027-03-20 EUR 120.00")
                .on("2026-04-07") // 18 of 365 days: 5.92
                .asCustomer("ada")
                .withdraws("ada")
                .isCredited("year 2026-04-07..2027-03-20 EUR -114.08")
                .on("2026-04-08")
                .asCustomer("bob")
                .withdraws("bob")
                .isRefused(Refusal.TOO_LATE, "could be withdrawn from until 2026-04-07: cancel it instead")
                .andNothingElseHappened();
    }

    @Test
    void who_withdraws_before_the_start_pays_nothing() {
        scenario("Europe/Berlin")
                .given(plan("year", "EUR 120.00", YEARLY))
                .on("2025-03-03")
                .subscribes("ada", "year", s -> s.startOn(day("2025-04-01")))
                .on("2025-03-10")
                .withdraws("ada")
                .nothingHappens()
                .contractIs(SubscriptionState.ENDED)
                .on("2025-04-01")
                .runsBilling()
                .andNothingElseHappened();
    }

    @Test
    void who_withdraws_takes_the_add_ons_along() {
        // 10 of 31 days: 10.00 and 3.23 stay
        scenario("Europe/Berlin")
                .given(plan("base", "EUR 31.00", MONTHLY), EXTRA)
                .on("2025-03-01")
                .subscribes("ada", "base")
                .isInvoiced("base 2025-03-01..2025-04-01 EUR 31.00")
                .adds("ada:1", "extra")
                .isInvoiced("extra 2025-03-01..2025-04-01 EUR 10.00")
                .at("2025-03-11T23:59")
                .withdraws("ada:1")
                .isCredited("base 2025-03-11..2025-04-01 EUR -21.00")
                .isCredited("extra 2025-03-11..2025-04-01 EUR -6.77")
                .contractIs("ada:2", SubscriptionState.ENDED)
                .sees(engine -> assertThat(engine.subscriptions()
                                .list(AccountId.of("ada"))
                                .get(0)
                                .state())
                        .isEqualTo(SubscriptionState.ENDED))
                .andNothingElseHappened();
    }

    @Test
    void the_receipt_of_a_withdrawal_names_its_moment_in_the_shop() {
        scenario("Europe/Berlin")
                .given(plan("year", "EUR 120.00", YEARLY))
                .on("2025-03-29")
                .subscribes("ada", "year", s -> s.reference("A-17"))
                .isInvoiced("year 2025-03-29..2026-03-29 EUR 120.00")
                .at("2025-03-30T23:59") // summer time has begun
                .withdraws("ada")
                .isCredited("year 2025-03-30..2026-03-29 EUR -119.67")
                .isConfirmed("ada", Language.DE, """
                        Bestätigung Ihres Widerrufs

                        Vertrag:      year (A-17)
                        Eingegangen:  30.03.2025, 23:59:00 Uhr (Europe/Berlin)
                        Letzter Tag:  29.03.2025
                        """)
                .isConfirmed("ada", Language.EN, """
                        Confirmation of your withdrawal

                        Contract:     year (A-17)
                        Received:     2025-03-30 23:59:00 (Europe/Berlin)
                        Last day:     2025-03-29
                        """)
                .andNothingElseHappened();
    }

    // --- prices of running contracts ---------------------------------------------------------------------------------

    @Test
    void a_migration_takes_contracts_to_a_new_price_from_their_next_period_on() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-15")
                .subscribes("bob", "basic", s -> s.quantity(new BigDecimal("2")))
                .isInvoiced("2 x basic 2025-04-15..2025-05-15 EUR 20.00")
                .subscribes("eve", "team")
                .isInvoiced("team 2025-04-15..2025-05-15 EUR 60.00")
                .instead(plan("basic", "EUR 12.00", MONTHLY))
                .on("2025-04-20")
                .migrates(PriceMigration.of(day("2025-05-01"), "basic"))
                .changesPrices("ada 2025-05-01 EUR 10.00 to EUR 12.00", "bob 2025-05-15 EUR 20.00 to EUR 24.00")
                .account("bob")
                .tells(EventType.PRICE_CHANGE_ANNOUNCED)
                .migrates(PriceMigration.of(day("2025-05-01"), "basic"))
                .changesPrices()
                .leavesPrice("ada", "already has the price of plan basic")
                .on("2025-05-01")
                .runsBilling()
                .account("ada")
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 12.00")
                .on("2025-05-15")
                .runsBilling()
                .account("bob")
                .isInvoiced("2 x basic 2025-05-15..2025-06-15 EUR 24.00")
                .account("eve")
                .isInvoiced("team 2025-05-15..2025-06-15 EUR 60.00")
                .andNothingElseHappened();
    }

    @Test
    void a_migration_keeps_to_notice_minimum_term_and_paid_days() {
        // 42 days from 20 April are 1 June; a minimum term of three months from 1 April ends with June
        scenario("Europe/Berlin")
                .given(BASIC, plan("bound", "EUR 10.00", MONTHLY).binding("P3M", "P1M", "INDEFINITE"))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .subscribes("bob", "bound")
                .isInvoiced("bound 2025-04-01..2025-05-01 EUR 10.00")
                .instead(plan("basic", "EUR 12.00", MONTHLY))
                .instead(plan("bound", "EUR 12.00", MONTHLY).binding("P3M", "P1M", "INDEFINITE"))
                .on("2025-04-20")
                .migrates(PriceMigration.of(day("2025-05-01"), "basic", "bound").withNotice(42))
                .changesPrices("ada 2025-06-01 EUR 10.00 to EUR 12.00", "bob 2025-07-01 EUR 10.00 to EUR 12.00")
                .on("2025-05-01")
                .runsBilling()
                .account("ada")
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .account("bob")
                .isInvoiced("bound 2025-05-01..2025-06-01 EUR 10.00")
                .on("2025-06-01")
                .runsBilling()
                .account("ada")
                .isInvoiced("basic 2025-06-01..2025-07-01 EUR 12.00")
                .account("bob")
                .isInvoiced("bound 2025-06-01..2025-07-01 EUR 10.00")
                .on("2025-07-01")
                .runsBilling()
                .account("ada")
                .isInvoiced("basic 2025-07-01..2025-08-01 EUR 12.00")
                .account("bob")
                .isInvoiced("bound 2025-07-01..2025-08-01 EUR 12.00")
                .andNothingElseHappened();
    }

    @Test
    void a_migration_is_for_plans_that_there_are_and_days_to_come() {
        Scenario scenario = scenario("Europe/Berlin").given(BASIC).on("2025-04-01");

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> scenario.migrates(PriceMigration.of(day("2025-05-01"), "unknown")))
                .withMessageContaining("unknown");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> scenario.migrates(PriceMigration.of(day("2025-03-31"), "basic")))
                .withMessageContaining("today, 2025-04-01");
    }

    @Test
    void a_migration_leaves_agreed_prices_rests_and_contracts_that_end() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .subscribes("ada", "basic", s -> s.price(eur("8.00")))
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 8.00")
                .subscribes("bob", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .subscribes("eve", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .pauses("bob", p -> p.when(Timing.periodEnd()))
                .cancels("eve")
                .instead(plan("basic", "EUR 12.00", MONTHLY))
                .migrates(PriceMigration.of(day("2025-05-01"), "basic"))
                .changesPrices()
                .leavesPrice("ada", "agreed with the customer")
                .leavesPrice(
                        "bob", "it is to rest from 2025-05-01; that is possible once the rest is called off (resume)")
                .leavesPrice("eve", "it runs from 2025-04-01 to 2025-05-01")
                .andNothingElseHappened();
    }

    @Test
    void a_migration_reaches_later_phases_of_a_contract_whose_own_phase_costs_the_same() {
        scenario("Europe/Berlin")
                .given(
                        plan("m", "EUR 30.00", MONTHLY).beginningWith("intro", "P2M", "EUR 5.00"),
                        plan("tried", "EUR 30.00", MONTHLY).beginningWith("trial", "P14D", "EUR 0.00"))
                .on("2025-04-01")
                .subscribes("ada", "m")
                .isInvoiced("m 2025-04-01..2025-05-01 EUR 5.00")
                .on("2025-04-10")
                .subscribes("bob", "tried")
                .instead(plan("m", "EUR 33.00", MONTHLY).beginningWith("intro", "P2M", "EUR 5.00"))
                .instead(plan("tried", "EUR 33.00", MONTHLY).beginningWith("trial", "P14D", "EUR 0.00"))
                .migrates(PriceMigration.of(day("2025-04-10"), "m", "tried"))
                .changesPrices("ada 2025-06-01 EUR 30.00 to EUR 33.00", "bob 2025-04-24 EUR 30.00 to EUR 33.00")
                .account("ada")
                .tells(EventType.PRICE_CHANGE_ANNOUNCED)
                .migrates(PriceMigration.of(day("2025-04-10"), "m", "tried"))
                .changesPrices()
                .leavesPrice("ada", "already has the price of plan m")
                .on("2025-04-24")
                .runsBilling()
                .account("bob")
                .isInvoiced("tried 2025-04-24..2025-05-24 EUR 33.00")
                .on("2025-05-01")
                .runsBilling()
                .account("ada")
                .isInvoiced("m 2025-05-01..2025-06-01 EUR 5.00")
                .on("2025-05-24")
                .runsBilling()
                .account("bob")
                .isInvoiced("tried 2025-05-24..2025-06-24 EUR 33.00")
                .on("2025-06-01")
                .runsBilling()
                .account("ada")
                .isInvoiced("m 2025-06-01..2025-07-01 EUR 33.00")
                .andNothingElseHappened();
    }

    @Test
    void a_migration_tells_of_contracts_that_rest_without_an_end() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .pauses("ada")
                .isCredited("basic 2025-05-01..2025-06-01 EUR -10.00")
                .instead(plan("basic", "EUR 12.00", MONTHLY))
                .on("2025-05-10")
                .migrates(PriceMigration.of(day("2025-06-01"), "basic"))
                .changesPrices()
                .leavesPrice("ada", "it rests from 2025-05-01; resume it first")
                .resumes("ada")
                .isInvoiced("basic 2025-05-10..2025-06-01 EUR 7.10")
                .migrates(PriceMigration.of(day("2025-06-01"), "basic"))
                .changesPrices("ada 2025-06-01 EUR 10.00 to EUR 12.00")
                .andNothingElseHappened();
    }

    @Test
    void a_migration_changes_what_use_costs_too() {
        scenario("Europe/Berlin")
                .given(plan("api", "EUR 10.00", MONTHLY).charging("call", "0.10"))
                .on("2025-04-01")
                .subscribes("ada", "api")
                .isInvoiced("api 2025-04-01..2025-05-01 EUR 10.00")
                .uses("ada", "r1", "call", "10", "2025-04-01")
                .instead(plan("api", "EUR 10.00", MONTHLY).charging("call", "0.20"))
                .on("2025-04-20")
                .migrates(PriceMigration.of(day("2025-05-01"), "api"))
                .changesPrices("ada 2025-05-01 EUR 10.00 to EUR 10.00")
                .on("2025-05-01")
                .uses("ada", "r2", "call", "10", "2025-05-01")
                .runsBilling()
                .isInvoiced("api 2025-05-01..2025-06-01 EUR 10.00", "10 x api call 2025-04-01..2025-05-01 EUR 1.00")
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced("api 2025-06-01..2025-07-01 EUR 10.00", "10 x api call 2025-05-01..2025-06-01 EUR 2.00")
                .andNothingElseHappened();
    }

    @Test
    void later_versions_of_a_plan_hold_for_whoever_comes_to_it_then() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .instead(plan("basic", "EUR 12.00", MONTHLY).charging("call", "0.10"))
                .instead(plan("team", "EUR 66.00", MONTHLY))
                .on("2025-04-16")
                .uses("ada", "r1", "call", "10", "2025-04-16")
                .isRefused(Refusal.UNKNOWN_UNIT, "its plan charges no use")
                .changesQuantity("ada", "2")
                .isInvoiced("basic 2025-04-16..2025-05-01 EUR -5.00", "2 x basic 2025-04-16..2025-05-01 EUR 10.00")
                .changesPlan("ada", "team")
                .isInvoiced("-2 x basic 2025-04-16..2025-05-01 EUR -10.00", "2 x team 2025-04-16..2025-05-01 EUR 66.00")
                .changesPlan("ada", "basic", c -> c.quantity(BigDecimal.ONE))
                .isCredited("-2 x team 2025-04-16..2025-05-01 EUR -66.00", "basic 2025-04-16..2025-05-01 EUR 6.00")
                .andNothingElseHappened();
    }

    // --- discounts ---------------------------------------------------------------------------------------------------

    @Test
    void a_discount_holds_for_whole_periods_behind_a_stub() {
        // the stub has half a month of the price and of the amount
        scenario("Europe/Berlin")
                .given(DAILY.aligned(day(1)))
                .given(Discount.of("welcome", Reduction.amount(Money.parse("EUR 4.00")))
                        .named("Welcome")
                        .forPeriods(1))
                .on("2025-04-16")
                .subscribes("ada", "daily", s -> s.discounts("welcome"))
                .isInvoiced(
                        "daily 2025-04-16..2025-05-01 EUR 15.00", "daily less Welcome 2025-04-16..2025-05-01 EUR -2.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced(
                        "daily 2025-05-01..2025-06-01 EUR 30.00", "daily less Welcome 2025-05-01..2025-06-01 EUR -4.00")
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced("daily 2025-06-01..2025-07-01 EUR 30.00")
                .andNothingElseHappened();
    }

    @Test
    void a_discount_until_a_day_splits_the_period() {
        // 10 of 30 days are reduced
        scenario("Europe/Berlin")
                .given(DAILY)
                .given(Discount.of("spring", Reduction.percent("50")).until(day("2025-04-11")))
                .on("2025-04-01")
                .subscribes("ada", "daily", s -> s.discounts("spring"))
                .isInvoiced(
                        "daily 2025-04-01..2025-04-11 EUR 10.00", "daily less spring 2025-04-01..2025-04-11 EUR -5.00")
                .on("2025-04-11")
                .runsBilling()
                .isInvoiced("daily 2025-04-11..2025-05-01 EUR 20.00")
                .subscribes("bob", "daily", s -> s.discounts("spring"))
                .isRefused(Refusal.DISCOUNT_NOT_AVAILABLE, "held until 2025-04-11")
                .andNothingElseHappened();
    }

    @Test
    void percentages_come_before_amounts_and_nothing_falls_below_zero() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .given(
                        Discount.of("amount", Reduction.amount(Money.parse("EUR 9.00"))),
                        Discount.of("percent", Reduction.percent("25")))
                .on("2025-04-01")
                .subscribes("ada", "basic", s -> s.discounts("amount", "percent"))
                .nothingHappens() // 10.00 − 2.50 − 7.50
                .with(settings -> settings.withZeroInvoices(ZeroInvoices.ISSUE))
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced(
                        "basic 2025-05-01..2025-06-01 EUR 10.00",
                        "basic less percent 2025-05-01..2025-06-01 EUR -2.50",
                        "basic less amount 2025-05-01..2025-06-01 EUR -7.50")
                .totalling("EUR 0.00")
                .andNothingElseHappened();
    }

    @Test
    void a_discount_is_kept_over_a_change_if_it_fits_the_plan() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM, plan("pro", "EUR 90.00", MONTHLY))
                .given(Discount.of("spring", Reduction.percent("10"))
                        .forPlans(PlanId.of("daily"), PlanId.of("team"))
                        .forPeriods(2))
                .on("2025-04-01")
                .subscribes("ada", "daily", s -> s.discounts("spring"))
                .isInvoiced(
                        "daily 2025-04-01..2025-05-01 EUR 30.00", "daily less spring 2025-04-01..2025-05-01 EUR -3.00")
                .on("2025-04-16")
                .changesPlan("ada", "team")
                .isInvoiced(
                        "daily 2025-04-16..2025-05-01 EUR -13.50",
                        "team 2025-04-16..2025-05-01 EUR 30.00",
                        "team less spring 2025-04-16..2025-05-01 EUR -3.00")
                .changesPlan("ada", "pro", c -> c.when(Timing.periodEnd()))
                .subscribes("bob", "pro", s -> s.discounts("spring"))
                .isRefused(Refusal.DISCOUNT_NOT_AVAILABLE, "it is for plans [daily, team]")
                .on("2025-05-01")
                .runsBilling()
                .account("ada")
                .isInvoiced("pro 2025-05-01..2025-06-01 EUR 90.00")
                .andNothingElseHappened();
    }

    @Test
    void a_running_contract_may_be_granted_a_discount() {
        scenario("Europe/Berlin")
                .given(DAILY)
                .given(
                        Discount.of("sorry", Reduction.percent("50")).forPeriods(1),
                        Discount.of("all", Reduction.percent("5")).onDocuments())
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-16")
                .isGranted("ada", "sorry", c -> c.when(Timing.periodEnd()))
                .tells(EventType.DISCOUNT_GRANTED)
                .isGranted("ada", "all")
                .isRefused(Refusal.DISCOUNT_NOT_AVAILABLE, "leave it out")
                .isGranted("ada", "unknown")
                .isInvalid("discount", "[sorry, all]")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced(
                        "daily 2025-05-01..2025-06-01 EUR 30.00", "daily less sorry 2025-05-01..2025-06-01 EUR -15.00")
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced("daily 2025-06-01..2025-07-01 EUR 30.00")
                .andNothingElseHappened();
    }

    @Test
    void a_discount_granted_within_a_paid_period_bills_the_rest_of_it_anew() {
        // the rest of April and one whole period; 15 of 30 days come back and are charged for less
        scenario("Europe/Berlin")
                .given(DAILY)
                .given(Discount.of("sorry", Reduction.percent("50")).forPeriods(1))
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-16")
                .isGranted("ada", "sorry")
                .isCredited(
                        "daily 2025-04-16..2025-05-01 EUR -15.00",
                        "daily 2025-04-16..2025-05-01 EUR 15.00",
                        "daily less sorry 2025-04-16..2025-05-01 EUR -7.50")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced(
                        "daily 2025-05-01..2025-06-01 EUR 30.00", "daily less sorry 2025-05-01..2025-06-01 EUR -15.00")
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced("daily 2025-06-01..2025-07-01 EUR 30.00")
                .andNothingElseHappened();
    }

    @Test
    void percentages_lower_use_and_amounts_do_not() {
        // 10.00 of use less 20%; the amount came off the recurring price
        scenario("Europe/Berlin")
                .given(plan("api", "EUR 10.00", MONTHLY).charging("call", "0.10"))
                .given(
                        Discount.of("spring", Reduction.percent("20")),
                        Discount.of("friend", Reduction.amount(Money.parse("EUR 3.00"))))
                .on("2025-04-01")
                .subscribes("ada", "api", s -> s.discounts("spring", "friend"))
                .isInvoiced(
                        "api 2025-04-01..2025-05-01 EUR 10.00",
                        "api less spring 2025-04-01..2025-05-01 EUR -2.00",
                        "api less friend 2025-04-01..2025-05-01 EUR -3.00")
                .uses("ada", "r1", "call", "100", "2025-04-01")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced(
                        "api 2025-05-01..2025-06-01 EUR 10.00",
                        "api less spring 2025-05-01..2025-06-01 EUR -2.00",
                        "api less friend 2025-05-01..2025-06-01 EUR -3.00",
                        "100 x api call 2025-04-01..2025-05-01 EUR 10.00",
                        "api less spring 2025-04-01..2025-05-01 EUR -2.00")
                .andNothingElseHappened();
    }

    @Test
    void nothing_is_refunded_of_an_invoice_for_which_no_money_came() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .given(Discount.of("first", Reduction.percent("50")).redeemable(1))
                .on("2025-04-01")
                .subscribes("ada", "basic", s -> s.discounts("first"))
                .isInvoiced(
                        "basic 2025-04-01..2025-05-01 EUR 10.00", "basic less first 2025-04-01..2025-05-01 EUR -5.00")
                .refunds("RE-2025-000001")
                .isRefused(Refusal.TOO_MUCH, "Nothing can be refunded of ada/6: no money came in for it")
                .subscribes("bob", "basic", s -> s.discounts("first"))
                .isRefused(Refusal.DISCOUNT_NOT_AVAILABLE, "was granted once and is used up")
                .andNothingElseHappened();
    }

    @Test
    void the_last_of_a_limited_discount_is_granted_once() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .given(Discount.of("first-two", Reduction.percent("50"))
                        .forPlans(PlanId.of("basic"))
                        .redeemable(2))
                .on("2025-04-01")
                .subscribes("ada", "basic", s -> s.discounts("first-two"))
                .isInvoiced(
                        "basic 2025-04-01..2025-05-01 EUR 10.00",
                        "basic less first-two 2025-04-01..2025-05-01 EUR -5.00")
                .subscribes("bob", "team", s -> s.discounts("first-two"))
                .isRefused(Refusal.DISCOUNT_NOT_AVAILABLE, "is not for plan team")
                .subscribes("bob", "basic", s -> s.discounts("first-two"))
                .isInvoiced(
                        "basic 2025-04-01..2025-05-01 EUR 10.00",
                        "basic less first-two 2025-04-01..2025-05-01 EUR -5.00")
                .subscribes("eve", "basic", s -> s.discounts("first-two"))
                .isRefused(Refusal.DISCOUNT_NOT_AVAILABLE, "granted 2 times and is used up")
                .subscribes("eve", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .isGranted("eve", "first-two")
                .isRefused(Refusal.DISCOUNT_NOT_AVAILABLE, "used up")
                .andNothingElseHappened();
    }

    @Test
    void a_discount_in_another_currency_is_refused() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .given(Discount.of("swiss", Reduction.amount(Money.parse("CHF 5.00"))))
                .on("2025-04-01")
                .subscribes("ada", "basic", s -> s.discounts("swiss"))
                .isRefused(Refusal.OTHER_CURRENCY, "is in CHF, account ada pays in EUR")
                .andNothingElseHappened();
    }

    // --- foreseen ----------------------------------------------------------------------------------------------------

    @Test
    void a_page_can_show_what_a_change_would_cost() {
        scenario("Europe/Berlin")
                .given(DAILY, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-16")
                .imagines("ada", id -> Command.ChangePlan.of(id, "team"))
                .wouldBill("daily 2025-04-16..2025-05-01 EUR -15.00", "team 2025-04-16..2025-05-01 EUR 30.00")
                .wouldAskFor("EUR 15.00")
                .wouldNextBill("2025-05-01", "team 2025-05-01..2025-06-01 EUR 60.00")
                .imagines("ada", id -> Command.ChangePlan.of(id, "team").when(Timing.periodEnd()))
                .wouldBillNothing()
                .wouldAskFor("EUR 0.00")
                .wouldNextBill("2025-05-01", "team 2025-05-01..2025-06-01 EUR 60.00")
                .imagines("ada", id -> Command.ChangePlan.of(id, "team").collect(Settling.NEXT_INVOICE))
                .wouldBillNothing()
                .wouldNextBill(
                        "2025-05-01",
                        "daily 2025-04-16..2025-05-01 EUR -15.00",
                        "team 2025-04-16..2025-05-01 EUR 30.00",
                        "team 2025-05-01..2025-06-01 EUR 60.00")
                .nothingHappens()
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("daily 2025-05-01..2025-06-01 EUR 30.00")
                .andNothingElseHappened();
    }

    @Test
    void a_page_can_show_when_one_would_be_out() {
        scenario("Europe/Berlin")
                .given(DAILY)
                .on("2025-04-01")
                .subscribes("ada", "daily")
                .isInvoiced("daily 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-16")
                .imagines("ada", Command.Cancel::atPeriodEnd)
                .wouldEndOn("2025-05-01")
                .wouldBillNothing()
                .wouldNeverBillAgain()
                .imagines("ada", Command.Cancel::now)
                .wouldEndOn("2025-04-16")
                .wouldBill("daily 2025-04-16..2025-05-01 EUR -15.00")
                .imagines("ada", id -> new Command.Cancel(id, Timing.on(day("2025-05-11")), PaidDays.CREDIT))
                .wouldEndOn("2025-05-11")
                .wouldNextBill("2025-05-01", "daily 2025-05-01..2025-05-11 EUR 9.68") // 10 of 31 days
                .hasNoEnd("ada")
                .andNothingElseHappened();
    }

    @Test
    void what_is_billed_until_a_day_can_be_shown() {
        scenario("Europe/Berlin")
                .given(BASIC, plan("storage", "EUR 3.00", MONTHLY).inArrears())
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .subscribes("ada", "storage")
                .wouldBillThrough("ada", "2025-04-30")
                .wouldBillThrough(
                        "ada",
                        "2025-06-01",
                        "2025-05-01: basic 2025-05-01..2025-06-01 EUR 10.00, storage 2025-04-01..2025-05-01 EUR 3.00",
                        "2025-06-01: basic 2025-06-01..2025-07-01 EUR 10.00, storage 2025-05-01..2025-06-01 EUR 3.00")
                .nothingHappens()
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00", "storage 2025-04-01..2025-05-01 EUR 3.00")
                .isInvoiced("basic 2025-06-01..2025-07-01 EUR 10.00", "storage 2025-05-01..2025-06-01 EUR 3.00")
                .andNothingElseHappened();
    }
}
