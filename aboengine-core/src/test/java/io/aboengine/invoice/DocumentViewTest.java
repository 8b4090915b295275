package io.aboengine.invoice;

import static io.aboengine.invoice.Examples.ADA;
import static io.aboengine.invoice.Examples.CONSUMER;
import static io.aboengine.invoice.Examples.april;
import static io.aboengine.invoice.Examples.charge;
import static io.aboengine.invoice.Examples.credit;
import static io.aboengine.invoice.Examples.eur;
import static io.aboengine.invoice.Examples.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Discount.Reduction;
import io.aboengine.charge.Charge;
import io.aboengine.charge.LineKind;
import io.aboengine.charge.Reductions;
import io.aboengine.invoice.DocumentView.Reference;
import io.aboengine.invoice.DocumentView.Supply;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.party.Language;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.TaxTreatment;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DocumentViewTest {

    @Test
    void days_are_shown_with_the_last_one_included() {
        DocumentView view = Examples.grossInvoice();
        assertThat(view.lines())
                .extracting(DocumentView.Item::supply)
                .containsExactly(
                        Optional.of(new Supply(LocalDate.of(2026, 4, 16), LocalDate.of(2026, 4, 30))),
                        Optional.of(new Supply(LocalDate.of(2026, 4, 1), LocalDate.of(2026, 4, 30))),
                        Optional.of(new Supply(LocalDate.of(2026, 4, 1), LocalDate.of(2026, 4, 1))));
        assertThat(view.supply()).contains(new Supply(LocalDate.of(2026, 4, 1), LocalDate.of(2026, 4, 30)));
    }

    @Test
    void lines_add_up_to_the_totals_and_groups_leave_out_what_is_not_taxed() {
        DocumentView view = Examples.grossInvoice();
        assertThat(view.lines())
                .extracting(DocumentView.Item::percent)
                .containsExactly(Optional.of(new BigDecimal("7")), Optional.of(new BigDecimal("19")), Optional.empty());
        assertThat(Money.sum(
                        Currency.EUR,
                        view.lines().stream().map(DocumentView.Item::gross).toList()))
                .isEqualTo(view.gross())
                .isEqualTo(view.net().plus(view.tax()));
        assertThat(view.taxes())
                .containsExactly(
                        new Document.TaxGroup(
                                "reduced", TaxTreatment.TAXED, new BigDecimal("7"), eur("13.97"), eur("0.98")),
                        new Document.TaxGroup(
                                "standard", TaxTreatment.TAXED, new BigDecimal("19"), eur("8.39"), eur("1.59")));
        assertThat(view.amountDue()).isEqualTo(view.gross().minus(view.creditApplied()));
    }

    @Test
    void a_credit_names_the_document_it_corrects() {
        DocumentView note = Examples.creditNote();
        Reference invoice = new Reference(
                new DocumentId(ADA, 2), Optional.of("RE-2026-000002"), Optional.of(LocalDate.of(2026, 4, 1)));
        assertThat(note.corrects()).contains(invoice);
        assertThat(note.lines().get(0).corrects()).contains(invoice);
    }

    @Test
    void on_a_document_that_also_charges_each_credit_names_its_own_invoice() {
        Charge half = credit(Examples.newspapers().get(1), april(16, 31));
        Charge fresh = charge(LineKind.RECURRING, "Rätselheft Plus", april(16, 31), 30, "1", "19.90", "standard");
        DocumentId id = new DocumentId(ADA, 6);
        Drafting.Result drafted = Examples.drafted(id, PriceBasis.GROSS, List.of(half, fresh));
        Document mixed = Examples.document(
                id,
                DocumentType.INVOICE,
                PaymentMethodKind.CARD,
                PriceBasis.GROSS,
                drafted,
                Optional.empty(),
                List.of());
        Line takenBack = new Line(
                half.takesBack().orElseThrow(),
                Examples.newspapers().get(1),
                Optional.of(new Placement(
                        new DocumentId(ADA, 2),
                        2,
                        TaxTreatment.TAXED,
                        new BigDecimal("19"),
                        eur("8.39"),
                        eur("1.59"),
                        eur("9.98"))));
        List<Line> lines = new ArrayList<>(drafted.lines());
        lines.add(takenBack);

        DocumentView view = Examples.view(mixed, Optional.of("RE-2026-000003"), CONSUMER, lines);
        assertThat(view.lines()).hasSize(2);
        assertThat(view.lines().get(0).corrects().flatMap(Reference::number)).contains("RE-2026-000002");
        assertThat(view.lines().get(1).corrects()).isEmpty();
        assertThat(DocumentText.render(view, Language.DE))
                .contains("\n     zu Rechnung RE-2026-000002 vom 01.04.2026\n");

        DocumentView without = Examples.view(mixed, Optional.of("RE-2026-000003"), CONSUMER, drafted.lines());
        assertThat(without.lines().get(0).corrects()).isEmpty();
    }

    @Test
    void a_line_that_lowers_another_of_the_same_document_does_not_name_it() {
        Charge charge = charge(LineKind.RECURRING, "Rätselheft", april(1, 31), 30, "1", "10.00", "standard");
        Charge less = Reductions.line(
                charge, Discount.of("ten", Reduction.percent("10")).granted(), eur("1.00"));
        DocumentId id = new DocumentId(ADA, 6);
        Drafting.Result drafted = Examples.drafted(id, PriceBasis.GROSS, List.of(charge, less));
        Line discount = drafted.lines().get(1);
        Line lowering =
                new Line(discount.id(), less.takingBack(drafted.lines().get(0).id()), discount.placement());
        Document invoice = Examples.document(
                id,
                DocumentType.INVOICE,
                PaymentMethodKind.CARD,
                PriceBasis.GROSS,
                drafted,
                Optional.empty(),
                List.of());

        DocumentView view = Examples.view(
                invoice,
                Optional.of("RE-2026-000003"),
                CONSUMER,
                List.of(drafted.lines().get(0), lowering));

        assertThat(view.lines().get(1).corrects()).isEmpty();
        assertThat(DocumentText.render(view, Language.DE)).doesNotContain("zu Rechnung");
    }

    @Test
    void a_notice_tells_what_it_reminds_of_and_supplies_nothing() {
        DocumentView notice = Examples.notice();
        assertThat(notice.reminded())
                .extracting(r -> r.document().number().orElseThrow(), DocumentView.Reminded::open)
                .containsExactly(tuple("RE-2026-000001", eur("4524.98")), tuple("RE-2026-000002", eur("21.93")));
        assertThat(notice.reminded().get(0).dueOn()).contains(LocalDate.of(2026, 4, 15));
        assertThat(notice.supply()).isEmpty();
        assertThat(notice.taxes()).isEmpty();
        assertThat(notice.amountDue()).isEqualTo(eur("1.20"));
    }

    @Test
    void lines_stand_in_printed_order_and_those_that_wait_are_left_out() {
        Document document = Examples.invoice(1, PriceBasis.NET, PaymentMethodKind.CARD, Examples.seats());
        List<Line> lines = new ArrayList<>(Examples.drafted(document.id(), PriceBasis.NET, Examples.seats())
                .lines());
        Collections.reverse(lines);
        lines.add(line(Examples.seats().get(0), 99));
        DocumentView view = Examples.view(document, Optional.empty(), CONSUMER, lines);
        assertThat(view.lines()).extracting(DocumentView.Item::position).containsExactly(1, 2);
    }

    @Test
    void what_is_logged_of_it_shows_no_name_and_no_address() {
        assertThat(Examples.grossInvoice().toString()).doesNotContain("Ada Winter", "Lindenallee", "50668", "Köln");
    }
}
