package io.aboengine.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aboengine.account.CommandRefusedException.Refusal;
import io.aboengine.event.Event;
import io.aboengine.event.EventType;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.subscription.SubscriptionId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
}
