package io.aboengine.sepa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.spi.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IbanTest {
    /** The examples of the IBAN registry, and a German account number and bank code put together. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DE46100500001234567890",
                "DE89370400440532013000",
                "AD1200012030200359100100",
                "AL47212110090000000235698741",
                "AT611904300234573201",
                "BE68539007547034",
                "BG80BNBG96611020345678",
                "CH9300762011623852957",
                "CY17002001280000001200527600",
                "CZ6508000000192000145399",
                "DK5000400440116243",
                "EE382200221020145685",
                "ES9121000418450200051332",
                "FI2112345600000785",
                "FR1420041010050500013M02606",
                "GB29NWBK60161331926819",
                "GI75NWBK000000007099453",
                "GR1601101250000000012300695",
                "HR1210010051863000160",
                "HU42117730161111101800000000",
                "IE29AIBK93115212345678",
                "IS140159260076545510730339",
                "IT60X0542811101000000123456",
                "LI21088100002324013AA",
                "LT121000011101001000",
                "LU280019400644750000",
                "LV80BANK0000435195001",
                "MC5811222000010123456789030",
                "MD24AG000225100013104168",
                "ME25505000012345678951",
                "MK07250120000058984",
                "MT84MALT011000012345MTLCAST001S",
                "NL91ABNA0417164300",
                "NO9386011117947",
                "PL61109010140000071219812874",
                "PT50000201231234567890154",
                "RO49AAAA1B31007593840000",
                "RS35260005601001611379",
                "SE4550000000058398257466",
                "SI56263300012039086",
                "SK3112000000198742637541",
                "SM86U0322509800000000270100",
                "VA59001123000012345678"
            })
    void a_right_number_is_accepted(String value) {
        assertThat(new Iban(value).value()).isEqualTo(value);
    }

    @Test
    void blanks_and_small_letters_do_not_matter() {
        Iban iban = new Iban(" de89 3704 0044\u00a00532 0130 00\t");

        assertThat(iban).isEqualTo(new Iban("DE89370400440532013000"));
        assertThat(iban.country()).isEqualTo("DE");
        assertThat(iban.printed()).isEqualTo("DE89 3704 0044 0532 0130 00");
        assertThat(new Iban("gi75nwbk000000007099453").country()).isEqualTo("GI");
    }

    @Test
    void its_text_shows_the_country_and_the_last_four() {
        assertThat(new Iban("DE89370400440532013000")).hasToString("DE** **** 3000");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            DE89370400440532013001         | has wrong check digits
            DE98370400440532013000         | has wrong check digits
            DE8937040044053201300          | must have 22 characters in DE
            DE893704004405320130000        | must have 22 characters in DE
            US89370400440532013000         | is not of a country in the euro payments area
            XX89370400440532013000         | is not of a country in the euro payments area
            DE                             | must be a country
            DE8937040044053201300O         | has wrong check digits
            DE89-3704-0044-0532-0130-00    | must be a country
            gı75nwbk000000007099453        | must be a country
            D€89370400440532013000         | must be a country
            """)
    void a_wrong_number_is_refused(String value, String reason) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new Iban(value))
                .withMessageStartingWith("iban: " + reason)
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("37040044"));
    }

    /** DE97... with remainder 1 would also be reached by check digits beyond 98, which nobody issues. */
    @Test
    void check_digits_beyond_the_range_are_refused_though_the_remainder_is_right() {
        String account = accountWithCheckDigits("02");

        assertThat(new Iban("DE02" + account).country()).isEqualTo("DE");
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> new Iban("DE99" + account));
    }

    private static String accountWithCheckDigits(String digits) {
        for (int i = 0; i < 1000; i++) {
            String account = "370400440532" + (100000 + i);
            if (CheckDigits.of(account, "DE").equals(digits)) {
                return account;
            }
        }
        throw new AssertionError("No account number with check digits " + digits);
    }
}
