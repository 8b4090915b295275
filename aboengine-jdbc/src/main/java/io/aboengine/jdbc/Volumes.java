package io.aboengine.jdbc;

import io.aboengine.party.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The volumes in which the history of an account stands, {@link #SIZE} ordinals in each. Keys name the volume before the
 * account, so that what accounts write at about the same time lies together in an index, however old they are (ADR 54).
 * Who looks for rows of an account has to say in which of its volumes.
 */
final class Volumes {
    /** As the scripts of the schema have it, whose constraints check it. */
    private static final long SIZE = 64;

    /** So many are asked for at once: a page is found in one go unless an account has been very busy. */
    private static final int AT_ONCE = 64;

    private Volumes() {}

    /** The volume of a thing with this ordinal. */
    static int of(long ordinal) {
        return Math.toIntExact(ordinal / SIZE);
    }

    /** The same in SQL. Not an integer, as somebody may ask for an ordinal that no account will ever reach. */
    static String sql(String ordinal) {
        return ordinal + " / " + SIZE;
    }

    /** Those from the one with the first ordinal to the one with the last. */
    static List<Integer> between(long first, long last) {
        return IntStream.rangeClosed(of(first), of(last)).boxed().toList();
    }

    /**
     * Rows of an account behind an ordinal, in their order.
     *
     * @param sql takes {@code :account}, {@code :after}, {@code :limit}, and {@code :volumes} as an array
     */
    static <T> List<T> after(
            Session session, String sql, AccountId account, long after, int limit, Row.Reader<T> reader) {
        long next = nextOrdinal(session, account);
        List<Integer> volumes = between(Math.max(0, Math.min(after, next)), next);
        List<T> rows = new ArrayList<>();
        for (int from = 0; from < volumes.size() && rows.size() < limit; from += AT_ONCE) {
            rows.addAll(session.query(sql)
                    .bind("account", account.value())
                    .bind("after", after)
                    .bind("limit", limit - rows.size())
                    .bindArray(
                            "volumes", Integer.class, volumes.subList(from, Math.min(from + AT_ONCE, volumes.size())))
                    .map(Row.mapped(reader))
                    .list());
        }
        return rows;
    }

    /** What the account has counted to; nothing is there of one that is not known. */
    static long nextOrdinal(Session session, AccountId account) {
        return session.query("select next_ordinal from abo_account where tenant_id = :tenant and account_id = :account")
                .bind("account", account.value())
                .mapTo(Long.class)
                .findFirst()
                .orElse(0L);
    }
}
