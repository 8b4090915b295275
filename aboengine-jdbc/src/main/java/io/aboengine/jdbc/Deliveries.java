package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.COUNT;
import static io.aboengine.jdbc.ColumnType.FLAG;
import static io.aboengine.jdbc.ColumnType.MOMENT;
import static io.aboengine.jdbc.ColumnType.NUMBER;
import static io.aboengine.jdbc.ColumnType.TEXT;

import io.aboengine.event.Event;
import io.aboengine.jdbc.EventRows.Unseen;
import io.aboengine.party.AccountId;
import io.aboengine.store.ClaimedDeliveries;
import io.aboengine.store.Delivery;
import io.aboengine.store.StoreQueries.ParkedEvent;
import io.aboengine.store.UndeliveredEvents;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/**
 * Events on their way to subscribers.
 *
 * <p>Who writes events raises the account's mark in {@code abo_outbox} and knows nothing of subscribers. What a subscriber
 * has to do stands in {@code abo_delivery}, a row for each account. Before claiming, fresh marks are handed out: to every
 * row of the account, and to every subscriber in {@code abo_subscriber} that has none yet. So looking for work costs
 * nothing where nothing happened.
 *
 * <p>A store that claims from one partition hands out the marks of that one and delivers from it. Catching up is done once for
 * all partitions by whoever meets the new subscriber, since it enters for all of them.
 *
 * <p>A new subscriber first catches up with all marks, fresh or not. When none is left it enters itself in {@code
 * abo_subscriber}; when a later transaction finds none left again, it has caught up for good: marks raised since then were
 * handed out, or will be, by somebody who saw that entry. Nobody touches the rows of an account without holding its mark,
 * and marks that others hold are passed over, so nobody who delivers waits. Who writes an event waits for the mark of its account
 * as long as a transaction that hands out marks takes.
 */
final class Deliveries {
    /** How many marks are handed out at once. */
    private static final int HANDFUL = 1000;

    /** How many accounts a new subscriber takes on at once. */
    private static final int ARMFUL = 10_000;

    /** The position of a subscriber who has seen nothing. */
    private static final long NOTHING = 0;

    /** Has always come. */
    private static final Instant AT_ONCE = Instant.EPOCH;

    /** The account has events up to this one. */
    private record Mark(AccountId account, long lastEvent) {}

    private record Entry(
            String subscriber,
            AccountId account,
            long position,
            long lastEvent,
            Optional<Instant> nextAt,
            int failures) {}

    private record Parked(String subscriber, ParkedEvent event) {}

    private record Candidate(AccountId account, Instant nextAt) {}

    private static final RowMapper<Mark> MARK = Row.mapped(row -> new Mark(row.account(), row.number("last_event")));

    private static final Table<Mark> OUTBOX = Table.<Mark>named("abo_outbox")
            .key("account_id", TEXT, m -> m.account().value())
            .column("last_event", NUMBER, Mark::lastEvent)
            .column("fresh", FLAG, m -> true);

    private static final Table<String> SUBSCRIBERS = Table.<String>named("abo_subscriber")
            .key("subscriber", TEXT, Function.identity())
            .column("caught_up", FLAG, s -> false);

    private static final Table<Entry> TABLE = Table.<Entry>named("abo_delivery")
            .key("account_id", TEXT, e -> e.account().value())
            .key("subscriber", TEXT, Entry::subscriber)
            .column("position", NUMBER, Entry::position)
            .column("last_event", NUMBER, Entry::lastEvent)
            .optional("next_at", MOMENT, Entry::nextAt)
            .column("failures", COUNT, Entry::failures);

    private static final Table<Parked> PARKED = Table.<Parked>named("abo_parked_event")
            .key("account_id", TEXT, p -> p.event().account().value())
            .key("subscriber", TEXT, Parked::subscriber)
            .key("ordinal", NUMBER, p -> p.event().ordinal())
            .column("error", TEXT, p -> p.event().error());

    private static final String FRESH_MARKS = """
            select o.account_id, o.last_event
            from abo_outbox%1$s o
            where o.tenant_id = :tenant and o.fresh%2$s
            order by o.account_id
            limit :limit
            for update skip locked""";

    private static final String MARKS = """
            select account_id, last_event
            from abo_outbox
            where tenant_id = :tenant and account_id = any(:accounts)
            for update skip locked""";

