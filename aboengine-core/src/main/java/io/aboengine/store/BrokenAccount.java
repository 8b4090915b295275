package io.aboengine.store;

import io.aboengine.party.AccountId;
import java.time.Instant;

/** An account that could not be worked on. {@code failures} in a row; tried again at {@code nextTry}. */
public record BrokenAccount(AccountId account, String error, int failures, Instant nextTry) {}
