package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.COUNT;
import static io.aboengine.jdbc.ColumnType.DAY;
import static io.aboengine.jdbc.ColumnType.DECIMAL;
import static io.aboengine.jdbc.ColumnType.FLAG;
import static io.aboengine.jdbc.ColumnType.MOMENT;
import static io.aboengine.jdbc.ColumnType.NUMBER;
import static io.aboengine.jdbc.ColumnType.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.store.StaleWriteException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many rows at once on PostgreSQL end up as they would one by one, whichever way they go. */
class ManyRowsTest {
    private static final DataSource DATABASE = PostgresServer.emptyDatabase();

    private static final String CREATE = """
            create table sample (
                tenant_id text not null, id text not null, text text, fixed char(3), number bigint, count integer,
                decimal numeric, flag boolean, day date, moment timestamptz, version bigint not null,
                primary key (tenant_id, id))""";

    private record Sample(
            String id,
            Optional<String> text,
            Optional<Long> number,
            Optional<Integer> count,
            Optional<BigDecimal> decimal,
            Optional<Boolean> flag,
            Optional<LocalDate> day,
            Optional<Instant> moment,
            long version) {

        static Sample of(String id) {
            return new Sample(
                    id,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    1);
        }

        Sample decimal(String value) {
            return new Sample(id, text, number, count, Optional.of(new BigDecimal(value)), flag, day, moment, version);
        }

        Sample text(String value) {
            return new Sample(id, Optional.of(value), number, count, decimal, flag, day, moment, version);
        }

        Sample version(long value) {
            return new Sample(id, text, number, count, decimal, flag, day, moment, value);
        }
    }

    private static final Table<Sample> TABLE = Table.<Sample>named("sample")
            .key("id", TEXT, Sample::id)
            .optional("text", TEXT, Sample::text)
            .optional("fixed", TEXT, s -> s.text().map(text -> "EUR"))
            .optional("number", NUMBER, Sample::number)
            .optional("count", COUNT, Sample::count)
            .optional("decimal", DECIMAL, Sample::decimal)
            .optional("flag", FLAG, Sample::flag)
            .optional("day", DAY, Sample::day)
            .optional("moment", MOMENT, Sample::moment)
            .column("version", NUMBER, Sample::version)
            .replacedIfNotAbove("version", NUMBER, Sample::version);

    /** How rows reach the database. */
    private enum Way {
        ONE_BY_ONE,
        COPY,
        ARRAYS
    }

    @BeforeEach
    void empty() {
        TestDatabase.execute(DATABASE, "drop table if exists sample");
        TestDatabase.execute(DATABASE, CREATE);
    }

    private static List<Sample> filler(int rows) {
        return IntStream.range(0, rows).mapToObj(i -> Sample.of("filler " + i)).toList();
    }

    /** Enough rows for the ways for many, or few enough for the other. */
    private static void insert(Way way, List<Sample> rows) {
        if (way == Way.ONE_BY_ONE) {
            rows.forEach(row -> session(way, session -> session.insert(TABLE, List.of(row))));
            return;
        }
        List<Sample> many = new ArrayList<>(rows);
        many.addAll(filler(40));
        session(way, session -> session.insert(TABLE, many));
    }

    private interface Work {
        void in(Session session);
    }

