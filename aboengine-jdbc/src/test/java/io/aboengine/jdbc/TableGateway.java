package io.aboengine.jdbc;

import io.aboengine.money.Money;
import io.aboengine.spi.payment.ChargeRequest;
import io.aboengine.spi.payment.ChargeResult;
import io.aboengine.spi.payment.GatewayCapabilities;
import io.aboengine.spi.payment.GatewayReference;
import io.aboengine.spi.payment.IdempotencyKey;
import io.aboengine.spi.payment.LookupResult;
import io.aboengine.spi.payment.PaymentGateway;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.RefundRequest;
import io.aboengine.spi.payment.RefundResult;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Takes the money of every charge and counts it in a table, which outlives the process that asked for it. */
final class TableGateway implements PaymentGateway {
    private final DataSource database;
    private final String id;
    private final GatewayCapabilities capabilities;

    private TableGateway(DataSource database, String id, GatewayCapabilities capabilities) {
        this.database = database;
        this.id = id;
        this.capabilities = capabilities;
    }

    /** Takes cards, and can be asked. */
    static TableGateway of(DataSource database) {
        return new TableGateway(database, "table", openCapabilities());
    }

    /** Takes wallets, and neither answers questions nor knows a repetition for one. */
    static TableGateway silent(DataSource database) {
        return new TableGateway(database, "silent", silentCapabilities());
    }

    static GatewayCapabilities openCapabilities() {
        return GatewayCapabilities.of(PaymentMethodKind.CARD).withLookup().withRepeatableFor(Duration.ofHours(24));
    }

    static GatewayCapabilities silentCapabilities() {
        return GatewayCapabilities.of(PaymentMethodKind.WALLET);
    }

    void createTable() {
        execute("create table counted_charge (idempotency_key varchar(255) primary key, amount_minor bigint not null)");
    }

    /** How many charges took money, and how much. */
    record Counted(long charges, long minorUnits) {}

    Counted counted() {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "select count(*), coalesce(sum(amount_minor), 0) from counted_charge");
                ResultSet row = query.executeQuery()) {
            row.next();
            return new Counted(row.getLong(1), row.getLong(2));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The customer pays what was never charged. */
    void payAtThePage(IdempotencyKey key, Money amount) {
        execute(
                "insert into counted_charge (idempotency_key, amount_minor) values (?, ?)",
                key.value(),
                amount.minorUnits());
    }

    /** Whether a charge with this key took money. */
    boolean took(IdempotencyKey key) {
        return lookup(key) instanceof LookupResult.Found;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public GatewayCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public ChargeResult charge(ChargeRequest request) {
        execute(
                "insert into counted_charge (idempotency_key, amount_minor) values (?, ?) on conflict do nothing",
                request.key().value(),
                request.amount().minorUnits());
        return new ChargeResult.Settled(new GatewayReference(request.key().value()));
    }

    @Override
    public LookupResult lookup(IdempotencyKey key) {
        try (Connection connection = database.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("select 1 from counted_charge where idempotency_key = ?")) {
            query.setString(1, key.value());
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? new LookupResult.Found(new ChargeResult.Settled(new GatewayReference(key.value())))
                        : new LookupResult.NotFound();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public RefundResult refund(RefundRequest request) {
        return new RefundResult.Refused("refunds_not_supported");
    }

    private void execute(String sql, Object... values) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
