package io.aboengine.examples.demo;

import io.aboengine.AboEngine;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Product;
import io.aboengine.catalog.ProductId;
import io.aboengine.fulfilment.Access;
import io.aboengine.fulfilment.AccessReason;
import io.aboengine.fulfilment.ReleasePolicy;
import io.aboengine.party.AccountId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Who may have what, counted by product and reason. */
final class Contracts {
    private Contracts() {}

    static String text(AboEngine engine, Catalog catalog) {
        Map<ProductId, Map<AccessReason, Integer>> counts = new HashMap<>();
        Map<ProductId, Integer> onPayment = new HashMap<>();
        for (AccountId account : Books.accounts(engine)) {
            for (Access row : engine.access().list(account)) {
                counts.computeIfAbsent(row.product(), p -> new EnumMap<>(AccessReason.class))
                        .merge(row.reason(), 1, Integer::sum);
                if (row.policy() == ReleasePolicy.ON_PAYMENT) {
                    onPayment.merge(row.product(), 1, Integer::sum);
                }
            }
        }
        StringBuilder text = new StringBuilder();
        row(text, List.of("", "", "cancelled,", "waits for", "", "", "released"));
        row(text, List.of("product", "running", "still running", "payment", "suspended", "ended", "on payment"));
        for (Product product : catalog.products()) {
            Map<AccessReason, Integer> of = counts.getOrDefault(product.id(), Map.of());
            row(
                    text,
                    List.of(
                            product.name(),
                            of.getOrDefault(AccessReason.RUNNING, 0),
                            of.getOrDefault(AccessReason.RUNNING_UNTIL_END, 0),
                            of.getOrDefault(AccessReason.AWAITING_PAYMENT, 0),
                            of.getOrDefault(AccessReason.SUSPENDED, 0),
                            of.getOrDefault(AccessReason.ENDED, 0),
                            onPayment.getOrDefault(product.id(), 0)));
        }
        return text.toString();
    }

    private static void row(StringBuilder text, List<Object> cells) {
        text.append(String.format(Locale.ROOT, "%-33s %8s %13s %9s %10s %6s %12s", cells.toArray())
                        .stripTrailing())
                .append('\n');
    }
}
