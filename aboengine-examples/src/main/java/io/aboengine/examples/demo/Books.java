package io.aboengine.examples.demo;

import io.aboengine.AboEngine;
import io.aboengine.account.Account;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentState;
import io.aboengine.invoice.Line;
import io.aboengine.invoice.Placement;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.payment.Posting;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Everything the engine keeps of money, read back from the store: documents with the sums of their lines, postings, and
 * what is left of customer credit.
 */
record Books(List<Booked> documents, List<Posting> postings, Map<AccountId, Money> credit) {
    private static final int PAGE = 500;

    /** A document, how many lines it has, and what they add up to. */
    record Booked(Document document, int lines, Money net, Money tax, Money gross) {}

    static Books read(AboEngine engine) {
        List<Booked> documents = new ArrayList<>();
        List<Posting> postings = new ArrayList<>();
        Map<AccountId, Money> credit = new HashMap<>();
        for (AccountId account : accounts(engine)) {
            for (Document document : engine.documents().list(account)) {
                documents.add(booked(document, engine.documents().lines(document.id())));
            }
            postings.addAll(engine.payments().postings(account));
            credit.put(
                    account,
                    engine.accounts().find(account).map(Account::credit).orElseThrow());
        }
        return new Books(List.copyOf(documents), List.copyOf(postings), Map.copyOf(credit));
    }

    static List<AccountId> accounts(AboEngine engine) {
        List<AccountId> all = new ArrayList<>();
        Optional<AccountId> after = Optional.empty();
        while (true) {
            List<AccountId> page = engine.accounts().list(after, PAGE);
            all.addAll(page);
            if (page.size() < PAGE) {
                return all;
            }
            after = Optional.of(page.get(page.size() - 1));
        }
    }

    private static Booked booked(Document document, List<Line> lines) {
        Money net = zero();
        Money tax = zero();
        Money gross = zero();
        for (Line line : lines) {
            Placement placed = line.placement().orElseThrow();
            net = net.plus(placed.net());
            tax = tax.plus(placed.tax());
            gross = gross.plus(placed.gross());
        }
        return new Booked(document, lines.size(), net, tax, gross);
    }

    static Money zero() {
        return Money.zero(Publisher.CURRENCY);
    }

    /** Documents with a number, issued in the month. */
    List<Booked> issuedIn(YearMonth month) {
        return documents.stream().filter(b -> isIn(month, b.document())).toList();
    }

    private static boolean isIn(YearMonth month, Document document) {
        return document.state() != DocumentState.DRAFT
                && document.issuedOn().map(YearMonth::from).equals(Optional.of(month));
    }

    List<Posting> postedIn(YearMonth month) {
        return postings.stream()
                .filter(p -> YearMonth.from(p.on()).equals(month))
                .toList();
    }

    /** By how much the postings lowered what is open on each document. */
    Map<DocumentId, Money> loweredByPostings() {
        Map<DocumentId, Money> lowered = new HashMap<>();
        for (Posting posting : postings) {
            posting.document().ifPresent(id -> lowered.merge(id, posting.openLowered(), Money::plus));
        }
        return lowered;
    }

    /** By how much the postings raised each customer's credit. */
    Map<AccountId, Money> creditByPostings() {
        Map<AccountId, Money> raised = new HashMap<>();
        for (Posting posting : postings) {
            raised.merge(posting.account(), posting.creditRaised(), Money::plus);
        }
        return raised;
    }

    /** What is open on all documents. */
    Money open() {
        return sum(documents.stream().map(b -> b.document().open()).toList());
    }

    /** What the shop owes its customers. */
    Money creditLeft() {
        return sum(List.copyOf(credit.values()));
    }

    Money moneyOf(Predicate<Posting> which) {
        return sum(postings.stream().filter(which).map(Posting::money).toList());
    }

    static Money sum(List<Money> amounts) {
        return Money.sum(Publisher.CURRENCY, amounts);
    }
}
