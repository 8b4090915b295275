package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.COUNT;
import static io.aboengine.jdbc.ColumnType.DAY;
import static io.aboengine.jdbc.ColumnType.FLAG;
import static io.aboengine.jdbc.ColumnType.MOMENT;
import static io.aboengine.jdbc.ColumnType.NUMBER;
import static io.aboengine.jdbc.ColumnType.TEXT;

import io.aboengine.invoice.DocumentId;
import io.aboengine.party.AccountId;
import io.aboengine.payment.AttemptId;
import io.aboengine.payment.AttemptState;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.spi.payment.GatewayReference;
import io.aboengine.spi.payment.IdempotencyKey;
import io.aboengine.spi.payment.PaymentMethodKind;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/** {@code abo_attempt}. */
final class AttemptRows {
    static final Table<PaymentAttempt> TABLE = Table.<PaymentAttempt>named("abo_attempt")
            .identifiedBy(PaymentAttempt::id)
            .key("account_id", TEXT, a -> a.id().account().value())
            .key("volume", COUNT, a -> Volumes.of(a.document().ordinal()))
            .key("document", NUMBER, a -> a.document().ordinal())
            .key("attempt_number", COUNT, PaymentAttempt::number)
            .key("ordinal", NUMBER, a -> a.id().ordinal()) // so that no other attempt takes its place
            .optional("refunds", NUMBER, a -> a.refunds().map(AttemptId::ordinal))
            .column("payment_method", TEXT, a -> a.method().name())
            .column("amount_minor", NUMBER, a -> a.amount().minorUnits())
            .column("currency", TEXT, a -> a.amount().currency().code())
            .column("idempotency_key", TEXT, a -> a.key().value())
            .column("state", TEXT, a -> a.state().name())
            .optional("live_document", NUMBER, a -> documentIf(a.isLive() && !a.isRefund(), a))
            .optional("live_refund", NUMBER, a -> documentIf(a.isLive() && a.isRefund(), a))
            .column("unresolved", FLAG, a -> a.state() == AttemptState.UNRESOLVED)
            .column("send_on", DAY, PaymentAttempt::sendOn)
            .column("collect_on", DAY, PaymentAttempt::collectOn)
            .optional("next_at", MOMENT, PaymentAttempt::nextAt)
            .optional("claim_on", DAY, PaymentAttempt::claimOn)
            .optional("sent_at", MOMENT, PaymentAttempt::sentAt)
            .optional("outcome_on", DAY, PaymentAttempt::outcomeOn)
            .optional("gateway_reference", TEXT, a -> a.reference().map(GatewayReference::value))
            .optional("code", TEXT, PaymentAttempt::code);

    private static final String COLUMNS = """
            account_id, ordinal, document, attempt_number, refunds, payment_method, amount_minor, currency,
            idempotency_key, state, send_on, collect_on, next_at, sent_at, outcome_on, gateway_reference, code""";

    private static final String LIVE_DOCUMENTS = """
            select account_id, live_document as document
            from abo_attempt
            where tenant_id = :tenant and account_id = any(:accounts) and live_document is not null
            union all
            select account_id, live_refund
            from abo_attempt
            where tenant_id = :tenant and account_id = any(:accounts) and live_refund is not null""";

    private static final String OF_DOCUMENTS = """
            select %s
            from %s
            join abo_attempt on tenant_id = :tenant and volume = %s and account_id = key_account
                and document = key_ordinal""".formatted(COLUMNS, Keys.ROWS, Volumes.sql("key_ordinal"));

    /** Ordered by their own ordinals, kept in the volumes of their documents: so none that came meanwhile may be seen. */
    private static final String AFTER = """
            select %s
            from abo_attempt
            where tenant_id = :tenant and volume = any(:volumes) and account_id = :account
                and ordinal > :ordinal and ordinal < :next
            order by ordinal
            limit :limit""".formatted(COLUMNS);

    private static final String BY_KEY = """
            select %s
            from abo_attempt
            where tenant_id = :tenant and volume = %s and account_id = :account and document = :document
                and attempt_number = :number and idempotency_key = :key""".formatted(COLUMNS, Volumes.sql(":document"));

    private static final String UNRESOLVED = """
            select %s
            from abo_attempt
            where tenant_id = :tenant and unresolved and (account_id, ordinal) > (:account, :ordinal)
            order by account_id, ordinal
            limit :limit""".formatted(COLUMNS);

    /** In the order of the index that it reads, so that the first page is found without the others. */
    private static final String OVERDUE = """
            select %s
            from abo_attempt
            where tenant_id = :tenant and claim_on <= :day and next_at <= :before%%s
            order by claim_on, account_id, ordinal
            limit :limit""".formatted(COLUMNS);

