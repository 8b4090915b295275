package io.aboengine.engine;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Offer.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.AboEngine;
import io.aboengine.EventHandler;
import io.aboengine.RunReport;
import io.aboengine.RunRequest;
import io.aboengine.account.Command;
import io.aboengine.event.Event;
import io.aboengine.event.EventType;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.scenario.Shop;
import io.aboengine.scenario.WatchedStore;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.store.ClaimedDeliveries;
import io.aboengine.store.memory.MemoryStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What subscribers may rely on. */
class EventDeliveryTest {
    private static final Duration BACKOFF = Duration.ofHours(2);

    private final WatchedStore store = WatchedStore.over(new MemoryStore());
    private final Shop shop =
            Shop.over(store, "Europe/Berlin", "2025-04-01").offers(plan("basic", "EUR 10.00", MONTHLY));
    private final Taker taker = new Taker();

    /** Writes down what it took; throws on what it is told to. */
    private static final class Taker implements EventHandler {
        private final List<Event> taken = Collections.synchronizedList(new ArrayList<>());
        private volatile Predicate<Event> refuses = event -> false;

        @Override
        public void on(Event event) throws IOException {
            if (refuses.test(event)) {
                throw new IOException("the mail server is down");
            }
            taken.add(event);
        }

        List<Event> of(String account) {
            return taken.stream()
                    .filter(e -> e.account().value().equals(account))
                    .toList();
        }
    }

    private void subscribes(String account) {
        AboEngine engine = shop.engine();
        engine.accounts().open(customer(account).account());
        engine.subscriptions().subscribe(Command.Subscribe.to(account, "basic"));
    }

    private List<Event> trail(String account) {
        return shop.engine().events().list(AccountId.of(account));
    }

    private RunReport run() {
        return shop.engine().run(RunRequest.all());
    }

    @Test
    void every_event_is_given_to_every_subscriber_in_order_and_once() {
        Taker other = new Taker();
        shop.subscriber("mail", taker).subscriber("ledger", other);
        subscribes("ada");
        subscribes("bob");

        RunReport report = run();

        assertThat(trail("ada")).hasSizeGreaterThan(2);
        assertThat(taker.of("ada")).isEqualTo(trail("ada"));
        assertThat(taker.of("bob")).isEqualTo(trail("bob"));
        assertThat(other.taken).containsExactlyInAnyOrderElementsOf(taker.taken);
        assertThat(report.eventsDelivered()).isEqualTo(taker.taken.size() + other.taken.size());
        assertThat(run().eventsDelivered()).isZero();

        shop.on("2025-05-01");
        run();
        assertThat(taker.of("ada")).isEqualTo(trail("ada"));
    }

    @Test
    void an_error_is_a_failure_like_an_exception_and_keeps_no_other_from_its_events() {
        Taker other = new Taker();
        shop.subscriber("mail", taker).subscriber("ledger", other);
        subscribes("ada");
        subscribes("bob");
        taker.refuses = event -> {
            if (event.account().value().equals("ada")) {
                throw new NoClassDefFoundError("org/example/Mailer");
            }
            return false;
        };

        for (int i = 0; i < 6; i++) {
            run();
            shop.clock().advance(Duration.ofHours(25));
        }

        assertThat(taker.of("bob")).isEqualTo(trail("bob"));
        assertThat(other.of("ada")).isEqualTo(trail("ada"));
        assertThat(shop.engine().operations().parkedEvents("mail", Optional.empty(), 10))
                .isNotEmpty();
    }

    @Test
    void a_slow_subscriber_gets_all_its_events_in_one_run() {
        Taker slow = new Taker();
        slow.refuses = event -> {
            shop.clock()
                    .advance(Duration.ofSeconds(25)); // the time for calls is 60 seconds, and it is given them together
            return false;
        };
        for (String account : List.of("ada", "bob", "eve", "fay", "gil")) {
            subscribes(account);
        }
        shop.subscriber("mail", slow);

        RunReport report = run();

        assertThat(slow.taken).doesNotHaveDuplicates();
        assertThat(report.eventsDelivered()).isEqualTo(slow.taken.size());
        for (String account : List.of("ada", "bob", "eve", "fay", "gil")) {
            assertThat(slow.of(account)).isNotEmpty().isEqualTo(trail(account));
        }
    }

