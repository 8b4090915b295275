package io.aboengine.invoice;

import static io.aboengine.invoice.Examples.ADA;
import static io.aboengine.invoice.Examples.AUSTRIAN;
import static io.aboengine.invoice.Examples.CONSUMER;
import static io.aboengine.invoice.Examples.VIENNESE;
import static io.aboengine.invoice.Examples.april;
import static io.aboengine.invoice.Examples.charge;
import static io.aboengine.invoice.Examples.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.charge.Charge;
import io.aboengine.charge.LineKind;
import io.aboengine.party.Language;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.TaxStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What customers read. The build runs this in a Turkish locale far from Germany; the texts are the same everywhere. */
class DocumentTextTest {
    private static final List<DocumentView> ALL = List.of(
            Examples.netInvoice(),
            Examples.grossInvoice(),
            Examples.reverseCharge(),
            Examples.creditNote(),
            Examples.notice());

    @Test
    void a_net_invoice_in_german() {
        assertThat(DocumentText.render(Examples.netInvoice(), Language.DE)).isEqualTo("""
                Lesewerk Verlag GmbH
                Am Markt 3
                04109 Leipzig
                USt-IdNr.: DE123456789
                Steuernummer: 231/115/03214

                Kontor Nord AG
                Speicherweg 12
                20457 Hamburg

                Rechnung
                ========
                Nummer             RE-2026-000001
                Datum              01.04.2026
                Kundennummer       ada
                Leistungszeitraum  01.04.2026 – 30.04.2026
                Fällig am          15.04.2026

                Pos  Leistung                                    Menge   Einzelpreis   USt  Betrag netto
                ----------------------------------------------------------------------------------------
                  1  Redaktionssystem Team                           3  1.234,50 EUR  19 %  3.703,50 EUR
                     01.04.2026 – 30.04.2026
                  2  Redaktionssystem Team, Einrichtung              1     99,00 EUR  19 %     99,00 EUR
                     01.04.2026
                ----------------------------------------------------------------------------------------
                                                      Summe netto                           3.802,50 EUR
                                                      19 % USt auf netto 3.802,50 EUR         722,48 EUR
                                                      Gesamtbetrag                          4.524,98 EUR

                Bitte überweisen Sie 4.524,98 EUR bis zum 15.04.2026.
                Verwendungszweck: RE-2026-000001
                Konto: Lesewerk Verlag GmbH, IBAN DE75 5121 0800 1245 1261 99
                """);
    }

    @Test
    void a_net_invoice_in_english() {
        assertThat(DocumentText.render(Examples.netInvoice(), Language.EN)).isEqualTo("""
                Lesewerk Verlag GmbH
                Am Markt 3
                04109 Leipzig
                VAT id: DE123456789
                Tax number: 231/115/03214

                Kontor Nord AG
                Speicherweg 12
                20457 Hamburg

                Invoice
                =======
                Number            RE-2026-000001
                Date              2026-04-01
                Customer number   ada
                Period of supply  2026-04-01 – 2026-04-30
                Due on            2026-04-15

                No  Description                                Quantity    Unit price  VAT    Net amount
                ----------------------------------------------------------------------------------------
                 1  Redaktionssystem Team                             3  1,234.50 EUR  19%  3,703.50 EUR
                    2026-04-01 – 2026-04-30
                 2  Redaktionssystem Team, set-up                     1     99.00 EUR  19%     99.00 EUR
                    2026-04-01
                ----------------------------------------------------------------------------------------
                                                      Net total                             3,802.50 EUR
                                                      19% VAT on net 3,802.50 EUR             722.48 EUR
                                                      Total                                 4,524.98 EUR

                Please transfer 4,524.98 EUR by 2026-04-15.
                Payment reference: RE-2026-000001
                Konto: Lesewerk Verlag GmbH, IBAN DE75 5121 0800 1245 1261 99
                """);
    }

