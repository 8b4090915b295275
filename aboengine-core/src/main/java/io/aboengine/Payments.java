package io.aboengine;

import io.aboengine.invoice.DocumentId;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.payment.Posting;
import io.aboengine.spi.payment.GatewayNotice;
import java.util.List;
import java.util.Optional;

/** Money that comes in, and what became of attempts to collect it. */
public interface Payments {

    /** Books a transfer to whatever of the account is due the longest; the rest becomes customer credit. */
    void receive(AccountId account, Money amount);

    /** Books a transfer for one document; what is above its open amount becomes customer credit. */
    void receive(DocumentId document, Money amount);

    /**
     * Gives back money that came in for the document, through the gateway it came by where that can. It is taken from
     * customer credit; where that is not enough, a credit note over the rest is made.
     *
     * @param amount with tax; empty: all that came in and did not go back
     * @return the credit note, if one was made
     */
    List<DocumentId> refund(DocumentId document, Optional<Money> amount);

    /** Gives up what is open of the document, or a part of it. */
    void writeOff(DocumentId document, Optional<Money> amount);

    /**
     * Takes in what a gateway tells by itself. Each notice is taken once, in whatever order they come.
     *
     * @return false if this notice was taken before
     * @throws io.aboengine.spi.InvalidRequestException if no attempt has its key
     */
    boolean notice(GatewayNotice notice);

    /** Up to {@code limit} attempts to collect from the account with ordinals above {@code afterOrdinal}. */
    List<PaymentAttempt> attempts(AccountId account, long afterOrdinal, int limit);

    /** Every attempt to collect from the account, in order. */
    List<PaymentAttempt> attempts(AccountId account);

    /** Up to {@code limit} entries of the account's books with ordinals above {@code afterOrdinal}. */
    List<Posting> postings(AccountId account, long afterOrdinal, int limit);

    /** The account's books, in order. */
    List<Posting> postings(AccountId account);
}
