package dev.onstage.analytics;

import dev.onstage.testing.ServiceArchitecture;
import org.junit.jupiter.api.Test;

class AnalyticsArchitectureTest {

    @Test
    void shouldKeepTheBoundaries() {
        ServiceArchitecture.checkPackage("dev.onstage.analytics");
    }
}
