package io.aboengine.spi.payment.sandbox;

import io.aboengine.check.Require;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.payment.ChargeRequest;
import io.aboengine.spi.payment.ChargeResult;
import io.aboengine.spi.payment.ChargeResult.Declined;
import io.aboengine.spi.payment.ChargeResult.Pending;
import io.aboengine.spi.payment.ChargeResult.Unknown;
import io.aboengine.spi.payment.DeclineAdvice;
import io.aboengine.spi.payment.GatewayCapabilities;
import io.aboengine.spi.payment.GatewayNotice;
import io.aboengine.spi.payment.GatewayNotice.Outcome;
import io.aboengine.spi.payment.GatewayReference;
import io.aboengine.spi.payment.IdempotencyKey;
import io.aboengine.spi.payment.LookupResult;
import io.aboengine.spi.payment.PaymentGateway;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.RefundRequest;
import io.aboengine.spi.payment.RefundResult;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A gateway that moves imaginary money and keeps every rule of {@link PaymentGateway}. Each new key takes the next
 * outcome planned for its account, or the default ({@code SETTLE}); a repeated key gives what became of the first.
 *
 * <pre>{@code
 * SandboxGateway gateway = SandboxGateway.create().next("ada", DECLINE_RETRY, SETTLE);   // ada pays at the second try
 * }</pre>
 *
 * <p><b>Its day.</b> The sandbox has a civil day of its own, moved by {@link #moveTo} and by nothing else. Until it is
 * first moved, the collection day of the request, or of the charge spoken of, is today. A direct debit settles on its
 * collection day. Notices are dated noon UTC.
 *
 * <p>Thread-safe. Nothing is kept beyond the process, and nothing is ever forgotten within it.
 */
public final class SandboxGateway implements PaymentGateway {
    private static final int DEFAULT_RETURN_AFTER_DAYS = 8;
    private static final String RETURN_REASON = "AM04"; // ISO 20022: insufficient funds

    private final String id;
    private final GatewayCapabilities capabilities;

    private final Map<String, Deque<SandboxOutcome>> planned = new HashMap<>();
    private SandboxOutcome byDefault = SandboxOutcome.SETTLE;
    private int returnAfterDays = DEFAULT_RETURN_AFTER_DAYS;
    private Optional<LocalDate> day = Optional.empty();

    private final Map<IdempotencyKey, SandboxCharge> charges = new HashMap<>();
    private final Map<GatewayReference, SandboxCharge> chargesByReference = new HashMap<>();
    private final Map<IdempotencyKey, KeptRefund> refunds = new HashMap<>();
    private final Map<String, IdempotencyKey> lastKeys = new HashMap<>();
    private final NavigableMap<LocalDate, List<SandboxCharge>> settleOn = new TreeMap<>();
    private final NavigableMap<LocalDate, List<SandboxCharge>> returnOn = new TreeMap<>();
    private long chargeCount;
    private long refundCount;
    private long noticeCount;

    private final MovedMoney captured = new MovedMoney();
    private final MovedMoney refunded = new MovedMoney();
    private final MovedMoney returned = new MovedMoney();

    private record KeptRefund(RefundRequest request, RefundResult result) {
        boolean repeats(RefundRequest other) {
            return request.account().equals(other.account())
                    && request.charge().equals(other.charge())
                    && request.amount().equals(other.amount());
        }
    }

    private SandboxGateway(String id, GatewayCapabilities capabilities) {
        this.id = Require.printableAscii("id", id, 100);
        this.capabilities = Require.present("capabilities", capabilities);
    }

    /**
     * The gateway {@code "sandbox"}: cards, direct debits (handed in one bank day ahead) and wallets, with lookup,
     * refunds, and keys recognised for 24 hours by declaration, in truth for ever.
     */
    public static SandboxGateway create() {
        return create(
                "sandbox",
                GatewayCapabilities.of(PaymentMethodKind.CARD, PaymentMethodKind.DIRECT_DEBIT, PaymentMethodKind.WALLET)
                        .withLookup()
                        .withRepeatableFor(Duration.ofHours(24))
                        .withRefunds()
                        .withLeadBankDays(1));
    }

    /** A sandbox that can do less, or more, than the usual one. It behaves as the capabilities say. */
    public static SandboxGateway create(String id, GatewayCapabilities capabilities) {
        return new SandboxGateway(id, capabilities);
    }

    // --- what the test decides -------------------------------------------------------------------------------------

    /** How charges end for which nothing is planned. */
    public synchronized SandboxGateway byDefault(SandboxOutcome outcome) {
        byDefault = Require.present("outcome", outcome);
        return this;
    }

    /**
     * Plans how the account's next charges end, one outcome per new key, then the default again. Replaces what was
     * planned for the account; with no outcome it only forgets it.
     */
    public synchronized SandboxGateway next(String account, SandboxOutcome... outcomes) {
        planned.put(Require.text("account", account, 255), new ArrayDeque<>(List.of(outcomes)));
        return this;
    }

    /** Days between a settlement and its return, for returns not yet under way; 8 unless set. At least 1. */
    public synchronized SandboxGateway returnAfterDays(int days) {
        Require.that(days >= 1, "returnAfterDays", days, "must be at least 1");
        returnAfterDays = days;
        return this;
    }

    /**
     * Lets time pass up to and including {@code today}: direct debits whose day has come settle, and money that was
     * planned to come back does.
     *
     * @param today not before the day the sandbox is at
     * @return the returns that fell due, in the order of their days, each dated its own day. Settlements are not told:
     *     {@link #lookup} finds them, or ask for a notice with {@link #settle}
     */
    public synchronized List<GatewayNotice> moveTo(LocalDate today) {
        Require.present("day", today);
        day.ifPresent(now -> Require.that(!today.isBefore(now), "day", today, "must not be before " + now));
        day = Optional.of(today);
        takeDue(settleOn, today).forEach(this::settleDue);
        List<GatewayNotice> notices = new ArrayList<>();
        takeDue(returnOn, today).forEach((on, due) -> notices.addAll(returnDue(on, due)));
        return List.copyOf(notices);
    }

    // --- the port --------------------------------------------------------------------------------------------------

    @Override
    public String id() {
        return id;
    }

    @Override
    public GatewayCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public synchronized ChargeResult charge(ChargeRequest request) {
        if (!capabilities.methods().contains(request.method())) {
            throw new InvalidRequestException("method", request.method(), "is not offered by gateway " + id);
        }
        SandboxCharge known = charges.get(request.key());
        if (known != null) {
            if (!known.repeats(request)) {
                throw new InvalidRequestException("key", request.key(), "was used before for another charge");
            }
            return known.result();
        }
        lastKeys.put(request.account(), request.key());
        return firstAnswer(request, nextOutcome(request.account()));
    }

    @Override
    public synchronized RefundResult refund(RefundRequest request) {
        KeptRefund known = refunds.get(request.key());
        if (known != null) {
            if (!known.repeats(request)) {
                throw new InvalidRequestException("key", request.key(), "was used before for another refund");
            }
            return known.result();
        }
        RefundResult result = firstRefund(request);
        refunds.put(request.key(), new KeptRefund(request, result));
        return result;
    }

    /** Finds what {@link #charge} would answer if repeated. Money that went back since does not change the answer. */
    @Override
    public synchronized LookupResult lookup(IdempotencyKey key) {
        if (!capabilities.lookup()) {
            return PaymentGateway.super.lookup(key);
        }
        SandboxCharge charge = charges.get(key);
        return charge == null ? new LookupResult.NotFound() : new LookupResult.Found(charge.result());
    }

    // --- what the provider tells later -----------------------------------------------------------------------------

    /** Settles a pending charge, or tells once more that it is settled. Each call is a notice with a new id. */
    public synchronized GatewayNotice settle(IdempotencyKey key) {
        SandboxCharge charge = known(key);
        if (charge.isPending()) {
            capture(charge, today(charge));
        }
        Require.that(charge.isSettled(), "key", key, "names a charge that was declined");
        return notice(
                charge,
                new Outcome.Settled(charge.reference()),
                charge.request().amount(),
                today(charge));
    }

    /** Lets a pending charge fail for lack of funds, or tells once more that it was declined. */
    public synchronized GatewayNotice fail(IdempotencyKey key) {
        SandboxCharge charge = known(key);
        Require.that(!charge.isSettled(), "key", key, "names a charge that is settled; it can only be given back");
        if (charge.isPending()) {
            charge.decline(declined(SandboxOutcome.DECLINE_RETRY, charge.reference()));
        }
        Declined declined = (Declined) charge.result();
        Outcome failed = new Outcome.Failed(declined.advice(), declined.gatewayCode());
        return notice(charge, failed, charge.request().amount(), today(charge));
    }

    /** Returns what is left of a settled charge: captured, less what was refunded or returned before. */
    public synchronized GatewayNotice giveBack(IdempotencyKey key, String reasonCode) {
        return giveBack(key, known(key).kept(), reasonCode);
    }

    /** Returns a part of a settled charge, at most what is left of it. */
    public synchronized GatewayNotice giveBack(IdempotencyKey key, Money amount, String reasonCode) {
        SandboxCharge charge = known(key);
        return takeBack(charge, amount, new Outcome.Returned(reasonCode), today(charge));
    }

    /** Charges back what is left of a settled charge. */
    public synchronized GatewayNotice chargeBack(IdempotencyKey key, String reasonCode) {
        SandboxCharge charge = known(key);
        return takeBack(charge, charge.kept(), new Outcome.ChargedBack(reasonCode), today(charge));
    }

    // --- what the test may ask -------------------------------------------------------------------------------------

    /** Key of the account's newest charge, lost ones included. */
    public synchronized Optional<IdempotencyKey> lastKeyOf(String account) {
        return Optional.ofNullable(lastKeys.get(account));
    }

    /** All money ever taken from the account; what went back is not subtracted. */
    public synchronized Money captured(String account, Currency currency) {
        return captured.of(account, currency);
    }

    /** All money sent back to the account on our request. */
    public synchronized Money refunded(String account, Currency currency) {
        return refunded.of(account, currency);
    }

    /** All money the account's bank took back: returns and charge-backs. */
    public synchronized Money returned(String account, Currency currency) {
        return returned.of(account, currency);
    }

    // ---------------------------------------------------------------------------------------------------------------

    private SandboxOutcome nextOutcome(String account) {
        Deque<SandboxOutcome> plan = planned.get(account);
        return plan == null || plan.isEmpty() ? byDefault : plan.remove();
    }

    private ChargeResult firstAnswer(ChargeRequest request, SandboxOutcome outcome) {
        return switch (outcome) {
            case SETTLE -> settleOrWait(request, false);
            case SETTLE_THEN_RETURN -> settleOrWait(request, true);
            case TIMEOUT_SETTLED -> {
                settleOrWait(request, false);
                yield new Unknown("The sandbox lost the answer");
            }
            case TIMEOUT -> new Unknown("The sandbox lost the request");
            case PEND -> {
                GatewayReference reference = nextReference();
                yield keep(request, reference, false, new Pending(reference, Optional.empty()))
                        .result();
            }
            case DECLINE_RETRY, DECLINE_UPDATE_METHOD, DECLINE_HARD, AUTHENTICATE, TECHNICAL -> {
                GatewayReference reference = nextReference();
                yield keep(request, reference, false, declined(outcome, reference))
                        .result();
            }
        };
    }

    private ChargeResult settleOrWait(ChargeRequest request, boolean comesBack) {
        GatewayReference reference = nextReference();
        LocalDate collectOn = request.collectOn();
        Pending pending = new Pending(reference, Optional.of(collectOn));
        SandboxCharge charge = keep(request, reference, comesBack, pending);
        if (request.method() == PaymentMethodKind.DIRECT_DEBIT && collectOn.isAfter(today(charge))) {
            settleOn.computeIfAbsent(collectOn, on -> new ArrayList<>()).add(charge);
        } else {
            capture(charge, today(charge));
        }
        return charge.result();
    }

    private SandboxCharge keep(
            ChargeRequest request, GatewayReference reference, boolean comesBack, ChargeResult result) {
        SandboxCharge charge = new SandboxCharge(request, reference, comesBack, result);
        charges.put(request.key(), charge);
        chargesByReference.put(reference, charge);
        return charge;
    }

    private void capture(SandboxCharge charge, LocalDate on) {
        charge.settle();
        captured.add(charge.request().account(), charge.request().amount());
        if (charge.comesBack()) {
            returnOn.computeIfAbsent(on.plusDays(returnAfterDays), due -> new ArrayList<>())
                    .add(charge);
        }
    }

    private void settleDue(LocalDate on, List<SandboxCharge> due) {
        due.stream().filter(SandboxCharge::isPending).forEach(charge -> capture(charge, on));
    }

    private List<GatewayNotice> returnDue(LocalDate on, List<SandboxCharge> due) {
        return due.stream()
                .filter(charge -> charge.kept().isPositive())
                .map(charge -> takeBack(charge, charge.kept(), new Outcome.Returned(RETURN_REASON), on))
                .toList();
    }

    private GatewayNotice takeBack(SandboxCharge charge, Money amount, Outcome outcome, LocalDate on) {
        Require.that(
                amount.isPositive(),
                "amount",
                amount,
                charge.isPending()
                        ? "must be more than zero; the charge is pending, so nothing can go back yet: let it fail"
                        : "must be more than zero; nothing is left of the charge");
        Require.that(amount.compareTo(charge.kept()) <= 0, "amount", amount, "must not be above " + charge.kept());
        charge.giveBack(amount);
        returned.add(charge.request().account(), amount);
        return notice(charge, outcome, amount, on);
    }

    private RefundResult firstRefund(RefundRequest request) {
        if (!capabilities.refunds()) {
            return new RefundResult.Refused("refunds_not_supported");
        }
        SandboxCharge charge = chargesByReference.get(request.charge());
        if (charge == null || !charge.request().account().equals(request.account())) {
            return new RefundResult.Refused("unknown_charge");
        }
        Money amount = request.amount();
        if (!amount.currency().equals(charge.request().amount().currency())) {
            return new RefundResult.Refused("wrong_currency");
        }
        if (amount.compareTo(charge.kept()) > 0) {
            return new RefundResult.Refused("more_than_captured");
        }
        charge.giveBack(amount);
        refunded.add(request.account(), amount);
        refundCount++;
        return new RefundResult.Refunded(new GatewayReference(id + "-refund-" + refundCount));
    }

    private SandboxCharge known(IdempotencyKey key) {
        SandboxCharge charge = charges.get(key);
        if (charge == null) {
            throw new InvalidRequestException("key", key, "names no charge that reached the sandbox");
        }
        return charge;
    }

    private GatewayNotice notice(SandboxCharge charge, Outcome outcome, Money amount, LocalDate on) {
        noticeCount++;
        Instant noon = on.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
        return new GatewayNotice(
                id, id + "-notice-" + noticeCount, charge.request().key(), outcome, amount, noon);
    }

    private GatewayReference nextReference() {
        chargeCount++;
        return new GatewayReference(id + "-charge-" + chargeCount);
    }

    private LocalDate today(SandboxCharge charge) {
        return day.orElse(charge.request().collectOn());
    }

    private static Declined declined(SandboxOutcome outcome, GatewayReference reference) {
        return switch (outcome) {
            case DECLINE_RETRY -> new Declined(new DeclineAdvice.RetryLater(Optional.empty()), "insufficient_funds");
            case DECLINE_UPDATE_METHOD -> new Declined(new DeclineAdvice.UpdateMethod(), "method_expired");
            case DECLINE_HARD -> new Declined(new DeclineAdvice.HardStop(), "do_not_try_again");
            case AUTHENTICATE -> {
                URI link = URI.create("https://sandbox.invalid/authenticate/" + reference.value());
                yield new Declined(new DeclineAdvice.Authenticate(link), "authentication_required");
            }
            case TECHNICAL -> new Declined(new DeclineAdvice.Technical(), "technical_error");
            default -> throw new IllegalArgumentException(outcome + " is no decline");
        };
    }

    /** Removes and returns what is due by {@code today}, the oldest day first, within a day in the order it came. */
    private static SortedMap<LocalDate, List<SandboxCharge>> takeDue(
            NavigableMap<LocalDate, List<SandboxCharge>> schedule, LocalDate today) {
        Map<LocalDate, List<SandboxCharge>> due = schedule.headMap(today, true);
        SortedMap<LocalDate, List<SandboxCharge>> taken = new TreeMap<>(due);
        due.clear();
        return taken;
    }
}
