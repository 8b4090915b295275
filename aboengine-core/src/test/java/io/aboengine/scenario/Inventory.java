package io.aboengine.scenario;

import io.aboengine.event.Event;
import io.aboengine.invoice.Document;
import io.aboengine.party.AccountId;
import io.aboengine.store.Store;
import io.aboengine.store.StoreQueries;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Every row that a store has of every account, as text: where two of them are equal, nothing changed in between. */
public final class Inventory {
    private static final int PAGE = 500;
    private static final LocalDate BEFORE_ALL_STORIES = LocalDate.of(2000, 1, 1);

    private Inventory() {}

    public static List<String> of(Store store) {
        return store.inTransaction(tx -> {
            List<String> rows = new ArrayList<>();
            for (AccountId account : accounts(tx)) {
                take(tx, account, rows);
                tx.load(List.of(account), BEFORE_ALL_STORIES)
                        .forEach(snapshot -> snapshot.usage().stream()
                                .map(Object::toString)
                                .sorted()
                                .forEach(rows::add));
            }
            tx.brokenAccounts(Optional.empty(), PAGE).forEach(b -> rows.add("set aside: " + b));
            return rows;
        });
    }

    private static void take(StoreQueries store, AccountId account, List<String> rows) {
        rows.add(store.account(account).orElseThrow().toString());
        store.party(account)
                .ifPresent(party -> rows.add(
                        party + " " + party.name() + " " + party.address().city()));
        store.subscriptions(account).forEach(s -> rows.add(s.toString()));
        for (Document document : documents(store, account)) {
            rows.add(document + " " + store.number(document.id()));
            store.lines(document.id()).forEach(l -> rows.add(l.toString()));
        }
        store.waitingLines(account).forEach(l -> rows.add("waiting: " + l));
        store.attempts(account).forEach(a -> rows.add(a.toString()));
        store.postings(account).forEach(p -> rows.add(p.toString()));
        store.access(account).forEach(a -> rows.add(a.toString()));
        events(store, account).forEach(e -> rows.add(e.toString()));
    }

    static List<AccountId> accounts(StoreQueries store) {
        List<AccountId> all = new ArrayList<>();
        Optional<AccountId> after = Optional.empty();
        while (true) {
            List<AccountId> page = store.accountsAfter(after, PAGE);
            all.addAll(page);
            if (page.size() < PAGE) {
                return all;
            }
            after = Optional.of(page.get(page.size() - 1));
        }
    }

    static List<Document> documents(StoreQueries store, AccountId account) {
        return all(after -> store.documents(account, after, PAGE), d -> d.id().ordinal());
    }

    static List<Event> events(StoreQueries store, AccountId account) {
        return all(after -> store.events(account, after, PAGE), Event::ordinal);
    }

    private static <T> List<T> all(Function<Long, List<T>> page, ToLongFunction<T> ordinal) {
        List<T> all = new ArrayList<>();
        long after = 0;
        while (true) {
            List<T> next = page.apply(after);
            all.addAll(next);
            if (next.size() < PAGE) {
                return all;
            }
            after = ordinal.applyAsLong(next.get(next.size() - 1));
        }
    }
}
