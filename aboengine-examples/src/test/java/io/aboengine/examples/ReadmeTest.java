package io.aboengine.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README shows the ten lines as they are, and what they print. */
class ReadmeTest {
    private static final Path HERE = Path.of("").toAbsolutePath();

    @Test
    void shows_the_lines_of_main() throws IOException {
        assertThat(readme()).contains("```java\n" + linesOfMain() + "```\n");
    }

    @Test
    void shows_what_they_print() throws Exception {
        String printed =
                Printed.by(TenLines::main).lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
        assertThat(readme()).contains("```text\n" + printed.strip() + "\n```\n");
    }

    @Test
    void they_are_ten() throws IOException {
        assertThat(linesOfMain().lines().filter(line -> line.endsWith(";"))).hasSizeLessThanOrEqualTo(10);
    }

    /** What stands between the braces of {@code main}, moved to the left. */
    private static String linesOfMain() throws IOException {
        String source = read(module().resolve("src/main/java/io/aboengine/examples/TenLines.java"));
        String opening = "public static void main(String[] args) {\n";
        int begin = source.indexOf(opening) + opening.length();
        return source.substring(begin, source.indexOf("\n    }\n", begin)).stripIndent() + "\n";
    }

    private static String readme() throws IOException {
        return read(module().resolveSibling("README.md"));
    }

    /** The folder of this module, whether the build or somebody's editor runs the test. */
    private static Path module() {
        return HERE.endsWith("aboengine-examples") ? HERE : HERE.resolve("aboengine-examples");
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file).replace("\r\n", "\n");
    }
}
