package io.aboengine.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.charge.Proration;
import io.aboengine.money.Money;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/arithmetic.md} cannot go stale: its Java is compiled and run as it stands, and what the page shows behind
 * {@code //} must be what comes out.
 */
class ArithmeticPageTest {
    private static final Path PAGE = Path.of(System.getProperty("basedir", ""), "..", "docs", "arithmetic.md");

    /** A statement and the result that the page shows for it; empty text where it shows none. */
    private record Statement(String java, String shown) {}

    @Test
    void every_line_of_the_page_runs_and_gives_what_the_page_says(@TempDir Path directory) throws Exception {
        List<List<String>> blocks = javaBlocks(Files.readAllLines(PAGE));
        String imports = String.join("\n", blocks.get(0));
        List<Statement> statements = blocks.stream()
                .skip(1)
                .flatMap(block -> statements(block).stream())
                .toList();

        List<String> results = run(directory, imports, statements);

        List<Statement> withResult =
                statements.stream().filter(s -> !s.shown.isEmpty()).toList();
        assertThat(withResult).hasSizeGreaterThan(20);
        assertThat(IntStream.range(0, results.size())
                        .mapToObj(i -> withResult.get(i).java + " // " + results.get(i))
                        .toList())
                .isEqualTo(
                        withResult.stream().map(s -> s.java + " // " + s.shown).toList());
    }

    private static List<List<String>> javaBlocks(List<String> page) {
        List<List<String>> blocks = new ArrayList<>();
        boolean inside = false;
        for (String line : page) {
            if (line.startsWith("```")) {
                inside = line.equals("```java");
                if (inside) {
                    blocks.add(new ArrayList<>());
                }
            } else if (inside) {
                blocks.get(blocks.size() - 1).add(line);
            }
        }
        return blocks;
    }

    /** A statement ends with its semicolon; its result follows behind it or on the next line. */
    private static List<Statement> statements(List<String> block) {
        List<Statement> statements = new ArrayList<>();
        StringBuilder java = new StringBuilder();
        for (String line : block) {
            if (line.startsWith("//")) {
                Statement last = statements.remove(statements.size() - 1);
                statements.add(new Statement(last.java, line.substring(2).strip()));
                continue;
            }
            int comment = line.indexOf("//");
            java.append(comment < 0 ? line.strip() : line.substring(0, comment).strip());
            if (java.charAt(java.length() - 1) == ';') {
                statements.add(new Statement(
                        java.toString(),
                        comment < 0 ? "" : line.substring(comment + 2).strip()));
                java.setLength(0);
            }
        }
        assertThat(java).isEmpty();
        return statements;
    }

    private static List<String> run(Path directory, String imports, List<Statement> statements) throws Exception {
        String body = statements.stream()
                .map(s -> s.shown.isEmpty()
                        ? s.java
                        : "results.add(String.valueOf(" + s.java.substring(0, s.java.length() - 1) + "));")
                .collect(Collectors.joining("\n"));
        Path source = Files.writeString(directory.resolve("Page.java"), imports + """

                public class Page {
                    public static List<String> run() {
                        List<String> results = new java.util.ArrayList<>();
                        %s
                        return results;
                    }
                }
                """.formatted(body));
        StringWriter errors = new StringWriter();
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        new PrintWriter(errors),
                        new PrintWriter(errors),
                        "-encoding",
                        "UTF-8",
                        "-proc:none",
                        "-cp",
                        whereIs(Money.class) + File.pathSeparator + whereIs(Proration.class),
                        "-d",
                        directory.toString(),
                        source.toString());
        assertThat(status).as(errors.toString()).isZero();
        return resultsOf(directory);
    }

    private static List<String> resultsOf(Path classes) throws IOException, ReflectiveOperationException {
        URL[] here = {classes.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(here, ArithmeticPageTest.class.getClassLoader())) {
            Object results = loader.loadClass("Page").getMethod("run").invoke(null);
            return ((List<?>) results).stream().map(String::valueOf).toList();
        }
    }

    private static String whereIs(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }
}
