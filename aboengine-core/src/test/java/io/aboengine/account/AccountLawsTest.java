package io.aboengine.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.Tries;
import io.aboengine.account.Life.Step;
import io.aboengine.account.Life.What;
import io.aboengine.subscription.Subscription;
import io.aboengine.tax.PriceBasis;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.statistics.Statistics;

/** The laws of one account, whatever is done with it and whenever somebody runs the engine. */
@AddLifecycleHook(Tries.class)
class AccountLawsTest {
    private static final int AFTERWARDS = 70;

    @Provide
    Arbitrary<List<Step>> steps() {
        return Life.steps(9);
    }

    /** How the shop bills. */
    record Billed(PriceBasis basis, int draftDays, ZeroInvoices zero) {
        Rules rules() {
            return Shop.rules(
                    Shop.settings()
                            .withPriceBasis(basis)
                            .withDraftDays(draftDays)
                            .withZeroInvoices(zero),
                    Map.of());
        }
    }

    @Provide
    Arbitrary<Billed> billed() {
        return Combinators.combine(
                        Arbitraries.of(PriceBasis.values()),
                        Arbitraries.of(0, 0, 0, 2),
                        Arbitraries.of(ZeroInvoices.values()))
                .as(Billed::new);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void day_by_day_equals_at_once(@ForAll("steps") List<Step> steps, @ForAll("billed") Billed billed) {
        Life daily = new Life(Shop.ADA, billed.rules());
        Life lazy = new Life(Shop.ADA, billed.rules());
        for (Step step : steps) {
            LocalDate day = daily.today().plusDays(step.after());
            runEveryDayBefore(daily, day);
            if (step.ran() && step.after() > 0) {
                lazy.waitUntil(day.minusDays(1));
                lazy.advance();
            }
            lazy.waitUntil(day);
            boolean given = daily.give(step);
            if (step.what() == What.PAY_DOCUMENT) {
                lazy.give(step); // a document that nobody has issued yet cannot be paid
            } else {
                assertThat(lazy.give(step)).as("%s", step).isEqualTo(given);
            }
        }
        LocalDate end = daily.today().plusDays(AFTERWARDS);
        runEveryDayBefore(daily, end.plusDays(1));
        lazy.waitUntil(end);
        lazy.advance();

        assertThat(lazy.written()).isEqualTo(daily.written());
        collectStatistics(daily);
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void running_again_or_for_an_earlier_day_changes_nothing(
            @ForAll("steps") List<Step> steps, @ForAll("billed") Billed billed) {
        Life life = new Life(Shop.ADA, billed.rules());
        for (Step step : steps) {
            live(life, step);
            LocalDate today = life.today();
            assertThat(life.ledger().account().dueOn().filter(due -> !due.isAfter(today)))
                    .as("nothing is due any more")
                    .isEmpty();
            for (int earlier : List.of(0, 1, 7, 40)) {
                life.waitUntil(today.minusDays(earlier));
                assertChangesNothing(life);
            }
            life.waitUntil(today);
        }
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void before_it_is_due_nothing_changes(@ForAll("steps") List<Step> steps, @ForAll("billed") Billed billed) {
        Life life = new Life(Shop.ADA, billed.rules());
        for (Step step : steps) {
            LocalDate day = life.today().plusDays(step.after());
            while (life.today().isBefore(day)) {
                Optional<LocalDate> due = life.ledger().account().dueOn();
                if (due.isPresent() && !due.get().isAfter(life.today())) {
                    life.advance();
                } else {
                    assertChangesNothing(life);
                }
                life.waitUntil(life.today().plusDays(1));
            }
            life.give(step);
        }
    }

    /** What a store loads is enough: the whole history would lead to the same. */
    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void no_decision_depends_on_history(@ForAll("steps") List<Step> steps, @ForAll("billed") Billed billed) {
        Life life = new Life(Shop.ADA, billed.rules());
        for (Step step : steps) {
            life.waitUntil(life.today().plusDays(step.after()));
            if (step.ran()) {
                AccountSnapshot all = life.ledger().everything(Reach.nothing());
                AccountChange known = Advance.advance(all, life.rules(), life.now());
                assertSame(life.advance(), known, life.today());
            }
            Optional<Command> command = life.command(step);
            if (command.isPresent()) {
                AccountSnapshot alive = life.ledger().alive(life.today());
                Reach reach = Decide.reach(alive, command.get(), life.today());
                Optional<AccountChange> known = life.changeOf(life.ledger().everything(reach), command.get());
                Optional<AccountChange> change =
                        life.changeOf(life.ledger().reaching(reach, life.today()), command.get());
                assertThat(change.isPresent()).isEqualTo(known.isPresent());
                change.ifPresent(c -> assertSame(c, known.orElseThrow(), life.today()));
                life.give(step);
            }
        }
    }

    private static void assertSame(AccountChange one, AccountChange other, LocalDate today) {
        assertThat(one.lines()).isEqualTo(other.lines());
        assertThat(one.documents()).isEqualTo(other.documents());
        assertThat(one.attempts()).isEqualTo(other.attempts());
        assertThat(one.postings()).isEqualTo(other.postings());
        assertThat(one.access()).isEqualTo(other.access());
        assertThat(one.events()).isEqualTo(other.events());
        assertThat(one.numbers()).isEqualTo(other.numbers());
        assertThat(one.account()).isEqualTo(other.account());
        assertThat(from(today, one)).isEqualTo(from(today, other));
    }

    private static List<Subscription> from(LocalDate day, AccountChange change) {
        return change.subscriptions().stream()
                .map(s -> s.withTimeline(s.timeline().from(day)))
                .toList();
    }

    private static void assertChangesNothing(Life life) {
        Account account = life.ledger().account();
        AccountChange change = Advance.advance(life.ledger().alive(life.today()), life.rules(), life.now());
        assertThat(change).isEqualTo(OpenedAccount.rowOnly(account));
    }

    /** Time passes, somebody runs or not, the command of the step is given, and the day is run. */
    private static void live(Life life, Step step) {
        LocalDate day = life.today().plusDays(step.after());
        if (step.ran() && step.after() > 0) {
            life.waitUntil(day.minusDays(1));
            life.advance();
        }
        life.waitUntil(day);
        life.give(step);
        life.advance();
    }

    /** The day of a command is run after it. */
    private static void runEveryDayBefore(Life life, LocalDate day) {
        for (LocalDate each = life.today(); each.isBefore(day); each = each.plusDays(1)) {
            life.waitUntil(each);
            life.advance();
        }
        life.waitUntil(day);
    }

    private static void collectStatistics(Life life) {
        for (What what : What.values()) {
            Statistics.label(what.name()).collect(life.done().contains(what));
        }
        Statistics.label("refused").collect(life.refused() > 0);
    }
}
