package io.aboengine.tax;

import io.aboengine.money.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** An amount taken apart: {@code net + tax = gross}, to the cent. */
public record TaxSplit(Money net, Money tax, Money gross) {

    public TaxSplit negate() {
        return new TaxSplit(net.negate(), tax.negate(), gross.negate());
    }

    public TaxSplit plus(TaxSplit other) {
        return new TaxSplit(net.plus(other.net), tax.plus(other.tax), gross.plus(other.gross));
    }

    public TaxSplit minus(TaxSplit other) {
        return plus(other.negate());
    }

    /**
     * Splits the amounts of one rate group. With {@link PriceBasis#NET} the tax of the group is {@code sum of net x rate};
     * with {@link PriceBasis#GROSS} the gross is kept and the net of the group is {@code sum of gross x 100 / (100 +
     * rate)}. The group is rounded once, HALF_UP; the lines share its tax (or net) by largest remainder, ties to the
     * earlier line, so they add up to the group exactly. A group of negative total mirrors the positive one.
     *
     * @param amounts the line amounts in the price basis, all of one currency, at least one
     */
    public static List<TaxSplit> ofGroup(PriceBasis basis, BigDecimal percent, List<Money> amounts) {
        Money total = Money.sum(amounts.get(0).currency(), amounts);
        if (total.isNegative()) {
            return ofGroup(basis, percent, amounts.stream().map(Money::negate).toList()).stream()
                    .map(TaxSplit::negate)
                    .toList();
        }
        BigInteger rate = percent.movePointRight(3).toBigIntegerExact();
        BigInteger hundred = BigInteger.valueOf(100_000);
        List<Money> shares = switch (basis) {
            case NET -> shares(amounts, total, rate, hundred);
            case GROSS -> shares(amounts, total, hundred, hundred.add(rate));
        };
        List<TaxSplit> splits = new ArrayList<>(amounts.size());
        for (int i = 0; i < amounts.size(); i++) {
            Money amount = amounts.get(i);
            Money share = shares.get(i);
            splits.add(
                    basis == PriceBasis.NET
                            ? new TaxSplit(amount, share, amount.plus(share))
                            : new TaxSplit(share, amount.minus(share), amount));
        }
        return splits;
    }

    /** {@code round(total x numerator / denominator)}, given to the amounts by largest remainder. */
    private static List<Money> shares(List<Money> amounts, Money total, BigInteger numerator, BigInteger denominator) {
        BigInteger twice =
                BigInteger.valueOf(total.minorUnits()).multiply(numerator).shiftLeft(1);
        long rounded = twice.add(denominator).divide(denominator.shiftLeft(1)).longValueExact();
        if (amounts.size() == 1) {
            return List.of(Money.ofMinor(rounded, total.currency()));
        }
        long[] share = new long[amounts.size()];
        BigInteger[] remainder = new BigInteger[amounts.size()];
        long left = rounded;
        for (int i = 0; i < share.length; i++) {
            BigInteger exact = BigInteger.valueOf(amounts.get(i).minorUnits()).multiply(numerator);
            remainder[i] = exact.mod(denominator);
            share[i] = exact.subtract(remainder[i]).divide(denominator).longValueExact();
            left -= share[i];
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < share.length; i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing((Integer i) -> remainder[i]).reversed());
        for (int i = 0; i < left; i++) {
            share[order.get(i)]++;
        }
        List<Money> shares = new ArrayList<>(share.length);
        for (long minor : share) {
            shares.add(Money.ofMinor(minor, total.currency()));
        }
        return shares;
    }
}
