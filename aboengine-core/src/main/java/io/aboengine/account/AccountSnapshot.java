package io.aboengine.account;

import io.aboengine.charge.UsageRecord;
import io.aboengine.charge.UsageTally;
import io.aboengine.fulfilment.Access;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.Line;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.subscription.Subscription;
import java.util.List;

/**
 * What is alive of one account, and never its history: the cost of a renewal does not grow with the age of a contract.
 *
 * @param subscriptions those that have not ended, with the segments that matter from today on
 * @param lines those that wait for a document or stand on a draft; those of contracts under review; those that a {@link Reach} asked for; and
 *     with each line that can be taken back everything that was taken back of it
 * @param documents drafts, those with an open amount, those with a live attempt, and those asked for
 * @param attempts all of the documents here
 * @param access one for each subscription here
 * @param usage what was used in periods that are not closed, or was not charged yet
 * @param usageRecords those that a {@link Reach} asked for
 * @param assessments the credit checks on file
 */
public record AccountSnapshot(
        Account account,
        List<Subscription> subscriptions,
        List<Line> lines,
        List<Document> documents,
        List<PaymentAttempt> attempts,
        List<Access> access,
        List<UsageTally> usage,
        List<UsageRecord> usageRecords,
        List<CreditAssessment> assessments) {
    public AccountSnapshot {
        subscriptions = List.copyOf(subscriptions);
        lines = List.copyOf(lines);
        documents = List.copyOf(documents);
        attempts = List.copyOf(attempts);
        access = List.copyOf(access);
        usage = List.copyOf(usage);
        usageRecords = List.copyOf(usageRecords);
        assessments = List.copyOf(assessments);
    }

    public static AccountSnapshot empty(Account account) {
        return new AccountSnapshot(
                account, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }
}
