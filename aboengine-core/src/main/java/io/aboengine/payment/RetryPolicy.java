package io.aboengine.payment;

import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.payment.DeclineAdvice;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Optional;

/** After which time a declined collection is tried again, each counted from the attempt before. */
public record RetryPolicy(List<Period> delays) {
    public RetryPolicy {
        delays = List.copyOf(delays);
        for (Period delay : delays) {
            if (delay.isNegative() || delay.isZero()) {
                throw new InvalidRequestException("retries", delay.toString(), "must be longer than nothing");
            }
        }
    }

    /** After 3, then 5, then 7 days. */
    public static RetryPolicy standard() {
        return new RetryPolicy(List.of(Period.ofDays(3), Period.ofDays(5), Period.ofDays(7)));
    }

    public static RetryPolicy never() {
        return new RetryPolicy(List.of());
    }

    /**
     * The day of the next try. Only a decline that may pass is tried again by itself; for the others the customer or the
     * operator has to do something first.
     *
     * @param attempts how many have failed for this document, by a decline or a return
     */
    public Optional<LocalDate> next(DeclineAdvice advice, int attempts, LocalDate declinedOn) {
        if (attempts > delays.size() || attempts < 1) {
            return Optional.empty();
        }
        LocalDate planned = declinedOn.plus(delays.get(attempts - 1));
        if (advice instanceof DeclineAdvice.RetryLater later) {
            return Optional.of(later.notBefore().filter(planned::isBefore).orElse(planned));
        }
        return advice instanceof DeclineAdvice.Technical ? Optional.of(planned) : Optional.empty();
    }
}
