package io.aboengine.charge;

import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.Tries;
import io.aboengine.calendar.BillingInterval;
import io.aboengine.calendar.ServicePeriod;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.ProductId;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.AccountId;
import io.aboengine.subscription.Segment;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.SubscriptionState;
import io.aboengine.subscription.Terms;
import io.aboengine.subscription.Timeline;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.statistics.Statistics;

/**
 * A contract lives through any sequence of changes, each billed at once. The other side of every comparison is a sheet of
 * paper with one row for each day: the terms wanted on it. Of the code under test it uses dates and money alone.
 */
@AddLifecycleHook(Tries.class)
class RatingLawsTest {
    private static final SubscriptionId CONTRACT = new SubscriptionId(AccountId.of("ada"), 1);
    private static final int SHEET = 1_100;

    /** What happens to a contract. */
    private enum What {
        /** Nothing; it is only billed again. */
        RENEW,
        /** It ends. */
        CUT,
        /** It ends before it began: nothing is left of it. */
        CUT_TO_NOTHING,
        /** It goes on behind its end on its last terms. */
        PROLONG,
        /** The last cut is taken back as if it had never been. */
        RESTORE,
        /** Other terms from a day on. */
        CHANGE,
        /** The terms of before the last change again. */
        CHANGE_BACK,
        /** Some days are not wanted. */
        PAUSE
    }

    /**
     * One move.
     *
     * @param after days since the last one
     * @param offset of its day from today
     * @param onBoundary its day is moved to the next boundary of the running terms
     */
    record Move(int after, What what, int offset, boolean onBoundary, int terms, int length) {}

    /** A contract: its first day, its intervals and prices in cents, and what happens to it. */
    record Story(LocalDate start, String interval, String otherInterval, List<Integer> cents, List<Move> moves) {}

    @Provide
    Arbitrary<Story> stories() {
        return Combinators.combine(
                        Arbitraries.of("2024-01-31", "2024-02-29", "2025-01-01", "2025-08-30", "2026-03-15")
                                .map(LocalDate::parse),
                        Arbitraries.frequencyOf(
                                Tuple.of(6, Arbitraries.just("P1M")),
                                Tuple.of(1, Arbitraries.of("P1Y", "P3M", "P1W", "P10D", "P30D"))),
                        Arbitraries.of("P1Y", "P1W", "P10D", "P3M", "P1M"),
                        prices().list().ofSize(3),
                        moves().list().ofMinSize(1).ofMaxSize(9))
                .as(Story::new);
    }

    private static Arbitrary<Integer> prices() {
        return Arbitraries.oneOf(
                Arbitraries.of(0, 1, 2, 3, 7, 999, 1000, 2999, 12_000),
                Arbitraries.integers().between(0, 100_000));
    }

