package io.aboengine.account;

import io.aboengine.account.CommandRefusedException.Refusal;
import io.aboengine.calendar.ServicePeriod;
import io.aboengine.charge.Billed;
import io.aboengine.charge.Charge;
import io.aboengine.charge.ChargeKey;
import io.aboengine.charge.LineId;
import io.aboengine.charge.LineKind;
import io.aboengine.charge.Rating;
import io.aboengine.charge.UsageTally;
import io.aboengine.event.EventType;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentState;
import io.aboengine.invoice.DocumentType;
import io.aboengine.invoice.Drafting;
import io.aboengine.invoice.Line;
import io.aboengine.invoice.PayOut;
import io.aboengine.invoice.Placement;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.Timeline;
import io.aboengine.tax.PriceBasis;
import io.aboengine.tax.TaxDecision;
import io.aboengine.tax.TaxSplit;
import io.aboengine.tax.TaxTreatment;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the shop does with documents by hand: charging, crediting, cancelling, giving up, paying back. */
final class Corrections {
    private Corrections() {}

    // --- charging ----------------------------------------------------------------------------------------------------

    static Contracts.Outcome charge(AccountBook book, Command.Charge command) {
        List<Charge> charges = new ArrayList<>();
        for (Command.Item item : command.items()) {
            requireCurrency(book, item.unitPrice().currency().code());
            Money amount = item.unitPrice().times(item.quantity());
            charges.add(new Charge(
                    LineKind.ONE_TIME,
                    Optional.empty(),
                    item.description(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    item.quantity(),
                    item.unitPrice(),
                    amount,
                    item.taxCategory(),
                    item.suppliedOn().orElse(book.today()),
                    "",
                    Optional.empty(),
                    Optional.empty(),
                    item.quantity().toPlainString() + " × " + item.unitPrice().toPlainString() + ", once"));
        }
        if (command.collect() == Command.Settling.NEXT_INVOICE) {
            Billing.keepWaiting(book, charges);
            return Contracts.Outcome.nothing();
        }
        return new Contracts.Outcome(Optional.empty(), Billing.issue(book, book.today(), charges));
    }

    private static void requireCurrency(AccountBook book, String currency) {
        if (!currency.equals(book.currency().code())) {
            throw new CommandRefusedException(
                    Refusal.OTHER_CURRENCY,
                    book.account().id().value(),
                    "Account " + book.account().id() + " pays in " + book.currency() + ", not in " + currency);
        }
    }

    static Contracts.Outcome billNow(AccountBook book) {
        LocalDate today = book.today();
        List<Charge> charges = new ArrayList<>();
        for (Subscription subscription : book.subscriptions()) {
            if (subscription.isLive()) {
                charges.addAll(inArrears(book, subscription, today));
                charges.addAll(Use.soFar(book, subscription));
            }
        }
        return new Contracts.Outcome(Optional.empty(), Billing.issueWithWaiting(book, today, charges, PayOut.CREDIT));
    }

    /** Days in arrears until today, billed before their period is over; the next billing charges the rest of it. */
    private static List<Charge> inArrears(AccountBook book, Subscription subscription, LocalDate today) {
        Timeline timeline = subscription.timeline();
        boolean arrears =
                timeline.at(today.minusDays(1)).map(s -> s.terms().inArrears()).orElse(false);
        if (!arrears || !subscription.chargedThrough().isBefore(today)) {
            return List.of();
        }
        LocalDate from = subscription.reviewFrom().orElse(Rating.stretchStart(timeline, subscription.chargedThrough()));
        Rating.Difference difference = Rating.desiredMinusBilled(
                subscription.id(),
                timeline.until(today),
                book.billed(subscription.id()),
                from,
                subscription.untouchedFrom(),
                today);
        book.put(subscription.chargedThrough(
                difference.chargedThrough(), Optional.of(Rating.stretchStart(timeline, today.minusDays(1)))));
        return difference.charges();
    }

    // --- crediting ---------------------------------------------------------------------------------------------------

    static Contracts.Outcome creditNote(AccountBook book, Command.CreditNote command) {
        Document document = requireInvoice(book, command.document(), "credited");
        if (document.basis() != book.settings().priceBasis()) {
            throw state(
                    document, "was made with " + document.basis() + " prices: cancel it as a whole and invoice anew");
        }
        List<DocumentId> made = new ArrayList<>(billWhatWaitsAgainst(book, document));
        List<Line> lines = creditable(book, document);
        if (command.line().isPresent()) {
            int position = command.line().get();
            lines = lines.stream()
                    .filter(l -> l.placement().orElseThrow().position() == position)
                    .toList();
            if (lines.isEmpty()) {
                List<Integer> left = creditable(book, document).stream()
                        .map(l -> l.placement().orElseThrow().position())
                        .toList();
                throw new InvalidRequestException(
                        "line",
                        Integer.toString(position),
                        "is no line of " + document.id() + " of which something is left; "
                                + (left.isEmpty() ? "there is none" : "those are " + left));
            }
        }
        List<Charge> back = shares(book, document, lines, command.amount());
        made.addAll(Billing.issue(book, book.today(), back, command.payOut()));
        return new Contracts.Outcome(Optional.empty(), made);
    }

    /** Days that are to be given back with the next invoice come first, so that nothing is given back twice. */
    private static List<DocumentId> billWhatWaitsAgainst(AccountBook book, Document document) {
        boolean waits = linesOf(book, document).stream()
                .flatMap(line -> book.against(line.id()).stream())
                .anyMatch(Line::isWaiting);
        return waits ? Billing.issueWithWaiting(book, book.today(), List.of(), PayOut.CREDIT) : List.of();
    }

    private static List<Charge> shares(AccountBook book, Document document, List<Line> lines, Optional<Money> amount) {
        List<Money> left = new ArrayList<>();
        lines.forEach(line -> left.add(leftOf(book, line).orElseThrow()));
        Money most = Money.sum(book.currency(), left);
        Money wanted = amount.orElse(most);
        requireCurrency(book, wanted.currency().code());
        if (!most.isPositive() || wanted.compareTo(most) > 0) {
            throw new CommandRefusedException(
                    Refusal.TOO_MUCH,
                    document.id().toString(),
                    most.isPositive()
                            ? "Cannot give back " + wanted + " of " + document.id() + ": " + most + " is left"
                            : "Nothing is left of " + document.id() + " to give back");
        }
        List<Money> shares = wanted.equals(most)
                ? left
                : wanted.allocate(left.stream().mapToLong(Money::minorUnits).toArray());
        List<Charge> back = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (shares.get(i).isPositive()) {
                back.add(adjustment(lines.get(i), shares.get(i)));
            }
        }
        return back;
    }

