package io.aboengine.examples;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.calendar.BillingInterval.YEARLY;
import static io.aboengine.catalog.ProductKind.ACCESS;
import static io.aboengine.money.Currency.EUR;
import static io.aboengine.party.Language.EN;
import static io.aboengine.tax.PriceBasis.GROSS;

import io.aboengine.AboEngine;
import io.aboengine.OpenAccount;
import io.aboengine.RunRequest;
import io.aboengine.Session;
import io.aboengine.account.Command.Cancel;
import io.aboengine.account.Command.ChangePlan;
import io.aboengine.account.Command.Pause;
import io.aboengine.account.Command.Subscribe;
import io.aboengine.account.CommandRefusedException;
import io.aboengine.account.PaymentMethod;
import io.aboengine.account.Preview;
import io.aboengine.account.Settings;
import io.aboengine.account.Timing;
import io.aboengine.calendar.Renewal;
import io.aboengine.calendar.TermRule;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.Product;
import io.aboengine.invoice.Line;
import io.aboengine.invoice.SellerProfile;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.party.SelfService;
import io.aboengine.party.SelfServiceAction;
import io.aboengine.store.memory.MemoryStore;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.tax.TaxCategory;
import io.aboengine.tax.TaxRate;
import io.aboengine.tax.TaxTable;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What a shop shows a customer on the page "my contract": what the next invoice will be, what a change would cost, when a
 * cancellation would end it, and why something is not possible. Each answer is the command itself, without the write.
 */
public final class MyContractExample {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final AccountId ADA = AccountId.of("ada");

    private MyContractExample() {}

    public static void main(String[] args) {
        show(System.out);
    }

    private static void show(PrintStream out) {
        SettableClock clock = new SettableClock(LocalDate.of(2026, 3, 1), ZONE);
        AboEngine engine = engine(clock);
        Party ada = new Party("Ada Byron", new PostalAddress("Hauptstraße 1", "10115", "Berlin", "DE"), EN);
        engine.accounts().open(OpenAccount.of("ada", ada, PaymentMethod.invoice()));
        SubscriptionId contract = engine.subscriptions()
                .subscribe(Subscribe.to("ada", "reader").discounts("spring"))
                .subscription();
        clock.set(LocalDate.of(2026, 3, 16), 10);
        Session page = engine.as(Actor.customer(ADA));

        out.println("It is 16 March 2026. Ada reads since 1 March, for at least six months.");
        out.println();
        out.println("Your next invoice:");
        print(out, engine.accounts().previewNext(ADA).next());

        ChangePlan toFamily = ChangePlan.of(contract, "family");
        Preview change = page.subscriptions().preview(toFamily);
        out.println();
        out.println("If you change to Family today, you pay " + change.dueNow() + " at once:");
        print(out, change.now());
        out.println("and on " + change.nextOn().orElseThrow() + ":");
        print(out, change.next());

        out.println();
        Preview cancel = page.subscriptions().preview(Cancel.atTermEnd(contract));
        out.println("If you cancel today, your last day is "
                + cancel.endOn().orElseThrow().minusDays(1) + ".");
        explain(out, "Cancel to the end of March", () -> page.subscriptions().preview(Cancel.atPeriodEnd(contract)));
        explain(
                out,
                "Pause in April",
                () -> page.subscriptions()
                        .preview(Pause.now(contract)
                                .when(Timing.on(LocalDate.of(2026, 4, 1)))
                                .until(LocalDate.of(2026, 5, 1))));

        page.subscriptions().changePlan(toFamily);
        boolean same = engine.documents().list(ADA).stream()
                .reduce((first, last) -> last)
                .map(d -> d.gross().equals(change.now().get(0).document().gross()))
                .orElseThrow();
        page.subscriptions().cancel(Cancel.atTermEnd(contract));
        clock.set(LocalDate.of(2026, 4, 1), 1);
        engine.run(RunRequest.all());
        boolean sameLater = engine.documents().list(ADA).stream()
                .reduce((first, last) -> last)
                .map(d -> d.gross().equals(change.next().get(0).document().gross()))
                .orElseThrow();

        out.println();
        out.println("She changes, and cancels. Invoice of today as shown: " + same + "; of April: " + sameLater + ".");
        out.println();
        out.print(engine.subscriptions().receipt(contract).orElseThrow().text(EN));
    }

    private static void explain(PrintStream out, String wish, Runnable command) {
        try {
            command.run();
            out.println(wish + ": possible.");
        } catch (CommandRefusedException refused) {
            out.println(wish + ": " + refused.refusal() + ".");
            out.println("    " + String.valueOf(refused.getMessage()).replace("; ", ";\n    "));
        }
    }

    private static void print(PrintStream out, List<Preview.Sheet> sheets) {
        for (Preview.Sheet sheet : sheets) {
            for (Line line : sheet.lines()) {
                out.printf(
                        "    %-34s %11s   %s%n",
                        line.charge().description(),
                        line.charge().amount(),
                        line.charge().trace());
            }
            out.printf("    %-34s %11s%n", "total", sheet.document().gross());
        }
    }

    private static AboEngine engine(SettableClock clock) {
        Party press = new Party("Lindental Press", new PostalAddress("Mühlgasse 4", "72070", "Tübingen", "DE"), EN);
        TaxRate vat = new TaxRate(new TaxCategory("reduced"), "DE", new BigDecimal("7"), LocalDate.of(2021, 1, 1));
        TermRule halfAYear = TermRule.of(Period.ofMonths(6), Period.ofMonths(1), new Renewal.Indefinite());
        Catalog catalog = Catalog.of(
                        List.of(Product.of("epaper", "The Lindental e-paper", ACCESS, "reduced")),
                        List.of(
                                Plan.of("reader", "epaper", MONTHLY, "EUR 12.00")
                                        .named("E-paper, one reader")
                                        .withTerms(halfAYear),
                                Plan.of("family", "epaper", MONTHLY, "EUR 18.00")
                                        .named("E-paper, family")
                                        .withTerms(halfAYear),
                                Plan.of("year", "epaper", YEARLY, "EUR 120.00").named("E-paper, a year")))
                .withDiscounts(List.of(Discount.of("spring", Discount.Reduction.percent("25"))
                        .named("Spring offer")
                        .forPeriods(3)));
        Settings settings = Settings.of(
                        ZONE,
                        EUR,
                        new SellerProfile(press, Optional.of("86123/45678"), Optional.empty(), Optional.empty()))
                .withPriceBasis(GROSS)
                .withTaxes(new TaxTable(List.of(vat)))
                .withSelfService(SelfService.allow(SelfServiceAction.CHANGE_PLAN, SelfServiceAction.CANCEL));
        return AboEngine.builder()
                .store(new MemoryStore())
                .catalog(catalog)
                .settings(settings)
                .clock(clock)
                .build();
    }
}
