package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.DAY;
import static io.aboengine.jdbc.ColumnType.NUMBER;
import static io.aboengine.jdbc.ColumnType.TEXT;

import io.aboengine.party.AccountId;
import io.aboengine.subscription.Segment;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.Terms;
import io.aboengine.subscription.Timeline;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** {@code abo_segment}: the timelines of contracts as they were agreed. */
final class SegmentRows {
    /** No contract has a segment that ended by then. */
    static final LocalDate BEFORE_ALL = LocalDate.of(1, 1, 1);

    /** A segment of a contract. */
    record Entry(SubscriptionId subscription, Segment segment) {}

    static final Table<Entry> TABLE = Table.<Entry>named("abo_segment")
            .key("account_id", TEXT, e -> e.subscription().account().value())
            .key("subscription", NUMBER, e -> e.subscription().ordinal())
            .key("from_on", DAY, e -> e.segment().from())
            .optional("to_on", DAY, e -> e.segment().to())
            .column("terms", TEXT, e -> Json.write(e.segment().terms()));

    private static final String ENDING_AFTER = """
            select account_id, subscription, from_on, to_on, terms
            from %s
            join abo_segment on tenant_id = :tenant and account_id = key_account and subscription = key_ordinal
            where to_on is null or to_on > key_day
            order by account_id, subscription, from_on""".formatted(Keys.DATED_ROWS);

    private static final String OF_ACCOUNTS = """
            select account_id, subscription, from_on, to_on, terms
            from abo_segment
            where tenant_id = :tenant and account_id = any(:accounts) and (to_on is null or to_on > :day)
            order by account_id, subscription, from_on""";

    private static final String DELETE_FROM =
            "delete from abo_segment where tenant_id = ? and account_id = ? and subscription = ? and from_on >= ?";

    private static final Texts<Terms> TERMS = new Texts<>(text -> Json.read(text, Terms.class));

    private SegmentRows() {}

    /** The contracts with their segments that end after the day given for each, or have no end. */
    static List<Subscription> endingAfter(
            Session session, List<Subscription> subscriptions, Function<Subscription, LocalDate> day) {
        Map<SubscriptionId, LocalDate> days = new LinkedHashMap<>();
        subscriptions.forEach(s -> days.put(s.id(), day.apply(s)));
        Keys keys = Keys.dated(days, SubscriptionId::account, SubscriptionId::ordinal);
        return with(session.list(ENDING_AFTER, keys, SegmentRows::read), subscriptions);
    }

    /** The same for all contracts of accounts that are alive: one walk through the index instead of one for each. */
    static List<Subscription> endingAfter(
            Session session,
            Collection<AccountId> accounts,
            List<Subscription> alive,
            Function<Subscription, LocalDate> day) {
        Map<SubscriptionId, LocalDate> days = new HashMap<>();
        LocalDate first = LocalDate.MAX;
        for (Subscription subscription : alive) {
            LocalDate from = day.apply(subscription);
            days.put(subscription.id(), from);
            first = from.isBefore(first) ? from : first;
        }
        if (days.isEmpty()) {
            return alive;
        }
        LocalDate earliest = first;
        List<Entry> wanted = new ArrayList<>();
        for (Entry entry :
                session.list(OF_ACCOUNTS, accounts, query -> query.bind("day", earliest), SegmentRows::read)) {
            LocalDate from = days.get(entry.subscription);
            if (from != null && entry.segment.to().map(from::isBefore).orElse(true)) {
                wanted.add(entry);
            }
        }
        return with(wanted, alive);
    }

    private static List<Subscription> with(List<Entry> entries, List<Subscription> subscriptions) {
        Map<SubscriptionId, List<Segment>> segments = new HashMap<>();
        for (Entry entry : entries) {
            segments.computeIfAbsent(entry.subscription, id -> new ArrayList<>())
                    .add(entry.segment);
        }
        List<Subscription> all = new ArrayList<>(subscriptions.size());
        for (Subscription subscription : subscriptions) {
            all.add(subscription.withAgreed(new Timeline(segments.getOrDefault(subscription.id(), List.of()))));
        }
        return all;
    }

    /** Deletes the segments that begin on or after the day given for each contract. */
    static void deleteFrom(Session session, Map<SubscriptionId, LocalDate> days) {
        session.batch(DELETE_FROM, days.entrySet(), (statement, from) -> {
            statement.setString(1, session.tenant());
            statement.setString(2, from.getKey().account().value());
            statement.setLong(3, from.getKey().ordinal());
            statement.setObject(4, from.getValue());
        });
    }

    private static Entry read(Row row) throws SQLException {
        return new Entry(
                new SubscriptionId(row.account(), row.number("subscription")),
                new Segment(row.day("from_on"), row.optionalDay("to_on"), TERMS.meaningOf(row.text("terms"))));
    }
}
