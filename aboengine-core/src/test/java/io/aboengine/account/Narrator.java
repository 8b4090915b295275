package io.aboengine.account;

import io.aboengine.catalog.Discount;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.ProductKind;
import io.aboengine.charge.Charge;
import io.aboengine.charge.LineKind;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentState;
import io.aboengine.invoice.DocumentType;
import io.aboengine.invoice.Line;
import io.aboengine.invoice.Placement;
import io.aboengine.oracle.Audit;
import io.aboengine.oracle.Item;
import io.aboengine.oracle.Paper;
import io.aboengine.oracle.Settle;
import io.aboengine.oracle.Span;
import io.aboengine.oracle.When;
import io.aboengine.subscription.SubscriptionId;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells the bookkeeper in words what was agreed and not refused, and shows what the engine wrote. */
final class Narrator {
    private final Paper paper = new Paper();
    private final Set<String> told = new HashSet<>();
    private final Set<DocumentId> repeating = new HashSet<>();
    private final Set<DocumentId> repeated = new HashSet<>();

    /** Somebody runs the engine. */
    void ran(LocalDate day) {
        paper.bill(day);
    }

    /** A command begins with whatever was due before today. */
    void agreed(Life life, Command command, Decide.Decision decision) {
        LocalDate today = life.today();
        paper.bringUpTo(today);
        if (command instanceof Command.Subscribe subscribe) {
            paper.order(number(life, decision.subscription().orElseThrow()), order(life, subscribe), today);
        } else if (command instanceof Command.OfContract contract) {
            agreed(life, number(life, contract.subscription()), contract, today);
        } else if (command instanceof Command.SetBillingDay day) {
            paper.setBillingDay(day.day(), today);
        } else if (command instanceof Command.Charge charge) {
            charge.items().forEach(item -> paper.charge(cents(item)));
        } else if (command instanceof Command.BillNow) {
            paper.billNow(today);
        } else if (command instanceof Command.SetHolds holds) {
            paper.hold(holds.holds().contains(Hold.BILLING));
        } else if (command instanceof Command.GrantDiscount grant) {
            paper.discountDocuments(life.rules().catalog().discount(grant.discount()), today);
        } else if (command instanceof Command.CancelDocument cancel && cancel.reissue()) {
            noteRepeated(life, cancel.document(), decision.documents());
        }
    }

    private void agreed(Life life, int number, Command.OfContract command, LocalDate today) {
        if (command instanceof Command.ChangePlan change) {
            paper.change(number, change(life, change), today);
        } else if (command instanceof Command.WithdrawChange) {
            paper.withdrawChange(number, today);
        } else if (command instanceof Command.MigratePrice migrate) {
            paper.reprice(number, migrate.on(), plan -> life.rules().catalog().plan(PlanId.of(plan)));
        } else if (command instanceof Command.Cancel cancel) {
            paper.cancel(number, when(cancel.when()), cancel.settle() == Command.PaidDays.NONE, today);
        } else if (command instanceof Command.RevokeCancellation) {
            paper.revoke(number, today);
        } else if (command instanceof Command.Withdraw withdraw) {
            paper.withdraw(number, withdraw.compensation() ? usedByDays(life) : Set.of(), today);
        } else if (command instanceof Command.Pause pause) {
            paper.pause(number, when(pause.when()), pause.until(), pause.billing(), pause.extend(), today);
        } else if (command instanceof Command.Resume resume) {
            paper.resume(number, when(resume.when()), today);
        } else if (command instanceof Command.Skip skip) {
            if (skip.what() == Command.Skipped.PERIOD) {
                paper.skip(number, today);
            }
        } else if (command instanceof Command.RecordUsage usage) {
            for (Command.Usage use : usage.records()) {
                if (told.add(number + " " + use.id())) {
                    paper.use(
                            number,
                            use.unit(),
                            use.quantity(),
                            use.at().atZone(Shop.BERLIN).toLocalDateTime());
                }
            }
        }
    }

    private static Paper.Order order(Life life, Command.Subscribe subscribe) {
        return new Paper.Order(
                life.rules().catalog().plan(subscribe.plan()),
                subscribe.quantity(),
                subscribe.price().flatMap(p -> p.everywhere()),
                subscribe.startOn(),
                subscribe.billedUntil(),
                subscribe.billingAnchor(),
                switch (subscribe.trial()) {
                    case IF_FIRST -> Paper.Free.IF_NEVER_HAD;
                    case AGAIN -> Paper.Free.YES;
                    case NONE -> Paper.Free.NO;
                },
                discounts(life, subscribe.discounts()),
                subscribe.addOnTo().map(base -> number(life, base)),
                subscribe.endOn(),
                subscribe.payments());
    }

