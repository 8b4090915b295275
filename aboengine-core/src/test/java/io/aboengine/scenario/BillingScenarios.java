package io.aboengine.scenario;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.calendar.BillingInterval.QUARTERLY;
import static io.aboengine.calendar.BillingInterval.WEEKLY;
import static io.aboengine.calendar.BillingInterval.YEARLY;
import static io.aboengine.party.SelfServiceAction.CANCEL;
import static io.aboengine.party.SelfServiceAction.CHANGE_PLAN;
import static io.aboengine.party.SelfServiceAction.SUBSCRIBE;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Customer.party;
import static io.aboengine.scenario.Offer.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.AboEngine;
import io.aboengine.OpenAccount;
import io.aboengine.account.Account;
import io.aboengine.account.Command;
import io.aboengine.account.Command.PaidDays;
import io.aboengine.account.Command.Settling;
import io.aboengine.account.CommandRefusedException.Refusal;
import io.aboengine.account.PaymentMethod;
import io.aboengine.account.Permission;
import io.aboengine.account.Timing;
import io.aboengine.account.ZeroInvoices;
import io.aboengine.calendar.BillingInterval;
import io.aboengine.event.EventType;
import io.aboengine.fulfilment.AccessReason;
import io.aboengine.invoice.Document;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import io.aboengine.party.SelfService;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.store.Store;
import io.aboengine.store.UnknownAccountException;
import io.aboengine.subscription.SubscriptionState;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.TaxCategory;
import io.aboengine.tax.TaxRate;
import io.aboengine.tax.TaxRateMissingException;
import io.aboengine.tax.TaxTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is billed for which days, on which document, to whom it is refused. */
public abstract class BillingScenarios extends Scenarios {
    private static final Offer BASIC = plan("basic", "EUR 10.00", MONTHLY);
    private static final Offer TEAM = plan("team", "EUR 40.00", MONTHLY);
    private static final Offer PRO = plan("pro", "EUR 90.00", MONTHLY);
    private static final Offer YEAR = plan("year", "EUR 120.00", YEARLY);

    private static TaxTable taxes(TaxRate... rates) {
        return new TaxTable(List.of(rates));
    }

    private static TaxRate rate(String category, String country, String percent, String from) {
        return new TaxRate(new TaxCategory(category), country, new BigDecimal(percent), day(from));
    }

    private static final TaxTable GERMANY =
            taxes(rate("standard", "DE", "19", "2021-01-01"), rate("reduced", "DE", "7", "2021-01-01"));

    // --- renewals --------------------------------------------------------------------------------------------------

