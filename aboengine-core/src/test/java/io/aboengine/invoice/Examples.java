package io.aboengine.invoice;

import io.aboengine.calendar.ServicePeriod;
import io.aboengine.charge.Charge;
import io.aboengine.charge.LineId;
import io.aboengine.charge.LineKind;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.AccountId;
import io.aboengine.party.Language;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.TaxCategory;
import io.aboengine.tax.TaxDecision;
import io.aboengine.tax.TaxQuestion;
import io.aboengine.tax.TaxRate;
import io.aboengine.tax.TaxRules;
import io.aboengine.tax.TaxStatus;
import io.aboengine.tax.TaxTable;
import io.aboengine.tax.TaxTreatment;
import io.aboengine.tax.VatId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Documents as a shop issues them, drafted by {@link Drafting}. */
final class Examples {
    static final AccountId ADA = AccountId.of("ada");
    static final LocalDate FIRST_OF_APRIL = LocalDate.of(2026, 4, 1);
    static final TaxTable RATES = new TaxTable(List.of(
            new TaxRate(new TaxCategory("standard"), "DE", new BigDecimal("19"), LocalDate.of(2021, 1, 1)),
            new TaxRate(new TaxCategory("reduced"), "DE", new BigDecimal("7"), LocalDate.of(2021, 1, 1))));
    static final SellerProfile SELLER = new SellerProfile(
            new Party("Lesewerk Verlag GmbH", new PostalAddress("Am Markt 3", "04109", "Leipzig", "DE"), Language.DE),
            Optional.of("231/115/03214"),
            Optional.of("DE123456789"),
            Optional.of("Konto: Lesewerk Verlag GmbH, IBAN DE75 5121 0800 1245 1261 99"));
    static final Party COMPANY =
            new Party("Kontor Nord AG", new PostalAddress("Speicherweg 12", "20457", "Hamburg", "DE"), Language.DE);
    static final Party CONSUMER =
            new Party("Ada Winter", new PostalAddress("Lindenallee 5", "50668", "Köln", "DE"), Language.DE);

    static final Party VIENNESE =
            new Party("Kaffeehaus Mohr OG", new PostalAddress("Ringstraße 8", "1010", "Wien", "AT"), Language.DE);
    static final VatId AUSTRIAN = new VatId("ATU12345678");

    private Examples() {}

    /** Seats and a set-up fee at 19 percent, prices without tax, by transfer. */
    static DocumentView netInvoice() {
        Document invoice = invoice(1, PriceBasis.NET, PaymentMethodKind.INVOICE, seats());
        return view(invoice, seats(), Optional.of("RE-2026-000001"), COMPANY);
    }

    static List<Charge> seats() {
        return List.of(
                charge(LineKind.RECURRING, "Redaktionssystem Team", april(1, 31), 30, "3", "1234.50", "standard"),
                charge(LineKind.SETUP, "Redaktionssystem Team", Optional.empty(), 0, "1", "99.00", "standard"));
    }

    /** Prices with tax, half a month of one, customer credit used, by transfer. */
    static DocumentView grossInvoice() {
        return view(grossDocument(PaymentMethodKind.INVOICE), newspapers(), Optional.of("RE-2026-000002"), CONSUMER);
    }

    static Document grossDocument(PaymentMethodKind method) {
        return invoice(2, PriceBasis.GROSS, method, newspapers()).withCreditApplied(eur("5.00"));
    }

    static List<Charge> newspapers() {
        return List.of(
                charge(LineKind.RECURRING, "Tageszeitung digital", april(16, 31), 30, "1", "29.90", "reduced"),
                charge(LineKind.RECURRING, "Rätselheft", april(1, 31), 30, "2", "4.99", "standard"),
                charge(LineKind.ONE_TIME, "Spende an die Leseförderung", Optional.empty(), 0, "1", "2.00", ""));
    }

