package io.aboengine.scenario;

import io.aboengine.spi.payment.ChargeRequest;
import io.aboengine.spi.payment.ChargeResult;
import io.aboengine.spi.payment.GatewayCapabilities;
import io.aboengine.spi.payment.IdempotencyKey;
import io.aboengine.spi.payment.LookupResult;
import io.aboengine.spi.payment.PaymentGateway;
import io.aboengine.spi.payment.RefundRequest;
import io.aboengine.spi.payment.RefundResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Passes everything on to another gateway and writes down what it was asked. May be made to fail. Thread-safe. */
public final class WatchedGateway implements PaymentGateway {
    private final PaymentGateway inner;
    private final List<ChargeRequest> charges = new ArrayList<>();
    private final List<IdempotencyKey> lookups = new ArrayList<>();
    private volatile Consumer<ChargeRequest> beforeCharge = request -> {};
    private volatile Consumer<IdempotencyKey> beforeLookup = key -> {};

    private WatchedGateway(PaymentGateway inner) {
        this.inner = inner;
    }

    public static WatchedGateway over(PaymentGateway inner) {
        return new WatchedGateway(inner);
    }

    /** Done before a charge is passed on; what it throws is thrown, and nothing is passed on. */
    public WatchedGateway beforeCharge(Consumer<ChargeRequest> deed) {
        beforeCharge = deed;
        return this;
    }

    /** Done before a question is passed on; what it throws is thrown. */
    public WatchedGateway beforeLookup(Consumer<IdempotencyKey> deed) {
        beforeLookup = deed;
        return this;
    }

    /** All charges it was asked for, in order, repetitions included. */
    public List<ChargeRequest> charges() {
        synchronized (charges) {
            return List.copyOf(charges);
        }
    }

    /** The keys of those charges. */
    public List<IdempotencyKey> keys() {
        return charges().stream().map(ChargeRequest::key).toList();
    }

    public List<IdempotencyKey> lookups() {
        synchronized (lookups) {
            return List.copyOf(lookups);
        }
    }

    @Override
    public String id() {
        return inner.id();
    }

    @Override
    public GatewayCapabilities capabilities() {
        return inner.capabilities();
    }

    @Override
    public ChargeResult charge(ChargeRequest request) {
        synchronized (charges) {
            charges.add(request);
        }
        beforeCharge.accept(request);
        return inner.charge(request);
    }

    @Override
    public LookupResult lookup(IdempotencyKey key) {
        synchronized (lookups) {
            lookups.add(key);
        }
        beforeLookup.accept(key);
        return inner.lookup(key);
    }

    @Override
    public RefundResult refund(RefundRequest request) {
        return inner.refund(request);
    }
}
