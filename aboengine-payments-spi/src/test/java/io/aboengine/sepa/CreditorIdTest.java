package io.aboengine.sepa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.spi.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreditorIdTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DE98ZZZ09999999999",
                "DE98ABC09999999999",
                "DE79ZZZ01234567890",
                "DE47ZZZ00000023373",
                "DE13ZZZ00000012345",
                "AT61ZZZ01234567890"
            })
    void a_right_number_is_accepted_whatever_the_business_code(String value) {
        assertThat(new CreditorId(value).value()).isEqualTo(value);
    }

    @Test
    void blanks_and_small_letters_do_not_matter() {
        CreditorId id = new CreditorId("de98 abc 0 9999 999 999");

        assertThat(id).hasToString("DE98ABC09999999999");
        assertThat(id.country()).isEqualTo("DE");
        assertThat(id.businessCode()).isEqualTo("ABC");
    }

    @Test
    void punctuation_in_a_national_number_is_kept_and_not_counted() {
        String digits = CheckDigits.of("123456", "NL");

        assertThat(new CreditorId("NL" + digits + "ZZZ123-456").value()).endsWith("123-456");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            DE97ZZZ09999999999    | has wrong check digits
            DE98ZZZ09999999998    | has wrong check digits
            AT98ZZZ09999999999    | has wrong check digits
            DE98ZZZ0999999999     | must end in 11 digits in Germany
            DE98ZZZ099999999999   | must end in 11 digits in Germany
            DE98ZZZ0999999999A    | must end in 11 digits in Germany
            DE98ZZZ               | must be a country
            ZZZ09999999999        | must be a country
            """)
    void a_wrong_number_is_refused(String value, String reason) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new CreditorId(value))
                .withMessageStartingWith("creditorId: " + reason);
    }
}
