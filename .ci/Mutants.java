import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Plants one defect at a time into a copy of the sources and runs the laws and tables of billing on it: every one must
 * be found. Run in the project's folder: {@code java .ci/Mutants.java}. A word after it plants only those that name it.
 */
public final class Mutants {
    private static final String MAIN = "aboengine-core/src/main/java/io/aboengine/";
    private static final String CONSOLE = "org.junit.platform:junit-platform-console-standalone:1.14.4";
    private static final List<String> ROOMS = List.of("account", "charge", "calendar", "subscription");
    private static final long MOST_MINUTES = 15;
    private static final Pattern FAILED = Pattern.compile("className = '[\\w.]*?(\\w+)', methodName");

    private record Mutant(String what, String file, String from, String to) {}

    private static final List<Mutant> MUTANTS = List.of(
            new Mutant(
                    "a boundary off by one",
                    "calendar/BillingGrid.java",
                    "new ServicePeriod(boundary(k), boundary(k + 1))",
                    "new ServicePeriod(boundary(k), boundary(k + 1).plusDays(1))"),
            new Mutant(
                    "boundaries counted from the one before: the 31st is lost after February",
                    "calendar/BillingGrid.java",
                    "return interval.addTo(anchor, k).plusDays(shiftDays);",
                    "return (k < 1 ? interval.addTo(anchor, k) : interval.addTo(interval.addTo(anchor, k - 1), 1))"
                            + ".plusDays(shiftDays);"),
            new Mutant(
                    "a rest that does not move the boundaries",
                    "calendar/BillingGrid.java",
                    "return interval.addTo(anchor, k).plusDays(shiftDays);",
                    "return interval.addTo(anchor, k);"),
            new Mutant(
                    "a skipped credit",
                    "charge/Rating.java",
                    "} else if (!lost.isEmpty()) {",
                    "} else if (!lost.isEmpty() && !kept.isEmpty()) {"),
            new Mutant(
                    "a doubled renewal", "charge/Rating.java", "days = days.minus(kept.kept);", "days = days.minus(Days.NONE);"),
            new Mutant(
                    "a cent too much given back",
                    "charge/Billed.java",
                    "return standingNet().minus(netStays).min(mostBack());",
                    "return standingNet().minus(netStays).plus(Money.ofMinor(1, netStays.currency())).min(mostBack());"),
            new Mutant(
                    "a credit beyond what is left",
                    "charge/Billed.java",
                    "return standingNet().minus(adjusted).max(Money.zero(adjusted.currency()));",
                    "return charge.amount();"),
            new Mutant(
                    "days given back twice",
                    "charge/Billed.java",
                    "days = days.minus(back.days());",
                    "days = days.minus(Days.NONE);"),
            new Mutant(
                    "fixed amounts before percentages",
                    "charge/Reductions.java",
                    "d.reduction().amount().isPresent()",
                    "d.reduction().amount().isEmpty()"),
            new Mutant(
                    "a discount beyond the amount",
                    "charge/Reductions.java",
                    "                    .min(left);",
                    "                    .max(Money.zero(left.currency()));"),
            new Mutant(
                    "settled in full from the day instead of the period's beginning",
                    "account/Changes.java",
                    "if (settle == Command.Settlement.FULL) {",
                    "if (settle == Command.Settlement.FULL && day.isBefore(period.start())) {"),
            new Mutant(
                    "a term that ends a day late",
                    "calendar/LegalPeriods.java",
                    "return endOfMonthsFrom(firstDay, length.toTotalMonths()).plus(daysOf(length));",
                    "return endOfMonthsFrom(firstDay, length.toTotalMonths()).plus(daysOf(length)).plusDays(1);"),
            new Mutant(
                    "notice as plain minus months",
                    "calendar/LegalPeriods.java",
                    "return endsWithItsMonth ? YearMonth.from(sameNumber).atEndOfMonth() : sameNumber;",
                    "return endsWithItsMonth ? sameNumber : sameNumber;"),
            new Mutant(
                    "use of a day before the span counted with it",
                    "charge/Metering.java",
                    "return segment.from().isBefore(periodStart) ? periodStart : segment.from();",
                    "return segment.from().isBefore(periodStart) ? periodStart.minusDays(1) : segment.from();"));

