package io.aboengine.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.spi.payment.PaymentMethodKind;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CustomerTest {
    private final List<Customer> all = Customer.all();

    @Test
    void there_are_two_hundred_in_the_order_in_which_they_come() {
        assertThat(all).hasSize(200);
        assertThat(all).extracting(Customer::id).doesNotHaveDuplicates();
        assertThat(all).extracting(Customer::firstDay).isSorted();
        assertThat(all).allMatch(c -> c.firstDay().getYear() == 2025);
    }

    @Test
    void they_pay_in_all_four_ways() {
        assertThat(all).extracting(c -> c.method().kind()).contains(PaymentMethodKind.values());
    }

    @Test
    void each_does_something_only_after_coming() {
        for (Customer customer : all) {
            assertThat(customer.habits())
                    .as(customer.toString())
                    .allMatch(habit -> habit.on().isAfter(customer.firstDay()))
                    .allMatch(habit -> habit.on().isBefore(LocalDate.of(2026, 3, 1)));
        }
    }

    @Test
    void shows_no_name_in_its_text() {
        assertThat(all.get(0).toString()).isEqualTo(all.get(0).id().value());
    }
}