    /** An amount of a line that is given back; its days stay billed. */
    static Charge adjustment(Line line, Money amount) {
        return takingBack(line, LineKind.ADJUSTMENT, line.charge().period(), amount);
    }

    private static Charge takingBack(Line line, LineKind kind, Optional<ServicePeriod> days, Money amount) {
        return lowering(line.charge(), kind, days, amount).takingBack(line.id());
    }

    private static Charge lowering(Charge charge, LineKind kind, Optional<ServicePeriod> days, Money amount) {
        return new Charge(
                kind,
                charge.subscription(),
                charge.description(),
                charge.plan(),
                charge.phase(),
                days,
                charge.periodDays(),
                BigDecimal.ONE.negate(),
                UnitPrice.of(amount),
                amount.negate(),
                charge.taxCategory(),
                charge.suppliedOn(),
                charge.termsKey(),
                Optional.empty(),
                Optional.empty(),
                amount.toPlainString() + " of " + charge.amount().toPlainString() + " given back");
    }

    /** What is left of a line in its price basis, if anything; of one that waits for its document, too. */
    static Optional<Money> leftOf(AccountBook book, Line line) {
        if (line.isWaiting()) {
            Money left = line.charge().amount();
            for (Line other : book.against(line.id())) {
                left = left.plus(other.charge().amount());
            }
            return Optional.of(left).filter(Money::isPositive);
        }
        return Billing.leftOf(book, line.id())
                .map(origin -> amountOf(book, line, origin.left()))
                .filter(Money::isPositive);
    }

    private static Money amountOf(AccountBook book, Line line, TaxSplit split) {
        PriceBasis basis = line.placement()
                .flatMap(p -> book.document(p.document()))
                .map(Document::basis)
                .orElse(book.settings().priceBasis());
        return basis == PriceBasis.NET ? split.net() : split.gross();
    }

