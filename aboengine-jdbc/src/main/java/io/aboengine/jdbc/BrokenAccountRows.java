package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.COUNT;
import static io.aboengine.jdbc.ColumnType.MOMENT;
import static io.aboengine.jdbc.ColumnType.TEXT;

import io.aboengine.party.AccountId;
import io.aboengine.store.BrokenAccount;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** {@code abo_broken_account}: the accounts that are set aside. */
final class BrokenAccountRows {
    private static final Table<BrokenAccount> TABLE = Table.<BrokenAccount>named("abo_broken_account")
            .key("account_id", TEXT, b -> b.account().value())
            .column("error", TEXT, BrokenAccount::error)
            .column("failures", COUNT, BrokenAccount::failures)
            .column("next_try_at", MOMENT, BrokenAccount::nextTry);

    private BrokenAccountRows() {}

    /** Counts one failure more than there were. */
    static void add(Session session, BrokenAccount first) {
        session.updateOr(TABLE, first, () -> failedAgain(session, first));
    }

    private static boolean failedAgain(Session session, BrokenAccount again) {
        return session.update("""
                                update abo_broken_account
                                set error = :error, failures = failures + 1, next_try_at = :nextTry
                                where tenant_id = :tenant and account_id = :account""")
                        .bind("account", again.account().value())
                        .bind("error", again.error())
                        .bind("nextTry", again.nextTry())
                        .execute()
                == 1;
    }

    static void delete(Session session, AccountId account) {
        session.update("delete from abo_broken_account where tenant_id = :tenant and account_id = :account")
                .bind("account", account.value())
                .execute();
    }

    static List<BrokenAccount> after(Session session, Optional<AccountId> after, int limit) {
        return session.query("""
                        select account_id, error, failures, next_try_at
                        from abo_broken_account
                        where tenant_id = :tenant and account_id > :after
                        order by account_id
                        limit :limit""")
                .bind("after", after.map(AccountId::value).orElse(""))
                .bind("limit", limit)
                .map(Row.mapped(BrokenAccountRows::read))
                .list();
    }

    static List<BrokenAccount> among(Session session, Collection<AccountId> accounts) {
        return session.list("""
                select account_id, error, failures, next_try_at
                from abo_broken_account
                where tenant_id = :tenant and account_id = any(:accounts)
                order by account_id""", accounts, BrokenAccountRows::read);
    }

    private static BrokenAccount read(Row row) throws SQLException {
        return new BrokenAccount(row.account(), row.text("error"), row.count("failures"), row.moment("next_try_at"));
    }
}
