package io.aboengine.examples.replay;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that tells a story to the engine. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Tells the engine a story in one JSON file and prints what it did: documents, payments, reminders, events,"
                    + " and who could use what when.",
            "Steps are counted from 1, in the order of the file.",
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:told to the end",
            "1:something broke that is not the story's fault",
            "2:not a valid story, or one that cannot be replayed yet; standard error says where and why",
        })
public final class ReplayCommand implements Callable<Integer> {
    private static final int BROKEN = 1;
    private static final int INVALID = 2;

    @Parameters(paramLabel = "STORY", description = "A story, or a folder whose *.json files are stories.")
    private Path path = Path.of("");

    @Option(names = "--json", description = "Print the result as JSON and nothing else.")
    private boolean json;

    @Option(
            names = "--store",
            paramLabel = "STORE",
            description =
                    "Where the engine keeps its data: memory (default), h2, or postgres, which is started for it.")
    private Stores.Kind store = Stores.Kind.MEMORY;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** For the command line. */
    public ReplayCommand() {}

    @Override
    public Integer call() throws IOException {
        if (!Files.exists(path)) {
            err().println(path + ": there is no such file");
            return INVALID;
        }
        return Files.isDirectory(path) ? folder() : file();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    private int file() throws IOException {
        Read read = read(path);
        if (read.story().isEmpty()) {
            return INVALID;
        }
        try (Stores stores = Stores.open(store)) {
            Told told = tell(stores, path, read.story().get());
            print(json ? ResultJson.of(told.result()) : Timeline.of(told));
        }
        return 0;
    }

    private int folder() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> inside = Files.list(path)) {
            inside.filter(file -> file.toString().endsWith(".json") && Files.isRegularFile(file))
                    .sorted()
                    .forEach(files::add);
        }
        List<Outcome> outcomes = new ArrayList<>();
        try (Stores stores = Stores.open(store)) {
            for (Path file : files) {
                Outcome outcome = outcome(stores, file);
                outcomes.add(outcome);
                if (!json) {
                    outcome.told().ifPresent(told -> print("== " + name(file) + "\n\n" + Timeline.of(told) + "\n"));
                }
            }
        }
        if (json) {
            print(ResultJson.of(outcomes.stream()
                    .map(o -> new ResultJson.OfFile(o.file(), o.told().map(Told::result), o.error()))
                    .toList()));
        }
        return status(outcomes);
    }

    /** What came of one file of a folder: it was told, or there is an error. */
    private record Outcome(String file, Optional<Told> told, Optional<String> error, int status) {}

    /** What broke counts more than what was not valid. */
    private static int status(List<Outcome> outcomes) {
        boolean broken = outcomes.stream().anyMatch(o -> o.status() == BROKEN);
        boolean invalid = outcomes.stream().anyMatch(o -> o.status() == INVALID);
        return broken ? BROKEN : invalid ? INVALID : 0;
    }

    private Outcome outcome(Stores stores, Path file) throws IOException {
        Read read = read(file);
        if (read.story().isEmpty()) {
            return new Outcome(name(file), Optional.empty(), read.error(), INVALID);
        }
        try {
            return new Outcome(
                    name(file), Optional.of(tell(stores, file, read.story().get())), Optional.empty(), 0);
        } catch (RuntimeException e) {
            // the other files of the folder are told all the same
            e.printStackTrace(err());
            return new Outcome(name(file), Optional.empty(), Optional.of("broke: " + e), BROKEN);
        }
    }

    private record Read(Optional<Story> story, Optional<String> error) {}

    private Read read(Path file) throws IOException {
        try {
            return new Read(Optional.of(StoryReader.read(Files.readAllBytes(file))), Optional.empty());
        } catch (StoryException e) {
            String message = Optional.ofNullable(e.getMessage()).orElse("");
            err().println(name(file) + ": " + message);
            return new Read(Optional.empty(), Optional.of(message));
        }
    }

    private Told tell(Stores stores, Path file, Story story) {
        return Replay.tell(story, stores.next(), warning -> err().println(name(file) + ": " + warning));
    }

    private static String name(Path file) {
        return Optional.ofNullable(file.getFileName()).orElse(file).toString();
    }
}
