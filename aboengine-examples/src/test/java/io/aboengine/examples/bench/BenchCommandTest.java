package io.aboengine.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.examples.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each benchmark once, with a handful of accounts: what it prints and that its books are right, never how fast it was. */
class BenchCommandTest {
    private record Ran(int status, String out, String err) {}

    private static Ran run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status =
                Main.commandLine(new PrintWriter(out), new PrintWriter(err)).execute(args);
        return new Ran(status, out.toString(), err.toString());
    }

    private static List<String> keys(String json) {
        return Pattern.compile("\"(\\w+)\": [0-9.]+")
                .matcher(json)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @Test
    void renew_prints_its_figures_as_json() {
        Ran ran = run("bench", "renew", "--accounts", "45", "--batch", "10", "--workers", "2", "--json", "--this-jvm");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.status()).isZero();
        assertThat(keys(ran.out()))
                .containsExactly(
                        "accounts",
                        "workers",
                        "batch",
                        "rounds",
                        "renewalsPerSecond",
                        "renewalsWithCollectionPerSecond",
                        "rowsPerSecond",
                        "rawRowsPerSecond",
                        "ratioToRaw",
                        "rowsPerRenewal",
                        "walBytesPerRenewal",
                        "fullPagesPerRenewal",
                        "buffersPerRenewal",
                        "clientCpuMicrosPerRenewal",
                        "compilerMicrosPerRenewal",
                        "serverCpuMicrosPerRenewal",
                        "rawCpuMicrosPerRenewal",
                        "walBytesPerCollection",
                        "buffersPerCollection",
                        "clientCpuMicrosPerCollection",
                        "compilerMicrosPerCollection",
                        "serverCpuMicrosPerCollection",
                        "peakHeapMiB",
                        "seconds");
        assertThat(ran.out()).startsWith("{\"accounts\": 45, \"workers\": 2, \"batch\": 10, \"rounds\": 3, ");
        // a document, its line, number and attempt, an event, the account and its day, the contract, the mark for
        // subscribers
        assertThat(ran.out()).contains("\"rowsPerRenewal\": 9.00,");
    }

    @Test
    void processes_share_the_work_of_one() {
        Ran ran =
                run("bench", "processes", "--accounts", "45", "--batch", "5", "--rounds", "2", "--json", "--this-jvm");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.status()).isZero();
        assertThat(keys(ran.out()))
                .containsExactly(
                        "accounts",
                        "processes",
                        "workersOfEach",
                        "batch",
                        "rounds",
                        "renewalsPerSecondOfOneProcess",
                        "renewalsPerSecond",
                        "ratioToOneProcess",
                        "renewalsWithCollectionPerSecondOfOneProcess",
                        "renewalsWithCollectionPerSecond",
                        "ratioToOneProcessWithCollection",
                        "deadlocks",
                        "seconds");
        assertThat(ran.out())
                .startsWith("{\"accounts\": 45, \"processes\": 2, \"workersOfEach\": 1, \"batch\": 5, \"rounds\": 2, ")
                .contains("\"deadlocks\": 0,");
    }

    @Test
    void history_compares_a_young_shop_with_an_old_one() {
        Ran ran = run("bench", "history", "--accounts", "12", "--months", "4", "--same-size", "--json", "--this-jvm");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.status()).isZero();
        assertThat(keys(ran.out()))
                .containsExactly(
                        "accounts",
                        "months",
                        "workers",
                        "batch",
                        "renewalsPerSecondAfterOneMonth",
                        "renewalsPerSecond",
                        "ratioToOneMonth",
                        "buffersPerRenewalAfterOneMonth",
                        "buffersPerRenewal",
                        "ratioOfBuffers",
                        "walBytesPerRenewalAfterOneMonth",
                        "walBytesPerRenewal",
                        "fullPagesPerRenewalAfterOneMonth",
                        "fullPagesPerRenewal",
                        "buffersPerRenewalOfSameSize",
                        "ratioOfBuffersToSameSize",
                        "fullPagesPerRenewalOfSameSize",
                        "walBytesPerRenewalOfSameSize",
                        "peakHeapMiB",
                        "seconds");
    }

    @Test
    void idle_tells_what_runs_cost_that_find_little() {
        Ran ran = run("bench", "idle", "--accounts", "300", "--due", "3", "--json", "--this-jvm");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.status()).isZero();
        assertThat(keys(ran.out()))
                .containsExactly(
                        "accounts",
                        "due",
                        "workers",
                        "roundTripMillis",
                        "emptyRunMillis",
                        "runMillis",
                        "billingMillis",
                        "millisAboveRoundTrip",
                        "emptyMillisAboveRoundTrip",
                        "fastestEmptyRunMillis",
                        "fastestRunMillis",
                        "statementsPerEmptyRun",
                        "statementsPerRun",
                        "buffersPerEmptyRun",
                        "buffersPerRun",
                        "clientCpuMillis",
                        "serverCpuMillis",
                        "coldEmptyRunMillis",
                        "coldRunMillis",
                        "seconds");
        // for whatever number of accounts
        assertThat(ran.out()).contains("\"statementsPerEmptyRun\": 1,");
    }

    @Test
    void idle_shows_the_statements_of_its_last_run_that_had_something_to_do() {
        Ran ran = run("bench", "idle", "--accounts", "300", "--due", "3", "--statements", "--this-jvm");

        assertThat(ran.status()).isZero();
        assertThat(ran.err()).contains("insert into abo_line").contains("insert into abo_posting");
    }

    @Test
    void books_that_are_wrong_are_found() throws Exception {
        try (Server server = Server.start()) {
            server.create("books");
            try (Server.Pool database = server.pool("books", 2)) {
                Population.fill(database, 5, 3);

                assertThat(Billing.differences(database, 5, 2)).isEmpty();

                spoil(database, "delete from abo_document_number where counter = 7", "gaps in numbers");
                spoil(
                        database,
                        "update abo_document set gross_minor = gross_minor + 1 where account_id = 'k-0000003'"
                                + " and ordinal = (select min(ordinal) from abo_document)",
                        "gross amounts");
            }
        }
    }

    private static void spoil(Server.Pool database, String sql, String found) throws SQLException {
        database.execute(sql);
        assertThat(Billing.differences(database, 5, 2))
                .anySatisfy(text -> assertThat(text).startsWith(found));
    }

    @Test
    void an_unknown_benchmark_is_refused() {
        assertThat(run("bench").status()).isEqualTo(2);
        assertThat(run("bench", "renew", "--accounts", "0", "--this-jvm").status())
                .isEqualTo(2);
        assertThat(run("bench", "renew", "--accounts", "5", "--rounds", "10", "--this-jvm")
                        .status())
                .isEqualTo(2);
        assertThat(run("bench", "processes", "--accounts", "5", "--rounds", "0", "--this-jvm")
                        .status())
                .isEqualTo(2);
    }
}
