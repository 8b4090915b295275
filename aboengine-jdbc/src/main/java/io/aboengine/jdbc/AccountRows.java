package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.COUNT;
import static io.aboengine.jdbc.ColumnType.DAY;
import static io.aboengine.jdbc.ColumnType.FLAG;
import static io.aboengine.jdbc.ColumnType.NUMBER;
import static io.aboengine.jdbc.ColumnType.TEXT;

import com.fasterxml.jackson.core.type.TypeReference;
import io.aboengine.account.Account;
import io.aboengine.account.DocumentDiscount;
import io.aboengine.account.Hold;
import io.aboengine.account.PaymentMethod;
import io.aboengine.calendar.GermanState;
import io.aboengine.catalog.ProductId;
import io.aboengine.money.Currency;
import io.aboengine.party.AccountId;
import io.aboengine.party.Language;
import io.aboengine.party.SelfService;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.PaymentMethodToken;
import io.aboengine.tax.TaxStatus;
import io.aboengine.tax.VatId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.statement.Query;

/** {@code abo_account}. */
final class AccountRows {
    static final Table<Account> TABLE = Table.<Account>named("abo_account")
            .identifiedBy(Account::id)
            .key("account_id", TEXT, a -> a.id().value())
            .column("currency", TEXT, a -> a.currency().code())
            .column("country", TEXT, Account::country)
            .optional("german_state", TEXT, a -> a.state().map(GermanState::name))
            .column("language", TEXT, a -> a.language().name())
            .column("business", FLAG, a -> a.taxStatus().business())
            .optional("vat_id", TEXT, a -> a.taxStatus().vatId().map(VatId::value))
            .column("tax_exempt", FLAG, a -> a.taxStatus().exempt())
            .column("buyer_version", COUNT, Account::buyerVersion)
            .column("payment_method", TEXT, a -> a.paymentMethod().kind().name())
            .optional("payment_token", TEXT, a -> a.paymentMethod().token().map(PaymentMethodToken::value))
            .optionalJson("self_service", Account::selfService)
            .column("credit_minor", NUMBER, a -> a.credit().minorUnits())
            .json("trials_used", Account::trialsUsed)
            .optional("billing_day", COUNT, Account::billingDay)
            .listJson("discounts", Account::discounts)
            .listJson("holds", Account::holds)
            .column("next_ordinal", NUMBER, Account::nextOrdinal)
            .optional("due_on", DAY, Account::dueOn)
            .optional("dun_on", DAY, Account::dunOn)
            .column("catalog_version", COUNT, Account::catalogVersion)
            .column("settings_version", COUNT, Account::settingsVersion)
            .replacedIfNotAbove("next_ordinal", NUMBER, Account::nextOrdinal);

    private static final String COLUMNS =
            "account_id, currency, country, german_state, language, business, vat_id, tax_exempt, buyer_version,"
                    + " payment_method, payment_token, self_service, credit_minor, trials_used, billing_day, discounts,"
                    + " holds, next_ordinal, due_on, dun_on, catalog_version, settings_version";

    private static final String OF = """
            select %s
            from abo_account
            where tenant_id = :tenant and account_id = any(:accounts)""".formatted(COLUMNS);

    private static final String LOCK = """
            select %s
            from abo_account a
            where a.tenant_id = :tenant and %s
            for update skip locked""";

    private static final TypeReference<List<ProductId>> PRODUCTS = new TypeReference<>() {};
    private static final TypeReference<List<DocumentDiscount>> DISCOUNTS = new TypeReference<>() {};
    private static final TypeReference<List<Hold>> HOLDS = new TypeReference<>() {};

    private static final Texts<List<ProductId>> TRIALS = new Texts<>(text -> List.copyOf(Json.read(text, PRODUCTS)));

    private AccountRows() {}

    static List<Account> of(Session session, Collection<AccountId> accounts) {
        return session.list(TABLE, OF, accounts, AccountRows::read);
    }

    /** The same, those that this transaction has locked as it read them then. */
    static List<Account> known(Session session, Collection<AccountId> accounts) {
        List<Account> known = new ArrayList<>(accounts.size());
        List<AccountId> others = new ArrayList<>();
        for (AccountId id : accounts) {
            session.known().storedBy(TABLE, id).ifPresentOrElse(known::add, () -> others.add(id));
        }
        known.addAll(of(session, others));
        return known;
    }

    /**
     * Locks the accounts that meet a condition and that nobody else keeps locked, and reads them with it.
     *
     * @param condition on {@code a}
     */
    static List<AccountId> lock(Session session, String condition, UnaryOperator<Query> parameters) {
        String sql = session.dialect().withPlaces("a", LOCK.formatted(COLUMNS, condition));
        List<Account> locked = parameters
                .apply(session.query(sql))
                .map(Row.mapped(session.noting(TABLE, AccountRows::read)))
                .list();
        locked.forEach(session.known()::locked);
        return locked.stream().map(Account::id).toList();
    }

    static Optional<Account> of(Session session, AccountId account) {
        return of(session, List.of(account)).stream().findFirst();
    }

    static List<AccountId> after(Session session, Optional<AccountId> after, int limit) {
        return session.query("""
                        select account_id
                        from abo_account
                        where tenant_id = :tenant and account_id > :after
                        order by account_id
                        limit :limit""")
                .bind("after", after.map(AccountId::value).orElse(""))
                .bind("limit", limit)
                .map(Row.mapped(Row::account))
                .list();
    }

    private static Account read(Row row) throws SQLException {
        Currency currency = row.currency("currency");
        return new Account(
                row.account(),
                currency,
                row.text("country"),
                row.optionalText("german_state").map(GermanState::valueOf),
                row.oneOf(Language.class, "language"),
                new TaxStatus(row.flag("business"), row.optionalText("vat_id").map(VatId::new), row.flag("tax_exempt")),
                row.count("buyer_version"),
                new PaymentMethod(
                        row.oneOf(PaymentMethodKind.class, "payment_method"),
                        row.optionalText("payment_token").map(PaymentMethodToken::new)),
                row.optionalText("self_service").map(json -> Json.read(json, SelfService.class)),
                row.money("credit_minor", currency),
                TRIALS.meaningOf(row.text("trials_used")),
                row.optionalCount("billing_day"),
                Json.readList(row.optionalText("discounts"), DISCOUNTS),
                Json.readList(row.optionalText("holds"), HOLDS),
                row.number("next_ordinal"),
                row.optionalDay("due_on"),
                row.optionalDay("dun_on"),
                row.count("catalog_version"),
                row.count("settings_version"));
    }
}
