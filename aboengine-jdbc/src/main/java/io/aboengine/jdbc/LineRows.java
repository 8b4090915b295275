package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.COUNT;
import static io.aboengine.jdbc.ColumnType.DAY;
import static io.aboengine.jdbc.ColumnType.DECIMAL;
import static io.aboengine.jdbc.ColumnType.NUMBER;
import static io.aboengine.jdbc.ColumnType.TEXT;

import io.aboengine.calendar.ServicePeriod;
import io.aboengine.charge.Charge;
import io.aboengine.charge.ChargeKey;
import io.aboengine.charge.LineId;
import io.aboengine.charge.LineKind;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.Line;
import io.aboengine.invoice.Placement;
import io.aboengine.money.Currency;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.AccountId;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.tax.TaxCategory;
import io.aboengine.tax.TaxTreatment;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code abo_line}. A charge key names the contract of its charge, so of the key the contract is not kept. */
final class LineRows {
    static final Table<Line> TABLE = Table.<Line>named("abo_line")
            .key("account_id", TEXT, l -> l.id().account().value())
            .key("volume", COUNT, l -> Volumes.of(l.id().ordinal()))
            .key("ordinal", NUMBER, l -> l.id().ordinal())
            .column("kind", TEXT, l -> l.charge().kind().name())
            .optional("subscription", NUMBER, l -> l.charge().subscription().map(SubscriptionId::ordinal))
            .column("description", TEXT, l -> l.charge().description())
            .optional("plan", TEXT, l -> l.charge().plan())
            .optional("phase", TEXT, l -> l.charge().phase())
            .optional("start_on", DAY, l -> l.charge().period().map(ServicePeriod::start))
            .optional("end_on", DAY, l -> l.charge().period().map(ServicePeriod::end))
            .column("period_days", COUNT, l -> l.charge().periodDays())
            .column("quantity", DECIMAL, l -> l.charge().quantity())
            .column("unit_price", DECIMAL, l -> l.charge().unitPrice().amount())
            .column("currency", TEXT, l -> l.charge().amount().currency().code())
            .column("amount_minor", NUMBER, l -> l.charge().amount().minorUnits())
            .optional("tax_category", TEXT, l -> l.charge().taxCategory().map(TaxCategory::value))
            .column("supplied_on", DAY, l -> l.charge().suppliedOn())
            .column("terms_key", TEXT, l -> l.charge().termsKey())
            .optional("charge_item", TEXT, l -> key(l).map(ChargeKey::item))
            .optional("charge_first_on", DAY, l -> key(l).map(ChargeKey::firstDay))
            .optional("charge_generation", COUNT, l -> key(l).map(ChargeKey::generation))
            .optional("takes_back", NUMBER, l -> l.charge().takesBack().map(LineId::ordinal))
            .column("trace", TEXT, l -> l.charge().trace())
            .optional(
                    "document", NUMBER, l -> l.placement().map(p -> p.document().ordinal()))
            .optional("position", COUNT, l -> l.placement().map(Placement::position))
            .optional(
                    "tax_treatment",
                    TEXT,
                    l -> l.placement().map(p -> p.treatment().name()))
            .optional("tax_percent", DECIMAL, l -> l.placement().map(Placement::percent))
            .optional("net_minor", NUMBER, l -> l.placement().map(p -> p.net().minorUnits()))
            .optional("tax_minor", NUMBER, l -> l.placement().map(p -> p.tax().minorUnits()))
            .optional(
                    "gross_minor", NUMBER, l -> l.placement().map(p -> p.gross().minorUnits()));

    private static final String COLUMNS = """
            account_id, ordinal, kind, subscription, description, plan, phase, start_on, end_on, period_days, quantity,
            unit_price, currency, amount_minor, tax_category, supplied_on, terms_key, charge_item, charge_first_on,
            charge_generation, takes_back, trace, document, position, tax_treatment, tax_percent, net_minor, tax_minor,
            gross_minor""";

    private static final String WAITING = """
            select %s
            from abo_line
            where tenant_id = :tenant and account_id = any(:accounts) and document is null
            order by account_id, ordinal""".formatted(COLUMNS);

    private static final String OF_DOCUMENTS =
            """
            select %s
            from %s
            join abo_line on tenant_id = :tenant and cast(%s as integer) = %s and account_id = key_account
                and document = key_ordinal
            order by account_id, document, position""".formatted(COLUMNS, Keys.ROWS, Volumes.sql("document"), Volumes.sql("key_ordinal"));

    private static final String RECURRING_AFTER = """
            select %s
            from %s
            join abo_line on tenant_id = :tenant and %s and account_id = key_account and subscription = key_ordinal
                and charge_item = '' and charge_first_on is not null and kind = 'RECURRING' and end_on > key_day""";

    private static final String CHARGED_FROM = """
            select %s
            from %s
            join abo_line on tenant_id = :tenant and %s and account_id = key_account and subscription = key_ordinal
                and charge_first_on is not null
                and (kind = 'RECURRING' and end_on > key_day
                    or kind in ('SETUP', 'ONE_TIME') and charge_first_on >= key_day)""";

