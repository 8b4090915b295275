package io.aboengine.examples.replay;

import io.aboengine.Desks;
import io.aboengine.Subscriptions;
import io.aboengine.account.Command;
import io.aboengine.account.Hold;
import io.aboengine.account.PaymentMethod;
import io.aboengine.account.Timing;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.PlanId;
import io.aboengine.examples.replay.Story.DocumentRef;
import io.aboengine.examples.replay.Story.GatewayEvent;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.PayOut;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.spi.payment.sandbox.SandboxOutcome;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.Timelines.AgreedPrice;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is done in a step. Contracts and documents go by the names the story gives them until it happens. */
sealed interface Deed {
    /** How a person would tell it. */
    String words();

    // --- contracts -------------------------------------------------------------------------------------------------

    /** @param addOnTo the name of the contract it follows; the command does not know its id yet */
    record Subscribe(String name, Command.Subscribe command, Optional<String> addOnTo) implements Deed {
        @Override
        public String words() {
            return command.account() + " subscribes to " + command.plan() + " as " + name
                    + (command.quantity().compareTo(BigDecimal.ONE) == 0
                            ? ""
                            : ", quantity " + command.quantity().toPlainString())
                    + command.price().map(Words::price).orElse("")
                    + Words.list(", with discounts ", command.discounts())
                    + addOnTo.map(base -> ", added to " + base).orElse("")
                    + command.beneficiary().map(user -> ", used by " + user).orElse("")
                    + command.startOn().map(day -> ", from " + day).orElse("")
                    + command.endOn().map(day -> ", ends on " + day).orElse("")
                    + command.payments()
                            .map(count -> ", ends after " + count + " payments")
                            .orElse("")
                    + command.billedUntil()
                            .map(day -> ", billed elsewhere until " + day)
                            .orElse("")
                    + command.billingAnchor().map(day -> ", anchored at " + day).orElse("");
        }
    }

    /** What is asked of a contract that is there. */
    sealed interface OfContract extends Deed {
        String subscription();

        AccountId account();

        void give(Subscriptions desk, SubscriptionId id);
    }

    /** What may be tried without being done. */
    sealed interface Tried extends OfContract {
        Command command(SubscriptionId id);
    }

    record Change(
            String subscription,
            AccountId account,
            Optional<PlanId> plan,
            Optional<BigDecimal> quantity,
            Optional<AgreedPrice> price,
            List<String> discounts,
            Timing when,
            Command.Settlement settle,
            Command.Settling collect,
            boolean resetAnchor)
            implements Tried {
        public Change {
            discounts = List.copyOf(discounts);
        }

        @Override
        public Command.ChangePlan command(SubscriptionId id) {
            return new Command.ChangePlan(id, plan, quantity, price, discounts, when, settle, collect, resetAnchor);
        }

        @Override
        public void give(Subscriptions desk, SubscriptionId id) {
            desk.changePlan(command(id));
        }

        @Override
        public String words() {
            return "change " + subscription
                    + plan.map(p -> " to " + p).orElse("")
                    + quantity.map(q -> " to quantity " + q.toPlainString()).orElse("")
                    + price.map(Words::price).orElse("")
                    + Words.list(", with discounts ", discounts)
                    + Words.when(when)
                    + switch (settle) {
                        case PRORATE -> "";
                        case FULL -> ", as if since the period began";
                        case NONE -> ", nothing settled";
                    }
                    + (collect == Command.Settling.NEXT_INVOICE ? ", settled with the next invoice" : "")
                    + (resetAnchor ? ", periods begin anew" : "");
        }
    }

    record WithdrawChange(String subscription, AccountId account) implements OfContract {
        @Override
        public void give(Subscriptions desk, SubscriptionId id) {
            desk.withdrawChange(id);
        }

        @Override
        public String words() {
            return "withdraw the change of " + subscription + " that has not begun";
        }
    }

    record Cancel(String subscription, AccountId account, Timing when, Command.PaidDays settle) implements Tried {
        @Override
        public Command.Cancel command(SubscriptionId id) {
            return new Command.Cancel(id, when, settle);
        }

        @Override
        public void give(Subscriptions desk, SubscriptionId id) {
            desk.cancel(command(id));
        }

        @Override
        public String words() {
            return "cancel " + subscription + Words.when(when)
                    + switch (settle) {
                        case CREDIT -> "";
                        case REFUND -> ", paid days go back as money";
                        case NONE -> ", nothing given back";
                    };
        }
    }

    record RevokeCancellation(String subscription, AccountId account) implements OfContract {
        @Override
        public void give(Subscriptions desk, SubscriptionId id) {
            desk.revokeCancellation(id);
        }

        @Override
        public String words() {
            return "take back the cancellation of " + subscription;
        }
    }

    record Withdraw(String subscription, AccountId account) implements OfContract {
        @Override
        public void give(Subscriptions desk, SubscriptionId id) {
            desk.withdraw(Command.Withdraw.from(id));
        }