    @Test
    void in_a_run_of_hours_an_event_that_failed_waits_as_long_as_in_any_other() {
        List<Event> refused = new ArrayList<>();
        taker.refuses = event -> {
            if (event.account().value().equals("ada")) {
                refused.add(event);
                return true;
            }
            shop.clock().advance(Duration.ofMinutes(50));
            return false;
        };
        subscribes("ada");
        subscribes("bob");
        shop.subscriber("mail", taker);

        run();

        assertThat(taker.of("bob")).isEqualTo(trail("bob"));
        assertThat(refused).hasSizeBetween(1, trail("bob").size());
        assertThat(shop.engine().operations().parkedEvents("mail", Optional.empty(), 10))
                .isEmpty();
    }

    @Test
    void what_a_subscriber_makes_due_is_left_and_not_busy() {
        shop.subscriber("shop", event -> {
            if (event.account().value().equals("ada") && event.type() == EventType.INVOICE_FINALIZED) {
                shop.engine()
                        .accounts()
                        .open(customer("eve").payingBy(PaymentMethodKind.CARD).account());
                shop.engine().subscriptions().subscribe(Command.Subscribe.to("eve", "basic"));
            }
        });
        subscribes("ada");

        RunReport report = run();

        assertThat(report.left()).isEqualTo(1);
        assertThat(report.busy()).isZero();
    }

    @Test
    void many_events_of_one_account_come_in_order() {
        shop.subscriber("mail", taker);
        subscribes("ada");
        AboEngine engine = shop.engine();
        for (int i = 0; i < 250; i++) {
            engine.accounts().grantCredit(AccountId.of("ada"), Money.parse("EUR 0.01"), "a cent");
        }

        run();

        assertThat(trail("ada")).hasSizeGreaterThan(250);
        assertThat(taker.of("ada")).isEqualTo(trail("ada"));
    }

    @Test
    void an_event_that_a_subscriber_failed_at_is_given_again_and_those_behind_it_wait() {
        Taker other = new Taker();
        shop.subscriber("mail", taker).subscriber("ledger", other);
        subscribes("ada");
        subscribes("bob");
        taker.refuses = event -> event.account().value().equals("ada") && event.type() == EventType.INVOICE_FINALIZED;

        run();

        assertThat(taker.of("ada")).extracting(Event::type).doesNotContain(EventType.INVOICE_FINALIZED);
        assertThat(taker.of("ada"))
                .isEqualTo(trail("ada").subList(0, taker.of("ada").size()));
        assertThat(taker.of("bob")).isEqualTo(trail("bob"));
        assertThat(other.of("ada")).isEqualTo(trail("ada"));

        taker.refuses = event -> false;
        run(); // too early
        assertThat(taker.of("ada").size()).isLessThan(trail("ada").size());
        shop.clock().advance(BACKOFF);
        run();
        assertThat(taker.of("ada")).isEqualTo(trail("ada"));
        assertThat(other.of("ada")).isEqualTo(trail("ada"));
    }

    @Test
    void an_event_that_is_failed_at_too_often_is_put_aside_and_the_later_ones_go_on() {
        shop.subscriber("mail", taker);
        subscribes("ada");
        taker.refuses = event -> event.type() == EventType.INVOICE_FINALIZED;

        for (int i = 0; i < 20; i++) {
            run();
            shop.clock().advance(BACKOFF);
        }

        Event refused = trail("ada").stream()
                .filter(e -> e.type() == EventType.INVOICE_FINALIZED)
                .findFirst()
                .orElseThrow();
        List<Event> others = new ArrayList<>(trail("ada"));
        others.remove(refused);
        assertThat(taker.of("ada")).isEqualTo(others);
        assertThat(shop.engine().operations().parkedEvents("mail", Optional.empty(), 10))
                .singleElement()
                .satisfies(parked -> {
                    assertThat(parked.account()).isEqualTo(AccountId.of("ada"));
                    assertThat(parked.ordinal()).isEqualTo(refused.ordinal());
                    assertThat(parked.error()).contains("IOException");
                });
    }

    @Test
    void a_new_subscriber_starts_with_the_first_event_ever() {
        subscribes("ada");
        shop.on("2025-05-01");
        run();
        shop.subscriber("late", taker);

        run();

        assertThat(taker.of("ada")).isEqualTo(trail("ada"));
        assertThat(taker.of("ada").get(0).type()).isEqualTo(EventType.ACCOUNT_OPENED);
    }

