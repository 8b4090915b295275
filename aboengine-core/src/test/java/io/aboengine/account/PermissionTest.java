package io.aboengine.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.account.CommandRefusedException.Refusal;
import io.aboengine.calendar.BillingInterval;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.Product;
import io.aboengine.catalog.ProductKind;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import io.aboengine.party.Language;
import io.aboengine.party.SelfService;
import io.aboengine.party.SelfServiceAction;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.subscription.Contract;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.SubscriptionState;
import io.aboengine.subscription.Timelines;
import io.aboengine.tax.TaxRules;
import io.aboengine.tax.TaxStatus;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PermissionTest {
    private static final AccountId ADA = AccountId.of("ada");
    private static final LocalDate TODAY = LocalDate.of(2026, 4, 16);
    private static final SubscriptionId CONTRACT = new SubscriptionId(ADA, 1);
    private static final Actor CUSTOMER = Actor.customer(ADA);

    /** What a level of the rules says about the action in question. */
    private enum Says {
        NOTHING,
        YES,
        NO
    }

    /** The commands a customer can be allowed, and which levels have a say in them. */
    private enum Asked {
        SUBSCRIBE(SelfServiceAction.SUBSCRIBE, true, false),
        CHANGE_PLAN(SelfServiceAction.CHANGE_PLAN, true, true),
        CANCEL(SelfServiceAction.CANCEL, true, true),
        CHANGE_PAYMENT_METHOD(SelfServiceAction.CHANGE_PAYMENT_METHOD, false, false);

        private final SelfServiceAction action;
        private final boolean byPlan;
        private final boolean byContract;

        Asked(SelfServiceAction action, boolean byPlan, boolean byContract) {
            this.action = action;
            this.byPlan = byPlan;
            this.byContract = byContract;
        }

        Command of(AccountId account) {
            return switch (this) {
                case SUBSCRIBE -> Command.Subscribe.to(account, PlanId.of("monthly"));
                case CHANGE_PLAN -> Command.ChangePlan.of(new SubscriptionId(account, 1), "team");
                case CANCEL -> Command.Cancel.now(new SubscriptionId(account, 1));
                case CHANGE_PAYMENT_METHOD -> new Command.ChangePaymentMethod(account, PaymentMethod.invoice());
            };
        }
    }

    @ParameterizedTest(name = "shop {0}, plan {1}, account {2}, contract {3}: {4} for a contract, {5} for the account")
    @CsvSource(delimiter = '|', textBlock = """
            # shop | plan    | account | contract | change, cancel | subscribe | way of paying
            YES    | NOTHING | NOTHING | NOTHING  | YES            | YES       | YES
            NO     | NOTHING | NOTHING | NOTHING  | NO             | NO        | NO
            NO     | YES     | NOTHING | NOTHING  | YES            | YES       | NO
            YES    | NO      | NOTHING | NOTHING  | NO             | NO        | YES
            YES    | NO      | YES     | NOTHING  | YES            | YES       | YES
            NO     | YES     | NO      | NOTHING  | NO             | NO        | NO
            NO     | NO      | YES     | NOTHING  | YES            | YES       | YES
            YES    | YES     | NO      | NOTHING  | NO             | NO        | NO
            NO     | NO      | NO      | YES      | YES            | NO        | NO
            YES    | YES     | YES     | NO       | NO             | YES       | YES
            NO     | YES     | NOTHING | NO       | NO             | YES       | NO
            YES    | NO      | NOTHING | YES      | YES            | NO        | YES
            """)
    void the_most_specific_level_that_says_anything_decides_alone(
            Says shop, Says plan, Says account, Says contract, Says change, Says subscribe, Says payment) {
        assertThat(says(Asked.CHANGE_PLAN, shop, plan, account, contract)).isEqualTo(change);
        assertThat(says(Asked.CANCEL, shop, plan, account, contract)).isEqualTo(change);
        assertThat(says(Asked.SUBSCRIBE, shop, plan, account, contract)).isEqualTo(subscribe);
        assertThat(says(Asked.CHANGE_PAYMENT_METHOD, shop, plan, account, contract))
                .isEqualTo(payment);
    }

    /** Every combination of the four levels. */
    @ParameterizedTest
    @EnumSource(Asked.class)
    void whatever_the_levels_say(Asked asked) {
        for (Says shop : List.of(Says.YES, Says.NO)) {
            for (Says plan : Says.values()) {
                for (Says account : Says.values()) {
                    for (Says contract : Says.values()) {
                        Says expected = asked.byContract && contract != Says.NOTHING
                                ? contract
                                : account != Says.NOTHING
                                        ? account
                                        : asked.byPlan && plan != Says.NOTHING ? plan : shop;
                        assertThat(says(asked, shop, plan, account, contract))
                                .as(
                                        "%s: shop %s, plan %s, account %s, contract %s",
                                        asked, shop, plan, account, contract)
                                .isEqualTo(expected);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Asked.class)
    void the_shop_and_the_engine_may_do_everything(Asked asked) {
        Rules rules = rules(Says.NO, Says.NO, asked.action);
        AccountSnapshot account = account(Says.NO, Says.NO, asked.action);

        assertThat(Permission.permits(rules, account, Actor.operator("op-1"), asked.of(ADA), TODAY)
                        .allowed())
                .isTrue();
        assertThat(Permission.permits(rules, account, Actor.engine(), asked.of(ADA), TODAY)
                        .allowed())
                .isTrue();
    }

    /** What only the shop may say, although the action itself is allowed on every level. */
    private static List<Command> agreedOneByOne() {
        UnitPrice cent = UnitPrice.of("0.01", Currency.EUR);
        Command.Subscribe subscribe = Command.Subscribe.to(ADA, PlanId.of("monthly"));
        Command.ChangePlan change = Command.ChangePlan.of(CONTRACT, "team");
        return List.of(
                subscribe.price(cent),
                subscribe.startOn(TODAY.minusDays(1)),
                subscribe.billedUntil(TODAY.plusYears(4)),
                subscribe.trialAgain(),
                subscribe.endOn(TODAY.plusDays(1)),
                subscribe.payments(1),
                subscribe.termStartOn(TODAY.minusYears(2)),
                subscribe.selfService(SelfService.nothing()),
                change.price(cent),
                Command.ChangePlan.ofPrice(CONTRACT, cent),
                change.settle(Command.Settlement.FULL),
                change.settle(Command.Settlement.NONE),
                new Command.Cancel(CONTRACT, Timing.now(), Command.PaidDays.REFUND));
    }

    @ParameterizedTest
    @MethodSource("agreedOneByOne")
    void what_is_agreed_one_by_one_is_the_shops_to_say(Command command) {
        SelfServiceAction action = command instanceof Command.Subscribe
                ? SelfServiceAction.SUBSCRIBE
                : command instanceof Command.Cancel ? SelfServiceAction.CANCEL : SelfServiceAction.CHANGE_PLAN;
        Rules rules = rules(Says.YES, Says.YES, action);
        AccountSnapshot account = account(Says.YES, Says.YES, action);

        Permission customers = Permission.permits(rules, account, CUSTOMER, command, TODAY);

        assertThat(customers.allowed()).isFalse();
        assertThat(customers.because()).startsWith("only the shop may ");
        assertThat(Permission.permits(rules, account, Actor.operator("op-1"), command, TODAY)
                        .allowed())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Asked.class)
    void nobody_acts_on_the_account_of_another(Asked asked) {
        Rules rules = rules(Says.YES, Says.YES, asked.action);
        AccountSnapshot ada = account(Says.YES, Says.YES, asked.action);
        Actor eve = Actor.customer(AccountId.of("eve"));

        Permission permission = Permission.permits(rules, ada, eve, asked.of(ADA), TODAY);

        assertThat(permission.allowed()).isFalse();
        assertThat(permission.because()).contains("own account");
        assertThatExceptionOfType(CommandRefusedException.class)
                .isThrownBy(() -> Decide.decide(
                        ada, rules, asked.of(ADA), new Decide.Given(eve, Optional.empty(), false), Shop.noon(TODAY)))
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(Refusal.FOREIGN_ACCOUNT));
    }

    @Test
    void money_is_booked_by_the_shop_only() {
        Rules rules = rules(Says.YES, Says.YES, SelfServiceAction.values());
        AccountSnapshot account = account(Says.YES, Says.YES, SelfServiceAction.values());
        Money amount = Money.parse("EUR 10.00");

        for (Command command : List.of(
                new Command.ReceivePayment(ADA, amount, Optional.empty()),
                new Command.GrantCredit(ADA, amount, "sorry"))) {
            assertThat(Permission.permits(rules, account, CUSTOMER, command, TODAY)
                            .allowed())
                    .isFalse();
            assertThat(Permission.permits(rules, account, Actor.operator("op-1"), command, TODAY)
                            .allowed())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Asked.class)
    void to_be_allowed_one_thing_is_not_to_be_allowed_another(Asked asked) {
        SelfServiceAction[] others = Arrays.stream(SelfServiceAction.values())
                .filter(action -> action != asked.action)
                .toArray(SelfServiceAction[]::new);

        assertThat(Permission.permits(
                                rules(Says.YES, Says.YES, others),
                                account(Says.NOTHING, Says.NOTHING, others),
                                CUSTOMER,
                                asked.of(ADA),
                                TODAY)
                        .allowed())
                .isFalse();
    }

    @Test
    void a_contract_that_is_not_there_is_judged_by_the_account() {
        Command unknown = Command.Cancel.now(new SubscriptionId(ADA, 99));

        assertThat(Permission.permits(
                                rules(Says.NO, Says.YES, SelfServiceAction.CANCEL),
                                account(Says.NOTHING, Says.YES, SelfServiceAction.CANCEL),
                                CUSTOMER,
                                unknown,
                                TODAY)
                        .allowed())
                .isFalse();
    }

    @Test
    void a_refused_command_says_why_and_changes_nothing() {
        assertThatExceptionOfType(CommandRefusedException.class)
                .isThrownBy(() -> Decide.decide(
                        account(Says.NOTHING, Says.NOTHING, SelfServiceAction.CANCEL),
                        rules(Says.NO, Says.NOTHING, SelfServiceAction.CANCEL),
                        Command.Cancel.now(CONTRACT),
                        new Decide.Given(CUSTOMER, Optional.empty(), false),
                        Shop.noon(TODAY)))
                .withMessageContaining("CANCEL is not allowed to customers by the settings of the shop")
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(Refusal.NOT_PERMITTED));
    }

    private static Says says(Asked asked, Says shop, Says plan, Says account, Says contract) {
        Permission permission = Permission.permits(
                rules(shop, plan, asked.action),
                account(account, contract, asked.action),
                CUSTOMER,
                asked.of(ADA),
                TODAY);
        return permission.allowed() ? Says.YES : Says.NO;
    }

    private static Optional<SelfService> rights(Says says, SelfServiceAction... actions) {
        return switch (says) {
            case NOTHING -> Optional.empty();
            case YES -> Optional.of(SelfService.allow(actions));
            case NO -> Optional.of(SelfService.nothing());
        };
    }

    private static Rules rules(Says shop, Says ofPlan, SelfServiceAction... actions) {
        Plan monthly = Plan.of("monthly", "paper", BillingInterval.MONTHLY, "EUR 10.00");
        Plan withRights = rights(ofPlan, actions).map(monthly::withSelfService).orElse(monthly);
        Plan team = Plan.of("team", "paper", BillingInterval.MONTHLY, "EUR 40.00");
        Catalog catalog = Catalog.of(
                List.of(Product.untaxed("paper", "The paper", ProductKind.PHYSICAL)), List.of(withRights, team));
        Settings settings =
                Shop.settings().withSelfService(rights(shop, actions).orElseThrow());
        return new Rules(catalog, 1, settings, 1, "test", Map.of(), Set.of(), TaxRules.standard());
    }

    private static AccountSnapshot account(Says ofAccount, Says ofContract, SelfServiceAction... actions) {
        Plan monthly = Plan.of("monthly", "paper", BillingInterval.MONTHLY, "EUR 10.00");
        Product paper = Product.untaxed("paper", "The paper", ProductKind.PHYSICAL);
        LocalDate start = LocalDate.of(2026, 4, 1);
        Subscription contract = Contract.of(
                CONTRACT,
                paper.id(),
                SubscriptionState.ACTIVE,
                start,
                Optional.empty(),
                rights(ofContract, actions),
                Timelines.starting(
                        new Timelines.Choice(paper, monthly, 1, BigDecimal.ONE, Optional.empty()),
                        start,
                        true,
                        Timelines.Anchors.own()));
        Account account = new Account(
                ADA,
                Currency.EUR,
                "DE",
                Optional.empty(),
                Language.DE,
                TaxStatus.consumer(),
                1,
                PaymentMethod.of(PaymentMethodKind.CARD, "tok-1"),
                rights(ofAccount, actions),
                Money.zero(Currency.EUR),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                2,
                Optional.empty(),
                Optional.empty(),
                1,
                1);
        return new AccountSnapshot(
                account,
                List.of(contract),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }
}