    @Test
    void a_contract_of_the_31st_is_billed_on_the_last_day_of_short_months() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-01-31")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-01-31..2025-02-28 EUR 10.00")
                .on("2025-02-27")
                .runsBilling()
                .nothingHappens()
                .on("2025-02-28")
                .runsBilling()
                .isInvoiced("basic 2025-02-28..2025-03-31 EUR 10.00")
                .on("2025-03-31")
                .runsBilling()
                .isInvoiced("basic 2025-03-31..2025-04-30 EUR 10.00")
                .on("2025-04-30")
                .runsBilling()
                .isInvoiced("basic 2025-04-30..2025-05-31 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void a_contract_of_29_february_comes_back_to_that_day_in_leap_years() {
        scenario("Europe/Berlin")
                .given(YEAR)
                .on("2024-02-29")
                .subscribes("ada", "year")
                .isInvoiced("year 2024-02-29..2025-02-28 EUR 120.00")
                .on("2025-02-28")
                .runsBilling()
                .isInvoiced("year 2025-02-28..2026-02-28 EUR 120.00")
                .on("2026-02-28")
                .runsBilling()
                .isInvoiced("year 2026-02-28..2027-02-28 EUR 120.00")
                .on("2027-02-28")
                .runsBilling()
                .isInvoiced("year 2027-02-28..2028-02-29 EUR 120.00")
                .on("2028-02-28")
                .runsBilling()
                .nothingHappens()
                .on("2028-02-29")
                .runsBilling()
                .isInvoiced("year 2028-02-29..2029-02-28 EUR 120.00")
                .andNothingElseHappened();
    }

    @Test
    void a_month_from_30_january_ends_on_29_february_of_a_leap_year() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2024-01-30")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2024-01-30..2024-02-29 EUR 10.00")
                .on("2024-02-29")
                .runsBilling()
                .isInvoiced("basic 2024-02-29..2024-03-30 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void weeks_are_seven_days_also_when_the_clocks_change() {
        scenario("Europe/Berlin")
                .given(plan("weekly", "EUR 2.50", WEEKLY))
                .on("2025-03-26")
                .subscribes("ada", "weekly")
                .isInvoiced("weekly 2025-03-26..2025-04-02 EUR 2.50")
                .runsEachDayThrough("2025-04-09")
                .isInvoiced("weekly 2025-04-02..2025-04-09 EUR 2.50")
                .isInvoiced("weekly 2025-04-09..2025-04-16 EUR 2.50")
                .andNothingElseHappened();
    }

    @Test
    void a_quarter_from_30_november_ends_with_february() {
        scenario("Europe/Berlin")
                .given(plan("quarter", "EUR 30.00", QUARTERLY))
                .on("2025-11-30")
                .subscribes("ada", "quarter")
                .isInvoiced("quarter 2025-11-30..2026-02-28 EUR 30.00")
                .on("2026-02-28")
                .runsBilling()
                .isInvoiced("quarter 2026-02-28..2026-05-30 EUR 30.00")
                .andNothingElseHappened();
    }

    @Test
    void an_interval_may_be_any_number_of_days() {
        scenario("Europe/Berlin")
                .given(plan("ten-days", "EUR 3.00", BillingInterval.parse("P10D")))
                .on("2025-12-27")
                .subscribes("ada", "ten-days")
                .isInvoiced("ten-days 2025-12-27..2026-01-06 EUR 3.00")
                .numbered("RE-2025-000001")
                .on("2026-01-06")
                .runsBilling()
                .isInvoiced("ten-days 2026-01-06..2026-01-16 EUR 3.00")
                .numbered("RE-2026-000001")
                .andNothingElseHappened();
    }

    @Test
    void contracts_that_renew_on_one_day_share_a_document() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .subscribes("ada", "team")
                .isInvoiced("team 2025-04-01..2025-05-01 EUR 40.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00", "team 2025-05-01..2025-06-01 EUR 40.00")
                .totalling("EUR 50.00")
                .andNothingElseHappened();
    }

    @Test
    void the_day_is_that_of_the_merchant() {
        scenario("Pacific/Auckland")
                .given(BASIC)
                .at("2025-03-31T23:59")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-03-31..2025-04-30 EUR 10.00")
                .at("2025-04-01T00:01")
                .subscribes("bob", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .issuedOn("2025-04-01")
                .at("2025-04-29T23:59")
                .runsBilling()
                .nothingHappens()
                .at("2025-04-30T00:01")
                .runsBilling()
                .account("ada")
                .isInvoiced("basic 2025-04-30..2025-05-31 EUR 10.00")
                .issuedOn("2025-04-30")
                .andNothingElseHappened();
    }

    @Test
    void a_run_each_day_and_one_run_for_all_days_plan_the_same_documents() {
        String[] expected = {
            "INVOICE 2025-01-31 EUR 40.00 team 2025-01-31..2025-02-28 EUR 40.00",
            "INVOICE 2025-02-14 EUR 10.00 basic 2025-02-14..2025-03-14 EUR 10.00",
            "INVOICE 2025-02-28 EUR 12.90 team 2025-02-28..2025-03-10 EUR 12.90", // 10 of 31 days
            "INVOICE 2025-03-10 EUR 2.50 weekly 2025-03-10..2025-03-17 EUR 2.50",
            "INVOICE 2025-03-14 EUR 1.94 basic 2025-03-14..2025-03-20 EUR 1.94", // 6 of 31 days
            "INVOICE 2025-03-17 EUR 2.50 weekly 2025-03-17..2025-03-24 EUR 2.50",
            "INVOICE 2025-03-24 EUR 2.50 weekly 2025-03-24..2025-03-31 EUR 2.50",
            "INVOICE 2025-03-31 EUR 2.50 weekly 2025-03-31..2025-04-07 EUR 2.50"
        };

        assertThat(planned(true)).containsExactly(expected);
        assertThat(planned(false)).containsExactly(expected);
    }

    private List<String> planned(boolean eachDay) {
        Store store = emptyStore();
        Scenario story = Scenario.over(store, "Europe/Berlin")
                .given(BASIC.withTrial("P14D"), TEAM, plan("weekly", "EUR 2.50", WEEKLY))
                .on("2025-01-31")
                .subscribes("ada", "team")
                .subscribes("ada", "basic")
                .changesPlan("ada:1", "weekly", c -> c.when(Timing.on(day("2025-03-10"))))
                .cancels("ada:2", Timing.on(day("2025-03-20")), PaidDays.CREDIT);
        if (eachDay) {
            story.runsEachDayThrough("2025-04-01");
        } else {
            story.on("2025-04-01").runsBilling();
        }
        List<String> planned = new ArrayList<>();
        story.sees(engine -> {
            for (Document document : engine.documents().list(AccountId.of("ada"))) {
                engine.documents()
                        .lines(document.id())
                        .forEach(line -> planned.add(document.type() + " " + document.plannedOn() + " "
                                + document.gross() + " " + Wording.of(line)));
            }
        });
        assertThat(Audit.of(store)).isEmpty();
        return planned;
    }

    // --- how a contract begins -------------------------------------------------------------------------------------

    @Test
    void a_trial_costs_nothing_and_whole_periods_follow_it() {
        scenario("Europe/Berlin")
                .given(BASIC.withTrial("P14D"))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .tells(EventType.SUBSCRIBED, EventType.ACCESS_GRANTED)
                .nothingHappens()
                .mayUse("basic")
                .on("2025-04-14")
                .runsBilling()
                .nothingHappens()
                .on("2025-04-15")
                .runsBilling()
                .isInvoiced("basic 2025-04-15..2025-05-15 EUR 10.00")
                .tells(EventType.PHASE_STARTED)
                .on("2025-05-15")
                .runsBilling()
                .isInvoiced("basic 2025-05-15..2025-06-15 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void there_is_no_second_trial_of_a_product() {
        scenario("Europe/Berlin")
                .given(
                        BASIC.withTrial("P14D").ofProduct("paper"),
                        TEAM.withTrial("P14D").ofProduct("paper"),
                        PRO.withTrial("P14D"))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .on("2025-04-03")
                .cancelsNow("ada")
                .nothingHappens()
                .subscribes("ada", "team")
                .isInvoiced("team 2025-04-03..2025-05-03 EUR 40.00")
                .subscribes("ada", "pro")
                .nothingHappens()
                .subscribes("bob", "team")
                .andNothingElseHappened();
    }

    @Test
    void a_trial_that_the_customer_had_elsewhere_can_be_left_out() {
        scenario("Europe/Berlin")
                .given(BASIC.withTrial("P14D"))
                .on("2025-04-01")
                .subscribes("ada", "basic", s -> s.withoutTrial())
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void a_set_up_fee_is_asked_for_once() {
        scenario("Europe/Berlin")
                .given(BASIC.withSetupFee("EUR 25.00"))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic set-up EUR 25.00", "basic 2025-04-01..2025-05-01 EUR 10.00")
                .totalling("EUR 35.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void an_introductory_price_ends_with_its_phase() {
        scenario("Europe/Berlin")
                .given(BASIC.beginningWith("intro", "P2M", "EUR 5.00"))
                .on("2025-01-31")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-01-31..2025-02-28 EUR 5.00")
                .on("2025-02-28")
                .runsBilling()
                .isInvoiced("basic 2025-02-28..2025-03-31 EUR 5.00")
                .on("2025-03-31")
                .runsBilling()
                .isInvoiced("basic 2025-03-31..2025-04-30 EUR 10.00")
                .tells(EventType.PHASE_STARTED)
                .andNothingElseHappened();
    }

    @Test
    void a_plan_with_an_end_ends_the_contract() {
        scenario("Europe/Berlin")
                .given(BASIC.endingAfter("P2M"))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .mayUseUntil("basic", "2025-06-01")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .on("2025-06-01")
                .runsBilling()
                .contractIs(SubscriptionState.ENDED)
                .tells(EventType.ENDED, EventType.ACCESS_STOPPED)
                .mayNotUse("basic", AccessReason.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void a_contract_may_start_in_the_future() {
        scenario("Europe/Berlin")
                .given(BASIC.withSetupFee("EUR 25.00"))
                .on("2025-04-01")
                .subscribes("ada", "basic", s -> s.startOn(day("2025-05-10")))
                .contractIs(SubscriptionState.NOT_STARTED)
                .mayNotUse("basic", AccessReason.NOT_STARTED)
                .on("2025-05-09")
                .runsBilling()
                .nothingHappens()
                .mayNotUse("basic", AccessReason.NOT_STARTED)
                .on("2025-05-10")
                .runsBilling()
                .isInvoiced("basic set-up EUR 25.00", "basic 2025-05-10..2025-06-10 EUR 10.00")
                .contractIs(SubscriptionState.ACTIVE)
                .mayUse("basic", AccessReason.RUNNING)
                .andNothingElseHappened();
    }

    @Test
    void a_contract_that_began_in_the_past_is_billed_up_to_today_at_once() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-10")
                .subscribes("ada", "basic", s -> s.startOn(day("2025-02-15")))
                .isInvoiced("basic 2025-02-15..2025-03-15 EUR 10.00", "basic 2025-03-15..2025-04-15 EUR 10.00")
                .issuedOn("2025-04-10")
                .on("2025-04-15")
                .runsBilling()
                .isInvoiced("basic 2025-04-15..2025-05-15 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void a_contract_may_not_begin_more_than_400_days_ago() {
        scenario("Europe/Berlin")
                .given(YEAR)
                .on("2025-04-10")
                .subscribes("ada", "year", s -> s.startOn(day("2024-03-05")))
                .isRefused(Refusal.TOO_FAR_BACK, "billedUntil")
                .subscribes("ada", "year", s -> s.startOn(day("2024-03-06")))
                .isInvoiced("year 2024-03-06..2025-03-06 EUR 120.00", "year 2025-03-06..2026-03-06 EUR 120.00")
                .andNothingElseHappened();
    }

    @Test
    void a_contract_taken_over_goes_on_where_it_was_billed_to() {
        scenario("Europe/Berlin")
                .given(BASIC.withSetupFee("EUR 25.00"))
                .on("2025-04-10")
                .subscribes("ada", "basic", s -> s.startOn(day("2023-01-31")).billedUntil(day("2025-04-30")))
                .contractIs(SubscriptionState.ACTIVE)
                .mayUse("basic")
                .on("2025-04-29")
                .runsBilling()
                .nothingHappens()
                .on("2025-04-30")
                .runsBilling()
                .isInvoiced("basic 2025-04-30..2025-05-31 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void a_contract_taken_over_within_a_period_is_billed_for_the_rest_of_it() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .subscribes("ada", "basic", s -> s.startOn(day("2025-01-01")).billedUntil(day("2025-04-10")))
                .on("2025-04-10")
                .runsBilling()
                .isInvoiced("basic 2025-04-10..2025-05-01 EUR 7.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void a_contract_taken_over_late_is_billed_for_every_period_since() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-20")
                .subscribes("ada", "basic", s -> s.startOn(day("2024-11-15")).billedUntil(day("2025-02-15")))
                .nothingHappens()
                .runsBilling()
                .isInvoiced("basic 2025-02-15..2025-03-15 EUR 10.00")
                .plannedOn("2025-02-15")
                .isInvoiced("basic 2025-03-15..2025-04-15 EUR 10.00")
                .plannedOn("2025-03-15")
                .isInvoiced("basic 2025-04-15..2025-05-15 EUR 10.00")
                .plannedOn("2025-04-15")
                .issuedOn("2025-04-20")
                .andNothingElseHappened();
    }

    @Test
    void an_anchor_makes_the_first_days_a_stub() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-16")
                .subscribes("ada", "basic", s -> s.billingAnchor(day("2025-05-01")))
                .isInvoiced("basic 2025-04-16..2025-05-01 EUR 5.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void a_price_may_be_agreed_with_one_customer() {
        scenario("Europe/Berlin")
                .given(BASIC.withTrial("P7D"))
                .on("2025-04-01")
                .subscribes("ada", "basic", s -> s.price(UnitPrice.of(Money.parse("EUR 8.00"))))
                .on("2025-04-08")
                .runsBilling()
                .isInvoiced("basic 2025-04-08..2025-05-08 EUR 8.00")
                .andNothingElseHappened();
    }

    // --- changes ---------------------------------------------------------------------------------------------------

    @Test
    void upgrading_halfway_through_april_credits_the_old_plan_and_charges_the_new_one() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-16")
                .changesPlan("ada", "team")
                .isInvoiced("basic 2025-04-16..2025-05-01 EUR -5.00", "team 2025-04-16..2025-05-01 EUR 20.00")
                .totalling("EUR 15.00")
                .answeredWithIt()
                .tells(EventType.PLAN_CHANGED)
                .mayUse("team")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("team 2025-05-01..2025-06-01 EUR 40.00")
                .owes("EUR 65.00")
                .andNothingElseHappened();
    }

    @Test
    void several_changes_in_one_period_each_settle_what_is_left_of_it() {
        // 20 of 30 days are left on the 11th, 10 on the 21st
        scenario("Europe/Berlin")
                .given(BASIC, TEAM, PRO)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-11")
                .changesPlan("ada", "team")
                .isInvoiced("basic 2025-04-11..2025-05-01 EUR -6.67", "team 2025-04-11..2025-05-01 EUR 26.67")
                .on("2025-04-21")
                .changesPlan("ada", "pro")
                .isInvoiced("team 2025-04-21..2025-05-01 EUR -13.34", "pro 2025-04-21..2025-05-01 EUR 30.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("pro 2025-05-01..2025-06-01 EUR 90.00")
                .owes("EUR 136.66") // 3.33 + 13.33 + 30.00 + 90.00
                .andNothingElseHappened();
    }

    @Test
    void changing_there_and_back_charges_each_stretch_once() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-11")
                .changesPlan("ada", "team")
                .isInvoiced("basic 2025-04-11..2025-05-01 EUR -6.67", "team 2025-04-11..2025-05-01 EUR 26.67")
                .on("2025-04-21")
                .changesPlan("ada", "basic")
                .isCredited("team 2025-04-21..2025-05-01 EUR -13.34", "basic 2025-04-21..2025-05-01 EUR 3.33")
                .owes("EUR 19.99") // 3.33 + 13.33 + 3.33
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void changing_there_and_back_on_one_day_leaves_the_old_price() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-16")
                .changesPlan("ada", "team")
                .isInvoiced("basic 2025-04-16..2025-05-01 EUR -5.00", "team 2025-04-16..2025-05-01 EUR 20.00")
                .changesPlan("ada", "basic")
                .isCredited("team 2025-04-16..2025-05-01 EUR -20.00", "basic 2025-04-16..2025-05-01 EUR 5.00")
                .owes("EUR 10.00")
                .changesPlan("ada", "team")
                .isInvoiced("basic 2025-04-16..2025-05-01 EUR -5.00", "team 2025-04-16..2025-05-01 EUR 20.00")
                .owes("EUR 25.00")
                .andNothingElseHappened();
    }

    @Test
    void a_change_on_the_first_day_takes_back_everything_and_on_the_last_day_one_day() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .changesPlan("ada", "team")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR -10.00", "team 2025-04-01..2025-05-01 EUR 40.00")
                .subscribes("bob", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-30")
                .changesPlan("bob", "team")
                .isInvoiced("basic 2025-04-30..2025-05-01 EUR -0.33", "team 2025-04-30..2025-05-01 EUR 1.33")
                .andNothingElseHappened();
    }

    @Test
    void a_change_on_the_day_of_renewal_comes_before_the_renewal() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-05-01")
                .changesPlan("ada", "team")
                .isInvoiced("team 2025-05-01..2025-06-01 EUR 40.00")
                .runsBilling()
                .andNothingElseHappened();
    }

    @Test
    void a_command_after_an_outage_first_bills_what_was_missed() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-06-16")
                .changesPlan("ada", "team")
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .plannedOn("2025-05-01")
                .isInvoiced("basic 2025-06-01..2025-07-01 EUR 10.00")
                .plannedOn("2025-06-01")
                .isInvoiced("basic 2025-06-16..2025-07-01 EUR -5.00", "team 2025-06-16..2025-07-01 EUR 20.00")
                .plannedOn("2025-06-16")
                .andNothingElseHappened();
    }

    @Test
    void another_interval_begins_on_the_day_of_the_change() {
        scenario("Europe/Berlin")
                .given(BASIC, YEAR)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-16")
                .changesPlan("ada", "year")
                .isInvoiced("basic 2025-04-16..2025-05-01 EUR -5.00", "year 2025-04-16..2026-04-16 EUR 120.00")
                .on("2026-04-15")
                .runsBilling()
                .nothingHappens()
                .on("2026-04-16")
                .runsBilling()
                .isInvoiced("year 2026-04-16..2027-04-16 EUR 120.00")
                .andNothingElseHappened();
    }

    @Test
    void from_a_year_to_months_the_unused_days_of_the_year_come_back() {
        // 182 of 365 days are used: 120.00 x 182/365 = 59.84
        scenario("Europe/Berlin")
                .given(BASIC, YEAR)
                .on("2025-01-01")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-01-01..2026-01-01 EUR 120.00")
                .transfers("ada", "EUR 120.00")
                .on("2025-07-02")
                .changesPlan("ada", "basic")
                .isCredited("year 2025-07-02..2026-01-01 EUR -60.16", "basic 2025-07-02..2025-08-02 EUR 10.00")
                .hasCredit("EUR 50.16")
                .on("2025-08-02")
                .runsBilling()
                .isInvoiced("basic 2025-08-02..2025-09-02 EUR 10.00")
                .askingFor("EUR 0.00")
                .hasCredit("EUR 40.16")
                .andNothingElseHappened();
    }

    @Test
    void a_change_at_the_end_of_the_period_costs_nothing_before_it() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-16")
                .changesPlan("ada", "team", c -> c.when(Timing.periodEnd()))
                .tells(EventType.PLAN_CHANGE_AGREED)
                .doesNotTell(EventType.PLAN_CHANGED)
                .mayUse("basic")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("team 2025-05-01..2025-06-01 EUR 40.00")
                .tells(EventType.PLAN_CHANGED)
                .mayUse("team")
                .andNothingElseHappened();
    }

    @Test
    void a_change_on_a_day_that_is_paid_for_is_settled_on_that_day() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-03")
                .changesPlan("ada", "team", c -> c.when(Timing.on(day("2025-04-16"))))
                .on("2025-04-15")
                .runsBilling()
                .nothingHappens()
                .on("2025-04-16")
                .runsBilling()
                .isInvoiced("basic 2025-04-16..2025-05-01 EUR -5.00", "team 2025-04-16..2025-05-01 EUR 20.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("team 2025-05-01..2025-06-01 EUR 40.00")
                .andNothingElseHappened();
    }

    @Test
    void a_change_on_a_day_in_the_next_period_splits_that_period() {
        // May has 31 days: 10 of them at 10.00 are 3.23, 21 at 40.00 are 27.10
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .changesPlan("ada", "team", c -> c.when(Timing.on(day("2025-05-11"))))
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-05-11 EUR 3.23")
                .on("2025-05-11")
                .runsBilling()
                .isInvoiced("team 2025-05-11..2025-06-01 EUR 27.10")
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced("team 2025-06-01..2025-07-01 EUR 40.00")
                .andNothingElseHappened();
    }

    @Test
    void a_planned_change_gives_way_to_a_later_command() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM, PRO)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .changesPlan("ada", "team", c -> c.when(Timing.on(day("2025-04-21"))))
                .on("2025-04-16")
                .changesPlan("ada", "pro")
                .isInvoiced("basic 2025-04-16..2025-05-01 EUR -5.00", "pro 2025-04-16..2025-05-01 EUR 45.00")
                .on("2025-04-21")
                .runsBilling()
                .nothingHappens()
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("pro 2025-05-01..2025-06-01 EUR 90.00")
                .andNothingElseHappened();
    }

    @Test
    void a_planned_change_that_is_taken_back_leaves_the_whole_period() {
        // 10 of May's 31 days were billed, 3.23; the rest of 10.00 follows
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .changesPlan("ada", "team", c -> c.when(Timing.on(day("2025-05-11"))))
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-05-11 EUR 3.23")
                .on("2025-05-05")
                .changesPlan("ada", "basic", c -> c.when(Timing.on(day("2025-05-11"))))
                .on("2025-05-11")
                .runsBilling()
                .isInvoiced("basic 2025-05-11..2025-06-01 EUR 6.77")
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced("basic 2025-06-01..2025-07-01 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void a_planned_change_within_a_period_does_not_end_it() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .changesPlan("ada", "team", c -> c.when(Timing.on(day("2025-04-11"))))
                .on("2025-04-05")
                .cancels("ada")
                .mayUseUntil("basic", "2025-05-01")
                .on("2025-04-11")
                .runsBilling()
                .isInvoiced("basic 2025-04-11..2025-05-01 EUR -6.67", "team 2025-04-11..2025-05-01 EUR 26.67")
                .on("2025-05-01")
                .runsBilling()
                .contractIs(SubscriptionState.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void days_missed_after_many_changes_are_billed_once() {
        // year to month to year, then to months on a day nobody ran: two planned days are caught up with at once
        scenario("Europe/Berlin")
                .given(BASIC, YEAR)
                .on("2025-01-01")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-01-01..2026-01-01 EUR 120.00")
                .on("2025-01-11") // 10 of 365 days are kept: 3.29
                .changesPlan("ada", "basic")
                .isCredited("year 2025-01-11..2026-01-01 EUR -116.71", "basic 2025-01-11..2025-02-11 EUR 10.00")
                .on("2025-02-11")
                .runsBilling()
                .isInvoiced("basic 2025-02-11..2025-03-11 EUR 10.00")
                .on("2025-03-01") // 18 of 28 days are kept: 6.43
                .changesPlan("ada", "year")
                .isInvoiced("basic 2025-03-01..2025-03-11 EUR -3.57", "year 2025-03-01..2026-03-01 EUR 120.00")
                .changesPlan("ada", "basic", c -> c.when(Timing.on(day("2025-04-01"))))
                .on("2025-05-10") // 31 of 365 days are kept: 10.19
                .runsBilling()
                .isCredited("year 2025-04-01..2026-03-01 EUR -109.81", "basic 2025-04-01..2025-05-01 EUR 10.00")
                .plannedOn("2025-04-01")
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .plannedOn("2025-05-01")
                .andNothingElseHappened();
    }

    @Test
    void days_that_were_used_stay_paid_when_missed_days_are_caught_up_with() {
        // as above, but here January was used on the first terms, and nobody may give it back
        scenario("Europe/Berlin")
                .given(BASIC, YEAR, plan("quarter", "EUR 30.00", QUARTERLY))
                .on("2025-01-01")
                .subscribes("ada", "year")
                .isInvoiced("year 2025-01-01..2026-01-01 EUR 120.00")
                .on("2025-02-01") // 31 of 365 days are kept: 10.19
                .changesPlan("ada", "quarter")
                .isCredited("year 2025-02-01..2026-01-01 EUR -109.81", "quarter 2025-02-01..2025-05-01 EUR 30.00")
                .on("2025-03-01") // 28 of 89 days are kept: 9.44
                .changesPlan("ada", "year", c -> c.quantity(new BigDecimal("2")))
                .isInvoiced("quarter 2025-03-01..2025-05-01 EUR -20.56", "2 x year 2025-03-01..2026-03-01 EUR 240.00")
                .changesPlan("ada", "basic", c -> c.when(Timing.on(day("2025-04-01"))))
                .on("2025-05-10") // 31 of 365 days are kept: 20.38
                .runsBilling()
                .isCredited(
                        "-2 x year 2025-04-01..2026-03-01 EUR -219.62", "2 x basic 2025-04-01..2025-05-01 EUR 20.00")
                .isInvoiced("2 x basic 2025-05-01..2025-06-01 EUR 20.00")
                .andNothingElseHappened();
    }

    @Test
    void a_day_that_has_passed_may_be_chosen_as_far_back_as_the_settings_allow() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .with(settings -> settings.withMaxBackdateDays(10))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-16")
                .changesPlan("ada", "team", c -> c.when(Timing.on(day("2025-04-05"))))
                .isRefused(Refusal.TOO_FAR_BACK, "2025-04-06")
                .cancels("ada", Timing.on(day("2025-04-05")), PaidDays.CREDIT)
                .isRefused(Refusal.TOO_FAR_BACK, "2025-04-06")
                .changesPlan("ada", "team", c -> c.when(Timing.on(day("2025-04-11"))))
                .isInvoiced("basic 2025-04-11..2025-05-01 EUR -6.67", "team 2025-04-11..2025-05-01 EUR 26.67")
                .andNothingElseHappened();
    }

    @Test
    void a_change_may_be_settled_with_the_next_invoice() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-16")
                .changesPlan("ada", "team", c -> c.collect(Settling.NEXT_INVOICE))
                .nothingHappens()
                .owes("EUR 10.00")
                .mayUse("team")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced(
                        "basic 2025-04-16..2025-05-01 EUR -5.00",
                        "team 2025-04-16..2025-05-01 EUR 20.00",
                        "team 2025-05-01..2025-06-01 EUR 40.00")
                .totalling("EUR 55.00")
                .andNothingElseHappened();
    }

    @Test
    void what_waits_keeps_its_own_tax_rate() {
        scenario("Europe/Berlin")
                .given(BASIC.taxed("standard"), TEAM.taxed("standard"))
                .with(settings -> settings.withTaxes(GERMANY))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .with(settings -> settings.withTaxes(
                        taxes(rate("standard", "DE", "19", "2021-01-01"), rate("standard", "DE", "25", "2025-04-10"))))
                .on("2025-04-16")
                .changesPlan("ada", "team", c -> c.collect(Settling.NEXT_INVOICE))
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced(
                        "basic 2025-04-16..2025-05-01 EUR -5.00",
                        "team 2025-04-16..2025-05-01 EUR 20.00",
                        "team 2025-05-01..2025-06-01 EUR 40.00")
                .taxed("standard 19% of EUR -5.00 is EUR -0.95", "standard 25% of EUR 60.00 is EUR 15.00")
                .totalling("EUR 69.05")
                .andNothingElseHappened();
    }

    @Test
    void there_and_back_may_both_wait_for_the_next_invoice() {
        scenario("Europe/Berlin")
                .given(BASIC.taxed("standard"), TEAM.taxed("standard"))
                .with(settings -> settings.withTaxes(GERMANY))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-11")
                .changesPlan("ada", "team", c -> c.collect(Settling.NEXT_INVOICE))
                .on("2025-04-21")
                .changesPlan("ada", "basic", c -> c.collect(Settling.NEXT_INVOICE))
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced(
                        "basic 2025-04-11..2025-05-01 EUR -6.67",
                        "team 2025-04-11..2025-05-01 EUR 26.67",
                        "team 2025-04-21..2025-05-01 EUR -13.34",
                        "basic 2025-04-21..2025-05-01 EUR 3.33",
                        "basic 2025-05-01..2025-06-01 EUR 10.00")
                .taxed("standard 19% of EUR 19.99 is EUR 3.80")
                .andNothingElseHappened();
    }

    @Test
    void what_waits_for_the_next_invoice_is_invoiced_when_the_contract_ends_before_it() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-16")
                .changesPlan("ada", "team", c -> c.collect(Settling.NEXT_INVOICE))
                .cancels("ada")
                .nothingHappens()
                .on("2025-05-01")
                .runsBilling()
                .contractIs(SubscriptionState.ENDED)
                .isInvoiced("basic 2025-04-16..2025-05-01 EUR -5.00", "team 2025-04-16..2025-05-01 EUR 20.00")
                .owes("EUR 25.00")
                .andNothingElseHappened();
    }

    @Test
    void a_cancellation_at_once_does_not_forget_what_waits_for_the_next_invoice() {
        // used: 15 days of basic, 5 of team; 5.00 + 6.67
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-16")
                .changesPlan("ada", "team", c -> c.collect(Settling.NEXT_INVOICE))
                .on("2025-04-21")
                .cancelsNow("ada")
                .runsBilling()
                .owes("EUR 11.67");
    }

    @Test
    void a_change_within_a_stub_is_priced_by_the_days_of_the_whole_period() {
        // 5 of 30 days of basic stay, 1.67; 10 of 30 days of team are 13.33
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-16")
                .subscribes("ada", "basic", s -> s.billingAnchor(day("2025-05-01")))
                .isInvoiced("basic 2025-04-16..2025-05-01 EUR 5.00")
                .on("2025-04-21")
                .changesPlan("ada", "team")
                .isInvoiced("basic 2025-04-21..2025-05-01 EUR -3.33", "team 2025-04-21..2025-05-01 EUR 13.33")
                .andNothingElseHappened();
    }

    @Test
    void a_contract_that_has_not_started_changes_on_its_first_day() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic", s -> s.startOn(day("2025-05-01")))
                .on("2025-04-10")
                .changesPlan("ada", "team")
                .nothingHappens()
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("team 2025-05-01..2025-06-01 EUR 40.00")
                .mayUse("team")
                .andNothingElseHappened();
    }

    @Test
    void a_contract_taken_over_may_change_where_the_paid_days_end() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-16")
                .subscribes("ada", "basic", s -> s.startOn(day("2025-01-01")).billedUntil(day("2025-05-01")))
                .changesPlan("ada", "team", c -> c.when(Timing.periodEnd()))
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("team 2025-05-01..2025-06-01 EUR 40.00")
                .andNothingElseHappened();
    }

    @Test
    void a_cancellation_without_credit_does_not_forget_what_waits_for_the_next_invoice() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-16")
                .changesPlan("ada", "team", c -> c.collect(Settling.NEXT_INVOICE))
                .cancels("ada", Timing.now(), PaidDays.NONE)
                .runsBilling()
                .isInvoiced("basic 2025-04-16..2025-05-01 EUR -5.00", "team 2025-04-16..2025-05-01 EUR 20.00")
                .andNothingElseHappened();
    }

    @Test
    void a_quantity_multiplies_the_price_and_may_change() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .subscribes("ada", "basic", s -> s.quantity(new BigDecimal("3")))
                .isInvoiced("3 x basic 2025-04-01..2025-05-01 EUR 30.00")
                .on("2025-04-16")
                .changesQuantity("ada", "5")
                .isInvoiced(
                        "-3 x basic 2025-04-16..2025-05-01 EUR -15.00", "5 x basic 2025-04-16..2025-05-01 EUR 25.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("5 x basic 2025-05-01..2025-06-01 EUR 50.00")
                .andNothingElseHappened();
    }

    @Test
    void a_quantity_may_have_decimals() {
        scenario("Europe/Berlin")
                .given(plan("storage", "EUR 0.15", MONTHLY))
                .on("2025-04-01")
                .subscribes("ada", "storage", s -> s.quantity(new BigDecimal("2.5")))
                .isInvoiced("2.5 x storage 2025-04-01..2025-05-01 EUR 0.38") // 0.375, rounded half up
                .andNothingElseHappened();
    }

    @Test
    void a_downgrade_becomes_customer_credit_that_pays_the_next_invoices() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "team")
                .isInvoiced("team 2025-04-01..2025-05-01 EUR 40.00")
                .transfers("ada", "EUR 40.00")
                .on("2025-04-16")
                .changesPlan("ada", "basic")
                .isCredited("team 2025-04-16..2025-05-01 EUR -20.00", "basic 2025-04-16..2025-05-01 EUR 5.00")
                .totalling("EUR -15.00")
                .numbered("RK-2025-000001")
                .correcting("RE-2025-000001")
                .tells(EventType.CREDIT_GRANTED)
                .hasCredit("EUR 15.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .askingFor("EUR 0.00")
                .tells(EventType.INVOICE_FINALIZED, EventType.DOCUMENT_PAID)
                .hasCredit("EUR 5.00")
                .on("2025-06-01")
                .runsBilling()
                .isInvoiced("basic 2025-06-01..2025-07-01 EUR 10.00")
                .askingFor("EUR 5.00")
                .hasCredit("EUR 0.00")
                .owes("EUR 5.00")
                .andNothingElseHappened();
    }

    @Test
    void a_credit_on_an_unpaid_invoice_lowers_what_is_open() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "team")
                .isInvoiced("team 2025-04-01..2025-05-01 EUR 40.00")
                .on("2025-04-16")
                .changesPlan("ada", "basic")
                .isCredited("team 2025-04-16..2025-05-01 EUR -20.00", "basic 2025-04-16..2025-05-01 EUR 5.00")
                .hasCredit("EUR 0.00")
                .owes("EUR 25.00")
                .andNothingElseHappened();
    }

    @Test
    void a_credit_on_a_partly_paid_invoice_first_lowers_what_is_open() {
        scenario("Europe/Berlin")
                .given(TEAM)
                .on("2025-04-01")
                .subscribes("ada", "team")
                .isInvoiced("team 2025-04-01..2025-05-01 EUR 40.00")
                .transfers("ada", "EUR 32.00")
                .owes("EUR 8.00")
                .on("2025-04-16")
                .cancelsNow("ada")
                .isCredited("team 2025-04-16..2025-05-01 EUR -20.00")
                .hasCredit("EUR 12.00")
                .owes("EUR -12.00")
                .andNothingElseHappened();
    }

    @Test
    void a_change_during_the_trial_keeps_the_rest_of_it() {
        scenario("Europe/Berlin")
                .given(BASIC.withTrial("P14D"), TEAM.withTrial("P30D"))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .on("2025-04-10")
                .changesPlan("ada", "team")
                .nothingHappens()
                .on("2025-04-15")
                .runsBilling()
                .isInvoiced("team 2025-04-15..2025-05-15 EUR 40.00")
                .andNothingElseHappened();
    }

    @Test
    void a_change_to_what_is_there_already_is_refused() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .changesPlan("ada", "basic")
                .isRefused(Refusal.NOTHING_CHANGES, "basic")
                .changesQuantity("ada", "1.00")
                .isRefused(Refusal.NOTHING_CHANGES, "quantity 1")
                .andNothingElseHappened();
    }

    @Test
    void another_price_in_the_catalogue_does_not_touch_a_running_contract() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .instead(plan("basic", "EUR 12.00", MONTHLY))
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .subscribes("bob", "basic")
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 12.00")
                .andNothingElseHappened();
    }

    // --- the end ---------------------------------------------------------------------------------------------------

    @Test
    void cancelling_at_once_gives_back_the_days_that_are_left() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .transfers("ada", "EUR 10.00")
                .on("2025-04-16")
                .cancelsNow("ada")
                .isCredited("basic 2025-04-16..2025-05-01 EUR -5.00")
                .correcting("RE-2025-000001")
                .answeredWithIt()
                .tells(EventType.CANCELLED, EventType.ENDED)
                .contractIs(SubscriptionState.ENDED)
                .mayNotUse("basic", AccessReason.ENDED)
                .hasCredit("EUR 5.00")
                .on("2025-05-01")
                .runsBilling()
                .andNothingElseHappened();
    }

    @Test
    void cancelling_at_the_end_of_the_period_gives_nothing_back() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-16")
                .cancels("ada")
                .contractIs(SubscriptionState.CANCELLED)
                .mayUse("basic", AccessReason.RUNNING_UNTIL_END)
                .mayUseUntil("basic", "2025-05-01")
                .at("2025-04-30T23:59")
                .mayUse("basic")
                .at("2025-05-01T00:00")
                .mayNotUse("basic", AccessReason.ENDED)
                .on("2025-05-01")
                .runsBilling()
                .contractIs(SubscriptionState.ENDED)
                .tells(EventType.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void cancelling_on_a_day_that_is_paid_for_gives_back_the_days_behind_it_on_that_day() {
        // 20 of 30 days are kept: 6.67
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-03")
                .cancels("ada", Timing.on(day("2025-04-21")), PaidDays.CREDIT)
                .nothingHappens()
                .on("2025-04-21")
                .runsBilling()
                .isCredited("basic 2025-04-21..2025-05-01 EUR -3.33")
                .contractIs(SubscriptionState.ENDED)
                .owes("EUR 6.67")
                .andNothingElseHappened();
    }

    @Test
    void cancelling_on_a_later_day_bills_the_last_days_only() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-03")
                .cancels("ada", Timing.on(day("2025-05-11")), PaidDays.CREDIT)
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-05-11 EUR 3.23")
                .on("2025-05-11")
                .runsBilling()
                .contractIs(SubscriptionState.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void cancelling_without_credit_gives_nothing_back() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .subscribes("bob", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-10")
                .cancels("ada", Timing.on(day("2025-04-21")), PaidDays.NONE)
                .cancels("bob", Timing.now(), PaidDays.NONE)
                .contractIs(SubscriptionState.ENDED)
                .mayNotUse("basic", AccessReason.ENDED)
                .on("2025-04-21")
                .runsBilling()
                .account("ada")
                .contractIs(SubscriptionState.ENDED)
                .mayNotUse("basic", AccessReason.ENDED)
                .on("2025-05-01")
                .runsBilling()
                .owes("EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void cancelling_before_the_start_costs_nothing() {
        scenario("Europe/Berlin")
                .given(BASIC.withSetupFee("EUR 25.00"))
                .on("2025-04-01")
                .subscribes("ada", "basic", s -> s.startOn(day("2025-05-01")))
                .on("2025-04-10")
                .cancels("ada")
                .contractIs(SubscriptionState.ENDED)
                .mayNotUse("basic", AccessReason.ENDED)
                .on("2025-05-01")
                .runsBilling()
                .andNothingElseHappened();
    }

    @Test
    void cancelling_before_the_start_for_a_later_day_ends_on_that_day() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .subscribes("ada", "basic", s -> s.startOn(day("2025-05-01")))
                .on("2025-04-10")
                .cancels("ada", Timing.on(day("2025-06-01")), PaidDays.CREDIT)
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .mayUseUntil("basic", "2025-06-01")
                .on("2025-06-01")
                .runsBilling()
                .contractIs(SubscriptionState.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void cancelling_a_contract_taken_over_keeps_the_days_that_were_paid_elsewhere() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-16")
                .subscribes("ada", "basic", s -> s.startOn(day("2025-01-01")).billedUntil(day("2025-05-01")))
                .cancels("ada")
                .contractIs(SubscriptionState.CANCELLED)
                .mayUseUntil("basic", "2025-05-01")
                .on("2025-05-01")
                .runsBilling()
                .contractIs(SubscriptionState.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void cancelling_during_the_trial_ends_with_it() {
        scenario("Europe/Berlin")
                .given(BASIC.withTrial("P14D"))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .on("2025-04-05")
                .cancels("ada")
                .mayUseUntil("basic", "2025-04-15")
                .on("2025-04-15")
                .runsBilling()
                .contractIs(SubscriptionState.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void a_contract_that_ended_while_nobody_ran_cannot_be_changed() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .cancels("ada")
                .on("2025-05-10")
                .changesPlan("ada", "team")
                .isRefused(Refusal.ALREADY_CANCELLED, "2025-05-01")
                .runsBilling()
                .contractIs(SubscriptionState.ENDED)
                .changesPlan("ada", "team")
                .isRefused(Refusal.ALREADY_CANCELLED, "subscribe the customer anew")
                .andNothingElseHappened();
    }

    @Test
    void cancelling_twice_is_refused_unless_it_is_earlier() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-03")
                .cancels("ada")
                .cancels("ada")
                .isRefused(Refusal.ALREADY_CANCELLED, "2025-05-01")
                .on("2025-04-10")
                .cancelsNow("ada")
                .isCredited("basic 2025-04-10..2025-05-01 EUR -7.00")
                .contractIs(SubscriptionState.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void a_change_of_a_cancelled_contract_keeps_its_end() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-03")
                .cancels("ada")
                .on("2025-04-16")
                .changesPlan("ada", "team")
                .isInvoiced("basic 2025-04-16..2025-05-01 EUR -5.00", "team 2025-04-16..2025-05-01 EUR 20.00")
                .on("2025-05-01")
                .changesPlan("ada", "basic")
                .isRefused(Refusal.ALREADY_CANCELLED, "2025-05-01")
                .runsBilling()
                .contractIs(SubscriptionState.ENDED)
                .andNothingElseHappened();
    }

    @Test
    void a_customer_may_come_back() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-16")
                .cancelsNow("ada")
                .isCredited("basic 2025-04-16..2025-05-01 EUR -5.00")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-16..2025-05-16 EUR 10.00")
                .mayUse("basic", AccessReason.RUNNING)
                .on("2025-05-16")
                .runsBilling()
                .isInvoiced("basic 2025-05-16..2025-06-16 EUR 10.00")
                .andNothingElseHappened();
    }

    // --- documents -------------------------------------------------------------------------------------------------

    @Test
    void after_an_outage_every_missed_day_has_a_document_that_is_issued_today() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-01-31")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-01-31..2025-02-28 EUR 10.00")
                .on("2025-02-10")
                .subscribes("ada", "team")
                .isInvoiced("team 2025-02-10..2025-03-10 EUR 40.00")
                .on("2025-04-05")
                .runsBilling()
                .isInvoiced("basic 2025-02-28..2025-03-31 EUR 10.00")
                .plannedOn("2025-02-28")
                .issuedOn("2025-04-05")
                .dueOn("2025-04-22")
                .isInvoiced("team 2025-03-10..2025-04-10 EUR 40.00")
                .plannedOn("2025-03-10")
                .issuedOn("2025-04-05")
                .isInvoiced("basic 2025-03-31..2025-04-30 EUR 10.00")
                .plannedOn("2025-03-31")
                .issuedOn("2025-04-05")
                .numbered("RE-2025-000005")
                .andNothingElseHappened();
    }

    @Test
    void a_document_stays_a_draft_for_as_long_as_the_shop_wants() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .with(settings -> settings.withDraftDays(2))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isDrafted("basic 2025-04-01..2025-05-01 EUR 10.00")
                .owes("EUR 0.00")
                .doesNotTell(EventType.INVOICE_FINALIZED)
                .on("2025-04-02")
                .runsBilling()
                .nothingHappens()
                .on("2025-04-03")
                .runsBilling()
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .tells(EventType.INVOICE_FINALIZED)
                .plannedOn("2025-04-01")
                .issuedOn("2025-04-03")
                .dueOn("2025-04-17")
                .owes("EUR 10.00")
                .on("2025-05-10")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .plannedOn("2025-05-01")
                .issuedOn("2025-05-10")
                .andNothingElseHappened();
    }

    /** 21 of 30 days came back on the second invoice, which is lower by these 7.00; 3.00 of the first are left. */
    private Scenario invoicedAndPartlySetOff() {
        return scenario("Europe/Berlin")
                .given(BASIC, PRO)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-10")
                .changesPlan("ada", "pro")
                .isInvoiced("basic 2025-04-10..2025-05-01 EUR -7.00", "pro 2025-04-10..2025-05-01 EUR 63.00");
    }

    @Test
    void an_invoice_of_which_a_later_one_set_off_a_part_is_not_void() {
        invoicedAndPartlySetOff()
                .cancelsDocument("RE-2025-000001", how -> how)
                .isCredited("basic given back 2025-04-01..2025-05-01 EUR -3.00")
                .owes("EUR 63.00")
                .cancelsDocument("RE-2025-000001", how -> how)
                .isRefused(Refusal.TOO_MUCH, "given back before")
                .andNothingElseHappened();
    }

    @Test
    void who_wants_both_invoices_void_cancels_the_later_one_first() {
        invoicedAndPartlySetOff()
                .cancelsDocument("RE-2025-000002", how -> how)
                .isTakenBack("basic 2025-04-10..2025-05-01 EUR -7.00", "pro 2025-04-10..2025-05-01 EUR 63.00")
                .isCancelled("pro given back 2025-04-10..2025-05-01 EUR -63.00")
                .owes("EUR 3.00")
                .cancelsDocument("RE-2025-000001", how -> how)
                .isTakenBack("basic 2025-04-01..2025-05-01 EUR 10.00")
                .isCancelled("basic given back 2025-04-01..2025-05-01 EUR -3.00")
                .owes("EUR 0.00")
                .hasCredit("EUR 0.00")
                .andNothingElseHappened();
    }

    @Test
    void what_is_cancelled_while_it_is_a_draft_costs_nothing_in_the_end() {
        scenario("Europe/Berlin")
                .given(BASIC.taxed("standard"))
                .with(settings -> settings.withTaxes(GERMANY).withDraftDays(2))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isDrafted("basic 2025-04-01..2025-05-01 EUR 10.00")
                .cancelsNow("ada")
                .on("2025-04-03")
                .runsBilling()
                .owes("EUR 0.00")
                .hasCredit("EUR 0.00");
    }

    @Test
    void a_credit_note_that_was_a_draft_lowers_what_is_open() {
        // 21 of 30 days come back: 7.00
        scenario("Europe/Berlin")
                .given(BASIC)
                .with(settings -> settings.withDraftDays(2))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isDrafted("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-03")
                .runsBilling()
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-10")
                .cancelsNow("ada")
                .on("2025-04-12")
                .runsBilling()
                .owes("EUR 3.00")
                .hasCredit("EUR 0.00");
    }

    @Test
    void a_document_of_nothing_but_zeros_is_issued_if_the_shop_wants_it() {
        scenario("Europe/Berlin")
                .given(BASIC.withTrial("P14D"))
                .with(settings -> settings.withZeroInvoices(ZeroInvoices.ISSUE))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-04-15 EUR 0.00")
                .totalling("EUR 0.00")
                .owes("EUR 0.00")
                .on("2025-04-15")
                .runsBilling()
                .isInvoiced("basic 2025-04-15..2025-05-15 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void the_payment_term_decides_the_due_date() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .issuedOn("2025-04-01")
                .dueOn("2025-04-15")
                .with(settings -> settings.withPaymentTermDays(30))
                .subscribes("bob", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .dueOn("2025-05-02")
                .with(settings -> settings.withPaymentTermDays(0))
                .subscribes("eve", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .dueOn("2025-04-01")
                .andNothingElseHappened();
    }

    @Test
    void numbers_ascend_over_all_accounts() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .subscribes("zoe", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .numbered("RE-2025-000001")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .numbered("RE-2025-000002")
                .subscribes("ada", "unknown")
                .isInvalid("plan", "[basic]")
                .subscribes("bob", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .numbered("RE-2025-000003")
                .andNothingElseHappened();
    }

    @Test
    void a_transfer_pays_what_is_due_the_longest_and_the_rest_is_credit() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-02")
                .subscribes("ada", "team")
                .isInvoiced("team 2025-04-02..2025-05-02 EUR 40.00")
                .transfers("ada", "EUR 15.00")
                .tells(EventType.PAYMENT_SETTLED, EventType.DOCUMENT_PAID, EventType.PAYMENT_SETTLED)
                .owes("EUR 35.00")
                .hasCredit("EUR 0.00")
                .transfersFor("RE-2025-000002", "EUR 37.00")
                .owes("EUR -2.00")
                .hasCredit("EUR 2.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .askingFor("EUR 8.00")
                .andNothingElseHappened();
    }

    @Test
    void credit_that_is_given_pays_what_is_open_and_then_what_comes() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .isGivenCredit("ada", "EUR 13.00")
                .tells(EventType.CREDIT_GRANTED, EventType.DOCUMENT_PAID)
                .hasCredit("EUR 3.00")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .askingFor("EUR 7.00")
                .andNothingElseHappened();
    }

    // --- tax and currency ------------------------------------------------------------------------------------------

    @Test
    void tax_is_added_to_net_prices_by_rate() {
        scenario("Europe/Berlin")
                .given(
                        plan("course", "EUR 9.99", MONTHLY).taxed("standard"),
                        plan("paper", "EUR 4.99", MONTHLY).taxed("reduced"))
                .with(settings -> settings.withTaxes(GERMANY))
                .on("2025-04-01")
                .subscribes("ada", "course")
                .isInvoiced("course 2025-04-01..2025-05-01 EUR 9.99")
                .taxed("standard 19% of EUR 9.99 is EUR 1.90")
                .totalling("EUR 11.89")
                .subscribes("ada", "paper")
                .isInvoiced("paper 2025-04-01..2025-05-01 EUR 4.99")
                .taxed("reduced 7% of EUR 4.99 is EUR 0.35")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("course 2025-05-01..2025-06-01 EUR 9.99", "paper 2025-05-01..2025-06-01 EUR 4.99")
                .taxed("standard 19% of EUR 9.99 is EUR 1.90", "reduced 7% of EUR 4.99 is EUR 0.35")
                .totalling("EUR 17.23")
                .andNothingElseHappened();
    }

    @Test
    void tax_is_rounded_once_for_all_lines_of_a_rate() {
        // 2.97 x 19% is 0.5643; by lines it would be 3 x 0.19
        scenario("Europe/Berlin")
                .given(plan("mini", "EUR 0.99", MONTHLY).taxed("standard"))
                .with(settings -> settings.withTaxes(GERMANY))
                .on("2025-04-01")
                .subscribes("ada", "mini")
                .isInvoiced("mini 2025-04-01..2025-05-01 EUR 0.99")
                .subscribes("ada", "mini")
                .isInvoiced("mini 2025-04-01..2025-05-01 EUR 0.99")
                .subscribes("ada", "mini")
                .isInvoiced("mini 2025-04-01..2025-05-01 EUR 0.99")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced(
                        "mini 2025-05-01..2025-06-01 EUR 0.99",
                        "mini 2025-05-01..2025-06-01 EUR 0.99",
                        "mini 2025-05-01..2025-06-01 EUR 0.99")
                .taxed("standard 19% of EUR 2.97 is EUR 0.56")
                .totalling("EUR 3.53")
                .andNothingElseHappened();
    }

    @Test
    void gross_prices_stay_as_they_are_and_hold_the_tax() {
        // 9.99 x 100/119 is 8.395; 2.97 x 100/119 is 2.496
        scenario("Europe/Berlin")
                .given(
                        plan("course", "EUR 9.99", MONTHLY).taxed("standard"),
                        plan("mini", "EUR 2.97", MONTHLY).taxed("standard"))
                .with(settings -> settings.withTaxes(GERMANY).withPriceBasis(PriceBasis.GROSS))
                .on("2025-04-01")
                .subscribes("ada", "course")
                .isInvoiced("course 2025-04-01..2025-05-01 EUR 9.99")
                .taxed("standard 19% of EUR 8.39 is EUR 1.60")
                .totalling("EUR 9.99")
                .subscribes("bob", "mini")
                .isInvoiced("mini 2025-04-01..2025-05-01 EUR 2.97")
                .taxed("standard 19% of EUR 2.50 is EUR 0.47")
                .on("2025-04-01")
                .cancelsNow("ada")
                .isCredited("course 2025-04-01..2025-05-01 EUR -9.99")
                .taxed("standard 19% of EUR -8.39 is EUR -1.60")
                .owes("EUR 0.00")
                .andNothingElseHappened();
    }

    @Test
    void a_credit_gives_back_the_tax_at_the_rate_it_was_charged_at() {
        scenario("Europe/Berlin")
                .given(BASIC.taxed("standard"))
                .with(settings -> settings.withTaxes(GERMANY))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .totalling("EUR 11.90")
                .with(settings -> settings.withTaxes(
                        taxes(rate("standard", "DE", "19", "2021-01-01"), rate("standard", "DE", "25", "2025-04-10"))))
                .on("2025-04-16")
                .cancelsNow("ada")
                .isCredited("basic 2025-04-16..2025-05-01 EUR -5.00")
                .taxed("standard 19% of EUR -5.00 is EUR -0.95")
                .owes("EUR 5.95")
                .andNothingElseHappened();
    }

    @Test
    void the_last_day_of_a_period_decides_its_rate() {
        TaxTable years = taxes(
                rate("standard", "DE", "19", "2007-01-01"),
                rate("standard", "DE", "16", "2020-07-01"),
                rate("standard", "DE", "19", "2021-01-01"));
        scenario("Europe/Berlin")
                .given(plan("paper", "EUR 100.00", MONTHLY).taxed("standard"))
                .with(settings -> settings.withTaxes(years))
                .on("2020-06-01")
                .subscribes("ada", "paper")
                .isInvoiced("paper 2020-06-01..2020-07-01 EUR 100.00")
                .taxed("standard 19% of EUR 100.00 is EUR 19.00")
                .on("2020-06-02")
                .subscribes("bob", "paper")
                .isInvoiced("paper 2020-06-02..2020-07-02 EUR 100.00")
                .taxed("standard 16% of EUR 100.00 is EUR 16.00")
                .on("2020-12-01")
                .subscribes("eve", "paper")
                .isInvoiced("paper 2020-12-01..2021-01-01 EUR 100.00")
                .taxed("standard 16% of EUR 100.00 is EUR 16.00")
                .on("2020-12-02")
                .subscribes("kim", "paper")
                .isInvoiced("paper 2020-12-02..2021-01-02 EUR 100.00")
                .taxed("standard 19% of EUR 100.00 is EUR 19.00")
                .andNothingElseHappened();
    }

    @Test
    void the_country_of_the_customer_decides_the_rate() {
        scenario("Europe/Berlin")
                .given(BASIC.taxed("standard"))
                .given(customer("ada").livingIn("AT"))
                .with(settings -> settings.withTaxes(
                        taxes(rate("standard", "DE", "19", "2021-01-01"), rate("standard", "AT", "20", "2021-01-01"))))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .taxed("standard 20% of EUR 10.00 is EUR 2.00")
                .moves("ada", "DE")
                .on("2025-05-01")
                .runsBilling()
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .taxed("standard 19% of EUR 10.00 is EUR 1.90")
                .andNothingElseHappened();
    }

    @Test
    void a_missing_rate_sets_the_account_aside_and_all_others_are_billed() {
        scenario("Europe/Berlin")
                .given(BASIC.taxed("standard"))
                .with(settings -> settings.withTaxes(GERMANY))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .subscribes("bob", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .subscribes("eve", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .moves("bob", "FR")
                .on("2025-05-01")
                .runsBilling()
                .setsAside("bob", "No tax rate for category 'standard' in FR")
                .account("ada")
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .account("eve")
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .on("2025-05-02")
                .runsBilling()
                .setsAside("bob", "No tax rate")
                .with(settings -> settings.withTaxes(
                        taxes(rate("standard", "DE", "19", "2021-01-01"), rate("standard", "FR", "20", "2021-01-01"))))
                .on("2025-05-03")
                .runsBilling()
                .account("bob")
                .isInvoiced("basic 2025-05-01..2025-06-01 EUR 10.00")
                .taxed("standard 20% of EUR 10.00 is EUR 2.00")
                .plannedOn("2025-05-01")
                .issuedOn("2025-05-03")
                .numbered("RE-2025-000006")
                .sees(engine -> assertThat(engine.operations().brokenAccounts(Optional.empty(), 10))
                        .isEmpty())
                .andNothingElseHappened();
    }

    @Test
    void a_contract_without_a_rate_for_it_is_not_concluded() {
        scenario("Europe/Berlin")
                .given(BASIC.taxed("standard"))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .fails(TaxRateMissingException.class, "No tax rate for category 'standard' in DE")
                .andNothingElseHappened();
    }

    @Test
    void an_account_in_yen_has_no_decimals() {
        // May has 31 days, 10 of them used: 322.58 stay, 677 come back; 21 days at 2500 are 1693.55
        scenario("Asia/Tokyo")
                .given(plan("kihon", "JPY 1000", MONTHLY), plan("chimu", "JPY 2500", MONTHLY), BASIC)
                .given(customer("yuki").billedIn("JPY").livingIn("JP"))
                .on("2025-05-01")
                .subscribes("yuki", "kihon")
                .isInvoiced("kihon 2025-05-01..2025-06-01 JPY 1000")
                .on("2025-05-11")
                .changesPlan("yuki", "chimu")
                .isInvoiced("kihon 2025-05-11..2025-06-01 JPY -677", "chimu 2025-05-11..2025-06-01 JPY 1694")
                .owes("JPY 2017")
                .changesPlan("yuki", "basic")
                .isRefused(Refusal.OTHER_CURRENCY, "EUR")
                .transfers("yuki", "EUR 10.00")
                .isRefused(Refusal.OTHER_CURRENCY, "EUR")
                .subscribes("ada", "kihon")
                .isRefused(Refusal.OTHER_CURRENCY, "JPY")
                .andNothingElseHappened();
    }

    // --- who may do what -------------------------------------------------------------------------------------------

    @Test
    void without_settings_a_customer_may_do_nothing() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .asCustomer("ada")
                .subscribes("ada", "basic")
                .isRefused(Refusal.NOT_PERMITTED, "SUBSCRIBE is not allowed to customers by the settings of the shop")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .asCustomer("ada")
                .cancels("ada")
                .isRefused(Refusal.NOT_PERMITTED, "CANCEL")
                .asCustomer("ada")
                .changesPlan("ada", "team")
                .isRefused(Refusal.NOT_PERMITTED, "CHANGE_PLAN")
                .asCustomer("ada")
                .changesPaymentMethod("ada", PaymentMethodKind.CARD)
                .isRefused(Refusal.NOT_PERMITTED, "CHANGE_PAYMENT_METHOD")
                .asCustomer("ada")
                .isGivenCredit("ada", "EUR 100.00")
                .isRefused(Refusal.NOT_PERMITTED, "only the shop")
                .asCustomer("ada")
                .transfers("ada", "EUR 10.00")
                .isRefused(Refusal.NOT_PERMITTED, "only the shop")
                .asCustomer("ada")
                .moves("ada", "AT")
                .isRefused(Refusal.NOT_PERMITTED, "only the shop")
                .andNothingElseHappened();
    }

    @Test
    void the_shop_may_allow_it_to_all() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .with(settings -> settings.withSelfService(SelfService.allow(SUBSCRIBE, CHANGE_PLAN, CANCEL)))
                .on("2025-04-01")
                .asCustomer("ada")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .on("2025-04-16")
                .asCustomer("ada")
                .changesPlan("ada", "team")
                .isInvoiced("basic 2025-04-16..2025-05-01 EUR -5.00", "team 2025-04-16..2025-05-01 EUR 20.00")
                .asCustomer("ada")
                .cancels("ada")
                .sees(engine -> assertThat(engine.events().list(AccountId.of("ada")).stream()
                                .filter(e -> e.type() == EventType.CANCELLED)
                                .map(e -> e.actor()))
                        .containsExactly(Actor.customer(AccountId.of("ada"))))
                .andNothingElseHappened();
    }

    @Test
    void what_a_plan_says_stands_above_the_shop() {
        scenario("Europe/Berlin")
                .given(BASIC.allowing(CHANGE_PLAN), TEAM)
                .with(settings -> settings.withSelfService(SelfService.allow(CANCEL)))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .asCustomer("ada")
                .cancels("ada")
                .isRefused(Refusal.NOT_PERMITTED, "this plan")
                .on("2025-04-16")
                .asCustomer("ada")
                .changesPlan("ada", "team")
                .isInvoiced("basic 2025-04-16..2025-05-01 EUR -5.00", "team 2025-04-16..2025-05-01 EUR 20.00")
                .asCustomer("ada")
                .cancels("ada")
                .contractIs(SubscriptionState.CANCELLED)
                .andNothingElseHappened();
    }

    @Test
    void what_an_account_says_stands_above_the_plan() {
        scenario("Europe/Berlin")
                .given(BASIC.allowing(CANCEL), TEAM)
                .given(customer("ada").allowed(CHANGE_PLAN))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .asCustomer("ada")
                .cancels("ada")
                .isRefused(Refusal.NOT_PERMITTED, "this account")
                .on("2025-04-16")
                .asCustomer("ada")
                .changesPlan("ada", "team")
                .isInvoiced("basic 2025-04-16..2025-05-01 EUR -5.00", "team 2025-04-16..2025-05-01 EUR 20.00")
                .andNothingElseHappened();
    }

    @Test
    void what_a_contract_says_stands_above_everything() {
        scenario("Europe/Berlin")
                .given(BASIC.allowing(CANCEL, CHANGE_PLAN), TEAM)
                .given(customer("ada").allowed(CANCEL, CHANGE_PLAN))
                .with(settings -> settings.withSelfService(SelfService.allow(CANCEL, CHANGE_PLAN)))
                .on("2025-04-01")
                .subscribes("ada", "basic", s -> s.selfService(SelfService.nothing()))
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .asCustomer("ada")
                .cancels("ada")
                .isRefused(Refusal.NOT_PERMITTED, "this contract")
                .asCustomer("ada")
                .changesPlan("ada", "team")
                .isRefused(Refusal.NOT_PERMITTED, "this contract")
                .cancels("ada")
                .contractIs(SubscriptionState.CANCELLED)
                .andNothingElseHappened();
    }

    @Test
    void a_page_can_ask_what_is_permitted() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .with(settings -> settings.withSelfService(SelfService.allow(CANCEL)))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .sees(engine -> {
                    var contract = engine.subscriptions()
                            .list(AccountId.of("ada"))
                            .get(0)
                            .id();
                    var ada = engine.as(Actor.customer(AccountId.of("ada"))).subscriptions();
                    var bob = engine.as(Actor.customer(AccountId.of("bob"))).subscriptions();
                    var cancel = Command.Cancel.atPeriodEnd(contract);
                    assertThat(ada.permits(cancel))
                            .isEqualTo(
                                    new Permission(true, "CANCEL is allowed to customers by the settings of the shop"));
                    assertThat(ada.permits(Command.ChangePlan.of(contract, "basic"))
                                    .allowed())
                            .isFalse();
                    assertThat(bob.permits(cancel).allowed()).isFalse();
                })
                .andNothingElseHappened();
    }

    @Test
    void a_customer_is_refused_on_another_account() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .with(settings -> settings.withSelfService(SelfService.allow(SUBSCRIBE, CHANGE_PLAN, CANCEL)))
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .asCustomer("eve")
                .cancels("ada")
                .isRefused(Refusal.FOREIGN_ACCOUNT, "own account")
                .asCustomer("eve")
                .changesPlan("ada", "team")
                .isRefused(Refusal.FOREIGN_ACCOUNT, "own account")
                .asCustomer("eve")
                .subscribes("ada", "team")
                .isRefused(Refusal.FOREIGN_ACCOUNT, "own account")
                .andNothingElseHappened();
    }

    // --- commands that are told twice ------------------------------------------------------------------------------

    @Test
    void a_request_key_told_twice_is_answered_as_the_first_time() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .withKey("order-17")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .answeredWithIt()
                .withKey("order-17")
                .subscribes("ada", "basic")
                .answeredWithIt()
                .nothingHappens()
                .on("2025-04-16")
                .withKey("upgrade-1")
                .changesPlan("ada", "team")
                .isInvoiced("basic 2025-04-16..2025-05-01 EUR -5.00", "team 2025-04-16..2025-05-01 EUR 20.00")
                .on("2025-04-20")
                .withKey("upgrade-1")
                .changesPlan("ada", "team")
                .answeredWithIt()
                .withKey("order-17")
                .subscribes("bob", "basic")
                .isInvoiced("basic 2025-04-20..2025-05-20 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void another_command_under_a_known_key_is_refused() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .withKey("order-17")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .withKey("order-17")
                .subscribes("ada", "team")
                .isRefused(Refusal.REQUEST_KEY_USED, "order-17")
                .withKey("order-17")
                .cancels("ada")
                .isRefused(Refusal.REQUEST_KEY_USED, "order-17")
                .andNothingElseHappened();
    }

    @Test
    void another_card_under_a_known_key_is_another_command() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .withKey("card-1")
                .changesPaymentMethod("ada", PaymentMethod.of(PaymentMethodKind.CARD, "token-1"))
                .withKey("card-1")
                .changesPaymentMethod("ada", PaymentMethod.of(PaymentMethodKind.CARD, "token-2"))
                .isRefused(Refusal.REQUEST_KEY_USED, "card-1")
                .andNothingElseHappened();
    }

    @Test
    void a_refused_command_does_not_use_up_its_key() {
        scenario("Europe/Berlin")
                .given(BASIC, TEAM)
                .on("2025-04-01")
                .subscribes("ada", "basic")
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .withKey("change-1")
                .changesPlan("ada", "basic")
                .isRefused(Refusal.NOTHING_CHANGES, "basic")
                .on("2025-04-16")
                .withKey("change-1")
                .changesPlan("ada", "team")
                .isInvoiced("basic 2025-04-16..2025-05-01 EUR -5.00", "team 2025-04-16..2025-05-01 EUR 20.00")
                .andNothingElseHappened();
    }

    @Test
    void opening_an_account_twice_leaves_it_as_it_is() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .opens("ada")
                .tells(EventType.ACCOUNT_OPENED)
                .does("ada", "ada opens an account again, with other data", desks -> {
                    Account again = desks.accounts()
                            .open(OpenAccount.of("ada", party("Ada", "AT"), PaymentMethod.of(PaymentMethodKind.CARD)));
                    assertThat(again.country()).isEqualTo("DE");
                    assertThat(again.paymentMethod()).isEqualTo(PaymentMethod.invoice());
                })
                .doesNotTell(EventType.ACCOUNT_OPENED)
                .andNothingElseHappened();
    }

    @Test
    void commands_given_at_once_each_count_once() throws Exception {
        Shop shop = Shop.over(emptyStore(), "Europe/Berlin", "2025-04-01").offers(BASIC);
        int threads = 8;
        AboEngine engine = shop.engine();

        atOnce(threads, i -> engine.accounts().open(customer("ada").account()));
        atOnce(threads, i -> {
            engine.accounts().grantCredit(AccountId.of("ada"), Money.parse("EUR 1.00"), "present " + i);
            return i;
        });
        List<Object> answers = atOnce(
                threads,
                i -> engine.as(Actor.operator("shop"))
                        .withKey("order-17")
                        .subscriptions()
                        .subscribe(Command.Subscribe.to("ada", "basic")));

        assertThat(answers).hasSize(threads).containsOnly(answers.get(0));
        assertThat(engine.subscriptions().list(AccountId.of("ada"))).hasSize(1);
        assertThat(engine.documents().list(AccountId.of("ada"))).hasSize(1);
        assertThat(engine.accounts().balance(AccountId.of("ada"))).isEqualTo(Money.parse("EUR 2.00"));
        assertThat(engine.events().list(AccountId.of("ada")).stream().filter(e -> e.type() == EventType.ACCOUNT_OPENED))
                .hasSize(1);
        assertThat(Audit.of(shop.store())).isEmpty();
    }

    private interface Deed {
        Object with(int i) throws Exception;
    }

    private static List<Object> atOnce(int threads, Deed deed) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Future<Object>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            all.add(pool.submit(() -> {
                start.await(30, TimeUnit.SECONDS);
                return deed.with(number);
            }));
        }
        List<Object> answers = new ArrayList<>();
        for (Future<Object> one : all) {
            answers.add(one.get(60, TimeUnit.SECONDS));
        }
        pool.shutdown();
        return answers;
    }

    @Test
    void a_reference_is_taken_by_one_running_contract() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .subscribes("ada", "basic", s -> s.reference("shop-1"))
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .subscribes("ada", "basic", s -> s.reference("shop-1"))
                .isRefused(Refusal.REFERENCE_TAKEN, "shop-1")
                .subscribes("bob", "basic", s -> s.reference("shop-1"))
                .isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
                .andNothingElseHappened();
    }

    @Test
    void an_account_that_was_never_opened_is_unknown() {
        scenario("Europe/Berlin")
                .given(BASIC)
                .on("2025-04-01")
                .opens("ada")
                .does(
                        "ada",
                        "the shop subscribes somebody else",
                        desks -> desks.subscriptions().subscribe(Command.Subscribe.to("nobody", "basic")))
                .fails(UnknownAccountException.class, "nobody")
                .does(
                        "ada",
                        "the shop takes money of somebody else",
                        desks -> desks.payments().receive(AccountId.of("nobody"), Money.parse("EUR 1.00")))
                .fails(UnknownAccountException.class, "nobody")
                .does(
                        "ada",
                        "the shop uses an e-mail address as an id",
                        desks -> desks.payments().receive(AccountId.of("ada@example.org"), Money.parse("EUR 1.00")))
                .fails(InvalidRequestException.class, "'@'")
                .andNothingElseHappened();
    }
}
