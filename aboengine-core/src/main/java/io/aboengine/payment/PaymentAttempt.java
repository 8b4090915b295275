package io.aboengine.payment;

import io.aboengine.invoice.DocumentId;
import io.aboengine.money.Money;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.payment.GatewayReference;
import io.aboengine.spi.payment.IdempotencyKey;
import io.aboengine.spi.payment.PaymentMethodKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * One attempt to collect one document, or to give back money that was collected for it.
 *
 * @param number counts from 1 for each document
 * @param refunds the attempt whose money is given back; empty: money is collected
 * @param amount positive in both directions
 * @param key {@code environment/document/number}: the same for every repetition of this attempt
 * @param sendOn the first day on which it may be sent to the gateway
 * @param collectOn the day on which money is to move
 * @param nextAt when the engine has to do something about it; empty: it waits for somebody else, or is over
 * @param sentAt when it was first sent
 * @param outcomeOn the day of its latest outcome
 * @param code the gateway's or bank's own word for a decline or a return; of an unresolved one why it is: {@code NOT_FOUND},
 *     the gateway never heard of it and it cannot safely be repeated, or {@code CANNOT_TELL}, the gateway has not told for
 *     too long
 */
public record PaymentAttempt(
        AttemptId id,
        DocumentId document,
        int number,
        Optional<AttemptId> refunds,
        PaymentMethodKind method,
        Money amount,
        IdempotencyKey key,
        AttemptState state,
        LocalDate sendOn,
        LocalDate collectOn,
        Optional<Instant> nextAt,
        Optional<Instant> sentAt,
        Optional<LocalDate> outcomeOn,
        Optional<GatewayReference> reference,
        Optional<String> code) {

    /**
     * What a key names.
     *
     * @param number of the attempt
     */
    public record Name(DocumentId document, int number) {
        /** What the key names; empty if it has another form than keys of attempts. */
        public static Optional<Name> of(IdempotencyKey key) {
            String text = key.value();
            int number = text.lastIndexOf('/');
            int ordinal = text.lastIndexOf('/', number - 1);
            int account = text.lastIndexOf('/', ordinal - 1);
            try {
                return ordinal < 0 || account < 0
                        ? Optional.empty()
                        : Optional.of(new Name(
                                DocumentId.parse(text.substring(account + 1, number)),
                                Integer.parseInt(text.substring(number + 1))));
            } catch (NumberFormatException | InvalidRequestException e) {
                return Optional.empty();
            }
        }

        public IdempotencyKey keyIn(String environment) {
            return new IdempotencyKey(environment + "/" + document + "/" + number);
        }
    }

    public boolean isLive() {
        return state.isLive();
    }

    public boolean isRefund() {
        return refunds.isPresent();
    }

    /**
     * The day by which stores look for it, in UTC, on or before that of {@link #nextAt}; empty if that is. It is the same
     * while the attempt waits for its day and while the call is made, so that an index needs no entry for the call.
     */
    public Optional<LocalDate> claimOn() {
        Optional<LocalDate> next = nextAt.map(at -> LocalDate.ofInstant(at, ZoneOffset.UTC));
        LocalDate usual = sendOn.minusDays(1); // begins in every time zone before the day to send does
        boolean waits = state == AttemptState.INTENDED
                && next.filter(day -> !day.isAfter(sendOn)).isPresent();
        return waits || state == AttemptState.SENT ? next.map(day -> day.isBefore(usual) ? day : usual) : next;
    }

    public PaymentAttempt withAmount(Money amount) {
        return next(amount, state, collectOn, nextAt, sentAt, outcomeOn, reference, code);
    }

    public PaymentAttempt withCollectOn(LocalDate collectOn) {
        return next(amount, state, collectOn, nextAt, sentAt, outcomeOn, reference, code);
    }

    /** Sent at {@code now}; whoever finds it after {@code callUntil} may ask what became of it. */
    public PaymentAttempt sent(Instant now, Instant callUntil) {
        return next(
                amount,
                AttemptState.SENT,
                collectOn,
                Optional.of(callUntil),
                Optional.of(sentAt.orElse(now)),
                outcomeOn,
                reference,
                code);
    }

    /** The gateway never heard of it: it may be sent once the time is over for which it was marked as {@link #sent}. */
    public PaymentAttempt notSent() {
        return next(amount, AttemptState.INTENDED, collectOn, nextAt, Optional.empty(), outcomeOn, reference, code);
    }

    public PaymentAttempt became(
            AttemptState state,
            LocalDate on,
            Optional<Instant> nextAt,
            Optional<GatewayReference> reference,
            Optional<String> code) {
        return next(
                amount,
                state,
                collectOn,
                nextAt,
                sentAt,
                Optional.of(on),
                reference.isPresent() ? reference : this.reference,
                code.isPresent() ? code : this.code);
    }

    private PaymentAttempt next(
            Money amount,
            AttemptState state,
            LocalDate collectOn,
            Optional<Instant> nextAt,
            Optional<Instant> sentAt,
            Optional<LocalDate> outcomeOn,
            Optional<GatewayReference> reference,
            Optional<String> code) {
        return new PaymentAttempt(
                id, document, number, refunds, method, amount, key, state, sendOn, collectOn, nextAt, sentAt, outcomeOn,
                reference, code);
    }
}
