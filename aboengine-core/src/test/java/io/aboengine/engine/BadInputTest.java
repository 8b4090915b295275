package io.aboengine.engine;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Customer.party;
import static io.aboengine.scenario.Offer.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.AboEngine;
import io.aboengine.OpenAccount;
import io.aboengine.account.Command;
import io.aboengine.account.Command.ChangePlan;
import io.aboengine.account.Command.Settling;
import io.aboengine.account.Command.Subscribe;
import io.aboengine.account.PaymentMethod;
import io.aboengine.account.Timing;
import io.aboengine.account.UnknownSubscriptionException;
import io.aboengine.invoice.DocumentId;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import io.aboengine.party.PostalAddress;
import io.aboengine.scenario.Inventory;
import io.aboengine.scenario.Shop;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.store.Store;
import io.aboengine.store.memory.MemoryStore;
import io.aboengine.subscription.SubscriptionId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input is told by field, value and reason, and leaves no trace. */
class BadInputTest {
    private static final AccountId ADA = AccountId.of("ada");

    private final Store store = new MemoryStore();
    private final Shop shop = Shop.over(store, "Europe/Berlin", "2025-04-01")
            .offers(
                    plan("basic", "EUR 10.00", MONTHLY),
                    plan("short", "EUR 10.00", MONTHLY).endingAfter("P2M"));

    private record Case(String name, Consumer<AboEngine> deed, String field, String value, String reason) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static SubscriptionId contract(AboEngine engine) {
        return engine.subscriptions().list(ADA).get(0).id();
    }

    private static Consumer<AboEngine> subscribing(UnaryOperator<Subscribe> how) {
        return engine -> engine.subscriptions().subscribe(how.apply(Subscribe.to("ada", "basic")));
    }

    private static Consumer<AboEngine> opening(String id) {
        return engine -> engine.accounts().open(OpenAccount.of(id, party("X", "DE"), PaymentMethod.invoice()));
    }

