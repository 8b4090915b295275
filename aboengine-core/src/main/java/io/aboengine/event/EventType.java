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
    /** An invoice was finalised. [document] */
    INVOICE_FINALIZED("InvoiceFinalized"),
    /** A credit note was finalised; detail {@code corrects} is the document it takes back, where it is one. [document] */
    CREDIT_NOTE_FINALIZED("CreditNoteFinalized"),
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
