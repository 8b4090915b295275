package io.aboengine.account;

import io.aboengine.catalog.PlanId;
import io.aboengine.invoice.DocumentId;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.AccountId;
import io.aboengine.party.SelfService;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.subscription.SubscriptionId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may be asked of one account. Checked when made; what the account's state does not allow is refused later. */
public sealed interface Command {
    AccountId account();

    /**
     * Conclude a contract.
     *
     * @param price instead of the plan's, for every phase that is not free
     * @param startOn the first day of service; today if empty; an earlier day bills the days since
     * @param billedUntil of a contract taken over: days before it were billed elsewhere, the next run bills the rest
     * @param billingAnchor a boundary of the billing periods; by default the first day that is paid for
     * @param trial false leaves out the free start, for instance because the customer had it elsewhere
     * @param reference the shop's own name for the contract
     */
    record Subscribe(
            AccountId account,
            PlanId plan,
            BigDecimal quantity,
            Optional<UnitPrice> price,
            Optional<LocalDate> startOn,
            Optional<LocalDate> billedUntil,
            Optional<LocalDate> billingAnchor,
            boolean trial,
            Optional<String> reference,
            Optional<SelfService> selfService)
            implements Command {
        public Subscribe {
            requirePresent("account", account);
            requirePresent("plan", plan);
            requirePresent("quantity", quantity);
            if (quantity.signum() <= 0) {
                throw new InvalidRequestException("quantity", quantity.toPlainString(), "must be above zero");
            }
            if (startOn.isPresent()
                    && billedUntil.isPresent()
                    && billedUntil.get().isBefore(startOn.get())) {
                throw new InvalidRequestException(
                        "billedUntil", billedUntil.get().toString(), "must not be before startOn " + startOn.get());
            }
        }

        public static Subscribe to(AccountId account, PlanId plan) {
            return new Subscribe(
                    account,
                    plan,
                    BigDecimal.ONE,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    true,
                    Optional.empty(),
                    Optional.empty());
        }

        public static Subscribe to(String account, String plan) {
            return to(AccountId.of(account), PlanId.of(plan));
        }

        public Subscribe quantity(BigDecimal quantity) {
            return new Subscribe(
                    account, plan, quantity, price, startOn, billedUntil, billingAnchor, trial, reference, selfService);
        }

        public Subscribe price(UnitPrice price) {
            return new Subscribe(
                    account,
                    plan,
                    quantity,
                    Optional.of(price),
                    startOn,
                    billedUntil,
                    billingAnchor,
                    trial,
                    reference,
                    selfService);
        }

        public Subscribe startOn(LocalDate day) {
            return new Subscribe(
                    account,
                    plan,
                    quantity,
                    price,
                    Optional.of(day),
                    billedUntil,
                    billingAnchor,
                    trial,
                    reference,
                    selfService);
        }

        public Subscribe billedUntil(LocalDate day) {
            return new Subscribe(
                    account,
                    plan,
                    quantity,
                    price,
                    startOn,
                    Optional.of(day),
                    billingAnchor,
                    trial,
                    reference,
                    selfService);
        }

        public Subscribe billingAnchor(LocalDate day) {
            return new Subscribe(
                    account,
                    plan,
                    quantity,
                    price,
                    startOn,
                    billedUntil,
                    Optional.of(day),
                    trial,
                    reference,
                    selfService);
        }

        public Subscribe withoutTrial() {
            return new Subscribe(
                    account, plan, quantity, price, startOn, billedUntil, billingAnchor, false, reference, selfService);
        }

        public Subscribe reference(String text) {
            return new Subscribe(
                    account,
                    plan,
                    quantity,
                    price,
                    startOn,
                    billedUntil,
                    billingAnchor,
                    trial,
                    Optional.of(text),
                    selfService);
        }

        public Subscribe selfService(SelfService rights) {
            return new Subscribe(
                    account,
                    plan,
                    quantity,
                    price,
                    startOn,
                    billedUntil,
                    billingAnchor,
                    trial,
                    reference,
                    Optional.of(rights));
        }
    }

