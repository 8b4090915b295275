package io.aboengine.dunning;

import io.aboengine.spi.InvalidRequestException;
import java.util.List;

/** A ladder of levels, each later than the one before. Without levels nobody is reminded. */
public record DunningPolicy(List<DunningLevel> levels) {
    public DunningPolicy {
        levels = List.copyOf(levels);
        for (int i = 1; i < levels.size(); i++) {
            if (levels.get(i).afterDays() <= levels.get(i - 1).afterDays()) {
                throw new InvalidRequestException(
                        "dunning.afterDays",
                        Integer.toString(levels.get(i).afterDays()),
                        "must be later than the level before, which is after "
                                + levels.get(i - 1).afterDays());
            }
        }
    }

    public static DunningPolicy none() {
        return new DunningPolicy(List.of());
    }

    public static DunningPolicy of(DunningLevel... levels) {
        return new DunningPolicy(List.of(levels));
    }
}