    @Test
    void a_consumers_invoice_with_two_rates_in_german() {
        assertThat(DocumentText.render(Examples.grossInvoice(), Language.DE)).isEqualTo("""
                Lesewerk Verlag GmbH
                Am Markt 3
                04109 Leipzig
                USt-IdNr.: DE123456789
                Steuernummer: 231/115/03214

                Ada Winter
                Lindenallee 5
                50668 Köln

                Rechnung
                ========
                Nummer             RE-2026-000002
                Datum              01.04.2026
                Kundennummer       ada
                Leistungszeitraum  01.04.2026 – 30.04.2026
                Fällig am          15.04.2026

                Pos  Leistung                                    Menge  Einzelpreis   USt  Betrag brutto
                ----------------------------------------------------------------------------------------
                  1  Tageszeitung digital                            1    29,90 EUR   7 %      14,95 EUR
                     16.04.2026 – 30.04.2026 (15 von 30 Tagen)
                  2  Rätselheft                                      2     4,99 EUR  19 %       9,98 EUR
                     01.04.2026 – 30.04.2026
                  3  Spende an die Leseförderung                     1     2,00 EUR     –       2,00 EUR
                     01.04.2026
                ----------------------------------------------------------------------------------------
                                                      Gesamtbetrag                             26,93 EUR
                                                      darin enthaltene Umsatzsteuer             2,57 EUR
                                                        7 % USt auf netto 13,97 EUR             0,98 EUR
                                                        19 % USt auf netto 8,39 EUR             1,59 EUR
                                                        ohne USt: 2,00 EUR
                                                      Verrechnetes Guthaben                    -5,00 EUR
                                                      Zu zahlen                                21,93 EUR

                Bitte überweisen Sie 21,93 EUR bis zum 15.04.2026.
                Verwendungszweck: RE-2026-000002
                Konto: Lesewerk Verlag GmbH, IBAN DE75 5121 0800 1245 1261 99

                Hinweis für Verbraucher: Zahlen Sie nicht, kommen Sie spätestens 30 Tage nach Fälligkeit
                und Zugang dieser Rechnung in Verzug, auch ohne Mahnung (§ 286 Abs. 3 BGB).
                """);
    }

    @Test
    void a_consumers_invoice_with_two_rates_in_english() {
        assertThat(DocumentText.render(Examples.grossInvoice(), Language.EN)).isEqualTo("""
                Lesewerk Verlag GmbH
                Am Markt 3
                04109 Leipzig
                VAT id: DE123456789
                Tax number: 231/115/03214

                Ada Winter
                Lindenallee 5
                50668 Köln

                Invoice
                =======
                Number            RE-2026-000002
                Date              2026-04-01
                Customer number   ada
                Period of supply  2026-04-01 – 2026-04-30
                Due on            2026-04-15

                No  Description                                  Quantity  Unit price  VAT  Gross amount
                ----------------------------------------------------------------------------------------
                 1  Tageszeitung digital                                1   29.90 EUR   7%     14.95 EUR
                    2026-04-16 – 2026-04-30 (15 of 30 days)
                 2  Rätselheft                                          2    4.99 EUR  19%      9.98 EUR
                    2026-04-01 – 2026-04-30
                 3  Spende an die Leseförderung                         1    2.00 EUR    –      2.00 EUR
                    2026-04-01
                ----------------------------------------------------------------------------------------
                                                      Total                                    26.93 EUR
                                                      VAT included in it                        2.57 EUR
                                                        7% VAT on net 13.97 EUR                 0.98 EUR
                                                        19% VAT on net 8.39 EUR                 1.59 EUR
                                                        without VAT: 2.00 EUR
                                                      Customer credit used                     -5.00 EUR
                                                      To be paid                               21.93 EUR

                Please transfer 21.93 EUR by 2026-04-15.
                Payment reference: RE-2026-000002
                Konto: Lesewerk Verlag GmbH, IBAN DE75 5121 0800 1245 1261 99

                Note for consumers: if you do not pay, you are in default at the latest 30 days after
                the due date and receipt of this invoice, even without a reminder (section 286 (3) BGB).
                """);
    }

