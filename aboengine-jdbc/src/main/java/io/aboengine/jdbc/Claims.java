package io.aboengine.jdbc;

import io.aboengine.account.Account;
import io.aboengine.jdbc.Places.Candidate;
import io.aboengine.party.AccountId;
import io.aboengine.store.AccountBusyException;
import io.aboengine.store.Due;
import io.aboengine.store.Outlook;
import io.aboengine.store.UnknownAccountException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.statement.Query;

/**
 * Locking accounts. A lock is that of the account's row and ends with the transaction. Nobody waits for one inside the
 * database: rows locked by others are skipped, so no statement fails and no two wait for each other.
 */
final class Claims {
    private static final long FIRST_PAUSE_MILLIS = 1;
    private static final long LONGEST_PAUSE_MILLIS = 50;

    private static final String IS_KNOWN =
            "select account_id from abo_account where tenant_id = :tenant and account_id = :account";

    private static final String WAKE = """
            update abo_account
            set due_on = case when due_on < :today then due_on else :today end,
                dun_on = case when dun_on < :today then dun_on else :today end,
                settings_version = :version
            where tenant_id = :tenant and account_id = any(:accounts)""";

    private static final String NOT_SET_ASIDE = " and not exists (select 1 from abo_broken_account b"
            + " where b.tenant_id = w.tenant_id and b.account_id = w.account_id and b.next_try_at > :now)";

    /** The least of each column that work is looked for by: for each a look at the beginning of its index. */
    private static final String FIRST_OF_ALL = """
            select
                (select min(on_day) from abo_agenda%1$s where tenant_id = :tenant and work = 'BILLING') as due_on,
                (select min(on_day) from abo_agenda%1$s where tenant_id = :tenant and work = 'REMINDERS') as dun_on,
                (select min(settings_version) from abo_account%1$s where tenant_id = :tenant) as settings_version,
                (select min(claim_on) from abo_attempt%1$s where tenant_id = :tenant) as claim_on,
                (select min(account_id) from abo_broken_account where tenant_id = :tenant) as broken""";

    private Claims() {}

    /** Among which accounts work is looked for: these only, if present, and none of those. */
    private record Among(Optional<Set<AccountId>> only, Set<AccountId> except) {}

    /**
     * What makes accounts due: rows of {@code source} whose {@code column} is not above {@code until}.
     *
     * @param also a further condition on such a row; may be empty
     * @param stillDue says the same of the account {@code a}, where that is told by its own row; what others did meanwhile
     *     about attempts, loading tells
     * @param agenda present where the source is the agenda
     * @param due absent where accounts that are set aside count too
     */
    private record Work(
            String source,
            String column,
            Object until,
            Row.Reader<Object> read,
            String also,
            String stillDue,
            Optional<AgendaRows.Work> agenda,
            Optional<Due> due) {

        static Work of(Due due, boolean accountsAreNamed) {
            if (due instanceof Due.Billing billing) {
                return ofDay(billing, AgendaRows.Work.BILLING, "due_on", accountsAreNamed);
            }
            if (due instanceof Due.Reminders reminders) {
                return ofDay(reminders, AgendaRows.Work.REMINDERS, "dun_on", accountsAreNamed);
            }
            if (due instanceof Due.Collection collection) {
                return new Work(
                        "abo_attempt",
                        "claim_on",
                        ColumnType.utcDay(collection.now()),
                        row -> row.day("claim_on"),
                        " and w.next_at <= :now",
                        "true", // asked again for each account it would cost more than all the rest of claiming
                        Optional.empty(),
                        Optional.of(due));
            }
            throw new IllegalStateException("Work of a kind that is not known: " + due);
        }

        /** Found by the agenda; accounts that are named, by their own rows. */
        private static Work ofDay(Due.OfDay due, AgendaRows.Work work, String column, boolean accountsAreNamed) {
            String stillDue = "a." + column + " <= :until";
            return accountsAreNamed
                    ? new Work(
                            "abo_account",
                            column,
                            due.today(),
                            row -> row.day(column),
                            "",
                            stillDue,
                            Optional.empty(),
                            Optional.of(due))
                    : new Work(
                            "abo_agenda",
                            "on_day",
                            due.today(),
                            row -> row.day("on_day"),
                            " and w.work = '" + work + "'",
                            stillDue,
                            Optional.of(work),
                            Optional.of(due));
        }

        static Work olderSettings(int version) {
            return new Work(
                    "abo_account",
                    "settings_version",
                    version - 1,
                    row -> row.count("settings_version"),
                    "",
                    "a.settings_version <= :until",
                    Optional.empty(),
                    Optional.empty());
        }

        private String condition(Among among) {
            String condition = "w.tenant_id = :tenant and w." + column + " <= :until" + also;
            if (among.only.isPresent()) {
                condition += " and w.account_id = any(:only)";
            }
            if (!among.except.isEmpty()) {
                condition += " and not (w.account_id = any(:except))";
            }
            if (due.isPresent()) {
                condition += NOT_SET_ASIDE;
            }
            return condition;
        }

        private Query query(Session session, String sql, Among among) {
            Query query = session.query(sql).bind("until", until);
            among.only.ifPresent(accounts -> query.bindArray("only", String.class, values(accounts)));
            if (!among.except.isEmpty()) {
                query.bindArray("except", String.class, values(among.except));
            }
            due.ifPresent(d -> query.bind("now", d.now()));
            return query;
        }
    }