        @Override
        public String words() {
            return "withdraw from " + subscription;
        }
    }

    /** @param billing whether billing stops too */
    record Pause(
            String subscription,
            AccountId account,
            Timing when,
            Optional<LocalDate> until,
            boolean billing,
            boolean extend)
            implements OfContract {
        @Override
        public void give(Subscriptions desk, SubscriptionId id) {
            desk.pause(new Command.Pause(id, when, until, billing, extend));
        }

        @Override
        public String words() {
            return "pause " + subscription + Words.when(when)
                    + until.map(day -> ", until " + day).orElse("")
                    + (billing ? "" : ", billing goes on")
                    + (extend ? ", everything after comes later" : "");
        }
    }

    record Resume(String subscription, AccountId account, Timing when) implements OfContract {
        @Override
        public void give(Subscriptions desk, SubscriptionId id) {
            desk.resume(new Command.Resume(id, when));
        }

        @Override
        public String words() {
            return "resume " + subscription + Words.when(when);
        }
    }

    record Skip(String subscription, AccountId account, Command.Skipped what) implements OfContract {
        @Override
        public void give(Subscriptions desk, SubscriptionId id) {
            desk.skip(new Command.Skip(id, what));
        }

        @Override
        public String words() {
            return "skip the next " + (what == Command.Skipped.PERIOD ? "period" : "delivery") + " of " + subscription;
        }
    }

    record Use(String subscription, AccountId account, Command.Usage usage) implements OfContract {
        @Override
        public void give(Subscriptions desk, SubscriptionId id) {
            desk.recordUsage(Command.RecordUsage.of(id, usage));
        }

        @Override
        public String words() {
            return subscription + " used " + usage.quantity().toPlainString() + " " + usage.unit();
        }
    }

    // --- accounts --------------------------------------------------------------------------------------------------

    /** What is asked of an account that is there. */
    sealed interface OfAccount extends Deed {
        AccountId account();

        void give(Desks desks);
    }

    record BillingDay(AccountId account, int day) implements OfAccount {
        @Override
        public void give(Desks desks) {
            desks.accounts().changeBillingDay(account, day);
        }

        @Override
        public String words() {
            return account + " is billed on day " + day + " of the month from now on";
        }
    }

    record Charge(AccountId account, Command.Item item, Command.Settling collect) implements OfAccount {
        @Override
        public void give(Desks desks) {
            desks.documents().charge(new Command.Charge(account, List.of(item), collect));
        }

        @Override
        public String words() {
            return account + " is charged " + item.unitPrice() + " once: " + item.description()
                    + (collect == Command.Settling.NEXT_INVOICE ? ", with the next invoice" : "");
        }
    }

    record Credit(AccountId account, Money amount, String description) implements OfAccount {
        @Override
        public void give(Desks desks) {
            desks.accounts().grantCredit(account, amount, description);
        }

        @Override
        public String words() {
            return account + " is given a credit of " + amount + ": " + description;
        }
    }

    record PayAnotherWay(AccountId account, PaymentMethod method) implements OfAccount {
        @Override
        public void give(Desks desks) {
            desks.accounts().changePaymentMethod(account, method);
        }

        @Override
        public String words() {
            return account + " pays by " + method.kind() + " from now on";
        }
    }

    record PayAccount(AccountId account, Money amount) implements OfAccount {
        @Override
        public void give(Desks desks) {
            desks.payments().receive(account, amount);
        }

        @Override
        public String words() {
            return account + " transfers " + amount;
        }
    }

    /** @param holds true: stopped from now on, false: not any longer; what is not named stays as it is */
    record SetHolds(AccountId account, Map<Hold, Boolean> holds) implements OfAccount {
        public SetHolds {
            holds = Map.copyOf(holds);
        }

        @Override
        public void give(Desks desks) {
            Set<Hold> held = EnumSet.noneOf(Hold.class);
            held.addAll(desks.accounts().find(account).orElseThrow().holds());
            holds.forEach((hold, stopped) -> {
                if (stopped) {
                    held.add(hold);
                } else {
                    held.remove(hold);
                }
            });
            desks.accounts().hold(account, held);
        }

        @Override
        public String words() {
            return "hold " + account
                    + Words.list(
                            ": ",
                            EnumSet.allOf(Hold.class).stream()
                                    .filter(holds::containsKey)
                                    .map(hold -> hold + " " + (Boolean.TRUE.equals(holds.get(hold)) ? "on" : "off"))
                                    .toList());
        }
    }

    // --- documents -------------------------------------------------------------------------------------------------

    /** What is done with a document that is there. */
    sealed interface OfDocument extends Deed {
        DocumentRef document();

        void give(Desks desks, DocumentId id);
    }

    record PayDocument(DocumentRef document, Money amount) implements OfDocument {
        @Override
        public void give(Desks desks, DocumentId id) {
            desks.payments().receive(id, amount);
        }