    private static final String MISSED_MARKS = """
            select o.account_id
            from abo_outbox o
            left join abo_delivery d
                on d.tenant_id = o.tenant_id and d.account_id = o.account_id and d.subscriber = :subscriber
            where o.tenant_id = :tenant and (d.last_event is null or d.last_event < o.last_event)%2$s
            order by o.account_id
            limit :limit""";

    private static final String HANDED_OUT =
            "update abo_outbox set fresh = false where tenant_id = :tenant and account_id = any(:accounts)";

    private static final String HAS_CAUGHT_UP =
            "select caught_up from abo_subscriber where tenant_id = :tenant and subscriber = :subscriber";

    private static final String CATCH_UP =
            "update abo_subscriber set caught_up = true where tenant_id = :tenant and subscriber = :subscriber";

    private static final String ALL_SUBSCRIBERS =
            "select subscriber from abo_subscriber where tenant_id = :tenant order by subscriber";

    private static final String ROWS = """
            select account_id, subscriber
            from abo_delivery
            where tenant_id = :tenant and account_id = any(:accounts)""";

    private static final String HAND_OUT = """
            update abo_delivery
            set last_event = greatest(last_event, ?),
                next_at = case when position >= ? then next_at else coalesce(next_at, ?) end
            where tenant_id = ? and account_id = ?""";

    private static final String CANDIDATES = """
            select d.account_id, d.next_at
            from abo_delivery%1$s d
            where d.tenant_id = :tenant and d.subscriber = :subscriber and d.next_at <= :now%2$s
            order by d.next_at, d.account_id
            limit :limit""";

    private static final String LOCK = """
            select account_id, position, last_event
            from abo_delivery
            where tenant_id = :tenant and account_id = any(:accounts) and subscriber = :subscriber and next_at <= :now
            for update skip locked""";

    private static final String CLAIM = """
            update abo_delivery
            set next_at = :until
            where tenant_id = :tenant and account_id = any(:accounts) and subscriber = :subscriber""";

    /** Nothing is left to claim there: others delivered it meanwhile. */
    private static final String CLEAR = """
            update abo_delivery
            set next_at = null
            where tenant_id = :tenant and account_id = any(:accounts) and subscriber = :subscriber""";

    private static final String SEEN = """
            update abo_delivery
            set failures = case when position < :position then 0 else failures end,
                position = greatest(position, :position)
            where tenant_id = :tenant and account_id = :account and subscriber = :subscriber""";

    private static final String MOVE_ON = """
            update abo_delivery
            set position = greatest(position, :position), failures = 0,
                next_at = case when last_event > greatest(position, :position)
                    then cast(:nextAt as timestamp with time zone) end
            where tenant_id = :tenant and account_id = :account and subscriber = :subscriber""";

    private static final String IF_CLAIMED = " and next_at = :claimedUntil";

    private static final String FAIL = """
            update abo_delivery
            set failures = case when position < :position then 1 else failures + 1 end,
                position = greatest(position, :position), next_at = :nextTry
            where tenant_id = :tenant and account_id = :account and subscriber = :subscriber
                and last_event > greatest(position, :position)""" + IF_CLAIMED;

    private static final String FAILURES = """
            select failures
            from abo_delivery
            where tenant_id = :tenant and account_id = :account and subscriber = :subscriber""";

    private static final String PARKED_EVENTS = """
            select account_id, ordinal, error
            from abo_parked_event
            where tenant_id = :tenant and subscriber = :subscriber and (account_id, ordinal) > (:account, :ordinal)
            order by account_id, ordinal
            limit :limit""";

    /** What waits for a subscriber that has caught up stands in two indexes. In order, so that it is joined in one pass. */
    private static final String WAITING = """
            select account_id from abo_outbox where tenant_id = :tenant and fresh
            union
            select account_id from abo_delivery
            where tenant_id = :tenant and subscriber = :subscriber and next_at is not null
            order by account_id""";

    private static final String ALL_ACCOUNTS = "select account_id from abo_outbox where tenant_id = :tenant";

