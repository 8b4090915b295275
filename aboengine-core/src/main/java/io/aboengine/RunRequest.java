package io.aboengine;

import io.aboengine.party.AccountId;
import io.aboengine.spi.InvalidRequestException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What a run is to do, and how. The engine has no threads of its own: unless the host lends some, all is done by the one
 * that calls. A run of which a thread is interrupted ends as if it was cancelled, and that thread stays interrupted.
 *
 * @param account no other account than this
 * @param returnUrl the customer is present and can be sent back here after acting at the gateway
 * @param within no new batch is begun once this time is over; nothing at all if it is zero or less. More than a hundred years
 *     count as a hundred years
 * @param accounts at most so many accounts are worked on, of each kind of work
 * @param batchSize how many accounts are worked on in one transaction at most, 1 to 10,000
 * @param batchTime how long a batch should take at most: the size of the next follows from the time of the last.
 *     More than a hundred years count as a hundred years
 * @param crew the host's threads the run may use
 * @param progress told how far it has come
 * @param cancellation asked between batches
 */
public record RunRequest(
        Optional<AccountId> account,
        Optional<URI> returnUrl,
        Optional<Duration> within,
        Optional<Long> accounts,
        int batchSize,
        Duration batchTime,
        Crew crew,
        Optional<RunProgress> progress,
        Cancellation cancellation) {

    private static final int USUAL_BATCH = 2000;
    private static final Duration USUAL_BATCH_TIME = Duration.ofSeconds(2);

    /** As good as for ever, and still a time to reckon with. */
    private static final Duration A_HUNDRED_YEARS = Duration.ofDays(36_525);

    /** Asked between batches by any of the run's threads; once it says yes, no new batch is begun. */
    @FunctionalInterface
    public interface Cancellation {
        boolean isRequested();
    }

    /**
     * Threads of the host that a run may use.
     *
     * @param workers how many batches are worked on at once, the calling thread being one of the workers, 1 to 64; each
     *     needs a connection of its own. Where the executor lends no thread, the run gets along with fewer
     * @param callsPerGateway how many calls each gateway gets at once at most, 1 to 1,000
     * @param threads where the others come from; empty: there are none
     */
    public record Crew(int workers, int callsPerGateway, Optional<Executor> threads) {
        public Crew {
            if (workers < 1 || workers > 64) {
                throw new InvalidRequestException("workers", Integer.toString(workers), "must be 1 to 64");
            }
            if (callsPerGateway < 1 || callsPerGateway > 1000) {
                throw new InvalidRequestException(
                        "callsPerGateway", Integer.toString(callsPerGateway), "must be 1 to 1000");
            }
            if (threads.isEmpty() && workers > 1) {
                throw new InvalidRequestException(
                        "workers",
                        Integer.toString(workers),
                        "need an executor, as the engine has no threads of its own");
            }
        }

        static Crew caller() {
            return new Crew(1, 8, Optional.empty());
        }
    }

    public RunRequest {
        if (batchSize < 1 || batchSize > 10_000) {
            throw new InvalidRequestException("batchSize", Integer.toString(batchSize), "must be 1 to 10000");
        }
        if (batchTime.isNegative() || batchTime.isZero()) {
            throw new InvalidRequestException("batchTime", batchTime.toString(), "must be longer than nothing");
        }
        batchTime = reckonable(batchTime);
        within = within.map(RunRequest::reckonable);
        if (accounts.isPresent() && accounts.get() < 0) {
            throw new InvalidRequestException("accounts", accounts.get().toString(), "must not be negative");
        }
        if (returnUrl.isPresent() && account.isEmpty()) {
            throw new InvalidRequestException(
                    "returnUrl",
                    returnUrl.get().toString(),
                    "only a run for one account can have its customer present");
        }
    }

    private static Duration reckonable(Duration time) {
        if (time.isNegative()) {
            return Duration.ZERO;
        }
        return time.compareTo(A_HUNDRED_YEARS) > 0 ? A_HUNDRED_YEARS : time;
    }

    /** Everything that is due. */
    public static RunRequest all() {
        return new RunRequest(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                USUAL_BATCH,
                USUAL_BATCH_TIME,
                Crew.caller(),
                Optional.empty(),
                () -> false);
    }

    /** Everything that is due for one account. */
    public static RunRequest account(AccountId account) {
        return new RunRequest(
                Optional.of(account),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1,
                USUAL_BATCH_TIME,
                Crew.caller(),
                Optional.empty(),
                () -> false);
    }

    public RunRequest withCustomerPresent(URI returnUrl) {
        return new RunRequest(
                account, Optional.of(returnUrl), within, accounts, batchSize, batchTime, crew, progress, cancellation);
    }

    public RunRequest within(Duration time) {
        return new RunRequest(
                account, returnUrl, Optional.of(time), accounts, batchSize, batchTime, crew, progress, cancellation);
    }

    /** At most so many accounts, of each kind of work; the report says how many are left. */
    public RunRequest accounts(long most) {
        return new RunRequest(
                account, returnUrl, within, Optional.of(most), batchSize, batchTime, crew, progress, cancellation);
    }

    public RunRequest batchSize(int most) {
        return new RunRequest(account, returnUrl, within, accounts, most, batchTime, crew, progress, cancellation);
    }

    public RunRequest batchTime(Duration most) {
        return new RunRequest(account, returnUrl, within, accounts, batchSize, most, crew, progress, cancellation);
    }

    /** So many workers, the calling thread being one, the others and the calls of gateways on the host's threads. */
    public RunRequest workers(int workers, Executor threads) {
        return with(new Crew(workers, crew.callsPerGateway, Optional.of(threads)));
    }

    /** How many calls each gateway gets at once at most, where the host lends threads. Usual: 8. */
    public RunRequest callsPerGateway(int most) {
        return with(new Crew(crew.workers, most, crew.threads));
    }

    /** Tells how far the run has come. */
    public RunRequest telling(RunProgress progress) {
        return new RunRequest(
                account, returnUrl, within, accounts, batchSize, batchTime, crew, Optional.of(progress), cancellation);
    }

    /** Begins no new batch once this says so. */
    public RunRequest until(Cancellation cancellation) {
        return new RunRequest(account, returnUrl, within, accounts, batchSize, batchTime, crew, progress, cancellation);
    }

    private RunRequest with(Crew crew) {
        return new RunRequest(account, returnUrl, within, accounts, batchSize, batchTime, crew, progress, cancellation);
    }
}
