package io.aboengine.invoice;

import io.aboengine.charge.LineKind;
import io.aboengine.invoice.DocumentView.Item;
import io.aboengine.invoice.DocumentView.Reference;
import io.aboengine.invoice.DocumentView.Reminded;
import io.aboengine.invoice.TextPage.Align;
import io.aboengine.invoice.TextPage.Row;
import io.aboengine.money.Money;
import io.aboengine.party.Language;
import io.aboengine.party.Party;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.TaxTreatment;
import io.aboengine.tax.VatId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A document as its customer reads it: plain text of about 88 columns in German or English. What the shop has named
 * itself (plans, levels, its note on how to pay) is printed as it is. The same view gives the same text on every machine.
 */
public final class DocumentText {
    private final DocumentView view;
    private final Language language;
    private final Notation written;
    private final boolean traces;
    private final TextPage page = new TextPage();

    private DocumentText(DocumentView view, Language language, boolean traces) {
        this.view = view;
        this.language = language;
        this.written = new Notation(language);
        this.traces = traces;
    }

    public static String render(DocumentView view, Language language) {
        return new DocumentText(view, language, false).text();
    }

    /** The same, with the way to its amount below each line, in English terms and with decimal points. */
    public static String renderWithTrace(DocumentView view, Language language) {
        return new DocumentText(view, language, true).text();
    }

    private String text() {
        seller();
        page.gap();
        nameAndAddress(view.buyer());
        view.buyerVatId().ifPresent(id -> page.line(say("USt-IdNr.: ", "VAT id: ") + id));
        page.gap();
        page.heading(title());
        facts();
        page.gap();
        if (view.type() == DocumentType.DUNNING_NOTICE) {
            reminded();
        } else {
            lines();
            sums();
            taxNotes();
        }
        page.gap();
        payment();
        return page.toString();
    }

    private String say(String german, String english) {
        return language == Language.DE ? german : english;
    }

    private void seller() {
        nameAndAddress(view.seller().party());
        view.seller().vatId().ifPresent(id -> page.line(say("USt-IdNr.: ", "VAT id: ") + TextPage.oneLine(id)));
        view.seller()
                .taxNumber()
                .ifPresent(number -> page.line(say("Steuernummer: ", "Tax number: ") + TextPage.oneLine(number)));
    }

    private void nameAndAddress(Party party) {
        page.paragraph(party.name());
        page.paragraph(party.address().street());
        page.paragraph(party.address().postalCode() + " " + party.address().city());
        boolean abroad = !view.buyer()
                .address()
                .country()
                .equals(view.seller().party().address().country());
        if (abroad) {
            page.line(party.address().country());
        }
    }

    private String title() {
        return switch (view.type()) {
            case INVOICE -> say("Rechnung", "Invoice");
            case CREDIT_NOTE -> say("Rechnungskorrektur", "Credit note");
            case CANCELLATION -> say("Stornorechnung", "Cancellation");
            case DUNNING_NOTICE ->
                view.reminded().stream()
                        .max(Comparator.comparingInt(Reminded::level))
                        .map(Reminded::levelName)
                        .orElse(say("Zahlungserinnerung", "Reminder"));
        };
    }

    private void facts() {
        List<Row> facts = new ArrayList<>();
        facts.add(Row.of(say("Nummer", "Number"), view.number().orElse(say("ENTWURF", "DRAFT"))));
        view.issuedOn().ifPresent(day -> facts.add(Row.of(say("Datum", "Date"), written.date(day))));
        facts.add(Row.of(say("Kundennummer", "Customer number"), view.customerNumber()));
        view.corrects()
                .ifPresent(document -> facts.add(Row.of(say("Zu Rechnung", "Corrects invoice"), reference(document))));
        view.supply().ifPresent(supply -> {
            boolean oneDay = supply.first().equals(supply.last());
            facts.add(Row.of(
                    oneDay ? say("Leistungsdatum", "Date of supply") : say("Leistungszeitraum", "Period of supply"),
                    written.days(supply)));
        });
        if (view.type() != DocumentType.DUNNING_NOTICE) {
            view.dueOn().ifPresent(day -> facts.add(Row.of(say("Fällig am", "Due on"), written.date(day))));
        }
        page.facts(facts);
    }

    private String reference(Reference document) {
        String number = document.number().orElse(document.document().toString());
        return document.issuedOn()
                .map(day -> number + say(" vom ", " of ") + written.date(day))
                .orElse(number);
    }

