package dev.onstage.componenttests;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.onstage.testing.ServiceArchitecture;
import org.junit.jupiter.api.Test;

class SupportArchitectureTest {

    @Test
    void shouldGiveEveryClientTheSettingsOfItsServer() {
        ServiceArchitecture.clientsReachServersAsConfigured(new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.onstage.support"));
    }
}
