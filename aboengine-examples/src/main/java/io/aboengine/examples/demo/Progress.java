package io.aboengine.examples.demo;

import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Shows how far it is: a bar on a terminal, a line for each month elsewhere. */
final class Progress {
    private static final int BAR = 40;

    private final PrintWriter out;
    private final boolean terminal;
    private final LocalDate first;
    private final LocalDate end;

    /** From {@code first} to the day before {@code end}. */
    Progress(PrintWriter out, boolean terminal, LocalDate first, LocalDate end) {
        this.out = out;
        this.terminal = terminal;
        this.first = first;
        this.end = end;
    }

    /** @param customers accounts that are open in the evening of the day */
    void after(LocalDate day, int customers) {
        long days = ChronoUnit.DAYS.between(first, end);
        long done = ChronoUnit.DAYS.between(first, day) + 1;
        if (terminal) {
            int full = Math.toIntExact(BAR * done / days);
            out.printf(
                    Locale.ROOT,
                    "\r  [%s%s] %s, %3d customers",
                    "#".repeat(full),
                    ".".repeat(BAR - full),
                    day,
                    customers);
            if (done == days) {
                out.println();
            }
            out.flush();
        } else if (day.plusDays(1).getDayOfMonth() == 1 || done == days) {
            out.printf(Locale.ROOT, "  %s: day %3d of %d, %3d customers%n", day, done, days, customers);
            out.flush();
        }
    }
}