    private static Arbitrary<Move> moves() {
        return Combinators.combine(
                        Arbitraries.oneOf(
                                Arbitraries.integers().between(0, 12),
                                Arbitraries.integers().between(0, 45)),
                        Arbitraries.frequency(
                                Tuple.of(3, What.RENEW),
                                Tuple.of(3, What.CUT),
                                Tuple.of(1, What.CUT_TO_NOTHING),
                                Tuple.of(3, What.PROLONG),
                                Tuple.of(3, What.RESTORE),
                                Tuple.of(8, What.CHANGE),
                                Tuple.of(4, What.CHANGE_BACK),
                                Tuple.of(2, What.PAUSE)),
                        Arbitraries.oneOf(
                                Arbitraries.just(0),
                                Arbitraries.integers().between(-10, 20),
                                Arbitraries.integers().between(-60, 60)),
                        Arbitraries.frequency(Tuple.of(4, false), Tuple.of(1, true)),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(1, 50))
                .as(Move::new);
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void whatever_happens_every_day_is_billed_once_on_its_terms_and_at_its_price(@ForAll("stories") Story story) {
        live(story).collectStatistics();
    }

    /** The line that had filled the gap gave its cent back, though nothing was left to give. */
    @Example
    void two_lines_of_a_stretch_that_is_cut_give_back_no_more_than_the_stretch_loses() {
        Contract contract = live(new Story(
                LocalDate.parse("2024-01-31"),
                "P1Y",
                "P1Y",
                List.of(15, 0, 0),
                List.of(
                        new Move(1, What.PAUSE, 0, false, 0, 13),
                        new Move(11, What.RESTORE, 0, false, 0, 1),
                        new Move(22, What.CHANGE, 0, false, 1, 1),
                        new Move(3, What.CUT, -15, false, 0, 1),
                        new Move(12, What.CUT, -36, false, 0, 1))));

        assertThat(contract.standing()).as("13 of 366 days x 0.15").isEqualTo(Money.ofMinor(1, Currency.EUR));
    }

    private static Contract live(Story story) {
        Contract contract = new Contract(story);
        contract.billThroughToday();
        contract.check();
        for (Move move : story.moves()) {
            contract.make(move);
            contract.check();
        }
        return contract;
    }

    /** The contract, the sheet, and everything billed so far. */
    private static final class Contract {
        private final Story story;
        private final Terms[] sheet = new Terms[SHEET];
        private Terms[] beforeCut = sheet.clone();
        private Terms beforeChange;
        private final Map<LineId, Charge> lines = new LinkedHashMap<>();
        private final Map<LineId, List<Billed.GivenBack>> givenBack = new HashMap<>();
        private final Set<ChargeKey> keys = new HashSet<>();
        private int today;
        private LocalDate chargedThrough;
        private Map<Integer, LineId> standingBefore = new TreeMap<>();
        private Timeline timeline;
        private final Map<LocalDate, Integer> changesInPeriod = new HashMap<>();
        private final Set<What> effective = new HashSet<>();
        private boolean onBoundary;
        private boolean changedBack;
        private boolean sharedLine;
        private final Set<LineId> changedInside = new HashSet<>();
        private final Map<LineId, Set<LineId>> families = new HashMap<>();

        Contract(Story story) {
            this.story = story;
            Arrays.fill(sheet, terms(0, 0));
            beforeCut = sheet.clone();
            beforeChange = terms(1, 0);
            timeline = timelineOf(sheet);
            chargedThrough = story.start();
        }

        /** 0 to 2 differ by price, 3 by quantity, 4 by interval, with an anchor of its own. */
        private Terms terms(int which, int day) {
            int cents = story.cents().get(which % 3);
            return Terms.of(
                    PlanId.of("plan-" + which),
                    ProductId.of("paper"),
                    1,
                    "Plan " + which,
                    "regular",
                    BillingInterval.parse(which == 4 ? story.otherInterval() : story.interval()),
                    which == 4 ? day(day) : story.start(),
                    UnitPrice.of(Money.ofMinor(cents, Currency.EUR)),
                    which == 3 ? new BigDecimal("2.5") : BigDecimal.ONE,
                    Optional.empty());
        }

        private LocalDate day(int number) {
            return story.start().plusDays(number);
        }

        private int number(LocalDate day) {
            return Math.toIntExact(ChronoUnit.DAYS.between(story.start(), day));
        }

        void make(Move move) {
            today += move.after();
            int day = Math.max(0, today + move.offset());
            if (move.onBoundary() && sheet[day] != null) {
                day = periodOf(sheet[day], day)[1];
            }
            Terms[] before = sheet.clone();
            switch (move.what()) {
                case RENEW -> {}
                case CUT -> {
                    beforeCut = sheet.clone();
                    Arrays.fill(sheet, day, SHEET, null);
                }
                case CUT_TO_NOTHING -> {
                    beforeCut = sheet.clone();
                    Arrays.fill(sheet, null);
                }
                case PROLONG -> prolong(move.length());
                case RESTORE -> System.arraycopy(beforeCut, 0, sheet, 0, SHEET);
                case CHANGE, CHANGE_BACK -> {
                    Terms wanted = move.what() == What.CHANGE ? terms(move.terms(), day) : beforeChange;
                    if (sheet[day] != null && !sheet[day].equals(wanted)) {
                        beforeChange = sheet[day];
                        for (int i = day; i < SHEET && sheet[i] != null; i++) {
                            sheet[i] = wanted;
                        }
                    }
                }
                case PAUSE -> Arrays.fill(sheet, day, Math.min(SHEET, day + move.length()), null);
            }
            settle(before, move);
        }

        private void prolong(int days) {
            int end = SHEET;
            while (end > 0 && sheet[end - 1] == null) {
                end--;
            }
            Terms last = end == 0 ? beforeChange : sheet[end - 1];
            int to = days > 40 ? SHEET : Math.min(SHEET, end + days);
            Arrays.fill(sheet, end, to, last);
        }

        /** As a command does it: from the earliest beginning of a stretch that the change touches. */
        private void settle(Terms[] before, Move move) {
            int first = 0;
            while (first < SHEET && same(before[first], sheet[first])) {
                first++;
            }
            if (first < SHEET) {
                noteDifference(before, first, move.what());
            }
            LocalDate changed = day(first < SHEET ? first : today);
            Timeline old = timeline;
            timeline = timelineOf(sheet);
            LocalDate from = chargedThrough;
            for (LocalDate start : List.of(Rating.stretchStart(old, changed), Rating.stretchStart(timeline, changed))) {
                from = start.isBefore(from) ? start : from;
            }
            bill(from);
        }

        private static boolean same(Terms one, Terms other) {
            return one == other || one != null && one.equals(other);
        }

        void billThroughToday() {
            bill(chargedThrough);
        }

        private void bill(LocalDate from) {
            Rating.Difference difference = difference(from);
            for (Charge charge : difference.charges()) {
                record(charge);
            }
            chargedThrough = difference.chargedThrough();

            Rating.Difference again = difference(from);
            assertThat(again.charges()).as("the same again").isEmpty();
            assertThat(again.chargedThrough()).isEqualTo(chargedThrough);
            Rating.Difference wholeLife = difference(story.start());
            assertThat(wholeLife.charges()).as("from the first day on").isEmpty();
        }

        private Rating.Difference difference(LocalDate from) {
            List<Billed> billed = new ArrayList<>();
            lines.forEach((id, charge) -> billed.add(new Billed(id, charge, givenBack.getOrDefault(id, List.of()))));
            return Rating.desiredMinusBilled(subscription(), billed, from, day(today));
        }

        private Subscription subscription() {
            return io.aboengine.subscription.Contract.of(
                    CONTRACT,
                    ProductId.of("paper"),
                    SubscriptionState.ACTIVE,
                    story.start(),
                    Optional.empty(),
                    Optional.empty(),
                    timeline);
        }

        private void record(Charge charge) {
            ServicePeriod days = charge.period().orElseThrow();
            if (charge.kind() == LineKind.PRORATION_CREDIT) {
                LineId id = charge.takesBack().orElseThrow();
                Charge line = lines.get(id);
                assertThat(charge.amount().isPositive()).as("credit %s", charge).isFalse();
                assertThat(charge.quantity()).isEqualTo(line.quantity().negate());
                assertThat(charge.suppliedOn()).isEqualTo(line.suppliedOn());
                assertThat(charge.key()).isEmpty();
                givenBack
                        .computeIfAbsent(id, i -> new ArrayList<>())
                        .add(new Billed.GivenBack(days, charge.amount().negate(), false));
            } else {
                assertThat(charge.kind()).isEqualTo(LineKind.RECURRING);
                assertThat(charge.amount().isNegative()).as("charge %s", charge).isFalse();
                assertThat(charge.suppliedOn()).isEqualTo(days.lastDay());
                assertThat(keys.add(charge.key().orElseThrow()))
                        .as("key %s used once", charge.key())
                        .isTrue();
                assertThat(charge.key().orElseThrow().firstDay()).isEqualTo(days.start());
                lines.put(new LineId(CONTRACT.account(), 100 + lines.size()), charge);
            }
        }

        // --- the sheet --------------------------------------------------------------------------------------------

        void check() {
            checkCredits();
            Map<Integer, LineId> standing = checkDays();
            checkPrices(standing);
        }

        private void checkCredits() {
            lines.forEach((id, charge) -> {
                Money back = Money.sum(
                        Currency.EUR,
                        givenBack.getOrDefault(id, List.of()).stream()
                                .map(Billed.GivenBack::amount)
                                .toList());
                assertThat(back).as("given back of %s", id).isLessThanOrEqualTo(charge.amount());
            });
        }

        /**
         * Every day before the end of billing stands on one line if it is wanted, and no day that is not wanted stands on
         * any. What was billed and is still wanted so stays on its line.
         */
        private Map<Integer, LineId> checkDays() {
            Map<Integer, LineId> lineOfDay = new TreeMap<>();
            lines.forEach((id, charge) -> {
                int first = number(charge.period().orElseThrow().start());
                boolean[] given = new boolean[charge.period().orElseThrow().days()];
                for (Billed.GivenBack back : givenBack.getOrDefault(id, List.of())) {
                    int start = number(back.days().start()) - first;
                    for (int i = start; i < start + back.days().days(); i++) {
                        if (i < 0 || i >= given.length || given[i]) {
                            throw new AssertionError("Day " + day(first + i) + " of " + id + " cannot be given back");
                        }
                        given[i] = true;
                    }
                }
                for (int i = 0; i < given.length; i++) {
                    if (!given[i] && lineOfDay.put(first + i, id) != null) {
                        throw new AssertionError("Day " + day(first + i) + " stands on two lines, one is " + id);
                    }
                }
            });
            int end = number(chargedThrough);
            for (int i = 0; i < SHEET; i++) {
                String wanted = sheet[i] == null ? "nothing" : sheet[i].keyOn(day(i));
                LineId line = lineOfDay.get(i);
                String billed = line == null ? "nothing" : lines.get(line).termsKey();
                boolean notDueYet = i >= end && line == null;
                if (!billed.equals(wanted) && !notDueYet) {
                    throw new AssertionError("Day " + day(i) + " is billed as " + billed + " and wanted as " + wanted);
                }
                LineId before = standingBefore.get(i);
                if (before != null && lines.get(before).termsKey().equals(wanted) && !before.equals(line)) {
                    throw new AssertionError("Day " + day(i) + " was billed as " + wanted + " by " + before
                            + " and is wanted so, but now it stands on " + line);
                }
            }
            standingBefore = lineOfDay;
            for (int i = end; i <= today; i++) {
                if (sheet[i] != null) {
                    throw new AssertionError("Day " + day(i) + " has come and is not billed");
                }
            }
            return lineOfDay;
        }

        /** Runs of days on the same terms within one period, joined where they share a line. */
        private void checkPrices(Map<Integer, LineId> lineOfDay) {
            List<Run> runs = new ArrayList<>();
            Integer last = null;
            for (int i : lineOfDay.keySet()) {
                int[] period = periodOf(sheet[i], i);
                Run run = runs.isEmpty() ? null : runs.get(runs.size() - 1);
                if (run == null || last != i - 1 || !same(run.terms, sheet[i]) || run.period[0] != period[0]) {
                    run = new Run(sheet[i], period);
                    runs.add(run);
                }
                run.days++;
                run.lines.add(lineOfDay.get(i));
                last = i;
            }
            BigDecimal exactly = BigDecimal.ZERO;
            Money billed = Money.zero(Currency.EUR);
            List<Group> groups = joined(runs);
            groups.forEach(group -> becomeOneFamily(group.lines));
            for (Group group : groups) {
                Run any = group.runs.get(0);
                sharedLine |= group.runs.size() > 1;
                int days = group.runs.stream().mapToInt(r -> r.days).sum();
                int of = any.period[1] - any.period[0];
                BigDecimal price = any.terms
                        .unitPrice()
                        .amount()
                        .multiply(any.terms.quantity())
                        .multiply(BigDecimal.valueOf(days));
                Money amount = Money.zero(Currency.EUR);
                for (LineId line : group.lines) {
                    amount = amount.plus(standingAmount(line));
                    assertThat(lines.get(line).periodDays()).isEqualTo(of);
                }
                if (changedAtItsEndOnly(group, lineOfDay.values())) {
                    assertThat(amount.toDecimal())
                            .as("%d of %d days at %s on %s", days, of, any.terms.unitPrice(), day(any.period[0]))
                            .isEqualByComparingTo(price.divide(BigDecimal.valueOf(of), 2, RoundingMode.HALF_UP));
                }
                billed = billed.plus(amount);
                exactly = exactly.add(price.divide(BigDecimal.valueOf(of), 20, RoundingMode.HALF_UP));
            }
            for (LineId line : lines.keySet()) {
                if (!lineOfDay.containsValue(line)) {
                    assertThat(standingAmount(line))
                            .as("%s has no days left", line)
                            .isEqualTo(Money.zero(Currency.EUR));
                }
            }
            long standing = lineOfDay.values().stream().distinct().count();
            assertThat(billed.toDecimal().subtract(exactly).abs())
                    .as("the whole contract, half a cent for each line")
                    .isLessThanOrEqualTo(new BigDecimal("0.005000000001").multiply(BigDecimal.valueOf(standing)));
        }

        /** Lines that ever shared a stretch, one being the rest of the other. */
        private void becomeOneFamily(Set<LineId> relatives) {
            Set<LineId> family = new HashSet<>(relatives);
            relatives.forEach(line -> family.addAll(families.getOrDefault(line, Set.of())));
            family.forEach(line -> families.put(line, family));
        }

        /**
         * True for a stretch that grew and shrank at its end only, which is all that commands of today and tomorrow can do.
         * Days taken out of its middle later, or put before it, leave lines that were priced as the rest of others; such
         * lines are worth what their days are only together, and to the cent for each.
         */
        private boolean changedAtItsEndOnly(Group group, Collection<LineId> standing) {
            Set<LineId> family = families.get(group.lines.iterator().next());
            boolean split = group.runs.size() > 1 && family.size() > 1
                    || family.stream().anyMatch(line -> standing.contains(line) && !group.lines.contains(line));
            boolean inOrder = group.lines.stream()
                    .sorted(Comparator.comparing(LineId::ordinal))
                    .map(line -> lines.get(line).period().orElseThrow().start())
                    .reduce(LocalDate.MIN, (a, b) -> a == LocalDate.MAX || a.isAfter(b) ? LocalDate.MAX : b)
                    .isBefore(LocalDate.MAX);
            if (split || !inOrder) {
                changedInside.addAll(family);
            }
            return family.stream().noneMatch(changedInside::contains);
        }

        private Money standing() {
            return Money.sum(
                    Currency.EUR,
                    lines.keySet().stream().map(this::standingAmount).toList());
        }

        private Money standingAmount(LineId line) {
            Money amount = lines.get(line).amount();
            for (Billed.GivenBack back : givenBack.getOrDefault(line, List.of())) {
                amount = amount.minus(back.amount());
            }
            return amount;
        }

        private static List<Group> joined(List<Run> runs) {
            List<Group> groups = new ArrayList<>();
            for (Run run : runs) {
                Group home = new Group();
                home.runs.add(run);
                home.lines.addAll(run.lines);
                for (Group other : List.copyOf(groups)) {
                    if (other.lines.stream().anyMatch(home.lines::contains)) {
                        home.runs.addAll(other.runs);
                        home.lines.addAll(other.lines);
                        groups.remove(other);
                    }
                }
                groups.add(home);
            }
            return groups;
        }

        /** The first day of the period that holds the day, and of the next one; counted from the anchor by hand. */
        private int[] periodOf(Terms terms, int i) {
            LocalDate day = day(i);
            int k = 0;
            while (boundary(terms, k).isAfter(day)) {
                k--;
            }
            while (!boundary(terms, k + 1).isAfter(day)) {
                k++;
            }
            return new int[] {number(boundary(terms, k)), number(boundary(terms, k + 1))};
        }

        private static LocalDate boundary(Terms terms, int k) {
            int count = k * terms.interval().count();
            return switch (terms.interval().unit()) {
                case DAYS -> terms.anchor().plusDays(count);
                case WEEKS -> terms.anchor().plusDays(7L * count);
                case MONTHS -> terms.anchor().plusMonths(count);
                case YEARS -> terms.anchor().plusMonths(12L * count);
            };
        }

        private Timeline timelineOf(Terms[] sheet) {
            List<Segment> segments = new ArrayList<>();
            int from = 0;
            for (int i = 1; i <= SHEET; i++) {
                if (i == SHEET || !same(sheet[i], sheet[from])) {
                    if (sheet[from] != null) {
                        segments.add(new Segment(
                                day(from), i == SHEET ? Optional.empty() : Optional.of(day(i)), sheet[from]));
                    }
                    from = i;
                }
            }
            return new Timeline(segments);
        }

        // --- what was tried ---------------------------------------------------------------------------------------

        private void noteDifference(Terms[] before, int first, What what) {
            effective.add(what);
            Terms terms = before[first] == null ? sheet[first] : before[first];
            int[] period = periodOf(terms, first);
            changesInPeriod.merge(day(period[0]), 1, Integer::sum);
            onBoundary |= first > 0 && period[0] == first;
            changedBack |= what == What.CHANGE_BACK;
        }

        void collectStatistics() {
            boolean twice = changesInPeriod.values().stream().anyMatch(n -> n > 1);
            covered("two changes in one period", twice);
            covered("a change on a boundary", onBoundary);
            covered("the terms of before again", changedBack);
            covered("prolonged", effective.contains(What.PROLONG));
            covered("restored", effective.contains(What.RESTORE));
            covered("cut", effective.contains(What.CUT));
            covered("cut to nothing", effective.contains(What.CUT_TO_NOTHING));
            covered("paused", effective.contains(What.PAUSE));
            covered("billed again after it was given back", billedAgain());
            Statistics.label("two stretches on one line").collect(sharedLine);
            Statistics.label("a stretch changed inside").collect(!changedInside.isEmpty());
            covered("a line given back in parts", givenBack.values().stream().anyMatch(parts -> parts.size() > 1));
        }

        private boolean billedAgain() {
            return keys.stream().anyMatch(key -> key.generation() > 0);
        }

        private static void covered(String what, boolean happened) {
            Statistics.label(what).collect(happened);
            Statistics.label(what).coverage(coverage -> coverage.check(true).percentage(p -> p >= 5.0));
        }
    }

    /** Days on the same terms in a row, inside one period. */
    private static final class Run {
        private final Terms terms;
        private final int[] period;
        private final Set<LineId> lines = new HashSet<>();
        private int days;

        Run(Terms terms, int[] period) {
            this.terms = terms;
            this.period = period;
        }
    }

    /** Runs that share lines. */
    private static final class Group {
        private final List<Run> runs = new ArrayList<>();
        private final Set<LineId> lines = new HashSet<>();
    }
}
