package io.aboengine.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TakeOverExampleTest {

    @Test
    void every_contract_is_billed_exactly_the_rest_and_only_once() throws Exception {
        String printed = Printed.by(TakeOverExample::main);

        assertThat(printed)
                .contains("12 of 12 contracts are billed exactly the rest, on 13 documents.")
                .contains("A second run on the same day makes 0 documents.")
                .contains("t-04  paper-monthly | 2025-05-31..2025-07-31  60.00  60.00 | 2025-05-31..2025-07-31")
                .contains("t-06  paper-monthly | 2025-07-01..2025-08-01  30.00  17.50 | 2025-07-01..2025-08-01")
                .doesNotContain("WRONG");
        assertThat(printed.lines()).allMatch(line -> line.length() <= 100, "fits 100 columns");
    }
}
