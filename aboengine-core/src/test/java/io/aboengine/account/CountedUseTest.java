package io.aboengine.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.calendar.BillingInterval;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.Price;
import io.aboengine.catalog.Tier;
import io.aboengine.catalog.UsagePrice;
import io.aboengine.catalog.UsagePrice.Aggregate;
import io.aboengine.charge.LineKind;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.subscription.SubscriptionId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is used in a billing period is counted once, whatever else happens in it. */
class CountedUseTest {
    private static final List<Plan> PLANS = List.of(
            counting("tiers", BillingInterval.MONTHLY, Aggregate.SUM, tiers()),
            counting("yearly-tiers", BillingInterval.YEARLY, Aggregate.SUM, tiers()),
            counting(
                    "flat",
                    BillingInterval.MONTHLY,
                    Aggregate.SUM,
                    Price.graduated(Tier.upTo("10", unit("0.00")).withFlatFee(unit("5.00")), Tier.of(unit("1.00")))),
            counting("most", BillingInterval.MONTHLY, Aggregate.MAX, Price.perUnit(unit("2.00"))),
            counting("dime", BillingInterval.MONTHLY, Aggregate.SUM, Price.perUnit(unit("0.10"))),
            counting("half", BillingInterval.MONTHLY, Aggregate.SUM, Price.perUnit(unit("0.50"))),
            Plan.of("course", "course", BillingInterval.MONTHLY, "EUR 7.00"),
            Plan.usageOnly("included", "course", BillingInterval.MONTHLY, Currency.EUR)
                    .withUsage(UsagePrice.of("call", Aggregate.SUM, Price.perUnit(unit("0.10")))
                            .including("10")));

    private final Life life = new Life(Shop.ADA, rules());

    private static Rules rules() {
        Rules shop = Shop.rules();
        return new Rules(
                Catalog.of(shop.catalog().products(), PLANS),
                1,
                shop.settings(),
                1,
                "test",
                Map.of(),
                shop.refundable(),
                shop.taxRules());
    }

    private static Plan counting(String id, BillingInterval interval, Aggregate aggregate, Price price) {
        return Plan.usageOnly(id, "course", interval, Currency.EUR).withUsage(UsagePrice.of("call", aggregate, price));
    }

    /** Ten at 1.00, every other at 0.10. */
    private static Price tiers() {
        return Price.graduated(Tier.upTo("10", unit("1.00")), Tier.of(unit("0.10")));
    }

    private static UnitPrice unit(String price) {
        return UnitPrice.of(price, Currency.EUR);
    }

    private SubscriptionId subscribed(String plan) {
        return life.on("2024-04-01")
                .order(Command.Subscribe.to(Shop.ADA.value(), plan))
                .subscription()
                .orElseThrow();
    }

    private void used(SubscriptionId contract, String day, String calls) {
        life.order(Command.RecordUsage.of(
                contract,
                new Command.Usage(
                        day + " " + calls + " told " + life.today(),
                        "call",
                        new BigDecimal(calls),
                        LocalDate.parse(day)
                                .atTime(LocalTime.NOON)
                                .atZone(Shop.BERLIN)
                                .toInstant())));
    }

    /** What was charged for use, each with its days. */
    private List<String> charged() {
        return life.ledger().lines().stream()
                .map(line -> line.charge())
                .filter(charge -> charge.kind() == LineKind.USAGE)
                .map(charge ->
                        charge.period().orElseThrow() + " " + charge.amount().toPlainString())
                .toList();
    }

    private Money sum() {
        return life.ledger().lines().stream()
                .map(line -> line.charge())
                .filter(charge -> charge.kind() == LineKind.USAGE)
                .map(charge -> charge.amount())
                .reduce(Money.zero(Currency.EUR), Money::plus);
    }

