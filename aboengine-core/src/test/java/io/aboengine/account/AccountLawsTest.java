package io.aboengine.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.Tries;
import io.aboengine.account.Step.What;
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
        return Step.lives(9);
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

        static Arbitrary<Billed> any() {
            return Combinators.combine(
                            Arbitraries.of(PriceBasis.values()),
                            Arbitraries.of(0, 0, 2, 10),
                            Arbitraries.of(ZeroInvoices.values()))
                    .as(Billed::new);
        }
    }

    @Provide
    Arbitrary<Billed> billed() {
        return Billed.any();
    }

    /** What follows from money is left out: how much is open on a day depends on when somebody ran. */
    @Provide
    Arbitrary<List<Step>> stepsWithoutMoney() {
        return Step.lives(9, Map.of(What.WRITE_OFF, 0, What.REFUND, 0));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void day_by_day_equals_at_once(@ForAll("stepsWithoutMoney") List<Step> steps, @ForAll("billed") Billed billed) {
        Life daily = new Life(Shop.ADA, billed.rules());
        Life lazy = new Life(Shop.ADA, billed.rules());
        lazy.telling(() -> assertSameDayByDay(steps, daily, lazy));
        collectStatistics(daily);
    }

    private static void assertSameDayByDay(List<Step> steps, Life daily, Life lazy) {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            LocalDate day = daily.today().plusDays(step.after());
            daily.runEveryDayBefore(day);
            boolean ran = step.ran() || documentsAreAskedForOnTheDayOf(steps, i);
            if (ran && step.after() > 0) {
                lazy.waitUntil(day.minusDays(1));
                lazy.advance();
            }
            lazy.waitUntil(day);
            assertThat(lazy.give(step)).as("%s", step).isEqualTo(daily.give(step));
        }
        LocalDate end = daily.today().plusDays(AFTERWARDS);
        daily.runEveryDayBefore(end.plusDays(1));
        lazy.waitUntil(end);
        lazy.advance();

        assertSameLines(lazy.written(), daily.written());
    }

    /** Nobody can act on a document that nobody has made yet. */
    private static boolean documentsAreAskedForOnTheDayOf(List<Step> steps, int first) {
        int i = first;
        while (!steps.get(i).what().needsDocument()) {
            i++;
            if (i == steps.size() || steps.get(i).after() > 0) {
                return false;
            }
        }
        return true;
    }

    private static void assertSameLines(List<String> lines, List<String> expected) {
        for (int i = 0; i < Math.min(lines.size(), expected.size()); i++) {
            assertThat(lines.get(i)).as("line %s", i).isEqualTo(expected.get(i));
        }
        assertThat(lines).hasSameSizeAs(expected);
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void running_again_or_for_an_earlier_day_changes_nothing(
            @ForAll("steps") List<Step> steps, @ForAll("billed") Billed billed) {
        Life life = new Life(Shop.ADA, billed.rules());
        life.telling(() -> {
            for (Step step : steps) {
                life.live(step);
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
        });
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void before_it_is_due_nothing_changes(@ForAll("steps") List<Step> steps, @ForAll("billed") Billed billed) {
        Life life = new Life(Shop.ADA, billed.rules());
        life.telling(() -> {
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
        });
    }

    /** What a store loads is enough: the whole history would lead to the same. */
    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void no_decision_depends_on_history(@ForAll("steps") List<Step> steps, @ForAll("billed") Billed billed) {
        Life life = new Life(Shop.ADA, billed.rules());
        life.telling(() -> {
            for (Step step : steps) {
                life.waitUntil(life.today().plusDays(step.after()));
                if (step.ran()) {
                    AccountSnapshot all = life.ledger().everything(Reach.nothing());
                    AccountChange known = Advance.advance(all, life.rules(), life.now());
                    assertSame(life.advance(), known, life.today());
                }
                Optional<Command> command = life.command(step);
                if (command.isPresent()) {
                    Optional<AccountChange> change = life.changeOf(life.reaching(command.get()), command.get(), step);
                    Reach reach = Decide.reach(life.reaching(command.get()), command.get(), life.now());
                    Optional<AccountChange> known = life.changeOf(life.ledger().everything(reach), command.get(), step);
                    assertThat(change.isPresent()).as("%s", command.get()).isEqualTo(known.isPresent());
                    change.ifPresent(c -> assertSame(c, known.orElseThrow(), life.today()));
                    life.give(step);
                }
            }
        });
    }

    private static void assertSame(AccountChange one, AccountChange other, LocalDate today) {
        assertThat(one.events()).isEqualTo(other.events());
        assertThat(one.lines()).isEqualTo(other.lines());
        assertThat(one.documents()).isEqualTo(other.documents());
        assertThat(one.attempts()).isEqualTo(other.attempts());
        assertThat(one.postings()).isEqualTo(other.postings());
        assertThat(one.access()).isEqualTo(other.access());
        assertThat(one.usage()).isEqualTo(other.usage());
        assertThat(one.usageRecords()).isEqualTo(other.usageRecords());
        assertThat(one.numbers()).isEqualTo(other.numbers());
        assertThat(one.account()).isEqualTo(other.account());
        assertThat(from(today, one)).isEqualTo(from(today, other));
    }

    private static List<Subscription> from(LocalDate day, AccountChange change) {
        return change.subscriptions().stream()
                .map(s -> s.withAgreed(s.agreed().from(day)))
                .toList();
    }

    private static void assertChangesNothing(Life life) {
        Account account = life.ledger().account();
        AccountChange change = Advance.advance(life.ledger().alive(life.today()), life.rules(), life.now());
        assertThat(change).isEqualTo(OpenedAccount.rowOnly(account));
    }

    private static void collectStatistics(Life life) {
        for (What what : What.values()) {
            Statistics.label(what.name()).collect(life.done().contains(what));
        }
        Statistics.label("refused").collect(life.refused() > 0);
    }
}
