package io.aboengine.oracle;

import io.aboengine.catalog.Alignment;
import io.aboengine.catalog.UsagePrice;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one day of a contract runs on.
 *
 * @param product of the plan
 * @param tariff for a whole period
 * @param freeStart whether it is a free day before the first one that is paid for
 * @param agreed whether the price was agreed with the customer
 * @param whole the days the price pays for, where these are not those between two boundaries
 */
record Row(
        String plan,
        String phase,
        String product,
        Tariff tariff,
        BigDecimal quantity,
        List<Off> offs,
        Boundaries boundaries,
        Alignment.Kind alignment,
        boolean arrears,
        boolean freeStart,
        boolean agreed,
        Optional<Span> whole,
        List<UsagePrice> uses) {

    Span periodOn(LocalDate day) {
        return whole.orElseGet(() -> boundaries.periodAt(day));
    }

    /** What one day costs, in cents; no rounding. */
    Fraction costOn(LocalDate day) {
        long days = periodOn(day).days();
        return Off.leftOf(tariff.of(quantity).over(days), offs, 1, days);
    }

    /** What some days of the period of this one cost together, in whole cents. */
    long costOf(long count, LocalDate day) {
        long days = periodOn(day).days();
        return Off.leftOf(tariff.of(quantity).times(count).over(days).rounded(), offs, count, days);
    }

    /** The same for all days that cost the same and belong to one period, wherever it was moved. */
    Object lotOn(LocalDate day) {
        Span period = periodOn(day);
        return List.of(
                plan,
                phase,
                tariff,
                quantity.stripTrailingZeros(),
                offs,
                period.from().minusDays(boundaries.later()),
                period.to().minusDays(boundaries.later()));
    }

    Row withQuantity(BigDecimal quantity) {
        return new Row(
                plan,
                phase,
                product,
                tariff,
                quantity,
                offs,
                boundaries,
                alignment,
                arrears,
                freeStart,
                agreed,
                whole,
                uses);
    }

    /** Whether it is a day of a first period that costs nothing. */
    boolean isFreeStub() {
        return whole.isPresent() && tariff.isFree();
    }

    Row agreedAt(Tariff agreedTariff) {
        return isFreeStub() ? this : at(agreedTariff);
    }

    private Row at(Tariff tariff) {
        return new Row(
                plan,
                phase,
                product,
                tariff,
                quantity,
                offs,
                boundaries,
                alignment,
                arrears,
                freeStart,
                true,
                whole,
                uses);
    }

    Row repriced(Tariff tariff, List<UsagePrice> uses) {
        return new Row(
                plan,
                phase,
                product,
                isFreeStub() ? this.tariff : tariff,
                quantity,
                offs,
                boundaries,
                alignment,
                arrears,
                freeStart,
                agreed,
                whole,
                uses);
    }

    Row withOff(Off off) {
        List<Off> all = new ArrayList<>(offs);
        all.add(off);
        return new Row(
                plan,
                phase,
                product,
                tariff,
                quantity,
                List.copyOf(all),
                boundaries,
                alignment,
                arrears,
                freeStart,
                agreed,
                whole,
                uses);
    }

    /** With the discounts of the other one that fit, and with the days its price pays for if periods are the same. */
    Row inPlaceOf(Row other) {
        boolean same = boundaries.equals(other.boundaries);
        Row row = new Row(
                plan,
                phase,
                product,
                same && other.isFreeStub() ? other.tariff : tariff,
                quantity,
                List.of(),
                boundaries,
                alignment,
                arrears,
                freeStart,
                agreed,
                same ? other.whole : whole,
                uses);
        for (Off off : other.offs) {
            row = off.fits(plan, product) ? row.withOff(off) : row;
        }
        return row;
    }

    Row on(Boundaries boundaries) {
        return new Row(
                plan,
                phase,
                product,
                tariff,
                quantity,
                offs,
                boundaries,
                alignment,
                arrears,
                freeStart,
                agreed,
                Optional.empty(),
                uses);
    }

    /** A free day of a contract whose next days are these. */
    Row freeAs(Row free) {
        return new Row(
                plan,
                free.phase,
                product,
                free.tariff,
                quantity,
                offs,
                boundaries,
                alignment,
                arrears,
                true,
                agreed,
                Optional.empty(),
                uses);
    }

    Row stub(Tariff tariff, Optional<Span> whole) {
        return new Row(
                plan,
                phase,
                product,
                tariff,
                quantity,
                offs,
                boundaries,
                alignment,
                arrears,
                freeStart,
                agreed,
                whole,
                uses);
    }

    Row laterBy(long days) {
        return new Row(
                plan,
                phase,
                product,
                tariff,
                quantity,
                offs,
                boundaries.laterBy(days),
                alignment,
                arrears,
                freeStart,
                agreed,
                whole.map(w -> new Span(w.from().plusDays(days), w.to().plusDays(days))),
                uses);
    }
}
