package io.aboengine.jdbc;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.jdbc.TestDatabase.execute;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Offer.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.AboEngine;
import io.aboengine.account.Command.Subscribe;
import io.aboengine.scenario.Shop;
import io.aboengine.store.NumberGap;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Numbers that somebody took away by hand are missed, wherever they stood. */
class NumberGapsTest {
    @ParameterizedTest
    @EnumSource
    void gaps_are_found_at_the_beginning_in_between_and_at_the_end(TestDatabase kind) {
        DataSource database = kind.migrated();
        Shop shop = Shop.over(JdbcStore.on(database), "Europe/Berlin", "2025-04-01")
                .offers(plan("basic", "EUR 10.00", MONTHLY));
        AboEngine engine = shop.engine();
        engine.accounts().open(customer("ada").account());
        for (int i = 0; i < 9; i++) {
            engine.subscriptions().subscribe(Subscribe.to("ada", "basic"));
        }
        assertThat(engine.health().numberGaps(Optional.empty(), 9)).isEmpty();

        execute(database, "delete from abo_document_number where counter in (1, 4, 5, 9)");
        execute(database, "insert into abo_series (tenant_id, series, last_counter) values ('default', 'XX-', 2)");
        execute(database, "insert into abo_series (tenant_id, series, last_counter) values ('other', 'YY-', 2)");

        NumberGap second = new NumberGap("RE-2025-", 4, 5);
        NumberGap third = new NumberGap("RE-2025-", 9, 9);
        assertThat(engine.health().numberGaps(Optional.empty(), 9))
                .containsExactly(new NumberGap("RE-2025-", 1, 1), second, third, new NumberGap("XX-", 1, 2));
        assertThat(engine.health().numberGaps(Optional.of(second), 1)).containsExactly(third);
    }
}
