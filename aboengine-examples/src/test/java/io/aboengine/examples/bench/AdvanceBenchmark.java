package io.aboengine.examples.bench;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.money.Currency.EUR;

import io.aboengine.AboEngine;
import io.aboengine.OpenAccount;
import io.aboengine.RunRequest;
import io.aboengine.account.AccountChange;
import io.aboengine.account.AccountSnapshot;
import io.aboengine.account.Advance;
import io.aboengine.account.Command.Subscribe;
import io.aboengine.account.Moment;
import io.aboengine.account.PaymentMethod;
import io.aboengine.account.Rules;
import io.aboengine.account.Settings;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.Product;
import io.aboengine.catalog.ProductKind;
import io.aboengine.examples.SettableClock;
import io.aboengine.invoice.SellerProfile;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.party.Language;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.store.memory.MemoryStore;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.TaxCategory;
import io.aboengine.tax.TaxRate;
import io.aboengine.tax.TaxRules;
import io.aboengine.tax.TaxTable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One renewal, decided and not stored: a monthly contract at a gross price with one VAT rate falls due, and {@link
 * Advance} makes the finalised invoice with its line, tax, event and agenda. The account is what a store loads of one that
 * was billed for some months before.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class AdvanceBenchmark {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final LocalDate START = LocalDate.of(2016, 1, 15);
    private static final AccountId ADA = AccountId.of("ada");

    /** Months billed and paid before the renewal. */
    @Param({"1", "120"})
    public int history;

    private AccountSnapshot account;
    private Rules rules;
    private Moment now;

    @Setup
    public void live() {
        Settings settings = settings();
        Catalog catalog = Catalog.of(
                List.of(Product.of("paper", "The paper", ProductKind.ACCESS, "standard")),
                List.of(Plan.of("monthly", "paper", MONTHLY, "EUR 11.90")));
        MemoryStore store = new MemoryStore();
        SettableClock clock = new SettableClock(START, ZONE);
        AboEngine engine = AboEngine.builder()
                .store(store)
                .catalog(catalog)
                .settings(settings)
                .clock(clock)
                .build();
        Party ada = new Party("Ada", new PostalAddress("Weg 1", "10115", "Berlin", "DE"), Language.EN);
        engine.accounts().open(OpenAccount.of("ada", ada, PaymentMethod.invoice()));
        engine.subscriptions().subscribe(Subscribe.to("ada", "monthly"));
        for (int month = 1; month <= history; month++) {
            engine.payments().receive(ADA, Money.of("11.90", EUR));
            clock.set(START.plusMonths(month - 1L), 12);
            engine.run(RunRequest.all());
        }
        LocalDate due = START.plusMonths(history);
        engine.payments().receive(ADA, engine.accounts().balance(ADA).max(Money.of("0.01", EUR)));
        now = Moment.of(at(due), ZONE);
        account = store.inTransaction(tx -> tx.load(List.of(ADA), due)).get(0);
        rules = new Rules(catalog, 1, settings, 1, "bench", Map.of(), Set.of(), TaxRules.standard());
        if (renewal().documents().size() != 1) {
            throw new IllegalStateException("No renewal is due on " + due);
        }
    }

    private static Instant at(LocalDate day) {
        return day.atTime(LocalTime.NOON).atZone(ZONE).toInstant();
    }

    private static Settings settings() {
        Party seller = new Party("Shop", new PostalAddress("Weg 1", "10115", "Berlin", "DE"), Language.EN);
        TaxRate vat = new TaxRate(new TaxCategory("standard"), "DE", new BigDecimal("19"), LocalDate.of(2007, 1, 1));
        return Settings.of(
                        ZONE,
                        EUR,
                        new SellerProfile(seller, Optional.of("12/345/67890"), Optional.empty(), Optional.empty()))
                .withPriceBasis(PriceBasis.GROSS)
                .withTaxes(new TaxTable(List.of(vat)));
    }

    @Benchmark
    public AccountChange renewal() {
        return Advance.advance(account, rules, now);
    }
}
