package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.COUNT;
import static io.aboengine.jdbc.ColumnType.TEXT;

import io.aboengine.party.AccountId;
import io.aboengine.party.Language;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import java.sql.SQLException;
import java.util.Optional;

/** {@code abo_party}, the living names and addresses, and {@code abo_document_party}, the printed ones. */
final class PartyRows {

    /** A name and address of an account; {@code buyerVersion} counts where it is printed. */
    record Entry(AccountId account, int buyerVersion, Party party) {}

    static final Table<Entry> LIVING = described(Table.<Entry>named("abo_party")
            .key("account_id", TEXT, e -> e.account().value()));

    static final Table<Entry> PRINTED = described(Table.<Entry>named("abo_document_party")
            .key("account_id", TEXT, e -> e.account().value())
            .key("buyer_version", COUNT, Entry::buyerVersion));

    private PartyRows() {}

    private static Table<Entry> described(Table<Entry> table) {
        return table.column("name", TEXT, e -> e.party().name())
                .column("street", TEXT, e -> e.party().address().street())
                .column("postal_code", TEXT, e -> e.party().address().postalCode())
                .column("city", TEXT, e -> e.party().address().city())
                .column("country", TEXT, e -> e.party().address().country())
                .column("language", TEXT, e -> e.party().language().name());
    }

    static Optional<Party> living(Session session, AccountId account) {
        return session.query("""
                        select name, street, postal_code, city, country, language
                        from abo_party
                        where tenant_id = :tenant and account_id = :account""")
                .bind("account", account.value())
                .map(Row.mapped(PartyRows::read))
                .findFirst();
    }

    static Optional<Party> printed(Session session, AccountId account, int buyerVersion) {
        return session.query("""
                        select name, street, postal_code, city, country, language
                        from abo_document_party
                        where tenant_id = :tenant and account_id = :account and buyer_version = :version""")
                .bind("account", account.value())
                .bind("version", buyerVersion)
                .map(Row.mapped(PartyRows::read))
                .findFirst();
    }

    private static Party read(Row row) throws SQLException {
        return new Party(
                row.text("name"),
                new PostalAddress(row.text("street"), row.text("postal_code"), row.text("city"), row.text("country")),
                row.oneOf(Language.class, "language"));
    }
}
