package io.aboengine;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Lets properties run longer than in the build: {@code -Daboengine.tries=100000} sets the number of tries of every
 * property of the classes that use it, with seeds that nobody had before. The build itself tries the same cases every time,
 * so that it fails only because of what was changed.
 */
public final class Tries implements AroundPropertyHook {
    private static final String SEED_OF_THE_BUILD = "20260401";

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        Integer wanted = Integer.getInteger("aboengine.tries");
        if (wanted != null) {
            context.attributes().setTries(wanted);
        } else {
            context.attributes().setSeed(SEED_OF_THE_BUILD);
        }
        return property.execute();
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }
}
