package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.TEXT;

import io.aboengine.party.AccountId;
import io.aboengine.store.RecordedRequest;
import java.util.Optional;

/** {@code abo_request}: commands that carried a request key. */
final class RequestRows {

    /** A command given for an account. */
    record Entry(AccountId account, RecordedRequest request) {}

    static final Table<Entry> TABLE = Table.<Entry>named("abo_request")
            .key("account_id", TEXT, e -> e.account().value())
            .key("request_key", TEXT, e -> e.request().key())
            .column("fingerprint", TEXT, e -> e.request().fingerprint())
            .column("result", TEXT, e -> e.request().result());

    private RequestRows() {}

    static Optional<RecordedRequest> of(Session session, AccountId account, String key) {
        return session.query("""
                        select request_key, fingerprint, result
                        from abo_request
                        where tenant_id = :tenant and account_id = :account and request_key = :key""")
                .bind("account", account.value())
                .bind("key", key)
                .map(Row.mapped(row ->
                        new RecordedRequest(row.text("request_key"), row.text("fingerprint"), row.text("result"))))
                .findFirst();
    }
}
