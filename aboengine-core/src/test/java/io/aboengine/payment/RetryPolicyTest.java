package io.aboengine.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.payment.DeclineAdvice;
import java.net.URI;
import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {

    @ParameterizedTest(name = "{0} on {2} after attempt {1}: {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # advice                 | attempts | declined on | next
            RETRY_LATER              | 1        | 2026-02-26  | 2026-03-01
            RETRY_LATER              | 2        | 2026-03-01  | 2026-03-06
            RETRY_LATER              | 3        | 2026-03-06  | 2026-03-13
            RETRY_LATER              | 4        | 2026-03-13  | -
            RETRY_LATER              | 0        | 2026-02-26  | -
            # the provider asks for more time, or for less
            RETRY_LATER 2026-03-05   | 1        | 2026-02-26  | 2026-03-05
            RETRY_LATER 2026-02-27   | 1        | 2026-02-26  | 2026-03-01
            RETRY_LATER 2026-03-01   | 1        | 2026-02-26  | 2026-03-01
            RETRY_LATER 2026-03-20   | 4        | 2026-03-13  | -
            # our own fault may be mended by then
            TECHNICAL                | 1        | 2026-02-26  | 2026-03-01
            TECHNICAL                | 4        | 2026-03-13  | -
            # only the customer can help, or nobody
            UPDATE_METHOD            | 1        | 2026-02-26  | -
            AUTHENTICATE             | 1        | 2026-02-26  | -
            HARD_STOP                | 1        | 2026-02-26  | -
            """)
    void the_next_try_follows_the_advice(String advice, int attempts, LocalDate declinedOn, LocalDate next) {
        assertThat(RetryPolicy.standard().next(advice(advice), attempts, declinedOn))
                .isEqualTo(Optional.ofNullable(next));
    }

    @ParameterizedTest(name = "{1} after {0} is {2}")
    @CsvSource({"2026-01-31, P1M, 2026-02-28", "2026-03-28, P1D, 2026-03-29", "2026-12-31, P2W, 2027-01-14"})
    void delays_are_civil_days(LocalDate declinedOn, Period delay, LocalDate next) {
        RetryPolicy policy = new RetryPolicy(List.of(delay));

        assertThat(policy.next(new DeclineAdvice.Technical(), 1, declinedOn)).contains(next);
    }

    @Test
    void a_shop_may_never_try_again() {
        assertThat(RetryPolicy.never().next(advice("RETRY_LATER"), 1, LocalDate.of(2026, 3, 1)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P0D", "P-1D"})
    void a_delay_is_longer_than_nothing(Period delay) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new RetryPolicy(List.of(Period.ofDays(3), delay)));
    }

    private static DeclineAdvice advice(String text) {
        List<String> words = Arrays.asList(text.split(" "));
        return switch (words.get(0)) {
            case "RETRY_LATER" ->
                new DeclineAdvice.RetryLater(
                        words.stream().skip(1).map(LocalDate::parse).findFirst());
            case "TECHNICAL" -> new DeclineAdvice.Technical();
            case "UPDATE_METHOD" -> new DeclineAdvice.UpdateMethod();
            case "AUTHENTICATE" -> new DeclineAdvice.Authenticate(URI.create("https://bank.example/confirm"));
            case "HARD_STOP" -> new DeclineAdvice.HardStop();
            default -> throw new IllegalArgumentException(text);
        };
    }
}
