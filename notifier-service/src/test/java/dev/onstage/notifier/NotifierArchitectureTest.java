package dev.onstage.notifier;

import dev.onstage.testing.ServiceArchitecture;
import org.junit.jupiter.api.Test;

class NotifierArchitectureTest {
    @Test
    void shouldKeepTheBoundaries() {
        ServiceArchitecture.checkPackage("dev.onstage.notifier");
    }
}
