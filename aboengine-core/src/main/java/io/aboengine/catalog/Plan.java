package io.aboengine.catalog;

import io.aboengine.calendar.BillingInterval;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.SelfService;
import io.aboengine.spi.InvalidRequestException;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A way of paying for a product: a price per billing interval, in advance, possibly with a set-up fee and phases. The
 * price is in the price basis of the settings (net or gross).
 *
 * @param phases in order; only the last may be without a length; a last phase with a length ends the contract with it
 * @param selfService what customers of this plan may do by themselves; empty: as the settings say
 */
public record Plan(
        PlanId id,
        ProductId product,
        String name,
        BillingInterval interval,
        UnitPrice price,
        Optional<Money> setupFee,
        List<Phase> phases,
        Optional<SelfService> selfService) {
    public Plan {
        if (name.isBlank() || name.length() > 200) {
            throw new InvalidRequestException("plan.name", name, "must have 1 to 200 characters");
        }
        phases = phases.isEmpty() ? List.of(Phase.regular()) : List.copyOf(phases);
        for (int i = 0; i < phases.size(); i++) {
            Phase phase = phases.get(i);
            if (phase.length().isEmpty() && i < phases.size() - 1) {
                throw new InvalidRequestException(
                        "phase.length", "(none)", "only the last phase of plan " + id + " may be without a length");
            }
            phase.price().ifPresent(p -> requireCurrency(id, "phase.price", p.currency(), price.currency()));
        }
        setupFee.ifPresent(fee -> {
            requireCurrency(id, "setupFee", fee.currency(), price.currency());
            if (fee.isNegative()) {
                throw new InvalidRequestException("setupFee", fee.toString(), "must not be negative");
            }
        });
        setupFee = setupFee.filter(fee -> !fee.isZero());
    }

    private static void requireCurrency(PlanId plan, String field, Currency found, Currency expected) {
        if (!found.equals(expected)) {
            throw new InvalidRequestException(field, found.code(), "plan " + plan + " is priced in " + expected);
        }
    }

    /** A plan with one price for ever, such as {@code Plan.of("paper-monthly", "paper", MONTHLY, "EUR 10.00")}. */
    public static Plan of(String id, String product, BillingInterval interval, String price) {
        return new Plan(
                PlanId.of(id),
                ProductId.of(product),
                id,
                interval,
                UnitPrice.of(Money.parse(price)),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    /** The same plan under the name that is printed on documents. */
    public Plan named(String name) {
        return new Plan(id, product, name, interval, price, setupFee, phases, selfService);
    }

    public Plan withSetupFee(String fee) {
        return new Plan(id, product, name, interval, price, Optional.of(Money.parse(fee)), phases, selfService);
    }

    /** The same plan with a free phase of this length before everything else. */
    public Plan withTrial(Period length) {
        List<Phase> withTrial = new ArrayList<>();
        withTrial.add(Phase.trial(length, UnitPrice.of(Money.zero(price.currency()))));
        withTrial.addAll(phases);
        return new Plan(id, product, name, interval, price, setupFee, withTrial, selfService);
    }

    public Currency currency() {
        return price.currency();
    }

    /**
     * A phase laid on the calendar: {@code from} inclusive, {@code to} exclusive; empty: it lasts. {@code freeStart} marks
     * the free phases before the first one that is paid.
     */
    public record DatedPhase(String name, LocalDate from, Optional<LocalDate> to, UnitPrice price, boolean freeStart) {}

    /**
     * The phases from a day on. Lengths are added up and counted from the end of the free start, never from the phase
     * before, so that phases of whole intervals end on the boundaries of billing periods.
     *
     * @param withFreeStart false leaves out the free phases at the beginning
     */
    public List<DatedPhase> phasesFrom(LocalDate start, boolean withFreeStart) {
        List<DatedPhase> dated = new ArrayList<>();
        LocalDate base = start;
        Period sinceBase = Period.ZERO;
        boolean atStart = true;
        for (Phase phase : phases) {
            atStart = atStart && phase.isFree() && phase.length().isPresent();
            if (atStart && !withFreeStart) {
                continue;
            }
            LocalDate from = base.plus(sinceBase);
            Optional<LocalDate> to = Optional.empty();
            if (phase.length().isPresent()) {
                sinceBase = sinceBase.plus(phase.length().get());
                to = Optional.of(base.plus(sinceBase));
            }
            dated.add(new DatedPhase(phase.name(), from, to, phase.price().orElse(price), atStart));
            if (atStart) {
                base = base.plus(sinceBase);
                sinceBase = Period.ZERO;
            }
        }
        if (dated.isEmpty()) {
            throw new InvalidRequestException(
                    "plan", id.value(), "has free phases only, so nothing is left without them");
        }
        return dated;
    }
}
