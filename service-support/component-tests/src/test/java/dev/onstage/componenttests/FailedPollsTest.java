package dev.onstage.componenttests;

import static io.smallrye.reactive.messaging.kafka.i18n.KafkaLogging.log;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.testing.LogLines;
import dev.onstage.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;

/** What the log says of a consumer that Kafka lets in no more, which the connector finds out each second. */
@QuarkusTest
@WithTestResource(StackResource.class)
class FailedPollsTest {

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
}