    /** The lines that charge something of which something is left, in printed order. */
    private static List<Line> creditable(AccountBook book, Document document) {
        return linesOf(book, document).stream()
                .filter(l -> l.charge().takesBack().isEmpty())
                .filter(l -> leftOf(book, l).isPresent())
                .toList();
    }

    private static List<Line> linesOf(AccountBook book, Document document) {
        return book.lines().stream()
                .filter(l -> l.placement()
                        .map(Placement::document)
                        .filter(document.id()::equals)
                        .isPresent())
                .sorted(Comparator.comparing(l -> l.placement().orElseThrow().position()))
                .toList();
    }

    private static Document requireDocument(AccountBook book, DocumentId id) {
        return book.document(id)
                .orElseThrow(() -> new InvalidRequestException("document", id.toString(), "is not there"));
    }

    private static Document requireInvoice(AccountBook book, DocumentId id, String what) {
        Document document = requireDocument(book, id);
        if (document.type() != DocumentType.INVOICE || document.state() != DocumentState.FINALIZED) {
            throw state(
                    document,
                    "cannot be " + what + ": only final invoices can"
                            + (document.state() == DocumentState.DRAFT ? "; discard the draft instead" : ""));
        }
        return document;
    }

    private static CommandRefusedException state(Document document, String text) {
        return new CommandRefusedException(
                Refusal.DOCUMENT_STATE,
                document.id().toString(),
                document.type() + " " + document.id() + " in state " + document.state() + " " + text);
    }

    // --- cancelling --------------------------------------------------------------------------------------------------

    static Contracts.Outcome cancelDocument(AccountBook book, Command.CancelDocument command) {
        Document document = requireInvoice(book, command.document(), "cancelled");
        List<DocumentId> made = new ArrayList<>(billWhatWaitsAgainst(book, document));
        finaliseCreditsOf(book, document);
        List<Line> lines = creditable(book, document);
        if (lines.isEmpty()) {
            throw new CommandRefusedException(
                    Refusal.TOO_MUCH,
                    document.id().toString(),
                    "Nothing is left of " + document.id() + ": it was given back before");
        }
        List<Part> parts = parts(book, lines, command.reissue());
        List<Charge> anew = command.reissue() ? anew(book, parts) : List.of();
        DocumentType type = isSetOff(book, document) ? DocumentType.CREDIT_NOTE : DocumentType.CANCELLATION;
        made.add(takeBack(book, type, parts, command.payOut()));
        if (!anew.isEmpty()) {
            made.add(Billing.repeat(book, book.today(), anew));
        }
        return new Contracts.Outcome(Optional.empty(), made);
    }

    /** Credit notes for it that are still drafts become final before it is void, so that nothing of it stays open. */
    private static void finaliseCreditsOf(AccountBook book, Document document) {
        if (book.finalizing() != Billing.Finalizing.BY_SETTINGS) {
            return;
        }
        against(book, document)
                .filter(other -> other.type() == DocumentType.CREDIT_NOTE && other.state() == DocumentState.DRAFT)
                .forEach(draft -> Billing.finalise(book, draft));
    }

    /** The documents that stand and give back from this one. */
    private static Stream<Document> against(AccountBook book, Document document) {
        return linesOf(book, document).stream()
                .flatMap(line -> book.against(line.id()).stream())
                .filter(line -> line.charge().kind() != LineKind.DISCOUNT)
                .flatMap(line -> line.placement().stream())
                .map(Placement::document)
                .filter(id -> !id.equals(document.id()))
                .distinct()
                .flatMap(id -> book.document(id).stream())
                .filter(other -> other.state() != DocumentState.CANCELLED);
    }

    /**
     * Whether a document that stands gives back a part of this one and charges something too. Only the difference of the two
     * was asked for there, so that part stays to be paid on this document, which is not void then.
     */
    private static boolean isSetOff(AccountBook book, Document document) {
        return against(book, document)
                .anyMatch(other -> linesOf(book, other).stream()
                        .anyMatch(line -> line.charge().takesBack().isEmpty()));
    }

