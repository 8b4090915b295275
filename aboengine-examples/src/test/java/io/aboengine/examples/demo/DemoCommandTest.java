package io.aboengine.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command as it is typed, for one month on a database file. */
class DemoCommandTest {
    @TempDir
    private static Path folder;

    private static Ran demo;

    private record Ran(int status, String out, String err) {}

    @BeforeAll
    static void run() {
        demo = run("--months", "1", "--out", folder.toString());
    }

    private static Ran run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = new CommandLine(new DemoCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
        return new Ran(status, lines(out), lines(err));
    }

    private static String lines(StringWriter text) {
        return text.toString().replace("\r\n", "\n");
    }

    @Test
    void shows_all_it_promises() {
        assertThat(demo.err()).isEmpty();
        assertThat(demo.status()).isZero();
        assertThat(demo.out())
                .contains("A German publisher with 200 customers")
                .contains("  2025-01-31: day  31 of 31,")
                .contains("\nmonth   invoices    billed  notes credited reminders   fees  money in     back month end")
                .contains("\n2025-01 ", "\ntotal ")
                .contains("The contracts on 2025-01-31", "The ways of paying", "The story of customer k-")
                .contains("Rechnung\n========\n", "darin enthaltene Umsatzsteuer", "How each line came about:")
                .contains(
                        "The books add up to the cent: in total, in every month, and",
                        "The gateway's own books say the same.")
                .contains("Where to look further", "billed-and-collected.svg", "aboengine-demo.mv.db")
                .containsPattern("Took [0-9]+\\.[0-9] s,");
    }

    @Test
    void fits_100_columns() {
        assertThat(demo.out().lines().filter(line -> !line.contains(folder.toString())))
                .allMatch(line -> line.length() <= 100, "fits 100 columns");
    }

    @Test
    void leaves_database_and_picture() {
        assertThat(folder.resolve("aboengine-demo.mv.db")).isNotEmptyFile();
        assertThat(folder.resolve("billed-and-collected.svg")).isNotEmptyFile();
    }

    @Test
    void is_the_same_every_time() {
        Ran again = run("--months", "1", "--out", folder.toString());
        assertThat(withoutTime(again)).isEqualTo(withoutTime(demo));
    }

    private static String withoutTime(Ran ran) {
        return ran.out().replaceAll("Took .*", "");
    }

    @Test
    void finds_nothing_wrong_with_a_file_that_nobody_touched() {
        Ran checked = run("--check-only", "--out", folder.toString());
        assertThat(checked.status()).isZero();
        assertThat(checked.out()).contains("The books add up to the cent");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # what somebody did                                                                      | is told
                    delete from abo_posting where kind = 'COLLECTED' limit 1                                 | In total: documents
                    update abo_posting set money_minor = money_minor - 1 where kind = 'COLLECTED' limit 1    | Posting k-
                    update abo_document set paid_minor = paid_minor - 100 where paid_minor > 100 limit 1     | Document k-
                    delete from abo_line where document is not null limit 1                                  | its lines EUR 0.00
                    update abo_account set credit_minor = credit_minor + 1 limit 1                           | customer credit noted
                    """)
    void notices_what_was_done_to_the_file(String sql, String told, @TempDir Path copy)
            throws IOException, SQLException {
        Files.copy(folder.resolve("aboengine-demo.mv.db"), copy.resolve("aboengine-demo.mv.db"));
        try (Connection connection = DriverManager.getConnection(DemoDatabase.url(copy), "sa", "");
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }

        Ran checked = run("--check-only", "--out", copy.toString());

        assertThat(checked.status()).isEqualTo(1);
        assertThat(checked.err()).contains("THE BOOKS DO NOT ADD UP", told, "difference EUR");
        assertThat(checked.out()).doesNotContain("add up to the cent");
    }

    @Test
    void says_what_to_do_where_there_is_nothing_to_check(@TempDir Path empty) {
        Ran checked = run("--check-only", "--out", empty.toString());
        assertThat(checked.status()).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(checked.err()).contains("run the demo without --check-only first");
    }

    @Test
    void bills_one_to_fourteen_months() {
        assertThat(run("--months", "15").status()).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run("--months", "0").err()).contains("--months must be 1 to 14, was 0");
    }
}
