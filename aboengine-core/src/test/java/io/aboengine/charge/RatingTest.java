package io.aboengine.charge;

import static io.aboengine.money.Currency.EUR;
import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.calendar.BillingInterval;
import io.aboengine.calendar.CalendarAnchor;
import io.aboengine.catalog.Alignment;
import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Discount.Reduction;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.PriceNotation;
import io.aboengine.catalog.Product;
import io.aboengine.catalog.ProductKind;
import io.aboengine.catalog.StubPolicy;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.Timeline;
import io.aboengine.subscription.Timelines;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a contract is charged by its price, its boundaries and its discounts, and what comes back when it ends early: sums
 * for a calculator. Lines are written as days and amount, in the order in which they are made.
 */
class RatingTest {
    private static final SubscriptionId CONTRACT = new SubscriptionId(AccountId.of("ada"), 1);
    private static final Product PAPER = Product.untaxed("paper", "The paper", ProductKind.PHYSICAL);

    /** The days before the first boundary are a stub, priced by the days of the whole interval that holds them. */
    @ParameterizedTest(name = "{0} on {3} from {5}, stub {4}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # price                      | qty | every | boundaries | stub    | from       | discounts | charged through the next boundary
            10.00                        | 1   | P1M   | day 1      | PRORATE | 2026-04-10 | -         | 04-10..05-01 7.00, 05-01..06-01 10.00
            10.00                        | 1   | P1M   | day 1      | FULL    | 2026-04-10 | -         | 04-10..05-01 10.00, 05-01..06-01 10.00
            10.00                        | 1   | P1M   | day 1      | FREE    | 2026-04-10 | -         | 04-10..05-01 0.00, 05-01..06-01 10.00
            # on a boundary there is no stub
            10.00                        | 1   | P1M   | day 10     | FULL    | 2026-04-10 | -         | 04-10..05-10 10.00
            10.00                        | 1   | P1M   | own        | FREE    | 2026-04-10 | -         | 04-10..05-10 10.00
            # the last of the month: 18 of the 28 days from 31 January to 28 February
            10.00                        | 1   | P1M   | day 31     | PRORATE | 2026-02-10 | -         | 02-10..02-28 6.43, 02-28..03-31 10.00
            10.00                        | 1   | P1M   | day 31     | PRORATE | 2026-04-30 | -         | 04-30..05-31 10.00
            # calendar quarters: 50 of 90 days; calendar years: 92 of 365 days, 92 of 366 in a leap year
            30.00                        | 1   | P3M   | JANUARY 1  | PRORATE | 2026-02-10 | -         | 02-10..04-01 16.67, 04-01..07-01 30.00
            120.00                       | 1   | P1Y   | JANUARY 1  | PRORATE | 2026-10-01 | -         | 10-01..01-01 30.25, 01-01..01-01 120.00
            120.00                       | 1   | P1Y   | JANUARY 1  | PRORATE | 2028-10-01 | -         | 10-01..01-01 30.16, 01-01..01-01 120.00
            # Mondays: Tuesday 10 February 2026 has 6 of 7 days, or of 14
            7.00                         | 1   | P1W   | MONDAY     | PRORATE | 2026-02-10 | -         | 02-10..02-16 6.00, 02-16..02-23 7.00
            14.00                        | 1   | P2W   | MONDAY     | PRORATE | 2026-02-10 | -         | 02-10..02-16 6.00, 02-16..03-02 14.00
            # prices that depend on the quantity: the whole quantity is priced, then its days
            graduated 10: 5.00, *: 3.00  | 12  | P1M   | day 1      | PRORATE | 2026-04-16 | -         | 04-16..05-01 28.00, 05-01..06-01 56.00
            volume 10: 5.00, *: 3.00     | 20  | P1M   | day 1      | PRORATE | 2026-04-16 | -         | 04-16..05-01 30.00, 05-01..06-01 60.00
            package 100: 5.00            | 150 | P1M   | day 1      | PRORATE | 2026-04-16 | -         | 04-16..05-01 5.00, 05-01..06-01 10.00
            2.00 + 6.00                  | 3   | P1M   | day 1      | PRORATE | 2026-04-16 | -         | 04-16..05-01 6.00, 05-01..06-01 12.00
            # discounts follow what they lower; an amount comes by days as its period does
            10.00                        | 1   | P1M   | day 1      | PRORATE | 2026-04-10 | 20%       | 04-10..05-01 7.00, 04-10..05-01 -1.40, 05-01..06-01 10.00, 05-01..06-01 -2.00
            10.00                        | 1   | P1M   | day 1      | PRORATE | 2026-04-10 | 4.00      | 04-10..05-01 7.00, 04-10..05-01 -2.80, 05-01..06-01 10.00, 05-01..06-01 -4.00
            # a stub that costs as much as a whole period is reduced as much
            10.00                        | 1   | P1M   | day 1      | FULL    | 2026-04-10 | 4.00      | 04-10..05-01 10.00, 04-10..05-01 -4.00, 05-01..06-01 10.00, 05-01..06-01 -4.00
            # what is free is not reduced
            10.00                        | 1   | P1M   | day 1      | FREE    | 2026-04-10 | 4.00      | 04-10..05-01 0.00, 05-01..06-01 10.00, 05-01..06-01 -4.00
            10.00                        | 2   | P1M   | own        | PRORATE | 2026-04-10 | 4.00, 50% | 04-10..05-10 20.00, 04-10..05-10 -10.00, 04-10..05-10 -4.00
            """)
    void a_contract_is_charged_a_stub_and_whole_periods(
            String price,
            BigDecimal quantity,
            String interval,
            String boundaries,
            StubPolicy stub,
            LocalDate from,
            String discounts,
            String charged) {
        Plan plan = plan(price, interval).withAlignment(alignment(boundaries)).withStub(stub);
        Timeline timeline = timeline(plan, quantity, from, discounts);
        LocalDate boundary = timeline.segments().get(0).terms().grid().boundaryOnOrAfter(from);

        assertThat(written(Rating.desiredMinusBilled(CONTRACT, timeline, List.of(), from, boundary)
                        .charges()))
                .isEqualTo(charged);
    }

    @ParameterizedTest(name = "{2} from {3}: {5}")
    @CsvSource(delimiter = '|', textBlock = """
            # price                      | qty | every | from       | kept until | trace of the charge                        | trace of the credit
            10.00                        | 1   | P1M   | 2026-04-01 | 2026-04-16 | 30 of 30 days × 10.00                      | 15 of 30 days given back: 10.00 billed − 5.00 kept
            10.00                        | 3   | P1M   | 2026-04-01 | 2026-04-16 | 30 of 30 days × 3 × 10.00                  | 15 of 30 days given back: 30.00 billed − 15.00 kept
            graduated 10: 5.00, *: 3.00  | 12  | P1M   | 2026-03-01 | 2026-03-11 | 31 of 31 days × (10 × 5.00 + 2 × 3.00)     | 21 of 31 days given back: 56.00 billed − 18.06 kept
            2.00 + 6.00                  | 3   | P1Y   | 2026-01-01 | 2026-01-02 | 365 of 365 days × (3 × 2.00 + 6.00 flat)   | 364 of 365 days given back: 12.00 billed − 0.03 kept
            """)
    void a_trace_can_be_checked_with_a_calculator(
            String price,
            BigDecimal quantity,
            String interval,
            LocalDate from,
            LocalDate keptUntil,
            String charge,
            String credit) {
        Timeline timeline = timeline(plan(price, interval), quantity, from, null);
        List<Charge> charges = Rating.desiredMinusBilled(CONTRACT, timeline, List.of(), from, from)
                .charges();
        List<Charge> credits = Rating.desiredMinusBilled(
                        CONTRACT, timeline.until(keptUntil), List.of(billed(charges)), from, from)
                .charges();

        assertThat(charges.get(0).trace()).isEqualTo(charge);
        assertThat(credits.get(0).trace()).isEqualTo(credit);
    }

    @ParameterizedTest(name = "{0} given back by hand, until {1}: {2}, {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # by hand | kept until | comes back | trace of the credit
            0.00      | 2026-03-05 | -27.00     | 27 of 31 days given back: 31.00 billed − 4.00 kept
            1.00      | 2026-03-05 | -27.00     | 27 of 31 days given back: 31.00 billed − 4.00 kept, of which 1.00 was given back before
            4.00      | 2026-03-05 | -27.00     | 27 of 31 days given back: 31.00 billed − 4.00 given back before
            18.00     | 2026-03-05 | -13.00     | 27 of 31 days given back: 31.00 billed − 18.00 given back before
            31.00     | 2026-03-05 | 0.00       | 27 of 31 days given back: nothing is left of what was billed
            """)
    void a_credit_says_what_was_given_back_before_it(
            String byHand, LocalDate keptUntil, BigDecimal comesBack, String trace) {
        LocalDate from = LocalDate.of(2026, 3, 1);
        Timeline timeline = timeline(plan("31.00", "P1M"), BigDecimal.ONE, from, null);
        Billed billed = billed(Rating.desiredMinusBilled(CONTRACT, timeline, List.of(), from, from)
                .charges());
        Charge credit = Rating.desiredMinusBilled(
                        CONTRACT,
                        timeline.until(keptUntil),
                        List.of(new Billed(
                                billed.id(),
                                billed.charge(),
                                billed.discounted(),
                                billed.documentDiscounted(),
                                eur(byHand),
                                List.of())),
                        from,
                        from)
                .charges()
                .get(0);

        assertThat(credit.amount().toPlainString()).isEqualTo(comesBack.toPlainString());
        assertThat(credit.trace()).isEqualTo(trace);
    }