    private void lines() {
        page.table(
                List.of(Align.RIGHT, Align.WRAP, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT),
                Row.of(
                        say("Pos", "No"),
                        say("Leistung", "Description"),
                        say("Menge", "Quantity"),
                        say("Einzelpreis", "Unit price"),
                        say("USt", "VAT"),
                        view.basis() == PriceBasis.NET
                                ? say("Betrag netto", "Net amount")
                                : say("Betrag brutto", "Gross amount")),
                view.lines().stream().map(this::line).toList());
    }

    private Row line(Item line) {
        return new Row(
                List.of(
                        Integer.toString(line.position()),
                        described(line),
                        written.quantity(line.quantity()),
                        written.price(line.unitPrice()),
                        line.percent().map(written::percent).orElse("–"),
                        written.money(line.amount())),
                notes(line));
    }

    private String described(Item line) {
        return switch (line.kind()) {
            case RECURRING, ONE_TIME, USAGE -> line.description();
            case DISCOUNT -> say("Rabatt: ", "Discount: ") + line.description();
            case ADJUSTMENT -> line.description() + say(", Nachlass", ", reduction");
            case SETUP -> line.description() + say(", Einrichtung", ", set-up");
            case PRORATION_CREDIT -> line.description() + say(", zurückgerechnete Tage", ", days given back");
            case FEE -> say("Mahngebühr", "Reminder fee");
        };
    }

    private List<String> notes(Item line) {
        List<String> notes = new ArrayList<>();
        line.supply().ifPresent(supply -> {
            String part = line.days() == line.periodDays()
                    ? ""
                    : " (" + line.days() + say(" von ", " of ") + line.periodDays() + say(" Tagen)", " days)");
            notes.add(written.days(supply) + part);
        });
        line.corrects()
                .filter(document -> view.corrects().isEmpty())
                .ifPresent(document -> notes.add(say("zu Rechnung ", "for invoice ") + reference(document)));
        if (line.treatment() != TaxTreatment.TAXED && treatmentsWithoutTax() > 1) {
            notes.add(named(line.treatment()));
        }
        if (traces) {
            notes.add("= " + line.trace());
        }
        return notes;
    }

    private void sums() {
        List<Row> sums = new ArrayList<>();
        Row total = Row.of(say("Gesamtbetrag", "Total"), written.money(view.gross()));
        if (view.basis() == PriceBasis.NET) {
            sums.add(Row.of(say("Summe netto", "Net total"), written.money(view.net())));
            taxes(sums, "");
            sums.add(total);
        } else {
            sums.add(total);
            if (view.taxes().stream().anyMatch(g -> g.treatment() == TaxTreatment.TAXED)) {
                sums.add(Row.of(say("darin enthaltene Umsatzsteuer", "VAT included in it"), written.money(view.tax())));
            }
            taxes(sums, "  ");
        }
        if (view.creditApplied().isPositive()) {
            sums.add(Row.of(
                    say("Verrechnetes Guthaben", "Customer credit used"),
                    written.money(view.creditApplied().negate())));
            sums.add(Row.of(say("Zu zahlen", "To be paid"), written.money(view.amountDue())));
        }
        page.sums(sums);
    }

    private void taxes(List<Row> sums, String indent) {
        for (Document.TaxGroup group : view.taxes()) {
            sums.add(
                    group.treatment() == TaxTreatment.TAXED
                            ? Row.of(
                                    indent
                                            + written.percent(group.percent())
                                            + say(" USt auf netto ", " VAT on net ")
                                            + written.money(group.net()),
                                    written.money(group.tax()))
                            : without(indent, group.treatment(), group.net()));
        }
        List<Money> untaxed = view.lines().stream()
                .filter(l -> l.treatment() == TaxTreatment.UNTAXED)
                .map(Item::net)
                .toList();
        if (!untaxed.isEmpty()) {
            sums.add(without(indent, TaxTreatment.UNTAXED, Money.sum(view.currency(), untaxed)));
        }
    }

    private Row without(String indent, TaxTreatment treatment, Money net) {
        return Row.of(indent + named(treatment) + ": " + written.money(net), "");
    }