    @Test
    void a_subscriber_that_was_away_goes_on_where_it_was() {
        shop.subscriber("mail", taker);
        subscribes("ada");
        run();
        shop.withoutSubscriber("mail").on("2025-05-01");
        run();
        shop.subscriber("mail", taker).on("2025-06-01");

        run();

        assertThat(taker.of("ada")).isEqualTo(trail("ada"));
    }

    @Test
    void a_subscriber_may_give_commands() {
        subscribes("ada");
        AboEngine engine = shop.engine();
        shop.subscriber("generous", event -> {
            if (event.type() == EventType.INVOICE_FINALIZED) {
                engine.accounts().grantCredit(event.account(), Money.parse("EUR 4.00"), "welcome");
            }
        });

        RunReport report = run();

        assertThat(report.broken()).isEmpty();
        assertThat(engine.accounts().balance(AccountId.of("ada"))).isEqualTo(Money.parse("EUR 6.00"));
    }

    @Test
    void a_run_for_one_account_tells_of_no_other() {
        shop.subscriber("mail", taker);
        subscribes("ada");
        subscribes("bob");

        shop.engine().run(RunRequest.account(AccountId.of("ada")));

        assertThat(taker.of("ada")).isEqualTo(trail("ada"));
        assertThat(taker.of("bob")).isEmpty();
    }

    @Test
    void engines_that_deliver_at_once_keep_the_order_of_each_account() throws Exception {
        int engines = 4;
        List<String> accounts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            accounts.add("c" + i);
            subscribes("c" + i);
        }
        shop.subscriber("mail", taker).on("2025-08-01");
        ExecutorService threads = Executors.newFixedThreadPool(engines);
        CyclicBarrier start = new CyclicBarrier(engines);
        List<Future<RunReport>> runs = new ArrayList<>();
        for (int i = 0; i < engines; i++) {
            AboEngine engine = shop.engine();
            runs.add(threads.submit(() -> {
                start.await(30, TimeUnit.SECONDS);
                return engine.run(RunRequest.all().batchSize(3));
            }));
        }
        for (Future<RunReport> run : runs) {
            run.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        run();

        Map<AccountId, Long> last = new HashMap<>();
        for (Event event : List.copyOf(taker.taken)) {
            Long before = last.put(event.account(), event.ordinal());
            assertThat(before == null || before < event.ordinal()).isTrue();
        }
        assertThat(accounts).allSatisfy(id -> assertThat(taker.of(id)).isEqualTo(trail(id)));
    }

    @Test
    void a_run_that_has_been_at_work_for_long_shares_no_account_with_another() {
        List<Event> taken = new ArrayList<>();
        shop.subscriber("slow", event -> shop.clock().advance(Duration.ofSeconds(90))) // longer than the time for calls
                .subscriber("mail", event -> {
                    taken.add(event);
                    if (taken.size() == 1) {
                        run(); // another process
                    }
                });
        subscribes("ada");

        run();
        shop.clock().advance(Duration.ofSeconds(90));
        run();

        assertThat(taken).isEqualTo(trail("ada"));
    }

    @Test
    void what_takes_longer_than_it_is_claimed_for_is_claimed_anew() {
        List<Event> taken = new ArrayList<>();
        shop.subscriber("mail", event -> {
            taken.add(event);
            shop.clock().advance(Duration.ofSeconds(70));
        });
        subscribes("ada");
        subscribes("bob");

        for (int i = 0; i < 20; i++) {
            run();
        }

        assertThat(taken).filteredOn(e -> e.account().value().equals("ada")).isEqualTo(trail("ada"));
        assertThat(taken).filteredOn(e -> e.account().value().equals("bob")).isEqualTo(trail("bob"));
    }

    @Test
    void who_is_late_with_a_success_gives_nothing_that_another_process_has_claimed() {
        List<Event> taken = new ArrayList<>();
        shop.subscriber("mail", event -> {
            taken.add(event);
            if (taken.size() == 1) {
                shop.clock().advance(Duration.ofSeconds(61)); // the time for calls is 60 seconds
                assertThat(claimedByAnother()).isEqualTo(trail("ada"));
            }
        });
        subscribes("ada");

        run();

        assertThat(taken).containsExactly(trail("ada").get(0));
        shop.clock().advance(Duration.ofSeconds(61));
        run();
        assertThat(taken).isEqualTo(trail("ada"));
    }

