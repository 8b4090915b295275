package io.aboengine.account;

import io.aboengine.calendar.WorkingDays;
import io.aboengine.catalog.Discount;
import io.aboengine.charge.Charge;
import io.aboengine.charge.LineId;
import io.aboengine.charge.LineKind;
import io.aboengine.charge.Reductions;
import io.aboengine.dunning.DunningPosition;
import io.aboengine.event.EventType;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentState;
import io.aboengine.invoice.DocumentType;
import io.aboengine.invoice.Drafting;
import io.aboengine.invoice.Line;
import io.aboengine.invoice.NumberSeries;
import io.aboengine.invoice.PayOut;
import io.aboengine.invoice.Placement;
import io.aboengine.money.Money;
import io.aboengine.payment.CollectionDays;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.tax.TaxCategory;
import io.aboengine.tax.TaxDecision;
import io.aboengine.tax.TaxQuestion;
import io.aboengine.tax.TaxSplit;
import io.aboengine.tax.TaxTreatment;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From charges to documents: drafted, finalised, booked. */
final class Billing {
    private Billing() {}

    /** When a document that is made now becomes final. */
    enum Finalizing {
        /** As the settings say. */
        BY_SETTINGS,
        /** By the next run: the caller's transaction must not hold the number series. */
        BY_NEXT_RUN
    }

    /**
     * Stores charges as lines that wait for the next document. What comes to nothing is left out, but for days that are given
     * back for nothing while others are charged for them: else they would be billed twice.
     */
    static void keepWaiting(AccountBook book, List<Charge> charges) {
        boolean nothing = isNothing(charges);
        List<Charge> kept = new ArrayList<>();
        for (List<Charge> together : withDiscounts(charges)) {
            boolean givesBack = together.get(0).kind() == LineKind.PRORATION_CREDIT;
            if (!isNothing(together) || (givesBack && !nothing)) {
                kept.addAll(together);
            }
        }
        linesOf(book, kept).forEach(book::put);
    }

    private static boolean isNothing(List<Charge> charges) {
        return charges.stream().allMatch(c -> c.amount().isZero());
    }

    /** Each charge with the discounts that follow it. */
    private static List<List<Charge>> withDiscounts(List<Charge> charges) {
        List<List<Charge>> groups = new ArrayList<>();
        for (Charge charge : charges) {
            if (charge.kind() == LineKind.DISCOUNT) {
                groups.get(groups.size() - 1).add(charge);
            } else {
                groups.add(new ArrayList<>(List.of(charge)));
            }
        }
        return groups;
    }

    /**
     * Puts the charges on documents of their own, without anything that waits. Charges that only give back make one
     * document for each that they correct, so that a credit note names what it takes back.
     */
    static List<DocumentId> issue(AccountBook book, LocalDate plannedOn, List<Charge> charges) {
        return issue(book, plannedOn, List.of(), charges, PayOut.CREDIT);
    }

    static List<DocumentId> issue(AccountBook book, LocalDate plannedOn, List<Charge> charges, PayOut payOut) {
        return issue(book, plannedOn, List.of(), charges, payOut);
    }

    /** Puts the charges on a document together with every line that waits for one. */
    static List<DocumentId> issueWithWaiting(
            AccountBook book, LocalDate plannedOn, List<Charge> charges, PayOut payOut) {
        List<Line> waiting = new ArrayList<>();
        for (Line line : book.lines()) {
            if (line.isWaiting()) {
                waiting.add(line);
            }
        }
        return issue(book, plannedOn, waiting, charges, payOut);
    }

    private static List<DocumentId> issue(
            AccountBook book, LocalDate plannedOn, List<Line> waiting, List<Charge> charges, PayOut payOut) {
        if (waiting.isEmpty() && takeBackWhatWaits(book, charges)) {
            return issueWithWaiting(book, plannedOn, charges, payOut);
        }
        boolean nothing = waiting.isEmpty() && cameToNothing(book, charges);
        if (nothing && (charges.isEmpty() || book.settings().zeroInvoices() == ZeroInvoices.SKIP)) {
            return List.of();
        }
        List<Line> lines = new ArrayList<>(waiting);
        lines.addAll(linesOf(book, charges));
        List<DocumentId> made = new ArrayList<>();
        for (List<Line> together : byCorrected(book, discounted(book, plannedOn, lines))) {
            made.add(draft(book, plannedOn, together, payOut));
        }
        return made;
    }

    /** Puts charges that were made before onto a document once more; whatever lowers them they have already. */
    static DocumentId repeat(AccountBook book, LocalDate plannedOn, List<Charge> charges) {
        return draft(book, plannedOn, linesOf(book, charges), PayOut.CREDIT);
    }

