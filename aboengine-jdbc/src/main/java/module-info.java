/** Keeps what the engine must remember in PostgreSQL or H2. */
module io.aboengine.jdbc {
    requires transitive io.aboengine.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jdk8;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires org.jdbi.v3.core;
    requires static org.postgresql.jdbc;

    exports io.aboengine.jdbc;
}
