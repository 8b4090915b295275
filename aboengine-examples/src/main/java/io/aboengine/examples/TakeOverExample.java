package io.aboengine.examples;

import io.aboengine.AboEngine;
import io.aboengine.OpenAccount;
import io.aboengine.RunReport;
import io.aboengine.RunRequest;
import io.aboengine.account.Command.Subscribe;
import io.aboengine.account.PaymentMethod;
import io.aboengine.account.Settings;
import io.aboengine.calendar.BillingInterval;
import io.aboengine.calendar.ServicePeriod;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.Product;
import io.aboengine.catalog.ProductKind;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.SellerProfile;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.party.Language;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.sandbox.SandboxGateway;
import io.aboengine.store.memory.MemoryStore;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.TaxCategory;
import io.aboengine.tax.TaxRate;
import io.aboengine.tax.TaxTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes running contracts over from another system. What that system billed is never billed again; the first run bills
 * exactly the rest up to today. What the rest is was worked out by hand and stands in the last columns of the table that
 * is read.
 */
public final class TakeOverExample {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final LocalDate TODAY = LocalDate.of(2025, 7, 1);
    private static final Money NOTHING = Money.zero(Currency.EUR);

    private TakeOverExample() {}

    /**
     * A contract as the other system knows it.
     *
     * @param billedUntil the first day that is not billed yet
     * @param anchorDay on which day of the month its periods begin; empty: they begin like the first day
     * @param credit what the customer has left there
     * @param rest what must be billed now, as {@code from..to}, the last day exclusive, or {@code -}
     */
    private record Contract(
            AccountId id,
            PlanId plan,
            LocalDate start,
            LocalDate billedUntil,
            Optional<Integer> anchorDay,
            PaymentMethodKind paysBy,
            Money credit,
            String rest,
            Money amount,
            Money due) {

        static Contract parse(String line) {
            String[] cell = line.split(",", -1);
            return new Contract(
                    AccountId.of(cell[0]),
                    PlanId.of(cell[1]),
                    LocalDate.parse(cell[2]),
                    LocalDate.parse(cell[3]),
                    cell[4].isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(cell[4])),
                    PaymentMethodKind.valueOf(cell[5]),
                    Money.of(cell[6], Currency.EUR),
                    cell[7],
                    Money.of(cell[8], Currency.EUR),
                    Money.of(cell[9], Currency.EUR));
        }

