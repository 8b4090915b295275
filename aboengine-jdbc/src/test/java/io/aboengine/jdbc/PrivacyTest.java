package io.aboengine.jdbc;

import static io.aboengine.jdbc.Rows.ADA;
import static io.aboengine.jdbc.Rows.account;
import static io.aboengine.jdbc.Rows.party;
import static io.aboengine.jdbc.TestDatabase.execute;
import static io.aboengine.jdbc.TestDatabase.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.aboengine.account.PaymentMethod;
import io.aboengine.spi.payment.PaymentMethodKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrivacyTest {
    private static final PaymentMethod CARD = PaymentMethod.of(PaymentMethodKind.CARD, "tok_secret");

    @ParameterizedTest
    @EnumSource
    void names_and_addresses_have_columns_in_two_tables_only(TestDatabase kind) {
        List<String> tables = rows(kind.migrated(), """
                        select distinct table_name
                        from information_schema.columns
                        where (table_name like 'abo%' or table_name like 'ABO%') and column_name in (
                            'name', 'street', 'postal_code', 'city', 'NAME', 'STREET', 'POSTAL_CODE', 'CITY')""").stream()
                .map(table -> table.toLowerCase(Locale.ROOT))
                .toList();

        assertThat(tables).containsExactlyInAnyOrder("abo_party", "abo_document_party");
    }

    @ParameterizedTest
    @EnumSource
    void names_and_addresses_stand_in_two_tables_only(TestDatabase kind) {
        DataSource database = kind.migrated();
        JdbcStore.on(database).inTransaction(tx -> {
            tx.open(account(ADA, 1, CARD), party("Lovelace"));
            return tx.write(List.of(Rows.invoicing(ADA, 1, "RE-")));
        });

        for (String table : rows(
                database,
                "select table_name from information_schema.tables where table_name like 'abo%' or table_name like 'ABO%'")) {
            boolean personal = List.of("abo_party", "abo_document_party").contains(table.toLowerCase(Locale.ROOT));
            String content = String.join("\n", rows(database, "select * from " + table));
            if (personal) {
                assertThat(content).as(table).contains("Lovelace", "Weg 1");
            } else {
                assertThat(content).as(table).doesNotContain("Lovelace", "Weg 1");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void errors_of_the_database_tell_neither_names_nor_tokens(TestDatabase kind) {
        DataSource database = kind.migrated();
        JdbcStore store = JdbcStore.on(database);
        store.inTransaction(tx -> tx.open(account(ADA, 1), party("Ada")));
        execute(database, "alter table abo_party add constraint no_lovelace check (name <> 'Lovelace')");
        execute(database, "alter table abo_account add constraint no_card check (payment_method <> 'CARD')");

        DatabaseException name = catchThrowableOfType(
                DatabaseException.class,
                () -> store.inTransaction(tx -> tx.open(account(Rows.BOB, 1), party("Lovelace"))));
        DatabaseException token = catchThrowableOfType(
                DatabaseException.class,
                () -> store.inTransaction(
                        tx -> tx.write(List.of(Rows.change(account(ADA, 2, CARD), List.of(), List.of(), List.of())))));

        assertThat(trace(name)).containsIgnoringCase("no_lovelace").doesNotContain("Weg 1", "10115");
        assertThat(trace(token)).containsIgnoringCase("no_card").doesNotContain("tok_secret");
        assertThat(name.sqlState()).startsWith("23");
    }

    private static String trace(Throwable problem) {
        StringWriter text = new StringWriter();
        problem.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
