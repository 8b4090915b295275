package io.aboengine.examples;

import io.aboengine.examples.bench.BenchCommand;
import io.aboengine.examples.demo.DemoCommand;
import io.aboengine.examples.replay.ReplayCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The runnable jar. */
@Command(
        name = "aboengine",
        mixinStandardHelpOptions = true,
        version = "aboengine 0.1.0",
        description = "Subscription billing to look at.",
        subcommands = {DemoCommand.class, ReplayCommand.class, BenchCommand.class})
public final class Main {
    private Main() {}

    /** Ends the process with 0 if all went well, 2 if it was asked for something wrong. */
    public static void main(String[] args) {
        System.exit(commandLine(writer(FileDescriptor.out), writer(FileDescriptor.err))
                .execute(args));
    }

    /** The commands, writing to these. */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new Main()).setOut(out).setErr(err).setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** In UTF-8, whatever the machine would choose. */
    private static PrintWriter writer(FileDescriptor to) {
        return new PrintWriter(new FileOutputStream(to), true, StandardCharsets.UTF_8);
    }
}