    @Test
    void a_count_that_has_no_beginning_left_after_a_change_joins_the_one_before() {
        SubscriptionId contract = subscribed("dime");
        life.on("2024-04-11").order(Command.ChangePlan.of(contract, "half"));
        life.on("2024-04-15");
        used(contract, "2024-04-15", "5");
        life.on("2024-04-20").order(Command.ChangePlan.of(contract, "dime").settle(Command.Settlement.FULL));
        life.on("2024-05-02").advance();

        assertThat(charged()).containsExactly("2024-04-01..2024-05-01 0.50");
    }

    @Test
    void a_count_that_joins_another_one_brings_what_was_charged_for_it() {
        SubscriptionId contract = subscribed("dime");
        life.on("2024-04-11").order(Command.ChangePlan.of(contract, "half"));
        life.on("2024-04-15");
        used(contract, "2024-04-15", "5");
        life.on("2024-05-05")
                .order(Command.ChangePlan.of(contract, "dime").when(Timing.on(LocalDate.parse("2024-04-11"))));
        used(contract, "2024-04-20", "1");
        life.advance();

        assertThat(charged())
                .containsExactly(
                        "2024-04-11..2024-05-01 2.50", "2024-04-01..2024-05-01 -2.00", "2024-04-01..2024-05-01 0.10");
    }

    @Test
    void a_count_that_waits_to_be_joined_by_a_scheduled_change_does_so_when_that_begins() {
        SubscriptionId contract = subscribed("dime");
        life.on("2024-04-11").order(Command.ChangePlan.of(contract, "half"));
        life.on("2024-04-15");
        used(contract, "2024-04-15", "5");
        life.on("2024-04-16")
                .order(Command.ChangePlan.of(contract, "dime")
                        .when(Timing.on(LocalDate.parse("2024-04-20")))
                        .settle(Command.Settlement.FULL));
        life.on("2024-05-02").advance();

        assertThat(charged()).containsExactly("2024-04-01..2024-05-01 0.50");
    }

