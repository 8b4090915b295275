package io.aboengine.charge;

import static io.aboengine.money.Currency.EUR;
import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.calendar.BillingInterval;
import io.aboengine.calendar.ServicePeriod;
import io.aboengine.catalog.Alignment;
import io.aboengine.catalog.BillingMode;
import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Discount.Reduction;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.Price;
import io.aboengine.catalog.PriceNotation;
import io.aboengine.catalog.ProductId;
import io.aboengine.catalog.UsagePrice;
import io.aboengine.catalog.UsagePrice.Aggregate;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.subscription.Segment;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.Terms;
import io.aboengine.subscription.Timeline;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Use is counted by billing period and price. A timeline is written in days of 2026 as {@code 01-01..01-16 call 0.10 ×1},
 * with the price of a unit and the quantity of the contract; months are counted from the first, unless {@code @16} says
 * otherwise.
 */
class MeteringTest {
    private static final SubscriptionId CONTRACT = new SubscriptionId(AccountId.of("ada"), 1);

    // --- which days count together -----------------------------------------------------------------------------------

    @ParameterizedTest(name = "{0}: {1} counts with {2}")
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # timeline                                                              | day   | counts with
            01-01.. call 0.10 ×1                                                    | 01-01 | 01-01..02-01
            01-01.. call 0.10 ×1                                                    | 01-31 | 01-01..02-01
            01-01.. call 0.10 ×1                                                    | 02-01 | 02-01..03-01
            # another quantity of the contract goes on counting
            01-01..01-16 call 0.10 ×1, 01-16.. call 0.10 ×5                         | 01-10 | 01-01..02-01
            01-01..01-16 call 0.10 ×1, 01-16.. call 0.10 ×5                         | 01-20 | 01-01..02-01
            01-20..02-05 call 0.10 ×1, 02-05..02-20 call 0.10 ×2, 02-20.. call 0.10 ×3 | 02-10 | 02-01..03-01
            # another price begins a count of its own
            01-01..01-16 call 0.10 ×1, 01-16.. call 0.20 ×1                         | 01-15 | 01-01..01-16
            01-01..01-16 call 0.10 ×1, 01-16.. call 0.20 ×1                         | 01-16 | 01-16..02-01
            01-01..01-16 call 0.10 ×1, 01-16.. call 0.20 ×1                         | 02-01 | 02-01..03-01
            # so does the old price when it comes back
            01-01..01-11 call 0.10 ×1, 01-11..01-21 call 0.20 ×1, 01-21.. call 0.10 ×1 | 01-05 | 01-01..01-11
            01-01..01-11 call 0.10 ×1, 01-11..01-21 call 0.20 ×1, 01-21.. call 0.10 ×1 | 01-25 | 01-21..02-01
            # days on either side of a rest count together, unless they are of two periods or prices
            01-01..01-10 call 0.10 ×1, 01-20.. call 0.10 ×1                         | 01-09 | 01-01..02-01
            01-01..01-10 call 0.10 ×1, 01-20.. call 0.10 ×1                         | 01-20 | 01-01..02-01
            01-01..01-10 call 0.10 ×1, 02-20.. call 0.10 ×1                         | 01-09 | 01-01..01-10
            01-01..01-10 call 0.10 ×1, 02-20.. call 0.10 ×1                         | 02-20 | 02-20..03-01
            01-01..01-10 call 0.10 ×1, 01-20.. call 0.20 ×1                         | 01-09 | 01-01..01-10
            01-01..01-10 call 0.10 ×1, 01-20.. call 0.20 ×1                         | 01-20 | 01-20..02-01
            01-01..01-10 call 0.10 ×1, 01-20.. call 0.10 ×1                         | 01-15 | none
            # other boundaries end the old count and begin a new one
            01-01..01-16 call 0.10 ×1, 01-16.. call 0.10 ×1 @16                     | 01-10 | 01-01..01-16
            01-01..01-16 call 0.10 ×1, 01-16.. call 0.10 ×1 @16                     | 01-20 | 01-16..02-16
            # the contract begins and ends within a period
            01-10..03-20 call 0.10 ×1                                               | 01-10 | 01-10..02-01
            01-10..03-20 call 0.10 ×1                                               | 03-19 | 03-01..03-20
            01-10..03-20 call 0.10 ×1                                               | 03-20 | none
            01-10..03-20 call 0.10 ×1                                               | 01-09 | none
            # days on which the unit has no price
            01-01..01-16 byte 0.10 ×1, 01-16.. call 0.10 ×1                         | 01-10 | none
            01-01..01-16 byte 0.10 ×1, 01-16.. call 0.10 ×1                         | 01-16 | 01-16..02-01
            """)
    void days_of_one_period_and_one_price_count_together(String timeline, String day, String together) {
        assertThat(Metering.spanAt(timeline(timeline), "call", day(day)).map(span -> span.days()))
                .isEqualTo(Optional.ofNullable(together).map(MeteringTest::days));
    }

    @Test
    void the_terms_of_a_count_are_those_of_its_last_day() {
        Metering.Span span = Metering.spanAt(
                        timeline("01-01..01-16 call 0.10 ×1, 01-16.. call 0.10 ×5"), "call", day("01-05"))
                .orElseThrow();

        assertThat(span.terms().quantity()).isEqualTo(new BigDecimal("5"));
    }

    @ParameterizedTest(name = "{0} after {1} through {2}: {3}")
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            # timeline                                                | after | through | counts that ended
            01-01.. call 0.10 ×1                                      | 01-01 | 01-31   | ''
            01-01.. call 0.10 ×1                                      | 01-01 | 02-01   | call 01-01..02-01
            01-01.. call 0.10 ×1                                      | 01-01 | 03-15   | call 01-01..02-01, call 02-01..03-01
            01-01.. call 0.10 ×1                                      | 02-01 | 03-15   | call 02-01..03-01
            01-01..01-16 call 0.10 ×1, 01-16.. call 0.20 ×1           | 01-01 | 01-16   | call 01-01..01-16
            01-01..01-16 call 0.10 ×1, 01-16.. call 0.20 ×1           | 01-01 | 02-01   | call 01-01..01-16, call 01-16..02-01
            01-01..01-16 call 0.10 ×1, 01-16.. call 0.20 ×1           | 01-16 | 02-01   | call 01-16..02-01
            # told once, though two segments share it
            01-01..01-16 call 0.10 ×1, 01-16.. call 0.10 ×5           | 01-01 | 02-01   | call 01-01..02-01
            # the last one ends with the contract
            01-10..02-20 call 0.10 ×1                                 | 01-10 | 12-31   | call 01-10..02-01, call 02-01..02-20
            01-10..02-20 call 0.10 ×1                                 | 02-20 | 12-31   | ''
            # through a rest; begun again within the period, what ended when the rest began ends anew
            01-01..01-10 call 0.10 ×1, 01-20.. call 0.10 ×1           | 01-01 | 02-01   | call 01-01..02-01
            01-01..01-10 call 0.10 ×1, 01-20.. call 0.10 ×1           | 01-10 | 02-01   | call 01-01..02-01
            01-01..01-10 call 0.10 ×1                                 | 01-01 | 01-10   | call 01-01..01-10
            # two units
            01-01.. call 0.10 byte 0.01 ×1                            | 01-01 | 02-01   | call 01-01..02-01, byte 01-01..02-01
            01-01..01-16 call 0.10 byte 0.01 ×1, 01-16.. call 0.20 byte 0.01 ×1 | 01-01 | 01-16 | call 01-01..01-16
            01-01..01-16 call 0.10 byte 0.01 ×1, 01-16.. call 0.20 byte 0.01 ×1 | 01-16 | 02-01 | byte 01-01..02-01, call 01-16..02-01
            """)
    void counts_that_ended_are_told_in_order_of_their_days(
            String timeline, String after, String through, String ended) {
        assertThat(Metering.ended(timeline(timeline), day(after), day(through)).stream()
                        .map(span -> span.price().unit() + " " + written(span.days()))
                        .collect(Collectors.joining(", ")))
                .isEqualTo(ended);
    }

    @ParameterizedTest(name = "{0} after {1}: next end {2}, counted from {3}")
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # timeline                                                | after | next end | what is counted next began
            01-01.. call 0.10 ×1                                      | 01-01 | 02-01    | 01-01
            01-01.. call 0.10 ×1                                      | 01-31 | 02-01    | 01-01
            01-01.. call 0.10 ×1                                      | 02-01 | 03-01    | 02-01
            01-01..01-16 call 0.10 ×1, 01-16.. call 0.20 ×1           | 01-01 | 01-16    | 01-01
            01-01..01-16 call 0.10 ×1, 01-16.. call 0.20 ×1           | 01-16 | 02-01    | 01-16
            01-10..02-20 call 0.10 ×1                                 | 02-01 | 02-20    | 02-01
            01-10..02-20 call 0.10 ×1                                 | 02-20 | none     | none
            # through a rest
            01-01..01-10 call 0.10 ×1, 01-20.. call 0.10 ×1           | 01-10 | 02-01    | 01-01
            # no use is charged at first
            01-01..02-15 ×1, 02-15.. call 0.10 ×1                     | 01-01 | 03-01    | 02-15
            01-01.. ×1                                                | 01-01 | none     | none
            # the earlier of two units
            01-01..01-16 call 0.10 byte 0.01 ×1, 01-16.. call 0.20 byte 0.01 ×1 | 01-01 | 01-16 | 01-01
            01-01..01-16 call 0.10 byte 0.01 ×1, 01-16.. call 0.20 byte 0.01 ×1 | 01-16 | 02-01 | 01-01
            # a unit that is charged for some days in the middle of a period
            01-01..01-10 call 0.10 ×1, 01-10..01-20 call 0.10 byte 0.01 ×1, 01-20.. call 0.10 ×1 | 01-01 | 01-20 | 01-01
            """)
    void it_is_known_when_a_count_ends_and_where_the_next_began(
            String timeline, String after, String end, String start) {
        assertThat(Metering.nextEnd(timeline(timeline), day(after)))
                .isEqualTo(Optional.ofNullable(end).map(MeteringTest::day));
        assertThat(Metering.nextStart(timeline(timeline), day(after)))
                .isEqualTo(Optional.ofNullable(start).map(MeteringTest::day));
    }

    // --- what is owed ------------------------------------------------------------------------------------------------

    /**
     * A count of January 2026 with {@code known} units, of which an amount was charged before and discounts were taken off
     * that. Lines are written as quantity × unit price = amount.
     */
    @ParameterizedTest(name = "{2} at {0}, {4} charged before")
    @CsvSource(delimiter = '|', nullValues = "-", emptyValue = "", textBlock = """
            # price                       | included | known | discounts | before        | lines
            0.10                          | 0        | 30    | -         | 0.00          | 30 × 0.10 = 3.00
            0.10                          | 100      | 130   | -         | 0.00          | 30 × 0.10 = 3.00
            # nothing to charge is no line
            0.10                          | 0        | 0     | -         | 0.00          | ''
            0.10                          | 100      | 100   | -         | 0.00          | ''
            # charged before for what was known: the rest; the same again charges nothing
            0.10                          | 0        | 30    | -         | 2.00          | 1 × 1.00 = 1.00
            0.10                          | 0        | 30    | -         | 3.00          | ''
            0.0004                        | 0        | 1000  | -         | 0.00          | 1000 × 0.0004 = 0.40
            # the count is rated anew as a whole: no rounding is done twice
            0.004                         | 0        | 2     | -         | 0.00          | 2 × 0.004 = 0.01
            0.004                         | 0        | 3     | -         | 0.01          | ''
            0.004                         | 0        | 4     | -         | 0.01          | 1 × 0.01 = 0.01
            # tiers are filled by all that is known
            graduated 100: 0.10, *: 0.05  | 0        | 120   | -         | 0.00          | 120 × 0.091667 = 11.00
            graduated 100: 0.10, *: 0.05  | 0        | 130   | -         | 11.00         | 1 × 0.50 = 0.50
            graduated 100: 0.10, *: 0.05  | 50       | 120   | -         | 0.00          | 70 × 0.10 = 7.00
            package 100: 5.00             | 0        | 101   | -         | 0.00          | 101 × 0.09901 = 10.00
            package 100: 5.00             | 0        | 150   | -         | 10.00         | ''
            # by volume more use may cost less: the difference goes back
            volume 10: 5.00, *: 3.00      | 0        | 11    | -         | 50.00         | -1 × 17.00 = -17.00
            # a flat fee is due without any use, once
            0.10 + 4.00                   | 0        | 0     | -         | 0.00          | 1 × 4.00 = 4.00
            0.10 + 4.00                   | 0        | 0     | -         | 4.00          | ''
            0.10 + 4.00                   | 0        | 10    | -         | 4.00          | 1 × 1.00 = 1.00
            # percentages lower use; a fixed amount belongs to the recurring price
            0.10                          | 0        | 30    | 20%       | 0.00          | 30 × 0.10 = 3.00, -1 × 0.60 = -0.60
            0.10                          | 0        | 30    | 20%, 10%  | 0.00          | 30 × 0.10 = 3.00, -1 × 0.60 = -0.60, -1 × 0.24 = -0.24
            0.10                          | 0        | 30    | 2.00      | 0.00          | 30 × 0.10 = 3.00
            0.10                          | 0        | 50    | 20%       | 3.00 less 0.60 | 1 × 2.00 = 2.00, -1 × 0.40 = -0.40
            # 20% of 0.01 is nothing, of 0.03 it is 0.01: the discount too is of all that is known
            0.01                          | 0        | 3     | 20%       | 0.01 less 0.00 | 1 × 0.02 = 0.02, -1 × 0.01 = -0.01
            # what goes back takes its discount along
            volume 10: 5.00, *: 3.00      | 0        | 11    | 10%       | 50.00 less 5.00 | -1 × 17.00 = -17.00, -1 × 1.70 = 1.70
            """)
    void everything_known_is_rated_less_what_was_charged_before(
            String price, String included, BigDecimal known, String discounts, String before, String lines) {
        Metering.Span span = span(PriceNotation.price(price, EUR), included, discounts);
        String[] billedAndOff = before.split(" less ", -1);
        Money billed = eur(billedAndOff[0]);
        Money off = billedAndOff.length > 1 ? eur(billedAndOff[1]) : eur("0.00");
        UsageTally tally = tally(span, known, billed, off, billed.isZero() ? 0 : 1);

        Metering.Rated rated = Metering.rate(span, tally);

        assertThat(rated.charges().stream().map(MeteringTest::written).collect(Collectors.joining(", ")))
                .isEqualTo(lines);
        assertThat(rated.tally().billed().minus(billed)).isEqualTo(sum(rated.charges(), LineKind.USAGE));
        assertThat(off.minus(rated.tally().discounted())).isEqualTo(sum(rated.charges(), LineKind.DISCOUNT));
        assertThat(rated.tally().settled()).isTrue();
        assertThat(Metering.rate(span, rated.tally()).charges()).isEmpty();
    }

    @Test
    void a_charge_for_use_tells_its_days_and_its_calculation() {
        Metering.Span span = span(PriceNotation.price("graduated 100: 0.10, *: 0.05", EUR), "20", "-");
        UsageTally first = tally(span, new BigDecimal("140"), eur("0.00"), eur("0.00"), 0);

        Metering.Rated rated = Metering.rate(span, first);
        Charge charge = rated.charges().get(0);

        assertThat(charge.kind()).isEqualTo(LineKind.USAGE);
        assertThat(charge.description()).isEqualTo("The interface: call");
        assertThat(charge.period()).contains(days("01-01..02-01"));
        assertThat(charge.suppliedOn()).isEqualTo(day("01-31"));
        assertThat(charge.trace()).isEqualTo("140 call, 20 included: (100 × 0.10 + 20 × 0.05)");
        assertThat(charge.key()).contains(new ChargeKey(CONTRACT, "usage:call", day("01-01"), 0));

        UsageTally late = Metering.counted(rated.tally(), span, new BigDecimal("40"), Instant.EPOCH);
        Charge more = Metering.rate(span, late).charges().get(0);

        assertThat(more.amount()).isEqualTo(eur("2.00"));
        assertThat(more.trace()).isEqualTo("180 call, 20 included: (100 × 0.10 + 60 × 0.05) − 11.00 billed before");
        assertThat(more.key()).contains(new ChargeKey(CONTRACT, "usage:call", day("01-01"), 1));
    }

    // --- what of the records counts ----------------------------------------------------------------------------------

    /** Records are written as hour and quantity, in the order in which they are told. */
    @ParameterizedTest(name = "{0} of {1} is {2}")
    @CsvSource(delimiter = '|', textBlock = """
            SUM  | 1h 3, 2h 4.5, 3h 0   | 7.5
            MAX  | 1h 3, 2h 4.5, 3h 0   | 4.5
            LAST | 1h 3, 2h 4.5, 3h 0   | 0
            # told in another order, they come to the same
            SUM  | 3h 0, 1h 3, 2h 4.5   | 7.5
            MAX  | 3h 0, 1h 3, 2h 4.5   | 4.5
            LAST | 3h 0, 1h 3, 2h 4.5   | 0
            LAST | 2h 7, 1h 3           | 7
            # of two at one moment the one told last
            LAST | 1h 3, 1h 5           | 5
            LAST | 1h 5, 1h 3           | 3
            """)
    void records_are_taken_together_as_the_price_says(Aggregate aggregate, String records, BigDecimal counted) {
        Metering.Span span = span(UsagePrice.of("call", aggregate, PriceNotation.price("0.10", EUR)), List.of());
        UsageTally tally = Metering.nothingUsed(CONTRACT, span, 35);
        for (String record : records.split(", ", -1)) {
            String[] hourAndQuantity = record.split("h ", -1);
            tally = Metering.counted(
                    tally,
                    span,
                    new BigDecimal(hourAndQuantity[1]),
                    Instant.parse("2026-01-10T0" + hourAndQuantity[0] + ":00:00Z"));
        }

        assertThat(tally.quantity()).isEqualByComparingTo(counted);
    }

    @Test
    void a_record_that_changes_the_count_makes_it_unsettled_and_another_does_not() {
        Metering.Span span = span(UsagePrice.of("seat", Aggregate.MAX, PriceNotation.price("0.10", EUR)), List.of());
        UsageTally settled = Metering.rate(span, tally(span, new BigDecimal("5"), eur("0.00"), eur("0.00"), 0))
                .tally();

        assertThat(Metering.counted(settled, span, new BigDecimal("4"), Instant.EPOCH)
                        .settled())
                .isTrue();
        assertThat(Metering.counted(settled, span, new BigDecimal("6"), Instant.EPOCH)
                        .settled())
                .isFalse();
    }

    @Test
    void a_count_takes_records_until_some_days_after_its_end() {
        Metering.Span span = Metering.spanAt(
                        timeline("01-01..01-16 call 0.10 ×1, 01-16.. call 0.20 ×1"), "call", day("01-10"))
                .orElseThrow();

        assertThat(Metering.nothingUsed(CONTRACT, span, 35).closesOn()).isEqualTo(day("02-20"));
        assertThat(Metering.nothingUsed(CONTRACT, span, 0).closesOn()).isEqualTo(day("01-16"));
    }

    // --- as it is written above --------------------------------------------------------------------------------------

    private static LocalDate day(String monthAndDay) {
        return LocalDate.parse("2026-" + monthAndDay);
    }

    private static ServicePeriod days(String text) {
        return new ServicePeriod(day(text.substring(0, 5)), day(text.substring(7)));
    }

    private static String written(ServicePeriod days) {
        return days.start().toString().substring(5) + ".."
                + days.end().toString().substring(5);
    }

    private static String written(Charge charge) {
        return charge.quantity().toPlainString() + " × " + charge.unitPrice().toPlainString() + " = "
                + charge.amount().toPlainString();
    }

    private static Money sum(List<Charge> charges, LineKind kind) {
        return Money.sum(
                EUR,
                charges.stream()
                        .filter(c -> c.kind() == kind)
                        .map(Charge::amount)
                        .toList());
    }

    private static Money eur(String amount) {
        return Money.of(amount, EUR);
    }

    private static Timeline timeline(String text) {
        List<Segment> segments = new ArrayList<>();
        for (String segment : text.split(", ", -1)) {
            List<String> words = List.of(segment.split(" ", -1));
            String[] ends = words.get(0).split("\\.\\.", -1);
            List<UsagePrice> usage = new ArrayList<>();
            BigDecimal quantity = BigDecimal.ONE;
            int anchor = 1;
            for (int i = 1; i < words.size(); i++) {
                String word = words.get(i);
                if (word.startsWith("×")) {
                    quantity = new BigDecimal(word.substring(1));
                } else if (word.startsWith("@")) {
                    anchor = Integer.parseInt(word.substring(1));
                } else {
                    i++;
                    usage.add(UsagePrice.of(word, Aggregate.SUM, PriceNotation.price(words.get(i), EUR)));
                }
            }
            segments.add(new Segment(
                    day(ends[0]),
                    ends[1].isEmpty() ? Optional.empty() : Optional.of(day(ends[1])),
                    terms(quantity, LocalDate.of(2026, 1, anchor), usage, List.of())));
        }
        return new Timeline(segments);
    }

    private static Metering.Span span(Price price, String included, String discounts) {
        List<Discount.Granted> granted = new ArrayList<>();
        if (discounts != null && !discounts.equals("-")) {
            for (String word : discounts.split(", ", -1)) {
                granted.add(Discount.of(
                                "d" + granted.size(),
                                word.endsWith("%")
                                        ? Reduction.percent(word.substring(0, word.length() - 1))
                                        : Reduction.amount(eur(word)))
                        .granted());
            }
        }
        return span(UsagePrice.of("call", Aggregate.SUM, price).including(included), granted);
    }

    private static Metering.Span span(UsagePrice price, List<Discount.Granted> discounts) {
        return new Metering.Span(
                days("01-01..02-01"), price, terms(BigDecimal.ONE, day("01-01"), List.of(price), discounts));
    }

    private static UsageTally tally(Metering.Span span, BigDecimal quantity, Money billed, Money off, int ratings) {
        return new UsageTally(
                CONTRACT,
                span.price().unit(),
                span.days(),
                quantity,
                Instant.EPOCH,
                billed,
                off,
                ratings,
                span.days().end().plusDays(35),
                false);
    }

    private static Terms terms(
            BigDecimal quantity, LocalDate anchor, List<UsagePrice> usage, List<Discount.Granted> discounts) {
        return new Terms(
                PlanId.of("api"),
                ProductId.of("api"),
                1,
                "The interface",
                "regular",
                BillingInterval.MONTHLY,
                anchor,
                0,
                Alignment.subscription(),
                BillingMode.IN_ADVANCE,
                Price.free(EUR),
                false,
                false,
                quantity,
                Optional.empty(),
                Optional.empty(),
                discounts,
                usage);
    }
}
