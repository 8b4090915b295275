package io.aboengine.subscription;

import io.aboengine.catalog.ProductId;
import io.aboengine.money.Money;
import io.aboengine.party.SelfService;
import io.aboengine.spi.InvalidRequestException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * One contract.
 *
 * @param reference the shop's own name for it; printed nowhere, unique within the account
 * @param product the one of today's terms
 * @param concludedOn the day the contract was made
 * @param startOn the first day of service
 * @param billedUntil of a contract taken over: the days before it were billed elsewhere and are never charged
 * @param chargedThrough exclusive: every earlier day is billed as the timeline wants it
 * @param reviewFrom present while lines reach beyond {@code chargedThrough}: the next billing must look at what is billed
 *     from this day on; a plain renewal, without it, reads no past lines
 * @param announcedThrough the beginnings of segments up to this day, inclusive, were told to the shop
 * @param endOn the first day without service, once known: by a cancellation, or because the plan ends by itself
 * @param setupFee waits for the first document
 */
public record Subscription(
        SubscriptionId id,
        Optional<String> reference,
        ProductId product,
        SubscriptionState state,
        LocalDate concludedOn,
        LocalDate startOn,
        Optional<LocalDate> billedUntil,
        LocalDate chargedThrough,
        Optional<LocalDate> reviewFrom,
        LocalDate announcedThrough,
        Optional<LocalDate> endOn,
        Optional<Money> setupFee,
        Optional<SelfService> selfService,
        Timeline timeline) {
    public Subscription {
        reference.ifPresent(r -> {
            if (r.isBlank() || r.length() > 64) {
                throw new InvalidRequestException("reference", r, "must have 1 to 64 characters");
            }
        });
    }

    /** The next day on which something is billed, in advance; empty if every day of the timeline is billed. */
    public Optional<LocalDate> nextBillingOn() {
        return timeline.atOrAfter(chargedThrough)
                .map(segment -> segment.from().isAfter(chargedThrough) ? segment.from() : chargedThrough);
    }

    public boolean isLive() {
        return state != SubscriptionState.ENDED;
    }

    public Subscription withTimeline(Timeline timeline) {
        return new Subscription(
                id,
                reference,
                product,
                state,
                concludedOn,
                startOn,
                billedUntil,
                chargedThrough,
                reviewFrom,
                announcedThrough,
                endOn,
                setupFee,
                selfService,
                timeline);
    }

    public Subscription withProduct(ProductId product) {
        return new Subscription(
                id,
                reference,
                product,
                state,
                concludedOn,
                startOn,
                billedUntil,
                chargedThrough,
                reviewFrom,
                announcedThrough,
                endOn,
                setupFee,
                selfService,
                timeline);
    }

    public Subscription chargedThrough(LocalDate day, Optional<LocalDate> reviewFrom) {
        return new Subscription(
                id,
                reference,
                product,
                state,
                concludedOn,
                startOn,
                billedUntil,
                day,
                reviewFrom,
                announcedThrough,
                endOn,
                setupFee,
                selfService,
                timeline);
    }

    public Subscription announcedThrough(LocalDate day) {
        return new Subscription(
                id,
                reference,
                product,
                state,
                concludedOn,
                startOn,
                billedUntil,
                chargedThrough,
                reviewFrom,
                day,
                endOn,
                setupFee,
                selfService,
                timeline);
    }

    public Subscription in(SubscriptionState state) {
        return new Subscription(
                id,
                reference,
                product,
                state,
                concludedOn,
                startOn,
                billedUntil,
                chargedThrough,
                reviewFrom,
                announcedThrough,
                endOn,
                setupFee,
                selfService,
                timeline);
    }

    public Subscription ending(Optional<LocalDate> endOn) {
        return new Subscription(
                id,
                reference,
                product,
                state,
                concludedOn,
                startOn,
                billedUntil,
                chargedThrough,
                reviewFrom,
                announcedThrough,
                endOn,
                setupFee,
                selfService,
                timeline);
    }

    public Subscription withoutSetupFee() {
        return new Subscription(
                id,
                reference,
                product,
                state,
                concludedOn,
                startOn,
                billedUntil,
                chargedThrough,
                reviewFrom,
                announcedThrough,
                endOn,
                Optional.empty(),
                selfService,
                timeline);
    }
}
