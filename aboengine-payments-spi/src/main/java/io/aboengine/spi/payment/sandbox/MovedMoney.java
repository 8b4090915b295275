package io.aboengine.spi.payment.sandbox;

import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import java.util.HashMap;
import java.util.Map;

/** Adds up money that really moved in one direction, by account and currency. */
final class MovedMoney {
    private final Map<Purse, Money> sums = new HashMap<>();

    private record Purse(String account, Currency currency) {}

    void add(String account, Money amount) {
        sums.merge(new Purse(account, amount.currency()), amount, Money::plus);
    }

    Money of(String account, Currency currency) {
        return sums.getOrDefault(new Purse(account, currency), Money.zero(currency));
    }
}