    /**
     * What is left of a line, or of the days of it that are still billed.
     *
     * @param days empty: not by days
     * @param adjusted what the shop gave back of these days without taking them back; zero or more
     */
    private record Part(Line line, TaxDecision decision, Optional<ServicePeriod> days, TaxSplit left, Money adjusted) {}

    /** What is left of lines; where their days are billed anew, apart for every run of days that are still billed. */
    private static List<Part> parts(AccountBook book, List<Line> lines, boolean byDays) {
        List<Part> parts = new ArrayList<>();
        for (Line line : lines) {
            Drafting.Origin origin = Billing.leftOf(book, line.id()).orElseThrow();
            if (!byDays || line.charge().kind() != LineKind.RECURRING) {
                parts.add(new Part(line, origin.decision(), Optional.empty(), origin.left(), book.zero()));
                continue;
            }
            Billed billed = billed(book, line);
            List<ServicePeriod> runs = billed.standingRuns();
            long[] days = runs.stream().mapToLong(ServicePeriod::days).toArray();
            List<Money> nets = origin.left().net().allocate(days);
            List<Money> taxes = origin.left().tax().allocate(days);
            List<Money> adjusted = billed.adjusted().allocate(days);
            for (int i = 0; i < days.length; i++) {
                TaxSplit share =
                        new TaxSplit(nets.get(i), taxes.get(i), nets.get(i).plus(taxes.get(i)));
                parts.add(new Part(line, origin.decision(), Optional.of(runs.get(i)), share, adjusted.get(i)));
            }
        }
        return parts;
    }

    /** Takes back what is left, by the figures that stand there. */
    private static DocumentId takeBack(AccountBook book, DocumentType type, List<Part> parts, PayOut payOut) {
        DocumentId id = new DocumentId(book.account().id(), book.takeOrdinal());
        List<Line> placed = new ArrayList<>();
        Map<Document.TaxGroup, TaxSplit> groups = new LinkedHashMap<>();
        TaxSplit total = new TaxSplit(book.zero(), book.zero(), book.zero());
        for (Part part : parts) {
            TaxSplit back = part.left().negate();
            Charge charge = takingBack(
                    part.line(),
                    part.days().isPresent() ? LineKind.PRORATION_CREDIT : LineKind.ADJUSTMENT,
                    part.days().or(() -> part.line().charge().period()),
                    amountOf(book, part.line(), part.left()));
            placed.add(new Line(
                    new LineId(book.account().id(), book.takeOrdinal()),
                    charge,
                    Optional.of(new Placement(
                            id,
                            placed.size() + 1,
                            part.decision().treatment(),
                            part.decision().percent(),
                            back.net(),
                            back.tax(),
                            back.gross()))));
            total = total.plus(back);
            if (part.decision().treatment() != TaxTreatment.UNTAXED) {
                groups.merge(
                        new Document.TaxGroup(
                                charge.taxCategory().map(c -> c.value()).orElse(""),
                                part.decision().treatment(),
                                part.decision().percent(),
                                book.zero(),
                                book.zero()),
                        back,
                        TaxSplit::plus);
            }
        }
        List<Document.TaxGroup> taxes = new ArrayList<>();
        groups.forEach((group, sum) -> taxes.add(
                new Document.TaxGroup(group.category(), group.treatment(), group.percent(), sum.net(), sum.tax())));
        return Billing.keep(
                book,
                id,
                type,
                book.today(),
                book.today(),
                new Drafting.Result(placed, taxes, total.net(), total.tax(), total.gross()),
                payOut);
    }

    /**
     * The same charges once more, at what is left of them. Days are charged at what they cost, and what the shop gave back of
     * them by hand is taken off again: so what becomes of these days later is settled as if nothing had been repeated.
     */
    private static List<Charge> anew(AccountBook book, List<Part> parts) {
        List<Charge> anew = new ArrayList<>();
        for (Part part : parts) {
            Charge charge = part.line().charge();
            Money left = amountOf(book, part.line(), part.left()).plus(part.adjusted());
            Money before = part.days().isPresent() ? billed(book, part.line()).beforeDocumentDiscounts(left) : left;
            anew.add(anew(
                    charge,
                    part.days(),
                    before,
                    charge.key()
                            .map(key -> next(
                                    book,
                                    part.days()
                                            .map(days -> key.from(days.start()))
                                            .orElse(key)))));
            if (!before.equals(left)) {
                anew.addAll(discountsAnew(book, part, before.minus(left)));
            }
            if (part.adjusted().isPositive()) {
                anew.add(lowering(charge, LineKind.ADJUSTMENT, part.days(), part.adjusted()));
            }
            if (charge.kind() == LineKind.USAGE) {
                countRating(book, charge);
            }
        }
        return anew;
    }

