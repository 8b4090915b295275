package io.aboengine.catalog;

/** Names a plan. 1 to 64 letters, digits, {@code - _ .} */
public record PlanId(String value) implements Comparable<PlanId> {
    public PlanId {
        CatalogNames.require("plan", value);
    }

    public static PlanId of(String value) {
        return new PlanId(value);
    }

    @Override
    public int compareTo(PlanId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
