package io.aboengine.examples.replay;

import io.aboengine.charge.Charge;
import io.aboengine.examples.replay.Result.PreviewedDocument;
import io.aboengine.examples.replay.Result.PrintedLine;
import io.aboengine.examples.replay.Result.TaxRow;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.Line;
import io.aboengine.invoice.Placement;
import java.time.LocalDate;
import java.util.List;

/** Prints what stands on a document, whether it was made or only tried. */
final class Printing {
    private Printing() {}

    static PreviewedDocument of(Names names, Document document, List<Line> lines, String paymentState) {
        return new PreviewedDocument(
                document.type().name(),
                document.id().account().value(),
                document.issuedOn().map(LocalDate::toString),
                document.plannedOn().toString(),
                document.dueOn().map(LocalDate::toString),
                document.currency().code(),
                document.corrects().flatMap(names::known), // one of the same preview has no name yet
                lines.stream().map(line -> of(names, line)).toList(),
                document.taxes().stream().map(Printing::of).toList(),
                document.net().toPlainString(),
                document.tax().toPlainString(),
                document.gross().toPlainString(),
                document.creditApplied().toPlainString(),
                document.amountDue().toPlainString(),
                document.state().name(),
                paymentState,
                document.paidOn().map(LocalDate::toString));
    }

    private static TaxRow of(Document.TaxGroup group) {
        return new TaxRow(
                group.category(),
                group.percent().toPlainString(),
                group.net().toPlainString(),
                group.tax().toPlainString());
    }

    private static PrintedLine of(Names names, Line line) {
        Charge charge = line.charge();
        Placement placed = line.placement().orElseThrow();
        return new PrintedLine(
                charge.kind().name(),
                charge.subscription().map(names::of),
                charge.plan(),
                charge.phase(),
                charge.period().map(p -> p.start().toString()),
                charge.period().map(p -> p.end().toString()),
                charge.quantity().toPlainString(),
                charge.unitPrice().toPlainString(),
                charge.amount().toPlainString(),
                placed.net().toPlainString(),
                placed.tax().toPlainString(),
                placed.gross().toPlainString(),
                charge.trace());
    }
}
