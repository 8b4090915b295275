package io.aboengine.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WithdrawalTest {

    /** Sections 355 (2), 187 (1) and 193 BGB. */
    @ParameterizedTest(name = "{0} in {1}: until {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # from      | state | last day
            2026-03-02  |       | 2026-03-16
            # Good Friday
            2026-03-20  |       | 2026-04-07
            # 25 December, then a week-end
            2026-12-11  |       | 2026-12-28
            # a Sunday
            2026-04-19  |       | 2026-05-04
            # Corpus Christi, a Thursday, where it is a holiday
            2026-05-21  |       | 2026-06-04
            2026-05-21  | BE    | 2026-06-04
            2026-05-21  | BY    | 2026-06-05
            # received on a Sunday: only the last day is moved
            2026-03-01  |       | 2026-03-16
            2024-02-15  |       | 2024-02-29
            """)
    void fourteen_days_after_conclusion_or_receipt(LocalDate from, GermanState state, LocalDate lastDay) {
        assertThat(Withdrawal.lastDay(from, Optional.ofNullable(state))).isEqualTo(lastDay);
    }

    /** Sections 356 (3), 187 (1), 188 and 193 BGB. */
    @ParameterizedTest(name = "{0} in {1}: until {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # from      | state | last day
            2026-03-02  |       | 2027-03-16
            # twelve months end on 28 February, fourteen days after it is 14 March
            2024-02-29  |       | 2025-03-14
            # 17 April 2027 is a Saturday
            2026-04-03  |       | 2027-04-19
            # Reformation Day 2028, a Tuesday
            2027-10-17  |       | 2028-10-31
            2027-10-17  | SN    | 2028-11-01
            """)
    void twelve_months_and_fourteen_days_without_instruction(LocalDate from, GermanState state, LocalDate lastDay) {
        assertThat(Withdrawal.lastDayWithoutInstruction(from, Optional.ofNullable(state)))
                .isEqualTo(lastDay);
    }
}
