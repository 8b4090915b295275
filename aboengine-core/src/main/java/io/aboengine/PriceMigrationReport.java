package io.aboengine;

import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.subscription.SubscriptionId;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What a migration of prices changes, or has changed.
 *
 * @param changed in order of the contracts
 * @param left contracts of these plans that stay as they are, and accounts that could not be read, with the reason
 */
public record PriceMigrationReport(List<Changed> changed, List<Left> left) {
    /**
     * A contract whose price becomes another one on a day, which may be that of a later phase; amounts are of a whole billing
     * period from then on.
     */
    public record Changed(SubscriptionId subscription, LocalDate from, Money oldAmount, Money newAmount) {}

    /**
     * A contract that was not changed, because a rule refuses it or because its account was busy or failed.
     *
     * @param subscription empty: the account could not be read, so nobody knows which contracts it has
     * @param because in one line
     */
    public record Left(AccountId account, Optional<SubscriptionId> subscription, String because) {}

    public PriceMigrationReport {
        changed = List.copyOf(changed);
        left = List.copyOf(left);
    }
}