    /** Article 226 nos. 3, 4 and 11a of directive 2006/112/EC, section 14a (1) UStG: the words, both ids, no tax. */
    @Test
    void an_invoice_under_reverse_charge_in_german() {
        assertThat(DocumentText.render(Examples.reverseCharge(), Language.DE)).isEqualTo("""
                Lesewerk Verlag GmbH
                Am Markt 3
                04109 Leipzig
                DE
                USt-IdNr.: DE123456789
                Steuernummer: 231/115/03214

                Kaffeehaus Mohr OG
                Ringstraße 8
                1010 Wien
                AT
                USt-IdNr.: ATU12345678

                Rechnung
                ========
                Nummer             RE-2026-000004
                Datum              01.04.2026
                Kundennummer       ada
                Leistungszeitraum  01.04.2026 – 30.04.2026
                Fällig am          15.04.2026

                Pos  Leistung                                     Menge   Einzelpreis  USt  Betrag netto
                ----------------------------------------------------------------------------------------
                  1  Redaktionssystem Team                            3  1.234,50 EUR    –  3.703,50 EUR
                     01.04.2026 – 30.04.2026
                  2  Redaktionssystem Team, Einrichtung               1     99,00 EUR    –     99,00 EUR
                     01.04.2026
                ----------------------------------------------------------------------------------------
                                                      Summe netto                           3.802,50 EUR
                                                      Reverse-Charge: 3.802,50 EUR
                                                      Gesamtbetrag                          3.802,50 EUR

                Steuerschuldnerschaft des Leistungsempfängers: Die Umsatzsteuer schuldet der
                Leistungsempfänger (USt-IdNr. ATU12345678), nicht der leistende Unternehmer (USt-IdNr.
                DE123456789); Art. 196 der Richtlinie 2006/112/EG.

                Bitte überweisen Sie 3.802,50 EUR bis zum 15.04.2026.
                Verwendungszweck: RE-2026-000004
                Konto: Lesewerk Verlag GmbH, IBAN DE75 5121 0800 1245 1261 99
                """);
    }

    @Test
    void an_invoice_under_reverse_charge_in_english() {
        assertThat(DocumentText.render(Examples.reverseCharge(), Language.EN)).isEqualTo("""
                Lesewerk Verlag GmbH
                Am Markt 3
                04109 Leipzig
                DE
                VAT id: DE123456789
                Tax number: 231/115/03214

                Kaffeehaus Mohr OG
                Ringstraße 8
                1010 Wien
                AT
                VAT id: ATU12345678

                Invoice
                =======
                Number            RE-2026-000004
                Date              2026-04-01
                Customer number   ada
                Period of supply  2026-04-01 – 2026-04-30
                Due on            2026-04-15

                No  Description                                Quantity    Unit price  VAT    Net amount
                ----------------------------------------------------------------------------------------
                 1  Redaktionssystem Team                             3  1,234.50 EUR    –  3,703.50 EUR
                    2026-04-01 – 2026-04-30
                 2  Redaktionssystem Team, set-up                     1     99.00 EUR    –     99.00 EUR
                    2026-04-01
                ----------------------------------------------------------------------------------------
                                                      Net total                             3,802.50 EUR
                                                      reverse charge: 3,802.50 EUR
                                                      Total                                 3,802.50 EUR

                Reverse charge: the VAT is owed by the recipient (VAT id ATU12345678), not by the
                supplier (VAT id DE123456789); article 196 of directive 2006/112/EC.

                Please transfer 3,802.50 EUR by 2026-04-15.
                Payment reference: RE-2026-000004
                Konto: Lesewerk Verlag GmbH, IBAN DE75 5121 0800 1245 1261 99
                """);
    }

