package io.aboengine.invoice;

import io.aboengine.dunning.DunningPosition;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.TaxTreatment;
import io.aboengine.tax.VatId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * An invoice, credit note, cancelling document or dunning notice. What it says never changes once it is finalised; below
 * that the books of its payment move ({@code creditApplied} to {@code paidOn}) and its place on the reminder ladder.
 *
 * @param plannedOn the day it was due to be made; what follows from calendar and commands hangs on it
 * @param finalizeOn the first day on which a draft may be finalised
 * @param issuedOn the printed date; empty for a draft
 * @param dueOn the day by which it is to be paid; empty for a draft and where nothing is due
 * @param buyerVersion which of the account's printed name and address stands on it
 * @param buyerVatId the buyer's VAT id, where the document has to name it
 * @param corrects the document a credit note or cancelling document takes back
 * @param payOut of a document that gives back: what becomes of what it does not lower elsewhere; of one that was lowered
 *     while a payment was under way: what becomes of what comes in above what is open
 * @param subscriptions the contracts behind its lines, in order
 * @param creditApplied customer credit used for it when it was finalised, as it is printed
 * @param paid money, or customer credit given later, that came in for it and did not go back
 * @param credited lowered by credit notes and cancelling documents
 * @param writtenOff given up by the shop
 * @param received money that came in for it from outside and did not go back by itself, whatever it was used for
 * @param refunded what of that the shop gave back
 * @param paidOn the day nothing was open any more
 * @param reminded of a dunning notice: what it reminds of, as it stood that day
 */
