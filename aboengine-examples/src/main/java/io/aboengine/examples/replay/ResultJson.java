package io.aboengine.examples.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.List;
import java.util.Optional;

/** Writes results: two blanks a level, one line end on every machine, every key there, an absent value as null. */
final class ResultJson {
    private static final ObjectWriter JSON =
            new ObjectMapper().registerModule(new Jdk8Module()).writer(printer());

    private ResultJson() {}

    private static DefaultPrettyPrinter printer() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter(Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEmptySeparator("")
                        .withArrayEmptySeparator(""))
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
    }

    static String of(Result result) {
        return write(result);
    }

    static String of(List<OfFile> results) {
        return write(new OfFolder(results));
    }

    /** What came of one file of a folder: a result, or the error that made it none. */
    record OfFile(
            String file,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Result> result,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> error) {}

    private record OfFolder(@JsonProperty("results") List<OfFile> results) {}

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A result can always be written as JSON", e);
        }
    }
}
