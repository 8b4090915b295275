package io.aboengine.scenario;

import io.aboengine.AboEngine;
import io.aboengine.EventHandler;
import io.aboengine.account.Settings;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Discount;
import io.aboengine.invoice.SellerProfile;
import io.aboengine.money.Currency;
import io.aboengine.party.Language;
import io.aboengine.party.Party;
import io.aboengine.party.PostalAddress;
import io.aboengine.spi.credit.sandbox.SandboxCreditCheck;
import io.aboengine.spi.payment.GatewayNotice;
import io.aboengine.spi.payment.PaymentGateway;
import io.aboengine.spi.payment.sandbox.SandboxGateway;
import io.aboengine.store.Store;
import io.aboengine.tax.TaxRules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A shop as tests run it: a store, a clock that is set, a gateway and a credit check that do as they are told. Each
 * {@link #engine} is a new one, so nothing can live in an engine's memory. Settings and offers may change between two.
 */
public final class Shop {
    private final Store store;
    private final SettableClock clock;
    private final SandboxGateway sandbox = SandboxGateway.create();
    private final SandboxCreditCheck creditCheck = SandboxCreditCheck.create();
    private final Map<String, EventHandler> subscribers = new LinkedHashMap<>();
    private final List<Offer> offers = new ArrayList<>();
    private final List<Discount> discounts = new ArrayList<>();
    private TaxRules taxRules = TaxRules.standard();
    private List<PaymentGateway> gateways = List.of(sandbox);
    private Settings settings;
    private Optional<String> environment = Optional.of("scenario");
    private Duration lockWait = Duration.ofSeconds(5);
    private Optional<Clock> otherClock = Optional.empty();
    private final List<GatewayNotice> untold = new ArrayList<>();
    private LocalDate sandboxDay;

    private Shop(Store store, ZoneId zone, Instant now) {
        this.store = store;
        this.clock = SettableClock.at(now);
        this.settings = Settings.of(zone, Currency.EUR, seller());
        this.sandboxDay = now.atZone(zone).toLocalDate();
        sandbox.moveTo(sandboxDay);
    }

    /** A shop at noon of a day in its own zone. */
    public static Shop over(Store store, String zone, String day) {
        ZoneId id = ZoneId.of(zone);
        return new Shop(
                store,
                id,
                LocalDate.parse(day).atTime(LocalTime.NOON).atZone(id).toInstant());
    }

    /** Who stands on the documents. */
    public static SellerProfile seller() {
        Party party =
                new Party("Muster Verlag GmbH", new PostalAddress("Am Markt 1", "20095", "Hamburg", "DE"), Language.DE);
        return new SellerProfile(party, Optional.of("27/123/45678"), Optional.of("DE999999999"), Optional.empty());
    }

    public Shop offers(Offer... added) {
        offers.addAll(List.of(added));
        return this;
    }

    /** Grants these from the next engine on. */
    public Shop grants(Discount... added) {
        discounts.addAll(List.of(added));
        return this;
    }

    /** Decides tax by rules of its own. */
    public Shop by(TaxRules rules) {
        taxRules = rules;
        return this;
    }

    /** Puts this on offer instead of the plan of the same name. */
    public Shop instead(Offer offer) {
        offers.replaceAll(o -> o.plan().id().equals(offer.plan().id()) ? offer : o);
        return this;
    }

    /** Does business otherwise from the next engine on. */
    public Shop with(UnaryOperator<Settings> change) {
        settings = change.apply(settings);
        return this;
    }

    /** Collects through these instead of the sandbox; with none of them nothing is collected. */
    public Shop through(PaymentGateway... others) {
        gateways = List.of(others);
        return this;
    }

    public Shop in(String otherEnvironment) {
        environment = Optional.of(otherEnvironment);
        return this;
    }

    public Shop withoutEnvironment() {
        environment = Optional.empty();
        return this;
    }

    public Shop subscriber(String name, EventHandler handler) {
        subscribers.put(name, handler);
        return this;
    }

    public Shop withoutSubscriber(String name) {
        subscribers.remove(name);
        return this;
    }

    public Shop lockWait(Duration time) {
        lockWait = time;
        return this;
    }

    /** Engines go by this clock instead of the settable one. */
    public Shop goingBy(Clock clock) {
        otherClock = Optional.of(clock);
        return this;
    }

    /** Noon of a day. */
    public Shop on(String day) {
        return at(LocalDate.parse(day).atTime(LocalTime.NOON));
    }

    /** A time on the shop's wall. The sandbox's days pass too, never backwards. */
    public Shop at(LocalDateTime time) {
        clock.set(time.atZone(settings.zone()).toInstant());
        if (sandboxDay.isBefore(time.toLocalDate())) {
            sandboxDay = time.toLocalDate();
            untold.addAll(sandbox.moveTo(sandboxDay));
        }
        return this;
    }

    /** What the sandbox has to tell since this was last asked: money that went back by itself. */
    public List<GatewayNotice> notices() {
        List<GatewayNotice> notices = List.copyOf(untold);
        untold.clear();
        return notices;
    }

    public Store store() {
        return store;
    }

    public SettableClock clock() {
        return clock;
    }

    public SandboxGateway sandbox() {
        return sandbox;
    }

    public SandboxCreditCheck creditCheck() {
        return creditCheck;
    }

    public Settings settings() {
        return settings;
    }

    public boolean collectsThroughSandbox() {
        return gateways.contains(sandbox);
    }

    public LocalDate today() {
        return clock.instant().atZone(settings.zone()).toLocalDate();
    }

    public Catalog catalog() {
        return Catalog.of(
                        offers.stream().map(Offer::product).distinct().toList(),
                        offers.stream().map(Offer::plan).toList())
                .withDiscounts(discounts);
    }

    /** A new engine over the same store. */
    public AboEngine engine() {
        return engine(builder -> builder);
    }

    /** A new engine over the same store, built with something more. */
    public AboEngine engine(UnaryOperator<AboEngine.Builder> more) {
        AboEngine.Builder builder = AboEngine.builder()
                .store(store)
                .catalog(catalog())
                .settings(settings)
                .taxRules(taxRules)
                .clock(otherClock.orElse(clock))
                .lockWait(lockWait)
                .creditCheck(creditCheck);
        environment.ifPresent(builder::environment);
        gateways.forEach(builder::paymentGateway);
        subscribers.forEach(builder::subscriber);
        return more.apply(builder).build();
    }
}
