package dev.onstage.simulator.getstream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.onstage");

    @Test
    void topicsDoNotDependOnOneAnotherInCircles() {
        slices().matching("dev.onstage.simulator.getstream.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void theSimulatorSharesNoClassWithTheServices() {
        noClasses()
                .that()
                .resideInAPackage("dev.onstage.simulator.getstream..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.onstage.events..",
                        "dev.onstage.support..",
                        "dev.onstage.streamcontrol..",
                        "dev.onstage.webhookingest..",
                        "dev.onstage.analytics..",
                        "dev.onstage.notifier..")
                .because("it has to be an independent witness")
                .check(CLASSES);
    }
}
