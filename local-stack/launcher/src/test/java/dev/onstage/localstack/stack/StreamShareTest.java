package dev.onstage.localstack.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.localstack.gateway.GatewayLimits;
import dev.onstage.localstack.topology.ServiceKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamShareTest {

    @TempDir
    private Path home;

    @Test
    void shouldLeaveMostConnectionsOfTheGatewayToRequests() {
        for (int proxies : List.of(1, 2)) {
            // When
            int perAddress = sum("ONSTAGE_STREAMS_PER_ADDRESS", proxies);
            int total = sum("ONSTAGE_STREAMS_TOTAL", proxies);

            // Then
            assertThat(perAddress).isPositive().isLessThanOrEqualTo(GatewayLimits.DEFAULT.connectionsPerAddress() / 4);
            assertThat(total).isGreaterThan(perAddress).isLessThanOrEqualTo(GatewayLimits.DEFAULT.connections() / 2);
        }
    }

    private int sum(String setting, int proxies) {
        Secrets secrets = Secrets.of(StateDirectory.open(home));
        var settings = new ServiceSettings(
                new ServerAccess(Ports.defaults(), secrets, Optional.empty()),
                new Provider.Simulated(),
                false,
                "http://127.0.0.1:8080",
                proxies);
        return Stream.of(ServiceKind.STREAM_CONTROL, ServiceKind.ANALYTICS)
                .map(kind -> settings.of(kind, kind.label(), Ports.defaults().endpoint(kind)))
                .mapToInt(environment -> Integer.parseInt(environment.getOrDefault(setting, "20000")))
                .sum();
    }
}
