package dev.onstage.localstack.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.onstage.localstack.topology.Port;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortCheckTest {

    @Test
    void shouldNameThePortAndWhoHasIt() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(StackException.class)
                    .isThrownBy(() -> PortCheck.requireFree(Port.GATEWAY, taken.getLocalPort()))
                    .satisfies(refusal -> assertThat(refusal.failure()).isEqualTo(Failure.PORT_TAKEN))
                    .withMessageContaining("Port " + taken.getLocalPort() + " (gateway) is taken")
                    .withMessageContaining("process " + ProcessHandle.current().pid())
                    .withMessageContaining("--port-base");
        }
    }

    @Test
    void shouldAcceptAFreePort() {
        assertThatCode(() -> PortCheck.requireFree(Port.GATEWAY, Ports.freeNumber()))
                .doesNotThrowAnyException();
    }
}
