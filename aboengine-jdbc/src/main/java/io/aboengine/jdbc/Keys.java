package io.aboengine.jdbc;

import io.aboengine.party.AccountId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.statement.Query;

/** Names of things as the arrays a statement takes: one statement for all of them, however many. */
record Keys(List<String> accounts, List<Long> ordinals, List<LocalDate> days) {

    /** What to select from: a row for each name. */
    static final String ROWS = """
            unnest(cast(:accounts as varchar array), cast(:ordinals as bigint array))
                as keys (key_account, key_ordinal)""";

    /** The same with a day for each. */
    static final String DATED_ROWS = """
            unnest(cast(:accounts as varchar array), cast(:ordinals as bigint array), cast(:days as date array))
                as keys (key_account, key_ordinal, key_day)""";

    static <T> Keys of(Collection<T> things, Function<T, AccountId> account, ToLongFunction<T> ordinal) {
        List<String> accounts = new ArrayList<>(things.size());
        List<Long> ordinals = new ArrayList<>(things.size());
        for (T thing : things) {
            accounts.add(account.apply(thing).value());
            ordinals.add(ordinal.applyAsLong(thing));
        }
        return new Keys(accounts, ordinals, List.of());
    }

    static <T> Keys dated(Map<T, LocalDate> things, Function<T, AccountId> account, ToLongFunction<T> ordinal) {
        Keys keys = of(things.keySet(), account, ordinal);
        return new Keys(keys.accounts, keys.ordinals, List.copyOf(things.values()));
    }

    Query bindTo(Query query) {
        query.bindArray("accounts", String.class, accounts).bindArray("ordinals", Long.class, ordinals);
        return days.isEmpty() ? query : query.bindArray("days", LocalDate.class, days);
    }
}