    private static final String OF = """
            select %s
            from %s
            join abo_line on tenant_id = :tenant and volume = %s and account_id = key_account
                and ordinal = key_ordinal""".formatted(COLUMNS, Keys.ROWS, Volumes.sql("key_ordinal"));

    private static final String TAKING_BACK = """
            select %s
            from %s
            join abo_line on tenant_id = :tenant and account_id = key_account and takes_back = key_ordinal""".formatted(COLUMNS, Keys.ROWS);

    private LineRows() {}

    private static Optional<ChargeKey> key(Line line) {
        line.charge().key().ifPresent(key -> {
            if (!line.charge().subscription().equals(Optional.of(key.subscription()))) {
                throw new IllegalArgumentException(
                        "The key of line %s is of another contract than its charge: %s".formatted(line.id(), key));
            }
        });
        return line.charge().key();
    }

    static List<Line> waiting(Session session, Collection<AccountId> accounts) {
        return session.list(WAITING, accounts, LineRows::read);
    }

    /** In printed order. */
    static List<Line> ofDocuments(Session session, Collection<DocumentId> documents) {
        return session.list(OF_DOCUMENTS, Keys.of(documents, DocumentId::account, DocumentId::ordinal), LineRows::read);
    }

    /** The days of contracts that were billed and end after the day given for each. */
    static List<Line> recurringAfter(Session session, Map<SubscriptionId, LocalDate> days) {
        return charged(session, RECURRING_AFTER, days);
    }

    /** The same, and what was charged once on that day or later. */
    static List<Line> chargedFrom(Session session, Map<SubscriptionId, LocalDate> days) {
        return charged(session, CHARGED_FROM, days);
    }

    private static List<Line> charged(Session session, String sql, Map<SubscriptionId, LocalDate> days) {
        if (days.isEmpty()) {
            return List.of();
        }
        return session.list(
                sql.formatted(COLUMNS, Keys.DATED_ROWS, session.dialect().inAllDrawers()),
                Keys.dated(days, SubscriptionId::account, SubscriptionId::ordinal),
                LineRows::read);
    }

    static List<Line> of(Session session, Collection<LineId> ids) {
        return session.list(OF, Keys.of(ids, LineId::account, LineId::ordinal), LineRows::read);
    }

    /** What was given back of these lines. */
    static List<Line> takingBack(Session session, Collection<LineId> ids) {
        return session.list(TAKING_BACK, Keys.of(ids, LineId::account, LineId::ordinal), LineRows::read);
    }

    private static Line read(Row row) throws SQLException {
        AccountId account = row.account();
        Currency currency = row.currency("currency");
        Optional<SubscriptionId> subscription =
                row.optionalId("subscription", ordinal -> new SubscriptionId(account, ordinal));
        return new Line(
                new LineId(account, row.number("ordinal")),
                new Charge(
                        row.oneOf(LineKind.class, "kind"),
                        subscription,
                        row.text("description"),
                        row.optionalText("plan"),
                        row.optionalText("phase"),
                        period(row),
                        row.count("period_days"),
                        row.decimal("quantity"),
                        new UnitPrice(row.decimal("unit_price"), currency),
                        row.money("amount_minor", currency),
                        row.optionalText("tax_category").map(TaxCategory::new),
                        row.day("supplied_on"),
                        row.text("terms_key"),
                        chargeKey(row, subscription),
                        row.optionalId("takes_back", ordinal -> new LineId(account, ordinal)),
                        row.text("trace")),
                placement(row, account, currency));
    }

    private static Optional<ServicePeriod> period(Row row) throws SQLException {
        Optional<LocalDate> start = row.optionalDay("start_on");
        return start.isPresent() ? Optional.of(new ServicePeriod(start.get(), row.day("end_on"))) : Optional.empty();
    }

    private static Optional<ChargeKey> chargeKey(Row row, Optional<SubscriptionId> subscription) throws SQLException {
        Optional<LocalDate> firstDay = row.optionalDay("charge_first_on");
        return firstDay.isPresent()
                ? Optional.of(new ChargeKey(
                        subscription.orElseThrow(),
                        row.text("charge_item"),
                        firstDay.get(),
                        row.count("charge_generation")))
                : Optional.empty();
    }

    private static Optional<Placement> placement(Row row, AccountId account, Currency currency) throws SQLException {
        Optional<Long> document = row.optionalNumber("document");
        return document.isPresent()
                ? Optional.of(new Placement(
                        new DocumentId(account, document.get()),
                        row.count("position"),
                        row.oneOf(TaxTreatment.class, "tax_treatment"),
                        row.decimal("tax_percent"),
                        row.money("net_minor", currency),
                        row.money("tax_minor", currency),
                        row.money("gross_minor", currency)))
                : Optional.empty();
    }
}
