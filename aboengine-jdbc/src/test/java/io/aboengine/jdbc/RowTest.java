package io.aboengine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RowTest {
    private static final String ROWS = """
            select * from (values (1, 'a1', 'b1', 'c1'), (2, 'a2', 'b2', 'c2'), (3, 'a3', 'b3', 'c3'), (4, 'a4', 'b4', 'c4'))
                as v (n, a, b, c)
            order by n""";

    private Handle handle;

    @BeforeEach
    void open() {
        handle = Jdbi.open("jdbc:h2:mem:");
    }

    @AfterEach
    void close() {
        handle.close();
    }

    @Test
    void columns_are_found_by_name_in_whichever_order_a_row_asks_for_them() {
        List<String> read = handle.createQuery(ROWS)
                .map(Row.mapped(row -> switch (row.count("n")) {
                    case 1 -> row.text("c") + row.text("b") + row.text("a");
                    case 2 -> row.text("a") + row.text("b");
                    case 3 -> row.text("b");
                    default -> row.text("a") + row.text("b") + row.text("c") + row.text("a");
                }))
                .list();
        assertThat(read).containsExactly("c1b1a1", "a2b2", "b3", "a4b4c4a4");
    }

    @Test
    void one_reader_serves_results_whose_columns_stand_elsewhere() {
        RowMapper<String> mapper = Row.mapped(row -> row.text("a") + row.text("b"));
        assertThat(handle.createQuery("select a, b from (" + ROWS + ")")
                        .map(mapper)
                        .list())
                .containsExactly("a1b1", "a2b2", "a3b3", "a4b4");
        assertThat(handle.createQuery("select b, c, a from (" + ROWS + ")")
                        .map(mapper)
                        .list())
                .containsExactly("a1b1", "a2b2", "a3b3", "a4b4");
    }

    @Test
    void a_column_that_the_result_does_not_have_is_an_error() {
        assertThatThrownBy(() -> handle.createQuery(ROWS)
                        .map(Row.mapped(row -> row.count("n") < 3 ? row.text("a") : row.text("d")))
                        .list())
                .hasStackTraceContaining("\"d\"");
    }
}