    /** Nothing is given back before it was asked for: what waits comes onto the same document. */
    private static boolean takeBackWhatWaits(AccountBook book, List<Charge> charges) {
        return charges.stream()
                .flatMap(charge -> charge.takesBack().flatMap(book::line).stream())
                .anyMatch(Line::isWaiting);
    }

    /** Whether every charge, with the discounts that follow it, is zero. */
    private static boolean cameToNothing(AccountBook book, List<Charge> charges) {
        return withDiscounts(charges).stream()
                .allMatch(together -> Money.sum(
                                book.currency(),
                                together.stream().map(Charge::amount).toList())
                        .isZero());
    }

    /** A discount, or what is taken off anew, follows the charge it lowers, and is kept as taking back from its line. */
    private static List<Line> linesOf(AccountBook book, List<Charge> charges) {
        List<Line> lines = new ArrayList<>();
        Optional<LineId> lowered = Optional.empty();
        for (Charge charge : charges) {
            LineId id = new LineId(book.account().id(), book.takeOrdinal());
            boolean follows = charge.kind() == LineKind.DISCOUNT
                    || (charge.kind() == LineKind.ADJUSTMENT
                            && charge.takesBack().isEmpty());
            if (follows) {
                lines.add(new Line(id, charge.takingBack(lowered.orElseThrow()), Optional.empty()));
            } else {
                lowered = Optional.of(id);
                lines.add(new Line(id, charge, Optional.empty()));
            }
        }
        return lines;
    }

