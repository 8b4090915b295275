package io.aboengine.jdbc;

import io.aboengine.invoice.Document;
import io.aboengine.party.AccountId;
import io.aboengine.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What customers see of a store: what each was billed and has paid. Who got which number first does not matter. */
final class Told {
    private static final int PAGE = 1000;

    private Told() {}

    /** The same without ordinals, which are counted on by whatever else happened to the account. */
    static Map<String, List<String>> withoutOrdinals(Store store) {
        return withoutOrdinals(store, account -> true);
    }

    static Map<String, List<String>> withoutOrdinals(Store store, Predicate<AccountId> which) {
        Map<String, List<String>> told = by(store, which);
        told.replaceAll((account, all) -> all.stream()
                .map(text -> text.replaceAll(Pattern.quote(account) + "/[0-9]+", account + "/#"))
                .toList());
        return told;
    }

    static Map<String, List<String>> by(Store store) {
        return by(store, account -> true);
    }

    private static Map<String, List<String>> by(Store store, Predicate<AccountId> which) {
        Map<String, List<String>> told = new TreeMap<>();
        Optional<AccountId> after = Optional.empty();
        while (true) {
            Optional<AccountId> last = after;
            List<AccountId> page = store.inTransaction(tx -> {
                List<AccountId> accounts = tx.accountsAfter(last, PAGE);
                for (AccountId account : accounts.stream().filter(which).toList()) {
                    List<String> all = new ArrayList<>();
                    for (Document document : tx.documents(account, 0, PAGE)) {
                        all.add(document.toString());
                        tx.lines(document.id()).forEach(line -> all.add(line.toString()));
                    }
                    tx.attempts(account).forEach(a -> all.add(a.key() + " " + a.amount() + " " + a.state()));
                    all.add(tx.account(account).orElseThrow().credit().toString());
                    told.put(account.value(), all);
                }
                return accounts;
            });
            if (page.size() < PAGE) {
                return told;
            }
            after = Optional.of(page.get(page.size() - 1));
        }
    }
}
