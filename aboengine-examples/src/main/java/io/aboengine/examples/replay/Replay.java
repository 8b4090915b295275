package io.aboengine.examples.replay;

import io.aboengine.AboEngine;
import io.aboengine.Desks;
import io.aboengine.PriceMigration;
import io.aboengine.RunReport;
import io.aboengine.RunRequest;
import io.aboengine.account.Account;
import io.aboengine.account.Command;
import io.aboengine.account.CommandRefusedException;
import io.aboengine.account.UnknownSubscriptionException;
import io.aboengine.catalog.Catalog;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.money.CurrencyMismatchException;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.payment.AttemptState;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.credit.sandbox.SandboxCreditCheck;
import io.aboengine.spi.payment.DeclineAdvice;
import io.aboengine.spi.payment.GatewayCapabilities;
import io.aboengine.spi.payment.GatewayNotice;
import io.aboengine.spi.payment.IdempotencyKey;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.sandbox.SandboxGateway;
import io.aboengine.spi.payment.sandbox.SandboxOutcome;
import io.aboengine.store.OutdatedRulesException;
import io.aboengine.store.Store;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.tax.TaxRateMissingException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Acts a story out on an empty store: each day first its steps, then one run. */
final class Replay {
    private static final LocalTime RUN_AT = LocalTime.of(23, 59);

    /**
     * Like the usual sandbox, but a lost charge may be repeated for a month: the engine looks once a day, and the usual 24
     * hours would be over at the very next run.
     */
    private static final GatewayCapabilities GATEWAY = GatewayCapabilities.of(
                    PaymentMethodKind.CARD, PaymentMethodKind.DIRECT_DEBIT, PaymentMethodKind.WALLET)
            .withLookup()
            .withRepeatableFor(Duration.ofDays(30))
            .withRefunds()
            .withLeadBankDays(1);

    private final Story story;
    private final Store store;
    private final Consumer<String> warnings;
    private final StoryClock clock;
    private final SandboxGateway gateway = SandboxGateway.create("sandbox", GATEWAY);
    private final Optional<SandboxCreditCheck> creditCheck;
    private final Map<String, SubscriptionId> subscriptions = new HashMap<>();
    private final List<Result.PreviewRow> previews = new ArrayList<>();
    private final List<Result.Shown> shown = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final Set<String> setAside = new HashSet<>();
    private Catalog catalog;
    private AboEngine engine;
    private LocalDate quietUntil;
    private int lastStep;

    /**
     * What was refused, by the engine or because a step names what never came to be.
     *
     * @param ids the message names things by the engine's ids, not as the story does
     */
    record Refusal(int step, LocalDate on, String error, String message, boolean ids) {}

    /** A step names what never came to be. */
    private static final class NeverWasException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String error;

