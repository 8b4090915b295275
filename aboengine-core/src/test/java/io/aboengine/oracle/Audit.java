package io.aboengine.oracle;

import io.aboengine.catalog.Discount;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What was billed, held against the paper. Fails with what is wrong.
 *
 * <ul>
 *   <li>every day that is due is billed once, on the terms of its row, and no other day is;
 *   <li>days that belong together cost the price of their number, however often they were cut and restored; all days
 *       together cost what the rows say, within half a cent for each line;
 *   <li>what is paid once, what was used and what was charged by hand is billed as agreed;
 *   <li>discounts for whole documents are taken off whatever else stands there.
 * </ul>
 */
public final class Audit {
    private final Paper paper;
    private final List<Item> items;
    private final Map<Long, List<Item>> against = new HashMap<>();

    public Audit(Paper paper, List<Item> items) {
        this.paper = paper;
        this.items = List.copyOf(items);
        for (Item item : items) {
            item.takesBack()
                    .ifPresent(id ->
                            against.computeIfAbsent(id, i -> new ArrayList<>()).add(item));
        }
    }

    public void check() {
        for (PaperContract contract : paper.contracts().values()) {
            new OfContract(contract).check();
        }
        checkCharges();
        checkDocuments();
        checkRepeated();
    }

    private static void require(boolean so, String otherwise, Object... with) {
        if (!so) {
            throw new AssertionError(otherwise.formatted(with));
        }
    }

    private List<Item> against(Item item) {
        return against.getOrDefault(item.id(), List.of());
    }

    private boolean isOnDocuments(Item item) {
        return item.kind() == Item.Kind.OFF
                && paper.onDocuments().stream()
                        .anyMatch(d -> d.discount().name().equals(item.name()));
    }

    /** A line with the discounts of its contract. */
    private long charged(Item item) {
        long cents = item.cents();
        for (Item other : against(item)) {
            cents += other.kind() == Item.Kind.OFF && !isOnDocuments(other) ? other.cents() : 0;
        }
        return cents;
    }

    /** What discounts for whole documents left of a line. */
    private Fraction share(Item item) {
        long lowered = charged(item);
        for (Item other : against(item)) {
            boolean before =
                    other.kind() == Item.Kind.DAYS_BACK && other.document().equals(item.document());
            lowered += before ? other.cents() : 0; // given back where it was first asked for
        }
        return lowered == 0
                ? Fraction.ONE
                : Fraction.of(lowered + offOnDocuments(item)).over(lowered);
    }

    /** What discounts for whole documents took off a line; zero or less. */
    private long offOnDocuments(Item item) {
        return against(item).stream()
                .filter(this::isOnDocuments)
                .mapToLong(Item::cents)
                .sum();
    }

    /** The amount of a line, but for what another line repeats of it. */
    private long onceFor(Item item) {
        return item.cents() + sum(item, Item.Kind.INVOICED_ANEW);
    }

    /** What was given back of a line without days, or never asked for. */
    private long byHand(Item item) {
        return item.givenUp()
                ? charged(item) + offOnDocuments(item) + daysBack(item)
                : -sum(item, Item.Kind.AMOUNT_BACK);
    }

    private long daysBack(Item item) {
        return sum(item, Item.Kind.DAYS_BACK) + sum(item, Item.Kind.INVOICED_ANEW);
    }

    /** Whether days are given back, or billed by another line from now on. */
    private static boolean givesDaysBack(Item item) {
        return item.kind() == Item.Kind.DAYS_BACK || item.kind() == Item.Kind.INVOICED_ANEW;
    }

    private long sum(Item item, Item.Kind kind) {
        return against(item).stream()
                .filter(o -> o.kind() == kind)
                .mapToLong(Item::cents)
                .sum();
    }

    // --- one contract ------------------------------------------------------------------------------------------------

    private final class OfContract {
        private final PaperContract contract;
        private final Rows rows;
        private final Map<LocalDate, Item> standing = new TreeMap<>();
        private final Set<LocalDate> free = new TreeSet<>();

        /** Days that were given back for less than they cost, as nothing was left: nothing is charged for them when they return. */
        private final Map<LocalDate, Item> forNothing = new TreeMap<>();

        OfContract(PaperContract contract) {
            this.contract = contract;
            this.rows = contract.owed();
        }

        void check() {
            for (Item item : items) {
                if (item.contract().equals(Optional.of(contract.number)) && item.kind() == Item.Kind.DAYS) {
                    stand(item);
                }
            }
            Set<LocalDate> days = new TreeSet<>(standing.keySet());
            Optional<LocalDate> due = rows.nextFrom(LocalDate.MIN);
            while (due.isPresent() && due.get().isBefore(contract.billedTo)) {
                days.add(due.get());
                due = rows.nextFrom(due.get().plusDays(1));
            }
            days.forEach(this::checkDay);
            checkAmounts();
            checkOnce();
            checkUse();
        }

