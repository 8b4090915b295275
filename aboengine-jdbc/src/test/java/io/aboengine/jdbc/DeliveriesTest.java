package io.aboengine.jdbc;

import static io.aboengine.jdbc.Rows.ADA;
import static io.aboengine.jdbc.Rows.BOB;
import static io.aboengine.jdbc.Rows.NOW;
import static io.aboengine.jdbc.Rows.account;
import static io.aboengine.jdbc.Rows.event;
import static io.aboengine.jdbc.Rows.happening;
import static io.aboengine.jdbc.Rows.party;
import static io.aboengine.jdbc.TestDatabase.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.event.Event;
import io.aboengine.party.AccountId;
import io.aboengine.store.ClaimedDeliveries;
import io.aboengine.store.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How events find their subscribers, beyond what the contract says of each claim. */
class DeliveriesTest {
    private static final String FRESH = "select account_id from abo_outbox where fresh";
    private static final String CAUGHT_UP = "select subscriber from abo_subscriber where caught_up order by subscriber";

    /** What {@link #claim} claims is claimed until then. */
    private static final Instant CLAIMED = NOW.plusSeconds(60);

    private DataSource database;
    private JdbcStore store;

    private void open(TestDatabase kind) {
        database = kind.migrated();
        store = JdbcStore.on(database);
    }

    private void happens(AccountId account, long ordinal) {
        store.inTransaction(tx -> {
            tx.open(account(account, ordinal), party(account.value()));
            tx.lock(account, Duration.ofSeconds(20));
            return tx.write(List.of(happening(account, ordinal)));
        });
    }

    private List<Delivery> claim(String subscriber, int limit) {
        return store.inTransaction(
                tx -> tx.claimDeliveries(subscriber, NOW, NOW.plusSeconds(60), limit, 100, Optional.empty())
                        .deliveries());
    }

    /** Delivers all there is and answers the text forms of the events. */
    private List<String> deliver(String subscriber) {
        List<String> seen = new ArrayList<>();
        for (List<Delivery> claimed = claim(subscriber, 2); !claimed.isEmpty(); claimed = claim(subscriber, 2)) {
            for (Delivery delivery : claimed) {
                List<Event> events = delivery.events();
                events.forEach(e -> seen.add(e.account() + "/" + e.ordinal()));
                store.inTransaction(tx -> {
                    tx.delivered(
                            subscriber,
                            delivery.account(),
                            CLAIMED,
                            events.get(events.size() - 1).ordinal());
                    return "delivered";
                });
            }
        }
        return seen;
    }

