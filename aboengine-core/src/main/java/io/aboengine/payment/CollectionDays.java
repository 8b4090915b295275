package io.aboengine.payment;

import io.aboengine.calendar.BankDays;
import io.aboengine.spi.payment.PaymentMethodKind;
import java.time.LocalDate;

/**
 * When a document is collected and due, fixed when it is finalised. Card and wallet: that day. Direct debit: the first
 * bank day that leaves the gateway its lead time and the customer the agreed notice, the document being the notice; it
 * is handed in as late as the lead time allows. The due date is the end of the payment term, or the day of collection if
 * that is later.
 *
 * @param sendOn the first day on which the gateway may be asked
 */
public record CollectionDays(LocalDate sendOn, LocalDate collectOn, LocalDate dueOn) {

    /**
     * @param termDays the payment term, counted from the day of issue
     * @param noticeDays calendar days between notice and collection of a direct debit
     * @param leadBankDays bank days the gateway needs before the day of collection
     */
    public static CollectionDays of(
            PaymentMethodKind method, LocalDate issuedOn, int termDays, int noticeDays, int leadBankDays) {
        LocalDate term = issuedOn.plusDays(termDays);
        if (method != PaymentMethodKind.DIRECT_DEBIT) {
            return new CollectionDays(issuedOn, issuedOn, term);
        }
        LocalDate byNotice = BankDays.onOrAfter(issuedOn.plusDays(noticeDays));
        LocalDate byLead = BankDays.plus(issuedOn, leadBankDays);
        LocalDate collectOn = byNotice.isAfter(byLead) ? byNotice : byLead;
        LocalDate latest = BankDays.minus(collectOn, leadBankDays);
        return new CollectionDays(
                latest.isAfter(issuedOn) ? latest : issuedOn, collectOn, term.isAfter(collectOn) ? term : collectOn);
    }
}