        NeverWasException(String error, String message) {
            super(message);
            this.error = error;
        }
    }

    private Replay(Story story, Store store, Consumer<String> warnings) {
        this.story = story;
        this.store = store;
        this.warnings = warnings;
        this.clock = new StoryClock(startOf(story.firstDay()), story.settings().zone());
        this.creditCheck = story.creditChecks().map(Replay::provider);
        this.catalog = story.catalog();
        this.quietUntil = story.firstDay();
        story.gateway().planned().forEach(this::plan);
        this.gateway.byDefault(story.gateway().byDefault());
        this.engine = engineWith(catalog);
    }

    /** @param warnings takes what should not happen and does not end the story */
    static Told tell(Story story, Store store, Consumer<String> warnings) {
        return new Replay(story, store, warnings).tell();
    }

    private static SandboxCreditCheck provider(Story.CreditChecks checks) {
        SandboxCreditCheck provider = SandboxCreditCheck.create().byDefault(checks.byDefault());
        checks.decisions().forEach((account, decision) -> provider.on(account.value(), decision));
        return provider;
    }

    private void plan(AccountId account, List<SandboxOutcome> outcomes) {
        gateway.next(account.value(), outcomes.toArray(new SandboxOutcome[0]));
    }

    private AboEngine engineWith(Catalog catalog) {
        AboEngine.Builder builder = AboEngine.builder()
                .store(store)
                .catalog(catalog)
                .settings(story.settings())
                .environment("replay")
                .clock(clock)
                .paymentGateway(gateway);
        creditCheck.ifPresent(builder::creditCheck);
        return builder.build();
    }

    private Instant startOf(LocalDate day) {
        return day.atStartOfDay(story.settings().zone()).toInstant();
    }

    private Told tell() {
        story.accounts().forEach(engine.accounts()::open);
        int next = 0;
        for (LocalDate day = story.firstDay(); !day.isAfter(story.until()); day = day.plusDays(1)) {
            clock.set(startOf(day));
            gateway.moveTo(day).forEach(engine.payments()::notice);
            while (next < story.steps().size() && story.steps().get(next).on().equals(day)) {
                act(story.steps().get(next));
                next++;
            }
            if (!day.isBefore(quietUntil)) {
                run(day);
            }
        }
        return new ResultReader(story, engineWith(catalog)).read(previews, shown, refusals);
    }

    private void run(LocalDate day) {
        Instant usual = day.atTime(RUN_AT).atZone(story.settings().zone()).toInstant();
        clock.set(usual.isAfter(clock.instant()) ? usual : clock.instant());
        RunReport report = engine.run(RunRequest.all());
        for (RunReport.Broken broken : report.broken()) {
            if (setAside.add(broken.account() + " " + broken.error())) {
                warnings.accept(day + ": account " + broken.account() + " was set aside: " + broken.error());
                int colon = broken.error().indexOf(": ");
                refusals.add(new Refusal(
                        lastStep,
                        day,
                        withoutException(broken.error().substring(0, colon)),
                        broken.error().substring(colon + 2),
                        true));
            }
        }
    }

    private void act(Story.Step step) {
        lastStep = step.number();
        clock.set(step.at());
        try {
            act(step, step.deed());
        } catch (NeverWasException never) {
            refuse(step, never.error, never, false);
        } catch (CommandRefusedException refused) {
            refuse(step, refused.refusal().name(), refused, true);
        } catch (InvalidRequestException
                | UnknownSubscriptionException
                | TaxRateMissingException
                | CurrencyMismatchException
                | OutdatedRulesException refused) {
            refuse(step, withoutException(refused.getClass().getSimpleName()), refused, true);
        }
    }

    private void refuse(Story.Step step, String error, RuntimeException refused, boolean ids) {
        String message = Optional.ofNullable(refused.getMessage()).orElse("");
        refusals.add(new Refusal(step.number(), step.on(), error, message, ids));
    }

    private static String withoutException(String className) {
        return className.endsWith("Exception")
                ? className.substring(0, className.length() - "Exception".length())
                : className;
    }

    private void act(Story.Step step, Deed deed) {
        Desks desks = engine.as(step.by());
        if (deed instanceof Deed.Subscribe subscribe) {
            subscribe(desks, subscribe);
        } else if (deed instanceof Deed.OfContract contract) {
            contract.give(desks.subscriptions(), id(contract.subscription(), contract.account()));
        } else if (deed instanceof Deed.OfAccount account) {
            account.give(desks);
        } else if (deed instanceof Deed.OfDocument document) {
            document.give(desks, document(document.document()).id());
        } else if (deed instanceof Deed.PreviewCommand preview) {
            Deed.Tried tried = preview.command();
            Command command = tried.command(id(tried.subscription(), tried.account()));
            previews.add(PreviewReader.of(engine, tried.account())
                    .read(step, desks.subscriptions().preview(command)));
        } else if (deed instanceof Deed.PreviewAccount preview) {
            PreviewReader reader = PreviewReader.of(engine, preview.account());
            previews.add(
                    preview.through().isPresent()
                            ? reader.read(
                                    step,
                                    desks.accounts()
                                            .preview(
                                                    preview.account(),
                                                    preview.through().get()))
                            : reader.next(step, desks.accounts().previewNext(preview.account())));
        } else {
            happen(step, deed);
        }
    }

    private void subscribe(Desks desks, Deed.Subscribe subscribe) {
        AccountId account = subscribe.command().account();
        Command.Subscribe command = subscribe
                .addOnTo()
                .map(base -> subscribe.command().addOnTo(id(base, account)))
                .orElse(subscribe.command());
        checkCredit(command);
        subscriptions.put(
                subscribe.name(), desks.subscriptions().subscribe(command).subscription());
    }

    /** What is no command to the engine. */
    private void happen(Story.Step step, Deed deed) {
        if (deed instanceof Deed.GatewayNext next) {
            plan(next.account(), next.outcomes());
        } else if (deed instanceof Deed.GatewayTells tells) {
            engine.payments().notice(notice(tells));
        } else if (deed instanceof Deed.Publish publish) {
            engine = engineWith(publish.catalog());
            catalog = publish.catalog();
            if (!publish.migrate().isEmpty()) {
                engine.operations().migrate(new PriceMigration(publish.migrate(), step.on(), publish.noticeDays()));
            }
        } else if (deed instanceof Deed.Outage outage) {
            quietUntil = outage.until();
        } else if (deed instanceof Deed.Show show) {
            shown.add(ResultReader.shown(engine, step, show.account()));
        } else if (!(deed instanceof Deed.Note)) {
            throw new IllegalStateException("No way to act out " + deed);
        }
    }

    /** Asks about what a period costs, at its dearest, as a checkout would. */
    private void checkCredit(Command.Subscribe command) {
        if (creditCheck.isEmpty()) {
            return;
        }
        Account account = engine.accounts().find(command.account()).orElseThrow();
        Money amount = command.price()
                .flatMap(agreed -> Stream.concat(agreed.everywhere().stream(), agreed.byPhase().values().stream())
                        .map(price -> price.times(command.quantity()))
                        .max(Comparator.naturalOrder()))
                .orElseGet(() -> catalog.plan(command.plan()).priceOrFree().of(command.quantity()));
        engine.creditChecks().ask(account.id(), amount, account.paymentMethod().kind());
    }

    private SubscriptionId id(String name, AccountId account) {
        SubscriptionId id = subscriptions.get(name);
        if (id == null) {
            throw new NeverWasException(
                    "UnknownSubscription",
                    "There is no subscription " + name + " of " + account + ": its step was refused");
        }
        return id;
    }

    private Document document(Story.DocumentRef ref) {
        List<Document> counted = Names.counted(engine.documents().list(ref.account()));
        if (ref.number() > counted.size()) {
            throw new NeverWasException(
                    "UnknownDocument",
                    "There is no document " + ref + ": " + ref.account() + " has " + counted.size() + " so far");
        }
        return counted.get(ref.number() - 1);
    }

    /** Lets the sandbox do what it tells of, so that it and the engine go on from the same books. */
    private GatewayNotice notice(Deed.GatewayTells tells) {
        IdempotencyKey key = chargeOf(tells);
        return switch (tells.event()) {
            case SETTLED -> gateway.settle(key);
            case FAILED -> failed(gateway.fail(key), tells.reason());
            case RETURNED -> gateway.giveBack(key, tells.reason().orElse("AM04"));
            case CHARGED_BACK -> gateway.chargeBack(key, tells.reason().orElse("dispute"));
        };
    }

    private static GatewayNotice failed(GatewayNotice notice, Optional<String> reason) {
        return reason.map(code -> new GatewayNotice(
                        notice.gateway(),
                        notice.noticeId(),
                        notice.charge(),
                        new GatewayNotice.Outcome.Failed(
                                code.equals("AM04")
                                        ? new DeclineAdvice.RetryLater(Optional.empty())
                                        : new DeclineAdvice.UpdateMethod(),
                                code),
                        notice.amount(),
                        notice.occurredAt()))
                .orElse(notice);
    }

    /** The latest charge for the document that the gateway heard of; for money that went back the latest settled one. */
    private IdempotencyKey chargeOf(Deed.GatewayTells tells) {
        DocumentId document = document(tells.document()).id();
        boolean back = tells.event() == Story.GatewayEvent.RETURNED || tells.event() == Story.GatewayEvent.CHARGED_BACK;
        Optional<PaymentAttempt> latest = Optional.empty();
        Optional<PaymentAttempt> settled = Optional.empty();
        for (PaymentAttempt attempt : engine.payments().attempts(document.account())) {
            if (attempt.document().equals(document) && attempt.sentAt().isPresent() && !attempt.isRefund()) {
                latest = Optional.of(attempt);
                settled = attempt.state() == AttemptState.SETTLED ? latest : settled;
            }
        }
        return (back && settled.isPresent() ? settled : latest)
                .map(PaymentAttempt::key)
                .orElseThrow(() -> new NeverWasException(
                        "UnknownCharge", "No gateway ever heard of a charge for " + tells.document()));
    }
}