        /** January has all days, so the 31st is not lost when the contract began in June. */
        LocalDate anchor() {
            return anchorDay.map(day -> LocalDate.of(start.getYear(), 1, day)).orElse(start);
        }
    }

    /** What the engine billed for a contract. */
    private record Billed(String days, Money amount, Money due) {}

    public static void main(String[] args) {
        show(System.out);
    }

    private static void show(PrintStream out) {
        AboEngine engine = engine();
        List<Contract> contracts = contracts();
        for (Contract contract : contracts) {
            takeOver(engine, contract);
        }
        RunReport first = engine.run(RunRequest.all());
        RunReport second = engine.run(RunRequest.all());

        out.println("Contracts taken over on " + TODAY + " and billed by the first run, EUR with value added tax.");
        out.println("Of the days the last is exclusive; due is what is left to pay after the credit brought along.");
        out.println();
        out.printf(Locale.ROOT, "%-4s  %-13s | %-36s | %s%n", "", "", "expected", "actual");
        out.printf(
                Locale.ROOT,
                "%-4s  %-13s | %-22s %6s %6s | %-22s %6s %6s%n",
                "",
                "plan",
                "days",
                "amount",
                "due",
                "days",
                "amount",
                "due");
        int right = 0;
        for (Contract contract : contracts) {
            Billed billed = billed(engine, contract.id());
            boolean same = billed.equals(new Billed(contract.rest(), contract.amount(), contract.due()));
            right += same ? 1 : 0;
            out.printf(
                    Locale.ROOT,
                    "%-4s  %-13s | %-22s %6s %6s | %-22s %6s %6s%s%n",
                    contract.id(),
                    contract.plan(),
                    contract.rest(),
                    contract.amount().toPlainString(),
                    contract.due().toPlainString(),
                    billed.days(),
                    billed.amount().toPlainString(),
                    billed.due().toPlainString(),
                    same ? "" : "  WRONG");
        }
        out.println();
        out.printf(
                Locale.ROOT,
                "%d of %d contracts are billed exactly the rest, on %d documents.%n",
                right,
                contracts.size(),
                first.documents());
        out.printf(Locale.ROOT, "A second run on the same day makes %d documents.%n", second.documents());
        if (right < contracts.size()) {
            throw new IllegalStateException(contracts.size() - right + " contracts were billed something else");
        }
    }

    private static void takeOver(AboEngine engine, Contract contract) {
        PostalAddress address = new PostalAddress("Hauptstraße 1", "10115", "Berlin", "DE");
        Party party = new Party("Customer " + contract.id(), address, Language.EN);
        engine.accounts().open(OpenAccount.of(contract.id().value(), party, PaymentMethod.of(contract.paysBy())));
        if (contract.credit().isPositive()) {
            engine.accounts().grantCredit(contract.id(), contract.credit(), "brought along");
        }
        engine.subscriptions()
                .subscribe(Subscribe.to(contract.id(), contract.plan())
                        .startOn(contract.start())
                        .billedUntil(contract.billedUntil())
                        .billingAnchor(contract.anchor())
                        .reference("old-" + contract.id()));
    }

    private static Billed billed(AboEngine engine, AccountId account) {
        List<Document> documents = engine.documents().list(account);
        List<ServicePeriod> periods = documents.stream()
                .flatMap(d -> engine.documents().lines(d.id()).stream())
                .flatMap(line -> line.charge().period().stream())
                .toList();
        String days = periods.isEmpty()
                ? "-"
                : periods.get(0).start() + ".."
                        + periods.get(periods.size() - 1).end();
        return new Billed(
                days,
                sum(documents.stream().map(Document::gross).toList()),
                sum(documents.stream().map(Document::amountDue).toList()));
    }

    private static Money sum(List<Money> amounts) {
        return Money.sum(NOTHING.currency(), amounts);
    }

    private static List<Contract> contracts() {
        try (InputStream csv = Objects.requireNonNull(
                        TakeOverExample.class.getResourceAsStream("takeover.csv"), "takeover.csv is not in the jar");
                BufferedReader lines = new BufferedReader(new InputStreamReader(csv, StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).map(Contract::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AboEngine engine() {
        Party press =
                new Party("Lindental Press", new PostalAddress("Mühlgasse 4", "72070", "Tübingen", "DE"), Language.EN);
        TaxRate vat = new TaxRate(new TaxCategory("reduced"), "DE", new BigDecimal("7"), LocalDate.of(2021, 1, 1));
        return AboEngine.builder()
                .store(new MemoryStore())
                .catalog(Catalog.of(
                        List.of(Product.of("paper", "The Lindental Paper", ProductKind.PHYSICAL, "reduced")),
                        List.of(
                                Plan.of("paper-weekly", "paper", BillingInterval.WEEKLY, "EUR 7.00"),
                                Plan.of("paper-monthly", "paper", BillingInterval.MONTHLY, "EUR 30.00"),
                                Plan.of("paper-yearly", "paper", BillingInterval.YEARLY, "EUR 365.00"))))
                .settings(Settings.of(
                                ZONE,
                                Currency.EUR,
                                new SellerProfile(
                                        press, Optional.of("86123/45678"), Optional.empty(), Optional.empty()))
                        .withPriceBasis(PriceBasis.GROSS)
                        .withTaxes(new TaxTable(List.of(vat))))
                .environment("take-over")
                .clock(new SettableClock(TODAY, ZONE))
                .paymentGateway(SandboxGateway.create())
                .build();
    }
}
