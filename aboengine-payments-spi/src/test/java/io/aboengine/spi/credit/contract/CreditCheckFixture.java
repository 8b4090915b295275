package io.aboengine.spi.credit.contract;

import io.aboengine.spi.credit.CreditCheckProvider;
import io.aboengine.spi.credit.CreditCheckRequest;
import java.util.Set;

/**
 * One credit check provider, fresh for one rule, with the strings to pull behind it: usually an adapter connected to a
 * local server that plays the agency.
 */
public interface CreditCheckFixture {
    /** How an enquiry can be made to end. */
    enum Ending {
        /** The agency has nothing against the customer. */
        GOOD_SCORE,
        /** The agency knows bad things. */
        BAD_SCORE,
        /** The agency does not answer in time. */
        NO_ANSWER
    }

    CreditCheckProvider provider();

    /** The endings that {@link #arrange} can bring about; rules that need another are skipped and say so. */
    Set<Ending> arrangeable();

    /**
     * Makes the next enquiries under new keys end so.
     *
     * @return the request to send: the given one, or where the agency decides by name or address, one with another
     *     subject. The key stays
     */
    CreditCheckRequest arrange(Ending ending, CreditCheckRequest request);

    /** How many enquiries the agency, asked behind the adapter's back, has counted. They cost money and leave a trace. */
    long enquiries();
}
