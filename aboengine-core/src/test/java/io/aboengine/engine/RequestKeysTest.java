package io.aboengine.engine;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Offer.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.OpenAccount;
import io.aboengine.Session;
import io.aboengine.Subscriptions;
import io.aboengine.account.Account;
import io.aboengine.account.Command.Subscribe;
import io.aboengine.account.CommandRefusedException;
import io.aboengine.account.CommandRefusedException.Refusal;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import io.aboengine.party.Language;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.scenario.Shop;
import io.aboengine.spi.payment.GatewayNotice;
import io.aboengine.spi.payment.GatewayReference;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.store.Store;
import io.aboengine.store.memory.MemoryStore;
import io.aboengine.tax.TaxStatus;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Request keys of the commands that are not about a contract. */
class RequestKeysTest {
    private static final AccountId ADA = AccountId.of("ada");
    private static final OpenAccount OPENING =
            customer("ada").payingBy(PaymentMethodKind.CARD).account();

    private final Store store = new MemoryStore();
    private final Shop shop =
            Shop.over(store, "Europe/Berlin", "2025-04-01").offers(plan("basic", "EUR 10.00", MONTHLY));

    private Session with(String key) {
        return shop.engine().as(Actor.operator("shop")).withKey(key);
    }

    private static Party named(String name) {
        return new Party(name, new PostalAddress("Hauptstraße 1", "10115", "Berlin", "DE"), Language.EN);
    }

    private Optional<String> name() {
        return store.inTransaction(tx -> tx.party(ADA)).map(Party::name);
    }

    private static void assertUsed(ThrowingCallable command) {
        assertThatExceptionOfType(CommandRefusedException.class)
                .isThrownBy(command)
                .satisfies(e -> assertThat(e.refusal()).isEqualTo(Refusal.REQUEST_KEY_USED));
    }

    @Test
    void an_account_is_opened_once_under_a_key() {
        Account opened = with("order-1").accounts().open(OPENING);

        assertThat(with("order-1").accounts().open(OPENING)).isEqualTo(opened);
        assertThat(with("order-2").accounts().open(OPENING)).isEqualTo(opened);
        assertThat(shop.engine().accounts().open(OPENING)).isEqualTo(opened);
        assertUsed(() -> with("order-1").accounts().open(OPENING.billingDay(3)));
        assertUsed(() -> with("order-2").subscriptions().subscribe(Subscribe.to("ada", "basic")));
    }

    /** An id may hold whatever AccountId lets through: what is recorded of an answer must come back whole. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a|b",
                "|",
                "a'b",
                "a\"b",
                "a\\b",
                "a{b}",
                "a,b",
                "a:b",
                "a;b",
                "a%b",
                "NULL",
                "~!#$&()*+-.<=>?[]^_`"
            })
    void whatever_an_account_is_called_its_commands_are_answered_and_answered_again(String id) {
        shop.engine()
                .accounts()
                .open(customer(id).payingBy(PaymentMethodKind.CARD).account());

        Subscriptions.Done plain = shop.engine().subscriptions().subscribe(Subscribe.to(id, "basic"));
        Subscriptions.Done first = with("order-1").subscriptions().subscribe(Subscribe.to(id, "basic"));
        Subscriptions.Done again = with("order-1").subscriptions().subscribe(Subscribe.to(id, "basic"));

        assertThat(plain.subscription().account()).isEqualTo(AccountId.of(id));
        assertThat(first.subscription()).isNotEqualTo(plain.subscription());
        assertThat(first.documents()).hasSize(1);
        assertThat(again).isEqualTo(first);
    }

    @Test
    void a_late_repetition_does_not_undo_a_later_change_of_name() {
        shop.engine().accounts().open(OPENING);
        with("first").accounts().changeParty(ADA, named("Ada King"));
        with("second").accounts().changeParty(ADA, named("Ada Lovelace"));

        with("first").accounts().changeParty(ADA, named("Ada King"));

        assertThat(name()).contains("Ada Lovelace");
        assertUsed(() -> with("first").accounts().changeParty(ADA, named("Ada Byron")));
        assertThat(name()).contains("Ada Lovelace");
    }

    @Test
    void a_late_repetition_does_not_undo_a_later_tax_status() {
        shop.engine().accounts().open(OPENING);
        TaxStatus business = TaxStatus.consumer().equals(OPENING.taxStatus())
                ? new TaxStatus(true, Optional.empty(), false)
                : TaxStatus.consumer();
        with("first").accounts().changeTaxStatus(ADA, business);
        with("second").accounts().changeTaxStatus(ADA, OPENING.taxStatus());

        with("first").accounts().changeTaxStatus(ADA, business);

        assertThat(shop.engine().accounts().find(ADA).map(Account::taxStatus)).contains(OPENING.taxStatus());
        assertUsed(() -> with("second").accounts().changeTaxStatus(ADA, business));
    }

    @Test
    void a_notice_that_is_passed_on_twice_under_a_key_is_answered_as_the_first_time() {
        shop.engine().accounts().open(OPENING);
        shop.engine().subscriptions().subscribe(Subscribe.to("ada", "basic"));
        PaymentAttempt attempt = shop.engine().payments().attempts(ADA).get(0);
        GatewayNotice notice = new GatewayNotice(
                "cards",
                "n-1",
                attempt.key(),
                new GatewayNotice.Outcome.Settled(new GatewayReference("r-1")),
                attempt.amount(),
                Instant.EPOCH);

        assertThat(with("hook-1").payments().notice(notice)).isTrue();
        assertThat(with("hook-1").payments().notice(notice)).isTrue();
        assertThat(shop.engine().payments().notice(notice)).isFalse();
        assertUsed(() -> with("hook-1")
                .payments()
                .notice(new GatewayNotice(
                        "cards", "n-2", attempt.key(), notice.outcome(), attempt.amount(), Instant.EPOCH)));
    }
}
