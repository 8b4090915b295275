package io.aboengine.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;

/** What holds for any amount. */
class MoneyLawsTest {
    private static final long LARGE = 1_000_000_000_000_000L;

    @Provide
    Arbitrary<Money> amounts() {
        return Arbitraries.longs().between(-LARGE, LARGE).map(minor -> Money.ofMinor(minor, Currency.EUR));
    }

    @Provide
    Arbitrary<Money> anyMoney() {
        Arbitrary<Currency> currencies = Arbitraries.of(Currency.codes()).map(Currency::of);
        return currencies.flatMap(currency -> Arbitraries.longs().map(minor -> Money.ofMinor(minor, currency)));
    }

    @Property
    void parts_add_up_to_the_whole(
            @ForAll("amounts") Money amount, @ForAll @Size(min = 1, max = 12) List<@LongRange(min = 0) Long> weights) {
        long[] weighed = weights.stream().mapToLong(Long::longValue).toArray();
        Assume.that(weights.stream().anyMatch(weight -> weight > 0));

        List<Money> parts = amount.allocate(weighed);

        assertThat(parts).hasSize(weighed.length);
        assertThat(Money.sum(Currency.EUR, parts)).isEqualTo(amount);
    }

    @Property
    void no_part_is_a_whole_minor_unit_away_from_its_exact_share(
            @ForAll("amounts") Money amount,
            @ForAll @Size(min = 1, max = 12) List<@LongRange(min = 1, max = 1000) Long> weights) {
        long[] weighed = weights.stream().mapToLong(Long::longValue).toArray();
        BigDecimal total =
                BigDecimal.valueOf(weights.stream().mapToLong(Long::longValue).sum());

        List<Money> parts = amount.allocate(weighed);

        for (int i = 0; i < weighed.length; i++) {
            BigDecimal exactTimesTotal =
                    BigDecimal.valueOf(amount.minorUnits()).multiply(BigDecimal.valueOf(weighed[i]));
            BigDecimal partTimesTotal =
                    BigDecimal.valueOf(parts.get(i).minorUnits()).multiply(total);
            assertThat(exactTimesTotal.subtract(partTimesTotal).abs()).isLessThan(total);
        }
    }

    @Property
    void a_credit_is_allocated_like_its_charge(
            @ForAll("amounts") Money amount,
            @ForAll @Size(min = 1, max = 12) List<@LongRange(min = 1, max = 1000) Long> weights) {
        long[] weighed = weights.stream().mapToLong(Long::longValue).toArray();

        assertThat(amount.negate().allocate(weighed))
                .isEqualTo(amount.allocate(weighed).stream().map(Money::negate).toList());
    }

    @Property
    void rounding_is_the_same_on_both_sides_of_zero(
            @ForAll @BigRange(min = "-1000000000", max = "1000000000") @Scale(6) BigDecimal value) {
        assertThat(Money.round(value.negate(), Currency.EUR))
                .isEqualTo(Money.round(value, Currency.EUR).negate());
    }

    @Property
    void a_fraction_is_the_exact_quotient_rounded_half_up(
            @ForAll long minorUnits, @ForAll long numerator, @ForAll @LongRange(min = 1) long denominator) {
        BigDecimal expected = BigDecimal.valueOf(minorUnits)
                .multiply(BigDecimal.valueOf(numerator))
                .divide(BigDecimal.valueOf(denominator), 0, RoundingMode.HALF_UP);
        Assume.that(expected.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0);

        assertThat(Money.ofMinor(minorUnits, Currency.EUR)
                        .timesFraction(numerator, denominator)
                        .minorUnits())
                .isEqualTo(expected.longValueExact());
    }

    @Property
    void a_part_of_the_days_and_the_rest_of_them_make_the_whole(
            @ForAll("amounts") Money price, @ForAll @LongRange(min = 0, max = 366) long kept) {
        Money part = price.timesFraction(kept, 366);

        assertThat(part.plus(price.minus(part))).isEqualTo(price);
        assertThat(part.abs()).isLessThanOrEqualTo(price.abs());
    }

    @Property
    void adding_is_associative_and_commutative(
            @ForAll("amounts") Money a, @ForAll("amounts") Money b, @ForAll("amounts") Money c) {
        assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
        assertThat(a.plus(b)).isEqualTo(b.plus(a));
        assertThat(a.plus(b).minus(b)).isEqualTo(a);
    }

    @Property
    void what_is_printed_can_be_read_back(@ForAll("anyMoney") Money money) {
        assertThat(Money.parse(money.toString())).isEqualTo(money);
        assertThat(Money.round(money.toDecimal(), money.currency())).isEqualTo(money);
    }

    @Property
    void a_unit_price_equals_itself_however_it_is_written(
            @ForAll @BigRange(min = "0", max = "1000000") @Scale(8) BigDecimal amount) {
        UnitPrice price = new UnitPrice(amount, Currency.EUR);

        assertThat(new UnitPrice(amount.stripTrailingZeros(), Currency.EUR)).isEqualTo(price);
        assertThat(UnitPrice.of(price.toPlainString(), Currency.EUR)).isEqualTo(price);
        assertThat(price.times(BigDecimal.ONE)).isEqualTo(Money.round(amount, Currency.EUR));
    }
}
