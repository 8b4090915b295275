package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.COUNT;
import static io.aboengine.jdbc.ColumnType.DAY;
import static io.aboengine.jdbc.ColumnType.TEXT;

import io.aboengine.store.OutdatedRulesException;
import io.aboengine.store.StaleWriteException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** {@code abo_catalog_version} and {@code abo_settings_version}: every version of the rules that was published. */
final class RuleRows {
    static final RuleRows CATALOG = new RuleRows("abo_catalog_version", "products and plans");
    static final RuleRows SETTINGS = new RuleRows("abo_settings_version", "settings");

    /** How often others may publish something while we try to. */
    private static final int TRIES = 20;

    private record Entry(int version, LocalDate validFrom, String fingerprint, String content) {}

    private record Published(int version, String fingerprint) {}

    private final String what;
    private final Table<Entry> table;
    private final String published;
    private final String contentOf;

    private RuleRows(String table, String what) {
        this.what = what;
        this.table = Table.<Entry>named(table)
                .key("version", COUNT, Entry::version)
                .column("valid_from_on", DAY, Entry::validFrom)
                .column("fingerprint", TEXT, Entry::fingerprint)
                .column("content", TEXT, Entry::content);
        this.published =
                "select version, fingerprint from %s where tenant_id = :tenant order by version".formatted(table);
        this.contentOf = "select content from %s where tenant_id = :tenant and version = :version".formatted(table);
    }

    int publish(Session session, String content, LocalDate validFrom) {
        String fingerprint = sha256(content);
        for (int i = 0; i < TRIES; i++) {
            List<Published> versions = session.query(published)
                    .map(Row.mapped(row -> new Published(row.count("version"), row.text("fingerprint"))))
                    .list();
            int latest = versions.isEmpty() ? 0 : versions.get(versions.size() - 1).version;
            for (Published earlier : versions) {
                if (earlier.fingerprint.equals(fingerprint)) {
                    if (earlier.version == latest) {
                        return latest;
                    }
                    throw new OutdatedRulesException(what, earlier.version, latest);
                }
            }
            if (session.insertIfAbsent(table, new Entry(latest + 1, validFrom, fingerprint, content))) {
                return latest + 1;
            }
        }
        throw new StaleWriteException("Others publish " + what + " all the time; try again");
    }

    Optional<String> content(Session session, int version) {
        return session.query(contentOf)
                .bind("version", version)
                .map(Row.mapped(row -> row.text("content")))
                .findFirst();
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256, but not this one", e);
        }
    }
}