    private static void session(Way way, Work work) {
        try (Connection connection = DATABASE.getConnection()) {
            connection.setAutoCommit(false);
            try (Handle handle = Jdbi.create(way == Way.ARRAYS ? closed(connection) : connection)
                    .open()) {
                work.in(new Session(
                        handle, new PostgreSql(), "t", new Known(), "", new Places(), new Progress(), false));
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection that does not say what it wraps, like that of some pools. */
    private static Connection closed(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("isWrapperFor")) {
                        return false;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static List<String> stored() {
        return TestDatabase.rows(
                DATABASE,
                "select id, text, fixed, number, count, decimal, flag, day, moment at time zone 'UTC', version"
                        + " from sample where id not like 'filler%' order by id collate \"C\"");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void every_type_arrives_as_it_was_sent(Way way) {
        insert(
                way,
                List.of(
                        Sample.of("a"),
                        new Sample(
                                "b",
                                Optional.of("quotes \" ' {,} \\ NULL Zürich \uD83D\uDE80"),
                                Optional.of(Long.MIN_VALUE),
                                Optional.of(Integer.MAX_VALUE),
                                Optional.of(new BigDecimal("-12345678901234567890.0000123")),
                                Optional.of(true),
                                Optional.of(LocalDate.of(1999, 12, 31)),
                                Optional.of(Instant.parse("1999-12-31T23:59:59.999999999Z")),
                                7),
                        new Sample(
                                "c",
                                Optional.of(""),
                                Optional.of(0L),
                                Optional.of(-1),
                                Optional.of(BigDecimal.ZERO),
                                Optional.of(false),
                                Optional.of(LocalDate.of(2100, 2, 28)),
                                Optional.of(Instant.parse("2025-03-30T01:00:00Z")),
                                8),
                        new Sample(
                                "d",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(LocalDate.of(10000, 1, 1)),
                                Optional.of(Instant.parse("+10000-01-01T00:00:00Z")),
                                9)));

        assertThat(stored())
                .containsExactly(
                        "a null null null null null null null null 1",
                        "b quotes \" ' {,} \\ NULL Zürich \uD83D\uDE80 EUR -9223372036854775808 2147483647"
                                + " -12345678901234567890.0000123 t 1999-12-31 1999-12-31 23:59:59.999999 7",
                        "c  EUR 0 -1 0 f 2100-02-28 2025-03-30 01:00:00 8",
                        "d null null null null null null 10000-01-01 10000-01-01 00:00:00 9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0.00",
                "1",
                "-1",
                "10",
                "9999",
                "10000",
                "10001",
                "0.1",
                "0.0001",
                "0.00001",
                "12.90",
                "-0.05",
                "100000000",
                "123456789.987654321",
                "1E+3",
                "1E-7",
                "99999999999999999999.99999999999999999999",
                "7.50"
            })
    void decimals_keep_every_digit_and_their_scale(String value) {
        insert(Way.COPY, List.of(Sample.of("d").decimal(value)));

        BigDecimal plain = new BigDecimal(value);
        String expected = plain.scale() < 0 ? plain.setScale(0).toPlainString() : plain.toPlainString();
        assertThat(TestDatabase.rows(DATABASE, "select decimal from sample where id = 'd'"))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void what_is_there_already_is_refused_as_stale(Way way) {
        insert(Way.ONE_BY_ONE, List.of(Sample.of("a")));

        assertThatExceptionOfType(StaleWriteException.class).isThrownBy(() -> insert(way, List.of(Sample.of("a"))));
        assertThat(stored()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"COPY", "ARRAYS"})
    void updates_tell_exactly_which_rows_were_not_there(Way way) {
        insert(Way.COPY, List.of(Sample.of("a"), Sample.of("b").version(9)));
        List<Sample> rows = new ArrayList<>(filler(40));
        rows.addAll(List.of(
                Sample.of("a").text("new"), Sample.of("absent"), Sample.of("b").text("older than what is stored")));
        Collections.reverse(rows);

        session(
                way,
                session -> assertThat(session.update(TABLE, rows))
                        .containsExactlyInAnyOrder(
                                Sample.of("absent"), Sample.of("b").text("older than what is stored")));

        assertThat(stored())
                .containsExactly(
                        "a new EUR null null null null null null 1", "b null null null null null null null null 9");
    }

    @Test
    void of_rows_that_are_written_twice_the_last_one_stays() {
        insert(Way.COPY, List.of(Sample.of("a")));
        List<Sample> rows = new ArrayList<>(filler(40));
        rows.add(Sample.of("a").text("first"));
        rows.add(Sample.of("a").text("last"));

        session(Way.COPY, session -> assertThat(session.update(TABLE, rows)).isEmpty());

        assertThat(stored()).containsExactly("a last EUR null null null null null null 1");
    }

    @Test
    void rows_that_moved_since_they_were_seen_are_found_by_their_key() {
        insert(Way.COPY, List.of(Sample.of("a"), Sample.of("b")));
        List<Sample> rows =
                new ArrayList<>(filler(40).stream().map(row -> row.text("new")).toList());
        rows.addAll(List.of(
                Sample.of("a").text("new"),
                Sample.of("b").text("new"),
                Sample.of("absent").text("new")));

        session(Way.COPY, session -> {
            rows.forEach(row -> session.known().sawAt(TABLE, Sample.of(row.id()), "(0,1)")); // where a lies
            assertThat(session.update(TABLE, rows))
                    .containsExactly(Sample.of("absent").text("new"));
        });

        assertThat(stored())
                .containsExactly(
                        "a new EUR null null null null null null 1", "b new EUR null null null null null null 1");
    }
}
