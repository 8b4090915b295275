package io.aboengine.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmark for a blink, so that it keeps working. {@code -Daboengine.bench=true} runs it in earnest, in a virtual
 * machine of its own, and prints renewals per second and core and bytes allocated for each.
 */
class AdvanceBenchmarkTest {
    private static final boolean IN_EARNEST = Boolean.getBoolean("aboengine.bench");

    @Test
    void a_renewal_can_be_measured_after_one_month_and_after_ten_years() throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include(AdvanceBenchmark.class.getName()).threads(1).addProfiler(GCProfiler.class);
        if (IN_EARNEST) {
            options.forks(3).warmupIterations(5).measurementIterations(5).warmupTime(TimeValue.seconds(1));
            options.measurementTime(TimeValue.seconds(1));
        } else {
            TimeValue blink = TimeValue.milliseconds(20);
            options.forks(0)
                    .warmupIterations(1)
                    .measurementIterations(1)
                    .warmupTime(blink)
                    .measurementTime(blink);
        }
        Collection<RunResult> results = new Runner(options.build()).run();

        assertThat(results).hasSize(2);
        for (RunResult result : results) {
            assertThat(result.getPrimaryResult().getScore()).isPositive();
            System.out.printf(
                    Locale.ROOT,
                    "history of %s months: %,.0f renewals/s and core, %,.0f bytes each%n",
                    result.getParams().getParam("history"),
                    result.getPrimaryResult().getScore(),
                    result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
        }
    }
}