    /** Takes the account's own discounts off whatever the lines charge; each is shared among them by their amounts. */
    private static List<Line> discounted(AccountBook book, LocalDate plannedOn, List<Line> lines) {
        if (book.account().discounts().isEmpty()) {
            return lines;
        }
        List<Discount.Granted> granted = book.account().discounts().stream()
                .filter(d -> d.holdsOn(plannedOn))
                .map(DocumentDiscount::discount)
                .toList();
        if (granted.isEmpty()) {
            return lines;
        }
        Map<LineId, Money> left = new LinkedHashMap<>();
        for (Line line : lines) {
            if (line.charge().takesBack().isEmpty() && line.charge().amount().isPositive()) {
                left.put(line.id(), line.charge().amount());
            }
        }
        for (Line line : lines) { // what is given back on the same document was never paid for
            line.charge()
                    .takesBack()
                    .ifPresent(lowered -> left.computeIfPresent(
                            lowered, (id, amount) -> amount.plus(line.charge().amount())));
        }
        left.values().removeIf(amount -> !amount.isPositive());
        if (left.isEmpty()) {
            return lines;
        }
        Map<LineId, List<Line>> off = new LinkedHashMap<>();
        List<Money> reductions = Reductions.of(Money.sum(book.currency(), left.values()), granted, 1, 1);
        for (int i = 0; i < reductions.size(); i++) {
            share(book, lines, left, Reductions.inOrder(granted).get(i), reductions.get(i), off);
        }
        List<Line> all = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            all.add(lines.get(i));
            boolean last = i + 1 == lines.size() || lines.get(i + 1).charge().kind() != LineKind.DISCOUNT;
            if (last) {
                LineId head = lines.get(i).charge().kind() == LineKind.DISCOUNT
                        ? lines.get(i).charge().takesBack().orElseThrow()
                        : lines.get(i).id();
                all.addAll(off.getOrDefault(head, List.of()));
            }
        }
        return all;
    }

    private static void share(
            AccountBook book,
            List<Line> lines,
            Map<LineId, Money> left,
            Discount.Granted discount,
            Money reduction,
            Map<LineId, List<Line>> off) {
        List<LineId> ids = List.copyOf(left.keySet());
        if (!reduction.isPositive()) {
            return;
        }
        List<Money> shares = reduction.allocate(
                left.values().stream().mapToLong(Money::minorUnits).toArray());
        for (int i = 0; i < ids.size(); i++) {
            LineId id = ids.get(i);
            Money share = shares.get(i);
            if (share.isZero()) {
                continue;
            }
            Charge lowered = lines.stream()
                    .filter(l -> l.id().equals(id))
                    .findFirst()
                    .orElseThrow()
                    .charge();
            off.computeIfAbsent(id, l -> new ArrayList<>())
                    .add(new Line(
                            new LineId(book.account().id(), book.takeOrdinal()),
                            Reductions.ofDocument(lowered, discount, share).takingBack(id),
                            Optional.empty()));
            left.computeIfPresent(id, (line, amount) -> amount.minus(share));
        }
        left.values().removeIf(amount -> !amount.isPositive());
    }

    private static List<List<Line>> byCorrected(AccountBook book, List<Line> lines) {
        if (lines.stream().anyMatch(l -> correctedBy(book, l).isEmpty())) {
            return List.of(lines);
        }
        Map<DocumentId, List<Line>> groups = new LinkedHashMap<>();
        for (Line line : lines) {
            groups.computeIfAbsent(correctedBy(book, line).orElseThrow(), d -> new ArrayList<>())
                    .add(line);
        }
        return List.copyOf(groups.values());
    }

    /** The document whose line this one takes back. */
    private static Optional<DocumentId> correctedBy(AccountBook book, Line line) {
        return line.charge()
                .takesBack()
                .flatMap(book::line)
                .flatMap(Line::placement)
                .map(Placement::document);
    }

    private static DocumentId draft(AccountBook book, LocalDate plannedOn, List<Line> lines, PayOut payOut) {
        DocumentId id = new DocumentId(book.account().id(), book.takeOrdinal());
        List<Drafting.Item> items = new ArrayList<>(lines.size());
        for (Line line : lines) {
            items.add(new Drafting.Item(line, origin(book, line)));
        }
        Drafting.Result result = Drafting.draft(
                id,
                book.settings().priceBasis(),
                book.currency(),
                items,
                charge -> taxOf(book, charge.taxCategory(), charge.suppliedOn()));
        LocalDate finalizeOn = plannedOn.plusDays(book.settings().draftDays());
        DocumentType type = result.gross().isNegative() ? DocumentType.CREDIT_NOTE : DocumentType.INVOICE;
        return keep(book, id, type, plannedOn, finalizeOn, result, payOut);
    }

    private static TaxDecision taxOf(AccountBook book, Optional<TaxCategory> category, LocalDate suppliedOn) {
        Settings settings = book.settings();
        return book.rules()
                .taxRules()
                .decide(
                        new TaxQuestion(
                                category,
                                settings.seller().party().address().country(),
                                book.account().country(),
                                book.account().taxStatus(),
                                suppliedOn),
                        settings.taxes());
    }

    /** A draft of lines that are placed and taxed; final at once if its day has come. */
    static DocumentId keep(
            AccountBook book,
            DocumentId id,
            DocumentType type,
            LocalDate plannedOn,
            LocalDate finalizeOn,
            Drafting.Result result,
            PayOut payOut) {
        Settings settings = book.settings();
        List<DocumentId> corrected = result.lines().stream()
                .flatMap(l -> correctedBy(book, l).stream())
                .distinct()
                .toList();
        List<SubscriptionId> subscriptions = result.lines().stream()
                .flatMap(l -> l.charge().subscription().stream())
                .distinct()
                .sorted()
                .toList();
        boolean givesBack = type != DocumentType.INVOICE;
        Document document = new Document(
                id,
                type,
                DocumentState.DRAFT,
                book.account().paymentMethod().kind(),
                settings.priceBasis(),
                plannedOn,
                finalizeOn,
                Optional.empty(),
                Optional.empty(),
                book.rules().catalogVersion(),
                book.rules().settingsVersion(),
                book.account().buyerVersion(),
                book.account().taxStatus().vatId(),
                givesBack && corrected.size() == 1 ? Optional.of(corrected.get(0)) : Optional.empty(),
                payOut,
                subscriptions,
                result.taxes(),
                result.net(),
                result.tax(),
                result.gross(),
                book.zero(),
                book.zero(),
                book.zero(),
                book.zero(),
                book.zero(),
                book.zero(),
                Optional.empty(),
                Optional.empty(),
                List.of());
        document.requireVatIds(settings.seller(), document.buyerVatId());
        book.put(document);
        result.lines().forEach(book::put);
        Releases.bind(book, document);
        if (!finalizeOn.isAfter(book.today()) && book.finalizing() == Finalizing.BY_SETTINGS) {
            finalise(book, document);
        }
        return id;
    }

    private static Optional<Drafting.Origin> origin(AccountBook book, Line credit) {
        if (credit.charge().kind() == LineKind.DISCOUNT) {
            return Optional.empty();
        }
        return credit.charge().takesBack().flatMap(id -> leftOf(book, id));
    }

    /** What is left of a line: as it was taxed, less discounts and everything that was taken back of it. */
    static Optional<Drafting.Origin> leftOf(AccountBook book, LineId id) {
        return book.line(id).flatMap(Line::placement).map(placement -> {
            TaxSplit left = placement.split();
            for (Line other : book.against(id)) {
                if (other.placement().isPresent()) {
                    left = left.plus(other.placement().get().split());
                }
            }
            return new Drafting.Origin(placement.taxDecision(), left);
        });
    }

    /** Every draft whose day has come. */
    static void finaliseDrafts(AccountBook book) {
        for (Document document : book.documents()) {
            if (document.state() == DocumentState.DRAFT
                    && !document.finalizeOn().isAfter(book.today())) {
                finalise(book, document);
            }
        }
    }

    static void finalise(AccountBook book, Document draft) {
        LocalDate issuedOn = book.today();
        PaymentMethodKind method = book.account().paymentMethod().kind();
        CollectionDays days = CollectionDays.of(
                method,
                issuedOn,
                book.settings().paymentTermDays(),
                book.settings().directDebitNoticeDays(),
                book.rules().leadOf(method).orElse(0));
        LocalDate dueOn = dueOn(book, days.dueOn());
        boolean asks = draft.gross().isPositive();
        Document document = draft.finalized(issuedOn, asks ? Optional.of(dueOn) : Optional.empty(), method);
        NumberSeries series = seriesOf(book.settings(), document.type());
        book.number(new AccountChange.NumberWish(document.id(), series.seriesOn(issuedOn), series.digits()));
        book.put(document);
        book.tell(
                finalizedEvent(document.type()),
                document.plannedOn(),
                document.id(),
                Optional.of(document.gross()),
                document.corrects().map(d -> Map.of("corrects", d.toString())).orElse(Map.of()));
        if (asks) {
            Books.applyCredit(book, document.id());
        } else if (document.gross().isNegative()) {
            if (document.type() == DocumentType.CANCELLATION) {
                document.corrects().flatMap(book::document).ifPresent(d -> book.put(d.cancelled()));
            }
            Books.giveBack(book, document);
        }
        Document booked = book.document(document.id()).orElseThrow();
        if (booked.isOpen()) {
            book.put(booked.withDunning(DunningPosition.startingOn(dueOn)));
            Collect.intendFirst(book, booked, days);
        }
    }

    /** The last day of a term that ends on a Saturday, Sunday or holiday is the next working day (section 193 BGB). */
    private static LocalDate dueOn(AccountBook book, LocalDate day) {
        return book.settings().dueOnWorkingDays()
                ? WorkingDays.nextWorkingDay(day, book.account().state())
                : day;
    }

    private static EventType finalizedEvent(DocumentType type) {
        return switch (type) {
            case INVOICE -> EventType.INVOICE_FINALIZED;
            case CREDIT_NOTE -> EventType.CREDIT_NOTE_FINALIZED;
            case CANCELLATION -> EventType.CANCELLATION_FINALIZED;
            case DUNNING_NOTICE -> throw new IllegalStateException("A dunning notice is final when it is made");
        };
    }

    private static NumberSeries seriesOf(Settings settings, DocumentType type) {
        return switch (type) {
            case INVOICE -> settings.invoiceNumbers();
            case CREDIT_NOTE -> settings.creditNoteNumbers();
            case CANCELLATION -> settings.cancellationNumbers();
            case DUNNING_NOTICE -> settings.noticeNumbers();
        };
    }

    /** A dunning notice: final at once, its fee to be paid by transfer, itself not reminded of. */
    static DocumentId issueNotice(AccountBook book, List<Document.Reminded> reminded, List<Charge> fees) {
        DocumentId id = new DocumentId(book.account().id(), book.takeOrdinal());
        List<Line> lines = new ArrayList<>();
        Money fee = book.zero();
        for (Charge charge : fees) {
            lines.add(new Line(
                    new LineId(book.account().id(), book.takeOrdinal()),
                    charge,
                    Optional.of(new Placement(
                            id,
                            lines.size() + 1,
                            TaxTreatment.UNTAXED,
                            BigDecimal.ZERO,
                            charge.amount(),
                            book.zero(),
                            charge.amount()))));
            fee = fee.plus(charge.amount());
        }
        LocalDate today = book.today();
        NumberSeries series = seriesOf(book.settings(), DocumentType.DUNNING_NOTICE);
        Document notice = new Document(
                id,
                DocumentType.DUNNING_NOTICE,
                DocumentState.FINALIZED,
                PaymentMethodKind.INVOICE,
                book.settings().priceBasis(),
                today,
                today,
                Optional.of(today),
                fee.isPositive()
                        ? Optional.of(dueOn(book, today.plusDays(book.settings().paymentTermDays())))
                        : Optional.empty(),
                book.rules().catalogVersion(),
                book.rules().settingsVersion(),
                book.account().buyerVersion(),
                Optional.empty(),
                Optional.empty(),
                PayOut.CREDIT,
                List.of(),
                List.of(),
                fee,
                book.zero(),
                fee,
                book.zero(),
                book.zero(),
                book.zero(),
                book.zero(),
                book.zero(),
                book.zero(),
                Optional.empty(),
                Optional.empty(),
                reminded);
        book.put(notice);
        lines.forEach(book::put);
        book.number(new AccountChange.NumberWish(id, series.seriesOn(today), series.digits()));
        if (fee.isPositive()) {
            Books.applyCredit(book, id);
        }
        return id;
    }
}
