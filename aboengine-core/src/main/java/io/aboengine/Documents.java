package io.aboengine;

import io.aboengine.account.Command;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentView;
import io.aboengine.invoice.Line;
import io.aboengine.party.AccountId;
import io.aboengine.party.Language;
import java.util.List;
import java.util.Optional;

/** Invoices, credit notes and dunning notices. */
public interface Documents {

    Optional<Document> find(DocumentId id);

    /** The document with this printed number. */
    Optional<DocumentId> byNumber(String number);

    /** Up to {@code limit} documents of the account with ordinals above {@code afterOrdinal}. */
    List<Document> list(AccountId account, long afterOrdinal, int limit);

    /** All documents of the account, in the order they were made. */
    List<Document> list(AccountId account);

    /** Charges something once: on an invoice of its own, or with the next one. */
    List<DocumentId> charge(Command.Charge command);

    /** Bills now what waits for the next invoice, what runs in arrears until yesterday, and all use that was told so far. */
    List<DocumentId> billNow(AccountId account);

    /** Gives back a part of an invoice, or all that is left of it. */
    List<DocumentId> credit(Command.CreditNote command);

    /**
     * Takes back a whole invoice by a cancelling document, and invoices the same anew if wished. Where a later invoice has set
     * off a part, a credit note gives back the rest: see {@link Command.CancelDocument}.
     */
    List<DocumentId> cancel(Command.CancelDocument command);

    /** Makes a draft final before its day. */
    void finalizeDraft(DocumentId draft);

    /** Gives a draft up; what stands on it is not charged. */
    void discardDraft(DocumentId draft);

    /** The lines in printed order. */
    List<Line> lines(DocumentId id);

    /** The printed number; empty for a draft. */
    Optional<String> number(DocumentId id);

    /** Everything that stands on the document, as data. */
    DocumentView view(DocumentId id);

    /** The document as its customer reads it. */
    String text(DocumentId id, Language language);
}
