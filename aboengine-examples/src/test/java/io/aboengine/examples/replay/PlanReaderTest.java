package io.aboengine.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.calendar.CalendarAnchor;
import io.aboengine.calendar.Renewal;
import io.aboengine.calendar.TermRule;
import io.aboengine.catalog.Alignment;
import io.aboengine.catalog.BillingMode;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.Price;
import io.aboengine.catalog.StubPolicy;
import io.aboengine.catalog.UsagePrice;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.Period;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanReaderTest {

    private static Catalog catalog(String settings, String plan, String discounts) {
        String story = """
                {"settings": {%s},
                 "catalog": {"products": [{"id": "course"}],
                             "plans": [{"id": "basic", "product": "course"%s}], "discounts": [%s]},
                 "accounts": [{"id": "ada", "country": "DE"}],
                 "steps": [{"on": "2026-04-01", "note": {"text": "x"}}],
                 "until": "2026-05-01"}
                """.formatted(settings, plan, discounts);
        return StoryReader.read(story.getBytes(StandardCharsets.UTF_8)).catalog();
    }

    private static Plan plan(String rest) {
        return catalog("", ", " + rest, "").plans().get(0);
    }

    private static UnitPrice euros(String amount) {
        return UnitPrice.of(amount, Currency.EUR);
    }

    @Test
    void what_a_plan_does_not_say_is_as_documented() {
        Plan plan = plan("\"interval\": \"P1M\"");

        assertThat(plan.billing()).isEqualTo(BillingMode.IN_ADVANCE);
        assertThat(plan.price()).as("use alone is charged").isEmpty();
        assertThat(plan.alignment()).isEqualTo(Alignment.subscription());
        assertThat(plan.stub()).isEqualTo(StubPolicy.PRORATE);
        assertThat(plan.terms()).isEqualTo(TermRule.none());
        assertThat(plan.payments()).isEmpty();
    }

    @Test
    void a_plan_says_how_it_is_billed_and_how_long_it_binds() {
        Plan plan = plan("""
                "interval": "P1M", "price": "10.00", "billing": "IN_ARREARS", "stub": "FULL", "payments": 6,
                "terms": {"minimum": "P12M", "notice": "P1M", "renewal": "P6M"}""");

        assertThat(plan.billing()).isEqualTo(BillingMode.IN_ARREARS);
        assertThat(plan.stub()).isEqualTo(StubPolicy.FULL);
        assertThat(plan.payments()).contains(6);
        assertThat(plan.terms())
                .isEqualTo(TermRule.of(Period.ofMonths(12), Period.ofMonths(1), new Renewal.Fixed(Period.ofMonths(6))));
    }

    @Test
    void a_notice_may_be_nothing() {
        assertThat(plan("\"interval\": \"P1M\", \"terms\": {\"notice\": \"P0D\"}")
                        .terms())
                .isEqualTo(TermRule.none());
    }

    @Test
    void periods_are_aligned_as_the_plan_says_or_else_the_settings() {
        assertThat(plan("\"interval\": \"P1M\", \"alignment\": {\"dayOfMonth\": \"LAST\"}")
                        .alignment())
                .isEqualTo(Alignment.calendar(CalendarAnchor.onDay(31)));
        assertThat(plan("\"interval\": \"P1W\", \"alignment\": {\"weekday\": \"FRIDAY\"}")
                        .alignment())
                .isEqualTo(Alignment.calendar(CalendarAnchor.on(DayOfWeek.FRIDAY)));
        assertThat(plan("\"interval\": \"P3M\", \"alignment\": {\"month\": 4, \"dayOfMonth\": 15}")
                        .alignment())
                .isEqualTo(Alignment.calendar(CalendarAnchor.on(Month.APRIL, 15)));
        assertThat(catalog("\"alignment\": \"ACCOUNT\"", ", \"interval\": \"P1M\"", "")
                        .plans()
                        .get(0)
                        .alignment())
                .isEqualTo(Alignment.account());
        assertThat(catalog("\"alignment\": \"ACCOUNT\"", ", \"interval\": \"P1M\", \"alignment\": \"BASE\"", "")
                        .plans()
                        .get(0)
                        .alignment())
                .isEqualTo(Alignment.base());
    }

    @Test
    void a_phase_may_have_an_interval_a_joining_fee_and_use_of_its_own() {
        Plan plan = plan("""
                "interval": "P1Y", "price": "100.00",
                "phases": [{"name": "intro", "length": "P3M", "price": "5.00", "oneTimePrice": "2.00", "interval": "P1M",
                            "usage": []}, {"name": "regular"}],
                "usage": [{"unit": "call", "tiers": [{"unitPrice": "0.01"}]}]""");

        assertThat(plan.phases().get(0)).satisfies(intro -> {
            assertThat(intro.oneTimePrice()).hasToString("Optional[EUR 2.00]");
            assertThat(intro.interval()).hasToString("Optional[P1M]");
            assertThat(intro.usage().orElseThrow()).as("none is charged").isEmpty();
        });
        assertThat(plan.phases().get(1).usage()).as("that of the plan").isEmpty();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{"unitPrice": "0.01"}]                                             | PER_UNIT  | 0.01
            [{"unitPrice": "0.01", "flatFee": "5.00"}]                          | PER_UNIT  | PER_UNIT[:0.01+5.00]
            [{"flatFee": "5.00"}]                                               | PER_UNIT  | PER_UNIT[:0.00+5.00]
            [{"packageSize": 100, "unitPrice": "0.50"}]                         | PACKAGE   | PACKAGE[:0.50/100]
            [{"upTo": "10", "unitPrice": "0.10"}, {"unitPrice": "0.05"}]        | GRADUATED | GRADUATED[10:0.10,:0.05]
            [{"upTo": 10, "unitPrice": "0.10"}, {"unitPrice": "0.05"}]          | VOLUME    | VOLUME[10:0.10,:0.05]
            """)
    void use_has_tiers(String tiers, String model, String key) {
        Plan plan = plan("\"interval\": \"P1M\", \"usage\": [{\"unit\": \"call\", \"model\": \"" + model
                + "\", \"tiers\": " + tiers + "}]");

        assertThat(plan.usage().get(0).price().key()).isEqualTo(key);
    }

    @Test
    void use_is_summed_up_unless_said_otherwise_and_some_of_it_may_be_included() {
        Plan plan = plan("""
                "interval": "P1M",
                "usage": [{"unit": "call", "included": "100", "tiers": [{"unitPrice": "0.01"}]},
                          {"unit": "seat", "aggregate": "MAX", "tiers": [{"unitPrice": "3.00"}]}]""");

        assertThat(plan.usage())
                .containsExactly(
                        UsagePrice.of("call", UsagePrice.Aggregate.SUM, Price.perUnit(euros("0.01")))
                                .including("100"),
                        UsagePrice.of("seat", UsagePrice.Aggregate.MAX, Price.perUnit(euros("3.00"))));
    }

    @Test
    void a_discount_says_for_what_and_for_how_long_it_is_granted() {
        Catalog catalog = catalog("", ", \"interval\": \"P1M\"", """
                {"id": "a", "percent": "12.5", "plans": ["basic"], "products": ["course"], "periods": 3,
                 "until": "2026-12-31", "redemptions": 100},
                {"id": "b", "amount": "5.00", "scope": "DOCUMENT"}""");

        assertThat(catalog.discounts())
                .containsExactly(
                        Discount.of("a", Discount.Reduction.percent("12.5"))
                                .forPlans(PlanId.of("basic"))
                                .forProducts(catalog.products().get(0).id())
                                .forPeriods(3)
                                .until(LocalDate.of(2026, 12, 31))
                                .redeemable(100),
                        Discount.of("b", Discount.Reduction.amount(Money.of("5.00", Currency.EUR)))
                                .onDocuments());
    }
}
