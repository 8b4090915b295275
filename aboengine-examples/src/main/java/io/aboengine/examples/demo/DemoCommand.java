package io.aboengine.examples.demo;

import io.aboengine.AboEngine;
import io.aboengine.catalog.Catalog;
import io.aboengine.examples.SettableClock;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentView;
import io.aboengine.party.AccountId;
import io.aboengine.party.Language;
import io.aboengine.spi.payment.sandbox.SandboxGateway;
import io.aboengine.store.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code demo}: bills an invented publisher for fourteen months, shows what came of it, and checks its own books. Exit
 * status 0: they add up; 1: they do not.
 */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Bills 200 invented customers of a German publisher day by day for fourteen months,",
            "shows what came of it, and checks the books to the cent."
        })
public final class DemoCommand implements Callable<Integer> {
    private static final YearMonth FIRST = YearMonth.of(2025, 1);
    private static final int MONTHS = 14;
    static final AccountId TOLD = AccountId.of("k-1055");
    private static final int DIFFERENCES_SHOWN = 10;

    /** Replaced by that of the command line this is part of. */
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--out",
            paramLabel = "<folder>",
            description = "Where database and picture go; made if it is not there. Default: ${DEFAULT-VALUE}")
    private Path out = Path.of("target", "demo");

    @Option(
            names = "--months",
            paramLabel = "<n>",
            description = "How many months to bill, 1 to " + MONTHS + ". Default: ${DEFAULT-VALUE}")
    private int months = MONTHS;

    @Option(
            names = "--check-only",
            description = "Bill nothing; check the books of the database that an earlier demo left there.")
    private boolean checkOnly;

    @Override
    public Integer call() throws IOException, SQLException {
        if (months < 1 || months > MONTHS) {
            throw new ParameterException(spec.commandLine(), "--months must be 1 to " + MONTHS + ", was " + months);
        }
        PrintWriter print = spec.commandLine().getOut();
        List<String> differences = checkOnly ? checkOnly(print) : demo(print);
        print.flush();
        if (differences.isEmpty()) {
            return 0;
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println("THE BOOKS DO NOT ADD UP. Differences found: " + differences.size());
        differences.stream().limit(DIFFERENCES_SHOWN).forEach(d -> err.println("  " + d));
        if (differences.size() > DIFFERENCES_SHOWN) {
            err.println("  and " + (differences.size() - DIFFERENCES_SHOWN) + " more");
        }
        err.flush();
        return 1;
    }

    private List<String> demo(PrintWriter print) throws IOException, SQLException {
        long begun = System.nanoTime();
        LocalDate first = FIRST.atDay(1);
        LocalDate end = FIRST.plusMonths(months).atDay(1);
        List<Customer> customers = Customer.all();
        long days = ChronoUnit.DAYS.between(first, end);
        print.printf(
                Locale.ROOT,
                "A German publisher with %d customers, all invented, billed day by day:%n"
                        + "%s to %s, %d days, each with a run of the engine at five in the morning.%n%n",
                customers.size(),
                first,
                end.minusDays(1),
                days);
        Days life = lived(print, customers, first, end);
        Duration billing = Duration.ofNanos(System.nanoTime() - begun);
        List<String> differences;
        try (DemoDatabase database = DemoDatabase.open(out)) {
            AboEngine engine = secondEngine(database.store(), end.minusDays(1));
            Books books = Books.read(engine);
            List<Month> table = Month.of(books, database.evenings());
            show(print, engine, books, table, end.minusDays(1));
            differences = check(print, books, table, Optional.of(life.gateway()));
            where(print, database, picture(table));
        }
        print.printf(
                Locale.ROOT,
                "Took %.1f s, %.1f s of it for %d days of business.%n",
                seconds(Duration.ofNanos(System.nanoTime() - begun)),
                seconds(billing),
                days);
        return differences;
    }

    private void where(PrintWriter print, DemoDatabase database, Path picture) {
        print.println(title("Where to look further"));
        print.println("picture   " + picture);
        print.println("database  " + database.file().toAbsolutePath().normalize());
        print.println();
        print.println("Ask the database, for instance how many documents of which kind there are:");
        print.println("  java -cp " + jar() + " org.h2.tools.Shell -user sa \\");
        print.println("    -url \"" + DemoDatabase.url(out) + "\" \\");
        print.println("    -sql \"select type, count(*), sum(gross_minor) from abo_document group by type\"");
        print.println("Or delete a row of abo_posting, and see that demo --check-only finds out.");
        print.println();
    }

    /** The jar this runs from, or a word for it. */
    private static String jar() {
        return Optional.ofNullable(DemoCommand.class.getProtectionDomain().getCodeSource())
                .map(source ->
                        Path.of(URI.create(source.getLocation().toString())).toString())
                .filter(path -> path.endsWith(".jar"))
                .orElse("aboengine.jar");
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    /** Lives through all days on a new database and closes it. */
    private Days lived(PrintWriter print, List<Customer> customers, LocalDate first, LocalDate end)
            throws IOException, SQLException {
        Progress progress = new Progress(print, Ansi.AUTO.enabled(), first, end);
        try (DemoDatabase database = DemoDatabase.create(out)) {
            Days life = new Days(database.store(), customers, first);
            for (LocalDate day = first; day.isBefore(end); day = day.plusDays(1)) {
                life.live(day);
                if (day.plusDays(1).getDayOfMonth() == 1) {
                    database.note(day, life.evening());
                }
                progress.after(day, life.customersSoFar());
            }
            return life;
        }
    }

    /** An engine that has nothing in common with the one that billed but the rules and the file. */
    private static AboEngine secondEngine(Store store, LocalDate today) {
        return AboEngine.builder()
                .store(store)
                .catalog(Publisher.catalog())
                .settings(Publisher.settings())
                .environment("demo")
                .clock(new SettableClock(today, Publisher.ZONE))
                .build();
    }

    private List<String> checkOnly(PrintWriter print) throws SQLException {
        if (!DemoDatabase.exists(out)) {
            throw new ParameterException(
                    spec.commandLine(), "No demo database in " + out + ": run the demo without --check-only first");
        }
        try (DemoDatabase database = DemoDatabase.open(out)) {
            Map<YearMonth, Month.Evening> evenings = database.evenings();
            if (evenings.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(), "The demo in " + out + " was cut off in its first month: run it again");
            }
            LocalDate last = evenings.keySet().stream()
                    .max(YearMonth::compareTo)
                    .orElseThrow()
                    .atEndOfMonth();
            Books books = Books.read(secondEngine(database.store(), last));
            return check(print, books, Month.of(books, evenings), Optional.empty());
        }
    }

    private static void show(PrintWriter print, AboEngine engine, Books books, List<Month> table, LocalDate today) {
        print.println();
        print.println(title("The months"));
        print.println("Amounts in EUR with value added tax, by date of issue and day of payment. \"Open\" is what");
        print.println("customers had not paid in the evening of the last day, \"owed to them\" their credit then.");
        print.println();
        print.println(MonthTable.text(table));

        Catalog catalog = Publisher.catalog();
        print.println(title("The contracts on " + today));
        print.println(
                "How many customers may have a product, and why not. Those whose credit check was not passed got it");
        print.println("when they had paid for the first time.");
        print.println();
        print.println(Contracts.text(engine, catalog));

        print.println(title("The ways of paying"));
        print.println(
                "Attempts to collect, and what became of them. An answer that got lost was asked for again until");
        print.println("it was there, and never replaced by a second charge.");
        print.println();
        print.println(WaysOfPaying.text(engine, books));

        AccountId told = told(engine);
        print.println(title("The story of customer " + told));
        print.println(new Story(engine, catalog).of(told));

        Document document = Story.changed(engine, told)
                .or(() -> engine.documents().list(told).stream().findFirst())
                .orElseThrow();
        print.println(title("An invoice as its customer reads it"));
        print.println(engine.documents().text(document.id(), Language.DE));
        print.println("How each line came about:");
        for (DocumentView.Item item : engine.documents().view(document.id()).lines()) {
            print.println("  " + item.position() + ". " + item.trace() + " = " + MonthTable.amount(item.amount()));
        }
        print.println();
    }

    /** In the first month the one to be told of has not come yet; then it is whoever has an invoice. */
    private static AccountId told(AboEngine engine) {
        return Stream.concat(Stream.of(TOLD), Books.accounts(engine).stream())
                .filter(account -> !engine.documents().list(account).isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private Path picture(List<Month> table) throws IOException {
        Path file = out.resolve("billed-and-collected.svg").toAbsolutePath().normalize();
        Files.writeString(file, Chart.svg(table));
        return file;
    }

    /** @param gateway keeps books of its own, which must say the same; gone once the process that billed is over */
    private static List<String> check(
            PrintWriter print, Books books, List<Month> table, Optional<SandboxGateway> gateway) {
        Audit audit = Audit.of(books, table);
        List<String> differences = new ArrayList<>(audit.differences());
        gateway.ifPresent(g -> differences.addAll(Audit.againstGateway(books, g)));
        print.println(title("The books"));
        print.println("Read back from the file by a second engine, in EUR with value added tax.");
        print.println();
        print.println(MonthTable.equation(audit.totals()));
        if (differences.isEmpty()) {
            print.printf(
                    Locale.ROOT,
                    "The books add up to the cent: in total, in every month, and for each of %d documents,%n"
                            + "%d postings and %d customers.%s%n%n",
                    books.documents().size(),
                    books.postings().size(),
                    books.credit().size(),
                    gateway.isPresent() ? " The gateway's own books say the same." : "");
        }
        return differences;
    }

    private static String title(String text) {
        return text + System.lineSeparator() + "-".repeat(text.length());
    }
}
