package io.aboengine.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ReplayCommandTest {
    private static final Path STORIES = Path.of("stories");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int replay(String... arguments) {
        return new CommandLine(new ReplayCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments);
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static String story(String name) throws IOException {
        return Files.readString(STORIES.resolve(name));
    }

    @Test
    void prints_the_result_and_nothing_else() throws IOException {
        int status = replay(STORIES.resolve("setup-fee.json").toString(), "--json");

        assertThat(status).isZero();
        assertThat(out.toString()).isEqualTo(Files.readString(STORIES.resolve("expected/setup-fee.json")));
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "h2", "postgres"})
    void tells_the_same_on_every_store(String store) throws IOException {
        int status = replay(STORIES.resolve("card-retry.json").toString(), "--json", "--store", store);

        assertThat(status).isZero();
        assertThat(out.toString()).isEqualTo(Files.readString(STORIES.resolve("expected/card-retry.json")));
    }

    @Test
    void the_same_story_gives_the_same_bytes() throws IOException {
        replay(STORIES.resolve("self-service.json").toString(), "--json");
        String first = out.toString();
        out.getBuffer().setLength(0);
        replay(STORIES.resolve("self-service.json").toString(), "--json");

        assertThat(out.toString()).isEqualTo(first);
    }

    @Test
    void without_json_it_prints_a_timeline() {
        int status = replay(STORIES.resolve("upgrade-prorated.json").toString());

        assertThat(status).isZero();
        assertThat(out.toString()).isEqualTo("""
                upgrade within the month, to the cent

                2026-03-01
                    account   ada opened
                  1. ada subscribes to basic as s1
                    contract  s1 concluded, from 2026-03-01
                    invoice   ada/1  RE-2026-000001  EUR 11.89, due 2026-03-16
                                basic regular             2026-03-01 to 2026-03-31  9.99   31 of 31 days × 9.99
                                net 9.99 + 19 % standard 1.90
                    access    ada may use course (RUNNING)
                    payment   ada/1 EUR 11.89 collected
                    paid      ada/1

                2026-03-11
                  2. change s1 to plus now
                    contract  s1 will change to plus on 2026-03-11
                    contract  s1 now on plus
                    invoice   ada/2  RE-2026-000002  EUR 8.06, due 2026-03-25
                                PRORATION_CREDIT basic regular  2026-03-11 to 2026-03-31  -6.77   \
                21 of 31 days given back: 9.99 billed − 3.22 kept
                                plus regular              2026-03-11 to 2026-03-31  13.54   21 of 31 days × 19.99
                                net 6.77 + 19 % standard 1.29
                    payment   ada/2 EUR 8.06 collected
                    paid      ada/2

                2026-04-01
                    invoice   ada/3  RE-2026-000003  EUR 23.79, due 2026-04-15
                                plus regular              2026-04-01 to 2026-04-30  19.99   30 of 30 days × 19.99
                                net 19.99 + 19 % standard 3.80
                    payment   ada/3 EUR 23.79 collected
                    paid      ada/3

                At the end of 2026-04-01
                  ada: balance 0.00, credit 0.00
                  s1: ACTIVE since 2026-03-01, charged through 2026-05-01, billed again on 2026-05-01
                """);
    }

    @Test
    void the_timeline_tells_of_reminders_refusals_and_what_a_step_shows() {
        replay(STORIES.resolve("reminders.json").toString());
        replay(STORIES.resolve("self-service.json").toString());

        assertThat(out.toString())
                .contains("    reminder  ada/4  MA-2026-000003  EUR 5.00, due 2026-03-09")
                .contains("level 3 for ada/1 (WARN SUSPEND)")
                .contains("    access    ada may NOT use course (SUSPENDED)")
                .contains("      balance 78.90, credit 0.00")
                .contains(
                        "  8. cancel s2 at the end of the period (by customer ada)\n      REFUSED  FOREIGN_ACCOUNT: ");
    }

    @Test
    void the_timeline_tells_of_money_that_goes_back_and_of_what_would_happen() {
        replay(STORIES.resolve("preview-cancel.json").toString());
        replay(STORIES.resolve("hold.json").toString());
        replay(STORIES.resolve("migrate.json").toString());
        replay(STORIES.resolve("pause-over-boundary.json").toString());

        assertThat(out.toString())
                .contains("""
                          2. what if: cancel s1 now, paid days go back as money
                              would make: CREDIT_NOTE  EUR -17.85, corrects ada/1, planned for 2026-04-16
                        """)
                .contains(
                        "      to be paid then 0.00, ends on 2026-05-17\n      next on 2026-05-01: INVOICE  EUR 18.42,")
                .contains("    payment   ada/1 EUR 17.85 goes back, by GATEWAY\n")
                .contains("    payment   ada/1 EUR 17.85 refunded, attempt 2\n")
                .contains("    account   ada: stopped [BILLING]\n")
                .contains("    account   ada: nothing is stopped\n")
                .contains("    contract  s1 will cost EUR 12.00 instead of EUR 10.00 from 2026-07-01\n")
                .contains("    contract  s1 will rest from 2026-04-21 until 2026-05-11\n")
                .contains("    contract  s1 goes on\n");
    }

    @Test
    void a_file_that_is_no_story_ends_with_2_and_says_why() throws IOException {
        Path bad = file(
                "bad.json", story("setup-fee.json").replace("\"quantity\"", "").replace("\"plan\"", "\"plam\""));

        int status = replay(bad.toString(), "--json");

        assertThat(status).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .startsWith(
                        "bad.json: /steps/0/subscribe/plam: found the unknown key \"plam\", expected the keys account,");
    }

    @Test
    void what_cannot_be_replayed_yet_ends_with_2_and_names_the_key() throws IOException {
        Path later = file(
                "later.json",
                story("setup-fee.json")
                        .replace(
                                "\"steps\": [",
                                "\"steps\": [{\"on\": \"2026-06-15\", \"gatewayEvent\": {\"invoice\": \"ada/1\","
                                        + " \"event\": \"MANDATE_REVOKED\"}},"));

        int status = replay(later.toString(), "--json");

        assertThat(status).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "later.json: /steps/0/gatewayEvent/event: not supported yet: event MANDATE_REVOKED\n");
    }

    @Test
    void a_file_that_is_not_there_ends_with_2() {
        assertThat(replay(folder.resolve("nowhere.json").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("there is no such file");
    }

    @Test
    void an_unknown_store_ends_with_2() {
        assertThat(replay("--store", "oracle", folder.toString())).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_folder_gives_one_object_with_a_result_or_an_error_for_each_file_by_name() throws IOException {
        file("b.json", story("setup-fee.json"));
        file("a.json", "{\"title\": \"cut off");
        file("c.json", story("card-retry.json"));
        file("notes.txt", "no story");
        Files.createDirectory(folder.resolve("d.json"));

        int status = replay(folder.toString(), "--json");

        JsonNode results = new ObjectMapper().readTree(out.toString());
        assertThat(results.fieldNames()).toIterable().containsExactly("results");
        assertThat(results.at("/results/0/file").textValue()).isEqualTo("a.json");
        assertThat(results.at("/results/0").fieldNames()).toIterable().containsExactly("file", "error");
        assertThat(results.at("/results/0/error").textValue()).startsWith("line 1, column ");
        assertThat(results.at("/results/1").fieldNames()).toIterable().containsExactly("file", "result");
        assertThat(results.at("/results/1/result"))
                .isEqualTo(new ObjectMapper().readTree(Files.readString(STORIES.resolve("expected/setup-fee.json"))));
        assertThat(results.at("/results/2/file").textValue()).isEqualTo("c.json");
        assertThat(results.at("/results")).hasSize(3);
        assertThat(err.toString()).startsWith("a.json: line 1, column ");
        assertThat(status).as("one of them is no story").isEqualTo(2);
    }

    @Test
    void a_folder_of_stories_ends_with_0_and_an_empty_one_too() throws IOException {
        assertThat(replay(folder.toString(), "--json")).isZero();
        assertThat(out.toString()).isEqualTo("""
                {
                  "results": []
                }
                """);
        file("a.json", story("setup-fee.json"));
        assertThat(replay(folder.toString())).isZero();
        assertThat(out.toString()).contains("== a.json\n\na set-up fee on the first invoice only\n");
    }

    @Test
    void an_account_that_cannot_be_billed_is_told_on_standard_error_and_among_the_rejections() throws IOException {
        Path story = file(
                "austria.json",
                story("trial-then-paid.json")
                        .replace("\"id\": \"ada\", \"country\": \"DE\"", "\"id\": \"ada\", \"country\": \"AT\"")
                        .replace("\"2026-05-01\"", "\"2026-04-02\"")
                        .replace("\"2026-05-03\"", "\"2026-04-03\""));

        int status = replay(story.toString(), "--json");

        JsonNode rejections = new ObjectMapper().readTree(out.toString()).get("rejections");
        assertThat(status).isZero();
        assertThat(rejections.findValuesAsText("error"))
                .containsOnly("TaxRateMissing")
                .hasSize(2);
        assertThat(rejections.get(1).get("step").intValue()).isEqualTo(2);
        assertThat(rejections.get(1).get("on").textValue()).isEqualTo("2026-04-03");
        assertThat(err.toString()).contains("austria.json: 2026-04-03: account ada was set aside: TaxRateMissing");
    }
}
