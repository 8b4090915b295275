package io.aboengine;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/** The picture of the core's rooms: pure ones decide, the shell acts, and arrows do not turn back. */
@AnalyzeClasses(
        packages = "io.aboengine",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {
    private static final String[] PURE = {
        "io.aboengine.account..",
        "io.aboengine.calendar..",
        "io.aboengine.catalog..",
        "io.aboengine.charge..",
        "io.aboengine.dunning..",
        "io.aboengine.event..",
        "io.aboengine.fulfilment..",
        "io.aboengine.invoice..",
        "io.aboengine.money..",
        "io.aboengine.party..",
        "io.aboengine.payment..",
        "io.aboengine.sepa..",
        "io.aboengine.subscription..",
        "io.aboengine.tax.."
    };

    private static final Set<String> NOW = Set.of(
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.Instant.now",
            "java.time.ZonedDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.Clock.systemDefaultZone",
            "java.time.ZoneId.systemDefault",
            "java.util.Locale.getDefault",
            "java.util.TimeZone.getDefault",
            "java.util.UUID.randomUUID",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.Math.random",
            "java.lang.Math.round");

    @ArchTest
    static final ArchRule pure_rooms_know_no_database_logger_clock_or_shell = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "java.sql..", "javax.sql..", "org.slf4j..", "io.aboengine.engine..", "io.aboengine.store..")
                    .or(describe(
                            "a clock or chance",
                            c -> Set.of("java.time.Clock", "java.util.Random").contains(c.getName()))));

    @ArchTest
    static final ArchRule rooms_form_no_circle = slices().matching("io.aboengine.(*)..")
            .that(describe(
                    "are pure rooms",
                    slice -> !Set.of("engine", "store", "spi", "check").contains(slice.getNamePart(1))))
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule nobody_reads_a_clock_zone_or_locale_of_the_machine = noClasses()
            .should(callMethodWhere(describe(
                    "it reads the machine's time, zone, locale or chance", ArchitectureTest::readsTheMachine)));

    private static boolean readsTheMachine(JavaMethodCall call) {
        return NOW.contains(
                call.getTargetOwner().getName() + "." + call.getTarget().getName());
    }

    @ArchTest
    static final ArchRule no_field_is_a_binary_fraction = fields().should().notHaveRawType(binaryFraction());

    @ArchTest
    static final ArchRule no_method_takes_or_gives_a_binary_fraction = methods()
            .should()
            .notHaveRawReturnType(binaryFraction())
            .andShould(new ArchCondition<>("take no binary fraction") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                    boolean takes = method.getRawParameterTypes().stream().anyMatch(binaryFraction());
                    if (takes) {
                        events.add(SimpleConditionEvent.violated(method, method.getFullName() + " takes one"));
                    }
                }
            });

    private static DescribedPredicate<JavaClass> binaryFraction() {
        return describe(
                "float or double",
                c -> Set.of("float", "double", "java.lang.Float", "java.lang.Double")
                        .contains(c.getName()));
    }

    @ArchTest
    static final ArchRule the_shell_is_entered_by_the_front_door_alone = classes()
            .that()
            .resideInAPackage("io.aboengine.engine..")
            .should()
            .onlyBeAccessed()
            .byAnyPackage("io.aboengine", "io.aboengine.engine..");

    @ArchTest
    static final ArchRule a_store_decides_nothing = noClasses()
            .that()
            .resideInAPackage("io.aboengine.store..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("io\\.aboengine\\.account\\.(Advance|Remind|Collect|Decide|Billing|Books).*");

    @ArchTest
    static final ArchRule names_say_what_a_class_is =
            noClasses().should().haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Info|Base)");

    /** The contract tests that other modules publish stand in jars. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }
}
