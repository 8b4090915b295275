package io.aboengine.spi;

/**
 * The input itself is wrong, whatever the state of the world: thrown by constructors, before anything was done. Asking
 * again with the same input fails again.
 *
 * <p>The message reads {@code "amount: must be more than zero, was EUR 0.00"}. A value that is secret or personal is
 * described, not shown.
 */
public class InvalidRequestException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String value;
    private final String reason;

    /**
     * @param field the name the caller knows the input by
     * @param value what was given; kept as its text. Describe it instead where it is secret or personal
     * @param reason the rest of a sentence that begins with the field: {@code "must be more than zero"}
     */
    public InvalidRequestException(String field, Object value, String reason) {
        super(field + ": " + reason + ", was " + value);
        this.field = field;
        this.value = String.valueOf(value);
        this.reason = reason;
    }

    public String field() {
        return field;
    }

    public String value() {
        return value;
    }

    public String reason() {
        return reason;
    }
}
