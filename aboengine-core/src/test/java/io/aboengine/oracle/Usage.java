package io.aboengine.oracle;

import io.aboengine.catalog.UsagePrice;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/** What is owed for use: counted for each run of days of one billing period on which a unit has the same price. */
final class Usage {
    private static final int DAYS_TO_TELL = 35;

    private Usage() {}

    record Found(Span span, UsagePrice price) {}

    /** The days that count together with this one; a rest in between interrupts no count. */
    static Optional<Found> at(Rows rows, String unit, LocalDate day) {
        Optional<Row> row = rows.on(day);
        Optional<UsagePrice> price = row.flatMap(r -> price(r, unit));
        if (price.isEmpty()) {
            return Optional.empty();
        }
        Span period = row.get().boundaries().unmovedPeriodAt(day);
        LocalDate from = day;
        for (LocalDate each = day.minusDays(1); !each.isBefore(period.from()); each = each.minusDays(1)) {
            if (rows.on(each).isPresent()) {
                if (!together(rows, each, row.get(), period, price.get())) {
                    break;
                }
                from = each;
            }
        }
        LocalDate last = day;
        Optional<LocalDate> next = rows.nextFrom(day.plusDays(1));
        while (next.isPresent() && together(rows, next.get(), row.get(), period, price.get())) {
            last = next.get();
            next = rows.nextFrom(last.plusDays(1));
        }
        return Optional.of(new Found(new Span(from, last.plusDays(1)), price.get()));
    }

    private static boolean together(Rows rows, LocalDate day, Row row, Span period, UsagePrice price) {
        Row other = rows.on(day).orElseThrow();
        return other.boundaries().anchor().equals(row.boundaries().anchor())
                && other.boundaries().interval().equals(row.boundaries().interval())
                && other.boundaries().unmovedPeriodAt(day).equals(period)
                && (other == row || price(other, price.unit()).equals(Optional.of(price)));
    }

    private static Optional<UsagePrice> price(Row row, String unit) {
        return row.uses().stream().filter(p -> p.unit().equals(unit)).findFirst();
    }

    /** What all records of these days cost, in cents, percentages of the last day taken off. */
    static long cost(PaperContract contract, Rows rows, Found found) {
        String unit = found.price().unit();
        BigDecimal counted = BigDecimal.ZERO;
        LocalDateTime last = LocalDateTime.MIN;
        for (PaperContract.Use use : contract.uses) {
            if (!use.unit().equals(unit) || !found.span().contains(use.at().toLocalDate())) {
                continue;
            }
            counted = switch (found.price().aggregate()) {
                case SUM -> counted.add(use.quantity());
                case MAX -> counted.max(use.quantity());
                case LAST -> use.at().isBefore(last) ? counted : use.quantity();
            };
            last = use.at().isBefore(last) ? last : use.at();
        }
        BigDecimal above = counted.subtract(found.price().included()).max(BigDecimal.ZERO);
        long full = Tariff.of(found.price().price()).of(above).rounded();
        List<Off> percentages = rows.on(found.span().to().minusDays(1)).orElseThrow().offs().stream()
                .filter(off -> off.percent().isPresent())
                .toList();
        return Off.leftOf(full, percentages, 1, 1);
    }

    /** Whether nothing can be told any more of what was used on these days, nor charged otherwise than it was. */
    static boolean isClosed(Found found, LocalDate day) {
        return !found.span().to().plusDays(DAYS_TO_TELL).isAfter(day);
    }

    /** Notes what is charged for use in periods that are over by the day. */
    static void billEnded(PaperContract contract, Rows rows, LocalDate day) {
        for (PaperContract.Use use : contract.uses) {
            at(rows, use.unit(), use.at().toLocalDate())
                    .filter(found -> !found.span().to().isAfter(day))
                    .ifPresent(found -> contract.usedSoFar.compute(
                            use.unit() + found.span().from(),
                            (name, soFar) ->
                                    soFar != null && isClosed(found, day) ? soFar : cost(contract, rows, found)));
        }
    }

    /** Notes what is charged at once because its days are over. */
    static void billLate(PaperContract contract, Found found) {
        contract.usedSoFar.put(found.price().unit() + found.span().from(), cost(contract, contract.wanted(), found));
    }

    static void billSoFar(PaperContract contract, LocalDate day) {
        Rows rows = contract.wanted();
        for (UsagePrice price : rows.on(day).map(Row::uses).orElse(List.of())) {
            at(rows, price.unit(), day)
                    .ifPresent(found ->
                            contract.usedSoFar.put(price.unit() + found.span().from(), cost(contract, rows, found)));
        }
    }
}
