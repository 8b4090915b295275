package io.aboengine.spi.contract;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * One run of a contract, outside the build's own: which of its rules were kept, broken, and skipped. Rules are named by
 * their methods.
 *
 * @param skipped the reason by rule
 */
public record ContractRun(Set<String> kept, Set<String> broken, Map<String, String> skipped) {
    /** Runs the tests of a class that extends a contract. */
    public static ContractRun of(Class<?> tests) {
        Recorder recorder = new Recorder();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .build();
        LauncherConfig alone = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .build();
        LauncherFactory.create(alone).execute(request, recorder);
        return recorder.run;
    }

    /** Names of all rules a contract has. */
    public static Set<String> rulesOf(Class<?> contract) {
        return Arrays.stream(contract.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static final class Recorder implements TestExecutionListener {
        private final ContractRun run = new ContractRun(new TreeSet<>(), new TreeSet<>(), new TreeMap<>());

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            String rule = test.getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(source -> ((MethodSource) source).getMethodName())
                    .orElse(test.getDisplayName());
            if (!test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
                return; // a class, not a rule; one that could not even start counts as broken
            }
            switch (result.getStatus()) {
                case SUCCESSFUL -> run.kept.add(rule);
                case FAILED -> run.broken.add(rule);
                case ABORTED ->
                    run.skipped.put(
                            rule,
                            result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
            }
        }
    }
}