    private static final String BEHIND = " and (claim_on, account_id, ordinal) > (:since, :account, :ordinal)";

    /** Those that collect and those that give back, each by an index that holds the live ones only. */
    private static final String PENDING = """
            select %1$s
            from (
                select %1$s
                from abo_attempt
                where tenant_id = :tenant and live_document is not null and account_id >= :account
                    and state = 'PENDING' and collect_on < :day
                union all
                select %1$s
                from abo_attempt
                where tenant_id = :tenant and live_refund is not null and account_id >= :account
                    and state = 'PENDING' and collect_on < :day
            ) p
            where (account_id, ordinal) > (:account, :ordinal)
            order by account_id, ordinal
            limit :limit""".formatted(COLUMNS);

    private AttemptRows() {}

    private static Optional<Long> documentIf(boolean condition, PaymentAttempt attempt) {
        return condition ? Optional.of(attempt.document().ordinal()) : Optional.empty();
    }

    /** The documents with a live attempt, one that gives back included; some may stand there twice. */
    static List<DocumentId> liveDocuments(Session session, Collection<AccountId> accounts) {
        return session.list(LIVE_DOCUMENTS, accounts, row -> new DocumentId(row.account(), row.number("document")));
    }

    static List<PaymentAttempt> ofDocuments(Session session, Collection<DocumentId> documents) {
        return session.list(
                TABLE, OF_DOCUMENTS, Keys.of(documents, DocumentId::account, DocumentId::ordinal), AttemptRows::read);
    }

    static List<PaymentAttempt> all(Session session, AccountId account) {
        return after(session, account, 0, Integer.MAX_VALUE);
    }

    static List<PaymentAttempt> after(Session session, AccountId account, long ordinal, int limit) {
        long next = Volumes.nextOrdinal(session, account);
        return session.query(AFTER)
                .bindArray("volumes", Integer.class, Volumes.between(0, next))
                .bind("next", next)
                .bind("account", account.value())
                .bind("ordinal", ordinal)
                .bind("limit", limit)
                .map(Row.mapped(AttemptRows::read))
                .list();
    }

    static Optional<PaymentAttempt> byKey(Session session, IdempotencyKey key) {
        return PaymentAttempt.Name.of(key)
                .flatMap(name -> session.query(BY_KEY)
                        .bind("account", name.document().account().value())
                        .bind("document", name.document().ordinal())
                        .bind("number", name.number())
                        .bind("key", key.value())
                        .map(Row.mapped(AttemptRows::read))
                        .findFirst());
    }

    static List<PaymentAttempt> unresolved(Session session, Optional<AttemptId> after, int limit) {
        return list(session.query(UNRESOLVED), after, limit);
    }

    static List<PaymentAttempt> overdue(Session session, Instant before, Optional<PaymentAttempt> after, int limit) {
        Query query = session.query(OVERDUE.formatted(after.isPresent() ? BEHIND : ""))
                .bind("day", ColumnType.utcDay(before))
                .bind("before", before)
                .bind("limit", limit);
        after.ifPresent(last -> query.bind("since", last.claimOn().orElseThrow())
                .bind("account", last.id().account().value())
                .bind("ordinal", last.id().ordinal()));
        return query.map(Row.mapped(AttemptRows::read)).list();
    }

    static List<PaymentAttempt> pending(
            Session session, LocalDate collectOnBefore, Optional<AttemptId> after, int limit) {
        return list(session.query(PENDING).bind("day", collectOnBefore), after, limit);
    }

    private static List<PaymentAttempt> list(Query query, Optional<AttemptId> after, int limit) {
        return query.bind("account", after.map(id -> id.account().value()).orElse(""))
                .bind("ordinal", after.map(AttemptId::ordinal).orElse(0L))
                .bind("limit", limit)
                .map(Row.mapped(AttemptRows::read))
                .list();
    }

    private static PaymentAttempt read(Row row) throws SQLException {
        AccountId account = row.account();
        return new PaymentAttempt(
                new AttemptId(account, row.number("ordinal")),
                new DocumentId(account, row.number("document")),
                row.count("attempt_number"),
                row.optionalId("refunds", ordinal -> new AttemptId(account, ordinal)),
                row.oneOf(PaymentMethodKind.class, "payment_method"),
                row.money("amount_minor", row.currency("currency")),
                new IdempotencyKey(row.text("idempotency_key")),
                row.oneOf(AttemptState.class, "state"),
                row.day("send_on"),
                row.day("collect_on"),
                row.optionalMoment("next_at"),
                row.optionalMoment("sent_at"),
                row.optionalDay("outcome_on"),
                row.optionalText("gateway_reference").map(GatewayReference::new),
                row.optionalText("code"));
    }
}
