package io.aboengine;

import io.aboengine.catalog.ProductId;
import io.aboengine.fulfilment.Access;
import io.aboengine.fulfilment.AccessReason;
import io.aboengine.party.AccountId;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Who may have what. Reads one row by key, so a page may ask each time. */
public interface AccessDesk {

    /**
     * May this customer have the product today?
     *
     * @param reason why or why not; empty if the customer never had a contract for it
     * @param until the first day without it, once known
     */
    record Answer(boolean granted, Optional<AccessReason> reason, Optional<LocalDate> until) {}

    Answer check(AccountId account, ProductId product);

    Answer check(String account, String product);

    /**
     * Up to {@code limit} access rows of the account, in the order of {@link #list(AccountId)}.
     *
     * @param after the last one of the page before
     */
    List<Access> list(AccountId account, Optional<Access> after, int limit);

    /** Every access row of the account: of own contracts, then of others', each in order of their contracts. */
    List<Access> list(AccountId account);
}
