package io.aboengine.jdbc;

import io.aboengine.store.Due;
import io.aboengine.store.OverdueAccount;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Looks for work as {@link Claims} does, by the same indexes, but claims nothing. */
final class Overdue {
    private static final String ACCOUNTS = """
            select a.account_id, a.on_day as since_on
            from abo_agenda a
            where a.tenant_id = :tenant and a.work = :work and a.on_day <= :until
                and (a.on_day, a.account_id) > (:since, :account)
                and not exists (
                    select 1 from abo_broken_account b
                    where b.tenant_id = a.tenant_id and b.account_id = a.account_id and b.next_try_at > :now)
            order by a.on_day, a.account_id
            limit :limit""";

    private static final LocalDate BEFORE_ALL = LocalDate.of(1, 1, 1);

    private Overdue() {}

    static List<OverdueAccount> accounts(Session session, Due.OfDay due, Optional<OverdueAccount> after, int limit) {
        AgendaRows.Work work = due instanceof Due.Billing ? AgendaRows.Work.BILLING : AgendaRows.Work.REMINDERS;
        return session.query(ACCOUNTS)
                .bind("work", work.name())
                .bind("until", due.today())
                .bind("now", due.now())
                .bind("since", after.map(OverdueAccount::since).orElse(BEFORE_ALL))
                .bind("account", after.map(found -> found.account().value()).orElse(""))
                .bind("limit", limit)
                .map(Row.mapped(row -> new OverdueAccount(row.account(), row.day("since_on"))))
                .list();
    }
}
