package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.DAY;
import static io.aboengine.jdbc.ColumnType.FLAG;
import static io.aboengine.jdbc.ColumnType.NUMBER;
import static io.aboengine.jdbc.ColumnType.TEXT;

import io.aboengine.catalog.ProductId;
import io.aboengine.fulfilment.Access;
import io.aboengine.fulfilment.AccessReason;
import io.aboengine.fulfilment.ReleasePolicy;
import io.aboengine.invoice.DocumentId;
import io.aboengine.party.AccountId;
import io.aboengine.subscription.SubscriptionId;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** {@code abo_access}. */
final class AccessRows {
    static final Table<Access> TABLE = Table.<Access>named("abo_access")
            .key("account_id", TEXT, a -> a.subscription().account().value())
            .key("subscription", NUMBER, a -> a.subscription().ordinal())
            .column("product", TEXT, a -> a.product().value())
            .column("policy", TEXT, a -> a.policy().name())
            .column("released", FLAG, Access::released)
            .optional("waits_for", NUMBER, a -> a.waitsFor().map(DocumentId::ordinal))
            .column("reason", TEXT, a -> a.reason().name())
            .column("since_on", DAY, Access::since)
            .optional("until_on", DAY, Access::until);

    private static final String COLUMNS =
            "account_id, subscription, product, policy, released, waits_for, reason, since_on, until_on";

    private static final String OF = """
            select %s
            from %s
            join abo_access on tenant_id = :tenant and account_id = key_account and subscription = key_ordinal
            order by account_id, subscription""".formatted(COLUMNS, Keys.ROWS);

    private static final String ALL = """
            select %s
            from abo_access
            where tenant_id = :tenant and account_id = :account
            order by subscription""".formatted(COLUMNS);

    private static final String OF_PRODUCT = """
            select %s
            from abo_access
            where tenant_id = :tenant and account_id = :account and product = :product
            order by subscription""".formatted(COLUMNS);

    private AccessRows() {}

    static List<Access> of(Session session, Collection<SubscriptionId> subscriptions) {
        return session.list(
                OF, Keys.of(subscriptions, SubscriptionId::account, SubscriptionId::ordinal), AccessRows::read);
    }

    static List<Access> all(Session session, AccountId account) {
        return session.query(ALL)
                .bind("account", account.value())
                .map(Row.mapped(AccessRows::read))
                .list();
    }

    static List<Access> ofProduct(Session session, AccountId account, ProductId product) {
        return session.query(OF_PRODUCT)
                .bind("account", account.value())
                .bind("product", product.value())
                .map(Row.mapped(AccessRows::read))
                .list();
    }

    private static Access read(Row row) throws SQLException {
        AccountId account = row.account();
        return new Access(
                new SubscriptionId(account, row.number("subscription")),
                new ProductId(row.text("product")),
                row.oneOf(ReleasePolicy.class, "policy"),
                row.flag("released"),
                row.optionalId("waits_for", ordinal -> new DocumentId(account, ordinal)),
                row.oneOf(AccessReason.class, "reason"),
                row.day("since_on"),
                row.optionalDay("until_on"));
    }
}
