package io.aboengine.examples.demo;

import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentType;
import io.aboengine.money.Money;
import io.aboengine.payment.Posting;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One month of the books, by date of issue and day of payment.
 *
 * @param billed invoices, tax included
 * @param credited credit notes and cancelling documents, as positive amounts
 * @param fees of reminders
 * @param moneyIn collected by gateways and transferred by customers
 * @param moneyBack returned and charged back
 * @param granted customer credit given by the shop, which nobody paid
 * @param open what customers had not paid at the end of the last day, as noted that evening
 * @param credit what the shop owed to customers then
 */
record Month(
        YearMonth month,
        int invoices,
        Money billed,
        int creditNotes,
        Money credited,
        int reminders,
        Money fees,
        Money moneyIn,
        Money moneyBack,
        Money granted,
        Money open,
        Money credit) {

    /** What was noted in the evening of a month's last day. */
    record Evening(Money open, Money credit) {
        /** What customers owed, less what they were owed. */
        Money balance() {
            return open.minus(credit);
        }
    }

    static List<Month> of(Books books, Map<YearMonth, Evening> evenings) {
        List<Month> months = new ArrayList<>();
        evenings.forEach((month, evening) -> months.add(of(books, month, evening)));
        return months;
    }

    private static Month of(Books books, YearMonth month, Evening evening) {
        List<Document> issued =
                books.issuedIn(month).stream().map(Books.Booked::document).toList();
        List<Document> invoices = ofType(issued, DocumentType.INVOICE);
        List<Document> reminders = ofType(issued, DocumentType.DUNNING_NOTICE);
        List<Document> creditNotes = new ArrayList<>(issued);
        creditNotes.removeAll(invoices);
        creditNotes.removeAll(reminders);
        List<Posting> posted = books.postedIn(month);
        return new Month(
                month,
                invoices.size(),
                gross(invoices),
                creditNotes.size(),
                gross(creditNotes).negate(),
                reminders.size(),
                gross(reminders),
                money(posted, p -> p.kind() != Posting.Kind.RETURNED),
                money(posted, p -> p.kind() == Posting.Kind.RETURNED).negate(),
                Books.sum(posted.stream()
                        .filter(p -> p.kind() == Posting.Kind.CREDIT_GRANTED)
                        .map(Posting::creditRaised)
                        .toList()),
                evening.open(),
                evening.credit());
    }

    private static List<Document> ofType(List<Document> documents, DocumentType type) {
        return documents.stream().filter(d -> d.type() == type).toList();
    }

    private static Money gross(List<Document> documents) {
        return Books.sum(documents.stream().map(Document::gross).toList());
    }

    private static Money money(List<Posting> postings, Predicate<Posting> which) {
        return Books.sum(postings.stream().filter(which).map(Posting::money).toList());
    }

    /** By how much what customers owe, less what they are owed, must have grown. */
    Money growth() {
        return billed.plus(fees).minus(credited).minus(moneyIn).plus(moneyBack).minus(granted);
    }
}