        /** The days of a line that were not given back. */
        private void stand(Item item) {
            Set<LocalDate> left = new TreeSet<>();
            Span days = item.days().orElseThrow();
            require(item.cents() >= 0, "%s charges less than nothing", item);
            for (LocalDate day = days.from(); day.isBefore(days.to()); day = day.plusDays(1)) {
                left.add(day);
            }
            for (Item back : against(item)) {
                if (givesDaysBack(back)) {
                    Span given = back.days().orElseThrow();
                    for (LocalDate day = given.from(); day.isBefore(given.to()); day = day.plusDays(1)) {
                        require(left.remove(day), "%s gives back %s, which is not billed by %s", back, day, item);
                        if (byHand(item) > 0 && (back.cents() == 0 || isGone(item))) {
                            forNothing.put(day, item);
                        }
                    }
                }
            }
            if (charged(item) == 0) { // neither asked for nor, later, given back
                free.addAll(left);
                return;
            }
            Set<LocalDate> worthless = worthless(item, left);
            free.addAll(worthless);
            left.removeAll(worthless);
            for (LocalDate day : left) {
                Item other = standing.get(day);
                require(
                        other == null || isGone(other) || isGone(item),
                        "%s of contract %s is billed twice: %s and %s",
                        day,
                        contract.number,
                        item,
                        other);
                if (other == null || isGone(other)) {
                    standing.put(day, item);
                }
            }
        }

        /** Days of a line that are not wanted any more, where nothing goes back with them. */
        private Set<LocalDate> worthless(Item item, Set<LocalDate> left) {
            if (left.isEmpty()) {
                return Set.of();
            }
            LocalDate first = left.iterator().next();
            for (Row row : contract.wasDue.getOrDefault(first, Set.of())) {
                boolean same = row.plan().equals(item.plan()) && row.phase().equals(item.phase());
                Set<LocalDate> lost = lostOf(row.lotOn(first), left);
                if (same && nothingGoesBack(item, row, left, lost)) {
                    return lost;
                }
            }
            return Set.of();
        }

        /** Days of a lot that are not wanted as they were, once that was looked at. */
        private Set<LocalDate> lostOf(Object lot, Set<LocalDate> days) {
            Set<LocalDate> lost = new TreeSet<>();
            for (LocalDate day : days) {
                boolean wanted =
                        rows.on(day).filter(r -> r.lotOn(day).equals(lot)).isPresent();
                boolean lookedAt = day.isBefore(contract.billedTo) || !day.isAfter(contract.settledOn);
                if (!wanted && lookedAt && !isSettledLater(day)) {
                    lost.add(day);
                }
            }
            return lost;
        }

        /** Whether a line is worth what its other days cost, by themselves or with others of their lot. */
        private boolean nothingGoesBack(Item item, Row row, Set<LocalDate> days, Set<LocalDate> lost) {
            LocalDate first = days.iterator().next();
            long back = daysBack(item);
            long stands = charged(item) + (back == 0 ? 0 : offOnDocuments(item) + back);
            int kept = days.size() - lost.size();
            long tooMuch = stands - row.costOf(kept, first);
            long lostCosts = row.costOf(lost.size(), first);
            if (tooMuch == 0 || kept == 0) {
                return tooMuch == 0 && lostCosts <= 1;
            }
            boolean roundedApart = lostCosts == 0 && Math.abs(tooMuch) == 1;
            boolean roundedTogether =
                    lostCosts <= 1 && stands == row.costOf(kept + othersOf(row.lotOn(first), days), first);
            return roundedApart || roundedTogether;
        }

        /** Other days of a lot that are billed or came to nothing: they are priced together. */
        private long othersOf(Object lot, Set<LocalDate> days) {
            return Stream.concat(standing.keySet().stream(), free.stream())
                    .distinct()
                    .filter(day -> !days.contains(day))
                    .filter(day ->
                            rows.on(day).filter(r -> r.lotOn(day).equals(lot)).isPresent())
                    .count();
        }

        /** Whether nothing is left of a line, so that giving back its days would give back nothing. */
        private boolean isGone(Item item) {
            return charged(item) + offOnDocuments(item) + daysBack(item) - byHand(item) == 0;
        }

