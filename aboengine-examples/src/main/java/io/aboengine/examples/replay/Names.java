package io.aboengine.examples.replay;

import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.subscription.Subscription;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a story calls what the engine calls by its own ids. */
final class Names {
    private static final Pattern ID = Pattern.compile("[^\\s/]+/[0-9]+");

    private final Map<String, String> byId = new HashMap<>();

    /** Documents are counted in the order of issue; behind them, as they were made, those that never were issued. */
    static List<Document> counted(Collection<Document> ofOneAccount) {
        return ofOneAccount.stream()
                .sorted(Comparator.comparing((Document d) -> d.issuedOn().orElse(LocalDate.MAX))
                        .thenComparing(Document::id))
                .toList();
    }

    void add(List<Document> counted, List<Subscription> subscriptions) {
        for (int i = 0; i < counted.size(); i++) {
            DocumentId id = counted.get(i).id();
            byId.put(id.toString(), id.account() + "/" + (i + 1));
        }
        subscriptions.forEach(s -> s.reference().ifPresent(name -> byId.put(s.id().toString(), name)));
    }

    /** The name of what has this id; the id itself for what has no name. */
    String of(Object id) {
        return known(id).orElse(id.toString());
    }

    /** The name of what has this id, if it has one. */
    Optional<String> known(Object id) {
        return Optional.ofNullable(byId.get(id.toString()));
    }

    /** The text with names in place of ids. */
    String in(String text) {
        return ID.matcher(text).replaceAll(found -> Matcher.quoteReplacement(of(found.group())));
    }
}
