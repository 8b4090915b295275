package io.aboengine.calendar;

import static io.aboengine.calendar.LegalPeriods.endOfEventPeriod;
import static io.aboengine.calendar.LegalPeriods.endOfPeriodFrom;
import static io.aboengine.calendar.LegalPeriods.latestReceipt;

import io.aboengine.spi.InvalidRequestException;
import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How long a contract binds and how it may be ended: a minimum term, a notice period, and what follows the minimum. Terms
 * are periods of sections 187 to 188 BGB ({@link LegalPeriods}) and have nothing to do with billing periods. A term
 * number k ends where {@code minimum + k renewals} end, always counted from the first day of the contract and never from
 * the end before, so that a term from the 31st comes back to it.
 *
 * <p>Every date is a civil day in the merchant's zone, every end the last day of the contract, inclusive. Notice counts
 * from the day of its receipt, which itself is not counted. The rule does not say whether a contract may be made so:
 * section 309 No 9 BGB allows general terms for consumers two years at most and, for contracts concluded since 1 March
 * 2022, a month's notice and {@link Renewal.Indefinite} only.
 *
 * @param minimum the first term, counted from the first day of the contract; none if the contract never binds
 * @param notice how long before its effect notice must be received; none, or a length of nothing, if it takes effect on
 *     the day of its receipt
 * @param renewal what follows the minimum term
 */
public record TermRule(Optional<Period> minimum, Optional<Period> notice, Renewal renewal) {

    /** @throws InvalidRequestException if a length is negative, or the renewal needs a minimum term and there is none */
    public TermRule {
        minimum.ifPresent(length -> LegalPeriods.requireLength("minimum", length));
        notice.ifPresent(length -> LegalPeriods.requireNoNegativePart("notice", length));
        notice = notice.filter(length -> !length.isZero());
        if (minimum.isEmpty() && !(renewal instanceof Renewal.Indefinite)) {
            throw new InvalidRequestException(
                    "renewal", renewal, "must be INDEFINITE without a minimum term, there is no term that ends");
        }
    }

    /** No minimum, no notice: the contract runs until notice is received and ends on that day. */
    public static TermRule none() {
        return new TermRule(Optional.empty(), Optional.empty(), new Renewal.Indefinite());
    }

    /** No minimum: the contract runs until notice has been received and its period has passed. */
    public static TermRule cancellableWith(Period notice) {
        return new TermRule(Optional.empty(), Optional.of(notice), new Renewal.Indefinite());
    }

    /** One term, after which the contract ends by itself. */
    public static TermRule fixed(Period length) {
        return new TermRule(Optional.of(length), Optional.empty(), new Renewal.None());
    }

    /** A minimum term with notice to its end, and what follows without it. */
    public static TermRule of(Period minimum, Period notice, Renewal renewal) {
        return new TermRule(Optional.of(minimum), Optional.of(notice), renewal);
    }

    /** The last day of a contract that ends without anybody giving notice; empty if it renews or never binds. */
    public Optional<LocalDate> lastDayByItself(LocalDate firstDay) {
        return renewal instanceof Renewal.None
                ? minimum.map(term -> endOfPeriodFrom(firstDay, term))
                : Optional.empty();
    }

    /**
     * The earliest last day of a contract for which notice is received on {@code receipt}.
     *
     * <p>Notice in time for the minimum term ends the contract with it; so does any notice if the contract ends by itself.
     * After that, an indefinite contract ends when the notice period has passed, and one of fixed renewals with the first
     * term for whose end the notice is in time. Notice received before the first day is judged in the same way: a minimum
     * term holds from its beginning on; without one, the contract lasts for its first day at least.
     *
     * @param shiftedDays days by which pauses have put off the ends of terms, zero or more
     */
    public LocalDate earliestLastDay(LocalDate firstDay, LocalDate receipt, int shiftedDays) {
        requireShift(shiftedDays);
        if (minimum.isEmpty()) {
            LocalDate end = endOfEventPeriod(receipt, noticePeriod());
            return end.isBefore(firstDay) ? firstDay : end;
        }
        LocalDate firstEnd = endOfTerm(0, firstDay, shiftedDays);
        if (renewal instanceof Renewal.None || inTime(receipt, firstEnd)) {
            return firstEnd;
        }
        return renewal instanceof Renewal.Indefinite
                ? endOfEventPeriod(receipt, noticePeriod())
                : firstEndOfTerm(firstDay, shiftedDays, end -> inTime(receipt, end));
    }

    /**
     * The last day on which notice, if received, still ends the contract with the term that runs on {@code day}; a day
     * before the first one belongs to the first term. May lie before that term, and before the contract, where notice is
     * longer than the term.
     *
     * <p>Empty where no such day exists: without a minimum term, in an indefinite contract whose minimum is over, and in a
     * contract that ends by itself whatever is received.
     *
     * @param shiftedDays days by which pauses have put off the ends of terms, zero or more
     */
    public Optional<LocalDate> latestReceiptForTermAt(LocalDate firstDay, LocalDate day, int shiftedDays) {
        requireShift(shiftedDays);
        if (minimum.isEmpty() || renewal instanceof Renewal.None) {
            return Optional.empty();
        }
        if (renewal instanceof Renewal.Indefinite) {
            return Optional.of(endOfTerm(0, firstDay, shiftedDays))
                    .filter(end -> !end.isBefore(day))
                    .map(end -> latestReceipt(end, noticePeriod()));
        }
        LocalDate end = firstEndOfTerm(firstDay, shiftedDays, candidate -> !candidate.isBefore(day));
        return Optional.of(latestReceipt(end, noticePeriod()));
    }

    private boolean inTime(LocalDate receipt, LocalDate endOfTerm) {
        return !receipt.isAfter(latestReceipt(endOfTerm, noticePeriod()));
    }

    /**
     * The last day of the term that runs on {@code day}; empty without a minimum term, and behind the minimum term of a
     * contract that has no further terms.
     *
     * @param shiftedDays days by which pauses have put off the ends of terms, zero or more
     */
    public Optional<LocalDate> endOfTermAt(LocalDate firstDay, LocalDate day, int shiftedDays) {
        requireShift(shiftedDays);
        if (minimum.isEmpty()) {
            return Optional.empty();
        }
        if (renewal instanceof Renewal.Fixed) {
            return Optional.of(firstEndOfTerm(firstDay, shiftedDays, end -> !end.isBefore(day)));
        }
        return Optional.of(endOfTerm(0, firstDay, shiftedDays)).filter(end -> !end.isBefore(day));
    }

    private LocalDate firstEndOfTerm(LocalDate firstDay, int shiftedDays, Predicate<LocalDate> wanted) {
        int k = 0;
        while (!wanted.test(endOfTerm(k, firstDay, shiftedDays))) {
            k++;
        }
        return endOfTerm(k, firstDay, shiftedDays);
    }

    private LocalDate endOfTerm(int k, LocalDate firstDay, int shiftedDays) {
        Period renewed = renewal instanceof Renewal.Fixed fixed ? fixed.length().multipliedBy(k) : Period.ZERO;
        return endOfPeriodFrom(firstDay, minimum.orElseThrow().plus(renewed)).plusDays(shiftedDays);
    }

    private Period noticePeriod() {
        return notice.orElse(Period.ZERO);
    }

    private static void requireShift(int shiftedDays) {
        if (shiftedDays < 0) {
            throw new InvalidRequestException("shiftedDays", shiftedDays, "must be zero or more");
        }
    }
}