        private void checkDay(LocalDate day) {
            Optional<Row> row = rows.on(day);
            Optional<Item> line = Optional.ofNullable(standing.get(day));
            boolean due = row.isPresent() && day.isBefore(contract.billedTo);
            if (due) {
                if (line.isPresent()) {
                    requireSameTerms(day, row.get(), line.get());
                } else {
                    require(
                            free.contains(day) || costsNothing(day, row.get()) || returns(day, row.get()),
                            "%s of contract %s is not billed: %s",
                            day,
                            contract.number,
                            row.get());
                }
                return;
            }
            if (line.isEmpty() || isGone(line.get())) {
                return;
            }
            require(
                    row.isPresent() || day.isAfter(contract.settledOn) || isSettledLater(day),
                    "%s of contract %s is billed although nothing is agreed for it: %s",
                    day,
                    contract.number,
                    line.get());
            require(
                    contract.wasDue.containsKey(day),
                    "%s of contract %s is billed although it was never due: %s",
                    day,
                    contract.number,
                    line.get());
        }

        /** Whether a day may be given back later because of a rest that may still put it off. */
        private boolean isSettledLater(LocalDate day) {
            return Stream.of(
                            contract.rest.filter(Rest::later),
                            contract.noLongerLater.filter(r -> !contract.over),
                            contract.overUnbilled)
                    .flatMap(Optional::stream)
                    .anyMatch(r -> !day.isBefore(r.from()));
        }

        private void requireSameTerms(LocalDate day, Row row, Item line) {
            if (isGone(line) && (row.costOf(1, day) == 0 || returns(day, row))) {
                return;
            }
            List<String> offs = new ArrayList<>();
            for (Item other : against(line)) {
                if (other.kind() == Item.Kind.OFF && !isOnDocuments(other)) {
                    offs.add(other.name());
                }
            }
            boolean same = line.plan().equals(row.plan()) && line.phase().equals(row.phase());
            require(same, "%s of contract %s is billed by %s instead of %s", day, contract.number, line, row);
            Set<String> granted = new TreeSet<>();
            row.offs().forEach(off -> granted.add(off.id()));
            require(
                    granted.containsAll(offs),
                    "%s of contract %s is billed by %s with discounts %s instead of %s",
                    day,
                    contract.number,
                    line,
                    offs,
                    granted);
        }

        private boolean returns(LocalDate day, Row row) {
            Optional<Item> line = Optional.ofNullable(forNothing.get(day));
            return line.filter(item ->
                            item.plan().equals(row.plan()) && item.phase().equals(row.phase()))
                    .isPresent();
        }

        /** Nothing is written for days that cost nothing, by themselves or beside the others of their lot. */
        private boolean costsNothing(LocalDate day, Row row) {
            Object lot = row.lotOn(day);
            long run = 1;
            for (LocalDate d = day.minusDays(1); isUnbilled(d, lot); d = d.minusDays(1)) {
                run++;
            }
            for (LocalDate d = day.plusDays(1); isUnbilled(d, lot); d = d.plusDays(1)) {
                run++;
            }
            long others = standing.entrySet().stream()
                    .filter(billed -> rowOf(billed.getKey(), billed.getValue())
                            .lotOn(billed.getKey())
                            .equals(lot))
                    .count();
            return row.costOf(run, day) == 0 || row.costOf(others + run, day) == row.costOf(others, day);
        }

        private boolean isUnbilled(LocalDate day, Object lot) {
            return !standing.containsKey(day)
                    && day.isBefore(contract.billedTo)
                    && rows.on(day).filter(r -> r.lotOn(day).equals(lot)).isPresent();
        }

        /** Days that cost the same and belong to one period, with the lines that bill them. */
        private final class Lot {
            private final Map<LocalDate, Row> days = new TreeMap<>();
            private final Map<Item, Long> lines = new LinkedHashMap<>();

