package io.aboengine.jdbc;

import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.PlainText;
import io.aboengine.store.Store;
import io.aboengine.store.StoreTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.array.SqlArrayType;
import org.jdbi.v3.core.array.SqlArrayTypeFactory;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * Keeps everything in a PostgreSQL or H2 database, in tables of its own beside the shop's; {@link SchemaMigrator} makes
 * them. Thread-safe.
 *
 * <p>Transactions of its own run at READ COMMITTED, whatever the data source gives. A transaction that it joins may also
 * run at REPEATABLE READ; there the database refuses to work on what somebody else changed since the transaction began,
 * which comes out as {@link io.aboengine.store.StaleWriteException}: roll back and begin anew.
 */
public final class JdbcStore implements Store {
    private static final String DEFAULT_TENANT = "default";
    private static final int LONGEST_TENANT = 64;
    private static final Pattern ENDING = Pattern.compile("[a-z0-9_]{1,30}");

    /** The tables in which work is looked for. */
    private static final List<String> PARTED =
            List.of("abo_agenda", "abo_account", "abo_attempt", "abo_outbox", "abo_delivery");

    private final Jdbi jdbi;
    private final Joiner joiner;
    private final Transactions transactions;
    private final Dialect dialect;
    private final String tenant;
    private final String part;
    private final Places places = new Places();

    private JdbcStore(
            Jdbi jdbi, Joiner joiner, Transactions transactions, Dialect dialect, String tenant, String part) {
        this.jdbi = jdbi;
        this.joiner = joiner;
        this.transactions = transactions;
        this.dialect = dialect;
        this.tenant = tenant;
        this.part = part;
    }

    /** The store of a database that has one tenant only; its name is {@code default}. */
    public static JdbcStore on(DataSource dataSource) {
        return on(dataSource, DEFAULT_TENANT);
    }