    private String named(TaxTreatment treatment) {
        return switch (treatment) {
            case TAXED -> say("steuerpflichtig", "taxed");
            case REVERSE_CHARGE -> say("Reverse-Charge", "reverse charge");
            case EXEMPT -> say("steuerfrei", "exempt from VAT");
            case OUTSIDE_SCOPE -> say("nicht steuerbar", "outside the scope of VAT");
            case UNTAXED -> say("ohne USt", "without VAT");
        };
    }

    private long treatmentsWithoutTax() {
        return view.lines().stream()
                .map(Item::treatment)
                .filter(treatment -> treatment != TaxTreatment.TAXED)
                .distinct()
                .count();
    }

    /** What the law wants said where no tax is shown (section 14 (4) no. 8 and section 14a UStG). */
    private void taxNotes() {
        view.taxes().stream()
                .map(Document.TaxGroup::treatment)
                .distinct()
                .flatMap(treatment -> taxNote(treatment).stream())
                .forEach(note -> {
                    page.gap();
                    page.paragraph(note);
                });
    }

    private Optional<String> taxNote(TaxTreatment treatment) {
        return switch (treatment) {
            case TAXED, UNTAXED -> Optional.empty();
            case REVERSE_CHARGE -> Optional.of(reverseCharge());
            case EXEMPT ->
                Optional.of(say(
                        "Steuerfrei: Für diese Leistungen gilt eine Befreiung von der Umsatzsteuer.",
                        "Exempt: an exemption from VAT applies to these supplies."));
            case OUTSIDE_SCOPE ->
                Optional.of(say(
                        "Nicht steuerbar: Ort dieser Leistungen ist der Sitz des Leistungsempfängers in einem Drittland"
                                + " (Art. 44 der Richtlinie 2006/112/EG).",
                        "Outside the scope of VAT: these supplies are made where the recipient is established, in a"
                                + " third country (article 44 of directive 2006/112/EC)."));
        };
    }

    private String reverseCharge() {
        String buyer = view.buyerVatId().map(VatId::value).orElse("");
        String seller = TextPage.oneLine(view.seller().vatId().orElse(""));
        return say(
                "Steuerschuldnerschaft des Leistungsempfängers: Die Umsatzsteuer schuldet der Leistungsempfänger"
                        + " (USt-IdNr. " + buyer + "), nicht der leistende Unternehmer (USt-IdNr. " + seller
                        + "); Art. 196 der Richtlinie 2006/112/EG.",
                "Reverse charge: the VAT is owed by the recipient (VAT id " + buyer + "), not by the supplier (VAT id "
                        + seller + "); article 196 of directive 2006/112/EC.");
    }

    private void reminded() {
        page.paragraph(say(
                "Zu diesen Rechnungen fehlt uns noch Ihre Zahlung:", "We have not yet been paid for these invoices:"));
        page.gap();
        page.table(
                List.of(Align.LEFT, Align.LEFT, Align.LEFT, Align.WRAP, Align.RIGHT),
                Row.of(
                        say("Rechnung", "Invoice"),
                        say("vom", "of"),
                        say("fällig am", "due on"),
                        say("Stufe", "Level"),
                        say("offen", "open")),
                view.reminded().stream()
                        .map(r -> Row.of(
                                r.document()
                                        .number()
                                        .orElse(r.document().document().toString()),
                                r.document().issuedOn().map(written::date).orElse(""),
                                r.dueOn().map(written::date).orElse(""),
                                r.levelName(),
                                written.money(r.open())))
                        .toList());
        List<Row> sums = new ArrayList<>();
        if (!view.lines().isEmpty()) {
            sums.add(Row.of(say("Offen aus Rechnungen", "Open on invoices"), written.money(openOnInvoices())));
        }
        for (Item fee : view.lines()) {
            sums.add(Row.of(described(fee), written.money(fee.amount())));
        }
        if (view.creditApplied().isPositive()) {
            sums.add(Row.of(
                    say("Verrechnetes Guthaben", "Customer credit used"),
                    written.money(view.creditApplied().negate())));
        }
        sums.add(Row.of(
                say("Zu zahlen", "To be paid"), written.money(openOnInvoices().plus(view.amountDue()))));
        page.sums(sums);
        if (traces) {
            view.lines().forEach(fee -> page.paragraph("= " + fee.trace()));
        }
    }

    private Money openOnInvoices() {
        return Money.sum(
                view.currency(), view.reminded().stream().map(Reminded::open).toList());
    }

