package io.aboengine.catalog;

import static io.aboengine.money.Currency.EUR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.spi.InvalidRequestException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices are written as {@link PriceNotation} says; an asterisk is the tier without a limit. */
class PriceTest {

    /** Examples that other systems publish with their sums, as read in November 2026. */
    @ParameterizedTest(name = "{1} units at {0} are {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # price                                                                            | units | amount  | source
            # zuplo.com/docs/articles/monetization/pricing-models
            graduated 1000: 0.10, 10000: 0.05, *: 0.01                                         | 15000 | 600.00  | 100 + 450 + 50
            volume 1000: 0.10, 10000: 0.05, *: 0.01                                            | 15000 | 150.00  | 15000 × 0.01
            # docs.useautumn.com/documentation/modelling-pricing/graduated-pricing
            graduated 1000: 0.01, 10000: 0.008, *: 0.005                                       | 15000 | 107.00  | 10 + 72 + 25
            # getlago.com/docs/guide/plans/charges/charge-models/volume
            volume 10000: 0.001 + 10, 50000: 0.0008 + 10, 100000: 0.0006 + 10, *: 0.0004 + 10  | 65000 | 49.00   | 39 + 10
            # community.getlago.com/t/volume-pricing-model-for-charges/49: both ways to read the same tiers
            volume 100: 4, 500: 3, *: 2                                                        | 400   | 1200.00 | 400 × 3
            graduated 100: 4, 500: 3, *: 2                                                     | 400   | 1300.00 | 100 × 4 + 300 × 3
            # getlago.com/docs/guide/plans/charges/charge-models/package: 201 units, 100 of them included
            package 100: 5                                                                     | 101   | 10.00   | two packages begun
            """)
    void a_quantity_costs_what_published_examples_say(String price, BigDecimal units, String amount, String source) {
        assertThat(price(price).of(units)).as(source).isEqualTo(eur(amount));
    }

    /** The calculation is what a trace shows; whoever does the sum in it must come to the amount. */
    @ParameterizedTest(name = "{1} units at {0}")
    @CsvSource(delimiter = '|', textBlock = """
            # price                                | units  | amount | calculation
            10.00                                  | 0      | 0.00   | 0 × 10.00
            10.00                                  | 1      | 10.00  | 10.00
            10.00                                  | 3      | 30.00  | 3 × 10.00
            # parts of a unit, and prices finer than a cent: 0.375 and 0.00004 are rounded once
            0.15                                   | 2.5    | 0.38   | 2.5 × 0.15
            0.0004                                 | 0.1    | 0.00   | 0.1 × 0.0004
            0.0004                                 | 12.5   | 0.01   | 12.5 × 0.0004
            # a flat fee is due from the first tier on, used or not
            10.00 + 5.00                           | 0      | 5.00   | (0 × 10.00 + 5.00 flat)
            10.00 + 5.00                           | 2      | 25.00  | (2 × 10.00 + 5.00 flat)

            # limits are inclusive: the tenth unit belongs to the first tier, the eleventh to the second
            graduated 10: 5.00, *: 3.00            | 0      | 0.00   | (0 × 5.00)
            graduated 10: 5.00, *: 3.00            | 9      | 45.00  | (9 × 5.00)
            graduated 10: 5.00, *: 3.00            | 10     | 50.00  | (10 × 5.00)
            graduated 10: 5.00, *: 3.00            | 11     | 53.00  | (10 × 5.00 + 1 × 3.00)
            graduated 10: 5.00, *: 3.00            | 10.001 | 50.00  | (10 × 5.00 + 0.001 × 3.00)
            graduated 10: 5.00, *: 3.00            | 10.002 | 50.01  | (10 × 5.00 + 0.002 × 3.00)
            graduated 10: 5.00, 20: 4.00, *: 3.00  | 20     | 90.00  | (10 × 5.00 + 10 × 4.00)
            graduated 10: 5.00, 20: 4.00, *: 3.00  | 25     | 105.00 | (10 × 5.00 + 10 × 4.00 + 5 × 3.00)
            # fees of graduated tiers add up as the tiers are reached, not before
            graduated 10: 5.00 + 2.00, *: 3.00 + 7.00 | 0   | 2.00   | (0 × 5.00 + 2.00 flat)
            graduated 10: 5.00 + 2.00, *: 3.00 + 7.00 | 10  | 52.00  | (10 × 5.00 + 2.00 flat)
            graduated 10: 5.00 + 2.00, *: 3.00 + 7.00 | 11  | 62.00  | (10 × 5.00 + 2.00 flat + 1 × 3.00 + 7.00 flat)
            # the first ten are free, nobody pays for reaching a tier without a fee
            graduated 10: 0.00, *: 3.00            | 10     | 0.00   | (10 × 0.00)
            graduated 10: 0.00, *: 3.00            | 12     | 6.00   | (10 × 0.00 + 2 × 3.00)
            # fees only: a price for each size
            graduated 10: 0.00 + 9.00, *: 0.00 + 11.00 | 10 | 9.00   | (10 × 0.00 + 9.00 flat)
            graduated 10: 0.00 + 9.00, *: 0.00 + 11.00 | 11 | 20.00  | (10 × 0.00 + 9.00 flat + 1 × 0.00 + 11.00 flat)

            # by volume all units cost what the last one does: eleven may be cheaper than ten
            volume 10: 5.00, *: 3.00               | 0      | 0.00   | (0 × 5.00)
            volume 10: 5.00, *: 3.00               | 10     | 50.00  | (10 × 5.00)
            volume 10: 5.00, *: 3.00               | 10.001 | 30.00  | (10.001 × 3.00)
            volume 10: 5.00, *: 3.00               | 11     | 33.00  | (11 × 3.00)
            # of fees only the one of the tier that counts
            volume 10: 5.00 + 2.00, *: 3.00 + 7.00 | 0      | 2.00   | (0 × 5.00 + 2.00 flat)
            volume 10: 5.00 + 2.00, *: 3.00 + 7.00 | 10     | 52.00  | (10 × 5.00 + 2.00 flat)
            volume 10: 5.00 + 2.00, *: 3.00 + 7.00 | 11     | 40.00  | (11 × 3.00 + 7.00 flat)

            # every package begun is paid for
            package 100: 5.00                      | 0      | 0.00   | (0 packages of 100 × 5.00)
            package 100: 5.00                      | 1      | 5.00   | (1 package of 100 × 5.00)
            package 100: 5.00                      | 100    | 5.00   | (1 package of 100 × 5.00)
            package 100: 5.00                      | 100.5  | 10.00  | (2 packages of 100 × 5.00)
            package 100: 5.00                      | 101    | 10.00  | (2 packages of 100 × 5.00)
            package 0.5: 1.25                      | 1.2    | 3.75   | (3 packages of 0.5 × 1.25)
            package 100: 5.00 + 1.00               | 0      | 1.00   | (0 packages of 100 × 5.00 + 1.00 flat)
            # packages within tiers begin anew in each tier
            graduated 150: 5.00 per 100, *: 3.00 per 100 | 160 | 13.00 | (2 packages of 100 × 5.00 + 1 package of 100 × 3.00)
            volume 150: 5.00 per 100, *: 3.00 per 100    | 160 | 6.00  | (2 packages of 100 × 3.00)
            """)
    void a_quantity_costs_what_the_model_says(String price, BigDecimal units, String amount, String calculation) {
        Price found = price(price);

        assertThat(found.of(units)).isEqualTo(eur(amount));
        assertThat(found.explain(units)).isEqualTo(calculation);
    }

    /** The unit price that stands on a line: exact where every unit costs the same, else the average with six decimals. */
    @ParameterizedTest(name = "{1} units at {0} are {2} each")
    @CsvSource(delimiter = '|', textBlock = """
            # price                                | units | each      | because
            0.0004                                 | 250   | 0.0004    | exact
            graduated 10: 5.00, *: 3.00            | 10    | 5.00      | 50.00 / 10
            graduated 10: 5.00, *: 3.00            | 11    | 4.818182  | 53.00 / 11 = 4.8181818
            graduated 10: 5.00, *: 3.00            | 15    | 4.333333  | 65.00 / 15
            volume 10: 5.00, *: 3.00               | 11    | 3.00      | 33.00 / 11
            volume 10: 5.00 + 2.00, *: 3.00        | 3     | 5.666667  | 17.00 / 3 = 5.6666667
            package 100: 5.00                      | 150   | 0.066667  | 10.00 / 150 = 0.0666667
            10.00 + 5.00                           | 4     | 11.25     | 45.00 / 4
            # where nothing is used, what is due all the same
            10.00 + 5.00                           | 0     | 5.00      | the fee
            graduated 10: 5.00, *: 3.00            | 0     | 0.00      | nothing
            """)
    void a_unit_costs_its_price_or_the_average(String price, BigDecimal units, String each, String because) {
        assertThat(price(price).unitPriceAt(units)).as(because).isEqualTo(UnitPrice.of(each, EUR));
    }

    /** Days of a period take part in one multiplication that is rounded once; exact quotients are in the last column. */
    @ParameterizedTest(name = "{1} units at {0} for {2} of {3} days are {4}")
    @CsvSource(delimiter = '|', textBlock = """
            # price                                | units | days | of  | amount | exactly
            graduated 10: 5.00, *: 3.00            | 12    | 10   | 31  | 18.06  | 56.00 × 10/31 = 18.0645
            graduated 10: 5.00, *: 3.00            | 12    | 31   | 31  | 56.00  | 56
            graduated 10: 5.00 + 1.00, *: 3.00     | 12    | 15   | 30  | 28.50  | 57.00 / 2: fees too are by days
            volume 10: 5.00, *: 3.00               | 12    | 10   | 31  | 11.61  | 36.00 × 10/31 = 11.6129
            package 100: 5.00                      | 101   | 1    | 30  | 0.33   | 10.00 / 30: packages are counted, then days
            # the tier is found by the quantity, not by what is left of it after days are counted
            volume 10: 5.00, *: 3.00               | 20    | 15   | 30  | 30.00  | 60.00 / 2, not 10 × 5.00
            12.00                                  | 3     | 0    | 30  | 0.00   | no day
            """)
    void days_of_a_period_are_priced_by_the_whole_quantity(
            String price, BigDecimal units, int days, int ofDays, String amount, String exactly) {
        assertThat(price(price).prorated(units, days, ofDays)).as(exactly).isEqualTo(eur(amount));
    }

    @ParameterizedTest(name = "{0} is free: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            0.00                                   | true
            0.01                                   | false
            0.00 + 0.01                            | false
            graduated 10: 0.00, *: 0.00            | true
            graduated 10: 0.00, *: 0.01            | false
            volume 10: 0.00 + 1.00, *: 0.00        | false
            package 10: 0.00                       | true
            """)
    void a_price_is_free_if_nothing_is_asked_for_at_any_quantity(String price, boolean free) {
        assertThat(price(price).isFree()).isEqualTo(free);
    }

