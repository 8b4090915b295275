package io.aboengine.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.calendar.BankDays;
import io.aboengine.spi.payment.PaymentMethodKind;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CollectionDaysTest {

    /** One bank day of lead is what SEPA Core asks for; 14 days of notice, or fewer where agreed with the customer. */
    @ParameterizedTest(name = "issued {0}, notice {1}, lead {2}: sent {3}, collected {4}")
    @CsvSource(delimiter = '|', textBlock = """
            # issued          | notice | lead | send       | collect
            # an ordinary Wednesday
            2026-05-06        |  1     | 1    | 2026-05-06 | 2026-05-07
            2026-05-06        |  1     | 0    | 2026-05-07 | 2026-05-07
            2026-05-06        |  0     | 0    | 2026-05-06 | 2026-05-06
            2026-05-06        |  0     | 1    | 2026-05-06 | 2026-05-07
            2026-05-06        |  1     | 2    | 2026-05-06 | 2026-05-08
            2026-05-06        |  1     | 5    | 2026-05-06 | 2026-05-13
            # two weeks of notice, handed in as late as the lead allows
            2026-02-16        | 14     | 1    | 2026-02-27 | 2026-03-02
            2026-02-16        | 14     | 2    | 2026-02-26 | 2026-03-02
            2026-02-16        | 14     | 0    | 2026-03-02 | 2026-03-02
            # Easter 2026: Good Friday 3 April, Easter Monday 6 April
            2026-04-01        |  1     | 1    | 2026-04-01 | 2026-04-02
            2026-04-02        |  1     | 1    | 2026-04-02 | 2026-04-07
            2026-04-03        |  1     | 1    | 2026-04-07 | 2026-04-08
            2026-04-05        |  1     | 1    | 2026-04-07 | 2026-04-08
            2026-04-06        |  1     | 1    | 2026-04-07 | 2026-04-08
            2026-03-23        | 14     | 1    | 2026-04-02 | 2026-04-07
            2026-03-31        |  1     | 5    | 2026-03-31 | 2026-04-09
            # a weekend: Saturday 30 May
            2026-05-29        |  1     | 1    | 2026-05-29 | 2026-06-01
            2026-05-30        |  1     | 1    | 2026-06-01 | 2026-06-02
            2026-05-31        |  1     | 1    | 2026-06-01 | 2026-06-02
            2026-05-30        |  0     | 0    | 2026-06-01 | 2026-06-01
            # Labour Day on a Friday
            2026-04-30        |  1     | 1    | 2026-04-30 | 2026-05-04
            # Christmas on a Friday and Saturday, New Year on a Friday
            2026-12-23        |  1     | 1    | 2026-12-23 | 2026-12-24
            2026-12-24        |  1     | 1    | 2026-12-24 | 2026-12-28
            2026-12-22        |  1     | 5    | 2026-12-22 | 2026-12-30
            2026-12-31        |  1     | 1    | 2026-12-31 | 2027-01-04
            """)
    void a_direct_debit_leaves_time_for_notice_and_bank(
            LocalDate issued, int noticeDays, int leadDays, LocalDate send, LocalDate collect) {
        CollectionDays days = CollectionDays.of(PaymentMethodKind.DIRECT_DEBIT, issued, 0, noticeDays, leadDays);

        assertThat(days).isEqualTo(new CollectionDays(send, collect, collect));
        assertThat(BankDays.isOpen(days.collectOn())).isTrue();
        assertThat(days.sendOn()).isAfterOrEqualTo(issued);
    }

    @ParameterizedTest(name = "issued {0}, {1} days to pay: due {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # issued   | term | due
            2026-05-06 | 14   | 2026-05-20
            2026-05-06 |  1   | 2026-05-07
            # before money can move nothing is due
            2026-05-06 |  0   | 2026-05-07
            2026-12-24 |  3   | 2026-12-28
            """)
    void a_direct_debit_is_due_at_the_end_of_the_term_but_not_before_it_is_collected(
            LocalDate issued, int termDays, LocalDate due) {
        assertThat(CollectionDays.of(PaymentMethodKind.DIRECT_DEBIT, issued, termDays, 1, 1)
                        .dueOn())
                .isEqualTo(due);
    }

    /** 2026-04-04 is the Saturday of Easter. */
    @ParameterizedTest
    @EnumSource(names = {"CARD", "WALLET", "INVOICE"})
    void nobody_else_waits_for_banks(PaymentMethodKind method) {
        LocalDate issued = LocalDate.of(2026, 4, 4);

        assertThat(CollectionDays.of(method, issued, 14, 14, 5))
                .isEqualTo(new CollectionDays(issued, issued, LocalDate.of(2026, 4, 18)));
    }
}
