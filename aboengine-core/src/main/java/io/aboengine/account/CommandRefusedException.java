package io.aboengine.account;

/** A command that the state of the account does not allow. Nothing was changed. The message says what is possible. */
public final class CommandRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Refusal {
        NOT_PERMITTED,
        FOREIGN_ACCOUNT,
        NOTHING_CHANGES,
        OTHER_CURRENCY,
        ALREADY_CANCELLED,
        NOT_CANCELLED,
        /** The contract has not begun. */
        NOT_STARTED,
        DAY_IN_THE_PAST,
        TOO_FAR_BACK,
        /** Minimum term, notice or the first day of service do not allow so early an end. */
        TOO_EARLY,
        /** The time in which it could have been done is over. */
        TOO_LATE,
        REFERENCE_TAKEN,
        NOT_PAYABLE,
        REQUEST_KEY_USED,
        /** The contract rests, or is to rest. */
        PAUSED,
        NOT_PAUSED,
        /** There is no change that has not begun. */
        NOTHING_SCHEDULED,
        /** Another change that has not begun stands against it. */
        CHANGE_SCHEDULED,
        /** The plan charges no such unit on that day. */
        UNKNOWN_UNIT,
        /** The period of the record takes no more of them. */
        PERIOD_CLOSED,
        /** A record of this id told something else. */
        USAGE_ID_USED,
        /** The discount is not for this plan or contract, or was used up. */
        DISCOUNT_NOT_AVAILABLE,
        /** More than is left. */
        TOO_MUCH,
        /** The document's state does not allow it. */
        DOCUMENT_STATE,
        /** A contract that this one follows, or one that follows it, stands against it. */
        ADD_ON
    }

    private final Refusal refusal;
    private final String subject;

    public CommandRefusedException(Refusal refusal, String subject, String message) {
        super(message);
        this.refusal = refusal;
        this.subject = subject;
    }

    public Refusal refusal() {
        return refusal;
    }

    /** The text form of what it was about: an account, subscription or document. */
    public String subject() {
        return subject;
    }
}
