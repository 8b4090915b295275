package io.aboengine.account;

import io.aboengine.charge.UsageRecord;
import io.aboengine.charge.UsageTally;
import io.aboengine.event.Event;
import io.aboengine.fulfilment.Access;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.Line;
import io.aboengine.party.AccountId;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.payment.Posting;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What a decision changes, as data. Rows are whole: a changed one replaces the one with its id.
 *
 * @param account as it is afterwards
 * @param rewrittenFrom for each subscription whose timeline changed: its segments that begin on or after this day are
 *     replaced by those of its timeline that do; earlier segments stay
 * @param usage running rows of what was used
 * @param usageRecords to be remembered until their period closes
 * @param numbers documents that are finalised by this change and get the next number of the series, in this order
 */
public record AccountChange(
        Account account,
        List<Subscription> subscriptions,
        Map<SubscriptionId, LocalDate> rewrittenFrom,
        List<Line> lines,
        List<Document> documents,
        List<PaymentAttempt> attempts,
        List<Posting> postings,
        List<Access> access,
        List<UsageTally> usage,
        List<UsageRecord> usageRecords,
        List<Event> events,
        List<NumberWish> numbers) {

    /** A document that is to be numbered in a series; the printed number is the series and the counter with leading zeros. */
    public record NumberWish(DocumentId document, String series, int digits) {

        /** The printed number for a counter. */
        public String format(long counter) {
            String text = Long.toString(counter);
            return series + "0".repeat(Math.max(0, digits - text.length())) + text;
        }
    }

    public AccountChange {
        subscriptions = List.copyOf(subscriptions);
        rewrittenFrom = Map.copyOf(rewrittenFrom);
        lines = List.copyOf(lines);
        documents = List.copyOf(documents);
        attempts = List.copyOf(attempts);
        postings = List.copyOf(postings);
        access = List.copyOf(access);
        usage = List.copyOf(usage);
        usageRecords = List.copyOf(usageRecords);
        events = List.copyOf(events);
        numbers = List.copyOf(numbers);
    }

    /** Other states of attempts, and nothing else. */
    static AccountChange ofAttempts(Account account, List<PaymentAttempt> attempts) {
        return new AccountChange(
                account, List.of(), Map.of(), List.of(), List.of(), attempts, List.of(), List.of(), List.of(),
                List.of(), List.of(), List.of());
    }

    public AccountId id() {
        return account.id();
    }
}