    private static final String UNDELIVERED = """
            select u.account_id, u.seen, u.last_event, u.failures, e.recorded_at
            from (
                select o.account_id, coalesce(d.position, 0) as seen, o.last_event, coalesce(d.failures, 0) as failures
                from (%s) w
                join abo_outbox o on o.tenant_id = :tenant and o.account_id = w.account_id
                left join abo_delivery d
                    on d.tenant_id = :tenant and d.account_id = w.account_id and d.subscriber = :subscriber
                where w.account_id > :after
            ) u
            %s
            where e.recorded_at < :before
            order by u.account_id
            limit :limit""";

    private final Session session;

    /** Subscribers whom this transaction has entered: nobody else can see them yet. */
    private final Set<String> entered = new HashSet<>();

    Deliveries(Session session) {
        this.session = session;
    }

    /** Notes that these accounts, which the transaction has locked, have new events. */
    static void mark(Session session, Collection<Event> events) {
        Map<AccountId, Long> last = new TreeMap<>();
        events.forEach(e -> last.merge(e.account(), e.ordinal(), Math::max));
        List<Mark> marks = new ArrayList<>();
        last.forEach((account, ordinal) -> marks.add(new Mark(account, ordinal)));
        session.write(OUTBOX, marks, mark -> false);
    }

    /** Hands out one handful at most, and catches up one armful at most: commands wait for that. */
    ClaimedDeliveries claim(
            String subscriber,
            Instant now,
            Instant claimedUntil,
            int limit,
            int perAccount,
            Optional<Set<AccountId>> only) {
        Map<AccountId, Unseen> claimed = new TreeMap<>(claim(subscriber, now, claimedUntil, limit, only));
        boolean more = claimed.size() == limit;
        if (!more) {
            boolean handedOut = handOut(only);
            more = catchUp(subscriber, only) || handedOut;
        }
        if (more) {
            claimed.putAll(claim(subscriber, now, claimedUntil, limit - claimed.size(), only));
        }
        Map<AccountId, List<Event>> events = EventRows.first(session, claimed.values(), perAccount).stream()
                .collect(Collectors.groupingBy(Event::account, TreeMap::new, Collectors.toList()));
        List<Delivery> deliveries = new ArrayList<>();
        events.forEach((account, unseen) -> deliveries.add(new Delivery(subscriber, account, unseen)));
        return new ClaimedDeliveries(deliveries, more);
    }

    /** What the subscriber has not seen of the accounts claimed. */
    private Map<AccountId, Unseen> claim(
            String subscriber, Instant now, Instant claimedUntil, int limit, Optional<Set<AccountId>> only) {
        Map<AccountId, Unseen> claimed = new TreeMap<>();
        List<AccountId> over = new ArrayList<>();
        Optional<Candidate> last = Optional.empty();
        while (claimed.size() < limit) {
            List<Candidate> page = candidates(subscriber, now, last, limit - claimed.size(), only);
            if (page.isEmpty()) {
                break;
            }
            session.query(LOCK)
                    .bind("subscriber", subscriber)
                    .bind("now", now)
                    .bindArray("accounts", String.class, values(page, Candidate::account))
                    .map(Row.mapped(row -> new Unseen(row.account(), row.number("position"), row.number("last_event"))))
                    .forEach(unseen -> {
                        if (unseen.seen() < unseen.last()) {
                            claimed.put(unseen.account(), unseen);
                        } else {
                            over.add(unseen.account());
                        }
                    });
            last = Optional.of(page.get(page.size() - 1));
        }
        if (!claimed.isEmpty()) {
            session.update(CLAIM)
                    .bind("subscriber", subscriber)
                    .bind("until", stored(claimedUntil))
                    .bindArray("accounts", String.class, values(claimed.keySet()))
                    .execute();
        }
        if (!over.isEmpty()) {
            session.update(CLEAR)
                    .bind("subscriber", subscriber)
                    .bindArray("accounts", String.class, values(over))
                    .execute();
        }
        return claimed;
    }

    private List<Candidate> candidates(
            String subscriber, Instant now, Optional<Candidate> after, int limit, Optional<Set<AccountId>> only) {
        String behind = after.isPresent() ? " and (d.next_at, d.account_id) > (:since, :account)" : "";
        Query query = query(CANDIDATES, "d", behind, only)
                .bind("subscriber", subscriber)
                .bind("now", now)
                .bind("limit", limit);
        after.ifPresent(c -> query.bind("since", c.nextAt).bind("account", c.account.value()));
        return query.map(Row.mapped(row -> new Candidate(row.account(), row.moment("next_at"))))
                .list();
    }

