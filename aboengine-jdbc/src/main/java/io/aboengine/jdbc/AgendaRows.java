package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.DAY;
import static io.aboengine.jdbc.ColumnType.TEXT;

import io.aboengine.account.Account;
import io.aboengine.party.AccountId;
import io.aboengine.store.StaleWriteException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code abo_agenda}: on which day which account is to be looked at. It says again what stands in the account's row, by
 * day, so that a day on which something is due is found without an index there: what a renewal changes in the account's
 * row then touches no index, and the row that moves is a small one (ADR 53).
 */
final class AgendaRows {

    /** What is to be done. */
    enum Work {
        BILLING,
        REMINDERS;

        private Optional<LocalDate> dayOf(Account account) {
            return this == BILLING ? account.dueOn() : account.dunOn();
        }
    }

    private record Entry(Work work, LocalDate day, AccountId account) {}

    private record Move(Work work, LocalDate from, AccountId account, LocalDate to) {}

    private static final Table<Entry> ENTRIES = Table.<Entry>named("abo_agenda")
            .key("work", TEXT, e -> e.work().name())
            .key("on_day", DAY, Entry::day)
            .key("account_id", TEXT, e -> e.account().value());

    /** Only to update by: the day is what names the row and what becomes another. */
    private static final Table<Move> MOVES = Table.<Move>named("abo_agenda")
            .key("work", TEXT, m -> m.work().name())
            .key("on_day", DAY, Move::from)
            .key("account_id", TEXT, m -> m.account().value())
            .column("on_day", DAY, Move::to);

    private static final String DELETE =
            "delete from abo_agenda where tenant_id = ? and work = ? and on_day = ? and account_id = ?";

    private AgendaRows() {}

    /** An account is on the agenda there, unless somebody moves it before we have locked it. */
    static void saw(Session session, Work work, LocalDate day, AccountId account, String place) {
        session.known().sawAt(MOVES, new Move(work, day, account, day), place);
    }

    static void add(Session session, Account account) {
        follow(session, Map.of(), List.of(account));
    }

    /**
     * Notes the days of accounts.
     *
     * @param stored the accounts as they are noted; the others are not there yet
     */
    static void follow(Session session, Map<AccountId, Account> stored, Collection<Account> accounts) {
        List<Entry> added = new ArrayList<>();
        List<Entry> removed = new ArrayList<>();
        List<Move> moved = new ArrayList<>();
        for (Account account : accounts) {
            Optional<Account> before = Optional.ofNullable(stored.get(account.id()));
            for (Work work : Work.values()) {
                Optional<LocalDate> from = before.flatMap(work::dayOf);
                Optional<LocalDate> to = work.dayOf(account);
                if (from.equals(to)) {
                    continue;
                }
                if (from.isPresent() && to.isPresent()) {
                    moved.add(new Move(work, from.get(), account.id(), to.get()));
                } else if (to.isPresent()) {
                    added.add(new Entry(work, to.get(), account.id()));
                } else {
                    removed.add(new Entry(work, from.orElseThrow(), account.id()));
                }
            }
        }
        for (Move move : session.update(MOVES, moved)) {
            throw isNotNoted(move.account(), move.work(), move.from());
        }
        remove(session, removed);
        session.insert(ENTRIES, added);
    }

    private static void remove(Session session, List<Entry> entries) {
        int[] removed = session.batch(DELETE, entries, (statement, entry) -> {
            statement.setString(1, session.tenant());
            statement.setString(2, entry.work().name());
            statement.setObject(3, entry.day());
            statement.setString(4, entry.account().value());
        });
        for (int i = 0; i < removed.length; i++) {
            if (removed[i] != 1) {
                Entry entry = entries.get(i);
                throw isNotNoted(entry.account(), entry.work(), entry.day());
            }
        }
    }

    private static StaleWriteException isNotNoted(AccountId account, Work work, LocalDate day) {
        return new StaleWriteException("Account " + account + " is not on the agenda of " + day + " for " + work
                + ": somebody else was faster");
    }
}
