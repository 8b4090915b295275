package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.DAY;
import static io.aboengine.jdbc.ColumnType.DECIMAL;
import static io.aboengine.jdbc.ColumnType.MOMENT;
import static io.aboengine.jdbc.ColumnType.NUMBER;
import static io.aboengine.jdbc.ColumnType.TEXT;

import io.aboengine.charge.UsageRecord;
import io.aboengine.party.AccountId;
import io.aboengine.subscription.SubscriptionId;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code abo_usage_record}: what was told of use, until its period is closed. */
final class UsageRecordRows {
    private static final Table<UsageRecord> TABLE = Table.<UsageRecord>named("abo_usage_record")
            .key("account_id", TEXT, r -> r.subscription().account().value())
            .key("subscription", NUMBER, r -> r.subscription().ordinal())
            .key("record_id", TEXT, UsageRecord::id)
            .column("unit", TEXT, UsageRecord::unit)
            .column("quantity", DECIMAL, UsageRecord::quantity)
            .column("used_at", MOMENT, UsageRecord::at)
            .column("closes_on", DAY, UsageRecord::closesOn);

    private static final String DELETE_CLOSED =
            "delete from abo_usage_record where tenant_id = ? and account_id = ? and closes_on < ?";

    private static final String OF = """
            select account_id, subscription, record_id, unit, quantity, used_at, closes_on
            from abo_usage_record
            where tenant_id = :tenant and account_id = :account and subscription = :subscription
                and record_id = any(:ids)""";

    private UsageRecordRows() {}

    /** Adds records, and deletes those of their accounts whose periods are closed. */
    static void add(Session session, List<UsageRecord> records) {
        Map<AccountId, LocalDate> closedBefore = new TreeMap<>();
        records.forEach(r -> closedBefore.merge(
                r.subscription().account(), r.closedBefore(), (one, other) -> one.isAfter(other) ? one : other));
        session.batch(DELETE_CLOSED, closedBefore.entrySet(), (statement, day) -> {
            statement.setString(1, session.tenant());
            statement.setString(2, day.getKey().value());
            statement.setObject(3, day.getValue());
        });
        session.insert(TABLE, records);
    }

    /** Those of a contract that have one of these ids. */
    static List<UsageRecord> of(Session session, SubscriptionId subscription, Collection<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return session.query(OF)
                .bind("account", subscription.account().value())
                .bind("subscription", subscription.ordinal())
                .bindArray("ids", String.class, List.copyOf(ids))
                .map(Row.mapped(UsageRecordRows::read))
                .list();
    }

    private static UsageRecord read(Row row) throws SQLException {
        return new UsageRecord(
                new SubscriptionId(row.account(), row.number("subscription")),
                row.text("record_id"),
                row.text("unit"),
                row.decimal("quantity"),
                row.moment("used_at"),
                row.day("closes_on"));
    }
}
