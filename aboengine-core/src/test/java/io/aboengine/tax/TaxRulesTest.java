package io.aboengine.tax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.spi.InvalidRequestException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaxRulesTest {

    /**
     * Section 12 and 28 (1), (2) UStG; Finland, Slovakia, Estonia and Romania as published when they changed; a shop that
     * is also registered in Switzerland since 2024 (8.1 percent).
     */
    private static final TaxTable RATES = new TaxTable(List.of(
            rate("standard", "DE", "19", "2007-01-01"),
            rate("standard", "DE", "16", "2020-07-01"),
            rate("standard", "DE", "19", "2021-01-01"),
            rate("reduced", "DE", "7", "1983-07-01"),
            rate("reduced", "DE", "5", "2020-07-01"),
            rate("reduced", "DE", "7", "2021-01-01"),
            rate("standard", "FI", "24", "2013-01-01"),
            rate("standard", "FI", "25.5", "2024-09-01"),
            rate("standard", "SK", "20", "2011-01-01"),
            rate("standard", "SK", "23", "2025-01-01"),
            rate("standard", "EE", "22", "2024-01-01"),
            rate("standard", "EE", "24", "2025-07-01"),
            rate("standard", "RO", "19", "2017-01-01"),
            rate("standard", "RO", "21", "2025-08-01"),
            rate("standard", "AT", "20", "1984-01-01"),
            rate("standard", "GB", "20", "2011-01-04"),
            rate("standard", "HR", "25", "2012-03-01"),
            rate("standard", "CH", "8.1", "2024-01-01"),
            rate("zero", "DE", "0", "2023-01-01")));

    @ParameterizedTest(name = "{0} from {1} to {2}, {3}, on {4}: {5} {6}")
    @CsvSource(delimiter = '|', textBlock = """
            # category | seller | buyer | status              | supplied on | treatment      | percent
            # consumers: the rate of their country by the date of supply (3a (5) UStG)
            standard   | DE     | DE    | consumer            | 2020-06-30  | TAXED          | 19
            standard   | DE     | DE    | consumer            | 2020-07-01  | TAXED          | 16
            reduced    | DE     | DE    | consumer            | 2020-12-31  | TAXED          | 5
            standard   | DE     | DE    | consumer            | 2021-01-01  | TAXED          | 19
            reduced    | DE     | DE    | consumer            | 2021-01-01  | TAXED          | 7
            zero       | DE     | DE    | consumer            | 2023-01-01  | TAXED          | 0
            standard   | DE     | FI    | consumer            | 2024-08-31  | TAXED          | 24
            standard   | DE     | FI    | consumer            | 2024-09-01  | TAXED          | 25.5
            standard   | DE     | SK    | consumer            | 2024-12-31  | TAXED          | 20
            standard   | DE     | SK    | consumer            | 2025-01-01  | TAXED          | 23
            standard   | DE     | EE    | consumer            | 2025-06-30  | TAXED          | 22
            standard   | DE     | EE    | consumer            | 2025-07-01  | TAXED          | 24
            standard   | DE     | RO    | consumer            | 2025-07-31  | TAXED          | 19
            standard   | DE     | RO    | consumer            | 2025-08-01  | TAXED          | 21
            # businesses of another member state owe the tax themselves, but only with a VAT id
            standard   | DE     | AT    | business ATU12345678 | 2026-01-31 | REVERSE_CHARGE | 0
            standard   | DE     | AT    | business            | 2026-01-31  | TAXED          | 20
            standard   | DE     | FR    | business FR12345678901 | 2026-01-31 | REVERSE_CHARGE | 0
            standard   | DE     | GR    | business EL123456789 | 2026-01-31 | REVERSE_CHARGE | 0
            standard   | AT     | DE    | business DE123456789 | 2026-01-31 | REVERSE_CHARGE | 0
            # at home the seller owes it, with or without VAT id
            standard   | DE     | DE    | business DE123456789 | 2026-01-31 | TAXED          | 19
            standard   | DE     | DE    | business            | 2026-01-31  | TAXED          | 19
            # the id decides, not the address: an Austrian branch in Germany, a German one in Austria
            standard   | DE     | DE    | business ATU12345678 | 2026-01-31 | REVERSE_CHARGE | 0
            standard   | DE     | AT    | business DE123456789 | 2026-01-31 | TAXED          | 20
            # the United Kingdom to the end of 2020, Croatia from July 2013
            standard   | DE     | GB    | business GB123456789 | 2020-12-31 | REVERSE_CHARGE | 0
            standard   | DE     | GB    | business GB123456789 | 2021-01-01 | TAXED          | 20
            standard   | DE     | HR    | business HR12345678901 | 2013-06-30 | TAXED        | 25
            standard   | DE     | HR    | business HR12345678901 | 2013-07-01 | REVERSE_CHARGE | 0
            standard   | GB     | DE    | business DE123456789 | 2020-12-31 | REVERSE_CHARGE | 0
            standard   | GB     | DE    | business DE123456789 | 2021-01-01 | TAXED          | 19
            # third countries: taxed where the shop is registered, else outside the scope
            standard   | DE     | CH    | business            | 2023-12-31  | OUTSIDE_SCOPE  | 0
            standard   | DE     | CH    | business            | 2024-01-01  | TAXED          | 8.1
            standard   | DE     | CH    | consumer            | 2024-01-01  | TAXED          | 8.1
            standard   | DE     | US    | business            | 2026-01-31  | OUTSIDE_SCOPE  | 0
            reduced    | DE     | US    | business            | 2026-01-31  | OUTSIDE_SCOPE  | 0
            standard   | DE     | NO    | business NO123456789 | 2026-01-31 | OUTSIDE_SCOPE  | 0
            # exempt buyers, and products without category
            standard   | DE     | DE    | exempt              | 2026-01-31  | EXEMPT         | 0
            standard   | DE     | US    | exempt              | 2026-01-31  | EXEMPT         | 0
            standard   | DE     | AT    | exempt ATU12345678  | 2026-01-31  | EXEMPT         | 0
            none       | DE     | DE    | consumer            | 2026-01-31  | UNTAXED        | 0
            none       | DE     | AT    | business ATU12345678 | 2026-01-31 | UNTAXED        | 0
            none       | DE     | US    | exempt              | 2026-01-31  | UNTAXED        | 0
            """)
    void the_treatment_follows_from_countries_status_and_date_of_supply(
            String category,
            String seller,
            String buyer,
            String status,
            LocalDate suppliedOn,
            TaxTreatment treatment,
            BigDecimal percent) {
        assertThat(decide(category, seller, buyer, status, suppliedOn)).isEqualTo(new TaxDecision(treatment, percent));
    }

    @ParameterizedTest(name = "{0} from {1} to {2}, {3}, on {4}")
    @CsvSource(delimiter = '|', textBlock = """
            # category | seller | buyer | status              | supplied on
            standard   | DE     | FR    | consumer            | 2026-01-31
            standard   | DE     | FR    | business            | 2026-01-31
            standard   | DE     | US    | consumer            | 2026-01-31
            # the shop is registered in Switzerland: what it sells there needs a rate
            reduced    | DE     | CH    | business            | 2024-01-01
            # at home nothing is outside the scope
            standard   | US     | US    | business            | 2026-01-31
            # a German id does not help a Swiss seller
            standard   | CH     | FR    | business FR12345678901 | 2026-01-31
            """)
    void what_should_be_taxed_and_has_no_rate_is_refused(
            String category, String seller, String buyer, String status, LocalDate suppliedOn) {
        assertThatExceptionOfType(TaxRateMissingException.class)
                .isThrownBy(() -> decide(category, seller, buyer, status, suppliedOn))
                .withMessageContaining("'" + category + "' in " + buyer + " on " + suppliedOn);
    }

    /** The accessions by their treaties; the end of the transition period by article 126 of the withdrawal agreement. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            1958-01-01 | 6
            1973-01-01 | 9
            1981-01-01 | 10
            1986-01-01 | 12
            1995-01-01 | 15
            2004-05-01 | 25
            2007-01-01 | 27
            2013-06-30 | 27
            2013-07-01 | 28
            2020-12-31 | 28
            2021-01-01 | 27
            """)
    void the_union_has_as_many_members_as_it_had_that_day(LocalDate day, long members) {
        long counted = 0;
        for (char first = 'A'; first <= 'Z'; first++) {
            for (char second = 'A'; second <= 'Z'; second++) {
                counted += MemberStates.include("" + first + second, day) ? 1 : 0;
            }
        }
        assertThat(counted).isEqualTo(members);
    }

    @ParameterizedTest(name = "{0} is {1} of {2}")
    @CsvSource(delimiter = '|', textBlock = """
            DE123456789     | DE123456789   | DE
            de 123 456 789  | DE123456789   | DE
            atu12345678     | ATU12345678   | AT
            EL 123456789    | EL123456789   | GR
            NL123456789B01  | NL123456789B01 | NL
            RO12            | RO12          | RO
            XI123456789     | XI123456789   | XI
            """)
    void a_vat_id_is_read_as_people_write_it(String given, String kept, String country) {
        assertThat(new VatId(given).toString()).isEqualTo(kept);
        assertThat(new VatId(given).country()).isEqualTo(country);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "DE", "DE1", "123456789", "DE12345678901234", "DE123-456", "D1234567", "GR123456789"})
    void what_is_no_vat_id_is_refused(String given) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new VatId(given))
                .withMessageContaining("vatId");
    }

    @Test
    void a_consumer_has_no_vat_id() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new TaxStatus(false, Optional.of(new VatId("DE123456789")), false))
                .withMessageContaining("business");
    }

    @Test
    void only_what_is_taxed_has_a_rate() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new TaxDecision(TaxTreatment.EXEMPT, BigDecimal.ONE));
        assertThat(TaxDecision.taxed(new BigDecimal("19.00"))).isEqualTo(TaxDecision.taxed(new BigDecimal("19")));
    }

    private static TaxDecision decide(
            String category, String seller, String buyer, String status, LocalDate suppliedOn) {
        return TaxRules.standard()
                .decide(
                        new TaxQuestion(
                                Optional.of(category)
                                        .filter(c -> !c.equals("none"))
                                        .map(TaxCategory::new),
                                seller,
                                buyer,
                                status(status),
                                suppliedOn),
                        RATES);
    }

    private static TaxStatus status(String written) {
        String[] words = written.split(" ", 2);
        Optional<VatId> vatId = words.length == 2 ? Optional.of(new VatId(words[1])) : Optional.empty();
        return switch (words[0]) {
            case "consumer" -> TaxStatus.consumer();
            case "business" -> vatId.map(TaxStatus::business).orElseGet(TaxStatus::businessWithoutVatId);
            case "exempt" -> new TaxStatus(vatId.isPresent(), vatId, true);
            default -> throw new IllegalArgumentException(written);
        };
    }

    private static TaxRate rate(String category, String country, String percent, String from) {
        return new TaxRate(new TaxCategory(category), country, new BigDecimal(percent), LocalDate.parse(from));
    }
}