    private List<Event> claimedByAnother() {
        Instant now = shop.clock().instant();
        return store
                .<ClaimedDeliveries>inTransaction(
                        tx -> tx.claimDeliveries("mail", now, now.plusSeconds(60), 9, 99, Optional.empty()))
                .deliveries()
                .stream()
                .flatMap(delivery -> delivery.events().stream())
                .toList();
    }

    @Test
    void who_is_late_with_a_failure_does_not_hold_up_what_others_delivered() {
        AtomicBoolean first = new AtomicBoolean(true);
        shop.subscriber("mail", event -> {
            if (first.getAndSet(false)) {
                shop.clock().advance(Duration.ofSeconds(61));
                List<Event> claimed = claimedByAnother();
                taker.taken.addAll(claimed);
                Instant until = shop.clock().instant().plusSeconds(60);
                store.inTransaction(tx -> {
                    tx.delivered(
                            "mail",
                            event.account(),
                            until,
                            claimed.get(claimed.size() - 1).ordinal());
                    return claimed;
                });
                throw new IOException("timed out");
            }
            taker.on(event);
        });
        subscribes("ada");
        run();

        shop.engine().accounts().grantCredit(AccountId.of("ada"), Money.parse("EUR 1.00"), "sorry");
        run();

        assertThat(taker.taken).isEqualTo(trail("ada"));
    }

    @Test
    void trouble_with_the_events_of_one_subscriber_keeps_no_other_from_its_events_and_the_report() {
        shop.subscriber("audit", event -> {}).subscriber("mail", taker);
        subscribes("ada");
        store.beforeDelivering(subscriber -> {
            if (subscriber.equals("audit")) {
                throw new IllegalArgumentException("no such type of event");
            }
        });

        RunReport report = run();

        assertThat(taker.taken).isEqualTo(trail("ada"));
        assertThat(report.eventsDelivered()).isEqualTo(taker.taken.size());
    }

    @Test
    void an_interrupt_is_no_failure_of_the_subscriber_and_is_not_swallowed() {
        AtomicBoolean first = new AtomicBoolean(true);
        shop.subscriber("mail", event -> {
            if (first.getAndSet(false)) {
                throw new InterruptedException("as a host's calls do that meet an interrupt");
            }
            taker.on(event);
        });
        subscribes("ada");

        run();
        assertThat(Thread.interrupted()).isTrue();

        run();
        assertThat(taker.taken).isEqualTo(trail("ada"));
    }

    @Test
    void a_subscriber_may_run_the_engine() {
        AtomicInteger depth = new AtomicInteger();
        AboEngine[] engine = new AboEngine[1];
        AboEngine another = Shop.over(new MemoryStore(), "Europe/Berlin", "2025-04-01")
                .offers(plan("basic", "EUR 10.00", MONTHLY))
                .engine();
        shop.subscriber("mail", event -> {
            assertThat(depth.incrementAndGet()).isEqualTo(1);
            another.run(RunRequest.all());
            engine[0].run(RunRequest.all().batchSize(1));
            taker.on(event);
            depth.decrementAndGet();
        });
        subscribes("ada");
        subscribes("bob");
        engine[0] = shop.engine();

        engine[0].run(RunRequest.all().batchSize(1));

        assertThat(taker.of("ada")).isEqualTo(trail("ada"));
        assertThat(taker.of("bob")).isEqualTo(trail("bob"));
    }

    @Test
    void a_cancelled_run_delivers_to_no_further_account() {
        AtomicBoolean enough = new AtomicBoolean();
        taker.refuses = event -> {
            enough.set(true);
            return false;
        };
        shop.subscriber("mail", taker);
        subscribes("ada");
        subscribes("bob");

        shop.engine().run(RunRequest.all().until(enough::get));

        assertThat(taker.of("ada")).isEqualTo(trail("ada"));
        assertThat(taker.of("bob")).isEmpty();
        shop.clock().advance(Duration.ofSeconds(61));
        run();
        assertThat(taker.of("bob")).isEqualTo(trail("bob"));
    }

    @Test
    void events_hold_no_name_and_no_address() {
        subscribes("ada");
        shop.on("2025-05-01");
        run();

        assertThat(trail("ada").toString()).doesNotContain("Lindenallee", "Musterstadt");
    }
}
