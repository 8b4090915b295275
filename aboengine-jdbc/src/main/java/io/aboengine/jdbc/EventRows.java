package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.COUNT;
import static io.aboengine.jdbc.ColumnType.DAY;
import static io.aboengine.jdbc.ColumnType.MOMENT;
import static io.aboengine.jdbc.ColumnType.NUMBER;
import static io.aboengine.jdbc.ColumnType.TEXT;

import com.fasterxml.jackson.core.type.TypeReference;
import io.aboengine.event.Event;
import io.aboengine.event.EventType;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code abo_event}. */
final class EventRows {
    static final Table<Event> TABLE = Table.<Event>named("abo_event")
            .key("account_id", TEXT, e -> e.account().value())
            .key("volume", COUNT, e -> Volumes.of(e.ordinal()))
            .key("ordinal", NUMBER, Event::ordinal)
            .column("type", TEXT, e -> e.type().text())
            .column("happened_on", DAY, Event::on)
            .column("recorded_at", MOMENT, Event::at)
            .column("about", TEXT, Event::about)
            .optional("amount_minor", NUMBER, e -> e.amount().map(Money::minorUnits))
            .optional(
                    "currency",
                    TEXT,
                    e -> e.amount().map(amount -> amount.currency().code()))
            .optional("details", TEXT, EventRows::details)
            .column("actor", TEXT, e -> actor(e.actor()));

    private static final String COLUMNS =
            "account_id, ordinal, type, happened_on, recorded_at, about, amount_minor, currency, details, actor";

    private static final String AFTER = """
            select %s
            from abo_event
            where tenant_id = :tenant and volume = any(:volumes) and account_id = :account and ordinal > :after
            order by ordinal
            limit :limit""".formatted(COLUMNS);

    private static final String FIRST_UNSEEN = """
            select %s
            from (
                select %s, row_number() over (partition by account_id order by ordinal) as place
                from unnest(cast(:accounts as varchar array), cast(:ordinals as bigint array),
                    cast(:volumes as integer array)) as keys (key_account, key_ordinal, key_volume)
                join abo_event on tenant_id = :tenant and volume = key_volume and account_id = key_account
                    and ordinal > key_ordinal
            ) placed
            where place <= :limit
            order by account_id, ordinal""".formatted(COLUMNS, COLUMNS);

    private static final String ENGINE = "engine";
    private static final String CUSTOMER = "customer:";
    private static final String OPERATOR = "operator:";

    private static final TypeReference<Map<String, String>> DETAILS = new TypeReference<>() {};
    private static final Remembered<Map<String, String>, String> WRITTEN = new Remembered<>(Json::write);

    /** Events of an account behind the last one that was seen, up to the last one there is. */
    record Unseen(AccountId account, long seen, long last) {}

    private EventRows() {}

    private static Optional<String> details(Event event) {
        return event.details().isEmpty() ? Optional.empty() : Optional.of(WRITTEN.apply(event.details()));
    }

    static List<Event> after(Session session, AccountId account, long afterOrdinal, int limit) {
        return Volumes.after(session, AFTER, account, afterOrdinal, limit, EventRows::read);
    }

    /** Of each account the first events, at most {@code limit}, that were not seen. */
    static List<Event> first(Session session, Collection<Unseen> unseen, int limit) {
        List<String> accounts = new ArrayList<>(unseen.size());
        List<Long> ordinals = new ArrayList<>(unseen.size());
        List<Integer> volumes = new ArrayList<>(unseen.size());
        for (Unseen events : unseen) {
            for (int volume : Volumes.between(events.seen + 1, events.last)) {
                accounts.add(events.account.value());
                ordinals.add(events.seen);
                volumes.add(volume);
            }
        }
        if (accounts.isEmpty()) {
            return List.of();
        }
        return session.query(FIRST_UNSEEN)
                .bindArray("accounts", String.class, accounts)
                .bindArray("ordinals", Long.class, ordinals)
                .bindArray("volumes", Integer.class, volumes)
                .bind("limit", limit)
                .map(Row.mapped(EventRows::read))
                .list();
    }

    private static Event read(Row row) throws SQLException {
        return new Event(
                row.account(),
                row.number("ordinal"),
                EventType.of(row.text("type")),
                row.day("happened_on"),
                row.moment("recorded_at"),
                row.text("about"),
                row.optionalMoney("amount_minor", "currency"),
                row.optionalText("details")
                        .map(json -> Json.read(json, DETAILS))
                        .orElse(Map.of()),
                actor(row.text("actor")));
    }

    private static String actor(Actor actor) {
        if (actor instanceof Actor.Customer customer) {
            return CUSTOMER + customer.account().value();
        }
        if (actor instanceof Actor.Operator operator) {
            return OPERATOR + operator.id();
        }
        if (actor instanceof Actor.Engine) {
            return ENGINE;
        }
        throw new IllegalStateException("An actor of a kind that has no text: " + actor.getClass());
    }

    private static Actor actor(String text) {
        if (text.startsWith(CUSTOMER)) {
            return Actor.customer(new AccountId(text.substring(CUSTOMER.length())));
        }
        if (text.startsWith(OPERATOR)) {
            return Actor.operator(text.substring(OPERATOR.length()));
        }
        if (text.equals(ENGINE)) {
            return Actor.engine();
        }
        throw new IllegalStateException("No actor is written like this: " + text);
    }
}
