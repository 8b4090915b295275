package io.aboengine.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Zoë O'Neill", "a|b", "\uD83D\uDE00", "\uD83D\uDE00\uD83D\uDE00", "\uFFFD"})
    void texts_that_are_plain_stay_as_they_are(String text) {
        assertThat(PlainText.fault(text)).isEmpty();
        assertThat(PlainText.of(text, 100)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\nb", "a\tb", "a\rb", "a\u007Fb", "a\u0085b"})
    void control_characters_become_blanks(String text) {
        assertThat(PlainText.fault(text)).hasValue("must not hold control characters");
        assertThat(PlainText.of(text, 100)).isEqualTo("a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\uD83Db", "a\uDE00b"})
    void half_a_character_is_replaced(String text) {
        assertThat(PlainText.fault(text))
                .hasValueSatisfying(why -> assertThat(why).contains("half a character"));
        assertThat(PlainText.of(text, 100)).isEqualTo("a\uFFFDb");
    }

    @Test
    void half_a_character_is_found_at_either_end_and_beside_a_whole_one() {
        assertThat(PlainText.of("\uDE00a\uD83D", 100)).isEqualTo("\uFFFDa\uFFFD");
        assertThat(PlainText.of("\uD83D\uD83D\uDE00\uDE00", 100)).isEqualTo("\uFFFD\uD83D\uDE00\uFFFD");
        assertThat(PlainText.fault("\uDE00")).isPresent();
        assertThat(PlainText.fault("\uD83D")).isPresent();
    }

    @Test
    void what_is_too_long_is_cut_between_characters() {
        assertThat(PlainText.of("abc", 2)).isEqualTo("ab");
        assertThat(PlainText.of("a\uD83D\uDE00", 2)).isEqualTo("a");
        assertThat(PlainText.of("a\uD83D\uDE00b", 3)).isEqualTo("a\uD83D\uDE00");
        assertThat(PlainText.of("abc", 0)).isEmpty();
    }

    @Test
    void what_is_required_and_plain_is_given_back() {
        assertThat(PlainText.require("name", "Zoë", 3)).isEqualTo("Zoë");
        assertThat(PlainText.requireUnshown("name", "Zoë", 3)).isEqualTo("Zoë");
    }

    @Test
    void what_is_missing_or_too_long_or_not_plain_is_refused() {
        assertRefused(() -> PlainText.require("name", " ", 3), "name: must have 1 to 3 characters, was  ");
        assertRefused(() -> PlainText.require("name", "abcd", 3), "name: must have 1 to 3 characters, was abcd");
        assertRefused(() -> PlainText.require("name", "a\tb", 3), "name: must not hold control characters, was a b");
        assertRefused(
                () -> PlainText.requireUnshown("name", "abcd", 3),
                "name: must have 1 to 3 characters, was (not shown)");
        assertRefused(
                () -> PlainText.requireUnshown("name", "a\tb", 3),
                "name: must not hold control characters, was (not shown)");
    }

    private static void assertRefused(ThrowingCallable deed, String message) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(deed)
                .withMessage(message);
    }
}
