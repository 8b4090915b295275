package io.aboengine;

import io.aboengine.account.Rules;
import io.aboengine.account.Settings;
import io.aboengine.catalog.Catalog;
import io.aboengine.engine.CreditDesk;
import io.aboengine.engine.EngineSession;
import io.aboengine.engine.Gateways;
import io.aboengine.engine.HealthDesk;
import io.aboengine.engine.OperatorDesk;
import io.aboengine.engine.Reporting;
import io.aboengine.engine.Runner;
import io.aboengine.engine.Shell;
import io.aboengine.party.Actor;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.PlainText;
import io.aboengine.spi.credit.CreditCheckProvider;
import io.aboengine.spi.payment.PaymentGateway;
import io.aboengine.store.Store;
import io.aboengine.tax.TaxRules;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Subscription billing inside a shop's own process and database. Thread-safe; holds no thread and no connection of its
 * own. Commands given here without {@link #as} are the shop's.
 */
public final class AboEngine implements Desks {
    private final Shell shell;
    private final EngineSession shop;

    private AboEngine(Shell shell) {
        this.shell = shell;
        this.shop = new EngineSession(shell, Optional.empty(), Actor.operator("shop"));
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Does everything that is due: bills, collects, reminds, delivers events. Safe to repeat, at any time, anywhere. */
    public RunReport run(RunRequest request) {
        return new Runner(shell, request).run();
    }

    /** Desks whose commands are given by this actor. */
    public Session as(Actor actor) {
        return shop.as(actor);
    }

    /**
     * Desks that work inside the transaction of the caller's connection: what they do is committed or rolled back with
     * it. Documents made there stay drafts for the next run, unless the settings say otherwise. Not thread-safe.
     */
    public Session joining(Connection connection) {
        return new EngineSession(shell, Optional.of(connection), Actor.operator("shop"));
    }

    @Override
    public Accounts accounts() {
        return shop.accounts();
    }

    @Override
    public Subscriptions subscriptions() {
        return shop.subscriptions();
    }

    @Override
    public Payments payments() {
        return shop.payments();
    }

    @Override
    public Documents documents() {
        return shop.documents();
    }

    @Override
    public AccessDesk access() {
        return shop.access();
    }

    @Override
    public Events events() {
        return shop.events();
    }

    public CreditChecks creditChecks() {
        return new CreditDesk(shell);
    }

    public Operations operations() {
        return new OperatorDesk(shell, Actor.operator("shop"));
    }

    /** What should have happened and has not. */
    public Health health() {
        return new HealthDesk(shell);
    }

    /** Collects what an engine needs. Store, catalogue and settings are required; the rest has the default it names. */
    public static final class Builder {
        private static final Duration A_DAY = Duration.ofDays(1);

        private @Nullable Store store;
        private @Nullable Catalog catalog;
        private @Nullable Settings settings;
        private @Nullable String environment;
        private @Nullable CreditCheckProvider creditCheck;
        private TaxRules taxRules = TaxRules.standard();
        private Clock clock = Clock.systemUTC();
        private Duration lockWait = Duration.ofSeconds(5);
        private Duration callTimeout = Duration.ofSeconds(60);
        private Reporting metrics = Reporting.toNobody();
        private final List<PaymentGateway> gateways = new ArrayList<>();
        private final Map<String, EventHandler> subscribers = new LinkedHashMap<>();

        private Builder() {}

        /** Required: where the data lives. */
        public Builder store(Store store) {
            this.store = store;
            return this;
        }

        /** Required: what is sold. Becomes the next version if it differs from the published one. */
        public Builder catalog(Catalog catalog) {
            this.catalog = catalog;
            return this;
        }

        /** Required: how business is done. Becomes the next version if it differs from the published one. */
        public Builder settings(Settings settings) {
            this.settings = settings;
            return this;
        }

        /**
         * Required with a gateway: the name of this installation, such as {@code production}. The first engine writes it
         * into the database; where the two differ later, because the database was copied, nothing is sent to a gateway.
         */
        public Builder environment(String environment) {
            if (environment.isEmpty()
                    || environment.length() > 40
                    || !environment.chars().allMatch(c -> c > ' ' && c <= '~' && c != '/')) {
                throw new InvalidRequestException(
                        "environment", environment, "must be 1 to 40 printable ASCII characters without blank and '/'");
            }
            this.environment = environment;
            return this;
        }

        /** Default: the system's clock. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** Default: none, so documents are paid by transfer. Each way of paying has at most one gateway. */
        public Builder paymentGateway(PaymentGateway gateway) {
            gateways.add(gateway);
            return this;
        }

        /** Adds every gateway that {@link ServiceLoader} finds. */
        public Builder discoverPaymentGateways() {
            ServiceLoader.load(PaymentGateway.class).forEach(gateways::add);
            return this;
        }

        /** Default: none; asking then answers that it is unavailable. */
        public Builder creditCheck(CreditCheckProvider provider) {
            this.creditCheck = provider;
            return this;
        }

        /** Default: {@link TaxRules#standard()}. The same question must always get the same answer. */
        public Builder taxRules(TaxRules rules) {
            this.taxRules = rules;
            return this;
        }

        /**
         * Adds a subscriber: the handler is given every event of every account, from the first one on, by each run.
         *
         * @param name under which is kept how far it has come; never change it
         */
        public Builder subscriber(String name, EventHandler handler) {
            PlainText.require("subscriber", name, 64);
            if (subscribers.putIfAbsent(name, handler) != null) {
                throw new InvalidRequestException("subscriber", name, "is registered twice");
            }
            return this;
        }

        /**
         * How long a command waits for an account somebody else works on; zero: not at all. Default: 5 seconds.
         *
         * @throws InvalidRequestException if it is negative or longer than a day
         */
        public Builder lockWait(Duration time) {
            if (time.isNegative() || time.compareTo(A_DAY) > 0) {
                throw new InvalidRequestException("lockWait", time.toString(), "must be nothing to a day");
            }
            this.lockWait = time;
            return this;
        }

        /**
         * How long a gateway may take to answer a call. A run begins calls of one batch for as long, so an unanswered call is
         * asked about after twice this time. Gateways have to give up by themselves before it is over. Events that were given
         * to a subscriber are given to it again after this time. Default: 60 seconds.
         *
         * @throws InvalidRequestException unless it is longer than nothing and at most a day
         */
        public Builder callTimeout(Duration time) {
            if (time.isNegative() || time.isZero() || time.compareTo(A_DAY) > 0) {
                throw new InvalidRequestException(
                        "callTimeout", time.toString(), "must be longer than nothing and at most a day");
            }
            this.callTimeout = time;
            return this;
        }

        /** Default: none. Told by every run what it does. */
        public Builder metrics(Metrics metrics) {
            this.metrics = Reporting.to(metrics);
            return this;
        }

        /**
         * Publishes catalogue and settings and checks the environment.
         *
         * @throws InvalidRequestException if something required is missing
         * @throws io.aboengine.store.OutdatedRulesException if newer rules were published since
         */
        public AboEngine build() {
            Store store = required("store", this.store);
            Catalog catalog = required("catalog", this.catalog);
            Settings settings = required("settings", this.settings);
            Gateways byMethod = new Gateways(gateways);
            if (!byMethod.isEmpty() && environment == null) {
                throw new InvalidRequestException(
                        "environment", "(none)", "is required with a payment gateway: it stops copies of the database");
            }
            Optional<String> configured = Optional.ofNullable(environment);
            Instant at = clock.instant();
            LocalDate today = at.atZone(settings.zone()).toLocalDate();
            Optional<String> stored = configured.map(name -> store.inTransaction(tx -> tx.environment(name)));
            int catalogVersion = store.inTransaction(tx -> tx.publish(catalog, today));
            int settingsVersion = store.inTransaction(tx -> tx.publish(settings, today));
            Optional<String> blocked = stored.equals(configured) || byMethod.isEmpty()
                    ? Optional.empty()
                    : Optional.of("This database belongs to environment '" + stored.orElse("")
                            + "', but the engine is configured for '" + configured.orElse("")
                            + "': nothing is sent to gateways");
            return new AboEngine(new Shell(
                    store,
                    new Rules(
                            catalog,
                            catalogVersion,
                            settings,
                            settingsVersion,
                            stored.orElse("none"),
                            byMethod.leadBankDays(),
                            byMethod.refundable(),
                            taxRules),
                    clock,
                    byMethod,
                    Optional.ofNullable(creditCheck),
                    subscribers,
                    lockWait,
                    callTimeout,
                    metrics,
                    blocked));
        }

        private static <T> T required(String field, @Nullable T value) {
            if (value == null) {
                throw new InvalidRequestException(field, "(none)", "is required to build an engine");
            }
            return value;
        }
    }
}
