package io.aboengine.account;

import io.aboengine.dunning.DunningPosition;
import io.aboengine.event.EventType;
import io.aboengine.fulfilment.Access;
import io.aboengine.fulfilment.AccessReason;
import io.aboengine.fulfilment.Fulfilment;
import io.aboengine.fulfilment.ReleasePolicy;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentState;
import io.aboengine.subscription.Pause;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.SubscriptionState;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps the access rows in line with contracts, payments and reminders. */
final class Releases {
    private Releases() {}

    /** The access row of a contract that was just concluded; nothing is granted before {@link #refresh}. */
    static Access open(Subscription subscription, ReleasePolicy policy, LocalDate today) {
        return new Access(
                subscription.id(),
                subscription.product(),
                subscription.beneficiary(),
                policy,
                policy == ReleasePolicy.AT_PURCHASE,
                Optional.empty(),
                AccessReason.NOT_STARTED,
                today,
                subscription.endOn());
    }

    /** Contracts that are released on payment wait for the first document that asks for money. */
    static void bind(AccountBook book, Document document) {
        if (!document.gross().isPositive()) {
            return;
        }
        for (SubscriptionId id : document.subscriptions()) {
            book.access(id)
                    .filter(row -> !row.released() && row.waitsFor().isEmpty())
                    .ifPresent(row -> book.put(new Access(
                            row.subscription(),
                            row.product(),
                            row.beneficiary(),
                            row.policy(),
                            false,
                            Optional.of(document.id()),
                            row.reason(),
                            row.since(),
                            row.until())));
        }
    }

    static void refresh(AccountBook book, Document document) {
        for (SubscriptionId id : document.subscriptions()) {
            book.subscriptions().stream().filter(s -> s.id().equals(id)).forEach(s -> refresh(book, s, book.today()));
        }
    }

    /** While nothing is billed: contracts that have begun rest, go on and end for those who use them, each on its day. */
    static void followCalendar(AccountBook book, LocalDate last) {
        while (true) {
            Optional<LocalDate> day = nextByCalendar(book).filter(d -> !d.isAfter(last));
            if (day.isEmpty()) {
                return;
            }
            for (Subscription subscription : book.subscriptions()) {
                if (nextByCalendar(book, subscription).equals(day)) {
                    refresh(book, subscription, day.get());
                }
            }
        }
    }

    /** The next day on which a contract that has begun rests, goes on or ends for those who use it. */
    static Optional<LocalDate> nextByCalendar(AccountBook book) {
        return book.subscriptions().stream()
                .flatMap(subscription -> nextByCalendar(book, subscription).stream())
                .min(LocalDate::compareTo);
    }

    private static Optional<LocalDate> nextByCalendar(AccountBook book, Subscription subscription) {
        Optional<Access> row = book.access(subscription.id());
        if (row.isEmpty() || !subscription.isLive() || subscription.state() == SubscriptionState.NOT_STARTED) {
            return Optional.empty();
        }
        Optional<Pause> rest = subscription.restNotOver();
        return Stream.of(subscription.endOn(), rest.map(Pause::from), rest.flatMap(Pause::until))
                .flatMap(Optional::stream)
                .filter(day -> day.isAfter(row.get().since()))
                .sorted()
                .filter(day -> decide(book, row.get(), subscription, day).reason()
                        != row.get().reason())
                .findFirst();
    }

    static void refresh(AccountBook book, Subscription subscription, LocalDate day) {
        Optional<Access> found = book.access(subscription.id());
        if (found.isEmpty()) {
            return;
        }
        Access before = found.get();
        // While billing was held it followed the calendar: it does not go back with days that are billed afterwards.
        LocalDate on = Contracts.latest(day, before.since());
        Access after = decide(book, before, subscription, on);
        if (after.equals(before)) {
            return;
        }
        book.put(after);
        boolean had = before.reason().granted();
        boolean has = after.reason().granted();
        boolean other = !after.product().equals(before.product());
        if (had && (other || !has)) {
            tell(book, EventType.ACCESS_STOPPED, before, after.reason(), on);
        }
        if (has && (other || !had)) {
            tell(book, EventType.ACCESS_GRANTED, after, after.reason(), on);
        }
    }

    private static Access decide(AccountBook book, Access before, Subscription subscription, LocalDate day) {
        boolean awaits = before.waitsFor()
                .flatMap(book::document)
                .map(d -> d.isOpen() || d.state() == DocumentState.DRAFT)
                .orElse(false);
        boolean suspended = book.documents().stream()
                .anyMatch(d -> d.isOpen()
                        && d.dunning().map(DunningPosition::suspended).orElse(false)
                        && d.subscriptions().contains(subscription.id()));
        return Fulfilment.decide(before, subscription, awaits, suspended, day);
    }

    private static void tell(AccountBook book, EventType type, Access row, AccessReason reason, LocalDate day) {
        book.tell(
                type,
                day,
                row.subscription(),
                Optional.empty(),
                Map.of("product", row.product().value(), "reason", reason.name()));
    }
}
