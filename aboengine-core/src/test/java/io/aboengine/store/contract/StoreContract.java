package io.aboengine.store.contract;

import static io.aboengine.store.contract.Rows.ADA;
import static io.aboengine.store.contract.Rows.BOB;
import static io.aboengine.store.contract.Rows.EVE;
import static io.aboengine.store.contract.Rows.FAR;
import static io.aboengine.store.contract.Rows.MANY;
import static io.aboengine.store.contract.Rows.NASTY;
import static io.aboengine.store.contract.Rows.NOW;
import static io.aboengine.store.contract.Rows.access;
import static io.aboengine.store.contract.Rows.account;
import static io.aboengine.store.contract.Rows.assessment;
import static io.aboengine.store.contract.Rows.attempt;
import static io.aboengine.store.contract.Rows.benefiting;
import static io.aboengine.store.contract.Rows.catalog;
import static io.aboengine.store.contract.Rows.change;
import static io.aboengine.store.contract.Rows.counted;
import static io.aboengine.store.contract.Rows.credit;
import static io.aboengine.store.contract.Rows.day;
import static io.aboengine.store.contract.Rows.document;
import static io.aboengine.store.contract.Rows.documentId;
import static io.aboengine.store.contract.Rows.draft;
import static io.aboengine.store.contract.Rows.dueOn;
import static io.aboengine.store.contract.Rows.dunOn;
import static io.aboengine.store.contract.Rows.eur;
import static io.aboengine.store.contract.Rows.event;
import static io.aboengine.store.contract.Rows.fullAccess;
import static io.aboengine.store.contract.Rows.fullAccount;
import static io.aboengine.store.contract.Rows.fullAssessment;
import static io.aboengine.store.contract.Rows.fullAttempt;
import static io.aboengine.store.contract.Rows.fullCatalog;
import static io.aboengine.store.contract.Rows.fullDocument;
import static io.aboengine.store.contract.Rows.fullEvent;
import static io.aboengine.store.contract.Rows.fullLine;
import static io.aboengine.store.contract.Rows.fullPosting;
import static io.aboengine.store.contract.Rows.fullRecord;
import static io.aboengine.store.contract.Rows.fullSettings;
import static io.aboengine.store.contract.Rows.fullSubscription;
import static io.aboengine.store.contract.Rows.fullTally;
import static io.aboengine.store.contract.Rows.keyed;
import static io.aboengine.store.contract.Rows.nastyParty;
import static io.aboengine.store.contract.Rows.of;
import static io.aboengine.store.contract.Rows.on;
import static io.aboengine.store.contract.Rows.oneTime;
import static io.aboengine.store.contract.Rows.party;
import static io.aboengine.store.contract.Rows.paying;
import static io.aboengine.store.contract.Rows.planned;
import static io.aboengine.store.contract.Rows.posting;
import static io.aboengine.store.contract.Rows.record;
import static io.aboengine.store.contract.Rows.recurring;
import static io.aboengine.store.contract.Rows.referenced;
import static io.aboengine.store.contract.Rows.refunding;
import static io.aboengine.store.contract.Rows.segment;
import static io.aboengine.store.contract.Rows.settings;
import static io.aboengine.store.contract.Rows.subscription;
import static io.aboengine.store.contract.Rows.tally;
import static io.aboengine.store.contract.Rows.timeline;
import static io.aboengine.store.contract.Rows.unsettled;
import static io.aboengine.store.contract.Rows.variousTerms;
import static io.aboengine.store.contract.Rows.waitingUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aboengine.account.Account;
import io.aboengine.account.AccountChange;
import io.aboengine.account.AccountPayments;
import io.aboengine.account.AccountSnapshot;
import io.aboengine.account.CreditAssessment.Verdict;
import io.aboengine.account.PaymentMethod;
import io.aboengine.account.Reach;
import io.aboengine.account.Settings;
import io.aboengine.calendar.Renewal;
import io.aboengine.calendar.ServicePeriod;
import io.aboengine.calendar.TermRule;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.ProductId;
import io.aboengine.charge.ChargeKey;
import io.aboengine.charge.LineKind;
import io.aboengine.charge.UsageRecord;
import io.aboengine.charge.UsageTally;
import io.aboengine.dunning.DunningPosition;
import io.aboengine.event.Event;
import io.aboengine.event.EventType;
import io.aboengine.fulfilment.Access;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentState;
import io.aboengine.invoice.DocumentType;
import io.aboengine.invoice.Line;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import io.aboengine.payment.AttemptId;
import io.aboengine.payment.AttemptState;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.payment.Posting;
import io.aboengine.spi.payment.IdempotencyKey;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.store.AccountBusyException;
import io.aboengine.store.BrokenAccount;
import io.aboengine.store.Delivery;
import io.aboengine.store.Due;
import io.aboengine.store.OutdatedRulesException;
import io.aboengine.store.Outlook;
import io.aboengine.store.OverdueAccount;
import io.aboengine.store.RecordedRequest;
import io.aboengine.store.StaleWriteException;
import io.aboengine.store.Store;
import io.aboengine.store.StoreQueries.ParkedEvent;
import io.aboengine.store.StoreTransaction;
import io.aboengine.store.UndeliveredEvents;
import io.aboengine.store.UnknownAccountException;
import io.aboengine.subscription.OneTime;
import io.aboengine.subscription.Pause;
import io.aboengine.subscription.ScheduledChange;
import io.aboengine.subscription.Segment;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.SubscriptionState;
import io.aboengine.subscription.Term;
import io.aboengine.subscription.Terms;
import io.aboengine.subscription.Timeline;
import io.aboengine.tax.TaxTreatment;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every store keeps to, a method for each rule. Extend it and answer {@link #newStore}:
 *
 * <pre>{@code
 * class AcmeStoreTest extends StoreContract {
 *     @Override
 *     protected Store newStore() {
 *         return AcmeStore.on(emptyDatabase());
 *     }
 * }
 * }</pre>
 *
 * <p>A store gives back rows equal to those it took. Decimal numbers come without trailing zeros, moments in whole
 * microseconds, texts without the character 0; a store need not keep others as they came. All rules hold at READ
 * COMMITTED: a transaction sees what others committed, and its own work at once.
 */
public abstract class StoreContract {
    private static final LocalDate TODAY = day("2026-04-01");
    private static final Duration AT_ONCE = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(60);

    /** What {@link #deliveries} claims at {@code NOW} is claimed until then. */
    private static final Instant CLAIMED = NOW.plusSeconds(30);

    private static final int THREADS = 4;

    private final List<Held> held = new ArrayList<>();
    private ExecutorService threads;
    private Store store;

    /** An empty store. */
    protected abstract Store newStore();

    /** Another way to the data of the store: what another process would open. The same store where there is none. */
    protected Store reopened(Store store) {
        return store;
    }

    /** The test is over; close what {@link #newStore} opened. */
    protected void dispose(Store store) {}

    @BeforeEach
    void begin() {
        store = newStore();
        threads = Executors.newCachedThreadPool();
    }

    @AfterEach
    void end() throws InterruptedException {
        held.forEach(Held::letGo);
        threads.shutdown();
        boolean over = threads.awaitTermination(LONG.toSeconds(), TimeUnit.SECONDS);
        dispose(store);
        assertThat(over).as("all threads ended").isTrue();
    }

    // --- transactions ----------------------------------------------------------------------------------------------

    @Test
    void a_transaction_answers_what_its_work_answers() {
        Object answer = new Object();

        assertThat(store.<Object>inTransaction(tx -> answer)).isSameAs(answer);
    }

    @Test
    void what_the_work_throws_comes_out_as_it_is() {
        RuntimeException problem = new IllegalStateException("no luck");

        assertThatThrownBy(() -> run(tx -> {
                    throw problem;
                }))
                .isSameAs(problem);
    }

    @Test
    void a_transaction_sees_its_own_work() {
        run(tx -> {
            tx.open(account(ADA), party("Ada"));
            tx.write(List.of(change(dueOn(account(ADA), "2026-04-01"))
                    .with(document(ADA, 1, "0"))
                    .with(event(ADA, 2))
                    .numbering(documentId(ADA, 1), "RE-", 1)
                    .done()));

            assertThat(tx.account(ADA)).contains(dueOn(account(ADA), "2026-04-01"));
            assertThat(tx.number(documentId(ADA, 1))).contains("RE-1");
            assertThat(tx.byNumber("RE-1")).contains(documentId(ADA, 1));
            assertThat(tx.countDue(new Due.Billing(TODAY, NOW), Optional.empty()))
                    .isEqualTo(1);
            assertThat(tx.claim(new Due.Billing(TODAY, NOW), 9, Optional.empty()))
                    .containsExactly(ADA);
            assertThat(tx.load(List.of(ADA), TODAY)).hasSize(1);
            assertThat(tx.events(ADA, 0, 9)).containsExactly(event(ADA, 2));
            assertThat(tx.accountsAfter(Optional.empty(), 9)).containsExactly(ADA);
        });
    }

    @Test
    void others_see_the_work_when_it_is_committed() {
        opened(ADA);
        Held other = hold(tx -> {
            tx.open(account(BOB), party("Bob"));
            tx.lock(ADA, LONG);
            tx.write(List.of(
                    change(ADA).with(document(ADA, 1, "0")).with(event(ADA, 2)).done()));
        });

        assertThat(found(tx -> tx.account(BOB))).isEmpty();
        assertThat(found(tx -> tx.document(documentId(ADA, 1)))).isEmpty();
        assertThat(listed(tx -> tx.events(ADA, 0, 9))).isEmpty();
        assertThat(listed(tx -> tx.load(List.of(ADA, BOB), TODAY)))
                .containsExactly(AccountSnapshot.empty(account(ADA)));

        other.commit();

        assertThat(found(tx -> tx.account(BOB))).contains(account(BOB));
        assertThat(found(tx -> tx.document(documentId(ADA, 1)))).contains(document(ADA, 1, "0"));
        assertThat(listed(tx -> tx.events(ADA, 0, 9))).containsExactly(event(ADA, 2));
    }

    @Test
    void a_rollback_leaves_no_trace() {
        opened(ADA);
        wrote(change(ADA).with(event(ADA, 1)));
        IllegalStateException problem = new IllegalStateException("no luck");

        assertThatThrownBy(() -> run(tx -> {
                    tx.open(account(BOB), party("Bob"));
                    tx.lock(ADA, LONG);
                    tx.writeParty(counted(account(ADA), 2, MANY), party("Ada Two"));
                    Subscription contract = subscription(ADA, 2, segment("2026-01-01", "10"));
                    tx.write(List.of(change(planned(
                                    counted(account(ADA), 2, MANY + 1), Optional.of(TODAY), Optional.of(TODAY), 2))
                            .with(contract)
                            .with(on(recurring(3, contract.id(), "2026-01-01", "2026-02-01"), documentId(ADA, 4), 1))
                            .with(document(ADA, 4, "0"))
                            .with(waitingUntil(NOW, attempt(documentId(ADA, 4), 5, 1, AttemptState.UNRESOLVED)))
                            .with(posting(ADA, 6))
                            .with(access(contract.id()), access(new SubscriptionId(ADA, 8), Optional.of(BOB)))
                            .with(tally(contract.id(), "2026-03-01", "2026-04-01"))
                            .with(record(contract.id(), "r1", NOW, "2026-05-06"))
                            .with(event(ADA, 7))
                            .numbering(documentId(ADA, 4), "RE-", 3)
                            .done()));
                    tx.redeem("winter", 1);
                    tx.record(ADA, new RecordedRequest("k", "f", "r"));
                    tx.record(assessment(ADA, PaymentMethodKind.CARD, Verdict.APPROVED));
                    tx.noteNotice("acme", "n1", ADA, NOW);
                    tx.setAside(ADA, "broken", NOW);
                    tx.claimDeliveries("mail", NOW, NOW.plusSeconds(60), 9, 9, Optional.empty());
                    tx.park("mail", ADA, 1, "no luck");
                    tx.publish(catalog("EUR 1.00"), TODAY);
                    tx.publish(settings(1), TODAY);
                    tx.environment("rolled-back");
                    throw problem;
                }))
                .isSameAs(problem);

        run(tx -> {
            assertThat(tx.account(BOB)).isEmpty();
            assertThat(tx.party(BOB)).isEmpty();
            assertThat(tx.account(ADA)).contains(account(ADA));
            assertThat(tx.party(ADA)).contains(party("ada"));
            assertThat(tx.buyer(ADA, 2)).isEmpty();
            assertThat(tx.load(List.of(ADA), TODAY)).containsExactly(AccountSnapshot.empty(account(ADA)));
            assertThat(tx.subscriptions(ADA)).isEmpty();
            assertThat(tx.documents(ADA, 0, 9)).isEmpty();
            assertThat(tx.lines(documentId(ADA, 4))).isEmpty();
            assertThat(tx.number(documentId(ADA, 4))).isEmpty();
            assertThat(tx.byNumber("RE-001")).isEmpty();
            assertThat(tx.attempts(ADA)).isEmpty();
            assertThat(tx.attempt(new IdempotencyKey("test/ada/4/1"))).isEmpty();
            assertThat(tx.unresolvedAttempts(Optional.empty(), 9)).isEmpty();
            assertThat(tx.postings(ADA)).isEmpty();
            assertThat(tx.access(ADA)).isEmpty();
            assertThat(tx.access(BOB)).isEmpty();
            assertThat(tx.redeem("winter", 1)).isTrue();
            assertThat(tx.events(ADA, 0, 9)).containsExactly(event(ADA, 1));
            assertThat(tx.request(ADA, "k")).isEmpty();
            assertThat(tx.brokenAccounts(Optional.empty(), 9)).isEmpty();
            assertThat(tx.parkedEvents("mail", Optional.empty(), 9)).isEmpty();
            assertThat(tx.noteNotice("acme", "n1", ADA, NOW)).isTrue();
            assertThat(tx.claimDeliveries("mail", NOW, NOW.plusSeconds(60), 9, 9, Optional.empty())
                            .deliveries())
                    .containsExactly(new Delivery("mail", ADA, List.of(event(ADA, 1))));
            assertThat(tx.catalog(1)).isEmpty();
            assertThat(tx.settings(1)).isEmpty();
            assertThat(tx.publish(catalog("EUR 2.00"), TODAY)).isEqualTo(1);
            assertThat(tx.publish(settings(2), TODAY)).isEqualTo(1);
            assertThat(tx.environment("kept")).isEqualTo("kept");
        });
        wrote(change(ADA).with(document(ADA, 4, "0")).numbering(documentId(ADA, 4), "RE-", 3));
        assertThat(found(tx -> tx.number(documentId(ADA, 4)))).contains("RE-001");
    }

    @Test
    void a_rollback_frees_what_may_exist_once_only() {
        opened(ADA);
        Subscription contract =
                subscription(ADA, 1, segment("2025-01-01", "2026-01-01", "9"), segment("2026-01-01", "10"));
        wrote(change(ADA).with(contract).with(document(ADA, 2, "0"), document(ADA, 3, "0")));

        hold(tx -> {
                    tx.lock(ADA, LONG);
                    tx.record(ADA, new RecordedRequest("k", "f", "r"));
                    tx.write(List.of(change(ADA)
                            .with(
                                    contract.withAgreed(timeline(segment("2026-01-01", "77"))),
                                    referenced(subscription(ADA, 4), "order 1"))
                            .rewriting(contract.id(), "2026-01-01")
                            .with(recurring(5, contract.id(), "2026-04-01", "2026-05-01"))
                            .with(attempt(documentId(ADA, 2), 6, 1, AttemptState.INTENDED))
                            .with(posting(ADA, 7))
                            .with(record(contract.id(), "r1", NOW, "2026-05-06"))
                            .with(event(ADA, 8))
                            .numbering(documentId(ADA, 2), "RE-", 1)
                            .done()));
                })
                .rollback();

        assertThat(listed(tx -> tx.subscriptions(ADA))).containsExactly(contract);
        run(tx -> {
            tx.lock(ADA, LONG);
            tx.record(ADA, new RecordedRequest("k", "f2", "r2"));
            tx.write(List.of(change(ADA)
                    .with(referenced(subscription(ADA, 9), "order 1"))
                    .with(recurring(10, contract.id(), "2026-04-01", "2026-05-01"))
                    .with(
                            attempt(documentId(ADA, 2), 11, 1, AttemptState.DECLINED),
                            attempt(documentId(ADA, 2), 12, 2, AttemptState.INTENDED))
                    .with(posting(ADA, 7))
                    .with(record(contract.id(), "r1", NOW.plusSeconds(1), "2026-05-07"))
                    .with(event(ADA, 8))
                    .numbering(documentId(ADA, 3), "RE-", 1)
                    .numbering(documentId(ADA, 2), "RE-", 1)
                    .done()));
        });
        assertThat(found(tx -> tx.byNumber("RE-1"))).contains(documentId(ADA, 3));
        assertThat(found(tx -> tx.attempt(new IdempotencyKey("test/ada/2/1"))))
                .hasValueSatisfying(a -> assertThat(a.id().ordinal()).isEqualTo(11));
    }

    @Test
    void locks_end_with_a_rollback() {
        opened(ADA);
        Held other = hold(tx -> tx.lock(ADA, LONG));
        other.rollback();

        run(tx -> tx.lock(ADA, Duration.ZERO));
    }

    @Test
    void what_is_kept_is_there_for_other_processes() {
        opened(ADA);
        wrote(change(ADA).with(draft(ADA, 1)).with(event(ADA, 2)));
        Store again = reopened(store);

        assertThat(again.<Optional<Account>>inTransaction(tx -> tx.account(ADA)))
                .contains(account(ADA));
        assertThat(again.<List<AccountSnapshot>>inTransaction(tx -> tx.load(List.of(ADA), TODAY)))
                .isEqualTo(read(tx -> tx.load(List.of(ADA), TODAY)));
        assertThat(again.<String>inTransaction(tx -> tx.environment("one"))).isEqualTo("one");
        assertThat(told(tx -> tx.environment("two"))).isEqualTo("one");
    }

    @Test
    void an_empty_store_has_nothing() {
        run(tx -> {
            assertThat(tx.account(ADA)).isEmpty();
            assertThat(tx.party(ADA)).isEmpty();
            assertThat(tx.buyer(ADA, 1)).isEmpty();
            assertThat(tx.accountsAfter(Optional.empty(), 9)).isEmpty();
            assertThat(tx.subscriptions(ADA)).isEmpty();
            assertThat(tx.document(documentId(ADA, 1))).isEmpty();
            assertThat(tx.documents(ADA, 0, 9)).isEmpty();
            assertThat(tx.number(documentId(ADA, 1))).isEmpty();
            assertThat(tx.byNumber("RE-1")).isEmpty();
            assertThat(tx.lines(documentId(ADA, 1))).isEmpty();
            assertThat(tx.waitingLines(ADA)).isEmpty();
            assertThat(tx.attempts(ADA)).isEmpty();
            assertThat(tx.attempt(new IdempotencyKey("k"))).isEmpty();
            assertThat(tx.postings(ADA)).isEmpty();
            assertThat(tx.events(ADA, 0, 9)).isEmpty();
            assertThat(tx.access(ADA)).isEmpty();
            assertThat(tx.access(ADA, ProductId.of("paper"))).isEmpty();
            assertThat(tx.brokenAccounts(Optional.empty(), 9)).isEmpty();
            assertThat(tx.unresolvedAttempts(Optional.empty(), 9)).isEmpty();
            assertThat(tx.parkedEvents("mail", Optional.empty(), 9)).isEmpty();
            assertThat(tx.catalog(1)).isEmpty();
            assertThat(tx.settings(1)).isEmpty();
            assertThat(tx.load(List.of(ADA), TODAY)).isEmpty();
            assertThat(tx.load(List.of(), TODAY)).isEmpty();
            assertThat(tx.write(List.of())).isEmpty();
            assertThat(tx.request(ADA, "k")).isEmpty();
            assertThat(tx.claimDeliveries("mail", NOW, NOW.plusSeconds(1), 9, 9, Optional.empty())
                            .deliveries())
                    .isEmpty();
            assertThat(tx.wake(1, TODAY, 9)).isZero();
            assertThat(tx.outlook(TODAY, NOW, 1)).isEqualTo(new Outlook(false, false, false, false, false));
            for (Due due :
                    List.of(new Due.Billing(TODAY, NOW), new Due.Collection(NOW), new Due.Reminders(TODAY, NOW))) {
                assertThat(tx.claim(due, 9, Optional.empty())).isEmpty();
                assertThat(tx.countDue(due, Optional.empty())).isZero();
            }
        });
    }

    // --- accounts --------------------------------------------------------------------------------------------------

    @Test
    void an_account_is_opened_with_its_first_printed_name() {
        assertThat(agreed(tx -> tx.open(account(ADA), party("Ada")))).isTrue();

        assertThat(found(tx -> tx.account(ADA))).contains(account(ADA));
        assertThat(found(tx -> tx.party(ADA))).contains(party("Ada"));
        assertThat(found(tx -> tx.buyer(ADA, 1))).contains(party("Ada"));
        assertThat(found(tx -> tx.buyer(ADA, 2))).isEmpty();
    }

    @Test
    void an_account_with_everything_comes_back_as_it_went() {
        run(tx -> tx.open(fullAccount(ADA), nastyParty()));

        assertThat(found(tx -> tx.account(ADA))).contains(fullAccount(ADA));
        assertThat(found(tx -> tx.party(ADA))).contains(nastyParty());
        assertThat(found(tx -> tx.buyer(ADA, 7))).contains(nastyParty());
        assertThat(listed(tx -> tx.load(List.of(ADA), TODAY))).containsExactly(AccountSnapshot.empty(fullAccount(ADA)));
    }

    @Test
    void every_column_of_an_account_may_change() {
        opened(ADA);
        wrote(change(fullAccount(ADA)));
        assertThat(found(tx -> tx.account(ADA))).contains(fullAccount(ADA));

        Account bare = counted(account(ADA), 1, fullAccount(ADA).nextOrdinal());
        wrote(change(bare));
        assertThat(found(tx -> tx.account(ADA))).contains(bare);
    }

    @Test
    void each_way_of_paying_comes_back_as_it_went() {
        opened(ADA);
        for (PaymentMethodKind kind : PaymentMethodKind.values()) {
            for (PaymentMethod method : List.of(PaymentMethod.of(kind), PaymentMethod.of(kind, "a\"b'c\\%_"))) {
                Account paying = paying(account(ADA), method);
                wrote(change(paying));

                assertThat(found(tx -> tx.account(ADA))).contains(paying);
            }
        }
    }

    @Test
    void an_account_is_not_opened_twice() {
        opened(ADA);

        assertThat(agreed(tx -> tx.open(dueOn(account(ADA), "2026-04-01"), party("Somebody else"))))
                .isFalse();

        assertThat(found(tx -> tx.account(ADA))).contains(account(ADA));
        assertThat(found(tx -> tx.party(ADA))).contains(party("ada"));
        assertThat(found(tx -> tx.buyer(ADA, 1))).contains(party("ada"));
    }

    @Test
    void an_account_is_opened_once_within_one_transaction() {
        run(tx -> {
            assertThat(tx.open(account(ADA), party("Ada"))).isTrue();
            assertThat(tx.open(account(ADA), party("Ada"))).isFalse();
        });
    }

    @Test
    void many_who_open_the_same_account_open_it_once() {
        List<Boolean> answers = atOnce(THREADS, i -> read(tx -> tx.open(account(ADA), party("Ada " + i))));

        assertThat(answers).containsOnlyOnce(true);
        int winner = answers.indexOf(true);
        assertThat(found(tx -> tx.party(ADA))).contains(party("Ada " + winner));
    }

    @Test
    void who_opens_an_account_that_another_is_opening_waits_for_the_outcome() {
        Held first = hold(tx -> tx.open(account(ADA), party("first")));
        Future<Boolean> second = waiting(tx -> tx.open(account(ADA), party("second")));
        first.commit();
        assertThat(result(second)).isFalse();

        Held third = hold(tx -> tx.open(account(BOB), party("third")));
        Future<Boolean> fourth = waiting(tx -> tx.open(account(BOB), party("fourth")));
        third.rollback();
        assertThat(result(fourth)).isTrue();

        assertThat(found(tx -> tx.party(ADA))).contains(party("first"));
        assertThat(found(tx -> tx.party(BOB))).contains(party("fourth"));
    }

    @Test
    void opening_locks_the_account() {
        run(tx -> {
            tx.open(dueOn(account(ADA), "2026-04-01"), party("Ada"));
            assertThat(tx.claim(new Due.Billing(TODAY, NOW), 9, Optional.empty()))
                    .containsExactly(ADA);
            tx.lock(ADA, Duration.ZERO);
            tx.write(List.of(change(ADA).with(event(ADA, 1)).done()));
        });
        assertThat(listed(tx -> tx.events(ADA, 0, 9))).hasSize(1);
    }

    @Test
    void a_new_name_is_printed_under_its_own_version() {
        opened(ADA);
        Account renamed = counted(account(ADA), 2, MANY);

        run(tx -> {
            tx.lock(ADA, LONG);
            tx.writeParty(renamed, nastyParty());
            tx.write(List.of(change(renamed).done()));
        });

        assertThat(found(tx -> tx.party(ADA))).contains(nastyParty());
        assertThat(found(tx -> tx.buyer(ADA, 1))).contains(party("ada"));
        assertThat(found(tx -> tx.buyer(ADA, 2))).contains(nastyParty());
        assertThat(found(tx -> tx.account(ADA))).contains(renamed);
    }

    @Test
    void a_printed_name_is_never_replaced() {
        opened(ADA);

        assertStale(tx -> {
            tx.lock(ADA, LONG);
            tx.writeParty(account(ADA), party("Another"));
        });

        assertThat(found(tx -> tx.buyer(ADA, 1))).contains(party("ada"));
        assertThat(found(tx -> tx.party(ADA))).contains(party("ada"));
    }

    @Test
    void accounts_are_listed_by_id_as_ascii_orders_them() {
        List<AccountId> sorted = Stream.of("10", "9", "A", "Zoe", "_x", "a", "a-b", "a.b", "aB", "a_b", "ab", "~")
                .map(AccountId::of)
                .toList();
        List<AccountId> backwards = new ArrayList<>(sorted);
        Collections.reverse(backwards);
        opened(backwards.toArray(AccountId[]::new));

        assertThat(listed(tx -> tx.accountsAfter(Optional.empty(), 100))).isEqualTo(sorted);
        assertThat(listed(tx -> tx.accountsAfter(Optional.empty(), 5))).isEqualTo(sorted.subList(0, 5));
        assertThat(listed(tx -> tx.accountsAfter(Optional.of(sorted.get(4)), 5)))
                .isEqualTo(sorted.subList(5, 10));
        assertThat(listed(tx -> tx.accountsAfter(Optional.of(sorted.get(11)), 5)))
                .isEmpty();
        assertThat(listed(tx -> tx.accountsAfter(Optional.of(AccountId.of("a!")), 1)))
                .containsExactly(AccountId.of("a-b"));
        assertThat(listed(tx -> tx.accountsAfter(Optional.empty(), 0))).isEmpty();
    }

    // --- locks -----------------------------------------------------------------------------------------------------

    @Test
    void an_unknown_account_cannot_be_locked() {
        assertThatExceptionOfType(UnknownAccountException.class)
                .isThrownBy(() -> run(tx -> tx.lock(ADA, LONG)))
                .satisfies(e -> assertThat(e.account()).isEqualTo(ADA));
    }

    @Test
    void a_lock_that_others_keep_is_waited_for_and_then_refused() {
        opened(ADA, BOB);
        hold(tx -> tx.lock(ADA, LONG));

        for (Duration wait : List.of(Duration.ZERO, AT_ONCE)) {
            assertThatExceptionOfType(AccountBusyException.class)
                    .isThrownBy(() -> run(tx -> tx.lock(ADA, wait)))
                    .satisfies(e -> assertThat(e.account()).isEqualTo(ADA));
        }
        run(tx -> tx.lock(BOB, Duration.ZERO));
    }

    @Test
    void who_waits_for_a_lock_gets_it_and_sees_what_was_done_under_it() {
        opened(ADA);
        Held other = hold(tx -> {
            tx.lock(ADA, LONG);
            tx.write(List.of(change(counted(account(ADA), 1, MANY + 1))
                    .with(draft(ADA, MANY))
                    .done()));
        });
        CountDownLatch begun = new CountDownLatch(1);
        Future<AccountSnapshot> waiting = inBackground(() -> read(tx -> {
            begun.countDown();
            tx.lock(ADA, LONG);
            return tx.load(List.of(ADA), TODAY).get(0);
        }));
        await(begun);
        other.commit();

        AccountSnapshot seen = result(waiting);
        assertThat(seen.account().nextOrdinal()).isEqualTo(MANY + 1);
        assertThat(seen.documents()).containsExactly(draft(ADA, MANY));
    }

    @Test
    void a_lock_may_be_taken_again() {
        opened(ADA);

        run(tx -> {
            tx.lock(ADA, LONG);
            tx.lock(ADA, Duration.ZERO);
        });
    }

    @Test
    void reading_waits_for_no_lock() {
        opened(ADA);
        hold(tx -> tx.lock(ADA, LONG));

        assertThat(found(tx -> tx.account(ADA))).contains(account(ADA));
        assertThat(listed(tx -> tx.load(List.of(ADA), TODAY))).hasSize(1);
    }

    @Test
    void work_on_one_account_is_done_one_after_the_other() {
        opened(ADA);
        int rounds = 10;

        atOnce(THREADS, i -> {
            for (int round = 0; round < rounds; round++) {
                run(tx -> {
                    tx.lock(ADA, LONG);
                    Account now = tx.account(ADA).orElseThrow();
                    tx.write(List.of(change(counted(now, 1, now.nextOrdinal() + 1))
                            .with(event(ADA, now.nextOrdinal()))
                            .done()));
                });
            }
            return i;
        });

        assertThat(listed(tx -> tx.events(ADA, 0, MANY)))
                .extracting(Event::ordinal)
                .containsExactlyElementsOf(
                        LongStream.range(MANY, MANY + THREADS * rounds).boxed().toList());
    }

    // --- claims ----------------------------------------------------------------------------------------------------

    @Test
    void billing_claims_who_is_due_on_or_before_the_day() {
        AccountId none = AccountId.of("none");
        AccountId past = AccountId.of("past");
        AccountId future = AccountId.of("future");
        opened(none, past, future, ADA);
        wrote(change(dueOn(account(past), "2020-02-29")));
        wrote(change(dueOn(account(ADA), "2026-04-01")));
        wrote(change(dueOn(account(future), "2026-04-02")));
        Due due = new Due.Billing(TODAY, NOW);

        assertClaims(due, ADA, past);
        assertClaims(new Due.Billing(day("2026-04-02"), NOW), ADA, future, past);
        assertClaims(new Due.Billing(day("2020-02-28"), NOW));
        assertClaims(new Due.Reminders(FAR, NOW));
    }

    @Test
    void reminders_claim_who_is_to_be_reminded_on_or_before_the_day() {
        opened(ADA, BOB, EVE);
        wrote(change(dunOn(account(ADA), "2026-04-01")));
        wrote(change(dunOn(account(BOB), "2026-04-02")));

        assertClaims(new Due.Reminders(TODAY, NOW), ADA);
        assertClaims(new Due.Reminders(FAR, NOW), ADA, BOB);
        assertClaims(new Due.Billing(FAR, NOW));
    }

    @Test
    void collection_claims_who_has_an_attempt_whose_moment_has_come() {
        opened(ADA, BOB, EVE, AccountId.of("moe"));
        wrote(change(ADA)
                .with(document(ADA, 1, "0"), document(ADA, 2, "0"), document(ADA, 3, "0"))
                .with(
                        waitingUntil(NOW.plusSeconds(5), attempt(documentId(ADA, 1), 4, 1, AttemptState.INTENDED)),
                        waitingUntil(NOW, attempt(documentId(ADA, 2), 5, 1, AttemptState.SENT)),
                        waitingUntil(NOW.minusSeconds(5), attempt(documentId(ADA, 3), 6, 1, AttemptState.INTENDED))));
        wrote(change(BOB)
                .with(document(BOB, 1, "0"))
                .with(waitingUntil(NOW.plusNanos(1000), attempt(documentId(BOB, 1), 2, 1, AttemptState.INTENDED))));
        wrote(change(EVE).with(document(EVE, 1, "0")).with(attempt(documentId(EVE, 1), 2, 1, AttemptState.PENDING)));

        assertClaims(new Due.Collection(NOW.minusSeconds(6)));
        assertClaims(new Due.Collection(NOW), ADA);
        assertClaims(new Due.Collection(NOW.plusNanos(1000)), ADA, BOB);
        assertClaims(new Due.Billing(FAR, NOW));

        wrote(change(ADA)
                .with(
                        attempt(documentId(ADA, 1), 4, 1, AttemptState.WITHDRAWN),
                        attempt(documentId(ADA, 2), 5, 1, AttemptState.PENDING),
                        attempt(documentId(ADA, 3), 6, 1, AttemptState.SETTLED)));
        assertClaims(new Due.Collection(NOW.plusSeconds(99)), BOB);
    }

    @Test
    void a_claim_is_in_order_of_ids_and_no_larger_than_asked_for() {
        AccountId[] ids = {AccountId.of("Zoe"), ADA, BOB, EVE};
        opened(EVE, BOB, AccountId.of("Zoe"), ADA);
        for (AccountId id : ids) {
            wrote(change(dueOn(account(id), "2026-04-01")));
        }
        Due due = new Due.Billing(TODAY, NOW);

        assertThat(listed(tx -> tx.claim(due, 3, Optional.empty()))).containsExactly(AccountId.of("Zoe"), ADA, BOB);
        assertThat(listed(tx -> tx.claim(due, 9, Optional.empty()))).containsExactly(ids);
        assertThat(listed(tx -> tx.claim(due, 0, Optional.empty()))).isEmpty();
        assertThat(number(tx -> tx.countDue(due, Optional.empty()))).isEqualTo(4);
    }

    @Test
    void a_claim_may_be_narrowed() {
        opened(ADA, BOB, EVE);
        wrote(change(dueOn(account(ADA), "2026-04-01")));
        wrote(change(dueOn(account(BOB), "2026-04-01")));
        Due due = new Due.Billing(TODAY, NOW);
        Optional<Set<AccountId>> only = Optional.of(Set.of(BOB, EVE, AccountId.of("unknown")));

        assertThat(listed(tx -> tx.claim(due, 9, only))).containsExactly(BOB);
        assertThat(number(tx -> tx.countDue(due, only))).isEqualTo(1);
        assertThat(listed(tx -> tx.claim(due, 9, Optional.of(Set.of())))).isEmpty();
        assertThat(number(tx -> tx.countDue(due, Optional.of(Set.of())))).isZero();
    }

    @Test
    void a_claim_leaves_out_whom_it_is_told_to_and_finds_those_behind() {
        opened(ADA, BOB, EVE);
        for (AccountId id : List.of(ADA, BOB, EVE)) {
            wrote(change(dunOn(dueOn(account(id), "2026-04-01"), "2026-04-01"))
                    .with(document(id, 1, "0"))
                    .with(waitingUntil(NOW, attempt(documentId(id, 1), 2, 1, AttemptState.INTENDED))));
        }
        Optional<Set<AccountId>> all = Optional.empty();

        for (Due due : List.of(new Due.Billing(TODAY, NOW), new Due.Collection(NOW), new Due.Reminders(TODAY, NOW))) {
            assertThat(listed(tx -> tx.claim(due, 1, all, Set.of(ADA, BOB)))).containsExactly(EVE);
            assertThat(listed(tx -> tx.claim(due, 9, all, Set.of(BOB)))).containsExactly(ADA, EVE);
            assertThat(listed(tx -> tx.claim(due, 9, Optional.of(Set.of(ADA, BOB)), Set.of(ADA))))
                    .containsExactly(BOB);
            assertThat(listed(tx -> tx.claim(due, 9, all, Set.of(ADA, BOB, EVE))))
                    .isEmpty();
        }
    }

    @Test
    void a_claim_leaves_out_what_others_keep_locked_and_counts_it() {
        opened(ADA, BOB, EVE);
        for (AccountId id : List.of(ADA, BOB, EVE)) {
            wrote(change(dunOn(dueOn(account(id), "2026-04-01"), "2026-04-01"))
                    .with(document(id, 1, "0"))
                    .with(waitingUntil(NOW, attempt(documentId(id, 1), 2, 1, AttemptState.INTENDED))));
        }
        Held other = hold(tx -> tx.lock(BOB, LONG));

        for (Due due : List.of(new Due.Billing(TODAY, NOW), new Due.Collection(NOW), new Due.Reminders(TODAY, NOW))) {
            assertThat(listed(tx -> tx.claim(due, 9, Optional.empty()))).containsExactly(ADA, EVE);
            assertThat(listed(tx -> tx.claim(due, 2, Optional.empty()))).containsExactly(ADA, EVE);
            assertThat(number(tx -> tx.countDue(due, Optional.empty()))).isEqualTo(3);
        }
        other.commit();
        assertClaims(new Due.Billing(TODAY, NOW), ADA, BOB, EVE);
    }

    @Test
    void what_is_claimed_is_locked() {
        opened(ADA, BOB);
        wrote(change(dueOn(account(ADA), "2026-04-01")));
        Held other = hold(tx -> tx.claim(new Due.Billing(TODAY, NOW), 9, Optional.empty()));

        assertThatExceptionOfType(AccountBusyException.class).isThrownBy(() -> run(tx -> tx.lock(ADA, AT_ONCE)));
        run(tx -> tx.lock(BOB, Duration.ZERO));
        other.commit();
        run(tx -> tx.lock(ADA, Duration.ZERO));
    }

    @Test
    void many_who_claim_get_different_accounts_and_all_of_them() {
        int accounts = 40;
        List<AccountId> ids = IntStream.range(0, accounts)
                .mapToObj(i -> AccountId.of("c" + (100 + i)))
                .toList();
        opened(ids.toArray(AccountId[]::new));
        run(tx -> tx.write(ids.stream()
                .map(id -> change(dueOn(account(id), "2026-04-01")).done())
                .toList()));
        CountDownLatch allHaveClaimed = new CountDownLatch(THREADS);

        List<List<AccountId>> claims = atOnce(
                THREADS,
                i -> read(tx -> {
                    List<AccountId> claimed =
                            tx.claim(new Due.Billing(TODAY, NOW), accounts / THREADS, Optional.empty());
                    allHaveClaimed.countDown();
                    await(allHaveClaimed);
                    return claimed;
                }));

        List<AccountId> all = new ArrayList<>();
        claims.forEach(all::addAll);
        assertThat(all).doesNotHaveDuplicates().hasSize(accounts);
    }

    // --- set aside -------------------------------------------------------------------------------------------------

    @Test
    void an_account_that_is_set_aside_is_not_due_until_its_next_try() {
        opened(ADA, BOB);
        for (AccountId id : List.of(ADA, BOB)) {
            wrote(change(dunOn(dueOn(account(id), "2026-04-01"), "2026-04-01"))
                    .with(document(id, 1, "0"))
                    .with(waitingUntil(NOW.minusSeconds(99), attempt(documentId(id, 1), 2, 1, AttemptState.INTENDED))));
        }
        run(tx -> tx.setAside(ADA, NASTY, NOW));

        Instant before = NOW.minusNanos(1000);
        assertClaims(new Due.Billing(TODAY, before), BOB);
        assertClaims(new Due.Reminders(TODAY, before), BOB);
        assertClaims(new Due.Collection(before), BOB);
        assertClaims(new Due.Billing(TODAY, NOW), ADA, BOB);
        assertClaims(new Due.Reminders(TODAY, NOW), ADA, BOB);
        assertClaims(new Due.Collection(NOW), ADA, BOB);
        run(tx -> tx.lock(ADA, Duration.ZERO));
    }

    @Test
    void failures_in_a_row_are_counted_until_the_account_is_well() {
        opened(ADA, BOB);
        run(tx -> tx.setAside(ADA, "first", NOW));
        run(tx -> tx.setAside(ADA, NASTY, NOW.plusSeconds(60)));
        assertThat(listed(tx -> tx.brokenAccounts(Optional.empty(), 9)))
                .containsExactly(new BrokenAccount(ADA, NASTY, 2, NOW.plusSeconds(60)));
        assertThat(listed(tx -> tx.brokenAmong(List.of(BOB, ADA, AccountId.of("unknown")))))
                .containsExactly(new BrokenAccount(ADA, NASTY, 2, NOW.plusSeconds(60)));
        assertThat(listed(tx -> tx.brokenAmong(List.of(BOB)))).isEmpty();
        assertThat(listed(tx -> tx.brokenAmong(List.of()))).isEmpty();

        run(tx -> tx.release(ADA));
        run(tx -> tx.release(BOB));
        assertThat(listed(tx -> tx.brokenAccounts(Optional.empty(), 9))).isEmpty();

        run(tx -> tx.setAside(ADA, "again", NOW));
        assertThat(listed(tx -> tx.brokenAccounts(Optional.empty(), 9)))
                .containsExactly(new BrokenAccount(ADA, "again", 1, NOW));
    }

    @Test
    void failures_that_happen_at_the_same_time_are_all_counted() {
        opened(ADA);
        Held first = hold(tx -> tx.setAside(ADA, "first", NOW));
        Future<Boolean> second = waiting(tx -> {
            tx.setAside(ADA, "second", NOW.plusSeconds(1));
            return true;
        });
        first.commit();
        result(second);

        assertThat(listed(tx -> tx.brokenAccounts(Optional.empty(), 9)))
                .containsExactly(new BrokenAccount(ADA, "second", 2, NOW.plusSeconds(1)));
    }

    @Test
    void an_account_that_others_keep_locked_is_set_aside_at_once() {
        opened(ADA);
        hold(tx -> tx.lock(ADA, LONG));

        result(inBackground(() -> {
            run(tx -> tx.setAside(ADA, "broken", NOW));
            return ADA;
        }));

        assertThat(listed(tx -> tx.brokenAccounts(Optional.empty(), 9))).hasSize(1);
    }

    @Test
    void broken_accounts_are_listed_in_pages() {
        opened(EVE, ADA, BOB);
        run(tx -> List.of(EVE, ADA, BOB).forEach(id -> tx.setAside(id, "broken", NOW)));

        assertThat(listed(tx -> tx.brokenAccounts(Optional.empty(), 2)))
                .extracting(BrokenAccount::account)
                .containsExactly(ADA, BOB);
        assertThat(listed(tx -> tx.brokenAccounts(Optional.of(BOB), 2)))
                .extracting(BrokenAccount::account)
                .containsExactly(EVE);
        assertThat(listed(tx -> tx.brokenAccounts(Optional.of(EVE), 2))).isEmpty();
    }

    // --- rows come back as they went -------------------------------------------------------------------------------

    @Test
    void contracts_come_back_as_they_went() {
        opened(ADA);
        Subscription bare = subscription(ADA, 1, segment("2026-01-01", "10"));
        Subscription full = fullSubscription(ADA, 2);
        Subscription empty = subscription(ADA, 3);
        wrote(change(ADA).with(bare, full, empty));

        assertThat(listed(tx -> tx.subscriptions(ADA))).containsExactly(bare, full, empty);
        assertThat(listed(tx -> tx.subscriptions(ADA, 0, 2))).containsExactly(bare, full);
        assertThat(listed(tx -> tx.subscriptions(ADA, full.id().ordinal(), 2))).containsExactly(empty);
        assertThat(listed(tx -> tx.subscriptions(ADA, empty.id().ordinal(), 2))).isEmpty();

        Subscription swapped = new Subscription(
                full.id(),
                Optional.empty(),
                bare.product(),
                SubscriptionState.ENDED,
                bare.concludedOn(),
                bare.startOn(),
                Optional.empty(),
                bare.chargedThrough(),
                Optional.empty(),
                bare.announcedThrough(),
                bare.usageThrough(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(),
                Optional.empty(),
                bare.term(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                full.agreed());
        wrote(change(ADA).with(swapped));
        assertThat(listed(tx -> tx.subscriptions(ADA))).containsExactly(bare, swapped, empty);
    }

    @Test
    void every_state_of_a_contract_comes_back_as_it_went() {
        opened(ADA);
        List<Subscription> contracts = new ArrayList<>();
        for (SubscriptionState state : SubscriptionState.values()) {
            contracts.add(subscription(ADA, 1 + state.ordinal(), segment("2026-01-01", "10"))
                    .in(state));
        }
        wrote(change(ADA).with(contracts.toArray(Subscription[]::new)));

        assertThat(listed(tx -> tx.subscriptions(ADA))).isEqualTo(contracts);
    }

    @Test
    void whatever_was_agreed_of_a_contract_comes_back_as_it_went() {
        opened(ADA);
        Timeline half = timeline(segment("2026-05-01", "2026-06-01", "5"), segment("2026-07-01", "6"));
        List<UnaryOperator<Subscription>> agreements = List.of(
                s -> s.withPause(Optional.of(new Pause(day("2026-05-01"), Optional.empty(), true, true))),
                s -> s.withPause(Optional.of(new Pause(day("2026-05-01"), Optional.of(FAR), true, false))),
                s -> s.withPause(Optional.of(new Pause(day("2026-05-01"), Optional.of(FAR), false, false))),
                s -> s.withPause(
                        Optional.of(new Pause(day("2026-05-01"), Optional.of(FAR), true, true, Pause.Stage.OVER))),
                s -> s.withScheduled(Optional.of(ScheduledChange.of(day("2026-05-01"), half))),
                s -> s.withScheduled(Optional.of(ScheduledChange.of(FAR, Timeline.empty()))),
                s -> s.withTerm(new Term(TermRule.none(), FAR, 7)),
                s -> s.withTerm(new Term(TermRule.cancellableWith(Period.ofDays(14)), day("2026-01-01"), 0)),
                s -> s.withTerm(new Term(TermRule.fixed(Period.ofYears(2)), day("2026-01-01"), 0)),
                s -> s.withTerm(new Term(
                        TermRule.of(Period.ofYears(1), Period.ofMonths(1), new Renewal.Indefinite()),
                        day("2026-01-01"),
                        0)),
                s -> s.withOnce(List.of(new OneTime(OneTime.SETUP, day("2026-01-01"), eur("4.90")))),
                s -> s.ending(Optional.of(day("2026-05-01")), Optional.empty(), true),
                s -> s.ending(Optional.of(day("2026-05-01")), Optional.of(day("2026-06-01")), false),
                s -> s.expiringOn(Optional.of(day("2027-01-01"))),
                s -> s.agreedToEnd(Optional.of(day("2027-02-01"))),
                s -> s.usageThrough(day("2026-03-01")).usageFrom(Optional.of(day("2026-02-15"))),
                s -> benefiting(BOB, s));
        List<Subscription> contracts = new ArrayList<>();
        agreements.forEach(agreement -> contracts.add(agreement.apply(subscription(
                ADA, 1 + contracts.size(), segment("2026-01-01", "2026-05-01", "10"), segment("2026-05-01", "11")))));
        wrote(change(ADA).with(contracts.toArray(Subscription[]::new)));

        assertThat(listed(tx -> tx.subscriptions(ADA))).isEqualTo(contracts);
        assertThat(load(ADA).subscriptions()).isEqualTo(contracts);

        List<Subscription> nothingAgreed = contracts.stream()
                .map(s -> subscription(
                        ADA, s.id().ordinal(), segment("2026-01-01", "2026-05-01", "10"), segment("2026-05-01", "11")))
                .toList();
        wrote(change(ADA).with(nothingAgreed.toArray(Subscription[]::new)));
        assertThat(listed(tx -> tx.subscriptions(ADA))).isEqualTo(nothingAgreed);
    }

    @Test
    void all_terms_come_back_as_they_went() {
        opened(ADA);
        List<Subscription> contracts = new ArrayList<>();
        for (Terms terms : variousTerms()) {
            contracts.add(subscription(ADA, 1 + contracts.size(), new Segment(TODAY, Optional.empty(), terms)));
        }
        wrote(change(ADA).with(contracts.toArray(Subscription[]::new)));

        assertThat(listed(tx -> tx.subscriptions(ADA))).isEqualTo(contracts);
    }

    @Test
    void what_is_derived_from_the_agreed_timeline_is_not_kept() {
        opened(ADA);
        Subscription contract = subscription(
                        ADA, 1, segment("2026-01-01", "2026-07-01", "10"), segment("2026-07-01", "11"))
                .withPause(Optional.of(new Pause(day("2026-05-01"), Optional.of(day("2026-06-01")), true, true)))
                .ending(Optional.of(day("2026-08-01")), Optional.empty(), false);
        assertThat(contract.timeline()).isNotEqualTo(contract.agreed());
        wrote(change(ADA).with(contract));
        wrote(change(ADA).with(contract).rewriting(contract.id(), "2026-01-01"));

        assertThat(listed(tx -> tx.subscriptions(ADA))).containsExactly(contract);
        assertThat(load(ADA).subscriptions().get(0).endOn()).contains(day("2026-09-01"));
    }

    @Test
    void lines_come_back_as_they_went() {
        opened(ADA);
        Subscription contract = subscription(ADA, 1, segment("2026-01-01", "10"));
        Line recurring = recurring(2, contract.id(), "2026-01-01", "2026-02-01");
        Line bare = oneTime(ADA, 3);
        Line full = fullLine(5, contract.id(), recurring.id(), documentId(ADA, 4));
        Line first = on(credit(6, recurring), documentId(ADA, 4), 1);
        wrote(change(ADA).with(contract).with(document(ADA, 4, "0")).with(recurring, bare, full, first));

        assertThat(listed(tx -> tx.waitingLines(ADA))).containsExactly(recurring, bare);
        assertThat(listed(tx -> tx.lines(documentId(ADA, 4)))).containsExactly(first, full);

        wrote(change(ADA).with(on(bare, documentId(ADA, 4), 3)));
        assertThat(listed(tx -> tx.waitingLines(ADA))).containsExactly(recurring);
        assertThat(listed(tx -> tx.lines(documentId(ADA, 4))))
                .containsExactly(first, full, on(bare, documentId(ADA, 4), 3));
    }

    @Test
    void every_kind_of_line_and_tax_treatment_comes_back_as_it_went() {
        opened(ADA);
        Subscription contract = subscription(ADA, 1, segment("2026-01-01", "10"));
        List<Line> lines = new ArrayList<>();
        for (LineKind kind : LineKind.values()) {
            lines.add(on(
                    of(kind, "item " + kind, recurring(3 + lines.size(), contract.id(), "2026-01-01", "2026-02-01")),
                    documentId(ADA, 2),
                    1 + lines.size()));
        }
        for (TaxTreatment treatment : TaxTreatment.values()) {
            lines.add(on(oneTime(ADA, 3 + lines.size()), documentId(ADA, 2), 1 + lines.size(), treatment));
        }
        wrote(change(ADA).with(contract).with(document(ADA, 2, "0")).with(lines.toArray(Line[]::new)));

        assertThat(listed(tx -> tx.lines(documentId(ADA, 2)))).isEqualTo(lines);
    }

    @Test
    void the_lines_of_a_document_are_in_printed_order() {
        opened(ADA);
        Line[] lines = new Line[12];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = on(oneTime(ADA, 2 + i), documentId(ADA, 1), lines.length - i);
        }
        wrote(change(ADA).with(document(ADA, 1, "0")).with(lines));

        assertThat(listed(tx -> tx.lines(documentId(ADA, 1))))
                .extracting(line -> line.placement().orElseThrow().position())
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    }

    @Test
    void documents_come_back_as_they_went() {
        opened(ADA);
        Subscription one = subscription(ADA, 1, segment("2026-01-01", "10"));
        Subscription two = subscription(ADA, 2, segment("2026-01-01", "10"));
        Document bare = draft(ADA, 3);
        Document full = fullDocument(ADA, 4, documentId(ADA, 3), two.id(), one.id());
        wrote(change(ADA).with(one, two).with(bare, full));

        assertThat(listed(tx -> tx.documents(ADA, 0, 9))).containsExactly(bare, full);
        assertThat(found(tx -> tx.document(documentId(ADA, 3)))).contains(bare);
        assertThat(found(tx -> tx.document(documentId(ADA, 4)))).contains(full);
        assertThat(found(tx -> tx.document(documentId(ADA, 5)))).isEmpty();
        assertThat(found(tx -> tx.document(documentId(BOB, 4)))).isEmpty();

        wrote(change(ADA).with(fullDocument(ADA, 3, documentId(ADA, 4)), draft(ADA, 4)));
        assertThat(listed(tx -> tx.documents(ADA, 0, 9)))
                .containsExactly(fullDocument(ADA, 3, documentId(ADA, 4)), draft(ADA, 4));
    }

    @Test
    void every_kind_of_document_comes_back_as_it_went() {
        opened(ADA);
        List<Document> documents = new ArrayList<>();
        long ordinal = 1;
        for (DocumentType type : DocumentType.values()) {
            for (DocumentState state : DocumentState.values()) {
                documents.add(document(ADA, ordinal++, type, state, "-0.01", "0.00"));
            }
        }
        Document reminded = document(ADA, ordinal, "0").withDunning(DunningPosition.startingOn(day("2026-04-15")));
        documents.add(reminded);
        wrote(change(ADA).with(documents.toArray(Document[]::new)));

        assertThat(listed(tx -> tx.documents(ADA, 0, MANY))).isEqualTo(documents);
    }

    @Test
    void documents_are_listed_in_pages() {
        opened(ADA, BOB);
        wrote(change(ADA).with(draft(ADA, 2), document(ADA, 9, "0"), document(ADA, 10, "10.00"), draft(ADA, 100)));
        wrote(change(BOB).with(draft(BOB, 3)));

        assertThat(listed(tx -> tx.documents(ADA, 0, 2)))
                .extracting(d -> d.id().ordinal())
                .containsExactly(2L, 9L);
        assertThat(listed(tx -> tx.documents(ADA, 9, 2)))
                .extracting(d -> d.id().ordinal())
                .containsExactly(10L, 100L);
        assertThat(listed(tx -> tx.documents(ADA, 100, 2))).isEmpty();
        assertThat(listed(tx -> tx.documents(ADA, 0, 0))).isEmpty();
    }

    @Test
    void attempts_come_back_as_they_went() {
        opened(ADA);
        DocumentId document = documentId(ADA, 1);
        List<PaymentAttempt> attempts = new ArrayList<>();
        attempts.add(fullAttempt(document, 2));
        for (AttemptState state : AttemptState.values()) {
            if (!state.isLive()) {
                attempts.add(attempt(document, 3 + state.ordinal(), 1 + state.ordinal(), state));
            }
        }
        wrote(change(ADA).with(document(ADA, 1, "0")).with(attempts.toArray(PaymentAttempt[]::new)));

        assertThat(listed(tx -> tx.attempts(ADA))).isEqualTo(attempts);
        for (PaymentAttempt attempt : attempts) {
            assertThat(found(tx -> tx.attempt(attempt.key()))).contains(attempt);
        }
        for (String other : List.of(
                "TEST/ada/1/1", "test/ADA/1/1", "test/ada/1/9", "test/ada/1", "1/1", "no key", "test/a b/1/1")) {
            assertThat(found(tx -> tx.attempt(new IdempotencyKey(other)))).isEmpty();
        }
    }

    @Test
    void an_attempt_lives_through_its_states() {
        opened(ADA);
        PaymentAttempt intended = waitingUntil(NOW, attempt(documentId(ADA, 1), 2, 1, AttemptState.INTENDED));
        PaymentAttempt sent = intended.sent(NOW, NOW.plusSeconds(60));
        PaymentAttempt settled = sent.became(
                AttemptState.SETTLED,
                TODAY,
                Optional.empty(),
                fullAttempt(documentId(ADA, 1), 9).reference(),
                Optional.of("00"));
        wrote(change(ADA).with(document(ADA, 1, "0")).with(intended));
        for (PaymentAttempt attempt : List.of(sent, settled, intended.withAmount(Money.of("9", Currency.JPY)))) {
            wrote(change(ADA).with(attempt));

            assertThat(listed(tx -> tx.attempts(ADA))).containsExactly(attempt);
            assertThat(found(tx -> tx.attempt(attempt.key()))).contains(attempt);
        }
    }

    @Test
    void attempts_nobody_can_tell_the_outcome_of_are_listed() {
        opened(ADA, BOB);
        for (AccountId id : List.of(BOB, ADA)) {
            wrote(change(id)
                    .with(document(id, 1, "0"), document(id, 2, "0"), document(id, 3, "0"))
                    .with(
                            attempt(documentId(id, 1), 4, 1, AttemptState.DECLINED),
                            attempt(documentId(id, 1), 5, 2, AttemptState.UNRESOLVED),
                            attempt(documentId(id, 2), 6, 1, AttemptState.PENDING),
                            attempt(documentId(id, 3), 7, 1, AttemptState.UNRESOLVED)));
        }

        assertThat(listed(tx -> tx.unresolvedAttempts(Optional.empty(), 9)))
                .extracting(a -> a.id().toString())
                .containsExactly("ada/5", "ada/7", "bob/5", "bob/7");
        assertThat(listed(tx -> tx.unresolvedAttempts(Optional.empty(), 3))).hasSize(3);
        assertThat(listed(tx -> tx.unresolvedAttempts(Optional.empty(), 0))).isEmpty();
    }

    @Test
    void postings_come_back_as_they_went() {
        opened(ADA);
        PaymentAttempt attempt = attempt(documentId(ADA, 1), 2, 1, AttemptState.SETTLED);
        List<Posting> postings = new ArrayList<>();
        postings.add(posting(ADA, 3));
        for (Posting.Kind kind : Posting.Kind.values()) {
            postings.add(fullPosting(4 + kind.ordinal(), kind, documentId(ADA, 1), attempt.id()));
        }
        wrote(change(ADA).with(document(ADA, 1, "0")).with(attempt).withPostings(postings));

        assertThat(listed(tx -> tx.postings(ADA))).isEqualTo(postings);
        assertThat(listed(tx -> tx.postings(BOB))).isEmpty();
    }

    @Test
    void access_comes_back_as_it_went() {
        opened(ADA, BOB);
        Subscription one = subscription(ADA, 1, segment("2026-01-01", "10"));
        Subscription two = fullSubscription(ADA, 2);
        Access bare = access(one.id());
        Access full = fullAccess(two.id(), documentId(ADA, 3));
        wrote(change(ADA).with(one, two).with(document(ADA, 3, "0")).with(bare, full));

        assertThat(listed(tx -> tx.access(ADA))).containsExactly(bare, full);
        assertThat(listed(tx -> tx.access(ADA, ProductId.of("paper")))).containsExactly(bare);
        assertThat(listed(tx -> tx.access(ADA, ProductId.of("Kurs_1.0")))).containsExactly(full);
        assertThat(listed(tx -> tx.access(ADA, ProductId.of("KURS_1.0")))).isEmpty();
        assertThat(listed(tx -> tx.access(BOB))).isEmpty();

        Access ended = fullAccess(one.id(), documentId(ADA, 3));
        wrote(change(ADA).with(ended, access(two.id())));
        assertThat(listed(tx -> tx.access(ADA))).containsExactly(ended, access(two.id()));
        assertThat(listed(tx -> tx.access(ADA, ProductId.of("Kurs_1.0")))).containsExactly(ended);
    }

    @Test
    void who_benefits_of_a_contract_has_the_access_that_the_payer_has_not() {
        opened(ADA, BOB);
        AccountId child = AccountId.of("never-opened");
        Access ofBob = access(new SubscriptionId(BOB, 7));
        Access forBob = access(new SubscriptionId(EVE, 2), Optional.of(BOB));
        Access forBobToo = access(new SubscriptionId(ADA, 11), Optional.of(BOB));
        Access forBobFirst = access(new SubscriptionId(ADA, 3), Optional.of(BOB));
        Access ofAda = access(new SubscriptionId(ADA, 4));
        Access ofAdaNamed = access(new SubscriptionId(ADA, 6), Optional.of(ADA));
        Access forChild = fullAccess(new SubscriptionId(ADA, 5), documentId(ADA, 20), Optional.of(child));
        opened(EVE);
        wrote(change(EVE).with(benefiting(BOB, subscription(EVE, 2))).with(forBob));
        wrote(change(ADA)
                .with(
                        benefiting(BOB, subscription(ADA, 11)),
                        benefiting(BOB, subscription(ADA, 3)),
                        subscription(ADA, 4),
                        benefiting(ADA, subscription(ADA, 6)),
                        benefiting(child, subscription(ADA, 5)))
                .with(forBobToo, forBobFirst, ofAda, ofAdaNamed, forChild));
        wrote(change(BOB).with(subscription(BOB, 7)).with(ofBob));

        assertThat(listed(tx -> tx.access(BOB))).containsExactly(ofBob, forBobFirst, forBobToo, forBob);
        for (int limit = 1; limit <= 5; limit++) {
            assertThat(pagesOfAccess(BOB, limit)).containsExactly(ofBob, forBobFirst, forBobToo, forBob);
            assertThat(pagesOfAccess(ADA, limit)).containsExactly(ofAda, ofAdaNamed);
        }
        assertThat(listed(tx -> tx.access(BOB, ProductId.of("paper"))))
                .containsExactly(ofBob, forBobFirst, forBobToo, forBob);
        assertThat(listed(tx -> tx.access(BOB, ProductId.of("Kurs_1.0")))).isEmpty();
        assertThat(listed(tx -> tx.access(ADA))).containsExactly(ofAda, ofAdaNamed);
        assertThat(listed(tx -> tx.access(EVE))).isEmpty();
        assertThat(listed(tx -> tx.access(child))).containsExactly(forChild);
        assertThat(listed(tx -> tx.access(child, ProductId.of("Kurs_1.0")))).containsExactly(forChild);
        assertThat(listed(tx -> tx.access(child, ProductId.of("paper")))).isEmpty();
        assertThat(load(ADA).access()).containsExactly(forBobFirst, ofAda, forChild, ofAdaNamed, forBobToo);
        assertThat(load(BOB).access()).containsExactly(ofBob);

        Access ended = fullAccess(new SubscriptionId(ADA, 3), documentId(ADA, 20), Optional.of(BOB));
        wrote(change(ADA).with(ended));
        assertThat(listed(tx -> tx.access(BOB))).containsExactly(ofBob, ended, forBobToo, forBob);
        assertThat(listed(tx -> tx.access(BOB, ProductId.of("Kurs_1.0")))).containsExactly(ended);
    }

    @Test
    void events_come_back_as_they_went() {
        opened(ADA, BOB);
        List<Event> events = new ArrayList<>();
        events.add(event(ADA, 1));
        List<Actor> actors = List.of(
                Actor.engine(),
                Actor.customer(ADA),
                Actor.customer(BOB),
                Actor.operator("agent 7: ü"),
                Actor.operator("engine"),
                Actor.operator("customer:ada"));
        for (EventType type : EventType.values()) {
            int i = type.ordinal();
            events.add(fullEvent(ADA, 2 + i, type, actors.get(i % actors.size())));
        }
        wrote(change(ADA).withEvents(events));
        wrote(change(BOB).with(event(BOB, 3)));

        assertThat(listed(tx -> tx.events(ADA, 0, MANY))).isEqualTo(events);
        assertThat(listed(tx -> tx.events(ADA, 0, 2))).isEqualTo(events.subList(0, 2));
        assertThat(listed(tx -> tx.events(ADA, 2, 3))).isEqualTo(events.subList(2, 5));
        assertThat(listed(tx -> tx.events(ADA, MANY, 3))).isEmpty();
        assertThat(listed(tx -> tx.events(ADA, 0, 0))).isEmpty();
    }

    @Test
    void moments_are_kept_to_the_microsecond() {
        opened(ADA);
        List<Instant> moments = List.of(
                Instant.parse("2026-10-25T00:30:00.000001Z"), // twice on the wall in Berlin, as is the next
                Instant.parse("2026-10-25T01:30:00.000001Z"),
                Instant.parse("2026-11-01T05:59:59.999999Z"), // twice in New York
                Instant.parse("2026-11-01T06:00:00Z"),
                Instant.parse("2026-03-29T01:00:00Z"), // not on the wall in Berlin
                Instant.EPOCH);
        List<Event> events = new ArrayList<>();
        for (Instant at : moments) {
            Event e = event(ADA, 1 + events.size());
            events.add(new Event(
                    e.account(), e.ordinal(), e.type(), e.on(), at, e.about(), e.amount(), e.details(), e.actor()));
        }
        wrote(change(ADA).withEvents(events));

        assertThat(listed(tx -> tx.events(ADA, 0, 9))).extracting(Event::at).isEqualTo(moments);
    }

    @Test
    void assessments_come_back_as_they_went_the_latest_of_each_way_of_paying() {
        opened(ADA, BOB);
        run(tx -> {
            tx.record(assessment(ADA, PaymentMethodKind.INVOICE, Verdict.REVIEW));
            tx.record(assessment(ADA, PaymentMethodKind.DIRECT_DEBIT, Verdict.REFUSED));
            tx.record(assessment(BOB, PaymentMethodKind.DIRECT_DEBIT, Verdict.UNAVAILABLE));
        });
        run(tx -> tx.record(fullAssessment(ADA)));

        AccountSnapshot snapshot = load(ADA);
        assertThat(snapshot.assessments())
                .containsExactly(fullAssessment(ADA), assessment(ADA, PaymentMethodKind.INVOICE, Verdict.REVIEW));
    }

    // --- writing ---------------------------------------------------------------------------------------------------

    @Test
    void several_accounts_are_written_at_once() {
        opened(ADA, BOB, EVE);
        List<AccountChange> changes = new ArrayList<>();
        for (AccountId id : List.of(EVE, ADA, BOB)) {
            Subscription contract = subscription(id, 1, segment("2026-01-01", "10"));
            changes.add(change(dueOn(account(id), "2026-05-01"))
                    .with(contract)
                    .with(on(recurring(2, contract.id(), "2026-04-01", "2026-05-01"), documentId(id, 3), 1))
                    .with(oneTime(id, 4))
                    .with(document(id, 3, "0"))
                    .with(attempt(documentId(id, 3), 5, 1, AttemptState.INTENDED))
                    .with(posting(id, 6))
                    .with(access(contract.id()))
                    .with(
                            tally(contract.id(), "2026-03-01", "2026-04-01"),
                            unsettled(tally(contract.id(), "2026-04-01", "2026-05-01")))
                    .with(record(contract.id(), "a", NOW, "2026-05-06"), record(contract.id(), "b", NOW, "2026-05-06"))
                    .with(event(id, 7), event(id, 8))
                    .numbering(documentId(id, 3), "RE-", 2)
                    .done());
        }
        Map<DocumentId, String> numbers = read(tx -> {
            List.of(ADA, BOB, EVE).forEach(id -> tx.lock(id, LONG));
            return tx.write(changes);
        });

        assertThat(numbers)
                .containsOnly(
                        Map.entry(documentId(EVE, 3), "RE-01"),
                        Map.entry(documentId(ADA, 3), "RE-02"),
                        Map.entry(documentId(BOB, 3), "RE-03"));
        for (AccountChange change : changes) {
            AccountId id = change.id();
            assertThat(found(tx -> tx.account(id))).contains(change.account());
            assertThat(listed(tx -> tx.subscriptions(id))).isEqualTo(change.subscriptions());
            assertThat(listed(tx -> tx.lines(documentId(id, 3))))
                    .containsExactly(change.lines().get(0));
            assertThat(listed(tx -> tx.waitingLines(id)))
                    .containsExactly(change.lines().get(1));
            assertThat(listed(tx -> tx.documents(id, 0, 9))).isEqualTo(change.documents());
            assertThat(listed(tx -> tx.attempts(id))).isEqualTo(change.attempts());
            assertThat(listed(tx -> tx.postings(id))).isEqualTo(change.postings());
            assertThat(listed(tx -> tx.access(id))).isEqualTo(change.access());
            assertThat(load(id).usage()).isEqualTo(change.usage());
            assertThat(records(new SubscriptionId(id, 1), "a", "b", "c")).isEqualTo(change.usageRecords());
            assertThat(listed(tx -> tx.events(id, 0, 9))).isEqualTo(change.events());
        }
    }

    @Test
    void one_account_that_cannot_be_written_stops_the_whole_write() {
        opened(ADA, BOB);
        wrote(change(BOB).with(event(BOB, 1)));

        assertStale(tx -> {
            tx.lock(ADA, LONG);
            tx.lock(BOB, LONG);
            tx.write(List.of(
                    change(ADA)
                            .with(draft(ADA, 1))
                            .numbering(documentId(ADA, 1), "RE-", 1)
                            .done(),
                    change(BOB).with(event(BOB, 1)).done()));
        });

        assertThat(listed(tx -> tx.documents(ADA, 0, 9))).isEmpty();
        assertThat(found(tx -> tx.byNumber("RE-1"))).isEmpty();
    }

    @Test
    void what_was_charged_once_is_reached_with_its_contract() {
        opened(ADA);
        Subscription contract = subscription(ADA, 1, segment("2026-01-01", "10"));
        Line early = of(LineKind.SETUP, "setup", recurring(2, contract.id(), "2026-01-01", "2026-02-01"));
        Line late = of(LineKind.ONE_TIME, "phase", recurring(3, contract.id(), "2026-04-01", "2026-05-01"));
        wrote(change(ADA)
                .with(contract)
                .with(document(ADA, 4, "0"))
                .with(on(early, documentId(ADA, 4), 1), on(late, documentId(ADA, 4), 2)));

        for (String from : List.of("2026-01-01", "2026-01-02", "2026-04-01", "2026-04-02")) {
            List<Line> reached = read(tx ->
                            tx.deepen(tx.load(List.of(ADA), TODAY).get(0), Reach.lines(contract.id(), day(from))))
                    .lines();
            assertThat(reached)
                    .as("from %s", from)
                    .extracting(line -> line.charge().kind())
                    .containsExactlyElementsOf(
                            switch (from) {
                                case "2026-01-01" -> List.of(LineKind.SETUP, LineKind.ONE_TIME);
                                case "2026-04-02" -> List.<LineKind>of();
                                default -> List.of(LineKind.ONE_TIME);
                            });
        }
    }

    @Test
    void accounts_do_not_mix() {
        opened(ADA, BOB);
        for (AccountId id : List.of(ADA, BOB)) {
            Subscription contract = referenced(subscription(id, 1, segment("2026-01-01", "10")), "order 1");
            wrote(change(id)
                    .with(contract)
                    .with(recurring(2, contract.id(), "2026-04-01", "2026-05-01"))
                    .with(document(id, 3, "0"))
                    .with(attempt(documentId(id, 3), 4, 1, AttemptState.INTENDED))
                    .with(posting(id, 5))
                    .with(access(contract.id()))
                    .with(tally(contract.id(), "2026-03-01", "2026-04-01"))
                    .with(record(contract.id(), "a", NOW, "2026-05-06"))
                    .with(event(id, 6)));
        }
        wrote(change(BOB).with(document(BOB, 3, "10.00")));

        assertThat(found(tx -> tx.document(documentId(ADA, 3)))).contains(document(ADA, 3, "0"));
        assertThat(found(tx -> tx.document(documentId(BOB, 3)))).contains(document(BOB, 3, "10.00"));
        assertThat(found(tx -> tx.attempt(new IdempotencyKey("test/bob/3/1")))
                        .orElseThrow()
                        .id()
                        .account())
                .isEqualTo(BOB);
        List<AccountSnapshot> both = read(tx -> tx.load(List.of(BOB, ADA), TODAY));
        assertThat(both).containsExactly(load(BOB), load(ADA));
        assertThat(both.get(1).lines())
                .containsExactly(recurring(2, new SubscriptionId(ADA, 1), "2026-04-01", "2026-05-01"));
    }

    @Test
    void a_new_contract_is_stored_with_its_whole_timeline() {
        opened(ADA);
        Subscription one = subscription(ADA, 1, segment("2025-01-01", "2026-01-01", "9"), segment("2026-01-01", "10"));
        Subscription two = subscription(ADA, 2, segment("2025-01-01", "2026-01-01", "9"), segment("2026-01-01", "10"));
        wrote(change(ADA).with(one, two).rewriting(two.id(), "2026-01-01"));

        assertThat(listed(tx -> tx.subscriptions(ADA))).containsExactly(one, two);
    }

    @Test
    void a_timeline_that_was_not_rewritten_keeps_its_history() {
        opened(ADA);
        Segment[] stored = {segment("2025-01-01", "2026-01-01", "9"), segment("2026-01-01", "10")};
        Subscription contract = subscription(ADA, 1, stored);
        wrote(change(ADA).with(contract));

        wrote(change(ADA)
                .with(contract.in(SubscriptionState.CANCELLED).withAgreed(timeline(segment("2026-01-01", "10")))));
        wrote(change(ADA).with(contract.in(SubscriptionState.CANCELLED).withAgreed(timeline())));

        assertThat(listed(tx -> tx.subscriptions(ADA))).containsExactly(contract.in(SubscriptionState.CANCELLED));
    }

    @Test
    void a_timeline_is_rewritten_from_a_day_on() {
        opened(ADA);
        Subscription contract = subscription(
                ADA,
                1,
                segment("2024-01-01", "2025-01-01", "8"),
                segment("2025-01-01", "2026-01-01", "9"),
                segment("2026-01-01", "2026-07-01", "10"),
                segment("2026-07-01", "11"));
        Subscription other = subscription(ADA, 2, segment("2024-01-01", "2026-01-01", "8"), segment("2026-01-01", "9"));
        wrote(change(ADA).with(contract, other));

        Subscription changed = contract.withAgreed(timeline(
                segment("2026-01-01", "2026-04-16", "10"),
                segment("2026-04-16", "2026-09-01", "12"),
                segment("2026-10-01", "13")));
        wrote(change(ADA).with(changed, other).rewriting(changed.id(), "2026-01-01"));

        assertThat(listed(tx -> tx.subscriptions(ADA)))
                .containsExactly(
                        contract.withAgreed(timeline(
                                segment("2024-01-01", "2025-01-01", "8"),
                                segment("2025-01-01", "2026-01-01", "9"),
                                segment("2026-01-01", "2026-04-16", "10"),
                                segment("2026-04-16", "2026-09-01", "12"),
                                segment("2026-10-01", "13"))),
                        other);
    }

    @Test
    void segments_before_the_day_of_a_rewrite_stay_whatever_the_change_says() {
        opened(ADA);
        Subscription contract =
                subscription(ADA, 1, segment("2025-01-01", "2026-01-01", "9"), segment("2026-01-01", "10"));
        wrote(change(ADA).with(contract));

        Subscription changed = contract.withAgreed(
                timeline(segment("2025-01-01", "2025-07-01", "77"), segment("2026-02-01", "2026-03-01", "11")));
        wrote(change(ADA).with(changed).rewriting(contract.id(), "2025-12-31"));

        assertThat(listed(tx -> tx.subscriptions(ADA)))
                .containsExactly(contract.withAgreed(
                        timeline(segment("2025-01-01", "2026-01-01", "9"), segment("2026-02-01", "2026-03-01", "11"))));
    }

    @Test
    void a_timeline_may_be_cut_off() {
        opened(ADA);
        Subscription contract =
                subscription(ADA, 1, segment("2025-01-01", "2026-01-01", "9"), segment("2026-01-01", "10"));
        wrote(change(ADA).with(contract));

        wrote(change(ADA).with(contract.withAgreed(timeline())).rewriting(contract.id(), "2025-01-02"));

        assertThat(listed(tx -> tx.subscriptions(ADA)))
                .containsExactly(contract.withAgreed(timeline(segment("2025-01-01", "2026-01-01", "9"))));
    }

    @Test
    void segments_that_were_written_apart_stay_apart_even_on_the_same_terms() {
        opened(ADA);
        Subscription contract =
                subscription(ADA, 1, segment("2025-01-01", "2026-01-01", "9"), segment("2026-01-01", "10"));
        Subscription cheaper = contract.withAgreed(timeline(segment("2026-01-01", "9")));
        wrote(change(ADA).with(contract));
        wrote(change(ADA).with(cheaper).rewriting(contract.id(), "2026-01-01"));

        assertThat(listed(tx -> tx.subscriptions(ADA)))
                .containsExactly(contract.withAgreed(timeline(segment("2025-01-01", "9"))));
        assertThat(load(ADA).subscriptions()).containsExactly(cheaper);
        assertThat(deepen(load(ADA), Reach.lines(contract.id(), day("2026-01-01")))
                        .subscriptions())
                .containsExactly(cheaper);
        assertThat(deepen(load(ADA), Reach.lines(contract.id(), day("2025-12-31")))
                        .subscriptions())
                .containsExactly(contract.withAgreed(timeline(segment("2025-01-01", "9"))));

        wrote(change(ADA).with(contract).rewriting(contract.id(), "2026-01-01"));
        assertThat(listed(tx -> tx.subscriptions(ADA))).containsExactly(contract);
    }

    // --- once only -------------------------------------------------------------------------------------------------

    @Test
    void a_charge_key_stands_on_one_line_only() {
        opened(ADA);
        Subscription contract = subscription(ADA, 1, segment("2026-01-01", "10"));
        Line line = recurring(2, contract.id(), "2026-04-01", "2026-05-01");
        wrote(change(ADA).with(contract).with(line));

        assertStaleChange(change(ADA).with(recurring(3, contract.id(), "2026-04-01", "2026-04-16")));

        Subscription other = subscription(ADA, 9, segment("2026-01-01", "10"));
        wrote(change(ADA)
                .with(other)
                .with(
                        line,
                        keyed(3, contract.id(), "2026-04-01", "2026-05-01", 1),
                        recurring(4, contract.id(), "2026-05-01", "2026-06-01"),
                        recurring(5, other.id(), "2026-04-01", "2026-05-01")));
        assertThat(listed(tx -> tx.waitingLines(ADA))).hasSize(4);
    }

    @Test
    void what_is_charged_once_or_for_use_has_a_charge_key_of_its_own() {
        opened(ADA);
        Subscription contract = subscription(ADA, 1, segment("2026-01-01", "10"));
        Line days = recurring(2, contract.id(), "2026-04-01", "2026-05-01");
        Line setup =
                of(LineKind.SETUP, ChargeKey.once("setup"), recurring(3, contract.id(), "2026-04-01", "2026-05-01"));
        Line calls = of(
                LineKind.USAGE, ChargeKey.usage("api-call"), recurring(4, contract.id(), "2026-04-01", "2026-05-01"));
        Line callsLater =
                of(LineKind.USAGE, ChargeKey.usage("api-call"), keyed(5, contract.id(), "2026-04-01", "2026-05-01", 1));
        wrote(change(ADA).with(contract).with(days, setup, calls, callsLater));

        assertStaleChange(change(ADA)
                .with(of(
                        LineKind.SETUP,
                        ChargeKey.once("setup"),
                        recurring(6, contract.id(), "2026-04-01", "2026-04-02"))));
        assertStaleChange(change(ADA)
                .with(of(
                        LineKind.USAGE,
                        ChargeKey.usage("api-call"),
                        keyed(6, contract.id(), "2026-04-01", "2026-05-01", 1))));
        wrote(change(ADA)
                .with(of(
                        LineKind.USAGE,
                        ChargeKey.usage("API-CALL"),
                        recurring(6, contract.id(), "2026-04-01", "2026-05-01"))));
        assertThat(listed(tx -> tx.waitingLines(ADA))).hasSize(5);
    }

    @Test
    void a_charge_key_stands_on_one_line_of_a_change_only() {
        opened(ADA);
        Subscription contract = subscription(ADA, 1, segment("2026-01-01", "10"));

        assertStaleChange(change(ADA)
                .with(contract)
                .with(
                        recurring(2, contract.id(), "2026-04-01", "2026-05-01"),
                        recurring(3, contract.id(), "2026-04-01", "2026-05-01")));
    }

    @Test
    void a_document_has_one_live_attempt_only() {
        for (AttemptState live : AttemptState.values()) {
            if (live.isLive()) {
                AccountId id = AccountId.of("acc-" + live.ordinal());
                opened(id);
                wrote(change(id)
                        .with(document(id, 1, "0"), document(id, 2, "0"))
                        .with(attempt(documentId(id, 1), 3, 1, live), attempt(documentId(id, 2), 4, 1, live)));

                assertStaleChange(change(id).with(attempt(documentId(id, 1), 5, 2, AttemptState.INTENDED)));

                wrote(change(id).with(attempt(documentId(id, 1), 5, 2, AttemptState.WITHDRAWN)));
                assertThat(listed(tx -> tx.attempts(id))).hasSize(3);
            }
        }
    }

    @Test
    void attempts_that_give_back_may_be_live_side_by_side_and_beside_one_that_collects() {
        for (AttemptState live : AttemptState.values()) {
            if (live.isLive()) {
                AccountId id = AccountId.of("acc-" + live.ordinal());
                opened(id);
                PaymentAttempt collected = attempt(documentId(id, 1), 2, 1, AttemptState.SETTLED);
                wrote(change(id)
                        .with(document(id, 1, "0"))
                        .with(
                                collected,
                                attempt(documentId(id, 1), 3, 2, live),
                                refunding(collected, attempt(documentId(id, 1), 4, 3, live)),
                                refunding(collected, attempt(documentId(id, 1), 5, 4, live))));
                wrote(change(id).with(refunding(collected, attempt(documentId(id, 1), 6, 5, live))));

                assertThat(listed(tx -> tx.attempts(id))).hasSize(5);
                assertStaleChange(change(id).with(attempt(documentId(id, 1), 7, 6, AttemptState.INTENDED)));
            }
        }
    }

    @Test
    void a_live_attempt_may_follow_another_that_ends_in_the_same_change() {
        opened(ADA);
        wrote(change(ADA).with(document(ADA, 1, "0")).with(attempt(documentId(ADA, 1), 2, 1, AttemptState.SENT)));

        wrote(change(ADA)
                .with(
                        attempt(documentId(ADA, 1), 2, 1, AttemptState.DECLINED),
                        attempt(documentId(ADA, 1), 3, 2, AttemptState.INTENDED)));

        assertThat(listed(tx -> tx.attempts(ADA)))
                .extracting(PaymentAttempt::state)
                .containsExactly(AttemptState.DECLINED, AttemptState.INTENDED);
    }

    @Test
    void what_it_takes_to_send_is_loaded_alone() {
        opened(ADA, BOB);
        PaymentAttempt failed = attempt(documentId(ADA, 1), 3, 1, AttemptState.DECLINED);
        PaymentAttempt next = attempt(documentId(ADA, 1), 4, 2, AttemptState.INTENDED);
        PaymentAttempt over = attempt(documentId(ADA, 2), 5, 1, AttemptState.SETTLED);
        PaymentAttempt refund = refunding(over, attempt(documentId(ADA, 2), 6, 2, AttemptState.PENDING));
        PaymentAttempt paid = attempt(documentId(ADA, 7), 8, 1, AttemptState.SETTLED);
        wrote(change(ADA)
                .with(document(ADA, 1, "9"), document(ADA, 2, "0"), document(ADA, 7, "0"))
                .with(failed, next, over, refund, paid));

        List<AccountPayments> loaded = listed(tx -> tx.loadPayments(List.of(BOB, AccountId.of("nobody"), ADA)));

        assertThat(loaded).extracting(payments -> payments.account().id()).containsExactly(BOB, ADA);
        assertThat(loaded.get(0).attempts()).isEmpty();
        assertThat(loaded.get(1).attempts()).containsExactly(failed, next, over, refund);
    }

    @Test
    void an_attempt_is_the_only_one_of_its_number_for_a_document() {
        opened(ADA);
        wrote(change(ADA)
                .with(document(ADA, 1, "0"), document(ADA, 2, "0"))
                .with(attempt(documentId(ADA, 1), 3, 1, AttemptState.DECLINED)));

        assertStaleChange(change(ADA).with(attempt(documentId(ADA, 1), 4, 1, AttemptState.INTENDED)));
        assertStaleChange(change(ADA)
                .with(
                        attempt(documentId(ADA, 2), 4, 1, AttemptState.DECLINED),
                        attempt(documentId(ADA, 2), 5, 1, AttemptState.DECLINED)));
    }

    @Test
    void a_reference_names_one_contract_of_an_account_only() {
        opened(ADA, BOB);
        wrote(change(ADA)
                .with(
                        referenced(subscription(ADA, 1, segment("2026-01-01", "10")), "order 1")
                                .in(SubscriptionState.ENDED),
                        subscription(ADA, 2, segment("2026-01-01", "10")),
                        subscription(ADA, 3, segment("2026-01-01", "10"))));

        assertStaleChange(change(ADA).with(referenced(subscription(ADA, 4, segment("2026-01-01", "10")), "order 1")));

        wrote(change(ADA)
                .with(
                        referenced(subscription(ADA, 1, segment("2026-01-01", "10")), "order 1"),
                        referenced(subscription(ADA, 4, segment("2026-01-01", "10")), "ORDER 1")));
        wrote(change(BOB).with(referenced(subscription(BOB, 1, segment("2026-01-01", "10")), "order 1")));
    }

    @Test
    void an_event_is_written_once() {
        opened(ADA);
        wrote(change(ADA).with(event(ADA, 1)));

        assertStaleChange(change(ADA).with(event(ADA, 1)));
        assertStaleChange(change(ADA).with(event(ADA, 2), event(ADA, 2)));
        assertStaleChange(change(ADA).with(fullEvent(ADA, 1, EventType.ENDED, Actor.engine())));

        assertThat(listed(tx -> tx.events(ADA, 0, 9))).containsExactly(event(ADA, 1));
    }

    @Test
    void a_posting_is_written_once() {
        opened(ADA);
        wrote(change(ADA).with(posting(ADA, 1)));

        assertStaleChange(change(ADA).with(posting(ADA, 1)));
        assertStaleChange(change(ADA).with(posting(ADA, 2), posting(ADA, 2)));

        assertThat(listed(tx -> tx.postings(ADA))).containsExactly(posting(ADA, 1));
    }

    @Test
    void a_record_of_use_is_written_once_for_each_contract() {
        opened(ADA);
        Subscription one = subscription(ADA, 1, segment("2026-01-01", "10"));
        Subscription two = subscription(ADA, 2, segment("2026-01-01", "10"));
        wrote(change(ADA).with(one, two).with(record(one.id(), "r1", NOW, "2026-05-06")));

        assertStaleChange(change(ADA).with(record(one.id(), "r1", NOW, "2026-05-06")));
        assertStaleChange(change(ADA).with(record(one.id(), "r1", NOW.plusSeconds(1), "2026-06-06")));
        assertStaleChange(
                change(ADA).with(record(one.id(), "r2", NOW, "2026-05-06"), record(one.id(), "r2", NOW, "2026-05-06")));

        wrote(change(ADA).with(record(two.id(), "r1", NOW, "2026-05-06"), record(one.id(), "R1", NOW, "2026-05-06")));
        assertThat(records(one.id(), "r1", "R1", "r2"))
                .containsExactly(record(one.id(), "R1", NOW, "2026-05-06"), record(one.id(), "r1", NOW, "2026-05-06"));
        assertThat(records(two.id(), "r1", "R1")).containsExactly(record(two.id(), "r1", NOW, "2026-05-06"));
    }

    @Test
    void ordinals_never_go_back() {
        opened(ADA);
        wrote(change(counted(account(ADA), 1, MANY + 5)).with(event(ADA, MANY + 4)));

        assertStaleChange(change(counted(account(ADA), 1, MANY + 4)));

        wrote(change(counted(account(ADA), 1, MANY + 5)));
        wrote(change(counted(account(ADA), 1, MANY + 6)));
        assertThat(found(tx -> tx.account(ADA)).orElseThrow().nextOrdinal()).isEqualTo(MANY + 6);
    }

    @Test
    void an_account_that_was_never_opened_is_not_written() {
        assertThatThrownBy(() -> run(tx -> tx.write(List.of(change(ADA).done()))))
                .isInstanceOfAny(UnknownAccountException.class, StaleWriteException.class);

        assertThat(found(tx -> tx.account(ADA))).isEmpty();
    }

    @Test
    void a_request_key_is_recorded_once_for_each_account() {
        opened(ADA, BOB);
        RecordedRequest bare = new RecordedRequest("k", "", "");
        RecordedRequest full = new RecordedRequest("K" + NASTY, NASTY + "f".repeat(500), NASTY + "r".repeat(5000));
        run(tx -> {
            tx.lock(ADA, LONG);
            assertThat(tx.request(ADA, "k")).isEmpty();
            tx.record(ADA, bare);
            tx.record(ADA, full);
            assertThat(tx.request(ADA, "k")).contains(bare);
        });
        run(tx -> {
            tx.lock(BOB, LONG);
            tx.record(BOB, new RecordedRequest("k", "f", "r"));
        });

        assertThat(found(tx -> tx.request(ADA, "k"))).contains(bare);
        assertThat(found(tx -> tx.request(ADA, full.key()))).contains(full);
        assertThat(found(tx -> tx.request(BOB, "k"))).contains(new RecordedRequest("k", "f", "r"));
        assertThat(found(tx -> tx.request(ADA, "K"))).isEmpty();
        assertStale(tx -> {
            tx.lock(ADA, LONG);
            tx.record(ADA, new RecordedRequest("k", "f", "r"));
        });
        assertThat(found(tx -> tx.request(ADA, "k"))).contains(bare);
    }

    @Test
    void a_notice_is_noted_once_for_each_gateway() {
        opened(ADA, BOB);

        assertThat(agreed(tx -> tx.noteNotice("acme", "n 1/ü", ADA, NOW))).isTrue();
        assertThat(agreed(tx -> tx.noteNotice("acme", "n 1/ü", ADA, NOW.plusSeconds(1))))
                .isFalse();
        assertThat(agreed(tx -> tx.noteNotice("acme", "n 1/ü", BOB, NOW))).isFalse();
        assertThat(agreed(tx -> tx.noteNotice("acme", "N 1/ü", ADA, NOW))).isTrue();
        assertThat(agreed(tx -> tx.noteNotice("other", "n 1/ü", ADA, NOW))).isTrue();
        run(tx -> {
            assertThat(tx.noteNotice("acme", "n2", ADA, NOW)).isTrue();
            assertThat(tx.noteNotice("acme", "n2", ADA, NOW)).isFalse();
        });
    }

    @Test
    void who_notes_a_notice_that_another_is_noting_waits_for_the_outcome() {
        opened(ADA);
        Held first = hold(tx -> tx.noteNotice("acme", "n1", ADA, NOW));
        Future<Boolean> second = waiting(tx -> tx.noteNotice("acme", "n1", ADA, NOW));
        first.rollback();
        assertThat(result(second)).isTrue();

        Held third = hold(tx -> tx.noteNotice("acme", "n2", ADA, NOW));
        Future<Boolean> fourth = waiting(tx -> tx.noteNotice("acme", "n2", ADA, NOW));
        assertThat(agreed(tx -> tx.noteNotice("acme", "n3", ADA, NOW))).isTrue();
        third.commit();
        assertThat(result(fourth)).isFalse();
    }

    @Test
    void many_who_note_the_same_notice_note_it_once() {
        opened(ADA);

        List<Boolean> answers = atOnce(THREADS, i -> read(tx -> tx.noteNotice("acme", "n1", ADA, NOW)));

        assertThat(answers).containsOnlyOnce(true);
    }

    // --- redemptions -----------------------------------------------------------------------------------------------

    @Test
    void a_discount_is_granted_so_often_only() {
        assertThat(agreed(tx -> tx.redeem("winter", 2))).isTrue();
        run(tx -> {
            assertThat(tx.redeem("winter", 2)).isTrue();
            assertThat(tx.redeem("winter", 2)).isFalse();
            assertThat(tx.redeem("summer", 1)).isTrue();
        });

        assertThat(agreed(tx -> tx.isRedeemable("winter", 2))).isFalse();
        assertThat(agreed(tx -> tx.isRedeemable("winter", 3))).isTrue();
        assertThat(agreed(tx -> tx.isRedeemable("spring", 1))).isTrue();
        assertThat(agreed(tx -> tx.redeem("winter", 2))).isFalse();
        assertThat(agreed(tx -> tx.redeem("winter", 1))).isFalse();
        assertThat(agreed(tx -> tx.redeem("winter", 3))).isTrue();
        assertThat(agreed(tx -> tx.redeem("winter", 3))).isFalse();
        assertThat(agreed(tx -> tx.redeem("Winter", 1))).isTrue();
        assertThat(agreed(tx -> tx.redeem("spring", 0))).isFalse();
        assertThat(agreed(tx -> tx.redeem("spring", 1))).isTrue();
    }

    @Test
    void a_transaction_goes_on_after_a_discount_was_used_up() {
        opened(ADA);
        assertThat(agreed(tx -> tx.redeem("winter", 1))).isTrue();

        run(tx -> {
            tx.lock(ADA, LONG);
            assertThat(tx.redeem("winter", 1)).isFalse();
            tx.write(List.of(change(ADA).with(event(ADA, 1)).done()));
        });

        assertThat(listed(tx -> tx.events(ADA, 0, 9))).containsExactly(event(ADA, 1));
    }

    @Test
    void who_redeems_the_last_one_that_another_is_redeeming_waits_for_the_outcome() {
        Held first = hold(tx -> assertThat(tx.redeem("winter", 1)).isTrue());
        Future<Boolean> second = waiting(tx -> tx.redeem("winter", 1));
        assertThat(agreed(tx -> tx.redeem("summer", 1))).isTrue();
        first.rollback();
        assertThat(result(second)).isTrue();

        Held third = hold(tx -> assertThat(tx.redeem("winter", 2)).isTrue());
        Future<Boolean> fourth = waiting(tx -> tx.redeem("winter", 2));
        third.commit();
        assertThat(result(fourth)).isFalse();
    }

    @Test
    void many_who_redeem_the_same_discount_redeem_it_as_often_as_it_may_be() {
        int rounds = 10;
        int most = THREADS * rounds / 2;

        List<Integer> redeemed = atOnce(THREADS, i -> (int) IntStream.range(0, rounds)
                .filter(round -> agreed(tx -> tx.redeem("winter", most)))
                .count());

        assertThat(redeemed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(most);
        assertThat(agreed(tx -> tx.redeem("winter", most))).isFalse();
        assertThat(agreed(tx -> tx.redeem("winter", most + 1))).isTrue();
    }

    // --- numbers ---------------------------------------------------------------------------------------------------

    @Test
    void numbers_count_from_1_in_each_series() {
        opened(ADA);
        wrote(change(ADA)
                .with(
                        document(ADA, 1, "0"),
                        document(ADA, 2, "0"),
                        document(ADA, 3, "0"),
                        document(ADA, 4, "0"),
                        draft(ADA, 5)));

        assertThat(write(change(ADA)
                        .numbering(documentId(ADA, 2), "RE-2026-", 6)
                        .numbering(documentId(ADA, 1), "RE-2026-", 6)
                        .numbering(documentId(ADA, 3), "re-2026-", 6)))
                .containsOnly(
                        Map.entry(documentId(ADA, 2), "RE-2026-000001"),
                        Map.entry(documentId(ADA, 1), "RE-2026-000002"),
                        Map.entry(documentId(ADA, 3), "re-2026-000001"));
        assertThat(write(change(ADA).numbering(documentId(ADA, 4), "RE-2026-", 6)))
                .containsOnly(Map.entry(documentId(ADA, 4), "RE-2026-000003"));
        assertThat(write(change(ADA))).isEmpty();

        assertThat(found(tx -> tx.number(documentId(ADA, 1)))).contains("RE-2026-000002");
        assertThat(found(tx -> tx.number(documentId(ADA, 4)))).contains("RE-2026-000003");
        assertThat(found(tx -> tx.number(documentId(ADA, 5)))).isEmpty();
        assertThat(found(tx -> tx.number(documentId(BOB, 1)))).isEmpty();
        assertThat(found(tx -> tx.byNumber("RE-2026-000001"))).contains(documentId(ADA, 2));
        assertThat(found(tx -> tx.byNumber("re-2026-000001"))).contains(documentId(ADA, 3));
        assertThat(found(tx -> tx.byNumber("RE-2026-1"))).isEmpty();
        assertThat(found(tx -> tx.byNumber("RE-2026-000004"))).isEmpty();
    }

    @Test
    void a_number_with_more_digits_than_wished_for_is_printed_whole() {
        opened(ADA);
        AccountChange[] changes = new AccountChange[11];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = change(ADA)
                    .with(document(ADA, 1 + i, "0"))
                    .numbering(documentId(ADA, 1 + i), "Ü", 1)
                    .done();
        }
        for (AccountChange change : changes) {
            write(change);
        }

        assertThat(found(tx -> tx.byNumber("Ü9"))).contains(documentId(ADA, 9));
        assertThat(found(tx -> tx.byNumber("Ü11"))).contains(documentId(ADA, 11));
    }

    @Test
    void the_digits_of_a_series_may_change() {
        opened(ADA);
        wrote(change(ADA).with(document(ADA, 1, "0"), document(ADA, 2, "0")));

        write(change(ADA).numbering(documentId(ADA, 1), "RE-", 3));
        write(change(ADA).numbering(documentId(ADA, 2), "RE-", 5));

        assertThat(found(tx -> tx.number(documentId(ADA, 1)))).contains("RE-001");
        assertThat(found(tx -> tx.number(documentId(ADA, 2)))).contains("RE-00002");
    }

    @Test
    void a_document_is_numbered_once() {
        opened(ADA);
        write(change(ADA).with(document(ADA, 1, "0")).numbering(documentId(ADA, 1), "RE-", 3));

        assertStaleChange(change(ADA).numbering(documentId(ADA, 1), "RE-", 3));
        assertStaleChange(change(ADA).numbering(documentId(ADA, 1), "XX-", 3));

        write(change(ADA).with(document(ADA, 2, "0")).numbering(documentId(ADA, 2), "RE-", 3));
        assertThat(found(tx -> tx.number(documentId(ADA, 2)))).contains("RE-002");
    }

    @Test
    void a_printed_number_is_given_once_whatever_the_series() {
        opened(ADA);
        write(change(ADA).with(document(ADA, 1, "0")).numbering(documentId(ADA, 1), "RE", 3));

        assertStaleChange(change(ADA).with(document(ADA, 2, "0")).numbering(documentId(ADA, 2), "RE0", 2));

        assertThat(found(tx -> tx.byNumber("RE001"))).contains(documentId(ADA, 1));
    }

    @Test
    void a_series_is_counted_up_by_one_transaction_at_a_time() {
        opened(ADA, BOB, EVE);
        wrote(change(ADA).with(document(ADA, 1, "0"), document(ADA, 2, "0")));
        wrote(change(BOB).with(document(BOB, 1, "0"), document(BOB, 2, "0")));
        wrote(change(EVE).with(document(EVE, 1, "0")));

        Held first = hold(tx -> tx.write(
                List.of(change(ADA).numbering(documentId(ADA, 1), "RE-", 1).done())));
        Future<Map<DocumentId, String>> second = waiting(tx -> tx.write(
                List.of(change(BOB).numbering(documentId(BOB, 1), "RE-", 1).done())));
        assertThat(write(change(EVE).numbering(documentId(EVE, 1), "XX-", 1))).containsValue("XX-1");
        first.commit();
        assertThat(result(second)).containsOnly(Map.entry(documentId(BOB, 1), "RE-2"));

        Held third = hold(tx -> tx.write(
                List.of(change(ADA).numbering(documentId(ADA, 2), "RE-", 1).done())));
        Future<Map<DocumentId, String>> fourth = waiting(tx -> tx.write(
                List.of(change(BOB).numbering(documentId(BOB, 2), "RE-", 1).done())));
        third.rollback();
        assertThat(result(fourth)).containsOnly(Map.entry(documentId(BOB, 2), "RE-3"));
        assertThat(found(tx -> tx.number(documentId(ADA, 2)))).isEmpty();
    }

    @Test
    void numbers_are_unique_and_without_gaps_when_many_write_and_some_fail() {
        int rounds = 12;
        AccountId[] ids = new AccountId[THREADS];
        for (int i = 0; i < THREADS; i++) {
            ids[i] = AccountId.of("c" + i);
        }
        opened(ids);

        List<List<String>> numbers = atOnce(THREADS, i -> {
            List<String> given = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                DocumentId one = documentId(ids[i], 2 * round + 1);
                DocumentId two = documentId(ids[i], 2 * round + 2);
                boolean fails = (round + i) % 3 == 0;
                try {
                    given.addAll(read(tx -> {
                        tx.lock(ids[i], LONG);
                        Map<DocumentId, String> mine = tx.write(List.of(change(ids[i])
                                .with(document(ids[i], one.ordinal(), "0"), document(ids[i], two.ordinal(), "0"))
                                .numbering(one, "RE-", 4)
                                .numbering(two, "RE-", 4)
                                .done()));
                        if (fails) {
                            throw new IllegalStateException("no luck");
                        }
                        return mine.values();
                    }));
                } catch (IllegalStateException e) {
                    assertThat(fails).isTrue();
                }
            }
            return given;
        });

        List<String> all = new ArrayList<>();
        numbers.forEach(all::addAll);
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, all.size())
                        .mapToObj(n -> "RE-" + (n < 10 ? "000" : n < 100 ? "00" : "0") + n)
                        .toList());
        for (String number : all) {
            assertThat(found(tx -> tx.byNumber(number))).isPresent();
        }
    }

    @Test
    void two_series_in_either_order_do_not_lock_each_other_out() {
        AccountId[] ids = {ADA, BOB};
        opened(ids);
        int rounds = 20;

        atOnce(2, i -> {
            for (int round = 0; round < rounds; round++) {
                DocumentId invoice = documentId(ids[i], 2 * round + 1);
                DocumentId credit = documentId(ids[i], 2 * round + 2);
                Rows.Changing change = change(ids[i])
                        .with(document(ids[i], invoice.ordinal(), "0"), document(ids[i], credit.ordinal(), "0"));
                write(
                        i == 0
                                ? change.numbering(invoice, "RE-", 1).numbering(credit, "RK-", 1)
                                : change.numbering(credit, "RK-", 1).numbering(invoice, "RE-", 1));
            }
            return i;
        });

        assertThat(found(tx -> tx.byNumber("RE-" + 2 * rounds))).isPresent();
        assertThat(found(tx -> tx.byNumber("RK-" + 2 * rounds))).isPresent();
    }

    // --- what is alive ---------------------------------------------------------------------------------------------

    @Test
    void snapshots_come_in_the_order_asked_for_and_leave_out_the_unknown() {
        opened(ADA, BOB, EVE);

        assertThat(listed(tx -> tx.load(List.of(EVE, AccountId.of("unknown"), ADA), TODAY)))
                .containsExactly(AccountSnapshot.empty(account(EVE)), AccountSnapshot.empty(account(ADA)));
    }

    @Test
    void contracts_are_loaded_until_they_end() {
        opened(ADA);
        for (SubscriptionState state : SubscriptionState.values()) {
            Subscription contract = subscription(ADA, 1 + state.ordinal(), segment("2026-01-01", "10"))
                    .in(state);
            wrote(change(ADA).with(contract).with(access(contract.id())));
        }

        AccountSnapshot snapshot = load(ADA);
        assertThat(snapshot.subscriptions())
                .extracting(Subscription::state)
                .containsExactly(
                        SubscriptionState.NOT_STARTED,
                        SubscriptionState.ACTIVE,
                        SubscriptionState.PAUSED,
                        SubscriptionState.CANCELLED);
        assertThat(snapshot.access())
                .extracting(a -> a.subscription().ordinal())
                .containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void segments_are_loaded_that_matter_from_the_earliest_day_in_question_on() {
        opened(ADA);
        Segment[] all = {
            segment("2026-01-01", "2026-02-01", "1"),
            segment("2026-02-01", "2026-03-01", "2"),
            segment("2026-03-01", "2026-04-01", "3"),
            segment("2026-04-01", "2026-05-01", "4"),
            segment("2026-05-01", "5")
        };
        Subscription contract = subscription(ADA, 1, all);
        record Case(
                String chargedThrough,
                Optional<String> reviewFrom,
                Optional<String> usageFrom,
                String today,
                int first) {}
        Optional<String> none = Optional.empty();
        for (Case c : List.of(
                new Case("2026-05-01", none, none, "2026-04-30", 3), // today is the earliest
                new Case("2026-05-01", none, none, "2026-05-01", 3), // the one that has just ended, too
                new Case("2026-03-01", none, none, "2026-05-15", 1), // the first day not yet charged
                new Case("2026-02-28", none, none, "2026-05-15", 1),
                new Case("2026-05-01", Optional.of("2026-01-31"), none, "2026-05-15", 0), // under review
                new Case("2026-05-01", Optional.of("2026-02-01"), none, "2026-05-15", 0),
                new Case("2026-05-01", Optional.of("2026-02-02"), none, "2026-05-15", 1),
                new Case("2026-06-01", none, Optional.of("2026-02-01"), "2026-05-15", 0), // use that is charged later
                new Case("2026-06-01", none, Optional.of("2026-02-02"), "2026-05-15", 1),
                new Case("2026-06-01", none, Optional.of("2026-07-01"), "2026-05-15", 4),
                new Case("2026-06-01", Optional.of("2026-03-02"), Optional.of("2026-02-02"), "2026-05-15", 1),
                new Case("2026-06-01", Optional.of("2026-02-02"), Optional.of("2026-03-02"), "2026-05-15", 1),
                new Case("2027-01-01", none, none, "2026-12-31", 4), // what has no end stays
                new Case("2026-01-01", none, none, "2025-01-01", 0))) {
            Subscription stored = contract.chargedThrough(day(c.chargedThrough), c.reviewFrom.map(Rows::day))
                    .usageFrom(c.usageFrom.map(Rows::day));
            wrote(change(ADA).with(stored));

            assertThat(load(ADA, c.today).subscriptions())
                    .as("%s", c)
                    .containsExactly(stored.withAgreed(timeline(Arrays.copyOfRange(all, c.first, all.length))));
        }
    }

    @Test
    void segments_are_loaded_of_whose_beginning_nobody_was_told() {
        assertLoadedFromTheSecondSegment(contract -> contract.announcedThrough(day("2025-12-02")));
    }

    @Test
    void segments_are_loaded_from_the_beginning_of_a_rest_that_is_not_taken_out_yet() {
        Pause rest = new Pause(day("2025-12-02"), Optional.empty(), true, true);

        assertLoadedFromTheSecondSegment(contract -> contract.withPause(Optional.of(rest)));
    }

    /** The second of three segments begins on the day before the one in question. */
    private void assertLoadedFromTheSecondSegment(UnaryOperator<Subscription> inQuestion) {
        opened(ADA);
        Segment[] all = {
            segment("2025-10-01", "2025-12-01", "1"),
            segment("2025-12-01", "2026-02-01", "2"),
            segment("2026-02-01", "3")
        };
        Subscription contract = inQuestion.apply(subscription(ADA, 1, all));
        wrote(change(ADA).with(contract));

        assertThat(load(ADA).subscriptions())
                .containsExactly(contract.withAgreed(timeline(Arrays.copyOfRange(all, 1, all.length))));
    }

    @Test
    void a_contract_whose_segments_are_all_past_is_loaded_without_any() {
        opened(ADA);
        Subscription contract = subscription(ADA, 1, segment("2026-01-01", "2026-02-01", "10"));
        wrote(change(ADA).with(contract));

        assertThat(load(ADA).subscriptions()).containsExactly(contract.withAgreed(timeline()));
    }

    @Test
    void lines_that_wait_are_loaded_and_others_are_history() {
        opened(ADA);
        Subscription contract = subscription(ADA, 1, segment("2026-01-01", "10"));
        Subscription ended =
                subscription(ADA, 2, segment("2026-01-01", "2026-02-01", "10")).in(SubscriptionState.ENDED);
        Line placed = on(recurring(3, contract.id(), "2026-03-01", "2026-04-01"), documentId(ADA, 9), 1);
        Line placedToo = on(recurring(4, contract.id(), "2026-04-01", "2026-05-01"), documentId(ADA, 9), 2);
        Line waiting = recurring(5, contract.id(), "2026-05-01", "2026-06-01");
        Line ofEnded = recurring(6, ended.id(), "2026-01-01", "2026-02-01");
        Line once = oneTime(ADA, 7);
        wrote(change(ADA)
                .with(contract, ended)
                .with(document(ADA, 9, "10.00"))
                .with(once, ofEnded, waiting, placedToo, placed));

        assertThat(load(ADA).lines()).containsExactly(waiting, ofEnded, once);
    }

    @Test
    void events_may_be_claimed_of_some_accounts_only() {
        opened(ADA);
        opened(BOB);
        wrote(change(ADA).with(event(ADA, 1)));
        wrote(change(BOB).with(event(BOB, 1)));

        List<Delivery> claimed =
                read(tx -> tx.claimDeliveries("mail", NOW, NOW.plusSeconds(30), MANY, MANY, Optional.of(Set.of(BOB)))
                        .deliveries());

        assertThat(claimed).extracting(Delivery::account).containsExactly(BOB);
        List<Delivery> rest =
                read(tx -> tx.claimDeliveries("mail", NOW, NOW.plusSeconds(30), MANY, MANY, Optional.empty())
                        .deliveries());
        assertThat(rest).extracting(Delivery::account).containsExactly(ADA);
    }

    @Test
    void a_draft_brings_its_lines_and_what_they_take_back() {
        opened(ADA);
        Subscription contract = subscription(ADA, 1, segment("2026-01-01", "10"));
        Line charged = on(recurring(2, contract.id(), "2026-03-01", "2026-04-01"), documentId(ADA, 90), 1);
        Line history = on(recurring(3, contract.id(), "2026-02-01", "2026-03-01"), documentId(ADA, 90), 2);
        Line creditOnDraft = on(credit(4, charged), documentId(ADA, 91), 1);
        Line chargeOnDraft = on(recurring(5, contract.id(), "2026-04-01", "2026-05-01"), documentId(ADA, 91), 2);
        wrote(change(ADA)
                .with(contract)
                .with(document(ADA, 90, "10.00"), draft(ADA, 91))
                .with(charged, history, creditOnDraft, chargeOnDraft));

        assertThat(load(ADA).lines()).containsExactly(charged, creditOnDraft, chargeOnDraft);
        assertThat(load(ADA).documents()).containsExactly(document(ADA, 90, "10.00"), draft(ADA, 91));
    }

    @Test
    void a_waiting_credit_brings_the_line_it_takes_back_and_all_other_credits_of_that_line() {
        opened(ADA);
        Subscription contract = subscription(ADA, 1, segment("2026-01-01", "10"));
        Line charged = on(recurring(2, contract.id(), "2026-03-01", "2026-04-01"), documentId(ADA, 90), 1);
        Line untouched = on(recurring(3, contract.id(), "2026-02-01", "2026-03-01"), documentId(ADA, 90), 2);
        Line earlierCredit = on(credit(4, charged), documentId(ADA, 91), 1);
        Line creditOfUntouched = on(credit(5, untouched), documentId(ADA, 91), 2);
        Line waitingCredit = credit(6, charged);
        wrote(change(ADA)
                .with(contract)
                .with(document(ADA, 90, "10.00"), document(ADA, 91, "10.00"))
                .with(charged, untouched, earlierCredit, creditOfUntouched, waitingCredit));

        assertThat(load(ADA).lines()).containsExactly(charged, earlierCredit, waitingCredit);
        assertThat(load(ADA).documents()).containsExactly(document(ADA, 90, "10.00"));
    }

    @Test
    void a_waiting_credit_of_a_waiting_line_is_loaded_once() {
        opened(ADA);
        Subscription contract = subscription(ADA, 1, segment("2026-01-01", "10"))
                .chargedThrough(day("2026-05-01"), Optional.of(day("2026-03-01")));
        Line charged = recurring(2, contract.id(), "2026-03-01", "2026-04-01");
        Line first = credit(3, charged);
        Line second = credit(4, charged);
        wrote(change(ADA).with(contract).with(charged, first, second));

        assertThat(load(ADA).lines()).containsExactly(charged, first, second);
    }

    @Test
    void a_contract_under_review_brings_its_lines_from_that_day_on_and_what_was_taken_back_of_them() {
        opened(ADA);
        Subscription reviewed = subscription(ADA, 1, segment("2026-01-01", "10"))
                .chargedThrough(day("2026-04-01"), Optional.of(day("2026-03-01")));
        Subscription plain = subscription(ADA, 2, segment("2026-01-01", "10"));
        Subscription ended = subscription(ADA, 3, segment("2026-01-01", "10"))
                .chargedThrough(day("2026-04-01"), Optional.of(day("2026-03-01")))
                .in(SubscriptionState.ENDED);
        DocumentId invoice = documentId(ADA, 90);
        Line before = on(recurring(10, reviewed.id(), "2026-02-01", "2026-03-01"), invoice, 1);
        Line across = on(recurring(11, reviewed.id(), "2026-02-15", "2026-03-02"), invoice, 2);
        Line after = on(recurring(12, reviewed.id(), "2026-03-02", "2026-04-02"), invoice, 3);
        Line waiting = recurring(13, reviewed.id(), "2026-04-02", "2026-05-02");
        Line creditOfBefore = on(credit(14, before), invoice, 4);
        Line creditOfAcross = on(credit(15, across), invoice, 5);
        Line creditOfAfter = credit(16, after);
        Line ofPlain = on(recurring(17, plain.id(), "2026-03-01", "2026-05-01"), invoice, 6);
        Line ofEnded = on(recurring(18, ended.id(), "2026-03-01", "2026-05-01"), invoice, 7);
        Line setup = on(
                of(LineKind.SETUP, recurring(19, reviewed.id(), "2026-03-05", "2026-04-05")), documentId(ADA, 92), 1);
        Line onOther = on(recurring(20, reviewed.id(), "2026-03-03", "2026-03-04"), documentId(ADA, 91), 1);
        PaymentAttempt settled = attempt(documentId(ADA, 91), 93, 1, AttemptState.SETTLED);
        wrote(change(ADA)
                .with(reviewed, plain, ended)
                .with(document(ADA, 90, "10.00"), document(ADA, 91, "10.00"), document(ADA, 92, "10.00"))
                .with(settled, attempt(documentId(ADA, 92), 94, 1, AttemptState.SETTLED))
                .with(
                        setup,
                        creditOfAfter,
                        creditOfAcross,
                        creditOfBefore,
                        waiting,
                        after,
                        across,
                        before,
                        ofPlain,
                        ofEnded,
                        onOther));

        AccountSnapshot snapshot = load(ADA);
        assertThat(snapshot.lines()).containsExactly(across, after, waiting, creditOfAcross, creditOfAfter, onOther);
        assertThat(snapshot.documents()).containsExactly(document(ADA, 90, "10.00"), document(ADA, 91, "10.00"));
        assertThat(snapshot.attempts()).containsExactly(settled);
    }

    @Test
    void documents_are_loaded_while_something_is_to_be_done_about_them() {
        opened(ADA);
        Document draft = draft(ADA, 1);
        Document open = document(ADA, 2, "9.99");
        Document paid = document(ADA, 3, "10.00");
        Document overpaid = document(ADA, 4, "10.01");
        Document givesBack = document(ADA, 5, DocumentType.CREDIT_NOTE, DocumentState.FINALIZED, "-10.00", "0");
        Document nothingDue = document(ADA, 6, DocumentType.INVOICE, DocumentState.FINALIZED, "0", "0");
        Document inFlight = document(ADA, 7, "10.00");
        Document cancelled = document(ADA, 8, DocumentType.INVOICE, DocumentState.CANCELLED, "10.00", "10.00");
        Document cancelledOpen = document(ADA, 9, DocumentType.INVOICE, DocumentState.CANCELLED, "10.00", "0");
        Document draftOfNothing = document(ADA, 10, DocumentType.INVOICE, DocumentState.DRAFT, "0", "0");
        Document givenUp = draft(ADA, 11).cancelled();
        Document refunding = document(ADA, 12, "10.00");
        Document refunded = document(ADA, 13, "10.00");
        PaymentAttempt collected = attempt(refunding.id(), 25, 1, AttemptState.SETTLED);
        PaymentAttempt collectedToo = attempt(refunded.id(), 28, 1, AttemptState.SETTLED);
        wrote(change(ADA)
                .with(
                        refunded,
                        refunding,
                        givenUp,
                        draftOfNothing,
                        cancelledOpen,
                        cancelled,
                        inFlight,
                        nothingDue,
                        givesBack,
                        overpaid,
                        paid,
                        open,
                        draft)
                .with(
                        attempt(open.id(), 20, 1, AttemptState.DECLINED),
                        attempt(paid.id(), 21, 1, AttemptState.SETTLED),
                        attempt(inFlight.id(), 22, 1, AttemptState.RETURNED),
                        attempt(inFlight.id(), 23, 2, AttemptState.PENDING),
                        attempt(open.id(), 24, 2, AttemptState.INTENDED),
                        collected,
                        refunding(collected, attempt(refunding.id(), 26, 2, AttemptState.SENT)),
                        refunding(collected, attempt(refunding.id(), 27, 3, AttemptState.PENDING)),
                        collectedToo,
                        refunding(collectedToo, attempt(refunded.id(), 29, 2, AttemptState.SETTLED))));

        AccountSnapshot snapshot = load(ADA);
        assertThat(snapshot.documents())
                .containsExactly(draft, open, inFlight, cancelledOpen, draftOfNothing, refunding);
        assertThat(snapshot.attempts())
                .extracting(a -> a.id().ordinal())
                .containsExactly(20L, 22L, 23L, 24L, 25L, 26L, 27L);
    }

    @Test
    void a_document_is_open_by_its_gross_less_all_that_lowered_it() {
        opened(ADA);
        Document d = document(ADA, 1, "1.00");
        record Lowered(String creditApplied, String paid, String credited, String writtenOff, boolean open) {}
        for (Lowered l : List.of(
                new Lowered("2.00", "3.00", "1.00", "3.99", true),
                new Lowered("2.00", "3.00", "1.00", "4.00", false),
                new Lowered("10.00", "0.00", "0.00", "0.00", false),
                new Lowered("0.00", "0.00", "10.00", "0.00", false),
                new Lowered("0.00", "0.00", "0.00", "10.00", false),
                new Lowered("0.00", "10.00", "0.00", "0.00", false),
                new Lowered("0.00", "0.00", "0.00", "0.00", true))) {
            Document lowered = new Document(
                    d.id(),
                    d.type(),
                    d.state(),
                    d.method(),
                    d.basis(),
                    d.plannedOn(),
                    d.finalizeOn(),
                    d.issuedOn(),
                    d.dueOn(),
                    d.catalogVersion(),
                    d.settingsVersion(),
                    d.buyerVersion(),
                    d.buyerVatId(),
                    d.corrects(),
                    d.payOut(),
                    d.subscriptions(),
                    d.taxes(),
                    eur("9.00"),
                    eur("1.00"),
                    eur("10.00"),
                    eur(l.creditApplied),
                    eur(l.paid),
                    eur(l.credited),
                    eur(l.writtenOff),
                    eur("10.00"),
                    eur("10.00"),
                    d.paidOn(),
                    d.dunning(),
                    d.reminded());
            wrote(change(ADA).with(lowered));

            assertThat(load(ADA).documents()).as("%s", l).isEqualTo(l.open ? List.of(lowered) : List.of());
        }
    }

    @Test
    void a_snapshot_holds_every_row_as_it_was_written() {
        opened(ADA);
        Subscription full = fullSubscription(ADA, 1);
        Line charged = recurring(2, full.id(), "2026-03-29", "2026-04-29");
        Line credit = fullLine(3, full.id(), charged.id(), documentId(ADA, 5));
        Document document = document(ADA, 5, "0").withDunning(new DunningPosition(TODAY, 2, Optional.of(FAR), true));
        PaymentAttempt attempt = fullAttempt(documentId(ADA, 5), 6);
        Access access = fullAccess(full.id(), documentId(ADA, 5), full.beneficiary());
        UsageTally tally = fullTally(full.id());
        wrote(change(ADA)
                .with(full)
                .with(charged, credit)
                .with(document)
                .with(attempt)
                .with(access)
                .with(tally)
                .with(fullRecord(full.id())));
        run(tx -> tx.record(fullAssessment(ADA)));

        assertThat(load(ADA))
                .isEqualTo(new AccountSnapshot(
                        account(ADA),
                        List.of(full.withAgreed(timeline(
                                full.agreed().segments().get(1),
                                full.agreed().segments().get(2)))),
                        List.of(charged, credit),
                        List.of(document),
                        List.of(attempt),
                        List.of(access),
                        List.of(tally),
                        List.of(),
                        List.of(fullAssessment(ADA))));
    }

    @Test
    void use_is_loaded_until_its_period_is_closed_and_charged() {
        opened(ADA);
        Subscription alive = subscription(ADA, 2, segment("2026-01-01", "10"));
        Subscription ended =
                subscription(ADA, 1, segment("2026-01-01", "2026-03-01", "10")).in(SubscriptionState.ENDED);
        UsageTally closed = tally(alive.id(), "2025-12-01", "2026-01-01");
        UsageTally closedNotCharged = unsettled(tally(alive.id(), "2025-11-01", "2025-12-01"));
        UsageTally closesToday = tally(alive.id(), "2026-01-25", "2026-02-25");
        UsageTally closesTomorrow = tally(alive.id(), "2026-01-26", "2026-02-26");
        UsageTally running = unsettled(tally(alive.id(), "2026-04-01", "2026-05-01"));
        UsageTally ofEnded = tally(ended.id(), "2026-02-01", "2026-03-01");
        UsageTally otherUnit = fullTally(alive.id());
        assertThat(closesToday.closesOn()).isEqualTo(TODAY);
        wrote(change(ADA)
                .with(ended, alive)
                .with(otherUnit, running, closesTomorrow, closesToday, closed, closedNotCharged, ofEnded));

        assertThat(load(ADA).usage()).containsExactly(ofEnded, otherUnit, closedNotCharged, closesTomorrow, running);
        assertThat(load(ADA, "2026-06-05").usage()).containsExactly(otherUnit, closedNotCharged, running);

        UsageTally charged = tally(alive.id(), "2025-11-01", "2025-12-01");
        wrote(change(ADA).with(charged, unsettled(closed)));
        assertThat(load(ADA).usage()).containsExactly(ofEnded, otherUnit, unsettled(closed), closesTomorrow, running);
    }

    @Test
    void use_of_one_unit_and_period_is_one_row_that_is_replaced() {
        opened(ADA);
        Subscription contract = subscription(ADA, 1, segment("2026-01-01", "10"));
        UsageTally first = tally(contract.id(), "2026-03-01", "2026-04-01");
        wrote(change(ADA).with(contract).with(first, fullTally(contract.id())));

        UsageTally more = new UsageTally(
                first.subscription(),
                first.unit(),
                new ServicePeriod(first.period().start(), day("2026-03-15")),
                fullTally(contract.id()).quantity(),
                NOW.plusNanos(1000),
                eur("0.50"),
                eur("0.10"),
                2,
                day("2026-07-01"),
                false);
        wrote(change(ADA).with(more));

        assertThat(load(ADA).usage()).containsExactly(fullTally(contract.id()), more);
    }

    @Test
    void records_of_use_are_forgotten_when_later_ones_come_after_their_period_has_closed() {
        opened(ADA, BOB);
        Subscription contract = subscription(ADA, 1, segment("2026-01-01", "10"));
        Subscription other = subscription(ADA, 2, segment("2026-01-01", "10"));
        SubscriptionId ofBob = new SubscriptionId(BOB, 1);
        Instant noon = Instant.parse("2026-05-06T12:00:00Z");
        wrote(change(BOB).with(subscription(BOB, 1)).with(record(ofBob, "closed", NOW, "2026-05-05")));
        wrote(change(ADA)
                .with(contract, other)
                .with(
                        record(contract.id(), "closed", NOW, "2026-05-05"),
                        record(contract.id(), "closes that day", NOW, "2026-05-06"),
                        record(contract.id(), "open", NOW, "2026-06-06"),
                        record(other.id(), "closed", NOW, "2026-05-05")));
        wrote(change(ADA).with(record(other.id(), "before", Instant.parse("2026-05-05T23:59:59Z"), "2026-06-06")));
        assertThat(records(contract.id(), "closed", "closes that day", "open")).hasSize(3);

        wrote(change(ADA)
                .with(
                        record(contract.id(), "new", noon, "2026-07-06"),
                        record(contract.id(), "earlier", NOW, "2026-05-05")));

        assertThat(records(contract.id(), "closed", "closes that day", "open", "new", "earlier"))
                .extracting(UsageRecord::id)
                .containsExactly("closes that day", "earlier", "new", "open");
        assertThat(records(other.id(), "closed", "before"))
                .extracting(UsageRecord::id)
                .containsExactly("before");
        assertThat(records(ofBob, "closed")).hasSize(1);
    }

    // --- reaching back ---------------------------------------------------------------------------------------------

    @Test
    void reaching_for_nothing_adds_nothing() {
        opened(ADA);
        wrote(change(ADA)
                .with(subscription(ADA, 1, segment("2026-01-01", "10")))
                .with(draft(ADA, 2)));
        AccountSnapshot snapshot = load(ADA);

        assertThat(deepen(snapshot, Reach.nothing())).isEqualTo(snapshot);
    }

    @Test
    void reaching_back_brings_segments_and_lines_of_the_contract_and_what_was_taken_back() {
        opened(ADA);
        Segment[] all = {
            segment("2026-01-01", "2026-02-01", "1"),
            segment("2026-02-01", "2026-03-01", "2"),
            segment("2026-03-01", "2026-04-01", "3"),
            segment("2026-04-01", "4")
        };
        Subscription contract = subscription(ADA, 1, all);
        Subscription other = subscription(ADA, 2, all);
        DocumentId invoice = documentId(ADA, 90);
        Line january = on(recurring(10, contract.id(), "2026-01-01", "2026-02-01"), invoice, 1);
        Line february = on(recurring(11, contract.id(), "2026-02-01", "2026-03-01"), invoice, 2);
        Line march = on(recurring(12, contract.id(), "2026-03-01", "2026-04-01"), invoice, 3);
        Line waiting = recurring(13, contract.id(), "2026-04-01", "2026-05-01");
        Line creditOfJanuary = on(credit(14, january), invoice, 4);
        Line creditOfMarch = on(credit(15, march), invoice, 5);
        Line ofOther = on(recurring(16, other.id(), "2026-03-01", "2026-04-01"), invoice, 6);
        wrote(change(ADA)
                .with(contract, other)
                .with(document(ADA, 90, "10.00"))
                .with(january, february, march, waiting, creditOfJanuary, creditOfMarch, ofOther)
                .with(access(contract.id()), access(other.id())));
        AccountSnapshot snapshot = load(ADA);
        assertThat(snapshot.lines()).containsExactly(waiting);

        AccountSnapshot deeper = deepen(snapshot, Reach.lines(contract.id(), day("2026-02-01")));

        assertThat(deeper)
                .isEqualTo(new AccountSnapshot(
                        account(ADA),
                        List.of(
                                contract.withAgreed(timeline(Arrays.copyOfRange(all, 1, 4))),
                                other.withAgreed(timeline(all[2], all[3]))),
                        List.of(february, march, waiting, creditOfMarch),
                        List.of(),
                        List.of(),
                        List.of(access(contract.id()), access(other.id())),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    @Test
    void reaching_less_far_than_what_is_alive_takes_nothing_away() {
        opened(ADA);
        Subscription contract = subscription(
                        ADA, 1, segment("2026-01-01", "2026-03-01", "1"), segment("2026-03-01", "2"))
                .chargedThrough(day("2026-02-01"), Optional.of(day("2026-02-01")));
        Line line = on(recurring(10, contract.id(), "2026-02-01", "2026-03-01"), documentId(ADA, 90), 1);
        wrote(change(ADA).with(contract).with(document(ADA, 90, "10.00")).with(line));
        AccountSnapshot snapshot = load(ADA);
        assertThat(snapshot.subscriptions()).containsExactly(contract);

        assertThat(deepen(snapshot, Reach.lines(contract.id(), day("2026-03-01"))))
                .isEqualTo(snapshot);
    }

    @Test
    void an_ended_contract_may_be_reached_for() {
        opened(ADA);
        Subscription alive = subscription(ADA, 5, segment("2026-01-01", "10"));
        Subscription ended = subscription(
                        ADA, 1, segment("2025-01-01", "2026-01-01", "9"), segment("2026-01-01", "2026-02-01", "10"))
                .in(SubscriptionState.ENDED);
        Line line = on(recurring(2, ended.id(), "2026-01-01", "2026-02-01"), documentId(ADA, 90), 1);
        Line credit = on(credit(3, line), documentId(ADA, 90), 2);
        wrote(change(ADA)
                .with(alive, ended)
                .with(document(ADA, 90, "10.00"))
                .with(line, credit)
                .with(access(alive.id()), access(ended.id())));

        AccountSnapshot deeper = deepen(load(ADA), Reach.lines(ended.id(), day("2026-01-15")));

        assertThat(deeper.subscriptions())
                .containsExactly(ended.withAgreed(timeline(segment("2026-01-01", "2026-02-01", "10"))), alive);
        assertThat(deeper.lines()).containsExactly(line, credit);
        assertThat(deeper.access()).containsExactly(access(ended.id()), access(alive.id()));

        AccountSnapshot later = deepen(load(ADA), Reach.lines(ended.id(), day("2026-02-01")));
        assertThat(later.subscriptions()).containsExactly(ended.withAgreed(timeline()), alive);
        assertThat(later.lines()).isEmpty();
    }

    @Test
    void a_document_may_be_reached_for_with_its_lines_and_what_was_taken_back_of_them() {
        opened(ADA);
        Subscription contract = subscription(ADA, 1, segment("2026-01-01", "10"));
        Document paid = document(ADA, 2, "10.00");
        Document credited = document(ADA, 3, DocumentType.CREDIT_NOTE, DocumentState.FINALIZED, "-10.00", "0");
        Document open = document(ADA, 4, "0");
        Line line = on(recurring(10, contract.id(), "2026-01-01", "2026-02-01"), paid.id(), 1);
        Line fee = on(oneTime(ADA, 11), paid.id(), 2);
        Line credit = on(credit(12, line), credited.id(), 1);
        Line creditOfFee = on(credit(13, fee), credited.id(), 2);
        Line waiting = oneTime(ADA, 9);
        Line ofOpen = on(recurring(14, contract.id(), "2026-02-01", "2026-03-01"), open.id(), 1);
        PaymentAttempt declined = attempt(paid.id(), 20, 1, AttemptState.DECLINED);
        PaymentAttempt settled = attempt(paid.id(), 22, 2, AttemptState.SETTLED);
        PaymentAttempt pending = attempt(open.id(), 21, 1, AttemptState.PENDING);
        wrote(change(ADA)
                .with(contract)
                .with(paid, credited, open)
                .with(line, fee, credit, creditOfFee, ofOpen, waiting)
                .with(declined, settled, pending));
        AccountSnapshot snapshot = load(ADA);
        assertThat(snapshot.documents()).containsExactly(open);
        assertThat(snapshot.lines()).containsExactly(waiting);

        AccountSnapshot deeper = deepen(snapshot, Reach.document(paid.id()));

        assertThat(deeper.documents()).containsExactly(paid, open);
        assertThat(deeper.attempts()).containsExactly(declined, pending, settled);
        assertThat(deeper.lines()).containsExactly(waiting, line, fee, credit, creditOfFee);
        assertThat(deeper.subscriptions()).isEqualTo(snapshot.subscriptions());

        assertThat(deepen(snapshot, Reach.document(open.id())).lines()).containsExactly(waiting, ofOpen);
        assertThat(deepen(snapshot, Reach.document(credited.id())).lines())
                .as("what it takes back is there to see")
                .containsExactly(waiting, line, fee, credit, creditOfFee);
        assertThat(listed(tx -> tx.linesTakenBackBy(credited.id()))).containsExactly(line, fee);
        assertThat(listed(tx -> tx.linesTakenBackBy(paid.id()))).isEmpty();
    }

    @Test
    void records_of_use_may_be_reached_for_with_all_that_was_used_of_their_contract() {
        opened(ADA);
        Subscription contract = subscription(ADA, 1, segment("2026-01-01", "10"));
        Subscription other = subscription(ADA, 2, segment("2026-01-01", "10"));
        UsageTally longAgo = tally(contract.id(), "2025-01-01", "2025-02-01");
        UsageTally recent = tally(contract.id(), "2026-03-01", "2026-04-01");
        UsageTally ofOther = tally(other.id(), "2025-01-01", "2025-02-01");
        UsageTally recentOfOther = tally(other.id(), "2026-03-01", "2026-04-01");
        UsageRecord bare = record(contract.id(), "r1", NOW, "2026-05-06");
        UsageRecord full = fullRecord(contract.id());
        UsageRecord notAskedFor = record(contract.id(), "r2", NOW, "2026-05-06");
        wrote(change(ADA)
                .with(contract, other)
                .with(longAgo, recent, ofOther, recentOfOther)
                .with(bare, full, notAskedFor, record(other.id(), "r1", NOW, "2026-05-06")));
        AccountSnapshot snapshot = load(ADA);
        assertThat(snapshot.usage()).containsExactly(recent, recentOfOther);
        assertThat(snapshot.usageRecords()).isEmpty();

        Reach reach = Reach.nothing().andUsage(contract.id(), Set.of(full.id(), "r1", "unknown", "R2"));
        AccountSnapshot deeper = deepen(snapshot, reach);

        assertThat(deeper)
                .isEqualTo(new AccountSnapshot(
                        account(ADA),
                        List.of(contract, other),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(longAgo, recent, recentOfOther),
                        List.of(full, bare),
                        List.of()));
        assertThat(deepen(snapshot, Reach.nothing().andUsage(contract.id(), Set.of()))
                        .usage())
                .containsExactly(longAgo, recent, recentOfOther);
    }

    @Test
    void reaching_for_several_at_once_equals_reaching_for_one_after_the_other() {
        opened(ADA);
        Subscription one = subscription(ADA, 1, segment("2025-01-01", "2026-01-01", "9"), segment("2026-01-01", "10"));
        Subscription two = subscription(ADA, 2, segment("2025-01-01", "2026-01-01", "9"), segment("2026-01-01", "10"))
                .in(SubscriptionState.ENDED);
        Document paid = document(ADA, 3, "10.00");
        Document paidToo = document(ADA, 4, "10.00");
        wrote(change(ADA)
                .with(one, two)
                .with(paid, paidToo)
                .with(
                        on(recurring(10, one.id(), "2025-12-01", "2026-01-01"), paid.id(), 1),
                        on(recurring(11, two.id(), "2025-12-01", "2026-01-01"), paid.id(), 2),
                        on(recurring(12, two.id(), "2026-01-01", "2026-02-01"), paidToo.id(), 1))
                .with(access(one.id()), access(two.id()))
                .with(
                        attempt(paid.id(), 20, 1, AttemptState.SETTLED),
                        attempt(paidToo.id(), 21, 1, AttemptState.SETTLED)));
        UsageTally[] used = {tally(one.id(), "2025-01-01", "2025-02-01"), tally(two.id(), "2025-01-01", "2025-02-01")};
        UsageRecord[] told = {record(one.id(), "r1", NOW, "2026-05-06"), record(two.id(), "r1", NOW, "2026-05-06")};
        wrote(change(ADA).with(used).with(told));
        Reach all = new Reach(
                Map.of(one.id(), day("2025-12-15"), two.id(), day("2025-12-31")),
                Set.of(paid.id(), paidToo.id()),
                Map.of(one.id(), Set.of("r1"), two.id(), Set.of("r1", "r2")));

        AccountSnapshot atOnce = deepen(load(ADA), all);
        AccountSnapshot step = deepen(load(ADA), Reach.document(paidToo.id()));
        step = deepen(step, Reach.nothing().andUsage(two.id(), Set.of("r1", "r2")));
        step = deepen(step, Reach.nothing().andUsage(one.id(), Set.of("r1")));
        step = deepen(step, Reach.lines(two.id(), day("2025-12-31")));
        step = deepen(step, Reach.lines(one.id(), day("2025-12-15")));
        step = deepen(step, Reach.document(paid.id()));

        assertThat(step).isEqualTo(atOnce);
        assertThat(deepen(step, all)).isEqualTo(atOnce);
        assertThat(atOnce.subscriptions()).containsExactly(one, two);
        assertThat(atOnce.lines()).extracting(l -> l.id().ordinal()).containsExactly(10L, 11L, 12L);
        assertThat(atOnce.documents()).containsExactly(paid, paidToo);
        assertThat(atOnce.usage()).containsExactly(used);
        assertThat(atOnce.usageRecords()).containsExactly(told);
        assertThat(atOnce.attempts()).hasSize(2);
        assertThat(atOnce.access()).hasSize(2);
    }

    @Test
    void reaching_for_what_is_not_there_or_of_another_account_finds_nothing() {
        opened(ADA, BOB);
        for (AccountId id : List.of(ADA, BOB)) {
            Subscription ended =
                    subscription(id, 1, segment("2026-01-01", "10")).in(SubscriptionState.ENDED);
            wrote(change(id)
                    .with(ended)
                    .with(document(id, 2, "10.00"))
                    .with(tally(ended.id(), "2025-01-01", "2025-02-01"))
                    .with(record(ended.id(), "r1", NOW, "2026-05-06"))
                    .with(on(recurring(3, ended.id(), "2026-01-01", "2026-02-01"), documentId(id, 2), 1)));
        }
        AccountSnapshot snapshot = load(ADA);

        assertThat(deepen(
                        snapshot,
                        new Reach(
                                Map.of(
                                        new SubscriptionId(ADA, 99),
                                        TODAY,
                                        new SubscriptionId(BOB, 1),
                                        day("2026-01-01")),
                                Set.of(documentId(ADA, 99), documentId(BOB, 2)),
                                Map.of(
                                        new SubscriptionId(ADA, 99),
                                        Set.of("r1"),
                                        new SubscriptionId(BOB, 1),
                                        Set.of("r1")))))
                .isEqualTo(snapshot);
    }

    // --- deliveries ------------------------------------------------------------------------------------------------

    @Test
    void a_new_subscriber_starts_at_the_first_event() {
        opened(ADA, BOB, EVE);
        wrote(change(ADA).with(fullEvent(ADA, 1, EventType.SUBSCRIBED, Actor.engine()), event(ADA, 5)));
        wrote(change(BOB).with(event(BOB, 2)));

        assertThat(deliveries("mail", NOW))
                .containsExactlyInAnyOrder(
                        new Delivery(
                                "mail",
                                ADA,
                                List.of(fullEvent(ADA, 1, EventType.SUBSCRIBED, Actor.engine()), event(ADA, 5))),
                        new Delivery("mail", BOB, List.of(event(BOB, 2))));
    }

    @Test
    void a_claimed_delivery_is_given_to_nobody_else_until_the_claim_runs_out() {
        opened(ADA);
        wrote(change(ADA).with(event(ADA, 1)));
        Instant until = NOW.plusSeconds(30);
        assertThat(listed(tx -> tx.claimDeliveries("mail", NOW, until, 9, 9, Optional.empty())
                        .deliveries()))
                .hasSize(1);

        wrote(change(ADA).with(event(ADA, 2)));
        assertThat(deliveries("mail", NOW)).isEmpty();
        assertThat(deliveries("mail", until.minusNanos(1000))).isEmpty();
        assertThat(deliveries("mail", until))
                .containsExactly(new Delivery("mail", ADA, List.of(event(ADA, 1), event(ADA, 2))));
    }

    @Test
    void what_was_delivered_does_not_come_again() {
        opened(ADA);
        wrote(change(ADA).with(event(ADA, 1), event(ADA, 2), event(ADA, 4)));
        deliveries("mail", NOW);

        run(tx -> tx.delivered("mail", ADA, CLAIMED, 2));

        assertThat(deliveries("mail", NOW)).containsExactly(new Delivery("mail", ADA, List.of(event(ADA, 4))));
        run(tx -> tx.delivered("mail", ADA, CLAIMED, 4));
        assertThat(deliveries("mail", NOW)).isEmpty();

        wrote(change(ADA).with(event(ADA, 7)));
        assertThat(deliveries("mail", NOW)).containsExactly(new Delivery("mail", ADA, List.of(event(ADA, 7))));
    }

    @Test
    void what_was_delivered_stays_delivered_when_a_late_answer_knows_less() {
        opened(ADA);
        wrote(change(ADA).with(event(ADA, 1), event(ADA, 2)));
        run(tx -> tx.delivered("mail", ADA, CLAIMED, 2));

        run(tx -> tx.delivered("mail", ADA, CLAIMED, 1));

        assertThat(deliveries("mail", NOW)).isEmpty();
    }

    @Test
    void subscribers_do_not_wait_for_each_other() {
        opened(ADA);
        wrote(change(ADA).with(event(ADA, 1)));
        deliveries("mail", NOW);
        run(tx -> tx.delivered("mail", ADA, CLAIMED, 1));
        run(tx -> tx.park("search", ADA, 1, "no luck"));

        assertThat(deliveries("books", NOW)).hasSize(1);
        assertThat(deliveries("Mail", NOW)).hasSize(1);
        assertThat(deliveries("search", NOW)).isEmpty();
    }

    @Test
    void deliveries_are_as_large_as_asked_for() {
        opened(ADA, BOB, EVE);
        for (AccountId id : List.of(ADA, BOB, EVE)) {
            wrote(change(id).with(event(id, 1), event(id, 2), event(id, 3)));
        }

        List<Delivery> first = read(tx -> tx.claimDeliveries("mail", NOW, NOW.plusSeconds(30), 2, 2, Optional.empty())
                .deliveries());
        List<Delivery> second = read(tx -> tx.claimDeliveries("mail", NOW, NOW.plusSeconds(30), 2, 2, Optional.empty())
                .deliveries());

        assertThat(first).hasSize(2);
        assertThat(second).hasSize(1);
        List<Delivery> all = new ArrayList<>(first);
        all.addAll(second);
        assertThat(all).extracting(Delivery::account).containsExactlyInAnyOrder(ADA, BOB, EVE);
        assertThat(all)
                .allSatisfy(delivery ->
                        assertThat(delivery.events()).extracting(Event::ordinal).containsExactly(1L, 2L));
        assertThat(listed(tx -> tx.claimDeliveries("other", NOW, NOW.plusSeconds(30), 0, 9, Optional.empty())
                        .deliveries()))
                .isEmpty();
    }

    @Test
    void failures_of_a_subscriber_are_counted_and_waited_out() {
        opened(ADA, BOB);
        wrote(change(ADA).with(event(ADA, 1), event(ADA, 2), event(ADA, 3)));
        wrote(change(BOB).with(event(BOB, 1)));
        deliveries("mail", NOW);

        assertThat(failed("mail", ADA, NOW, 0, 10)).isEqualTo(1);
        assertThat(deliveries("mail", NOW)).isEmpty();
        assertThat(deliveries("mail", NOW.plusSeconds(10).minusNanos(1000))).isEmpty();
        assertThat(deliveries("mail", NOW.plusSeconds(10))).hasSize(1);
        assertThat(failed("mail", ADA, NOW.plusSeconds(10), 0, 20)).isEqualTo(2);
        assertThat(failed("mail", BOB, NOW, 0, 20)).isEqualTo(1);

        assertThat(deliveries("mail", NOW.plusSeconds(20))).hasSize(2);
        assertThat(failed("mail", ADA, NOW.plusSeconds(20), 1, 40)).isEqualTo(1); // at the one behind it
        assertThat(failed("mail", BOB, NOW.plusSeconds(20), 0, 40)).isEqualTo(2);
        assertThat(deliveries("mail", NOW.plusSeconds(40)))
                .containsExactlyInAnyOrder(
                        new Delivery("mail", ADA, List.of(event(ADA, 2), event(ADA, 3))),
                        new Delivery("mail", BOB, List.of(event(BOB, 1))));
        run(tx -> tx.delivered("mail", ADA, NOW.plusSeconds(70), 2));
        deliveries("mail", NOW.plusSeconds(40));
        assertThat(failed("mail", ADA, NOW.plusSeconds(40), 0, 50)).isEqualTo(1);
    }

    /** Fails in the claim that {@link #deliveries} took then; to be tried again so many seconds after {@code NOW}. */
    private long failed(String subscriber, AccountId account, Instant claimedAt, long through, int nextTry) {
        return number(tx ->
                tx.deliveryFailed(subscriber, account, claimedAt.plusSeconds(30), through, NOW.plusSeconds(nextTry)));
    }

    @Test
    void who_is_late_leaves_the_claim_of_another_as_it_is() {
        opened(ADA);
        wrote(change(ADA).with(event(ADA, 1), event(ADA, 2), event(ADA, 3)));
        deliveries("mail", NOW);
        Instant later = NOW.plusSeconds(30);
        assertThat(deliveries("mail", later)).hasSize(1);

        run(tx -> tx.delivered("mail", ADA, CLAIMED, 1));
        assertThat(deliveries("mail", later.plusSeconds(1))).isEmpty();
        assertThat(failed("mail", ADA, NOW, 2, 31)).isZero();
        assertThat(deliveries("mail", later.plusSeconds(1))).isEmpty();

        assertThat(failed("mail", ADA, later, 0, 60)).isEqualTo(1);
        assertThat(deliveries("mail", NOW.plusSeconds(60)))
                .containsExactly(new Delivery("mail", ADA, List.of(event(ADA, 3))));
    }

    @Test
    void a_failure_after_others_delivered_everything_leaves_nothing_to_claim() {
        opened(ADA, BOB);
        wrote(change(ADA).with(event(ADA, 1)));
        deliveries("mail", NOW);
        Instant later = NOW.plusSeconds(30);
        deliveries("mail", later);
        run(tx -> tx.delivered("mail", ADA, CLAIMED, 1)); // late, but delivered

        assertThat(failed("mail", ADA, later, 0, 40)).isZero();

        wrote(change(BOB).with(event(BOB, 1)));
        assertThat(listed(tx -> tx.claimDeliveries(
                                "mail", NOW.plusSeconds(99), NOW.plusSeconds(130), 1, 9, Optional.empty())
                        .deliveries()))
                .extracting(Delivery::account)
                .containsExactly(BOB);
    }

    @Test
    void a_claim_whose_events_others_delivered_gives_nothing_when_it_runs_out() {
        opened(ADA, BOB);
        wrote(change(ADA).with(event(ADA, 1)));
        wrote(change(BOB).with(event(BOB, 1)));
        deliveries("mail", NOW);
        deliveries("mail", NOW.plusSeconds(30));
        run(tx -> tx.delivered("mail", ADA, CLAIMED, 1));

        assertThat(listed(tx -> tx.claimDeliveries(
                                "mail", NOW.plusSeconds(60), NOW.plusSeconds(90), 1, 9, Optional.empty())
                        .deliveries()))
                .extracting(Delivery::account)
                .containsExactly(BOB);
    }

    @Test
    void success_ends_the_wait_after_a_failure() {
        opened(ADA);
        wrote(change(ADA).with(event(ADA, 1), event(ADA, 2)));
        deliveries("mail", NOW);
        failed("mail", ADA, NOW, 0, 60);
        deliveries("mail", NOW.plusSeconds(60));

        run(tx -> tx.delivered("mail", ADA, NOW.plusSeconds(90), 1));

        assertThat(deliveries("mail", NOW.plusSeconds(61)))
                .containsExactly(new Delivery("mail", ADA, List.of(event(ADA, 2))));
    }

    @Test
    void a_parked_event_is_listed_and_the_later_ones_go_on() {
        opened(ADA, BOB);
        wrote(change(ADA).with(event(ADA, 1), event(ADA, 2), event(ADA, 3)));
        wrote(change(BOB).with(event(BOB, 1)));
        run(tx -> tx.delivered("mail", ADA, CLAIMED, 1));
        deliveries("mail", NOW);
        failed("mail", ADA, NOW, 0, 60);

        run(tx -> tx.park("mail", ADA, 2, NASTY));
        run(tx -> tx.park("mail", BOB, 1, "gone"));

        assertThat(listed(tx -> tx.parkedEvents("mail", Optional.empty(), 9)))
                .containsExactly(new ParkedEvent(ADA, 2, NASTY), new ParkedEvent(BOB, 1, "gone"));
        assertThat(listed(tx -> tx.parkedEvents("mail", Optional.empty(), 1)))
                .containsExactly(new ParkedEvent(ADA, 2, NASTY));
        assertThat(listed(tx -> tx.parkedEvents("books", Optional.empty(), 9))).isEmpty();
        assertThat(deliveries("mail", NOW)).containsExactly(new Delivery("mail", ADA, List.of(event(ADA, 3))));
        assertThat(failed("mail", ADA, NOW, 0, 60)).isEqualTo(1);
    }

    @Test
    void deliveries_do_not_care_for_the_lock_of_the_account() {
        opened(ADA);
        wrote(change(ADA).with(event(ADA, 1), event(ADA, 2)));
        hold(tx -> tx.lock(ADA, LONG));

        result(inBackground(() -> {
            assertThat(deliveries("mail", NOW)).hasSize(1);
            run(tx -> tx.delivered("mail", ADA, CLAIMED, 1));
            deliveries("mail", NOW);
            failed("mail", ADA, NOW, 0, 60);
            run(tx -> tx.park("mail", ADA, 2, "no luck"));
            return ADA;
        }));
    }

    @Test
    void deliveries_that_another_is_claiming_are_passed_over() {
        opened(ADA, BOB);
        wrote(change(ADA).with(event(ADA, 1)));
        Held first = hold(tx -> tx.claimDeliveries("mail", NOW, NOW.plusSeconds(30), 9, 9, Optional.empty()));
        wrote(change(BOB).with(event(BOB, 1)));

        assertThat(result(inBackground(() -> deliveries("mail", NOW))))
                .containsExactly(new Delivery("mail", BOB, List.of(event(BOB, 1))));
        first.rollback();
        assertThat(deliveries("mail", NOW)).containsExactly(new Delivery("mail", ADA, List.of(event(ADA, 1))));
    }

    @Test
    void many_who_claim_deliveries_get_different_accounts_and_all_of_them() {
        int accounts = 20;
        List<AccountId> ids = IntStream.range(0, accounts)
                .mapToObj(i -> AccountId.of("c" + (100 + i)))
                .toList();
        opened(ids.toArray(AccountId[]::new));
        run(tx -> tx.write(
                ids.stream().map(id -> change(id).with(event(id, 1)).done()).toList()));

        List<List<AccountId>> claims = atOnce(THREADS, i -> {
            List<AccountId> mine = new ArrayList<>();
            List<Delivery> claimed;
            do {
                claimed = read(tx -> tx.claimDeliveries("mail", NOW, NOW.plusSeconds(30), 3, 9, Optional.empty())
                        .deliveries());
                claimed.forEach(delivery -> mine.add(delivery.account()));
            } while (!claimed.isEmpty());
            return mine;
        });
        List<AccountId> all = new ArrayList<>();
        claims.forEach(all::addAll);
        deliveries("mail", NOW).forEach(delivery -> all.add(delivery.account())); // what all passed over at the end

        assertThat(all).containsExactlyInAnyOrderElementsOf(ids);
    }

    // --- rules -----------------------------------------------------------------------------------------------------

    @Test
    void the_same_catalogue_is_the_same_version() {
        assertThat(number(tx -> tx.publish(catalog("EUR 1.00"), TODAY))).isEqualTo(1);
        assertThat(number(tx -> tx.publish(catalog("EUR 1.00"), TODAY))).isEqualTo(1);
        assertThat(number(tx -> tx.publish(catalog("EUR 1.00"), FAR))).isEqualTo(1);
        assertThat(number(tx -> tx.publish(catalog("EUR 2.00"), TODAY))).isEqualTo(2);
        assertThat(number(tx -> tx.publish(catalog("EUR 2.00"), TODAY))).isEqualTo(2);
        assertThat(number(tx -> tx.publish(catalog("EUR 3.00"), TODAY))).isEqualTo(3);
        assertThat(reopened(store).<Integer>inTransaction(tx -> tx.publish(catalog("EUR 3.00"), TODAY)))
                .isEqualTo(3);
    }

    @Test
    void the_same_settings_are_the_same_version_counted_apart_from_catalogues() {
        run(tx -> tx.publish(catalog("EUR 1.00"), TODAY));
        run(tx -> tx.publish(catalog("EUR 2.00"), TODAY));

        assertThat(number(tx -> tx.publish(settings(14), TODAY))).isEqualTo(1);
        assertThat(number(tx -> tx.publish(settings(14), FAR))).isEqualTo(1);
        assertThat(number(tx -> tx.publish(settings(30), TODAY))).isEqualTo(2);
        assertThat(number(tx -> tx.publish(settings(30), TODAY))).isEqualTo(2);
    }

    @Test
    void older_rules_are_not_published_over_newer_ones() {
        run(tx -> tx.publish(catalog("EUR 1.00"), TODAY));
        run(tx -> tx.publish(catalog("EUR 2.00"), TODAY));
        run(tx -> tx.publish(settings(14), TODAY));
        run(tx -> tx.publish(settings(30), TODAY));

        assertThatExceptionOfType(OutdatedRulesException.class)
                .isThrownBy(() -> run(tx -> tx.publish(catalog("EUR 1.00"), TODAY)))
                .withMessageContaining("version 1")
                .withMessageContaining("version 2");
        assertThatExceptionOfType(OutdatedRulesException.class)
                .isThrownBy(() -> run(tx -> tx.publish(settings(14), TODAY)));
        assertThat(number(tx -> tx.publish(catalog("EUR 2.00"), TODAY))).isEqualTo(2);
        assertThat(number(tx -> tx.publish(settings(30), TODAY))).isEqualTo(2);
    }

    @Test
    void every_published_version_can_be_read() {
        run(tx -> {
            tx.publish(fullCatalog(), TODAY);
            tx.publish(catalog("EUR 1.00"), TODAY);
            tx.publish(fullSettings(), TODAY);
            tx.publish(settings(14), TODAY);
            assertThat(tx.catalog(1)).contains(fullCatalog());
        });
        Store again = reopened(store);

        assertThat(again.<Optional<Catalog>>inTransaction(tx -> tx.catalog(1))).contains(fullCatalog());
        assertThat(found(tx -> tx.catalog(2))).contains(catalog("EUR 1.00"));
        assertThat(found(tx -> tx.catalog(3))).isEmpty();
        assertThat(found(tx -> tx.catalog(0))).isEmpty();
        assertThat(again.<Optional<Settings>>inTransaction(tx -> tx.settings(1)))
                .contains(fullSettings());
        assertThat(found(tx -> tx.settings(2))).contains(settings(14));
        assertThat(found(tx -> tx.settings(3))).isEmpty();
        assertThat(found(tx -> tx.settings(0))).isEmpty();
        assertThat(number(tx -> tx.publish(settings(14), TODAY))).isEqualTo(2);
        assertThatExceptionOfType(OutdatedRulesException.class)
                .isThrownBy(() -> run(tx -> tx.publish(fullCatalog(), TODAY)));
        assertThatExceptionOfType(OutdatedRulesException.class)
                .isThrownBy(() -> run(tx -> tx.publish(fullSettings(), TODAY)));
    }

    @Test
    void many_who_publish_the_same_publish_one_version() {
        assertThat(atOnce(THREADS, i -> read(tx -> tx.publish(catalog("EUR 1.00"), TODAY))))
                .containsOnly(1);
        assertThat(atOnce(THREADS, i -> read(tx -> tx.publish(settings(14), TODAY))))
                .containsOnly(1);
    }

    @Test
    void many_who_publish_something_different_get_versions_of_their_own() {
        assertThat(atOnce(THREADS, i -> read(tx -> tx.publish(catalog("EUR " + (1 + i) + ".00"), TODAY))))
                .containsExactlyInAnyOrder(1, 2, 3, 4);
        assertThat(atOnce(THREADS, i -> read(tx -> tx.publish(settings(1 + i), TODAY))))
                .containsExactlyInAnyOrder(1, 2, 3, 4);
    }

    @Test
    void who_publishes_while_another_is_publishing_waits_for_the_outcome() {
        Held first = hold(tx -> tx.publish(catalog("EUR 1.00"), TODAY));
        Future<Integer> second = waiting(tx -> tx.publish(catalog("EUR 2.00"), TODAY));
        first.rollback();
        assertThat(result(second)).isEqualTo(1);

        Held third = hold(tx -> tx.publish(catalog("EUR 3.00"), TODAY));
        Future<Integer> fourth = waiting(tx -> tx.publish(catalog("EUR 3.00"), TODAY));
        third.commit();
        assertThat(result(fourth)).isEqualTo(2);

        Held fifth = hold(tx -> tx.publish(settings(1), TODAY));
        Future<Integer> sixth = waiting(tx -> tx.publish(settings(2), TODAY));
        fifth.commit();
        assertThat(result(sixth)).isEqualTo(2);
    }

    @Test
    void new_settings_wake_the_accounts_of_older_ones() {
        AccountId idle = AccountId.of("idle");
        AccountId earlier = AccountId.of("earlier");
        AccountId later = AccountId.of("later");
        AccountId current = AccountId.of("current");
        opened(idle, earlier, later, current);
        Optional<LocalDate> before = Optional.of(day("2026-03-31"));
        Optional<LocalDate> after = Optional.of(day("2026-04-02"));
        Optional<LocalDate> today = Optional.of(TODAY);
        wrote(change(planned(account(earlier), before, before, 2)));
        wrote(change(planned(account(later), after, after, 1)));
        wrote(change(planned(account(current), after, Optional.empty(), 3)));

        assertThat(number(tx -> tx.wake(3, TODAY, 9))).isEqualTo(3);

        assertThat(found(tx -> tx.account(idle))).contains(planned(account(idle), today, today, 3));
        assertThat(found(tx -> tx.account(earlier))).contains(planned(account(earlier), before, before, 3));
        assertThat(found(tx -> tx.account(later))).contains(planned(account(later), today, today, 3));
        assertThat(found(tx -> tx.account(current))).contains(planned(account(current), after, Optional.empty(), 3));
        assertThat(number(tx -> tx.wake(3, TODAY, 9))).isZero();
        assertThat(number(tx -> tx.wake(2, TODAY, 9))).isZero();
        assertClaims(new Due.Billing(TODAY, NOW), earlier, idle, later);
        assertClaims(new Due.Reminders(TODAY, NOW), earlier, idle, later);
    }

    @Test
    void an_outlook_tells_of_what_kind_there_may_be_work() {
        opened(ADA, BOB, EVE);
        Outlook nothing = new Outlook(false, false, false, false, false);
        assertThat(outlook(TODAY, 1)).isEqualTo(nothing);
        assertThat(outlook(TODAY, 2)).isEqualTo(new Outlook(true, false, false, false, false));

        wrote(change(dueOn(account(ADA), "2026-04-02")));
        assertThat(outlook(TODAY, 1)).isEqualTo(nothing);
        assertThat(outlook(day("2026-04-02"), 1)).isEqualTo(new Outlook(false, true, false, false, false));

        wrote(change(dunOn(account(BOB), "2026-04-01")));
        assertThat(outlook(day("2026-03-31"), 1)).isEqualTo(nothing);
        assertThat(outlook(TODAY, 1)).isEqualTo(new Outlook(false, false, false, true, false));

        wrote(change(account(EVE))
                .with(document(EVE, 1, "0"))
                .with(waitingUntil(NOW, attempt(documentId(EVE, 1), 2, 1, AttemptState.INTENDED))));
        assertThat(outlook(TODAY, 1)).isEqualTo(new Outlook(false, false, true, true, false));

        run(tx -> tx.setAside(ADA, "broken", NOW.plusSeconds(60)));
        assertThat(outlook(TODAY, 1)).isEqualTo(new Outlook(false, false, true, true, true));
    }

    /** The same in a transaction and as a single question, whoever has the accounts locked. */
    private Outlook outlook(LocalDate today, int settingsVersion) {
        Held other = hold(tx -> tx.lock(EVE, LONG));
        Outlook told = read(tx -> tx.outlook(today, NOW, settingsVersion));
        Outlook answered = store.asked(tx -> tx.outlook(today, NOW, settingsVersion));
        assertThat(answered).isEqualTo(told);
        other.rollback();
        return told;
    }

    @Test
    void accounts_are_woken_in_batches() {
        opened(ADA, BOB, EVE);

        assertThat(number(tx -> tx.countOutdated(2, Optional.empty()))).isEqualTo(3);
        assertThat(number(tx -> tx.wake(2, TODAY, 2))).isEqualTo(2);
        assertThat(number(tx -> tx.countOutdated(2, Optional.empty()))).isEqualTo(1);
        assertThat(number(tx -> tx.wake(2, TODAY, 2))).isEqualTo(1);
        assertThat(number(tx -> tx.wake(2, TODAY, 2))).isZero();
        assertThat(number(tx -> tx.countOutdated(2, Optional.empty()))).isZero();
        assertThat(number(tx -> tx.wake(9, TODAY, 0))).isZero();
    }

    @Test
    void waking_may_be_narrowed() {
        opened(ADA, BOB, EVE);

        assertThat(number(tx -> tx.wake(2, TODAY, 9, Optional.of(Set.of(BOB, AccountId.of("unknown"))))))
                .isEqualTo(1);
        assertClaims(new Due.Billing(TODAY, NOW), BOB);
        assertThat(number(tx -> tx.countOutdated(2, Optional.of(Set.of(ADA, BOB)))))
                .isEqualTo(1);
        assertThat(number(tx -> tx.wake(2, TODAY, 9, Optional.of(Set.of())))).isZero();
        assertThat(number(tx -> tx.wake(2, TODAY, 9))).isEqualTo(2);
    }

    @Test
    void accounts_that_others_keep_locked_are_woken_by_a_later_call() {
        opened(ADA, BOB);
        Held other = hold(tx -> tx.lock(ADA, LONG));
        assertThat(number(tx -> tx.countOutdated(2, Optional.empty()))).isEqualTo(2);

        int woken = result(inBackground(() -> read(tx -> tx.wake(2, TODAY, 9))));
        assertThat(woken).isEqualTo(1);
        other.commit();
        assertThat(number(tx -> tx.wake(2, TODAY, 9))).isEqualTo(1);
    }

    @Test
    void the_first_who_asks_decides_the_environment() {
        assertThat(told(tx -> tx.environment("prod-ü"))).isEqualTo("prod-ü");
        assertThat(told(tx -> tx.environment("other"))).isEqualTo("prod-ü");
    }

    @Test
    void who_asks_for_the_environment_while_another_decides_it_waits_for_the_outcome() {
        Held first = hold(tx -> tx.environment("first"));
        Future<String> second = waiting(tx -> tx.environment("second"));
        first.rollback();
        assertThat(result(second)).isEqualTo("second");
        assertThat(told(tx -> tx.environment("third"))).isEqualTo("second");
    }

    @Test
    void the_environment_that_another_decides_is_the_answer() {
        Held first = hold(tx -> tx.environment("first"));
        Future<String> second = waiting(tx -> tx.environment("second"));
        first.commit();
        assertThat(result(second)).isEqualTo("first");
    }

    @Test
    void many_who_ask_for_the_environment_agree() {
        List<String> answers = atOnce(THREADS, i -> read(tx -> tx.environment("env-" + i)));

        assertThat(Set.copyOf(answers)).hasSize(1);
    }

    // --- what should have happened and has not -----------------------------------------------------------------------

    @Test
    void accounts_that_are_overdue_are_listed_the_longest_first() {
        for (AccountId id : List.of(ADA, BOB, EVE)) {
            run(tx -> tx.open(
                    dueOn(dunOn(account(id), "2026-03-05"), id.equals(BOB) ? "2026-03-01" : "2026-03-02"), party("x")));
        }
        run(tx -> tx.open(account(AccountId.of("idle")), party("x")));
        LocalDate last = day("2026-03-04");

        List<OverdueAccount> all = listed(tx -> tx.overdueAccounts(new Due.Billing(last, NOW), Optional.empty(), 9));
        assertThat(all)
                .containsExactly(
                        new OverdueAccount(BOB, day("2026-03-01")),
                        new OverdueAccount(ADA, day("2026-03-02")),
                        new OverdueAccount(EVE, day("2026-03-02")));
        assertThat(listed(tx -> tx.overdueAccounts(new Due.Billing(last, NOW), Optional.of(all.get(0)), 1)))
                .containsExactly(all.get(1));
        assertThat(listed(tx -> tx.overdueAccounts(new Due.Billing(last, NOW), Optional.of(all.get(1)), 9)))
                .containsExactly(all.get(2));
        assertThat(listed(tx -> tx.overdueAccounts(new Due.Billing(day("2026-03-01"), NOW), Optional.empty(), 9)))
                .containsExactly(all.get(0));
        assertThat(listed(tx -> tx.overdueAccounts(new Due.Reminders(last, NOW), Optional.empty(), 9)))
                .isEmpty();
        assertThat(listed(tx -> tx.overdueAccounts(new Due.Reminders(day("2026-03-05"), NOW), Optional.empty(), 9)))
                .hasSize(3);
    }

    @Test
    void an_account_that_is_set_aside_is_overdue_once_it_may_be_tried_again() {
        run(tx -> tx.open(dueOn(account(ADA), "2026-03-01"), party("Ada")));
        run(tx -> tx.setAside(ADA, "broken", NOW));
        LocalDate last = day("2026-03-04");

        assertThat(listed(tx -> tx.overdueAccounts(new Due.Billing(last, NOW.minusSeconds(1)), Optional.empty(), 9)))
                .isEmpty();
        assertThat(listed(tx -> tx.overdueAccounts(new Due.Billing(last, NOW), Optional.empty(), 9)))
                .hasSize(1);
    }

    @Test
    void attempts_that_wait_too_long_are_listed_in_pages() {
        opened(ADA, BOB);
        for (AccountId id : List.of(BOB, ADA)) {
            wrote(change(id)
                    .with(document(id, 1, "0"), document(id, 2, "0"), document(id, 3, "0"), document(id, 4, "0"))
                    .with(
                            waitingUntil(NOW.minusSeconds(5), attempt(documentId(id, 1), 5, 1, AttemptState.INTENDED)),
                            waitingUntil(NOW.minusSeconds(9), attempt(documentId(id, 2), 6, 1, AttemptState.SENT)),
                            waitingUntil(NOW.plusSeconds(1), attempt(documentId(id, 3), 7, 1, AttemptState.PENDING)),
                            waitingUntil(
                                    NOW.minus(Duration.ofDays(1)),
                                    attempt(documentId(id, 4), 8, 1, AttemptState.PENDING))));
        }

        List<PaymentAttempt> all = listed(tx -> tx.overdueAttempts(NOW, Optional.empty(), 9));
        assertThat(all)
                .extracting(a -> a.id().toString())
                .containsExactly("ada/8", "bob/8", "ada/5", "ada/6", "bob/5", "bob/6");
        for (int i = 0; i < all.size(); i++) {
            Optional<PaymentAttempt> after = i == 0 ? Optional.empty() : Optional.of(all.get(i - 1));
            assertThat(listed(tx -> tx.overdueAttempts(NOW, after, 1))).containsExactly(all.get(i));
        }
        assertThat(listed(tx -> tx.overdueAttempts(NOW.minusSeconds(9), Optional.empty(), 9)))
                .hasSize(4);
        assertThat(listed(tx -> tx.overdueAttempts(NOW, Optional.of(all.get(5)), 9)))
                .isEmpty();
    }

    @Test
    void attempts_that_a_gateway_took_and_never_told_of_are_listed_in_pages() {
        opened(ADA, BOB);
        for (AccountId id : List.of(BOB, ADA)) {
            PaymentAttempt settled = attempt(documentId(id, 1), 4, 1, AttemptState.SETTLED);
            wrote(change(id)
                    .with(document(id, 1, "0"), document(id, 2, "0"))
                    .with(
                            settled,
                            refunding(settled, attempt(documentId(id, 1), 5, 2, AttemptState.PENDING)),
                            attempt(documentId(id, 2), 6, 1, AttemptState.PENDING)));
        }
        LocalDate next = day("2026-04-02");

        assertThat(listed(tx -> tx.pendingAttempts(next, Optional.empty(), 9)))
                .extracting(a -> a.id().toString())
                .containsExactly("ada/5", "ada/6", "bob/5", "bob/6");
        assertThat(listed(tx -> tx.pendingAttempts(next, Optional.of(new AttemptId(ADA, 5)), 2)))
                .extracting(a -> a.id().toString())
                .containsExactly("ada/6", "bob/5");
        assertThat(listed(tx -> tx.pendingAttempts(next.minusDays(1), Optional.empty(), 9)))
                .isEmpty();
    }

    @Test
    void attempts_and_postings_of_an_account_are_listed_in_pages() {
        opened(ADA, BOB);
        for (AccountId id : List.of(ADA, BOB)) {
            wrote(change(id)
                    .with(document(id, 1, "0"))
                    .with(
                            attempt(documentId(id, 1), 2, 1, AttemptState.DECLINED),
                            attempt(documentId(id, 1), 4, 2, AttemptState.DECLINED),
                            attempt(documentId(id, 1), 6, 3, AttemptState.SETTLED))
                    .with(posting(id, 3), posting(id, 5), posting(id, 7)));
        }

        assertThat(listed(tx -> tx.attempts(ADA, 0, 2)))
                .extracting(a -> a.id().toString())
                .containsExactly("ada/2", "ada/4");
        assertThat(listed(tx -> tx.attempts(ADA, 4, 2)))
                .extracting(a -> a.id().toString())
                .containsExactly("ada/6");
        assertThat(listed(tx -> tx.postings(ADA, 0, 2))).containsExactly(posting(ADA, 3), posting(ADA, 5));
        assertThat(listed(tx -> tx.postings(ADA, 5, 2))).containsExactly(posting(ADA, 7));
        assertThat(listed(tx -> tx.postings(ADA))).hasSize(3);
    }

    @Test
    void unresolved_attempts_and_parked_events_are_listed_in_pages() {
        opened(ADA, BOB);
        for (AccountId id : List.of(BOB, ADA)) {
            wrote(change(id)
                    .with(document(id, 1, "0"))
                    .with(attempt(documentId(id, 1), 4, 1, AttemptState.UNRESOLVED))
                    .with(event(id, 5), event(id, 6)));
            run(tx -> tx.park("mail", id, 5, "gone"));
            run(tx -> tx.park("mail", id, 6, "gone"));
        }

        assertThat(listed(tx -> tx.unresolvedAttempts(Optional.of(new AttemptId(ADA, 4)), 9)))
                .extracting(a -> a.id().toString())
                .containsExactly("bob/4");
        assertThat(listed(tx -> tx.parkedEvents("mail", Optional.of(new ParkedEvent(ADA, 5, "gone")), 2)))
                .containsExactly(new ParkedEvent(ADA, 6, "gone"), new ParkedEvent(BOB, 5, "gone"));
    }

    @Test
    void events_that_a_subscriber_has_not_seen_are_listed_whether_it_is_new_or_has_caught_up() {
        opened(ADA, BOB, EVE);
        wrote(change(ADA).with(event(ADA, 1), event(ADA, 2)));
        wrote(change(BOB).with(event(BOB, 3)));
        Instant later = NOW.plusSeconds(1);
        UndeliveredEvents ofBob = new UndeliveredEvents(BOB, 0, 3, NOW, 0);

        assertThat(listed(tx -> tx.undeliveredEvents("mail", later, Optional.empty(), 9)))
                .containsExactly(new UndeliveredEvents(ADA, 0, 2, NOW, 0), ofBob);
        assertThat(listed(tx -> tx.undeliveredEvents("mail", NOW, Optional.empty(), 9)))
                .isEmpty();
        assertThat(listed(tx -> tx.undeliveredEvents("mail", later, Optional.of(ADA), 9)))
                .containsExactly(ofBob);
        assertThat(listed(tx -> tx.undeliveredEvents("mail", later, Optional.empty(), 1)))
                .hasSize(1);

        deliveries("mail", NOW);
        run(tx -> tx.delivered("mail", ADA, CLAIMED, 1));
        failed("mail", BOB, NOW, 0, 0);
        assertThat(listed(tx -> tx.undeliveredEvents("mail", later, Optional.empty(), 9)))
                .containsExactly(new UndeliveredEvents(ADA, 1, 2, NOW, 0), new UndeliveredEvents(BOB, 0, 3, NOW, 1));

        deliveries("mail", NOW);
        run(tx -> tx.delivered("mail", ADA, CLAIMED, 2));
        run(tx -> tx.delivered("mail", BOB, CLAIMED, 3));
        deliveries("mail", NOW); // finds nothing missing: has caught up
        deliveries("mail", NOW);
        deliveries("mail", NOW);
        assertThat(listed(tx -> tx.undeliveredEvents("mail", later, Optional.empty(), 9)))
                .isEmpty();
        wrote(change(EVE).with(event(EVE, 1)));
        wrote(change(BOB).with(event(BOB, 4)));
        assertThat(listed(tx -> tx.undeliveredEvents("mail", later, Optional.empty(), 9)))
                .containsExactly(new UndeliveredEvents(BOB, 3, 4, NOW, 0), new UndeliveredEvents(EVE, 0, 1, NOW, 0));
        assertThat(deliveries("mail", NOW)).hasSize(2); // claimed is not delivered
        assertThat(listed(tx -> tx.undeliveredEvents("mail", later, Optional.empty(), 9)))
                .hasSize(2);
    }

    @Test
    void numbers_that_were_all_given_have_no_gap() {
        opened(ADA);
        assertThat(listed(tx -> tx.numberGaps(Optional.empty(), 9))).isEmpty();

        wrote(change(ADA)
                .with(document(ADA, 1, "0"), document(ADA, 2, "0"), document(ADA, 3, "0"))
                .numbering(documentId(ADA, 1), "RE-", 3)
                .numbering(documentId(ADA, 2), "GS-", 3)
                .numbering(documentId(ADA, 3), "RE-", 3));

        assertThat(listed(tx -> tx.numberGaps(Optional.empty(), 9))).isEmpty();
    }

    // --- how the tests talk to the store ---------------------------------------------------------------------------

    private void run(Consumer<StoreTransaction> work) {
        store.<Object>inTransaction(tx -> {
            work.accept(tx);
            return "done";
        });
    }

    private <T> T read(Function<StoreTransaction, T> work) {
        return store.inTransaction(work);
    }

    private <T> Optional<T> found(Function<StoreTransaction, Optional<T>> work) {
        return read(work);
    }

    private <T> List<T> listed(Function<StoreTransaction, List<T>> work) {
        return read(work);
    }

    private boolean agreed(Predicate<StoreTransaction> work) {
        return read(work::test);
    }

    private long number(ToLongFunction<StoreTransaction> work) {
        return read(work::applyAsLong);
    }

    private String told(Function<StoreTransaction, String> work) {
        return read(work);
    }

    /** Opens bare accounts whose names are their ids. */
    private void opened(AccountId... ids) {
        run(tx -> {
            for (AccountId id : ids) {
                assertThat(tx.open(account(id), party(id.value()))).isTrue();
            }
        });
    }

    private void wrote(Rows.Changing change) {
        write(change);
    }

    private Map<DocumentId, String> write(Rows.Changing change) {
        return write(change.done());
    }

    private Map<DocumentId, String> write(AccountChange change) {
        return read(tx -> {
            tx.lock(change.id(), LONG);
            return tx.write(List.of(change));
        });
    }

    private void assertStaleChange(Rows.Changing changing) {
        AccountChange change = changing.done();
        AccountSnapshot before = load(change.id());
        assertStale(tx -> {
            tx.lock(change.id(), LONG);
            tx.write(List.of(change));
        });
        assertThat(load(change.id())).isEqualTo(before);
    }

    private void assertStale(Consumer<StoreTransaction> work) {
        assertThatExceptionOfType(StaleWriteException.class).isThrownBy(() -> run(work));
    }

    private AccountSnapshot load(AccountId id) {
        return load(id, TODAY.toString());
    }

    private AccountSnapshot load(AccountId id, String today) {
        return read(tx -> tx.load(List.of(id), day(today))).get(0);
    }

    private List<Access> pagesOfAccess(AccountId account, int limit) {
        List<Access> all = new ArrayList<>();
        List<Access> page = listed(tx -> tx.access(account, Optional.empty(), limit));
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(limit);
            all.addAll(page);
            Optional<Access> last = Optional.of(page.get(page.size() - 1));
            page = listed(tx -> tx.access(account, last, limit));
        }
        return all;
    }

    private AccountSnapshot deepen(AccountSnapshot snapshot, Reach reach) {
        return read(tx -> tx.deepen(snapshot, reach));
    }

    /** Those of the contract that are remembered of these. */
    private List<UsageRecord> records(SubscriptionId contract, String... ids) {
        return deepen(load(contract.account()), Reach.nothing().andUsage(contract, Set.of(ids)))
                .usageRecords();
    }

    private void assertClaims(Due due, AccountId... expected) {
        assertThat(listed(tx -> tx.claim(due, MANY, Optional.empty())))
                .as("%s", due)
                .containsExactly(expected);
        assertThat(number(tx -> tx.countDue(due, Optional.empty())))
                .as("%s", due)
                .isEqualTo(expected.length);
    }

    /** Claims all there is, for half a minute. */
    private List<Delivery> deliveries(String subscriber, Instant now) {
        return read(tx -> tx.claimDeliveries(subscriber, now, now.plusSeconds(30), MANY, MANY, Optional.empty())
                .deliveries());
    }

    private <T> Future<T> inBackground(Callable<T> work) {
        return threads.submit(work);
    }

    /** Begins a transaction in another thread that cannot go on yet because another has not ended. */
    private <T> Future<T> waiting(Function<StoreTransaction, T> work) {
        Future<T> waiting = inBackground(() -> read(work));
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> waiting.get(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS));
        return waiting;
    }

    /** Runs the work with numbers from 0 on, each in a thread of its own, all starting together. */
    private <T> List<T> atOnce(int count, Function<Integer, T> work) {
        CountDownLatch ready = new CountDownLatch(count);
        List<Future<T>> running = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            running.add(inBackground(() -> {
                ready.countDown();
                await(ready);
                return work.apply(number);
            }));
        }
        return results(running);
    }

    private static <T> List<T> results(Collection<Future<T>> running) {
        return running.stream().map(StoreContract::result).toList();
    }

    private static <T> T result(Future<T> running) {
        try {
            return running.get(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("A thread failed", e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("A thread does not end", e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(LONG.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("Waited too long for another thread");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("Interrupted", e);
        }
    }

    /** Does the work in a transaction of another thread, which stays open until it is told how to end. */
    private Held hold(Consumer<StoreTransaction> work) {
        Held other = new Held(work);
        held.add(other);
        return other;
    }

    private final class Held {
        private final CountDownLatch worked = new CountDownLatch(1);
        private final CountDownLatch toldToEnd = new CountDownLatch(1);
        private final Future<?> thread;
        private volatile boolean working;
        private volatile boolean fails;

        Held(Consumer<StoreTransaction> work) {
            thread = threads.submit(() -> {
                try {
                    run(tx -> {
                        work.accept(tx);
                        working = true;
                        worked.countDown();
                        await(toldToEnd);
                        if (fails) {
                            throw new Undone();
                        }
                    });
                } catch (Undone e) {
                    assertThat(fails).isTrue();
                } finally {
                    worked.countDown();
                }
            });
            await(worked);
            if (!working) {
                result(thread); // tells what went wrong
            }
        }

        void commit() {
            toldToEnd.countDown();
            result(thread);
        }

        void rollback() {
            fails = true;
            commit();
        }

        void letGo() {
            toldToEnd.countDown();
        }
    }

    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
