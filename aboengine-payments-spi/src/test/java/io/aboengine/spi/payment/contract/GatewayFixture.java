package io.aboengine.spi.payment.contract;

import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.spi.payment.ChargeRequest;
import io.aboengine.spi.payment.PaymentGateway;
import io.aboengine.spi.payment.PaymentMethodKind;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/**
 * One gateway, fresh for one rule, with the strings to pull behind it: usually an adapter connected to a local server
 * that plays the provider.
 */
public interface GatewayFixture {
    /** How a charge can be made to end. */
    enum Ending {
        /** The provider takes the money, or promises to ({@code Pending}). */
        SETTLED,
        /** The provider says no. */
        DECLINED,
        /** The provider takes the money and its answer never arrives. */
        ANSWER_LOST,
        /** The provider never hears of it, and the adapter only sees that no answer came. */
        REQUEST_LOST
    }

    PaymentGateway gateway();

    /** The endings that {@link #arrange} can bring about; rules that need another are skipped and say so. */
    Set<Ending> arrangeable();

    /**
     * Makes the next charge under a new key end so.
     *
     * @return the request to send: the given one, or where the provider decides by token or account, one with another
     *     token or account. Key and amount stay
     */
    ChargeRequest arrange(Ending ending, ChargeRequest request);

    /**
     * What the provider, asked behind the adapter's back, has taken from this account or promised to take, less what it
     * gave back.
     */
    Money moneyMoved(String account, Currency currency);

    /** The method to charge by; one that the gateway offers. */
    default PaymentMethodKind method() {
        Set<PaymentMethodKind> offered = gateway().capabilities().methods();
        return offered.contains(PaymentMethodKind.CARD)
                ? PaymentMethodKind.CARD
                : offered.iterator().next();
    }

    /** Amounts that the provider accepts, at least one; the first must be divisible by 10 minor units. */
    default List<Money> amounts() {
        return List.of(
                Money.parse("EUR 25.00"),
                Money.parse("EUR 0.01"),
                Money.parse("EUR 12.99"),
                Money.parse("EUR 1234567.89"));
    }

    /** The collection day to ask for. */
    default LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }
}