    /** When money of a change is settled: on a document of its own, or on the next one that is made anyway. */
    enum Settling {
        NOW,
        NEXT_INVOICE
    }

    /**
     * Change the plan, the quantity, or both. Days already billed on the old terms are given back, those on the new terms
     * charged, each by days.
     */
    record ChangePlan(
            SubscriptionId subscription,
            Optional<PlanId> plan,
            Optional<BigDecimal> quantity,
            Timing when,
            Settling collect)
            implements Command {
        public ChangePlan {
            requirePresent("subscription", subscription);
            requirePresent("when", when);
            requirePresent("collect", collect);
            if (plan.isEmpty() && quantity.isEmpty()) {
                throw new InvalidRequestException("change", "(nothing)", "must name a plan or a quantity");
            }
            quantity.ifPresent(q -> {
                if (q.signum() <= 0) {
                    throw new InvalidRequestException("quantity", q.toPlainString(), "must be above zero");
                }
            });
        }

        public static ChangePlan of(SubscriptionId subscription, String plan) {
            return new ChangePlan(
                    subscription, Optional.of(PlanId.of(plan)), Optional.empty(), Timing.now(), Settling.NOW);
        }

        public ChangePlan when(Timing when) {
            return new ChangePlan(subscription, plan, quantity, when, collect);
        }

        public ChangePlan quantity(BigDecimal quantity) {
            return new ChangePlan(subscription, plan, Optional.of(quantity), when, collect);
        }

        public ChangePlan collect(Settling collect) {
            return new ChangePlan(subscription, plan, quantity, when, collect);
        }

        @Override
        public AccountId account() {
            return subscription.account();
        }
    }

    /** What becomes of days that are paid for and lie behind the end. */
    enum PaidDays {
        /** Their price lowers what is open; the rest becomes customer credit. */
        CREDIT,
        /** Nothing is given back. */
        NONE
    }

    /** End a contract; the end is the first day without service. */
    record Cancel(SubscriptionId subscription, Timing when, PaidDays settle) implements Command {
        public Cancel {
            requirePresent("subscription", subscription);
            requirePresent("when", when);
            requirePresent("settle", settle);
        }

        public static Cancel atPeriodEnd(SubscriptionId subscription) {
            return new Cancel(subscription, Timing.periodEnd(), PaidDays.CREDIT);
        }

        public static Cancel now(SubscriptionId subscription) {
            return new Cancel(subscription, Timing.now(), PaidDays.CREDIT);
        }

        @Override
        public AccountId account() {
            return subscription.account();
        }
    }

    /** Change how the account pays. What is open is collected the new way from today on. */
    record ChangePaymentMethod(AccountId account, PaymentMethod method) implements Command {
        public ChangePaymentMethod {
            requirePresent("account", account);
            requirePresent("method", method);
        }
    }

    /**
     * Book a transfer the shop received: for one document, or for whatever is due the longest. What is left over becomes
     * customer credit.
     */
    record ReceivePayment(AccountId account, Money amount, Optional<DocumentId> document) implements Command {
        public ReceivePayment {
            requirePresent("account", account);
            requirePositive(amount);
            if (document.isPresent() && !document.get().account().equals(account)) {
                throw new InvalidRequestException(
                        "document", document.get().toString(), "belongs to another account than " + account);
            }
        }
    }

    /** Give customer credit: it pays what is open, the oldest first, and then what comes. */
    record GrantCredit(AccountId account, Money amount, String description) implements Command {
        public GrantCredit {
            requirePresent("account", account);
            requirePositive(amount);
        }
    }

    private static void requirePresent(String field, @Nullable Object value) {
        if (value == null) {
            throw new InvalidRequestException(field, "null", "is required");
        }
    }

    private static void requirePositive(Money amount) {
        requirePresent("amount", amount);
        if (!amount.isPositive()) {
            throw new InvalidRequestException("amount", amount.toString(), "must be above zero");
        }
    }
}
