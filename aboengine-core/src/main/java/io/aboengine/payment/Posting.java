package io.aboengine.payment;

import io.aboengine.invoice.DocumentId;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import java.time.LocalDate;
import java.util.Optional;

/**
 * One entry of an account's books, never changed. For every entry but those of documents
 * and gifts ({@link Kind#CREDITED}, {@link Kind#CREDIT_GRANTED}, {@link Kind#WRITTEN_OFF}), {@code money = open lowered + credit raised}: nothing
 * appears or vanishes.
 *
 * @param document whose open amount moved; empty where only customer credit did
 * @param money what came in from outside; negative for what went back
 * @param openLowered by how much the document's open amount fell; negative where it rose
 * @param creditRaised by how much the customer's credit rose; negative where it was used
 */
public record Posting(
        AccountId account,
        long ordinal,
        Kind kind,
        LocalDate on,
        Optional<DocumentId> document,
        Optional<AttemptId> attempt,
        Money money,
        Money openLowered,
        Money creditRaised) {

    /** Why the books moved. */
    public enum Kind {
        /** Collected through a gateway. */
        COLLECTED,
        /** A transfer the shop received. */
        TRANSFER,
        /** Collected money that went back. */
        RETURNED,
        /** A credit note or cancelling document: its value lowers what is open, the rest becomes customer credit. */
        CREDITED,
        /** Customer credit that leaves as money. */
        REFUNDED,
        /** Money that could not be given back after all, and is customer credit again. */
        REFUND_FAILED,
        /** Given up by the shop. */
        WRITTEN_OFF,
        /** Customer credit used for a document. */
        CREDIT_APPLIED,
        /** Customer credit brought along by a contract taken over, or granted by the shop. */
        CREDIT_GRANTED
    }
}