    private static Paper.Change change(Life life, Command.ChangePlan change) {
        return new Paper.Change(
                change.plan().map(id -> life.rules().catalog().plan(id)),
                change.quantity(),
                change.price().flatMap(p -> p.everywhere()),
                discounts(life, change.discounts()),
                when(change.when()),
                switch (change.settle()) {
                    case PRORATE -> Settle.BY_DAYS;
                    case FULL -> Settle.WHOLE_PERIOD;
                    case NONE -> Settle.FROM_NEXT_PERIOD;
                },
                change.resetAnchor());
    }

    private static List<Discount> discounts(Life life, List<String> ids) {
        return ids.stream().map(life.rules().catalog()::discount).toList();
    }

    private static When when(Timing timing) {
        if (timing instanceof Timing.On on) {
            return When.on(on.day());
        }
        if (timing instanceof Timing.PeriodEnd) {
            return When.PERIOD_END;
        }
        return timing instanceof Timing.TermEnd ? When.TERM_END : When.NOW;
    }

    /** Contracts for what is used and not kept. */
    private static Set<Integer> usedByDays(Life life) {
        Set<Integer> used = new HashSet<>();
        for (SubscriptionId id : life.contracts()) {
            var product = life.rules()
                    .catalog()
                    .product(life.ledger().subscription(id).product());
            if (product.kind() == ProductKind.ACCESS || product.kind() == ProductKind.SERVICE) {
                used.add(number(life, id));
            }
        }
        return used;
    }

    private static long cents(Command.Item item) {
        return item.unitPrice()
                .amount()
                .multiply(item.quantity())
                .movePointRight(2)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    private static int number(Life life, SubscriptionId id) {
        int known = life.contracts().indexOf(id);
        return known < 0 ? life.contracts().size() : known;
    }

    /** The last document that corrects the cancelled one takes it back; what comes after is invoiced anew. */
    private void noteRepeated(Life life, DocumentId cancelled, List<DocumentId> made) {
        List<DocumentId> corrections = made.stream()
                .filter(id -> life.ledger().document(id).type() != DocumentType.INVOICE)
                .filter(id -> life.ledger().document(id).corrects().equals(Optional.of(cancelled)))
                .toList();
        DocumentId last = corrections.get(corrections.size() - 1);
        repeated.add(last);
        repeating.addAll(made.subList(made.indexOf(last) + 1, made.size()));
    }

    // --- what was written --------------------------------------------------------------------------------------------

    Audit audit(Life life) {
        List<Item> items = new ArrayList<>();
        for (Line line : life.ledger().lines()) {
            if (line.charge().kind() != LineKind.FEE) {
                items.add(item(life, line));
            }
        }
        return new Audit(paper, items);
    }

    private Item item(Life life, Line line) {
        Charge charge = line.charge();
        Optional<DocumentId> document = line.placement().map(Placement::document);
        return new Item(
                line.id().ordinal(),
                kind(line),
                charge.subscription().map(id -> number(life, id)),
                charge.plan().orElse(""),
                charge.phase().orElse(""),
                name(charge),
                charge.period().map(p -> new Span(p.start(), p.end())),
                charge.quantity(),
                charge.amount().minorUnits(),
                charge.suppliedOn(),
                charge.takesBack().map(id -> id.ordinal()),
                document.map(DocumentId::ordinal),
                document.map(id -> life.ledger().document(id).plannedOn()),
                document.filter(repeating::contains).isPresent(),
                document.map(life.ledger()::document)
                        .filter(d -> d.state() == DocumentState.CANCELLED
                                && d.issuedOn().isEmpty())
                        .isPresent());
    }

    private Item.Kind kind(Line line) {
        boolean anew = line.placement()
                .map(Placement::document)
                .filter(repeated::contains)
                .isPresent();
        return switch (line.charge().kind()) {
            case RECURRING -> Item.Kind.DAYS;
            case SETUP, ONE_TIME, FEE -> Item.Kind.ONCE;
            case USAGE -> Item.Kind.USE;
            case DISCOUNT -> Item.Kind.OFF;
            case PRORATION_CREDIT -> anew ? Item.Kind.INVOICED_ANEW : Item.Kind.DAYS_BACK;
            case ADJUSTMENT -> anew ? Item.Kind.INVOICED_ANEW : Item.Kind.AMOUNT_BACK;
        };
    }

    private static String name(Charge charge) {
        return switch (charge.kind()) {
            case SETUP -> "setup";
            case ONE_TIME ->
                charge.plan().map(plan -> plan + "/").orElse("")
                        + charge.phase().orElse(charge.description());
            case USAGE -> charge.description().substring(charge.description().indexOf(": ") + 2);
            default -> charge.description();
        };
    }
}
