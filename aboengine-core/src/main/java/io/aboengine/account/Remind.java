package io.aboengine.account;

import io.aboengine.charge.Charge;
import io.aboengine.charge.LineKind;
import io.aboengine.dunning.Claim;
import io.aboengine.dunning.Dunning;
import io.aboengine.dunning.DunningAction;
import io.aboengine.dunning.DunningLevel;
import io.aboengine.event.EventType;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The reminder ladder of one account, run after collection on real days only: what was not reminded of because nobody ran
 * is not acted out later. All documents that take a level on one day stand on one notice; its fee is asked for once, the
 * highest of the levels taken.
 */
public final class Remind {
    private Remind() {}

    public static AccountChange remind(AccountSnapshot account, Rules rules, Moment now) {
        AccountBook book = AccountBook.of(account, rules, now);
        List<Claim> claims = Agenda.claims(book);
        List<Dunning.Step> steps = Dunning.due(rules.settings().dunning(), claims, now.day());
        if (!steps.isEmpty() && !account.account().isHeld(Hold.DUNNING)) {
            take(book, steps);
        }
        return book.change();
    }

    private static void take(AccountBook book, List<Dunning.Step> steps) {
        List<Document.Reminded> reminded = new ArrayList<>();
        Set<DunningAction> actions = EnumSet.noneOf(DunningAction.class);
        for (Dunning.Step step : steps) {
            DocumentId id = new DocumentId(book.account().id(), step.claim().document());
            Document document = book.document(id).orElseThrow();
            book.put(document.withDunning(step.position()));
            reminded.add(new Document.Reminded(
                    id, step.position().level(), step.level().name(), document.open()));
            actions.addAll(step.level().then());
        }
        DocumentId notice = Billing.issueNotice(book, reminded, fee(book, steps));
        int highest = reminded.stream().mapToInt(Document.Reminded::level).max().orElseThrow();
        book.tell(
                EventType.REMINDED,
                book.today(),
                notice,
                Optional.of(sum(book, reminded)),
                Map.of(
                        "level", Integer.toString(highest),
                        "documents",
                                reminded.stream()
                                        .map(r -> r.document().toString())
                                        .collect(Collectors.joining(" ")),
                        "actions", actions.stream().map(Enum::name).collect(Collectors.joining(" "))));
        for (Document.Reminded claim : reminded) {
            Releases.refresh(book, book.document(claim.document()).orElseThrow());
        }
    }

    private static Money sum(AccountBook book, List<Document.Reminded> reminded) {
        return Money.sum(
                book.currency(), reminded.stream().map(Document.Reminded::open).toList());
    }

    private static List<Charge> fee(AccountBook book, List<Dunning.Step> steps) {
        Optional<DunningLevel> dearest = steps.stream()
                .map(Dunning.Step::level)
                .filter(l -> l.fee().isPresent())
                .max(Comparator.comparing((DunningLevel l) -> l.fee().orElseThrow()));
        return dearest.map(level -> List.of(new Charge(
                        LineKind.FEE,
                        Optional.empty(),
                        level.name(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        BigDecimal.ONE,
                        UnitPrice.of(level.fee().orElseThrow()),
                        level.fee().orElseThrow(),
                        Optional.empty(),
                        book.today(),
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        "fee of the level, once per notice")))
                .orElse(List.of());
    }
}
