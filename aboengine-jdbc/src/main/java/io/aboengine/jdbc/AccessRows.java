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
import java.util.Optional;

/** {@code abo_access}. */
final class AccessRows {
    static final Table<Access> TABLE = Table.<Access>named("abo_access")
            .identifiedBy(Access::subscription)
            .key("account_id", TEXT, a -> a.subscription().account().value())
            .key("subscription", NUMBER, a -> a.subscription().ordinal())
            .column("product", TEXT, a -> a.product().value())
            .optional("beneficiary", TEXT, a -> a.beneficiary().map(AccountId::value))
            .column("policy", TEXT, a -> a.policy().name())
            .column("released", FLAG, Access::released)
            .optional("waits_for", NUMBER, a -> a.waitsFor().map(DocumentId::ordinal))
            .column("reason", TEXT, a -> a.reason().name())
            .column("since_on", DAY, Access::since)
            .optional("until_on", DAY, Access::until);

    private static final String COLUMNS =
            "account_id, subscription, product, beneficiary, policy, released, waits_for, reason, since_on, until_on";

    private static final String OF = """
            select %s
            from %s
            join abo_access on tenant_id = :tenant and account_id = key_account and subscription = key_ordinal
            order by account_id, subscription""".formatted(COLUMNS, Keys.ROWS);

    private static final String OF_ACCOUNTS = """
            select %s
            from abo_access
            where tenant_id = :tenant and account_id = any(:accounts)
            order by account_id, subscription""".formatted(COLUMNS);

    private static final String OF_USER = """
            select %1$s, 1 as place
            from abo_access
            where tenant_id = :tenant and account_id = :account and beneficiary is null%2$s
            union all
            select %1$s, 2
            from abo_access
            where tenant_id = :tenant and beneficiary = :account%2$s
            order by place, account_id, subscription""";

    private static final String ALL = OF_USER.formatted(COLUMNS, "");
    private static final String OF_PRODUCT = OF_USER.formatted(COLUMNS, " and product = :product");

    private static final String AFTER = """
            (select %1$s, 1 as place
            from abo_access
            where tenant_id = :tenant and account_id = :account and beneficiary is null and subscription > :own
            order by subscription
            limit :limit)
            union all
            (select %1$s, 2
            from abo_access
            where tenant_id = :tenant and beneficiary = :account and (account_id, subscription) > (:giver, :given)
            order by account_id, subscription
            limit :limit)
            order by place, account_id, subscription
            limit :limit""".formatted(COLUMNS);

    private AccessRows() {}

    static List<Access> of(Session session, Collection<SubscriptionId> subscriptions) {
        return session.list(
                OF, Keys.of(subscriptions, SubscriptionId::account, SubscriptionId::ordinal), AccessRows::read);
    }

    /** Of all contracts of the accounts, those that have ended too. */
    static List<Access> ofAccounts(Session session, Collection<AccountId> accounts) {
        return session.list(TABLE, OF_ACCOUNTS, accounts, AccessRows::read);
    }

    /** What this customer may use: of own contracts, then of others' whose beneficiary it is. */
    static List<Access> all(Session session, AccountId user) {
        return session.query(ALL)
                .bind("account", user.value())
                .map(Row.mapped(AccessRows::read))
                .list();
    }

    /** The same, page by page. Behind a row of others' there is none of one's own. */
    static List<Access> after(Session session, AccountId user, Optional<Access> after, int limit) {
        Optional<SubscriptionId> own =
                after.filter(row -> row.beneficiary().isEmpty()).map(Access::subscription);
        Optional<SubscriptionId> others =
                after.filter(row -> row.beneficiary().isPresent()).map(Access::subscription);
        return session.query(AFTER)
                .bind("account", user.value())
                .bind("own", own.map(SubscriptionId::ordinal).orElse(others.isPresent() ? Long.MAX_VALUE : 0L))
                .bind("giver", others.map(id -> id.account().value()).orElse(""))
                .bind("given", others.map(SubscriptionId::ordinal).orElse(0L))
                .bind("limit", limit)
                .map(Row.mapped(AccessRows::read))
                .list();
    }

    static List<Access> ofProduct(Session session, AccountId user, ProductId product) {
        return session.query(OF_PRODUCT)
                .bind("account", user.value())
                .bind("product", product.value())
                .map(Row.mapped(AccessRows::read))
                .list();
    }

    private static Access read(Row row) throws SQLException {
        AccountId account = row.account();
        return new Access(
                new SubscriptionId(account, row.number("subscription")),
                new ProductId(row.text("product")),
                row.optionalText("beneficiary").map(AccountId::new),
                row.oneOf(ReleasePolicy.class, "policy"),
                row.flag("released"),
                row.optionalId("waits_for", ordinal -> new DocumentId(account, ordinal)),
                row.oneOf(AccessReason.class, "reason"),
                row.day("since_on"),
                row.optionalDay("until_on"));
    }
}
