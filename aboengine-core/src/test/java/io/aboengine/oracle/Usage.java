package io.aboengine.oracle;

import io.aboengine.catalog.UsagePrice;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/** What is owed for use: counted for each run of days of one billing period on which a unit has the same price. */
final class Usage {
    private Usage() {}

    record Found(Span span, UsagePrice price) {}

    /** The days that count together with this one. */
    static Optional<Found> at(Rows rows, String unit, LocalDate day) {
        Optional<Row> row = rows.on(day);
        Optional<UsagePrice> price = row.flatMap(r -> price(r, unit));
        if (price.isEmpty()) {
            return Optional.empty();
        }
        Span period = row.get().boundaries().periodAt(day);
        LocalDate from = day;
        while (from.isAfter(period.from()) && together(rows, from.minusDays(1), row.get(), price.get())) {
            from = from.minusDays(1);
        }
        LocalDate to = day.plusDays(1);
        while (to.isBefore(period.to()) && together(rows, to, row.get(), price.get())) {
            to = to.plusDays(1);
        }
        return Optional.of(new Found(new Span(from, to), price.get()));
    }

    private static boolean together(Rows rows, LocalDate day, Row row, UsagePrice price) {
        return rows.on(day)
                .filter(other -> other == row
                        || (other.boundaries().equals(row.boundaries())
                                && price(other, price.unit()).equals(Optional.of(price))))
                .isPresent();
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

    /** Notes what is charged for use in periods that are over by the day. */
    static void billEnded(PaperContract contract, Rows rows, LocalDate day) {
        for (PaperContract.Use use : contract.uses) {
            at(rows, use.unit(), use.at().toLocalDate())
                    .filter(found -> !found.span().to().isAfter(day))
                    .ifPresent(found ->
                            contract.usedSoFar.put(use.unit() + found.span().from(), cost(contract, rows, found)));
        }
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
