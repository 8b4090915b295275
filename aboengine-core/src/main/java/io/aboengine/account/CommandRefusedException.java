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
        DAY_IN_THE_PAST,
        TOO_FAR_BACK,
        REFERENCE_TAKEN,
        NOT_PAYABLE,
        REQUEST_KEY_USED
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
