package io.aboengine.tax;

import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaxSplitTest {

    @ParameterizedTest(name = "{1} at {0} percent: net {2}, tax {3}, gross {4}")
    @CsvSource(delimiter = '|', textBlock = """
            # percent | amounts        | nets           | taxes          | grosses
            # the tax of the group, not of the lines: 0.99 x 19 % = 0.1881, three times 0.0627 would make 0.18
            19        | 0.33 0.33 0.33 | 0.33 0.33 0.33 | 0.07 0.06 0.06 | 0.40 0.39 0.39
            19        | 10.00          | 10.00          | 1.90           | 11.90
            19        | 8.39           | 8.39           | 1.59           | 9.98
            7         | 4.66           | 4.66           | 0.33           | 4.99
            # exact halves go up: 0.50 x 7 % = 0.035
            7         | 0.50           | 0.50           | 0.04           | 0.54
            # the largest remainder first: of 0.1919 (0.0019 0.0950 0.0950) 0.19 are to be shared
            19        | 0.01 0.50 0.50 | 0.01 0.50 0.50 | 0.00 0.10 0.09 | 0.01 0.60 0.59
            25.5      | 10.00 0.33     | 10.00 0.33     | 2.55 0.08      | 12.55 0.41
            0         | 10.00          | 10.00          | 0.00           | 10.00
            100       | 0.01           | 0.01           | 0.01           | 0.02
            # a change in the middle of a period: credit and charge on one document
            19        | 20.00 -5.00    | 20.00 -5.00    | 3.80 -0.95     | 23.80 -5.95
            # 0.33 - 0.66 + 1.00: 0.1273 is 0.13
            19        | 0.33 -0.66 1.00 | 0.33 -0.66 1.00 | 0.06 -0.12 0.19 | 0.39 -0.78 1.19
            """)
    void net_prices_get_the_tax_of_their_group(
            BigDecimal percent, String amounts, String nets, String taxes, String grosses) {
        List<TaxSplit> splits = TaxSplit.ofGroup(PriceBasis.NET, percent, eur(amounts));

        assertThat(written(splits, TaxSplit::net)).isEqualTo(nets);
        assertThat(written(splits, TaxSplit::tax)).isEqualTo(taxes);
        assertThat(written(splits, TaxSplit::gross)).isEqualTo(grosses);
    }

    @ParameterizedTest(name = "{1} with {0} percent in it: net {2}, tax {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # percent | amounts        | nets           | taxes
            19        | 9.99           | 8.39           | 1.60
            19        | 29.90          | 25.13          | 4.77
            7         | 4.99           | 4.66           | 0.33
            19        | 11.90          | 10.00          | 1.90
            # 19.98 split once is 16.79 and 3.19, not twice 8.39 and 1.60
            19        | 9.99 9.99      | 8.40 8.39      | 1.59 1.60
            # 29.97 is 25.18 and 4.79; two cents more than three times 8.39 go to the earlier lines
            19        | 9.99 9.99 9.99 | 8.40 8.39 8.39 | 1.59 1.60 1.60
            19        | 29.90 9.99     | 25.13 8.39     | 4.77 1.60
            7         | 4.99 4.99      | 4.67 4.66      | 0.32 0.33
            0         | 9.99           | 9.99           | 0.00
            25.5      | 12.55          | 10.00          | 2.55
            19        | 29.90 -9.99    | 25.13 -8.40    | 4.77 -1.59
            """)
    void gross_prices_are_sacred(BigDecimal percent, String amounts, String nets, String taxes) {
        List<TaxSplit> splits = TaxSplit.ofGroup(PriceBasis.GROSS, percent, eur(amounts));

        assertThat(written(splits, TaxSplit::gross)).isEqualTo(amounts);
        assertThat(written(splits, TaxSplit::net)).isEqualTo(nets);
        assertThat(written(splits, TaxSplit::tax)).isEqualTo(taxes);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            NET   | 0.33 0.33 0.33
            NET   | 0.50
            GROSS | 9.99
            GROSS | 9.99 9.99 9.99
            GROSS | 29.90 -9.99
            """)
    void what_is_given_back_mirrors_what_was_charged(PriceBasis basis, String amounts) {
        BigDecimal percent = BigDecimal.valueOf(19);
        List<Money> charged = eur(amounts);
        List<Money> givenBack = charged.stream().map(Money::negate).toList();

        assertThat(TaxSplit.ofGroup(basis, percent, givenBack))
                .isEqualTo(TaxSplit.ofGroup(basis, percent, charged).stream()
                        .map(TaxSplit::negate)
                        .toList());
    }

    @Test
    void amounts_without_small_change_are_split_in_whole_units() {
        Currency jpy = Currency.JPY;

        assertThat(TaxSplit.ofGroup(PriceBasis.NET, BigDecimal.TEN, List.of(Money.ofMinor(333, jpy))))
                .containsExactly(
                        new TaxSplit(Money.ofMinor(333, jpy), Money.ofMinor(33, jpy), Money.ofMinor(366, jpy)));
        assertThat(TaxSplit.ofGroup(PriceBasis.GROSS, BigDecimal.TEN, List.of(Money.ofMinor(1000, jpy))))
                .containsExactly(
                        new TaxSplit(Money.ofMinor(909, jpy), Money.ofMinor(91, jpy), Money.ofMinor(1000, jpy)));
    }

    @Test
    void amounts_near_the_limit_do_not_overflow_on_the_way() {
        Money large = Money.ofMinor(Long.MAX_VALUE / 2, Currency.EUR);

        TaxSplit split = TaxSplit.ofGroup(PriceBasis.GROSS, BigDecimal.valueOf(19), List.of(large))
                .get(0);

        assertThat(split.net().plus(split.tax())).isEqualTo(large);
        assertThat(split.net()).isEqualTo(large.timesFraction(100, 119));
    }

    private static List<Money> eur(String amounts) {
        return Arrays.stream(amounts.split(" "))
                .map(amount -> Money.of(amount, Currency.EUR))
                .toList();
    }

    private static String written(List<TaxSplit> splits, Function<TaxSplit, Money> part) {
        return splits.stream().map(part).map(Money::toPlainString).collect(Collectors.joining(" "));
    }
}
