package io.aboengine.examples.replay;

import io.aboengine.OpenAccount;
import io.aboengine.account.Settings;
import io.aboengine.catalog.Catalog;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import io.aboengine.spi.credit.CreditDecision;
import io.aboengine.spi.payment.sandbox.SandboxOutcome;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A story as it was read: every name in it is known, every amount has its currency.
 *
 * @param accounts in the order of the file, opened when the story begins
 * @param creditChecks present: each {@code subscribe} is preceded by a credit check
 * @param steps in order of their days, within a day in the order of the file
 * @param until the last day that is run
 */
record Story(
        String title,
        Settings settings,
        Catalog catalog,
        List<OpenAccount> accounts,
        Gateway gateway,
        Optional<CreditChecks> creditChecks,
        List<Step> steps,
        LocalDate until) {
    Story {
        accounts = List.copyOf(accounts);
        steps = List.copyOf(steps);
    }

    LocalDate firstDay() {
        return steps.get(0).on();
    }

    /** How charges end: by default, and for an account's next ones. */
    record Gateway(SandboxOutcome byDefault, Map<AccountId, List<SandboxOutcome>> planned) {}

    /** What a credit check says: by default, and of an account. */
    record CreditChecks(CreditDecision byDefault, Map<AccountId, CreditDecision> decisions) {}

    /**
     * One thing that happens.
     *
     * @param number its place in the file, from 1
     * @param key the word for it in the file
     */
    record Step(int number, LocalDate on, Instant at, Actor by, String key, Deed deed) {}

    /** A document as a story names it: the account's first, second, … in order of issue. */
    record DocumentRef(AccountId account, int number) {
        @Override
        public String toString() {
            return account + "/" + number;
        }
    }

    /** What a gateway tells by itself. */
    enum GatewayEvent {
        SETTLED,
        FAILED,
        RETURNED,
        CHARGED_BACK
    }
}
