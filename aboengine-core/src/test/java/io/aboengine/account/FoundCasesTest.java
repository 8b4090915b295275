package io.aboengine.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aboengine.account.CommandRefusedException.Refusal;
import io.aboengine.calendar.ServicePeriod;
import io.aboengine.charge.LineKind;
import io.aboengine.event.Event;
import io.aboengine.event.EventType;
import io.aboengine.fulfilment.AccessReason;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.Actor;
import io.aboengine.party.SelfService;
import io.aboengine.party.SelfServiceAction;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.SubscriptionState;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The smallest stories of what the laws found, each told once more in plain words. */
class FoundCasesTest {
    private final Life life = new Life(Shop.ADA, Shop.rules());

    private SubscriptionId subscribed(String plan) {
        return life.order(Command.Subscribe.to(Shop.ADA.value(), plan))
                .subscription()
                .orElseThrow();
    }

    private DocumentId firstDocument() {
        return life.ledger().documents().iterator().next().id();
    }

    private List<String> netAmounts() {
        return life.ledger().documents().stream()
                .map(Document::net)
                .map(Money::toPlainString)
                .toList();
    }

    private static Money eur(String amount) {
        return Money.of(amount, Currency.EUR);
    }

    @Test
    void a_change_of_what_is_served_is_told_even_if_it_lies_within_days_that_are_billed() {
        SubscriptionId paper = subscribed("monthly");
        life.order(Command.ChangePlan.of(paper, "weekly")
                .when(Timing.on(LocalDate.of(2024, 3, 5)))
                .settle(Command.Settlement.FULL));
        life.on("2024-03-04").advance();
        life.waitUntil(LocalDate.of(2024, 4, 17));
        life.advance();

        assertThat(life.ledger().events())
                .filteredOn(event -> event.type() == EventType.PLAN_CHANGED)
                .extracting(Event::on)
                .contains(LocalDate.of(2024, 3, 5));
    }

