package io.aboengine.tax;

import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.Tries;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** What holds for the tax of any group of lines. The other side of each comparison is plain decimal arithmetic. */
@AddLifecycleHook(Tries.class)
class TaxSplitLawsTest {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    @Provide
    Arbitrary<BigDecimal> rates() {
        Arbitrary<BigDecimal> usual = Arbitraries.of("0", "5", "7", "16", "19", "20", "25.5", "27", "8.1")
                .map(BigDecimal::new);
        Arbitrary<BigDecimal> any =
                Arbitraries.integers().between(0, 100_000).map(thousandths -> BigDecimal.valueOf(thousandths, 3));
        return Arbitraries.oneOf(usual, any);
    }

    @Provide
    Arbitrary<List<Money>> charges() {
        return group(Arbitraries.oneOf(
                Arbitraries.longs().between(0, 100), Arbitraries.longs().between(0, 1_000_000_000_000L)));
    }

    @Provide
    Arbitrary<List<Money>> chargesAndCredits() {
        return group(Arbitraries.oneOf(
                Arbitraries.longs().between(-100, 100),
                Arbitraries.longs().between(-1_000_000_000_000L, 1_000_000_000_000L)));
    }

    private static Arbitrary<List<Money>> group(Arbitrary<Long> minor) {
        return minor.map(m -> Money.ofMinor(m, Currency.EUR))
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    @Property(tries = 3000)
    void net_and_tax_make_gross_on_every_line(
            @ForAll PriceBasis basis,
            @ForAll("rates") BigDecimal rate,
            @ForAll("chargesAndCredits") List<Money> amounts) {
        List<TaxSplit> splits = TaxSplit.ofGroup(basis, rate, amounts);

        assertThat(splits).hasSameSizeAs(amounts);
        for (int i = 0; i < splits.size(); i++) {
            TaxSplit split = splits.get(i);
            assertThat(split.net().plus(split.tax())).isEqualTo(split.gross());
            assertThat(basis == PriceBasis.NET ? split.net() : split.gross()).isEqualTo(amounts.get(i));
        }
    }

    @Property(tries = 3000)
    void the_lines_add_up_to_the_group_which_is_rounded_once(
            @ForAll PriceBasis basis,
            @ForAll("rates") BigDecimal rate,
            @ForAll("chargesAndCredits") List<Money> amounts) {
        TaxSplit sum = sum(TaxSplit.ofGroup(basis, rate, amounts));
        BigDecimal total = decimal(Money.sum(Currency.EUR, amounts));

        if (basis == PriceBasis.NET) {
            assertThat(decimal(sum.net())).isEqualByComparingTo(total);
            assertThat(decimal(sum.tax()))
                    .isEqualByComparingTo(total.multiply(rate).divide(HUNDRED).setScale(2, RoundingMode.HALF_UP));
        } else {
            assertThat(decimal(sum.gross())).isEqualByComparingTo(total);
            assertThat(decimal(sum.net()))
                    .isEqualByComparingTo(total.multiply(HUNDRED).divide(HUNDRED.add(rate), 2, RoundingMode.HALF_UP));
        }
    }

    @Property(tries = 3000)
    void no_line_is_a_whole_cent_away_from_its_exact_share(
            @ForAll PriceBasis basis,
            @ForAll("rates") BigDecimal rate,
            @ForAll("chargesAndCredits") List<Money> amounts) {
        List<TaxSplit> splits = TaxSplit.ofGroup(basis, rate, amounts);

        for (int i = 0; i < splits.size(); i++) {
            BigDecimal amount = decimal(amounts.get(i));
            BigDecimal exact = basis == PriceBasis.NET
                    ? amount.multiply(rate).movePointLeft(2)
                    : amount.multiply(HUNDRED).divide(HUNDRED.add(rate), 20, RoundingMode.HALF_UP);
            BigDecimal given = decimal(
                    basis == PriceBasis.NET
                            ? splits.get(i).tax()
                            : splits.get(i).net());
            assertThat(given.subtract(exact).abs()).isLessThanOrEqualTo(new BigDecimal("0.01"));
        }
    }

    @Property(tries = 3000)
    void what_is_given_back_mirrors_what_was_charged(
            @ForAll PriceBasis basis,
            @ForAll("rates") BigDecimal rate,
            @ForAll("chargesAndCredits") List<Money> amounts) {
        Assume.that(!Money.sum(Currency.EUR, amounts).isZero());
        List<Money> opposite = amounts.stream().map(Money::negate).toList();

        assertThat(TaxSplit.ofGroup(basis, rate, opposite))
                .isEqualTo(TaxSplit.ofGroup(basis, rate, amounts).stream()
                        .map(TaxSplit::negate)
                        .toList());
    }

    @Property(tries = 3000)
    void of_equal_lines_the_earlier_gets_the_cent(
            @ForAll PriceBasis basis, @ForAll("rates") BigDecimal rate, @ForAll("charges") List<Money> amounts) {
        List<TaxSplit> splits = TaxSplit.ofGroup(basis, rate, amounts);

        for (int i = 0; i < splits.size(); i++) {
            for (int j = i + 1; j < splits.size(); j++) {
                if (amounts.get(i).equals(amounts.get(j))) {
                    Money earlier = share(basis, splits.get(i));
                    Money later = share(basis, splits.get(j));
                    assertThat(earlier).isGreaterThanOrEqualTo(later);
                }
            }
        }
    }

    private static Money share(PriceBasis basis, TaxSplit split) {
        return basis == PriceBasis.NET ? split.tax() : split.net();
    }

    private static TaxSplit sum(List<TaxSplit> splits) {
        return splits.stream().reduce(TaxSplit::plus).orElseThrow();
    }

    private static BigDecimal decimal(Money money) {
        return money.toDecimal();
    }
}
