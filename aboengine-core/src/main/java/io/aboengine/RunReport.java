package io.aboengine;

import io.aboengine.invoice.DocumentId;
import io.aboengine.party.AccountId;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What a run did.
 *
 * @param today the day it was run for, in the merchant's zone
 * @param accountsBilled accounts that were due for billing and are done, whether or not a document came of it
 * @param documents documents that were finalised, dunning notices included
 * @param payments what became of the attempts it sent or asked about, and of those it was about to when its time was over, which
 *     are pending; the first {@value #MOST_TOLD} of them
 * @param paymentCounts how many of each kind, all of them
 * @param reminders dunning notices among the documents
 * @param eventsDelivered events the subscribers took
 * @param broken accounts that were set aside, and those for which a gateway's answer could not be recorded, which is asked for
 *     again; and why; the first {@value #MOST_TOLD} of them
 * @param busy accounts that others held locked, once for each kind of work; the next run does them. Accounts whose attempts go
 *     through a gateway that this engine lacks are counted too: a run of an engine that has it does them
 * @param left accounts that are still due, once for each kind of work: the busy ones, those its bounds did not suffice for, or
 *     those that subscribers made due; and accounts that were not yet looked at with settings that are new
 * @param collectionBlocked why nothing was sent to any gateway, if so
 */
public record RunReport(
        LocalDate today,
        long accountsBilled,
        long documents,
        List<PaymentOutcome> payments,
        PaymentCounts paymentCounts,
        long reminders,
        long eventsDelivered,
        List<Broken> broken,
        long busy,
        long left,
        Optional<String> collectionBlocked) {

    /** More than these are counted only, so that the report of a run stays small. */
    public static final int MOST_TOLD = 10_000;

    /** How many attempts ended in which way. */
    public record PaymentCounts(long paid, long pending, long refused, long actionRequired) {}

    /** An account that was set aside. */
    public record Broken(AccountId account, String error) {}

    /** What became of one attempt to collect a document. */
    public sealed interface PaymentOutcome {
        DocumentId document();

        /** The money came in. */
        record Paid(DocumentId document) implements PaymentOutcome {}

        /**
         * It is not known yet: the gateway works on it, or its answer got lost and will be asked for, or there was no time
         * left for the call, which was never made and is made by a later run.
         */
        record Pending(DocumentId document) implements PaymentOutcome {}

        /** The gateway declined; {@code advice} is RETRY_LATER, UPDATE_METHOD, HARD_STOP or TECHNICAL. */
        record Refused(DocumentId document, String advice) implements PaymentOutcome {}

        /** The customer has to act at the link. */
        record ActionRequired(DocumentId document, URI link) implements PaymentOutcome {}
    }
}
