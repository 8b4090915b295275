package io.aboengine.engine;

import io.aboengine.CancellationReceipt;
import io.aboengine.event.Event;
import io.aboengine.event.EventType;
import io.aboengine.store.StoreQueries;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.Terms;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Finds the declaration that ended a contract among its events. */
final class Receipts {
    private static final int PAGE = 500;

    private Receipts() {}

    static Optional<CancellationReceipt> of(StoreQueries queries, SubscriptionId id, ZoneId zone) {
        Optional<Subscription> contract = queries.subscriptions(id.account()).stream()
                .filter(s -> s.id().equals(id))
                .findFirst();
        if (contract.isEmpty()) {
            return Optional.empty();
        }
        Optional<Event> latest = Optional.empty();
        long after = id.ordinal();
        List<Event> page;
        do {
            page = queries.events(id.account(), after, PAGE);
            for (Event event : page) {
                after = event.ordinal();
                if (event.about().equals(id.toString())) {
                    latest = declared(event, latest);
                }
            }
        } while (page.size() == PAGE);
        return latest.map(event -> receipt(contract.get(), event, zone));
    }

    /** A cancellation that was revoked is none. */
    private static Optional<Event> declared(Event event, Optional<Event> before) {
        if (event.type() == EventType.CANCELLATION_REVOKED) {
            return Optional.empty();
        }
        boolean declaration = event.type() == EventType.CANCELLED || event.type() == EventType.WITHDRAWN;
        return declaration ? Optional.of(event) : before;
    }

    private static CancellationReceipt receipt(Subscription contract, Event event, ZoneId zone) {
        boolean withdrawal = event.type() == EventType.WITHDRAWN;
        LocalDate endOn = Optional.ofNullable(event.details().get("endOn"))
                .map(LocalDate::parse)
                .or(contract::endOn)
                .orElse(event.on());
        return new CancellationReceipt(
                contract.id(),
                withdrawal,
                contract.reference().orElse(contract.id().toString()),
                contract.agreed().segments().stream()
                        .map(s -> s.terms())
                        .reduce((first, last) -> last)
                        .map(Terms::planName)
                        .orElse(contract.product().value()),
                event.at().atZone(zone),
                endOn,
                Optional.ofNullable(event.details().get("reason")));
    }
}
