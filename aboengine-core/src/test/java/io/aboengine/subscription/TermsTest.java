package io.aboengine.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.calendar.BillingInterval;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.ProductId;
import io.aboengine.money.Currency;
import io.aboengine.money.UnitPrice;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.tax.TaxCategory;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two days are billed on the same terms if and only if their keys are equal. */
class TermsTest {
    private static final String ONE = "paper 1 Paper regular P1M 2026-01-31 EUR 10.00 1 standard";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # another               | plan  version name phase interval anchor price quantity tax
            catalogue version       | paper 2 Paper regular P1M 2026-01-31 EUR 10.00 1 standard
            name of the plan        | paper 1 Times regular P1M 2026-01-31 EUR 10.00 1 standard
            way to write the price  | paper 1 Paper regular P1M 2026-01-31 EUR 10 1 standard
            way to write the amount | paper 1 Paper regular P1M 2026-01-31 EUR 10.00 1.000 standard
            """)
    void what_costs_the_same_has_the_same_key(String what, String terms) {
        assertThat(key(terms(terms))).isEqualTo(key(terms(ONE)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # another    | plan  version name phase interval anchor price quantity tax
            plan         | times 1 Paper regular P1M 2026-01-31 EUR 10.00 1 standard
            phase        | paper 1 Paper intro   P1M 2026-01-31 EUR 10.00 1 standard
            interval     | paper 1 Paper regular P1Y 2026-01-31 EUR 10.00 1 standard
            anchor       | paper 1 Paper regular P1M 2026-01-30 EUR 10.00 1 standard
            price        | paper 1 Paper regular P1M 2026-01-31 EUR 10.01 1 standard
            fine price   | paper 1 Paper regular P1M 2026-01-31 EUR 10.0001 1 standard
            currency     | paper 1 Paper regular P1M 2026-01-31 CHF 10.00 1 standard
            quantity     | paper 1 Paper regular P1M 2026-01-31 EUR 10.00 2 standard
            tax category | paper 1 Paper regular P1M 2026-01-31 EUR 10.00 1 reduced
            no tax       | paper 1 Paper regular P1M 2026-01-31 EUR 10.00 1 (none)
            """)
    void what_costs_something_else_has_another_key(String what, String terms) {
        assertThat(key(terms(terms))).isNotEqualTo(key(terms(ONE)));
    }

    /** A tax category may have any name. */
    @ParameterizedTest
    @ValueSource(strings = {"-", "(none)", "none", "|"})
    void an_untaxed_day_is_never_a_taxed_one(String category) {
        Terms untaxed = terms("paper 1 Paper regular P1M 2026-01-31 EUR 10.00 1 (none)");

        assertThat(key(with(untaxed, Optional.of(new TaxCategory(category))))).isNotEqualTo(key(untaxed));
    }

    @ParameterizedTest
    @CsvSource({"1.0, 1", "10, 10", "1E+1, 10", "0.500000, 0.5", "0.000001, 0.000001", "999999999, 999999999"})
    void quantities_are_written_in_one_way(BigDecimal given, String kept) {
        assertThat(terms(ONE).withQuantity(given).quantity().toPlainString()).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.0000001", "1000000000"})
    void a_quantity_is_above_zero_and_not_absurd(BigDecimal quantity) {
        Terms terms = terms(ONE);

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> terms.withQuantity(quantity))
                .satisfies(refused -> assertThat(refused.field()).isEqualTo("quantity"));
    }

    @Test
    void the_grid_hangs_on_the_anchor() {
        assertThat(terms(ONE).grid().boundary(1)).isEqualTo("2026-02-28");
    }

    private static String key(Terms terms) {
        return terms.keyOn(LocalDate.of(2026, 3, 5));
    }

    private static Terms terms(String text) {
        String[] words = text.split(" +");
        return Terms.of(
                PlanId.of(words[0]),
                ProductId.of("paper"),
                Integer.parseInt(words[1]),
                words[2],
                words[3],
                BillingInterval.parse(words[4]),
                LocalDate.parse(words[5]),
                UnitPrice.of(words[7], Currency.of(words[6])),
                new BigDecimal(words[8]),
                Optional.of(words[9]).filter(w -> !w.equals("(none)")).map(TaxCategory::new));
    }

    private static Terms with(Terms t, Optional<TaxCategory> category) {
        return Terms.of(
                t.plan(),
                t.product(),
                t.catalogVersion(),
                t.planName(),
                t.phase(),
                t.interval(),
                t.anchor(),
                t.unitPrice(),
                t.quantity(),
                category);
    }
}
