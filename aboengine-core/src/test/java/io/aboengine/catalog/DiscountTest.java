package io.aboengine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.catalog.Discount.Reduction;
import io.aboengine.money.Money;
import io.aboengine.spi.InvalidRequestException;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscountTest {
    private static final Discount WELCOME = Discount.of("welcome", Reduction.percent("20"));

    @ParameterizedTest(name = "{0} is written {1}")
    @CsvSource(delimiter = '|', textBlock = """
            20      | 20%
            20.00   | 20%
            100     | 100%
            0.001   | 0.001%
            33.333  | 33.333%
            1E+1    | 10%
            """)
    void a_percentage_is_above_0_and_at_most_100(String percent, String written) {
        assertThat(Reduction.percent(percent).text()).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "100.001", "101", "0.0001", "33.3333"})
    void other_percentages_are_refused(String percent) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Reduction.percent(percent))
                .withMessageContaining("above 0 and at most 100")
                .satisfies(e -> assertThat(e.field()).isEqualTo("discount.percent"));
    }

    @Test
    void an_amount_is_above_zero() {
        assertThat(Reduction.amount(Money.parse("EUR 5.00")).text()).isEqualTo("5.00");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Reduction.amount(Money.parse("EUR 0.00")))
                .satisfies(e -> assertThat(e.field()).isEqualTo("discount.amount"));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Reduction.amount(Money.parse("EUR -5.00")));
    }

    @Test
    void a_reduction_is_either_a_percentage_or_an_amount() {
        Reduction percent = Reduction.percent("20");
        Reduction amount = Reduction.amount(Money.parse("EUR 5.00"));

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new Reduction(percent.percent(), amount.amount()))
                .withMessageContaining("either a percentage or an amount");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new Reduction(Optional.empty(), Optional.empty()));
    }

    @Test
    void counts_are_at_least_one_and_names_can_be_printed() {
        assertThat(WELCOME.forPeriods(1).periods()).contains(1);
        assertThat(WELCOME.redeemable(1).redemptions()).contains(1);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> WELCOME.forPeriods(0))
                .satisfies(e -> assertThat(e.field()).isEqualTo("discount.periods"));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> WELCOME.redeemable(0))
                .satisfies(e -> assertThat(e.field()).isEqualTo("discount.redemptions"));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> WELCOME.named(" "));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> WELCOME.named("x".repeat(201)));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Discount.of("welcome back", Reduction.percent("20")))
                .satisfies(e -> assertThat(e.field()).isEqualTo("discount"));
    }

    @ParameterizedTest(name = "for plans {0}, products {1}: {2} of {3} fits: {4}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # plans  | products | plan    | product | fits
            -        | -        | monthly | paper   | true
            monthly  | -        | monthly | paper   | true
            monthly  | -        | yearly  | paper   | false
            -        | paper    | yearly  | paper   | true
            -        | paper    | monthly | course  | false
            # both must fit where both are named
            monthly  | paper    | monthly | paper   | true
            monthly  | course   | monthly | paper   | false
            """)
    void a_discount_fits_what_it_names(String plans, String products, String plan, String product, boolean fits) {
        Discount discount = WELCOME;
        discount = plans == null ? discount : discount.forPlans(PlanId.of(plans));
        discount = products == null ? discount : discount.forProducts(ProductId.of(products));

        assertThat(discount.granted().fits(PlanId.of(plan), ProductId.of(product)))
                .isEqualTo(fits);
    }

    @Test
    void what_is_granted_keeps_what_later_catalogues_may_change() {
        Discount discount = WELCOME.named("Welcome!")
                .forPlans(PlanId.of("monthly"))
                .forPeriods(3)
                .until(LocalDate.of(2026, 12, 31))
                .redeemable(10)
                .onDocuments();

        assertThat(discount.granted())
                .isEqualTo(new Discount.Granted(
                        "welcome", "Welcome!", Reduction.percent("20"), discount.plans(), discount.products()));
        assertThat(discount.scope()).isEqualTo(Discount.Scope.DOCUMENT);
        assertThat(discount.until()).contains(LocalDate.of(2026, 12, 31));
    }
}