    /** Hands out some fresh marks; false if there is none that can be. */
    private boolean handOut(Optional<Set<AccountId>> only) {
        List<Mark> marks = query(FRESH_MARKS, "o", "", only)
                .bind("limit", HANDFUL)
                .map(MARK)
                .list();
        if (marks.isEmpty()) {
            return false;
        }
        // Read after the marks are locked: who enters later catches up by itself.
        List<String> subscribers =
                session.query(ALL_SUBSCRIBERS).mapTo(String.class).list();
        List<Mark> raised = raise(marks, subscribers);
        session.update(HANDED_OUT)
                .bindArray("accounts", String.class, values(raised, Mark::account))
                .execute();
        return !raised.isEmpty();
    }

    /** Hands out marks to a subscriber that has not caught up; false if there is none that can be. */
    private boolean catchUp(String subscriber, Optional<Set<AccountId>> only) {
        Optional<Boolean> caughtUp = caughtUp(subscriber, "");
        if (caughtUp.equals(Optional.of(true))) {
            return false;
        }
        List<String> missed = query(MISSED_MARKS, "o", "", only)
                .bind("subscriber", subscriber)
                .bind("limit", ARMFUL)
                .map(Row.mapped(row -> row.text("account_id")))
                .list();
        if (!missed.isEmpty()) {
            List<Mark> marks = session.query(MARKS)
                    .bindArray("accounts", String.class, missed)
                    .map(MARK)
                    .list();
            return !raise(marks, List.of(subscriber)).isEmpty();
        }
        if (only.isEmpty()) {
            moveUp(subscriber, caughtUp.isPresent());
        }
        return false;
    }

    /** The subscriber lacks nothing: it enters, or, if everybody else has been able to see it since, has caught up. */
    private void moveUp(String subscriber, boolean isEntered) {
        if (!isEntered) {
            session.insertIfAbsent(SUBSCRIBERS, subscriber);
            entered.add(subscriber);
        } else if (!entered.contains(subscriber)
                && caughtUp(subscriber, " for update skip locked").isPresent()) {
            session.update(CATCH_UP).bind("subscriber", subscriber).execute();
        }
    }

    private Optional<Boolean> caughtUp(String subscriber, String locking) {
        return session.query(HAS_CAUGHT_UP + locking)
                .bind("subscriber", subscriber)
                .mapTo(Boolean.class)
                .findFirst();
    }

    /**
     * Raises the rows of the accounts, whose marks are locked, and adds those that these subscribers lack. An account of
     * which somebody else has locked a row is left alone.
     *
     * @return the marks of the others
     */
    private List<Mark> raise(List<Mark> marks, List<String> subscribers) {
        Map<AccountId, Set<String>> known = rows(marks, "");
        Map<AccountId, Set<String>> locked = rows(marks, " for update skip locked");
        List<Mark> raised = new ArrayList<>(marks);
        raised.removeIf(mark ->
                !known.getOrDefault(mark.account, Set.of()).equals(locked.getOrDefault(mark.account, Set.of())));
        session.batch(HAND_OUT, raised, (statement, mark) -> {
            statement.setLong(1, mark.lastEvent);
            statement.setLong(2, mark.lastEvent);
            statement.setObject(3, ColumnType.utc(AT_ONCE));
            statement.setString(4, session.tenant());
            statement.setString(5, mark.account.value());
        });
        List<Entry> lacking = new ArrayList<>();
        for (Mark mark : raised) {
            for (String subscriber : subscribers) {
                if (!known.getOrDefault(mark.account, Set.of()).contains(subscriber)) {
                    lacking.add(new Entry(subscriber, mark.account, NOTHING, mark.lastEvent, Optional.of(AT_ONCE), 0));
                }
            }
        }
        session.insert(TABLE, lacking);
        return raised;
    }

    /** The subscribers that have a row, for each account. */
    private Map<AccountId, Set<String>> rows(List<Mark> marks, String locking) {
        Map<AccountId, Set<String>> rows = new HashMap<>();
        session.query(ROWS + locking)
                .bindArray("accounts", String.class, values(marks, Mark::account))
                .map(Row.mapped(row -> Map.entry(row.account(), row.text("subscriber"))))
                .forEach(row ->
                        rows.computeIfAbsent(row.getKey(), a -> new HashSet<>()).add(row.getValue()));
        return rows;
    }