    private static Charge anew(Charge charge, Optional<ServicePeriod> days, Money amount, Optional<ChargeKey> key) {
        boolean whole = amount.equals(charge.amount());
        boolean lowers = amount.isNegative();
        return new Charge(
                charge.kind(),
                charge.subscription(),
                charge.description(),
                charge.plan(),
                charge.phase(),
                days.or(charge::period),
                charge.periodDays(),
                whole ? charge.quantity() : lowers ? BigDecimal.ONE.negate() : BigDecimal.ONE,
                whole ? charge.unitPrice() : UnitPrice.of(amount.abs()),
                amount,
                charge.taxCategory(),
                days.map(ServicePeriod::lastDay).orElse(charge.suppliedOn()),
                charge.termsKey(),
                key,
                Optional.empty(),
                whole ? charge.trace() : amount.toPlainString() + " left of: " + charge.trace());
    }

    /** What discounts for the whole document took off days stays apart, so that it goes back with them. */
    private static List<Charge> discountsAnew(AccountBook book, Part part, Money off) {
        List<Charge> discounts = book.against(part.line().id()).stream()
                .map(Line::charge)
                .filter(c -> c.kind() == LineKind.DISCOUNT && c.termsKey().isEmpty())
                .toList();
        List<Money> shares = off.allocate(
                discounts.stream().mapToLong(c -> -c.amount().minorUnits()).toArray());
        List<Charge> anew = new ArrayList<>();
        for (int i = 0; i < shares.size(); i++) {
            if (!shares.get(i).isZero()) {
                anew.add(anew(discounts.get(i), part.days(), shares.get(i).negate(), Optional.empty()));
            }
        }
        return anew;
    }

    private static Billed billed(AccountBook book, Line line) {
        return book.billed(line.charge().subscription().orElseThrow()).stream()
                .filter(b -> b.id().equals(line.id()))
                .findFirst()
                .orElseThrow();
    }

    /** A charge for use that is billed anew takes the next of its keys. */
    private static void countRating(AccountBook book, Charge charge) {
        ChargeKey key = charge.key().orElseThrow();
        book.usageOf(key).ifPresent(tally -> book.put(tally.chargedAnew()));
    }

    /** The next key of the same item and day; of days the number of all earlier charges of them, as ever. */
    private static ChargeKey next(AccountBook book, ChargeKey key) {
        int generation = key.item().equals(ChargeKey.DAYS)
                ? (int) book.lines().stream()
                        .flatMap(l -> l.charge().key().stream())
                        .filter(k -> k.from(key.firstDay()).equals(key.from(key.firstDay()))
                                && k.firstDay().equals(key.firstDay()))
                        .count()
                : book.usageOf(key).map(UsageTally::ratings).orElse(key.generation() + 1);
        return new ChargeKey(key.subscription(), key.item(), key.firstDay(), generation);
    }

    // --- giving up, paying back --------------------------------------------------------------------------------------

    static Contracts.Outcome writeOff(AccountBook book, Command.WriteOff command) {
        Document document = requireDocument(book, command.document());
        if (!document.isOpen()) {
            throw state(document, "has nothing open that could be given up");
        }
        Money amount = command.amount().orElse(document.open());
        requireCurrency(book, amount.currency().code());
        if (amount.compareTo(document.open()) > 0) {
            throw new CommandRefusedException(
                    Refusal.TOO_MUCH,
                    document.id().toString(),
                    "Cannot give up " + amount + " of " + document.id() + ": " + document.open() + " is open");
        }
        Books.writeOff(book, document.id(), amount);
        return Contracts.Outcome.nothing();
    }

