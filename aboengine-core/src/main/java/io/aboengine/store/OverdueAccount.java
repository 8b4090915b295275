package io.aboengine.store;

import io.aboengine.party.AccountId;
import java.time.LocalDate;

/** An account with work that a run of an earlier day should have done; {@code since} is the day on which it fell due. */
public record OverdueAccount(AccountId account, LocalDate since) {}