    @Test
    void a_credit_note_with_traces_in_german() {
        assertThat(DocumentText.renderWithTrace(Examples.creditNote(), Language.DE))
                .isEqualTo("""
                Lesewerk Verlag GmbH
                Am Markt 3
                04109 Leipzig
                USt-IdNr.: DE123456789
                Steuernummer: 231/115/03214

                Ada Winter
                Lindenallee 5
                50668 Köln

                Rechnungskorrektur
                ==================
                Nummer             RK-2026-000001
                Datum              16.04.2026
                Kundennummer       ada
                Zu Rechnung        RE-2026-000002 vom 01.04.2026
                Leistungszeitraum  16.04.2026 – 30.04.2026

                Pos  Leistung                                    Menge  Einzelpreis   USt  Betrag brutto
                ----------------------------------------------------------------------------------------
                  1  Rätselheft, zurückgerechnete Tage              -2     4,99 EUR  19 %      -4,99 EUR
                     16.04.2026 – 30.04.2026 (15 von 30 Tagen)
                     = 15 of 30 days given back: 9.98 billed − 4.99 kept
                ----------------------------------------------------------------------------------------
                                                      Gesamtbetrag                             -4,99 EUR
                                                      darin enthaltene Umsatzsteuer            -0,80 EUR
                                                        19 % USt auf netto -4,19 EUR           -0,80 EUR

                Wir verrechnen den Betrag mit dem, was auf der berichtigten Rechnung noch offen ist; was
                darüber hinausgeht, steht Ihnen als Guthaben zu.
                """);
    }

    @Test
    void a_credit_note_with_traces_in_english() {
        assertThat(DocumentText.renderWithTrace(Examples.creditNote(), Language.EN))
                .isEqualTo("""
                Lesewerk Verlag GmbH
                Am Markt 3
                04109 Leipzig
                VAT id: DE123456789
                Tax number: 231/115/03214

                Ada Winter
                Lindenallee 5
                50668 Köln

                Credit note
                ===========
                Number            RK-2026-000001
                Date              2026-04-16
                Customer number   ada
                Corrects invoice  RE-2026-000002 of 2026-04-01
                Period of supply  2026-04-16 – 2026-04-30

                No  Description                                  Quantity  Unit price  VAT  Gross amount
                ----------------------------------------------------------------------------------------
                 1  Rätselheft, days given back                        -2    4.99 EUR  19%     -4.99 EUR
                    2026-04-16 – 2026-04-30 (15 of 30 days)
                    = 15 of 30 days given back: 9.98 billed − 4.99 kept
                ----------------------------------------------------------------------------------------
                                                      Total                                    -4.99 EUR
                                                      VAT included in it                       -0.80 EUR
                                                        19% VAT on net -4.19 EUR               -0.80 EUR

                We set the amount off against what is still open on the corrected invoice; anything
                beyond that is yours as customer credit.
                """);
    }

    @Test
    void a_notice_with_a_fee_in_german() {
        assertThat(DocumentText.render(Examples.notice(), Language.DE)).isEqualTo("""
                Lesewerk Verlag GmbH
                Am Markt 3
                04109 Leipzig
                USt-IdNr.: DE123456789
                Steuernummer: 231/115/03214

                Ada Winter
                Lindenallee 5
                50668 Köln

                2. Mahnung
                ==========
                Nummer        MA-2026-000001
                Datum         13.05.2026
                Kundennummer  ada

                Zu diesen Rechnungen fehlt uns noch Ihre Zahlung:

                Rechnung        vom         fällig am   Stufe                                      offen
                ----------------------------------------------------------------------------------------
                RE-2026-000001  01.04.2026  15.04.2026  Zahlungserinnerung                  4.524,98 EUR
                RE-2026-000002  01.04.2026  15.04.2026  2. Mahnung                             21,93 EUR
                ----------------------------------------------------------------------------------------
                                                      Offen aus Rechnungen                  4.546,91 EUR
                                                      Mahngebühr                                1,20 EUR
                                                      Zu zahlen                             4.548,11 EUR

                Bitte überweisen Sie 4.548,11 EUR bis zum 27.05.2026.
                Verwendungszweck: MA-2026-000001
                Konto: Lesewerk Verlag GmbH, IBAN DE75 5121 0800 1245 1261 99

                Hat sich Ihre Zahlung mit diesem Schreiben gekreuzt, ist nichts weiter zu tun.
                Die Mahngebühr ersetzt einen Verzugsschaden und enthält keine Umsatzsteuer.
                """);
    }

