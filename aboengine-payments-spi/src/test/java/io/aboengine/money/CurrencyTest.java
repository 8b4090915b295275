package io.aboengine.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.spi.InvalidRequestException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CurrencyTest {
    private static final Set<String> WITHDRAWN = Set.of("""
            ADP AFA ANG ATS AYM AZM BEF BGL BGN BYB BYR CSD CUC CYP DEM EEK ESP FIM FRF GHC GRD GWP HRK IEP ITL LTL LUF
            LVL MGF MRO MTL MZM NLG PTE ROL RUR SDD SIT SKK SLL SRG STD TMM TPE TRL USS VEB VEF YUM ZMK ZWD ZWL ZWN ZWR""".split("\\s+"));

    @ParameterizedTest
    @CsvSource({"EUR, 2", "JPY, 0", "KWD, 3", "CLF, 4", "UYW, 4", "HUF, 2", "ISK, 0", "UGX, 0", "XCG, 2", "ZWG, 2"})
    void decimals_are_those_of_iso_4217(String code, int decimals) {
        assertThat(Currency.of(code).decimals()).isEqualTo(decimals);
        assertThat(new Currency(code, decimals)).isEqualTo(Currency.of(code)).hasToString(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eur", "EURO", "XYZ", "DEM", "HRK", "BGN", "ANG", "XXX", "XTS", "XAU", "€"})
    void unknown_and_withdrawn_codes_and_those_without_a_minor_unit_are_refused(String code) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Currency.of(code))
                .satisfies(refused -> assertThat(refused.field()).isEqualTo("currency"));
    }

    @Test
    void nobody_can_give_a_currency_other_decimals() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new Currency("EUR", 3))
                .withMessage("decimals: ISO 4217 gives EUR 2, was 3");
    }

    /** The JDK's table is older; where both know a code they must agree, and we must not have forgotten any. */
    @Test
    void the_table_agrees_with_the_one_of_the_jdk() {
        Set<String> unknownToTheJdk = new TreeSet<>();
        for (String code : Currency.codes()) {
            try {
                assertThat(java.util.Currency.getInstance(code).getDefaultFractionDigits())
                        .as(code)
                        .isEqualTo(Currency.of(code).decimals());
            } catch (IllegalArgumentException unknown) {
                unknownToTheJdk.add(code);
            }
        }
        assertThat(Set.of("SLE", "UYW", "VED", "XAD", "XCG", "ZWG")).containsAll(unknownToTheJdk);

        Set<String> onlyInTheJdk = java.util.Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getDefaultFractionDigits() >= 0)
                .map(java.util.Currency::getCurrencyCode)
                .filter(code -> !Currency.codes().contains(code))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(onlyInTheJdk).isSubsetOf(WITHDRAWN);
    }
}
