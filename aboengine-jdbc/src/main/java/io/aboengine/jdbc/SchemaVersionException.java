package io.aboengine.jdbc;

import java.util.List;

/** The tables are not those this version of aboengine works with. */
public final class SchemaVersionException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int found;
    private final int expected;

    private SchemaVersionException(String message, int found, int expected) {
        super(message);
        this.found = found;
        this.expected = expected;
    }

    static SchemaVersionException missing(List<String> scripts, String folder, int found, int expected) {
        return new SchemaVersionException(
                "The database lacks %s: call SchemaMigrator.on(dataSource).migrate(), or have your own tool run what lies in %s"
                        .formatted(String.join(", ", scripts), folder),
                found,
                expected);
    }

    static SchemaVersionException elsewhere(String schema, String first, int expected) {
        return new SchemaVersionException(
                "The tables are in the schema %s, which is not the first one of the data source, but %s: lead to %s alone, or call SchemaMigrator.on(dataSource).migrate(), which makes tables in %s"
                        .formatted(schema, first, schema, first),
                0,
                expected);
    }

    static SchemaVersionException newer(String script, int found, int expected) {
        return new SchemaVersionException(
                "The database is at version %d (%s), made by a newer aboengine; this one knows version %d: bring it up to date"
                        .formatted(found, script, expected),
                found,
                expected);
    }

    /** The version of the tables; 0: there are none. */
    public int found() {
        return found;
    }

    /** The version this aboengine works with. */
    public int expected() {
        return expected;
    }
}