    private Mutants() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        List<Mutant> chosen = MUTANTS.stream()
                .filter(m -> args.length == 0 || m.what().contains(args[0]))
                .toList();
        Path copy = Files.createTempDirectory("mutants");
        for (String file : output("git", "ls-files").text().split("\n")) {
            Path to = copy.resolve(file);
            Files.createDirectories(to.getParent());
            Files.copy(Path.of(file), to);
        }
        String classes = built(copy);
        Result clean = test(copy, classes);
        if (clean.failed()) {
            System.out.println(clean.text());
            throw new IllegalStateException("The tests fail without a mutant");
        }
        List<String> survived = new ArrayList<>();
        for (Mutant mutant : chosen) {
            Path file = copy.resolve(MAIN + mutant.file());
            String source = Files.readString(file);
            if (source.split(Pattern.quote(mutant.from()), -1).length != 2) {
                throw new IllegalStateException(mutant + ": the code to change must be there once");
            }
            Files.writeString(file, source.replace(mutant.from(), mutant.to()));
            Path planted = Files.createTempDirectory(copy, "planted");
            Result compiled = output(
                    "javac", "-nowarn", "-proc:none", "-d", planted.toString(), "-cp", classes, file.toString());
            Files.writeString(file, source);
            if (compiled.failed()) {
                System.out.println(compiled.text());
                throw new IllegalStateException(mutant + " does not compile");
            }
            Result result = test(copy, planted + File.pathSeparator + classes);
            System.out.println(result.failed()
                    ? "found     " + mutant.what() + ": " + finders(result)
                    : "SURVIVED  " + mutant.what());
            if (!result.failed()) {
                survived.add(mutant.what());
            }
        }
        System.out.println((chosen.size() - survived.size()) + " of " + chosen.size() + " found");
        if (!survived.isEmpty()) {
            System.exit(1);
        }
    }

    private static String finders(Result result) {
        return String.join(
                ", ",
                FAILED.matcher(result.text()).results().map(r -> r.group(1)).distinct().sorted().toList());
    }

    /** Compiles the copy once. Returns what its tests run on. */
    private static String built(Path copy) throws IOException, InterruptedException {
        Path core = copy.resolve("aboengine-core/target");
        Path list = core.resolve("classpath.txt");
        Result built = output(
                "mvn",
                "-B",
                "-ntp",
                "-f",
                copy.resolve("pom.xml").toString(),
                "-pl",
                "aboengine-core",
                "-am",
                "test-compile",
                "dependency:build-classpath",
                "-Dspotless.check.skip",
                "-Dmdep.includeScope=test",
                "-Dmdep.outputFile=" + list);
        Result fetched = output(
                "mvn", "-B", "-ntp", "dependency:copy", "-Dartifact=" + CONSOLE, "-DoutputDirectory=" + copy.resolve("console"));
        if (built.failed() || fetched.failed()) {
            System.out.println(built.text() + fetched.text());
            throw new IllegalStateException("The copy cannot be built");
        }
        return String.join(
                File.pathSeparator,
                core.resolve("classes").toString(),
                core.resolve("test-classes").toString(),
                copy.resolve("aboengine-payments-spi/target/classes").toString(),
                copy.resolve("aboengine-payments-spi/target/test-classes").toString(),
                Files.readString(list).strip());
    }

    private static Result test(Path copy, String classes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "java",
                "-Xmx1g",
                "-jar",
                copy.resolve("console/" + CONSOLE.split(":")[1] + "-" + CONSOLE.split(":")[2] + ".jar").toString(),
                "execute",
                "--disable-banner",
                "--config=jqwik.shrinking.default=OFF",
                "--config=jqwik.database=" + Files.createTempFile(copy, "tries", ".db"),
                "--details=summary",
                "--class-path=" + classes));
        ROOMS.forEach(room -> command.add("--select-package=io.aboengine." + room));
        return output(command.toArray(String[]::new));
    }

    private record Result(String text, boolean failed) {}

    private static Result output(String... command) throws IOException, InterruptedException {
        Path text = Files.createTempFile("mutants", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(text.toFile())
                .start();
        if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) { // it goes round and round: found
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        String all = Files.readString(text);
        Files.delete(text);
        return new Result(all, process.exitValue() != 0);
    }
}
