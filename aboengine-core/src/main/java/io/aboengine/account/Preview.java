package io.aboengine.account;

import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.Line;
import io.aboengine.invoice.Placement;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import java.time.LocalDate;
import java.time.Period;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What would happen, computed as it would and not written: documents with their lines as they will stand there, without
 * numbers.
 *
 * @param currency of the account
 * @param now documents a command makes at once, drafts included
 * @param next those of the next day on which something is billed afterwards
 * @param nextOn that day; empty: nothing is billed within the next twenty years
 * @param subscription the contract the command is about, as it would be
 */
public record Preview(
        Currency currency,
        List<Sheet> now,
        List<Sheet> next,
        Optional<LocalDate> nextOn,
        Optional<Subscription> subscription) {
    /** Twice the longest interval; a contract that costs nothing would be looked ahead of for ever. */
    private static final Period LOOKED_AHEAD = Period.ofYears(20);

    /** A document with its lines in printed order. */
    public record Sheet(Document document, List<Line> lines) {
        public Sheet {
            lines = List.copyOf(lines);
        }
    }

    public Preview {
        now = List.copyOf(now);
        next = List.copyOf(next);
    }

    /** What would have to be paid at once; what is given back is not taken off. */
    public Money dueNow() {
        return due(now);
    }

    /** What would have to be paid on the next day on which something is billed. */
    public Money dueNext() {
        return due(next);
    }

    private Money due(List<Sheet> sheets) {
        return Money.sum(
                currency, sheets.stream().map(s -> s.document().amountDue()).toList());
    }

    /** The first day without service, as it would be: "if you cancel today you are out on …". */
    public Optional<LocalDate> endOn() {
        return subscription.flatMap(Subscription::endOn);
    }

    /** What a command would lead to. */
    static Preview of(AccountSnapshot before, Rules rules, Moment now, Decide.Decision decision) {
        List<Sheet> made = sheets(decision.change(), before.account().nextOrdinal());
        Optional<SubscriptionId> about = decision.subscription();
        Optional<Subscription> subscription = about.flatMap(id -> decision.after().subscriptions().stream()
                .filter(s -> s.id().equals(id))
                .findFirst());
        return next(decision.after(), rules, now, made, subscription);
    }

    /** What is billed next, if nothing else happens. */
    public static Preview next(AccountSnapshot account, Rules rules, Moment now) {
        return next(account, rules, now, List.of(), Optional.empty());
    }

    private static Preview next(
            AccountSnapshot account, Rules rules, Moment now, List<Sheet> made, Optional<Subscription> subscription) {
        LocalDate last = now.day().plus(LOOKED_AHEAD);
        Optional<Ahead> ahead = Ahead.of(account, rules, now, last);
        while (ahead.isPresent()) {
            Ahead day = ahead.get();
            List<Sheet> next = sheets(day.change(), day.before().account().nextOrdinal());
            if (!next.isEmpty()) {
                return new Preview(account.account().currency(), made, next, Optional.of(day.on()), subscription);
            }
            ahead = Ahead.of(day.after(), rules, now.on(day.on().plusDays(1)), last);
        }
        return new Preview(account.account().currency(), made, List.of(), Optional.empty(), subscription);
    }

    /** Everything that would be billed until a day, that day included, in order: each document made on its day. */
    public static List<Sheet> through(AccountSnapshot account, Rules rules, Moment now, LocalDate day) {
        long from = account.account().nextOrdinal();
        Map<DocumentId, Sheet> made = new TreeMap<>();
        Optional<Ahead> ahead = Ahead.of(account, rules, now, day);
        while (ahead.isPresent()) {
            Ahead step = ahead.get();
            for (Sheet sheet : sheets(step.change(), from)) {
                made.merge(
                        sheet.document().id(),
                        sheet,
                        (draft, later) -> later.lines().isEmpty() ? new Sheet(later.document(), draft.lines()) : later);
            }
            ahead = Ahead.of(step.after(), rules, now.on(step.on().plusDays(1)), day);
        }
        return List.copyOf(made.values());
    }

    /** The next day on which the calendar changes something, acted out. */
    private record Ahead(LocalDate on, AccountSnapshot before, AccountChange change, AccountSnapshot after) {
        /** @param earliest not acted out before it */
        static Optional<Ahead> of(AccountSnapshot account, Rules rules, Moment earliest, LocalDate last) {
            return account.account()
                    .dueOn()
                    .map(due -> due.isBefore(earliest.day()) ? earliest.day() : due)
                    .filter(day -> !day.isAfter(last))
                    .map(day -> {
                        AccountBook book = AccountBook.of(account, rules, earliest.on(day));
                        Advance.run(book, day);
                        AccountChange change = book.change();
                        return new Ahead(day, account, change, book.after());
                    });
        }
    }

    private static List<Sheet> sheets(AccountChange change, long from) {
        return change.documents().stream()
                .filter(d -> d.id().ordinal() >= from)
                .sorted(Comparator.comparing(Document::id))
                .map(document -> new Sheet(document, linesOf(change, document)))
                .toList();
    }

    private static List<Line> linesOf(AccountChange change, Document document) {
        return change.lines().stream()
                .filter(l -> l.placement()
                        .map(Placement::document)
                        .filter(document.id()::equals)
                        .isPresent())
                .sorted(Comparator.comparing(l -> l.placement().orElseThrow().position()))
                .toList();
    }
}
