package io.aboengine.account;

import io.aboengine.party.Actor;
import io.aboengine.party.SelfService;
import io.aboengine.party.SelfServiceAction;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Whether somebody may give a command, and why not. {@code because} can be shown to the one who asked. */
public record Permission(boolean allowed, String because) {

    /**
     * Judged once, when the command is given. Operators and the engine may do everything. A customer may act on the own
     * account only, and there as far as self-service allows: the most specific of subscription, account, plan and
     * settings that says anything decides alone. Withdrawing is every consumer's right, and no business's. What is agreed
     * with a customer one by one is the shop's to say even then: a price of its own, a start that has passed, days billed
     * elsewhere, an end or a term, a second trial, how the days of a changed period are settled, and money instead of
     * customer credit.
     */
    public static Permission permits(
            Rules rules, AccountSnapshot account, Actor actor, Command command, LocalDate today) {
        if (!(actor instanceof Actor.Customer customer)) {
            return new Permission(true, "done by the shop");
        }
        if (!customer.account().equals(command.account())) {
            return new Permission(false, "a customer may act on the own account only");
        }
        if (command instanceof Command.Withdraw) {
            return account.account().taxStatus().business()
                    ? new Permission(
                            false,
                            "the right to withdraw (section 355 BGB) is one of consumers, and this account is a business;"
                                    + " cancel the contract instead")
                    : new Permission(true, "the law gives every consumer this right (section 355 BGB)");
        }
        Optional<SelfServiceAction> action = action(command);
        if (action.isEmpty()) {
            return new Permission(false, "only the shop may do this");
        }
        Optional<String> shops = sayOfTheShop(command, today);
        if (shops.isPresent()) {
            return new Permission(false, "only the shop may " + shops.get());
        }
        Optional<Subscription> subscription = subscription(command)
                .flatMap(id -> account.subscriptions().stream()
                        .filter(s -> s.id().equals(id))
                        .findFirst());
        Optional<SelfService> ofPlan = subscription
                .flatMap(s -> s.timeline().atOrAfter(today))
                .flatMap(segment -> rules.catalog().plans().stream()
                        .filter(p -> p.id().equals(segment.terms().plan()))
                        .findFirst())
                .or(() -> command instanceof Command.Subscribe subscribe
                        ? Optional.of(rules.catalog().plan(subscribe.plan()))
                        : Optional.empty())
                .flatMap(plan -> plan.selfService());
        Optional<SelfService> ofSubscription = subscription.flatMap(Subscription::selfService);
        if (ofSubscription.isPresent()) {
            return judge(ofSubscription.get(), action.get(), "this contract");
        }
        if (account.account().selfService().isPresent()) {
            return judge(account.account().selfService().get(), action.get(), "this account");
        }
        if (ofPlan.isPresent()) {
            return judge(ofPlan.get(), action.get(), "this plan");
        }
        return judge(rules.settings().selfService(), action.get(), "the shop");
    }

    private static Optional<String> sayOfTheShop(Command command, LocalDate today) {
        Map<String, Boolean> asked = new LinkedHashMap<>();
        if (command instanceof Command.Subscribe subscribe) {
            asked.put("agree on a price", subscribe.price().isPresent());
            asked.put(
                    "let a contract begin in the past",
                    subscribe.startOn().map(today::isAfter).orElse(false));
            asked.put(
                    "say which days were billed elsewhere",
                    subscribe.billedUntil().isPresent());
            asked.put("give a trial again", subscribe.trial() == Command.Trial.AGAIN);
            asked.put(
                    "agree on an end",
                    subscribe.endOn().isPresent() || subscribe.payments().isPresent());
            asked.put("say since when a term runs", subscribe.termStartOn().isPresent());
            asked.put("say what a customer may do", subscribe.selfService().isPresent());
        }
        if (command instanceof Command.ChangePlan change) {
            asked.put("agree on a price", change.price().isPresent());
            asked.put("settle a change other than by days", change.settle() != Command.Settlement.PRORATE);
        }
        if (command instanceof Command.Cancel cancel) {
            asked.put("pay money back", cancel.settle() == Command.PaidDays.REFUND);
        }
        return asked.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Permission judge(SelfService rights, SelfServiceAction action, String level) {
        return rights.allows(action)
                ? new Permission(true, action + " is allowed to customers by the settings of " + level)
                : new Permission(false, action + " is not allowed to customers by the settings of " + level);
    }

    private static Optional<SelfServiceAction> action(Command command) {
        if (command instanceof Command.Subscribe) {
            return Optional.of(SelfServiceAction.SUBSCRIBE);
        }
        if (command instanceof Command.ChangePlan || command instanceof Command.WithdrawChange) {
            return Optional.of(SelfServiceAction.CHANGE_PLAN);
        }
        if (command instanceof Command.Cancel || command instanceof Command.RevokeCancellation) {
            return Optional.of(SelfServiceAction.CANCEL);
        }
        if (command instanceof Command.Pause || command instanceof Command.Resume) {
            return Optional.of(SelfServiceAction.PAUSE);
        }
        if (command instanceof Command.Skip) {
            return Optional.of(SelfServiceAction.SKIP);
        }
        if (command instanceof Command.ChangePaymentMethod) {
            return Optional.of(SelfServiceAction.CHANGE_PAYMENT_METHOD);
        }
        return Optional.empty();
    }

    private static Optional<SubscriptionId> subscription(Command command) {
        return command instanceof Command.OfContract contract ? Optional.of(contract.subscription()) : Optional.empty();
    }
}
