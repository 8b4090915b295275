package io.aboengine.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.focus_shift.jollyday.core.HolidayCalendar;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import io.aboengine.spi.InvalidRequestException;
import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WorkingDaysTest {

    /** Section 193 BGB. */
    @ParameterizedTest(name = "{0} in {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # day       | state | next working day
            2026-03-02  |       | 2026-03-02
            # Saturday counts like Sunday
            2026-02-28  |       | 2026-03-02
            2026-03-01  |       | 2026-03-02
            # Good Friday to Easter Monday
            2026-04-03  |       | 2026-04-07
            2026-05-01  |       | 2026-05-04
            2026-05-14  |       | 2026-05-15
            2026-05-25  |       | 2026-05-26
            # a holiday on a Saturday is not caught up on
            2026-10-03  |       | 2026-10-05
            2026-12-25  |       | 2026-12-28
            # where the state has a holiday and Germany has none
            2026-01-06  |       | 2026-01-06
            2026-01-06  | BY    | 2026-01-07
            2026-01-06  | HE    | 2026-01-06
            2026-06-04  |       | 2026-06-04
            2026-06-04  | NW    | 2026-06-05
            2027-11-01  | BW    | 2027-11-02
            2026-11-18  | SN    | 2026-11-19
            2025-10-31  | HH    | 2025-11-03
            2025-10-31  | NW    | 2025-10-31
            # Christmas Eve and New Year's Eve are working days
            2026-12-24  | BY    | 2026-12-24
            2026-12-31  | BY    | 2026-12-31
            """)
    void the_last_day_gives_way_to_the_next_working_day(LocalDate day, GermanState state, LocalDate next) {
        assertThat(WorkingDays.nextWorkingDay(day, Optional.ofNullable(state))).isEqualTo(next);
    }

    /**
     * Default of payment, whose last day section 193 BGB moves (BGH, 1 February 2007, III ZR 159/06): thirty days after an
     * invoice was received and due (section 286 (3) BGB), or a day agreed by the calendar (section 286 (2) No 1 BGB).
     */
    @ParameterizedTest(name = "{0} and {1}: pay until {2}, in default from {3} on")
    @CsvSource(delimiter = '|', textBlock = """
            # from      | length | last day   | in default
            2026-01-30  | P30D   | 2026-03-02 | 2026-03-03
            2026-05-01  | P0D    | 2026-05-04 | 2026-05-05
            2026-11-25  | P30D   | 2026-12-28 | 2026-12-29
            """)
    void default_begins_on_the_day_after_the_last_working_day(
            LocalDate from, Period length, LocalDate lastDay, LocalDate inDefault) {
        LocalDate last = WorkingDays.nextWorkingDay(LegalPeriods.endOfEventPeriod(from, length), Optional.empty());

        assertThat(last).isEqualTo(lastDay);
        assertThat(last.plusDays(1)).isEqualTo(inDefault);
    }

    /** Where laws changed: the day, and the states in which it was a holiday. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            # Women's Day
            2018-03-08 | ''
            2019-03-08 | BE
            2022-03-08 | BE
            2023-03-08 | BE MV
            # the end of the war, the rising of 1953
            2020-05-08 | BE
            2025-05-08 | BE
            2026-05-08 | ''
            2027-06-17 | ''
            2028-06-17 | BE
            2029-06-17 | ''
            # World Children's Day
            2018-09-20 | ''
            2019-09-20 | TH
            # Reformation Day
            2016-10-31 | BB MV SN ST TH
            2017-10-31 | BW BY BE BB HB HH HE MV NI NW RP SL SN ST SH TH
            2018-10-31 | BB HB HH MV NI SN ST SH TH
            # only in some municipalities of Bavaria, so not there
            2026-08-15 | SL
            2026-08-08 | ''
            # only in some municipalities of Saxony and Thuringia besides
            2026-06-04 | BW BY HE NW RP SL
            2026-01-06 | BW BY ST
            2026-11-01 | BW BY NW RP SL
            2026-11-18 | SN
            # Sundays that are holidays too
            2026-04-05 | BB
            2026-05-24 | BB
            """)
    void states_have_holidays_of_their_own(LocalDate day, String states) {
        assertThat(Arrays.stream(GermanState.values())
                        .filter(state -> WorkingDays.isHoliday(day, Optional.of(state)))
                        .map(GermanState::name)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(states);
    }

    @Test
    void without_a_state_only_nationwide_holidays_count() {
        assertThat(daysOf(2026).stream()
                        .filter(day -> WorkingDays.isHoliday(day, Optional.empty()))
                        .map(LocalDate::toString))
                .containsExactly(
                        "2026-01-01",
                        "2026-04-03",
                        "2026-04-06",
                        "2026-05-01",
                        "2026-05-14",
                        "2026-05-25",
                        "2026-10-03",
                        "2026-12-25",
                        "2026-12-26");
        assertThat(WorkingDays.isHoliday(LocalDate.of(2017, 10, 31), Optional.empty()))
                .isTrue();
    }

    /** No difference is meant: that calendar too leaves out holidays of municipalities and knows Berlin's single ones. */
    @ParameterizedTest
    @EnumSource
    void another_calendar_of_thirteen_years_agrees(GermanState state) {
        HolidayManager germany = HolidayManager.getInstance(ManagerParameters.create(HolidayCalendar.GERMANY));
        for (int year = 2020; year <= 2032; year++) {
            for (LocalDate day : daysOf(year)) {
                assertThat(WorkingDays.isHoliday(day, Optional.of(state)))
                        .as("%s in %s", day, state)
                        .isEqualTo(germany.isHoliday(day, state.name().toLowerCase(Locale.ROOT)));
            }
        }
    }

    @Test
    void another_calendar_of_thirteen_years_agrees_on_the_nationwide_holidays() {
        HolidayManager germany = HolidayManager.getInstance(ManagerParameters.create(HolidayCalendar.GERMANY));
        for (int year = 2020; year <= 2032; year++) {
            assertThat(daysOf(year).stream().filter(day -> WorkingDays.isHoliday(day, Optional.empty())))
                    .containsExactlyElementsOf(
                            daysOf(year).stream().filter(germany::isHoliday).toList());
        }
    }

    @Test
    void a_state_is_read_by_its_code() {
        assertThat(Arrays.stream(GermanState.values()).map(state -> GermanState.parse(state.name())))
                .containsExactly(GermanState.values());
        assertThatThrownBy(() -> GermanState.parse("DE-BY"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("state: must be one of BW BY BE BB HB HH HE MV NI NW RP SL SN ST SH TH, was DE-BY");
    }

    private static List<LocalDate> daysOf(int year) {
        return LocalDate.of(year, 1, 1).datesUntil(LocalDate.of(year + 1, 1, 1)).toList();
    }
}
