package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.MOMENT;
import static io.aboengine.jdbc.ColumnType.TEXT;

import io.aboengine.party.AccountId;
import java.time.Instant;

/** {@code abo_notice}: the notices of gateways that were seen. */
final class NoticeRows {

    /** A notice and when it was noted. */
    record Entry(String gateway, String noticeId, AccountId account, Instant notedAt) {}

    static final Table<Entry> TABLE = Table.<Entry>named("abo_notice")
            .key("gateway", TEXT, Entry::gateway)
            .key("notice_id", TEXT, Entry::noticeId)
            .column("account_id", TEXT, e -> e.account().value())
            .column("noted_at", MOMENT, Entry::notedAt);

    private NoticeRows() {}
}
