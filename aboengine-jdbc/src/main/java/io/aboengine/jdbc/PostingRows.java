package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.COUNT;
import static io.aboengine.jdbc.ColumnType.DAY;
import static io.aboengine.jdbc.ColumnType.NUMBER;
import static io.aboengine.jdbc.ColumnType.TEXT;

import io.aboengine.invoice.DocumentId;
import io.aboengine.money.Currency;
import io.aboengine.party.AccountId;
import io.aboengine.payment.AttemptId;
import io.aboengine.payment.Posting;
import java.sql.SQLException;
import java.util.List;

/** {@code abo_posting}. */
final class PostingRows {
    static final Table<Posting> TABLE = Table.<Posting>named("abo_posting")
            .key("account_id", TEXT, p -> p.account().value())
            .key("volume", COUNT, p -> Volumes.of(p.ordinal()))
            .key("ordinal", NUMBER, Posting::ordinal)
            .column("kind", TEXT, p -> p.kind().name())
            .column("booked_on", DAY, Posting::on)
            .optional("document", NUMBER, p -> p.document().map(DocumentId::ordinal))
            .optional("attempt", NUMBER, p -> p.attempt().map(AttemptId::ordinal))
            .column("currency", TEXT, p -> p.money().currency().code())
            .column("money_minor", NUMBER, p -> p.money().minorUnits())
            .column("open_lowered_minor", NUMBER, p -> p.openLowered().minorUnits())
            .column("credit_raised_minor", NUMBER, p -> p.creditRaised().minorUnits());

    private static final String AFTER = """
            select account_id, ordinal, kind, booked_on, document, attempt, currency, money_minor,
                open_lowered_minor, credit_raised_minor
            from abo_posting
            where tenant_id = :tenant and volume = any(:volumes) and account_id = :account and ordinal > :after
            order by ordinal
            limit :limit""";

    private PostingRows() {}

    static List<Posting> all(Session session, AccountId account) {
        return after(session, account, 0, Integer.MAX_VALUE);
    }

    static List<Posting> after(Session session, AccountId account, long ordinal, int limit) {
        return Volumes.after(session, AFTER, account, ordinal, limit, PostingRows::read);
    }

    private static Posting read(Row row) throws SQLException {
        AccountId account = row.account();
        Currency currency = row.currency("currency");
        return new Posting(
                account,
                row.number("ordinal"),
                row.oneOf(Posting.Kind.class, "kind"),
                row.day("booked_on"),
                row.optionalId("document", ordinal -> new DocumentId(account, ordinal)),
                row.optionalId("attempt", ordinal -> new AttemptId(account, ordinal)),
                row.money("money_minor", currency),
                row.money("open_lowered_minor", currency),
                row.money("credit_raised_minor", currency));
    }
}
