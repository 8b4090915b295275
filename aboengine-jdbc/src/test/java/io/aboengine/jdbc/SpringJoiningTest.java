package io.aboengine.jdbc;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Offer.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.aboengine.AboEngine;
import io.aboengine.RunRequest;
import io.aboengine.account.Command.Subscribe;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentState;
import io.aboengine.party.AccountId;
import io.aboengine.scenario.Audit;
import io.aboengine.scenario.Shop;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

/** Commands inside a transaction that Spring manages: whatever it decides holds for the shop's rows and for ours. */
class SpringJoiningTest {
    private static final AccountId ADA = AccountId.of("ada");

    private static final class Host {
        private final DataSource aware;
        private final TransactionTemplate transactions;
        private final JdbcTemplate orders;
        private final AboEngine engine;
        private final TenantRows rows;
        private final Shop shop;

        Host(TestDatabase kind) {
            DataSource database = kind.migrated();
            aware = new TransactionAwareDataSourceProxy(database);
            transactions = new TransactionTemplate(new DataSourceTransactionManager(database));
            orders = new JdbcTemplate(database);
            orders.execute("create table shop_order (item varchar(64))");
            rows = new TenantRows(database);
            shop = Shop.over(JdbcStore.on(database), "Europe/Berlin", "2025-04-01")
                    .offers(plan("basic", "EUR 10.00", MONTHLY))
                    .with(settings -> settings.withFinalizeJoined(true));
            engine = shop.engine();
            engine.accounts().open(customer("ada").account());
            engine.accounts().open(customer("bob").account());
        }

        /** The shop's order and our contract. The connection is Spring's; closing it leaves the transaction as it is. */
        DocumentId order(String customer) {
            orders.update("insert into shop_order (item) values (?)", customer);
            try (Connection connection = aware.getConnection()) {
                return engine.joining(connection)
                        .subscriptions()
                        .subscribe(Subscribe.to(customer, "basic"))
                        .documents()
                        .get(0);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        List<String> kept() {
            return rows.of("default");
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_spring_rolls_back_leaves_no_trace_and_no_gap(TestDatabase kind) {
        Host host = new Host(kind);
        List<String> before = host.kept();

        host.transactions.executeWithoutResult(status -> {
            DocumentId document = host.order("ada");
            try (Connection connection = host.aware.getConnection()) {
                assertThat(host.engine.joining(connection).documents().number(document))
                        .contains("RE-2025-000001");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            status.setRollbackOnly();
        });

        assertThat(host.kept()).isEqualTo(before);
        assertThat(host.orders.queryForObject("select count(*) from shop_order", Integer.class))
                .isZero();

        DocumentId next = host.transactions.execute(status -> host.order("bob"));
        assertThat(host.engine.documents().number(next)).contains("RE-2025-000001");
        assertThat(host.engine.health().numberGaps(Optional.empty(), 9)).isEmpty();
        assertThat(Audit.of(host.shop.store())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void an_exception_of_the_host_takes_back_both(TestDatabase kind) {
        Host host = new Host(kind);
        List<String> before = host.kept();

        assertThat(catchThrowable(() -> host.transactions.executeWithoutResult(status -> {
                    host.order("ada");
                    throw new IllegalStateException("out of stock");
                })))
                .hasMessage("out of stock");

        assertThat(host.kept()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void what_spring_commits_is_there_with_the_order(TestDatabase kind) {
        Host host = new Host(kind);

        DocumentId document = host.transactions.execute(status -> host.order("ada"));

        assertThat(host.orders.queryForObject("select count(*) from shop_order", Integer.class))
                .isEqualTo(1);
        assertThat(host.engine.documents().find(document).orElseThrow().state()).isEqualTo(DocumentState.FINALIZED);
        assertThat(host.engine.run(RunRequest.account(ADA)).broken()).isEmpty();
        assertThat(Audit.of(host.shop.store())).isEmpty();
    }
}
