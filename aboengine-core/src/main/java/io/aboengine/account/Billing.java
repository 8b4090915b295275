package io.aboengine.account;

import io.aboengine.charge.Charge;
import io.aboengine.charge.LineId;
import io.aboengine.dunning.DunningPosition;
import io.aboengine.event.EventType;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentState;
import io.aboengine.invoice.DocumentType;
import io.aboengine.invoice.Drafting;
import io.aboengine.invoice.Line;
import io.aboengine.invoice.NumberSeries;
import io.aboengine.invoice.Placement;
import io.aboengine.money.Money;
import io.aboengine.payment.CollectionDays;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.tax.TaxQuestion;
import io.aboengine.tax.TaxRules;
import io.aboengine.tax.TaxSplit;
import io.aboengine.tax.TaxStatus;
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

    /** Stores charges as lines that wait for the next document. */
    static void keepWaiting(AccountBook book, List<Charge> charges) {
        for (Charge charge : charges) {
            if (!charge.amount().isZero()) {
                book.put(new Line(new LineId(book.account().id(), book.takeOrdinal()), charge, Optional.empty()));
            }
        }
    }

    /**
     * Puts the charges on documents of their own, without anything that waits. Charges that only give back make one
     * document for each that they correct, so that a credit note names what it takes back.
     */
    static List<DocumentId> issue(AccountBook book, LocalDate plannedOn, List<Charge> charges) {
        return issue(book, plannedOn, List.of(), charges);
    }

    /** Puts the charges on a document together with every line that waits for one. */
    static List<DocumentId> issueWithWaiting(AccountBook book, LocalDate plannedOn, List<Charge> charges) {
        List<Line> waiting = book.lines().stream().filter(Line::isWaiting).toList();
        return issue(book, plannedOn, waiting, charges);
    }

    private static List<DocumentId> issue(
            AccountBook book, LocalDate plannedOn, List<Line> waiting, List<Charge> charges) {
        boolean allZero =
                waiting.isEmpty() && charges.stream().allMatch(c -> c.amount().isZero());
        if (allZero && (charges.isEmpty() || book.settings().zeroInvoices() == ZeroInvoices.SKIP)) {
            return List.of();
        }
        List<Line> lines = new ArrayList<>(waiting);
        for (Charge charge : charges) {
            lines.add(new Line(new LineId(book.account().id(), book.takeOrdinal()), charge, Optional.empty()));
        }
        List<DocumentId> made = new ArrayList<>();
        for (List<Line> together : byCorrected(book, lines)) {
            made.add(draft(book, plannedOn, together));
        }
        return made;
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

    private static DocumentId draft(AccountBook book, LocalDate plannedOn, List<Line> lines) {
        Settings settings = book.settings();
        DocumentId id = new DocumentId(book.account().id(), book.takeOrdinal());
        List<Drafting.Item> items = lines.stream()
                .map(line -> new Drafting.Item(line, origin(book, line)))
                .toList();
        TaxStatus buyer = TaxStatus.consumer();
        Drafting.Result result = Drafting.draft(
                id,
                settings.priceBasis(),
                book.currency(),
                items,
                charge -> TaxRules.standard()
                        .decide(
                                new TaxQuestion(
                                        charge.taxCategory(),
                                        settings.seller().party().address().country(),
                                        book.account().country(),
                                        buyer,
                                        charge.suppliedOn()),
                                settings.taxes()));
        LocalDate finalizeOn = plannedOn.plusDays(settings.draftDays());
        List<DocumentId> corrected = lines.stream()
                .flatMap(l -> correctedBy(book, l).stream())
                .distinct()
                .toList();
        List<SubscriptionId> subscriptions = lines.stream()
                .flatMap(l -> l.charge().subscription().stream())
                .distinct()
                .sorted()
                .toList();
        boolean givesBack = result.gross().isNegative();
        Document document = new Document(
                id,
                givesBack ? DocumentType.CREDIT_NOTE : DocumentType.INVOICE,
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
                givesBack && corrected.size() == 1 ? Optional.of(corrected.get(0)) : Optional.empty(),
                subscriptions,
                result.taxes(),
                result.net(),
                result.tax(),
                result.gross(),
                book.zero(),
                book.zero(),
                book.zero(),
                book.zero(),
                Optional.empty(),
                Optional.empty(),
                List.of());
        document.requireVatIds(settings.seller(), buyer.vatId());
        book.put(document);
        result.lines().forEach(book::put);
        Releases.bind(book, document);
        if (!finalizeOn.isAfter(book.today()) && book.finalizing() == Finalizing.BY_SETTINGS) {
            finalise(book, document);
        }
        return id;
    }

    private static Optional<Drafting.Origin> origin(AccountBook book, Line credit) {
        Optional<Line> original = credit.charge().takesBack().flatMap(book::line);
        return original.flatMap(Line::placement).map(placement -> {
            TaxSplit left = placement.split();
            for (Line other : book.lines()) {
                if (other.charge().takesBack().equals(credit.charge().takesBack())
                        && other.placement().isPresent()) {
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

    private static void finalise(AccountBook book, Document draft) {
        LocalDate issuedOn = book.today();
        PaymentMethodKind method = book.account().paymentMethod().kind();
        CollectionDays days = CollectionDays.of(
                method,
                issuedOn,
                book.settings().paymentTermDays(),
                book.settings().directDebitNoticeDays(),
                book.rules().leadOf(method).orElse(0));
        boolean asks = draft.gross().isPositive();
        Document document = draft.finalized(issuedOn, asks ? Optional.of(days.dueOn()) : Optional.empty(), method);
        NumberSeries series = seriesOf(book.settings(), document.type());
        book.number(new AccountChange.NumberWish(document.id(), series.seriesOn(issuedOn), series.digits()));
        book.put(document);
        book.tell(
                document.type() == DocumentType.INVOICE ? EventType.INVOICE_FINALIZED : EventType.CREDIT_NOTE_FINALIZED,
                document.plannedOn(),
                document.id(),
                Optional.of(document.gross()),
                document.corrects().map(d -> Map.of("corrects", d.toString())).orElse(Map.of()));
        if (asks) {
            Books.applyCredit(book, document.id());
        } else if (document.gross().isNegative()) {
            Books.giveBack(book, document);
        }
        Document booked = book.document(document.id()).orElseThrow();
        if (booked.isOpen()) {
            book.put(booked.withDunning(DunningPosition.startingOn(days.dueOn())));
            Collect.intendFirst(book, booked, days);
        }
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
                fee.isPositive() ? Optional.of(today.plusDays(book.settings().paymentTermDays())) : Optional.empty(),
                book.rules().catalogVersion(),
                book.rules().settingsVersion(),
                book.account().buyerVersion(),
                Optional.empty(),
                List.of(),
                List.of(),
                fee,
                book.zero(),
                fee,
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
