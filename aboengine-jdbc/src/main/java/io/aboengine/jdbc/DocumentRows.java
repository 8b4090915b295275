package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.COUNT;
import static io.aboengine.jdbc.ColumnType.DAY;
import static io.aboengine.jdbc.ColumnType.FLAG;
import static io.aboengine.jdbc.ColumnType.NUMBER;
import static io.aboengine.jdbc.ColumnType.TEXT;

import com.fasterxml.jackson.core.type.TypeReference;
import io.aboengine.dunning.DunningPosition;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentState;
import io.aboengine.invoice.DocumentType;
import io.aboengine.invoice.PayOut;
import io.aboengine.money.Currency;
import io.aboengine.party.AccountId;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.VatId;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** {@code abo_document}. */
final class DocumentRows {
    static final Table<Document> TABLE = Table.<Document>named("abo_document")
            .identifiedBy(Document::id)
            .key("account_id", TEXT, d -> d.id().account().value())
            .key("volume", COUNT, d -> Volumes.of(d.id().ordinal()))
            .key("ordinal", NUMBER, d -> d.id().ordinal())
            .column("type", TEXT, d -> d.type().name())
            .column("state", TEXT, d -> d.state().name())
            .column("payment_method", TEXT, d -> d.method().name())
            .column("price_basis", TEXT, d -> d.basis().name())
            .column("planned_on", DAY, Document::plannedOn)
            .column("finalize_on", DAY, Document::finalizeOn)
            .optional("issued_on", DAY, Document::issuedOn)
            .optional("due_on", DAY, Document::dueOn)
            .column("catalog_version", COUNT, Document::catalogVersion)
            .column("settings_version", COUNT, Document::settingsVersion)
            .column("buyer_version", COUNT, Document::buyerVersion)
            .optional("buyer_vat_id", TEXT, d -> d.buyerVatId().map(VatId::value))
            .optional("corrects", NUMBER, d -> d.corrects().map(DocumentId::ordinal))
            .column("pay_out", TEXT, d -> d.payOut().name())
            .json(
                    "subscriptions",
                    d -> d.subscriptions().stream().map(SubscriptionId::ordinal).toList())
            .json("taxes", Document::taxes)
            .column("currency", TEXT, d -> d.currency().code())
            .column("net_minor", NUMBER, d -> d.net().minorUnits())
            .column("tax_minor", NUMBER, d -> d.tax().minorUnits())
            .column("gross_minor", NUMBER, d -> d.gross().minorUnits())
            .column("credit_applied_minor", NUMBER, d -> d.creditApplied().minorUnits())
            .column("paid_minor", NUMBER, d -> d.paid().minorUnits())
            .column("credited_minor", NUMBER, d -> d.credited().minorUnits())
            .column("written_off_minor", NUMBER, d -> d.writtenOff().minorUnits())
            .column("received_minor", NUMBER, d -> d.received().minorUnits())
            .column("refunded_minor", NUMBER, d -> d.refunded().minorUnits())
            .optional("paid_on", DAY, Document::paidOn)
            .optional("dunning_from_on", DAY, d -> d.dunning().map(DunningPosition::from))
            .optional("dunning_level", COUNT, d -> d.dunning().map(DunningPosition::level))
            .optional("dunning_last_notice_on", DAY, d -> d.dunning().flatMap(DunningPosition::lastNoticeOn))
            .optional("dunning_suspended", FLAG, d -> d.dunning().map(DunningPosition::suspended))
            .listJson("reminded", Document::reminded)
            .column("is_open", FLAG, d -> d.state() == DocumentState.DRAFT || d.isOpen());

    private static final String COLUMNS = """
            account_id, ordinal, type, state, payment_method, price_basis, planned_on, finalize_on, issued_on, due_on,
            catalog_version, settings_version, buyer_version, buyer_vat_id, corrects, pay_out, subscriptions, taxes,
            currency, net_minor, tax_minor, gross_minor, credit_applied_minor, paid_minor, credited_minor,
            written_off_minor, received_minor, refunded_minor, paid_on, dunning_from_on, dunning_level,
            dunning_last_notice_on, dunning_suspended, reminded""";