    @Test
    void a_contract_whose_end_is_put_off_by_a_rest_was_not_cancelled() {
        SubscriptionId paper = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "monthly").endOn(LocalDate.of(2024, 4, 30)))
                .subscription()
                .orElseThrow();
        life.order(Command.Pause.now(paper).extending());

        assertThatThrownBy(() -> life.order(new Command.RevokeCancellation(paper)))
                .isInstanceOfSatisfying(
                        CommandRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(Refusal.NOT_CANCELLED));
    }

    @Test
    void nothing_is_given_back_before_it_was_asked_for() {
        SubscriptionId paper = subscribed("monthly");
        life.on("2024-02-10").order(Command.ChangePlan.of(paper, "team").collect(Command.Settling.NEXT_INVOICE));
        life.order(Command.ChangePlan.of(paper, "yearly"));

        Document made = life.ledger().documents().stream().reduce((a, b) -> b).orElseThrow();
        assertThat(life.linesOf(made.id()))
                .extracting(line ->
                        line.charge().plan().orElseThrow() + " " + line.charge().amount())
                .containsExactly("monthly EUR -6.55", "team EUR 26.20", "team EUR -26.20", "yearly EUR 99.00");
    }

    @Test
    void nothing_can_be_paid_on_a_draft_that_was_given_up() {
        Life drafting = new Life(Shop.ADA, Shop.rules(Shop.settings().withDraftDays(5), Map.of()));
        drafting.order(Command.Subscribe.to(Shop.ADA.value(), "monthly"));
        DocumentId draft = drafting.ledger().documents().iterator().next().id();
        drafting.order(new Command.SettleDraft(draft, true));

        assertThatThrownBy(() -> drafting.order(new Command.ReceivePayment(Shop.ADA, eur("10.00"), Optional.of(draft))))
                .isInstanceOfSatisfying(
                        CommandRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(Refusal.NOT_PAYABLE));
    }

    @Test
    void what_is_to_be_given_back_with_the_next_invoice_is_not_given_back_by_hand_as_well() {
        SubscriptionId paper = subscribed("monthly");
        life.order(Command.ChangePlan.of(paper, "team").collect(Command.Settling.NEXT_INVOICE));

        assertThatThrownBy(
                        () -> life.order(Command.CreditNote.of(firstDocument()).amount(eur("0.01"))))
                .isInstanceOfSatisfying(
                        CommandRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(Refusal.TOO_MUCH));

        life.on("2024-02-10").order(Command.ChangePlan.of(paper, "yearly").collect(Command.Settling.NEXT_INVOICE));
        assertThat(netAmounts()).containsExactly("10.00");
    }

    @Test
    void a_cancelled_document_brings_along_what_waits_against_it() {
        SubscriptionId paper = subscribed("monthly");
        life.on("2024-02-10").order(Command.ChangePlan.of(paper, "team").collect(Command.Settling.NEXT_INVOICE));
        life.order(Command.CancelDocument.of(firstDocument()));

        assertThat(netAmounts()).containsExactly("10.00", "19.65", "-3.45");
    }

    @Test
    void what_was_used_before_a_withdrawal_is_compensated_for_like_its_days() {
        SubscriptionId course = subscribed("metered");
        life.waitUntil(LocalDate.of(2024, 2, 5));
        life.order(Command.RecordUsage.of(
                course,
                new Command.Usage("u1", "call", new BigDecimal("30"), life.now().at())));
        life.waitUntil(LocalDate.of(2024, 2, 10));
        life.order(Command.Withdraw.from(course));

        assertThat(netAmounts()).as("19 of 29 days back, 20 calls at 0.07").containsExactly("9.00", "-4.50");
    }

    @Test
    void a_contract_that_was_cancelled_before_it_began_stays_so_when_a_change_begins() {
        SubscriptionId course = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "monthly").startOn(LocalDate.of(2024, 3, 16)))
                .subscription()
                .orElseThrow();
        life.order(Command.ChangePlan.of(course, "ten-days").when(Timing.on(LocalDate.of(2024, 3, 16))));
        life.order(new Command.Cancel(course, Timing.on(LocalDate.of(2024, 4, 16)), Command.PaidDays.CREDIT));
        life.on("2024-05-01");

        assertThat(life.ledger().subscription(course).endOn()).contains(LocalDate.of(2024, 4, 16));
        assertThat(netAmounts()).containsExactly("3.33", "3.33", "3.33", "0.33");
    }

    @Test
    void only_the_days_that_are_still_billed_are_invoiced_anew() {
        SubscriptionId paper = subscribed("team");
        life.on("2024-02-01").order(Command.ChangePlan.of(paper, "monthly"));
        life.on("2024-02-04").order(Command.ChangePlan.of(paper, "team"));
        life.on("2024-02-21").order(Command.CancelDocument.of(firstDocument()).reissued());

        Document anew = life.ledger().documents().stream().reduce((a, b) -> b).orElseThrow();
        assertThat(life.linesOf(anew.id())).singleElement().satisfies(line -> {
            assertThat(line.charge().amount()).isEqualTo(eur("1.38"));
            assertThat(line.charge().period())
                    .contains(new ServicePeriod(LocalDate.of(2024, 1, 31), LocalDate.of(2024, 2, 1)));
        });
    }

    @Test
    void days_are_given_back_net_of_what_a_document_discount_took_off() {
        life.order(new Command.GrantDiscount(Shop.ADA, "loyal"));
        SubscriptionId paper = subscribed("monthly"); // 10.00 less 5 %, for 29 days
        life.on("2024-02-10").order(Command.Cancel.now(paper)); // ten of them are kept: 3.45 less 0.17

        assertThat(netAmounts()).containsExactly("9.50", "-6.22");
    }

    @Test
    void a_document_discount_is_not_taken_off_what_the_same_document_gives_back() {
        life.order(new Command.GrantDiscount(Shop.ADA, "loyal"));
        SubscriptionId paper = subscribed("monthly");
        life.order(Command.ChangePlan.of(paper, "team").collect(Command.Settling.NEXT_INVOICE));
        life.order(Command.Cancel.now(paper));

        assertThat(netAmounts()).containsExactly("9.50", "-9.50");
    }

    @Test
    void a_preview_of_what_costs_nothing_comes_back() {
        Command free = Command.Subscribe.to(Shop.ADA.value(), "free");
        Preview preview = Decide.preview(life.reaching(free), life.rules(), free, Shop.BY_OPERATOR, life.now());

        assertThat(preview.next()).isEmpty();
        assertThat(preview.nextOn()).isEmpty();
    }

    @Test
    void the_draft_of_an_earlier_day_gets_the_earlier_number() {
        Life drafting = new Life(Shop.ADA, Shop.rules(Shop.settings().withDraftDays(5), Map.of()));
        drafting.order(Command.Subscribe.to(Shop.ADA.value(), "monthly"));
        drafting.order(new Command.GrantCredit(Shop.ADA, eur("10.00"), "sorry"));
        drafting.waitUntil(LocalDate.of(2024, 3, 20));
        drafting.advance();

        assertThat(drafting.ledger().documents())
                .extracting(Document::creditApplied)
                .containsExactly(eur("10.00"), eur("0.00"));
    }

    @Test
    void what_a_phase_costs_once_comes_later_with_its_phase() {
        SubscriptionId course = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "phased").withoutTrial())
                .subscription()
                .orElseThrow();
        life.order(Command.Pause.now(course).extending());
        life.on("2024-03-31").order(Command.Resume.now(course));
        life.on("2024-05-01");

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().kind() == LineKind.ONE_TIME)
                .extracting(line -> line.charge().phase().orElseThrow() + " "
                        + line.charge().suppliedOn())
                .containsExactly("kick-off 2024-01-31", "half 2024-04-21");
    }

    @Test
    void a_document_discount_stays_apart_when_its_document_is_invoiced_anew() {
        life.order(new Command.GrantDiscount(Shop.ADA, "loyal"));
        SubscriptionId paper = subscribed("monthly"); // 10.00 less 5 %, for 29 days
        life.order(Command.CancelDocument.of(firstDocument()).reissued());
        life.on("2024-02-10").order(Command.Cancel.now(paper));

        assertThat(netAmounts()).containsExactly("9.50", "-9.50", "9.50", "-6.22");
    }

    @Test
    void use_until_the_end_is_charged_although_the_days_behind_it_stay_billed() {
        SubscriptionId metered = subscribed("metered"); // ten calls are included, every other costs 0.07
        life.order(Command.RecordUsage.of(
                metered,
                new Command.Usage(
                        "a", "call", BigDecimal.valueOf(30), life.now().at())));
        life.on("2024-02-03").order(new Command.Cancel(metered, Timing.now(), Command.PaidDays.NONE));

        assertThat(netAmounts()).containsExactly("9.00", "1.40");
    }

    @Test
    void a_cancellation_that_gives_nothing_back_gives_back_no_days_that_were_to_come_later_whenever_it_ends() {
        for (Timing end :
                List.of(Timing.now(), Timing.on(LocalDate.of(2024, 2, 20)), Timing.on(LocalDate.of(2024, 2, 29)))) {
            Life resting = new Life(Shop.ADA, Shop.rules());
            SubscriptionId paper = resting.order(Command.Subscribe.to(Shop.ADA.value(), "monthly"))
                    .subscription()
                    .orElseThrow();
            resting.on("2024-02-05").order(Command.Pause.now(paper).extending());
            resting.on("2024-02-10").order(new Command.Cancel(paper, end, Command.PaidDays.NONE));
            resting.on("2024-04-01");

            assertThat(resting.ledger().documents())
                    .as("ends %s", end)
                    .extracting(Document::net)
                    .containsExactly(eur("10.00"));
        }
    }

    @Test
    void a_cancelled_contract_pays_for_no_days_of_a_rest_that_were_not_paid_for_before() {
        SubscriptionId paper = subscribed("monthly"); // until 29 February
        life.on("2024-02-20")
                .order(Command.Pause.now(paper).until(LocalDate.of(2024, 3, 10)).extending());
        life.on("2024-02-25")
                .order(new Command.Cancel(paper, Timing.on(LocalDate.of(2024, 3, 20)), Command.PaidDays.NONE));
        life.on("2024-04-01"); // 10 to 20 March are 10 of 31 days

        assertThat(netAmounts()).containsExactly("10.00", "3.23");
    }

    @Test
    void a_rest_takes_away_no_paid_days_behind_the_end_of_a_contract_that_gives_nothing_back() {
        SubscriptionId paper = subscribed("monthly");
        life.on("2024-02-05")
                .order(Command.Pause.now(paper)
                        .when(Timing.on(LocalDate.of(2024, 2, 10)))
                        .until(LocalDate.of(2024, 2, 25)));
        life.order(new Command.Cancel(paper, Timing.on(LocalDate.of(2024, 2, 12)), Command.PaidDays.NONE));
        life.on("2024-04-01"); // 27 of 29 days stay

        assertThat(netAmounts()).containsExactly("10.00", "-0.69");
    }

    @Test
    void paid_days_behind_a_rest_in_which_a_contract_ends_stay_paid_if_nothing_is_given_back() {
        SubscriptionId paper = subscribed("monthly");
        life.on("2024-02-05").order(Command.Pause.now(paper).until(LocalDate.of(2024, 2, 15))); // 19 of 29 days stay
        life.on("2024-02-10").order(new Command.Cancel(paper, Timing.now(), Command.PaidDays.NONE));
        life.on("2024-04-01");

        assertThat(netAmounts()).containsExactly("10.00", "-3.45");
    }

    @Test
    void a_change_before_the_end_leaves_the_paid_days_behind_it_as_they_are_if_nothing_is_given_back() {
        SubscriptionId paper = subscribed("monthly");
        life.on("2024-02-01").order(Command.ChangePlan.of(paper, "team").when(Timing.on(LocalDate.of(2024, 2, 20))));
        life.order(new Command.Cancel(paper, Timing.on(LocalDate.of(2024, 2, 25)), Command.PaidDays.NONE));
        life.on("2024-04-01"); // 5 of 29 days go back: 1.72; they cost 6.89 now

        assertThat(netAmounts()).containsExactly("10.00", "5.17");
    }

    @Test
    void paid_days_of_a_rest_come_later_although_they_were_billed_while_the_contract_was_cancelled() {
        SubscriptionId paper = subscribed("monthly");
        life.order(Command.Pause.now(paper)
                .when(Timing.on(LocalDate.of(2024, 2, 2)))
                .until(LocalDate.of(2024, 2, 9))
                .extending());
        life.order(new Command.Cancel(paper, Timing.on(LocalDate.of(2024, 2, 8)), Command.PaidDays.CREDIT));
        life.order(new Command.RevokeCancellation(paper)); // 8 February is looked at
        life.on("2024-02-04").order(new Command.Cancel(paper, Timing.periodEnd(), Command.PaidDays.NONE));
        life.on("2024-02-09").order(new Command.RevokeCancellation(paper));
        life.on("2024-03-31"); // 29 of 29 days, then a month from 7 March on

        assertThat(netAmounts()).containsExactly("10.00", "10.00");
    }

    @Test
    void days_before_a_rest_keep_their_price_if_the_terms_behind_it_change() {
        SubscriptionId paper = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "quarterly").quantity(new BigDecimal("2.5")))
                .subscription()
                .orElseThrow(); // 2.5 × 29.99 = 74.975
        life.on("2024-05-01").order(Command.Pause.now(paper).extending());
        life.on("2024-05-05").order(new Command.Resume(paper, Timing.now()));
        life.on("2024-05-09")
                .order(Command.ChangePlan.ofQuantity(paper, new BigDecimal("2"))
                        .when(Timing.on(LocalDate.of(2024, 5, 5)))); // 0.81 + 59.33 − 74.98

        assertThat(netAmounts()).containsExactly("74.98", "74.98", "-14.84");
    }

    @Test
    void a_change_whose_place_another_takes_brings_nothing_although_it_was_to_be_billed_from_an_earlier_day() {
        SubscriptionId paper = subscribed("monthly");
        life.order(Command.ChangePlan.of(paper, "phased") // charges 30.00 once
                .when(Timing.on(LocalDate.of(2024, 2, 8)))
                .settle(Command.Settlement.FULL));
        life.order(Command.ChangePlan.of(paper, "monthly").when(Timing.on(LocalDate.of(2024, 3, 31))));
        life.on("2024-04-01");

        assertThat(netAmounts()).containsExactly("10.00", "10.00", "10.00");
    }

    @Test
    void a_quantity_that_is_agreed_for_later_comes_besides_a_change_that_is_billed_from_an_earlier_day() {
        for (boolean withdrawn : List.of(false, true)) {
            Life one = new Life(Shop.ADA, Shop.rules());
            SubscriptionId paper = one.order(Command.Subscribe.to(Shop.ADA.value(), "monthly"))
                    .subscription()
                    .orElseThrow();
            one.order(Command.ChangePlan.of(paper, "team") // 39.99
                    .when(Timing.on(LocalDate.of(2024, 2, 8)))
                    .settle(Command.Settlement.FULL));
            one.order(Command.ChangePlan.ofQuantity(paper, new BigDecimal("2"))
                    .when(Timing.on(LocalDate.of(2024, 2, 29))));
            if (withdrawn) {
                one.order(new Command.WithdrawChange(paper));
            }
            one.on("2024-03-01");

            assertThat(one.ledger().documents())
                    .extracting(document -> document.net().toPlainString())
                    .containsExactlyElementsOf(
                            withdrawn ? List.of("10.00", "20.00") : List.of("10.00", "29.99", "79.98"));
        }
    }

    @Test
    void a_change_that_is_billed_from_an_earlier_day_is_not_agreed_while_another_waits() {
        SubscriptionId paper = subscribed("monthly");
        life.order(Command.ChangePlan.of(paper, "team").when(Timing.on(LocalDate.of(2024, 2, 8))));

        assertThatThrownBy(() -> life.order(Command.ChangePlan.ofQuantity(paper, new BigDecimal("2"))
                        .when(Timing.on(LocalDate.of(2024, 3, 8)))
                        .settle(Command.Settlement.FULL)))
                .isInstanceOfSatisfying(
                        CommandRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(Refusal.CHANGE_SCHEDULED));
    }

    @Test
    void the_shop_is_told_that_another_plan_takes_the_place_of_what_was_agreed_for_later() {
        SubscriptionId paper = subscribed("monthly");
        life.order(Command.ChangePlan.ofQuantity(paper, new BigDecimal("2")).when(Timing.on(LocalDate.of(2024, 2, 8))));
        life.order(Command.ChangePlan.of(paper, "team"));

        assertThat(life.ledger().events())
                .filteredOn(event -> event.type() == EventType.PLAN_CHANGE_WITHDRAWN)
                .extracting(event -> event.details().get("from"))
                .containsExactly("2024-02-08");
    }

    @Test
    void a_change_that_was_to_be_billed_from_an_earlier_day_gives_nothing_back_once_it_is_withdrawn() {
        SubscriptionId paper = subscribed("monthly");
        life.order(Command.ChangePlan.of(paper, "team")
                .when(Timing.on(LocalDate.of(2024, 2, 8)))
                .settle(Command.Settlement.FULL));
        life.order(
                Command.ChangePlan.ofQuantity(paper, new BigDecimal("2")).when(Timing.on(LocalDate.of(2024, 2, 20))));
        life.order(new Command.WithdrawChange(paper));
        life.on("2024-02-21"); // 9 of 29 days: 6.21 − 3.10

        assertThat(netAmounts()).containsExactly("10.00", "3.11");
    }

    @Test
    void a_price_agreed_with_the_customer_stays_in_a_migration_although_a_free_stub_costs_the_same() {
        SubscriptionId paper = subscribed("free-stub"); // nothing until Monday, 5 February
        life.order(Command.ChangePlan.ofPrice(paper, UnitPrice.of("0.00", Currency.EUR))
                .when(Timing.periodEnd()));
        life.on("2024-02-05");

        assertThatThrownBy(() -> life.order(new Command.MigratePrice(paper, LocalDate.of(2024, 2, 5))))
                .isInstanceOfSatisfying(
                        CommandRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(Refusal.NOTHING_CHANGES));
    }

    @Test
    void use_that_was_charged_so_far_is_known_when_its_period_is_run_late() {
        SubscriptionId metered = subscribed("metered"); // ten calls are included, every other costs 0.07
        life.order(Command.RecordUsage.of(
                metered,
                new Command.Usage(
                        "a", "call", BigDecimal.valueOf(30), life.now().at())));
        life.on("2024-02-10").order(new Command.BillNow(Shop.ADA));
        DocumentId soFar = life.ledger().documents().stream()
                .reduce((a, b) -> b)
                .orElseThrow()
                .id();
        life.waitUntil(LocalDate.of(2024, 4, 10)); // the count took records until 4 April
        life.advance();
        life.order(Command.CancelDocument.of(soFar).reissued());

        assertThat(netAmounts()).containsExactly("9.00", "1.40", "9.00", "9.00", "-1.40", "1.40");
    }

    @Test
    void use_that_was_charged_when_its_count_was_cut_costs_less_by_a_discount_when_the_count_ends_late() {
        SubscriptionId metered = subscribed("metered"); // 1.50 for each peak
        life.order(Command.RecordUsage.of(
                metered,
                new Command.Usage("a", "peak", new BigDecimal("1.5"), life.now().at())));
        life.on("2024-02-01").order(Command.ChangePlan.of(metered, "monthly"));
        life.order(Command.ChangePlan.of(metered, "metered"));
        life.order(Command.ChangePlan.ofDiscounts(metered, "third"));
        life.waitUntil(LocalDate.of(2024, 6, 10));
        life.advance();

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().suppliedOn().equals(LocalDate.of(2024, 2, 28)))
                .filteredOn(line -> line.charge().kind() == LineKind.DISCOUNT)
                .extracting(line -> line.charge().amount().toPlainString())
                .containsExactly("-2.90", "-0.75"); // of 8.69 for the days and of 2.25
    }

    @Test
    void days_that_stay_billed_behind_the_end_keep_their_price_if_the_terms_before_it_change() {
        SubscriptionId paper = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "monthly").billingAnchor(LocalDate.of(2024, 1, 21)))
                .subscription()
                .orElseThrow(); // 21 of 31 days
        life.on("2024-02-02")
                .order(new Command.Cancel(paper, Timing.on(LocalDate.of(2024, 2, 3)), Command.PaidDays.NONE));
        life.order(Command.ChangePlan.of(paper, "team").settle(Command.Settlement.FULL)); // 3.87 − (6.77 − 5.81)

        assertThat(netAmounts()).containsExactly("6.77", "2.91");
    }

    @Test
    void a_contract_that_was_cancelled_before_it_began_cannot_rest() {
        SubscriptionId paper = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "monthly").startOn(LocalDate.of(2024, 2, 1)))
                .subscription()
                .orElseThrow();
        life.order(new Command.Cancel(paper, Timing.on(LocalDate.of(2024, 2, 3)), Command.PaidDays.CREDIT));
        life.on("2024-02-02");

        assertThat(life.ledger().subscription(paper).state()).isEqualTo(SubscriptionState.CANCELLED);
        assertThatThrownBy(() -> life.order(Command.Pause.now(paper).extending()))
                .isInstanceOfSatisfying(
                        CommandRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(Refusal.ALREADY_CANCELLED));
    }

    @Test
    void a_cancellation_that_is_revoked_leaves_a_rest_as_it_was() {
        SubscriptionId paper = subscribed("monthly");
        life.on("2024-02-05").order(Command.Pause.now(paper).extending());
        life.on("2024-02-10")
                .order(new Command.Cancel(paper, Timing.on(LocalDate.of(2024, 2, 20)), Command.PaidDays.CREDIT));
        life.on("2024-02-12").order(new Command.RevokeCancellation(paper));
        life.on("2024-02-15").order(new Command.Resume(paper, Timing.now()));
        life.on("2024-03-11"); // ten days later than it would have been

        assertThat(life.ledger().documents())
                .extracting(Document::plannedOn)
                .containsExactly(LocalDate.of(2024, 1, 31), LocalDate.of(2024, 3, 10));
        assertThat(netAmounts()).containsExactly("10.00", "10.00");
    }

    @Test
    void free_days_at_the_beginning_stay_free_although_what_is_served_changed_on_one_of_them() {
        SubscriptionId paper = subscribed("tried-yearly"); // free until 29 February
        life.on("2024-02-01");
        life.order(Command.ChangePlan.of(paper, "tried").settle(Command.Settlement.NONE));
        life.order(Command.ChangePlan.of(paper, "monthly").when(Timing.on(LocalDate.of(2024, 1, 31))));
        life.on("2024-03-01");

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().kind() == LineKind.RECURRING)
                .extracting(line -> line.charge().period().orElseThrow().start() + " "
                        + line.charge().amount())
                .containsExactly("2024-01-31 EUR 0.00", "2024-02-29 EUR 10.00");
    }

    @Test
    void periods_that_begin_anew_do_so_on_one_day_whatever_is_agreed_for_later() {
        SubscriptionId course = subscribed("weekly");
        life.order(Command.ChangePlan.ofPrice(course, UnitPrice.of("10.00", Currency.EUR))
                .when(Timing.on(LocalDate.of(2024, 2, 8)))
                .settle(Command.Settlement.FULL));
        life.on("2024-02-03")
                .order(Command.ChangePlan.ofPrice(course, UnitPrice.of("9.00", Currency.EUR))
                        .resettingAnchor());
        life.on("2024-02-25");

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().amount().isPositive())
                .extracting(line -> line.charge().period().orElseThrow().start())
                .endsWith(LocalDate.of(2024, 2, 10), LocalDate.of(2024, 2, 17), LocalDate.of(2024, 2, 24));
    }

    @Test
    void days_by_which_a_rest_lasts_longer_are_given_back_at_once() {
        SubscriptionId paper = subscribed("monthly");
        life.order(Command.Pause.now(paper).until(LocalDate.of(2024, 2, 7))); // 7 of 29 days
        life.on("2024-02-03").order(new Command.Resume(paper, Timing.on(LocalDate.of(2024, 2, 9)))); // 9 of 29
        assertThat(netAmounts()).containsExactly("10.00", "-2.41", "-0.69");

        life.order(new Command.Resume(paper, Timing.on(LocalDate.of(2024, 2, 7))));
        life.on("2024-02-20");
        assertThat(netAmounts()).containsExactly("10.00", "-2.41", "-0.69", "0.69");
    }

    @Test
    void a_contract_that_goes_on_on_the_day_a_change_begins_goes_on_with_it() {
        SubscriptionId course = subscribed("ending"); // for ten weeks, until 10 April
        life.order(Command.ChangePlan.of(course, "monthly").when(Timing.on(LocalDate.of(2024, 3, 31))));
        life.on("2024-03-30").order(Command.Pause.now(course).withBillingGoingOn());
        life.on("2024-03-31").order(Command.Resume.now(course));

        assertThat(life.ledger().lines())
                .last()
                .satisfies(line -> assertThat(line.charge().period())
                        .contains(new ServicePeriod(LocalDate.of(2024, 3, 31), LocalDate.of(2024, 4, 30))));
    }

    @Test
    void days_of_rest_are_not_paid_for_when_a_contract_is_withdrawn_from() {
        SubscriptionId course = subscribed("weekly");
        life.on("2024-02-01").order(Command.Pause.now(course)); // one of seven days is kept, 0.43
        life.on("2024-02-03").order(new Command.Withdraw(course, true));

        assertThat(netAmounts()).containsExactly("2.99", "-2.56");
    }

    @Test
    void no_day_is_charged_less_than_nothing_for_what_was_given_back_by_hand() {
        SubscriptionId paper = subscribed("monthly");
        life.on("2024-02-01").order(Command.CreditNote.of(firstDocument()).amount(eur("9.50")));
        life.order(Command.ChangePlan.of(paper, "team").when(Timing.on(LocalDate.of(2024, 2, 10))));
        life.order(Command.Pause.now(paper)); // all that is left goes back
        life.order(new Command.Resume(paper, Timing.now())); // 10 of 29 days are 3.45, of which 9.50 are still billed
        life.on("2024-02-20"); // 19 of 29 days of 39.99

        assertThat(netAmounts()).containsExactly("10.00", "-9.50", "-0.50", "26.20");
    }

    @Test
    void what_was_paid_once_goes_back_with_a_withdrawal_wherever_it_stands() {
        SubscriptionId paper = subscribed("tried-yearly");
        life.order(Command.CancelDocument.of(firstDocument()).reissued()); // a document without days
        life.order(new Command.Withdraw(paper, true));

        assertThat(netAmounts()).startsWith("9.90", "-9.90", "9.90", "-9.90");
    }

    @Test
    void a_price_of_another_currency_is_refused_before_it_can_stop_the_account() {
        SubscriptionId paper = subscribed("monthly");

        assertThatThrownBy(() -> life.order(Command.ChangePlan.ofPrice(paper, UnitPrice.of("5.00", Currency.USD))
                        .when(Timing.periodEnd())))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("must be in EUR");
    }

    @Test
    void an_add_on_keeps_its_own_cancellation_when_that_of_its_base_is_revoked() {
        SubscriptionId base = subscribed("monthly");
        SubscriptionId extra = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "extra").addOnTo(base))
                .subscription()
                .orElseThrow();
        life.order(new Command.Cancel(extra, Timing.on(LocalDate.of(2024, 4, 10)), Command.PaidDays.CREDIT));
        life.order(new Command.Cancel(base, Timing.on(LocalDate.of(2024, 4, 5)), Command.PaidDays.CREDIT));
        life.order(new Command.RevokeCancellation(base));

        assertThat(life.ledger().subscription(base).endOn()).isEmpty();
        assertThat(life.ledger().subscription(extra).endOn()).contains(LocalDate.of(2024, 4, 5));
    }

    @Test
    void an_add_on_that_comes_before_its_base_rests_rests_with_it() {
        SubscriptionId base = subscribed("monthly");
        life.order(Command.Pause.now(base)
                .when(Timing.on(LocalDate.of(2024, 2, 29)))
                .until(LocalDate.of(2024, 3, 31)));
        SubscriptionId extra = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "extra").addOnTo(base))
                .subscription()
                .orElseThrow();
        life.on("2024-04-01");

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().subscription().equals(Optional.of(extra)))
                .extracting(line -> line.charge().period().orElseThrow().start())
                .containsExactly(LocalDate.of(2024, 1, 31), LocalDate.of(2024, 3, 31));
    }

    @Test
    void what_is_told_names_the_plan_that_was_agreed_last() {
        SubscriptionId paper = subscribed("monthly");
        life.on("2024-02-05").order(Command.ChangePlan.of(paper, "team").settle(Command.Settlement.NONE));
        life.on("2024-02-06").order(Command.ChangePlan.ofQuantity(paper, BigDecimal.valueOf(2)));

        assertThat(life.ledger().events())
                .filteredOn(event -> event.type() == EventType.PLAN_CHANGED)
                .extracting(event -> event.on() + " " + event.details().get("plan"))
                .containsExactly("2024-02-05 team", "2024-02-06 team");
    }

    /**
     * Two tenths off 10.00 for 12 of 31 days: 3.87 − 0.39 − 0.35 = 3.13, and 3.39 with 10 April, on which half the price
     * off is over. A share of the 8.10 that were billed would be 3.14.
     */
    @Test
    void days_that_are_kept_cost_their_price_and_discounts_each_rounded() {
        life.on("2024-02-11");
        SubscriptionId paper = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "monthly").discounts("tenth", "tenth"))
                .subscription()
                .orElseThrow();
        life.on("2024-03-23").order(Command.ChangePlan.ofDiscounts(paper, "spring"));
        life.order(new Command.Cancel(paper, Timing.now(), Command.PaidDays.REFUND));

        assertThat(life.ledger().lines().stream()
                        .filter(line ->
                                line.charge().period().orElseThrow().start().isAfter(LocalDate.of(2024, 3, 1)))
                        .map(line -> line.charge().amount())
                        .reduce(eur("0.00"), Money::plus))
                .isEqualTo(eur("3.13"));
    }

    /** 6.5 calls at 0.07 are 0.46; a tenth off is 0.41, a third off that 0.27. */
    @Test
    void discounts_that_reach_back_lower_use_that_was_charged() {
        SubscriptionId course = subscribed("metered");
        life.on("2024-02-05");
        life.order(Command.RecordUsage.of(
                course,
                new Command.Usage(
                        "a", "call", new BigDecimal("16.5"), life.now().at())));
        life.on("2024-03-01")
                .order(Command.ChangePlan.ofDiscounts(course, "tenth", "third")
                        .when(Timing.on(LocalDate.of(2024, 2, 28))));

        assertThat(life.ledger().lines().stream()
                        .map(line -> line.charge())
                        .filter(charge -> charge.description().equals("metered: call")
                                || (charge.kind() == LineKind.DISCOUNT
                                        && charge.period().orElseThrow().start().equals(LocalDate.of(2024, 1, 31))
                                        && charge.period().orElseThrow().end().equals(LocalDate.of(2024, 2, 29))))
                        .map(charge -> charge.amount())
                        .reduce(eur("0.00"), Money::plus))
                .isEqualTo(eur("0.27"));
    }

    /** The plan ends in April by itself, and was billed to that day; the change that goes back to it puts the end off to June. */
    @Test
    void days_that_were_billed_to_an_end_are_not_billed_again_when_a_change_puts_the_end_off() {
        SubscriptionId course = subscribed("ending");
        life.on("2024-03-12");
        Timing april = Timing.on(LocalDate.of(2024, 4, 1));
        life.order(Command.ChangePlan.of(course, "monthly").when(april));
        life.order(Command.ChangePlan.of(course, "ending").when(april));
        life.on("2024-04-02");

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().period().orElseThrow().end().isAfter(LocalDate.of(2024, 3, 31)))
                .extracting(line -> line.charge().amount().toPlainString())
                .containsExactly("9.97", "19.93");
    }

    @Test
    void a_trial_that_never_began_was_not_used() {
        SubscriptionId course = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "tried").startOn(LocalDate.of(2024, 3, 1)))
                .subscription()
                .orElseThrow();
        life.on("2024-02-10").order(Command.Cancel.now(course));
        subscribed("tried");

        assertThat(netAmounts()).as("free for a fortnight").isEmpty();
    }

    @Test
    void a_customer_does_not_escape_a_minimum_term_by_a_change() {
        Life own = new Life(
                Shop.ADA,
                Shop.rules(
                        Shop.settings().withSelfService(SelfService.allow(SelfServiceAction.CHANGE_PLAN)), Map.of()));
        SubscriptionId paper = own.order(Command.Subscribe.to(Shop.ADA.value(), "bound"))
                .subscription()
                .orElseThrow();
        Command change = Command.ChangePlan.of(paper, "monthly").when(Timing.on(LocalDate.of(2024, 2, 10)));

        assertThatThrownBy(() -> Decide.decide(
                        own.reaching(change),
                        own.rules(),
                        change,
                        new Decide.Given(Actor.customer(Shop.ADA), Optional.empty(), false),
                        own.now()))
                .isInstanceOfSatisfying(
                        CommandRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(Refusal.TOO_EARLY))
                .hasMessageContaining("bound until 2024-03-31");
        own.order(change);
    }

    @Test
    void a_price_of_a_phase_is_charged_although_a_change_that_begins_with_it_takes_a_later_plan_along() {
        SubscriptionId course = subscribed("phased");
        life.on("2024-02-14")
                .order(Command.ChangePlan.of(course, "monthly").when(Timing.on(LocalDate.of(2024, 2, 22))));
        life.order(Command.ChangePlan.of(course, "phased")
                .when(Timing.on(LocalDate.of(2024, 2, 21)))
                .settle(Command.Settlement.FULL)
                .resettingAnchor());
        life.on("2024-03-01");

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().kind() == LineKind.ONE_TIME)
                .extracting(line -> line.charge().suppliedOn() + " "
                        + line.charge().amount().toPlainString())
                .containsExactly("2024-01-31 30.00", "2024-02-21 3.00");
    }

    @Test
    void days_that_cost_less_than_half_a_cent_are_billed_when_a_revoked_end_makes_them_cost_more() {
        SubscriptionId gift = subscribed("tiny");
        life.on("2024-02-26")
                .order(new Command.Cancel(gift, Timing.on(LocalDate.of(2024, 3, 5)), Command.PaidDays.CREDIT));
        life.on("2024-03-01").order(new Command.RevokeCancellation(gift));
        life.on("2024-03-06");

        assertThat(life.ledger().lines())
                .extracting(line -> line.charge().period().orElseThrow() + " "
                        + line.charge().amount().toPlainString())
                .containsExactly("2024-01-31..2024-02-29 0.01", "2024-02-29..2024-03-31 0.01");
    }

    @Test
    void a_discount_that_ends_inside_a_period_does_not_begin_another_when_the_billing_day_is_set() {
        SubscriptionId course = life.order(Command.Subscribe.to(Shop.ADA.value(), "with-account-afterwards")
                        .discounts("third"))
                .subscription()
                .orElseThrow();
        life.on("2024-03-21").order(new Command.SetBillingDay(Shop.ADA, 15));
        life.on("2024-08-17");

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().kind() == LineKind.RECURRING)
                .extracting(line -> line.charge().period().orElseThrow() + " of "
                        + line.charge().periodDays() + " days")
                .containsExactly(
                        "2024-01-31..2024-04-30 of 90 days",
                        "2024-04-30..2024-05-15 of 90 days",
                        "2024-05-15..2024-07-31 of 92 days",
                        "2024-07-31..2024-08-15 of 92 days");
    }

    @Test
    void days_before_a_change_that_are_not_billed_yet_are_billed_although_another_change_is_agreed() {
        SubscriptionId course = subscribed("weekly");
        life.on("2024-02-13")
                .order(Command.ChangePlan.of(course, "tried-yearly")
                        .when(Timing.on(LocalDate.of(2024, 3, 15)))
                        .settle(Command.Settlement.FULL));
        life.on("2024-02-18").order(new Command.SetHolds(Shop.ADA, List.of(Hold.BILLING)));
        life.on("2024-04-03")
                .order(Command.ChangePlan.ofDiscounts(course, "third")
                        .when(Timing.on(LocalDate.of(2024, 4, 10)))
                        .settle(Command.Settlement.FULL));
        life.on("2024-04-05").order(new Command.SetHolds(Shop.ADA, List.of()));
        life.advance();

        assertThat(life.ledger().lines())
                .extracting(line -> line.charge().period().orElseThrow() + " "
                        + line.charge().amount().toPlainString())
                .containsExactly(
                        "2024-01-31..2024-02-07 2.99",
                        "2024-02-07..2024-02-14 2.99",
                        "2024-02-14..2024-02-21 2.99",
                        "2024-02-21..2024-02-28 2.99",
                        "2024-02-28..2024-03-06 2.99",
                        "2024-03-06..2024-03-13 2.99",
                        "2024-03-13..2025-03-13 120.00");
    }

    @Test
    void what_a_phase_charges_once_is_not_charged_again_when_the_contract_comes_back_to_it() {
        SubscriptionId course = subscribed("phased");
        life.on("2024-02-01").order(Command.ChangePlan.of(course, "monthly").settle(Command.Settlement.NONE));
        life.on("2024-02-03").order(Command.ChangePlan.of(course, "phased").settle(Command.Settlement.FULL));
        life.on("2024-02-05");

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().kind() == LineKind.ONE_TIME)
                .extracting(line -> line.charge().suppliedOn() + " "
                        + line.charge().amount().toPlainString())
                .containsExactly("2024-01-31 30.00");
    }

    @Test
    void what_a_phase_charges_once_is_not_charged_again_after_a_day_of_changes() {
        SubscriptionId course = subscribed("phased");
        life.order(Command.ChangePlan.of(course, "monthly"));
        life.order(Command.ChangePlan.of(course, "phased"));
        life.advance();

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().kind() == LineKind.ONE_TIME)
                .extracting(line -> line.charge().amount().toPlainString())
                .containsExactly("30.00");
    }

    @Test
    void what_is_left_of_a_line_is_told_by_its_terms_although_a_rest_lies_between_its_days() {
        life.waitUntil(LocalDate.of(2024, 2, 1));
        SubscriptionId gift = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "quarterly").quantity(new BigDecimal("2.5")))
                .subscription()
                .orElseThrow();
        life.on("2024-02-08").order(Command.Pause.now(gift).until(LocalDate.of(2024, 2, 12)));
        life.on("2024-02-12").order(Command.Resume.now(gift));
        life.order(Command.ChangePlan.of(gift, "free"));

        assertThat(life.ledger().lines())
                .extracting(line -> line.charge().amount().toPlainString())
                .as("7 of 90 days of 74.975 are 5.83")
                .containsExactly("74.98", "-3.34", "-65.81", "0.00");
    }

    @Test
    void use_is_charged_whole_when_the_discount_it_was_charged_with_holds_no_more() {
        life.waitUntil(LocalDate.of(2024, 3, 13));
        SubscriptionId metered = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "metered").discounts("spring"))
                .subscription()
                .orElseThrow();
        life.on("2024-03-20")
                .order(new Command.RecordUsage(
                        metered,
                        List.of(new Command.Usage(
                                "one", "peak", new BigDecimal("10"), Instant.parse("2024-03-13T08:00:00Z")))));
        life.on("2024-03-22").order(Command.ChangePlan.of(metered, "free-stub"));
        life.order(Command.ChangePlan.of(metered, "metered").settle(Command.Settlement.FULL));
        life.on("2024-04-14");

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().kind() == LineKind.USAGE
                        || line.charge().trace().startsWith("discount spring"))
                .extracting(line -> line.charge().amount().toPlainString())
                .as("10 times 1.50, half of it taken off until 2024-04-10")
                .contains("15.00", "-7.50", "7.50");
    }

    @Test
    void an_add_on_that_is_ordered_while_its_base_rests_follows_it_after_the_rest() {
        SubscriptionId paper = subscribed("monthly");
        life.on("2024-02-10")
                .order(Command.Pause.now(paper).until(LocalDate.of(2024, 2, 20)).extending());
        SubscriptionId extra = life.on("2024-02-15")
                .order(Command.Subscribe.to(Shop.ADA.value(), "extra").addOnTo(paper))
                .subscription()
                .orElseThrow();
        life.on("2024-04-01").advance();

        assertThat(daysOf(paper)).contains("2024-03-10..2024-04-10 10.00");
        assertThat(daysOf(extra))
                .as("14 of 29 days; 24 of 29 days are 4.14, less 2.41; a period with its base")
                .containsExactly(
                        "2024-02-15..2024-02-29 2.41", "2024-02-29..2024-03-10 1.73", "2024-03-10..2024-04-10 5.00");
    }

    @Test
    void an_add_on_that_was_cancelled_during_a_rest_follows_its_base_again_when_that_is_revoked_after_it() {
        SubscriptionId paper = subscribed("monthly");
        SubscriptionId extra = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "extra").addOnTo(paper))
                .subscription()
                .orElseThrow();
        life.on("2024-02-10")
                .order(Command.Pause.now(paper).until(LocalDate.of(2024, 2, 20)).extending());
        life.on("2024-02-15").order(new Command.Cancel(extra, Timing.periodEnd(), Command.PaidDays.NONE));
        life.on("2024-02-25").order(new Command.RevokeCancellation(extra));
        life.on("2024-04-01").advance();

        assertThat(daysOf(paper)).contains("2024-03-10..2024-04-10 10.00");
        assertThat(daysOf(extra))
                .as("10 of 29 days go back, and 10 of 29 lead to where its base is")
                .containsExactly(
                        "2024-01-31..2024-02-29 5.00",
                        "2024-02-10..2024-02-20 -1.72",
                        "2024-02-29..2024-03-10 1.72",
                        "2024-03-10..2024-04-10 5.00");
    }

    private List<String> daysOf(SubscriptionId id) {
        return life.ledger().lines().stream()
                .filter(line -> line.charge().subscription().equals(Optional.of(id)))
                .map(line -> line.charge().period().orElseThrow() + " "
                        + line.charge().amount().toPlainString())
                .toList();
    }

    @Test
    void an_add_on_that_changes_its_plan_for_days_long_past_follows_its_base_as_it_was_then() {
        SubscriptionId paper = subscribed("monthly");
        SubscriptionId extra = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "monthly").addOnTo(paper))
                .subscription()
                .orElseThrow();
        life.on("2024-02-12").order(Command.ChangePlan.of(paper, "tried-yearly"));
        life.on("2024-02-13").order(Command.ChangePlan.of(paper, "monthly").settle(Command.Settlement.FULL));
        life.on("2024-03-25").order(Command.ChangePlan.of(extra, "extra").when(Timing.on(LocalDate.of(2024, 1, 31))));

        assertThat(daysOf(extra))
                .as("12 of 29 days; then the periods of its base")
                .endsWith("2024-01-31..2024-02-12 2.07", "2024-02-12..2024-03-12 5.00", "2024-03-12..2024-04-12 5.00");
    }

    @Test
    void an_agreed_price_meets_a_plan_that_was_to_be_paid_for_later_and_a_change_that_waits() {
        SubscriptionId paper = subscribed("monthly");
        life.order(Command.ChangePlan.of(paper, "team").settle(Command.Settlement.NONE));
        life.on("2024-02-01")
                .order(new Command.ChangePlan(
                        paper,
                        Optional.empty(),
                        Optional.of(BigDecimal.valueOf(7)),
                        Optional.empty(),
                        List.of(),
                        Timing.on(LocalDate.of(2024, 3, 4)),
                        Command.Settlement.FULL,
                        Command.Settling.NOW,
                        true));
        life.on("2024-02-08")
                .order(Command.ChangePlan.ofPrice(paper, UnitPrice.of("123.456", Currency.EUR))
                        .when(Timing.on(LocalDate.of(2024, 2, 25))));
        life.on("2024-02-13").order(new Command.WithdrawChange(paper));
        life.on("2024-02-28").advance();

        assertThat(daysOf(paper))
                .as("5 of 29 days go back, and come at the price that was agreed for the plan agreed last")
                .contains("2024-02-25..2024-02-29 17.03");
    }

    @Test
    void an_add_on_ends_with_its_base_although_its_own_cancellation_was_revoked() {
        SubscriptionId paper = subscribed("monthly");
        SubscriptionId extra = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "extra").addOnTo(paper))
                .subscription()
                .orElseThrow();
        life.on("2024-02-01").order(new Command.Cancel(paper, Timing.periodEnd(), Command.PaidDays.CREDIT));
        life.on("2024-02-02")
                .order(new Command.Cancel(extra, Timing.on(LocalDate.of(2024, 2, 20)), Command.PaidDays.CREDIT));
        life.on("2024-02-03").order(new Command.RevokeCancellation(extra));
        life.on("2024-04-01").advance();

        assertThat(life.ledger().subscription(extra).state()).isEqualTo(SubscriptionState.ENDED);
        assertThat(daysOf(extra)).containsExactly("2024-01-31..2024-02-29 5.00");
    }

    @Test
    void an_add_on_ends_with_a_base_that_ends_by_itself_although_a_cancellation_was_revoked() {
        SubscriptionId gift = subscribed("three-payments");
        SubscriptionId extra = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "extra").addOnTo(gift))
                .subscription()
                .orElseThrow();
        life.on("2024-02-05").order(new Command.Cancel(gift, Timing.periodEnd(), Command.PaidDays.CREDIT));
        life.on("2024-02-06").order(new Command.RevokeCancellation(gift));
        life.on("2024-06-01").advance();

        assertThat(life.ledger().subscription(gift).state()).isEqualTo(SubscriptionState.ENDED);
        assertThat(life.ledger().subscription(extra).state()).isEqualTo(SubscriptionState.ENDED);
        assertThat(daysOf(extra)).hasSize(3);
    }

    @Test
    void an_add_on_runs_on_with_a_base_whose_new_plan_does_not_end() {
        SubscriptionId gift = subscribed("three-payments");
        SubscriptionId extra = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "extra").addOnTo(gift))
                .subscription()
                .orElseThrow();
        life.on("2024-02-10").order(Command.ChangePlan.of(gift, "monthly"));
        life.on("2024-06-01").advance();

        assertThat(life.ledger().subscription(extra).endOn()).isEmpty();
        assertThat(daysOf(extra)).endsWith("2024-05-31..2024-06-30 5.00");
    }

    @Test
    void what_is_billed_of_an_add_on_is_known_when_its_base_gets_another_end_and_all_is_run_late() {
        SubscriptionId paper = subscribed("monthly");
        SubscriptionId extra = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "yearly").addOnTo(paper))
                .subscription()
                .orElseThrow();
        life.on("2024-02-18")
                .order(Command.ChangePlan.of(paper, "three-payments").when(Timing.on(LocalDate.of(2024, 3, 20))));
        life.waitUntil(LocalDate.of(2024, 9, 1));
        life.advance();

        assertThat(life.ledger().subscription(extra).state()).isEqualTo(SubscriptionState.ENDED);
        assertThat(daysOf(extra).get(0)).startsWith("2024-01-31..2025-01-31");
        assertThat(daysOf(extra).get(1)).contains("..2025-01-31 -");
    }

    @Test
    void a_withdrawal_pays_back_too_what_became_customer_credit_before() {
        SubscriptionId seats = subscribed("team"); // 39.99, and 7 %
        life.order(new Command.ReceivePayment(Shop.ADA, eur("42.79"), Optional.of(firstDocument())));
        life.on("2024-02-01").order(Command.ChangePlan.of(seats, "monthly"));
        assertThat(life.ledger().account().credit()).isEqualTo(eur("30.98")); // 28 of 29 days: 38.61 less 9.66, and 7 %
        life.on("2024-02-05").order(new Command.Withdraw(seats, false));

        assertThat(life.ledger().account().credit()).isEqualTo(eur("0.00"));
        assertThat(life.ledger().documents())
                .extracting(Document::refunded)
                .as("all of it goes back to the payment it came with")
                .contains(eur("42.79"));
    }

    @Test
    void an_add_on_ends_with_its_base_although_its_own_new_plan_does_not_end() {
        SubscriptionId gift = subscribed("three-payments");
        SubscriptionId extra = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "three-payments").addOnTo(gift))
                .subscription()
                .orElseThrow();
        life.on("2024-02-17").order(Command.ChangePlan.of(extra, "monthly"));
        life.on("2024-06-01").advance();

        assertThat(life.ledger().subscription(gift).state()).isEqualTo(SubscriptionState.ENDED);
        assertThat(life.ledger().subscription(extra).state()).isEqualTo(SubscriptionState.ENDED);
    }

    @Test
    void the_end_of_a_hold_opens_no_access_to_a_contract_that_rests() {
        SubscriptionId paper = subscribed("monthly");
        life.order(new Command.SetHolds(Shop.ADA, List.of(Hold.BILLING)));
        life.on("2024-03-05")
                .order(Command.Pause.now(paper).until(LocalDate.of(2024, 4, 10)).extending());
        life.on("2024-03-20").order(new Command.SetHolds(Shop.ADA, List.of()));
        life.advance();

        assertThat(life.ledger().access(paper).reason()).isEqualTo(AccessReason.PAUSED);
        assertThat(life.ledger().events().stream().map(Event::type))
                .filteredOn(type -> type == EventType.ACCESS_GRANTED || type == EventType.ACCESS_STOPPED)
                .containsExactly(EventType.ACCESS_GRANTED, EventType.ACCESS_STOPPED);
    }

    @Test
    void a_repeated_invoice_does_not_charge_a_credit_by_hand_back_when_days_come_later() {
        SubscriptionId paper = subscribed("monthly"); // 10.00 for 29 days
        life.order(Command.CreditNote.of(firstDocument()).amount(eur("3.34")));
        life.order(Command.CancelDocument.of(firstDocument()).reissued());
        life.on("2024-02-10")
                .order(Command.Pause.now(paper).until(LocalDate.of(2024, 2, 20)).extending());
        life.on("2024-03-10").advance();

        assertThat(netAmounts()).containsExactly("10.00", "-3.34", "-6.66", "6.66", "10.00");
    }

    @Test
    void a_cancellation_that_is_revoked_leaves_paid_days_as_they_were() {
        SubscriptionId course = subscribed("with-account"); // monthly
        life.on("2024-02-05")
                .order(new Command.Cancel(course, Timing.on(LocalDate.of(2024, 2, 15)), Command.PaidDays.CREDIT));
        life.on("2024-02-06").order(new Command.RevokeCancellation(course));
        var before = life.ledger().subscription(course);
        life.on("2024-02-07").order(new Command.SetBillingDay(Shop.ADA, 20));
        life.on("2024-03-01").advance();

        assertThat(before.reviewFrom()).isEmpty();
        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().kind() == LineKind.PRORATION_CREDIT)
                .isEmpty();
    }

    @Test
    void an_add_on_is_led_by_what_its_base_is_going_to_become() {
        SubscriptionId paper = subscribed("weekly");
        life.order(Command.ChangePlan.of(paper, "team").when(Timing.on(LocalDate.of(2024, 3, 6))));
        SubscriptionId extra = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "extra").addOnTo(paper))
                .subscription()
                .orElseThrow();
        life.on("2024-04-06").advance();

        assertThat(daysOf(extra))
                .as("6 of 31 days to where the base has other boundaries")
                .containsExactly(
                        "2024-01-31..2024-02-29 5.00",
                        "2024-02-29..2024-03-06 0.97",
                        "2024-03-06..2024-04-06 5.00",
                        "2024-04-06..2024-05-06 5.00");
    }

    @Test
    void days_that_come_later_make_no_document_of_their_own_either_when_billing_was_held() {
        SubscriptionId paper = subscribed("monthly");
        life.on("2024-02-09").order(new Command.SetHolds(Shop.ADA, List.of(Hold.BILLING)));
        life.on("2024-02-10")
                .order(Command.Pause.now(paper).until(LocalDate.of(2024, 2, 20)).extending());
        life.on("2024-03-15").order(new Command.SetHolds(Shop.ADA, List.of()));
        life.advance();

        assertThat(life.ledger().documents())
                .extracting(
                        document -> document.plannedOn() + " " + document.net().toPlainString())
                .as("the 10 days that moved wait for the next invoice")
                .containsExactly("2024-01-31 10.00", "2024-03-10 10.00");
    }

    @Test
    void a_rest_that_is_called_off_before_it_begins_was_none() {
        SubscriptionId paper = subscribed("monthly");
        life.order(Command.Pause.now(paper).when(Timing.on(LocalDate.of(2024, 2, 10))));
        life.on("2024-02-05").order(new Command.Resume(paper, Timing.now()));
        life.on("2024-02-20").advance();

        assertThat(life.ledger().events())
                .extracting(Event::type)
                .contains(EventType.PAUSE_AGREED, EventType.PAUSE_WITHDRAWN)
                .doesNotContain(EventType.PAUSED, EventType.RESUMED);
    }

    @Test
    void an_add_on_follows_a_base_whose_boundaries_become_others_on_a_later_day() {
        SubscriptionId paper = subscribed("weekly");
        SubscriptionId extra = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "extra").addOnTo(paper))
                .subscription()
                .orElseThrow();
        life.on("2024-03-30").order(Command.ChangePlan.of(paper, "team").when(Timing.on(LocalDate.of(2024, 4, 24))));
        life.on("2024-06-01");

        assertThat(daysOf(extra))
                .containsExactly(
                        "2024-01-31..2024-02-29 5.00",
                        "2024-02-29..2024-03-31 5.00",
                        "2024-03-31..2024-04-24 4.00",
                        "2024-04-24..2024-05-24 5.00",
                        "2024-05-24..2024-06-24 5.00");
    }

    @Test
    void what_a_phase_charges_once_is_charged_by_its_plan_although_it_begins_within_a_rest() {
        SubscriptionId paper = subscribed("monthly");
        life.on("2024-02-05")
                .order(Command.Pause.now(paper).when(Timing.periodEnd()).until(LocalDate.of(2024, 3, 1)));
        life.on("2024-03-14").order(Command.ChangePlan.of(paper, "phased").when(Timing.on(LocalDate.of(2024, 2, 8))));

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().kind() == LineKind.ONE_TIME)
                .extracting(line -> line.charge().plan().orElseThrow() + " "
                        + line.charge().amount().toPlainString())
                .containsExactlyInAnyOrder("phased 30.00", "phased 3.00");
    }

    @Test
    void what_a_phase_charges_once_is_charged_as_long_as_its_days_are_billed() {
        SubscriptionId course = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "phased").billingAnchor(LocalDate.of(2024, 1, 25)))
                .subscription()
                .orElseThrow();
        life.on("2024-02-03")
                .order(Command.ChangePlan.of(course, "bound")
                        .when(Timing.on(LocalDate.of(2024, 2, 18)))
                        .settle(Command.Settlement.NONE));
        life.on("2024-03-01");

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().kind() == LineKind.ONE_TIME)
                .extracting(line -> line.charge().suppliedOn() + " "
                        + line.charge().amount().toPlainString())
                .as("billed as before until 2024-02-22")
                .containsExactly("2024-01-31 30.00", "2024-02-21 3.00");
    }

    /** By ordinals of documents: what is open. */
    private List<String> openAmounts() {
        return life.ledger().documents().stream()
                .filter(Document::isOpen)
                .map(d -> d.open().toPlainString())
                .toList();
    }

    /** All invoices less all credit notes. */
    private Money documented() {
        return Money.sum(
                Currency.EUR,
                life.ledger().documents().stream().map(Document::gross).toList());
    }

    private String credit() {
        return life.ledger().account().credit().toPlainString();
    }

    @Test
    void what_is_given_back_lowers_what_is_open_on_older_invoices_before_it_becomes_credit() {
        SubscriptionId paper = subscribed("monthly");
        life.on("2024-02-10").order(Command.ChangePlan.of(paper, "team"));
        life.on("2024-02-11").order(Command.Cancel.now(paper));

        assertThat(openAmounts()).containsExactly(documented().toPlainString());
        assertThat(credit()).isEqualTo("0.00");
    }

    @Test
    void no_money_goes_back_as_long_as_an_older_invoice_is_open() {
        SubscriptionId paper = subscribed("team");
        life.order(new Command.ReceivePayment(Shop.ADA, eur("5.00"), Optional.of(firstDocument())));
        life.on("2024-02-10").order(Command.ChangePlan.of(paper, "monthly"));
        life.on("2024-02-15").order(new Command.Cancel(paper, Timing.now(), Command.PaidDays.REFUND));

        assertThat(credit()).isEqualTo("0.00");
        assertThat(life.ledger().documents())
                .allSatisfy(d -> assertThat(d.refunded().isZero()).isTrue());
        assertThat(openAmounts())
                .containsExactly(documented().minus(eur("5.00")).toPlainString());
    }

    @Test
    void what_was_written_off_is_given_back_first_and_nobody_gets_money_for_it() {
        SubscriptionId paper = subscribed("monthly");
        life.order(new Command.ReceivePayment(Shop.ADA, eur("3.00"), Optional.of(firstDocument())));
        life.on("2024-02-03").order(new Command.WriteOff(firstDocument(), Optional.empty()));
        life.on("2024-02-10").order(new Command.Cancel(paper, Timing.now(), Command.PaidDays.REFUND));

        Document invoice = life.ledger().documents().iterator().next();
        assertThat(credit()).isEqualTo("0.00");
        assertThat(invoice.refunded().isZero()).isTrue();
        assertThat(invoice.credited().isPositive()).isTrue();
        assertThat(invoice.writtenOff().plus(invoice.credited()).plus(eur("3.00")))
                .isEqualTo(invoice.gross());
    }

    @Test
    void the_trace_of_days_that_come_later_can_be_reckoned() {
        SubscriptionId paper = subscribed("monthly");
        life.on("2024-02-10")
                .order(Command.Pause.now(paper).until(LocalDate.of(2024, 2, 20)).extending());
        life.on("2024-02-21");

        assertThat(life.ledger().lines())
                .extracting(line -> line.charge().amount().toPlainString() + " = "
                        + line.charge().trace())
                .contains("3.45 = 29 of 29 days × 10.00 − 6.55 billed before");
    }

    @Test
    void a_skipped_period_puts_off_a_minimum_term_by_a_period() {
        Life bound = new Life(Shop.ADA, Shop.rules());
        bound.waitUntil(LocalDate.of(2024, 2, 1));
        SubscriptionId paper = bound.order(Command.Subscribe.to(Shop.ADA.value(), "bound"))
                .subscription()
                .orElseThrow();
        LocalDate end = bound.ledger().subscription(paper).term().earliestEnd(bound.today());
        bound.order(Command.Pause.now(paper)
                .when(Timing.periodEnd())
                .until(LocalDate.of(2024, 4, 1))
                .extending());
        bound.on("2024-04-02");

        assertThat(bound.ledger().subscription(paper).term().earliestEnd(LocalDate.of(2024, 2, 1)))
                .as("March was left out, before it was " + end)
                .isEqualTo(end.plusMonths(1));
    }

    @Test
    void a_change_billed_from_a_period_comes_later_by_the_period_that_is_skipped() {
        SubscriptionId paper = subscribed("monthly");
        life.on("2024-03-16")
                .order(Command.ChangePlan.of(paper, "team")
                        .when(Timing.on(LocalDate.of(2024, 5, 1)))
                        .settle(Command.Settlement.FULL));
        life.order(Command.Skip.period(paper));
        life.on("2024-06-02");

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().plan().equals(Optional.of("team")))
                .extracting(line -> line.charge().period().orElseThrow() + " "
                        + line.charge().amount().toPlainString())
                .as("agreed for 2024-05-01 and billed from 2024-04-30; April was left out")
                .containsExactly("2024-05-31..2024-06-30 39.99");
    }

    @Test
    void a_discount_on_documents_holds_for_those_that_were_planned_in_its_time_and_held_back() {
        Life late = new Life(Shop.ADA, Shop.rules());
        late.waitUntil(LocalDate.of(2024, 3, 6));
        late.order(Command.Subscribe.to(Shop.ADA.value(), "monthly"));
        late.on("2024-04-18").order(new Command.GrantDiscount(Shop.ADA, "summer"));
        late.order(new Command.SetHolds(Shop.ADA, List.of(Hold.BILLING)));
        late.on("2024-06-01").order(new Command.GrantDiscount(Shop.ADA, "loyal"));
        late.order(new Command.SetHolds(Shop.ADA, List.of()));
        late.advance();

        assertThat(late.ledger().documents())
                .filteredOn(document -> document.plannedOn().equals(LocalDate.of(2024, 5, 6)))
                .extracting(document -> document.net().toPlainString())
                .containsExactly("7.00");
    }

    @Test
    void payments_that_begin_before_a_rest_end_with_their_last_period() {
        SubscriptionId paper = subscribed("yearly");
        life.on("2024-02-02").order(Command.Pause.now(paper).extending());
        life.on("2024-02-03").order(new Command.Resume(paper, Timing.now()));
        life.on("2024-03-09")
                .order(Command.ChangePlan.of(paper, "monthly")
                        .when(Timing.on(LocalDate.of(2024, 2, 3)))
                        .settle(Command.Settlement.NONE));
        life.on("2024-03-28")
                .order(Command.ChangePlan.of(paper, "three-payments").settle(Command.Settlement.FULL));
        life.on("2024-05-30");

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().plan().equals(Optional.of("three-payments")))
                .as("three months from 2024-01-31, and the day of the rest comes later")
                .extracting(line -> line.charge().period().orElseThrow().toString())
                .containsExactly(
                        "2024-01-31..2024-02-02",
                        "2024-02-03..2024-03-01",
                        "2024-03-01..2024-04-01",
                        "2024-04-01..2024-05-01");
    }

    @Test
    void terms_that_were_agreed_for_later_are_put_off_by_a_rest_before_them() {
        SubscriptionId paper = subscribed("monthly");
        life.on("2024-02-01").order(Command.ChangePlan.of(paper, "team"));
        life.order(Command.ChangePlan.of(paper, "monthly").settle(Command.Settlement.NONE));
        life.order(Command.Pause.now(paper)
                .when(Timing.on(LocalDate.of(2024, 2, 11)))
                .until(LocalDate.of(2024, 3, 16))
                .extending());
        life.on("2024-03-16").order(Command.ChangePlan.of(paper, "phased").when(Timing.on(LocalDate.of(2024, 2, 7))));
        life.on("2024-04-10");

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().plan().equals(Optional.of("phased"))
                        && line.charge().period().isPresent())
                .as("three weeks, of which two and a half come after the rest")
                .extracting(line -> line.charge().period().orElseThrow().toString())
                .startsWith(
                        "2024-02-07..2024-02-11",
                        "2024-03-16..2024-03-19",
                        "2024-03-19..2024-03-26",
                        "2024-03-26..2024-04-02");
    }

    @Test
    void a_credit_by_hand_stays_one_when_the_invoice_is_repeated_and_days_go_back() {
        SubscriptionId paper = subscribed("monthly"); // 10.00 for 29 days
        life.on("2024-02-09").order(Command.CreditNote.of(firstDocument()).amount(eur("3.34")));
        life.order(Command.CancelDocument.of(firstDocument()).reissued());
        life.on("2024-02-20").order(Command.ChangePlan.of(paper, "team").collect(Command.Settling.NEXT_INVOICE));
        life.on("2024-03-02");

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().kind() == LineKind.PRORATION_CREDIT)
                .as("20 of 29 days cost 6.90; the 3.34 are the customer's besides")
                .extracting(line -> line.charge().period().orElseThrow() + " "
                        + line.charge().amount().toPlainString())
                .containsExactly("2024-01-31..2024-02-29 -6.66", "2024-02-20..2024-02-29 -3.10");
    }

    @Test
    void a_rest_that_was_over_while_nothing_was_billed_is_taken_out_before_anything_else_is_agreed() {
        SubscriptionId paper = subscribed("weekly");
        life.order(new Command.SetHolds(Shop.ADA, List.of(Hold.BILLING)));
        life.order(Command.Skip.period(paper)); // the week from 2024-02-07, which moves no boundary
        life.on("2024-03-06").order(Command.ChangePlan.of(paper, "monthly").when(Timing.on(LocalDate.of(2024, 1, 31))));
        life.order(Command.Cancel.atPeriodEnd(paper));

        assertThat(life.ledger().subscription(paper)).satisfies(contract -> {
            assertThat(contract.pause()).isEmpty();
            assertThat(contract.end()).contains(LocalDate.of(2024, 3, 31));
        });
    }

    @Test
    void a_rest_that_was_over_while_nothing_was_billed_cannot_be_ended_later() {
        SubscriptionId paper = subscribed("monthly");
        life.order(new Command.SetHolds(Shop.ADA, List.of(Hold.BILLING)));
        life.order(Command.Pause.now(paper).until(LocalDate.of(2024, 2, 11)));
        life.on("2024-03-02");

        assertThatThrownBy(() -> life.order(new Command.Resume(paper, Timing.now())))
                .isInstanceOfSatisfying(
                        CommandRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(Refusal.NOT_PAUSED));
    }

    @Test
    void a_change_billed_from_an_earlier_day_takes_along_what_the_plan_brings_that_was_to_begin_with_it() {
        SubscriptionId course = subscribed("phased"); // its second phase, from 2024-02-21, charges 3.00 once
        Timing day = Timing.on(LocalDate.of(2024, 2, 16));
        life.order(Command.ChangePlan.of(course, "first-of-month").when(day).settle(Command.Settlement.NONE));
        life.order(Command.ChangePlan.of(course, "phased")
                .when(day)
                .settle(Command.Settlement.FULL)
                .resettingAnchor());
        life.on("2024-02-22");

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().kind() == LineKind.ONE_TIME)
                .as("that phase never begins")
                .extracting(line -> line.charge().phase().orElseThrow())
                .containsExactly("kick-off");
    }

    @Test
    void a_period_that_a_scheduled_change_had_cut_is_completed_when_another_change_takes_its_place() {
        SubscriptionId paper = subscribed("weekly");
        Timing day = Timing.on(LocalDate.of(2024, 3, 24)); // a Sunday; weeks begin on Wednesdays
        life.order(Command.ChangePlan.of(paper, "three-payments").when(day));
        life.order(Command.ChangePlan.of(paper, "weekly").when(day));
        life.on("2024-03-21")
                .order(Command.ChangePlan.of(paper, "tried-yearly")
                        .when(Timing.on(LocalDate.of(2024, 5, 18)))
                        .settle(Command.Settlement.FULL));
        life.on("2024-03-28");

        assertThat(life.ledger().lines())
                .extracting(line -> line.charge().period().orElseThrow() + " "
                        + line.charge().amount().toPlainString())
                .endsWith("2024-03-20..2024-03-24 1.71", "2024-03-24..2024-03-27 1.28", "2024-03-27..2024-04-03 2.99");
    }

    @Test
    void what_phases_charge_once_is_counted_from_where_they_are_even_if_a_rest_follows_a_free_start() {
        SubscriptionId course = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "tried").trialAgain())
                .subscription()
                .orElseThrow();
        life.on("2024-02-01").order(Command.Pause.now(course).until(LocalDate.of(2024, 2, 2)));
        life.on("2024-03-07").order(Command.ChangePlan.of(course, "phased").when(Timing.on(LocalDate.of(2024, 1, 31))));

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().kind() == LineKind.ONE_TIME)
                .extracting(line -> line.charge().suppliedOn())
                .containsExactly(LocalDate.of(2024, 2, 1), LocalDate.of(2024, 2, 22));
    }

    @Test
    void what_waits_for_the_next_invoice_is_not_owed_after_a_withdrawal() {
        SubscriptionId course = subscribed("monthly");
        life.order(Command.ChangePlan.of(course, "phased").collect(Command.Settling.NEXT_INVOICE)); // 30.00 once
        life.order(Command.Withdraw.from(course));

        assertThat(life.ledger().documents().stream().map(Document::open).reduce(eur("0.00"), Money::plus))
                .isEqualTo(eur("0.00"));
        assertThat(netAmounts().stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_rest_that_was_over_while_nothing_was_billed_charges_nothing_twice(boolean billing) {
        SubscriptionId paper = subscribed("monthly");
        Command.Pause rest = Command.Pause.now(paper).until(LocalDate.of(2024, 2, 4));
        life.order(billing ? rest.extending() : rest.withBillingGoingOn());
        life.on("2024-02-03").order(new Command.SetHolds(Shop.ADA, List.of(Hold.BILLING)));
        life.on("2024-03-01").order(Command.ChangePlan.of(paper, "team"));

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().key().isPresent())
                .extracting(line -> line.charge().key().orElseThrow())
                .doesNotHaveDuplicates();
    }

    private SubscriptionId restingWhileCancelled(Command.PaidDays settle) {
        SubscriptionId paper = subscribed("monthly"); // 10.00, paid for 31 January to 28 February
        life.on("2024-02-10")
                .order(Command.Pause.now(paper).until(LocalDate.of(2024, 2, 20)).extending());
        life.on("2024-02-11").order(new Command.Cancel(paper, Timing.on(LocalDate.of(2024, 4, 30)), settle));
        life.on("2024-02-21").advance();
        return paper;
    }

    @Test
    void paid_days_of_a_rest_that_was_over_while_nothing_was_given_back_go_back_when_the_cancellation_is_revoked() {
        SubscriptionId paper = restingWhileCancelled(Command.PaidDays.NONE);
        assertThat(netAmounts()).hasSize(1);

        life.on("2024-02-22").order(new Command.RevokeCancellation(paper));
        life.on("2024-03-31").advance();

        assertThat(life.ledger().lines())
                .extracting(line -> line.charge().period().orElseThrow() + " "
                        + line.charge().amount().toPlainString())
                .containsExactly(
                        "2024-01-31..2024-02-29 10.00",
                        "2024-02-10..2024-02-20 -3.45", // 10 of 29 days
                        "2024-02-29..2024-03-31 10.00",
                        "2024-03-31..2024-04-30 10.00");
    }

    @Test
    void paid_days_of_a_rest_go_back_when_the_contract_is_cancelled_again_and_gives_back_what_is_not_used() {
        SubscriptionId paper = restingWhileCancelled(Command.PaidDays.NONE);
        life.on("2024-02-22")
                .order(new Command.Cancel(paper, Timing.on(LocalDate.of(2024, 4, 15)), Command.PaidDays.CREDIT));
        life.on("2024-02-23").advance();

        assertThat(life.ledger().lines())
                .extracting(line -> line.charge().period().orElseThrow() + " "
                        + line.charge().amount().toPlainString())
                .containsExactly("2024-01-31..2024-02-29 10.00", "2024-02-10..2024-02-20 -3.45");
    }

    @Test
    void days_of_a_rest_that_are_not_paid_stay_so_when_the_contract_is_cancelled_to_an_earlier_day() {
        SubscriptionId paper = subscribed("weekly");
        life.on("2024-02-02")
                .order(Command.Pause.now(paper).until(LocalDate.of(2024, 2, 20)).extending());
        life.order(new Command.Cancel(paper, Timing.on(LocalDate.of(2024, 4, 30)), Command.PaidDays.NONE));
        life.on("2024-02-21").advance();
        int lines = life.ledger().lines().size();
        life.on("2024-02-22")
                .order(new Command.Cancel(paper, Timing.on(LocalDate.of(2024, 2, 27)), Command.PaidDays.NONE));
        life.on("2024-03-10").advance();

        assertThat(life.ledger().lines()).hasSize(lines);
    }

    @ParameterizedTest
    @EnumSource(
            value = Command.PaidDays.class,
            names = {"NONE", "CREDIT"})
    void a_rest_is_told_once_whatever_happens_to_the_contract_meanwhile(Command.PaidDays settle) {
        SubscriptionId paper = subscribed("monthly");
        life.on("2024-02-05")
                .order(Command.Pause.now(paper)
                        .when(Timing.on(LocalDate.of(2024, 2, 10)))
                        .until(LocalDate.of(2024, 2, 20))
                        .extending());
        life.order(new Command.Cancel(paper, Timing.on(LocalDate.of(2024, 4, 30)), settle));
        life.on("2024-02-11").advance();
        life.on("2024-02-12").order(new Command.RevokeCancellation(paper));
        assertThat(life.ledger().subscription(paper).state()).isEqualTo(SubscriptionState.PAUSED);
        life.order(new Command.Cancel(paper, Timing.on(LocalDate.of(2024, 4, 30)), settle));
        life.on("2024-02-21").advance();

        assertThat(life.ledger().events())
                .filteredOn(event -> event.type() == EventType.PAUSED || event.type() == EventType.RESUMED)
                .extracting(event -> event.type() + " " + event.on())
                .containsExactly("PAUSED 2024-02-10", "RESUMED 2024-02-20");
    }

    @Test
    void days_before_a_rest_end_at_their_price_although_two_lines_bill_them() {
        SubscriptionId seats = subscribed("team"); // 39.99 for 29 days
        life.on("2024-02-01").order(Command.ChangePlan.of(seats, "monthly"));
        life.order(Command.ChangePlan.of(seats, "team")); // 31 January is on one line, the rest on another
        life.on("2024-02-05").order(Command.Pause.now(seats).until(LocalDate.of(2024, 2, 6)));
        life.on("2024-03-11")
                .order(new Command.Cancel(seats, Timing.on(LocalDate.of(2024, 2, 5)), Command.PaidDays.CREDIT));

        assertThat(netAmounts().stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("6.89"); // 5 of 29 days
    }

    @Test
    void a_day_of_rest_that_cost_nothing_does_not_count_with_the_days_before_it() {
        SubscriptionId cents = life.order(Command.Subscribe.to(Shop.ADA.value(), "tiny")
                        .quantity(BigDecimal.valueOf(7)) // 0.07 for 29 days
                        .startOn(LocalDate.of(2024, 2, 2)))
                .subscription()
                .orElseThrow();
        life.on("2024-02-04").order(Command.Pause.now(cents).until(LocalDate.of(2024, 2, 5)));
        life.on("2024-02-05").advance();
        life.order(Command.ChangePlan.of(cents, "monthly"));

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().plan().equals(Optional.of("tiny")))
                .extracting(line -> line.charge().amount().toPlainString())
                .containsExactly("0.07", "-0.07"); // two days of 29 cost less than half a cent
    }

    @Test
    void paid_days_of_a_rest_go_back_when_the_contract_is_cancelled_again_after_it_was_billed_further() {
        SubscriptionId paper = restingWhileCancelled(Command.PaidDays.NONE);
        life.on("2024-03-05").order(Command.Cancel.now(paper)); // billed again on 29 February

        assertThat(life.ledger().lines())
                .extracting(line -> line.charge().period().orElseThrow() + " "
                        + line.charge().amount().toPlainString())
                .containsExactlyInAnyOrder(
                        "2024-01-31..2024-02-29 10.00",
                        "2024-02-29..2024-03-31 10.00",
                        "2024-02-10..2024-02-20 -3.45",
                        "2024-03-05..2024-03-31 -8.39"); // 26 of 31 days
    }

    @Test
    void paid_days_of_a_rest_that_stay_are_not_charged_at_another_price() {
        SubscriptionId paper = restingWhileCancelled(Command.PaidDays.NONE);
        life.on("2024-02-22");

        assertThatThrownBy(() ->
                        life.order(Command.ChangePlan.of(paper, "team").when(Timing.on(LocalDate.of(2024, 2, 5)))))
                .isInstanceOf(CommandRefusedException.class)
                .hasMessageContaining("let the change be billed from then on, or revoke the cancellation");
    }

    @Test
    void a_change_that_is_settled_in_full_takes_the_days_before_a_rest_in_its_period_along() {
        SubscriptionId paper = subscribed("monthly"); // 10.00 from 31 January
        life.on("2024-02-10")
                .order(Command.Pause.now(paper).until(LocalDate.of(2024, 2, 20)).extending());
        life.on("2024-02-25").order(Command.ChangePlan.of(paper, "team").settle(Command.Settlement.FULL)); // 39.99

        assertThat(netAmounts().stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("39.99");
    }

    @Test
    void a_change_that_is_settled_in_full_finds_the_days_before_a_rest_that_are_history() {
        SubscriptionId paper = subscribed("monthly");
        life.on("2024-02-01").order(Command.ChangePlan.of(paper, "team"));
        life.on("2024-02-02").order(Command.ChangePlan.of(paper, "monthly"));
        life.on("2024-02-06")
                .order(Command.Pause.now(paper).until(LocalDate.of(2024, 3, 11)).extending());
        life.on("2024-03-20").order(Command.ChangePlan.of(paper, "team"));
        life.on("2024-03-24").order(Command.ChangePlan.of(paper, "monthly").settle(Command.Settlement.FULL));

        assertThat(netAmounts().stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("10.00"); // one whole month, one day of which was on another plan
    }

    @Test
    void an_add_on_that_was_billed_up_to_a_change_of_its_base_is_not_billed_twice_when_that_is_withdrawn() {
        SubscriptionId base = subscribed("metered");
        life.on("2024-02-11")
                .order(Command.Subscribe.to(Shop.ADA.value(), "extra").addOnTo(base)); // 5.00, follows its base
        life.on("2024-02-29").order(Command.ChangePlan.of(base, "yearly").when(Timing.on(LocalDate.of(2024, 3, 12))));
        life.on("2024-03-01").advance();
        life.order(new Command.WithdrawChange(base));
        life.on("2024-03-13").advance();

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().plan().equals(Optional.of("extra")))
                .extracting(line -> line.charge().period().orElseThrow() + " "
                        + line.charge().amount().toPlainString())
                .containsExactly(
                        "2024-02-11..2024-02-29 3.10", "2024-02-29..2024-03-12 1.94", "2024-03-12..2024-03-31 3.06");
    }

    @Test
    void a_cancellation_is_not_revoked_to_an_end_that_has_passed() {
        SubscriptionId paper = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "monthly").endOn(LocalDate.of(2024, 2, 17)))
                .subscription()
                .orElseThrow();
        life.order(Command.Pause.now(paper).until(LocalDate.of(2024, 3, 16)).extending());
        life.on("2024-03-16")
                .order(new Command.Cancel(paper, Timing.on(LocalDate.of(2024, 4, 1)), Command.PaidDays.CREDIT));
        life.on("2024-03-18");

        assertThatThrownBy(() -> life.order(new Command.RevokeCancellation(paper)))
                .isInstanceOfSatisfying(
                        CommandRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(Refusal.TOO_LATE));
    }

    @Test
    void a_phase_that_begins_anew_by_a_change_that_waited_is_charged_once_more() {
        SubscriptionId course = life.order(
                        Command.Subscribe.to(Shop.ADA.value(), "phased").startOn(LocalDate.of(2024, 1, 28)))
                .subscription()
                .orElseThrow();
        life.on("2024-02-01")
                .order(new Command.ChangePlan(
                        course,
                        Optional.empty(),
                        Optional.of(BigDecimal.ONE),
                        Optional.empty(),
                        List.of(),
                        Timing.periodEnd(),
                        Command.Settlement.PRORATE,
                        Command.Settling.NOW,
                        true)); // other boundaries from 4 February, in the middle of the first phase
        life.on("2024-02-11")
                .order(Command.ChangePlan.of(course, "three-payments").when(Timing.periodEnd()));
        life.on("2024-02-12")
                .order(Command.ChangePlan.of(course, "phased")
                        .when(Timing.on(LocalDate.of(2024, 2, 18)))
                        .settle(Command.Settlement.FULL)); // from 4 February
        life.on("2024-02-20").advance();

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().kind() == LineKind.ONE_TIME)
                .extracting(line -> line.charge().suppliedOn())
                .containsExactly(LocalDate.of(2024, 1, 28), LocalDate.of(2024, 2, 4));
    }

    @Test
    void days_charged_as_a_difference_are_billed_anew_when_what_they_differed_from_is_given_back() {
        SubscriptionId paper = life.order(Command.Subscribe.to(Shop.ADA.value(), "team"))
                .subscription()
                .orElseThrow();
        life.order(Command.Pause.now(paper).until(LocalDate.of(2024, 2, 7)));
        life.on("2024-02-04").order(new Command.Resume(paper, Timing.now()));
        life.on("2024-02-07").order(Command.ChangePlan.of(paper, "monthly"));

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().suppliedOn().isAfter(LocalDate.of(2024, 2, 3)))
                .extracting(line -> line.charge().period().orElseThrow() + " "
                        + line.charge().amount().toPlainString())
                .containsExactly(
                        "2024-01-31..2024-02-29 39.99",
                        "2024-01-31..2024-02-07 -9.65",
                        "2024-02-04..2024-02-07 4.13", // 25 days cost 34.47, of which 30.34 stood
                        "2024-02-04..2024-02-07 -4.13",
                        "2024-02-07..2024-02-29 -30.34",
                        "2024-02-04..2024-02-07 4.14", // 3 days of 29 at 39.99
                        "2024-02-07..2024-02-29 7.59");
    }

    @Test
    void a_first_day_that_rests_and_costs_no_cent_is_not_priced_with_the_days_that_follow() {
        SubscriptionId gift = life.order(Command.Subscribe.to(Shop.ADA.value(), "tiny"))
                .subscription()
                .orElseThrow();
        life.order(Command.Pause.now(gift).until(LocalDate.of(2024, 2, 1)));
        life.order(new Command.Resume(gift, Timing.on(LocalDate.of(2024, 2, 1))));
        life.on("2024-02-15").order(Command.ChangePlan.of(gift, "monthly"));

        assertThat(life.ledger().lines())
                .filteredOn(line -> line.charge().plan().equals(Optional.of("tiny")))
                .extracting(line -> line.charge().period().orElseThrow() + " "
                        + line.charge().amount().toPlainString())
                .containsExactly(
                        "2024-01-31..2024-02-29 0.01", "2024-02-15..2024-02-29 -0.01"); // 14 days of 29: 0.0048
    }

    @Test
    void an_add_on_that_rested_beyond_the_end_of_its_base_is_changed_without_it() {
        SubscriptionId base = life.order(Command.Subscribe.to(Shop.ADA.value(), "ending"))
                .subscription()
                .orElseThrow();
        SubscriptionId addOn = life.on("2024-02-10")
                .order(Command.Subscribe.to(Shop.ADA.value(), "quarterly").addOnTo(base))
                .subscription()
                .orElseThrow();
        life.on("2024-02-21")
                .order(Command.Pause.now(addOn).until(LocalDate.of(2024, 3, 8)).extending());
        life.on("2024-04-11").order(Command.ChangePlan.ofQuantity(addOn, new BigDecimal(2)));

        assertThat(life.ledger().subscription(base).endOn()).contains(LocalDate.of(2024, 4, 10));
        assertThat(life.ledger().subscription(addOn).endOn()).contains(LocalDate.of(2024, 4, 26)); // 16 days rested
    }
}
