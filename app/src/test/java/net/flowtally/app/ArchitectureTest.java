package net.flowtally.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/// The shape of the house: which module and package may know which.
@AnalyzeClasses(
        packages = "net.flowtally",
        importOptions = {DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {
    /// Once packaged, what tests of several modules use comes as a jar.
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String LEDGER = "net.flowtally.ledger..";
    private static final String COLLECTOR = "net.flowtally.collector..";
    private static final String REPORTS = "net.flowtally.reports..";
    private static final String APP = "net.flowtally.app..";

    private static final String[] HOT_PATH = {
        "net.flowtally.collector.netflow..",
        "net.flowtally.collector.ipfix..",
        "net.flowtally.collector.flow..",
        "net.flowtally.collector.journal..",
        "net.flowtally.collector.template..",
        "net.flowtally.collector.wire..",
    };

    // 1

    @ArchTest
    static final ArchRule ledgerKnowsNoOtherModule = nothingIn(LEDGER, COLLECTOR, REPORTS, APP);

    @ArchTest
    static final ArchRule collectorKnowsOnlyTheLedger = nothingIn(COLLECTOR, REPORTS, APP);

    @ArchTest static final ArchRule reportsKnowOnlyTheLedger = nothingIn(REPORTS, COLLECTOR, APP);

    // 2

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("net.flowtally.(**)")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true);

    // 3 to 7: where a library may be used

    @ArchTest static final ArchRule javafxIsUsedInApp = usedOnlyIn("javafx..", APP);

    @ArchTest
    static final ArchRule modelsKnowNoScene =
            noClasses()
                    .that()
                    .haveSimpleNameEndingWith("Model")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("javafx.scene..")
                    .allowEmptyShould(true);

    @ArchTest static final ArchRule nettyIsUsedInCollector = usedOnlyIn("io.netty..", COLLECTOR);

    @ArchTest static final ArchRule sqlIsUsedInLedger = usedOnlyIn("java.sql..", LEDGER);

    @ArchTest
    static final ArchRule jasperIsUsedInPdf =
            usedOnlyIn("net.sf.jasperreports..", "net.flowtally.reports.pdf..");

    @ArchTest
    static final ArchRule poiIsUsedInExcel =
            usedOnlyIn("org.apache.poi..", "net.flowtally.reports.excel..");

    // 8

    @ArchTest
    static final ArchRule collectorSeesOnlyCallsExportersAndTheStore =
            noClasses()
                    .that()
                    .resideInAPackage(COLLECTOR)
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage(LEDGER)
                                    .and(
                                            not(
                                                    resideInAnyPackage(
                                                            "net.flowtally.ledger",
                                                            "net.flowtally.ledger.address..",
                                                            "net.flowtally.ledger.calls..",
                                                            "net.flowtally.ledger.exporter..",
                                                            "net.flowtally.ledger.store.."))))
                    .allowEmptyShould(true);

    // 9

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "net.flowtally.app.launch..", "net.flowtally.app.command..")
                    .should(ACCESS_STANDARD_STREAMS)
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule logsGoThroughSlf4j =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.util.logging..")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nowComesFromAClock =
            noClasses().should().callMethodWhere(asksTheSystemForNow()).allowEmptyShould(true);

    // 10

    @ArchTest
    static final ArchRule ledgerKeepsNoFloatingPoint =
            noFields()
                    .that()
                    .areDeclaredInClassesThat()
                    .resideInAPackage(LEDGER)
                    .should()
                    .haveRawType(floatingPoint())
                    .allowEmptyShould(true);

    // 11

    @ArchTest
    static final ArchRule classesAreNamedForWhatTheyAre =
            noClasses()
                    .should()
                    .haveNameMatching(".*(Utils?|Helper|Manager|Impl|Processor|Data|Info)")
                    .allowEmptyShould(true);

    // 12

    @ArchTest
    static final ArchRule packagesAreNullMarked =
            classes().should(resideInANullMarkedPackage()).allowEmptyShould(true);

    // 13

    @ArchTest
    static final ArchRule staticsAreFinal =
            fields().that().areStatic().should().beFinal().allowEmptyShould(true);

    // 14

    @ArchTest
    static final ArchRule hotPathUsesNoStreams =
            noClasses()
                    .that()
                    .resideInAnyPackage(HOT_PATH)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.util.stream..")
                    .allowEmptyShould(true);

    private static ArchRule nothingIn(String module, String... forbidden) {
        return noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .allowEmptyShould(true);
    }

    private static ArchRule usedOnlyIn(String library, String home) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaMethodCall> asksTheSystemForNow() {
        return DescribedPredicate.describe(
                "java.time now() without a Clock",
                call ->
                        call.getTarget().getName().equals("now")
                                && call.getTargetOwner().getPackageName().equals("java.time")
                                && call.getTarget().getRawParameterTypes().stream()
                                        .noneMatch(type -> type.isEquivalentTo(Clock.class)));
    }

    private static DescribedPredicate<JavaClass> floatingPoint() {
        Set<String> names =
                Set.of("float", "double", Float.class.getName(), Double.class.getName());
        return DescribedPredicate.describe(
                "float or double", type -> names.contains(type.getBaseComponentType().getName()));
    }

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(
                        new SimpleConditionEvent(
                                type,
                                marked,
                                type.getPackageName()
                                        + (marked ? " is" : " lacks a package-info with")
                                        + " @NullMarked"));
            }
        };
    }
}