    static void lock(Session session, AccountId account, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        while (AccountRows.lock(session, "a.account_id = :account", query -> query.bind("account", account.value()))
                .isEmpty()) {
            if (!isKnown(session, account)) {
                throw new UnknownAccountException(account);
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new AccountBusyException(account);
            }
            try {
                TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(pause)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AccountBusyException(account);
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
    }

    /** Locks those that nobody keeps locked and answers them in the order of their ids. */
    static List<AccountId> lockFree(Session session, Collection<AccountId> accounts) {
        return List.copyOf(new TreeSet<>(lock(session, "a.account_id = any(:accounts)", accounts, query -> query)));
    }

    private static boolean isKnown(Session session, AccountId account) {
        return session.query(IS_KNOWN)
                .bind("account", account.value())
                .mapTo(String.class)
                .findFirst()
                .isPresent();
    }

    /** Locks the accounts that are due longest and answers them in the order of their ids. */
    static List<AccountId> claim(
            Session session, Due due, int limit, Optional<Set<AccountId>> only, Set<AccountId> except) {
        return List.copyOf(claim(session, Work.of(due, only.isPresent()), limit, new Among(only, except)));
    }

    private static Optional<Places.Search> search(Work work, Among among) {
        return among.only.isPresent() || work.due.isEmpty()
                ? Optional.empty()
                : Optional.of(new Places.Search(work.source + work.also, work.column, work.until));
    }

    /** Days and versions are compared here: a plan for any day would not know that few are due by this one. */
    static Outlook outlook(Session session, LocalDate today, Instant now, int settingsVersion) {
        LocalDate utcDay = ColumnType.utcDay(now);
        return session.query(FIRST_OF_ALL.formatted(session.part()))
                .map(Row.mapped(row -> new Outlook(
                        row.optionalCount("settings_version")
                                .filter(version -> version < settingsVersion)
                                .isPresent(),
                        row.optionalDay("due_on")
                                .filter(day -> !day.isAfter(today))
                                .isPresent(),
                        row.optionalDay("claim_on")
                                .filter(day -> !day.isAfter(utcDay))
                                .isPresent(),
                        row.optionalDay("dun_on")
                                .filter(day -> !day.isAfter(today))
                                .isPresent(),
                        row.optionalText("broken").isPresent())))
                .one();
    }

    static long count(Session session, Due due, Optional<Set<AccountId>> only) {
        return count(session, Work.of(due, only.isPresent()), only);
    }

    static long countOutdated(Session session, int settingsVersion, Optional<Set<AccountId>> only) {
        return count(session, Work.olderSettings(settingsVersion), only);
    }

    private static long count(Session session, Work work, Optional<Set<AccountId>> only) {
        Among among = new Among(only, Set.of());
        String sql = "select count(distinct w.account_id) from " + work.source + session.part(only) + " w where "
                + work.condition(among);
        return work.query(session, sql, among).mapTo(Long.class).one();
    }

    /** Makes accounts with older settings due and answers how many. */
    static int wake(Session session, int settingsVersion, LocalDate today, int limit, Optional<Set<AccountId>> only) {
        Set<AccountId> locked = claim(session, Work.olderSettings(settingsVersion), limit, new Among(only, Set.of()));
        if (locked.isEmpty()) {
            return 0;
        }
        Map<AccountId, Account> asleep = new HashMap<>();
        AccountRows.known(session, locked).forEach(account -> asleep.put(account.id(), account));
        int woken = session.update(WAKE)
                .bind("today", today)
                .bind("version", settingsVersion)
                .bindArray("accounts", String.class, values(locked))
                .execute();
        session.known().forgetRows();
        AgendaRows.follow(session, asleep, AccountRows.of(session, locked));
        return woken;
    }

    /**
     * Takes candidates page by page in the order of an index and locks of each page what is still due and not locked.
     * Selecting and locking in one statement would have to sort all that is due, each time, to answer in the order of
     * ids; and H2 would lock all of it.
     */
    private static Set<AccountId> claim(Session session, Work work, int limit, Among among) {
        Set<AccountId> claimed = new TreeSet<>();
        Optional<Places.Search> search = search(work, among);
        Optional<Candidate> begun = search.flatMap(session.places()::of);
        search.ifPresent(s -> session.progress().claimed(() -> session.places().goBack(s, begun)));
        Optional<Candidate> last = begun;
        boolean fromTheBeginning = last.isEmpty();
        boolean many = false;
        while (claimed.size() < limit) {
            // What was claimed already is met again behind the beginning, so pages are whole ones.
            List<Candidate> page = candidates(session, work, among, last, limit);
            if (page.isEmpty() && fromTheBeginning) {
                break;
            }
            if (page.isEmpty()) {
                fromTheBeginning = true;
                last = Optional.empty();
                continue;
            }
            Candidate reached = page.get(page.size() - 1);
            List<AccountId> wanted = new ArrayList<>();
            for (Candidate candidate : page) {
                if (!claimed.contains(candidate.account()) && wanted.size() < limit - claimed.size()) {
                    wanted.add(candidate.account());
                    reached = candidate;
                }
            }
            if (wanted.size() > 1 && !many) {
                session.beginsMany();
                many = true;
            }
            if (!wanted.isEmpty()) {
                claimed.addAll(lock(session, work, wanted));
            }
            Candidate place = reached;
            boolean isLast = page.size() < limit && reached.equals(page.get(page.size() - 1));
            last = Optional.of(place);
            search.ifPresent(s -> session.places().remember(s, place));
            if (isLast && fromTheBeginning) {
                break;
            }
            if (isLast) {
                fromTheBeginning = true;
                last = Optional.empty();
            }
        }
        return claimed;
    }

    private static List<Candidate> candidates(
            Session session, Work work, Among among, Optional<Candidate> after, int limit) {
        String behind = after.isPresent() ? " and (w." + work.column + ", w.account_id) > (:since, :account)" : "";
        String sql = """
                select w.account_id, w.%1$s
                from %2$s w
                where %3$s%4$s
                order by w.%1$s, w.account_id
                limit :limit""".formatted(work.column, work.source + session.part(among.only), work.condition(among), behind);
        String placed = work.agenda.isPresent() ? session.dialect().withPlaces("w", sql) : sql;
        Query query = work.query(session, placed, among).bind("limit", limit);
        after.ifPresent(
                c -> query.bind("since", c.since()).bind("account", c.account().value()));
        return query.map(Row.mapped(row -> candidate(session, work, row))).list();
    }

    private static Candidate candidate(Session session, Work work, Row row) throws SQLException {
        Candidate candidate = new Candidate(row.account(), work.read.read(row));
        if (work.agenda.isPresent()) {
            Optional<String> place = session.dialect().placeOf(row);
            if (place.isPresent()) {
                AgendaRows.saw(session, work.agenda.get(), row.day("on_day"), candidate.account(), place.get());
            }
        }
        return candidate;
    }

    private static List<AccountId> lock(Session session, Work work, List<AccountId> accounts) {
        return lock(session, "a.account_id = any(:accounts) and " + work.stillDue, accounts, query -> {
            query.bind("until", work.until);
            work.due.ifPresent(due -> query.bind("now", due.now()));
            return query;
        });
    }

    private static List<AccountId> lock(
            Session session, String condition, Collection<AccountId> accounts, UnaryOperator<Query> parameters) {
        return AccountRows.lock(
                session,
                condition,
                query -> parameters.apply(query).bindArray("accounts", String.class, values(accounts)));
    }

    private static List<String> values(Collection<AccountId> accounts) {
        return accounts.stream().map(AccountId::value).toList();
    }
}
