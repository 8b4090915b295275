package io.aboengine.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.spi.InvalidRequestException;
import java.time.Period;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BillingIntervalTest {

    @ParameterizedTest
    @CsvSource({
        "P1D, 1, DAYS",
        "P14D, 14, DAYS",
        "P3653D, 3653, DAYS",
        "P2W, 2, WEEKS",
        "P521W, 521, WEEKS",
        "P1M, 1, MONTHS",
        "P120M, 120, MONTHS",
        "P10Y, 10, YEARS"
    })
    void an_interval_is_a_count_of_one_unit(String text, int count, BillingInterval.Unit unit) {
        assertThat(BillingInterval.parse(text))
                .isEqualTo(new BillingInterval(count, unit))
                .hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "P",
                "PM",
                "1M",
                "P1",
                "P1m",
                "p1M",
                "P0D",
                "P-1M",
                "P1Y6M",
                "P1H",
                "PT1H",
                "P1.5M",
                "P 1M",
                "P99999999999D",
                "P3654D",
                "P522W",
                "P121M",
                "P11Y"
            })
    void anything_else_is_refused(String text) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> BillingInterval.parse(text))
                .satisfies(refused -> assertThat(refused.field()).isEqualTo("interval"));
    }

    @ParameterizedTest
    @CsvSource({"P14D, 0, 0, 14", "P2W, 0, 0, 14", "P3M, 0, 3, 0", "P1Y6M, 1, 6, 0"})
    void a_length_of_time_may_mix_units(String text, int years, int months, int days) {
        assertThat(BillingInterval.parseLength("phase.length", text)).isEqualTo(Period.of(years, months, days));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "14D", "P", "P0D", "P-14D", "P1M-1D", "P1.5M", "PT24H"})
    void a_length_of_time_is_longer_than_nothing(String text) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> BillingInterval.parseLength("phase.length", text))
                .satisfies(refused -> assertThat(refused.field()).isEqualTo("phase.length"));
    }
}
