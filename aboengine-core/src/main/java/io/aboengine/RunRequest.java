package io.aboengine;

import io.aboengine.party.AccountId;
import io.aboengine.spi.InvalidRequestException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What a run is to do.
 *
 * @param account no other account than this
 * @param returnUrl the customer is present and can be sent back here after acting at the gateway
 * @param within no new batch is begun after this time
 * @param batchSize how many accounts are worked on in one transaction, 1 to 10,000
 */
public record RunRequest(
        Optional<AccountId> account, Optional<URI> returnUrl, Optional<Duration> within, int batchSize) {
    public RunRequest {
        if (batchSize < 1 || batchSize > 10_000) {
            throw new InvalidRequestException("batchSize", Integer.toString(batchSize), "must be 1 to 10000");
        }
        if (returnUrl.isPresent() && account.isEmpty()) {
            throw new InvalidRequestException(
                    "returnUrl",
                    returnUrl.get().toString(),
                    "only a run for one account can have its customer present");
        }
    }

    /** Everything that is due. */
    public static RunRequest all() {
        return new RunRequest(Optional.empty(), Optional.empty(), Optional.empty(), 200);
    }

    /** Everything that is due for one account. */
    public static RunRequest account(AccountId account) {
        return new RunRequest(Optional.of(account), Optional.empty(), Optional.empty(), 1);
    }

    public RunRequest withCustomerPresent(URI returnUrl) {
        return new RunRequest(account, Optional.of(returnUrl), within, batchSize);
    }

    public RunRequest within(Duration time) {
        return new RunRequest(account, returnUrl, Optional.of(time), batchSize);
    }

    public RunRequest batchSize(int accounts) {
        return new RunRequest(account, returnUrl, within, accounts);
    }
}