    static Contracts.Outcome refund(AccountBook book, Command.Refund command) {
        Document document = requireDocument(book, command.document());
        Money most = document.refundable();
        Money amount = command.amount().orElse(most);
        requireCurrency(book, amount.currency().code());
        if (!most.isPositive()) {
            throw new CommandRefusedException(
                    Refusal.TOO_MUCH,
                    document.id().toString(),
                    "Nothing can be refunded of " + document.id()
                            + ": no money came in for it that did not go back; make a credit note to give something back");
        }
        if (amount.compareTo(most) > 0) {
            throw new CommandRefusedException(
                    Refusal.TOO_MUCH,
                    document.id().toString(),
                    "Cannot refund " + amount + " of " + document.id() + ": " + most
                            + " came in as money and did not go back");
        }
        List<DocumentId> made = new ArrayList<>(billWhatWaitsAgainst(book, document));
        Money missing = amount.minus(book.account().credit());
        if (missing.isPositive()) {
            made.addAll(creditFor(book, document, missing));
        }
        Refunds.payOut(book, List.of(document.id()), amount);
        return new Contracts.Outcome(Optional.empty(), made);
    }

    /** Money that nobody owes the customer is given back by a credit note, so that the tax is corrected with it. */
    private static List<DocumentId> creditFor(AccountBook book, Document document, Money gross) {
        requireInvoice(book, document.id(), "refunded beyond the customer's credit");
        List<Line> lines = creditable(book, document);
        List<Money> left = new ArrayList<>();
        Money most = book.zero();
        for (Line line : lines) {
            Money open = Billing.leftOf(book, line.id()).orElseThrow().left().gross();
            left.add(open);
            most = most.plus(open);
        }
        if (gross.compareTo(most) > 0) {
            throw new CommandRefusedException(
                    Refusal.TOO_MUCH,
                    document.id().toString(),
                    "Cannot refund " + gross + " beyond the customer's credit: " + most + " of " + document.id()
                            + " was not given back yet");
        }
        List<Money> shares = gross.equals(most)
                ? left
                : gross.allocate(left.stream().mapToLong(Money::minorUnits).toArray());
        List<Charge> back = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Money share = shares.get(i);
            if (share.isPositive()) {
                Drafting.Origin origin = Billing.leftOf(book, lines.get(i).id()).orElseThrow();
                Money inBasis = share.equals(origin.left().gross())
                        ? amountOf(book, lines.get(i), origin.left())
                        : document.basis() == PriceBasis.GROSS
                                ? share
                                : TaxSplit.ofGroup(
                                                PriceBasis.GROSS,
                                                origin.decision().percent(),
                                                List.of(share))
                                        .get(0)
                                        .net();
                back.add(adjustment(lines.get(i), inBasis));
            }
        }
        return Billing.issue(book, book.today(), back, PayOut.CREDIT);
    }

    static Contracts.Outcome settleDraft(AccountBook book, Command.SettleDraft command) {
        Document document = requireDocument(book, command.document());
        if (document.state() != DocumentState.DRAFT) {
            throw state(document, "is no draft: credit it or cancel it instead");
        }
        if (!command.discard()) {
            Billing.finalise(book, document);
            return new Contracts.Outcome(Optional.empty(), List.of(document.id()));
        }
        if (document.type() != DocumentType.INVOICE) {
            throw state(document, "gives back what the customer is owed: finalise it instead");
        }
        book.put(document.cancelled());
        book.tell(EventType.DRAFT_DISCARDED, document.id());
        for (Subscription subscription : book.subscriptions()) {
            if (document.subscriptions().contains(subscription.id())) {
                Releases.refresh(book, subscription, book.today());
            }
        }
        return new Contracts.Outcome(Optional.empty(), List.of(document.id()));
    }

    static Contracts.Outcome setHolds(AccountBook book, Command.SetHolds command) {
        Account changed = book.account().withHolds(command.holds());
        if (changed.holds().equals(book.account().holds())) {
            throw new CommandRefusedException(
                    Refusal.NOTHING_CHANGES,
                    changed.id().value(),
                    "Account " + changed.id() + " already has exactly these stopped: " + changed.holds());
        }
        book.put(changed);
        book.tell(
                EventType.HOLDS_CHANGED,
                book.today(),
                changed.id(),
                Optional.empty(),
                Map.of("holds", changed.holds().toString()));
        return Contracts.Outcome.nothing();
    }
}
