package io.aboengine.account;

import io.aboengine.charge.Metering;
import io.aboengine.dunning.Claim;
import io.aboengine.dunning.Dunning;
import io.aboengine.dunning.DunningPosition;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentState;
import io.aboengine.payment.AttemptState;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.subscription.Pause;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionState;
import io.aboengine.subscription.Timeline;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The days on which an account needs attention again. Sound: before {@code dueOn} {@link Advance} changes nothing, before
 * {@code dunOn} {@link Remind} changes nothing; so a run looks at no other accounts.
 */
final class Agenda {
    private Agenda() {}

    /** The account with both days computed anew. */
    static Account of(AccountBook book) {
        return book.account().withAgenda(dueOn(book), dunOn(book), book.rules());
    }

    private static Optional<LocalDate> dueOn(AccountBook book) {
        if (book.account().isHeld(Hold.BILLING)) {
            return Releases.nextByCalendar(book);
        }
        List<LocalDate> days = new ArrayList<>();
        for (Subscription subscription : book.subscriptions()) {
            next(subscription).ifPresent(days::add);
        }
        for (Document document : book.documents()) {
            if (document.state() == DocumentState.DRAFT) {
                days.add(document.finalizeOn());
            }
        }
        return first(days);
    }

    /** The next day on which the calendar changes something about the contract. */
    static Optional<LocalDate> next(Subscription subscription) {
        List<LocalDate> days = new ArrayList<>();
        if (subscription.isLive()) {
            if (subscription.state() == SubscriptionState.NOT_STARTED) {
                days.add(subscription.startOn());
            }
            subscription.endOn().ifPresent(days::add);
            Timeline timeline = subscription.timeline();
            timeline.nextStartAfter(subscription.announcedThrough()).ifPresent(days::add);
            subscription.nextBillingOn().ifPresent(days::add);
            subscription.once().stream()
                    .filter(once -> !subscription.putsOff(once.on()))
                    .forEach(once -> days.add(once.on()));
            Metering.nextEnd(timeline, subscription.usageThrough()).ifPresent(days::add);
            subscription
                    .scheduled()
                    .filter(change -> !subscription.putsOff(change.on()))
                    .ifPresent(change -> days.add(change.on()));
            subscription.restNotOver().ifPresent(rest -> {
                if (rest.stage() == Pause.Stage.AHEAD) {
                    days.add(rest.from());
                }
                rest.until().ifPresent(days::add);
            });
        }
        return first(days);
    }

    private static Optional<LocalDate> first(List<LocalDate> days) {
        return days.isEmpty() ? Optional.empty() : Optional.of(Collections.min(days));
    }

    private static Optional<LocalDate> dunOn(AccountBook book) {
        if (book.account().isHeld(Hold.DUNNING)) {
            return Optional.empty();
        }
        List<LocalDate> days = new ArrayList<>();
        for (Claim claim : claims(book)) {
            Dunning.nextOn(book.settings().dunning(), claim).ifPresent(days::add);
        }
        return first(days);
    }

    /** The documents that are not paid, as the reminder ladder sees them. */
    static List<Claim> claims(AccountBook book) {
        List<Claim> claims = new ArrayList<>();
        for (Document document : book.documents()) {
            Optional<DunningPosition> position = document.dunning();
            if (position.isPresent() && document.isOpen()) {
                claims.add(new Claim(document.id().ordinal(), position.get(), onItsWay(book, document)));
            }
        }
        return claims;
    }

    private static Claim.OnItsWay onItsWay(AccountBook book, Document document) {
        Optional<PaymentAttempt> live = book.liveAttempt(document.id());
        if (live.isEmpty()) {
            return Claim.OnItsWay.NONE;
        }
        return live.get().state() == AttemptState.INTENDED ? Claim.OnItsWay.RETRY_PLANNED : Claim.OnItsWay.ATTEMPT_LIVE;
    }
}