    @Test
    void a_notice_with_a_fee_in_english() {
        assertThat(DocumentText.render(Examples.notice(), Language.EN)).isEqualTo("""
                Lesewerk Verlag GmbH
                Am Markt 3
                04109 Leipzig
                VAT id: DE123456789
                Tax number: 231/115/03214

                Ada Winter
                Lindenallee 5
                50668 Köln

                2. Mahnung
                ==========
                Number           MA-2026-000001
                Date             2026-05-13
                Customer number  ada

                We have not yet been paid for these invoices:

                Invoice         of          due on      Level                                       open
                ----------------------------------------------------------------------------------------
                RE-2026-000001  2026-04-01  2026-04-15  Zahlungserinnerung                  4,524.98 EUR
                RE-2026-000002  2026-04-01  2026-04-15  2. Mahnung                             21.93 EUR
                ----------------------------------------------------------------------------------------
                                                      Open on invoices                      4,546.91 EUR
                                                      Reminder fee                              1.20 EUR
                                                      To be paid                            4,548.11 EUR

                Please transfer 4,548.11 EUR by 2026-05-27.
                Payment reference: MA-2026-000001
                Konto: Lesewerk Verlag GmbH, IBAN DE75 5121 0800 1245 1261 99

                If you have paid in the meantime, there is nothing left to do.
                The reminder fee makes up for damage caused by default and contains no VAT.
                """);
    }

    /** Section 14 (4) sentence 1 UStG; numbers 9 (building works) and 10 (self-billing) never apply here. */
    @ParameterizedTest(name = "no. {0}: {1} / {2}")
    @CsvSource(delimiter = '|', textBlock = """
        # no | German                                         | English
        1    | Lesewerk Verlag GmbH                           | Lesewerk Verlag GmbH
        1    | Am Markt 3                                     | Am Markt 3
        1    | 04109 Leipzig                                  | 04109 Leipzig
        1    | Ada Winter                                     | Ada Winter
        1    | Lindenallee 5                                  | Lindenallee 5
        1    | 50668 Köln                                     | 50668 Köln
        2    | USt-IdNr.: DE123456789                         | VAT id: DE123456789
        2    | Steuernummer: 231/115/03214                    | Tax number: 231/115/03214
        3    | Datum              01.04.2026                  | Date              2026-04-01
        4    | Nummer             RE-2026-000002              | Number            RE-2026-000002
        5    | Tageszeitung digital                            1 | Tageszeitung digital                                1
        6    | Leistungszeitraum  01.04.2026 – 30.04.2026     | Period of supply  2026-04-01 – 2026-04-30
        6    | 16.04.2026 – 30.04.2026 (15 von 30 Tagen)      | 2026-04-16 – 2026-04-30 (15 of 30 days)
        7    | netto 13,97 EUR                                | net 13.97 EUR
        7    | netto 8,39 EUR                                 | net 8.39 EUR
        8    | 7 % USt auf netto 13,97 EUR             0,98 EUR | 7% VAT on net 13.97 EUR                 0.98 EUR
        8    | 19 % USt auf netto 8,39 EUR             1,59 EUR | 19% VAT on net 8.39 EUR                 1.59 EUR
        """)
    void an_invoice_says_everything_the_law_asks_for(int number, String german, String english) {
        assertThat(DocumentText.render(Examples.grossInvoice(), Language.DE)).contains(german);
        assertThat(DocumentText.render(Examples.grossInvoice(), Language.EN)).contains(english);
    }

    @Test
    void nothing_is_called_gutschrift_because_that_means_self_billing() {
        for (DocumentView view : ALL) {
            assertThat(DocumentText.renderWithTrace(view, Language.DE)).doesNotContainIgnoringCase("gutschrift");
        }
    }