    /** The subscriber gets what follows on this event; unless others have claimed it meanwhile, at once. */
    void moveOn(String subscriber, AccountId account, Instant claimedUntil, long ordinal) {
        boolean isClaimed = update(MOVE_ON + IF_CLAIMED, subscriber, account)
                        .bind("position", ordinal)
                        .bind("nextAt", AT_ONCE)
                        .bind("claimedUntil", stored(claimedUntil))
                        .execute()
                == 1;
        if (!isClaimed) {
            Entry first = new Entry(subscriber, account, ordinal, ordinal, Optional.empty(), 0);
            session.updateOr(
                    TABLE,
                    first,
                    () -> update(SEEN, subscriber, account)
                                    .bind("position", ordinal)
                                    .execute()
                            == 1);
        }
    }

    /** Counts a failure and answers how many there were in a row. */
    int fail(String subscriber, AccountId account, Instant claimedUntil, long ordinal, Instant nextTry) {
        boolean counts = update(FAIL, subscriber, account)
                        .bind("position", ordinal)
                        .bind("claimedUntil", stored(claimedUntil))
                        .bind("nextTry", nextTry)
                        .execute()
                == 1;
        if (!counts) {
            moveOn(subscriber, account, claimedUntil, ordinal);
            return 0;
        }
        return session.query(FAILURES)
                .bind("subscriber", subscriber)
                .bind("account", account.value())
                .mapTo(Integer.class)
                .one();
    }

    void park(String subscriber, ParkedEvent event) {
        session.put(PARKED, new Parked(subscriber, event));
        Entry first = new Entry(subscriber, event.account(), event.ordinal(), event.ordinal(), Optional.empty(), 0);
        session.updateOr(
                TABLE,
                first,
                () -> update(MOVE_ON, subscriber, event.account())
                                .bind("position", event.ordinal())
                                .bind("nextAt", AT_ONCE)
                                .execute()
                        == 1);
    }

    List<ParkedEvent> parked(String subscriber, Optional<ParkedEvent> after, int limit) {
        return session.query(PARKED_EVENTS)
                .bind("subscriber", subscriber)
                .bind("account", after.map(event -> event.account().value()).orElse(""))
                .bind("ordinal", after.map(ParkedEvent::ordinal).orElse(0L))
                .bind("limit", limit)
                .map(Row.mapped(row -> new ParkedEvent(row.account(), row.number("ordinal"), row.text("error"))))
                .list();
    }

    List<UndeliveredEvents> undelivered(
            String subscriber, Instant recordedBefore, Optional<AccountId> after, int limit) {
        boolean hasCaughtUp = caughtUp(subscriber, "").equals(Optional.of(true));
        String waiting = hasCaughtUp ? WAITING : ALL_ACCOUNTS;
        return session.query(UNDELIVERED.formatted(waiting, session.dialect().firstEventUnseen()))
                .bind("subscriber", subscriber)
                .bind("before", recordedBefore)
                .bind("after", after.map(AccountId::value).orElse(""))
                .bind("limit", limit)
                .map(Row.mapped(row -> new UndeliveredEvents(
                        row.account(),
                        row.number("seen"),
                        row.number("last_event"),
                        row.moment("recorded_at"),
                        row.count("failures"))))
                .list();
    }

    private Update update(String sql, String subscriber, AccountId account) {
        return session.update(sql).bind("subscriber", subscriber).bind("account", account.value());
    }

    /**
     * Narrows a statement to the store's partition, where it has a place for its ending, and to some accounts of the table
     * that it calls by this name.
     */
    private Query query(String sql, String table, String condition, Optional<Set<AccountId>> only) {
        String among = only.isPresent() ? " and " + table + ".account_id = any(:only)" : "";
        Query query = session.query(sql.formatted(session.part(only), condition + among));
        only.ifPresent(accounts -> query.bindArray("only", String.class, values(accounts)));
        return query;
    }

    /** As precise as the database keeps it, so that it is found again. */
    private static Instant stored(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MICROS);
    }

    private static List<String> values(Collection<AccountId> accounts) {
        return values(accounts, Function.identity());
    }

    private static <T> List<String> values(Collection<T> things, Function<T, AccountId> account) {
        return things.stream().map(thing -> account.apply(thing).value()).toList();
    }
}
