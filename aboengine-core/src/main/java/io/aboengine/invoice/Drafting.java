package io.aboengine.invoice;

import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.TaxCategory;
import io.aboengine.tax.TaxSplit;
import io.aboengine.tax.TaxTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts lines on a document: tax by rate group, every line's share of it, and the totals. */
public final class Drafting {
    private Drafting() {}

    /** A line that is put on a document. A credit comes with what is left of the line it takes back. */
    public record Item(Line line, Optional<Origin> origin) {}

    /**
     * The line a credit takes back.
     *
     * @param percent the rate it was taxed at, which the credit keeps
     * @param left what is left of it before this credit, as net, tax and gross
     */
    public record Origin(BigDecimal percent, TaxSplit left) {}

    /** Lines with their place and tax, and the totals of the document. */
    public record Result(List<Line> lines, List<Document.TaxGroup> taxes, Money net, Money tax, Money gross) {}

    private record Rate(String category, BigDecimal percent) {}

    /**
     * A document that only gives back never takes more than is left: the credit that empties a line takes exactly what is
     * left of it in net, tax and gross; the others are computed like any document.
     *
     * @throws io.aboengine.tax.TaxRateMissingException if a line's category has no rate on its date of supply
     */
    public static Result draft(
            DocumentId document,
            PriceBasis basis,
            TaxTable rates,
            String country,
            Currency currency,
            List<Item> items) {
        Map<Rate, List<Integer>> groups = new LinkedHashMap<>();
        List<Rate> rateOf = new ArrayList<>();
        boolean givesBackOnly = true;
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            Rate rate = rate(item, rates, country);
            rateOf.add(rate);
            groups.computeIfAbsent(rate, r -> new ArrayList<>()).add(i);
            givesBackOnly &= item.origin().isPresent();
        }
        TaxSplit[] splits = new TaxSplit[items.size()];
        for (Map.Entry<Rate, List<Integer>> group : groups.entrySet()) {
            List<Integer> computed = new ArrayList<>();
            for (int i : group.getValue()) {
                Optional<TaxSplit> emptied = givesBackOnly ? emptied(items.get(i), basis) : Optional.empty();
                if (emptied.isPresent()) {
                    splits[i] = emptied.get();
                } else {
                    computed.add(i);
                }
            }
            if (!computed.isEmpty()) {
                List<TaxSplit> shares = TaxSplit.ofGroup(
                        basis,
                        group.getKey().percent(),
                        computed.stream()
                                .map(i -> items.get(i).line().charge().amount())
                                .toList());
                for (int k = 0; k < computed.size(); k++) {
                    splits[computed.get(k)] = shares.get(k);
                }
            }
        }
        List<Line> placed = new ArrayList<>(items.size());
        Map<Rate, TaxSplit> sums = new LinkedHashMap<>();
        Money zero = Money.zero(currency);
        TaxSplit total = new TaxSplit(zero, zero, zero);
        for (int i = 0; i < items.size(); i++) {
            TaxSplit split = splits[i];
            Line line = items.get(i).line();
            placed.add(new Line(
                    line.id(),
                    line.charge(),
                    Optional.of(new Placement(
                            document, i + 1, rateOf.get(i).percent(), split.net(), split.tax(), split.gross()))));
            total = total.plus(split);
            if (line.charge().taxCategory().isPresent()) {
                sums.merge(rateOf.get(i), split, TaxSplit::plus);
            }
        }
        List<Document.TaxGroup> taxes = new ArrayList<>();
        sums.forEach(
                (rate, sum) -> taxes.add(new Document.TaxGroup(rate.category(), rate.percent(), sum.net(), sum.tax())));
        return new Result(placed, taxes, total.net(), total.tax(), total.gross());
    }

    private static Rate rate(Item item, TaxTable rates, String country) {
        var charge = item.line().charge();
        String category = charge.taxCategory().map(TaxCategory::value).orElse("");
        if (item.origin().isPresent()) {
            return new Rate(category, item.origin().get().percent());
        }
        return new Rate(
                category,
                charge.taxCategory()
                        .map(c -> rates.rate(c, country, charge.suppliedOn()))
                        .orElse(BigDecimal.ZERO));
    }

    private static Optional<TaxSplit> emptied(Item item, PriceBasis basis) {
        Money given = item.line().charge().amount().negate();
        return item.origin()
                .map(Origin::left)
                .filter(left -> (basis == PriceBasis.NET ? left.net() : left.gross()).equals(given))
                .map(TaxSplit::negate);
    }
}
