package io.aboengine.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every story gives what was worked out for it by hand, to the byte, on every store. */
class StoriesTest {
    private static final Path STORIES = Path.of("stories");
    private static final Path EXPECTED = STORIES.resolve("expected");
    private static final Map<Stores.Kind, Stores> STORES = new EnumMap<>(Stores.Kind.class);

    @BeforeAll
    static void openStores() {
        for (Stores.Kind kind : Stores.Kind.values()) {
            STORES.put(kind, Stores.open(kind));
        }
    }

    @AfterAll
    static void closeStores() {
        STORES.values().forEach(Stores::close);
    }

    static List<String> stories() throws IOException {
        return names(STORIES);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stories")
    void gives_what_was_worked_out_by_hand_on_every_store(String name) throws IOException {
        String inMemory = told(name, Stores.Kind.MEMORY);

        assertThat(told(name, Stores.Kind.H2)).as("H2").isEqualTo(inMemory);
        assertThat(told(name, Stores.Kind.POSTGRES)).as("PostgreSQL").isEqualTo(inMemory);
        assertThat(inMemory).isEqualTo(Files.readString(EXPECTED.resolve(name)));
    }

    private static String told(String name, Stores.Kind store) throws IOException {
        List<String> warnings = new ArrayList<>();
        Story story = StoryReader.read(Files.readAllBytes(STORIES.resolve(name)));
        Told told = Replay.tell(story, STORES.get(store).next(), warnings::add);
        assertThat(warnings).isEmpty();
        return ResultJson.of(told.result());
    }

    /** What was previewed and what was made later, but for what happened to it meanwhile. */
    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource(delimiter = '|', textBlock = """
            preview-change  | /previews/0/documents/0 | ada/2
            preview-change  | /previews/0/next/0      | ada/3
            preview-cancel  | /previews/0/documents/0 | ada/2
            preview-account | /previews/0/documents/0 | ada/1
            preview-account | /previews/1/documents/0 | ada/1
            preview-account | /previews/1/documents/1 | ada/2
            """)
    void a_preview_is_the_later_document_without_name_and_number(String story, String preview, String ref)
            throws IOException {
        JsonNode result = new ObjectMapper().readTree(told(story + ".json", Stores.Kind.MEMORY));
        ObjectNode made = StreamSupport.stream(result.get("documents").spliterator(), false)
                .filter(document -> document.get("ref").textValue().equals(ref))
                .map(document -> ((ObjectNode) document.deepCopy()).without(List.of("ref", "number")))
                .map(ObjectNode.class::cast)
                .findFirst()
                .orElseThrow();

        assertThat(result.at(preview)).isEqualTo(made);
    }

    @Test
    void the_story_on_the_page_about_replay_is_one() throws IOException {
        String page = Files.readString(Path.of("../docs/replay.md"));
        int start = page.indexOf("```json\n") + "```json\n".length();
        String story = page.substring(start, page.indexOf("```", start));

        assertThat(StoryReader.read(story.getBytes(StandardCharsets.UTF_8)).steps())
                .hasSize(2);
    }

    @Test
    void every_story_has_its_result_and_its_arithmetic() throws IOException {
        String arithmetic = Files.readString(STORIES.resolve("README.md"));

        assertThat(names(EXPECTED)).isEqualTo(stories());
        assertThat(stories())
                .allSatisfy(name -> assertThat(arithmetic)
                        .contains("| `" + name.substring(0, name.length() - ".json".length()) + "` |"));
    }
}