    private static final String OPEN = """
            select %s
            from abo_document
            where tenant_id = :tenant and account_id = any(:accounts) and is_open
            order by account_id, ordinal""".formatted(COLUMNS);

    private static final String OF = """
            select %s
            from %s
            join abo_document on tenant_id = :tenant and volume = %s and account_id = key_account
                and ordinal = key_ordinal""".formatted(COLUMNS, Keys.ROWS, Volumes.sql("key_ordinal"));

    private static final String AFTER = """
            select %s
            from abo_document
            where tenant_id = :tenant and volume = any(:volumes) and account_id = :account and ordinal > :after
            order by ordinal
            limit :limit""".formatted(COLUMNS);

    private static final TypeReference<List<Long>> ORDINALS = new TypeReference<>() {};
    private static final TypeReference<List<Document.TaxGroup>> TAXES = new TypeReference<>() {};
    private static final TypeReference<List<Document.Reminded>> REMINDED = new TypeReference<>() {};

    private static final Texts<List<Long>> NAMED = new Texts<>(text -> List.copyOf(Json.read(text, ORDINALS)));
    private static final Texts<List<Document.TaxGroup>> GROUPS =
            new Texts<>(text -> List.copyOf(Json.read(text, TAXES)));

    private DocumentRows() {}

    /** Drafts and those with an open amount. */
    static List<Document> open(Session session, Collection<AccountId> accounts) {
        return session.list(TABLE, OPEN, accounts, DocumentRows::read);
    }

    static List<Document> of(Session session, Collection<DocumentId> ids) {
        return session.list(TABLE, OF, Keys.of(ids, DocumentId::account, DocumentId::ordinal), DocumentRows::read);
    }

    static List<Document> after(Session session, AccountId account, long afterOrdinal, int limit) {
        return Volumes.after(session, AFTER, account, afterOrdinal, limit, DocumentRows::read);
    }

    private static Document read(Row row) throws SQLException {
        AccountId account = row.account();
        Currency currency = row.currency("currency");
        return new Document(
                new DocumentId(account, row.number("ordinal")),
                row.oneOf(DocumentType.class, "type"),
                row.oneOf(DocumentState.class, "state"),
                row.oneOf(PaymentMethodKind.class, "payment_method"),
                row.oneOf(PriceBasis.class, "price_basis"),
                row.day("planned_on"),
                row.day("finalize_on"),
                row.optionalDay("issued_on"),
                row.optionalDay("due_on"),
                row.count("catalog_version"),
                row.count("settings_version"),
                row.count("buyer_version"),
                row.optionalText("buyer_vat_id").map(VatId::new),
                row.optionalId("corrects", ordinal -> new DocumentId(account, ordinal)),
                row.oneOf(PayOut.class, "pay_out"),
                NAMED.meaningOf(row.text("subscriptions")).stream()
                        .map(ordinal -> new SubscriptionId(account, ordinal))
                        .toList(),
                GROUPS.meaningOf(row.text("taxes")),
                row.money("net_minor", currency),
                row.money("tax_minor", currency),
                row.money("gross_minor", currency),
                row.money("credit_applied_minor", currency),
                row.money("paid_minor", currency),
                row.money("credited_minor", currency),
                row.money("written_off_minor", currency),
                row.money("received_minor", currency),
                row.money("refunded_minor", currency),
                row.optionalDay("paid_on"),
                dunning(row),
                Json.readList(row.optionalText("reminded"), REMINDED));
    }

    private static Optional<DunningPosition> dunning(Row row) throws SQLException {
        Optional<LocalDate> from = row.optionalDay("dunning_from_on");
        return from.isPresent()
                ? Optional.of(new DunningPosition(
                        from.get(),
                        row.count("dunning_level"),
                        row.optionalDay("dunning_last_notice_on"),
                        row.flag("dunning_suspended")))
                : Optional.empty();
    }
}