public record Document(
        DocumentId id,
        DocumentType type,
        DocumentState state,
        PaymentMethodKind method,
        PriceBasis basis,
        LocalDate plannedOn,
        LocalDate finalizeOn,
        Optional<LocalDate> issuedOn,
        Optional<LocalDate> dueOn,
        int catalogVersion,
        int settingsVersion,
        int buyerVersion,
        Optional<VatId> buyerVatId,
        Optional<DocumentId> corrects,
        PayOut payOut,
        List<SubscriptionId> subscriptions,
        List<TaxGroup> taxes,
        Money net,
        Money tax,
        Money gross,
        Money creditApplied,
        Money paid,
        Money credited,
        Money writtenOff,
        Money received,
        Money refunded,
        Optional<LocalDate> paidOn,
        Optional<DunningPosition> dunning,
        List<Reminded> reminded) {
    public Document {
        subscriptions = List.copyOf(subscriptions);
        taxes = List.copyOf(taxes);
        reminded = List.copyOf(reminded);
    }

    public Currency currency() {
        return gross.currency();
    }

    /** What the customer was asked to pay: gross less customer credit; nothing for a document that gives back. */
    public Money amountDue() {
        return gross.minus(creditApplied).max(Money.zero(currency()));
    }

    /** What is still to be paid. Nothing for drafts and for documents that give back. */
    public Money open() {
        if (issuedOn.isEmpty() || gross.isNegative()) {
            return Money.zero(currency());
        }
        return gross.minus(creditApplied).minus(paid).minus(credited).minus(writtenOff);
    }

    public boolean isOpen() {
        return open().isPositive();
    }

    public PaymentState paymentState() {
        boolean givenUp = state == DocumentState.CANCELLED && issuedOn.isEmpty();
        if (!gross.isPositive() || givenUp) {
            return PaymentState.NOTHING_DUE;
        }
        if (isOpen() || state == DocumentState.DRAFT) {
            return paid.isPositive() || creditApplied.isPositive() || credited.isPositive()
                    ? PaymentState.PARTIALLY_PAID
                    : PaymentState.UNPAID;
        }
        return writtenOff.isPositive() ? PaymentState.UNCOLLECTIBLE : PaymentState.PAID;
    }

    /** Numbered from now on, to be paid in this way. {@code dueOn} is empty where nothing is to be paid. */
    public Document finalized(LocalDate issuedOn, Optional<LocalDate> dueOn, PaymentMethodKind method) {
        return with(d -> {
            d.state = DocumentState.FINALIZED;
            d.issuedOn = Optional.of(issuedOn);
            d.dueOn = dueOn;
            d.method = method;
        });
    }

    /** Taken back as a whole, or given up before it was final. */
    public Document cancelled() {
        return with(d -> d.state = DocumentState.CANCELLED);
    }

    /** Other customer credit used for it. */
    public Document withCreditApplied(Money creditApplied) {
        return with(d -> d.creditApplied = creditApplied);
    }

    /** Other money, or customer credit given later, that counts as paid for it. */
    public Document withPaid(Money paid) {
        return with(d -> d.paid = paid);
    }

    /** Other money that came in for it from outside. */
    public Document withReceived(Money received) {
        return with(d -> d.received = received);
    }

    /** Other money that was given back of it. */
    public Document withRefunded(Money refunded) {
        return with(d -> d.refunded = refunded);
    }

    /** Lowered by what was to be paid out, while a payment for it is under way: what comes in above that is paid out. */
    public Document payingOut() {
        return with(d -> d.payOut = PayOut.REFUND);
    }

    /** Lowered by other credit notes. */
    public Document withCredited(Money credited) {
        return with(d -> d.credited = credited);
    }

    /** Another part given up. */
    public Document withWrittenOff(Money writtenOff) {
        return with(d -> d.writtenOff = writtenOff);
    }

    /** Settled since that day, or no longer. */
    public Document withPaidOn(Optional<LocalDate> paidOn) {
        return with(d -> d.paidOn = paidOn);
    }

    /** At another place on the ladder. */
    public Document withDunning(DunningPosition position) {
        return with(d -> d.dunning = Optional.of(position));
    }

    /** What of the money that came in may still go back. */
    public Money refundable() {
        return received.minus(refunded).max(Money.zero(currency()));
    }

    private interface Edit {
        void on(Parts parts);
    }

    /** What of a document may become different. */
    private static final class Parts {
        private DocumentState state;
        private PaymentMethodKind method;
        private Optional<LocalDate> issuedOn;
        private Optional<LocalDate> dueOn;
        private PayOut payOut;
        private Money creditApplied;
        private Money paid;
        private Money credited;
        private Money writtenOff;
        private Money received;
        private Money refunded;
        private Optional<LocalDate> paidOn;
        private Optional<DunningPosition> dunning;

        Parts(Document d) {
            state = d.state;
            method = d.method;
            issuedOn = d.issuedOn;
            dueOn = d.dueOn;
            payOut = d.payOut;
            creditApplied = d.creditApplied;
            paid = d.paid;
            credited = d.credited;
            writtenOff = d.writtenOff;
            received = d.received;
            refunded = d.refunded;
            paidOn = d.paidOn;
            dunning = d.dunning;
        }
    }

    private Document with(Edit edit) {
        Parts d = new Parts(this);
        edit.on(d);
        return new Document(
                id,
                type,
                d.state,
                d.method,
                basis,
                plannedOn,
                finalizeOn,
                d.issuedOn,
                d.dueOn,
                catalogVersion,
                settingsVersion,
                buyerVersion,
                buyerVatId,
                corrects,
                d.payOut,
                subscriptions,
                taxes,
                net,
                tax,
                gross,
                d.creditApplied,
                d.paid,
                d.credited,
                d.writtenOff,
                d.received,
                d.refunded,
                d.paidOn,
                d.dunning,
                reminded);
    }

    /** Whether the recipient owes the tax of one of its lines. */
    public boolean isReverseCharge() {
        return taxes.stream().anyMatch(group -> group.treatment() == TaxTreatment.REVERSE_CHARGE);
    }

    /**
     * Refuses a reverse-charge document that could not name both sides. To be asked when it is drafted, because the
     * versions of settings and buyer that it names never change.
     *
     * @throws VatIdMissingException saying what to add
     */
    public void requireVatIds(SellerProfile seller, Optional<VatId> buyer) {
        if (isReverseCharge() && seller.vatId().isEmpty()) {
            throw new VatIdMissingException(id, VatIdMissingException.Side.SELLER);
        }
        if (isReverseCharge() && buyer.isEmpty()) {
            throw new VatIdMissingException(id, VatIdMissingException.Side.BUYER);
        }
    }

    /**
     * The sums of one category, treatment and rate: as printed and as reported to the tax office.
     *
     * @param category empty text where the rules treated a charge without category
     * @param treatment never UNTAXED: what is untaxed is in no group
     */
    public record TaxGroup(String category, TaxTreatment treatment, BigDecimal percent, Money net, Money tax) {}

    /** A document that a notice reminds of: the level it takes (from 1), the level's name, and what was open. */
    public record Reminded(DocumentId document, int level, String levelName, Money open) {}
}
