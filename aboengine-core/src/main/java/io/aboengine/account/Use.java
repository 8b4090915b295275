package io.aboengine.account;

import io.aboengine.account.CommandRefusedException.Refusal;
import io.aboengine.catalog.UsagePrice;
import io.aboengine.charge.Charge;
import io.aboengine.charge.Metering;
import io.aboengine.charge.UsageRecord;
import io.aboengine.charge.UsageTally;
import io.aboengine.invoice.DocumentId;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.Timeline;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What customers used, as it is told. */
final class Use {
    private Use() {}

    static Contracts.Outcome record(AccountBook book, Command.RecordUsage command) {
        Subscription subscription = book.subscription(command.subscription());
        Map<String, Command.Usage> told = new HashMap<>();
        List<Charge> late = new ArrayList<>();
        for (Command.Usage usage : command.records()) {
            boolean known = book.usageRecord(subscription.id(), usage.id())
                    .map(r -> requireSame(r, r.sameAs(usage.unit(), usage.quantity(), usage.at())))
                    .orElse(false);
            Command.Usage twice = told.putIfAbsent(usage.id(), usage);
            if (twice != null && !twice.equals(usage)) {
                throw otherThanBefore(subscription, usage.id());
            }
            if (!known && twice == null) {
                late.addAll(record(book, subscription, usage));
            }
        }
        if (late.isEmpty()) {
            return Contracts.Outcome.of(subscription.id(), List.of());
        }
        if (subscription.isLive()) {
            Billing.keepWaiting(book, late);
            return Contracts.Outcome.of(subscription.id(), List.of());
        }
        List<DocumentId> documents = Billing.issue(book, book.today(), late);
        return Contracts.Outcome.of(subscription.id(), documents);
    }

    private static boolean requireSame(UsageRecord before, boolean same) {
        if (!same) {
            throw new CommandRefusedException(
                    Refusal.USAGE_ID_USED,
                    before.subscription().toString(),
                    "Usage record '" + before.id() + "' of subscription " + before.subscription()
                            + " told something else before: take a new id for a new record");
        }
        return true;
    }

    private static CommandRefusedException otherThanBefore(Subscription subscription, String id) {
        return new CommandRefusedException(
                Refusal.USAGE_ID_USED,
                subscription.id().toString(),
                "Usage record '" + id + "' of subscription " + subscription.id()
                        + " stands there twice with different content: take a new id for a new record");
    }

    /** Returns what it costs, where its period was charged already. */
    private static List<Charge> record(AccountBook book, Subscription subscription, Command.Usage usage) {
        LocalDate day = book.now().dayOf(usage.at());
        if (day.isAfter(book.today())) {
            throw new CommandRefusedException(
                    Refusal.TOO_EARLY,
                    subscription.id().toString(),
                    "Usage record '" + usage.id() + "' is of " + day + ", which has not come: tell it on that day");
        }
        Metering.Span span = Metering.spanAt(subscription.timeline(), usage.unit(), day)
                .orElseThrow(() -> unknownUnit(subscription, usage, day));
        UsageTally before = tally(book, subscription, span);
        if (!book.today().isBefore(before.closesOn())) {
            throw new CommandRefusedException(
                    Refusal.PERIOD_CLOSED,
                    subscription.id().toString(),
                    "Usage record '" + usage.id() + "' is of " + day + ", in the period " + span.days()
                            + " that takes no more records since " + before.closesOn()
                            + ": charge it once instead, or record it for a later day");
        }
        UsageTally tally = Metering.counted(before, span, usage.quantity(), usage.at());
        book.put(new UsageRecord(
                subscription.id(), usage.id(), usage.unit(), usage.quantity(), usage.at(), tally.closesOn()));
        boolean over = !span.days().end().isAfter(subscription.usageThrough()) || !subscription.isLive();
        if (!over) {
            book.put(tally);
            return List.of();
        }
        return rate(book, span, tally);
    }

    /**
     * What was counted on these days. While the contract rests nobody knows whether the count goes on in its period, so it
     * does not close before that could be.
     */
    static UsageTally tally(AccountBook book, Subscription subscription, Metering.Span span) {
        int lateDays = book.settings().lateUsageDays();
        LocalDate start = span.days().start();
        String unit = span.price().unit();
        LocalDate end = subscription
                .restNotOver()
                .flatMap(rest -> Metering.spanAt(subscription.agreed(), unit, start))
                .map(unrested -> unrested.days().end())
                .filter(span.days().end()::isBefore)
                .orElse(span.days().end());
        return book.usage(subscription.id(), unit, start)
                .orElseGet(() -> Metering.nothingUsed(subscription.id(), span, lateDays))
                .over(span.days(), end.plusDays(lateDays));
    }

