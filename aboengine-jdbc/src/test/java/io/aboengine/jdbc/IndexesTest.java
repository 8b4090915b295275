package io.aboengine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PostgreSQL leaves all indexes of a table alone where no column that one of them names becomes different (ADR 47). */
class IndexesTest {
    private static final DataSource DATABASE = TestDatabase.POSTGRESQL.migrated();

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            # table          | changed by              | columns
            abo_subscription | a renewal               | charged_through_on usage_through_on announced_through_on
            abo_attempt      | marking it as sent      | state next_at sent_at
            abo_account      | a renewal, a payment    | next_ordinal due_on dun_on credit_minor
            abo_outbox       | every event             | last_event
            """)
    void no_index_names_what_is_changed_most(String table, String changed, String columns) {
        List<String> indexes = TestDatabase.rows(
                DATABASE, "select indexdef from pg_indexes where tablename = '" + table + "' order by indexname");

        assertThat(indexes).isNotEmpty();
        for (String column : columns.split(" ")) {
            assertThat(indexes)
                    .as("%s, %s: %s", table, changed, column)
                    .noneMatch(index -> index.matches("(?s).*\\b" + column + "\\b.*"));
        }
    }
}