            void check() {
                LocalDate first = days.keySet().iterator().next();
                Row row = days.get(first);
                Fraction expected = Fraction.ZERO;
                long billed = 0;
                long roundings = 0;
                long givenBackByHand = 0;
                boolean discounted = false;
                for (Map.Entry<Item, Long> line : lines.entrySet()) {
                    Item item = line.getKey();
                    long charged = charged(item);
                    long off = offOnDocuments(item);
                    Fraction share = share(item);
                    expected = expected.plus(
                            row.costOn(first).times(line.getValue()).times(share));
                    billed += charged + off + daysBack(item);
                    roundings += 1 + row.offs().size() + against(item).size() + (item.anew() ? 1 : 0);
                    givenBackByHand += byHand(item);
                    discounted |= share.compareTo(Fraction.ONE) != 0;
                }
                long slack = slackOf(givenBackByHand);
                long free = freeDaysOf(row.lotOn(first));
                Fraction withFreeDays = expected.plus(row.costOn(first).times(free));
                Fraction allowed = Fraction.of(roundings).over(2).plus(Fraction.of(slack));
                require(
                        isWithin(billed, expected, allowed) || isWithin(billed, withFreeDays, allowed),
                        "%s days of contract %s from %s cost %s and not %s: %s by %s",
                        days.size(),
                        contract.number,
                        first,
                        billed,
                        expected,
                        row,
                        lines.keySet());
                if (slack == 0 && !discounted) {
                    long price = row.costOf(days.size(), first);
                    long withFree = row.costOf(days.size() + free, first);
                    long apart = (long) (runs() - 1) * (1 + row.offs().size());
                    require(
                            Math.abs(billed - price) <= apart || Math.abs(billed - withFree) <= apart,
                            "%s days of contract %s from %s cost %s and not exactly %s: %s by %s",
                            days.size(),
                            contract.number,
                            first,
                            billed,
                            price,
                            row,
                            lines.keySet());
                }
            }

            private static boolean isWithin(long billed, Fraction expected, Fraction allowed) {
                return Fraction.of(billed).minus(expected).abs().compareTo(allowed) <= 0;
            }

            /** Days of the lot whose lines came to nothing: they are priced with the others all the same. */
            private long freeDaysOf(Object lot) {
                return free.stream()
                        .filter(day -> rows.on(day)
                                .filter(r -> r.lotOn(day).equals(lot))
                                .isPresent())
                        .count();
            }

            private int runs() {
                int runs = 0;
                LocalDate next = LocalDate.MIN;
                for (LocalDate day : days.keySet()) {
                    runs += day.equals(next) ? 0 : 1;
                    next = day.plusDays(1);
                }
                return runs;
            }
        }

        /** By how much days may cost less or more where amounts of the contract were given back by hand. */
        private long slackOf(long givenBackByHand) {
            long all = givenBackByHand;
            for (Item item : items) {
                boolean days = item.contract().equals(Optional.of(contract.number)) && item.kind() == Item.Kind.DAYS;
                all += days ? byHand(item) : 0;
            }
            return all;
        }

        private void checkAmounts() {
            Map<Object, Lot> lots = new LinkedHashMap<>();
            for (Map.Entry<LocalDate, Item> billed : standing.entrySet()) {
                LocalDate day = billed.getKey();
                Row row = rowOf(day, billed.getValue());
                Lot lot = lots.computeIfAbsent(row.lotOn(day), l -> new Lot());
                lot.days.put(day, row);
                lot.lines.merge(billed.getValue(), 1L, Long::sum);
            }
            lots.values().forEach(Lot::check);
            for (Item item : items) {
                boolean gone = item.contract().equals(Optional.of(contract.number))
                        && item.kind() == Item.Kind.DAYS
                        && !standing.containsValue(item);
                if (gone) {
                    long left = charged(item) + offOnDocuments(item) + daysBack(item);
                    require(
                            left >= 0 && left <= byHand(item),
                            "%s was given back, but %s cents of it are left, less %s by hand",
                            item,
                            left,
                            byHand(item));
                }
            }
        }

        /** The row a day is billed on: as it is wanted, or, until that is looked at, as it was. */
        private Row rowOf(LocalDate day, Item line) {
            Optional<Row> wanted = rows.on(day).filter(r -> day.isBefore(contract.billedTo));
            if (wanted.isPresent()) {
                return wanted.get();
            }
            Row found = null;
            for (Row row : contract.wasDue.getOrDefault(day, Set.of())) {
                if (row.plan().equals(line.plan())
                        && row.phase().equals(line.phase())
                        && (line.anew() || row.quantity().compareTo(line.quantity()) == 0)) {
                    found = row;
                }
            }
            require(
                    found != null,
                    "%s of contract %s is billed by %s, which was never due",
                    day,
                    contract.number,
                    line);
            return found;
        }

        private void checkOnce() {
            Map<String, Long> billed = new TreeMap<>();
            Map<String, Long> agreed = new TreeMap<>();
            for (Item item : items) {
                if (item.contract().equals(Optional.of(contract.number)) && item.kind() == Item.Kind.ONCE) {
                    billed.merge(item.name() + " on " + item.on(), onceFor(item), Long::sum);
                    if (contract.withdrawn) {
                        long left = charged(item)
                                + offOnDocuments(item)
                                - byHand(item)
                                + sum(item, Item.Kind.INVOICED_ANEW);
                        require(left == 0, "%s was withdrawn from, but %s cents are left", item, left);
                    }
                }
            }
            contract.paidOnce.forEach(o -> agreed.merge(o.item() + " on " + o.on(), o.cents(), Long::sum));
            require(
                    billed.equals(agreed),
                    "contract %s is billed once %s instead of %s",
                    contract.number,
                    billed,
                    agreed);
        }

