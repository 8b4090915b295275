/** The rules of subscription billing and the engine that runs them. */
module io.aboengine.core {
    requires transitive io.aboengine.payments.spi;
    requires transitive java.sql;
    requires org.slf4j;
    requires static transitive jakarta.validation;
    requires static transitive org.jspecify;

    uses io.aboengine.spi.payment.PaymentGateway;

    exports io.aboengine;
    exports io.aboengine.account;
    exports io.aboengine.calendar;
    exports io.aboengine.catalog;
    exports io.aboengine.charge;
    exports io.aboengine.dunning;
    exports io.aboengine.event;
    exports io.aboengine.fulfilment;
    exports io.aboengine.invoice;
    exports io.aboengine.party;
    exports io.aboengine.payment;
    exports io.aboengine.store;
    exports io.aboengine.store.memory;
    exports io.aboengine.subscription;
    exports io.aboengine.tax;
}
