package io.aboengine.invoice;

import io.aboengine.charge.Charge;
import io.aboengine.charge.LineId;
import java.util.Optional;

/** A charge that was made: on a document, or waiting for the next one. */
public record Line(LineId id, Charge charge, Optional<Placement> placement) {
    public boolean isWaiting() {
        return placement.isEmpty();
    }
}
