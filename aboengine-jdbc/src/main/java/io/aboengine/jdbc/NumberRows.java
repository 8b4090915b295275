package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.COUNT;
import static io.aboengine.jdbc.ColumnType.NUMBER;
import static io.aboengine.jdbc.ColumnType.TEXT;

import io.aboengine.account.AccountChange.NumberWish;
import io.aboengine.invoice.DocumentId;
import io.aboengine.store.NumberGap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code abo_document_number}, the printed numbers, and {@code abo_series}, how far each series has counted. */
final class NumberRows {

    /** A number that was given. */
    private record Entry(String series, long counter, String number, DocumentId document) {}

    private record Series(String name, long lastCounter) {}

    private static final Table<Entry> TABLE = Table.<Entry>named("abo_document_number")
            .key("number", TEXT, Entry::number)
            .column("series", TEXT, Entry::series)
            .column("counter", NUMBER, Entry::counter)
            .column("account_id", TEXT, e -> e.document().account().value())
            .column("volume", COUNT, e -> Volumes.of(e.document().ordinal()))
            .column("document", NUMBER, e -> e.document().ordinal());

    private static final Table<Series> SERIES = Table.<Series>named("abo_series")
            .key("series", TEXT, Series::name)
            .column("last_counter", NUMBER, Series::lastCounter);

    private static final String OF_DOCUMENTS = """
            select account_id, document, number
            from %s
            join abo_document_number on tenant_id = :tenant and volume = %s and account_id = key_account
                and document = key_ordinal""".formatted(Keys.ROWS, Volumes.sql("key_ordinal"));

    /** The number that a series would give next stands behind the given ones, so that a gap at the end shows, too. */
    private static final String GAPS = """
            select series, previous, counter
            from (
                select series, counter,
                    lag(counter, 1, cast(0 as bigint)) over (partition by series order by counter) as previous
                from (
                    select series, counter from abo_document_number where tenant_id = :tenant
                    union all
                    select series, last_counter + 1 from abo_series where tenant_id = :tenant
                ) given
            ) pairs
            where counter > previous + 1 and (series, previous) > (:series, :previous)
            order by series, previous
            limit :limit""";

    private NumberRows() {}

    static List<NumberGap> gaps(Session session, Optional<NumberGap> after, int limit) {
        return session.query(GAPS)
                .bind("series", after.map(NumberGap::series).orElse(""))
                .bind("previous", after.map(gap -> gap.first() - 1).orElse(-1L))
                .bind("limit", limit)
                .map(Row.mapped(row ->
                        new NumberGap(row.text("series"), row.number("previous") + 1, row.number("counter") - 1)))
                .list();
    }

    /**
     * Gives the next numbers of their series to the documents, in the order given. Every series stays locked until the
     * transaction ends; they are locked in the order of their names.
     */
    static Map<DocumentId, String> give(Session session, List<NumberWish> wishes) {
        Map<String, List<NumberWish>> bySeries = new TreeMap<>();
        for (NumberWish wish : wishes) {
            bySeries.computeIfAbsent(wish.series(), s -> new ArrayList<>()).add(wish);
        }
        List<Entry> given = new ArrayList<>();
        bySeries.forEach((series, wanted) -> {
            long counter = countOn(session, series, wanted.size()) - wanted.size();
            for (NumberWish wish : wanted) {
                counter++;
                given.add(new Entry(series, counter, wish.format(counter), wish.document()));
            }
        });
        session.insert(TABLE, given);
        Map<DocumentId, String> numbers = new LinkedHashMap<>();
        given.forEach(entry -> numbers.put(entry.document, entry.number));
        return numbers;
    }

    /** Counts the series on and answers where it stands then. */
    private static long countOn(Session session, String series, int by) {
        session.updateOr(SERIES, new Series(series, by), () -> raise(session, series, by));
        return session.query("select last_counter from abo_series where tenant_id = :tenant and series = :series")
                .bind("series", series)
                .mapTo(Long.class)
                .one();
    }

    private static boolean raise(Session session, String series, int by) {
        return session.update("""
                                update abo_series
                                set last_counter = last_counter + :by
                                where tenant_id = :tenant and series = :series""").bind("by", by).bind("series", series).execute() == 1;
    }

    static Optional<String> of(Session session, DocumentId document) {
        return Optional.ofNullable(of(session, List.of(document)).get(document));
    }

    static Map<DocumentId, String> of(Session session, Collection<DocumentId> documents) {
        Map<DocumentId, String> numbers = new HashMap<>();
        session.list(
                        OF_DOCUMENTS,
                        Keys.of(documents, DocumentId::account, DocumentId::ordinal),
                        row -> Map.entry(new DocumentId(row.account(), row.number("document")), row.text("number")))
                .forEach(entry -> numbers.put(entry.getKey(), entry.getValue()));
        return numbers;
    }

    static Optional<DocumentId> document(Session session, String number) {
        return session.query("""
                        select account_id, document
                        from abo_document_number
                        where tenant_id = :tenant and number = :number""")
                .bind("number", number)
                .map(Row.mapped(row -> new DocumentId(row.account(), row.number("document"))))
                .findFirst();
    }
}