    /** Calls on 2 and on 20 April, a rest of two days in between, charged by the middle of May. */
    @ParameterizedTest(name = "{0}: {1} calls twice and a rest {2} cost {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # plan     | calls | rest         | cost  | because
            tiers      | 10    | paid back    | 11.00 | 10 × 1.00 + 10 × 0.10
            tiers      | 10    | coming later | 11.00 | the period lasts until 3 May
            tiers      | 10    | ended by hand| 11.00 | 10.00 when it began, 1.00 when April was over
            tiers      | 10    | paid for     | 11.00 | no day is without terms
            flat       | 10    | paid back    | 15.00 | 5.00 once + 10 × 1.00
            flat       | 10    | coming later | 15.00 | 5.00 once + 10 × 1.00
            flat       | 10    | ended by hand| 15.00 | 5.00 when it began, 10.00 when April was over
            most       | 5     | paid back    | 10.00 | 5 × 2.00
            most       | 5     | coming later | 10.00 | 5 × 2.00
            most       | 5     | ended by hand| 10.00 | 10.00 when it began
            included   | 10    | paid back    | 1.00  | ten of twenty are included
            included   | 10    | coming later | 1.00  | ten of twenty are included
            included   | 10    | ended by hand| 1.00  | ten of twenty are included
            """)
    void a_rest_interrupts_no_count(String plan, String calls, String rest, String cost) {
        SubscriptionId course = subscribed(plan);
        life.on("2024-04-02");
        used(course, "2024-04-02", calls);
        Command.Pause now = Command.Pause.now(course);
        Command.Pause known = now.until(LocalDate.of(2024, 4, 13));
        life.on("2024-04-11")
                .order(
                        switch (rest) {
                            case "paid back" -> known;
                            case "coming later" -> known.extending();
                            case "paid for" -> known.withBillingGoingOn();
                            default -> now;
                        });
        life.on("2024-04-13");
        if (rest.equals("ended by hand")) {
            life.order(Command.Resume.now(course));
        }
        life.on("2024-04-20");
        used(course, "2024-04-20", calls);
        life.on("2024-05-15");

        assertThat(sum()).isEqualTo(Money.of(cost, Currency.EUR));
    }

    @Test
    void a_count_that_was_charged_when_a_rest_began_goes_on_after_it_however_long_it_was() {
        SubscriptionId course = subscribed("yearly-tiers");
        used(course, "2024-04-01", "10");
        life.on("2024-04-11").order(Command.Pause.now(course));
        life.on("2024-09-01").order(Command.Resume.now(course));
        used(course, "2024-09-01", "10");
        life.on("2025-04-02");

        assertThat(charged())
                .containsExactly("2024-04-01..2024-04-11 10.00", "2024-04-01..2025-04-01 1.00"); // 10 more at 0.10
    }

    @Test
    void a_rest_of_whole_periods_leaves_each_period_its_count() {
        SubscriptionId course = subscribed("tiers");
        used(course, "2024-04-01", "10");
        life.on("2024-04-20").order(Command.Pause.now(course).until(LocalDate.of(2024, 5, 3)));
        life.on("2024-05-04");
        used(course, "2024-05-04", "10");
        life.on("2024-06-01").advance();

        assertThat(charged()).containsExactly("2024-04-01..2024-04-20 10.00", "2024-05-03..2024-06-01 10.00");
    }

    @Test
    void what_is_told_late_during_a_rest_is_charged_at_once_and_counted() {
        SubscriptionId course = subscribed("tiers");
        used(course, "2024-04-01", "8");
        life.on("2024-04-11").order(Command.Pause.now(course));
        life.on("2024-04-12");
        used(course, "2024-04-10", "4"); // 2 × 1.00 + 2 × 0.10
        life.on("2024-04-13").order(Command.Resume.now(course));
        used(course, "2024-04-13", "5");
        life.on("2024-05-02");

        assertThat(charged())
                .containsExactly(
                        "2024-04-01..2024-04-11 8.00", "2024-04-01..2024-04-11 2.20", "2024-04-01..2024-05-01 0.50");
    }

    /** Ten calls at 0.10 on 10 April; on the 20th calls cost 0.50 since the 5th. */
    @Test
    void what_was_told_before_a_change_that_reaches_back_keeps_its_price_and_its_days() {
        SubscriptionId course = subscribed("dime");
        life.on("2024-04-10");
        used(course, "2024-04-10", "10");
        life.on("2024-04-20").order(Command.ChangePlan.of(course, "half").when(Timing.on(LocalDate.of(2024, 4, 5))));
        used(course, "2024-04-03", "1"); // at the price of its day
        used(course, "2024-04-12", "2"); // told after the change
        used(course, "2024-04-20", "3");
        life.on("2024-05-02");

        assertThat(charged())
                .containsExactly(
                        "2024-04-01..2024-04-21 1.00", "2024-04-01..2024-04-05 0.10", "2024-04-05..2024-05-01 2.50");
    }

    @Test
    void use_that_was_charged_costs_what_it_does_on_the_terms_it_was_given_since() {
        SubscriptionId course = subscribed("dime");
        used(course, "2024-04-01", "10");
        life.on("2024-05-03").order(Command.ChangePlan.of(course, "half").when(Timing.on(LocalDate.of(2024, 4, 1))));
        life.on("2024-06-02");

        assertThat(charged()).containsExactly("2024-04-01..2024-05-01 1.00", "2024-04-01..2024-05-01 4.00");
    }

    @Test
    void use_that_was_charged_costs_nothing_where_no_use_is_charged_since() {
        SubscriptionId course = subscribed("dime");
        used(course, "2024-04-01", "10");
        life.on("2024-05-03").order(Command.ChangePlan.of(course, "course").when(Timing.on(LocalDate.of(2024, 4, 1))));
        life.on("2024-06-02");

        assertThat(charged()).containsExactly("2024-04-01..2024-05-01 1.00", "2024-04-01..2024-05-01 -1.00");
    }
}
