package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.DAY;
import static io.aboengine.jdbc.ColumnType.NUMBER;
import static io.aboengine.jdbc.ColumnType.TEXT;

import com.fasterxml.jackson.core.type.TypeReference;
import io.aboengine.account.CreditAssessment;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.spi.payment.PaymentMethodKind;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** {@code abo_credit_assessment}: the latest for each account and way of paying. */
final class AssessmentRows {
    static final Table<CreditAssessment> TABLE = Table.<CreditAssessment>named("abo_credit_assessment")
            .key("account_id", TEXT, a -> a.account().value())
            .key("payment_method", TEXT, a -> a.method().name())
            .column("verdict", TEXT, a -> a.verdict().name())
            .column("methods", TEXT, a -> Json.write(a.methods()))
            .optional("limit_minor", NUMBER, a -> a.limit().map(Money::minorUnits))
            .optional(
                    "limit_currency",
                    TEXT,
                    a -> a.limit().map(limit -> limit.currency().code()))
            .column("reason_codes", TEXT, a -> Json.write(a.reasonCodes()))
            .column("checked_on", DAY, CreditAssessment::checkedOn)
            .column("valid_until_on", DAY, CreditAssessment::validUntil);

    private static final String OF = """
            select account_id, payment_method, verdict, methods, limit_minor, limit_currency, reason_codes, checked_on,
                valid_until_on
            from abo_credit_assessment
            where tenant_id = :tenant and account_id = any(:accounts)""";

    private static final TypeReference<List<PaymentMethodKind>> METHODS = new TypeReference<>() {};
    private static final TypeReference<List<String>> CODES = new TypeReference<>() {};

    private AssessmentRows() {}

    static List<CreditAssessment> of(Session session, Collection<AccountId> accounts) {
        return session.list(OF, accounts, AssessmentRows::read);
    }

    private static CreditAssessment read(Row row) throws SQLException {
        return new CreditAssessment(
                row.account(),
                row.oneOf(PaymentMethodKind.class, "payment_method"),
                row.oneOf(CreditAssessment.Verdict.class, "verdict"),
                Json.read(row.text("methods"), METHODS),
                row.optionalMoney("limit_minor", "limit_currency"),
                Json.read(row.text("reason_codes"), CODES),
                row.day("checked_on"),
                row.day("valid_until_on"));
    }
}