        @Override
        public String words() {
            return document.account() + " transfers " + amount + " for " + document;
        }
    }

    record CreditNote(DocumentRef document, Optional<Integer> line, Optional<Money> amount, PayOut payOut)
            implements OfDocument {
        @Override
        public void give(Desks desks, DocumentId id) {
            desks.documents().credit(new Command.CreditNote(id, line, amount, payOut));
        }

        @Override
        public String words() {
            return "credit note over "
                    + amount.map(a -> a + " of ").orElse("")
                    + line.map(position -> "line " + position + " of ").orElse("")
                    + document
                    + Words.back(payOut);
        }
    }

    record CancelDocument(DocumentRef document, PayOut payOut, boolean reissue) implements OfDocument {
        @Override
        public void give(Desks desks, DocumentId id) {
            desks.documents().cancel(new Command.CancelDocument(id, payOut, reissue));
        }

        @Override
        public String words() {
            return "cancel the document " + document + Words.back(payOut) + (reissue ? ", and invoice it anew" : "");
        }
    }

    record WriteOff(DocumentRef document, Optional<Money> amount) implements OfDocument {
        @Override
        public void give(Desks desks, DocumentId id) {
            desks.payments().writeOff(id, amount);
        }

        @Override
        public String words() {
            return "give up " + amount.map(a -> a + " of ").orElse("what is open of ") + document;
        }
    }

    record Refund(DocumentRef document, Optional<Money> amount) implements OfDocument {
        @Override
        public void give(Desks desks, DocumentId id) {
            desks.payments().refund(id, amount);
        }

        @Override
        public String words() {
            return "pay back " + amount.map(a -> a + " of ").orElse("what was paid for ") + document;
        }
    }

    record SettleDraft(DocumentRef document, boolean discard) implements OfDocument {
        @Override
        public void give(Desks desks, DocumentId id) {
            if (discard) {
                desks.documents().discardDraft(id);
            } else {
                desks.documents().finalizeDraft(id);
            }
        }

        @Override
        public String words() {
            return (discard ? "discard" : "finalize") + " the draft " + document;
        }
    }

    // --- what is no command ----------------------------------------------------------------------------------------

    /** What would come of a command. */
    record PreviewCommand(Tried command) implements Deed {
        @Override
        public String words() {
            return "what if: " + command.words();
        }
    }

    /** @param through everything until that day; empty: the next invoice */
    record PreviewAccount(AccountId account, Optional<LocalDate> through) implements Deed {
        @Override
        public String words() {
            return through.map(day -> "what " + account + " is billed until " + day)
                    .orElse("what " + account + " is billed next");
        }
    }

    record GatewayNext(AccountId account, List<SandboxOutcome> outcomes) implements Deed {
        public GatewayNext {
            outcomes = List.copyOf(outcomes);
        }

        @Override
        public String words() {
            return "gateway: the next charges of " + account + " end as " + outcomes;
        }
    }

    record GatewayTells(DocumentRef document, GatewayEvent event, Optional<String> reason) implements Deed {
        @Override
        public String words() {
            return "gateway: " + document + " " + event
                    + reason.map(r -> ", " + r).orElse("");
        }
    }

    /**
     * @param migrate the plans whose running contracts are taken to their new prices
     * @param noticeDays how many days before, at least, their customers are told
     */
    record Publish(Catalog catalog, List<PlanId> migrate, int noticeDays) implements Deed {
        public Publish {
            migrate = List.copyOf(migrate);
        }

        @Override
        public String words() {
            return "a new catalogue is published" + Words.list(", also for running contracts of ", migrate);
        }
    }

    /** No runs until that day. */
    record Outage(LocalDate until) implements Deed {
        @Override
        public String words() {
            return "no runs until " + until;
        }
    }

    record Show(AccountId account) implements Deed {
        @Override
        public String words() {
            return "show " + account;
        }
    }

    record Note(String text) implements Deed {
        @Override
        public String words() {
            return "note: " + text;
        }
    }

    /** Parts of sentences. */
    final class Words {
        private Words() {}

        private static String price(AgreedPrice price) {
            return price.everywhere().map(p -> ", at " + p).orElse("")
                    + (price.byPhase().isEmpty() ? "" : ", at " + price.byPhase());
        }

        private static String list(String before, List<?> items) {
            return items.isEmpty()
                    ? ""
                    : before
                            + String.join(
                                    ", ", items.stream().map(String::valueOf).toList());
        }

        private static String back(PayOut payOut) {
            return payOut == PayOut.REFUND ? ", paid back as money" : "";
        }

        private static String when(Timing when) {
            if (when instanceof Timing.Now) {
                return " now";
            }
            if (when instanceof Timing.On on) {
                return " on " + on.day();
            }
            return when instanceof Timing.TermEnd ? " at the end of the term" : " at the end of the period";
        }
    }
}
