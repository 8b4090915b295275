package io.aboengine.examples.demo;

import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentState;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.payment.Posting;
import io.aboengine.spi.payment.sandbox.SandboxGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether the books add up, to the cent. Documents, postings and balances are kept in rows of their own, so each can
 * witness against the others.
 *
 * @param differences what does not fit, in words with amounts; empty if everything does
 */
record Audit(Totals totals, List<String> differences) {

    /**
     * The one equation everything hangs on:
     *
     * <pre>{@code
     * billed + fees - credited = moneyIn - moneyBack + open + writtenOff + granted - creditLeft
     * }</pre>
     *
     * What a customer paid too much is money in and customer credit left. Customer credit that was used has paid an
     * invoice: it is neither left nor open any more, and the money behind it came in before.
     */
    record Totals(
            Money billed,
            Money fees,
            Money credited,
            int lines,
            Money linesGross,
            Money moneyIn,
            Money moneyBack,
            Money open,
            Money writtenOff,
            Money granted,
            Money creditLeft) {

        Money documents() {
            return billed.plus(fees).minus(credited);
        }

        Money accountedFor() {
            return moneyIn.minus(moneyBack)
                    .plus(open)
                    .plus(writtenOff)
                    .plus(granted)
                    .minus(creditLeft);
        }
    }

    static Audit of(Books books, List<Month> months) {
        Totals totals = totals(books, months);
        List<String> differences = new ArrayList<>();
        if (!totals.documents().equals(totals.accountedFor())) {
            differences.add(difference("In total", "documents", totals.documents(), "payments", totals.accountedFor()));
        }
        if (!totals.documents().equals(totals.linesGross())) {
            differences.add(difference("In total", "documents", totals.documents(), "lines", totals.linesGross()));
        }
        months(months, differences);
        evening(books, months, differences);
        documents(books, differences);
        postings(books, differences);
        credit(books, differences);
        return new Audit(totals, List.copyOf(differences));
    }

    private static Totals totals(Books books, List<Month> months) {
        return new Totals(
                Books.sum(months.stream().map(Month::billed).toList()),
                Books.sum(months.stream().map(Month::fees).toList()),
                Books.sum(months.stream().map(Month::credited).toList()),
                books.documents().stream().mapToInt(Books.Booked::lines).sum(),
                Books.sum(books.documents().stream()
                        .filter(b -> b.document().state() != DocumentState.DRAFT)
                        .map(Books.Booked::gross)
                        .toList()),
                books.moneyOf(p -> p.kind() != Posting.Kind.RETURNED),
                books.moneyOf(p -> p.kind() == Posting.Kind.RETURNED).negate(),
                books.open(),
                Books.sum(books.documents().stream()
                        .map(b -> b.document().writtenOff())
                        .toList()),
                Books.sum(months.stream().map(Month::granted).toList()),
                books.creditLeft());
    }

    private static void months(List<Month> months, List<String> differences) {
        Money before = Books.zero();
        for (Month month : months) {
            Money expected = before.plus(month.growth());
            Money noted = month.open().minus(month.credit());
            if (!expected.equals(noted)) {
                differences.add(difference(month.month().toString(), "balances noted", noted, "books", expected));
            }
            before = noted;
        }
    }

    /** What was noted on the last evening must still be what is stored. */
    private static void evening(Books books, List<Month> months, List<String> differences) {
        Month last = months.get(months.size() - 1);
        if (!last.open().equals(books.open())) {
            differences.add(difference(last.month().toString(), "open noted", last.open(), "stored", books.open()));
        }
        if (!last.credit().equals(books.creditLeft())) {
            differences.add(difference(
                    last.month().toString(), "customer credit noted", last.credit(), "stored", books.creditLeft()));
        }
    }

    private static void documents(Books books, List<String> differences) {
        Map<DocumentId, Money> lowered = books.loweredByPostings();
        for (Books.Booked booked : books.documents()) {
            Document document = booked.document();
            if (!booked.net().equals(document.net())
                    || !booked.tax().equals(document.tax())
                    || !booked.gross().equals(document.gross())
                    || !document.net().plus(document.tax()).equals(document.gross())) {
                differences.add(difference(
                        "Document " + document.id(), "gross", document.gross(), "its lines", booked.gross()));
            }
            if (document.state() != DocumentState.DRAFT && document.gross().isPositive()) {
                Money byPostings = document.gross().minus(lowered.getOrDefault(document.id(), Books.zero()));
                if (!byPostings.equals(document.open())) {
                    differences.add(difference(
                            "Document " + document.id(), "open", document.open(), "by its postings", byPostings));
                }
            }
        }
    }

    private static void postings(Books books, List<String> differences) {
        for (Posting posting : books.postings()) {
            boolean ofMoney = posting.kind() != Posting.Kind.CREDITED && posting.kind() != Posting.Kind.CREDIT_GRANTED;
            Money went = posting.openLowered().plus(posting.creditRaised());
            if (ofMoney && !posting.money().equals(went)) {
                differences.add(difference(
                        "Posting " + posting.account() + "/" + posting.ordinal(),
                        "money",
                        posting.money(),
                        "booked",
                        went));
            }
        }
    }

    private static void credit(Books books, List<String> differences) {
        Map<AccountId, Money> raised = books.creditByPostings();
        books.credit().forEach((account, credit) -> {
            Money byPostings = raised.getOrDefault(account, Books.zero());
            if (!credit.equals(byPostings)) {
                differences.add(
                        difference("Account " + account, "customer credit", credit, "by its postings", byPostings));
            }
        });
    }

    /** The gateway keeps books of its own: what it took and gave back must be what is booked here, for each customer. */
    static List<String> againstGateway(Books books, SandboxGateway gateway) {
        List<String> differences = new ArrayList<>();
        for (AccountId account : books.credit().keySet().stream().sorted().toList()) {
            Money booked = books.moneyOf(p -> p.account().equals(account)
                    && (p.kind() == Posting.Kind.COLLECTED || p.kind() == Posting.Kind.RETURNED));
            Money moved = gateway.captured(account.value(), Publisher.CURRENCY)
                    .minus(gateway.refunded(account.value(), Publisher.CURRENCY))
                    .minus(gateway.returned(account.value(), Publisher.CURRENCY));
            if (!moved.equals(booked)) {
                differences.add(difference("Account " + account, "moved by the gateway", moved, "booked", booked));
            }
        }
        return differences;
    }

    private static String difference(String where, String one, Money a, String other, Money b) {
        return "%s: %s %s, %s %s, difference %s".formatted(where, one, a, other, b, a.minus(b));
    }
}