    /** Section 14 (4) no. 8 UStG asks for a note on an exemption; section 3a (2) UStG moves the supply abroad. */
    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
        # language | country | exempt | said
        DE         | DE      | true   | steuerfrei: 3.802,50 EUR
        DE         | DE      | true   | Steuerfrei: Für diese Leistungen gilt eine Befreiung von der Umsatzsteuer.
        EN         | DE      | true   | exempt from VAT: 3,802.50 EUR
        EN         | DE      | true   | Exempt: an exemption from VAT applies to these supplies.
        DE         | CH      | false  | nicht steuerbar: 3.802,50 EUR
        DE         | CH      | false  | Nicht steuerbar: Ort dieser Leistungen ist der Sitz des Leistungsempfängers in einem
        EN         | CH      | false  | outside the scope of VAT: 3,802.50 EUR
        EN         | CH      | false  | Outside the scope of VAT: these supplies are made where the recipient is established, in
        """)
    void a_document_says_why_it_shows_no_tax(Language language, String country, boolean exempt, String said) {
        TaxStatus buyer = exempt ? TaxStatus.consumer().withExemption() : TaxStatus.businessWithoutVatId();
        DocumentId id = new DocumentId(ADA, 8);
        Drafting.Result drafted =
                Examples.drafted(id, PriceBasis.NET, Examples.seats(), Examples.soldTo(country, buyer));
        Document document = Examples.document(
                id,
                DocumentType.INVOICE,
                PaymentMethodKind.INVOICE,
                PriceBasis.NET,
                drafted,
                Optional.empty(),
                List.of());
        String text = DocumentText.render(
                Examples.view(document, Optional.of("RE-1"), Examples.COMPANY, drafted.lines()), language);

        assertThat(text.lines().map(String::strip)).contains(said);
        assertThat(text).doesNotContain("0 %", "0%", "Reverse");
    }

    @Test
    void lines_without_tax_say_why_where_reasons_differ() {
        DocumentId id = new DocumentId(ADA, 8);
        Drafting.Result drafted = Examples.drafted(
                id, PriceBasis.GROSS, Examples.newspapers(), Examples.soldTo("AT", TaxStatus.business(AUSTRIAN)));
        Document document = Examples.document(
                id,
                DocumentType.INVOICE,
                PaymentMethodKind.INVOICE,
                PriceBasis.GROSS,
                drafted,
                Optional.empty(),
                List.of());
        String text = DocumentText.render(
                Examples.view(document, Optional.of("RE-1"), VIENNESE, Optional.of(AUSTRIAN), drafted.lines()),
                Language.EN);

        assertThat(text.lines().map(String::strip))
                .containsSubsequence(
                        "2026-04-16 – 2026-04-30 (15 of 30 days)",
                        "reverse charge",
                        "2026-04-01",
                        "without VAT",
                        "reverse charge: 14.95 EUR",
                        "reverse charge: 9.98 EUR",
                        "without VAT: 2.00 EUR");
        assertThat(text).doesNotContain("VAT included in it");
    }

    @Test
    void a_cancelling_document_names_what_it_cancels() {
        DocumentId id = new DocumentId(ADA, 9);
        Drafting.Result drafted = Examples.drafted(id, PriceBasis.NET, Examples.seats());
        Document document = Examples.document(
                id,
                DocumentType.CANCELLATION,
                PaymentMethodKind.INVOICE,
                PriceBasis.NET,
                drafted,
                Optional.of(new DocumentId(ADA, 1)),
                List.of());
        DocumentView view = Examples.view(document, Optional.of("ST-2026-000001"), CONSUMER, drafted.lines());
        assertThat(DocumentText.render(view, Language.DE))
                .contains("Stornorechnung\n", "Zu Rechnung        RE-2026-000001 vom 01.04.2026\n");
    }

    @Test
    void a_draft_says_so_instead_of_a_number_and_asks_for_no_money() {
        DocumentId id = new DocumentId(ADA, 1);
        Drafting.Result drafted = Examples.drafted(id, PriceBasis.NET, Examples.seats());
        Document draft = Examples.document(
                id,
                DocumentType.INVOICE,
                PaymentMethodKind.INVOICE,
                PriceBasis.NET,
                drafted,
                Optional.empty(),
                List.of());
        DocumentView view = Examples.view(draft, Optional.empty(), CONSUMER, drafted.lines());
        assertThat(DocumentText.render(view, Language.DE))
                .contains("Nummer             ENTWURF\n")
                .doesNotContain("überweisen");
        assertThat(DocumentText.render(view, Language.EN))
                .contains("Number            DRAFT\n")
                .doesNotContain("transfer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        DIRECT_DEBIT | Wir ziehen 21,93 EUR am 02.04.2026 per SEPA-Lastschrift von Ihrem Konto ein.
        CARD         | Wir belasten Ihre Karte mit 21,93 EUR.
        WALLET       | Wir buchen 21,93 EUR von Ihrem Wallet-Konto ab.
        INVOICE      | Bitte überweisen Sie 21,93 EUR bis zum 15.04.2026.
        """)
    void it_says_how_it_is_paid(PaymentMethodKind method, String expected) {
        assertThat(DocumentText.render(paidBy(method), Language.DE)).contains("\n" + expected + "\n");
    }

    @Test
    void only_a_transfer_needs_bank_details_but_every_consumer_the_notice_of_default() {
        for (PaymentMethodKind method : PaymentMethodKind.values()) {
            boolean transfer = method == PaymentMethodKind.INVOICE;
            String text = DocumentText.render(paidBy(method), Language.DE);
            assertThat(text.contains("IBAN")).isEqualTo(transfer);
            assertThat(text).contains("§ 286 Abs. 3 BGB");
        }
    }

    @Test
    void a_direct_debit_without_a_planned_day_is_announced_by_the_due_date() {
        Document document = Examples.grossDocument(PaymentMethodKind.DIRECT_DEBIT);
        DocumentView view = DocumentView.of(
                document, List.of(), Optional.of("RE-1"), Examples.SELLER, CONSUMER, "ada", id -> Optional.empty());
        assertThat(DocumentText.render(view, Language.EN))
                .contains("We will collect 21.93 EUR from your account by SEPA direct debit by 2026-04-15.")
                .doesNotContain("section 286");
    }

    @Test
    void nothing_is_asked_for_where_nothing_is_due() {
        Document document = Examples.grossDocument(PaymentMethodKind.INVOICE).withCreditApplied(eur("26.93"));
        DocumentView covered = Examples.view(document, Examples.newspapers(), Optional.of("RE-1"), CONSUMER);
        assertThat(DocumentText.render(covered, Language.EN))
                .contains(
                        "Your customer credit covers the amount.",
                        "To be paid                                0.00 EUR");

        List<Charge> free = List.of(charge(LineKind.RECURRING, "Probe", april(1, 15), 14, "1", "0.00", "reduced"));
        DocumentView trial = Examples.view(
                Examples.invoice(5, PriceBasis.GROSS, PaymentMethodKind.INVOICE, free),
                free,
                Optional.of("RE-1"),
                CONSUMER);
        assertThat(DocumentText.render(trial, Language.DE)).contains("\nEs ist nichts zu zahlen.\n");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void long_words_wrap_and_many_decimals_stay_in_line(Language language) {
        List<Charge> charges = List.of(
                charge(
                        LineKind.ONE_TIME,
                        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft and its\nnews\u001b[31m",
                        Optional.empty(),
                        0,
                        "1234567.25",
                        "0.000400000001",
                        "standard"),
                charge(LineKind.RECURRING, "Archiv", april(1, 31), 30, "1", "999999999.99", "standard"));
        Party buyer = new Party(
                "Gesellschaft ".repeat(14).strip(),
                new PostalAddress("Rue de la Paix 7", "75002", "Paris", "FR"),
                Language.EN);
        DocumentView view = Examples.view(
                Examples.invoice(5, PriceBasis.NET, PaymentMethodKind.INVOICE, charges),
                charges,
                Optional.of("RE-1"),
                buyer);
        String text = DocumentText.renderWithTrace(view, language);
        assertThat(text.lines())
                .allSatisfy(line -> assertThat(line)
                        .hasSizeLessThanOrEqualTo(90)
                        .doesNotContain("\u001b")
                        .doesNotEndWith(" "));
        assertThat(text)
                .contains("75002 Paris\nFR\n", "04109 Leipzig\nDE\n")
                .contains(language == Language.DE ? "1.234.567,25  " : "1,234,567.25  ")
                .contains(language == Language.DE ? "  0,000400000001 EUR" : "  0.000400000001 EUR")
                .contains(language == Language.DE ? "1.190.000.587,65 EUR\n" : "1,190,000,587.65 EUR\n");
    }

    private static DocumentView paidBy(PaymentMethodKind method) {
        return Examples.view(
                Examples.grossDocument(method), Examples.newspapers(), Optional.of("RE-2026-000002"), CONSUMER);
    }
}
