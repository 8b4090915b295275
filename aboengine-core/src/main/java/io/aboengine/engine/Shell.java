package io.aboengine.engine;

import io.aboengine.EventHandler;
import io.aboengine.account.Moment;
import io.aboengine.account.Rules;
import io.aboengine.spi.credit.CreditCheckProvider;
import io.aboengine.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the parts of the shell share. Immutable.
 *
 * @param lockWait how long a command waits for an account that somebody else works on
 * @param callTimeout how long the calls of a batch are begun, and how long each may take before others may ask about it
 * @param metrics told what runs do
 * @param blocked why no gateway may be called, if so
 */
public record Shell(
        Store store,
        Rules rules,
        Clock clock,
        Gateways gateways,
        Optional<CreditCheckProvider> creditCheck,
        Map<String, EventHandler> subscribers,
        Duration lockWait,
        Duration callTimeout,
        Reporting metrics,
        Optional<String> blocked) {
    public Shell {
        subscribers = new LinkedHashMap<>(subscribers);
    }

    Moment now() {
        return Moment.of(clock.instant(), rules.settings().zone());
    }

    /** What the clock says in a run that began then, which may take hours; never less, though the clock be set back. */
    Instant inRunOf(Moment begun) {
        Instant instant = clock.instant();
        return instant.isAfter(begun.at()) ? instant : begun.at();
    }
}
