package dev.onstage.streamcontrol;

import dev.onstage.testing.ServiceArchitecture;
import org.junit.jupiter.api.Test;

class StreamControlArchitectureTest {

    @Test
    void shouldKeepItsBoundaries() {
        ServiceArchitecture.check(StreamControlArchitectureTest.class);
    }
}
