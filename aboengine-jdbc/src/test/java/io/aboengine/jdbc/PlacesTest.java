package io.aboengine.jdbc;

import static io.aboengine.jdbc.Rows.NOW;
import static io.aboengine.jdbc.Rows.account;
import static io.aboengine.jdbc.Rows.happening;
import static io.aboengine.jdbc.Rows.party;
import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.account.PaymentMethod;
import io.aboengine.party.AccountId;
import io.aboengine.store.Due;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Claims begin where the last one ended, and miss nothing by it. */
class PlacesTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 8);
    private static final Due DUE = new Due.Billing(TODAY, NOW);

    private DataSource database;
    private JdbcStore store;

    private void open(TestDatabase kind, String... accounts) {
        database = kind.migrated();
        store = JdbcStore.on(database);
        for (String account : accounts) {
            due(account, "2026-03-08");
        }
    }

    private void due(String account, String day) {
        AccountId id = AccountId.of(account);
        store.inTransaction(
                tx -> tx.open(account(id, 1, PaymentMethod.invoice(), LocalDate.parse(day)), party(account)));
    }

    private List<String> claimed(int limit) {
        return store.inTransaction(tx -> names(tx.claim(DUE, limit, Optional.empty())));
    }

    /** What is claimed and done, so that it is not due any longer. */
    private List<String> done(int limit) {
        return store.inTransaction(tx -> {
            List<AccountId> claimed = tx.claim(DUE, limit, Optional.empty());
            tx.write(claimed.stream().map(id -> happening(id, 1)).toList());
            return names(claimed);
        });
    }

    private static List<String> names(List<AccountId> accounts) {
        return accounts.stream().map(AccountId::value).toList();
    }

    @ParameterizedTest
    @EnumSource
    void what_becomes_due_behind_the_place_is_found(TestDatabase kind) {
        open(kind, "a", "b", "c", "d");
        assertThat(done(2)).containsExactly("a", "b");

        due("late", "2020-01-31");
        due("0", "2026-03-08");

        assertThat(done(1)).containsExactly("c");
        assertThat(done(9)).containsExactly("0", "d", "late");
        assertThat(done(9)).isEmpty();
        due("e", "2026-03-07");
        assertThat(done(9)).containsExactly("e");
    }

    @ParameterizedTest
    @EnumSource
    void what_was_claimed_and_not_done_is_claimed_again(TestDatabase kind) {
        open(kind, "a", "b", "c");

        assertThat(claimed(2)).containsExactly("a", "b");
        assertThat(claimed(2)).containsExactly("a", "b");
        assertThat(done(1)).containsExactly("a");
        assertThat(claimed(1)).containsExactly("b");
        assertThat(claimed(9)).containsExactly("b", "c");
    }

    @ParameterizedTest
    @EnumSource
    void a_place_is_kept_for_one_day_only(TestDatabase kind) {
        open(kind, "a", "b");
        assertThat(done(1)).containsExactly("a");
        due("late", "2020-01-31");

        List<String> tomorrow = store.inTransaction(
                tx -> names(tx.claim(new Due.Billing(TODAY.plusDays(1), NOW), 1, Optional.empty())));

        assertThat(tomorrow).containsExactly("late");
    }
}
