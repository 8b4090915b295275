package io.aboengine.account;

import io.aboengine.catalog.ProductId;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.party.Language;
import io.aboengine.party.SelfService;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A customer's billing account.
 *
 * @param country decides the tax; ISO 3166-1 alpha-2
 * @param buyerVersion which printed name and address new documents get; counts up when it changes
 * @param credit what the customer has paid or been given above what was owed; never negative
 * @param trialsUsed the products of which this customer had a free start, sorted
 * @param nextOrdinal the number the next thing of this account gets
 * @param dueOn the first day on which {@link Advance} changes anything; empty: nothing is ahead
 * @param dunOn the first day on which {@link Remind} changes anything
 * @param catalogVersion and {@code settingsVersion}: the rules with which the two days were computed
 */
public record Account(
        AccountId id,
        Currency currency,
        String country,
        Language language,
        int buyerVersion,
        PaymentMethod paymentMethod,
        Optional<SelfService> selfService,
        Money credit,
        List<ProductId> trialsUsed,
        long nextOrdinal,
        Optional<LocalDate> dueOn,
        Optional<LocalDate> dunOn,
        int catalogVersion,
        int settingsVersion) {
    public Account {
        trialsUsed = trialsUsed.stream().sorted().distinct().toList();
    }
}