    /**
     * A period is billed, then the contract ends within it. What is kept costs what its days cost, and the credit is the rest,
     * so that nothing is lost in rounding; the credit holds back nothing of a discount.
     */
    @ParameterizedTest(name = "{0} for {2}, {4} days kept: {6} stay, {7} come back")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # price                      | qty | every | from       | days kept | discounts | stays | comes back | because
            30.00                        | 1   | P1M   | 2026-01-01 | 10        | -         | 9.68  | 20.32      | 30.00 × 10/31 = 9.6774
            29.99                        | 1   | P1M   | 2026-04-01 | 17        | -         | 16.99 | 13.00      | 29.99 × 17/30 = 16.9943
            120.00                       | 1   | P1Y   | 2026-01-01 | 184       | -         | 60.49 | 59.51      | 120.00 × 184/365 = 60.4932
            # nothing is kept; a day is kept; all but a day is kept
            29.99                        | 1   | P1M   | 2026-04-01 | 0         | -         | 0.00  | 29.99      | nothing
            29.99                        | 1   | P1M   | 2026-04-01 | 1         | -         | 1.00  | 28.99      | 0.9997
            29.99                        | 1   | P1M   | 2026-04-01 | 29        | -         | 28.99 | 1.00       | 28.9903
            # a withdrawal keeps a part by days (section 357a (2) BGB)
            120.00                       | 1   | P1Y   | 2026-03-02 | 10        | -         | 3.29  | 116.71     | 120.00 × 10/365 = 3.2877
            240.00                       | 1   | P1Y   | 2027-03-01 | 14        | -         | 9.18  | 230.82     | 240.00 × 14/366 = 9.1803
            # prices that depend on the quantity
            graduated 10: 5.00, *: 3.00  | 12  | P1M   | 2026-01-01 | 10        | -         | 18.06 | 37.94      | 56.00 × 10/31 = 18.0645
            package 100: 5.00            | 150 | P1M   | 2026-04-01 | 15        | -         | 5.00  | 5.00       | two packages for half a month
            # discounts: 29.99 − 3.00 were paid; 16.99 − 1.70 are kept
            29.99                        | 1   | P1M   | 2026-04-01 | 17        | 10%       | 15.29 | 11.70      | 26.99 − 15.29
            # 30.00 − 5.00 were paid; 9.68 − 1.61 are kept
            30.00                        | 1   | P1M   | 2026-01-01 | 10        | 5.00      | 8.07  | 16.93      | 25.00 − 8.07
            # a discount that took everything leaves nothing to give back
            4.00                         | 1   | P1M   | 2026-04-01 | 17        | 5.00      | 0.00  | 0.00       | 4.00 − 4.00
            30.00                        | 1   | P1M   | 2026-04-01 | 15        | 20%, 3.00 | 10.50 | 10.50      | 15.00 − 3.00 − 1.50 of 30.00 − 6.00 − 3.00
            """)
    void what_is_kept_costs_its_days_and_the_rest_comes_back(
            String price,
            BigDecimal quantity,
            String interval,
            LocalDate from,
            int daysKept,
            String discounts,
            String stays,
            String comesBack,
            String because) {
        Timeline timeline = timeline(plan(price, interval), quantity, from, discounts);
        List<Charge> charges = Rating.desiredMinusBilled(CONTRACT, timeline, List.of(), from, from)
                .charges();
        List<Charge> credits = Rating.desiredMinusBilled(
                        CONTRACT, timeline.until(from.plusDays(daysKept)), List.of(billed(charges)), from, from)
                .charges();

        assertThat(sum(credits).negate()).as(because).isEqualTo(eur(comesBack));
        assertThat(sum(charges).plus(sum(credits))).as(because).isEqualTo(eur(stays));
    }

    /** Billed once more, nothing is charged; changed there and back on one day, all that was paid comes back. */
    @ParameterizedTest(name = "{0} × {1}, less {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            29.99                        | 1   | -
            graduated 10: 5.00, *: 3.00  | 12  | 15%, 2.00
            volume 10: 5.00, *: 3.00     | 20  | 33.333%
            package 100: 5.00 + 0.99     | 150 | 1.11
            """)
    void billing_twice_charges_nothing_and_giving_all_back_leaves_nothing(
            String price, BigDecimal quantity, String discounts) {
        LocalDate from = LocalDate.of(2026, 1, 31);
        Timeline timeline = timeline(plan(price, "P1M"), quantity, from, discounts);
        List<Charge> charges = Rating.desiredMinusBilled(CONTRACT, timeline, List.of(), from, from)
                .charges();

        assertThat(Rating.desiredMinusBilled(CONTRACT, timeline, List.of(billed(charges)), from, from)
                        .charges())
                .isEmpty();
        assertThat(sum(Rating.desiredMinusBilled(CONTRACT, Timeline.empty(), List.of(billed(charges)), from, from)
                        .charges()))
                .isEqualTo(sum(charges).negate());
    }

    // --- as it is written above --------------------------------------------------------------------------------------

    private static Plan plan(String price, String interval) {
        return Plan.usageOnly("paper", "paper", BillingInterval.parse(interval), EUR)
                .withPrice(PriceNotation.price(price, EUR));
    }

    private static Alignment alignment(String text) {
        if (text.equals("own")) {
            return Alignment.subscription();
        }
        String[] words = text.split(" ", -1);
        if (words.length == 1) {
            return Alignment.calendar(CalendarAnchor.on(DayOfWeek.valueOf(text)));
        }
        int day = Integer.parseInt(words[1]);
        return Alignment.calendar(
                words[0].equals("day") ? CalendarAnchor.onDay(day) : CalendarAnchor.on(Month.valueOf(words[0]), day));
    }

    private static Timeline timeline(Plan plan, BigDecimal quantity, LocalDate from, String discounts) {
        Timelines.Anchors anchors = plan.alignment()
                .calendar()
                .<Timelines.Anchors>map(
                        anchor -> (first, interval) -> new Timelines.Anchor(anchor.anchorFor(first, interval), 0))
                .orElse(Timelines.Anchors.own());
        Timeline timeline = Timelines.starting(
                new Timelines.Choice(PAPER, plan, 1, quantity, Optional.empty()), from, true, anchors);
        for (Discount discount : discounts(discounts)) {
            timeline = Timelines.discounted(timeline, discount, from);
        }
        return timeline;
    }

    private static List<Discount> discounts(String text) {
        List<Discount> discounts = new ArrayList<>();
        if (text != null) {
            for (String word : text.split(", ", -1)) {
                discounts.add(Discount.of(
                        "d" + discounts.size(),
                        word.endsWith("%")
                                ? Reduction.percent(word.substring(0, word.length() - 1))
                                : Reduction.amount(eur(word))));
            }
        }
        return discounts;
    }

    /** The first charge as it was billed, with the discounts that follow it. */
    private static Billed billed(List<Charge> charges) {
        Charge charge = charges.get(0);
        return new Billed(
                new LineId(AccountId.of("ada"), 2),
                charge,
                sum(charges.subList(1, charges.size())).negate(),
                eur("0.00"),
                eur("0.00"),
                List.of());
    }

    private static Money sum(List<Charge> charges) {
        return Money.sum(EUR, charges.stream().map(Charge::amount).toList());
    }

    private static Money eur(String amount) {
        return Money.of(amount, EUR);
    }

    private static String written(List<Charge> charges) {
        return charges.stream()
                .map(c -> c.period().orElseThrow().start().toString().substring(5) + ".."
                        + c.period().orElseThrow().end().toString().substring(5) + " "
                        + c.amount().toPlainString())
                .collect(Collectors.joining(", "));
    }
}
