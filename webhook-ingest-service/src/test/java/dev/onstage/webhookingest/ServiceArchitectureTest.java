package dev.onstage.webhookingest;

import dev.onstage.testing.ServiceArchitecture;
import org.junit.jupiter.api.Test;

class ServiceArchitectureTest {
    @Test
    void shouldKeepTheBoundaries() {
        ServiceArchitecture.checkPackage("dev.onstage.webhookingest");
    }
}
