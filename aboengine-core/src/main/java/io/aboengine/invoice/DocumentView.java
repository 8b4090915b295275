package io.aboengine.invoice;

import io.aboengine.calendar.ServicePeriod;
import io.aboengine.charge.Charge;
import io.aboengine.charge.LineId;
import io.aboengine.charge.LineKind;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.Party;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.TaxTreatment;
import io.aboengine.tax.VatId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything that stands on a document, as data: what section 14 (4) UStG asks for, how it is paid, and how each amount
 * came about. What was printed stays as it was; {@code creditApplied} and {@code amountDue} follow the books. Holds a name
 * and an address; {@code toString} shows neither.
 *
 * @param type also the key of its heading; a dunning notice is headed by the name of the highest level on it
 * @param number the printed number; empty for a draft
 * @param issuedOn the printed date; empty for a draft
 * @param dueOn the day by which it is to be paid; empty for a draft and where nothing is due
 * @param collectOn the day on which it is collected, if that is planned
 * @param buyerVatId the id under which a business buys; always there under reverse charge
 * @param customerNumber the id of the buyer's account
 * @param basis of unit prices and line amounts
 * @param supply from the first to the last day of all that is charged for; empty for a dunning notice
 * @param corrects the one document this one takes back, or takes back a part of
 * @param lines in printed order; of a dunning notice the fee
 * @param taxes the sums of each category, treatment and rate; what is untaxed is in none of them
 * @param creditApplied customer credit used for it
 * @param amountDue gross less customer credit; zero for what gives back. Of a dunning notice its fee alone
 * @param noticeOfDefault whether it tells a consumer that default begins by itself 30 days after due date and receipt;
 *     without it that holds for businesses only (section 286 (3) BGB)
 * @param reminded of a dunning notice: what it reminds of
 */
