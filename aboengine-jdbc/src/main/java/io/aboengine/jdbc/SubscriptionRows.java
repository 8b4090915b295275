package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.DAY;
import static io.aboengine.jdbc.ColumnType.NUMBER;
import static io.aboengine.jdbc.ColumnType.TEXT;

import io.aboengine.catalog.ProductId;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.party.SelfService;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.SubscriptionState;
import io.aboengine.subscription.Timeline;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** {@code abo_subscription}: contracts without their timelines, which stand in {@code abo_segment}. */
final class SubscriptionRows {
    static final Table<Subscription> TABLE = Table.<Subscription>named("abo_subscription")
            .key("account_id", TEXT, s -> s.id().account().value())
            .key("ordinal", NUMBER, s -> s.id().ordinal())
            .optional("shop_reference", TEXT, Subscription::reference)
            .column("product", TEXT, s -> s.product().value())
            .column("state", TEXT, s -> s.state().name())
            .column("concluded_on", DAY, Subscription::concludedOn)
            .column("start_on", DAY, Subscription::startOn)
            .optional("billed_until_on", DAY, Subscription::billedUntil)
            .column("charged_through_on", DAY, Subscription::chargedThrough)
            .optional("review_from_on", DAY, Subscription::reviewFrom)
            .column("announced_through_on", DAY, Subscription::announcedThrough)
            .optional("end_on", DAY, Subscription::endOn)
            .optional("setup_fee_minor", NUMBER, s -> s.setupFee().map(Money::minorUnits))
            .optional(
                    "setup_fee_currency",
                    TEXT,
                    s -> s.setupFee().map(fee -> fee.currency().code()))
            .optional("self_service", TEXT, s -> s.selfService().map(Json::write));

    private static final String COLUMNS = """
            account_id, ordinal, shop_reference, product, state, concluded_on, start_on, billed_until_on,
            charged_through_on, review_from_on, announced_through_on, end_on, setup_fee_minor, setup_fee_currency,
            self_service""";

    private static final String ALIVE = """
            select %s
            from abo_subscription
            where tenant_id = :tenant and account_id = any(:accounts) and state <> 'ENDED'
            order by account_id, ordinal""".formatted(COLUMNS);

    private static final String ALL = """
            select %s
            from abo_subscription
            where tenant_id = :tenant and account_id = :account
            order by ordinal""".formatted(COLUMNS);

    private static final String OF = """
            select %s
            from %s
            join abo_subscription on tenant_id = :tenant and account_id = key_account and ordinal = key_ordinal""".formatted(COLUMNS, Keys.ROWS);

    private SubscriptionRows() {}

    /** Those that have not ended. */
    static List<Subscription> alive(Session session, Collection<AccountId> accounts) {
        return session.list(ALIVE, accounts, SubscriptionRows::read);
    }

    static List<Subscription> all(Session session, AccountId account) {
        return session.query(ALL)
                .bind("account", account.value())
                .map(Row.mapped(SubscriptionRows::read))
                .list();
    }

    static List<Subscription> of(Session session, Collection<SubscriptionId> ids) {
        return session.list(OF, Keys.of(ids, SubscriptionId::account, SubscriptionId::ordinal), SubscriptionRows::read);
    }

    private static Subscription read(Row row) throws SQLException {
        return new Subscription(
                new SubscriptionId(row.account(), row.number("ordinal")),
                row.optionalText("shop_reference"),
                new ProductId(row.text("product")),
                row.oneOf(SubscriptionState.class, "state"),
                row.day("concluded_on"),
                row.day("start_on"),
                row.optionalDay("billed_until_on"),
                row.day("charged_through_on"),
                row.optionalDay("review_from_on"),
                row.day("announced_through_on"),
                row.optionalDay("end_on"),
                row.optionalMoney("setup_fee_minor", "setup_fee_currency"),
                row.optionalText("self_service").map(json -> Json.read(json, SelfService.class)),
                Timeline.empty());
    }
}