    private static CommandRefusedException unknownUnit(Subscription subscription, Command.Usage usage, LocalDate day) {
        Optional<List<String>> units = subscription
                .timeline()
                .at(day)
                .map(s -> s.terms().usage().stream().map(p -> p.unit()).toList());
        return new CommandRefusedException(
                Refusal.UNKNOWN_UNIT,
                subscription.id().toString(),
                "Subscription " + subscription.id() + " charges no '" + usage.unit() + "' on " + day + ": "
                        + units.map(known -> known.isEmpty() ? "its plan charges no use" : "its plan charges " + known)
                                .orElse("it does not run on that day; record it for one on which it does"));
    }

    /**
     * What was told before a change that reaches back into days of its count keeps the price it was told at: it is charged with
     * its days until today, for the records themselves are not kept to be counted anew.
     *
     * @param from the first day of the other terms
     */
    static List<Charge> beforeCut(AccountBook book, Subscription before, Subscription changed, LocalDate from) {
        List<Charge> charges = new ArrayList<>();
        Timeline told = before.timeline().until(book.today().plusDays(1));
        for (UsagePrice price : told.at(from).map(s -> s.terms().usage()).orElse(List.of())) {
            Metering.Span span = Metering.spanAt(told, price.unit(), from).orElseThrow();
            LocalDate start = span.days().start();
            boolean cut = Metering.spanAt(changed.timeline(), price.unit(), start)
                    .filter(shorter -> !shorter.days().end().isAfter(from))
                    .isPresent();
            if (cut) {
                book.usage(before.id(), price.unit(), start)
                        .ifPresent(tally -> charges.addAll(rate(book, span, tally)));
            }
        }
        return charges;
    }

    /**
     * Counts that begin inside another one, since a change reached back to their first day or before it, are part of that one;
     * it is charged by its own terms, less what was charged for them.
     *
     * @param from the first day of the other terms
     */
    static void join(AccountBook book, Subscription changed, LocalDate from) {
        for (UsageTally tally : book.usage(changed.id())) {
            LocalDate start = tally.period().start();
            if (tally.isEmpty() || start.isBefore(from) || !book.today().isBefore(tally.closesOn())) {
                continue;
            }
            Metering.spanAt(changed.timeline(), tally.unit(), start)
                    .filter(span -> span.days().start().isBefore(start))
                    .ifPresent(span -> {
                        book.put(tally(book, changed, span).taking(span.price().aggregate(), tally));
                        book.put(tally.takenOver());
                    });
        }
    }

    /** Charges the difference where counts that were charged have other terms since, as long as they take records. */
    static List<Charge> chargedAgain(AccountBook book, Subscription before, Subscription changed, LocalDate from) {
        List<Charge> charges = new ArrayList<>();
        for (Metering.Span span : Metering.ended(changed.timeline(), from, changed.usageThrough())) {
            book.usage(changed.id(), span.price().unit(), span.days().start())
                    .ifPresent(tally -> charges.addAll(rate(book, span, tally)));
        }
        for (UsageTally tally : book.usage(changed.id())) {
            LocalDate start = tally.period().start();
            boolean free = !start.isBefore(from)
                    && changed.timeline().at(start).isPresent()
                    && Metering.spanAt(changed.timeline(), tally.unit(), start).isEmpty();
            if (free) {
                Metering.spanAt(before.timeline(), tally.unit(), start)
                        .ifPresent(span -> charges.addAll(rate(book, span.free(), tally)));
            }
        }
        return charges;
    }

    private static List<Charge> rate(AccountBook book, Metering.Span span, UsageTally tally) {
        Metering.Rated rated = Metering.rate(span, tally);
        book.put(rated.tally());
        return rated.charges();
    }

    /** Charges what was used so far in periods that are still running. */
    static List<Charge> soFar(AccountBook book, Subscription subscription) {
        List<Charge> charges = new ArrayList<>();
        LocalDate yesterday = book.today().minusDays(1);
        subscription
                .timeline()
                .at(yesterday)
                .ifPresent(segment -> segment.terms().usage().forEach(price -> {
                    Metering.Span span = Metering.spanAt(subscription.timeline(), price.unit(), yesterday)
                            .orElseThrow();
                    book.usage(subscription.id(), price.unit(), span.days().start())
                            .ifPresent(tally -> charges.addAll(rate(book, span, tally)));
                }));
        return charges;
    }
}
