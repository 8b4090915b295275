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
    private static final String TESTS = "io/aboengine/account/*Test,io/aboengine/charge/*Test,io/aboengine/calendar/*Test";
    private static final String FAILURES = "There are test failures";
    private static final long MOST_MINUTES = 15;
    private static final Pattern FAILED = Pattern.compile("\\[ERROR\\] .*?([A-Z]\\w*Test)[.:]");

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
                    "account/Contracts.java",
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
                    "start.isBefore(period.start()) ? period.start() : start,",
                    "start.isBefore(period.start()) ? period.start().minusDays(1) : start,"));

    private Mutants() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path copy = Files.createTempDirectory("mutants");
        for (String file : output("git", "ls-files").split("\n")) {
            Path to = copy.resolve(file);
            Files.createDirectories(to.getParent());
            Files.copy(Path.of(file), to);
        }
        String clean = test(copy);
        if (!clean.contains("BUILD SUCCESS") || clean.contains(FAILURES)) {
            System.out.println(clean);
            throw new IllegalStateException("The tests fail without a mutant");
        }
        List<String> survived = new ArrayList<>();
        for (Mutant mutant : MUTANTS) {
            if (args.length > 0 && !mutant.what().contains(args[0])) {
                continue;
            }
            Path file = copy.resolve(MAIN + mutant.file());
            String source = Files.readString(file);
            if (source.split(Pattern.quote(mutant.from()), -1).length != 2) {
                throw new IllegalStateException(mutant + ": the code to change must be there once");
            }
            Files.writeString(file, source.replace(mutant.from(), mutant.to()));
            String result = test(copy);
            Files.writeString(file, source);
            if (result.contains("COMPILATION ERROR")) {
                System.out.println(result);
                throw new IllegalStateException(mutant + " does not compile");
            }
            boolean found = !result.contains("BUILD SUCCESS") || result.contains(FAILURES);
            System.out.println((found ? "found     " : "SURVIVED  ") + mutant.what() + (found ? ": " + finders(result) : ""));
            if (!found) {
                survived.add(mutant.what());
            }
        }
        if (!survived.isEmpty()) {
            System.exit(1);
        }
    }

    private static String finders(String result) {
        return String.join(
                ", ",
                FAILED.matcher(result).results().map(r -> r.group(1)).distinct().sorted().toList());
    }

    private static String test(Path copy) throws IOException, InterruptedException {
        return output(
                "mvn",
                "-B",
                "-ntp",
                "-f",
                copy.resolve("pom.xml").toString(),
                "-pl",
                "aboengine-core",
                "-am",
                "test",
                "-Dspotless.check.skip",
                "-Dsurefire.failIfNoSpecifiedTests=false",
                "-Dmaven.test.failure.ignore",
                "-Dtest=" + TESTS);
    }

    private static String output(String... command) throws IOException, InterruptedException {
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
        return all;
    }
}
