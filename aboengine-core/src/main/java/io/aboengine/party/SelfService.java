package io.aboengine.party;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What customers may do by themselves: exactly what is listed. It may be given globally, for a plan, an account and a
 * subscription; the most specific one that is given decides alone. The list is kept sorted.
 */
public record SelfService(List<SelfServiceAction> allowed) {
    public SelfService {
        Set<SelfServiceAction> sorted = EnumSet.noneOf(SelfServiceAction.class);
        sorted.addAll(allowed);
        allowed = List.copyOf(sorted);
    }

    public static SelfService nothing() {
        return new SelfService(List.of());
    }

    public static SelfService allow(SelfServiceAction... actions) {
        return new SelfService(List.of(actions));
    }

    public static SelfService allow(Collection<SelfServiceAction> actions) {
        return new SelfService(List.copyOf(actions));
    }

    public boolean allows(SelfServiceAction action) {
        return allowed.contains(action);
    }
}
