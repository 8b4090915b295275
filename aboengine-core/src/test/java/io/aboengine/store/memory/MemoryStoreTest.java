package io.aboengine.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.account.Account;
import io.aboengine.account.PaymentMethod;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.party.Language;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.store.AccountBusyException;
import io.aboengine.store.BrokenAccount;
import io.aboengine.store.StaleWriteException;
import io.aboengine.store.Store;
import io.aboengine.store.StoreTransaction;
import io.aboengine.store.UnknownAccountException;
import io.aboengine.store.contract.StoreContract;
import io.aboengine.tax.TaxStatus;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends StoreContract {
    @Override
    protected Store newStore() {
        return new MemoryStore();
    }

    @Test
    void a_connection_cannot_be_joined() {
        Connection connection = (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    throw new AssertionError("Nobody should call " + method);
                });

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> new MemoryStore().joining(connection, tx -> "never"))
                .withMessageContaining("memory");
    }

    @Test
    void a_transaction_in_which_a_statement_failed_is_rolled_back_even_if_nobody_minds() {
        Store store = new MemoryStore();
        store.<Boolean>inTransaction(tx -> tx.open(account("ada"), party()));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> store.inTransaction(tx -> {
                    tx.setAside(AccountId.of("ada"), "broken", Instant.EPOCH);
                    assertThatExceptionOfType(StaleWriteException.class)
                            .isThrownBy(() -> tx.writeParty(account("ada"), party()));
                    return "as if nothing had happened";
                }))
                .withMessageContaining("rolled back");

        assertThat(store.<List<BrokenAccount>>inTransaction(tx -> tx.brokenAccounts(Optional.empty(), 9)))
                .isEmpty();
    }

    @Test
    void asking_for_what_is_not_there_spoils_nothing() {
        Store store = new MemoryStore();

        store.<Boolean>inTransaction(tx -> {
            assertThatExceptionOfType(UnknownAccountException.class)
                    .isThrownBy(() -> tx.lock(AccountId.of("ada"), Duration.ZERO));
            return tx.open(account("ada"), party());
        });

        assertThat(store.<Optional<Account>>inTransaction(tx -> tx.account(AccountId.of("ada"))))
                .isPresent();
    }

    @Test
    void a_transaction_that_is_over_cannot_be_used() {
        StoreTransaction over = new MemoryStore().inTransaction(tx -> tx);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> over.environment("late"))
                .withMessageContaining("over");
    }

    @Test
    void who_is_interrupted_waits_no_longer() {
        Store store = new MemoryStore();
        store.<Boolean>inTransaction(tx -> tx.open(account("ada"), party()));

        store.inTransaction(holder -> {
            holder.lock(AccountId.of("ada"), Duration.ZERO);
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(AccountBusyException.class)
                    .isThrownBy(() -> store.inTransaction(tx -> {
                        tx.lock(AccountId.of("ada"), Duration.ofDays(1));
                        return "never";
                    }));
            assertThat(Thread.interrupted()).isTrue();
            return "done";
        });
    }

    private static Account account(String id) {
        return new Account(
                AccountId.of(id),
                Currency.EUR,
                "DE",
                Optional.empty(),
                Language.DE,
                TaxStatus.consumer(),
                1,
                PaymentMethod.invoice(),
                Optional.empty(),
                Money.zero(Currency.EUR),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                1,
                Optional.empty(),
                Optional.empty(),
                1,
                1);
    }

    private static Party party() {
        return new Party("Ada", new PostalAddress("Weg 1", "10115", "Berlin", "DE"), Language.DE);
    }
}