    @ParameterizedTest
    @EnumSource
    void a_subscriber_that_has_caught_up_gets_what_happens_next(TestDatabase kind) {
        open(kind);
        happens(ADA, 1);
        assertThat(deliver("mail")).containsExactly("ada/1");
        assertThat(deliver("mail")).isEmpty();
        assertThat(rows(database, CAUGHT_UP)).containsExactly("mail");
        assertThat(rows(database, FRESH)).isEmpty();

        happens(ADA, 2);
        happens(BOB, 1); // whom no subscriber has met
        assertThat(rows(database, FRESH)).containsExactlyInAnyOrder("ada", "bob");

        assertThat(deliver("mail")).containsExactly("ada/2", "bob/1");
        assertThat(rows(database, FRESH)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_subscriber_that_comes_late_gets_everything(TestDatabase kind) {
        open(kind);
        happens(ADA, 1);
        happens(BOB, 1);
        deliver("mail");
        deliver("mail");
        happens(ADA, 2);
        deliver("mail");

        assertThat(deliver("books")).containsExactly("ada/1", "ada/2", "bob/1");
        assertThat(deliver("books")).isEmpty();
        assertThat(rows(database, CAUGHT_UP)).containsExactly("books", "mail");
        happens(BOB, 2);
        assertThat(deliver("mail")).containsExactly("bob/2");
        assertThat(deliver("books")).containsExactly("bob/2");
    }

    @ParameterizedTest
    @EnumSource
    void what_is_handed_out_to_others_is_not_lost_to_one_who_is_catching_up(TestDatabase kind) {
        open(kind);
        happens(ADA, 1);
        happens(BOB, 1);
        assertThat(claim("books", 1)).extracting(Delivery::account).containsExactly(ADA);

        happens(ADA, 2);
        happens(BOB, 2);
        assertThat(deliver("mail")).containsExactly("ada/1", "ada/2", "bob/1", "bob/2");
        assertThat(deliver("mail")).isEmpty();
        assertThat(rows(database, FRESH)).isEmpty();

        assertThat(deliver("books")).containsExactly("bob/1", "bob/2"); // ada is claimed
        store.inTransaction(tx -> {
            tx.delivered("books", ADA, CLAIMED, 1);
            return "delivered";
        });
        assertThat(deliver("books")).containsExactly("ada/2");
    }

    @ParameterizedTest
    @EnumSource
    void what_a_failing_subscriber_puts_off_is_not_hurried_by_new_events(TestDatabase kind) {
        open(kind);
        happens(ADA, 1);
        deliver("mail");
        deliver("mail");
        happens(ADA, 2);
        claim("mail", 9);
        store.inTransaction(tx -> tx.deliveryFailed("mail", ADA, CLAIMED, 0, NOW.plusSeconds(5)));

        happens(ADA, 3);

        assertThat(deliver("mail")).isEmpty();
        assertThat(store.<List<Delivery>>inTransaction(
                        tx -> tx.claimDeliveries("mail", NOW.plusSeconds(5), NOW.plusSeconds(9), 9, 9, Optional.empty())
                                .deliveries()))
                .containsExactly(new Delivery("mail", ADA, List.of(event(ADA, 2), event(ADA, 3))));
    }

    @ParameterizedTest
    @EnumSource
    void who_asks_for_some_accounts_only_leaves_the_others_to_the_run(TestDatabase kind) {
        open(kind);
        happens(ADA, 1);
        happens(BOB, 1);

        assertThat(store.<List<Delivery>>inTransaction(
                        tx -> tx.claimDeliveries("mail", NOW, NOW.plusSeconds(60), 9, 9, Optional.of(Set.of(BOB)))
                                .deliveries()))
                .containsExactly(new Delivery("mail", BOB, List.of(event(BOB, 1))));
        assertThat(rows(database, FRESH)).containsExactly("ada");
        assertThat(rows(database, "select subscriber from abo_subscriber")).isEmpty();
        assertThat(deliver("mail")).containsExactly("ada/1");
    }

    @ParameterizedTest
    @EnumSource
    void nobody_has_caught_up_before_others_could_see_it(TestDatabase kind) {
        open(kind);

        store.inTransaction(tx -> {
            tx.claimDeliveries("mail", NOW, NOW.plusSeconds(60), 9, 9, Optional.empty());
            return tx.claimDeliveries("mail", NOW, NOW.plusSeconds(60), 9, 9, Optional.empty())
                    .deliveries();
        });
        assertThat(rows(database, "select subscriber from abo_subscriber")).containsExactly("mail");
        assertThat(rows(database, CAUGHT_UP)).isEmpty();

        claim("mail", 9);
        assertThat(rows(database, CAUGHT_UP)).containsExactly("mail");
    }

    @ParameterizedTest
    @EnumSource
    void many_marks_are_handed_out_in_several_transactions(TestDatabase kind) {
        open(kind);
        TestDatabase.execute(database, "insert into abo_subscriber values ('default', 'mail', true)");
        TestDatabase.execute(
                database,
                "insert into abo_outbox select 'default', 'c' || x, 2, true from "
                        + (kind == TestDatabase.H2 ? "system_range(1, 2500) r(x)" : "generate_series(1, 2500) r(x)"));
        TestDatabase.execute(
                database,
                "insert into abo_delivery (tenant_id, account_id, subscriber, position, last_event, next_at, failures)"
                        + " select tenant_id, account_id, 'mail', 0, 1, timestamp with time zone '2099-01-01 00:00:00+00', 1"
                        + " from abo_outbox");
        List<Integer> left = new ArrayList<>();
        ClaimedDeliveries claimed;
        do {
            claimed = store.inTransaction(tx -> tx.claimDeliveries("mail", NOW, CLAIMED, 100, 100, Optional.empty()));
            assertThat(claimed.deliveries()).isEmpty(); // all wait after a failure
            left.add(rows(database, FRESH).size());
        } while (claimed.more());

        assertThat(left).containsExactly(1500, 500, 0, 0);
    }

    /** Writers, processes that deliver, and a subscriber that joins in the middle, all at the same time. */
    @ParameterizedTest
    @EnumSource
    void nobody_misses_an_event_however_many_are_at_work(TestDatabase kind) throws Exception {
        open(kind);
        int writers = 2;
        int accounts = 5;
        int rounds = 10;
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<?>> writing = new ArrayList<>();
        List<Future<?>> delivering = new ArrayList<>();
        Map<String, List<String>> seen = new ConcurrentHashMap<>();
        AtomicBoolean written = new AtomicBoolean();
        for (int w = 0; w < writers; w++) {
            String name = "w" + w + "-";
            writing.add(threads.submit(() -> {
                for (int round = 1; round <= rounds; round++) {
                    for (int a = 0; a < accounts; a++) {
                        happens(AccountId.of(name + a), round);
                    }
                }
            }));
        }
        for (String process : List.of("mail 1", "mail 2", "books 1", "late 1")) {
            delivering.add(threads.submit(() -> {
                if (process.equals("late 1")) {
                    TimeUnit.MILLISECONDS.sleep(150);
                }
                List<String> mine = new ArrayList<>();
                boolean last = false;
                while (!last) {
                    last = written.get();
                    TimeUnit.MILLISECONDS.sleep(10); // so that the writers get a share of a small machine
                    mine.addAll(deliver(process.substring(0, process.indexOf(' '))));
                }
                seen.put(process, mine);
                return process;
            }));
        }
        for (Future<?> future : writing) {
            future.get(60, TimeUnit.SECONDS);
        }
        written.set(true);
        for (Future<?> future : delivering) {
            future.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        for (String subscriber : List.of("mail", "books", "late")) { // what each passed over because another held it
            seen.put(subscriber + " at the end", deliver(subscriber));
        }

        List<String> all = new ArrayList<>();
        for (int w = 0; w < writers; w++) {
            for (int a = 0; a < accounts; a++) {
                for (int round = 1; round <= rounds; round++) {
                    all.add("w" + w + "-" + a + "/" + round);
                }
            }
        }
        for (String subscriber : List.of("mail", "books", "late")) {
            List<String> got = new ArrayList<>();
            seen.forEach((process, events) -> {
                if (process.startsWith(subscriber)) {
                    got.addAll(events);
                }
            });
            assertThat(got).as(subscriber).containsExactlyInAnyOrderElementsOf(all);
        }
        for (int w = 0; w < writers; w++) {
            for (int a = 0; a < accounts; a++) {
                String account = "w" + w + "-" + a + "/";
                List<String> inOrder = new ArrayList<>(seen.getOrDefault("books 1", List.of()));
                inOrder.addAll(seen.getOrDefault("books at the end", List.of()));
                inOrder.removeIf(event -> !event.startsWith(account));
                assertThat(inOrder)
                        .isEqualTo(all.subList((w * accounts + a) * rounds, (w * accounts + a + 1) * rounds));
            }
        }
        assertThat(rows(database, "select count(*) from abo_delivery")).containsExactly("" + 3 * writers * accounts);
        assertThat(rows(database, FRESH)).isEmpty();
    }
}
