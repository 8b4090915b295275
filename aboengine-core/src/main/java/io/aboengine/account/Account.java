package io.aboengine.account;

import io.aboengine.calendar.GermanState;
import io.aboengine.catalog.ProductId;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.party.Language;
import io.aboengine.party.SelfService;
import io.aboengine.tax.TaxStatus;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A customer's billing account.
 *
 * @param country decides the tax; ISO 3166-1 alpha-2
 * @param state whose holidays count where the law moves a day; empty: those of all Germany
 * @param taxStatus consumer or business, and what follows for the tax
 * @param buyerVersion which printed name and address new documents get; counts up when it changes
 * @param credit what the customer has paid or been given above what was owed; never negative
 * @param trialsUsed the products of which this customer had a free start, sorted
 * @param billingDay the day of the month on which contracts aligned to the account are billed, 1 to 31; 31 is the last one
 * @param discounts granted for all documents, in the order granted
 * @param holds what is stopped by hand, sorted
 * @param nextOrdinal the number the next thing of this account gets
 * @param dueOn the first day on which {@link Advance} changes anything; empty: nothing is ahead
 * @param dunOn the first day on which {@link Remind} changes anything
 * @param catalogVersion and {@code settingsVersion}: the rules with which the two days were computed
 */
public record Account(
        AccountId id,
        Currency currency,
        String country,
        Optional<GermanState> state,
        Language language,
        TaxStatus taxStatus,
        int buyerVersion,
        PaymentMethod paymentMethod,
        Optional<SelfService> selfService,
        Money credit,
        List<ProductId> trialsUsed,
        Optional<Integer> billingDay,
        List<DocumentDiscount> discounts,
        List<Hold> holds,
        long nextOrdinal,
        Optional<LocalDate> dueOn,
        Optional<LocalDate> dunOn,
        int catalogVersion,
        int settingsVersion) {
    public Account {
        trialsUsed = sorted(trialsUsed);
        discounts = List.copyOf(discounts);
        holds = sorted(holds);
    }

    private static <T extends Comparable<T>> List<T> sorted(List<T> values) {
        return values.size() < 2
                ? List.copyOf(values)
                : values.stream().sorted().distinct().toList();
    }

    public boolean isHeld(Hold hold) {
        return holds.contains(hold);
    }

    Account withNextOrdinal(long nextOrdinal) {
        return with(a -> a.nextOrdinal = nextOrdinal);
    }

    Account withCredit(Money credit) {
        return with(a -> a.credit = credit);
    }

    Account withPaymentMethod(PaymentMethod method) {
        return with(a -> a.paymentMethod = method);
    }

    /** A trial that was promised and never began. */
    Account withTrialUnused(ProductId product) {
        List<ProductId> used = new ArrayList<>(trialsUsed);
        used.remove(product);
        return with(a -> a.trialsUsed = used);
    }

    Account withTrialUsed(ProductId product) {
        List<ProductId> used = new ArrayList<>(trialsUsed);
        used.add(product);
        return with(a -> a.trialsUsed = used);
    }

    Account withBillingDay(int day) {
        return with(a -> a.billingDay = Optional.of(day));
    }

    Account withDiscounts(List<DocumentDiscount> discounts) {
        return with(a -> a.discounts = discounts);
    }

    Account withHolds(List<Hold> holds) {
        return with(a -> a.holds = holds);
    }

    Account withTaxStatus(TaxStatus status) {
        return with(a -> a.taxStatus = status);
    }

    /** Another printed name and address from now on. */
    Account withBuyer(String country, Language language) {
        return with(a -> {
            a.country = country;
            a.language = language;
            a.buyerVersion++;
        });
    }

    Account withAgenda(Optional<LocalDate> dueOn, Optional<LocalDate> dunOn, Rules rules) {
        return with(a -> {
            a.dueOn = dueOn;
            a.dunOn = dunOn;
            a.catalogVersion = rules.catalogVersion();
            a.settingsVersion = rules.settingsVersion();
        });
    }

    /** Looked at on this day at the latest, because the rules became others. */
    public Account woken(int settingsVersion, LocalDate today) {
        return with(a -> {
            a.dueOn = Optional.of(dueOn.filter(today::isAfter).orElse(today));
            a.dunOn = Optional.of(dunOn.filter(today::isAfter).orElse(today));
            a.settingsVersion = settingsVersion;
        });
    }

    private interface Edit {
        void on(Parts parts);
    }

    /** What of an account may become different. */
    private static final class Parts {
        private String country;
        private Language language;
        private TaxStatus taxStatus;
        private int buyerVersion;
        private PaymentMethod paymentMethod;
        private Money credit;
        private List<ProductId> trialsUsed;
        private Optional<Integer> billingDay;
        private List<DocumentDiscount> discounts;
        private List<Hold> holds;
        private long nextOrdinal;
        private Optional<LocalDate> dueOn;
        private Optional<LocalDate> dunOn;
        private int catalogVersion;
        private int settingsVersion;

        Parts(Account a) {
            country = a.country;
            language = a.language;
            taxStatus = a.taxStatus;
            buyerVersion = a.buyerVersion;
            paymentMethod = a.paymentMethod;
            credit = a.credit;
            trialsUsed = a.trialsUsed;
            billingDay = a.billingDay;
            discounts = a.discounts;
            holds = a.holds;
            nextOrdinal = a.nextOrdinal;
            dueOn = a.dueOn;
            dunOn = a.dunOn;
            catalogVersion = a.catalogVersion;
            settingsVersion = a.settingsVersion;
        }
    }

    private Account with(Edit edit) {
        Parts a = new Parts(this);
        edit.on(a);
        return new Account(
                id,
                currency,
                a.country,
                state,
                a.language,
                a.taxStatus,
                a.buyerVersion,
                a.paymentMethod,
                selfService,
                a.credit,
                a.trialsUsed,
                a.billingDay,
                a.discounts,
                a.holds,
                a.nextOrdinal,
                a.dueOn,
                a.dunOn,
                a.catalogVersion,
                a.settingsVersion);
    }
}
