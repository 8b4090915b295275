package io.aboengine.jdbc;

import static io.aboengine.jdbc.ColumnType.COUNT;
import static io.aboengine.jdbc.ColumnType.DAY;
import static io.aboengine.jdbc.ColumnType.FLAG;
import static io.aboengine.jdbc.ColumnType.NUMBER;
import static io.aboengine.jdbc.ColumnType.TEXT;

import com.fasterxml.jackson.core.type.TypeReference;
import io.aboengine.calendar.TermRule;
import io.aboengine.catalog.ProductId;
import io.aboengine.party.AccountId;
import io.aboengine.party.SelfService;
import io.aboengine.subscription.OneTime;
import io.aboengine.subscription.Pause;
import io.aboengine.subscription.ScheduledChange;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.SubscriptionState;
import io.aboengine.subscription.Term;
import io.aboengine.subscription.Timeline;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** {@code abo_subscription}: contracts without their timelines, which stand in {@code abo_segment}. */
final class SubscriptionRows {
    static final Table<Subscription> TABLE = Table.<Subscription>named("abo_subscription")
            .identifiedBy(Subscription::id)
            .key("account_id", TEXT, s -> s.id().account().value())
            .key("ordinal", NUMBER, s -> s.id().ordinal())
            .optional("shop_reference", TEXT, Subscription::reference)
            .column("product", TEXT, s -> s.product().value())
            .column("state", TEXT, s -> s.state().name())
            .column("concluded_on", DAY, Subscription::concludedOn)
            .column("start_on", DAY, Subscription::startOn)
            .optional("billed_until_on", DAY, Subscription::billedUntil)
            .column("charged_through_on", DAY, Subscription::chargedThrough)
            .optional("review_from_on", DAY, Subscription::reviewFrom)
            .column("announced_through_on", DAY, Subscription::announcedThrough)
            .column("usage_through_on", DAY, Subscription::usageThrough)
            .optional("usage_from_on", DAY, Subscription::usageFrom)
            .optional("end_on", DAY, Subscription::end)
            .optional("expires_on", DAY, Subscription::expiresOn)
            .optional("agreed_end_on", DAY, Subscription::agreedEnd)
            .optional("kept_until_on", DAY, Subscription::keptUntil)
            .column("refunding", FLAG, Subscription::refunding)
            .listJson("once", Subscription::once)
            .optionalJson("self_service", Subscription::selfService)
            .optionalJson("term_rule", s -> binding(s.term()))
            .column("term_start_on", DAY, s -> s.term().startOn())
            .column("term_shifted_days", COUNT, s -> s.term().shiftedDays())
            .optional("add_on_to", NUMBER, s -> s.addOnTo().map(SubscriptionId::ordinal))
            .column("ends_with_base", FLAG, Subscription::endsWithBase)
            .optional("beneficiary", TEXT, s -> s.beneficiary().map(AccountId::value))
            .optionalJson("pause", Subscription::pause)
            .optionalJson("scheduled", Subscription::scheduled);

    private static final String COLUMNS = """
            account_id, ordinal, shop_reference, product, state, concluded_on, start_on, billed_until_on,
            charged_through_on, review_from_on, announced_through_on, usage_through_on, usage_from_on, end_on, expires_on,
            agreed_end_on, kept_until_on, refunding, once, self_service, term_rule, term_start_on, term_shifted_days, add_on_to,
            ends_with_base, beneficiary, pause, scheduled""";

    private static final String ALIVE = """
            select %s
            from abo_subscription
            where tenant_id = :tenant and account_id = any(:accounts) and state <> 'ENDED'
            order by account_id, ordinal""".formatted(COLUMNS);

    private static final String ALL = """
            select %s
            from abo_subscription
            where tenant_id = :tenant and account_id = :account
            order by ordinal""".formatted(COLUMNS);

    private static final String AFTER = """
            select %s
            from abo_subscription
            where tenant_id = :tenant and account_id = :account and ordinal > :after
            order by ordinal
            limit :limit""".formatted(COLUMNS);

    private static final String OF = """
            select %s
            from %s
            join abo_subscription on tenant_id = :tenant and account_id = key_account and ordinal = key_ordinal""".formatted(COLUMNS, Keys.ROWS);

    private static final TypeReference<List<OneTime>> ONCE = new TypeReference<>() {};

    private SubscriptionRows() {}

    /** The rule of a contract that binds at all. */
    private static Optional<TermRule> binding(Term term) {
        return term.rule().equals(TermRule.none()) ? Optional.empty() : Optional.of(term.rule());
    }

    /** Those that have not ended. */
    static List<Subscription> alive(Session session, Collection<AccountId> accounts) {
        return session.list(TABLE, ALIVE, accounts, SubscriptionRows::read);
    }

    static List<Subscription> all(Session session, AccountId account) {
        return session.query(ALL)
                .bind("account", account.value())
                .map(Row.mapped(SubscriptionRows::read))
                .list();
    }

    static List<Subscription> after(Session session, AccountId account, long afterOrdinal, int limit) {
        return session.query(AFTER)
                .bind("account", account.value())
                .bind("after", afterOrdinal)
                .bind("limit", limit)
                .map(Row.mapped(SubscriptionRows::read))
                .list();
    }

    static List<Subscription> of(Session session, Collection<SubscriptionId> ids) {
        return session.list(
                TABLE, OF, Keys.of(ids, SubscriptionId::account, SubscriptionId::ordinal), SubscriptionRows::read);
    }

    private static Subscription read(Row row) throws SQLException {
        AccountId account = row.account();
        return new Subscription(
                new SubscriptionId(account, row.number("ordinal")),
                row.optionalText("shop_reference"),
                new ProductId(row.text("product")),
                row.oneOf(SubscriptionState.class, "state"),
                row.day("concluded_on"),
                row.day("start_on"),
                row.optionalDay("billed_until_on"),
                row.day("charged_through_on"),
                row.optionalDay("review_from_on"),
                row.day("announced_through_on"),
                row.day("usage_through_on"),
                row.optionalDay("usage_from_on"),
                row.optionalDay("end_on"),
                row.optionalDay("expires_on"),
                row.optionalDay("agreed_end_on"),
                row.optionalDay("kept_until_on"),
                row.flag("refunding"),
                Json.readList(row.optionalText("once"), ONCE),
                row.optionalText("self_service").map(json -> Json.read(json, SelfService.class)),
                new Term(
                        row.optionalText("term_rule")
                                .map(json -> Json.read(json, TermRule.class))
                                .orElseGet(TermRule::none),
                        row.day("term_start_on"),
                        row.count("term_shifted_days")),
                row.optionalId("add_on_to", ordinal -> new SubscriptionId(account, ordinal)),
                row.flag("ends_with_base"),
                row.optionalText("beneficiary").map(AccountId::new),
                row.optionalText("pause").map(json -> Json.read(json, Pause.class)),
                row.optionalText("scheduled").map(json -> Json.read(json, ScheduledChange.class)),
                Timeline.empty());
    }
}
