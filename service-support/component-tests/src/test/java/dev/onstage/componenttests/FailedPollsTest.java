package dev.onstage.componenttests;

import static io.smallrye.reactive.messaging.kafka.i18n.KafkaLogging.log;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.testing.LogLines;
import dev.onstage.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** What the log says of a consumer that Kafka lets in no more, which clients find out each second, and of other things so often. */
@QuarkusTest
@WithTestResource(StackResource.class)
class FailedPollsTest {

    private static final String CONNECTIONS = "org.apache.kafka.clients.NetworkClient";
    private static final String HEALTH = "io.smallrye.health";
    private static final String CHECKS =
            "{\"checks\":[{\"name\":\"Graceful Shutdown\",\"status\":\"%s\"},{\"name\":\"some-check\",\"status\":\"DOWN\"}]}";
    private static final List<String> CLIENTS = List.of("first-of-failed-polls", "second-of-failed-polls");

    @Test
    void shouldBeSaidOnceForEachConsumer() {
        try (LogLines connector = LogLines.of("io.smallrye.reactive.messaging.kafka")) {
            for (int attempts = 0; attempts < 3; attempts++) {
                CLIENTS.forEach(client ->
                        log.pollFailureRetry(client, "some-in", new SaslAuthenticationException("wrong password")));
            }

            assertThat(CLIENTS).allSatisfy(client -> assertThat(connector.all())
                    .filteredOn(line -> line.contains(client))
                    .hasSize(1));
        }
    }

    @Test
    void shouldLeaveOutOnlyWhatIsExpectedOfConnectionsAndChecks() {
        try (LogLines connections = LogLines.of(CONNECTIONS);
                LogLines health = LogLines.of(HEALTH)) {
            Logger.getLogger(CONNECTIONS).error("Connection to node -7 (some) failed authentication due to: some");
            Logger.getLogger(CONNECTIONS).error("Uncaught error of this test");
            for (String drain : List.of("DOWN", "UP")) {
                Logger.getLogger(HEALTH).infof("SRHCK01001: Reporting health down status: %s", CHECKS.formatted(drain));
            }

            assertThat(connections.all())
                    .noneMatch(line -> line.contains("node -7"))
                    .anyMatch(line -> line.contains("Uncaught error of this test"));
            assertThat(health.all())
                    .filteredOn(line -> line.contains("some-check"))
                    .singleElement()
                    .asString()
                    .contains("\"UP\"");
        }
    }
}