public record DocumentView(
        DocumentId id,
        DocumentType type,
        Optional<String> number,
        Optional<LocalDate> issuedOn,
        Optional<LocalDate> dueOn,
        PaymentMethodKind method,
        Optional<LocalDate> collectOn,
        SellerProfile seller,
        Party buyer,
        Optional<VatId> buyerVatId,
        String customerNumber,
        PriceBasis basis,
        Optional<Supply> supply,
        Optional<Reference> corrects,
        List<Item> lines,
        List<Document.TaxGroup> taxes,
        Money net,
        Money tax,
        Money gross,
        Money creditApplied,
        Money amountDue,
        boolean noticeOfDefault,
        List<Reminded> reminded) {
    public DocumentView {
        lines = List.copyOf(lines);
        taxes = List.copyOf(taxes);
        reminded = List.copyOf(reminded);
    }

    /** The days of a supply, {@code first} and {@code last} inclusive, as printed; the same day for what is supplied once. */
    public record Supply(LocalDate first, LocalDate last) {
        private static Supply of(ServicePeriod period) {
            return new Supply(period.start(), period.lastDay());
        }

        private Supply and(Supply other) {
            return new Supply(
                    first.isBefore(other.first) ? first : other.first, last.isAfter(other.last) ? last : other.last);
        }
    }

    /** Another document, as this one names it. */
    public record Reference(DocumentId document, Optional<String> number, Optional<LocalDate> issuedOn) {}

    /**
     * A line.
     *
     * @param position counts from 1
     * @param supply empty for a dunning fee, which is no supply
     * @param days how many days it pays for; 0 for what is charged once
     * @param periodDays how many days the unit price pays for; 0 for what is charged once
     * @param quantity negative for a credit, whose unit price stays positive
     * @param unitPrice in the price basis
     * @param amount in the price basis
     * @param treatment how it is taxed
     * @param percent the tax rate; empty for every treatment but TAXED
     * @param corrects the other document whose line this one takes back; empty where it lowers a line of the same one
     * @param trace how the amount came about
     */
    public record Item(
            int position,
            LineKind kind,
            String description,
            Optional<String> plan,
            Optional<String> phase,
            Optional<Supply> supply,
            int days,
            int periodDays,
            BigDecimal quantity,
            UnitPrice unitPrice,
            Money amount,
            Money net,
            TaxTreatment treatment,
            Optional<BigDecimal> percent,
            Money tax,
            Money gross,
            Optional<Reference> corrects,
            String trace) {}

    /**
     * A document that a notice reminds of.
     *
     * @param level counts from 1
     * @param dueOn the day by which it was to be paid
     * @param open what was open when the notice was made
     */
    public record Reminded(Reference document, int level, String levelName, Optional<LocalDate> dueOn, Money open) {}

    /**
     * A view that names other documents by their number alone, and neither the buyer's VAT id, nor when it is collected,
     * nor when default begins.
     */
    public static DocumentView of(
            Document document,
            List<Line> lines,
            Optional<String> number,
            SellerProfile seller,
            Party buyer,
            String buyerAccount,
            Function<DocumentId, Optional<String>> numberOf) {
        return of(
                document,
                lines,
                number,
                seller,
                buyer,
                Optional.empty(),
                buyerAccount,
                numberOf,
                other -> Optional.empty(),
                Optional.empty(),
                false);
    }

    /**
     * @param lines those of the document; beside them may stand the lines that its credits take back, so that each can
     *     name the document it corrects
     * @param buyer as it stood when the document was made
     * @param buyerVatId as it stood when the document was made
     * @param numberOf the printed number of another document
     * @param documentOf another document, for its dates
     * @param collectOn the day planned for the first collection: a direct debit is announced by it
     * @param noticeOfDefault whether to tell a consumer when default begins by itself
     * @throws VatIdMissingException if a side of a reverse-charge document has none
     */
    public static DocumentView of(
            Document document,
            List<Line> lines,
            Optional<String> number,
            SellerProfile seller,
            Party buyer,
            Optional<VatId> buyerVatId,
            String buyerAccount,
            Function<DocumentId, Optional<String>> numberOf,
            Function<DocumentId, Optional<Document>> documentOf,
            Optional<LocalDate> collectOn,
            boolean noticeOfDefault) {
        document.requireVatIds(seller, buyerVatId);
        Function<DocumentId, Reference> reference =
                id -> new Reference(id, numberOf.apply(id), documentOf.apply(id).flatMap(Document::issuedOn));
        List<Item> items = items(document, lines, reference);
        return new DocumentView(
                document.id(),
                document.type(),
                number,
                document.issuedOn(),
                document.dueOn(),
                document.method(),
                collectOn,
                seller,
                buyer,
                buyerVatId,
                buyerAccount,
                document.basis(),
                items.stream().flatMap(i -> i.supply().stream()).reduce(Supply::and),
                document.corrects().map(reference),
                items,
                document.taxes(),
                document.net(),
                document.tax(),
                document.gross(),
                document.creditApplied(),
                document.amountDue(),
                noticeOfDefault,
                document.reminded().stream()
                        .map(r -> new Reminded(
                                reference.apply(r.document()),
                                r.level(),
                                r.levelName(),
                                documentOf.apply(r.document()).flatMap(Document::dueOn),
                                r.open()))
                        .toList());
    }

    public boolean isDraft() {
        return number.isEmpty();
    }

    public Currency currency() {
        return gross.currency();
    }

    private static List<Item> items(Document document, List<Line> lines, Function<DocumentId, Reference> reference) {
        List<Item> items = new ArrayList<>();
        for (Line line : lines) {
            Optional<Placement> placement =
                    line.placement().filter(p -> p.document().equals(document.id()));
            if (placement.isEmpty()) {
                continue;
            }
            Charge charge = line.charge();
            Placement placed = placement.get();
            items.add(new Item(
                    placed.position(),
                    charge.kind(),
                    charge.description(),
                    charge.plan(),
                    charge.phase(),
                    supplyOf(charge),
                    charge.period().map(ServicePeriod::days).orElse(0),
                    charge.periodDays(),
                    charge.quantity(),
                    charge.unitPrice(),
                    charge.amount(),
                    placed.net(),
                    placed.treatment(),
                    Optional.of(placed.percent()).filter(percent -> placed.treatment() == TaxTreatment.TAXED),
                    placed.tax(),
                    placed.gross(),
                    charge.takesBack()
                            .flatMap(taken -> corrected(document, lines, taken))
                            .filter(corrected -> !corrected.equals(document.id()))
                            .map(reference),
                    charge.trace()));
        }
        items.sort(Comparator.comparingInt(Item::position));
        return items;
    }

    private static Optional<Supply> supplyOf(Charge charge) {
        return charge.kind() == LineKind.FEE
                ? Optional.empty()
                : Optional.of(
                        charge.period().map(Supply::of).orElse(new Supply(charge.suppliedOn(), charge.suppliedOn())));
    }

    private static Optional<DocumentId> corrected(Document document, List<Line> lines, LineId taken) {
        return lines.stream()
                .filter(l -> l.id().equals(taken))
                .findFirst()
                .flatMap(Line::placement)
                .map(Placement::document)
                .or(document::corrects);
    }
}
