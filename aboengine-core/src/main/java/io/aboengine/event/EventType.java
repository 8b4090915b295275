package io.aboengine.event;

/** The moments on which a shop may want to act. {@code about} in the event names the thing in brackets. */
public enum EventType {
    /** An account was opened. [account] */
    ACCOUNT_OPENED("AccountOpened"),
    /** A contract was concluded; service may start later. [subscription] */
    SUBSCRIBED("Subscribed"),
    /** A change of plan or terms was agreed; detail {@code from} is the day it takes effect. [subscription] */
    PLAN_CHANGE_AGREED("PlanChangeAgreed"),
    /** The terms of a contract became others today. [subscription] */
    PLAN_CHANGED("PlanChanged"),
    /** The next phase of the plan began today, for instance the regular price after a trial. [subscription] */
    PHASE_STARTED("PhaseStarted"),
    /** A cancellation was received; detail {@code endOn} is the first day without service. [subscription] */
    CANCELLED("SubscriptionCancelled"),
    /** The contract ended today. [subscription] */
    ENDED("SubscriptionEnded"),
    /** A change that had not begun was withdrawn; the contract goes on as before. [subscription] */
    PLAN_CHANGE_WITHDRAWN("PlanChangeWithdrawn"),
    /** The shop changes the price of a running contract; details {@code from}, {@code oldPrice}, {@code newPrice}. [subscription] */
    PRICE_CHANGE_ANNOUNCED("PriceChangeAnnounced"),
    /** A cancellation was taken back; the contract goes on. [subscription] */
    CANCELLATION_REVOKED("CancellationRevoked"),
    /** The customer withdrew from the contract within the period the law gives. [subscription] */
    WITHDRAWN("SubscriptionWithdrawn"),
    /** A rest was agreed; details {@code from} and, where it is known, {@code until}. [subscription] */
    PAUSE_AGREED("PauseAgreed"),
    /** A rest or a period that was to be left out was called off before it began; the contract goes on as before. [subscription] */
    PAUSE_WITHDRAWN("PauseWithdrawn"),
    /** The contract rests from today. [subscription] */
    PAUSED("SubscriptionPaused"),
    /** The contract goes on today after a rest. [subscription] */
    RESUMED("SubscriptionResumed"),
    /** A period is left out; details {@code from} and {@code until}. [subscription] */
    PERIOD_SKIPPED("PeriodSkipped"),
    /** The delivery of a period is left out; detail {@code from} is its first day. [subscription] */
    DELIVERY_SKIPPED("DeliverySkipped"),
    /** Contracts aligned to the account get another billing day. [account] */
    BILLING_DAY_CHANGED("BillingDayChanged"),
    /** A discount was granted. [subscription, or account for all its documents] */
    DISCOUNT_GRANTED("DiscountGranted"),
    /** An invoice was finalised. [document] */
    INVOICE_FINALIZED("InvoiceFinalized"),
    /** A credit note was finalised; detail {@code corrects} is the document it takes back, where it is one. [document] */
    CREDIT_NOTE_FINALIZED("CreditNoteFinalized"),
    /** A cancelling document was finalised; detail {@code corrects} is the document it takes back. [document] */
    CANCELLATION_FINALIZED("CancellationFinalized"),
    /** A draft was given up. [document] */
    DRAFT_DISCARDED("DraftDiscarded"),
    /** The shop gave up a part of what is open. [document] */
    WRITTEN_OFF("WrittenOff"),
    /** Money goes back to the customer; detail {@code by} is {@code GATEWAY}, or {@code TRANSFER} for the shop to do. [document] */
    REFUND_AGREED("RefundAgreed"),
    /** A gateway has given the money back. [document] */
    REFUNDED("PaymentRefunded"),
    /** A gateway would not give the money back; it became customer credit. [document] */
    REFUND_FAILED("RefundFailed"),
    /** Money was asked for and the answer will come later. [document] */
    PAYMENT_PENDING("PaymentPending"),
    /** Money came in for a document, through a gateway or as a transfer. [document] */
    PAYMENT_SETTLED("PaymentSettled"),
    /** The gateway declined; detail {@code advice} says what to do. [document] */
    PAYMENT_DECLINED("PaymentDeclined"),
    /** The customer must act; detail {@code link} says where. [document] */
    PAYMENT_ACTION_REQUIRED("PaymentActionRequired"),
    /** Nobody can tell whether money moved; nothing is asked for again until it is resolved. [document] */
    PAYMENT_UNRESOLVED("PaymentUnresolved"),
    /** Settled money went back. [document] */
    PAYMENT_RETURNED("PaymentReturned"),
    /** Money arrived or was given back above what was open and waits as customer credit. [account] */
    CREDIT_GRANTED("CreditGranted"),
    /** A document is paid in full. [document] */
    DOCUMENT_PAID("DocumentPaid"),
    /** A reminder went out; detail {@code level} and {@code actions}. [document: the notice] */
    REMINDED("Reminded"),
    /** The customer may use the product from today. [subscription] */
    ACCESS_GRANTED("AccessGranted"),
    /** The customer may not use the product any longer. [subscription] */
    ACCESS_STOPPED("AccessStopped"),
    /** An operator stopped something for the account, or started it again; detail {@code holds} is what is stopped. [account] */
    HOLDS_CHANGED("HoldsChanged"),
    /** The way of paying changed. [account] */
    PAYMENT_METHOD_CHANGED("PaymentMethodChanged");

    private final String text;

    EventType(String text) {
        this.text = text;
    }

    /** The name under which the event is kept and shown; never changes. */
    public String text() {
        return text;
    }

    /** The type with this {@link #text}. */
    public static EventType of(String text) {
        for (EventType type : values()) {
            if (type.text.equals(text)) {
                return type;
            }
        }
        throw new IllegalArgumentException("No event type is called '" + text + "'");
    }
}
