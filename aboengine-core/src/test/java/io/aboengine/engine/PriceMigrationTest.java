package io.aboengine.engine;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Offer.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.AboEngine;
import io.aboengine.PriceMigration;
import io.aboengine.PriceMigrationReport;
import io.aboengine.account.Command;
import io.aboengine.party.AccountId;
import io.aboengine.scenario.Shop;
import io.aboengine.scenario.WatchedStore;
import io.aboengine.store.AccountBusyException;
import io.aboengine.store.memory.MemoryStore;
import io.aboengine.subscription.SubscriptionId;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One account's trouble keeps no other from its new price. */
class PriceMigrationTest {
    private static final AccountId C2 = AccountId.of("c2");
    private static final PriceMigration IN_MAY = PriceMigration.of(LocalDate.parse("2025-05-01"), "basic");

    private final WatchedStore store = WatchedStore.over(new MemoryStore());
    private final Shop shop =
            Shop.over(store, "Europe/Berlin", "2025-04-01").offers(plan("basic", "EUR 10.00", MONTHLY));

    @BeforeEach
    void begin() {
        AboEngine engine = shop.engine();
        for (String id : List.of("c1", "c2", "c3")) {
            engine.accounts().open(customer(id).account());
            engine.subscriptions().subscribe(Command.Subscribe.to(id, "basic"));
        }
        shop.instead(plan("basic", "EUR 12.00", MONTHLY));
    }

    private PriceMigrationReport migrated() {
        return shop.engine().operations().migrate(IN_MAY);
    }

    private static List<AccountId> changed(PriceMigrationReport report) {
        return report.changed().stream().map(c -> c.subscription().account()).toList();
    }

    @Test
    void an_account_that_fails_is_left_and_the_others_are_changed() {
        store.beforeWrite(accounts -> {
            if (accounts.contains(C2)) {
                throw new IllegalStateException("disk full");
            }
        });

        PriceMigrationReport report = migrated();

        assertThat(changed(report)).containsExactly(AccountId.of("c1"), AccountId.of("c3"));
        assertThat(report.left()).singleElement().satisfies(left -> {
            assertThat(left.account()).isEqualTo(C2);
            assertThat(left.subscription().map(SubscriptionId::account)).contains(C2);
            assertThat(left.because()).isEqualTo("IllegalStateException: disk full");
        });

        store.beforeWrite(accounts -> {});
        assertThat(changed(migrated())).containsExactly(C2);
    }

    @Test
    void an_account_that_is_busy_is_left_and_the_others_are_changed() {
        store.beforeWrite(accounts -> {
            if (accounts.contains(C2)) {
                throw new AccountBusyException(C2);
            }
        });

        PriceMigrationReport report = migrated();

        assertThat(changed(report)).containsExactly(AccountId.of("c1"), AccountId.of("c3"));
        assertThat(report.left())
                .extracting(PriceMigrationReport.Left::because)
                .containsExactly("somebody else works on the account: migrate again later");
    }

    @Test
    void an_account_that_cannot_be_read_is_left_and_the_others_are_changed() {
        store.beforeLoad(accounts -> {
            if (accounts.contains(C2)) {
                throw new IllegalStateException("unreadable row");
            }
        });

        PriceMigrationReport report = migrated();

        assertThat(changed(report)).containsExactly(AccountId.of("c1"), AccountId.of("c3"));
        assertThat(report.left()).singleElement().satisfies(left -> {
            assertThat(left.account()).isEqualTo(C2);
            assertThat(left.subscription()).isEmpty();
            assertThat(left.because()).isEqualTo("IllegalStateException: unreadable row");
        });
    }
}
