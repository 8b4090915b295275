package io.aboengine.invoice;

import static io.aboengine.invoice.Examples.ADA;
import static io.aboengine.invoice.Examples.AUSTRIAN;
import static io.aboengine.invoice.Examples.april;
import static io.aboengine.invoice.Examples.charge;
import static io.aboengine.invoice.Examples.credit;
import static io.aboengine.invoice.Examples.eur;
import static io.aboengine.invoice.Examples.line;
import static io.aboengine.invoice.Examples.soldTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.charge.Charge;
import io.aboengine.charge.LineKind;
import io.aboengine.invoice.Document.TaxGroup;
import io.aboengine.money.Currency;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.TaxCategory;
import io.aboengine.tax.TaxDecision;
import io.aboengine.tax.TaxStatus;
import io.aboengine.tax.TaxTreatment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DraftingTest {
    private static final DocumentId INVOICE = new DocumentId(ADA, 20);
    private static final DocumentId NOTE = new DocumentId(ADA, 21);
    private static final Function<Charge, TaxDecision> TO_VIENNA = soldTo("AT", TaxStatus.business(AUSTRIAN));

    /** The sum of each rate, then HALF_UP; with gross prices tax is gross less net. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        # basis | rate:amount                          | groups: rate net tax                             | gross
        # 0.99 x 19 % = 0.1881; each line by itself would make 0.18
        NET     | 19:0.33 19:0.33 19:0.33              | 19 0.99 0.19                                     | 1.18
        # 10.00 x 19 %, 4.99 x 7 % = 0.3493, and a rate of zero, which is a rate
        NET     | 19:10.00 7:4.99 0:2.00               | 19 10.00 1.90; 7 4.99 0.35; 0 2.00 0.00          | 19.24
        # the order of the lines does not matter to a group: 0.33 + 0.17 = 0.50, x 7 % = 0.035
        NET     | 7:0.33 19:0.50 7:0.17                | 7 0.50 0.04; 19 0.50 0.10                        | 1.14
        GROSS   | 19:9.99                              | 19 8.39 1.60                                     | 9.99
        GROSS   | 19:29.90                             | 19 25.13 4.77                                    | 29.90
        GROSS   | 7:4.99                               | 7 4.66 0.33                                      | 4.99
        GROSS   | 19:9.99 19:9.99                      | 19 16.79 3.19                                    | 19.98
        GROSS   | 19:29.90 7:4.99 0:2.00               | 19 25.13 4.77; 7 4.66 0.33; 0 2.00 0.00          | 36.89
        """)
    void one_document_holds_several_rates(PriceBasis basis, String amounts, String groups, String gross) {
        Drafting.Result drafted = Examples.drafted(INVOICE, basis, charges(amounts), DraftingTest::taxedByName);

        assertThat(written(drafted.taxes())).isEqualTo(groups);
        assertThat(drafted.gross())
                .isEqualTo(eur(gross))
                .isEqualTo(drafted.net().plus(drafted.tax()));
    }

    @Test
    void under_reverse_charge_a_gross_price_stays_what_the_customer_pays() {
        Drafting.Result drafted = Examples.drafted(INVOICE, PriceBasis.GROSS, Examples.newspapers(), TO_VIENNA);

        assertThat(drafted.gross()).isEqualTo(eur("26.93"));
        assertThat(drafted.net()).isEqualTo(eur("26.93"));
        assertThat(drafted.tax()).isEqualTo(eur("0.00"));
        assertThat(drafted.taxes()).containsExactly(reverse("reduced", "14.95"), reverse("standard", "9.98"));
        assertThat(drafted.lines())
                .extracting(l -> l.placement().orElseThrow().treatment())
                .containsExactly(TaxTreatment.REVERSE_CHARGE, TaxTreatment.REVERSE_CHARGE, TaxTreatment.UNTAXED);
    }

    @Test
    void a_credit_keeps_treatment_and_rate_of_its_line_whatever_the_buyer_is_today() {
        Charge seat = charge(LineKind.RECURRING, "Rätselheft", april(1, 31), 30, "1", "100.00", "standard");
        Charge half = credit(seat, april(16, 31));
        Line billed = Examples.drafted(INVOICE, PriceBasis.NET, List.of(seat), TO_VIENNA)
                .lines()
                .get(0);
        Line taxed =
                Examples.drafted(INVOICE, PriceBasis.NET, List.of(seat)).lines().get(0);

        assertThat(creditOf(PriceBasis.NET, billed, half, soldTo("DE", TaxStatus.consumer()))
                        .taxes())
                .containsExactly(reverse("standard", "-50.00"));
        assertThat(creditOf(PriceBasis.NET, taxed, half, TO_VIENNA).taxes())
                .containsExactly(new TaxGroup(
                        "standard", TaxTreatment.TAXED, new BigDecimal("19"), eur("-50.00"), eur("-9.50")));
    }

    @Test
    void a_credit_that_empties_a_reverse_charge_line_takes_exactly_what_is_left() {
        Charge seat = charge(LineKind.RECURRING, "Rätselheft", april(1, 31), 30, "1", "9.99", "standard");
        Line billed = Examples.drafted(INVOICE, PriceBasis.GROSS, List.of(seat), TO_VIENNA)
                .lines()
                .get(0);

        Drafting.Result note = creditOf(PriceBasis.GROSS, billed, credit(seat, april(1, 31)), TO_VIENNA);

        assertThat(note.net()).isEqualTo(eur("-9.99"));
        assertThat(note.tax()).isEqualTo(eur("0.00"));
        assertThat(note.gross()).isEqualTo(eur("-9.99"));
    }

    /** A credit of an exempt month beside a charge under reverse charge: same category and rate, groups of their own. */
    @Test
    void treatments_of_one_category_stay_apart() {
        Charge seat = charge(LineKind.RECURRING, "Rätselheft", april(1, 31), 30, "1", "100.00", "standard");
        Line exempt = Examples.drafted(
                        INVOICE,
                        PriceBasis.NET,
                        List.of(seat),
                        soldTo("DE", TaxStatus.consumer().withExemption()))
                .lines()
                .get(0);
        Drafting.Result mixed = Drafting.draft(
                NOTE,
                PriceBasis.NET,
                Currency.EUR,
                List.of(
                        new Drafting.Item(line(credit(seat, april(16, 31)), 91), Optional.of(origin(exempt))),
                        new Drafting.Item(line(seat, 92), Optional.empty())),
                TO_VIENNA);

        assertThat(mixed.taxes())
                .containsExactly(
                        new TaxGroup("standard", TaxTreatment.EXEMPT, BigDecimal.ZERO, eur("-50.00"), eur("0.00")),
                        reverse("standard", "100.00"));
        assertThat(mixed.gross()).isEqualTo(eur("50.00"));
    }

    @Test
    void a_reverse_charge_document_is_refused_without_both_vat_ids() {
        Document document = Examples.document(
                INVOICE,
                DocumentType.INVOICE,
                PaymentMethodKind.INVOICE,
                PriceBasis.NET,
                Examples.drafted(INVOICE, PriceBasis.NET, Examples.seats(), TO_VIENNA),
                Optional.empty(),
                List.of());
        SellerProfile nameless = new SellerProfile(
                Examples.SELLER.party(), Optional.of("231/115/03214"), Optional.empty(), Optional.empty());

        assertThatExceptionOfType(VatIdMissingException.class)
                .isThrownBy(() -> document.requireVatIds(nameless, Optional.of(AUSTRIAN)))
                .withMessageContainingAll(
                        "ada/20", "VAT id of the seller", "seller profile of the settings", "publish");
        assertThatExceptionOfType(VatIdMissingException.class)
                .isThrownBy(() -> Examples.view(document, Optional.of("RE-1"), Examples.VIENNESE, List.of()))
                .withMessageContainingAll("ada/20", "VAT id of the buyer", "tax status of the account");
        assertThatExceptionOfType(VatIdMissingException.class)
                .isThrownBy(() -> DocumentView.of(
                        document,
                        List.of(),
                        Optional.of("RE-1"),
                        nameless,
                        Examples.VIENNESE,
                        "ada",
                        other -> Optional.empty()))
                .satisfies(missing -> assertThat(missing.side()).isEqualTo(VatIdMissingException.Side.SELLER))
                .satisfies(missing -> assertThat(missing.document()).isEqualTo("ada/20"));
    }

    private static Drafting.Result creditOf(
            PriceBasis basis, Line billed, Charge credit, Function<Charge, TaxDecision> today) {
        return Drafting.draft(
                NOTE,
                basis,
                Currency.EUR,
                List.of(new Drafting.Item(line(credit, 91), Optional.of(origin(billed)))),
                today);
    }

    private static Drafting.Origin origin(Line billed) {
        Placement placement = billed.placement().orElseThrow();
        return new Drafting.Origin(placement.taxDecision(), placement.split());
    }

    private static TaxGroup reverse(String category, String net) {
        return new TaxGroup(category, TaxTreatment.REVERSE_CHARGE, BigDecimal.ZERO, eur(net), eur("0.00"));
    }

    /** The category is the rate. */
    private static TaxDecision taxedByName(Charge charge) {
        return TaxDecision.taxed(
                new BigDecimal(charge.taxCategory().map(TaxCategory::value).orElseThrow()));
    }

    private static List<Charge> charges(String amounts) {
        List<Charge> charges = new ArrayList<>();
        for (String amount : amounts.split(" ")) {
            String[] parts = amount.split(":");
            charges.add(charge(LineKind.ONE_TIME, amount, Optional.empty(), 0, "1", parts[1], parts[0]));
        }
        return charges;
    }

    private static String written(List<TaxGroup> groups) {
        return groups.stream()
                .map(g -> g.percent().toPlainString() + " " + g.net().toPlainString() + " "
                        + g.tax().toPlainString())
                .collect(Collectors.joining("; "));
    }
}
