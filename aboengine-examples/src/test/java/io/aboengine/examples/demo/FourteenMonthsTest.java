package io.aboengine.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.AboEngine;
import io.aboengine.fulfilment.AccessReason;
import io.aboengine.fulfilment.ReleasePolicy;
import io.aboengine.invoice.DocumentType;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.payment.AttemptState;
import io.aboengine.payment.Posting;
import io.aboengine.store.memory.MemoryStore;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole demo, in memory. */
class FourteenMonthsTest {
    private static final LocalDate FIRST = LocalDate.of(2025, 1, 1);
    private static final LocalDate END = LocalDate.of(2026, 3, 1);

    private static Days life;
    private static AboEngine engine;
    private static Books books;
    private static Map<YearMonth, Month.Evening> evenings;

    @BeforeAll
    static void live() {
        life = new Days(new MemoryStore(), Customer.all(), FIRST);
        evenings = new TreeMap<>();
        for (LocalDate day = FIRST; day.isBefore(END); day = day.plusDays(1)) {
            life.live(day);
            if (day.plusDays(1).getDayOfMonth() == 1) {
                evenings.put(YearMonth.from(day), life.evening());
            }
        }
        engine = life.engine();
        books = Books.read(engine);
    }

    @Test
    void the_books_add_up_to_the_cent() {
        Audit audit = audit(books);

        assertThat(audit.differences()).isEmpty();
        assertThat(Audit.againstGateway(books, life.gateway())).isEmpty();
        assertThat(audit.totals().billed()).isGreaterThan(Money.parse("EUR 50000.00"));
        assertThat(audit.totals().accountedFor()).isEqualTo(audit.totals().documents());
    }

