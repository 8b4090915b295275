package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.COUNT;
import static io.aboengine.jdbc.ColumnType.DAY;
import static io.aboengine.jdbc.ColumnType.DECIMAL;
import static io.aboengine.jdbc.ColumnType.FLAG;
import static io.aboengine.jdbc.ColumnType.MOMENT;
import static io.aboengine.jdbc.ColumnType.NUMBER;
import static io.aboengine.jdbc.ColumnType.TEXT;

import io.aboengine.calendar.ServicePeriod;
import io.aboengine.charge.UsageTally;
import io.aboengine.money.Currency;
import io.aboengine.party.AccountId;
import io.aboengine.subscription.SubscriptionId;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;

/** {@code abo_usage}: what was used of a unit in a period of a contract. */
final class UsageRows {
    /** While something is not charged a tally is read for ever. */
    private static final LocalDate FOR_EVER = LocalDate.of(9999, 12, 31);

    static final Table<UsageTally> TABLE = Table.<UsageTally>named("abo_usage")
            .key("account_id", TEXT, t -> t.subscription().account().value())
            .key("subscription", NUMBER, t -> t.subscription().ordinal())
            .key("unit", TEXT, UsageTally::unit)
            .key("start_on", DAY, t -> t.period().start())
            .column("end_on", DAY, t -> t.period().end())
            .column("quantity", DECIMAL, UsageTally::quantity)
            .column("last_at", MOMENT, UsageTally::lastAt)
            .column("currency", TEXT, t -> t.billed().currency().code())
            .column("billed_minor", NUMBER, t -> t.billed().minorUnits())
            .column("discounted_minor", NUMBER, t -> t.discounted().minorUnits())
            .column("ratings", COUNT, UsageTally::ratings)
            .column("closes_on", DAY, UsageTally::closesOn)
            .column("settled", FLAG, UsageTally::settled)
            .column("read_until_on", DAY, t -> t.settled() ? t.closesOn() : FOR_EVER);

    private static final String COLUMNS = """
            account_id, subscription, unit, start_on, end_on, quantity, last_at, currency, billed_minor,
            discounted_minor, ratings, closes_on, settled""";

    private static final String READ_ON = """
            select %s
            from abo_usage
            where tenant_id = :tenant and account_id = any(:accounts) and read_until_on > :today""".formatted(COLUMNS);

    private static final String OF = """
            select %s
            from %s
            join abo_usage on tenant_id = :tenant and account_id = key_account and subscription = key_ordinal""".formatted(COLUMNS, Keys.ROWS);

    private UsageRows() {}

    /** Of periods that are not closed on this day, or where something is not charged. */
    static List<UsageTally> readOn(Session session, Collection<AccountId> accounts, LocalDate today) {
        return session.list(READ_ON, accounts, query -> query.bind("today", today), UsageRows::read);
    }

    /** All there is of these contracts. */
    static List<UsageTally> of(Session session, Collection<SubscriptionId> subscriptions) {
        return session.list(
                OF, Keys.of(subscriptions, SubscriptionId::account, SubscriptionId::ordinal), UsageRows::read);
    }

    private static UsageTally read(Row row) throws SQLException {
        Currency currency = row.currency("currency");
        return new UsageTally(
                new SubscriptionId(row.account(), row.number("subscription")),
                row.text("unit"),
                new ServicePeriod(row.day("start_on"), row.day("end_on")),
                row.decimal("quantity"),
                row.moment("last_at"),
                row.money("billed_minor", currency),
                row.money("discounted_minor", currency),
                row.count("ratings"),
                row.day("closes_on"),
                row.flag("settled"));
    }
}
