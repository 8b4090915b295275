package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.COUNT;
import static io.aboengine.jdbc.ColumnType.TEXT;

/**
 * {@code abo_redemption}: how often discounts were granted that may be granted so often only.
 *
 * <p>A discount's row stays locked from the count to the end of the transaction. A command takes its locks in this order:
 * the account's row first, for which nobody waits inside the database, then redemptions in the order of their discounts,
 * then what the account's change writes, its series last. So no two commands wait for each other. Where a host gives several
 * in one transaction, a later one may redeem after an earlier one took a series; of two such hosts the database may send
 * one back, which comes out as {@link io.aboengine.store.StaleWriteException}.
 */
final class RedemptionRows {
    private record Redemption(String discount, int used) {}

    private static final Table<Redemption> TABLE = Table.<Redemption>named("abo_redemption")
            .key("discount", TEXT, Redemption::discount)
            .column("used", COUNT, Redemption::used);

    private static final String COUNT_ON = """
            update abo_redemption
            set used = used + 1
            where tenant_id = :tenant and discount = :discount and used < :most""";

    private RedemptionRows() {}

    /** Counts one more; false if it was granted that often already. */
    static boolean redeem(Session session, String discount, int most) {
        if (countsOn(session, discount, most)) {
            return true;
        }
        session.insertIfAbsent(TABLE, new Redemption(discount, 0));
        return countsOn(session, discount, most);
    }

    /** Whether one more would be counted. */
    static boolean isRedeemable(Session session, String discount, int most) {
        return session.query("select used from abo_redemption where tenant_id = :tenant and discount = :discount")
                        .bind("discount", discount)
                        .mapTo(Integer.class)
                        .findFirst()
                        .orElse(0)
                < most;
    }

    private static boolean countsOn(Session session, String discount, int most) {
        return session.update(COUNT_ON)
                        .bind("discount", discount)
                        .bind("most", most)
                        .execute()
                == 1;
    }
}
