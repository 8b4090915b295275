package io.aboengine.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.spi.InvalidRequestException;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServicePeriodTest {

    @ParameterizedTest(name = "{0} to {1} has {2} days, the last is {3}")
    @CsvSource(delimiter = '|', textBlock = """
            2026-01-01 | 2026-01-02 |   1 | 2026-01-01
            2026-02-01 | 2026-03-01 |  28 | 2026-02-28
            2024-02-01 | 2024-03-01 |  29 | 2024-02-29
            # nights in which the clocks change are days like any other
            2026-03-01 | 2026-04-01 |  31 | 2026-03-31
            2026-10-01 | 2026-11-01 |  31 | 2026-10-31
            2024-01-01 | 2025-01-01 | 366 | 2024-12-31
            """)
    void the_end_is_the_first_day_that_is_not_paid_for(LocalDate start, LocalDate end, int days, LocalDate last) {
        ServicePeriod period = new ServicePeriod(start, end);

        assertThat(period.days()).isEqualTo(days);
        assertThat(period.lastDay()).isEqualTo(last);
        assertThat(period.contains(start)).isTrue();
        assertThat(period.contains(last)).isTrue();
        assertThat(period.contains(end)).isFalse();
        assertThat(period.contains(start.minusDays(1))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"2026-02-01, 2026-02-01", "2026-02-02, 2026-02-01"})
    void a_period_without_days_is_refused(LocalDate start, LocalDate end) {
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> new ServicePeriod(start, end));
    }

    @ParameterizedTest(name = "{0}..{1} and {2}..{3} share {4}")
    @CsvSource(delimiter = '|', textBlock = """
            2026-01-01 | 2026-02-01 | 2026-01-10 | 2026-03-01 | 2026-01-10..2026-02-01
            2026-01-01 | 2026-02-01 | 2025-12-01 | 2026-01-10 | 2026-01-01..2026-01-10
            2026-01-01 | 2026-02-01 | 2026-01-05 | 2026-01-06 | 2026-01-05..2026-01-06
            2026-01-01 | 2026-02-01 | 2026-01-01 | 2026-02-01 | 2026-01-01..2026-02-01
            2026-01-01 | 2026-02-01 | 2026-02-01 | 2026-03-01 | nothing
            2026-01-01 | 2026-02-01 | 2025-12-01 | 2026-01-01 | nothing
            """)
    void periods_that_only_touch_share_no_day(
            LocalDate start, LocalDate end, LocalDate otherStart, LocalDate otherEnd, String shared) {
        ServicePeriod one = new ServicePeriod(start, end);
        ServicePeriod other = new ServicePeriod(otherStart, otherEnd);

        assertThat(one.intersect(other).map(ServicePeriod::toString).orElse("nothing"))
                .isEqualTo(shared);
        assertThat(other.intersect(one)).isEqualTo(one.intersect(other));
    }
}
