package io.aboengine.scenario;

import io.aboengine.OpenAccount;
import io.aboengine.account.PaymentMethod;
import io.aboengine.calendar.GermanState;
import io.aboengine.money.Currency;
import io.aboengine.party.Language;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.party.SelfService;
import io.aboengine.party.SelfServiceAction;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.tax.TaxStatus;

/** Somebody who opens an account. Unless said otherwise: in Germany, paying invoices by transfer. */
public record Customer(OpenAccount account) {

    public static Customer customer(String id) {
        return new Customer(OpenAccount.of(id, party(id, "DE"), PaymentMethod.invoice()));
    }

    /** A person who lives in this country. */
    public static Party party(String name, String country) {
        return new Party(name, new PostalAddress("Lindenallee 7", "10115", "Musterstadt", country), Language.DE);
    }

    public String id() {
        return account.id().value();
    }

    public Customer payingBy(PaymentMethodKind method) {
        PaymentMethod known = method == PaymentMethodKind.INVOICE
                ? PaymentMethod.invoice()
                : PaymentMethod.of(method, "token-of-" + id());
        return with(account.party(), known);
    }

    public Customer livingIn(String country) {
        return with(party(id(), country), account.paymentMethod());
    }

    /** The state whose holidays count. */
    public Customer in(GermanState state) {
        return new Customer(account.state(state));
    }

    private Customer with(Party party, PaymentMethod method) {
        return new Customer(new OpenAccount(
                account.id(),
                party,
                method,
                account.currency(),
                account.selfService(),
                account.state(),
                account.taxStatus(),
                account.billingDay()));
    }

    /** Billed on this day of the month where a plan is aligned to the account. */
    public Customer billedOn(int day) {
        return new Customer(account.billingDay(day));
    }

    public Customer taxedAs(TaxStatus status) {
        return new Customer(account.taxStatus(status));
    }

    public Customer billedIn(String currency) {
        return new Customer(account.currency(Currency.of(currency)));
    }

    /** May do this by herself, and nothing else. */
    public Customer allowed(SelfServiceAction... actions) {
        return new Customer(account.selfService(SelfService.allow(actions)));
    }
}