    /** Gives back half a month of {@link #grossInvoice}. */
    static DocumentView creditNote() {
        Charge half = credit(newspapers().get(1), april(16, 31));
        DocumentId id = new DocumentId(ADA, 3);
        Drafting.Result drafted = Drafting.draft(
                id,
                PriceBasis.GROSS,
                Currency.EUR,
                List.of(new Drafting.Item(line(half, 31), Optional.empty())),
                soldTo("DE", TaxStatus.consumer()));
        Document note = document(
                id,
                DocumentType.CREDIT_NOTE,
                PaymentMethodKind.INVOICE,
                PriceBasis.GROSS,
                drafted,
                Optional.of(new DocumentId(ADA, 2)),
                List.of());
        return view(
                note.finalized(LocalDate.of(2026, 4, 16), Optional.empty(), note.method()),
                Optional.of("RK-2026-000001"),
                CONSUMER,
                drafted.lines());
    }

    /** Two invoices on different levels and a fee. */
    static DocumentView notice() {
        DocumentId id = new DocumentId(ADA, 4);
        Charge fee = charge(LineKind.FEE, "2. Mahnung", Optional.empty(), 0, "1", "1.20", "");
        Money zero = Money.zero(Currency.EUR);
        Line line = new Line(
                new LineId(ADA, 41),
                fee,
                Optional.of(
                        new Placement(id, 1, TaxTreatment.UNTAXED, BigDecimal.ZERO, fee.amount(), zero, fee.amount())));
        Drafting.Result drafted = new Drafting.Result(List.of(line), List.of(), fee.amount(), zero, fee.amount());
        Document notice = document(
                id,
                DocumentType.DUNNING_NOTICE,
                PaymentMethodKind.INVOICE,
                PriceBasis.GROSS,
                drafted,
                Optional.empty(),
                List.of(
                        new Document.Reminded(new DocumentId(ADA, 1), 1, "Zahlungserinnerung", eur("4524.98")),
                        new Document.Reminded(new DocumentId(ADA, 2), 2, "2. Mahnung", eur("21.93"))));
        return view(
                notice.finalized(LocalDate.of(2026, 5, 13), Optional.of(LocalDate.of(2026, 5, 27)), notice.method()),
                Optional.of("MA-2026-000001"),
                CONSUMER,
                drafted.lines());
    }

    static Document invoice(long ordinal, PriceBasis basis, PaymentMethodKind method, List<Charge> charges) {
        DocumentId id = new DocumentId(ADA, ordinal);
        return document(
                        id,
                        DocumentType.INVOICE,
                        method,
                        basis,
                        drafted(id, basis, charges),
                        Optional.empty(),
                        List.of())
                .finalized(FIRST_OF_APRIL, Optional.of(FIRST_OF_APRIL.plusDays(14)), method);
    }

    /** Seats for an Austrian business: it owes the tax. */
    static DocumentView reverseCharge() {
        DocumentId id = new DocumentId(ADA, 7);
        Drafting.Result drafted = drafted(id, PriceBasis.NET, seats(), soldTo("AT", TaxStatus.business(AUSTRIAN)));
        Document invoice = document(
                        id,
                        DocumentType.INVOICE,
                        PaymentMethodKind.INVOICE,
                        PriceBasis.NET,
                        drafted,
                        Optional.empty(),
                        List.of())
                .finalized(FIRST_OF_APRIL, Optional.of(FIRST_OF_APRIL.plusDays(14)), PaymentMethodKind.INVOICE);
        return view(invoice, Optional.of("RE-2026-000004"), VIENNESE, Optional.of(AUSTRIAN), drafted.lines());
    }

    /** A German seller's decisions for a buyer there. */
    static Function<Charge, TaxDecision> soldTo(String country, TaxStatus buyer) {
        return charge -> TaxRules.standard()
                .decide(new TaxQuestion(charge.taxCategory(), "DE", country, buyer, charge.suppliedOn()), RATES);
    }

    static Drafting.Result drafted(DocumentId id, PriceBasis basis, List<Charge> charges) {
        return drafted(id, basis, charges, soldTo("DE", TaxStatus.consumer()));
    }

    static Drafting.Result drafted(
            DocumentId id, PriceBasis basis, List<Charge> charges, Function<Charge, TaxDecision> decide) {
        List<Drafting.Item> items = new ArrayList<>();
        for (Charge charge : charges) {
            items.add(new Drafting.Item(line(charge, id.ordinal() * 10 + items.size()), Optional.empty()));
        }
        return Drafting.draft(id, basis, Currency.EUR, items, decide);
    }

