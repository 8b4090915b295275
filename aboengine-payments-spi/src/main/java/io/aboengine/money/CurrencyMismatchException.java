package io.aboengine.money;

/** Two amounts of different currencies were to be added or compared. A bug in the caller: convert or separate first. */
public final class CurrencyMismatchException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String left;
    private final String right;

    CurrencyMismatchException(Money left, Money right) {
        super("Cannot combine " + left + " with " + right + ": the currencies differ");
        this.left = left.currency().code();
        this.right = right.currency().code();
    }

    /** Currency of the amount whose method was called. */
    public Currency left() {
        return Currency.of(left);
    }

    /** Currency of the amount it was given. */
    public Currency right() {
        return Currency.of(right);
    }
}
