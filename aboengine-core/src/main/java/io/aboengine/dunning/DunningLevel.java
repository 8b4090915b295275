package io.aboengine.dunning;

import io.aboengine.money.Money;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.PlainText;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One step of the ladder.
 *
 * @param name printed on the notice
 * @param afterDays taken this many days after the day the ladder counts from, at the earliest
 * @param fee asked for once per notice; no tax, and never part of an invoice; empty: none
 * @param then sorted
 */
public record DunningLevel(String name, int afterDays, Optional<Money> fee, List<DunningAction> then) {
    public DunningLevel {
        PlainText.require("dunning.name", name, 100);
        if (afterDays < 1 || afterDays > 1000) {
            throw new InvalidRequestException(
                    "dunning.afterDays", Integer.toString(afterDays), "must be 1 to 1000 days");
        }
        fee.ifPresent(f -> {
            if (f.isNegative()) {
                throw new InvalidRequestException("dunning.fee", f.toString(), "must not be negative");
            }
        });
        fee = fee.filter(f -> !f.isZero());
        then = sorted(then);
    }

    private static List<DunningAction> sorted(Collection<DunningAction> actions) {
        Set<DunningAction> set = EnumSet.noneOf(DunningAction.class);
        set.addAll(actions);
        return List.copyOf(set);
    }

    public static DunningLevel after(int days, String name, DunningAction... then) {
        return new DunningLevel(name, days, Optional.empty(), List.of(then));
    }

    public DunningLevel withFee(Money fee) {
        return new DunningLevel(name, afterDays, Optional.of(fee), then);
    }

    public boolean suspends() {
        return then.contains(DunningAction.SUSPEND);
    }
}
