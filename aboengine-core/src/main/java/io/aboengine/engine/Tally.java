package io.aboengine.engine;

import io.aboengine.RunProgress;
import io.aboengine.RunProgress.Stage;
import io.aboengine.RunProgress.Step;
import io.aboengine.RunReport;
import io.aboengine.RunReport.PaymentOutcome;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run has done so far, counted by all of its workers. Thread-safe. */
final class Tally {
    private static final Logger LOG = LoggerFactory.getLogger(Tally.class);

    /** What one committed batch brought. */
    static final class Share {
        long documents;
        long reminders;
        final List<PaymentOutcome> payments = new ArrayList<>();
        final Map<Currency, Money> money = new LinkedHashMap<>();

        void add(Money amount) {
            money.merge(amount.currency(), amount, Money::plus);
        }

        void add(Share other) {
            documents += other.documents;
            reminders += other.reminders;
            payments.addAll(other.payments);
            other.money.values().forEach(this::add);
        }
    }

    /** One kind of work, from its beginning on. */
    private static final class Work {
        private final Instant since;
        private final long due;
        private final Map<Currency, Money> money = new LinkedHashMap<>();
        private long done;

        Work(Instant since, long due) {
            this.since = since;
            this.due = due;
        }
    }

    private final Clock clock;
    private final Optional<RunProgress> progress;
    private final Map<Stage, Work> works = new EnumMap<>(Stage.class);
    private final Set<RunReport.Broken> broken = new LinkedHashSet<>();
    private final List<PaymentOutcome> payments = new ArrayList<>();
    private long accountsBilled;
    private long documents;
    private long reminders;
    private long delivered;
    private long paid;
    private long pending;
    private long refused;
    private long actionRequired;

    Tally(Clock clock, Optional<RunProgress> progress) {
        this.clock = clock;
        this.progress = progress;
    }

    /** Whether anybody wants to know how much is due. */
    boolean isTold() {
        return progress.isPresent();
    }

    synchronized void begin(Stage stage, long due) {
        if (isTold()) {
            works.putIfAbsent(stage, new Work(clock.instant(), due));
        }
    }

    /** A batch was committed. */
    synchronized void add(Stage stage, int accounts, Share share) {
        if (stage == Stage.BILLING) {
            accountsBilled += accounts;
        }
        documents += share.documents;
        reminders += share.reminders;
        count(share.payments);
        progress.ifPresent(listener -> tell(listener, stage, accounts, share));
    }

    private void count(Collection<PaymentOutcome> outcomes) {
        for (PaymentOutcome outcome : outcomes) {
            if (payments.size() < RunReport.MOST_TOLD) {
                payments.add(outcome);
            }
            if (outcome instanceof PaymentOutcome.Paid) {
                paid++;
            } else if (outcome instanceof PaymentOutcome.Pending) {
                pending++;
            } else if (outcome instanceof PaymentOutcome.Refused) {
                refused++;
            } else if (outcome instanceof PaymentOutcome.ActionRequired) {
                actionRequired++;
            } else {
                throw new IllegalStateException("No count for an outcome of " + outcome);
            }
        }
    }

    private void tell(RunProgress listener, Stage stage, int accounts, Share share) {
        Work work = works.computeIfAbsent(stage, s -> new Work(clock.instant(), 0));
        work.done += accounts;
        share.money.forEach((currency, amount) -> work.money.merge(currency, amount, Money::plus));
        try {
            listener.on(new Step(
                    stage,
                    work.done,
                    Math.max(work.due, work.done),
                    Duration.between(work.since, clock.instant()),
                    work.money));
        } catch (Throwable e) {
            LOG.warn("Whoever listens to the progress of the run failed", e);
        }
    }

    synchronized void addBroken(RunReport.Broken account) {
        if (broken.size() < RunReport.MOST_TOLD) {
            broken.add(account);
        }
    }

    synchronized void addDelivered(long events) {
        delivered += events;
    }

    synchronized RunReport report(LocalDate today, long busy, long left, Optional<String> blocked) {
        return new RunReport(
                today,
                accountsBilled,
                documents,
                List.copyOf(payments),
                new RunReport.PaymentCounts(paid, pending, refused, actionRequired),
                reminders,
                delivered,
                List.copyOf(broken),
                busy,
                left,
                blocked);
    }
}