    /** Contracts are billed anew when their price becomes another; so what is the same must never look different. */
    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource(delimiter = '|', textBlock = """
            10                                     | 10.00                                     | true
            10.00 + 0.00                           | 10.00                                     | true
            graduated 10: 5, *: 3                  | graduated 10.0: 5.00, *: 3.00 + 0         | true
            package 100: 5                         | package 1E+2: 5.00                        | true
            10.00                                  | 10.01                                     | false
            10.00                                  | 10.00 + 1.00                              | false
            graduated 10: 5.00, *: 3.00            | volume 10: 5.00, *: 3.00                  | false
            graduated 10: 5.00, *: 3.00            | graduated 11: 5.00, *: 3.00               | false
            graduated 10: 5.00, *: 3.00            | graduated 10: 5.00 + 1.00, *: 3.00        | false
            graduated 10: 5.00, *: 3.00            | graduated 10: 5.00, *: 3.00 per 10        | false
            package 100: 5.00                      | package 10: 5.00                          | false
            """)
    void prices_are_the_same_if_and_only_if_their_keys_are(String one, String other, boolean same) {
        assertThat(price(one).key().equals(price(other).key())).isEqualTo(same);
        assertThat(price(one).equals(price(other))).isEqualTo(same);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # price                                     | field            | words
            graduated 10: 5.00, 10: 4.00, *: 3.00       | tier.upTo        | above the tier before it
            graduated 10: 5.00, 9: 4.00, *: 3.00        | tier.upTo        | above the tier before it
            graduated 10: 5.00, 20: 4.00                | tier.upTo        | the last has none
            graduated *: 5.00, *: 4.00                  | tier.upTo        | every tier but the last needs a limit
            volume *: 5.00, 10: 4.00                    | tier.upTo        | every tier but the last needs a limit
            graduated 0: 5.00, *: 4.00                  | tier.upTo        | above zero
            graduated -1: 5.00, *: 4.00                 | tier.upTo        | above zero
            package 0: 5.00                             | tier.packageSize | above zero
            package -5: 5.00                            | tier.packageSize | above zero
            5.00 per 100                                | tier.packageSize | needs the model PACKAGE
            """)
    void nonsense_is_refused(String price, String field, String words) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> price(price))
                .withMessageContaining(words)
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }

    @Test
    void a_price_has_tiers_that_fit_its_model_and_one_currency() {
        UnitPrice euro = UnitPrice.of("5.00", EUR);
        UnitPrice franc = UnitPrice.of("5.00", Currency.of("CHF"));

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Price.graduated())
                .withMessageContaining("at least one tier");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new Price(PriceModel.PER_UNIT, List.of(Tier.upTo("10", euro), Tier.of(euro))))
                .withMessageContaining("GRADUATED or VOLUME");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new Price(PriceModel.PACKAGE, List.of(Tier.of(euro))))
                .withMessageContaining("required by model PACKAGE");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Price.volume(Tier.upTo("10", euro), Tier.of(franc)))
                .withMessageContaining("must be in EUR");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Tier.of(euro).withFlatFee(franc))
                .withMessageContaining("must be in EUR");
    }

    @Test
    void a_price_may_be_in_a_currency_without_decimals() {
        Price yen = PriceNotation.price("graduated 10: 12.5, *: 3", Currency.of("JPY"));

        assertThat(yen.of(new BigDecimal("11"))).isEqualTo(Money.parse("JPY 128")); // 125 + 3
        assertThat(yen.of(BigDecimal.ONE)).isEqualTo(Money.parse("JPY 13")); // 12.5
    }

    /** Of what was used, what is included costs nothing; nobody gets money for using less. */
    @ParameterizedTest(name = "{0} used, {1} included: {2} charged")
    @CsvSource(delimiter = '|', textBlock = """
            0      | 100  | 0
            99.5   | 100  | 0
            100    | 100  | 0
            100.25 | 100  | 0.25
            201    | 100  | 101
            201    | 0    | 201
            """)
    void use_above_what_is_included_is_charged(BigDecimal used, String included, BigDecimal charged) {
        UsagePrice calls =
                UsagePrice.of("call", UsagePrice.Aggregate.SUM, price("0.10")).including(included);

        assertThat(calls.charged(used)).isEqualByComparingTo(charged);
    }

    @Test
    void a_usage_price_has_a_plain_unit_and_includes_nothing_below_zero() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> UsagePrice.of("api call", UsagePrice.Aggregate.SUM, price("0.10")))
                .satisfies(e -> assertThat(e.field()).isEqualTo("usage.unit"));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> UsagePrice.of("call", UsagePrice.Aggregate.SUM, price("0.10"))
                        .including("-1"))
                .satisfies(e -> assertThat(e.field()).isEqualTo("usage.included"));
    }

    @Test
    void a_tier_says_nothing_that_was_not_said() {
        Tier plain = Tier.of(UnitPrice.of("5.00", EUR));

        assertThat(plain.flatFee()).isEmpty();
        assertThat(plain.packageSize()).isEmpty();
        assertThat(plain.upTo()).isEmpty();
        assertThat(plain.withFlatFee(UnitPrice.of("0", EUR)).flatFee()).isEqualTo(Optional.empty());
    }

    private static Price price(String text) {
        return PriceNotation.price(text, EUR);
    }

    private static Money eur(String amount) {
        return Money.of(amount, EUR);
    }
}
