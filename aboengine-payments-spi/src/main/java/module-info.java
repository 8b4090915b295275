/**
 * What an adapter to a payment provider or a credit agency needs, and nothing else: money, the ports, sandboxes that
 * stand in for a provider, and the account identifiers of the euro payment area.
 */
module io.aboengine.payments.spi {
    requires static transitive jakarta.validation;
    requires static transitive org.jspecify;

    exports io.aboengine.money;
    exports io.aboengine.sepa;
    exports io.aboengine.spi;
    exports io.aboengine.spi.credit;
    exports io.aboengine.spi.credit.sandbox;
    exports io.aboengine.spi.payment;
    exports io.aboengine.spi.payment.sandbox;
}
