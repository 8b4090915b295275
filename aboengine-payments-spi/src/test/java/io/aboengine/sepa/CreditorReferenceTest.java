package io.aboengine.sepa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.spi.InvalidRequestException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreditorReferenceTest {
    @ParameterizedTest
    @CsvSource({
        "539007547034, RF18539007547034",
        "INV2026000123, RF98INV2026000123",
        "1, RF741",
        "inv 2026 000123, RF98INV2026000123"
    })
    void check_digits_are_put_before_the_own_reference(String own, String complete) {
        CreditorReference reference = CreditorReference.of(own);

        assertThat(reference).hasToString(complete);
        assertThat(new CreditorReference(complete)).isEqualTo(reference);
    }

    @Test
    void a_reference_is_read_as_it_stands_on_a_statement() {
        CreditorReference reference = new CreditorReference("rf18 5390 0754 7034");

        assertThat(reference.reference()).isEqualTo("539007547034");
        assertThat(reference.printed()).isEqualTo("RF18 5390 0754 7034");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "INV-1", "ÄÖ1", "ı1", "1234567890123456789012"})
    void other_references_cannot_be_made(String own) {
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> CreditorReference.of(own));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RF19539007547034", "RF18539007547043", "539007547034", "RF18", "RG18539007547034"})
    void a_wrong_reference_is_refused(String complete) {
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> new CreditorReference(complete));
    }

    @Property
    void a_single_wrong_character_is_always_noticed(
            @ForAll @StringLength(min = 1, max = 21) @CharRange(from = '0', to = '9') @CharRange(from = 'A', to = 'Z')
                    String own,
            @ForAll @IntRange(min = 0, max = 20) int position,
            @ForAll @CharRange(from = '0', to = '9') char slip) {
        String complete = CreditorReference.of(own).value();
        int at = 4 + position % own.length();
        boolean digitForDigit = Character.isDigit(complete.charAt(at)) && complete.charAt(at) != slip;
        String slipped = complete.substring(0, at) + slip + complete.substring(at + 1);

        if (digitForDigit) {
            assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> new CreditorReference(slipped));
        }
    }
}
