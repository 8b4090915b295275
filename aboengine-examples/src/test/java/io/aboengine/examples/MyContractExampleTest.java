package io.aboengine.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MyContractExampleTest {

    /**
     * March was billed at 12.00 less 25 % = 9.00. Its first 15 days cost 12.00 × 15/31 = 5.81 less 1.45 = 4.36, so 4.64 goes
     * back; the other 16 cost 18.00 × 16/31 = 9.29 less 2.32 = 6.97: 2.33 to pay. Six months from 1 March end on 31 August.
     */
    @Test
    void every_preview_is_what_happens_then() throws Exception {
        String printed = Printed.by(MyContractExample::main);

        assertThat(printed)
                .contains("you pay EUR 2.33 at once")
                .contains("EUR -4.64", "EUR 9.29", "EUR -2.32", "EUR 13.50")
                .contains("your last day is 2026-08-31")
                .contains("Cancel to the end of March: TOO_EARLY")
                .contains("Pause in April: NOT_PERMITTED")
                .contains("Invoice of today as shown: true; of April: true")
                .contains("Received:     2026-03-16 10:00:00 (Europe/Berlin)", "Last day:     2026-08-31");
        assertThat(printed.lines()).allMatch(line -> line.length() <= 160, "fits a page");
    }
}
