package io.aboengine.account;

import io.aboengine.catalog.ProductId;
import io.aboengine.money.Money;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Accounts that differ from another in one thing. */
final class AccountWith {
    private AccountWith() {}

    static Account nextOrdinal(Account a, long nextOrdinal) {
        return new Account(
                a.id(),
                a.currency(),
                a.country(),
                a.language(),
                a.buyerVersion(),
                a.paymentMethod(),
                a.selfService(),
                a.credit(),
                a.trialsUsed(),
                nextOrdinal,
                a.dueOn(),
                a.dunOn(),
                a.catalogVersion(),
                a.settingsVersion());
    }

    static Account credit(Account a, Money credit) {
        return new Account(
                a.id(),
                a.currency(),
                a.country(),
                a.language(),
                a.buyerVersion(),
                a.paymentMethod(),
                a.selfService(),
                credit,
                a.trialsUsed(),
                a.nextOrdinal(),
                a.dueOn(),
                a.dunOn(),
                a.catalogVersion(),
                a.settingsVersion());
    }

    static Account paymentMethod(Account a, PaymentMethod method) {
        return new Account(
                a.id(),
                a.currency(),
                a.country(),
                a.language(),
                a.buyerVersion(),
                method,
                a.selfService(),
                a.credit(),
                a.trialsUsed(),
                a.nextOrdinal(),
                a.dueOn(),
                a.dunOn(),
                a.catalogVersion(),
                a.settingsVersion());
    }

    static Account trialUsed(Account a, ProductId product) {
        List<ProductId> used = new ArrayList<>(a.trialsUsed());
        used.add(product);
        return new Account(
                a.id(),
                a.currency(),
                a.country(),
                a.language(),
                a.buyerVersion(),
                a.paymentMethod(),
                a.selfService(),
                a.credit(),
                used,
                a.nextOrdinal(),
                a.dueOn(),
                a.dunOn(),
                a.catalogVersion(),
                a.settingsVersion());
    }

    static Account agenda(Account a, Optional<LocalDate> dueOn, Optional<LocalDate> dunOn, Rules rules) {
        return new Account(
                a.id(),
                a.currency(),
                a.country(),
                a.language(),
                a.buyerVersion(),
                a.paymentMethod(),
                a.selfService(),
                a.credit(),
                a.trialsUsed(),
                a.nextOrdinal(),
                dueOn,
                dunOn,
                rules.catalogVersion(),
                rules.settingsVersion());
    }
}