    static DocumentView view(Document document, List<Charge> charges, Optional<String> number, Party buyer) {
        return view(
                document,
                number,
                buyer,
                drafted(document.id(), document.basis(), charges).lines());
    }

    static DocumentView view(Document document, Optional<String> number, Party buyer, List<Line> lines) {
        return view(document, number, buyer, Optional.empty(), lines);
    }

    static DocumentView view(
            Document document, Optional<String> number, Party buyer, Optional<VatId> buyerVatId, List<Line> lines) {
        Map<Long, String> numbers = Map.of(1L, "RE-2026-000001", 2L, "RE-2026-000002");
        return DocumentView.of(
                document,
                lines,
                number,
                SELLER,
                buyer,
                buyerVatId,
                ADA.value(),
                other -> Optional.ofNullable(numbers.get(other.ordinal())),
                other -> Optional.of(invoice(other.ordinal(), PriceBasis.NET, PaymentMethodKind.INVOICE, seats())),
                document.method() == PaymentMethodKind.DIRECT_DEBIT
                        ? Optional.of(LocalDate.of(2026, 4, 2))
                        : Optional.empty(),
                document.basis() == PriceBasis.GROSS);
    }

    static Charge charge(
            LineKind kind,
            String description,
            Optional<ServicePeriod> period,
            int periodDays,
            String quantity,
            String unitPrice,
            String taxCategory) {
        UnitPrice price = UnitPrice.of(unitPrice, Currency.EUR);
        BigDecimal count = new BigDecimal(quantity);
        int days = period.map(ServicePeriod::days).orElse(1);
        return new Charge(
                kind,
                Optional.empty(),
                description,
                period.map(p -> "plan"),
                period.map(p -> "regular"),
                period,
                periodDays,
                count,
                price,
                price.prorated(count, days, Math.max(periodDays, 1)),
                Optional.of(taxCategory).filter(c -> !c.isEmpty()).map(TaxCategory::new),
                period.map(ServicePeriod::lastDay).orElse(FIRST_OF_APRIL),
                "",
                Optional.empty(),
                Optional.empty(),
                days + " of " + periodDays + " days × " + quantity + " × " + price.toPlainString());
    }

    static Charge credit(Charge charge, Optional<ServicePeriod> days) {
        Money back = charge.unitPrice()
                .prorated(charge.quantity(), days.orElseThrow().days(), charge.periodDays());
        return new Charge(
                LineKind.PRORATION_CREDIT,
                charge.subscription(),
                charge.description(),
                charge.plan(),
                charge.phase(),
                days,
                charge.periodDays(),
                charge.quantity().negate(),
                charge.unitPrice(),
                back.negate(),
                charge.taxCategory(),
                charge.suppliedOn(),
                "",
                Optional.empty(),
                Optional.of(new LineId(ADA, 21)),
                "15 of 30 days given back: 9.98 billed − 4.99 kept");
    }

    static Line line(Charge charge, long ordinal) {
        return new Line(new LineId(ADA, ordinal), charge, Optional.empty());
    }

    static Document document(
            DocumentId id,
            DocumentType type,
            PaymentMethodKind method,
            PriceBasis basis,
            Drafting.Result drafted,
            Optional<DocumentId> corrects,
            List<Document.Reminded> reminded) {
        Money zero = Money.zero(Currency.EUR);
        return new Document(
                id,
                type,
                DocumentState.DRAFT,
                method,
                basis,
                FIRST_OF_APRIL,
                FIRST_OF_APRIL,
                Optional.empty(),
                Optional.empty(),
                1,
                1,
                1,
                Optional.empty(),
                corrects,
                PayOut.CREDIT,
                List.of(),
                drafted.taxes(),
                drafted.net(),
                drafted.tax(),
                drafted.gross(),
                zero,
                zero,
                zero,
                zero,
                zero,
                zero,
                Optional.empty(),
                Optional.empty(),
                reminded);
    }

    /** Days of April 2026, {@code to} exclusive. */
    static Optional<ServicePeriod> april(int from, int to) {
        return Optional.of(new ServicePeriod(FIRST_OF_APRIL.plusDays(from - 1), FIRST_OF_APRIL.plusDays(to - 1)));
    }

    static Money eur(String amount) {
        return Money.of(amount, Currency.EUR);
    }
}
