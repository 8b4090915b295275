package io.aboengine.invoice;

import io.aboengine.charge.Charge;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.TaxCategory;
import io.aboengine.tax.TaxDecision;
import io.aboengine.tax.TaxSplit;
import io.aboengine.tax.TaxTreatment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Puts lines on a document: tax by group of category, treatment and rate, every line's share of it, and the totals. One
 * document may hold several of each. With gross prices the gross of every line stays what the customer pays, whatever the
 * treatment; without tax all of it is net.
 */
public final class Drafting {
    private Drafting() {}

    /** A line that is put on a document. A credit comes with what is left of the line it takes back. */
    public record Item(Line line, Optional<Origin> origin) {}

    /**
     * The line a credit takes back.
     *
     * @param decision how it was treated and at which rate, which the credit keeps
     * @param left what is left of it before this credit, as net, tax and gross
     */
    public record Origin(TaxDecision decision, TaxSplit left) {}

    /** Lines with their place and tax, and the totals of the document. */
    public record Result(List<Line> lines, List<Document.TaxGroup> taxes, Money net, Money tax, Money gross) {}

    private record Group(String category, TaxDecision decision) {}

    /**
     * A document that only gives back never takes more than is left: the credit that empties a line takes exactly what is
     * left of it in net, tax and gross; the others are computed like any document, and never above what is left.
     *
     * @param decide how a charge is taxed; not asked for credits that come with their origin. What it throws is passed on,
     *     such as {@link io.aboengine.tax.TaxRateMissingException}
     */
    public static Result draft(
            DocumentId document,
            PriceBasis basis,
            Currency currency,
            List<Item> items,
            Function<Charge, TaxDecision> decide) {
        Map<Group, List<Integer>> groups = new LinkedHashMap<>();
        List<Group> groupOf = new ArrayList<>();
        boolean givesBackOnly = true;
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            Group group = group(item, decide);
            groupOf.add(group);
            groups.computeIfAbsent(group, g -> new ArrayList<>()).add(i);
            givesBackOnly &= item.origin().isPresent();
        }
        TaxSplit[] splits = new TaxSplit[items.size()];
        for (Map.Entry<Group, List<Integer>> group : groups.entrySet()) {
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
                        group.getKey().decision().percent(),
                        computed.stream()
                                .map(i -> items.get(i).line().charge().amount())
                                .toList());
                for (int k = 0; k < computed.size(); k++) {
                    Optional<Origin> origin =
                            givesBackOnly ? items.get(computed.get(k)).origin() : Optional.empty();
                    TaxSplit share = shares.get(k);
                    splits[computed.get(k)] =
                            origin.map(o -> within(o.left(), share, basis)).orElse(share);
                }
            }
        }
        List<Line> placed = new ArrayList<>(items.size());
        Map<Group, TaxSplit> sums = new LinkedHashMap<>();
        Money zero = Money.zero(currency);
        TaxSplit total = new TaxSplit(zero, zero, zero);
        for (int i = 0; i < items.size(); i++) {
            TaxSplit split = splits[i];
            Line line = items.get(i).line();
            TaxDecision decision = groupOf.get(i).decision();
            placed.add(new Line(
                    line.id(),
                    line.charge(),
                    Optional.of(new Placement(
                            document,
                            i + 1,
                            decision.treatment(),
                            decision.percent(),
                            split.net(),
                            split.tax(),
                            split.gross()))));
            total = total.plus(split);
            if (decision.treatment() != TaxTreatment.UNTAXED) {
                sums.merge(groupOf.get(i), split, TaxSplit::plus);
            }
        }
        List<Document.TaxGroup> taxes = new ArrayList<>();
        sums.forEach((group, sum) -> taxes.add(new Document.TaxGroup(
                group.category(), group.decision().treatment(), group.decision().percent(), sum.net(), sum.tax())));
        return new Result(placed, taxes, total.net(), total.tax(), total.gross());
    }

    private static Group group(Item item, Function<Charge, TaxDecision> decide) {
        Charge charge = item.line().charge();
        return new Group(
                charge.taxCategory().map(TaxCategory::value).orElse(""),
                item.origin().map(Origin::decision).orElseGet(() -> decide.apply(charge)));
    }

    /** Never more tax, or net, than is left of the line: rounding several parts of it up would give back too much. */
    private static TaxSplit within(TaxSplit left, TaxSplit credit, PriceBasis basis) {
        Money tax = credit.tax().max(left.tax().negate());
        if (basis == PriceBasis.NET) {
            return new TaxSplit(credit.net(), tax, credit.net().plus(tax));
        }
        Money net = credit.gross().minus(tax).max(left.net().negate());
        return new TaxSplit(net, credit.gross().minus(net), credit.gross());
    }

    private static Optional<TaxSplit> emptied(Item item, PriceBasis basis) {
        Money given = item.line().charge().amount().negate();
        return item.origin()
                .map(Origin::left)
                .filter(left -> (basis == PriceBasis.NET ? left.net() : left.gross()).equals(given))
                .map(TaxSplit::negate);
    }
}
