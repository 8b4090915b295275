package io.aboengine.jdbc;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A second Java that runs a class of these tests. */
final class OtherProcess {
    private OtherProcess() {}

    /** Whose output goes to a file. */
    static Process start(Class<?> main, Path output, String... arguments) throws IOException {
        return builder(main, arguments)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    static ProcessBuilder builder(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Duser.timezone=America/New_York",
                "-Duser.language=tr",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                classPath(),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** Everything this process runs on: test classes, class path and module path. */
    private static String classPath() {
        List<String> parts = new ArrayList<>();
        parts.add(folderOf(OtherProcess.class).toString());
        for (String property : List.of("jdk.module.path", "java.class.path", "surefire.test.class.path")) {
            Optional.ofNullable(System.getProperty(property))
                    .filter(path -> !path.isEmpty())
                    .ifPresent(parts::add);
        }
        return String.join(File.pathSeparator, parts);
    }

    private static Path folderOf(Class<?> type) {
        try {
            String file = "/" + type.getName().replace('.', '/') + ".class";
            URI uri = type.getResource(file).toURI();
            Path folder = Path.of(uri);
            for (int i = 0; i < file.chars().filter(c -> c == '/').count(); i++) {
                folder = folder.getParent();
            }
            return folder;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