    /** Whatever posting is missing, the books tell. The demo's shop writes nothing off and pays nothing back. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"WRITTEN_OFF", "REFUNDED", "REFUND_FAILED"})
    void a_missing_posting_is_found(Posting.Kind kind) {
        Posting missing = books.postings().stream()
                .filter(p -> p.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new AssertionError("The demo has no posting " + kind));
        List<Posting> others = new ArrayList<>(books.postings());
        others.remove(missing);

        assertThat(audit(new Books(books.documents(), others, books.credit())).differences())
                .isNotEmpty();
    }

    @Test
    void a_missing_payment_is_told_with_its_amount_in_its_month_at_its_document_and_in_total() {
        Posting missing = first(p ->
                p.kind() == Posting.Kind.COLLECTED && p.money().equals(p.openLowered()) && p.on().getMonthValue() == 5);
        List<Posting> others = new ArrayList<>(books.postings());
        others.remove(missing);

        List<String> differences =
                audit(new Books(books.documents(), others, books.credit())).differences();

        assertThat(differences)
                .hasSize(3)
                .allMatch(d -> d.endsWith(missing.money().toPlainString()));
        assertThat(differences.get(0)).startsWith("In total: ");
        assertThat(differences.get(1)).startsWith("2025-05: ");
        assertThat(differences.get(2))
                .startsWith("Document " + missing.document().orElseThrow() + ": ");
    }

    @Test
    void a_missing_line_is_found() {
        List<Books.Booked> documents = new ArrayList<>(books.documents());
        Books.Booked whole = documents.remove(0);
        documents.add(new Books.Booked(whole.document(), 0, Books.zero(), Books.zero(), Books.zero()));

        assertThat(audit(new Books(documents, books.postings(), books.credit())).differences())
                .hasSize(2)
                .allMatch(d -> d.endsWith(whole.gross().toPlainString()));
    }

    @Test
    void lost_customer_credit_is_found() {
        Map<AccountId, Money> credit = new HashMap<>(books.credit());
        AccountId owed = credit.keySet().stream()
                .filter(a -> credit.get(a).isPositive())
                .findFirst()
                .orElseThrow();
        credit.put(owed, Books.zero());

        assertThat(audit(new Books(books.documents(), books.postings(), credit)).differences())
                .hasSize(3)
                .anyMatch(d -> d.startsWith("Account " + owed + ": "));
    }

    @Test
    void money_that_the_gateway_did_not_move_is_found() {
        Posting missing = first(p -> p.kind() == Posting.Kind.RETURNED);
        List<Posting> others = new ArrayList<>(books.postings());
        others.remove(missing);

        assertThat(Audit.againstGateway(new Books(books.documents(), others, books.credit()), life.gateway()))
                .hasSize(1)
                .allMatch(d -> d.startsWith("Account " + missing.account() + ": "));
    }

    @Test
    void every_kind_of_thing_happens() {
        assertThat(books.documents())
                .extracting(b -> b.document().type())
                .contains(DocumentType.INVOICE, DocumentType.CREDIT_NOTE, DocumentType.DUNNING_NOTICE);
        assertThat(Books.accounts(engine))
                .flatExtracting(a -> engine.payments().attempts(a))
                .extracting(attempt -> attempt.state())
                .contains(AttemptState.SETTLED, AttemptState.DECLINED, AttemptState.RETURNED);
        assertThat(Books.accounts(engine))
                .flatExtracting(a -> engine.access().list(a))
                .extracting(access -> access.reason())
                .contains(
                        AccessReason.RUNNING,
                        AccessReason.RUNNING_UNTIL_END,
                        AccessReason.AWAITING_PAYMENT,
                        AccessReason.SUSPENDED,
                        AccessReason.ENDED);
        assertThat(Books.accounts(engine))
                .flatExtracting(a -> engine.access().list(a))
                .extracting(access -> access.policy())
                .contains(ReleasePolicy.AT_PURCHASE, ReleasePolicy.ON_PAYMENT);
    }

    @Test
    void nothing_is_left_for_an_operator() {
        assertThat(engine.operations().unresolvedAttempts(Optional.empty(), 10)).isEmpty();
        assertThat(engine.operations().brokenAccounts(java.util.Optional.empty(), 10))
                .isEmpty();
        assertThat(engine.operations().parkedEvents("mailbox", Optional.empty(), 10))
                .isEmpty();
    }

    @Test
    void the_story_has_upgrade_decline_reminders_suspension_and_resumption() {
        String story = new Story(engine, Publisher.catalog()).of(DemoCommand.TOLD);

        assertThat(story)
                .containsSubsequence(
                        "2025-02-03  customer  orders Online-Kurs Gartenplanung\n",
                        "2025-02-03  customer  may use: Online-Kurs Gartenplanung\n",
                        "2025-05-05  customer  changes to Online-Kurs Gartenplanung plus Beratung, from today\n",
                        "2025-06-17  engine    collection of RE-2025-",
                        " declined: update method",
                        "2025-06-29  engine    Zahlungserinnerung for RE-2025-",
                        "2025-07-06  engine    1. Mahnung for RE-2025-",
                        "2025-07-13  engine    Letzte Mahnung for RE-2025-",
                        "2025-07-13  engine    may no longer use: Online-Kurs Gartenplanung (suspended)\n",
                        "2025-07-15  customer  names another card\n",
                        "2025-07-16  engine    collected: RE-2025-",
                        "2025-07-16  engine    may use: Online-Kurs Gartenplanung\n",
                        "2025-12-01  customer  cancels; first day without service: 2025-12-17\n",
                        "2025-12-17  engine    the contract ends\n");
        assertThat(story.lines()).allMatch(line -> line.length() <= 100, "fits 100 columns");
    }

    @Test
    void the_numbers_of_each_series_ascend_without_a_gap() {
        Map<String, List<Integer>> counters = new TreeMap<>();
        for (Books.Booked booked : books.documents()) {
            String number = engine.documents().number(booked.document().id()).orElseThrow();
            int dash = number.lastIndexOf('-');
            counters.computeIfAbsent(number.substring(0, dash), s -> new ArrayList<>())
                    .add(Integer.valueOf(number.substring(dash + 1)));
        }
        assertThat(counters).containsKeys("RE-2025", "RE-2026", "RK-2025", "MA-2025", "MA-2026");
        counters.forEach((series, numbers) -> {
            numbers.sort(null);
            assertThat(numbers).as(series).doesNotHaveDuplicates().startsWith(1).endsWith(numbers.size());
        });
    }

    private static Audit audit(Books books) {
        return Audit.of(books, Month.of(books, evenings));
    }

    private static Posting first(Predicate<Posting> which) {
        return books.postings().stream().filter(which).findFirst().orElseThrow();
    }
}
