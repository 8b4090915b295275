package io.aboengine.account;

import io.aboengine.calendar.CalendarAnchor;
import io.aboengine.catalog.PlanId;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.PayOut;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.AccountId;
import io.aboengine.party.SelfService;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.PlainText;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.Timelines.AgreedPrice;
import io.aboengine.tax.TaxCategory;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may be asked of one account. Checked when made; what the account's state does not allow is refused later. */
public sealed interface Command {
    AccountId account();

    /** What is asked of one contract. */
    sealed interface OfContract extends Command {
        SubscriptionId subscription();

        @Override
        default AccountId account() {
            return subscription().account();
        }
    }

    /** What is asked about one document. */
    sealed interface OfDocument extends Command {
        DocumentId document();

        @Override
        default AccountId account() {
            return document().account();
        }
    }

    /** Whether a contract begins with the free start of its plan. */
    enum Trial {
        /** If the customer has not had that of the product. */
        IF_FIRST,
        /** Whatever the customer has had. */
        AGAIN,
        /** No, for instance because the customer had it elsewhere. */
        NONE
    }

    /**
     * Conclude a contract.
     *
     * @param price agreed with this customer instead of the plan's
     * @param startOn the first day of service; today if empty; an earlier day bills the days since
     * @param billedUntil of a contract taken over: days before it were billed elsewhere, the next run bills the rest
     * @param billingAnchor a boundary of the billing periods; by default as the plan is aligned
     * @param trial whether there is a free start
     * @param discounts ids of the catalogue, in the order in which they are taken off
     * @param addOnTo the contract it follows: it ends with it, and rests with it unless the rest has begun already; a
     *     cancellation of its own is not taken back with that of the contract it follows
     * @param beneficiary who uses what the account pays for
     * @param endOn the first day without service, where the contract is for a time
     * @param payments after how many whole periods that are paid for it ends by itself; empty: as the plan says
     * @param termStartOn the first day of the minimum term, of a contract taken over; by default the first day of service
     * @param reference the shop's own name for the contract
     */
    record Subscribe(
            AccountId account,
            PlanId plan,
            BigDecimal quantity,
            Optional<AgreedPrice> price,
            Optional<LocalDate> startOn,
            Optional<LocalDate> billedUntil,
            Optional<LocalDate> billingAnchor,
            Trial trial,
            List<String> discounts,
            Optional<SubscriptionId> addOnTo,
            Optional<AccountId> beneficiary,
            Optional<LocalDate> endOn,
            Optional<Integer> payments,
            Optional<LocalDate> termStartOn,
            Optional<String> reference,
            Optional<SelfService> selfService)
            implements Command {
        public Subscribe {
            requirePresent("account", account);
            requirePresent("plan", plan);
            requireQuantity(quantity);
            discounts = List.copyOf(discounts);
            if (startOn.isPresent()
                    && billedUntil.isPresent()
                    && billedUntil.get().isBefore(startOn.get())) {
                throw new InvalidRequestException(
                        "billedUntil", billedUntil.get().toString(), "must not be before startOn " + startOn.get());
            }
            if (startOn.isPresent() && endOn.isPresent() && !endOn.get().isAfter(startOn.get())) {
                throw new InvalidRequestException(
                        "endOn", endOn.get().toString(), "must be after startOn " + startOn.get());
            }
            payments.filter(count -> count < 1).ifPresent(count -> {
                throw new InvalidRequestException("payments", Integer.toString(count), "must be at least 1");
            });
            addOnTo.filter(base -> !base.account().equals(account)).ifPresent(base -> {
                throw new InvalidRequestException(
                        "addOnTo", base.toString(), "must be a contract of the same account, " + account);
            });
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
                    Trial.IF_FIRST,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        public static Subscribe to(String account, String plan) {
            return to(AccountId.of(account), PlanId.of(plan));
        }

        public Subscribe quantity(BigDecimal quantity) {
            return with(s -> s.quantity = quantity);
        }

        public Subscribe price(UnitPrice price) {
            return with(s -> s.price = Optional.of(AgreedPrice.of(price)));
        }

        /** A price for each of some phases, by their names. */
        public Subscribe price(Map<String, UnitPrice> byPhase) {
            return with(s -> s.price = Optional.of(new AgreedPrice(Optional.empty(), byPhase)));
        }

        public Subscribe startOn(LocalDate day) {
            return with(s -> s.startOn = Optional.of(day));
        }

        public Subscribe billedUntil(LocalDate day) {
            return with(s -> s.billedUntil = Optional.of(day));
        }

        public Subscribe billingAnchor(LocalDate day) {
            return with(s -> s.billingAnchor = Optional.of(day));
        }

        public Subscribe withoutTrial() {
            return with(s -> s.trial = Trial.NONE);
        }

        public Subscribe trialAgain() {
            return with(s -> s.trial = Trial.AGAIN);
        }

        public Subscribe discounts(String... ids) {
            return with(s -> s.discounts = List.of(ids));
        }

        public Subscribe addOnTo(SubscriptionId base) {
            return with(s -> s.addOnTo = Optional.of(base));
        }

        public Subscribe beneficiary(AccountId account) {
            return with(s -> s.beneficiary = Optional.of(account));
        }

        public Subscribe endOn(LocalDate day) {
            return with(s -> s.endOn = Optional.of(day));
        }

        public Subscribe payments(int count) {
            return with(s -> s.payments = Optional.of(count));
        }

        public Subscribe termStartOn(LocalDate day) {
            return with(s -> s.termStartOn = Optional.of(day));
        }

        public Subscribe reference(String text) {
            return with(s -> s.reference = Optional.of(text));
        }

        public Subscribe selfService(SelfService rights) {
            return with(s -> s.selfService = Optional.of(rights));
        }

        private interface Edit {
            void on(Parts parts);
        }

        private static final class Parts {
            private BigDecimal quantity;
            private Optional<AgreedPrice> price;
            private Optional<LocalDate> startOn;
            private Optional<LocalDate> billedUntil;
            private Optional<LocalDate> billingAnchor;
            private Trial trial;
            private List<String> discounts;
            private Optional<SubscriptionId> addOnTo;
            private Optional<AccountId> beneficiary;
            private Optional<LocalDate> endOn;
            private Optional<Integer> payments;
            private Optional<LocalDate> termStartOn;
            private Optional<String> reference;
            private Optional<SelfService> selfService;

            Parts(Subscribe s) {
                quantity = s.quantity;
                price = s.price;
                startOn = s.startOn;
                billedUntil = s.billedUntil;
                billingAnchor = s.billingAnchor;
                trial = s.trial;
                discounts = s.discounts;
                addOnTo = s.addOnTo;
                beneficiary = s.beneficiary;
                endOn = s.endOn;
                payments = s.payments;
                termStartOn = s.termStartOn;
                reference = s.reference;
                selfService = s.selfService;
            }
        }

        private Subscribe with(Edit edit) {
            Parts s = new Parts(this);
            edit.on(s);
            return new Subscribe(
                    account,
                    plan,
                    s.quantity,
                    s.price,
                    s.startOn,
                    s.billedUntil,
                    s.billingAnchor,
                    s.trial,
                    s.discounts,
                    s.addOnTo,
                    s.beneficiary,
                    s.endOn,
                    s.payments,
                    s.termStartOn,
                    s.reference,
                    s.selfService);
        }
    }

    /** When money of a change is settled: on a document of its own, or on the next one that is made anyway. */
    enum Settling {
        NOW,
        NEXT_INVOICE
    }

    /** What a change costs for days of a billing period that has begun. */
    enum Settlement {
        /** By days: those left on the old terms are given back, those on the new ones charged. */
        PRORATE,
        /** As if the new terms had held since the period began. */
        FULL,
        /** Nothing: the service changes, the new price holds from the next period on. */
        NONE
    }

    /**
     * Change the plan, the quantity, the price or the discounts of a contract. From a day that has passed on, days are billed
     * again by their difference, and so is use whose count has other terms, until its period closes; where another price of a
     * unit begins inside a count, what was told before the change keeps the old one.
     *
     * @param price agreed with this customer instead of the plan's
     * @param discounts to be granted besides those it has
     * @param resetAnchor whether billing periods begin anew on the day of the change; always so if the interval is another
     */
    record ChangePlan(
            SubscriptionId subscription,
            Optional<PlanId> plan,
            Optional<BigDecimal> quantity,
            Optional<AgreedPrice> price,
            List<String> discounts,
            Timing when,
            Settlement settle,
            Settling collect,
            boolean resetAnchor)
            implements OfContract {
        public ChangePlan {
            requirePresent("subscription", subscription);
            requirePresent("when", when);
            requirePresent("settle", settle);
            requirePresent("collect", collect);
            discounts = List.copyOf(discounts);
            if (plan.isEmpty() && quantity.isEmpty() && price.isEmpty() && discounts.isEmpty() && !resetAnchor) {
                throw new InvalidRequestException(
                        "change", "(nothing)", "must name a plan, a quantity, a price or a discount");
            }
            quantity.ifPresent(Command::requireQuantity);
        }

        public static ChangePlan of(SubscriptionId subscription, String plan) {
            return nothing(subscription).plan(PlanId.of(plan));
        }

        public static ChangePlan ofQuantity(SubscriptionId subscription, BigDecimal quantity) {
            return nothing(subscription).with(Optional.empty(), Optional.of(quantity), Optional.empty(), List.of());
        }

        public static ChangePlan ofPrice(SubscriptionId subscription, UnitPrice price) {
            return nothing(subscription)
                    .with(Optional.empty(), Optional.empty(), Optional.of(AgreedPrice.of(price)), List.of());
        }

        public static ChangePlan ofDiscounts(SubscriptionId subscription, String... ids) {
            return nothing(subscription).with(Optional.empty(), Optional.empty(), Optional.empty(), List.of(ids));
        }

        /** What is to be changed is still to be said. */
        private static Open nothing(SubscriptionId subscription) {
            return new Open(subscription);
        }

        private record Open(SubscriptionId subscription) {
            ChangePlan plan(PlanId plan) {
                return with(Optional.of(plan), Optional.empty(), Optional.empty(), List.of());
            }

            ChangePlan with(
                    Optional<PlanId> plan,
                    Optional<BigDecimal> quantity,
                    Optional<AgreedPrice> price,
                    List<String> discounts) {
                return new ChangePlan(
                        subscription,
                        plan,
                        quantity,
                        price,
                        discounts,
                        Timing.now(),
                        Settlement.PRORATE,
                        Settling.NOW,
                        false);
            }
        }

        public ChangePlan when(Timing when) {
            return new ChangePlan(subscription, plan, quantity, price, discounts, when, settle, collect, resetAnchor);
        }

        public ChangePlan quantity(BigDecimal quantity) {
            return new ChangePlan(
                    subscription, plan, Optional.of(quantity), price, discounts, when, settle, collect, resetAnchor);
        }

        public ChangePlan price(UnitPrice price) {
            return new ChangePlan(
                    subscription,
                    plan,
                    quantity,
                    Optional.of(AgreedPrice.of(price)),
                    discounts,
                    when,
                    settle,
                    collect,
                    resetAnchor);
        }

        public ChangePlan discounts(String... ids) {
            return new ChangePlan(
                    subscription, plan, quantity, price, List.of(ids), when, settle, collect, resetAnchor);
        }

        public ChangePlan settle(Settlement settle) {
            return new ChangePlan(subscription, plan, quantity, price, discounts, when, settle, collect, resetAnchor);
        }

        public ChangePlan collect(Settling collect) {
            return new ChangePlan(subscription, plan, quantity, price, discounts, when, settle, collect, resetAnchor);
        }

        public ChangePlan resettingAnchor() {
            return new ChangePlan(subscription, plan, quantity, price, discounts, when, settle, collect, true);
        }
    }

    /**
     * Withdraw the change of a contract that has not begun; it goes on as before. What else was agreed meanwhile goes with it,
     * unless that change was to be billed from an earlier day than its own (FULL): then the rest stays agreed.
     */
    record WithdrawChange(SubscriptionId subscription) implements OfContract {
        public WithdrawChange {
            requirePresent("subscription", subscription);
        }
    }

    /**
     * Take a contract to the price its plan has in the catalogue in force, from the first billing period that begins on or
     * after the day, and not before its minimum term is over. A price agreed with the customer stays.
     *
     * @param on the earliest day, not in the past
     */
    record MigratePrice(SubscriptionId subscription, LocalDate on) implements OfContract {
        public MigratePrice {
            requirePresent("subscription", subscription);
            requirePresent("on", on);
        }
    }

    /** What becomes of days that are paid for and lie behind the end. */
    enum PaidDays {
        /** Their price lowers what is open; the rest becomes customer credit. */
        CREDIT,
        /** Their price lowers what is open; the rest goes back as money, as far as money came. */
        REFUND,
        /**
         * Nothing that is paid for is given back: not days behind the end, whatever they were paid for, and not paid days of a
         * rest that were to come later.
         */
        NONE
    }

    /** End a contract; the end is the first day without service. Add-ons end with it. */
    record Cancel(SubscriptionId subscription, Timing when, PaidDays settle) implements OfContract {
        public Cancel {
            requirePresent("subscription", subscription);
            requirePresent("when", when);
            requirePresent("settle", settle);
        }

        public static Cancel atPeriodEnd(SubscriptionId subscription) {
            return new Cancel(subscription, Timing.periodEnd(), PaidDays.CREDIT);
        }

        public static Cancel atTermEnd(SubscriptionId subscription) {
            return new Cancel(subscription, Timing.termEnd(), PaidDays.CREDIT);
        }

        public static Cancel now(SubscriptionId subscription) {
            return new Cancel(subscription, Timing.now(), PaidDays.CREDIT);
        }
    }

    /** Take back a cancellation whose day has not come. */
    record RevokeCancellation(SubscriptionId subscription) implements OfContract {
        public RevokeCancellation {
            requirePresent("subscription", subscription);
        }
    }

    /**
     * Withdraw from a contract within 14 days (section 355 BGB): it ends today, what was paid goes back, less a part by days
     * for a service that was used on the customer's demand (section 357a (2) BGB). The right is one of consumers (section
     * 312g BGB): a customer whose account is a business is refused, the shop may grant it.
     *
     * @param compensation whether the customer had demanded that the service begin at once and was told what that means
     */
    record Withdraw(SubscriptionId subscription, boolean compensation) implements OfContract {
        public Withdraw {
            requirePresent("subscription", subscription);
        }

        public static Withdraw from(SubscriptionId subscription) {
            return new Withdraw(subscription, true);
        }
    }

    /**
     * Let a contract rest. Days that are paid for and rested are given back, or come later.
     *
     * @param until the day on which it goes on by itself; empty: until it is resumed
     * @param billing false: only the service rests
     * @param extend true: everything that comes after is as many days later
     */
    record Pause(SubscriptionId subscription, Timing when, Optional<LocalDate> until, boolean billing, boolean extend)
            implements OfContract {
        public Pause {
            requirePresent("subscription", subscription);
            requirePresent("when", when);
            if (extend && !billing) {
                throw new InvalidRequestException(
                        "extend", "true", "needs billing to stop, or days would be paid twice");
            }
        }

        public static Pause now(SubscriptionId subscription) {
            return new Pause(subscription, Timing.now(), Optional.empty(), true, false);
        }

        public Pause when(Timing when) {
            return new Pause(subscription, when, until, billing, extend);
        }

        public Pause until(LocalDate day) {
            return new Pause(subscription, when, Optional.of(day), billing, extend);
        }

        public Pause withBillingGoingOn() {
            return new Pause(subscription, when, until, false, extend);
        }

        public Pause extending() {
            return new Pause(subscription, when, until, billing, true);
        }
    }

    /** Let a contract go on that rests, today or on a later day; a rest that has not begun is called off. */
    record Resume(SubscriptionId subscription, Timing when) implements OfContract {
        public Resume {
            requirePresent("subscription", subscription);
            requirePresent("when", when);
            if (!(when instanceof Timing.Now || when instanceof Timing.On)) {
                throw new InvalidRequestException(
                        "when",
                        when.getClass().getSimpleName(),
                        "must be now or a day: a contract that rests has no period");
            }
        }

        public static Resume now(SubscriptionId subscription) {
            return new Resume(subscription, Timing.now());
        }
    }

    /** What is left out. */
    enum Skipped {
        /** The next billing period: it is not billed, and everything after comes later. */
        PERIOD,
        /** The delivery of the next billing period; it stays billed. */
        DELIVERY
    }

    /** Leave out the next period, or its delivery. */
    record Skip(SubscriptionId subscription, Skipped what) implements OfContract {
        public Skip {
            requirePresent("subscription", subscription);
            requirePresent("what", what);
        }

        public static Skip period(SubscriptionId subscription) {
            return new Skip(subscription, Skipped.PERIOD);
        }
    }

    /**
     * Bill contracts that are aligned to the account on another day of the month, from where their paid days end.
     *
     * @param day 1 to 31; 31 is the last day of every month
     */
    record SetBillingDay(AccountId account, int day) implements Command {
        public SetBillingDay {
            requirePresent("account", account);
            CalendarAnchor.onDay(day);
        }
    }

    /**
     * Something to be charged once, in the price basis of the settings.
     *
     * @param suppliedOn decides the tax; by default today
     */
    record Item(
            String description,
            BigDecimal quantity,
            UnitPrice unitPrice,
            Optional<TaxCategory> taxCategory,
            Optional<LocalDate> suppliedOn) {
        public Item {
            PlainText.require("description", description, 200);
            requireQuantity(quantity);
        }

        public static Item of(String description, Money amount, Optional<TaxCategory> taxCategory) {
            return new Item(description, BigDecimal.ONE, UnitPrice.of(amount), taxCategory, Optional.empty());
        }
    }

    /** Charge something once: on an invoice of its own, or with the next one. */
    record Charge(AccountId account, List<Item> items, Settling collect) implements Command {
        public Charge {
            requirePresent("account", account);
            requirePresent("collect", collect);
            items = List.copyOf(items);
            if (items.isEmpty()) {
                throw new InvalidRequestException("items", "(none)", "must name at least one thing to charge");
            }
        }

        public static Charge of(AccountId account, Item... items) {
            return new Charge(account, List.of(items), Settling.NOW);
        }

        public Charge withNextInvoice() {
            return new Charge(account, items, Settling.NEXT_INVOICE);
        }
    }

    /** Bill now what waits for the next invoice, what runs in arrears until yesterday, and all use that was told so far. */
    record BillNow(AccountId account) implements Command {
        public BillNow {
            requirePresent("account", account);
        }
    }

    /**
     * Something that was used.
     *
     * @param id the shop's own; told again it changes nothing
     * @param quantity zero or more
     */
    record Usage(String id, String unit, BigDecimal quantity, Instant at) {
        public Usage {
            PlainText.require("usage.id", id, 100);
            if (quantity.signum() < 0) {
                throw new InvalidRequestException("usage.quantity", quantity.toPlainString(), "must not be negative");
            }
        }
    }

    /** Note what was used. All of it is taken, or none. */
    record RecordUsage(SubscriptionId subscription, List<Usage> records) implements OfContract {
        public RecordUsage {
            requirePresent("subscription", subscription);
            records = List.copyOf(records);
            if (records.isEmpty()) {
                throw new InvalidRequestException("records", "(none)", "must hold at least one record");
            }
        }

        public static RecordUsage of(SubscriptionId subscription, Usage... records) {
            return new RecordUsage(subscription, List.of(records));
        }
    }

    /**
     * Give back a part of an invoice, or all that is left of it.
     *
     * @param line the line's position on it, from 1; empty: all lines, in proportion to what is left of them
     * @param amount in the price basis of the document; empty: all that is left
     */
    record CreditNote(DocumentId document, Optional<Integer> line, Optional<Money> amount, PayOut payOut)
            implements OfDocument {
        public CreditNote {
            requirePresent("document", document);
            requirePresent("payOut", payOut);
            amount.ifPresent(Command::requirePositive);
        }

        public static CreditNote of(DocumentId document) {
            return new CreditNote(document, Optional.empty(), Optional.empty(), PayOut.CREDIT);
        }

        public CreditNote line(int position) {
            return new CreditNote(document, Optional.of(position), amount, payOut);
        }

        public CreditNote amount(Money amount) {
            return new CreditNote(document, line, Optional.of(amount), payOut);
        }

        public CreditNote refunding() {
            return new CreditNote(document, line, amount, PayOut.REFUND);
        }
    }

    /**
     * Take back a whole invoice by a cancelling document.
     *
     * <p>A later invoice may have set off a part of this one: it charged new terms less days that were given back of it, and is
     * lower by as much. That part stays to be paid here. The invoice is not void then: a credit note instead of a cancelling
     * document gives back all the rest. Who wants both void cancels the later invoice first.
     *
     * @param reissue whether the same is invoiced anew, with today's buyer and taxes
     */
    record CancelDocument(DocumentId document, PayOut payOut, boolean reissue) implements OfDocument {
        public CancelDocument {
            requirePresent("document", document);
            requirePresent("payOut", payOut);
        }

        public static CancelDocument of(DocumentId document) {
            return new CancelDocument(document, PayOut.CREDIT, false);
        }

        public CancelDocument reissued() {
            return new CancelDocument(document, payOut, true);
        }
    }

    /**
     * Give up what is open of a document, or a part of it.
     *
     * @param amount empty: all that is open
     */
    record WriteOff(DocumentId document, Optional<Money> amount) implements OfDocument {
        public WriteOff {
            requirePresent("document", document);
            amount.ifPresent(Command::requirePositive);
        }
    }

    /**
     * Give back money that came in for a document. It is taken from customer credit; where that is not enough, a credit note
     * over the rest is made.
     *
     * @param amount with tax; empty: all that came in and did not go back
     */
    record Refund(DocumentId document, Optional<Money> amount) implements OfDocument {
        public Refund {
            requirePresent("document", document);
            amount.ifPresent(Command::requirePositive);
        }
    }

    /** Make a draft final before its day, or give it up: what stands on it is then not charged. */
    record SettleDraft(DocumentId document, boolean discard) implements OfDocument {
        public SettleDraft {
            requirePresent("document", document);
        }
    }

    /** Stop something for the account by hand, or start it again: exactly these are stopped from now on. */
    record SetHolds(AccountId account, List<Hold> holds) implements Command {
        public SetHolds {
            requirePresent("account", account);
            holds = List.copyOf(holds);
        }
    }

    /** Grant the account a discount for everything on its documents. */
    record GrantDiscount(AccountId account, String discount) implements Command {
        public GrantDiscount {
            requirePresent("account", account);
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

    private static void requireQuantity(BigDecimal quantity) {
        requirePresent("quantity", quantity);
        if (quantity.signum() <= 0) {
            throw new InvalidRequestException("quantity", quantity.toPlainString(), "must be above zero");
        }
    }

    private static void requirePositive(Money amount) {
        requirePresent("amount", amount);
        if (!amount.isPositive()) {
            throw new InvalidRequestException("amount", amount.toString(), "must be above zero");
        }
    }
}
