package io.aboengine.jdbc;

import static io.aboengine.jdbc.Rows.ADA;
import static io.aboengine.jdbc.Rows.BOB;
import static io.aboengine.jdbc.Rows.NOW;
import static io.aboengine.jdbc.Rows.TODAY;
import static io.aboengine.jdbc.Rows.account;
import static io.aboengine.jdbc.Rows.event;
import static io.aboengine.jdbc.Rows.happening;
import static io.aboengine.jdbc.Rows.invoicing;
import static io.aboengine.jdbc.Rows.party;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.account.Account;
import io.aboengine.catalog.Catalog;
import io.aboengine.invoice.DocumentId;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.store.Delivery;
import io.aboengine.store.Due;
import io.aboengine.store.Outlook;
import io.aboengine.store.RecordedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TenantsTest {
    private static final Catalog CATALOG = Catalog.of(List.of(), List.of());

    @ParameterizedTest
    @EnumSource
    void tenants_do_not_see_each_other(TestDatabase kind) {
        DataSource database = kind.migrated();
        JdbcStore north = JdbcStore.on(database, "north");
        JdbcStore south = JdbcStore.on(database, "south");
        north.inTransaction(tx -> {
            tx.open(account(ADA, 1), party("Ada of the north"));
            tx.open(account(BOB, 1), party("Bob"));
            tx.record(ADA, new RecordedRequest("k", "f", "north"));
            tx.setAside(BOB, "broken", NOW.plusSeconds(60));
            tx.noteNotice("acme", "n1", ADA, NOW);
            tx.publish(CATALOG, TODAY);
            tx.environment("northern");
            return tx.write(List.of(invoicing(ADA, 1, "RE-"), happening(BOB, 1)));
        });

        south.inTransaction(tx -> {
            assertThat(tx.accountsAfter(Optional.empty(), 9)).isEmpty();
            assertThat(tx.account(ADA)).isEmpty();
            assertThat(tx.party(ADA)).isEmpty();
            assertThat(tx.byNumber("RE-001")).isEmpty();
            assertThat(tx.request(ADA, "k")).isEmpty();
            assertThat(tx.brokenAccounts(Optional.empty(), 9)).isEmpty();
            assertThat(tx.claim(new Due.Billing(TODAY, NOW), 9, Optional.empty()))
                    .isEmpty();
            assertThat(tx.countDue(new Due.Billing(TODAY, NOW), Optional.empty()))
                    .isZero();
            assertThat(tx.load(List.of(ADA, BOB), TODAY)).isEmpty();
            assertThat(tx.claimDeliveries("mail", NOW, NOW.plusSeconds(9), 9, 9, Optional.empty())
                            .deliveries())
                    .isEmpty();
            assertThat(tx.catalog(1)).isEmpty();
            assertThat(tx.wake(9, TODAY, 9)).isZero();
            assertThat(tx.outlook(TODAY, NOW, 9)).isEqualTo(new Outlook(false, false, false, false, false));

            assertThat(tx.open(account(ADA, 1), party("Ada of the south"))).isTrue();
            tx.lock(ADA, Duration.ZERO);
            assertThat(tx.noteNotice("acme", "n1", ADA, NOW)).isTrue();
            assertThat(tx.publish(CATALOG, TODAY)).isEqualTo(1);
            assertThat(tx.environment("southern")).isEqualTo("southern");
            assertThat(tx.write(List.of(invoicing(ADA, 1, "RE-")))).containsEntry(new DocumentId(ADA, 1), "RE-001");
            return tx.write(List.of(happening(ADA, 2)));
        });

        north.inTransaction(tx -> {
            assertThat(tx.party(ADA)).contains(party("Ada of the north"));
            assertThat(tx.account(ADA)).contains(account(ADA, 2));
            assertThat(tx.claimDeliveries("mail", NOW, NOW.plusSeconds(9), 9, 9, Optional.empty())
                            .deliveries())
                    .containsExactly(new Delivery("mail", BOB, List.of(event(BOB, 1))));
            assertThat(tx.environment("other")).isEqualTo("northern");
            tx.release(ADA);
            return tx.wake(2, TODAY, 9);
        });
        assertThat(south.<Optional<Account>>inTransaction(tx -> tx.account(ADA)))
                .contains(account(ADA, 3));
    }

    @Test
    void a_tenant_has_a_name() {
        DataSource database = TestDatabase.H2.migrated();

        for (String name : List.of("", " ", "shop\u0000a", "x".repeat(65))) {
            assertThatExceptionOfType(InvalidRequestException.class)
                    .isThrownBy(() -> JdbcStore.on(database, name))
                    .satisfies(e -> assertThat(e.field()).isEqualTo("tenant"));
        }
        JdbcStore.on(database, "x".repeat(64));
    }
}