    private void payment() {
        if (view.isDraft()) {
            page.paragraph(say(
                    "Dies ist ein Entwurf und noch keine Rechnung. Bitte zahlen Sie darauf nicht.",
                    "This is a draft and no invoice yet. Please do not pay on it."));
        } else if (view.type() == DocumentType.DUNNING_NOTICE) {
            remindedPayment();
        } else if (view.gross().isNegative()) {
            page.paragraph(say(
                    "Wir verrechnen den Betrag mit dem, was auf der berichtigten Rechnung noch offen ist; was darüber"
                            + " hinausgeht, steht Ihnen als Guthaben zu.",
                    "We set the amount off against what is still open on the corrected invoice; anything beyond that"
                            + " is yours as customer credit."));
        } else if (!view.amountDue().isPositive()) {
            page.paragraph(
                    view.creditApplied().isPositive()
                            ? say(
                                    "Ihr Guthaben deckt den Betrag. Es ist nichts zu zahlen.",
                                    "Your customer credit covers the amount. There is nothing to pay.")
                            : say("Es ist nichts zu zahlen.", "There is nothing to pay."));
        } else {
            invoicePayment();
        }
    }

    private void invoicePayment() {
        String amount = written.money(view.amountDue());
        switch (view.method()) {
            case DIRECT_DEBIT ->
                page.paragraph(say(
                        "Wir ziehen " + amount + by(" am ", " bis zum ") + " per SEPA-Lastschrift von Ihrem Konto ein.",
                        "We will collect " + amount + " from your account by SEPA direct debit" + by(" on ", " by ")
                                + "."));
            case CARD ->
                page.paragraph(
                        say("Wir belasten Ihre Karte mit " + amount + ".", "We charge " + amount + " to your card."));
            case WALLET ->
                page.paragraph(say(
                        "Wir buchen " + amount + " von Ihrem Wallet-Konto ab.",
                        "We charge " + amount + " to your wallet account."));
            case INVOICE -> transfer(amount);
        }
        if (view.noticeOfDefault()) {
            page.gap();
            page.paragraph(say(
                    "Hinweis für Verbraucher: Zahlen Sie nicht, kommen Sie spätestens 30 Tage nach Fälligkeit und Zugang"
                            + " dieser Rechnung in Verzug, auch ohne Mahnung (§ 286 Abs. 3 BGB).",
                    "Note for consumers: if you do not pay, you are in default at the latest 30 days after the due date"
                            + " and receipt of this invoice, even without a reminder (section 286 (3) BGB)."));
        }
    }

    /** The day of collection, or the due date, which it is never later than. */
    private String by(String on, String until) {
        return view.collectOn()
                .map(day -> on + written.date(day))
                .or(() -> view.dueOn().map(day -> until + written.date(day)))
                .orElse("");
    }

    private void transfer(String amount) {
        String until = view.dueOn()
                .map(day -> say(" bis zum ", " by ") + written.date(day))
                .orElse("");
        page.paragraph(say("Bitte überweisen Sie " + amount + until + ".", "Please transfer " + amount + until + "."));
        reference();
    }

    /** What to name in the transfer, and what the shop says about it. */
    private void reference() {
        view.number().ifPresent(number -> page.line(say("Verwendungszweck: ", "Payment reference: ") + number));
        Optional<String> note = view.seller().paymentNote();
        note.ifPresent(lines -> lines.lines().forEach(page::paragraph));
    }

    private void remindedPayment() {
        Money total = openOnInvoices().plus(view.amountDue());
        String until = view.dueOn()
                .map(day -> say(" bis zum ", " by ") + written.date(day))
                .orElse(say(" umgehend", " now"));
        page.paragraph(say(
                "Bitte überweisen Sie " + written.money(total) + until + ".",
                "Please transfer " + written.money(total) + until + "."));
        reference();
        page.gap();
        page.paragraph(say(
                "Hat sich Ihre Zahlung mit diesem Schreiben gekreuzt, ist nichts weiter zu tun.",
                "If you have paid in the meantime, there is nothing left to do."));
        if (view.lines().stream().anyMatch(l -> l.kind() == LineKind.FEE)) {
            page.paragraph(say(
                    "Die Mahngebühr ersetzt einen Verzugsschaden und enthält keine Umsatzsteuer.",
                    "The reminder fee makes up for damage caused by default and contains no VAT."));
        }
    }
}