    private static Consumer<AboEngine> receiving(String amount) {
        return engine -> engine.payments().receive(ADA, Money.parse(amount));
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("an account without id", opening(""), "account", "", "1 to 64 characters"),
                new Case("an id that is too long", opening("x".repeat(65)), "account", "x".repeat(65), "1 to 64"),
                new Case("an e-mail address as an id", opening("a@b.de"), "account", "a@b.de", "no personal data"),
                new Case(
                        "a page of no accounts",
                        engine -> engine.accounts().list(Optional.empty(), 0),
                        "limit",
                        "0",
                        "1 or more"),
                new Case(
                        "a page of less than no documents",
                        engine -> engine.documents().list(ADA, 0, -1),
                        "limit",
                        "-1",
                        "1 or more"),
                new Case(
                        "a page of no gaps",
                        engine -> engine.health().numberGaps(Optional.empty(), 0),
                        "limit",
                        "0",
                        "1 or more"),
                new Case(
                        "a page of no broken accounts",
                        engine -> engine.operations().brokenAccounts(Optional.empty(), 0),
                        "limit",
                        "0",
                        "1 or more"),
                new Case("a blank in an id", opening("a b"), "account", "a b", "without blank"),
                new Case("a slash in an id", opening("a/b"), "account", "a/b", "'/'"),
                new Case("an umlaut in an id", opening("jürgen"), "account", "jürgen", "ASCII"),
                new Case(
                        "a customer without name",
                        engine -> engine.accounts()
                                .open(OpenAccount.of("eve", party(" ", "DE"), PaymentMethod.invoice())),
                        "name",
                        "(not shown)",
                        "1 to 200 characters"),
                new Case(
                        "a country in words",
                        engine -> engine.accounts()
                                .open(OpenAccount.of("eve", party("Eve", "Germany"), PaymentMethod.invoice())),
                        "country",
                        "Germany",
                        "two letters"),
                new Case(
                        "no quantity",
                        subscribing(s -> s.quantity(BigDecimal.ZERO)),
                        "quantity",
                        "0",
                        "must be above zero"),
                new Case(
                        "less than nothing",
                        subscribing(s -> s.quantity(new BigDecimal("-1"))),
                        "quantity",
                        "-1",
                        "must be above zero"),
                new Case(
                        "too many decimals",
                        subscribing(s -> s.quantity(new BigDecimal("1.0000001"))),
                        "quantity",
                        "1.0000001",
                        "at most six decimals"),
                new Case(
                        "too much",
                        subscribing(s -> s.quantity(new BigDecimal("1000000000"))),
                        "quantity",
                        "1000000000",
                        "below a thousand million"),
                new Case(
                        "a plan that is not there",
                        engine -> engine.subscriptions().subscribe(Subscribe.to("ada", "gold")),
                        "plan",
                        "gold",
                        "basic"),
                new Case(
                        "a plan that cannot be",
                        engine -> engine.subscriptions().subscribe(Subscribe.to("ada", "gold plan")),
                        "plan",
                        "gold plan",
                        "letters, digits"),
                new Case(
                        "a price in another currency",
                        subscribing(s -> s.price(UnitPrice.of(Money.parse("USD 9.00")))),
                        "price",
                        "USD 9.00",
                        "EUR"),
                new Case(
                        "billed elsewhere before the start",
                        subscribing(s ->
                                s.startOn(LocalDate.parse("2025-02-01")).billedUntil(LocalDate.parse("2025-01-31"))),
                        "billedUntil",
                        "2025-01-31",
                        "2025-02-01"),
                new Case(
                        "billed elsewhere beyond the end",
                        engine -> engine.subscriptions()
                                .subscribe(Subscribe.to("ada", "short")
                                        .startOn(LocalDate.parse("2025-02-01"))
                                        .billedUntil(LocalDate.parse("2025-04-01"))),
                        "billedUntil",
                        "2025-04-01",
                        "behind the end"),
                new Case("a blank reference", subscribing(s -> s.reference(" ")), "reference", " ", "1 to 64"),
                new Case(
                        "a long reference",
                        subscribing(s -> s.reference("r".repeat(65))),
                        "reference",
                        "r".repeat(65),
                        "1 to 64"),
                new Case(
                        "a change of nothing",
                        engine -> engine.subscriptions()
                                .changePlan(new ChangePlan(
                                        contract(engine),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        List.of(),
                                        Timing.now(),
                                        Command.Settlement.PRORATE,
                                        Settling.NOW,
                                        false)),
                        "change",
                        "(nothing)",
                        "a plan, a quantity"),
                new Case(
                        "a change to no quantity",
                        engine -> engine.subscriptions()
                                .changePlan(
                                        ChangePlan.of(contract(engine), "short").quantity(BigDecimal.ZERO)),
                        "quantity",
                        "0",
                        "must be above zero"),
                new Case("a transfer of nothing", receiving("EUR 0.00"), "amount", "EUR 0.00", "above zero"),
                new Case("a transfer the other way", receiving("EUR -1.00"), "amount", "EUR -1.00", "above zero"),
                new Case(
                        "credit of nothing",
                        engine -> engine.accounts().grantCredit(ADA, Money.parse("EUR 0.00"), "x"),
                        "amount",
                        "EUR 0.00",
                        "above zero"),
                new Case(
                        "a transfer for a document that is not there",
                        engine -> engine.payments().receive(new DocumentId(ADA, 4711), Money.parse("EUR 1.00")),
                        "document",
                        "ada/4711",
                        "not there"),
                new Case(
                        "a transfer for another's document",
                        engine -> new Command.ReceivePayment(
                                ADA, Money.parse("EUR 1.00"), Optional.of(DocumentId.parse("bob/5"))),
                        "document",
                        "bob/5",
                        "another account than ada"),
                new Case(
                        "a blank request key",
                        engine -> engine.as(Actor.operator("shop")).withKey(" "),
                        "requestKey",
                        " ",
                        "1 to 255"),
                new Case(
                        "a long request key",
                        engine -> engine.as(Actor.operator("shop")).withKey("k".repeat(256)),
                        "requestKey",
                        "k".repeat(256),
                        "1 to 255"),
                new Case(
                        "an operator without name",
                        engine -> engine.as(Actor.operator(" ")),
                        "operator",
                        " ",
                        "1 to 64"),
                new Case(
                        "a line break in a request key",
                        engine -> engine.as(Actor.operator("shop")).withKey("a\nb"),
                        "requestKey",
                        "a b",
                        "control characters"),
                new Case(
                        "a NUL in an operator's name",
                        engine -> engine.as(Actor.operator("a\u0000b")),
                        "operator",
                        "a b",
                        "control characters"),
                new Case(
                        "a NUL in a customer's name",
                        engine -> engine.accounts().changeParty(ADA, party("Ada\u0000", "DE")),
                        "name",
                        "(not shown)",
                        "control characters"),
                new Case(
                        "a line break in a customer's name",
                        engine -> engine.accounts().changeParty(ADA, party("Ada\nLovelace", "DE")),
                        "name",
                        "(not shown)",
                        "control characters"),
                new Case(
                        "half a character in a customer's name",
                        engine -> engine.accounts().changeParty(ADA, party("Ada \uD83D", "DE")),
                        "name",
                        "(not shown)",
                        "half a character"),
                new Case(
                        "a line break in a street",
                        engine -> new PostalAddress("Lindenallee 1\n2nd floor", "10115", "Berlin", "DE"),
                        "street",
                        "(not shown)",
                        "control characters"),
                new Case(
                        "half a character in a postal code",
                        engine -> new PostalAddress("Lindenallee 1", "\uDE00", "Berlin", "DE"),
                        "postalCode",
                        "(not shown)",
                        "half a character"),
                new Case(
                        "a NUL in a city",
                        engine -> new PostalAddress("Lindenallee 1", "10115", "\u0000Berlin", "DE"),
                        "city",
                        "(not shown)",
                        "control characters"),
                new Case(
                        "a NUL in the id of a use",
                        engine -> new Command.Usage("a\u0000b", "calls", BigDecimal.ONE, Instant.EPOCH),
                        "usage.id",
                        "a b",
                        "control characters"),
                new Case(
                        "half a character in a description",
                        engine -> Command.Item.of("a\uD83Db", Money.parse("EUR 1.00"), Optional.empty()),
                        "description",
                        "a\uFFFDb",
                        "half a character"),
                new Case(
                        "the text of a document that is not there",
                        engine -> engine.documents().view(new DocumentId(ADA, 4711)),
                        "document",
                        "ada/4711",
                        "not there"));
    }

    private void begin() {
        AboEngine engine = shop.engine();
        engine.accounts().open(customer("ada").account());
        engine.subscriptions().subscribe(Subscribe.to("ada", "basic"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void it_is_told_by_field_value_and_reason_and_nothing_is_stored(Case bad) {
        begin();
        List<String> before = Inventory.of(store);

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> bad.deed().accept(shop.engine()))
                .satisfies(e -> {
                    assertThat(e.field()).isEqualTo(bad.field());
                    assertThat(e.value()).isEqualTo(bad.value());
                    assertThat(e.reason()).contains(bad.reason());
                    assertThat(e).hasMessageContainingAll(bad.field(), bad.value(), bad.reason());
                });
        assertThat(Inventory.of(store)).isEqualTo(before);
    }

    @Test
    void a_contract_that_is_not_there_is_named() {
        begin();
        List<String> before = Inventory.of(store);
        AboEngine engine = shop.engine();

        assertThatExceptionOfType(UnknownSubscriptionException.class)
                .isThrownBy(
                        () -> engine.subscriptions().changePlan(ChangePlan.of(new SubscriptionId(ADA, 99), "short")))
                .withMessageContaining("ada/99");
        assertThatExceptionOfType(UnknownSubscriptionException.class)
                .isThrownBy(() -> engine.subscriptions().cancel(Command.Cancel.now(new SubscriptionId(ADA, 99))))
                .withMessageContaining("ada/99");
        assertThat(Inventory.of(store)).isEqualTo(before);
    }

    @Test
    @SuppressWarnings("NullAway") // what callers without a null checker may do
    void what_is_missing_is_named() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> OpenAccount.of("ada", null, PaymentMethod.invoice()))
                .withMessageContaining("party");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Command.Subscribe.to(ADA, null))
                .withMessageContaining("plan");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new Command.GrantCredit(ADA, null, "welcome"))
                .withMessageContaining("amount");
    }

    @Test
    void a_name_or_token_is_in_no_message_and_no_text() {
        OpenAccount request = OpenAccount.of(
                "ada", party("Ada Lovelace", "DE"), PaymentMethod.of(PaymentMethodKind.CARD, "tok_secret"));

        assertThat(request.toString()).doesNotContain("Lovelace", "Lindenallee", "tok_secret");
        assertThat(new Command.ChangePaymentMethod(ADA, request.paymentMethod()).toString())
                .doesNotContain("tok_secret");
    }
}