    /**
     * The store of one of several tenants in a database, who never see each other.
     *
     * @param dataSource gives connections whose transactions are nobody else's: not a proxy that hands out the connection of
     *     a transaction the host has begun, which the store would commit. For that there is {@link #joining}
     * @param tenant 1 to 64 characters, {@linkplain PlainText plain}
     * @throws InvalidRequestException if the database is neither PostgreSQL nor H2, or takes texts for the same that differ by
     *     case, as H2 does under {@code IGNORECASE}
     * @throws SchemaVersionException if the tables are missing in the first schema of the connections, or older or newer
     *     than this version of aboengine
     */
    public static JdbcStore on(DataSource dataSource, String tenant) {
        PlainText.require("tenant", tenant, LONGEST_TENANT);
        try (Connection connection = dataSource.getConnection()) {
            Dialect dialect = Dialect.of(connection);
            dialect.requireExact(connection);
            SchemaMigrator.check(connection, dialect);
            return new JdbcStore(
                    configured(Jdbi.create(dataSource)),
                    new Joiner(JdbcStore::configured),
                    Transactions.on(connection),
                    dialect,
                    tenant,
                    "");
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    /**
     * The same store, for a process that does the work of one partition of the accounts only: what is due is looked for in
     * the tables {@code abo_agenda}, {@code abo_account} and {@code abo_attempt}, and events to deliver in {@code
     * abo_outbox} and {@code abo_delivery}, with this ending, such as {@code _3}, which the host made as partitions of them.
     * Commands and reading reach all accounts as before.
     *
     * @param ending 1 to 30 small letters, digits and underscores
     * @throws InvalidRequestException if it is not, or one of these tables is not there
     */
    public JdbcStore claimingFrom(String ending) {
        if (!ENDING.matcher(ending).matches()) {
            throw new InvalidRequestException(
                    "ending", ending, "must be 1 to 30 small letters, digits and underscores, such as _3");
        }
        try (Handle handle = jdbi.open()) {
            for (String table : PARTED) {
                if (!dialect.hasTable(handle.getConnection(), table + ending)) {
                    throw new InvalidRequestException("ending", ending, "there is no table " + table + ending);
                }
            }
        } catch (SQLException e) {
            throw Failures.of(e);
        } catch (JdbiException e) {
            throw Failures.of(e);
        }
        return new JdbcStore(jdbi, joiner, transactions, dialect, tenant, ending);
    }

    @Override
    public <T> T inTransaction(Function<StoreTransaction, T> work) {
        Progress progress = new Progress();
        try (Handle handle = jdbi.open()) {
            T result =
                    transactions.committed(handle.getConnection(), () -> work.apply(transactionOf(handle, progress)));
            progress.committed();
            return result;
        } catch (SQLException e) {
            throw Failures.of(e);
        } catch (JdbiException e) {
            throw Failures.of(e);
        } finally {
            progress.over();
        }
    }

    @Override
    public <T> T asked(Function<StoreTransaction, T> question) {
        try (Handle handle = jdbi.open()) {
            return transactions.asked(
                    handle.getConnection(), () -> question.apply(transactionOf(handle, new Progress())));
        } catch (SQLException e) {
            throw Failures.of(e);
        } catch (JdbiException e) {
            throw Failures.of(e);
        }
    }

    /**
     * {@inheritDoc} The connection's isolation and settings stay as they are. Statements do not fail in normal work, so
     * the caller's transaction stays usable; after an exception of the store it is to be rolled back.
     *
     * @throws InvalidRequestException if the connection commits by itself
     */
    @Override
    public <T> T joining(Connection connection, Function<StoreTransaction, T> work) {
        try {
            if (connection.getAutoCommit()) {
                throw new InvalidRequestException(
                        "connection",
                        "one that commits every statement by itself",
                        "must be in a transaction: call setAutoCommit(false), so that your rows and those of aboengine"
                                + " are committed or rolled back together");
            }
        } catch (SQLException e) {
            throw Failures.of(e);
        }
        Progress progress = new Progress();
        try (Handle handle = joiner.open(connection)) {
            return work.apply(transactionOf(handle, progress, true));
        } catch (JdbiException e) {
            throw Failures.of(e);
        } finally {
            progress.over();
        }
    }

    private StoreTransaction transactionOf(Handle handle, Progress progress) {
        return transactionOf(handle, progress, false);
    }

    private StoreTransaction transactionOf(Handle handle, Progress progress, boolean joined) {
        return new JdbcTransaction(new Session(handle, dialect, tenant, new Known(), part, places, progress, joined));
    }

    private static Jdbi configured(Jdbi jdbi) {
        // Whoever began the transaction ends it; a handle that is closed must not.
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
        // Values of parameters may be names or tokens and do not belong into messages.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        jdbi.getConfig(SqlStatements.class)
                .setTemplateEngine(TemplateEngine.NOP)
                .addExceptionHandler((problem, context) -> {
                    throw Failures.of(problem);
                });
        jdbi.registerArgument(new MomentArguments());
        jdbi.registerArrayType(arrays(String.class, "varchar"));
        jdbi.registerArrayType(arrays(Long.class, "bigint"));
        jdbi.registerArrayType(days());
        return jdbi;
    }

    private static <T> SqlArrayTypeFactory arrays(Class<T> type, String name) {
        return (element, config) -> element.equals(type) ? Optional.of(new ArrayOf<>(type, name)) : Optional.empty();
    }

    /** Days go as texts: by themselves drivers write them as Java does, with a sign before long years. */
    private static SqlArrayTypeFactory days() {
        return (element, config) -> element.equals(LocalDate.class)
                ? Optional.of(SqlArrayType.<LocalDate>of("date", ColumnType::text))
                : Optional.empty();
    }

    /** Arrays of the type of their elements, so that the driver sends them in binary form. */
    private record ArrayOf<T>(Class<T> type, String name) implements SqlArrayType<T> {
        @Override
        public String getTypeName() {
            return name;
        }

        @Override
        public Class<?> getArrayElementClass() {
            return type;
        }

        @Override
        public Object convertArrayElement(T element) {
            return element;
        }
    }

    /** Binds moments with their offset: a timestamp of JDBC would be told in the machine's zone, where hours are missing. */
    private static final class MomentArguments extends AbstractArgumentFactory<Instant> {
        MomentArguments() {
            super(ColumnType.MOMENT.sqlType());
        }

        @Override
        protected Argument build(Instant at, ConfigRegistry config) {
            return (index, statement, context) -> ColumnType.MOMENT.setter().set(statement, index, at);
        }
    }
}