        private void checkUse() {
            if (contract.usesInDoubt) {
                return;
            }
            Rows wanted = contract.wanted();
            Map<String, Long> billed = new TreeMap<>();
            for (Item item : items) {
                if (item.contract().equals(Optional.of(contract.number)) && item.kind() == Item.Kind.USE) {
                    billed.merge(
                            item.name() + item.days().orElseThrow().from(),
                            charged(item) + sum(item, Item.Kind.INVOICED_ANEW),
                            Long::sum);
                }
            }
            Map<String, Usage.Found> counts = new TreeMap<>();
            for (PaperContract.Use use : contract.uses) {
                Optional<Usage.Found> found =
                        Usage.at(wanted, use.unit(), use.at().toLocalDate());
                found.ifPresent(f -> counts.put(use.unit() + f.span().from(), f));
            }
            counts.forEach((name, found) -> {
                long now = billed.getOrDefault(name, 0L);
                if (found.span().to().isAfter(contract.settledOn) && !contract.over) {
                    long soFar = contract.usedSoFar.getOrDefault(name, 0L);
                    require(
                            now == soFar,
                            "%s of contract %s costs %s by now and not %s",
                            name,
                            contract.number,
                            now,
                            soFar);
                } else {
                    Long soFar = contract.usedSoFar.get(name);
                    long cost = soFar != null && Usage.isClosed(found, contract.settledOn)
                            ? soFar
                            : Usage.cost(contract, wanted, found);
                    require(now == cost, "%s of contract %s costs %s and not %s", name, contract.number, now, cost);
                }
            });
            billed.forEach((name, cents) -> require(
                    cents == 0 || counts.containsKey(name),
                    "%s of contract %s costs %s, but nothing was told",
                    name,
                    contract.number,
                    cents));
        }
    }

    // --- the account -------------------------------------------------------------------------------------------------

    private void checkCharges() {
        long billed = 0;
        for (Item item : items) {
            billed += item.kind() == Item.Kind.ONCE && item.contract().isEmpty() ? onceFor(item) : 0;
        }
        require(billed == paper.chargedOnce(), "%s is charged by hand instead of %s", billed, paper.chargedOnce());
    }

    /** What was cancelled to be invoiced anew is invoiced anew. */
    private void checkRepeated() {
        long cancelled = 0;
        long anew = 0;
        for (Item item : items) {
            cancelled -= item.kind() == Item.Kind.INVOICED_ANEW ? item.cents() : 0;
            anew += item.anew() ? item.cents() : 0;
        }
        require(anew == cancelled, "%s is invoiced anew of %s that was cancelled for it", anew, cancelled);
    }

    /** What discounts for whole documents take off, on each document. */
    private void checkDocuments() {
        Map<Long, List<Item>> documents = new TreeMap<>();
        for (Item item : items) {
            item.document()
                    .ifPresent(d ->
                            documents.computeIfAbsent(d, i -> new ArrayList<>()).add(item));
        }
        documents.keySet().removeIf(document -> !paper.isNew(document));
        documents.forEach((document, lines) -> {
            LocalDate day = lines.get(0).plannedOn().orElseThrow();
            List<Discount> held = paper.onDocuments().stream()
                    .filter(d -> !day.isBefore(d.from())
                            && d.until().map(day::isBefore).orElse(true))
                    .map(Paper.OnDocuments::discount)
                    .toList();
            Map<Long, Long> left = new LinkedHashMap<>();
            long taken = 0;
            for (Item item : lines) {
                if (isOnDocuments(item)) {
                    taken -= item.cents();
                } else if (item.takesBack().isEmpty()) {
                    left.put(item.id(), item.cents());
                }
            }
            for (Item item : lines) {
                if (!isOnDocuments(item)) {
                    item.takesBack().ifPresent(id -> left.computeIfPresent(id, (i, cents) -> cents + item.cents()));
                }
            }
            long base = left.values().stream()
                    .filter(cents -> cents > 0)
                    .mapToLong(Long::longValue)
                    .sum();
            boolean anew = lines.get(0).anew(); // what is repeated has its discounts already
            long expected = anew
                    ? taken
                    : base - Off.leftOf(base, held.stream().map(Off::of).toList(), 1, 1);
            require(
                    taken == expected,
                    "document %s of %s takes off %s instead of %s of %s",
                    document,
                    day,
                    taken,
                    expected,
                    base);
        });
    }
}
