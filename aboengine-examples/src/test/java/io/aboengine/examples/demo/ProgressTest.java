package io.aboengine.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final LocalDate FIRST = LocalDate.of(2025, 1, 30);
    private static final LocalDate END = LocalDate.of(2025, 2, 3);

    @Test
    void is_a_line_a_month_where_nobody_watches() {
        assertThat(shown(false).lines())
                .containsExactly(
                        "  2025-01-31: day   2 of 4,  20 customers", "  2025-02-02: day   4 of 4,  20 customers");
    }

    @Test
    void is_a_bar_on_a_terminal() {
        assertThat(shown(true))
                .startsWith("\r  [##########..............................] 2025-01-30,  20 customers\r")
                .endsWith("\r  [########################################] 2025-02-02,  20 customers"
                        + System.lineSeparator());
    }

    private static String shown(boolean terminal) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        Progress progress = new Progress(out, terminal, FIRST, END);
        FIRST.datesUntil(END).forEach(day -> progress.after(day, 20));
        out.flush();
        return text.toString();
    }
}
