package io.aboengine.engine;

import io.aboengine.Metrics;
import io.aboengine.RunReport;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the host's metrics, and keeps what they throw from whoever tells. */
public final class Reporting implements Metrics {
    private static final Logger LOG = LoggerFactory.getLogger(Reporting.class);

    private final Metrics told;

    private Reporting(Metrics told) {
        this.told = told;
    }

    public static Reporting to(Metrics told) {
        return new Reporting(told);
    }

    public static Reporting toNobody() {
        return new Reporting(new Metrics() {});
    }

    @Override
    public void batch(Batch batch) {
        tell(() -> told.batch(batch));
    }

    @Override
    public void gatewayCall(GatewayCall call) {
        tell(() -> told.gatewayCall(call));
    }

    @Override
    public void delivery(Delivery delivery) {
        tell(() -> told.delivery(delivery));
    }

    @Override
    public void failure(Failure failure) {
        tell(() -> told.failure(failure));
    }

    @Override
    public void run(RunReport report, Duration took) {
        tell(() -> told.run(report, took));
    }

    private static void tell(Runnable telling) {
        try {
            telling.run();
        } catch (Throwable e) {
            LOG.warn("The host's metrics failed", e);
        }
    }
}
