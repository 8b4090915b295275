package io.aboengine.examples.replay;

import io.aboengine.OpenAccount;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Plan;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a step may name: the accounts, what the catalogue of its day holds, and the contracts that earlier steps made. */
final class Known {
    private static final Pattern REF = Pattern.compile("([^/]+)/([1-9][0-9]{0,8})");
    private static final int LONGEST_NAME = 64;

    private final Currency currency;
    private final Map<AccountId, OpenAccount> accounts;
    private final Map<String, AccountId> subscriptions = new HashMap<>();
    private Catalog catalog;

    /** @param currency of the settings */
    Known(Currency currency, Map<AccountId, OpenAccount> accounts, Catalog catalog) {
        this.currency = currency;
        this.accounts = accounts;
        this.catalog = catalog;
    }

    /** From now on steps name what this one holds. */
    void publish(Catalog later) {
        catalog = later;
    }

    AccountId account(Place place) {
        return accountNamed(place.text())
                .orElseThrow(() -> place.wrong("one of the accounts " + StoryReader.names(accounts.keySet())));
    }

    private Optional<AccountId> accountNamed(String name) {
        return accounts.keySet().stream().filter(id -> id.value().equals(name)).findFirst();
    }

    /** The amount under this key, above zero, in what the account pays in. */
    Money amount(Fields fields, AccountId account) {
        return positive(fields.required("amount"), account);
    }

    /** The amount under this key, if it is there. */
    Optional<Money> optionalAmount(Fields fields, AccountId account) {
        return fields.optional("amount").map(amount -> positive(amount, account));
    }

    private Money positive(Place amount, AccountId account) {
        return amount.positiveAmount(Optional.ofNullable(accounts.get(account))
                .flatMap(OpenAccount::currency)
                .orElse(currency));
    }

    Plan plan(Place place) {
        String name = place.text();
        return catalog.plans().stream()
                .filter(plan -> plan.id().value().equals(name))
                .findFirst()
                .orElseThrow(() -> place.wrong("one of the plans "
                        + catalog.plans().stream().map(Plan::id).toList()));
    }

    List<String> discounts(Fields fields) {
        return fields.list("discounts").stream().map(this::discount).toList();
    }

    private String discount(Place place) {
        String name = place.text();
        List<String> ids = catalog.discounts().stream().map(Discount::id).toList();
        if (!ids.contains(name)) {
            throw place.wrong("one of the discounts " + ids);
        }
        return name;
    }

    /** The name of a contract that this step makes. */
    String newSubscription(Place place, AccountId account) {
        String name = place.text();
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw place.wrong("a name of 1 to " + LONGEST_NAME + " characters");
        }
        if (subscriptions.putIfAbsent(name, account) != null) {
            throw place.wrong("a name that no other subscription has");
        }
        return name;
    }

    String subscription(Place place) {
        String name = place.text();
        if (!subscriptions.containsKey(name)) {
            throw place.wrong("a subscription that an earlier step made: "
                    + subscriptions.keySet().stream().sorted().toList());
        }
        return name;
    }

    AccountId accountOf(String subscription) {
        return Optional.ofNullable(subscriptions.get(subscription)).orElseThrow();
    }

    Story.DocumentRef document(Place place) {
        var matcher = REF.matcher(place.text());
        if (!matcher.matches()) {
            throw place.wrong("a document such as \"ada/1\", the first one of ada");
        }
        AccountId account = accountNamed(matcher.group(1))
                .orElseThrow(
                        () -> place.wrong("a document of one of the accounts " + StoryReader.names(accounts.keySet())));
        return new Story.DocumentRef(account, Integer.parseInt(matcher.group(2)));
    }
}
