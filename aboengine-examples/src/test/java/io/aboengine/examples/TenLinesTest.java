package io.aboengine.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TenLinesTest {

    @Test
    void ends_with_a_paid_invoice() throws Exception {
        assertThat(Printed.by(TenLines::main))
                .startsWith("Paid[document=ada/")
                .contains("RE-2025-000001", "Ada Byron", "29.90 EUR", "7%", "27.94 EUR", "1.96 EUR");
    }
}
